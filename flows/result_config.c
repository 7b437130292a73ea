/* SPDX-License-Identifier: GPL-3.0-or-later */
/* config.json of a result folder: the resolved config before scenarios, and each scenario of the run as the merge
 * patch (RFC 7396) that leads from there to what was run. */
#include <stdlib.h>

#include "vf_json.h"
#include "vf_result.h"

/* The patch that turns `from` into `to`, both objects. */
static cJSON *difference(const cJSON *from, const cJSON *to) {
    cJSON *patch = cJSON_CreateObject();
    for (const cJSON *m = from->child; m != NULL; m = m->next) {
        if (vf_json_get(to, m->string) == NULL) {
            cJSON_AddItemToObject(patch, m->string, cJSON_CreateNull());
        }
    }
    for (const cJSON *m = to->child; m != NULL; m = m->next) {
        const cJSON *old = vf_json_get(from, m->string);
        if (old != NULL && vf_json_equal(old, m)) {
            continue;
        }
        bool both = old != NULL && cJSON_IsObject(old) && cJSON_IsObject(m);
        cJSON_AddItemToObject(patch, m->string, both ? difference(old, m) : cJSON_Duplicate(m, 1));
    }
    return patch;
}

static cJSON *title_of(const struct vf_point *p) {
    cJSON *title = cJSON_CreateObject();
    cJSON_AddItemToObject(title, "sv", cJSON_CreateString(p->title_sv));
    cJSON_AddItemToObject(title, "en", cJSON_CreateString(p->title_en));
    return title;
}

static cJSON *scenarios_of(const struct vf_experiment *x, const cJSON *base) {
    cJSON *all = cJSON_CreateObject();
    for (size_t k = 0; k < x->n_points; k++) {
        const struct vf_point *p = &x->point[k];
        cJSON *one = cJSON_CreateObject();
        cJSON_AddItemToObject(one, "title", title_of(p));
        cJSON_AddItemToObject(one, "patch", difference(base, p->config.resolved));
        cJSON_AddItemToObject(all, p->name, one);
    }
    return all;
}

static void set_number(cJSON *root, const char *key, double value) {
    cJSON *run = vf_json_get(root, "run");
    cJSON *number = cJSON_CreateNumber(value);
    if (vf_json_get(run, key) != NULL) {
        cJSON_ReplaceItemInObjectCaseSensitive(run, key, number);
    } else {
        cJSON_AddItemToObject(run, key, number);
    }
}

char *vf_result_config(const struct vf_experiment *x, const struct vf_experiment_options *options,
                       struct vf_error *err) {
    struct vf_config base;
    struct vf_config_opts opts = options->config;
    opts.scenario = NULL;
    if (vf_config_over(&x->file, &opts, &base, err) != VF_OK) {
        return NULL;
    }
    cJSON *root = cJSON_Duplicate(base.resolved, 1);
    if (base.n_scenarios > 0) {
        cJSON_AddItemToObject(root, "scenarios", scenarios_of(x, base.resolved));
    }
    if (options->seed != NULL && x->seed < (UINT64_C(1) << 53)) {
        set_number(root, "seed", (double)x->seed);
    }
    if (options->replications > 0) {
        set_number(root, "replications", x->replications);
    }
    char *text = vf_json_print(root, 1);
    cJSON_Delete(root);
    vf_config_fini(&base);
    return text;
}

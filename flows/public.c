/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The public API (include/vardflode/vardflode.h) over vf_experiment: nothing is computed here. */
#include "vardflode/vardflode.h"

#include <gsl/gsl_errno.h>
#include <stdlib.h>
#include <string.h>

#include "vf_experiment.h"
#include "vf_text.h"

struct vardflode {
    char **sets;
    size_t n_sets;
    uint64_t seed;
    bool has_seed, loaded, ran;
    struct vf_experiment x;
    char *problems;
};

struct vardflode *vardflode_new(void) {
    (void)gsl_set_error_handler_off();
    struct vardflode *v = vf_xcalloc(1, sizeof *v);
    v->problems = vf_xstrdup("");
    return v;
}

static void unload(struct vardflode *v) {
    if (v->loaded) {
        vf_experiment_fini(&v->x);
    }
    v->loaded = v->ran = false;
}

void vardflode_free(struct vardflode *v) {
    if (v == NULL) {
        return;
    }
    unload(v);
    for (size_t k = 0; k < v->n_sets; k++) {
        free(v->sets[k]);
    }
    free(v->sets);
    free(v->problems);
    free(v);
}

void vardflode_set(struct vardflode *v, const char *pointer_and_value) {
    v->sets = vf_xrealloc(v->sets, (v->n_sets + 1) * sizeof *v->sets);
    v->sets[v->n_sets++] = vf_xstrdup(pointer_and_value);
}

void vardflode_seed(struct vardflode *v, uint64_t seed) {
    v->seed = seed;
    v->has_seed = true;
}

/* Keeps the problems as text and returns the code as the caller knows it. */
static int tell(struct vardflode *v, int code, struct vf_error *err) {
    struct vf_text t;
    vf_text_init(&t, 1U << 20);
    for (size_t k = 0; k < err->n; k++) {
        const struct vf_problem *p = &err->items[k];
        if (p->file != NULL && p->file[0] != '\0') {
            vf_text_appendf(&t, "%s:%d:%d: ", p->file, p->line, p->column);
        }
        vf_text_appendf(&t, "%s%s%s\n", p->pointer != NULL ? p->pointer : "",
                        p->pointer != NULL && p->pointer[0] != '\0' ? ": " : "", p->message);
    }
    free(v->problems);
    v->problems = vf_text_take(&t);
    vf_error_fini(err);
    return code;
}

int vardflode_load(struct vardflode *v, const char *config_file) {
    unload(v);
    struct vf_error err = VF_ERROR_INIT;
    struct vf_experiment_options o = {.config = {.sets = (const char *const *)v->sets, .n_sets = v->n_sets},
                                      .seed = v->has_seed ? &v->seed : NULL};
    int code = vf_experiment_load(&v->x, config_file, &o, &err);
    v->loaded = true;
    return tell(v, code, &err);
}

int vardflode_run(struct vardflode *v, uint32_t replications, unsigned threads) {
    struct vf_error err = VF_ERROR_INIT;
    if (!v->loaded || v->ran || v->x.width == 0) {
        return tell(v, vf_error_set(&err, VF_E_USAGE, "load a config before each run"), &err);
    }
    if (replications > 0) {
        v->x.replications = replications;
    }
    struct vf_study_options how = {.threads = threads};
    int code = vf_experiment_run(&v->x, &how, &err);
    v->ran = code == VF_OK;
    return tell(v, code, &err);
}

const char *vardflode_problems(const struct vardflode *v) { return v->problems; }

const char *vardflode_scenario(const struct vardflode *v, size_t k) {
    return v->loaded && k < v->x.n_points ? v->x.point[k].name : NULL;
}

static int look_up(const struct vardflode *v, const char *scenario, enum vf_scope scope,
                   const char *const names[3], struct vardflode_number *out) {
    size_t column = v->ran ? vf_experiment_find(&v->x, names[0], scope, names[1], names[2], 0) : SIZE_MAX;
    for (size_t k = 0; column != SIZE_MAX && k < v->x.n_points; k++) {
        if (strcmp(v->x.point[k].name, scenario) == 0) {
            struct vf_summary s;
            vf_experiment_summary(&v->x, k, column, &s);
            *out = (struct vardflode_number){s.n,      s.mean,    s.sd,     s.ci95,
                                             s.ci_low, s.ci_high, s.pi_low, s.pi_high};
            return VARDFLODE_OK;
        }
    }
    return VARDFLODE_USAGE;
}

int vardflode_indicator(const struct vardflode *v, const char *scenario, const char *metric,
                        struct vardflode_number *out) {
    return look_up(v, scenario, VF_SCOPE_REGION, (const char *const[]){metric, "", ""}, out);
}
int vardflode_unit(const struct vardflode *v, const char *scenario, const char *unit, const char *metric,
                   struct vardflode_number *out) {
    return look_up(v, scenario, VF_SCOPE_UNIT, (const char *const[]){metric, unit, ""}, out);
}
int vardflode_unit_group(const struct vardflode *v, const char *scenario, const char *unit, const char *group,
                         const char *metric, struct vardflode_number *out) {
    return look_up(v, scenario, VF_SCOPE_UNIT_GROUP, (const char *const[]){metric, unit, group}, out);
}
int vardflode_group(const struct vardflode *v, const char *scenario, const char *group, const char *metric,
                    struct vardflode_number *out) {
    return look_up(v, scenario, VF_SCOPE_GROUP, (const char *const[]){metric, "", group}, out);
}

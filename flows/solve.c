/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A question made ready to be run: reads ranges and limits, and tries the corners of the ranges on the config, so that
 * what is wrong is told before the first run. See vf_solve.h. */
#include "vf_solve.h"

#include <stdlib.h>

#include "vf_asked.h"

static int first_of(int a, int b) { return a != VF_OK ? a : b; }

static int load_model(struct vf_solve *s, struct vf_error *err) {
    if (s->scenario != NULL && !vf_vary_has_scenario(&s->base, s->scenario)) {
        return vf_config_no_scenario(s->base.parts, s->scenario, err);
    }
    int code = vf_asked_base(&s->base, s->scenario, &s->model, &s->measures, err);
    s->compiled = code == VF_OK;
    return code;
}

static int read_question(struct vf_solve *s, const struct vf_solve_options *o, struct vf_error *err) {
    int code = VF_OK;
    if (o->n_vary == 0 || o->n_limits == 0) {
        code = vf_error_set(err, VF_E_USAGE,
                            "a question needs something to vary and a limit to keep: give --vary "
                            "PTR=LO..HI and --limit INDICATOR<=VALUE");
    } else if (o->n_vary > VF_LATTICE_AXES_MAX) {
        code = vf_error_set(err, VF_E_USAGE, "at most %d things can vary at once", VF_LATTICE_AXES_MAX);
    }
    s->range = vf_xcalloc(o->n_vary + 1, sizeof *s->range);
    for (size_t k = 0; k < o->n_vary; k++) {
        int one = vf_range_parse(&s->range[s->n_ranges++], o->vary[k], &s->base, err);
        code = first_of(code, one);
    }
    for (size_t k = 0; k < o->n_limits; k++) {
        int one = vf_limit_parse(&s->limit, &s->n_limits, o->limit[k], &s->measures, err);
        code = first_of(code, one);
    }
    return code;
}

/* Both ends of all ranges at once; what one of them refuses is told once. */
static int try_corners(const struct vf_solve *s, struct vf_error *err) {
    const struct vf_ranges ranges = vf_solve_ranges(s);
    double value[VF_LATTICE_AXES_MAX];
    int code = VF_OK;
    for (int high = 0; high < 2 && code == VF_OK; high++) {
        struct vf_config config;
        struct vf_model model;
        for (size_t k = 0; k < s->n_ranges; k++) {
            value[k] = vf_range_value(&s->range[k], high ? s->range[k].size - 1 : 0);
        }
        code = vf_range_config(&ranges, value, &config, err);
        code = code ? code : vf_asked_compile(&config, s->seed, -1, &model, err);
        if (code == VF_OK) {
            vf_model_free(&model);
        }
    }
    return code;
}

int vf_solve_load(struct vf_solve *s, const char *path, const struct vf_solve_options *o,
                  struct vf_error *err) {
    *s = (struct vf_solve){.scenario = o->scenario,
                           .largest = o->largest,
                           .confidence = o->confidence,
                           .first = o->first,
                           .most = o->most > o->first ? o->most : o->first,
                           .points = o->points,
                           .warmup = -1,
                           .monotone = true};
    struct vf_config_opts opts = o->config;
    opts.scenario = NULL;
    int code = vf_config_load(path, &opts, &s->base, err);
    code = code ? code : load_model(s, err);
    if (code != VF_OK) {
        return code;
    }
    s->seed = o->seed != NULL ? *o->seed : s->model.run.seed;
    code = read_question(s, o, err);
    return code ? code : try_corners(s, err);
}

void vf_solve_fini(struct vf_solve *s) {
    for (size_t k = 0; k < s->n_ranges; k++) {
        vf_range_fini(&s->range[k]);
    }
    for (size_t k = 0; k < s->n_seen; k++) {
        free(s->seen[k].limit);
    }
    for (size_t k = 0; k < s->n_ranges && s->neighbour != NULL; k++) {
        free(s->neighbour[k].limit);
    }
    free(s->answer.limit);
    free(s->neighbour);
    free(s->seen);
    free(s->range);
    free(s->limit);
    if (s->compiled) {
        vf_measures_free(&s->measures);
        vf_model_free(&s->model);
    }
    vf_config_fini(&s->base);
    *s = (struct vf_solve){.n_ranges = 0};
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loading an experiment: one config and model per scenario, and the columns they share. */
#include "vf_experiment.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int scenario_names(const struct vf_config *base, const struct vf_experiment_options *o,
                          const char ***names, size_t *n, struct vf_error *err) {
    if (o->n_scenarios > 0) {
        const char **list = vf_xcalloc(o->n_scenarios, sizeof *list);
        memcpy(list, o->scenarios, o->n_scenarios * sizeof *list);
        *names = list;
        *n = o->n_scenarios;
        for (size_t k = 0; k < *n; k++) {
            bool known = false;
            for (size_t j = 0; j < base->n_scenarios; j++) {
                known = known || strcmp(base->scenarios[j].name, list[k]) == 0;
            }
            if (!known) {
                return vf_config_no_scenario(base->parts, list[k], err);
            }
        }
        return VF_OK;
    }
    *n = base->n_scenarios > 0 ? base->n_scenarios : 1;
    *names = vf_xcalloc(*n, sizeof **names);
    for (size_t k = 0; k < base->n_scenarios; k++) {
        (*names)[k] = base->scenarios[k].name;
    }
    return VF_OK;
}

static void name_point(struct vf_point *p, const struct vf_config *base, const char *name) {
    p->name = vf_xstrdup(name != NULL ? name : "config");
    for (size_t k = 0; k < base->n_scenarios; k++) {
        if (name != NULL && strcmp(base->scenarios[k].name, name) == 0) {
            p->title_sv = vf_xstrdup(base->scenarios[k].title_sv);
            p->title_en = vf_xstrdup(base->scenarios[k].title_en);
            return;
        }
    }
    p->title_sv = vf_xstrdup(p->name);
    p->title_en = vf_xstrdup(p->name);
}

static int load_point(struct vf_experiment *x, struct vf_point *p, const struct vf_experiment_options *o,
                      const char *scenario, struct vf_error *err) {
    struct vf_config_opts opts = o->config;
    opts.scenario = scenario;
    int code = vf_config_over(&x->file, &opts, &p->config, err);
    if (code != VF_OK) {
        return code;
    }
    code = vf_compile(&p->config, &p->model, err);
    if (code != VF_OK) {
        return code;
    }
    if (o->seed != NULL) {
        p->model.run.seed = *o->seed;
    }
    p->model.run.antithetic = o->antithetic;
    const struct vf_run *run = &p->model.run;
    int64_t days = p->model.calendar.days * VF_MS_DAY;
    int64_t to = run->horizon < days ? run->horizon : days;
    p->traffic_from = run->warmup < to ? run->warmup : 0;
    p->traffic_to = to;
    vf_measures_new(&p->measures, &p->model);
    return VF_OK;
}

const struct vf_traffic *vf_point_traffic(const struct vf_point *p) {
    struct vf_traffic *t = (struct vf_traffic *)&p->kept_traffic;
    if (t->load == NULL) {
        struct vf_error none = VF_ERROR_INIT;
        int code = vf_traffic_solve(&p->model, p->traffic_from, p->traffic_to, t, &none);
        VF_ASSERT(code == VF_OK, "what compiling solved, has a solution");
        vf_error_fini(&none);
    }
    return t;
}

static struct vf_global_column global_of(const struct vf_point *p, size_t k) {
    const struct vf_model *m = &p->model;
    const struct vf_column *c = &p->measures.column[k];
    struct vf_global_column g = {
        .metric = c->metric, .scope = c->scope, .unit = "", .group = "", .month = c->month};
    if (c->scope == VF_SCOPE_HOSPITAL || c->scope == VF_SCOPE_KOMMUN) {
        g.unit = m->org[c->org].name;
    } else if (c->scope == VF_SCOPE_STAFF) {
        g.unit = m->pool[c->pool].name;
    } else if (c->scope == VF_SCOPE_POOL) {
        g.unit = m->unit[c->unit].name;
        g.group = m->pool[c->pool].name;
    } else if (c->unit != VF_NONE16) {
        g.unit = m->unit[c->unit].name;
    }
    if (c->group != VF_NONE16) {
        g.group = m->group[c->group].name;
    }
    return g;
}

struct vf_global_column vf_experiment_column(const struct vf_experiment *x, size_t k) {
    size_t first = x->point[0].measures.n;
    struct vf_point_place at = k < first ? (struct vf_point_place){0, (uint32_t)k} : x->more[k - first];
    return global_of(&x->point[at.point], at.column);
}

static bool is_column(const struct vf_experiment *x, size_t k, const struct vf_global_column *b) {
    struct vf_global_column own = vf_experiment_column(x, k), *a = &own;
    return a->metric == b->metric && a->scope == b->scope && a->month == b->month &&
           strcmp(a->unit, b->unit) == 0 && strcmp(a->group, b->group) == 0;
}

/* Scenarios mostly share columns in the same order, so each is first looked for just after the one before. */
static void join_columns(struct vf_experiment *x) {
    size_t first = x->n_columns = x->point[0].measures.n, cap = 0;
    for (size_t k = 1; k < x->n_points; k++) {
        struct vf_point *p = &x->point[k];
        p->to_global = vf_xcalloc(p->measures.n + 1, sizeof *p->to_global);
        size_t expect = 0;
        for (size_t c = 0; c < p->measures.n; c++) {
            struct vf_global_column g = global_of(p, c);
            size_t at = expect;
            if (at >= x->n_columns || !is_column(x, at, &g)) {
                at = 0;
                while (at < x->n_columns && !is_column(x, at, &g)) {
                    at++;
                }
            }
            if (at == x->n_columns) {
                if (at - first == cap) {
                    cap = cap * 2 + 64;
                    x->more = vf_xrealloc(x->more, cap * sizeof *x->more);
                }
                x->more[x->n_columns++ - first] = (struct vf_point_place){(uint32_t)k, (uint32_t)c};
            }
            p->to_global[c] = (uint32_t)at;
            expect = at + 1;
        }
    }
    size_t own = 0;
    for (size_t k = 0; k < x->n_points; k++) {
        size_t n = x->point[k].measures.width - x->point[k].measures.n;
        own = n > own ? n : own;
    }
    x->dist_first = x->n_columns;
    x->deadlock_first = x->n_columns + own;
    x->width = x->deadlock_first + 3;
}

int vf_experiment_load(struct vf_experiment *x, const char *path, const struct vf_experiment_options *o,
                       struct vf_error *err) {
    *x = (struct vf_experiment){
        .path = vf_xstrdup(path), .first_replication = o->first_replication, .log_folder = o->log_folder};
    struct vf_config *names_of = &x->file;
    struct vf_config_opts opts = o->config;
    opts.scenario = NULL;
    int code = vf_config_load(path, NULL, &x->file, err);
    if (code == VF_OK && opts.n_patches + opts.n_sets > 0) { /* a patch may add scenarios */
        code = vf_config_over(&x->file, &opts, &x->laid, err);
        names_of = &x->laid;
    }
    if (code != VF_OK) {
        return code;
    }
    const char **names = NULL;
    code = scenario_names(names_of, o, &names, &x->n_points, err);
    if (code == VF_OK) {
        x->point = vf_xcalloc(x->n_points, sizeof *x->point);
        for (size_t k = 0; k < x->n_points; k++) {
            name_point(&x->point[k], names_of, names[k]);
            int one = load_point(x, &x->point[k], o, names[k], err);
            code = code == VF_OK ? one : code;
        }
    }
    free(names);
    if (code != VF_OK) {
        return code;
    }
    const struct vf_run *run = &x->point[0].model.run;
    x->replications = o->replications > 0 ? o->replications : run->replications;
    x->antithetic = o->antithetic;
    if (x->antithetic && (x->replications % 2 != 0 || x->first_replication % 2 != 0)) {
        return vf_error_set(err, VF_E_USAGE, "antithetic pairs take an even number of replications, not %lu",
                            (unsigned long)x->replications);
    }
    x->seed = run->seed;
    x->warmup = run->warmup;
    x->warmup_auto = run->warmup_auto;
    join_columns(x);
    return VF_OK;
}

static void point_fini(struct vf_point *p) {
    vf_measures_free(&p->measures);
    vf_traffic_fini(&p->kept_traffic);
    vf_model_free(&p->model);
    vf_config_fini(&p->config);
    free(p->name);
    free(p->title_sv);
    free(p->title_en);
    free(p->to_global);
    free(p->flow);
    free(p->phase);
    free(p->bed);
    free(p->rows);
    free(p->months.unit);
    free(p->months.moves.item);
    vf_transient_free(&p->series);
}

void vf_experiment_fini(struct vf_experiment *x) {
    for (size_t k = 0; k < x->n_points && x->point != NULL; k++) {
        point_fini(&x->point[k]);
    }
    if (x->ran) {
        vf_study_fini(&x->study);
    }
    free(x->point);
    free(x->more);
    free(x->path);
    vf_config_fini(&x->laid);
    vf_config_fini(&x->file);
    *x = (struct vf_experiment){0};
}

size_t vf_experiment_find(const struct vf_experiment *x, const char *metric, enum vf_scope scope,
                          const char *unit, const char *group, unsigned month) {
    struct vf_global_column asked = {NULL, scope, unit, group, (uint8_t)month};
    size_t k, end;
    vf_measures_of(&x->point[0].measures, metric, scope, &k, &end);
    for (; k < end; k++) {
        asked.metric = x->point[0].measures.column[k].metric;
        if (is_column(x, k, &asked)) {
            return k;
        }
    }
    for (k = x->point[0].measures.n; k < x->n_columns; k++) { /* those that later points brought */
        asked.metric = vf_experiment_column(x, k).metric;
        if (strcmp(asked.metric->id, metric) == 0 && is_column(x, k, &asked)) {
            return k;
        }
    }
    return SIZE_MAX;
}

void vf_experiment_summary(const struct vf_experiment *x, size_t point, size_t column,
                           struct vf_summary *out) {
    vf_study_summary(&x->study, (uint32_t)point, column, out);
    double years = (double)x->point[point].model.run.duration / (365.0 * (double)VF_MS_DAY);
    vf_summary_years(out, out->sd_year * sqrt(years), years);
}

double vf_experiment_occupancy(const struct vf_experiment *x, size_t point, uint16_t unit, uint32_t k) {
    const struct vf_measures *ms = &x->point[point].measures;
    struct vf_summary s;
    vf_study_summary(&x->study, (uint32_t)point, x->dist_first + (ms->dist_first[unit] - ms->n) + k, &s);
    return s.mean;
}

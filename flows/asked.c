/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Replications on demand, on the study runner, for vf_choose.h and vf_solve.h; the contract is in vf_asked.h. */
#include "vf_asked.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_compile.h"
#include "vf_pick.h"
#include "vf_sim.h"
#include "vf_vary.h"

struct batch {
    const struct vf_asking *q;
    struct vf_asked *const *who;
    uint32_t from; /* replications of the plan count from here */
};

struct worker {
    const struct batch *b;
    const struct vf_stop *stop;
    struct vf_sim *sim;
    uint32_t point;
};

static void *worker_new(void *context, unsigned index, const struct vf_stop *stop, struct vf_error *err) {
    (void)index;
    (void)err;
    struct worker *w = vf_xcalloc(1, sizeof *w);
    w->b = context;
    w->stop = stop;
    return w;
}

static void worker_free(void *worker) {
    struct worker *w = worker;
    vf_sim_free(w->sim);
    free(w);
}

static int trial(void *worker, uint32_t point, uint32_t replication, double *out, uint64_t *events,
                 struct vf_error *err) {
    struct worker *w = worker;
    const struct vf_asked *a = w->b->who[point];
    if (w->b->from + replication < a->done) {
        return VF_OK;
    }
    if (w->sim == NULL || w->point != point) {
        vf_sim_free(w->sim);
        w->sim = vf_sim_new(a->model);
        w->sim->stop = w->stop;
        w->point = point;
    }
    struct vf_sim *s = w->sim;
    struct vf_error own = VF_ERROR_INIT;
    int code = vf_sim_run(s, a->first + w->b->from + replication, &own);
    bool ended = code == VF_E_STATE && s->deadlock.found && s->m->run.on_deadlock == 0;
    *events = s->n_events;
    for (size_t k = 0; k < w->b->q->outputs && code == VF_OK; k++) {
        out[k] = a->column[k].metric != NULL ? a->column[k].metric->value(s, &a->column[k]) : (double)NAN;
    }
    for (size_t k = 0; k < own.n && !ended; k++) {
        (void)vf_error_add(err, own.code, &own.items[k]);
    }
    vf_error_fini(&own);
    return ended ? VF_OK : code;
}

static void keep(struct vf_asking *q, const struct batch *b, struct vf_asked *a, uint32_t point,
                 uint32_t upto, const struct vf_study *study) {
    if (a->done >= upto) {
        return;
    }
    a->row = vf_xrealloc(a->row, upto * q->outputs * sizeof *a->row + 1);
    for (uint32_t r = a->done; r < upto; r++) {
        memcpy(&a->row[(size_t)r * q->outputs], vf_study_row(study, point, r - b->from),
               q->outputs * sizeof *a->row);
    }
    q->trials += upto - a->done;
    a->done = upto;
}

int vf_ask(struct vf_asking *q, struct vf_asked *const *who, size_t n, uint32_t upto, struct vf_error *err) {
    struct batch b = {.q = q, .who = who, .from = upto};
    for (size_t k = 0; k < n; k++) {
        b.from = who[k]->done < b.from ? who[k]->done : b.from;
    }
    if (b.from == upto) {
        return VF_OK;
    }
    struct vf_study study = {0};
    struct vf_study_plan plan = {.points = (uint32_t)n,
                                 .replications = upto - b.from,
                                 .columns = q->outputs,
                                 .order = VF_ORDER_POINT,
                                 .context = &b,
                                 .worker_new = worker_new,
                                 .worker_free = worker_free,
                                 .trial = trial};
    int code = vf_study_run(&study, &plan, &q->how, err);
    q->events += study.events;
    for (uint32_t k = 0; k < n && code == VF_OK; k++) {
        keep(q, &b, who[k], k, upto, &study);
    }
    vf_study_fini(&study);
    return code;
}

void vf_asked_fini(struct vf_asked *a) {
    free(a->row);
    a->row = NULL;
    a->done = 0;
}

static bool same(const struct vf_model *a, const struct vf_column *x, const struct vf_model *b,
                 const struct vf_column *y) {
    const char *name[2], *group[2];
    if (x->metric != y->metric || x->scope != y->scope || x->month != y->month) {
        return false;
    }
    vf_pick_names(a, x, &name[0], &group[0]);
    vf_pick_names(b, y, &name[1], &group[1]);
    return strcmp(name[0], name[1]) == 0 && strcmp(group[0], group[1]) == 0;
}

struct vf_column vf_asked_column(const struct vf_measures *of, const struct vf_column *column,
                                 const struct vf_measures *in) {
    size_t at = (size_t)(column - of->column);
    if (at < in->n && same(of->m, column, in->m, &in->column[at])) {
        return in->column[at];
    }
    for (at = 0; at < in->n; at++) {
        if (same(of->m, column, in->m, &in->column[at])) {
            return in->column[at];
        }
    }
    return (struct vf_column){.metric = NULL};
}

struct vf_column *vf_asked_columns(const struct vf_measures *of, const size_t *column, size_t n,
                                   const struct vf_model *in) {
    struct vf_measures ms;
    struct vf_column *found = vf_xcalloc(n + 1, sizeof *found);
    vf_measures_new(&ms, in);
    for (size_t k = 0; k < n; k++) {
        found[k] = vf_asked_column(of, &of->column[column[k]], &ms);
    }
    vf_measures_free(&ms);
    return found;
}

int vf_asked_compile(struct vf_config *varied, uint64_t seed, int64_t warmup, struct vf_model *model,
                     struct vf_error *err) {
    int code = vf_compile(varied, model, err);
    vf_vary_fini(varied);
    if (code != VF_OK) {
        return code;
    }
    model->run.seed = seed;
    if (warmup >= 0) {
        model->run.warmup = warmup;
        model->run.horizon = warmup + model->run.duration;
    }
    return VF_OK;
}

int vf_asked_base(const struct vf_config *base, const char *scenario, struct vf_model *model,
                  struct vf_measures *measures, struct vf_error *err) {
    struct vf_config config;
    int code = vf_vary(base, scenario, NULL, 0, &config, err);
    if (code == VF_OK) {
        code = vf_compile(&config, model, err);
        vf_vary_fini(&config);
    }
    if (code == VF_OK) {
        vf_measures_new(measures, model);
    }
    return code;
}

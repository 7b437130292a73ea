/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running a study: the trial function, and the fold that puts trials into the store in their order. To the study
 * runner every trial is a point of one replication, so that the store grows by single trials. A row holds the picked
 * indicators, the time of a deadlock (ms, NaN none), the length of the window (years) and the number of events. */
#include "vf_sweep_run.h"

#include <inttypes.h>
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "vf_experiment.h"
#include "vf_json.h"
#include "vf_sim.h"
#include "vf_sweep_cache.h"
#include "vf_sweep_spec.h"

static const double COMMIT_S = 1.0;
enum { EXTRA = 2, REASON_MAX = 512 };

/* Why a trial failed: kept until the fold comes to it. */
struct reason {
    uint32_t trial;
    char *text;
    uint64_t events;
};

struct run {
    const struct vf_sweep *s;
    const struct vf_sweep_options *o;
    struct vf_sweep_cache cache;
    uint32_t shard, shards;
    pthread_mutex_t lock; /* the store, and reasons */
    struct vf_study_store store;
    size_t n_reasons;
    struct reason *reason;
    struct vf_sweep_result *result;
    /* of the point being folded: its rows so far */
    double *rows;
    struct vf_sweep_looks looks;
    double years;
    atomic_bool *closed; /* per point of the shard: it needs no more replications */
    int trouble;         /* of a commit by the timer */
    struct vf_error trouble_err;
};

struct worker {
    struct run *r;
    const struct vf_stop *stop;
    struct vf_sweep_point *point;
    struct vf_sim *sim;
    unsigned index;
};

/* ---- Trials ---- */

static void *worker_new(void *context, unsigned index, const struct vf_stop *stop, struct vf_error *err) {
    (void)err;
    struct worker *w = vf_xcalloc(1, sizeof *w);
    w->r = context;
    w->index = index % VF_SWEEP_GUARDED;
    w->stop = stop;
    return w;
}

static void let_go(struct worker *w) {
    vf_sim_free(w->sim);
    w->sim = NULL;
    if (w->point != NULL) {
        vf_sweep_cache_release(&w->r->cache, w->point);
    }
    w->point = NULL;
}

static void worker_free(void *worker) {
    let_go(worker);
    free(worker);
}

static void go_to(struct worker *w, uint32_t point) {
    if (w->point != NULL && w->point->point == point) {
        return;
    }
    let_go(w);
    w->point = vf_sweep_cache_get(&w->r->cache, point);
    if (w->point->code == VF_OK) {
        w->sim = vf_sim_new(&w->point->model);
        w->sim->stop = w->stop;
    }
}

static uint32_t point_of(const struct run *r, uint32_t trial) {
    return r->shard + trial / r->s->most * r->shards;
}

static void keep_reason(struct run *r, uint32_t trial, const char *text, uint64_t events) {
    pthread_mutex_lock(&r->lock);
    r->reason = vf_xrealloc(r->reason, (r->n_reasons + 1) * sizeof *r->reason);
    r->reason[r->n_reasons++] = (struct reason){trial, vf_xstrdup(text), events};
    pthread_mutex_unlock(&r->lock);
}

/* Simulates; a deadlock that ends the replication is a result (no values), not trouble. */
static int simulate(struct worker *w, uint32_t replication, double *out, struct vf_error *err) {
    struct vf_sim *s = w->sim;
    const size_t n = w->r->s->picked.n;
    struct vf_error own = VF_ERROR_INIT;
    int code = vf_sim_run(s, replication, &own);
    bool ended = code == VF_E_STATE && s->deadlock.found && s->m->run.on_deadlock == 0;
    out[n] = s->deadlock.found ? (double)s->deadlock.time : (double)NAN;
    out[n + 1] = (double)s->m->run.duration / (365.0 * (double)VF_MS_DAY);
    if (code == VF_OK) {
        for (size_t k = 0; k < n; k++) {
            const struct vf_column *c = &w->point->column[k];
            out[k] = c->metric != NULL ? c->metric->value(s, c) : (double)NAN;
        }
    }
    for (size_t k = 0; k < own.n && !ended; k++) {
        (void)vf_error_add(err, own.code, &own.items[k]);
    }
    vf_error_fini(&own);
    return ended ? VF_OK : code;
}

static int run_trial(struct worker *w, uint32_t index, double *out, uint64_t *events, struct vf_error *err) {
    struct run *r = w->r;
    go_to(w, point_of(r, index));
    if (w->point->code != VF_OK) {
        keep_reason(r, index, w->point->reason, 0);
        return vf_error_set(err, w->point->code, "%s", w->point->reason);
    }
    int code = simulate(w, index % r->s->most, out, err);
    *events = w->sim->n_events;
    out[r->s->picked.n + EXTRA] = (double)*events;
    if (code != VF_OK && code != VF_E_STOPPED) {
        keep_reason(r, index, err->n > 0 ? err->items[0].message : "failed without a message", *events);
    }
    return code;
}

/* With a guard: tells what is run, passes over what has killed a process before. */
static int guarded_trial(struct worker *w, uint32_t index, double *out, uint64_t *events,
                         struct vf_error *err) {
    struct vf_sweep_guard *g = w->r->o->guard;
    char reason[REASON_MAX];
    for (uint32_t k = 0; k < g->n_condemned; k++) {
        if (g->condemned[k].trial == index) {
            (void)snprintf(reason, sizeof reason, "the process died of signal %d", g->condemned[k].signal);
            keep_reason(w->r, index, reason, 0);
            return vf_error_set(err, VF_E_STATE, "%s", reason);
        }
    }
    atomic_store(&g->running[w->index], index + 1);
    w->r->o->guard_trial(g, index);
    int code = run_trial(w, index, out, events, err);
    atomic_store(&g->running[w->index], 0);
    if (g->upto > 0 && index + 1 >= g->upto) {
        g->stopped = true;
        vf_stop_request(w->r->o->how.stop);
    }
    return code;
}

static int trial(void *worker, uint32_t index, uint32_t zero, double *out, uint64_t *events,
                 struct vf_error *err) {
    struct worker *w = worker;
    struct run *r = w->r;
    (void)zero;
    if (r->closed != NULL && atomic_load(&r->closed[index / r->s->most])) {
        return VF_OK; /* the fold passes over it */
    }
    return r->o != NULL && r->o->guard != NULL ? guarded_trial(w, index, out, events, err)
                                               : run_trial(w, index, out, events, err);
}

/* ---- Into the store ---- */

/* The reason of a trial, taken out of the list; NULL when it has none. With the lock held. */
static char *take_reason(struct run *r, uint32_t index) {
    for (size_t k = 0; k < r->n_reasons; k++) {
        if (r->reason[k].trial == index) {
            char *text = r->reason[k].text;
            r->reason[k] = r->reason[--r->n_reasons];
            return text;
        }
    }
    return NULL;
}

static int put_summaries(struct run *r, uint32_t point, struct vf_error *err) {
    const struct vf_sweep *s = r->s;
    size_t n = s->picked.n, replications = r->looks.n;
    double *values = vf_xcalloc(replications, sizeof *values);
    int code = VF_OK;
    for (size_t c = 0; c < n && code == VF_OK; c++) {
        struct vf_summary x;
        for (size_t k = 0; k < replications; k++) {
            values[k] = r->rows[k * n + c];
        }
        vf_summarise(values, replications, &x);
        vf_summary_years(&x, (double)NAN, r->years);
        code = vf_study_store_summary(&r->store, point, (uint32_t)c, &x, err);
    }
    free(values);
    return code;
}

/* Remembers the next replication of the point; true when it was the last. */
static bool look(struct run *r, const double *row) {
    size_t n = r->s->picked.n;
    for (size_t c = 0; c < n; c++) {
        r->rows[r->looks.n * n + c] = row != NULL ? row[c] : (double)NAN;
    }
    return vf_sweep_look(r->s, &r->looks, row);
}

/* The trial's row and, when its point is complete, the summaries. Events of a failed trial are not counted: they
 * depend on when it was noticed. `row` is NULL for a failed one. */
static int put_trial(struct run *r, uint32_t index, const double *row, const char *reason,
                     struct vf_error *err) {
    uint32_t point = point_of(r, index);
    size_t n = r->s->picked.n;
    char deadlock[REASON_MAX];
    struct vf_out_trial t = {
        .scenario = point, .replication = index % r->s->most, .status = "failed", .reason = reason};
    if (row != NULL) {
        t.status = "done";
        t.events = (uint64_t)row[n + EXTRA];
        r->years = row[n + 1];
        if (!isnan(row[n])) {
            (void)snprintf(deadlock, sizeof deadlock, "deadlock after %.1f days", row[n] / (double)VF_MS_DAY);
            t.reason = deadlock;
        }
    }
    r->result->done += row != NULL;
    r->result->failed += row == NULL;
    r->result->events += t.events;
    int code = vf_study_store_trial(&r->store, &t, row, err);
    if (code == VF_OK && look(r, row)) {
        code = put_summaries(r, point, err);
        vf_sweep_looks_reset(r->s, &r->looks);
        atomic_store(&r->closed[index / r->s->most], true);
    }
    return code;
}

static int fold(void *context, uint32_t index, const double *rows, size_t stride,
                const enum vf_trial_status *status, struct vf_error *err) {
    struct run *r = context;
    (void)stride;
    pthread_mutex_lock(&r->lock);
    bool done = status[0] == VF_TRIAL_DONE;
    char *reason = take_reason(r, index), *first = r->result->first_failure;
    int code = VF_OK;
    if (!atomic_load(&r->closed[index / r->s->most])) {
        code = put_trial(r, index, done ? rows : NULL, reason, err);
        code = code ? code : vf_study_store_commit(&r->store, COMMIT_S, err);
        if (!done && first[0] == '\0') {
            (void)snprintf(first, sizeof r->result->first_failure,
                           "point %" PRIu32 ", replication %" PRIu32 ": %.400s", point_of(r, index),
                           index % r->s->most, reason != NULL ? reason : "");
        }
    }
    free(reason);
    pthread_mutex_unlock(&r->lock);
    return code;
}

/* The timer sees to it that nothing waits long for its commit, also when trials take minutes. */
static void report(void *context, const struct vf_study_status *status) {
    struct run *r = context;
    const struct vf_study_options *how = &r->o->how;
    pthread_mutex_lock(&r->lock);
    if (r->trouble == VF_OK) {
        r->trouble = vf_study_store_commit(&r->store, COMMIT_S, &r->trouble_err);
    }
    pthread_mutex_unlock(&r->lock);
    if (how->report != NULL) {
        how->report(how->report_context, status);
    }
}

/* ---- A shard ---- */

/* The rows of the point that the last run left half done. */
static int read_begun(struct run *r, struct vf_error *err) {
    uint32_t point = r->shard + (uint32_t)r->store.points * r->shards;
    double *row = vf_xcalloc(r->s->picked.n + 1, sizeof *row);
    int code = VF_OK;
    for (uint32_t k = 0; k < r->store.begun && code == VF_OK; k++) {
        bool done = false;
        code = vf_study_store_read(&r->store, point, k, row, &done, err);
        if (code == VF_OK) {
            (void)look(r, done ? row : NULL);
        }
    }
    free(row);
    return code;
}

static int run_rest(struct run *r, struct vf_error *err) {
    struct vf_sweep_result *result = r->result;
    struct vf_study_options how = r->o->how;
    struct vf_study study = {0};
    uint64_t from = r->store.points * r->s->most + r->store.begun;
    if (from >= result->trials) {
        return VF_OK;
    }
    how.on_error = VF_ON_ERROR_RECORD;
    how.fold = fold;
    how.fold_context = r;
    how.report = report;
    how.report_context = r;
    how.progress_s = how.progress_s > 0 && how.progress_s < COMMIT_S ? how.progress_s : COMMIT_S;
    struct vf_study_plan plan = {.points = (uint32_t)(result->trials - from),
                                 .replications = 1,
                                 .first_point = (uint32_t)from,
                                 .columns = r->s->picked.n + EXTRA + 1,
                                 .order = VF_ORDER_POINT,
                                 .context = r,
                                 .worker_new = worker_new,
                                 .worker_free = worker_free,
                                 .trial = trial};
    int code = vf_study_run(&study, &plan, &how, err);
    result->wall_s = study.wall_s;
    result->threads = study.threads;
    vf_study_fini(&study);
    return code;
}

int vf_sweep_warmup(const struct vf_sweep *s, const struct vf_study_options *how, int64_t *warmup,
                    struct vf_error *err) {
    *warmup = -1;
    return s->model.run.warmup_auto ? vf_warmup_pilot(&s->base, s->seed, how, warmup, err) : VF_OK;
}

static void run_init(struct run *r, const struct vf_sweep *s, int64_t warmup) {
    r->s = s;
    r->shards = r->shards > 0 ? r->shards : 1;
    r->years = (double)s->model.run.duration / (365.0 * (double)VF_MS_DAY);
    pthread_mutex_init(&r->lock, NULL);
    vf_sweep_cache_init(&r->cache, s, warmup);
}

static void run_fini(struct run *r) {
    for (size_t k = 0; k < r->n_reasons; k++) {
        free(r->reason[k].text);
    }
    free(r->reason);
    free(r->rows);
    free(r->closed);
    free(r->looks.seen);
    pthread_mutex_destroy(&r->lock);
    vf_sweep_cache_fini(&r->cache);
    vf_error_fini(&r->trouble_err);
}

static int run_into_store(struct run *r, struct vf_error *err) {
    struct vf_sweep_spec x;
    struct vf_sweep_result *result = r->result;
    vf_sweep_spec_init(&x, r->s, r->o->version, result->warmup_days);
    x.spec.shard = r->shard;
    x.spec.shards = r->shards;
    r->rows = vf_xcalloc((size_t)r->s->most * r->s->picked.n + 1, sizeof *r->rows);
    r->closed = vf_xcalloc(vf_sweep_shard_points(r->s->n_points, r->shard, r->shards) + 1, sizeof *r->closed);
    vf_sweep_looks_reset(r->s, &r->looks);
    (void)snprintf(result->identity, sizeof result->identity, "%s", x.spec.identity);
    int code = vf_study_store_open(&r->store, r->o->store, &x.spec, r->o->mode, err);
    vf_sweep_spec_fini(&x);
    if (code != VF_OK) {
        return code;
    }
    result->before = r->store.trials;
    result->failed_before = r->store.failed;
    (void)snprintf(result->first_failure, sizeof result->first_failure, "%s", r->store.failure);
    if (r->o->before != NULL) {
        *r->o->before = r->store.points * r->s->most + r->store.begun;
    }
    code = read_begun(r, err);
    code = code ? code : run_rest(r, err);
    for (size_t k = 0; k < r->trouble_err.n; k++) {
        (void)vf_error_add(err, r->trouble, &r->trouble_err.items[k]);
    }
    code = code && code != VF_E_STOPPED ? code : (r->trouble ? r->trouble : code);
    result->trials = code == VF_OK ? r->store.trials : result->trials;
    int closed = vf_study_store_close(&r->store, err);
    return closed ? closed : code;
}

int vf_sweep_run(const struct vf_sweep *s, const struct vf_sweep_options *o, struct vf_sweep_result *result,
                 struct vf_error *err) {
    struct run r = {
        .o = o, .shard = o->shard, .shards = o->shards, .result = result, .trouble_err = VF_ERROR_INIT};
    int64_t warmup;
    *result = (struct vf_sweep_result){.trials = 0};
    int code = vf_sweep_warmup(s, &o->how, &warmup, err);
    if (code != VF_OK) {
        return code;
    }
    run_init(&r, s, warmup);
    result->warmup_days = (double)(warmup >= 0 ? warmup : s->model.run.warmup) / (double)VF_MS_DAY;
    result->trials = (uint64_t)vf_sweep_shard_points(s->n_points, r.shard, r.shards) * s->most;
    code = run_into_store(&r, err);
    run_fini(&r);
    return code;
}

/* ---- One point ---- */

static int trial_of_point(void *worker, uint32_t point, uint32_t replication, double *out, uint64_t *events,
                          struct vf_error *err) {
    return trial(worker, point * ((struct worker *)worker)->r->s->most + replication, 0, out, events, err);
}

/* How many of the replications the point needs; 0 = more than there are. */
static uint32_t needed(const struct vf_sweep *s, const struct vf_study *study) {
    struct vf_sweep_looks looks = {.n = 0};
    uint32_t n = 0;
    vf_sweep_looks_reset(s, &looks);
    for (uint32_t k = 0; k < study->replications && n == 0; k++) {
        n = vf_sweep_look(s, &looks, vf_study_row(study, 0, k)) ? k + 1 : 0;
    }
    free(looks.seen);
    return n;
}

int vf_sweep_run_point(const struct vf_sweep *s, uint32_t point, const struct vf_study_options *how,
                       struct vf_study *study, struct vf_error *err) {
    struct run r = {.trouble_err = VF_ERROR_INIT};
    int64_t warmup;
    uint32_t n = 0;
    *study = (struct vf_study){0};
    int code = vf_sweep_warmup(s, how, &warmup, err);
    if (code != VF_OK) {
        return code;
    }
    run_init(&r, s, warmup);
    for (uint64_t k = s->replications; code == VF_OK && n == 0; k = 2 * k < s->most ? 2 * k : s->most) {
        struct vf_study_plan plan = {.points = 1,
                                     .replications = (uint32_t)k,
                                     .first_point = point,
                                     .columns = s->picked.n + EXTRA + 1,
                                     .context = &r,
                                     .worker_new = worker_new,
                                     .worker_free = worker_free,
                                     .trial = trial_of_point};
        vf_study_fini(study);
        code = vf_study_run(study, &plan, how, err);
        n = code == VF_OK ? needed(s, study) : 0;
    }
    study->replications = n > 0 ? n : study->replications;
    run_fini(&r);
    return code;
}

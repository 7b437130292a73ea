/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Very many short replications of one model on several threads, each read out in full, as a sweep does them: what a
 * replication costs beside its events, and what a second core brings. Rows are folded in the order of the
 * replications and not kept; the digest is of their bits, to be compared across numbers of threads. */
#include <stdlib.h>
#include <string.h>

#include "vf_bench.h"
#include "vf_measures.h"
#include "vf_random.h"
#include "vf_study.h"

enum { ROWS_AT_ONCE = 1000 };

struct sweep {
    struct vf_measures measures;
    uint64_t digest;
};
struct worker {
    const struct sweep *sweep;
    struct vf_sim *sim;
};

static void *worker_new(void *context, unsigned index, const struct vf_stop *stop, struct vf_error *err) {
    (void)index;
    (void)err;
    struct worker *w = vf_xcalloc(1, sizeof *w);
    w->sweep = context;
    w->sim = vf_sim_new(w->sweep->measures.m);
    w->sim->stop = stop;
    return w;
}

static void worker_free(void *worker) {
    struct worker *w = worker;
    vf_sim_free(w->sim);
    free(w);
}

/* Replication r of block b is number b * ROWS_AT_ONCE + r. */
static int trial(void *worker, uint32_t point, uint32_t replication, double *out, uint64_t *events,
                 struct vf_error *err) {
    struct worker *w = worker;
    int code = vf_sim_run(w->sim, point * ROWS_AT_ONCE + replication, err);
    *events = w->sim->n_events;
    if (code == VF_OK)
        vf_measures_read(&w->sweep->measures, w->sim, out);
    return code;
}

static int fold(void *context, uint32_t point, const double *rows, size_t stride,
                const enum vf_trial_status *status, struct vf_error *err) {
    struct sweep *s = context;
    (void)point;
    (void)status;
    (void)err;
    for (size_t r = 0; r < ROWS_AT_ONCE; r++) {
        for (size_t c = 0; c < s->measures.n; c++)
            s->digest = (s->digest ^ vf_double_bits(rows[r * stride + c])) * VF_RAND_STEP;
    }
    return VF_OK;
}

int vf_bench_sweep(const struct vf_model *m, const struct vf_bench_job *job, struct vf_bench_result *out,
                   struct vf_error *err) {
    struct sweep sweep = {.digest = 1};
    vf_measures_new(&sweep.measures, m);
    struct vf_study_plan plan = {.points = (job->replications + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE,
                                 .replications = ROWS_AT_ONCE,
                                 .columns = sweep.measures.width,
                                 .order = VF_ORDER_POINT,
                                 .context = &sweep,
                                 .worker_new = worker_new,
                                 .worker_free = worker_free,
                                 .trial = trial};
    struct vf_study_options how = {.threads = job->threads, .fold = fold, .fold_context = &sweep};
    struct vf_study study;
    double cpu = vf_bench_seconds(CLOCK_PROCESS_CPUTIME_ID), wall = vf_bench_seconds(CLOCK_MONOTONIC);
    int code = vf_study_run(&study, &plan, &how, err);
    out->cpu_s = vf_bench_seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    out->wall_s = vf_bench_seconds(CLOCK_MONOTONIC) - wall;
    out->events = study.events;
    out->replications = study.done;
    out->digest = sweep.digest;
    vf_study_fini(&study);
    vf_measures_free(&sweep.measures);
    return code;
}

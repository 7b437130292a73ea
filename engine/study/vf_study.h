/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The study runner: points x replications trials on a pool of threads, the same results whatever their
 * number.
 *
 * Fill a struct vf_study_plan (what to run) and a struct vf_study_options (how), call vf_study_run once,
 * read the results, call vf_study_fini. The runner does not know what a trial simulates: it calls
 * plan->trial, which fills one row of `columns` numbers.
 *
 * How it works: trials are numbered in one order; a worker takes the next numbers (a block of them when
 * trials are short) with one atomic add and writes each row once into a slot of its own, aligned to
 * cache lines. Rows are read in index order afterwards, so nothing depends on timing. The calling thread
 * is a libevent loop: timers draw progress, SIGINT and SIGTERM stop the run, SIGUSR1 asks for status.
 * Workers never wake it until they end.
 *
 * Stopping: after the first signal (or vf_stop_request) started trials finish, the rest is left,
 * vf_study_run returns VF_E_STOPPED and the rows already done are valid. After the second signal (or
 * vf_stop_abandon), trials that poll vf_stop_abandoned end at once by returning VF_E_STOPPED; such rows
 * count as not done. */
#ifndef VF_STUDY_H
#define VF_STUDY_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vf_confidence.h"
#include "vf_error.h"

/* Asks a run to end; may be set from any thread or from a signal handler. Zero-initialise with
 * VF_STOP_INIT. */
struct vf_stop {
    atomic_int level; /* 0 run, 1 finish started trials, 2 abandon them */
};
#define VF_STOP_INIT \
    { 0 }
static inline void vf_stop_request(struct vf_stop *s) {
    int zero = 0;
    atomic_compare_exchange_strong(&s->level, &zero, 1);
}
static inline void vf_stop_abandon(struct vf_stop *s) { atomic_store(&s->level, 2); }
/* For trial functions: one relaxed load; poll it every simulated day or so. */
static inline bool vf_stop_abandoned(const struct vf_stop *s) {
    return atomic_load_explicit(&s->level, memory_order_relaxed) >= 2;
}

enum vf_study_order {
    VF_ORDER_POINT, /* point 0 with all its replications, then point 1, ... */
    /* replication 0 of every point, then 1, ...: a stopped run has the same replications everywhere */
    VF_ORDER_REPLICATION
};

/* What to run. Read-only during the run; context must outlive it. */
struct vf_study_plan {
    uint32_t points, replications; /* both >= 1; at most UINT32_MAX trials in all */
    /* added to the numbers given to `trial` (shards, resumed or extended runs) */
    uint32_t first_point, first_replication;
    size_t columns;            /* numbers per row, >= 1 */
    enum vf_study_order order; /* VF_ORDER_POINT is required with options.fold */
    void *context;
    /* Makes the state of one worker, called in that worker's thread; NULL = trouble, described in err.
     * `stop` outlives the worker. May be NULL: then `context` is the worker state of every thread. */
    void *(*worker_new)(void *context, unsigned index, const struct vf_stop *stop, struct vf_error *err);
    void (*worker_free)(void *worker); /* may be NULL */
    /* Runs one trial. out: `columns` numbers, NaN on entry, NaN = no value. *events: 0 on entry,
     * simulated events. Must depend on (point, replication) only. Returns 0, or a negative code with err
     * filled; VF_E_STOPPED = abandoned. */
    int (*trial)(void *worker, uint32_t point, uint32_t replication, double *out, uint64_t *events,
                 struct vf_error *err);
};

enum vf_trial_status { VF_TRIAL_PENDING = 0, VF_TRIAL_DONE, VF_TRIAL_FAILED, VF_TRIAL_ABANDONED };

struct vf_worker_status {
    uint64_t done, events;
    uint32_t point, replication; /* what it works on now (with first_* added) */
    bool busy;
};
enum vf_status_reason { VF_STATUS_TIMER, VF_STATUS_ASKED, VF_STATUS_STOPPING, VF_STATUS_END };
struct vf_study_status {
    enum vf_status_reason reason;
    uint64_t trials, done, failed, events;
    double elapsed_s, left_s;          /* left_s is NaN until it can be told */
    double trials_per_s, events_per_s; /* since the start */
    unsigned threads;
    const struct vf_worker_status *worker; /* `threads` of them */
};

enum vf_on_error { VF_ON_ERROR_STOP, VF_ON_ERROR_RECORD };

/* How to run. Zero-initialised = all processors, quiet, no signals, stop at the first error, keep all
 * rows. */
struct vf_study_options {
    unsigned threads; /* 0 = processors online */
    enum vf_on_error on_error;
    /* SIGINT, SIGTERM stop; SIGUSR1 reports. One run of a process at a time may ask for this */
    bool signals;
    struct vf_stop *stop; /* the caller's own flag, or NULL */
    double progress_s;    /* seconds between VF_STATUS_TIMER reports; 0 = none */
    /* in the calling thread; or NULL */
    void (*report)(void *report_context, const struct vf_study_status *status);
    void *report_context;
    /* Streaming: with `fold`, rows are not kept. It is called once per point, in point order, never
     * twice at a time, from a worker's thread, with rows[r * stride + column] and status[r] of its
     * replications. A non-zero return ends the run. After a stop, only points whose replications all
     * ended have been folded: a prefix of the points. */
    int (*fold)(void *fold_context, uint32_t point, const double *rows, size_t stride,
                const enum vf_trial_status *status, struct vf_error *err);
    void *fold_context;
    size_t window_points; /* how far workers may run ahead of the fold; 0 = chosen */
};

struct vf_study_failure {
    uint32_t point, replication;
    int code;
    char *text;
};

struct vf_study_slot; /* one trial: header and row */
struct vf_study {
    uint32_t points, replications, first_point, first_replication;
    size_t columns;
    unsigned threads;
    size_t slot_size, n_slots;
    struct vf_study_slot *slots; /* points x replications, point-major; NULL when streaming */
    uint64_t done, failed, events;
    double wall_s;
    bool partial; /* not every trial was run */
    bool pairs;   /* set by the caller after the run: replications 2k and 2k + 1 are an antithetic pair */
    size_t n_failures;
    struct vf_study_failure *failures; /* in index order */
};

/* Runs the plan. 0: every trial was run (with VF_ON_ERROR_RECORD, see s->failed). VF_E_STOPPED: stopped,
 * s->partial is set and what is done is valid. Another code: a trial (the first in trial order), a
 * worker or the fold failed; err names point and replication. Call vf_study_fini in every case. */
int vf_study_run(struct vf_study *s, const struct vf_study_plan *plan, const struct vf_study_options *options,
                 struct vf_error *err);
void vf_study_fini(struct vf_study *s);

/* Results; point and replication count from 0 (without first_*). Not available when streaming. */
enum vf_trial_status vf_study_trial_status(const struct vf_study *s, uint32_t point, uint32_t replication);
/* The row of a trial that is done, else NULL. */
const double *vf_study_row(const struct vf_study *s, uint32_t point, uint32_t replication);
uint64_t vf_study_trial_events(const struct vf_study *s, uint32_t point, uint32_t replication);
uint64_t vf_study_point_events(const struct vf_study *s, uint32_t point);
double vf_study_point_seconds(const struct vf_study *s, uint32_t point); /* thread seconds, summed */
/* Copies one column of one point to values[replications]; NaN where there is none. */
void vf_study_column(const struct vf_study *s, uint32_t point, size_t column, double *values);
void vf_study_summary(const struct vf_study *s, uint32_t point, size_t column, struct vf_summary *out);
/* The values of a column that are independent of each other, their number: all, or the means of pairs. With pairs,
 * n, sd and interval of a summary are of these means; sd_year, extremes and quantiles of single replications. */
size_t vf_study_values(const struct vf_study *s, uint32_t point, size_t column, double *values);
/* What antithetic pairs gained in a column, or in the difference of two points when a and b are not the same. */
double vf_study_gain(const struct vf_study *s, uint32_t a, uint32_t b, size_t column);
/* The same column of two points, a - b, replication by replication. */
void vf_study_compare(const struct vf_study *s, uint32_t a, uint32_t b, size_t column, struct vf_paired *out);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to engine/study: the worker pool behind vf_study_run. The calling thread makes the pool,
 * starts it, watches its counters (relaxed atomics) and its pipe (one byte per worker that has ended),
 * then joins it. Everything a worker writes but the counters is read by others only under `lock` or
 * after the join. */
#ifndef VF_STUDY_POOL_H
#define VF_STUDY_POOL_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "vf_study.h"

enum { VF_LINE = 64 }; /* bytes of a cache line */

/* One trial: a header of one cache line, then the row. */
struct vf_study_slot {
    enum vf_trial_status status;
    uint64_t events;
    double seconds;
    char pad[VF_LINE - 3 * 8];
    double row[]; /* columns, padded to whole lines */
};

struct vf_study_pool;

/* What a worker shows to the watching thread, on a cache line of its own. */
struct vf_study_worker {
    atomic_uint_fast64_t done, failed, events;
    atomic_uint_fast64_t at; /* 1 + the trial it works on; 0 = idle */
    struct vf_study_pool *pool;
    unsigned index;
    pthread_t thread;
};
union vf_study_worker_line {
    struct vf_study_worker worker;
    char pad[2 * VF_LINE];
};

struct vf_study_pool {
    const struct vf_study_plan *plan;
    const struct vf_study_options *options;
    struct vf_stop *stop;
    uint64_t trials;
    size_t slot_size, n_slots; /* all trials, or the window when streaming */
    uint64_t block_max;        /* trials taken at a time, at most */
    unsigned char *slots;
    unsigned threads, started;
    union vf_study_worker_line *workers;
    int pipe[2]; /* [0] is read by the watching thread */

    char pad0[VF_LINE];
    atomic_uint_fast64_t next; /* the next trial to be taken */
    char pad1[VF_LINE];
    atomic_uint_fast64_t first_error; /* the lowest trial that failed; UINT64_MAX = none or none matters */
    atomic_bool broken;               /* worker_new or fold failed: everything ends */
    char pad2[VF_LINE];

    pthread_mutex_t lock; /* failures, trouble, fold */
    pthread_cond_t moved; /* `folded` has grown, or everything ends */
    size_t n_failures, failure_capacity;
    struct vf_study_failure *failures;
    struct vf_error trouble;           /* of worker_new or fold */
    uint64_t folded;                   /* trials of points that have been folded */
    unsigned char *ended;              /* per slot of the window: the trial has ended (streaming) */
    enum vf_trial_status *fold_status; /* of one point, for the fold in progress */
    bool folding;
};

/* Makes slots and workers; nothing runs yet. VF_E_IO if threads or pipe cannot be had. */
int vf_study_pool_init(struct vf_study_pool *p, const struct vf_study_plan *plan,
                       const struct vf_study_options *options, struct vf_stop *stop, struct vf_error *err);
int vf_study_pool_start(struct vf_study_pool *p, struct vf_error *err);
void vf_study_pool_join(struct vf_study_pool *p);
/* Frees everything but slots and failures, which the study takes over. */
void vf_study_pool_fini(struct vf_study_pool *p);

/* Trial number (order of running) to point and replication, from 0. */
static inline uint32_t vf_study_point_of(const struct vf_study_plan *plan, uint64_t trial) {
    return (uint32_t)(plan->order == VF_ORDER_POINT ? trial / plan->replications : trial % plan->points);
}
static inline uint32_t vf_study_replication_of(const struct vf_study_plan *plan, uint64_t trial) {
    return (uint32_t)(plan->order == VF_ORDER_POINT ? trial % plan->replications : trial / plan->points);
}
/* Slots lie point by point, whatever the order of running; a window is used round and round. */
static inline struct vf_study_slot *vf_study_pool_slot(const struct vf_study_pool *p, uint64_t trial) {
    uint64_t index = (uint64_t)vf_study_point_of(p->plan, trial) * p->plan->replications +
                     vf_study_replication_of(p->plan, trial);
    return (struct vf_study_slot *)(void *)(p->slots + p->slot_size * (size_t)(index % p->n_slots));
}
/* Stops the workers from taking or starting trials. */
static inline bool vf_study_halted(const struct vf_study_pool *p) {
    return atomic_load_explicit(&p->stop->level, memory_order_relaxed) > 0 ||
           atomic_load_explicit(&p->broken, memory_order_relaxed);
}
/* Worker or fold trouble: keeps the first, breaks the run. Takes over what `err` holds. Call without the
 * lock. */
void vf_study_break(struct vf_study_pool *p, struct vf_error *err);

/* The thread function. */
void *vf_study_worker_main(void *worker);

/* Streaming (fold.c). Before running trials [from, to): waits until the window has room; false = the run
 * ends. */
bool vf_study_window_wait(struct vf_study_pool *p, uint64_t from, uint64_t to);
/* After them: marks those done or failed as ended and folds the points that are complete and next. */
void vf_study_window_done(struct vf_study_pool *p, uint64_t from, uint64_t to);

/* The event loop of the calling thread: runs until all workers have ended. */
int vf_study_watch(struct vf_study_pool *p, struct vf_error *err);

#endif

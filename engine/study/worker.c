/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One worker thread: makes its state, takes blocks of trials until none is left or the run ends, writes
 * one byte to the pool's pipe. The scheme (an array of trials, the next taken by an atomic add, nothing
 * else shared) is that of Cimba; the block grows when trials are short (guided self-scheduling,
 * Polychronopoulos & Kuck 1987).
 *
 * The first error is the same whatever the threads: a failure at trial e stops only trials beyond e, and
 * all before e have been taken by then, so they are run. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "vf_study_pool.h"

static const double BLOCK_SECONDS = 0.5e-3;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Only the owner writes its counters, so a load and a store suffice. */
static void count(atomic_uint_fast64_t *counter, uint64_t more) {
    uint64_t old = atomic_load_explicit(counter, memory_order_relaxed);
    atomic_store_explicit(counter, old + more, memory_order_relaxed);
}

void vf_study_break(struct vf_study_pool *p, struct vf_error *err) {
    pthread_mutex_lock(&p->lock);
    if (p->trouble.n == 0 && p->trouble.code == 0) {
        p->trouble = *err;
        *err = (struct vf_error)VF_ERROR_INIT;
    }
    atomic_store(&p->broken, true);
    pthread_cond_broadcast(&p->moved);
    pthread_mutex_unlock(&p->lock);
    vf_error_fini(err);
}

/* The messages of an error as one text, at most 999 bytes. */
static char *error_text(const struct vf_error *err) {
    char text[1000] = "failed without a message";
    size_t used = 0;
    for (size_t i = 0; i < err->n; i++) {
        const char *m = err->items[i].message ? err->items[i].message : "";
        size_t room = sizeof text - 1 - used, n = strlen(m) + (i > 0 ? 2 : 0);
        if (n > room) {
            break;
        }
        memcpy(text + used, i > 0 ? "; " : "", i > 0 ? 2 : 0);
        memcpy(text + used + (i > 0 ? 2 : 0), m, strlen(m));
        used += n;
        text[used] = '\0';
    }
    return vf_xstrdup(text);
}

static void record_failure(struct vf_study_pool *p, uint64_t trial, int code, const struct vf_error *err) {
    uint32_t point = vf_study_point_of(p->plan, trial), replication = vf_study_replication_of(p->plan, trial);
    struct vf_study_failure f = {point, replication, code, error_text(err)};
    pthread_mutex_lock(&p->lock);
    if (p->n_failures == p->failure_capacity) {
        p->failure_capacity = p->failure_capacity ? 2 * p->failure_capacity : 16;
        p->failures = vf_xrealloc(p->failures, p->failure_capacity * sizeof p->failures[0]);
    }
    p->failures[p->n_failures++] = f;
    pthread_mutex_unlock(&p->lock);
    if (p->options->on_error == VF_ON_ERROR_STOP) {
        uint64_t low = atomic_load(&p->first_error);
        while (trial < low && !atomic_compare_exchange_weak(&p->first_error, &low, trial)) {}
    }
}

/* Runs one trial into its slot; `start` and the return value are times, so that the clock is read once
 * per trial. */
static double run_trial(struct vf_study_worker *w, void *state, uint64_t trial, double start) {
    struct vf_study_pool *p = w->pool;
    const struct vf_study_plan *plan = p->plan;
    struct vf_study_slot *slot = vf_study_pool_slot(p, trial);
    struct vf_error err = VF_ERROR_INIT;
    slot->events = 0;
    double *row = slot->row;
    for (size_t c = 0, n = plan->columns; c < n; c++) {
        row[c] = (double)NAN;
    }
    atomic_store_explicit(&w->at, trial + 1, memory_order_relaxed);
    uint32_t point = plan->first_point + vf_study_point_of(plan, trial);
    uint32_t replication = plan->first_replication + vf_study_replication_of(plan, trial);
    int code = plan->trial(state, point, replication, slot->row, &slot->events, &err);
    double end = now();
    slot->seconds = end - start;
    if (code == 0) {
        slot->status = VF_TRIAL_DONE;
        count(&w->done, 1);
        count(&w->events, slot->events);
    } else if (code == VF_E_STOPPED && atomic_load(&p->stop->level) > 0) {
        slot->status = VF_TRIAL_ABANDONED;
    } else {
        slot->status = VF_TRIAL_FAILED;
        count(&w->failed, 1);
        record_failure(p, trial, code, &err);
    }
    vf_error_fini(&err);
    return end;
}

static uint64_t block_size(const struct vf_study_pool *p, double seconds_per_trial) {
    uint64_t next = atomic_load_explicit(&p->next, memory_order_relaxed);
    uint64_t left = next < p->trials ? p->trials - next : 0;
    uint64_t fair = left / (4 * (uint64_t)p->threads) + 1;
    double wanted = seconds_per_trial > 0.0 ? BLOCK_SECONDS / seconds_per_trial : 1.0;
    uint64_t block = wanted < 1.0 ? 1 : (wanted > (double)p->block_max ? p->block_max : (uint64_t)wanted);
    return block < fair ? block : fair;
}

/* A trial beyond the first error is not started. */
static bool may_start(struct vf_study_pool *p, uint64_t trial) {
    return !vf_study_halted(p) && trial <= atomic_load_explicit(&p->first_error, memory_order_relaxed);
}

static void run_blocks(struct vf_study_worker *w, void *state) {
    struct vf_study_pool *p = w->pool;
    double each = 0.0; /* smoothed seconds per trial; 0 = not known yet */
    while (!vf_study_halted(p)) {
        uint64_t size = block_size(p, each);
        uint64_t from = atomic_fetch_add_explicit(&p->next, size, memory_order_relaxed);
        if (from >= p->trials) {
            return;
        }
        uint64_t to = from + size < p->trials ? from + size : p->trials;
        if (p->options->fold && !vf_study_window_wait(p, from, to)) {
            return;
        }
        double begin = now(), at = begin;
        uint64_t trial = from;
        for (; trial < to && may_start(p, trial); trial++) {
            at = run_trial(w, state, trial, at);
        }
        atomic_store_explicit(&w->at, 0, memory_order_relaxed);
        if (p->options->fold) {
            vf_study_window_done(p, from, trial);
        }
        if (trial < to) {
            return;
        }
        double mean = (at - begin) / (double)(to - from);
        each = each > 0.0 ? 0.5 * (each + mean) : mean;
    }
}

void *vf_study_worker_main(void *worker) {
    struct vf_study_worker *w = worker;
    struct vf_study_pool *p = w->pool;
    const struct vf_study_plan *plan = p->plan;
    void *state = plan->context;
    struct vf_error err = VF_ERROR_INIT;
    if (plan->worker_new) {
        state = plan->worker_new(plan->context, w->index, p->stop, &err);
    }
    if (state || !plan->worker_new) {
        run_blocks(w, state);
        if (plan->worker_new && plan->worker_free) {
            plan->worker_free(state);
        }
        vf_error_fini(&err);
    } else {
        if (err.n == 0) {
            vf_error_set(&err, VF_E_STATE, "a worker could not be made");
        }
        vf_study_break(p, &err);
    }
    ssize_t sent = write(p->pipe[1], "", 1); /* the pipe holds more bytes than there can be threads */
    (void)sent;
    return NULL;
}

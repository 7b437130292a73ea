/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Streaming: rows live in a window of whole points used round and round; the points are folded in order
 * by whichever worker completes the next one, outside the lock, one at a time. A worker whose block
 * would overrun the window waits. No deadlock: the lowest block not ended always fits, because the
 * window holds a point and a block more. */
#include <string.h>
#include <time.h>

#include "vf_study_pool.h"

enum { WAIT_NS = 50 * 1000 * 1000 };

/* A stop may come from a signal handler, which cannot wake a condition: so look again now and then. */
static void wait_a_while(struct vf_study_pool *p) {
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += WAIT_NS;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_nsec -= 1000000000L;
        until.tv_sec++;
    }
    pthread_cond_timedwait(&p->moved, &p->lock, &until);
}

bool vf_study_window_wait(struct vf_study_pool *p, uint64_t from, uint64_t to) {
    bool go = true;
    pthread_mutex_lock(&p->lock);
    while (to > p->folded + p->n_slots) {
        if (vf_study_halted(p) || from > atomic_load(&p->first_error)) {
            go = false;
            break;
        }
        wait_a_while(p);
    }
    pthread_mutex_unlock(&p->lock);
    return go;
}

static bool next_point_complete(const struct vf_study_pool *p) {
    uint32_t r = p->plan->replications;
    if (p->folded >= p->trials) {
        return false;
    }
    return !memchr(p->ended + p->folded % p->n_slots, 0, r);
}

/* Called and returns with the lock held; gives it up while the caller's fold works. 0 or its code. */
static int fold_next_point(struct vf_study_pool *p) {
    uint32_t replications = p->plan->replications;
    uint64_t first = p->folded;
    size_t stride = p->slot_size / sizeof(double);
    struct vf_error err = VF_ERROR_INIT;
    pthread_mutex_unlock(&p->lock);
    for (uint32_t r = 0; r < replications; r++) {
        p->fold_status[r] = vf_study_pool_slot(p, first + r)->status;
    }
    uint32_t point = p->plan->first_point + vf_study_point_of(p->plan, first);
    int code = p->options->fold(p->options->fold_context, point, vf_study_pool_slot(p, first)->row, stride,
                                p->fold_status, &err);
    if (code != 0) {
        if (err.n == 0) {
            vf_error_set(&err, code, "point %lu could not be stored", (unsigned long)point);
        }
        vf_study_break(p, &err);
    }
    vf_error_fini(&err);
    pthread_mutex_lock(&p->lock);
    if (code == 0) {
        memset(p->ended + first % p->n_slots, 0, replications);
        p->folded = first + replications;
        pthread_cond_broadcast(&p->moved);
    }
    return code;
}

void vf_study_window_done(struct vf_study_pool *p, uint64_t from, uint64_t to) {
    pthread_mutex_lock(&p->lock);
    for (uint64_t t = from; t < to; t++) {
        enum vf_trial_status status = vf_study_pool_slot(p, t)->status;
        p->ended[t % p->n_slots] = status == VF_TRIAL_DONE || status == VF_TRIAL_FAILED;
    }
    if (!p->folding) {
        p->folding = true;
        while (!atomic_load(&p->broken) && next_point_complete(p) && fold_next_point(p) == 0) {}
        p->folding = false;
    }
    pthread_mutex_unlock(&p->lock);
}

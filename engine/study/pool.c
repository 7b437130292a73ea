/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes, starts, joins and frees the worker pool: see vf_study_pool.h. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vf_study_pool.h"

enum { THREADS_MAX = 1024, BLOCK_MAX = 1024, WINDOW_TRIALS = 4096, WINDOW_BYTES = 64 * 1024 * 1024 };

static unsigned thread_count(const struct vf_study_options *options, uint64_t trials) {
    long online = options->threads ? (long)options->threads : sysconf(_SC_NPROCESSORS_ONLN);
    uint64_t n = online < 1 ? 1 : (uint64_t)online;
    n = n > THREADS_MAX ? THREADS_MAX : n;
    return (unsigned)(n > trials ? trials : n);
}

/* Points in the window: room for a point and a block per thread, and more while it is cheap. */
static uint64_t window_points(const struct vf_study_pool *p) {
    uint64_t points = p->options->window_points, r = p->plan->replications;
    if (points == 0) {
        uint64_t cheap = WINDOW_BYTES / ((uint64_t)p->slot_size * r);
        points = WINDOW_TRIALS / r;
        points = points > cheap ? cheap : points;
    }
    uint64_t least = 2 + 2 * (uint64_t)p->threads / r;
    points = points < least ? least : points;
    return points > p->plan->points ? p->plan->points : points;
}

static int make_slots(struct vf_study_pool *p, struct vf_error *err) {
    const size_t doubles = VF_LINE / sizeof(double);
    size_t lines = 1 + (p->plan->columns + doubles - 1) / doubles;
    p->slot_size = lines * VF_LINE;
    p->block_max = BLOCK_MAX;
    uint64_t n = p->trials;
    if (p->options->fold) {
        uint64_t r = p->plan->replications;
        n = window_points(p) * r;
        uint64_t block = n > r ? (n - r) / (2 * (uint64_t)p->threads) : 1;
        p->block_max = n >= p->trials ? BLOCK_MAX : (block < 1 ? 1 : block);
        p->ended = vf_xcalloc((size_t)n, 1);
        p->fold_status = vf_xcalloc((size_t)r, sizeof p->fold_status[0]);
    }
    p->n_slots = (size_t)n;
    void *memory = NULL;
    bool fits = lines <= SIZE_MAX / VF_LINE / p->n_slots;
    if (!fits || posix_memalign(&memory, VF_LINE, p->slot_size * p->n_slots) != 0) {
        return vf_error_set(err, VF_E_STATE, "no memory for %lu rows of %lu numbers", (unsigned long)n,
                            (unsigned long)p->plan->columns);
    }
    p->slots = memory;
    for (size_t i = 0; i < p->n_slots; i++) {
        memset(p->slots + i * p->slot_size, 0, sizeof(struct vf_study_slot));
    }
    return 0;
}

static int make_pipe(struct vf_study_pool *p, struct vf_error *err) {
    if (pipe(p->pipe) != 0) {
        p->pipe[0] = p->pipe[1] = -1;
        return vf_error_set(err, VF_E_IO, "cannot make a pipe: %s", strerror(errno));
    }
    for (int i = 0; i < 2; i++) {
        fcntl(p->pipe[i], F_SETFD, FD_CLOEXEC);
    }
    fcntl(p->pipe[0], F_SETFL, O_NONBLOCK);
    return 0;
}

int vf_study_pool_init(struct vf_study_pool *p, const struct vf_study_plan *plan,
                       const struct vf_study_options *options, struct vf_stop *stop, struct vf_error *err) {
    memset(p, 0, sizeof *p);
    p->plan = plan;
    p->options = options;
    p->stop = stop;
    p->trials = (uint64_t)plan->points * plan->replications;
    p->threads = thread_count(options, p->trials);
    p->pipe[0] = p->pipe[1] = -1;
    atomic_init(&p->next, 0);
    atomic_init(&p->first_error, UINT64_MAX);
    atomic_init(&p->broken, false);
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->moved, NULL);
    int code = make_slots(p, err);
    if (code == 0) {
        code = make_pipe(p, err);
    }
    void *memory = NULL;
    if (code == 0 && posix_memalign(&memory, VF_LINE, p->threads * sizeof p->workers[0]) != 0) {
        code = vf_error_set(err, VF_E_STATE, "no memory for %u workers", p->threads);
    }
    p->workers = memory;
    for (unsigned i = 0; p->workers && i < p->threads; i++) {
        struct vf_study_worker *w = &p->workers[i].worker;
        memset(&p->workers[i], 0, sizeof p->workers[i]);
        atomic_init(&w->done, 0);
        atomic_init(&w->failed, 0);
        atomic_init(&w->events, 0);
        atomic_init(&w->at, 0);
        w->pool = p;
        w->index = i;
    }
    return code;
}

int vf_study_pool_start(struct vf_study_pool *p, struct vf_error *err) {
    /* Workers take no signals: they are the calling thread's. Faults stay with whom they befall. */
    sigset_t all, old;
    sigfillset(&all);
    sigdelset(&all, SIGSEGV);
    sigdelset(&all, SIGBUS);
    sigdelset(&all, SIGFPE);
    sigdelset(&all, SIGILL);
    sigdelset(&all, SIGABRT);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    int code = 0;
    for (unsigned i = 0; i < p->threads && code == 0; i++) {
        struct vf_study_worker *w = &p->workers[i].worker;
        code = pthread_create(&w->thread, NULL, vf_study_worker_main, w);
        p->started += code == 0;
    }
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    if (code != 0 && p->started == 0) {
        return vf_error_set(err, VF_E_IO, "cannot start a thread: %s", strerror(code));
    }
    return 0; /* fewer threads than wished for give the same results */
}

void vf_study_pool_join(struct vf_study_pool *p) {
    for (unsigned i = 0; i < p->started; i++) {
        pthread_join(p->workers[i].worker.thread, NULL);
    }
}

void vf_study_pool_fini(struct vf_study_pool *p) {
    for (int i = 0; i < 2; i++) {
        if (p->pipe[i] >= 0) {
            close(p->pipe[i]);
        }
    }
    free(p->workers);
    free(p->ended);
    free(p->fold_status);
    vf_error_fini(&p->trouble);
    pthread_cond_destroy(&p->moved);
    pthread_mutex_destroy(&p->lock);
}

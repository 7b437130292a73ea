/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The calling thread while workers work: a libevent loop over the pool's pipe (a byte per worker that
 * has ended), the progress timer and the signals. It only reads counters; workers never wait for it. */
#include <event2/event.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "vf_study_pool.h"

enum { SIGNALS = 3 };

struct watch {
    struct vf_study_pool *pool;
    struct event_base *base;
    struct event *ended, *timer, *signals[SIGNALS];
    struct vf_worker_status *workers;
    struct timespec start;
    unsigned n_ended;
};

static double since(const struct timespec *start) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)(t.tv_sec - start->tv_sec) + 1e-9 * (double)(t.tv_nsec - start->tv_nsec);
}

static void read_worker(const struct vf_study_pool *p, unsigned i, struct vf_worker_status *to) {
    struct vf_study_worker *w = &p->workers[i].worker;
    uint64_t at = atomic_load_explicit(&w->at, memory_order_relaxed);
    to->done = atomic_load_explicit(&w->done, memory_order_relaxed);
    to->events = atomic_load_explicit(&w->events, memory_order_relaxed);
    to->busy = at > 0;
    to->point = p->plan->first_point + (at > 0 ? vf_study_point_of(p->plan, at - 1) : 0);
    to->replication = p->plan->first_replication + (at > 0 ? vf_study_replication_of(p->plan, at - 1) : 0);
}

static void report(struct watch *w, enum vf_status_reason reason) {
    struct vf_study_pool *p = w->pool;
    if (!p->options->report) {
        return;
    }
    struct vf_study_status s = {
        .reason = reason, .trials = p->trials, .threads = p->started, .worker = w->workers};
    for (unsigned i = 0; i < p->started; i++) {
        read_worker(p, i, &w->workers[i]);
        s.done += w->workers[i].done;
        s.events += w->workers[i].events;
        s.failed += atomic_load_explicit(&p->workers[i].worker.failed, memory_order_relaxed);
    }
    s.elapsed_s = since(&w->start);
    double over = s.elapsed_s > 0.0 ? s.elapsed_s : 1e-9;
    s.trials_per_s = (double)(s.done + s.failed) / over;
    s.events_per_s = (double)s.events / over;
    s.left_s = s.trials_per_s > 0.0 ? (double)(s.trials - s.done - s.failed) / s.trials_per_s : (double)NAN;
    p->options->report(p->options->report_context, &s);
}

static void on_ended(evutil_socket_t fd, short what, void *arg) {
    struct watch *w = arg;
    char bytes[256];
    (void)what;
    ssize_t n = read((int)fd, bytes, sizeof bytes);
    w->n_ended += n > 0 ? (unsigned)n : 0;
    if (w->n_ended >= w->pool->started) {
        event_base_loopbreak(w->base);
    }
}

static void on_timer(evutil_socket_t fd, short what, void *arg) {
    (void)fd;
    (void)what;
    report(arg, VF_STATUS_TIMER);
}

static void on_signal(evutil_socket_t number, short what, void *arg) {
    struct watch *w = arg;
    (void)what;
    if (number == SIGUSR1) {
        report(w, VF_STATUS_ASKED);
    } else if (atomic_load(&w->pool->stop->level) > 0) {
        vf_stop_abandon(w->pool->stop);
    } else {
        vf_stop_request(w->pool->stop);
        report(w, VF_STATUS_STOPPING);
    }
}

/* 0, or -1 when libevent has no room for an event. */
static int add_events(struct watch *w) {
    static const int number[SIGNALS] = {SIGINT, SIGTERM, SIGUSR1};
    const struct vf_study_options *o = w->pool->options;
    int bad = 0;
    w->ended = event_new(w->base, w->pool->pipe[0], EV_READ | EV_PERSIST, on_ended, w);
    bad |= !w->ended || event_add(w->ended, NULL) != 0;
    if (o->progress_s > 0.0 && o->report) {
        struct timeval every = {(time_t)o->progress_s, 0};
        every.tv_usec = (suseconds_t)((o->progress_s - floor(o->progress_s)) * 1e6);
        w->timer = event_new(w->base, -1, EV_PERSIST, on_timer, w);
        bad |= !w->timer || event_add(w->timer, &every) != 0;
    }
    for (int i = 0; o->signals && i < SIGNALS; i++) {
        w->signals[i] = evsignal_new(w->base, number[i], on_signal, w);
        bad |= !w->signals[i] || event_add(w->signals[i], NULL) != 0;
    }
    return bad ? -1 : 0;
}

static void free_event(struct event *e) {
    if (e) {
        event_free(e);
    }
}

static void watch_fini(struct watch *w) {
    free_event(w->ended);
    free_event(w->timer);
    for (int i = 0; i < SIGNALS; i++) {
        free_event(w->signals[i]);
    }
    if (w->base) {
        event_base_free(w->base);
    }
    free(w->workers);
}

int vf_study_watch(struct vf_study_pool *p, struct vf_error *err) {
    struct watch w = {.pool = p, .base = event_base_new()};
    w.workers = vf_xcalloc(p->threads, sizeof w.workers[0]);
    clock_gettime(CLOCK_MONOTONIC, &w.start);
    if (!w.base || add_events(&w) != 0) {
        watch_fini(&w);
        return vf_error_set(err, VF_E_IO, "the event loop cannot be started");
    }
    /* signals are ours before the first worker runs, so that none can end the program half-way */
    int code = vf_study_pool_start(p, err);
    if (code == 0) {
        if (event_base_dispatch(w.base) < 0) {
            vf_stop_request(p->stop);
            code = vf_error_set(err, VF_E_IO, "the event loop failed");
        }
        vf_study_pool_join(p);
        report(&w, VF_STATUS_END);
    }
    watch_fini(&w);
    return code;
}

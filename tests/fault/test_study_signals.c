/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Real signals sent to a run: one stops it after the started trials, two abandon those, SIGUSR1 asks for
 * status; what was done before stays valid, the old handlers come back, and a stop from another thread
 * works alike. */
#include <check.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "vf_study.h"

enum { TRIALS = 400 };

struct bench {
    struct vf_stop stop; /* given to the run, so that trials can poll it */
    /* signals sent by trial 5 to its own process, and again by trial 5 a little later */
    int send, send_again;
    bool endless; /* trials beyond the fifth end only when abandoned */
    int reports[4];
    uint32_t folded;
};

static void pause_ms(long ms) {
    struct timespec t = {ms / 1000, (ms % 1000) * 1000000L};
    nanosleep(&t, NULL);
}

static int trial(void *worker, uint32_t point, uint32_t replication, double *out, uint64_t *events,
                 struct vf_error *err) {
    struct bench *b = worker;
    (void)replication;
    (void)err;
    if (point == 5 && b->send) {
        kill(getpid(), b->send);
        pause_ms(50);
        if (b->send_again) {
            kill(getpid(), b->send_again);
        }
    }
    while (point >= 5 && b->endless) {
        if (vf_stop_abandoned(&b->stop)) {
            return VF_E_STOPPED;
        }
        pause_ms(1);
    }
    pause_ms(2);
    out[0] = (double)point;
    *events = 1;
    return 0;
}

static void report(void *context, const struct vf_study_status *status) {
    ((struct bench *)context)->reports[status->reason]++;
}

static int fold(void *context, uint32_t point, const double *rows, size_t stride,
                const enum vf_trial_status *status, struct vf_error *err) {
    struct bench *b = context;
    (void)stride;
    (void)err;
    bool right = point == b->folded && status[0] == VF_TRIAL_DONE && rows[0] >= (double)point &&
                 rows[0] <= (double)point;
    b->folded += right;
    return right ? 0 : VF_E_STATE;
}

static struct vf_study_plan plan_of(struct bench *b) {
    return (struct vf_study_plan){
        .points = TRIALS, .replications = 1, .columns = 1, .context = b, .trial = trial};
}

static struct vf_study_options options_of(struct bench *b) {
    return (struct vf_study_options){
        .threads = 2, .signals = true, .stop = &b->stop, .report = report, .report_context = b};
}

START_TEST(one_signal_stops_after_started_trials) {
    const int numbers[] = {SIGTERM, SIGINT};
    for (int k = 0; k < 2; k++) {
        struct bench b = {.send = numbers[k]};
        struct vf_study s;
        struct vf_error err = VF_ERROR_INIT;
        struct vf_study_plan plan = plan_of(&b);
        struct vf_study_options o = options_of(&b);
        ck_assert_int_eq(vf_study_run(&s, &plan, &o, &err), VF_E_STOPPED);
        ck_assert(s.partial);
        ck_assert_uint_ge(s.done, 6);
        ck_assert_uint_lt(s.done, TRIALS / 2);
        ck_assert_int_eq(b.reports[VF_STATUS_STOPPING], 1);
        ck_assert_int_eq(b.reports[VF_STATUS_END], 1);
        uint64_t rows = 0;
        for (uint32_t p = 0; p < TRIALS; p++) {
            const double *row = vf_study_row(&s, p, 0);
            rows += row != NULL;
            ck_assert(!row || (row[0] >= (double)p && row[0] <= (double)p));
            ck_assert_int_ne(vf_study_trial_status(&s, p, 0), VF_TRIAL_ABANDONED);
        }
        ck_assert_uint_eq(rows, s.done);
        ck_assert_ptr_nonnull(vf_study_row(&s, 5, 0)); /* the started one was finished */
        vf_error_fini(&err);
        vf_study_fini(&s);
    }
}
END_TEST

START_TEST(a_second_signal_abandons) {
    struct bench b = {.send = SIGINT, .send_again = SIGINT, .endless = true};
    struct vf_study s;
    struct vf_error err = VF_ERROR_INIT;
    struct vf_study_plan plan = plan_of(&b);
    struct vf_study_options o = options_of(&b);
    ck_assert_int_eq(vf_study_run(&s, &plan, &o, &err), VF_E_STOPPED);
    ck_assert_uint_eq(s.done, 5);
    ck_assert_uint_eq(s.n_failures, 0);
    ck_assert_int_eq(vf_study_trial_status(&s, 5, 0), VF_TRIAL_ABANDONED);
    ck_assert_ptr_null(vf_study_row(&s, 5, 0));
    vf_error_fini(&err);
    vf_study_fini(&s);
}
END_TEST

START_TEST(status_when_asked) {
    struct bench b = {.send = SIGUSR1};
    struct vf_study s;
    struct vf_error err = VF_ERROR_INIT;
    struct vf_study_plan plan = plan_of(&b);
    plan.points = 30;
    struct vf_study_options o = options_of(&b);
    ck_assert_int_eq(vf_study_run(&s, &plan, &o, &err), 0);
    ck_assert_int_eq(b.reports[VF_STATUS_ASKED], 1);
    ck_assert_uint_eq(s.done, 30);
    vf_study_fini(&s);
}
END_TEST

START_TEST(streaming_keeps_a_prefix) {
    struct bench b = {.send = SIGTERM};
    struct vf_study s;
    struct vf_error err = VF_ERROR_INIT;
    struct vf_study_plan plan = plan_of(&b);
    struct vf_study_options o = options_of(&b);
    o.fold = fold;
    o.fold_context = &b;
    o.window_points = 4;
    ck_assert_int_eq(vf_study_run(&s, &plan, &o, &err), VF_E_STOPPED);
    ck_assert_uint_ge(b.folded, 6);
    ck_assert_uint_le(b.folded, s.done);
    vf_error_fini(&err);
    vf_study_fini(&s);
}
END_TEST

static void *stop_soon(void *stop) {
    pause_ms(30);
    vf_stop_request(stop);
    return NULL;
}

START_TEST(another_thread_stops) {
    struct bench b = {0};
    struct vf_stop stop = VF_STOP_INIT;
    struct vf_study s;
    struct vf_error err = VF_ERROR_INIT;
    struct vf_study_plan plan = plan_of(&b);
    struct vf_study_options o = {.threads = 2, .stop = &stop};
    pthread_t thread;
    ck_assert_int_eq(pthread_create(&thread, NULL, stop_soon, &stop), 0);
    ck_assert_int_eq(vf_study_run(&s, &plan, &o, &err), VF_E_STOPPED);
    ck_assert_uint_gt(s.done, 0);
    ck_assert_uint_lt(s.done, TRIALS);
    pthread_join(thread, NULL);
    vf_error_fini(&err);
    vf_study_fini(&s);
}
END_TEST

START_TEST(handlers_come_back) { /* after a run SIGTERM ends a process again */
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        /* not the test framework's handler, which ends its whole group */
        struct sigaction ends = {.sa_handler = SIG_DFL};
        sigaction(SIGTERM, &ends, NULL);
        struct bench b = {.send = SIGTERM};
        struct vf_study s;
        struct vf_error err = VF_ERROR_INIT;
        struct vf_study_plan plan = plan_of(&b);
        struct vf_study_options o = options_of(&b);
        int code = vf_study_run(&s, &plan, &o, &err);
        vf_error_fini(&err);
        vf_study_fini(&s);
        if (code == VF_E_STOPPED) {
            raise(SIGTERM);
        }
        _exit(7);
    }
    int status = 0;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
}
END_TEST

int main(void) {
    Suite *s = suite_create("fault/study");
    TCase *c = tcase_create("all");
    tcase_set_timeout(c, 60);
    tcase_add_test(c, one_signal_stops_after_started_trials);
    tcase_add_test(c, a_second_signal_abandons);
    tcase_add_test(c, status_when_asked);
    tcase_add_test(c, streaming_keeps_a_prefix);
    tcase_add_test(c, another_thread_stops);
    tcase_add_test(c, handlers_come_back);
    suite_add_tcase(s, c);
    SRunner *r = srunner_create(s);
    srunner_set_fork_status(r, CK_NOFORK);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

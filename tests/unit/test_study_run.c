/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The runner: every trial once, rows and summaries, orders and offsets, failures, streaming, progress. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_study.h"

enum { POINTS = 7, REPLICATIONS = 13 };

struct lab {
    atomic_int ran[POINTS * 2][REPLICATIONS * 2];
    atomic_int workers_made, workers_freed;
    uint32_t fail_point, fail_every; /* replication % fail_every == 0 of fail_point fails */
    bool no_workers;
    uint32_t folded;
    double fold_sum;
    uint32_t fold_breaks_at;
    size_t fold_failed;
    int reports[4];
    struct vf_study_status last;
};

static struct lab *lab_new(void) {
    struct lab *l = vf_xcalloc(1, sizeof *l);
    l->fail_point = UINT32_MAX;
    l->fold_breaks_at = UINT32_MAX;
    return l;
}

static void *worker_new(void *context, unsigned index, const struct vf_stop *stop, struct vf_error *err) {
    struct lab *l = context;
    (void)index;
    (void)stop;
    if (l->no_workers) {
        vf_error_set(err, VF_E_CONFIG, "the model is broken");
        return NULL;
    }
    atomic_fetch_add(&l->workers_made, 1);
    return l;
}

static void worker_free(void *worker) { atomic_fetch_add(&((struct lab *)worker)->workers_freed, 1); }

static int trial(void *worker, uint32_t point, uint32_t replication, double *out, uint64_t *events,
                 struct vf_error *err) {
    struct lab *l = worker;
    atomic_fetch_add(&l->ran[point][replication], 1);
    if (!isnan(out[0]) || !isnan(out[2])) {
        return vf_error_set(err, VF_E_STATE, "the row is not clean");
    }
    if (point == l->fail_point && replication % l->fail_every == 0) {
        out[0] = 1.0;
        return vf_error_set(err, VF_E_STATE, "deadlock in %s", "ward");
    }
    out[0] = (double)point * 100.0 + (double)replication;
    out[1] = replication % 2 ? (double)NAN : 1.0;
    *events = 10;
    return 0;
}

static struct vf_study_plan plan_of(struct lab *l) {
    return (struct vf_study_plan){.points = POINTS,
                                  .replications = REPLICATIONS,
                                  .columns = 3,
                                  .context = l,
                                  .worker_new = worker_new,
                                  .worker_free = worker_free,
                                  .trial = trial};
}

START_TEST(every_trial_runs_once) {
    struct lab *l = lab_new();
    struct vf_study s;
    struct vf_error err = VF_ERROR_INIT;
    struct vf_study_plan plan = plan_of(l);
    ck_assert_int_eq(vf_study_run(&s, &plan, &(struct vf_study_options){.threads = 3}, &err), 0);
    ck_assert_uint_eq(s.done, POINTS * REPLICATIONS);
    ck_assert_uint_eq(s.events, 10 * POINTS * REPLICATIONS);
    ck_assert_uint_eq(vf_study_point_events(&s, 2), 10 * REPLICATIONS);
    ck_assert(!s.partial && s.failed == 0 && s.wall_s > 0.0 && vf_study_point_seconds(&s, 0) >= 0.0);
    ck_assert_int_eq(atomic_load(&l->workers_made), 3);
    ck_assert_int_eq(atomic_load(&l->workers_freed), 3);
    for (uint32_t p = 0; p < POINTS; p++) {
        for (uint32_t r = 0; r < REPLICATIONS; r++) {
            ck_assert_int_eq(atomic_load(&l->ran[p][r]), 1);
            ck_assert_double_eq(vf_study_row(&s, p, r)[0], (double)(p * 100 + r));
            ck_assert(isnan(vf_study_row(&s, p, r)[2]));
            ck_assert_uint_eq((uintptr_t)vf_study_row(&s, p, r) % 64, 0);
        }
    }
    struct vf_summary sum;
    vf_study_summary(&s, 3, 0, &sum);
    ck_assert_uint_eq(sum.n, REPLICATIONS);
    ck_assert_double_eq_tol(sum.mean, 306.0, 1e-12);
    vf_study_summary(&s, 3, 1, &sum);
    ck_assert_uint_eq(sum.n, 7);
    vf_study_summary(&s, 3, 2, &sum);
    ck_assert_uint_eq(sum.n, 0);
    struct vf_paired d;
    vf_study_compare(&s, 5, 4, 0, &d);
    ck_assert_double_eq(d.difference.mean, 100.0);
    ck_assert_double_eq(d.difference.sd, 0.0);
    vf_study_fini(&s);
    free(l);
}
END_TEST

START_TEST(offsets_and_the_other_order) {
    struct lab *l = lab_new();
    struct vf_study s;
    struct vf_error err = VF_ERROR_INIT;
    struct vf_study_plan plan = plan_of(l);
    plan.points = 2;
    plan.first_point = 4;
    plan.replications = 5;
    plan.first_replication = 10;
    plan.order = VF_ORDER_REPLICATION;
    ck_assert_int_eq(vf_study_run(&s, &plan, &(struct vf_study_options){.threads = 2}, &err), 0);
    for (uint32_t p = 0; p < 2; p++) {
        for (uint32_t r = 0; r < 5; r++) {
            ck_assert_double_eq(vf_study_row(&s, p, r)[0], (double)((p + 4) * 100 + r + 10));
        }
    }
    vf_study_fini(&s);
    free(l);
}
END_TEST

START_TEST(first_failure_stops) {
    struct lab *l = lab_new();
    struct vf_study s;
    struct vf_error err = VF_ERROR_INIT;
    struct vf_study_plan plan = plan_of(l);
    l->fail_point = 3;
    l->fail_every = 5;
    ck_assert_int_eq(vf_study_run(&s, &plan, &(struct vf_study_options){.threads = 2}, &err), VF_E_STATE);
    ck_assert_str_eq(err.items[0].message, "point 3, replication 0: deadlock in ward");
    ck_assert(s.partial);
    ck_assert_ptr_null(vf_study_row(&s, 3, 0));
    ck_assert_int_eq(vf_study_trial_status(&s, 3, 0), VF_TRIAL_FAILED);
    for (uint32_t r = 0; r < REPLICATIONS; r++) { /* all before it were run */
        ck_assert_ptr_nonnull(vf_study_row(&s, 2, r));
    }
    vf_error_fini(&err);
    vf_study_fini(&s);
    free(l);
}
END_TEST

START_TEST(failures_are_recorded) {
    struct lab *l = lab_new();
    struct vf_study s;
    struct vf_error err = VF_ERROR_INIT;
    struct vf_study_plan plan = plan_of(l);
    l->fail_point = 3;
    l->fail_every = 5;
    struct vf_study_options o = {.threads = 2, .on_error = VF_ON_ERROR_RECORD};
    ck_assert_int_eq(vf_study_run(&s, &plan, &o, &err), 0);
    ck_assert_uint_eq(s.failed, 3);
    ck_assert_uint_eq(s.n_failures, 3);
    for (uint32_t k = 0; k < 3; k++) {
        ck_assert_uint_eq(s.failures[k].point, 3);
        ck_assert_uint_eq(s.failures[k].replication, 5 * k);
        ck_assert_str_eq(s.failures[k].text, "deadlock in ward");
    }
    struct vf_summary sum;
    vf_study_summary(&s, 3, 0, &sum);
    ck_assert_uint_eq(sum.n, REPLICATIONS - 3);
    vf_study_fini(&s);
    free(l);
}
END_TEST

START_TEST(workers_that_cannot_be_made) {
    struct lab *l = lab_new();
    struct vf_study s;
    struct vf_error err = VF_ERROR_INIT;
    struct vf_study_plan plan = plan_of(l);
    l->no_workers = true;
    ck_assert_int_eq(vf_study_run(&s, &plan, &(struct vf_study_options){.threads = 2}, &err), VF_E_CONFIG);
    ck_assert_str_eq(err.items[0].message, "the model is broken");
    ck_assert_uint_eq(err.n, 1);
    ck_assert_uint_eq(s.done, 0);
    vf_error_fini(&err);
    vf_study_fini(&s);
    free(l);
}
END_TEST

START_TEST(empty_plans_are_refused) {
    struct lab *l = lab_new();
    struct vf_study s;
    struct vf_error err = VF_ERROR_INIT;
    struct vf_study_plan plan = plan_of(l);
    plan.points = 0;
    ck_assert_int_eq(vf_study_run(&s, &plan, &(struct vf_study_options){0}, &err), VF_E_USAGE);
    plan.points = 1U << 20;
    plan.replications = 1U << 20;
    ck_assert_int_eq(vf_study_run(&s, &plan, &(struct vf_study_options){0}, &err), VF_E_USAGE);
    vf_error_fini(&err);
    vf_study_fini(&s);
    free(l);
}
END_TEST

static int fold(void *context, uint32_t point, const double *rows, size_t stride,
                const enum vf_trial_status *status, struct vf_error *err) {
    struct lab *l = context;
    if (point != l->folded) {
        return vf_error_set(err, VF_E_STATE, "out of order");
    }
    if (point == l->fold_breaks_at) {
        return vf_error_set(err, VF_E_IO, "disk full");
    }
    l->folded++;
    for (uint32_t r = 0; r < REPLICATIONS; r++) {
        l->fold_failed += status[r] == VF_TRIAL_FAILED;
        l->fold_sum += status[r] == VF_TRIAL_DONE ? rows[r * stride] : 0.0;
    }
    return 0;
}

START_TEST(streaming_in_a_small_window) {
    struct lab *l = lab_new();
    struct vf_study s;
    struct vf_error err = VF_ERROR_INIT;
    struct vf_study_plan plan = plan_of(l);
    l->fail_point = 6;
    l->fail_every = 100;
    struct vf_study_options o = {
        .threads = 4, .on_error = VF_ON_ERROR_RECORD, .fold = fold, .fold_context = l, .window_points = 1};
    ck_assert_int_eq(vf_study_run(&s, &plan, &o, &err), 0);
    ck_assert_uint_eq(l->folded, POINTS);
    ck_assert_uint_eq(l->fold_failed, 1);
    ck_assert_double_eq(l->fold_sum, 13.0 * (100.0 * 21.0) + 7.0 * 78.0 - 600.0);
    ck_assert_ptr_null(s.slots);
    vf_study_fini(&s);
    free(l);
}
END_TEST

START_TEST(a_fold_that_fails_ends_the_run) {
    struct lab *l = lab_new();
    struct vf_study s;
    struct vf_error err = VF_ERROR_INIT;
    struct vf_study_plan plan = plan_of(l);
    l->fold_breaks_at = 4;
    struct vf_study_options o = {.threads = 3, .fold = fold, .fold_context = l, .window_points = 1};
    ck_assert_int_eq(vf_study_run(&s, &plan, &o, &err), VF_E_IO);
    ck_assert_str_eq(err.items[0].message, "disk full");
    ck_assert_uint_eq(l->folded, 4);
    vf_error_fini(&err);
    vf_study_fini(&s);
    free(l);
}
END_TEST

static void take_report(void *context, const struct vf_study_status *status) {
    struct lab *l = context;
    l->reports[status->reason]++;
    l->last = *status;
    uint64_t done = 0;
    for (unsigned i = 0; i < status->threads; i++) {
        done += status->worker[i].done;
    }
    ck_assert_uint_eq(done, status->done);
}

static int slow_trial(void *worker, uint32_t point, uint32_t replication, double *out, uint64_t *events,
                      struct vf_error *err) {
    volatile double x = 1.0;
    for (int i = 0; i < 1000000; i++) {
        x = x * 1.0000001;
    }
    return trial(worker, point, replication, out, events, err);
}

START_TEST(progress_is_reported) {
    struct lab *l = lab_new();
    struct vf_study s;
    struct vf_error err = VF_ERROR_INIT;
    struct vf_study_plan plan = plan_of(l);
    plan.trial = slow_trial;
    struct vf_study_options o = {
        .threads = 2, .progress_s = 0.005, .report = take_report, .report_context = l};
    ck_assert_int_eq(vf_study_run(&s, &plan, &o, &err), 0);
    ck_assert_int_ge(l->reports[VF_STATUS_TIMER], 2);
    ck_assert_int_eq(l->reports[VF_STATUS_END], 1);
    ck_assert_int_eq(l->reports[VF_STATUS_STOPPING], 0);
    ck_assert_uint_eq(l->last.done, POINTS * REPLICATIONS);
    ck_assert_double_eq(l->last.left_s, 0.0);
    ck_assert_double_gt(l->last.events_per_s, 0.0);
    vf_study_fini(&s);
    free(l);
}
END_TEST

int main(void) {
    Suite *s = suite_create("study/run");
    TCase *c = tcase_create("all");
    tcase_add_test(c, every_trial_runs_once);
    tcase_add_test(c, offsets_and_the_other_order);
    tcase_add_test(c, first_failure_stops);
    tcase_add_test(c, failures_are_recorded);
    tcase_add_test(c, workers_that_cannot_be_made);
    tcase_add_test(c, empty_plans_are_refused);
    tcase_add_test(c, streaming_in_a_small_window);
    tcase_add_test(c, a_fold_that_fails_ends_the_run);
    tcase_add_test(c, progress_is_reported);
    suite_add_tcase(s, c);
    SRunner *r = srunner_create(s);
    srunner_set_fork_status(r, CK_NOFORK);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

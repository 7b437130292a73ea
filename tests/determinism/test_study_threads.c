/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same bits for 1, 2, 4 and 7 threads, kept or streamed, with trials of very different length; and
 * the same first error. The streamed fold is order-sensitive on purpose. */
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vf_study.h"

enum { POINTS = 60, REPLICATIONS = 50, COLUMNS = 11 };

static uint64_t mix(uint64_t z) {
    z += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

/* context: the point from which trials fail now and then, or NULL. */
static int trial(void *worker, uint32_t point, uint32_t replication, double *out, uint64_t *events,
                 struct vf_error *err) {
    uint64_t key = mix(((uint64_t)point << 32) | replication);
    const uint32_t *fail_from = worker;
    if (fail_from && point >= *fail_from && key % 7 == 0) {
        return vf_error_set(err, VF_E_STATE, "seven");
    }
    uint64_t steps = key % 50 == 0 ? 20000 : 100 + key % 100;
    double sum = 0.0;
    for (uint64_t i = 0; i < steps; i++) {
        key = mix(key);
        sum += (double)(key >> 11) * 0x1p-53;
    }
    for (int c = 0; c < COLUMNS; c++) {
        out[c] = c == 3 && replication % 4 == 0 ? (double)NAN : sum / (double)(c + 1);
    }
    *events = steps;
    return 0;
}

struct digest {
    uint64_t hash;
    double sum;
};

static void digest_bytes(struct digest *d, const void *data, size_t n) {
    const unsigned char *bytes = data;
    for (size_t i = 0; i < n; i++) {
        d->hash = (d->hash ^ bytes[i]) * UINT64_C(1099511628211);
    }
}

static int fold(void *context, uint32_t point, const double *rows, size_t stride,
                const enum vf_trial_status *status, struct vf_error *err) {
    struct digest *d = context;
    (void)err;
    for (uint32_t r = 0; r < REPLICATIONS; r++) {
        digest_bytes(d, rows + r * stride, COLUMNS * sizeof(double));
        d->sum = d->sum * 0.999 + rows[r * stride] + (double)point * (double)status[r];
    }
    return 0;
}

static void run(unsigned threads, enum vf_study_order order, bool stream, size_t window, struct digest *d) {
    struct vf_study s;
    struct vf_error err = VF_ERROR_INIT;
    struct vf_study_plan plan = {
        .points = POINTS, .replications = REPLICATIONS, .columns = COLUMNS, .order = order, .trial = trial};
    struct vf_study_options o = {.threads = threads, .window_points = window};
    *d = (struct digest){UINT64_C(14695981039346656037), 0.0};
    if (stream) {
        o.fold = fold;
        o.fold_context = d;
    }
    ck_assert_int_eq(vf_study_run(&s, &plan, &o, &err), 0);
    for (uint32_t p = 0; !stream && p < POINTS; p++) {
        struct vf_summary sum;
        enum vf_trial_status done[REPLICATIONS];
        for (uint32_t r = 0; r < REPLICATIONS; r++) {
            done[r] = vf_study_trial_status(&s, p, r);
        }
        size_t stride = s.slot_size / sizeof(double);
        fold(d, p, vf_study_row(&s, p, 0), stride, done, &err);
        vf_study_summary(&s, p, 3, &sum);
        ck_assert_uint_eq(sum.n, REPLICATIONS - 13);
    }
    vf_study_fini(&s);
}

START_TEST(threads_do_not_matter) {
    struct digest one, other;
    run(1, VF_ORDER_POINT, false, 0, &one);
    const unsigned threads[] = {2, 4, 7};
    for (int i = 0; i < 3; i++) {
        for (int way = 0; way < 4; way++) {
            enum vf_study_order order = way == 1 ? VF_ORDER_REPLICATION : VF_ORDER_POINT;
            run(threads[i], order, way >= 2, way == 3 ? 1 : 0, &other);
            ck_assert_uint_eq(one.hash, other.hash);
            ck_assert_mem_eq(&one.sum, &other.sum, sizeof one.sum);
        }
    }
}
END_TEST

START_TEST(the_first_error_is_the_same) {
    char first[200] = "";
    uint32_t fail_from = 20;
    for (unsigned threads = 1; threads <= 8; threads++) {
        for (int again = 0; again < 5; again++) {
            struct vf_study s;
            struct vf_error err = VF_ERROR_INIT;
            struct vf_study_plan plan = {.points = POINTS,
                                         .replications = REPLICATIONS,
                                         .columns = COLUMNS,
                                         .context = &fail_from,
                                         .trial = trial};
            struct vf_study_options o = {.threads = threads};
            ck_assert_int_eq(vf_study_run(&s, &plan, &o, &err), VF_E_STATE);
            if (first[0] == '\0') {
                snprintf(first, sizeof first, "%s", err.items[0].message);
                ck_assert_ptr_nonnull(strstr(first, "point 20, replication"));
            }
            ck_assert_str_eq(err.items[0].message, first);
            vf_error_fini(&err);
            vf_study_fini(&s);
        }
    }
}
END_TEST

int main(void) {
    Suite *s = suite_create("determinism/study");
    TCase *c = tcase_create("all");
    tcase_set_timeout(c, 60);
    tcase_add_test(c, threads_do_not_matter);
    tcase_add_test(c, the_first_error_is_the_same);
    suite_add_tcase(s, c);
    SRunner *r = srunner_create(s);
    srunner_set_fork_status(r, CK_NOFORK);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

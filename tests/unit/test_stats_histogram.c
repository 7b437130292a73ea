/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The log-bucket histogram: bucket edges, width, quantiles against sorted values, merging. */
#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "vf_histogram.h"

static uint64_t state;
static uint64_t next_random(void) {
    state += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t z = state;
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

START_TEST(buckets_tile_the_line) {
    for (uint32_t i = 0; i + 1 < VF_HIST_BUCKETS_35Y; i++) {
        double low = vf_hist_low(i), next = vf_hist_low(i + 1);
        ck_assert_uint_eq(vf_hist_index((int64_t)low), i);
        ck_assert_uint_eq(vf_hist_index((int64_t)next - 1), i);
        ck_assert(i < 128 ? next - low == 1.0 : (next - low) / low <= 1.0 / 64.0);
    }
    ck_assert_uint_eq(vf_hist_index(-5), 0);
    ck_assert_uint_eq(vf_hist_index(INT64_C(1) << 40), VF_HIST_BUCKETS_35Y - 1);
    ck_assert_uint_eq(vf_hist_index(INT64_MAX), VF_HIST_BUCKETS - 1);
}
END_TEST

START_TEST(too_large_values_are_kept_in_the_last_bucket) {
    uint32_t count[200] = {0};
    vf_hist_add(count, 200, INT64_MAX);
    ck_assert_uint_eq(count[199], 1);
}
END_TEST

static int compare(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

START_TEST(quantiles_are_within_a_bucket) {
    enum { N = 20000 };
    static int64_t value[N];
    static uint32_t count[VF_HIST_BUCKETS];
    state = 42;
    for (int i = 0; i < N; i++) { /* from a millisecond to years */
        value[i] = (int64_t)(next_random() >> (24 + next_random() % 36));
        vf_hist_add(count, VF_HIST_BUCKETS, value[i]);
    }
    qsort(value, N, sizeof value[0], compare);
    const double p[] = {0.01, 0.25, 0.5, 0.9, 0.99, 1.0};
    for (int k = 0; k < 6; k++) {
        double exact = (double)value[(int)(p[k] * N + 0.5) - 1];
        double found = vf_hist_quantile(count, VF_HIST_BUCKETS, p[k]);
        ck_assert_double_eq_tol(found, exact, exact / 64.0 + 1e-9);
    }
}
END_TEST

START_TEST(interpolates_inside_a_bucket) {
    /* every value 6400..6499 once: the buckets there are [6400, 6464) and [6464, 6528) */
    uint32_t count[2000] = {0};
    for (int v = 6400; v < 6464; v++) {
        vf_hist_add(count, 2000, v);
    }
    ck_assert_double_eq_tol(vf_hist_quantile(count, 2000, 0.5), 6432.0, 1e-9);
}
END_TEST

START_TEST(zero_waits_and_nothing) {
    uint32_t count[300] = {0};
    ck_assert(isnan(vf_hist_quantile(count, 300, 0.5)));
    for (int i = 0; i < 60; i++) {
        vf_hist_add(count, 300, 0);
    }
    for (int i = 0; i < 40; i++) {
        vf_hist_add(count, 300, 100);
    }
    ck_assert_double_eq(vf_hist_quantile(count, 300, 0.5), 0.0);
    ck_assert_double_eq(vf_hist_quantile(count, 300, 0.9), 100.0);
}
END_TEST

START_TEST(merging_adds_counts) {
    uint32_t a[400] = {0};
    uint64_t both[400] = {0}, twice[400] = {0};
    for (int v = 0; v < 5000; v += 7) {
        vf_hist_add(a, 400, v);
        uint32_t bucket = vf_hist_index(v);
        both[bucket < 400 ? bucket : 399] += 2;
    }
    vf_hist_merge(twice, a, 400);
    vf_hist_merge(twice, a, 400);
    ck_assert_mem_eq(both, twice, sizeof both);
    ck_assert_uint_eq(twice[vf_hist_index(14)], 2);
    ck_assert_double_eq(vf_hist_quantile64(twice, 400, 0.4), vf_hist_quantile(a, 400, 0.4));
}
END_TEST

int main(void) {
    Suite *s = suite_create("stats/histogram");
    TCase *c = tcase_create("all");
    tcase_add_test(c, buckets_tile_the_line);
    tcase_add_test(c, too_large_values_are_kept_in_the_last_bucket);
    tcase_add_test(c, quantiles_are_within_a_bucket);
    tcase_add_test(c, interpolates_inside_a_bucket);
    tcase_add_test(c, zero_waits_and_nothing);
    tcase_add_test(c, merging_adds_counts);
    suite_add_tcase(s, c);
    SRunner *r = srunner_create(s);
    srunner_set_fork_status(r, CK_NOFORK);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

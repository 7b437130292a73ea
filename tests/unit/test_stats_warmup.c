/* SPDX-License-Identifier: GPL-3.0-or-later */
/* MSER-5 against the definition written out, series with a known transient, seasons, and the slope
 * test's error rates on autocorrelated noise. */
#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "vf_warmup.h"

static uint64_t state;
static double uniform(void) { /* (0, 1) */
    state += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t z = state;
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    z ^= z >> 31;
    return ((double)(z >> 11) + 0.5) / 9007199254740992.0;
}
static double normal(void) { return sqrt(-2.0 * log(uniform())) * cos(6.283185307179586 * uniform()); }

/* The definition, in the plainest way. */
static size_t cut_by_definition(const double *x, size_t n) {
    size_t k = n / 5, best = 0;
    double best_value = (double)INFINITY;
    for (size_t d = 0; d < k - 5; d++) {
        double mean = 0.0, sum = 0.0, m = (double)(k - d);
        for (size_t j = 5 * d; j < 5 * k; j++) {
            mean += x[j] / (5.0 * m);
        }
        for (size_t i = d; i < k; i++) {
            double z = (x[5 * i] + x[5 * i + 1] + x[5 * i + 2] + x[5 * i + 3] + x[5 * i + 4]) / 5.0;
            sum += (z - mean) * (z - mean);
        }
        if (sum / (m * m) < best_value) {
            best_value = sum / (m * m);
            best = 5 * d;
        }
    }
    return best;
}

START_TEST(agrees_with_the_definition) {
    double x[517];
    for (int run = 0; run < 20; run++) {
        state = (uint64_t)run;
        double ar = 0.0;
        for (int i = 0; i < 517; i++) {
            ar = 0.8 * ar + normal();
            x[i] = 100.0 - 30.0 * exp(-(double)i / 25.0) + ar;
        }
        struct vf_mser m;
        vf_mser5(x, 517, &m);
        ck_assert_uint_eq(m.cut, cut_by_definition(x, 517));
    }
}
END_TEST

START_TEST(step_is_cut_at_the_step) {
    double x[200];
    for (int i = 0; i < 200; i++) {
        x[i] = i < 40 ? 0.0 : 10.0 + 0.1 * (double)((i / 5) % 2);
    }
    struct vf_mser m;
    vf_mser5(x, 200, &m);
    ck_assert_uint_eq(m.cut, 40);
    ck_assert(!m.too_short);
    /* 32 batches of 10 and 10.1 in turn: sum of squares 32 * 0.05^2, over 32^2 */
    ck_assert_double_eq_tol(m.value, 0.0025 / 32.0, 1e-12);
}
END_TEST

START_TEST(constant_needs_no_cut_and_trend_is_too_short) {
    double x[200];
    struct vf_mser m;
    for (int i = 0; i < 200; i++) {
        x[i] = 3.3;
    }
    vf_mser5(x, 200, &m);
    ck_assert_uint_eq(m.cut, 0);
    ck_assert(!m.too_short);
    for (int i = 0; i < 200; i++) {
        x[i] = i < 150 ? (double)i : 150.0;
    }
    vf_mser5(x, 200, &m);
    ck_assert(m.too_short);
    vf_mser5(x, 49, &m);
    ck_assert(m.too_short);
}
END_TEST

/* Ten replications of noisy weeks with a strong season, empty at the start, filling with time constant
 * `tau`. */
static void season_run(size_t weeks, double tau, uint64_t seed, struct vf_mser *with,
                       struct vf_mser *without) {
    enum { REPLICATIONS = 10, MOST = 260 };
    static double weekly[REPLICATIONS * MOST];
    state = seed;
    for (size_t r = 0; r < REPLICATIONS; r++) {
        for (size_t w = 0; w < weeks; w++) {
            double season = 12.0 * cos(6.283185307179586 * ((double)w / 52.1786));
            double start = tau > 0.0 ? -40.0 * exp(-(double)w / tau) : 0.0;
            weekly[r * weeks + w] = 100.0 + season + start + 3.0 * normal();
        }
    }
    vf_warmup_cut(weekly, REPLICATIONS, weeks, 52.1786, with);
    vf_warmup_cut(weekly, REPLICATIONS, weeks, 0.0, without);
}

START_TEST(season_is_not_warm_up) {
    struct vf_mser with, without;
    size_t long_cuts = 0, cut_for_nothing = 0, refused = 0;
    for (uint64_t seed = 0; seed < 100; seed++) {
        season_run(260, 6.0, seed, &with, &without);
        ck_assert_uint_ge(with.cut, 15); /* at week 15 still -3.3, at week 25 -0.6 */
        ck_assert_uint_ge(with.cut_half, 15);
        long_cuts += with.cut > 60;
        ck_assert_double_gt(without.value, 3.0 * with.value);
        season_run(260, 0.0, seed, &with, &without);
        cut_for_nothing += with.cut > 60;
        refused += with.too_short && fabs(with.drift) > 3.0;
    }
    /* MSER's own tail: the same series without season and without fit has as many */
    ck_assert_uint_le(long_cuts, 25);
    ck_assert_uint_le(cut_for_nothing, 20);
    ck_assert_uint_eq(refused, 0);
}
END_TEST

START_TEST(years_of_filling_are_too_short) {
    struct vf_mser with, without;
    for (uint64_t seed = 0; seed < 20; seed++) {
        season_run(157, 100.0, seed, &with, &without);
        ck_assert(with.too_short);
        ck_assert_double_gt(with.drift, 3.0);
    }
}
END_TEST

START_TEST(season_alone_is_cut_at_zero) {
    double x[104];
    struct vf_mser m;
    for (int w = 0; w < 104; w++) {
        double season = 2.0 * sin(6.283185307179586 * ((double)w / 52.1786));
        x[w] = 5.0 + season + (w % 10 < 5 ? 0.01 : -0.01);
    }
    vf_mser5_season(x, 104, 52.1786, &m);
    ck_assert(!m.too_short);
    ck_assert_double_le(m.value, 1e-4 / 16.0);
    struct vf_mser plain, same;
    vf_mser5(x, 60, &plain);
    vf_mser5_season(x, 60, 52.1786, &same); /* no room for a season */
    ck_assert_uint_eq(plain.cut, same.cut);
    ck_assert_double_eq(plain.value, same.value);
}
END_TEST

/* Share of `runs` series of AR(1) noise with a trend in which |z| > 3. */
static double found_growing(double phi, double trend, int runs) {
    double x[156];
    int found = 0;
    state = 99;
    for (int run = 0; run < runs; run++) {
        double ar = normal() / sqrt(1.0 - phi * phi);
        for (int i = 0; i < 156; i++) {
            ar = phi * ar + normal();
            x[i] = ar + trend * (double)i;
        }
        struct vf_slope s;
        vf_slope_test(x, 156, &s);
        found += fabs(s.z) > 3.0;
    }
    return (double)found / (double)runs;
}

START_TEST(slope_test_error_rates) {
    ck_assert_double_le(found_growing(0.0, 0.0, 1000), 0.01);
    ck_assert_double_le(found_growing(0.5, 0.0, 1000), 0.02);
    ck_assert_double_le(found_growing(0.8, 0.0, 1000), 0.03);
    ck_assert_double_ge(found_growing(0.5, 0.05, 1000), 0.99);
    ck_assert_double_ge(found_growing(0.8, 0.10, 1000), 0.95);
}
END_TEST

START_TEST(slope_of_a_line) {
    double x[90];
    struct vf_slope s;
    for (int i = 0; i < 90; i++) {
        x[i] = 2.0 + 0.3 * (double)i + (i % 3 == 0 ? 0.1 : -0.05);
    }
    vf_slope_test(x, 90, &s);
    ck_assert_double_eq_tol(s.slope, 0.3, 1e-3);
    ck_assert_double_gt(s.z, 100.0);
    for (int i = 0; i < 90; i++) {
        x[i] = 0.0;
    }
    vf_slope_test(x, 90, &s);
    ck_assert_double_eq(s.z, 0.0);
    vf_slope_test(x, 7, &s);
    ck_assert(isnan(s.z));
    const double slopes[] = {0.1, 0.2, 0.3, (double)NAN};
    vf_slope_replications(slopes, 4, &s);
    ck_assert_double_eq_tol(s.slope, 0.2, 1e-15);
    ck_assert_double_eq_tol(s.z, 0.2 / (0.1 / sqrt(3.0)), 1e-9);
    vf_slope_replications(slopes, 2, &s);
    ck_assert(isnan(s.z));
}
END_TEST

int main(void) {
    Suite *s = suite_create("stats/warmup");
    TCase *c = tcase_create("all");
    tcase_set_timeout(c, 60);
    tcase_add_test(c, agrees_with_the_definition);
    tcase_add_test(c, step_is_cut_at_the_step);
    tcase_add_test(c, constant_needs_no_cut_and_trend_is_too_short);
    tcase_add_test(c, season_is_not_warm_up);
    tcase_add_test(c, years_of_filling_are_too_short);
    tcase_add_test(c, season_alone_is_cut_at_zero);
    tcase_add_test(c, slope_test_error_rates);
    tcase_add_test(c, slope_of_a_line);
    suite_add_tcase(s, c);
    SRunner *r = srunner_create(s);
    srunner_set_fork_status(r, CK_NOFORK);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

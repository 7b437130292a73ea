/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distributions given by lists (discrete, empirical, alias table) by chi-square, mixtures of anything, the
 * special functions against GSL, what is refused, and copies. */
#include <check.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_gamma.h>
#include <stdlib.h>
#include <string.h>

#include "vf_dist_kind.h"
#include "vf_dist_special.h"

enum { N = 300000 };

/* Chi-square of counts against probabilities, its p above 1e-4. */
static void check_counts(const char *what, size_t n, const int *count, const double *share, int total) {
    double statistic = 0;
    int cells = 0;
    for (size_t i = 0; i < n; i++) {
        double expected = share[i] * total;
        if (expected > 0) {
            statistic += (count[i] - expected) * (count[i] - expected) / expected;
            cells++;
        } else {
            ck_assert_msg(count[i] == 0, "%s: %d draws of an impossible value", what, count[i]);
        }
    }
    double p = cells > 1 ? gsl_cdf_chisq_Q(statistic, cells - 1) : statistic == 0;
    ck_assert_msg(p > 1e-4, "%s: chi-square %.1f on %d cells, p = %g", what, statistic, cells, p);
}

START_TEST(alias_table_is_exact) {
    static const double weight[] = {0.5, 0, 3, 1e-12, 2, 2, 0.25, 7, 0, 1};
    enum { CELLS = sizeof weight / sizeof weight[0] };
    struct vf_alias a;
    ck_assert_int_eq(vf_alias_init(&a, CELLS, weight, NULL), 0);
    double share[CELLS] = {0}, sum = 0;
    for (int i = 0; i < CELLS; i++) {
        share[i] += a.cell[i].cut / CELLS;
        share[a.cell[i].other] += (1 - a.cell[i].cut) / CELLS;
        sum += weight[i];
    }
    for (int i = 0; i < CELLS; i++) {
        ck_assert_double_eq_tol(share[i], weight[i] / sum, 1e-16);
        ck_assert(weight[i] > 0 || share[i] == 0);
    }
    ck_assert_uint_lt(vf_alias_draw(&a, 1 - 0x1p-53), CELLS);
    vf_alias_fini(&a);
    ck_assert_int_eq(vf_alias_init(&a, 1, (double[]){5}, NULL), 0);
    ck_assert_uint_eq(vf_alias_draw(&a, 0.999), 0);
    vf_alias_fini(&a);
    ck_assert_int_eq(vf_alias_init(&a, 0, weight, NULL), VF_E_CONFIG);
    ck_assert_int_eq(vf_alias_init(&a, 2, (double[]){0, 0}, NULL), VF_E_CONFIG);
    ck_assert_int_eq(vf_alias_init(&a, 2, (double[]){1, -1}, NULL), VF_E_CONFIG);
    ck_assert_int_eq(vf_alias_init(&a, 2, (double[]){1, NAN}, NULL), VF_E_CONFIG);
}
END_TEST

typedef int list_builder(struct vf_dist *d, size_t n, const double *values, const double *weights,
                         struct vf_error *err);
static list_builder *const BUILDERS[] = {vf_dist_discrete, vf_dist_empirical};

/* The values 0 .. 9 in disorder, one of them twice, one impossible. */
static const double VALUES[] = {3, 1, 9, 0, 4, 3, 7, 8, 2, 5, 6};
static const double WEIGHTS[] = {1, 2, 0.5, 3, 1, 1, 2, 0, 4, 0.1, 5};
static const double SHARES[10] = {3, 2, 4, 2, 1, 0.1, 5, 2, 0, 0.5}; /* by value; sum 19.6 */
static const double SUM = 19.6;

static void build(struct vf_dist *d, int which) {
    ck_assert_int_eq(BUILDERS[which](d, 11, VALUES, WEIGHTS, NULL), 0);
}

START_TEST(lists_fit) {
    struct vf_dist d;
    double share[10], biased[10], later[10], cut[10], mean = 0, square = 0;
    for (int i = 0; i < 10; i++) {
        share[i] = SHARES[i] / SUM;
        mean += i * share[i];
        square += i * i * share[i];
    }
    double past = share[5] + share[6] + share[7] + share[8] + share[9];
    double within = share[2] + share[3] + share[4] + share[5] + share[6];
    for (int i = 0; i < 10; i++) {
        biased[i] = i * share[i] / mean;
        later[i] = i > 4 ? share[i] / past : 0;
        cut[i] = i >= 2 && i <= 6 ? share[i] / within : 0;
    }
    build(&d, _i);
    ck_assert_double_eq_tol(vf_dist_mean(&d), mean, 1e-14);
    ck_assert_double_eq_tol(vf_dist_variance(&d), square - mean * mean, 1e-13);
    ck_assert_double_eq_tol(vf_dist_cdf(&d, 4), 1 - past, 1e-15);
    ck_assert_double_eq_tol(vf_dist_cdf(&d, 3.999), 1 - past - share[4], 1e-15);
    ck_assert_double_eq_tol(vf_dist_survival(&d, 4), past, 1e-15);
    ck_assert_double_eq(vf_dist_quantile(&d, share[0] * 0.999), 0);
    ck_assert_double_eq(vf_dist_quantile(&d, share[0] * 1.001), 1);
    ck_assert_double_eq(vf_dist_quantile(&d, 1), 9);
    ck_assert_double_eq(vf_dist_lowest(&d), 0);
    ck_assert_int_eq(vf_dist_by_inversion(&d), _i == 1);
    int count[4][10] = {{0}};
    struct vf_dist narrow;
    vf_dist_copy(&narrow, &d);
    ck_assert_int_eq(vf_dist_truncate(&narrow, 1.5, 6, NULL), 0);
    for (uint32_t i = 0; i < N; i++) {
        struct vf_rand r = vf_rand_open(11, (uint64_t)_i, i);
        count[0][(int)vf_dist_draw(&d, &r)]++;
        count[1][(int)vf_dist_sample_size_biased(&d, &r)]++;
        count[2][(int)vf_dist_sample_beyond(&d, 4, &r)]++;
        count[3][(int)vf_dist_draw(&narrow, &r)]++;
    }
    check_counts("raw", 10, count[0], share, N);
    check_counts("size-biased", 10, count[1], biased, N);
    check_counts("beyond 4", 10, count[2], later, N);
    check_counts("cut to [1.5, 6]", 10, count[3], cut, N);
    struct vf_rand r = vf_rand_open(1, 1, 1);
    ck_assert_double_eq(vf_dist_sample_beyond(&d, 9, &r), 9); /* nothing beyond */
    ck_assert_double_eq(vf_dist_sample_beyond(&d, 8.5, &r), 9);
    ck_assert_double_eq(vf_dist_lowest(&narrow), 2);
    vf_dist_fini(&narrow);
    vf_dist_fini(&d);
}
END_TEST

/* Many steps of very unlike weight: the guide table must find each. */
START_TEST(long_lists_fit) {
    enum { MANY = 1000 };
    static double value[MANY], weight[MANY], share[MANY];
    static int count[MANY];
    double sum = 0;
    for (int i = 0; i < MANY; i++) {
        value[i] = i;
        weight[i] = i % 10 == 0 ? 100 : 0.5 + i % 7;
        sum += weight[i];
    }
    memset(count, 0, sizeof count);
    struct vf_dist d;
    ck_assert_int_eq(BUILDERS[_i](&d, MANY, value, weight, NULL), 0);
    for (uint32_t i = 0; i < N; i++) {
        struct vf_rand r = vf_rand_open(12, (uint64_t)_i, i);
        count[(int)vf_dist_draw(&d, &r)]++;
    }
    for (int i = 0; i < MANY; i++) {
        share[i] = weight[i] / sum;
        ck_assert_uint_eq(vf_dist_table_find(d.table, d.table->cum[i]), (size_t)i);
        ck_assert_uint_eq(vf_dist_table_find(d.table, d.table->cum[i + 1] * (1 - 1e-14)), (size_t)i);
    }
    check_counts("a thousand values", MANY, count, share, N);
    vf_dist_fini(&d);
    /* equal weights by default */
    ck_assert_int_eq(vf_dist_empirical(&d, 4, (double[]){4, 8, 6, 2}, NULL, NULL), 0);
    ck_assert_double_eq(vf_dist_mean(&d), 5);
    ck_assert_double_eq(vf_dist_variance(&d), 5);
    vf_dist_fini(&d);
}
END_TEST

START_TEST(fixed_is_fixed) {
    struct vf_dist d;
    struct vf_rand r = vf_rand_open(1, 1, 1);
    ck_assert_int_eq(vf_dist_fixed(&d, 7, NULL), 0);
    ck_assert_int_eq(vf_dist_scale(&d, 2, NULL), 0);
    ck_assert_double_eq(vf_dist_draw(&d, &r), 14);
    ck_assert_double_eq(vf_dist_sample(&d, &r), 14);
    ck_assert_double_eq(vf_dist_sample_size_biased(&d, &r), 14);
    ck_assert_double_eq(vf_dist_sample_beyond(&d, 13, &r), 14);
    ck_assert_double_eq(vf_dist_sample_beyond(&d, 15, &r), 15);
    ck_assert_double_eq(vf_dist_mean(&d), 14);
    ck_assert_double_eq(vf_dist_variance(&d), 0);
    ck_assert_double_eq(vf_dist_cdf(&d, 13.9), 0);
    ck_assert_double_eq(vf_dist_cdf(&d, 14), 1);
    ck_assert_double_eq(vf_dist_survival(&d, 13.9), 1);
    ck_assert_double_eq(vf_dist_quantile(&d, 0.3), 14);
    ck_assert_int_eq(vf_dist_truncate(&d, 6, 8, NULL), 0); /* before the scale */
    ck_assert_int_eq(vf_dist_truncate(&d, 13, 15, NULL), VF_E_CONFIG);
    ck_assert_double_eq(vf_dist_mean(&d), 14);
    ck_assert_int_eq(vf_dist_zero_share(&d, 0.25, NULL), 0);
    ck_assert_double_eq(vf_dist_mean(&d), 10.5);
    ck_assert_double_eq(vf_dist_variance(&d), 14 * 14 * 0.25 * 0.75);
    ck_assert_int_eq(vf_dist_lognormal_mean_sd(&d, 5, 0, NULL), 0);
    ck_assert_int_eq(d.id, VF_DIST_FIXED);
    ck_assert_double_eq(vf_dist_mean(&d), 5);
    ck_assert_int_eq(vf_dist_lognormal(&d, 0, 0, NULL), 0);
    ck_assert_double_eq(vf_dist_mean(&d), 1);
}
END_TEST

/* A mixture whose parts have zeros, scales, cuts and lists, in a mixture; cut as a whole. */
START_TEST(nested_mixtures) {
    struct vf_dist part[3], inner, outer, cut;
    ck_assert_int_eq(vf_dist_uniform(&part[0], 0, 10, NULL), 0);
    ck_assert_int_eq(vf_dist_zero_share(&part[0], 0.5, NULL), 0);
    ck_assert_int_eq(vf_dist_discrete(&part[1], 2, (double[]){1, 3}, (double[]){1, 3}, NULL), 0);
    ck_assert_int_eq(vf_dist_scale(&part[1], 2, NULL), 0);
    ck_assert_int_eq(vf_dist_fixed(&part[2], 8, NULL), 0);
    ck_assert_int_eq(vf_dist_mixture(&inner, 2, (double[]){1, 1}, part, NULL), 0);
    vf_dist_fini(&part[0]);
    vf_dist_copy(&part[0], &inner);
    ck_assert_int_eq(vf_dist_mixture(&outer, 3, (double[]){2, 1, 1}, part, NULL), 0);
    /* weights: zero 1/8, uniform 1/8, discrete 1/4 + 1/4, fixed 1/4 */
    ck_assert_double_eq_tol(vf_dist_mean(&outer), 5.0 / 8 + 0.5 * 5 + 0.25 * 8, 1e-14);
    ck_assert_double_eq_tol(vf_dist_cdf(&outer, 0), 0.125, 1e-15);
    ck_assert_double_eq_tol(vf_dist_cdf(&outer, 5), 0.125 + 0.0625 + 0.125, 1e-15);
    ck_assert_double_eq_tol(vf_dist_survival(&outer, 7), 0.0375 + 0.25, 1e-15);
    ck_assert_double_eq(vf_dist_quantile(&outer, 0.1), 0);
    ck_assert_double_eq_tol(vf_dist_quantile(&outer, 0.35), 6, 1e-12);
    vf_dist_copy(&cut, &outer);
    ck_assert_int_eq(vf_dist_truncate(&cut, 4, 7, NULL), 0); /* uniform 3/80, the value 6: 3/8 */
    double kept = 0.0375 + 0.375;
    ck_assert_double_eq_tol(vf_dist_mean(&cut), (0.0375 * 5.5 + 0.375 * 6) / kept, 1e-13);
    int sixes = 0, zeros = 0, beyond = 0, fives = 0;
    for (uint32_t i = 0; i < N; i++) {
        struct vf_rand r = vf_rand_open(13, 1, i);
        double x = vf_dist_draw(&cut, &r);
        ck_assert(x >= 4 && x <= 7);
        sixes += x == 6;
        zeros += vf_dist_draw(&outer, &r) == 0;
        beyond += vf_dist_sample_beyond(&outer, 7, &r) == 8;
        fives += vf_dist_sample_size_biased(&outer, &r) == 6;
    }
    double mean = vf_dist_mean(&outer);
    check_counts("sixes", 2, (int[]){sixes, N - sixes}, (double[]){0.375 / kept, 0.0375 / kept}, N);
    check_counts("zeros", 2, (int[]){zeros, N - zeros}, (double[]){0.125, 0.875}, N);
    check_counts("eights", 2, (int[]){beyond, N - beyond}, (double[]){0.25 / 0.2875, 0.0375 / 0.2875}, N);
    check_counts("biased sixes", 2, (int[]){fives, N - fives}, (double[]){2.25 / mean, 1 - 2.25 / mean}, N);
    ck_assert_int_eq(vf_dist_truncate(&cut, 0, 3.5, NULL),
                     VF_E_CONFIG); /* nothing left, and nothing changed */
    ck_assert_double_eq_tol(vf_dist_mean(&cut), (0.0375 * 5.5 + 0.375 * 6) / kept, 1e-13);
    vf_dist_fini(&part[0]);
    vf_dist_fini(&part[1]);
    vf_dist_fini(&inner);
    vf_dist_fini(&outer);
    vf_dist_fini(&cut);
}
END_TEST

static void close_to(const char *what, double x, double found, double expected, double tolerance) {
    if (expected < 1e-290) { /* where GSL gives up */
        return;
    }
    ck_assert_msg(fabs(found - expected) <= tolerance * fabs(expected), "%s at %g: %.17g, GSL has %.17g",
                  what, x, found, expected);
}

START_TEST(special_functions_match_gsl) {
    static const double shapes[] = {0.001, 0.1, 0.5, 1, 2.5, 9.99, 10, 50, 1000, 20000};
    for (double x = 0.003; x < 1e6; x *= 1.37) {
        ck_assert_double_eq_tol(vf_lgamma(x), gsl_sf_lngamma(x), 1e-14 * (1 + fabs(gsl_sf_lngamma(x))));
    }
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        double a = shapes[i], tolerance = 3e-13 * (1 + sqrt(a));
        for (double z = 0.05; z < 5; z *= 1.3) {
            double x = a * z;
            close_to("gamma P", x, vf_gamma_cdf(a, x, false), gsl_cdf_gamma_P(x, a, 1), tolerance);
            close_to("gamma Q", x, vf_gamma_cdf(a, x, true), gsl_cdf_gamma_Q(x, a, 1),
                     a < 0.1 ? 1e-11 : tolerance * (1 + x / 10));
        }
        for (int k = 0; k < 60; k++) { /* the inverse returns, from both tails, far out too */
            double p = k < 20 ? pow(10, -k) * 0.5 : (k - 19.5) / 41;
            for (int upper = 0; upper < 2; upper++) {
                double x = vf_gamma_quantile(a, p, upper);
                if (x > 1e-290) {
                    close_to("gamma inverse", x, vf_gamma_cdf(a, x, upper), p, 1e-11 * (1 + a / 100));
                }
            }
        }
        for (size_t j = 0; j < sizeof shapes / sizeof shapes[0]; j++) {
            double b = shapes[j], wide = 1e-12 * (1 + a + b);
            for (double x = 0.02; x < 1; x += 0.07) {
                double below = gsl_cdf_beta_P(x, a, b), above = gsl_cdf_beta_Q(x, a, b);
                ck_assert_double_eq_tol(vf_beta_cdf(a, b, x, false), below, wide);
                ck_assert_double_eq_tol(vf_beta_cdf(a, b, x, true), above, wide);
                double y = vf_beta_quantile(a, b, x, false);
                if (y > 1e-200 && y < 1 - 1e-3) {
                    close_to("beta inverse", y, vf_beta_cdf(a, b, y, false), x, 1e-10 * (1 + b));
                }
            }
        }
    }
    for (double z = -37; z < 37; z += 0.37) {
        close_to("normal P", z, vf_normal_cdf(z, false), gsl_cdf_ugaussian_P(z), 1e-12);
        close_to("normal Q", z, vf_normal_cdf(z, true), gsl_cdf_ugaussian_Q(z), 1e-12);
        ck_assert_double_eq_tol(vf_normal_inverse(vf_normal_cdf(z, z > 0), z > 0), z, 1e-13 * (1 + fabs(z)));
    }
    ck_assert_double_eq(vf_gamma_quantile(2, 0, false), 0);
    ck_assert(isinf(vf_gamma_quantile(2, 1, false)));
    ck_assert(isinf(vf_normal_inverse(0, true)));
}
END_TEST

#define REFUSED(text, call)                                                                    \
    do {                                                                                       \
        struct vf_error err = VF_ERROR_INIT;                                                   \
        ck_assert_msg((call) == VF_E_CONFIG, "accepted: %s", #call);                           \
        ck_assert_msg(strstr(err.items[0].message, text) != NULL, "%s", err.items[0].message); \
        vf_error_fini(&err);                                                                   \
        vf_dist_fini(&d);                                                                      \
    } while (0)

START_TEST(bad_parameters_are_refused) {
    struct vf_dist d;
    REFUSED("fixed: the value is inf", vf_dist_fixed(&d, INFINITY, &err));
    REFUSED("exponential: mean is 0: expected a finite number > 0", vf_dist_exponential(&d, 0, &err));
    REFUSED("exponential: mean is nan", vf_dist_exponential(&d, NAN, &err));
    REFUSED("gamma: shape is -1", vf_dist_gamma(&d, -1, 1, &err));
    REFUSED("gamma: shape is 1e+07", vf_dist_gamma(&d, 1e7, 1, &err));
    REFUSED("gamma: scale is 0", vf_dist_gamma(&d, 1, 0, &err));
    REFUSED("gamma: mean is -2", vf_dist_gamma_mean_sd(&d, -2, 1, &err));
    REFUSED("gamma: sd is 0", vf_dist_gamma_mean_sd(&d, 2, 0, &err));
    REFUSED("Erlang: 0 stages", vf_dist_erlang(&d, 0, 1, &err));
    REFUSED("Erlang: mean is -1", vf_dist_erlang(&d, 1, -1, &err));
    REFUSED("lognormal: mu is 1000", vf_dist_lognormal(&d, 1000, 1, &err));
    REFUSED("lognormal: sigma is -1", vf_dist_lognormal(&d, 0, -1, &err));
    REFUSED("lognormal: mean is 0", vf_dist_lognormal_mean_sd(&d, 0, 1, &err));
    REFUSED("lognormal: sd is -1", vf_dist_lognormal_mean_sd(&d, 1, -1, &err));
    REFUSED("lognormal: median is 0", vf_dist_lognormal_median_cv(&d, 0, 1, &err));
    REFUSED("lognormal: cv is nan", vf_dist_lognormal_median_cv(&d, 1, (double)NAN, &err));
    REFUSED("Weibull: shape is 0", vf_dist_weibull(&d, 0, 1, &err));
    REFUSED("Weibull: scale is -1", vf_dist_weibull(&d, 1, -1, &err));
    REFUSED("triangular: mode is 5: expected min <= mode <= max", vf_dist_triangular(&d, 0, 5, 4, &err));
    REFUSED("triangular: max is 1", vf_dist_triangular(&d, 1, 1, 1, &err));
    REFUSED("triangular: min is", vf_dist_triangular(&d, NAN, 1, 1, &err));
    REFUSED("uniform: max is 2: expected a finite number > min", vf_dist_uniform(&d, 2, 2, &err));
    REFUSED("uniform: min is -inf", vf_dist_uniform(&d, -INFINITY, 2, &err));
    REFUSED("normal: sd is 0", vf_dist_normal(&d, 2, 0, &err));
    REFUSED("normal: mean is", vf_dist_normal(&d, NAN, 1, &err));
    REFUSED("beta: a is 0", vf_dist_beta(&d, 0, 1, 0, 1, &err));
    REFUSED("beta: b is 0", vf_dist_beta(&d, 1, 0, 0, 1, &err));
    REFUSED("beta: max is 0", vf_dist_beta(&d, 1, 1, 0, 0, &err));
    REFUSED("Pareto: min is 0", vf_dist_pareto(&d, 1, 0, &err));
    REFUSED("Pareto: shape is 0", vf_dist_pareto(&d, 0, 1, &err));
    REFUSED("mixture: 0 components", vf_dist_mixture(&d, 0, NULL, NULL, &err));
    struct vf_dist part;
    ck_assert_int_eq(vf_dist_fixed(&part, 1, NULL), 0);
    REFUSED("mixture: weight 1 is -1", vf_dist_mixture(&d, 1, (double[]){-1}, &part, &err));
    REFUSED("empirical: 0 values", vf_dist_empirical(&d, 0, NULL, NULL, &err));
    REFUSED("empirical: value 2 is not finite", vf_dist_empirical(&d, 2, (double[]){1, NAN}, NULL, &err));
    REFUSED("discrete: weight 2 is",
            vf_dist_discrete(&d, 2, (double[]){1, 2}, (double[]){1, INFINITY}, &err));
    REFUSED("discrete: the sum of the weights is 0",
            vf_dist_discrete(&d, 1, (double[]){1}, (double[]){0}, &err));
    REFUSED("histogram: edge 2 is 1", vf_dist_histogram(&d, 1, (double[]){1, 1}, (double[]){1}, &err));
    REFUSED("histogram: 0 bins", vf_dist_histogram(&d, 0, NULL, NULL, &err));
}
END_TEST

START_TEST(bad_changes_are_refused) {
    struct vf_dist d;
    ck_assert_int_eq(vf_dist_exponential(&d, 1, NULL), 0);
    REFUSED("[2, 1]", vf_dist_truncate(&d, 2, 1, &err));
    ck_assert_int_eq(vf_dist_exponential(&d, 1, NULL), 0);
    REFUSED("nan", vf_dist_truncate(&d, NAN, 1, &err));
    ck_assert_int_eq(vf_dist_exponential(&d, 1, NULL), 0);
    REFUSED("keeps only 7.1", vf_dist_truncate(&d, 21.0625, INFINITY, &err)); /* e^-21.0625 = 7.1e-10 */
    ck_assert_int_eq(vf_dist_exponential(&d, 1, NULL), 0);
    ck_assert_int_eq(vf_dist_truncate(&d, 20, INFINITY, NULL), 0);
    ck_assert_double_eq_tol(vf_dist_mean(&d), 21, 1e-12);
    REFUSED("scale is 0", vf_dist_scale(&d, 0, &err));
    ck_assert_int_eq(vf_dist_gamma(&d, 2, 1, NULL), 0);
    REFUSED("keeps only 0 of", vf_dist_truncate(&d, -2, -1, &err));
    ck_assert_int_eq(vf_dist_histogram(&d, 1, (double[]){1, 2}, (double[]){1}, NULL), 0);
    REFUSED("keeps only 0 of", vf_dist_truncate(&d, 2.5, 3, &err));
    ck_assert_int_eq(vf_dist_exponential(&d, 1, NULL), 0);
    REFUSED("the share of zeros is 1", vf_dist_zero_share(&d, 1, &err));
    ck_assert_int_eq(vf_dist_uniform(&d, -1, 1, NULL), 0);
    ck_assert(!vf_dist_biasable(&d));
    REFUSED("the lowest value is -1", vf_dist_zero_share(&d, 0.1, &err));
    ck_assert_int_eq(vf_dist_pareto(&d, 1, 1, NULL), 0);
    ck_assert(!vf_dist_biasable(&d)); /* no mean */
    ck_assert(isinf(vf_dist_mean(&d)));
    ck_assert_int_eq(vf_dist_truncate(&d, 0, 10, NULL), 0);
    ck_assert(vf_dist_biasable(&d));
    ck_assert_double_eq_tol(vf_dist_mean(&d), log(10) / 0.9, 1e-13);
    /* a cut that cuts nothing keeps the fast path */
    ck_assert_int_eq(vf_dist_lognormal(&d, 0, 1, NULL), 0);
    ck_assert_int_eq(vf_dist_truncate(&d, 0, INFINITY, NULL), 0);
    ck_assert(d.plain);
}
END_TEST

int main(void) {
    gsl_set_error_handler_off();
    Suite *suite = suite_create("distributions: lists and limits");
    TCase *tcase = tcase_create("lists");
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, alias_table_is_exact);
    tcase_add_loop_test(tcase, lists_fit, 0, 2);
    tcase_add_loop_test(tcase, long_lists_fit, 0, 2);
    tcase_add_test(tcase, fixed_is_fixed);
    tcase_add_test(tcase, nested_mixtures);
    tcase_add_test(tcase, special_functions_match_gsl);
    tcase_add_test(tcase, bad_parameters_are_refused);
    tcase_add_test(tcase, bad_changes_are_refused);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Goodness of fit of every continuous kind, raw, truncated, conditional, size-biased and with zeros:
 * Kolmogorov- Smirnov against GSL's cdf at p = 1e-4 with fixed seeds, moments within four standard errors
 * of what quadrature of GSL's cdf says.
 * vf-test: labels=slow */
#include <check.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "test_kernel_dist_cases.h"

enum { N = 100000, GRID = 400, STRIDE = 7 };
static int count = N;                  /* how many values the sample has */
static const double KS_LIMIT = 2.2253; /* 2 exp(-2 x^2) = 1e-4 */

/* A law by its two tails: base, cut to [lo, hi]. The tail that keeps its digits is used. */
struct law {
    const struct law_case *base;
    double lo, hi;
    bool upper;
    double from, to; /* the tail at lo and hi */
};

static struct law law_between(const struct law_case *base, double lo, double hi) {
    struct law law = {base, lo, hi, isinf(lo) || base->above(lo) < 0.5 || isinf(hi), 0, 0};
    if (law.upper) {
        law.from = isinf(lo) ? 1 : base->above(lo);
        law.to = isinf(hi) ? 0 : base->above(hi);
    } else {
        law.from = base->below(lo);
        law.to = base->below(hi);
    }
    return law;
}

static double law_below(const struct law *law, double x) {
    if (x <= law->lo || x >= law->hi) {
        return x <= law->lo ? 0 : 1;
    }
    double tail = law->upper ? law->base->above(x) : law->base->below(x);
    if (law->upper && law->from == 1 && law->to == 0) {
        return law->base->below(x);
    }
    return (law->from - tail) / (law->from - law->to);
}

static double law_above(const struct law *law, double x) {
    if (x <= law->lo || x >= law->hi) {
        return x <= law->lo ? 1 : 0;
    }
    double tail = law->upper ? law->base->above(x) : law->base->below(x);
    return (tail - law->to) / (law->from - law->to);
}

struct integrand {
    const struct law *law;
    double centre;
    int k; /* moment about the centre */
};

static double tail_term(double x, void *context) {
    const struct integrand *f = context;
    double factor = f->k == 1 ? 1 : 2 * (x - f->centre);
    return factor * law_above(f->law, x);
}

static double head_term(double x, void *context) {
    const struct integrand *f = context;
    double factor = f->k == 1 ? 1 : 2 * (x - f->centre);
    return -factor * law_below(f->law, x);
}

/* E (X - centre)^k by parts: tails above the centre, heads below it. */
static double quadrature(const struct law *law, double centre, int k) {
    struct integrand f = {law, centre, k};
    gsl_function tail = {tail_term, &f}, head = {head_term, &f};
    gsl_integration_workspace *work = gsl_integration_workspace_alloc(5000);
    double above = 0, below = 0, error;
    double hi = fmin(law->hi, law->base->highest), lo = fmax(law->lo, law->base->lowest);
    if (isinf(hi)) {
        gsl_integration_qagiu(&tail, centre, 0, 1e-10, 5000, work, &above, &error);
    } else {
        gsl_integration_qag(&tail, centre, hi, 0, 1e-11, 5000, GSL_INTEG_GAUSS15, work, &above, &error);
    }
    if (isinf(lo)) {
        gsl_integration_qagil(&head, centre, 0, 1e-10, 5000, work, &below, &error);
    } else {
        gsl_integration_qag(&head, lo, centre, 0, 1e-11, 5000, GSL_INTEG_GAUSS15, work, &below, &error);
    }
    gsl_integration_workspace_free(work);
    return above + below;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double sample_values[N];

typedef double draw_function(const struct vf_dist *d, double argument, struct vf_rand *r);

static double draw_plain(const struct vf_dist *d, double argument, struct vf_rand *r) {
    (void)argument;
    return vf_dist_draw(d, r);
}
static double draw_beyond(const struct vf_dist *d, double argument, struct vf_rand *r) {
    return vf_dist_sample_beyond(d, argument, r);
}
static double draw_biased(const struct vf_dist *d, double argument, struct vf_rand *r) {
    (void)argument;
    return vf_dist_sample_size_biased(d, r);
}

static void fill(const struct vf_dist *d, draw_function *draw, double argument, const char *name,
                 uint64_t purpose) {
    for (uint32_t i = 0; i < (uint32_t)count; i++) { /* a stream per draw, as the model does */
        struct vf_rand r = vf_rand_open(vf_name_key(name), purpose, i);
        sample_values[i] = draw(d, argument, &r);
    }
}

static void check_ks(const struct law *law, const char *what) {
    qsort(sample_values, (size_t)count, sizeof sample_values[0], ascending);
    double worst = 0;
    for (int i = 0; i < count; i += STRIDE) { /* not all: GSL's cdf is what takes the time here */
        double p = law_below(law, sample_values[i]);
        worst = fmax(worst, fmax(fabs(p - (double)i / count), fabs((double)(i + 1) / count - p)));
    }
    double statistic = worst * sqrt(count);
    ck_assert_msg(statistic < KS_LIMIT, "%s, %s: KS statistic %.3f", law->base->name, what, statistic);
}

static void sample_moments(double *mean, double *variance, double *fourth) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
        sum += sample_values[i];
    }
    *mean = sum / count;
    *variance = *fourth = 0;
    for (int i = 0; i < count; i++) {
        double square = (sample_values[i] - *mean) * (sample_values[i] - *mean);
        *variance += square / count;
        *fourth += square * square / count;
    }
}

static void check_moments(const struct vf_dist *d, const char *name, const char *what) {
    double mean, variance, fourth;
    sample_moments(&mean, &variance, &fourth);
    double z = (mean - vf_dist_mean(d)) / sqrt(vf_dist_variance(d) / count);
    ck_assert_msg(fabs(z) <= 4, "%s, %s: mean %g against %g, z = %.2f", name, what, mean, vf_dist_mean(d), z);
    z = (variance - vf_dist_variance(d)) / sqrt((fourth - variance * variance) / count);
    ck_assert_msg(fabs(z) <= 4, "%s, %s: variance %g against %g, z = %.2f", name, what, variance,
                  vf_dist_variance(d), z);
}

static void check_exact(const struct vf_dist *d, const struct law *law, const char *what) {
    double mean = vf_dist_mean(d), variance = vf_dist_variance(d);
    if (isfinite(mean)) {
        double off = quadrature(law, mean, 1);
        ck_assert_msg(fabs(off) <= 1e-8 * fabs(mean), "%s, %s: mean %.15g is off by %g", law->base->name,
                      what, mean, off);
    }
    if (isfinite(variance)) {
        double expected = quadrature(law, mean, 2);
        ck_assert_msg(fabs(variance - expected) <= 1e-7 * expected + 1e-13 * mean * mean,
                      "%s, %s: variance %.15g, expected %.15g", law->base->name, what, variance, expected);
    }
    for (int i = 1; i < 200; i++) {
        double p = i / 200.0, x = vf_dist_quantile(d, p);
        double unsure = law_below(law, x * (1 + 1e-15)) - law_below(law, x * (1 - 1e-15)); /* of x itself */
        ck_assert_msg(fabs(law_below(law, x) - p) < 1e-11 + fabs(unsure),
                      "%s, %s: quantile of %g is %.15g where GSL has %.15g", law->base->name, what, p, x,
                      law_below(law, x));
        ck_assert_double_eq_tol(vf_dist_cdf(d, x), law_below(law, x), 1e-11);
        ck_assert_msg(fabs(vf_dist_survival(d, x) - law_above(law, x)) < 1e-11 * law_above(law, x) + 1e-14,
                      "%s, %s: survival at %g", law->base->name, what, x);
    }
}

static bool heavy(const struct vf_dist *d) { return !isfinite(vf_dist_variance(d)); }

START_TEST(raw_laws_fit) {
    count = N;
    const struct law_case *c = &CASES[_i];
    struct law law = law_between(c, c->lowest, c->highest);
    struct vf_dist d;
    ck_assert_int_eq(c->build(&d), 0);
    fill(&d, draw_plain, 0, c->name, 1);
    check_ks(&law, "raw");
    if (!heavy(&d)) {
        check_moments(&d, c->name, "raw");
    }
    check_exact(&d, &law, "raw");
    ck_assert_double_eq(vf_dist_lowest(&d), c->lowest);
    vf_dist_fini(&d);
}
END_TEST

START_TEST(truncated_laws_fit) {
    static const double ends[][2] = {{0.2, 0.9}, {-1, 0.01}, {0.95, 0.97}, {0.999, 2}};
    count = N;
    const struct law_case *c = &CASES[_i];
    struct vf_dist whole;
    ck_assert_int_eq(c->build(&whole), 0);
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        char what[64];
        struct vf_dist d;
        struct law law = law_between(c, ends[i][0] < 0 ? c->lowest : vf_dist_quantile(&whole, ends[i][0]),
                                     ends[i][1] > 1 ? c->highest : vf_dist_quantile(&whole, ends[i][1]));
        snprintf(what, sizeof what, "cut at %g and %g", ends[i][0], ends[i][1]);
        vf_dist_copy(&d, &whole);
        ck_assert_int_eq(vf_dist_truncate(&d, ends[i][0] < 0 ? -INFINITY : law.lo,
                                          ends[i][1] > 1 ? INFINITY : law.hi, NULL),
                         0);
        fill(&d, draw_plain, 0, c->name, 100 + i);
        check_ks(&law, what);
        ck_assert(sample_values[0] >= law.lo && sample_values[count - 1] <= law.hi);
        if (!heavy(&d)) {
            check_moments(&d, c->name, what);
        }
        check_exact(&d, &law, what);
        vf_dist_fini(&d);
    }
    vf_dist_fini(&whole);
}
END_TEST

START_TEST(draws_beyond_fit) {
    static const double elapsed[] = {0.2, 0.999999};
    count = N / 4; /* numeric inversions: slow */
    const struct law_case *c = &CASES[_i];
    struct vf_dist d;
    ck_assert_int_eq(c->build(&d), 0);
    for (size_t i = 0; i < sizeof elapsed / sizeof elapsed[0]; i++) {
        char what[64];
        struct law law = law_between(c, vf_dist_quantile(&d, elapsed[i]), c->highest);
        snprintf(what, sizeof what, "beyond the quantile %g", elapsed[i]);
        fill(&d, draw_beyond, law.lo, c->name, 200 + i);
        check_ks(&law, what);
        ck_assert(sample_values[0] >= law.lo);
    }
    struct vf_rand r = vf_rand_open(1, 2, 3);
    if (isfinite(c->highest)) {
        ck_assert_double_eq(vf_dist_sample_beyond(&d, c->highest + 1, &r), c->highest + 1);
    }
    /* truncated above: nothing may come beyond the cut */
    double cut = vf_dist_quantile(&d, 0.95);
    struct law law = law_between(c, vf_dist_quantile(&d, 0.5), cut);
    ck_assert_int_eq(vf_dist_truncate(&d, -INFINITY, cut, NULL), 0);
    fill(&d, draw_beyond, law.lo, c->name, 250);
    check_ks(&law, "beyond, cut");
    ck_assert(sample_values[count - 1] <= cut);
    vf_dist_fini(&d);
}
END_TEST

static double below_term(double x, void *context) { return law_below(context, x); }

/* The size-biased cdf, integrated by parts from its last known point. */
static double biased_step(struct law *law, gsl_integration_glfixed_table *rule, double from, double to) {
    gsl_function f = {below_term, law};
    double area = to > from ? gsl_integration_glfixed(&f, from, to, rule) : 0;
    return to * law_below(law, to) - from * law_below(law, from) - area;
}

static void check_biased(const struct vf_dist *d, struct law *law, const char *what) {
    double mean = vf_dist_mean(d), at = fmax(law->lo, law->base->lowest), total = 0, worst = 0;
    gsl_integration_glfixed_table *rule = gsl_integration_glfixed_table_alloc(32);
    qsort(sample_values, (size_t)count, sizeof sample_values[0], ascending);
    for (int i = 1; i <= GRID; i++) {
        int rank = i * (count / GRID) - 1;
        total += biased_step(law, rule, at, sample_values[rank]);
        at = sample_values[rank];
        worst = fmax(worst, fabs(total / mean - (rank + 0.5) / count));
    }
    gsl_integration_glfixed_table_free(rule);
    ck_assert_msg(worst * sqrt(count) < KS_LIMIT, "%s, %s: KS statistic %.3f", law->base->name, what,
                  worst * sqrt(count));
    if (heavy(d)) {
        return;
    }
    double sample_mean, variance, fourth;
    sample_moments(&sample_mean, &variance, &fourth);
    double expected = vf_dist_variance(d) / mean + mean;
    double z = (sample_mean - expected) / sqrt(variance / count);
    ck_assert_msg(fabs(z) <= 4, "%s, %s: mean %g, expected %g, z = %.2f", law->base->name, what, sample_mean,
                  expected, z);
}

START_TEST(size_biased_laws_fit) {
    static const double ends[][2] = {{-1, 2}, {0.6, 0.99}, {-1, 0.3}};
    count = N / 4; /* numeric inversions: slow */
    const struct law_case *c = &CASES[_i];
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        struct vf_dist d;
        char what[64];
        ck_assert_int_eq(c->build(&d), 0);
        struct law law = law_between(c, ends[i][0] < 0 ? c->lowest : vf_dist_quantile(&d, ends[i][0]),
                                     ends[i][1] > 1 ? c->highest : vf_dist_quantile(&d, ends[i][1]));
        snprintf(what, sizeof what, "size-biased, cut at %g and %g", ends[i][0], ends[i][1]);
        if (i > 0) {
            ck_assert_int_eq(vf_dist_truncate(&d, ends[i][0] < 0 ? -INFINITY : law.lo,
                                              ends[i][1] > 1 ? INFINITY : law.hi, NULL),
                             0);
        }
        ck_assert_int_eq(vf_dist_biasable(&d), law.lo >= 0);
        if (vf_dist_biasable(&d)) {
            fill(&d, draw_biased, 0, c->name, 300 + i);
            check_biased(&d, &law, what);
        }
        vf_dist_fini(&d);
    }
}
END_TEST

START_TEST(zeros_and_scale) {
    count = N;
    const struct law_case *c = &CASES[_i];
    struct vf_dist d, plain;
    ck_assert_int_eq(c->build(&d), 0);
    if (c->lowest < 0) {
        ck_assert_int_eq(vf_dist_zero_share(&d, 0.3, NULL), VF_E_CONFIG);
        ck_assert_int_eq(vf_dist_truncate(&d, 0, INFINITY, NULL), 0);
    }
    vf_dist_copy(&plain, &d);
    ck_assert_int_eq(vf_dist_zero_share(&d, 0.3, NULL), 0);
    ck_assert_int_eq(vf_dist_scale(&d, 5, NULL), 0);
    ck_assert_int_eq(vf_dist_scale(&d, 0.5, NULL), 0);
    ck_assert_int_eq(vf_dist_by_inversion(&d), vf_dist_by_inversion(&plain));
    fill(&d, draw_plain, 0, c->name, 400);
    if (!heavy(&d)) {
        check_moments(&d, c->name, "with zeros");
    }
    int zeros = 0;
    for (int i = 0; i < N; i++) {
        zeros += sample_values[i] == 0;
    }
    double z = (zeros - 0.3 * N) / sqrt(0.21 * N);
    ck_assert_msg(fabs(z) <= 4, "%s: %d zeros", c->name, zeros);
    /* without the zeros, and the scale taken back, it is the plain law */
    double worst = 0;
    qsort(sample_values, N, sizeof sample_values[0], ascending);
    for (int i = 0; i < N; i += 10) {
        double p = vf_dist_cdf(&d, sample_values[i]);
        ck_assert_double_eq_tol(p, 0.3 + 0.7 * vf_dist_cdf(&plain, sample_values[i] / 2.5), 1e-12);
        ck_assert_double_eq_tol(vf_dist_survival(&d, sample_values[i]), 1 - p, 1e-12);
        worst = sample_values[i] > 0 ? fmax(worst, fabs(p - (i + 0.5) / N)) : worst;
    }
    ck_assert_msg(worst * sqrt(N) < KS_LIMIT, "%s with zeros: KS statistic %.3f", c->name, worst * sqrt(N));
    ck_assert_double_eq(vf_dist_quantile(&d, 0.3), 0);
    ck_assert_double_eq_tol(vf_dist_quantile(&d, 0.3 + 0.7 * 0.4) / vf_dist_quantile(&plain, 0.4), 2.5, 1e-9);
    ck_assert_double_eq(vf_dist_lowest(&d), 0);
    /* size-biased and beyond: the zeros are gone, the scale stays */
    struct vf_rand r = vf_rand_open(9, 9, 9), s = r;
    ck_assert_double_eq(vf_dist_sample_size_biased(&d, &r), 2.5 * vf_dist_sample_size_biased(&plain, &s));
    double elapsed = vf_dist_quantile(&plain, 0.5);
    r = s = vf_rand_open(9, 9, 10);
    ck_assert_double_eq_tol(
        vf_dist_sample_beyond(&d, 2.5 * elapsed, &r) / vf_dist_sample_beyond(&plain, elapsed, &s), 2.5, 1e-9);
    ck_assert_double_gt(vf_dist_sample_beyond(&d, 0, &r), 0);
    vf_dist_fini(&d);
    vf_dist_fini(&plain);
}
END_TEST

/* Laws by inversion rise with their one uniform, whatever is done to them. */
START_TEST(inversion_is_monotone) {
    const struct law_case *c = &CASES[_i];
    struct vf_dist d;
    ck_assert_int_eq(c->build(&d), 0);
    for (int variant = 0; variant < 3 && vf_dist_by_inversion(&d); variant++) {
        static double pairs[2000][2];
        for (uint32_t i = 0; i < 2000; i++) {
            struct vf_rand r = vf_rand_open(77, (uint64_t)variant, i), copy = r;
            pairs[i][0] = vf_rand_u01(&copy);
            pairs[i][1] = vf_dist_draw(&d, &r);
            ck_assert_uint_eq(r.state, copy.state); /* one word each */
        }
        qsort(pairs, 2000, sizeof pairs[0], ascending);
        for (int i = 1; i < 2000; i++) {
            ck_assert_msg(pairs[i][1] >= pairs[i - 1][1], "%s, variant %d", c->name, variant);
        }
        double lo = vf_dist_quantile(&d, 0.05), hi = vf_dist_quantile(&d, 0.8);
        int code = variant == 0 ? vf_dist_truncate(&d, lo > 0 ? lo : 0, hi, NULL)
                                : vf_dist_zero_share(&d, 0.2, NULL);
        ck_assert_int_eq(code, 0);
    }
    vf_dist_fini(&d);
}
END_TEST

int main(void) {
    gsl_set_error_handler_off();
    Suite *suite = suite_create("distributions: fit");
    TCase *tcase = tcase_create("fit");
    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(tcase, raw_laws_fit, 0, NCASES);
    tcase_add_loop_test(tcase, truncated_laws_fit, 0, NCASES);
    tcase_add_loop_test(tcase, draws_beyond_fit, 0, NCASES);
    tcase_add_loop_test(tcase, size_biased_laws_fit, 0, NCASES);
    tcase_add_loop_test(tcase, zeros_and_scale, 0, NCASES);
    tcase_add_loop_test(tcase, inversion_is_monotone, 0, NCASES);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The laws that the tests of distributions run through: how each is built, and GSL's opinion of it. */
#ifndef TEST_KERNEL_DIST_CASES_H
#define TEST_KERNEL_DIST_CASES_H

#include <gsl/gsl_cdf.h>
#include <math.h>

#include "vf_dist.h"

struct law_case {
    const char *name;
    int (*build)(struct vf_dist *d);
    double (*below)(double x); /* P(X <= x) */
    double (*above)(double x); /* P(X > x) */
    double lowest, highest;
};

#define CASE_BUILD(name, call) \
    static int name##_build(struct vf_dist *d) { return call; }
#define CASE_CDF(name, below_value, above_value)                 \
    static double name##_below(double x) { return below_value; } \
    static double name##_above(double x) { return above_value; }

CASE_BUILD(exponential, vf_dist_exponential(d, 3, NULL))
CASE_CDF(exponential, gsl_cdf_exponential_P(x, 3), gsl_cdf_exponential_Q(x, 3))
CASE_BUILD(gamma_03, vf_dist_gamma(d, 0.3, 2, NULL))
CASE_CDF(gamma_03, gsl_cdf_gamma_P(x, 0.3, 2), gsl_cdf_gamma_Q(x, 0.3, 2))
CASE_BUILD(gamma_25, vf_dist_gamma(d, 2.5, 4, NULL))
CASE_CDF(gamma_25, gsl_cdf_gamma_P(x, 2.5, 4), gsl_cdf_gamma_Q(x, 2.5, 4))
CASE_BUILD(gamma_400, vf_dist_gamma_mean_sd(d, 100, 5, NULL))
CASE_CDF(gamma_400, gsl_cdf_gamma_P(x, 400, 0.25), gsl_cdf_gamma_Q(x, 400, 0.25))
CASE_BUILD(erlang, vf_dist_erlang(d, 4, 10, NULL))
CASE_CDF(erlang, gsl_cdf_gamma_P(x, 4, 2.5), gsl_cdf_gamma_Q(x, 4, 2.5))
CASE_BUILD(lognormal, vf_dist_lognormal(d, 1, 0.5, NULL))
CASE_CDF(lognormal, gsl_cdf_lognormal_P(x, 1, 0.5), gsl_cdf_lognormal_Q(x, 1, 0.5))

#define MEAN_SD_SIGMA sqrt(log(1 + 81 / (7.4 * 7.4)))
#define MEAN_SD_MU (log(7.4) - 0.5 * log(1 + 81 / (7.4 * 7.4)))
CASE_BUILD(lognormal_mean, vf_dist_lognormal_mean_sd(d, 7.4, 9, NULL))
CASE_CDF(lognormal_mean, gsl_cdf_lognormal_P(x, MEAN_SD_MU, MEAN_SD_SIGMA),
         gsl_cdf_lognormal_Q(x, MEAN_SD_MU, MEAN_SD_SIGMA))
CASE_BUILD(lognormal_median, vf_dist_lognormal_median_cv(d, 5, 0.8, NULL))
CASE_CDF(lognormal_median, gsl_cdf_lognormal_P(x, log(5), sqrt(log(1.64))),
         gsl_cdf_lognormal_Q(x, log(5), sqrt(log(1.64))))
CASE_BUILD(weibull_07, vf_dist_weibull(d, 0.7, 3, NULL))
CASE_CDF(weibull_07, gsl_cdf_weibull_P(x, 3, 0.7), gsl_cdf_weibull_Q(x, 3, 0.7))
CASE_BUILD(weibull_25, vf_dist_weibull(d, 2.5, 10, NULL))
CASE_CDF(weibull_25, gsl_cdf_weibull_P(x, 10, 2.5), gsl_cdf_weibull_Q(x, 10, 2.5))

static inline double slopes_below(double x, double a, double m, double b) {
    if (x <= a || x >= b) {
        return x <= a ? 0 : 1;
    }
    return x < m ? (x - a) * (x - a) / ((b - a) * (m - a)) : 1 - (b - x) * (b - x) / ((b - a) * (b - m));
}
static inline double slopes_above(double x, double a, double m, double b) {
    return x > m && x < b ? (b - x) * (b - x) / ((b - a) * (b - m)) : 1 - slopes_below(x, a, m, b);
}
CASE_BUILD(triangle, vf_dist_triangular(d, 1, 2, 6, NULL))
CASE_CDF(triangle, slopes_below(x, 1, 2, 6), slopes_above(x, 1, 2, 6))
CASE_BUILD(triangle_left, vf_dist_triangular(d, 0, 0, 1, NULL))
CASE_CDF(triangle_left, slopes_below(x, 0, 0, 1), slopes_above(x, 0, 0, 1))
CASE_BUILD(triangle_right, vf_dist_triangular(d, 2, 5, 5, NULL))
CASE_CDF(triangle_right, slopes_below(x, 2, 5, 5), slopes_above(x, 2, 5, 5))
CASE_BUILD(uniform, vf_dist_uniform(d, 2, 7, NULL))
CASE_CDF(uniform, gsl_cdf_flat_P(x, 2, 7), gsl_cdf_flat_Q(x, 2, 7))
CASE_BUILD(normal, vf_dist_normal(d, 10, 3, NULL))
CASE_CDF(normal, gsl_cdf_gaussian_P(x - 10, 3), gsl_cdf_gaussian_Q(x - 10, 3))
CASE_BUILD(normal_cut, vf_dist_normal(d, 2, 3, NULL) || vf_dist_truncate(d, 0, INFINITY, NULL))
#define NORMAL_MASS gsl_cdf_gaussian_Q(-2, 3)
CASE_CDF(normal_cut, x <= 0 ? 0 : (gsl_cdf_gaussian_P(x - 2, 3) - gsl_cdf_gaussian_P(-2, 3)) / NORMAL_MASS,
         x <= 0 ? 1 : gsl_cdf_gaussian_Q(x - 2, 3) / NORMAL_MASS)
CASE_BUILD(beta_23, vf_dist_beta(d, 2, 3, 0, 1, NULL))
CASE_CDF(beta_23, gsl_cdf_beta_P(x, 2, 3), gsl_cdf_beta_Q(x, 2, 3))
CASE_BUILD(beta_small, vf_dist_beta(d, 0.4, 0.7, 1, 5, NULL))
CASE_CDF(beta_small, gsl_cdf_beta_P((x - 1) / 4, 0.4, 0.7), gsl_cdf_beta_Q((x - 1) / 4, 0.4, 0.7))
CASE_BUILD(beta_far, vf_dist_beta(d, 5, 1.5, 10, 20, NULL))
CASE_CDF(beta_far, gsl_cdf_beta_P((x - 10) / 10, 5, 1.5), gsl_cdf_beta_Q((x - 10) / 10, 5, 1.5))
CASE_BUILD(pareto_45, vf_dist_pareto(d, 4.5, 1, NULL))
CASE_CDF(pareto_45, gsl_cdf_pareto_P(x, 4.5, 1), gsl_cdf_pareto_Q(x, 4.5, 1))
CASE_BUILD(pareto_12, vf_dist_pareto(d, 1.2, 3, NULL))
CASE_CDF(pareto_12, gsl_cdf_pareto_P(x, 1.2, 3), gsl_cdf_pareto_Q(x, 1.2, 3))

static int hyper_build(struct vf_dist *d) {
    struct vf_dist part[2];
    return vf_dist_exponential(&part[0], 1, NULL) || vf_dist_exponential(&part[1], 10, NULL) ||
           vf_dist_mixture(d, 2, (double[]){0.6, 0.4}, part, NULL);
}
CASE_CDF(hyper, 0.6 * gsl_cdf_exponential_P(x, 1) + 0.4 * gsl_cdf_exponential_P(x, 10),
         0.6 * gsl_cdf_exponential_Q(x, 1) + 0.4 * gsl_cdf_exponential_Q(x, 10))

/* A mixture of unlike parts, one of them scaled; weights that do not sum to 1. */
static int mixed_build(struct vf_dist *d) {
    struct vf_dist part[3];
    return vf_dist_lognormal(&part[0], 0, 1, NULL) || vf_dist_uniform(&part[1], 4, 9, NULL) ||
           vf_dist_gamma(&part[2], 3, 0.5, NULL) || vf_dist_scale(&part[2], 8, NULL) ||
           vf_dist_mixture(d, 3, (double[]){2, 3, 5}, part, NULL);
}
CASE_CDF(mixed,
         0.2 * gsl_cdf_lognormal_P(x, 0, 1) + 0.3 * gsl_cdf_flat_P(x, 4, 9) + 0.5 * gsl_cdf_gamma_P(x, 3, 4),
         0.2 * gsl_cdf_lognormal_Q(x, 0, 1) + 0.3 * gsl_cdf_flat_Q(x, 4, 9) + 0.5 * gsl_cdf_gamma_Q(x, 3, 4))

static int histogram_build(struct vf_dist *d) {
    return vf_dist_histogram(d, 4, (double[]){0, 1, 3, 4, 10}, (double[]){1, 4, 0, 5}, NULL);
}
CASE_CDF(histogram,
         0.1 * gsl_cdf_flat_P(x, 0, 1) + 0.4 * gsl_cdf_flat_P(x, 1, 3) + 0.5 * gsl_cdf_flat_P(x, 4, 10),
         0.1 * gsl_cdf_flat_Q(x, 0, 1) + 0.4 * gsl_cdf_flat_Q(x, 1, 3) + 0.5 * gsl_cdf_flat_Q(x, 4, 10))

#define CASE(name, lowest, highest) \
    { #name, name##_build, name##_below, name##_above, lowest, highest }
static const struct law_case CASES[] = {CASE(exponential, 0, INFINITY),
                                        CASE(gamma_03, 0, INFINITY),
                                        CASE(gamma_25, 0, INFINITY),
                                        CASE(gamma_400, 0, INFINITY),
                                        CASE(erlang, 0, INFINITY),
                                        CASE(lognormal, 0, INFINITY),
                                        CASE(lognormal_mean, 0, INFINITY),
                                        CASE(lognormal_median, 0, INFINITY),
                                        CASE(weibull_07, 0, INFINITY),
                                        CASE(weibull_25, 0, INFINITY),
                                        CASE(triangle, 1, 6),
                                        CASE(triangle_left, 0, 1),
                                        CASE(triangle_right, 2, 5),
                                        CASE(uniform, 2, 7),
                                        CASE(normal, -INFINITY, INFINITY),
                                        CASE(normal_cut, 0, INFINITY),
                                        CASE(beta_23, 0, 1),
                                        CASE(beta_small, 1, 5),
                                        CASE(beta_far, 10, 20),
                                        CASE(pareto_45, 1, INFINITY),
                                        CASE(pareto_12, 3, INFINITY),
                                        CASE(hyper, 0, INFINITY),
                                        CASE(mixed, 0, INFINITY),
                                        CASE(histogram, 0, 10)};
enum { NCASES = sizeof CASES / sizeof CASES[0] };

#endif

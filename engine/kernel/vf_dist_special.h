/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The special functions behind the distributions, libm-free: the same bits on every CPU. upper = true asks
 * for P(X > x), accurate far out in the tail. Relative errors around 1e-13 (more for very large shapes),
 * checked against GSL in the tests. */
#ifndef VF_DIST_SPECIAL_H
#define VF_DIST_SPECIAL_H

#include <stdbool.h>

double vf_lgamma(double x);                              /* log Gamma(x), x > 0 */
double vf_gamma_cdf(double shape, double x, bool upper); /* of unit scale */
double vf_gamma_quantile(double shape, double p, bool upper);
double vf_gamma_between(double shape, double lo, double hi); /* P(lo < X <= hi) */
double vf_beta_cdf(double a, double b, double x, bool upper);
double vf_beta_quantile(double a, double b, double p, bool upper);
double vf_beta_between(double a, double b, double lo, double hi);
double vf_normal_cdf(double z, bool upper);
double vf_normal_inverse(double p, bool upper); /* 0 and 1 give infinities */
double vf_normal_between(double lo, double hi);
double vf_normal_density(double z);

#endif

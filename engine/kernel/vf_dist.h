/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compiled distributions. Values are doubles in the caller's unit (the model uses ms for durations).
 * A kind is one file dist_<kind>.c + one const struct vf_dist_kind + one line of the table in dist.c. */
#ifndef VF_DIST_H
#define VF_DIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vf_error.h"
#include "vf_random.h"

enum vf_dist_id {
    VF_DIST_FIXED, VF_DIST_EXPONENTIAL, VF_DIST_GAMMA, VF_DIST_LOGNORMAL, VF_DIST_WEIBULL, VF_DIST_TRIANGULAR,
    VF_DIST_UNIFORM, VF_DIST_NORMAL, VF_DIST_BETA, VF_DIST_PARETO, VF_DIST_MIXTURE, VF_DIST_EMPIRICAL,
    VF_DIST_HISTOGRAM, VF_DIST_DISCRETE, VF_DIST_COUNT
};

/* A compiled distribution. p[] are the kind's canonical parameters (documented per kind in its file); table owns arrays
 * (values, weights, alias table, components). lo/hi truncate (-inf/+inf = none); scale multiplies the result (after
 * truncation). zero = probability of exactly 0 on top (hurdle), used for same-day stays. */
struct vf_dist {
    uint8_t id;
    bool truncated;
    double p[4];
    double lo, hi, scale, zero;
    struct vf_dist_table *table; /* NULL for parametric kinds; owned */
};

/* Constructors: 0 or VF_E_CONFIG with a message that names the bad parameter. */
int vf_dist_fixed(struct vf_dist *d, double value, struct vf_error *err);
int vf_dist_exponential(struct vf_dist *d, double mean, struct vf_error *err);
int vf_dist_gamma(struct vf_dist *d, double shape, double scale, struct vf_error *err);
int vf_dist_lognormal(struct vf_dist *d, double mu, double sigma, struct vf_error *err);
int vf_dist_lognormal_mean_sd(struct vf_dist *d, double mean, double sd, struct vf_error *err);
int vf_dist_lognormal_median_cv(struct vf_dist *d, double median, double cv, struct vf_error *err);
int vf_dist_weibull(struct vf_dist *d, double shape, double scale, struct vf_error *err);
int vf_dist_triangular(struct vf_dist *d, double min, double mode, double max, struct vf_error *err);
int vf_dist_uniform(struct vf_dist *d, double min, double max, struct vf_error *err);
int vf_dist_normal(struct vf_dist *d, double mean, double sd, struct vf_error *err);
int vf_dist_beta(struct vf_dist *d, double a, double b, double min, double max, struct vf_error *err);
int vf_dist_pareto(struct vf_dist *d, double shape, double min, struct vf_error *err); /* classical Pareto tail */
int vf_dist_mixture(struct vf_dist *d, size_t n, const double *weights, const struct vf_dist *components, struct vf_error *err);
int vf_dist_empirical(struct vf_dist *d, size_t n, const double *values, const double *weights_or_null, struct vf_error *err);
int vf_dist_histogram(struct vf_dist *d, size_t nbins, const double *edges, const double *weights, struct vf_error *err);
int vf_dist_discrete(struct vf_dist *d, size_t n, const double *values, const double *weights, struct vf_error *err);
/* Afterwards, optional: truncation (refused when it leaves no mass), scale (> 0), zero share. */
int vf_dist_truncate(struct vf_dist *d, double lo, double hi, struct vf_error *err);
void vf_dist_fini(struct vf_dist *d);

/* One draw. Hot: the parametric kinds must be inlinable/branch-predictable; no allocation. */
double vf_dist_sample(const struct vf_dist *d, struct vf_rand *r);
/* One draw of the length-biased law (density x f(x) / mean): a residual life in equilibrium is u times it. */
double vf_dist_sample_size_biased(const struct vf_dist *d, struct vf_rand *r);
/* One draw conditional on exceeding `elapsed` (for stays already under way), returned as the total. */
double vf_dist_sample_beyond(const struct vf_dist *d, double elapsed, struct vf_rand *r);
double vf_dist_mean(const struct vf_dist *d);     /* exact or by quadrature, truncation/scale/zero included; may be inf */
double vf_dist_variance(const struct vf_dist *d);
double vf_dist_cdf(const struct vf_dist *d, double x);
double vf_dist_quantile(const struct vf_dist *d, double p); /* off the hot path; may use GSL */
bool vf_dist_by_inversion(const struct vf_dist *d); /* monotone in one uniform: antithetics apply */
const char *vf_dist_name(enum vf_dist_id id);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compiled distributions: how long, how many. Values are doubles in the caller's unit (the model uses ms
 * for durations). Built once from a config, read-only afterwards and shared by threads; every draw takes
 * its randomness from the caller's keyed stream.
 *
 * Nothing here calls a transcendental function of the C library, neither sampling nor building, so that a
 * seed gives the same bits on every x86-64 CPU; the special functions are our own (dist_special.c).
 *
 * A kind is one file dist_<kind>.c with one const struct vf_dist_kind (vf_dist_kind.h), one line of the
 * table in dist.c and one name in enum vf_dist_id. */
#ifndef VF_DIST_H
#define VF_DIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vf_error.h"
#include "vf_math.h"
#include "vf_random.h"

enum vf_dist_id {
    VF_DIST_FIXED,
    VF_DIST_EXPONENTIAL,
    VF_DIST_GAMMA,
    VF_DIST_LOGNORMAL,
    VF_DIST_WEIBULL,
    VF_DIST_TRIANGULAR,
    VF_DIST_UNIFORM,
    VF_DIST_NORMAL,
    VF_DIST_BETA,
    VF_DIST_PARETO,
    VF_DIST_MIXTURE,
    VF_DIST_EMPIRICAL,
    VF_DIST_HISTOGRAM,
    VF_DIST_DISCRETE,
    VF_DIST_COUNT
};

/* A compiled distribution. p[] are the kind's parameters (documented in its file); table owns arrays (values,
 * weights, alias table, components). lo/hi truncate (-inf/+inf = none); scale multiplies the result after
 * truncation; zero = probability of exactly 0 on top (hurdle), used for same-day stays. Copy with
 * vf_dist_copy, never by assignment. */
struct vf_dist {
    uint8_t id;
    bool plain;     /* no truncation and no hurdle */
    bool truncated; /* lo, hi, p0, p1 apply (table kinds cut their tables instead) */
    bool upper;     /* p0, p1 are P(X > lo), P(X > hi); otherwise P(X <= lo), P(X <= hi) */
    double p[4];
    double scale;
    double lo, hi, zero;
    double p0, p1;
    struct vf_dist_table *table; /* NULL for parametric kinds; owned */
};

/* Constructors: 0, or VF_E_CONFIG with a message that names the bad parameter (then nothing is owned). All
 * parameters finite. Limits besides the obvious: gamma shape 1e-3 .. 1e6, Weibull shape 0.05 .. 1e3, beta
 * a and b 1e-3 .. 1e5, Pareto shape 1e-2 .. 1e3, lognormal sigma <= 20. An sd, cv or sigma of 0 makes a
 * lognormal a fixed value. Weights are >= 0, not all 0, and need not sum to 1. Arrays and components are
 * copied. */
int vf_dist_fixed(struct vf_dist *d, double value, struct vf_error *err);
int vf_dist_exponential(struct vf_dist *d, double mean, struct vf_error *err);
int vf_dist_gamma(struct vf_dist *d, double shape, double scale, struct vf_error *err);
int vf_dist_gamma_mean_sd(struct vf_dist *d, double mean, double sd, struct vf_error *err);
int vf_dist_erlang(struct vf_dist *d, int stages, double mean, struct vf_error *err); /* mean of the sum */
int vf_dist_lognormal(struct vf_dist *d, double mu, double sigma, struct vf_error *err);
int vf_dist_lognormal_mean_sd(struct vf_dist *d, double mean, double sd, struct vf_error *err);
int vf_dist_lognormal_median_cv(struct vf_dist *d, double median, double cv, struct vf_error *err);
int vf_dist_weibull(struct vf_dist *d, double shape, double scale, struct vf_error *err);
int vf_dist_triangular(struct vf_dist *d, double min, double mode, double max, struct vf_error *err);
int vf_dist_uniform(struct vf_dist *d, double min, double max, struct vf_error *err);
int vf_dist_normal(struct vf_dist *d, double mean, double sd, struct vf_error *err);
int vf_dist_beta(struct vf_dist *d, double a, double b, double min, double max, struct vf_error *err);
/* Classical Pareto tail: P(X > x) = (min / x)^shape from min > 0 on. */
int vf_dist_pareto(struct vf_dist *d, double shape, double min, struct vf_error *err);
/* Components of any kind; a hyper-exponential is a mixture of exponentials. */
int vf_dist_mixture(struct vf_dist *d, size_t n, const double *weights, const struct vf_dist *components,
                    struct vf_error *err);
/* Draws one of the values (weights NULL: equal), by inversion. */
int vf_dist_empirical(struct vf_dist *d, size_t n, const double *values, const double *weights_or_null,
                      struct vf_error *err);
/* Even within a bin; edges rise, nbins + 1 of them. */
int vf_dist_histogram(struct vf_dist *d, size_t nbins, const double *edges, const double *weights,
                      struct vf_error *err);
/* Draws one of the values by the alias method: constant time, not monotone in the uniform. */
int vf_dist_discrete(struct vf_dist *d, size_t n, const double *values, const double *weights,
                     struct vf_error *err);

/* Afterwards, optional, in any order: truncation to [lo, hi] (in units before the scale, the hurdle
 * untouched; refused when it keeps less than 1e-9), scale (> 0; calls multiply), share of exact zeros (0
 * <= share < 1; refused when the law may fall below 0). On refusal the distribution is as before. */
int vf_dist_truncate(struct vf_dist *d, double lo, double hi, struct vf_error *err);
int vf_dist_scale(struct vf_dist *d, double factor, struct vf_error *err);
int vf_dist_zero_share(struct vf_dist *d, double share, struct vf_error *err);
void vf_dist_copy(struct vf_dist *to, const struct vf_dist *from); /* deep; to is uninitialised */
void vf_dist_fini(struct vf_dist *d);

/* One draw of any kind. */
double vf_dist_sample(const struct vf_dist *d, struct vf_rand *r);
double vf_dist_gamma_draw(const struct vf_dist *d,
                          struct vf_rand *r); /* of a plain gamma, before its scale */
/* The same draw, inlined for the frequent kinds: use this per event. */
static inline double vf_dist_draw(const struct vf_dist *d, struct vf_rand *r) {
    if (d->plain) {
        switch (d->id) {
        case VF_DIST_FIXED: return d->scale * d->p[0];
        case VF_DIST_EXPONENTIAL: return d->scale * (d->p[0] * -vf_log_fast(1 - vf_rand_u01(r)));
        case VF_DIST_LOGNORMAL:
            return d->scale * vf_exp(d->p[0] + d->p[1] * vf_normal_quantile(vf_rand_u01(r)));
        case VF_DIST_GAMMA: return d->scale * vf_dist_gamma_draw(d, r);
        default: break;
        }
    }
    return vf_dist_sample(d, r);
}
/* One draw of the length-biased law (density x f(x) / mean): a residual life in equilibrium is u times it.
 * Only for laws that vf_dist_biasable accepts. */
double vf_dist_sample_size_biased(const struct vf_dist *d, struct vf_rand *r);
bool vf_dist_biasable(const struct vf_dist *d); /* nowhere negative, mean > 0 and finite */
/* One draw conditional on exceeding `elapsed` (for stays already under way), returned as the total; `elapsed`
 * itself when nothing lies beyond. */
double vf_dist_sample_beyond(const struct vf_dist *d, double elapsed, struct vf_rand *r);

/* Moments with truncation, scale and hurdle included, closed forms throughout; may be inf (Pareto). */
double vf_dist_mean(const struct vf_dist *d);
double vf_dist_variance(const struct vf_dist *d);
double vf_dist_cdf(const struct vf_dist *d, double x);      /* P(X <= x) */
double vf_dist_survival(const struct vf_dist *d, double x); /* P(X > x), accurate far out */
double vf_dist_quantile(const struct vf_dist *d,
                        double p);                  /* the least x with P(X <= x) >= p; off the hot path */
double vf_dist_lowest(const struct vf_dist *d);     /* the lower end of the support, may be -inf */
bool vf_dist_by_inversion(const struct vf_dist *d); /* monotone in one uniform: antithetics apply */
const char *vf_dist_name(enum vf_dist_id id);

#endif

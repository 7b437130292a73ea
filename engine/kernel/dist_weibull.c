/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weibull: p[0] = shape, p[1] = scale, p[2] = 1 / shape; P(X > x) = exp(-(x / scale)^shape). Under the
 * size-biased law (X / scale)^shape is gamma with shape 1 + 1 / shape. */
#include "vf_dist_kind.h"
#include "vf_dist_special.h"

int vf_dist_weibull(struct vf_dist *d, double shape, double scale, struct vf_error *err) {
    vf_dist_begin(d, VF_DIST_FIXED);
    if (!(shape >= 0.05) || !(shape <= 1e3)) {
        return vf_dist_refuse(err, VF_DIST_WEIBULL, "shape", shape, "0.05 to 1000");
    }
    if (!isfinite(scale) || !(scale > 0)) {
        return vf_dist_refuse(err, VF_DIST_WEIBULL, "scale", scale, "a finite number > 0");
    }
    vf_dist_begin(d, VF_DIST_WEIBULL);
    d->p[0] = shape;
    d->p[1] = scale;
    d->p[2] = 1 / shape;
    return 0;
}

/* The exponential variable behind x, and back: a third of the time of vf_pow, and exact to about 1e-14. */
static double hazard(const struct vf_dist *d, double x) {
    return x > 0 ? vf_exp(d->p[0] * vf_log(x / d->p[1])) : 0;
}
static double from_hazard(const struct vf_dist *d, double y) { return d->p[1] * vf_exp(d->p[2] * vf_log(y)); }

static double sample(const struct vf_dist *d, struct vf_rand *r) {
    return from_hazard(d, -vf_log(1 - vf_rand_u01(r)));
}

static double size_biased(const struct vf_dist *d, struct vf_rand *r) {
    struct vf_dist law;
    vf_dist_gamma(&law, 1 + d->p[2], 1, NULL);
    return from_hazard(d, d->truncated ? vf_dist_sample_between(law, hazard(d, d->lo), hazard(d, d->hi), r)
                                       : vf_dist_sample(&law, r));
}

static double raw_moment(const struct vf_dist *d, int k) {
    return (k == 1 ? d->p[1] : d->p[1] * d->p[1]) * vf_exp(vf_lgamma(1 + k * d->p[2]));
}

static double mean(const struct vf_dist *d) { return raw_moment(d, 1); }
static double variance(const struct vf_dist *d) { return raw_moment(d, 2) - mean(d) * mean(d); }

static double cdf(const struct vf_dist *d, double x, bool upper) {
    double y = hazard(d, x);
    return upper ? vf_exp(-y) : -vf_expm1(-y);
}

static double quantile(const struct vf_dist *d, double p, bool upper) {
    return from_hazard(d, -(upper ? vf_log(p) : vf_log1p(-p)));
}

static double lowest(const struct vf_dist *d) {
    (void)d;
    return 0;
}

static double partial(const struct vf_dist *d, int k, double lo, double hi) {
    return raw_moment(d, k) * vf_gamma_between(1 + k * d->p[2], hazard(d, lo), hazard(d, hi));
}

const struct vf_dist_kind vf_dist_kind_weibull = {.name = "Weibull",
                                                  .by_inversion = true,
                                                  .sample = sample,
                                                  .size_biased = size_biased,
                                                  .mean = mean,
                                                  .variance = variance,
                                                  .cdf = cdf,
                                                  .quantile = quantile,
                                                  .lowest = lowest,
                                                  .partial = partial};

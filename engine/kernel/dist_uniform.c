/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Uniform: p[0] = min, p[1] = max > min. The size-biased law (density x, for min >= 0) is drawn by
 * inversion. */
#include "vf_dist_kind.h"

int vf_dist_uniform(struct vf_dist *d, double min, double max, struct vf_error *err) {
    vf_dist_begin(d, VF_DIST_FIXED);
    if (!isfinite(min)) {
        return vf_dist_refuse(err, VF_DIST_UNIFORM, "min", min, "a finite number");
    }
    if (!isfinite(max) || !(max > min) || !isfinite(max - min)) {
        return vf_dist_refuse(err, VF_DIST_UNIFORM, "max", max, "a finite number > min");
    }
    vf_dist_begin(d, VF_DIST_UNIFORM);
    d->p[0] = min;
    d->p[1] = max;
    return 0;
}

static double sample(const struct vf_dist *d, struct vf_rand *r) {
    return d->p[0] + vf_rand_u01(r) * (d->p[1] - d->p[0]);
}

static double clip(const struct vf_dist *d, double x) {
    return x < d->p[0] ? d->p[0] : x > d->p[1] ? d->p[1] : x;
}

static double size_biased(const struct vf_dist *d, struct vf_rand *r) {
    double lo = clip(d, d->lo), hi = clip(d, d->hi);
    return sqrt(lo * lo + vf_rand_u01(r) * (hi - lo) * (hi + lo));
}

static double mean(const struct vf_dist *d) { return 0.5 * (d->p[0] + d->p[1]); }

static double variance(const struct vf_dist *d) {
    double width = d->p[1] - d->p[0];
    return width * width / 12;
}

static double cdf(const struct vf_dist *d, double x, bool upper) {
    x = clip(d, x);
    return (upper ? d->p[1] - x : x - d->p[0]) / (d->p[1] - d->p[0]);
}

static double quantile(const struct vf_dist *d, double p, bool upper) {
    double step = p * (d->p[1] - d->p[0]);
    return upper ? d->p[1] - step : d->p[0] + step;
}

static double lowest(const struct vf_dist *d) { return d->p[0]; }

static double partial(const struct vf_dist *d, int k, double lo, double hi) {
    lo = clip(d, lo);
    hi = clip(d, hi);
    double mass = (hi - lo) / (d->p[1] - d->p[0]);
    return mass * (k == 1 ? 0.5 * (lo + hi) : (lo * lo + lo * hi + hi * hi) / 3);
}

const struct vf_dist_kind vf_dist_kind_uniform = {.name = "uniform",
                                                  .by_inversion = true,
                                                  .sample = sample,
                                                  .size_biased = size_biased,
                                                  .mean = mean,
                                                  .variance = variance,
                                                  .cdf = cdf,
                                                  .quantile = quantile,
                                                  .lowest = lowest,
                                                  .partial = partial};

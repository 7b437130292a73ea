/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fixed: always p[0]. Any finite value. */
#include "vf_dist_kind.h"

int vf_dist_fixed(struct vf_dist *d, double value, struct vf_error *err) {
    vf_dist_begin(d, VF_DIST_FIXED);
    if (!isfinite(value)) {
        return vf_dist_refuse(err, VF_DIST_FIXED, "the value", value, "a finite number");
    }
    d->p[0] = value;
    return 0;
}

static double sample(const struct vf_dist *d, struct vf_rand *r) {
    (void)r;
    return d->p[0];
}

static double mean(const struct vf_dist *d) { return d->p[0]; }

static double variance(const struct vf_dist *d) {
    (void)d;
    return 0;
}

static double cdf(const struct vf_dist *d, double x, bool upper) { return (x >= d->p[0]) != upper ? 1 : 0; }

static double quantile(const struct vf_dist *d, double p, bool upper) {
    (void)p;
    (void)upper;
    return d->p[0];
}

static double narrow(struct vf_dist *d, double lo, double hi) {
    return d->p[0] >= lo && d->p[0] <= hi ? 1 : 0;
}

static double beyond(const struct vf_dist *d, double x, struct vf_rand *r) {
    (void)r;
    return d->p[0] > x ? d->p[0] : x;
}

const struct vf_dist_kind vf_dist_kind_fixed = {.name = "fixed",
                                                .by_inversion = true,
                                                .sample = sample,
                                                .size_biased = sample,
                                                .mean = mean,
                                                .variance = variance,
                                                .cdf = cdf,
                                                .quantile = quantile,
                                                .lowest = mean,
                                                .narrow = narrow,
                                                .beyond = beyond};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Normal: p[0] = mean, p[1] = sd; for durations to be truncated at 0 or above. Drawn by inversion; the
 * size-biased law of the truncated one by accepting x with probability x / bound, where the bound is the
 * upper end or 12 sd above the mean: the inversion sampler of a law with at least 1e-9 of the mass cannot
 * exceed that. */
#include "vf_dist_kind.h"
#include "vf_dist_special.h"

int vf_dist_normal(struct vf_dist *d, double mean, double sd, struct vf_error *err) {
    vf_dist_begin(d, VF_DIST_FIXED);
    if (!isfinite(mean)) {
        return vf_dist_refuse(err, VF_DIST_NORMAL, "mean", mean, "a finite number");
    }
    if (!isfinite(sd) || !(sd > 0)) {
        return vf_dist_refuse(err, VF_DIST_NORMAL, "sd", sd, "a finite number > 0");
    }
    vf_dist_begin(d, VF_DIST_NORMAL);
    d->p[0] = mean;
    d->p[1] = sd;
    return 0;
}

static double sample(const struct vf_dist *d, struct vf_rand *r) {
    return d->p[0] + d->p[1] * vf_normal_quantile(vf_rand_u01(r));
}

static double size_biased(const struct vf_dist *d, struct vf_rand *r) {
    double bound = d->p[0] + 12 * d->p[1], x;
    bound = d->hi < bound ? d->hi : bound;
    do {
        x = vf_dist_sample_cut(d, r);
    } while (vf_rand_u01(r) * bound > x);
    return x;
}

static double mean(const struct vf_dist *d) { return d->p[0]; }
static double variance(const struct vf_dist *d) { return d->p[1] * d->p[1]; }

static double cdf(const struct vf_dist *d, double x, bool upper) {
    return vf_normal_cdf((x - d->p[0]) / d->p[1], upper);
}

static double quantile(const struct vf_dist *d, double p, bool upper) {
    return d->p[0] + d->p[1] * vf_normal_inverse(p, upper);
}

static double lowest(const struct vf_dist *d) {
    (void)d;
    return -INFINITY;
}

static double partial(const struct vf_dist *d, int k, double lo, double hi) {
    double m = d->p[0], s = d->p[1], a = (lo - m) / s, b = (hi - m) / s;
    double mass = vf_normal_between(a, b), at_a = vf_normal_density(a), at_b = vf_normal_density(b);
    if (k == 1) {
        return m * mass + s * (at_a - at_b);
    }
    double edge_a = at_a > 0 ? (lo + m) * at_a : 0, edge_b = at_b > 0 ? (hi + m) * at_b : 0;
    return (m * m + s * s) * mass + s * (edge_a - edge_b);
}

const struct vf_dist_kind vf_dist_kind_normal = {.name = "normal",
                                                 .by_inversion = true,
                                                 .sample = sample,
                                                 .size_biased = size_biased,
                                                 .mean = mean,
                                                 .variance = variance,
                                                 .cdf = cdf,
                                                 .quantile = quantile,
                                                 .lowest = lowest,
                                                 .partial = partial};

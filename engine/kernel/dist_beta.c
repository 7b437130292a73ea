/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Beta on [p[2], p[2] + p[3]] with shapes p[0] and p[1]: two gamma variables X / (X + Y), through their
 * logarithms where a shape below 1 may make both underflow. Not by inversion. The size-biased law mixes,
 * for a minimum above 0, the law itself and the one with a + 1. */
#include "vf_dist_kind.h"
#include "vf_dist_special.h"

int vf_dist_beta(struct vf_dist *d, double a, double b, double min, double max, struct vf_error *err) {
    vf_dist_begin(d, VF_DIST_FIXED);
    if (!(a >= 1e-3) || !(a <= 1e5 + 2)) { /* + 2: size-biased and squared laws of an accepted one */
        return vf_dist_refuse(err, VF_DIST_BETA, "a", a, "0.001 to 1e5");
    }
    if (!(b >= 1e-3) || !(b <= 1e5)) {
        return vf_dist_refuse(err, VF_DIST_BETA, "b", b, "0.001 to 1e5");
    }
    if (!isfinite(min)) {
        return vf_dist_refuse(err, VF_DIST_BETA, "min", min, "a finite number");
    }
    if (!isfinite(max) || !(max > min) || !isfinite(max - min)) {
        return vf_dist_refuse(err, VF_DIST_BETA, "max", max, "a finite number > min");
    }
    vf_dist_begin(d, VF_DIST_BETA);
    d->p[0] = a;
    d->p[1] = b;
    d->p[2] = min;
    d->p[3] = max - min;
    return 0;
}

static double log_gamma_variable(double shape, struct vf_rand *r) {
    struct vf_dist law;
    vf_dist_gamma(&law, shape < 1 ? shape + 1 : shape, 1, NULL);
    double y = vf_log(vf_dist_kind_gamma.sample(&law, r));
    return shape < 1 ? y + vf_log(vf_rand_u01(r)) / shape : y;
}

static double sample(const struct vf_dist *d, struct vf_rand *r) {
    if (d->p[0] < 1 || d->p[1] < 1) {
        double x = log_gamma_variable(d->p[0], r);
        return d->p[2] + d->p[3] / (1 + vf_exp(log_gamma_variable(d->p[1], r) - x));
    }
    struct vf_dist law;
    vf_dist_gamma(&law, d->p[0], 1, NULL);
    double x = vf_dist_kind_gamma.sample(&law, r);
    vf_dist_gamma(&law, d->p[1], 1, NULL);
    return d->p[2] + d->p[3] * (x / (x + vf_dist_kind_gamma.sample(&law, r)));
}

static double unit(const struct vf_dist *d, double x) {
    double y = (x - d->p[2]) / d->p[3];
    return y < 0 ? 0 : y > 1 ? 1 : y;
}

/* E[B^k; lo < X <= hi] of the variable B on [0, 1]. */
static double unit_moment(const struct vf_dist *d, int k, double lo, double hi) {
    double a = d->p[0], b = d->p[1];
    double moment = k == 0 ? 1 : k == 1 ? a / (a + b) : a * (a + 1) / ((a + b) * (a + b + 1));
    return moment * vf_beta_between(a + k, b, unit(d, lo), unit(d, hi));
}

static double size_biased(const struct vf_dist *d, struct vf_rand *r) {
    struct vf_dist law;
    bool shifted = true;
    if (d->p[2] > 0) {
        double own = d->p[2] * unit_moment(d, 0, d->lo, d->hi);
        double biased = d->p[3] * unit_moment(d, 1, d->lo, d->hi);
        shifted = vf_rand_u01(r) * (own + biased) > own;
    }
    vf_dist_beta(&law, d->p[0] + (shifted ? 1 : 0), d->p[1], d->p[2], d->p[2] + d->p[3], NULL);
    return d->truncated ? vf_dist_sample_between(law, d->lo, d->hi, r) : sample(&law, r);
}

static double mean(const struct vf_dist *d) { return d->p[2] + d->p[3] * d->p[0] / (d->p[0] + d->p[1]); }

static double variance(const struct vf_dist *d) {
    double sum = d->p[0] + d->p[1];
    return d->p[3] * d->p[3] * d->p[0] * d->p[1] / (sum * sum * (sum + 1));
}

static double cdf(const struct vf_dist *d, double x, bool upper) {
    return vf_beta_cdf(d->p[0], d->p[1], unit(d, x), upper);
}

static double quantile(const struct vf_dist *d, double p, bool upper) {
    return d->p[2] + d->p[3] * vf_beta_quantile(d->p[0], d->p[1], p, upper);
}

static double lowest(const struct vf_dist *d) { return d->p[2]; }

static double partial(const struct vf_dist *d, int k, double lo, double hi) {
    double m = d->p[2], w = d->p[3], zero = unit_moment(d, 0, lo, hi), one = unit_moment(d, 1, lo, hi);
    if (k == 1) {
        return m * zero + w * one;
    }
    return m * m * zero + 2 * m * w * one + w * w * unit_moment(d, 2, lo, hi);
}

const struct vf_dist_kind vf_dist_kind_beta = {.name = "beta",
                                               .sample = sample,
                                               .size_biased = size_biased,
                                               .mean = mean,
                                               .variance = variance,
                                               .cdf = cdf,
                                               .quantile = quantile,
                                               .lowest = lowest,
                                               .partial = partial};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pareto's tail: p[0] = shape, p[1] = min, p[2] = 1 / shape; P(X > x) = (min / x)^shape. The mean is
 * infinite up to shape 1 and the variance up to shape 2, unless truncated. The size-biased density
 * x^-shape is drawn by inversion. */
#include "vf_dist_kind.h"

int vf_dist_pareto(struct vf_dist *d, double shape, double min, struct vf_error *err) {
    vf_dist_begin(d, VF_DIST_FIXED);
    if (!(shape >= 1e-2) || !(shape <= 1e3)) {
        return vf_dist_refuse(err, VF_DIST_PARETO, "shape", shape, "0.01 to 1000");
    }
    if (!isfinite(min) || !(min > 0)) {
        return vf_dist_refuse(err, VF_DIST_PARETO, "min", min, "a finite number > 0");
    }
    vf_dist_begin(d, VF_DIST_PARETO);
    d->p[0] = shape;
    d->p[1] = min;
    d->p[2] = 1 / shape;
    return 0;
}

static double quantile(const struct vf_dist *d, double p, bool upper) {
    return d->p[1] * vf_exp(-d->p[2] * vf_log(upper ? p : 1 - p));
}

static double sample(const struct vf_dist *d, struct vf_rand *r) {
    return quantile(d, vf_rand_u01(r), false);
}

/* The integral of y^(-power - 1) from lo to hi. */
static double power_integral(double power, double lo, double hi) {
    if (power == 0) {
        return vf_log(hi / lo);
    }
    return (vf_pow(lo, -power) - vf_pow(hi, -power)) / power;
}

static double size_biased(const struct vf_dist *d, struct vf_rand *r) {
    double lo = d->lo > d->p[1] ? d->lo / d->p[1] : 1, hi = d->hi / d->p[1];
    double power = d->p[0] - 1, u = vf_rand_u01(r);
    if (power == 0) {
        return d->p[1] * lo * vf_pow(hi / lo, u);
    }
    double a = vf_pow(lo, -power), b = vf_pow(hi, -power);
    return d->p[1] * vf_pow(a + u * (b - a), -1 / power);
}

static double partial(const struct vf_dist *d, int k, double lo, double hi) {
    lo = lo > d->p[1] ? lo / d->p[1] : 1;
    hi /= d->p[1];
    if (!(hi > lo)) {
        return 0;
    }
    return (k == 1 ? d->p[1] : d->p[1] * d->p[1]) * d->p[0] * power_integral(d->p[0] - k, lo, hi);
}

static double mean(const struct vf_dist *d) {
    return d->p[0] > 1 ? d->p[1] * d->p[0] / (d->p[0] - 1) : INFINITY;
}

static double variance(const struct vf_dist *d) {
    double a = d->p[0];
    return a > 2 ? d->p[1] * d->p[1] * a / ((a - 1) * (a - 1) * (a - 2)) : INFINITY;
}

static double cdf(const struct vf_dist *d, double x, bool upper) {
    if (!(x > d->p[1])) {
        return upper ? 1 : 0;
    }
    double log_tail = d->p[0] * vf_log(d->p[1] / x);
    return upper ? vf_exp(log_tail) : -vf_expm1(log_tail);
}

static double lowest(const struct vf_dist *d) { return d->p[1]; }

const struct vf_dist_kind vf_dist_kind_pareto = {.name = "Pareto",
                                                 .by_inversion = true,
                                                 .sample = sample,
                                                 .size_biased = size_biased,
                                                 .mean = mean,
                                                 .variance = variance,
                                                 .cdf = cdf,
                                                 .quantile = quantile,
                                                 .lowest = lowest,
                                                 .partial = partial};

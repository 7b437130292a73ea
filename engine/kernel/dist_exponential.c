/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exponential: p[0] = mean. Its size-biased law is Erlang of two stages. */
#include "vf_dist_kind.h"
#include "vf_dist_special.h"

int vf_dist_exponential(struct vf_dist *d, double mean, struct vf_error *err) {
    vf_dist_begin(d, VF_DIST_FIXED);
    if (!isfinite(mean) || !(mean > 0)) {
        return vf_dist_refuse(err, VF_DIST_EXPONENTIAL, "mean", mean, "a finite number > 0");
    }
    vf_dist_begin(d, VF_DIST_EXPONENTIAL);
    d->p[0] = mean;
    return 0;
}

static double sample(const struct vf_dist *d, struct vf_rand *r) {
    return d->p[0] * -vf_log_fast(1 - vf_rand_u01(r));
}

static double size_biased(const struct vf_dist *d, struct vf_rand *r) {
    if (!d->truncated) {
        double u = vf_rand_u01(r);
        return d->p[0] * -vf_log(u * vf_rand_u01(r));
    }
    struct vf_dist law;
    vf_dist_gamma(&law, 2, d->p[0], NULL);
    return vf_dist_sample_between(law, d->lo, d->hi, r);
}

static double mean(const struct vf_dist *d) { return d->p[0]; }
static double variance(const struct vf_dist *d) { return d->p[0] * d->p[0]; }

static double cdf(const struct vf_dist *d, double x, bool upper) {
    if (!(x > 0)) {
        return upper ? 1 : 0;
    }
    return upper ? vf_exp(-x / d->p[0]) : -vf_expm1(-x / d->p[0]);
}

static double quantile(const struct vf_dist *d, double p, bool upper) {
    return d->p[0] * -(upper ? vf_log(p) : vf_log1p(-p));
}

static double lowest(const struct vf_dist *d) {
    (void)d;
    return 0;
}

static double partial(const struct vf_dist *d, int k, double lo, double hi) {
    double moment = k == 1 ? d->p[0] : 2 * d->p[0] * d->p[0];
    return moment * vf_gamma_between(1 + k, lo / d->p[0], hi / d->p[0]);
}

const struct vf_dist_kind vf_dist_kind_exponential = {.name = "exponential",
                                                      .by_inversion = true,
                                                      .sample = sample,
                                                      .size_biased = size_biased,
                                                      .mean = mean,
                                                      .variance = variance,
                                                      .cdf = cdf,
                                                      .quantile = quantile,
                                                      .lowest = lowest,
                                                      .partial = partial};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lognormal: p[0] = mu, p[1] = sigma of the logarithm. Given by mean and sd or by median and CV, sigma^2 =
 * log(1 + CV^2). The size-biased law is lognormal with mu + sigma^2. */
#include "vf_dist_kind.h"
#include "vf_dist_special.h"

int vf_dist_lognormal(struct vf_dist *d, double mu, double sigma, struct vf_error *err) {
    vf_dist_begin(d, VF_DIST_FIXED);
    if (!isfinite(mu) || mu < -700 || mu > 700) {
        return vf_dist_refuse(err, VF_DIST_LOGNORMAL, "mu", mu, "-700 to 700");
    }
    if (!(sigma >= 0) || !(sigma <= 20)) {
        return vf_dist_refuse(err, VF_DIST_LOGNORMAL, "sigma", sigma, "0 to 20");
    }
    if (sigma == 0) {
        return vf_dist_fixed(d, vf_exp(mu), err);
    }
    vf_dist_begin(d, VF_DIST_LOGNORMAL);
    d->p[0] = mu;
    d->p[1] = sigma;
    return 0;
}

int vf_dist_lognormal_mean_sd(struct vf_dist *d, double mean, double sd, struct vf_error *err) {
    vf_dist_begin(d, VF_DIST_FIXED);
    if (!isfinite(mean) || !(mean > 0)) {
        return vf_dist_refuse(err, VF_DIST_LOGNORMAL, "mean", mean, "a finite number > 0");
    }
    if (!isfinite(sd) || !(sd >= 0)) {
        return vf_dist_refuse(err, VF_DIST_LOGNORMAL, "sd", sd, "a finite number >= 0");
    }
    double square = vf_log1p(sd / mean * (sd / mean));
    return square == 0 ? vf_dist_fixed(d, mean, err)
                       : vf_dist_lognormal(d, vf_log(mean) - 0.5 * square, sqrt(square), err);
}

int vf_dist_lognormal_median_cv(struct vf_dist *d, double median, double cv, struct vf_error *err) {
    vf_dist_begin(d, VF_DIST_FIXED);
    if (!isfinite(median) || !(median > 0)) {
        return vf_dist_refuse(err, VF_DIST_LOGNORMAL, "median", median, "a finite number > 0");
    }
    if (!isfinite(cv) || !(cv >= 0)) {
        return vf_dist_refuse(err, VF_DIST_LOGNORMAL, "cv", cv, "a finite number >= 0");
    }
    double square = vf_log1p(cv * cv);
    return square == 0 ? vf_dist_fixed(d, median, err)
                       : vf_dist_lognormal(d, vf_log(median), sqrt(square), err);
}

static double sample(const struct vf_dist *d, struct vf_rand *r) {
    return vf_exp(d->p[0] + d->p[1] * vf_normal_quantile(vf_rand_u01(r)));
}

static double size_biased(const struct vf_dist *d, struct vf_rand *r) {
    struct vf_dist law;
    vf_dist_begin(&law, VF_DIST_LOGNORMAL);
    law.p[0] = d->p[0] + d->p[1] * d->p[1];
    law.p[1] = d->p[1];
    return d->truncated ? vf_dist_sample_between(law, d->lo, d->hi, r) : sample(&law, r);
}

static double mean(const struct vf_dist *d) { return vf_exp(d->p[0] + 0.5 * d->p[1] * d->p[1]); }

static double variance(const struct vf_dist *d) {
    double square = d->p[1] * d->p[1];
    return vf_expm1(square) * vf_exp(2 * d->p[0] + square);
}

static double standard(const struct vf_dist *d, double x) {
    return x > 0 ? (vf_log(x) - d->p[0]) / d->p[1] : -INFINITY;
}

static double cdf(const struct vf_dist *d, double x, bool upper) {
    return vf_normal_cdf(standard(d, x), upper);
}

static double quantile(const struct vf_dist *d, double p, bool upper) {
    return vf_exp(d->p[0] + d->p[1] * vf_normal_inverse(p, upper));
}

static double lowest(const struct vf_dist *d) {
    (void)d;
    return 0;
}

static double partial(const struct vf_dist *d, int k, double lo, double hi) {
    double moment = vf_exp(k * d->p[0] + 0.5 * k * k * d->p[1] * d->p[1]);
    double shift = k * d->p[1];
    return moment * vf_normal_between(standard(d, lo) - shift, standard(d, hi) - shift);
}

const struct vf_dist_kind vf_dist_kind_lognormal = {.name = "lognormal",
                                                    .by_inversion = true,
                                                    .sample = sample,
                                                    .size_biased = size_biased,
                                                    .mean = mean,
                                                    .variance = variance,
                                                    .cdf = cdf,
                                                    .quantile = quantile,
                                                    .lowest = lowest,
                                                    .partial = partial};

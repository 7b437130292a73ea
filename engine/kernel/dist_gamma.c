/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gamma and Erlang: p[0] = shape, p[1] = scale; p[2] and p[3] are the constants of the sampler of G.
 * Marsaglia & W. W. Tsang, "A simple method for generating gamma variables" (ACM TOMS 26, 2000), for shape
 * + 1 where shape < 1. Not by inversion: about 1.05 normals and as many uniforms per value. The
 * size-biased law is gamma with shape + 1. Shape 1 is made an exponential. */
#include "vf_dist_kind.h"
#include "vf_dist_special.h"

static double constant(double shape) { return shape - 1.0 / 3; }

int vf_dist_gamma(struct vf_dist *d, double shape, double scale, struct vf_error *err) {
    vf_dist_begin(d, VF_DIST_FIXED);
    if (!(shape >= 1e-3) || !(shape <= 1e6 + 2)) { /* + 2: size-biased and squared laws of an accepted one */
        return vf_dist_refuse(err, VF_DIST_GAMMA, "shape", shape, "0.001 to 1e6");
    }
    if (!isfinite(scale) || !(scale > 0)) {
        return vf_dist_refuse(err, VF_DIST_GAMMA, "scale", scale, "a finite number > 0");
    }
    if (shape == 1) { /* by inversion: one word, monotone, and a third of the time */
        return vf_dist_exponential(d, scale, err);
    }
    vf_dist_begin(d, VF_DIST_GAMMA);
    d->p[0] = shape;
    d->p[1] = scale;
    d->p[2] = constant(shape < 1 ? shape + 1 : shape);
    d->p[3] = 1 / sqrt(9 * d->p[2]);
    return 0;
}

int vf_dist_gamma_mean_sd(struct vf_dist *d, double mean, double sd, struct vf_error *err) {
    vf_dist_begin(d, VF_DIST_FIXED);
    if (!isfinite(mean) || !(mean > 0)) {
        return vf_dist_refuse(err, VF_DIST_GAMMA, "mean", mean, "a finite number > 0");
    }
    if (!isfinite(sd) || !(sd > 0)) {
        return vf_dist_refuse(err, VF_DIST_GAMMA, "sd", sd, "a finite number > 0");
    }
    double ratio = sd / mean;
    return vf_dist_gamma(d, 1 / (ratio * ratio), sd * ratio, err);
}

int vf_dist_erlang(struct vf_dist *d, int stages, double mean, struct vf_error *err) {
    vf_dist_begin(d, VF_DIST_FIXED);
    if (stages < 1 || stages > 1000000) {
        return vf_error_set(err, VF_E_CONFIG, "Erlang: %d stages: expected 1 to 1000000", stages);
    }
    if (!isfinite(mean) || !(mean > 0)) {
        return vf_error_set(err, VF_E_CONFIG, "Erlang: mean is %g: expected a finite number > 0", mean);
    }
    return vf_dist_gamma(d, stages, mean / stages, err);
}

/* Of scale 1 and a shape of 1/3 + d; c = 1 / sqrt(9 d). */
static inline double draw(double d, double c, struct vf_rand *r) {
    double x, v, u;
    do {
        do {
            x = vf_normal_quantile(vf_rand_u01(r));
            v = 1 + c * x;
        } while (v <= 0);
        v = v * v * v;
        u = vf_rand_u01(r);
        x *= x;
    } while (u >= 1 - 0.0331 * x * x && vf_log(u) >= 0.5 * x + d * (1 - v + vf_log(v)));
    return v;
}

double vf_dist_gamma_draw(const struct vf_dist *d, struct vf_rand *r) {
    double value = d->p[1] * d->p[2] * draw(d->p[2], d->p[3], r);
    return d->p[0] < 1 ? value * vf_exp(vf_log(vf_rand_u01(r)) / d->p[0]) : value;
}

static double size_biased(const struct vf_dist *d, struct vf_rand *r) {
    if (!d->truncated) {
        double m = constant(d->p[0] + 1);
        return d->p[1] * m * draw(m, 1 / sqrt(9 * m), r);
    }
    struct vf_dist law;
    vf_dist_gamma(&law, d->p[0] + 1, d->p[1], NULL);
    return vf_dist_sample_between(law, d->lo, d->hi, r);
}

static double mean(const struct vf_dist *d) { return d->p[0] * d->p[1]; }
static double variance(const struct vf_dist *d) { return d->p[0] * d->p[1] * d->p[1]; }

static double cdf(const struct vf_dist *d, double x, bool upper) {
    return vf_gamma_cdf(d->p[0], x / d->p[1], upper);
}

static double quantile(const struct vf_dist *d, double p, bool upper) {
    return d->p[1] * vf_gamma_quantile(d->p[0], p, upper);
}

static double lowest(const struct vf_dist *d) {
    (void)d;
    return 0;
}

static double partial(const struct vf_dist *d, int k, double lo, double hi) {
    double moment = k == 1 ? mean(d) : mean(d) * (d->p[0] + 1) * d->p[1];
    return moment * vf_gamma_between(d->p[0] + k, lo / d->p[1], hi / d->p[1]);
}

const struct vf_dist_kind vf_dist_kind_gamma = {.name = "gamma",
                                                .sample = vf_dist_gamma_draw,
                                                .size_biased = size_biased,
                                                .mean = mean,
                                                .variance = variance,
                                                .cdf = cdf,
                                                .quantile = quantile,
                                                .lowest = lowest,
                                                .partial = partial};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Triangular: p[0] = min, p[1] = mode, p[2] = max, p[3] = P(X <= mode). Drawn by inversion; the
 * size-biased law (min >= 0) by accepting x with probability x / (upper end), at least one in three. */
#include "vf_dist_kind.h"

int vf_dist_triangular(struct vf_dist *d, double min, double mode, double max, struct vf_error *err) {
    vf_dist_begin(d, VF_DIST_FIXED);
    if (!isfinite(min)) {
        return vf_dist_refuse(err, VF_DIST_TRIANGULAR, "min", min, "a finite number");
    }
    if (!isfinite(max) || !(max > min) || !isfinite(max - min)) {
        return vf_dist_refuse(err, VF_DIST_TRIANGULAR, "max", max, "a finite number > min");
    }
    if (!(mode >= min) || !(mode <= max)) {
        return vf_dist_refuse(err, VF_DIST_TRIANGULAR, "mode", mode, "min <= mode <= max");
    }
    vf_dist_begin(d, VF_DIST_TRIANGULAR);
    d->p[0] = min;
    d->p[1] = mode;
    d->p[2] = max;
    d->p[3] = (mode - min) / (max - min);
    return 0;
}

static double quantile(const struct vf_dist *d, double p, bool upper) {
    double width = d->p[2] - d->p[0];
    bool rising = upper ? p >= 1 - d->p[3] : p <= d->p[3];
    double area = rising == upper ? 1 - p : p; /* on the chosen side of the mode */
    return rising ? d->p[0] + sqrt(area * width * (d->p[1] - d->p[0]))
                  : d->p[2] - sqrt(area * width * (d->p[2] - d->p[1]));
}

static double sample(const struct vf_dist *d, struct vf_rand *r) {
    return quantile(d, vf_rand_u01(r), false);
}

static double size_biased(const struct vf_dist *d, struct vf_rand *r) {
    double end = d->hi < d->p[2] ? d->hi : d->p[2], x;
    do {
        x = vf_dist_sample_cut(d, r);
    } while (vf_rand_u01(r) * end > x);
    return x;
}

static double mean(const struct vf_dist *d) { return (d->p[0] + d->p[1] + d->p[2]) / 3; }

static double variance(const struct vf_dist *d) {
    double width = d->p[2] - d->p[0], left = d->p[1] - d->p[0];
    return (width * width - left * (width - left)) / 18;
}

static double cdf(const struct vf_dist *d, double x, bool upper) {
    double width = d->p[2] - d->p[0];
    if (!(x > d->p[0]) || x >= d->p[2]) {
        return (x >= d->p[2]) == upper ? 0 : 1;
    }
    bool rising = x <= d->p[1];
    double from = rising ? x - d->p[0] : d->p[2] - x;
    double area = from * from / (width * (rising ? d->p[1] - d->p[0] : d->p[2] - d->p[1]));
    return rising == upper ? 1 - area : area;
}

static double lowest(const struct vf_dist *d) { return d->p[0]; }

/* E[X^k] over one slope, X = foot + sign y with density 2 y / (width base), for y from a to b. */
static double slope_moment(double foot, double sign, double a, double b, int k) {
    double two = (b - a) * (b + a) / 2, three = (b * b * b - a * a * a) / 3;
    if (k == 1) {
        return foot * two + sign * three;
    }
    double four = (b - a) * (b + a) * (a * a + b * b) / 4;
    return foot * foot * two + 2 * sign * foot * three + four;
}

static double partial(const struct vf_dist *d, int k, double lo, double hi) {
    double min = d->p[0], mode = d->p[1], max = d->p[2], sum = 0;
    lo = lo > min ? lo : min;
    hi = hi < max ? hi : max;
    if (lo < mode) {
        sum += 2 / ((max - min) * (mode - min)) *
               slope_moment(min, 1, lo - min, (hi < mode ? hi : mode) - min, k);
    }
    if (hi > mode) {
        sum += 2 / ((max - min) * (max - mode)) *
               slope_moment(max, -1, max - hi, max - (lo > mode ? lo : mode), k);
    }
    return sum;
}

const struct vf_dist_kind vf_dist_kind_triangular = {.name = "triangular",
                                                     .by_inversion = true,
                                                     .sample = sample,
                                                     .size_biased = size_biased,
                                                     .mean = mean,
                                                     .variance = variance,
                                                     .cdf = cdf,
                                                     .quantile = quantile,
                                                     .lowest = lowest,
                                                     .partial = partial};

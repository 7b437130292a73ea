/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Histogram: bins by weight, even within a bin; drawn by inversion. table->x are the edges. The
 * size-biased law weighs a bin by its middle and rises linearly within it. */
#include "vf_dist_kind.h"

#include <stdlib.h>

static void finish(struct vf_dist_table *t) {
    double *middle = vf_xcalloc(t->n, sizeof *middle);
    for (size_t i = 0; i < t->n; i++) {
        middle[i] = 0.5 * (t->x[i] + t->x[i + 1]);
    }
    vf_dist_table_finish(t, middle, false);
    free(middle);
}

int vf_dist_histogram(struct vf_dist *d, size_t nbins, const double *edges, const double *weights,
                      struct vf_error *err) {
    vf_dist_begin(d, VF_DIST_FIXED);
    if (nbins < 1 || nbins > UINT32_MAX) {
        return vf_error_set(err, VF_E_CONFIG, "histogram: %zu bins: expected at least one", nbins);
    }
    for (size_t i = 0; i <= nbins; i++) {
        if (!isfinite(edges[i]) || (i > 0 && edges[i] <= edges[i - 1])) {
            return vf_error_set(err, VF_E_CONFIG, "histogram: edge %zu is %g: expected finite, rising edges",
                                i + 1, edges[i]);
        }
    }
    struct vf_dist_table *t = vf_dist_table_new(nbins, nbins + 1);
    int code = vf_dist_table_weights(t, VF_DIST_HISTOGRAM, weights, err);
    if (code != 0) {
        vf_dist_table_free(t);
        return code;
    }
    for (size_t i = 0; i <= nbins; i++) {
        t->x[i] = edges[i];
    }
    finish(t);
    vf_dist_begin(d, VF_DIST_HISTOGRAM);
    d->table = t;
    return 0;
}

static double quantile_up(const struct vf_dist *d, double p) {
    const struct vf_dist_table *t = d->table;
    size_t i = vf_dist_table_find(t, p);
    double share = t->cum[i + 1] > t->cum[i] ? (p - t->cum[i]) / (t->cum[i + 1] - t->cum[i]) : 0;
    double x = t->x[i] + (share < 1 ? share : 1) * (t->x[i + 1] - t->x[i]);
    return x < t->x[i + 1] ? x : t->x[i + 1];
}

static double quantile(const struct vf_dist *d, double p, bool upper) {
    return quantile_up(d, upper ? 1 - p : p);
}

static double sample(const struct vf_dist *d, struct vf_rand *r) { return quantile_up(d, vf_rand_u01(r)); }

static double size_biased(const struct vf_dist *d, struct vf_rand *r) {
    const struct vf_dist_table *t = d->table;
    size_t i = vf_dist_table_find_biased(t, vf_rand_u01(r));
    double lo = t->x[i], hi = t->x[i + 1];
    return sqrt(lo * lo + vf_rand_u01(r) * (hi - lo) * (hi + lo));
}

static double mean(const struct vf_dist *d) {
    const struct vf_dist_table *t = d->table;
    double sum = 0;
    for (size_t i = 0; i < t->n; i++) {
        sum += t->weight[i] * 0.5 * (t->x[i] + t->x[i + 1]);
    }
    return sum;
}

static double variance(const struct vf_dist *d) {
    const struct vf_dist_table *t = d->table;
    double centre = mean(d), sum = 0;
    for (size_t i = 0; i < t->n; i++) {
        double off = 0.5 * (t->x[i] + t->x[i + 1]) - centre, width = t->x[i + 1] - t->x[i];
        sum += t->weight[i] * (off * off + width * width / 12);
    }
    return sum;
}

static double cdf(const struct vf_dist *d, double x, bool upper) {
    const struct vf_dist_table *t = d->table;
    double p = x < t->x[0] ? 0 : 1;
    if (x >= t->x[0] && x < t->x[t->n]) {
        size_t lo = 0, hi = t->n; /* x[lo] <= x < x[hi] */
        while (hi - lo > 1) {
            size_t middle = lo + (hi - lo) / 2;
            *(t->x[middle] <= x ? &lo : &hi) = middle;
        }
        p = t->cum[lo] + (t->cum[lo + 1] - t->cum[lo]) * (x - t->x[lo]) / (t->x[lo + 1] - t->x[lo]);
    }
    return upper ? 1 - p : p;
}

static double lowest(const struct vf_dist *d) { return d->table->x[0]; }

static double narrow(struct vf_dist *d, double lo, double hi) {
    struct vf_dist_table *t = d->table;
    double kept = 0;
    size_t first = t->n, last = 0;
    for (size_t i = 0; i < t->n; i++) {
        double a = lo > t->x[i] ? lo : t->x[i], b = hi < t->x[i + 1] ? hi : t->x[i + 1];
        if (a < b && t->weight[i] > 0) {
            kept += t->weight[i] * (b - a) / (t->x[i + 1] - t->x[i]);
            first = i < first ? i : first;
            last = i;
        }
    }
    if (!(kept > 0)) {
        return 0;
    }
    size_t n = last - first + 1;
    for (size_t i = 0; i < n; i++) {
        double a = t->x[first + i], b = t->x[first + i + 1], from = lo > a ? lo : a, to = hi < b ? hi : b;
        t->weight[i] = t->weight[first + i] * (to - from) / (b - a);
    }
    for (size_t i = 0; i <= n; i++) {
        double edge = t->x[first + i];
        t->x[i] = edge < lo ? lo : edge > hi ? hi : edge;
    }
    t->n = n;
    t->nx = n + 1;
    finish(t);
    return kept;
}

static double beyond(const struct vf_dist *d, double x, struct vf_rand *r) {
    double past = cdf(d, x, false);
    return past < 1 ? quantile_up(d, past + vf_rand_u01(r) * (1 - past)) : x;
}

const struct vf_dist_kind vf_dist_kind_histogram = {.name = "histogram",
                                                    .by_inversion = true,
                                                    .sample = sample,
                                                    .size_biased = size_biased,
                                                    .mean = mean,
                                                    .variance = variance,
                                                    .cdf = cdf,
                                                    .quantile = quantile,
                                                    .lowest = lowest,
                                                    .narrow = narrow,
                                                    .beyond = beyond};

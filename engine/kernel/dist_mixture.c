/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mixture: component i with probability weight i, then a draw from it; hyper-exponential when all are
 * exponential. Truncating cuts each component and weighs it by what it kept; a draw beyond a time already
 * spent chooses the component by its chance of having lasted so long. Not by inversion. */
#include "vf_dist_kind.h"

#include <stdlib.h>

static void finish(struct vf_dist_table *t) {
    double *means = vf_xcalloc(t->n, sizeof *means);
    for (size_t i = 0; i < t->n; i++) {
        means[i] = vf_dist_mean(&t->part[i]);
    }
    vf_dist_table_finish(t, means, true);
    free(means);
}

int vf_dist_mixture(struct vf_dist *d, size_t n, const double *weights, const struct vf_dist *components,
                    struct vf_error *err) {
    vf_dist_begin(d, VF_DIST_FIXED);
    if (n < 1 || n > UINT32_MAX) {
        return vf_error_set(err, VF_E_CONFIG, "mixture: %zu components: expected at least one", n);
    }
    struct vf_dist_table *t = vf_dist_table_new(n, 0);
    int code = vf_dist_table_weights(t, VF_DIST_MIXTURE, weights, err);
    if (code != 0) {
        vf_dist_table_free(t);
        return code;
    }
    t->part = vf_xcalloc(n, sizeof *t->part);
    for (size_t i = 0; i < n; i++) {
        vf_dist_copy(&t->part[i], &components[i]);
    }
    finish(t);
    vf_dist_begin(d, VF_DIST_MIXTURE);
    d->table = t;
    return 0;
}

static double sample(const struct vf_dist *d, struct vf_rand *r) {
    size_t i = vf_alias_draw(&d->table->alias, vf_rand_u01(r));
    return vf_dist_draw(&d->table->part[i], r);
}

static double size_biased(const struct vf_dist *d, struct vf_rand *r) {
    size_t i = vf_dist_table_find_biased(d->table, vf_rand_u01(r));
    return vf_dist_sample_size_biased(&d->table->part[i], r);
}

static double mean(const struct vf_dist *d) {
    const struct vf_dist_table *t = d->table;
    double sum = 0;
    for (size_t i = 0; i < t->n; i++) {
        sum += t->weight[i] > 0 ? t->weight[i] * vf_dist_mean(&t->part[i]) : 0;
    }
    return sum;
}

static double variance(const struct vf_dist *d) {
    const struct vf_dist_table *t = d->table;
    double centre = mean(d), sum = 0;
    if (!isfinite(centre)) {
        return INFINITY;
    }
    for (size_t i = 0; i < t->n; i++) {
        if (t->weight[i] > 0) {
            double off = vf_dist_mean(&t->part[i]) - centre;
            sum += t->weight[i] * (vf_dist_variance(&t->part[i]) + off * off);
        }
    }
    return sum;
}

static double cdf(const struct vf_dist *d, double x, bool upper) {
    const struct vf_dist_table *t = d->table;
    double sum = 0;
    for (size_t i = 0; i < t->n; i++) {
        sum += t->weight[i] * (upper ? vf_dist_survival(&t->part[i], x) : vf_dist_cdf(&t->part[i], x));
    }
    return sum;
}

/* The least and the greatest of the components' quantiles: the mixture's lies between. */
static void quantile_range(const struct vf_dist_table *t, double p, double *lo, double *hi) {
    *lo = INFINITY;
    *hi = -INFINITY;
    for (size_t i = 0; i < t->n; i++) {
        if (t->weight[i] > 0) {
            double x = vf_dist_quantile(&t->part[i], p);
            *lo = x < *lo ? x : *lo;
            *hi = x > *hi ? x : *hi;
        }
    }
}

/* Halves that range. */
static double quantile(const struct vf_dist *d, double p, bool upper) {
    double lo, hi;
    p = upper ? 1 - p : p;
    quantile_range(d->table, p, &lo, &hi);
    if (cdf(d, lo, false) >= p || !isfinite(hi) || !isfinite(lo)) {
        return p >= 1 ? hi : lo;
    }
    for (int round = 0; round < 2000; round++) { /* cdf(lo) < p <= cdf(hi) */
        double middle = lo > 0 && hi / lo > 4 ? sqrt(lo) * sqrt(hi) : lo + 0.5 * (hi - lo);
        if (!(middle > lo && middle < hi)) {
            break;
        }
        *(cdf(d, middle, false) < p ? &lo : &hi) = middle;
    }
    return hi;
}

static double lowest(const struct vf_dist *d) {
    double low = INFINITY;
    for (size_t i = 0; i < d->table->n; i++) {
        double x = d->table->weight[i] > 0 ? vf_dist_lowest(&d->table->part[i]) : INFINITY;
        low = x < low ? x : low;
    }
    return low;
}

static double narrow(struct vf_dist *d, double lo, double hi) {
    struct vf_dist_table *t = d->table, *cut = vf_dist_table_copy(t);
    double kept = 0;
    for (size_t i = 0; i < t->n; i++) {
        double share = vf_dist_narrow_result(&cut->part[i], lo, hi);
        cut->weight[i] *= share > 0 ? share : 0;
        kept += cut->weight[i];
    }
    if (!(kept > 0)) {
        vf_dist_table_free(cut);
        return 0;
    }
    finish(cut);
    vf_dist_table_free(t);
    d->table = cut;
    return kept;
}

static double beyond(const struct vf_dist *d, double x, struct vf_rand *r) {
    const struct vf_dist_table *t = d->table;
    double left = vf_rand_u01(r) * cdf(d, x, true);
    const struct vf_dist *chosen = NULL;
    for (size_t i = 0; i < t->n && (chosen == NULL || left >= 0); i++) {
        double share = t->weight[i] * vf_dist_survival(&t->part[i], x);
        if (share > 0) {
            chosen = &t->part[i];
            left -= share;
        }
    }
    return chosen == NULL ? x : vf_dist_sample_beyond(chosen, x, r);
}

const struct vf_dist_kind vf_dist_kind_mixture = {.name = "mixture",
                                                  .sample = sample,
                                                  .size_biased = size_biased,
                                                  .mean = mean,
                                                  .variance = variance,
                                                  .cdf = cdf,
                                                  .quantile = quantile,
                                                  .lowest = lowest,
                                                  .narrow = narrow,
                                                  .beyond = beyond};

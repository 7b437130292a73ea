/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The arrays behind kinds given by a list: cumulated weights with a guide table (H.-C. Chen & Y. Asau,
 * AIIE Transactions 6, 1974), so that inversion takes constant time on average; and the laws on listed
 * values, which empirical and discrete share. */
#include "vf_dist_kind.h"

#include <stdlib.h>
#include <string.h>

struct vf_dist_table *vf_dist_table_new(size_t n, size_t nx) {
    struct vf_dist_table *t = vf_xcalloc(1, sizeof *t);
    t->n = n;
    t->nx = nx;
    t->x = nx > 0 ? vf_xcalloc(nx, sizeof *t->x) : NULL;
    t->weight = vf_xcalloc(n, sizeof *t->weight);
    t->cum = vf_xcalloc(n + 1, sizeof *t->cum);
    t->biased = vf_xcalloc(n + 1, sizeof *t->biased);
    t->guide = vf_xcalloc(n, sizeof *t->guide);
    return t;
}

void vf_dist_table_free(struct vf_dist_table *t) {
    if (t != NULL) {
        for (size_t i = 0; t->part != NULL && i < t->n; i++) {
            vf_dist_fini(&t->part[i]);
        }
        free(t->part);
        free(t->x);
        free(t->weight);
        free(t->cum);
        free(t->biased);
        free(t->guide);
        vf_alias_fini(&t->alias);
        free(t);
    }
}

struct vf_dist_table *vf_dist_table_copy(const struct vf_dist_table *t) {
    struct vf_dist_table *copy = vf_dist_table_new(t->n, t->nx);
    if (t->nx > 0) {
        memcpy(copy->x, t->x, t->nx * sizeof *t->x);
    }
    memcpy(copy->weight, t->weight, t->n * sizeof *t->weight);
    memcpy(copy->cum, t->cum, (t->n + 1) * sizeof *t->cum);
    memcpy(copy->biased, t->biased, (t->n + 1) * sizeof *t->biased);
    memcpy(copy->guide, t->guide, t->n * sizeof *t->guide);
    if (t->alias.n > 0) {
        copy->alias.n = t->alias.n;
        copy->alias.cell = vf_xcalloc(t->n, sizeof *t->alias.cell);
        memcpy(copy->alias.cell, t->alias.cell, t->n * sizeof *t->alias.cell);
    }
    if (t->part != NULL) {
        copy->part = vf_xcalloc(t->n, sizeof *t->part);
        for (size_t i = 0; i < t->n; i++) {
            vf_dist_copy(&copy->part[i], &t->part[i]);
        }
    }
    return copy;
}

int vf_dist_table_weights(struct vf_dist_table *t, enum vf_dist_id id, const double *weights,
                          struct vf_error *err) {
    double sum = 0;
    for (size_t i = 0; i < t->n; i++) {
        t->weight[i] = weights != NULL ? weights[i] : 1;
        if (!isfinite(t->weight[i]) || t->weight[i] < 0) {
            return vf_error_set(err, VF_E_CONFIG, "%s: weight %zu is %g: expected a finite number >= 0",
                                vf_dist_name(id), i + 1, t->weight[i]);
        }
        sum += t->weight[i];
    }
    if (!(sum > 0) || !isfinite(sum)) {
        return vf_dist_refuse(err, id, "the sum of the weights", sum, "a finite number > 0");
    }
    return 0;
}

static void fill_biased(struct vf_dist_table *t, const double *middle) {
    double sum = 0;
    for (size_t i = 0; i < t->n; i++) {
        double share = t->weight[i] > 0 ? t->weight[i] * middle[i] : 0;
        sum += share > 0 ? share : 0;
        t->biased[i + 1] = sum;
    }
    bool sound = sum > 0 && isfinite(sum);
    for (size_t i = 0; i < t->n; i++) {
        t->biased[i + 1] = sound ? t->biased[i + 1] / sum : 0;
    }
}

void vf_dist_table_finish(struct vf_dist_table *t, const double *middle, bool alias) {
    double sum = 0, running = 0;
    size_t last = 0;
    for (size_t i = 0; i < t->n; i++) {
        sum += t->weight[i];
        last = t->weight[i] > 0 ? i : last;
    }
    for (size_t i = 0; i < t->n; i++) {
        running += t->weight[i];
        t->weight[i] /= sum;
        t->cum[i + 1] = i >= last ? 1 : running / sum;
    }
    size_t step = 0;
    for (size_t i = 0; i < t->n; i++) {
        while (t->cum[step + 1] * (double)t->n <= (double)i) {
            step++;
        }
        t->guide[i] = (uint32_t)step;
    }
    fill_biased(t, middle);
    if (alias) {
        vf_alias_fini(&t->alias);
        int code = vf_alias_init(&t->alias, t->n, t->weight, NULL);
        VF_ASSERT(code == 0, "weights that were checked");
    }
}

size_t vf_dist_table_find(const struct vf_dist_table *t, double u) {
    size_t cell = (size_t)(u * (double)t->n);
    size_t i = t->guide[cell < t->n ? cell : t->n - 1];
    while (i > 0 && t->cum[i] > u) { /* rounding at a cell's edge */
        i--;
    }
    while (i + 1 < t->n && t->cum[i + 1] <= u) {
        i++;
    }
    return i;
}

size_t vf_dist_table_find_biased(const struct vf_dist_table *t, double u) {
    VF_ASSERT(t->biased[t->n] > 0, "a size-biased draw from a law without a positive finite mean");
    size_t lo = 0, hi = t->n; /* biased[lo] <= u < biased[hi] */
    while (hi - lo > 1) {
        size_t middle = lo + (hi - lo) / 2;
        *(t->biased[middle] <= u ? &lo : &hi) = middle;
    }
    return lo;
}

struct pair {
    double x, weight;
};

static int by_value(const void *a, const void *b) {
    double x = ((const struct pair *)a)->x, y = ((const struct pair *)b)->x;
    return (x > y) - (x < y);
}

/* Sorts and joins equal values: order of input then cannot matter. */
static void sort_steps(struct vf_dist_table *t, const double *values) {
    struct pair *pairs = vf_xcalloc(t->n, sizeof *pairs);
    for (size_t i = 0; i < t->n; i++) {
        pairs[i] = (struct pair){values[i], t->weight[i]};
    }
    qsort(pairs, t->n, sizeof *pairs, by_value);
    size_t n = 0;
    for (size_t i = 0; i < t->n; i++) {
        if (n > 0 && t->x[n - 1] == pairs[i].x) {
            t->weight[n - 1] += pairs[i].weight;
        } else if (pairs[i].weight > 0) {
            t->x[n] = pairs[i].x;
            t->weight[n++] = pairs[i].weight;
        }
    }
    t->n = t->nx = n;
    free(pairs);
}

int vf_dist_steps_init(struct vf_dist *d, enum vf_dist_id id, size_t n, const double *values,
                       const double *weights, struct vf_error *err) {
    vf_dist_begin(d, VF_DIST_FIXED);
    if (n < 1 || n > UINT32_MAX) {
        return vf_error_set(err, VF_E_CONFIG, "%s: %zu values: expected at least one", vf_dist_name(id), n);
    }
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(values[i])) {
            return vf_error_set(err, VF_E_CONFIG, "%s: value %zu is not finite", vf_dist_name(id), i + 1);
        }
    }
    struct vf_dist_table *t = vf_dist_table_new(n, n);
    int code = vf_dist_table_weights(t, id, weights, err);
    if (code != 0) {
        vf_dist_table_free(t);
        return code;
    }
    sort_steps(t, values);
    vf_dist_table_finish(t, t->x, id == VF_DIST_DISCRETE);
    vf_dist_begin(d, id);
    d->table = t;
    return 0;
}

double vf_dist_steps_size_biased(const struct vf_dist *d, struct vf_rand *r) {
    return d->table->x[vf_dist_table_find_biased(d->table, vf_rand_u01(r))];
}

double vf_dist_steps_mean(const struct vf_dist *d) {
    double sum = 0;
    for (size_t i = 0; i < d->table->n; i++) {
        sum += d->table->weight[i] * d->table->x[i];
    }
    return sum;
}

double vf_dist_steps_variance(const struct vf_dist *d) {
    double mean = vf_dist_steps_mean(d), sum = 0;
    for (size_t i = 0; i < d->table->n; i++) {
        double off = d->table->x[i] - mean;
        sum += d->table->weight[i] * off * off;
    }
    return sum;
}

/* How many values are <= x. */
static size_t count_to(const struct vf_dist_table *t, double x) {
    size_t lo = 0, hi = t->n;
    while (lo < hi) {
        size_t middle = lo + (hi - lo) / 2;
        if (t->x[middle] <= x) {
            lo = middle + 1;
        } else {
            hi = middle;
        }
    }
    return lo;
}

double vf_dist_steps_cdf(const struct vf_dist *d, double x, bool upper) {
    double p = d->table->cum[count_to(d->table, x)];
    return upper ? 1 - p : p;
}

double vf_dist_steps_quantile(const struct vf_dist *d, double p, bool upper) {
    const struct vf_dist_table *t = d->table;
    p = upper ? 1 - p : p;
    size_t lo = 0, hi = t->n - 1; /* the least i with cum[i + 1] >= p */
    while (lo < hi) {
        size_t middle = lo + (hi - lo) / 2;
        if (t->cum[middle + 1] >= p) {
            hi = middle;
        } else {
            lo = middle + 1;
        }
    }
    return t->x[lo];
}

double vf_dist_steps_lowest(const struct vf_dist *d) { return d->table->x[0]; }

double vf_dist_steps_narrow(struct vf_dist *d, double lo, double hi) {
    struct vf_dist_table *t = d->table;
    double kept = 0;
    for (size_t i = 0; i < t->n; i++) {
        kept += t->x[i] >= lo && t->x[i] <= hi ? t->weight[i] : 0;
    }
    if (!(kept > 0)) {
        return 0;
    }
    size_t n = 0;
    for (size_t i = 0; i < t->n; i++) {
        if (t->x[i] >= lo && t->x[i] <= hi) {
            t->x[n] = t->x[i];
            t->weight[n++] = t->weight[i];
        }
    }
    t->n = t->nx = n;
    vf_dist_table_finish(t, t->x, d->id == VF_DIST_DISCRETE);
    return kept;
}

double vf_dist_steps_beyond(const struct vf_dist *d, double x, struct vf_rand *r) {
    const struct vf_dist_table *t = d->table;
    size_t first = count_to(t, x);
    if (first == t->n) {
        return x;
    }
    double past = t->cum[first];
    size_t i = vf_dist_table_find(t, past + vf_rand_u01(r) * (1 - past));
    return t->x[i > first ? i : first];
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole days into classes of at least the smallest cell, by the product limit (Kaplan & Meier, J. Am. Stat. Assoc. 53,
 * 1958), so that stays still going on when the extract ends do not make vardtid too short. A class of several days is
 * narrowed from the side that keeps its own mean, so that the mean of the whole is that of the data; the last ends
 * where its mean asks for it, so that nobody's longest stay shows. The same data is also laid beside a lognormal and a
 * gamma law with their mean and variance; the distance told is Kolmogorov's, over whole days as the simulator rounds
 * them. */
#include <math.h>
#include <stdlib.h>

#include "vf_dist.h"
#include "vf_import_work.h"

struct value { /* a day that occurs */
    uint32_t day;
    int64_t ended;
    double weight;
};

/* Days with their product-limit weights; returns how many. */
static size_t weigh(const uint64_t *key, size_t n, struct value *out) {
    size_t n_out = 0;
    double alive = 1;
    for (size_t i = 0, next; i < n; i = next) {
        int64_t ended = 0;
        for (next = i; next < n && key[next] >> 1 == key[i] >> 1; next++)
            ended += (key[next] & 1) == 0;
        if (ended == 0)
            continue;
        double weight = alive * (double)ended / (double)(n - i);
        out[n_out++] = (struct value){(uint32_t)key[i] >> 1, ended, weight};
        alive -= weight;
    }
    for (size_t i = 0; i < n_out && alive < 1; i++)
        out[i].weight /= 1 - alive;
    return n_out;
}

static void push(struct vf_import_bins *b, double edge, double weight) {
    b->edge[b->n + 1] = edge;
    b->weight[b->n++] = weight;
}

/* One class of the values from..to, narrowed to its mean (the last is open above); days between classes get an empty one. */
static void put_class(struct vf_import_bins *b, const struct value *v, size_t from, size_t to, double offset,
                      bool last) {
    double weight = 0, sum = 0, low = v[from].day + offset, high = v[to].day + offset + 1;
    for (size_t i = from; i <= to; i++) {
        weight += v[i].weight;
        sum += v[i].weight * (v[i].day + offset + 0.5);
    }
    double mean = sum / weight;
    low = low > 0 ? low : 0;
    if (last || mean < (low + high) / 2)
        high = 2 * mean - low;
    else
        low = 2 * mean - high;
    high = fmax(high, low + 0.5); /* of day 0 alone */
    if (b->n == 0)
        b->edge[0] = low;
    else if (low > b->edge[b->n] + 1e-9)
        push(b, low, 0);
    push(b, high, weight);
}

static void make_classes(struct vf_import_bins *b, const struct value *v, size_t n, double offset,
                         int64_t smallest) {
    int64_t left = 0, in_class = 0;
    size_t from = 0;
    b->edge = vf_xcalloc(2 * n + 2, sizeof *b->edge);
    b->weight = vf_xcalloc(2 * n + 1, sizeof *b->weight);
    for (size_t i = 0; i < n; i++)
        left += v[i].ended;
    for (size_t i = 0; i < n; i++) {
        in_class += v[i].ended;
        left -= v[i].ended;
        if (i + 1 < n && (in_class < smallest || left < smallest))
            continue;
        put_class(b, v, from, i, offset, i + 1 == n);
        from = i + 1;
        in_class = 0;
    }
}

/* ---- Beside the data ---- */

static double distance(const struct vf_import_bins *b, const struct vf_dist *d, const struct value *v,
                       size_t n) {
    double seen = 0, most = 0;
    for (size_t i = 0; i < n; i++) {
        double law = b->zero + (1 - b->zero) * vf_dist_cdf(d, v[i].day + 0.5);
        double before = v[i].day == 0 ? seen : b->zero + (1 - b->zero) * vf_dist_cdf(d, v[i].day - 0.5);
        most = fmax(most, fabs(seen - before));
        seen += v[i].weight;
        most = fmax(most, fabs(seen - (v[i].day == 0 ? b->zero : law)));
    }
    return most;
}

static void compare_laws(struct vf_import_bins *b, const struct value *v, size_t n) {
    double weight = 0, sum = 0, square = 0;
    struct vf_dist d;
    for (size_t i = 0; i < n; i++) {
        weight += v[i].day > 0 ? v[i].weight : 0;
        sum += v[i].weight * v[i].day;
        square += v[i].weight * v[i].day * v[i].day;
    }
    b->law_mean = weight > 0 ? sum / weight : 0;
    double variance = weight > 0 ? square / weight - b->law_mean * b->law_mean : 0;
    b->law_cv = variance > 0 ? sqrt(variance) / b->law_mean : 0;
    for (int law = 0; law < VF_IMPORT_LAWS; law++)
        b->ks[law] = 1;
    if (vf_dist_histogram(&d, b->n, b->edge, b->weight, NULL) == VF_OK) {
        b->ks[VF_IMPORT_HISTOGRAM] = distance(b, &d, v, n);
        vf_dist_fini(&d);
    }
    if (!(b->law_cv > 0.05 && b->law_cv < 20))
        return;
    if (vf_dist_lognormal_mean_sd(&d, b->law_mean, b->law_mean * b->law_cv, NULL) == VF_OK)
        b->ks[VF_IMPORT_LOGNORMAL] = distance(b, &d, v, n);
    if (vf_dist_gamma_mean_sd(&d, b->law_mean, b->law_mean * b->law_cv, NULL) == VF_OK)
        b->ks[VF_IMPORT_GAMMA] = distance(b, &d, v, n);
}

static void make(struct vf_import_bins *b, struct value *v, size_t n, struct vf_import_classes how,
                 int64_t smallest) {
    size_t first = 0;
    *b = (struct vf_import_bins){.n = 0};
    for (size_t i = 0; i < n; i++) {
        b->count += v[i].ended;
        b->mean += v[i].weight * v[i].day;
    }
    if (how.hurdle && n > 0 && v[0].day == 0) {
        first = 1;
        if (b->count - v[0].ended < smallest) { /* too few of the others to tell */
            b->zero = 1;
            return;
        }
        if (v[0].ended >= smallest) {
            b->zero = v[0].weight;
        } else { /* too few to tell: they count with the first night */
            v[1].weight += v[0].weight;
            v[1].ended += v[0].ended;
        }
    }
    if (b->count >= smallest)
        make_classes(b, v + first, n - first, how.offset, smallest);
    if (b->n > 0 && how.hurdle)
        compare_laws(b, v, n);
}

static int by_value(const void *a, const void *b) {
    uint64_t s = *(const uint64_t *)a, t = *(const uint64_t *)b;
    return s < t ? -1 : s > t;
}

void vf_import_bins_by(struct vf_import_work *m, uint64_t *key, size_t n, struct vf_import_classes how,
                       struct vf_import_bins *(*of)(struct vf_import_work *m, uint64_t id)) {
    struct value *v = vf_xcalloc(n, sizeof *v);
    if (n > 0)
        qsort(key, n, sizeof *key, by_value);
    for (size_t i = 0, next; i < n; i = next) {
        uint64_t id = key[i] >> 32;
        for (next = i; next < n && key[next] >> 32 == id; next++) {}
        make(of(m, id), v, weigh(key + i, next - i, v), how, m->smallest);
    }
    free(v);
}

void vf_import_bins_fini(struct vf_import_bins *b) {
    free(b->edge);
    free(b->weight);
    *b = (struct vf_import_bins){.n = 0};
}

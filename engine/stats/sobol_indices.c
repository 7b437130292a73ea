/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sobol' indices: see vf_sensitivity.h. Each block gives one term of every sum, so that drawing blocks again only adds
 * terms up. Called for each output of a finished study.
 *
 * With means a, b, c over m replications at the points of A, of B, and of A with one axis from B, all less the mean of
 * everything: first = b (c - a), total = (a - c)^2 / 2, variance from a, b. Chance adds to the expectation of a product
 * of two means the covariance of their replications over m; what is common to a, b and c drops out of c - a. */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "vf_error.h"
#include "vf_random.h"
#include "vf_sensitivity.h"

enum { PURPOSE_RESAMPLE = 2, SUM = 0, SQUARES = 1, NOISE = 2, PAIRS = 3 };

/* Covariance of a - b with c - d over the replications, over m: what chance adds to the product of their means. */
static double chance(const double *a, const double *b, const double *c, const double *d, size_t m) {
    double x = 0, y = 0, sum = 0;
    for (size_t r = 0; r < m; r++) {
        x += (a[r] - b[r]) / (double)m;
        y += (c[r] - d[r]) / (double)m;
    }
    for (size_t r = 0; r < m; r++) {
        sum += (a[r] - b[r] - x) * (c[r] - d[r] - y);
    }
    return m > 1 ? sum / (double)(m - 1) / (double)m : 0;
}

static double mean_of(const double *y, size_t m) {
    double sum = 0;
    for (size_t r = 0; r < m; r++) {
        sum += y[r];
    }
    return sum / (double)m;
}

static bool whole(const struct vf_blocks *b, size_t block) {
    const double *y = &b->y[block * b->size * b->replications];
    size_t k = 0;
    while (k < b->size * b->replications && !isnan(y[k])) {
        k++;
    }
    return k == b->size * b->replications;
}

/* The mean of all points of A and B, by replication; returns the number of whole blocks. */
static size_t centre(const struct vf_blocks *b, double *middle) {
    size_t n = 0, m = b->replications;
    for (size_t k = 0; k < b->n; k++) {
        n += whole(b, k);
    }
    for (size_t k = 0; k < b->n; k++) {
        const double *y = &b->y[k * b->size * m];
        for (size_t r = 0; r < m && whole(b, k); r++) {
            middle[r] += (y[r] + y[(b->size - 1) * m + r]) / (2.0 * (double)n);
        }
    }
    return n;
}

/* term: SUM, SQUARES, NOISE, then first and total of each axis. */
static void terms_of(const struct vf_blocks *blocks, size_t block, size_t axes, const double *middle,
                     double *term) {
    size_t m = blocks->replications;
    const double *y = &blocks->y[block * blocks->size * m], *last = y + (blocks->size - 1) * m;
    double a = mean_of(y, m) - mean_of(middle, m), b = mean_of(last, m) - mean_of(middle, m);
    term[SUM] = a + b;
    term[SQUARES] = a * a + b * b;
    term[NOISE] = 0.5 * chance(y, last, y, last, m);
    for (size_t k = 0; k < axes; k++) {
        const double *mixed = y + (k + 1) * m;
        double c = mean_of(mixed, m) - mean_of(middle, m);
        term[PAIRS + 2 * k] = b * (c - a) - chance(mixed, y, last, middle, m);
        term[PAIRS + 2 * k + 1] = 0.5 * ((a - c) * (a - c) - chance(y, mixed, y, mixed, m));
    }
}

static double variance_of(const double *sum, double n) {
    return (sum[SQUARES] - sum[SUM] * sum[SUM] / (2 * n)) / (2 * n - 1) - sum[NOISE] / n;
}

/* Index number `k` (first and total of each axis in turn) from sums over n blocks. */
static double index_of(const double *sum, size_t n, size_t k) {
    double variance = variance_of(sum, (double)n);
    return variance > 0 ? sum[PAIRS + k] / (double)n / variance : (double)NAN;
}

static void resample(const double *term, size_t n, size_t width, uint64_t seed, uint32_t time, double *sum) {
    struct vf_rand r = vf_rand_open(seed, PURPOSE_RESAMPLE, time);
    memset(sum, 0, width * sizeof *sum);
    for (size_t k = 0; k < n; k++) {
        const double *one = &term[(size_t)(vf_rand_u01(&r) * (double)n) * width];
        for (size_t i = 0; i < width; i++) {
            sum[i] += one[i];
        }
    }
}

static void intervals(const double *term, size_t n, size_t axes, uint64_t seed, struct vf_sobol_index *out) {
    size_t width = PAIRS + 2 * axes, again = vf_resamples(n, axes);
    double *sum = vf_xcalloc(width, sizeof *sum), *value = vf_xcalloc(2 * axes * again + 1, sizeof *value);
    for (size_t i = 0; i < again; i++) {
        resample(term, n, width, seed, (uint32_t)i, sum);
        for (size_t k = 0; k < 2 * axes; k++) {
            value[k * again + i] = index_of(sum, n, k);
        }
    }
    for (size_t a = 0; a < axes; a++) {
        vf_resample_interval(&value[2 * a * again], again, &out[a].first);
        vf_resample_interval(&value[(2 * a + 1) * again], again, &out[a].total);
    }
    free(value);
    free(sum);
}

size_t vf_sobol_indices(const struct vf_blocks *b, size_t axes, struct vf_sobol_index *out,
                        struct vf_sobol_moments *moments) {
    double *middle = vf_xcalloc(b->replications + 1, sizeof *middle);
    size_t n = centre(b, middle), width = PAIRS + 2 * axes, at = 0;
    double *term = vf_xcalloc((n + 1) * width, sizeof *term), *sum = vf_xcalloc(width, sizeof *sum);
    const struct vf_interval none = {(double)NAN, (double)NAN, (double)NAN};
    for (size_t k = 0; k < b->n; k++) {
        if (whole(b, k)) {
            terms_of(b, k, axes, middle, &term[at * width]);
            for (size_t i = 0; i < width; i++) {
                sum[i] += term[at * width + i];
            }
            at++;
        }
    }
    *moments = (struct vf_sobol_moments){n > 0 ? mean_of(middle, b->replications) : (double)NAN,
                                         n > 1 ? variance_of(sum, (double)n) : (double)NAN,
                                         n > 0 && b->replications > 1 ? sum[NOISE] / (double)n : (double)NAN};
    for (size_t a = 0; a < axes; a++) {
        out[a] = (struct vf_sobol_index){none, none};
        if (n > 1 && moments->variance > 0) {
            out[a].first.value = index_of(sum, n, 2 * a);
            out[a].total.value = index_of(sum, n, 2 * a + 1);
        }
    }
    if (n > 1 && moments->variance > 0) {
        intervals(term, n, axes, b->seed, out);
    }
    free(sum);
    free(term);
    free(middle);
    return n;
}

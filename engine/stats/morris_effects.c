/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Elementary effects: see vf_sensitivity.h. Called for each output of a finished study. */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "vf_confidence.h"
#include "vf_error.h"
#include "vf_random.h"
#include "vf_sensitivity.h"

enum { PURPOSE_RESAMPLE = 1 };

/* Difference of two points over the replications: its mean, and the variance that chance leaves in that mean. */
static double difference(const double *a, const double *b, size_t n, double *variance) {
    double sum = 0, squares = 0;
    for (size_t r = 0; r < n; r++) {
        sum += a[r] - b[r];
    }
    double mean = sum / (double)n;
    for (size_t r = 0; r < n; r++) {
        squares += (a[r] - b[r] - mean) * (a[r] - b[r] - mean);
    }
    *variance = n > 1 ? squares / (double)(n - 1) / (double)n : (double)NAN;
    return mean;
}

/* The effects along one trajectory by axis, NaN = it did not move; false when a value is missing. noise: variances,
 * added up. */
static bool effects_of(const struct vf_blocks *b, size_t block, const double *at, double *effect,
                       double *noise) {
    const double *y = &b->y[block * b->size * b->replications];
    const size_t axes = b->size - 1;
    for (size_t a = 0; a < axes; a++) {
        effect[a] = (double)NAN;
    }
    for (size_t k = 0; k < b->size * b->replications; k++) {
        if (isnan(y[k])) {
            return false;
        }
    }
    for (size_t step = 0; step < axes; step++) {
        const double *from = &at[step * axes], *to = from + axes, *before = &y[step * b->replications];
        for (size_t a = 0; a < axes; a++) {
            double moved = to[a] - from[a];
            if (fabs(moved) > 0) {
                double variance;
                double d = difference(before + b->replications, before, b->replications, &variance);
                effect[a] = d / moved;
                noise[a] += variance / (moved * moved);
            }
        }
    }
    return true;
}

uint32_t vf_resamples(size_t blocks, size_t axes) {
    const double most = 1000, least = 200, work = 2e8;
    double n = work / ((double)blocks * (double)(2 * axes + 4));
    return (uint32_t)(n > most ? most : (n < least ? least : n));
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

void vf_resample_interval(double *values, size_t n, struct vf_interval *x) {
    size_t told = 0;
    for (size_t k = 0; k < n; k++) {
        values[told] = values[k];
        told += isnan(values[k]) ? 0 : 1;
    }
    qsort(values, told, sizeof *values, ascending);
    x->low = vf_sorted_quantile(values, told, 0.025);
    x->high = vf_sorted_quantile(values, told, 0.975);
}

/* Mean size of n effects of an axis, those numbered by `r` (NULL: all); without those that are not known. */
static double mean_size(const double *effect, size_t n, size_t axes, struct vf_rand *r) {
    double size = 0;
    size_t known = 0;
    for (size_t k = 0; k < n; k++) {
        double x = effect[(r ? (size_t)(vf_rand_u01(r) * (double)n) : k) * axes];
        size += isnan(x) ? 0 : fabs(x);
        known += isnan(x) ? 0 : 1;
    }
    return known > 0 ? size / (double)known : (double)NAN;
}

/* Interval of mu by Student's t, of mu* by drawing again. effect: n x axes. */
static void summarise(const double *effect, size_t n, size_t axes, size_t a, uint64_t seed,
                      struct vf_effect *x) {
    uint32_t again = vf_resamples(n, axes);
    double *values = vf_xcalloc(n > again ? n : again, sizeof *values);
    struct vf_summary s;
    for (size_t k = 0; k < n; k++) {
        values[k] = effect[k * axes + a];
    }
    vf_summarise(values, n, &s);
    x->mu = (struct vf_interval){s.mean, s.ci_low, s.ci_high};
    x->sigma = s.sd;
    x->known = (size_t)s.n;
    x->mu_star = (struct vf_interval){mean_size(&effect[a], n, axes, NULL), (double)NAN, (double)NAN};
    for (uint32_t i = 0; i < again && n > 1; i++) {
        struct vf_rand r = vf_rand_open(seed, PURPOSE_RESAMPLE, i); /* the same blocks for every axis */
        values[i] = mean_size(&effect[a], n, axes, &r);
    }
    if (x->known > 1) {
        vf_resample_interval(values, again, &x->mu_star);
    }
    free(values);
}

size_t vf_morris_effects(const struct vf_blocks *b, size_t axes, const double *at, struct vf_effect *out) {
    double *effect = vf_xcalloc((b->n + 1) * axes + 1, sizeof *effect),
           *noise = vf_xcalloc(axes + 1, sizeof *noise);
    size_t n = 0;
    for (size_t k = 0; k < b->n; k++) {
        n += effects_of(b, k, &at[k * b->size * axes], &effect[n * axes], noise);
    }
    for (size_t a = 0; a < axes; a++) {
        summarise(effect, n, axes, a, b->seed, &out[a]);
        out[a].noise = out[a].known > 0 ? sqrt(noise[a] / (double)out[a].known) : (double)NAN;
    }
    free(noise);
    free(effect);
    return n;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A running count, mean and variance (Welford 1962). The caller owns the storage; zero-initialise with VF_TALLY_INIT.
 * Adding is O(1) and never allocates. Values in any unit; NaN must not be added. */
#ifndef VF_TALLY_H
#define VF_TALLY_H

#include <math.h>
#include <stdint.h>

struct vf_tally {
    uint64_t n;
    double mean, m2; /* m2 = sum of squared deviations from the mean */
    double min, max; /* meaningless while n = 0 */
};
#define VF_TALLY_INIT \
    { 0, 0.0, 0.0, 0.0, 0.0 }

static inline void vf_tally_add(struct vf_tally *t, double x) {
    if (t->n == 0) {
        t->min = x;
        t->max = x;
    } else {
        t->min = x < t->min ? x : t->min;
        t->max = x > t->max ? x : t->max;
    }
    t->n++;
    double delta = x - t->mean;
    t->mean += delta / (double)t->n;
    t->m2 += delta * (x - t->mean);
}

/* Sample variance and standard deviation (n - 1); NaN while n < 2. */
double vf_tally_variance(const struct vf_tally *t);
double vf_tally_sd(const struct vf_tally *t);

#endif

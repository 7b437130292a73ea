/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading histograms: see vf_histogram.h. The counts may be 32 or 64 bits wide, so one small view hides
 * which. */
#include "vf_histogram.h"

#include <math.h>

struct counts {
    const uint32_t *narrow;
    const uint64_t *wide;
    uint32_t n;
};

static uint64_t count_at(const struct counts *c, uint32_t i) { return c->narrow ? c->narrow[i] : c->wide[i]; }

static uint64_t total(const struct counts *c) {
    uint64_t sum = 0;
    if (c->narrow) { /* a loop of its own: it is read several times a replication */
        for (uint32_t i = 0; i < c->n; i++) {
            sum += c->narrow[i];
        }
        return sum;
    }
    for (uint32_t i = 0; i < c->n; i++) {
        sum += c->wide[i];
    }
    return sum;
}

double vf_hist_low(uint32_t bucket) {
    if (bucket < 128) {
        return (double)bucket;
    }
    int shift = (int)(bucket / 64) - 1;
    return ldexp((double)(64 + bucket % 64), shift);
}

/* Values below 128 are exact; in wider buckets the values are taken as evenly spread over [low, high). */
static double within(uint32_t bucket, double share) {
    double low = vf_hist_low(bucket);
    return bucket < 128 ? low : low + share * (vf_hist_low(bucket + 1) - low);
}

static double quantile(const struct counts *c, double p) {
    uint64_t n = total(c);
    if (n == 0 || !(p >= 0.0 && p <= 1.0)) {
        return (double)NAN;
    }
    double rank = p * (double)n;
    double before = 0.0;
    uint32_t last = 0;
    for (uint32_t i = 0; i < c->n; i++) {
        uint64_t counted = count_at(c, i);
        if (counted > 0) {
            double here = (double)counted;
            last = i;
            if (before + here >= rank) {
                return within(i, (rank - before) / here);
            }
            before += here;
        }
    }
    return within(last, 1.0);
}

void vf_hist_merge(uint64_t *into, const uint32_t *from, uint32_t buckets) {
    for (uint32_t i = 0; i < buckets; i++) {
        into[i] += from[i];
    }
}

double vf_hist_quantile(const uint32_t *count, uint32_t buckets, double p) {
    return quantile(&(struct counts){count, NULL, buckets}, p);
}

double vf_hist_quantile64(const uint64_t *count, uint32_t buckets, double p) {
    return quantile(&(struct counts){NULL, count, buckets}, p);
}

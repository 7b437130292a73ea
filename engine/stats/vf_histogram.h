/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A histogram of durations (int64_t, ms), mergeable by adding counts.
 *
 * Log buckets: 64 buckets per doubling, so a bucket is at most 1/64 = 1.5625 % wide; 0..127 are
 * exact. The storage is a plain array of counts owned by the caller, zeroed before use: uint32_t in a
 * replication, uint64_t where many are joined. `buckets` may be any number up to VF_HIST_BUCKETS; larger
 * values fall in the last one (VF_HIST_BUCKETS_35Y reaches 2^40 ms, 34.8 years). Adding is O(1).
 * Negative values count as 0. */
#ifndef VF_HISTOGRAM_H
#define VF_HISTOGRAM_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { VF_HIST_BUCKETS = 3713, VF_HIST_BUCKETS_35Y = 2241 };

/* The bucket of a value. The exponent and the top six bits of the fraction of the value as a double are
 * the bucket: a portable substitute for counting leading zeros (exact below 2^53, monotone above). */
static inline uint32_t vf_hist_index(int64_t value) {
    if (value < 64) {
        return value < 0 ? 0 : (uint32_t)value;
    }
    double d = (double)value;
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    return (uint32_t)((bits >> 46) - UINT64_C(1028) * 64);
}

/* The lowest value of a bucket, as a double (the first value of the next bucket is vf_hist_low(i + 1)). */
double vf_hist_low(uint32_t bucket);

static inline void vf_hist_add(uint32_t *count, uint32_t buckets, int64_t value) {
    uint32_t i = vf_hist_index(value);
    count[i < buckets ? i : buckets - 1]++;
}

void vf_hist_merge(uint64_t *into, const uint32_t *from, uint32_t buckets);

/* The p-quantile (0 <= p <= 1), linear within a bucket, exact for values below 128; NaN when nothing was
 * counted. */
double vf_hist_quantile(const uint32_t *count, uint32_t buckets, double p);
double vf_hist_quantile64(const uint64_t *count, uint32_t buckets, double p);

#endif

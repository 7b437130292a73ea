/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distributions of small whole numbers, e.g. how long a unit held k patients: see vf_histogram.h. */
#include "vf_histogram.h"

#include <math.h>

static double weight_sum(const uint64_t *weight, size_t n) {
    double sum = 0.0;
    for (size_t k = 0; k < n; k++) {
        sum += (double)weight[k];
    }
    return sum;
}

int64_t vf_integer_quantile(const uint64_t *weight, size_t n, double p) {
    double sum = weight_sum(weight, n), before = 0.0;
    if (!(sum > 0.0)) {
        return -1;
    }
    int64_t last = -1;
    for (size_t k = 0; k < n; k++) {
        if (weight[k] > 0) {
            last = (int64_t)k;
            before += (double)weight[k];
            if (before >= p * sum) {
                break;
            }
        }
    }
    return last;
}

double vf_integer_mean(const uint64_t *weight, size_t n) {
    double sum = weight_sum(weight, n), moment = 0.0;
    for (size_t k = 0; k < n; k++) {
        moment += (double)k * (double)weight[k];
    }
    return sum > 0.0 ? moment / sum : (double)NAN;
}

double vf_integer_over(const uint64_t *weight, size_t n, int64_t limit) {
    double sum = weight_sum(weight, n), over = 0.0;
    for (size_t k = 0; k < n; k++) {
        over += (int64_t)k > limit ? (double)weight[k] : 0.0;
    }
    return sum > 0.0 ? over / sum : (double)NAN;
}

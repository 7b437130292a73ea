/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Summaries over replications and paired differences: see vf_confidence.h. Sums run in index order
 * before the values are sorted, so that the result does not depend on how they compare. */
#include "vf_confidence.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "vf_error.h"

double vf_student_975(uint64_t df) { return df == 0 ? (double)NAN : gsl_cdf_tdist_Pinv(0.975, (double)df); }

double vf_student_p(double t, uint64_t df) {
    if (df == 0 || isnan(t)) {
        return (double)NAN;
    }
    return isinf(t) ? 0.0 : 2.0 * gsl_cdf_tdist_Q(fabs(t), (double)df);
}

static int by_value_nan_last(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    if (isnan(x) || isnan(y)) {
        return isnan(x) - isnan(y);
    }
    return (x > y) - (x < y);
}

double vf_sorted_quantile(const double *sorted, size_t n, double p) {
    if (n == 0) {
        return (double)NAN;
    }
    double at = p * (double)(n - 1);
    size_t low = (size_t)at;
    if (low + 1 >= n) {
        return sorted[n - 1];
    }
    return sorted[low] + (at - (double)low) * (sorted[low + 1] - sorted[low]);
}

/* Two passes: exact zero for equal values, and no cancellation. */
static void moments(const double *values, size_t n, struct vf_summary *out) {
    double sum = 0.0, squares = 0.0, rest = 0.0;
    uint64_t count = 0;
    for (size_t i = 0; i < n; i++) {
        if (!isnan(values[i])) {
            sum += values[i];
            count++;
        }
    }
    out->n = count;
    out->mean = count > 0 ? sum / (double)count : (double)NAN;
    for (size_t i = 0; i < n; i++) {
        if (!isnan(values[i])) {
            double d = values[i] - out->mean;
            squares += d * d;
            rest += d;
        }
    }
    out->sd = (double)NAN;
    if (count > 1) {
        double m2 = squares - rest * rest / (double)count;
        out->sd = sqrt((m2 > 0.0 ? m2 : 0.0) / (double)(count - 1));
    }
}

static void predict(struct vf_summary *s) {
    double se2 = s->n > 1 ? s->sd * s->sd / (double)s->n : (double)NAN;
    double half = vf_student_975(s->n > 1 ? s->n - 1 : 0) * sqrt(s->sd_year * s->sd_year + se2);
    s->pi_low = s->mean - half;
    s->pi_high = s->mean + half;
}

void vf_summarise(double *values, size_t n, struct vf_summary *out) {
    moments(values, n, out);
    qsort(values, n, sizeof values[0], by_value_nan_last);
    size_t count = (size_t)out->n;
    out->ci95 = count > 1 ? vf_student_975(count - 1) * out->sd / sqrt((double)count) : (double)NAN;
    out->ci_low = out->mean - out->ci95;
    out->ci_high = out->mean + out->ci95;
    out->sd_year = out->sd;
    predict(out);
    out->min = count > 0 ? values[0] : (double)NAN;
    out->max = count > 0 ? values[count - 1] : (double)NAN;
    out->p05 = vf_sorted_quantile(values, count, 0.05);
    out->p25 = vf_sorted_quantile(values, count, 0.25);
    out->p50 = vf_sorted_quantile(values, count, 0.50);
    out->p75 = vf_sorted_quantile(values, count, 0.75);
    out->p95 = vf_sorted_quantile(values, count, 0.95);
}

void vf_summary_years(struct vf_summary *s, double sd_year, double years) {
    s->sd_year = isnan(sd_year) ? s->sd * sqrt(years) : sd_year;
    predict(s);
}

void vf_paired_compare(const double *a, const double *b, size_t n, struct vf_paired *out) {
    double *work = vf_xcalloc(n > 0 ? n : 1, sizeof work[0]);
    double mean_a = 0.0, mean_b = 0.0, aa = 0.0, bb = 0.0, ab = 0.0;
    size_t m = 0;
    for (size_t i = 0; i < n; i++) {
        if (!isnan(a[i]) && !isnan(b[i])) {
            work[m++] = a[i] - b[i];
            mean_a += a[i];
            mean_b += b[i];
        }
    }
    mean_a /= (double)m;
    mean_b /= (double)m;
    for (size_t i = 0; i < n; i++) {
        if (!isnan(a[i]) && !isnan(b[i])) {
            aa += (a[i] - mean_a) * (a[i] - mean_a);
            bb += (b[i] - mean_b) * (b[i] - mean_b);
            ab += (a[i] - mean_a) * (b[i] - mean_b);
        }
    }
    vf_summarise(work, m, &out->difference);
    free(work);
    const struct vf_summary *d = &out->difference;
    out->correlation = aa > 0.0 && bb > 0.0 ? ab / sqrt(aa * bb) : (double)NAN;
    double var = d->sd * d->sd * (double)(m > 1 ? m - 1 : 0);
    out->variance_reduction = m > 1 && aa + bb > 0.0 ? (aa + bb) / var : (double)NAN;
    bool testable = m > 1 && (d->sd > 0.0 || fabs(d->mean) > 0.0);
    out->t = testable ? d->mean / (d->sd / sqrt((double)m)) : (double)NAN;
    out->p = m > 1 ? vf_student_p(out->t, m - 1) : (double)NAN;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Summaries over replications and paired differences: see vf_confidence.h. Sums run in index order
 * before the values are sorted, so that the result does not depend on how they compare. */
#include "vf_confidence.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "vf_error.h"
#include "vf_tally.h"

/* Student's t at 0.975 for 1 .. 100 degrees of freedom: GSL's values, kept because its inverse costs microseconds
 * and every output of every scenario asks for it. */
static const double T975[] = {
    12.70620473617, 4.302652729749, 3.182446305284, 2.776445105198, 2.570581835636, 2.446911851145,
    2.364624251593, 2.306004135204, 2.262157162798, 2.228138851986, 2.200985160092, 2.178812829667,
    2.160368656463, 2.144786687918, 2.13144954556,  2.119905299221, 2.109815577833, 2.100922040241,
    2.093024054408, 2.085963447266, 2.079613844728, 2.073873067904, 2.068657610419, 2.063898561628,
    2.059538552753, 2.055529438643, 2.05183051648,  2.048407141795, 2.045229642133, 2.042272456301,
    2.039513446396, 2.03693334346,  2.034515297449, 2.032244509318, 2.03010792825,  2.02809400098,
    2.026192463029, 2.024394163912, 2.022690920037, 2.021075390306, 2.019540970441, 2.018081702818,
    2.016692199228, 2.015367574444, 2.014103388881, 2.012895598919, 2.01174051373,  2.010634757624,
    2.009575237129, 2.008559112101, 2.007583770316, 2.006646805062, 2.005745995318, 2.004879288188,
    2.004044783289, 2.003240718848, 2.002465459291, 2.001717484145, 2.000995378088, 2.000297822014,
    1.999623584995, 1.998971517033, 1.998340542521, 1.997729654318, 1.997137908392, 1.996564418952,
    1.996008354025, 1.99546893143,  1.994945415107, 1.994437111771, 1.993943367846, 1.993463566662,
    1.99299712589,  1.992543495181, 1.992102154002, 1.991672609645, 1.991254395388, 1.990847068812,
    1.99045021023,  1.990063421254, 1.989686323457, 1.989318557137, 1.988959780175, 1.988609666976,
    1.988267907477, 1.987934206239, 1.987608281589, 1.987289864831, 1.986978699506, 1.986674540704,
    1.986377154419, 1.986086316951, 1.985801814346, 1.985523441867, 1.985251003505, 1.984984311522,
    1.984723186014, 1.984467454508, 1.984216951586, 1.983971518524,
};

double vf_student_975(uint64_t df) {
    if (df == 0) {
        return (double)NAN;
    }
    return df <= sizeof T975 / sizeof T975[0] ? T975[df - 1] : gsl_cdf_tdist_Pinv(0.975, (double)df);
}

double vf_student_above(double p, uint64_t df) {
    return df == 0 ? (double)NAN : gsl_cdf_tdist_Qinv(p, (double)df);
}

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

void vf_pair_means(const double *values, size_t n, double *means) {
    for (size_t k = 0; 2 * k + 1 < n; k++) {
        means[k] = 0.5 * (values[2 * k] + values[2 * k + 1]);
    }
}

double vf_antithetic_gain(const double *values, size_t n) {
    struct vf_tally first = VF_TALLY_INIT, second = VF_TALLY_INIT, mean = VF_TALLY_INIT;
    for (size_t k = 0; k + 1 < n; k += 2) {
        double m = 0.5 * (values[k] + values[k + 1]);
        if (!isnan(m)) {
            vf_tally_add(&first, values[k]);
            vf_tally_add(&second, values[k + 1]);
            vf_tally_add(&mean, m);
        }
    }
    double apart = 0.25 * (vf_tally_variance(&first) + vf_tally_variance(&second));
    return apart > 0.0 || isnan(apart) ? apart / vf_tally_variance(&mean) : 1.0;
}

/* Sums of squares and products of the pairs that have both values. */
struct products {
    double aa, bb, ab;
};

static struct products pair_products(const double *a, const double *b, size_t n) {
    struct products p = {0.0, 0.0, 0.0};
    double mean_a = 0.0, mean_b = 0.0, m = 0.0;
    for (size_t i = 0; i < n; i++) {
        if (!isnan(a[i]) && !isnan(b[i])) {
            mean_a += a[i];
            mean_b += b[i];
            m += 1.0;
        }
    }
    mean_a /= m;
    mean_b /= m;
    for (size_t i = 0; i < n; i++) {
        if (!isnan(a[i]) && !isnan(b[i])) {
            p.aa += (a[i] - mean_a) * (a[i] - mean_a);
            p.bb += (b[i] - mean_b) * (b[i] - mean_b);
            p.ab += (a[i] - mean_a) * (b[i] - mean_b);
        }
    }
    return p;
}

void vf_paired_compare(const double *a, const double *b, size_t n, struct vf_paired *out) {
    double *difference = vf_xcalloc(n > 0 ? n : 1, sizeof difference[0]);
    for (size_t i = 0; i < n; i++) {
        difference[i] = a[i] - b[i]; /* NaN if either is, and then left out */
    }
    vf_summarise(difference, n, &out->difference);
    free(difference);
    const struct vf_summary *d = &out->difference;
    struct products p = pair_products(a, b, n);
    *out = (struct vf_paired){*d, (double)NAN, (double)NAN, (double)NAN, (double)NAN};
    if (p.aa > 0.0 && p.bb > 0.0) {
        out->correlation = p.ab / sqrt(p.aa * p.bb);
    }
    if (d->n < 2) {
        return;
    }
    if (p.aa + p.bb > 0.0) {
        out->variance_reduction = (p.aa + p.bb) / (d->sd * d->sd * (double)(d->n - 1));
    }
    if (d->sd > 0.0 || fabs(d->mean) > 0.0) {
        out->t = d->mean / (d->sd / sqrt((double)d->n));
        out->p = vf_student_p(out->t, d->n - 1);
    }
}

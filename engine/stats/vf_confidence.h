/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said about an output over independent replications: mean, standard deviation, 95 % confidence
 * interval of the mean (Student t), 95 % prediction interval of one new year, and quantiles over the
 * replications; and the same for paired differences under common random numbers.
 *
 * A value that a replication could not give is NaN and is left out; n counts the rest. Fields that n
 * does not allow (n = 0: all; n = 1: the sd and both intervals) are NaN. */
#ifndef VF_CONFIDENCE_H
#define VF_CONFIDENCE_H

#include <stddef.h>
#include <stdint.h>

struct vf_summary {
    uint64_t n;
    double mean, sd;
    double ci95, ci_low, ci_high; /* half-width and ends of the interval of the mean */
    double sd_year;               /* standard deviation between years; = sd when a replication is one year */
    double pi_low, pi_high;       /* where one new year falls with 95 % probability */
    double min, max;
    /* over replications; linear interpolation (type 7 of Hyndman & Fan 1996) */
    double p05, p25, p50, p75, p95;
};

/* Quantile of Student's t at 0.975 for `df` degrees of freedom; NaN for df = 0. */
double vf_student_975(uint64_t df);
/* What t with `df` degrees of freedom exceeds with probability p; NaN for df = 0. */
double vf_student_above(double p, uint64_t df);
/* Two-sided p-value of t with `df` degrees of freedom. */
double vf_student_p(double t, uint64_t df);

/* Summarises values[0 .. n-1]. Sorts `values` in place (NaN last): give a copy if the order matters. */
void vf_summarise(double *values, size_t n, struct vf_summary *out);
/* Restates sd_year and the prediction interval when a replication is not one year: with the standard
 * deviation of single years measured directly (`sd_year` > 0), or, with sd_year = NaN, from `years` per
 * replication taken as independent (sd * sqrt(years)). */
void vf_summary_years(struct vf_summary *s, double sd_year, double years);
/* Antithetic pairs: values 2k and 2k + 1 belong together, and only their means are independent. Puts the n / 2 means
 * into `means` (NaN when one of the two is; may be `values` itself). */
void vf_pair_means(const double *values, size_t n, double *means);
/* What pairing gained: the variance that the mean of two independent values would have over that of a pair's mean;
 * NaN with fewer than two whole pairs, 1 when nothing varies. */
double vf_antithetic_gain(const double *values, size_t n);
/* The p-quantile of sorted values; NaN when n = 0. */
double vf_sorted_quantile(const double *sorted, size_t n, double p);

/* Paired difference a - b, replication by replication; pairs with a NaN are left out. */
struct vf_paired {
    struct vf_summary difference;
    double correlation; /* between a and b; NaN when either is constant */
    /* (var a + var b) / var(a - b): how many times fewer runs than independent ones */
    double variance_reduction;
    double t, p; /* of the hypothesis of no difference, two-sided */
};
void vf_paired_compare(const double *a, const double *b, size_t n, struct vf_paired *out);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two kinds of uncertainty taken apart: parameters that nobody knows exactly (drawn once per point) and the luck of a year
 * (drawn once per replication). Random effects in a crossed layout, since replication r has the same patients in every
 * point: y = f(point) + c(replication) + e(point, replication). One-way analysis of variance would take the common c
 * for independent between points, and subtract too much.
 *
 * Var f = (MS_points - MS_rest) / R is the variance between parameters, corrected for chance; its interval is that of
 * the variance of the points' means (Bonett, Comput. Stat. Data Anal. 50, 2006: needs no normal distribution) less
 * MS_rest / R. Var c + Var e = MS_replications / n + MS_rest (1 - 1/n) is the variance of one replication with known
 * parameters, with the modified large-sample interval of Graybill & Wang (J. Am. Stat. Assoc. 75, 1980). The interval of the
 * mean has Satterthwaite's degrees of freedom (Biometrics 2, 1946).
 *
 * The 95 % intervals of a year are quantiles: of the points' means drawn in to the corrected variance, of the rests, and
 * of their sums. Below about 40 points the ends of the first are little more than the smallest and the largest. */
#ifndef VF_COMPONENTS_H
#define VF_COMPONENTS_H

#include <stddef.h>

#include "vf_sensitivity.h"

struct vf_components {
    size_t points, replications;              /* used */
    struct vf_interval mean;                  /* over parameters and chance, with its confidence interval */
    struct vf_interval sd_parameter, sd_year; /* standard deviations with confidence intervals */
    struct vf_interval parameter; /* where the expected year lies with 95 % probability; value = mean */
    struct vf_interval year;      /* where one year lies that has the expected parameters */
    struct vf_interval both;      /* where one year lies */
    double share;                 /* of a year's variance that is the parameters' */
};

/* y: n points x replications. Points with a NaN are left out. years: length of a replication; years are taken as
 * independent. Fewer than 5 points or 2 replications: NaN. */
void vf_components(const double *y, size_t n, size_t replications, double years, struct vf_components *out);

#endif

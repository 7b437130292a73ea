/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A named distribution of a parameter that is not known exactly: what a design draws an axis from. By inversion: a
 * position on [0, 1] becomes the quantile, so that every design, also a Latin hypercube and Sobol's sequence, keeps its
 * evenness. Not the distributions of the model (vf_dist.h): these are asked a few times per point, and by GSL.
 *
 * Quantiles are rounded to ten digits, which hides the last bits that one processor's mathematics may have otherwise than
 * another's. To add a kind: one row in parameter.c and one object in fields_study.c. */
#ifndef VF_PARAMETER_H
#define VF_PARAMETER_H

#include <stddef.h>

enum { VF_PARAMETER_NUMBERS = 4 };

struct vf_parameter_kind {
    const char *name;
    const char *key[VF_PARAMETER_NUMBERS + 1]; /* its numbers, ended by NULL */
    double fallback[VF_PARAMETER_NUMBERS];     /* NaN: the number is needed */
    /* One sentence when the numbers do not fit together, else NULL. */
    const char *(*wrong)(const double *p);
    double (*cumulative)(const double *p, double x); /* NULL: never cut off */
    double (*quantile)(const double *p, double u);
};

struct vf_parameter {
    const struct vf_parameter_kind *kind;
    double p[VF_PARAMETER_NUMBERS];
};

extern const struct vf_parameter_kind vf_parameter_kinds[]; /* ended by name NULL */
const struct vf_parameter_kind *vf_parameter_find(const char *name);
/* What is wrong with the numbers, or NULL. */
const char *vf_parameter_wrong(const struct vf_parameter *x);
/* The quantile; 0 and 1 stand for the nearest positions inside. */
double vf_parameter_value(const struct vf_parameter *x, double u);

#endif

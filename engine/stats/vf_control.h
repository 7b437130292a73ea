/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A mean over replications, sharpened by a control variate: something else that each replication gave and whose
 * expectation is known, such as the load that was offered. The mean is moved along the regression line to where the
 * control is as expected (Lavenberg & Welch, "A perspective on the use of control variables to increase the efficiency
 * of Monte Carlo simulations", Management Science 27(3), 1981): for normal outputs the interval is exact, with n - 2
 * degrees of freedom. A control without correlation costs a little instead of gaining. */
#ifndef VF_CONTROL_H
#define VF_CONTROL_H

#include <stddef.h>
#include <stdint.h>

struct vf_controlled {
    uint64_t n;
    double mean, ci95;   /* of y where the control is as expected; half-width */
    double slope;        /* of y on the control */
    double correlation;  /* between them */
    double gain;         /* variance of the plain mean / of this one: how many times fewer replications */
    double control_mean; /* as it was */
    double control_z; /* (control_mean - expected) in standard errors: far from 0, the expectation is wrong */
};

/* Pairs with a NaN are left out. With fewer than 4 pairs, or a control that never varied, mean is the plain one and
 * the rest NaN. */
void vf_control(const double *y, const double *control, size_t n, double expected, struct vf_controlled *out);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the initial transient ends, and whether there is a steady state at all.
 *
 * MSER-5 (White 1997; White, Cobb & Spratt 2000): means of five consecutive observations; the cut d
 * minimises sum_{i>d} (z_i - mean_d)^2 / (k - d)^2. The last five batch means are not considered as
 * cuts, and a cut beyond half of the series means that the series is too short (Hoad, Robinson & Davies
 * 2010). */
#ifndef VF_WARMUP_H
#define VF_WARMUP_H

#include <stdbool.h>
#include <stddef.h>

struct vf_mser {
    size_t cut;      /* observations to drop, a multiple of 5 */
    double value;    /* the statistic at the cut */
    bool too_short;  /* the cut exceeds half of the series, or there are fewer than 10 batches */
};
void vf_mser5(const double *series, size_t n, struct vf_mser *out);

/* Takes a yearly (or other) season out of a series in place: four harmonics of `period` observations,
 * fitted to whole periods of the second half of the series, where the transient has died, so that it is
 * not mistaken for season. Does nothing when the second half is shorter than one period. */
void vf_deseasonalise(double *series, size_t n, double period);

/* The cut of one unit: weekly[r * weeks + w] = mean of week w in replication r; averaged over the
 * replications, deseasonalised with `period` weeks (0 = no season), MSER-5. out->cut is in weeks. */
void vf_warmup_cut(const double *weekly, size_t replications, size_t weeks, double period, struct vf_mser *out);

/* Slope of a series per observation by least squares, with a standard error that allows for
 * autocorrelation: the series is reduced to at most 40 batch means, and the error of the ordinary fit is
 * widened by sqrt((1 + r)/(1 - r)), r the residuals' lag-1 autocorrelation corrected for its small-sample
 * bias (Kendall 1954). */
struct vf_slope {
    double slope, se;
    double z;  /* slope / se; 0 for a constant series, NaN when n < 8 */
};
void vf_slope_test(const double *series, size_t n, struct vf_slope *out);
/* The same from one slope per replication, which needs no assumption on autocorrelation. NaN z when n < 3. */
void vf_slope_replications(const double *slopes, size_t n, struct vf_slope *out);

#endif

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
    size_t cut;     /* observations to drop, a multiple of 5 */
    double value;   /* the statistic at the cut */
    bool too_short; /* the cut exceeds half of the series, or the series is too short to tell */
    /* MSER has a heavy tail: of settled noisy series a few per cent are cut late, so that among many
     * units some always are. These two tell such a one from a series that still moves: */
    size_t cut_half; /* the best cut among those up to half of the series */
    /* z of a trend (see vf_slope_test) in the second half, season taken out; NaN: too short */
    double drift;
};
void vf_mser5(const double *series, size_t n, struct vf_mser *out);

/* MSER-5 of a series with a yearly (or other) season of `period` observations. For every cut, level and two
 * harmonics are fitted to what follows it, so that the transient is never mistaken for season; the sum of
 * squared residuals takes the place of the sum above, divided by (m - 4) m for m batches of which the season
 * uses four degrees of freedom. Only cuts that leave a whole period and 12 batches are considered, and
 * the last of these means too short. A series without room for that is treated as having no season. */
void vf_mser5_season(const double *series, size_t n, double period, struct vf_mser *out);

/* The cut of one unit: weekly[r * weeks + w] = mean of week w in replication r; averaged over the
 * replications, then MSER-5 with a season of `period` weeks (0 = none). out->cut is in weeks. */
void vf_warmup_cut(const double *weekly, size_t replications, size_t weeks, double period,
                   struct vf_mser *out);

/* Slope of a series per observation by least squares, with a standard error that allows for
 * autocorrelation: the series is reduced to at most 40 batch means, and the error of the ordinary fit is
 * widened by sqrt((1 + r)/(1 - r)), r the residuals' lag-1 autocorrelation corrected for its small-sample
 * bias (Kendall 1954). */
struct vf_slope {
    double slope, se;
    double z; /* slope / se; 0 for a constant series, NaN when n < 8 */
};
void vf_slope_test(const double *series, size_t n, struct vf_slope *out);
/* The same from one slope per replication, which needs no assumption on autocorrelation. NaN z when n < 3. */
void vf_slope_replications(const double *slopes, size_t n, struct vf_slope *out);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a model's output depends on: elementary effects from Morris trajectories, and Sobol' indices from Saltelli's
 * points. Given are outputs in blocks (a trajectory; a row of the matrices), of which each is a sample of its own:
 * intervals are percentile intervals (95 %) over blocks drawn again with replacement, from streams keyed by `seed`.
 *
 * Outputs are simulated, with the same random numbers in every point (replication r of all points shares its patients).
 * So an output is f(point) + common(r) + own(point, r): what is common cancels in every difference, and what is left
 * of chance in squares and products of them is estimated between replications and subtracted. One replication: nothing
 * is known of it and nothing subtracted, which is right for a function without chance.
 *
 * A block with a NaN is left out. Fields that cannot be had (too few blocks, a constant output) are NaN. */
#ifndef VF_SENSITIVITY_H
#define VF_SENSITIVITY_H

#include <stddef.h>
#include <stdint.h>

struct vf_interval {
    double value, low, high;
};

struct vf_blocks {
    size_t n, size, replications; /* blocks of `size` points */
    const double *y;              /* n x size x replications */
    uint64_t seed;
};

/* Elementary effects of one input (Morris 1991; mu* of Campolongo et al. 2007), per the whole of its range, in the unit of
 * the output. */
struct vf_effect {
    struct vf_interval mu, mu_star; /* mean, and mean size */
    double sigma;                   /* standard deviation: interactions and curvature */
    double noise; /* standard deviation that chance alone gives a single effect; NaN = not known */
    size_t known; /* blocks in which the input moved: the effects that the fields are of */
};

/* at: n x size x axes numbers (size = axes + 1): where each input is, as a share of its whole range; one moves in each
 * step, unless rounding undoes the move, which then tells nothing. Returns the number of blocks used. */
size_t vf_morris_effects(const struct vf_blocks *b, size_t axes, const double *at, struct vf_effect *out);

/* Shares of the output's variance over the inputs: by an input alone (Saltelli et al. 2010, table 2 (b)), and with
 * all interactions that it takes part in (Jansen, Comput. Phys. Commun. 117, 1999). */
struct vf_sobol_index {
    struct vf_interval first, total;
};
struct vf_sobol_moments {
    double mean, variance; /* of the output over the inputs, chance subtracted */
    double noise;          /* variance that chance leaves in the mean of one point; NaN = not known */
};
/* size = axes + 2, in the order of the design `saltelli`. Returns the number of blocks used. */
size_t vf_sobol_indices(const struct vf_blocks *b, size_t axes, struct vf_sobol_index *out,
                        struct vf_sobol_moments *moments);

/* Private to the two: how often blocks are drawn again, and the ends of the interval of n sorted-to-be values. */
uint32_t vf_resamples(size_t blocks, size_t axes);
void vf_resample_interval(double *values, size_t n, struct vf_interval *x);

#endif

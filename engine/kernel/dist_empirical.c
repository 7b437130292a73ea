/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Empirical: one of the given values, by weight; drawn by inversion of the step function, so that two
 * scenarios' draws stay in the same order. */
#include "vf_dist_kind.h"

int vf_dist_empirical(struct vf_dist *d, size_t n, const double *values, const double *weights_or_null,
                      struct vf_error *err) {
    return vf_dist_steps_init(d, VF_DIST_EMPIRICAL, n, values, weights_or_null, err);
}

static double sample(const struct vf_dist *d, struct vf_rand *r) {
    return d->table->x[vf_dist_table_find(d->table, vf_rand_u01(r))];
}

const struct vf_dist_kind vf_dist_kind_empirical = {.name = "empirical",
                                                    .by_inversion = true,
                                                    .sample = sample,
                                                    .size_biased = vf_dist_steps_size_biased,
                                                    .mean = vf_dist_steps_mean,
                                                    .variance = vf_dist_steps_variance,
                                                    .cdf = vf_dist_steps_cdf,
                                                    .quantile = vf_dist_steps_quantile,
                                                    .lowest = vf_dist_steps_lowest,
                                                    .narrow = vf_dist_steps_narrow,
                                                    .beyond = vf_dist_steps_beyond};

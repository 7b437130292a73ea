/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Discrete: one of the given values, by weight; drawn by the alias method in constant time, not monotone. */
#include "vf_dist_kind.h"

int vf_dist_discrete(struct vf_dist *d, size_t n, const double *values, const double *weights,
                     struct vf_error *err) {
    return vf_dist_steps_init(d, VF_DIST_DISCRETE, n, values, weights, err);
}

static double sample(const struct vf_dist *d, struct vf_rand *r) {
    return d->table->x[vf_alias_draw(&d->table->alias, vf_rand_u01(r))];
}

const struct vf_dist_kind vf_dist_kind_discrete = {.name = "discrete",
                                                   .sample = sample,
                                                   .size_biased = vf_dist_steps_size_biased,
                                                   .mean = vf_dist_steps_mean,
                                                   .variance = vf_dist_steps_variance,
                                                   .cdf = vf_dist_steps_cdf,
                                                   .quantile = vf_dist_steps_quantile,
                                                   .lowest = vf_dist_steps_lowest,
                                                   .narrow = vf_dist_steps_narrow,
                                                   .beyond = vf_dist_steps_beyond};

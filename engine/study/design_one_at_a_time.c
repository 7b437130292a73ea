/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The base as it is, then every value of every axis alone, the other axes as they are. */
#include "vf_design.h"

static uint64_t count(const struct vf_design *d) {
    uint64_t n = 1;
    for (size_t a = 0; a < d->n_axes; a++) {
        n += d->axis[a].levels;
    }
    return n;
}

static void fill(const struct vf_design *d, uint64_t n, double *place) {
    for (uint64_t k = 0; k < n * d->n_axes; k++) {
        place[k] = VF_DESIGN_AS_IS;
    }
    uint64_t k = 1;
    for (size_t a = 0; a < d->n_axes; a++) {
        for (uint32_t level = 0; level < d->axis[a].levels; level++) {
            place[k++ * d->n_axes + a] = (double)level;
        }
    }
}

const struct vf_design_kind vf_design_one_at_a_time = {.name = "one_at_a_time",
                                                       .says = "the base, then each value of each axis alone",
                                                       .count = count,
                                                       .fill = fill};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every combination of levels; the last axis changes fastest. */
#include "vf_design.h"

static uint64_t count(const struct vf_design *d) {
    uint64_t n = 1;
    for (size_t a = 0; a < d->n_axes; a++) {
        if (n > UINT64_MAX / (d->axis[a].levels + UINT64_C(1))) {
            return UINT64_MAX;
        }
        n *= d->axis[a].levels;
    }
    return n;
}

static void fill(const struct vf_design *d, uint64_t n, double *place) {
    for (uint64_t k = 0; k < n; k++) {
        uint64_t rest = k;
        for (size_t a = d->n_axes; a-- > 0;) {
            place[k * d->n_axes + a] = (double)(rest % d->axis[a].levels);
            rest /= d->axis[a].levels;
        }
    }
}

const struct vf_design_kind vf_design_grid = {
    .name = "grid", .says = "every combination of the axes' values", .count = count, .fill = fill};

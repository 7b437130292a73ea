/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Points written out one by one. Each point has its own level on every axis; that an axis is not named in a point is
 * for the caller to know, whose value it is. */
#include "vf_design.h"

static uint64_t count(const struct vf_design *d) { return d->n_axes > 0 ? d->axis[0].levels : 0; }

static void fill(const struct vf_design *d, uint64_t n, double *place) {
    for (uint64_t k = 0; k < n; k++) {
        for (size_t a = 0; a < d->n_axes; a++) {
            place[k * d->n_axes + a] = (double)k;
        }
    }
}

const struct vf_design_kind vf_design_list = {
    .name = "list", .together = true, .says = "points written out one by one", .count = count, .fill = fill};

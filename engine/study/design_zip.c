/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first values of all axes together, then the second ones, and so on: all axes are equally long. */
#include "vf_design.h"

static void refuse(const struct vf_design *d, struct vf_text *to) {
    for (size_t a = 1; a < d->n_axes; a++) {
        if (d->axis[a].levels != d->axis[0].levels) {
            vf_text_appendf(
                to, "a design of kind zip needs equally many values: axis %s has %lu, axis %s has %lu",
                d->axis[0].name, (unsigned long)d->axis[0].levels, d->axis[a].name,
                (unsigned long)d->axis[a].levels);
            return;
        }
    }
}

static uint64_t count(const struct vf_design *d) { return d->n_axes > 0 ? d->axis[0].levels : 0; }

static void fill(const struct vf_design *d, uint64_t n, double *place) {
    for (uint64_t k = 0; k < n; k++) {
        for (size_t a = 0; a < d->n_axes; a++) {
            place[k * d->n_axes + a] = (double)k;
        }
    }
}

const struct vf_design_kind vf_design_zip = {.name = "zip",
                                             .together = true,
                                             .says = "the axes' values side by side",
                                             .refuse = refuse,
                                             .count = count,
                                             .fill = fill};

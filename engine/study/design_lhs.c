/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Latin hypercube (McKay, Beckman & Conover, Technometrics 21, 1979): on every axis each of the n equal slices is
 * visited exactly once, at a random place in it; slices are matched by independent random orders (Fisher-Yates,
 * from streams keyed by seed and axis, so that an axis added later leaves the others alone). */
#include <stdlib.h>

#include "vf_design.h"
#include "vf_random.h"

enum { PURPOSE_ORDER = 1, PURPOSE_JITTER = 2 };

static uint64_t count(const struct vf_design *d) { return d->samples; }

static void fill(const struct vf_design *d, uint64_t n, double *place) {
    uint64_t *slice = vf_xcalloc(n, sizeof *slice);
    for (size_t a = 0; a < d->n_axes; a++) {
        uint64_t key = vf_key(vf_key(d->seed, vf_name_key("lhs")), vf_name_key(d->axis[a].name));
        struct vf_rand order = vf_rand_open(key, PURPOSE_ORDER, 0),
                       jitter = vf_rand_open(key, PURPOSE_JITTER, 0);
        for (uint64_t k = 0; k < n; k++) {
            uint64_t other = vf_design_below(&order, k + 1);
            slice[k] = slice[other];
            slice[other] = k;
        }
        for (uint64_t k = 0; k < n; k++) {
            double u = ((double)slice[k] + vf_rand_u01(&jitter)) / (double)n;
            place[k * d->n_axes + a] = vf_design_place(&d->axis[a], u);
        }
    }
    free(slice);
}

const struct vf_design_kind vf_design_lhs = {.name = "lhs",
                                             .sampled = true,
                                             .drawn = true,
                                             .says = "a Latin hypercube of `samples` points",
                                             .count = count,
                                             .fill = fill};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Independent draws (plain Monte Carlo), from streams keyed by seed and axis: more samples continue a smaller design,
 * and an axis added later leaves the others alone. For intervals that rest on independence. */
#include "vf_design.h"
#include "vf_random.h"

static uint64_t count(const struct vf_design *d) { return d->samples; }

static void fill(const struct vf_design *d, uint64_t n, double *place) {
    for (size_t a = 0; a < d->n_axes; a++) {
        uint64_t key = vf_key(vf_key(d->seed, vf_name_key("random")), vf_name_key(d->axis[a].name));
        struct vf_rand r = vf_rand_open(key, 0, 0);
        for (uint64_t k = 0; k < n; k++) {
            place[k * d->n_axes + a] = vf_design_place(&d->axis[a], vf_rand_u01(&r));
        }
    }
}

const struct vf_design_kind vf_design_random = {.name = "random",
                                                .sampled = true,
                                                .drawn = true,
                                                .says = "`samples` independent draws",
                                                .count = count,
                                                .fill = fill};

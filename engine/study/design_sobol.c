/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sobol's sequence (USSR Comput. Math. Math. Phys. 7, 1967) in the implementation of GSL (Bratley & Fox, ACM
 * Algorithm 659): more samples continue a smaller design, so a study can be extended. The point 0 is left out, as
 * GSL does. */
#include <gsl/gsl_qrng.h>

#include "vf_design.h"

static uint64_t count(const struct vf_design *d) { return d->samples; }

static void fill(const struct vf_design *d, uint64_t n, double *place) {
    gsl_qrng *q = gsl_qrng_alloc(gsl_qrng_sobol, (unsigned)d->n_axes);
    if (!q) {
        vf_out_of_memory(n);
    }
    for (uint64_t k = 0; k < n; k++) {
        double *row = &place[k * d->n_axes];
        gsl_qrng_get(q, row);
        for (size_t a = 0; a < d->n_axes; a++) {
            row[a] = vf_design_place(&d->axis[a], row[a]);
        }
    }
    gsl_qrng_free(q);
}

const struct vf_design_kind vf_design_sobol = {.name = "sobol",
                                               .sampled = true,
                                               .says = "the first `samples` points of Sobol's sequence",
                                               .count = count,
                                               .fill = fill};

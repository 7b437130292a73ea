/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Points for Sobol' indices (Saltelli et al., Comput. Phys. Commun. 181, 2010): two sets A and B of `samples` points,
 * and for each axis the set A with that axis taken from B. A sample is n_axes + 2 points in a row: of A, of A with axis
 * 0, 1 ... from B, of B. A and B are the two halves of the coordinates of Sobol's sequence with its point 0 and a random
 * digital shift keyed by the seed: with samples a power of two the points stay evenly spread, and more samples
 * continue a smaller design. */
#include <gsl/gsl_qrng.h>
#include <stdlib.h>

#include "vf_design.h"
#include "vf_random.h"

static void refuse(const struct vf_design *d, struct vf_text *to) {
    if (2 * d->n_axes > VF_DESIGN_AXES_MAX) {
        vf_text_appendf(to, "a design of kind saltelli takes at most %d axes", VF_DESIGN_AXES_MAX / 2);
    }
}

static uint64_t count(const struct vf_design *d) {
    return d->samples > UINT64_MAX / (d->n_axes + 2) ? UINT64_MAX : d->samples * (d->n_axes + 2);
}

static double shifted(double u, uint64_t shift) {
    return (double)((uint64_t)(u * 0x1p53) ^ shift) * 0x1p-53; /* both have 53 bits */
}

static void fill(const struct vf_design *d, uint64_t n, double *place) {
    size_t k = d->n_axes, block = k + 2;
    double *u = vf_xcalloc(2 * k + 1, sizeof *u);
    uint64_t *shift = vf_xcalloc(2 * k + 1, sizeof *shift);
    struct vf_rand r = vf_rand_open(vf_key(d->seed, vf_name_key("saltelli")), 0, 0);
    gsl_qrng *q = gsl_qrng_alloc(gsl_qrng_sobol, (unsigned)(2 * k));
    if (!q) {
        vf_out_of_memory(n);
    }
    for (size_t i = 0; i < 2 * k; i++) {
        shift[i] = vf_rand_u64(&r) >> 11;
    }
    for (uint64_t s = 0; s < n / block; s++) {
        double *row = &place[s * block * k];
        for (size_t p = 0; p < block; p++) {
            for (size_t a = 0; a < k; a++) {
                size_t from = p == block - 1 || p == a + 1 ? k + a : a;
                row[p * k + a] = vf_design_place(&d->axis[a], shifted(u[from], shift[from]));
            }
        }
        gsl_qrng_get(q, u);
    }
    gsl_qrng_free(q);
    free(shift);
    free(u);
}

const struct vf_design_kind vf_design_saltelli = {.name = "saltelli",
                                                  .sampled = true,
                                                  .drawn = true,
                                                  .block = 2,
                                                  .says = "`samples` sets of points for Sobol' indices",
                                                  .refuse = refuse,
                                                  .count = count,
                                                  .fill = fill};

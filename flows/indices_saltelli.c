/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Total and first-order Sobol' indices (Saltelli et al. 2010, Jansen 1999): see vf_sensitivity.h. */
#include <stdlib.h>

#include "vf_indices.h"

static void compute(const struct vf_analysis *a, const struct vf_blocks *b, struct vf_sensitivity *s) {
    size_t n = a->design.n_axes;
    struct vf_sobol_index *index = vf_xcalloc(n + 1, sizeof *index);
    struct vf_sobol_moments moments;
    s->used = vf_sobol_indices(b, n, index, &moments);
    s->mean = moments.mean;
    s->variance = moments.variance;
    s->noise = moments.noise;
    for (size_t k = 0; k < n; k++) {
        s->index[k * a->indices->n] = index[k].total;
        s->index[k * a->indices->n + 1] = index[k].first;
    }
    free(index);
}

const struct vf_indices vf_indices_saltelli = {
    .design = &vf_design_saltelli,
    .n = 2,
    .index = {{"total", "Totalt", "Total"}, {"first_order", "Första ordningen", "First order"}},
    .says = {"Andel av variansen över axlarna: ensam (första ordningen) och med alla samspel (totalt). "
             "Parenteser: "
             "95 % intervall genom återdragning.",
             "Share of the variance over the axes: alone (first order) and with all interactions (total). "
             "Brackets: 95 % bootstrap intervals."},
    .shares = true,
    .compute = compute,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws an index by given weights in constant time from one uniform: the alias method of A. J. Walker (ACM
 * TOMS 3, 1977), set up by M. D. Vose's linear algorithm (IEEE TSE 17, 1991). Not monotone in the uniform. */
#ifndef VF_ALIAS_H
#define VF_ALIAS_H

#include <stddef.h>
#include <stdint.h>

#include "vf_error.h"

struct vf_alias_cell {
    double cut;     /* share of the cell that is its own */
    uint32_t other; /* whose the rest is */
};

/* Read-only after vf_alias_init. */
struct vf_alias {
    size_t n;
    struct vf_alias_cell *cell;
};

/* n >= 1 finite weights >= 0, not all 0; they need not sum to 1. 0, or VF_E_CONFIG (then nothing is
 * owned). */
int vf_alias_init(struct vf_alias *a, size_t n, const double *weight, struct vf_error *err);
void vf_alias_fini(struct vf_alias *a);

/* The index for a uniform 0 < u < 1. */
static inline size_t vf_alias_draw(const struct vf_alias *a, double u) {
    double x = u * (double)a->n;
    size_t i = (size_t)x;
    i = i < a->n ? i : a->n - 1;
    return x - (double)i < a->cell[i].cut ? i : a->cell[i].other;
}

#endif

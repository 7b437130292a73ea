/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cheapest point of a lattice at which something holds, when it holds at every point above one where it holds
 * (more beds never hurt). Coordinates count steps from 0; a point costs the sum of coordinate x cost of its axis.
 *
 * The search: the far end decides whether there is an answer at all; bisection along each axis with the others at
 * their far ends gives a lowest value that any answer must have; bisection on the way from these to the far end, and
 * along each axis downwards, gives a point that cannot be lowered; then every point that would be cheaper and that no
 * known failure lies above is asked, until none is left: so the answer is the cheapest, not merely one that cannot be
 * lowered. What follows from an answer already had is not asked again. With one axis it is plain bisection. */
#ifndef VF_LATTICE_H
#define VF_LATTICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vf_error.h"

enum { VF_LATTICE_AXES_MAX = 8 };

struct vf_lattice {
    size_t n;             /* axes */
    const uint32_t *size; /* values per axis, each at least 1 */
    const double *cost;   /* per step of each axis, > 0 */
    uint32_t most;        /* points to ask at most */
    /* Whether it holds at a point; a code other than 0 ends the search. */
    int (*holds)(void *context, const uint32_t *at, bool *yes, struct vf_error *err);
    void *context;
};

struct vf_lattice_answer {
    bool found, proven; /* proven: nothing cheaper holds; else the points to ask ran out */
    uint32_t asked;     /* points */
    uint32_t at[VF_LATTICE_AXES_MAX];
};

/* The code of `holds`, or 0. */
int vf_lattice_search(const struct vf_lattice *l, struct vf_lattice_answer *answer, struct vf_error *err);
/* Points that one axis of that size takes at most. */
uint32_t vf_lattice_bisection(uint32_t size);

#endif

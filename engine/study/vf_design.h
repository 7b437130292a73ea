/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Designs: which combinations of places on its axes a study visits. A kind of design is one file design_<name>.c
 * with one const struct, and one line in the table of design.c; it knows numbers of levels, not what they mean.
 *
 * Order of calls: fill a struct vf_design, vf_design_check (every problem), vf_design_count, and vf_design_fill into
 * a table of points x axes. A place is the index of a level (0, 1, ...), a position in [0, 1] on an axis without
 * levels (a range; 1 is its very end), or VF_DESIGN_AS_IS: the axis is left as the base has it. The table depends on
 * the struct alone, so every process of a study, and whoever reads its results, computes the same one. */
#ifndef VF_DESIGN_H
#define VF_DESIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vf_error.h"
#include "vf_text.h"

enum { VF_DESIGN_AXES_MAX = 40 }; /* dimensions that GSL's Sobol sequence has */
#define VF_DESIGN_AS_IS (-1.0)

struct vf_design_axis {
    const char *name;
    uint32_t levels; /* 0 = a range */
};

struct vf_design {
    const struct vf_design_kind *kind;
    size_t n_axes;
    const struct vf_design_axis *axis;
    uint64_t samples; /* of kinds that sample */
    uint64_t seed;    /* of kinds that draw */
    uint32_t grid;    /* of kinds with levels: places on an axis, even */
};

struct vf_design_kind {
    const char *name;
    bool sampled;     /* takes `samples`, and axes that are ranges */
    bool together;    /* takes the values of its axes side by side: one alone is no point */
    bool drawn;       /* takes `seed`: the points are drawn */
    bool levels;      /* takes `grid`: places on an axis */
    bool ends;        /* has points at the very ends of ranges */
    unsigned block;   /* 0, or a sample is n_axes + block points that only tell something together */
    const char *says; /* half a line, for messages and docs */
    /* Appends what is wrong beyond the general rules; may be NULL. */
    void (*refuse)(const struct vf_design *d, struct vf_text *to);
    uint64_t (*count)(const struct vf_design *d); /* UINT64_MAX = more than that */
    void (*fill)(const struct vf_design *d, uint64_t n, double *place);
};

extern const struct vf_design_kind vf_design_grid, vf_design_zip, vf_design_list, vf_design_one_at_a_time,
    vf_design_random, vf_design_lhs, vf_design_sobol, vf_design_morris, vf_design_saltelli;
/* All kinds, ended by NULL. */
extern const struct vf_design_kind *const vf_design_kinds[];
const struct vf_design_kind *vf_design_find(const char *name);

/* What is wrong with the design, each as a sentence through `tell`; the number of sentences. */
size_t vf_design_check(const struct vf_design *d, void (*tell)(void *context, const char *sentence),
                       void *context);
uint64_t vf_design_count(const struct vf_design *d);
/* place: n * n_axes numbers, n = vf_design_count. */
void vf_design_fill(const struct vf_design *d, uint64_t n, double *place);

/* A position on [0, 1) as the level it falls in. */
static inline double vf_design_level(double u, uint32_t levels) {
    double k = u * (double)levels;
    return (double)(k >= (double)levels ? levels - 1 : (uint32_t)k);
}
/* The same as a place: on an axis without levels the position itself. */
static inline double vf_design_place(const struct vf_design_axis *axis, double u) {
    return axis->levels > 0 ? vf_design_level(u, axis->levels) : u;
}
/* Uniform on 0 .. n-1 without bias. */
struct vf_rand;
uint64_t vf_design_below(struct vf_rand *r, uint64_t n);

#endif

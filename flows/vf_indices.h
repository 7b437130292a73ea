/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sensitivity indices: what a design whose points only tell something in blocks (vf_design_kind.block) says of each axis.
 * A kind of indices is one file indices_<name>.c with one const struct, and one line in the table of analysis.c; the
 * command, the tables and the JSON follow from the struct. Its design is one of vf_design.h, with the same name. */
#ifndef VF_INDICES_H
#define VF_INDICES_H

#include "vf_analysis.h"

enum { VF_INDICES_MAX = 4 };

struct vf_indices {
    const struct vf_design_kind *design;
    size_t n;
    struct vf_index {
        const char *id; /* in CSV and JSON */
        const char *sv, *en;
    } index[VF_INDICES_MAX]; /* per axis; the first orders the axes */
    struct {
        const char *sv, *en;
    } says;      /* what the table shows, below it */
    bool places; /* computed from the design's table too: vf_analysis.place */
    bool shares; /* of a variance (numbers from 0 to 1), whose moments compute sets */
    /* Sets s->used, s->index (axis by axis, all NaN before) and what else it knows. */
    void (*compute)(const struct vf_analysis *a, const struct vf_blocks *b, struct vf_sensitivity *s);
};

extern const struct vf_indices vf_indices_morris, vf_indices_saltelli;
/* All kinds, ended by NULL. */
extern const struct vf_indices *const vf_indices_kinds[];

#endif

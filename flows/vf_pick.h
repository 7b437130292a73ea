/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Choosing outputs by name, as compare, sweep and study files do. An indicator is written
 *   METRIC                      of the whole region: overbelaggningar_per_100
 *   SCOPE/NAME/METRIC           of one unit, hospital or group: unit/medA/occupancy, group/aldre/total_time
 *   unit/NAME/GROUP/METRIC      of one group at one unit
 * with * for every name. What is picked are whole-window columns of a model's measures, each once, in the order
 * asked for (and, for *, in the model's order). */
#ifndef VF_PICK_H
#define VF_PICK_H

#include <stddef.h>

#include "vf_error.h"
#include "vf_measures.h"
#include "vf_text.h"

struct vf_picked {
    size_t n;
    size_t *column; /* of the measures */
};

/* Adds the columns of one indicator. 0, or VF_E_USAGE with the nearest right spelling. */
int vf_pick_add(struct vf_picked *picked, const struct vf_measures *ms, const char *what,
                struct vf_error *err);
void vf_pick_fini(struct vf_picked *picked);

/* The names of a column: its unit, hospital or group ("" for the whole region), and the group at a unit (""
 * otherwise). Borrowed from the model. */
void vf_pick_names(const struct vf_model *m, const struct vf_column *c, const char **name,
                   const char **group);
/* The column as an indicator is written, appended. */
void vf_pick_write(const struct vf_model *m, const struct vf_column *c, struct vf_text *to);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a config to the model that the simulator walks. Families become units named "member.slot", paths
 * become nodes and edges, names become indices, laws and profiles that are written alike are compiled once.
 *
 * vf_compile checks what the loader cannot see: nodes that cannot be reached or never left, units without
 * use, beds of which more are disponibla than faststallda, numbers that a law or a profile refuses, files of
 * arrivals. All of it is reported in one go. The config may be released afterwards; nothing in the model
 * points into it.
 *
 * Choices that the spelling of a config leaves open, and that the simulator relies on:
 * - the purpose of a node is the key of its name within its group; that of a source the key of its group's
 * name;
 * - a node has an occasion counter (occ) exactly if a patient may execute it more than once in a life;
 * - a unit's lead time counts for everybody who goes there from another unit, and replaces the edge's;
 * - a transition that reserves a place but ends the path only holds;
 * - a node with steps has a stay of exactly 0; a stay written beside the steps is one more step, the last;
 * - the pool of a step is an index within the unit (pool0 + pool), VF_NONE16 for a pure delay;
 * - a stay given per next unit makes the node draw its route at entry;
 * - the competent wards of a group at a ward: the ward itself, the group's `competent` list, then the
 * gemensamma. */
#ifndef VF_COMPILE_H
#define VF_COMPILE_H

#include "vf_config.h"
#include "vf_error.h"
#include "vf_model.h"

/* 0, or VF_E_CONFIG with every problem placed in err; *out is then empty. *out need not be initialised and is
 * to be released by vf_model_free, which frees what the model owns and leaves it empty (not the struct
 * itself). */
int vf_compile(const struct vf_config *cfg, struct vf_model *out, struct vf_error *err);

#endif

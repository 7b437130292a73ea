/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `check` tells of a config: offered load of each unit against its capacity, from the traffic equations
 * (vf_traffic.h), as tables for people or as JSON. */
#ifndef VF_LOAD_H
#define VF_LOAD_H

#include "vf_command.h"
#include "vf_experiment.h"
#include "vf_json.h"

void vf_load_print(const struct vf_call *call, const struct vf_experiment *x);
/* One object; x NULL: the config was refused, and `err` says why. */
void vf_load_json(struct vf_json_writer *w, const char *path, const struct vf_experiment *x,
                  const struct vf_error *err);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `show` prints of one scenario: a summary for people, or the graph of flows as DOT (Graphviz). */
#ifndef VF_SHOW_H
#define VF_SHOW_H

#include "vf_command.h"
#include "vf_experiment.h"

void vf_show_summary(const struct vf_call *call, const struct vf_experiment *x, size_t point);
/* Units in boxes by level, edges with expected patients per day (from the traffic equations, readmissions
 * included). The members of a family are one box. */
void vf_show_graph(FILE *to, const struct vf_point *p);

#endif

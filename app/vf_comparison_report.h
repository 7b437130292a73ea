/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `compare` shows of a comparison: tables and sentences for people, or one JSON document. */
#ifndef VF_COMPARISON_REPORT_H
#define VF_COMPARISON_REPORT_H

#include "vf_command.h"
#include "vf_compare.h"
#include "vf_text.h"

void vf_comparison_print(const struct vf_call *call, const struct vf_comparison *c);
/* The effect of the control variate, when there is one. */
void vf_comparison_print_control(const struct vf_call *call, const struct vf_comparison *c);
/* What was and what was not shown of a scenario, in one or a few sentences that can stand in a report. */
void vf_comparison_say(const struct vf_comparison *c, size_t point, enum vf_language language,
                       struct vf_text *to);
void vf_comparison_json(const struct vf_comparison *c, const char *version, struct vf_text *to);

/* compare --select, from the loaded experiment to what is printed. */
int vf_compare_select(struct vf_call *call, struct vf_experiment *x, struct vf_error *err);

#endif

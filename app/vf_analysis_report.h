/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The analyses of a finished study (commands sensitivity and uncertainty) as tables, or as one JSON document. */
#ifndef VF_ANALYSIS_REPORT_H
#define VF_ANALYSIS_REPORT_H

#include "vf_analysis.h"
#include "vf_command.h"

/* Opens the store that the operand names: a file, or the folder that results.sqlite lies in. *a is to be closed in any
 * case. */
int vf_analysis_of(const struct vf_call *call, struct vf_analysis *a, struct vf_error *err);
/* "unit/medA/occupancy, d" as the label of an indicator; its name is the study's. */
void vf_analysis_label(const struct vf_call *call, const struct vf_study_column *c, struct vf_text *to);
/* How many decimals show about three figures of something as large as x. */
int vf_analysis_decimals(double x);
/* Ends in "1.2 (0.8 to 1.6)", without the interval where there is none. */
void vf_analysis_interval(const struct vf_call *call, const struct vf_interval *x, int decimals, char *text,
                          size_t size);
void vf_analysis_json_interval(struct vf_json_writer *w, const char *key, const struct vf_interval *x);
/* Program, study, points and replications, at the beginning of a document. */
void vf_analysis_json_head(struct vf_json_writer *w, const struct vf_analysis *a);

#endif

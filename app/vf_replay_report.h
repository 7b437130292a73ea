/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `replay` shows and writes of a replay (vf_replay.h): the table or the JSON document; days.csv and summary.csv; and the
 * chart. Nothing of it is about one patient. */
#ifndef VF_REPLAY_REPORT_H
#define VF_REPLAY_REPORT_H

#include "vf_command.h"
#include "vf_folder.h"
#include "vf_replay.h"
#include "vf_text.h"

void vf_replay_print(const struct vf_call *call, const struct vf_replay *r, const struct vf_model *m);
void vf_replay_json(const struct vf_replay *r, const struct vf_model *m, struct vf_text *to);
int vf_replay_days_csv(const struct vf_replay *r, const struct vf_model *m, const struct vf_folder *folder,
                       struct vf_error *err);
int vf_replay_summary_csv(const struct vf_replay *r, const struct vf_model *m, const struct vf_folder *folder,
                          struct vf_error *err);
/* Every ward by itself and all together: the reported and the simulated count, day by day (replay_svg.c). */
void vf_replay_svg(const struct vf_replay *r, const struct vf_model *m, enum vf_language language,
                   struct vf_text *to);

/* The name of a ward; of all together for n_wards. */
const char *vf_replay_ward(const struct vf_replay *r, const struct vf_model *m, size_t ward, const char *all);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `solve` answers: a table and a sentence for people, or one JSON document. */
#ifndef VF_SOLVE_REPORT_H
#define VF_SOLVE_REPORT_H

#include "vf_command.h"
#include "vf_solve.h"
#include "vf_text.h"

void vf_solve_print(const struct vf_call *call, const struct vf_solve *s);
void vf_solve_json(const struct vf_solve *s, const char *version, struct vf_text *to);

#endif

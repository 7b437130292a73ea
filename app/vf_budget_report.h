/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a budget is best spent, for people (tables and sentences) and for programs (one JSON document). */
#ifndef VF_BUDGET_REPORT_H
#define VF_BUDGET_REPORT_H

#include "vf_budget.h"
#include "vf_command.h"
#include "vf_text.h"

/* The whole of `solve STUDY` (solve_budget.c): load, plan, run, tell. */
int vf_solve_budget(struct vf_call *call, struct vf_error *err);

void vf_budget_print(const struct vf_call *call, const struct vf_budget *b);
void vf_budget_json(const struct vf_budget *b, const char *version, struct vf_text *to);

#endif

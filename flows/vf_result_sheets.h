/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to flows/result*.c: the sheets census, flow, flow by month, bed-days, occupancy and phase of a result folder. */
#ifndef VF_RESULT_SHEETS_H
#define VF_RESULT_SHEETS_H

#include "vf_result.h"
#include "vf_sheet.h"

struct vf_sheets {
    const struct vf_experiment *x;
    const struct vf_folder *folder;
    struct vf_store *store;
    const char **scenario; /* names */
};

/* Writes all sheets to CSV files of the folder and to tables of the open store. 0 or VF_E_IO. */
int vf_result_sheets(const struct vf_experiment *x, const struct vf_folder *folder, struct vf_store *store,
                     struct vf_error *err);
/* Of these, the flow matrix and the units' balance by month (result_months.c). */
int vf_result_months(const struct vf_sheets *to, struct vf_error *err);

#endif

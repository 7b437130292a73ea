/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to flows/result*.c: the series by day and month in a result folder and in the JSON document. */
#ifndef VF_RESULT_SERIES_H
#define VF_RESULT_SERIES_H

#include "vf_json.h"
#include "vf_result.h"
#include "vf_sheet.h"

bool vf_result_has_series(const struct vf_experiment *x);
/* Writes series.csv and the table `series`; `scenario`: the sheet's first field. 0 or VF_E_IO. */
int vf_result_series(const struct vf_experiment *x, const struct vf_sheet_field *scenario,
                     const struct vf_folder *folder, struct vf_store *store, struct vf_error *err);
/* The key "series" of a scenario, when there is one. */
void vf_result_series_json(struct vf_json_writer *w, const struct vf_point *p);

#endif

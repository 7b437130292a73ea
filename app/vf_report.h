/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run shows to a person: the main indicators with scenarios side by side, the units that matter most, and
 * notes on how far the numbers can be trusted. */
#ifndef VF_REPORT_H
#define VF_REPORT_H

#include "vf_command.h"
#include "vf_experiment.h"

/* Tables of a run that has finished, or was stopped with some replications done. */
void vf_report_run(const struct vf_call *call, const struct vf_experiment *x);
/* The tables of units alone (report_units.c), and the notes alone (report_notes.c). */
void vf_report_units(const struct vf_call *call, const struct vf_experiment *x);
void vf_report_notes(const struct vf_call *call, const struct vf_experiment *x);

/* What antithetic pairs gained (report_antithetic.c): in chosen columns, or in the main indicators. */
struct vf_antithetic {
    const size_t *column;
    size_t n;
    bool differences; /* of the difference from the first scenario; that one's own mean in its row */
};
void vf_report_antithetic(const struct vf_call *call, const struct vf_experiment *x,
                          const struct vf_antithetic *what);
void vf_report_antithetic_main(const struct vf_call *call, const struct vf_experiment *x);

/* Bed-days by cause, and costs (report_causes.c). */
void vf_report_causes(const struct vf_call *call, const struct vf_experiment *x);

/* The months of a run that keeps series (report_series.c). */
void vf_report_series(const struct vf_call *call, const struct vf_experiment *x);

/* Whether the table of units shows all of them, in every scenario. */
bool vf_report_few(const struct vf_experiment *x);

/* "says" of a JSON document: what `say` appends, in both languages. */
struct vf_json_writer;
struct vf_text;
void vf_report_json_says(struct vf_json_writer *w,
                         void (*say)(const void *what, enum vf_language l, struct vf_text *to),
                         const void *what);

/* The label of a row below another one: a single year, or a single window when that is not a year. */
const char *vf_report_year(const struct vf_call *call, const struct vf_experiment *x);
bool vf_report_window_is_year(const struct vf_experiment *x);
/* Heading of a table. */
void vf_report_heading(const struct vf_call *call, const char *text);
/* How a measure is shown: times 100 with "%" for shares. */
double vf_report_scale(enum vf_measure measure);
int vf_report_decimals(enum vf_measure measure);
/* The label of a metric with the unit it is shown in, cut to `width` code points. */
enum { VF_REPORT_LABEL = 256 };
void vf_report_label(char text[VF_REPORT_LABEL], const struct vf_call *call, const struct vf_experiment *x,
                     const struct vf_metric *metric, size_t width);
/* A column by name at the whole region (unit "") or a unit; SIZE_MAX when it has none. */
size_t vf_report_column(const struct vf_experiment *x, const char *metric, const char *unit);
/* Mean of it in a scenario, in the measure's own unit; NaN when there is none. */
double vf_report_mean(const struct vf_experiment *x, size_t point, size_t column);
/* How many scenarios fit beside `taken` code points, from scenario `from` on, in cells of that width; at least one. */
enum { VF_REPORT_CELL = 11, VF_REPORT_CELL_YEAR = 15 };
size_t vf_report_fit(const struct vf_experiment *x, size_t from, size_t taken, size_t cell);

/* The metrics of the main table in its order, ended by NULL. */
extern const char *const vf_report_indicators[];

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a finished (or stopped) experiment leaves behind: the result folder, the JSON document of `run`, and the
 * joined event log. Order: vf_experiment_run, then any of these; none changes the experiment.
 *
 * Shares of the JSON document and the names of files in the folder are promises to other programs: add, never
 * rename. Numbers that are not defined are null in JSON and empty in CSV. */
#ifndef VF_RESULT_H
#define VF_RESULT_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "vf_experiment.h"
#include "vf_folder.h"
#include "vf_json.h"
#include "vf_text.h"

/* What the experiment does not know of its run. All borrowed. */
struct vf_result_about {
    const char *version, *command;
    int argc;
    const char *const *argv;
    const struct vf_experiment_options *options; /* as given to vf_experiment_load */
    struct timespec started, finished;
    const char *log; /* path of the joined event log, or NULL */
};

/* Writes manifest.json, config.json, results.sqlite, summary.csv, census.csv (daily rows of the first
 * replication), flows.csv, flows_monthly.csv, units_monthly.csv, bed_days.csv, occupancy.csv, and when configured
 * phase.csv and series.csv, into a folder being built, and puts it in its place. On failure the folder is abandoned.
 * 0 or VF_E_IO. */
int vf_result_write(const struct vf_experiment *x, const struct vf_result_about *about,
                    struct vf_folder *folder, struct vf_error *err);

/* The document of `run --json`, on one line. */
void vf_result_json(const struct vf_experiment *x, const char *version, struct vf_text *to);

/* What every such document begins with: "program", of this version. */
void vf_result_json_program(struct vf_json_writer *w, const char *version);

/* Joins the logs of the replications that were run (left by the experiment in x->log_folder) to one CSV, in the
 * order of scenarios and replications. It bears its name only when it is whole. 0 or VF_E_IO. */
int vf_result_log(const struct vf_experiment *x, const char *path, struct vf_error *err);

/* The resolved config with the scenarios of the run as patches: can be run again. NULL (err told) when it cannot
 * be read any more. */
char *vf_result_config(const struct vf_experiment *x, const struct vf_experiment_options *options,
                       struct vf_error *err);

/* Replications of a scenario that were run, and of these those that a deadlock ended. */
uint32_t vf_result_done(const struct vf_experiment *x, size_t point);
uint32_t vf_result_deadlocks(const struct vf_experiment *x, size_t point);
/* Time of the first deadlock over the replications that had one, ms. */
void vf_result_deadlock_time(const struct vf_experiment *x, size_t point, struct vf_summary *out);
/* Mean length of the window of observation, days; NaN when no replication was run to its end. */
double vf_result_window_days(const struct vf_experiment *x, size_t point);
/* Wall-clock seconds of one scenario: its share of the threads' work. */
double vf_result_wall(const struct vf_experiment *x, size_t point);

/* Mean bed-days of a ward by state and origin (0 first, 1 readmission) over the replications that were run to their end;
 * ward SIZE_MAX: of all wards. */
double vf_result_bed_days(const struct vf_experiment *x, size_t point, size_t ward, unsigned state,
                          unsigned origin);
extern const char *const vf_result_bed_states[]; /* their names, in order */

/* Mean flow between two units (n_units = outside; as a target n_units = exit, n_units + 1 = death), per day. */
double vf_result_flow(const struct vf_experiment *x, size_t point, uint32_t from, uint32_t to);
const char *vf_result_flow_name(const struct vf_model *m, uint32_t unit, bool target);

/* The columns of a scenario in the order of the document: scopes, then units, then parts of a unit. */
enum vf_result_part { VF_PART_WHOLE, VF_PART_GROUP, VF_PART_POOL, VF_PART_MONTH };
struct vf_result_entry {
    enum vf_scope block; /* region, hospital, group or unit */
    uint16_t of, part,
        which; /* index of the hospital, group or unit; enum vf_result_part; group, pool or month */
    size_t local, column; /* in the scenario's measures; in the experiment */
};
/* n entries, to be freed: n = measures.n of the point. */
struct vf_result_entry *vf_result_entries(const struct vf_experiment *x, size_t point);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the commands on studies (sweep, merge, slurm) share: names of files, progress, closing a folder. */
#ifndef VF_SWEEP_APP_H
#define VF_SWEEP_APP_H

#include "vf_command.h"
#include "vf_progress.h"
#include "vf_sweep_run.h"

enum { VF_PATH_MAX = 4096 };

/* ---- Files of a study's folder ---- */
/* The folder --out names, or results/STUDY. */
void vf_sweep_folder(const struct vf_call *call, const char *study, char folder[VF_PATH_MAX]);
/* folder/results.sqlite, or folder/shard-0003-of-0008.sqlite. */
void vf_sweep_store_path(const char *folder, uint32_t shard, uint32_t shards, char path[VF_PATH_MAX]);
/* Makes the folder and its parents. */
int vf_sweep_make_folder(const char *folder, struct vf_error *err);
/* "3/8" -> shard 2 of 8; NULL -> 0 of 1. */
int vf_sweep_parse_shard(const struct vf_call *call, const char *text, uint32_t *shard, uint32_t *shards,
                         struct vf_error *err);
/* Writes summary.csv, codebook.csv and datapackage.json from a whole store, and gives the store's fingerprint. */
int vf_sweep_finish(const char *folder, const char *store, char hash[VF_SHA256_HEX], struct vf_error *err);

/* ---- Progress ---- */
struct vf_sweep_progress {
    const struct vf_call *call;
    struct vf_progress bar;
    enum vf_progress_mode mode;
    uint64_t before; /* trials that were in the store */
    uint32_t replications;
    double told;
};
void vf_sweep_progress_begin(struct vf_sweep_progress *p, const struct vf_call *call, const char *what,
                             uint64_t trials, uint32_t replications);
/* For struct vf_study_options: report and report_context. */
void vf_sweep_progress_report(void *progress, const struct vf_study_status *status);

/* ---- Plan ---- */
/* The numbered points as a table, or as one JSON document. */
void vf_sweep_print_plan(const struct vf_call *call, const struct vf_sweep *s);
void vf_sweep_json_plan(const struct vf_sweep *s, struct vf_text *to);
/* One point that was run into memory: its indicators. */
void vf_sweep_print_point(const struct vf_call *call, const struct vf_sweep *s, uint32_t point,
                          const struct vf_study *study);
void vf_sweep_json_point(const struct vf_sweep *s, uint32_t point, const struct vf_study *study,
                         struct vf_text *to);

/* sweep --isolate (sweep_guard.c). Starts the process that runs the study, and a new one whenever it dies in a trial.
 * Returns twice: in each process that is to run the study with *parent false, and at the end of all with the code of
 * the last one, *parent true; what is to be told has been told then. */
int vf_sweep_guard(struct vf_sweep_guard **guard, bool *parent, struct vf_error *err);
/* Before vf_sweep_run: goes on where the last process died, and with one worker when it is to be found out where. */
void vf_sweep_guard_apply(const struct vf_sweep_guard *guard, struct vf_sweep_options *o);
/* Ends this process, for another to go on with all workers. */
void vf_sweep_guard_again(void);

#endif

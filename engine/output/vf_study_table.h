/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading the store of a study back: what was run, and one indicator at a time over points and replications. For
 * analyses of a finished study. Order of calls: open, column as often as wanted, close. The file is only read. */
#ifndef VF_STUDY_TABLE_H
#define VF_STUDY_TABLE_H

#include "vf_store.h"

struct vf_study_column {
    char *name, *scope, *unit, *group, *metric, *measure, *sv, *en; /* measure: unit of measure */
};

struct vf_study_table {
    struct vf_store store;
    char *study;           /* the study's document, JSON */
    uint32_t points;       /* of the plan */
    uint32_t complete;     /* points with all their replications */
    uint32_t replications; /* that every complete point with results has */
    double years;          /* length of a replication; NaN when no point tells */
    size_t n_columns;
    struct vf_study_column *column;
};

/* VF_E_USAGE when the file is no store of a study or nothing in it is complete. */
int vf_study_table_open(struct vf_study_table *t, const char *path, struct vf_error *err);
/* y: points x replications numbers; NaN where a trial failed, has no value or was not run. */
int vf_study_table_column(struct vf_study_table *t, size_t column, double *y, struct vf_error *err);
void vf_study_table_close(struct vf_study_table *t);

#endif

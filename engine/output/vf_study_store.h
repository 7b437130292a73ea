/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The store of a study of many points: one SQLite file per shard that grows while the study runs and is whole after
 * every commit, whatever kills the process (rollback journal, synchronous EXTRA; never WAL, since shards may lie on a
 * network file system). Rows come in one order, point by point and replication by replication, so the rows
 * say where to go on.
 *
 * Schema (meta.schema = 1):
 *   meta(key, value)      what decides the results: study, config, seed, version ...; part of the content; `partial`
 *                         where points are missing from a merge
 *   shard(key, value)     how this file came about: shard, host ...; not part of the content
 *   metric(id, name, unit, sv, en, definition, kpi_id)
 *   output_column(id, name, scope, unit, patient_group, period, metric, lanskod, kommunkod)
 *   point(id, one column per axis)                the whole plan, also the points of other shards
 *   trial(point, replication, status, events, reason, one column per indicator, named as output_column.name)
 *   summary(point, column_id, n, mean, ... as in results.sqlite)           for points that are complete
 *   views: tidy (summary with names and axes), trial_point (trial with axes), codebook (what every column means)
 * A trial takes about 20 + 9 x indicators bytes, a point's summary about 110 bytes per indicator with its index.
 *
 * Order of calls: open; for each trial in order vf_study_store_trial, after the last of a point the summaries; commit
 * as often as wanted (what was not committed is run again); close. Not for several threads at once. */
#ifndef VF_STUDY_STORE_H
#define VF_STUDY_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vf_sha256.h"
#include "vf_store.h"

enum { VF_STUDY_COLUMNS_MAX = 1900 };

struct vf_study_fact {
    const char *key, *value;
};
/* A value on an axis: a text, or a number; neither (NaN, NULL) = left as it is. */
struct vf_study_cell {
    double number;
    const char *text;
};

/* Where a column belongs, by the codes of Statistics Sweden; NULL = not known or none. */
struct vf_study_place {
    const char *lanskod, *kommunkod;
};

/* What a store is made for; borrowed until open returns, but for the numbers. */
struct vf_study_spec {
    const char *identity;              /* fingerprint of all that decides the results */
    const struct vf_study_fact *facts; /* further keys of meta */
    size_t n_facts;
    const char *const *axes;
    size_t n_axes;
    const struct vf_out_metric *metrics;
    size_t n_metrics;
    const struct vf_out_column *columns;
    const char *const *column_names;
    const struct vf_study_place *places; /* per column; NULL = none has any */
    size_t n_columns;
    uint32_t points, replications;
    uint32_t shard, shards;            /* 0 .. shards-1; 1 shard = the whole */
    const struct vf_study_cell *cells; /* points x n_axes */
};

struct vf_study_store {
    struct vf_store store;
    struct sqlite3_stmt *trial, *summary;
    size_t n_columns;
    uint64_t trials;   /* rows of trial, also those not committed yet */
    uint64_t points;   /* when opened: complete points */
    uint64_t begun;    /* when opened: rows of the point that is not complete */
    uint64_t failed;   /* when opened: rows of trials that failed, */
    char failure[512]; /* and why the first of them did; "" = there is none */
    bool open;         /* a transaction is open */
    bool broken;       /* a write failed */
    double committed;  /* when, on a clock that never goes back */
};

enum vf_study_mode {
    VF_STUDY_NEW,    /* refuses a file that exists */
    VF_STUDY_RESUME, /* goes on with a file of the same identity; makes it when there is none */
    VF_STUDY_REPLACE /* empties it first */
};

/* VF_E_USAGE when the file is in the way or belongs to another study, VF_E_IO when it cannot be written or another
 * process holds it. On success st->trials, points and begun say how far it is. A file that is moved, removed or
 * replaced while it is open is VF_E_IO at the next commit. */
int vf_study_store_open(struct vf_study_store *st, const char *path, const struct vf_study_spec *spec,
                        enum vf_study_mode mode, struct vf_error *err);
/* row: n_columns numbers (NaN = none), or NULL. */
int vf_study_store_trial(struct vf_study_store *st, const struct vf_out_trial *t, const double *row,
                         struct vf_error *err);
/* Reads a trial's row back; NaN where there is none. */
int vf_study_store_read(struct vf_study_store *st, uint32_t point, uint32_t replication, double *row,
                        bool *done, struct vf_error *err);
int vf_study_store_summary(struct vf_study_store *st, uint32_t point, uint32_t column,
                           const struct vf_summary *x, struct vf_error *err);
/* Makes all rows so far permanent; with `age`, only if the last commit is at least that many seconds ago. */
int vf_study_store_commit(struct vf_study_store *st, double age, struct vf_error *err);
/* Commits and closes. */
int vf_study_store_close(struct vf_study_store *st, struct vf_error *err);

/* Keeps others from writing a store while it is read, until vf_store_abandon. VF_E_STATE when it is not (any longer) the
 * one of this identity with so many trials. */
int vf_study_store_hold(struct vf_store *hold, const char *path, const char *identity, uint64_t trials,
                        struct vf_error *err);

/* The fingerprint of a file's content (all tables but `shard`, in the order of their keys): equal for equal results,
 * however many processes, interruptions and merges they took. */
int vf_study_store_hash(const char *path, char hex[VF_SHA256_HEX], struct vf_error *err);

/* Joins files of shards of one study into `path`, in one step. Refuses files of different studies, and, unless
 * VF_MERGE_PARTIAL, shards that are missing or not complete: all of it told at once. Unless VF_MERGE_REPLACE, a file that
 * is there must be of the same study and hold no more trials. What is joined of a part of the points says so in
 * meta.partial, and cannot be continued: its rows are no beginning. */
enum { VF_MERGE_PARTIAL = 1, VF_MERGE_REPLACE = 2 };
struct vf_study_merged {
    uint64_t trials, points, points_done;
    char identity[VF_SHA256_HEX];
};
int vf_study_store_merge(const char *path, const char *const *files, size_t n, unsigned flags,
                         struct vf_study_merged *merged, struct vf_error *err);

/* The first value of a query as text (free it), NULL when there is none. */
int vf_study_store_ask(struct vf_store *st, const char *sql, char **text, struct vf_error *err);

/* Writes what a query of the file gives as CSV, with the names of its columns. */
int vf_study_store_csv(const char *path, const char *sql, const char *csv, struct vf_error *err);
/* Writes datapackage.json for a folder that holds results.sqlite (`path`), summary.csv (of the view tidy), codebook.csv, and
 * of each of `analyses` (ended by NULL) NAME.csv. */
int vf_study_store_datapackage(const char *path, const char *const *analyses, const char *json,
                               struct vf_error *err);

#endif

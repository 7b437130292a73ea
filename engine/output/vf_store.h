/* SPDX-License-Identifier: GPL-3.0-or-later */
/* results.sqlite: the store of a run or study. STRICT tables, enforced foreign keys, one transaction
 * from open to close, so the file holds everything or nothing. One writer at a time; rollback journal,
 * never WAL (network file systems).
 *
 * Schema (version in meta.schema; views: tidy, tidy_value):
 *   meta(key, value)                    facts as text
 *   scenario(id, study, name, point)
 *   metric(id, name, unit, sv, en, definition, kpi_id)
 *   output_column(id, scope, unit, patient_group, period, metric -> metric)
 *   trial(scenario, replication, status, events, reason)
 *   summary(scenario, column_id, n, mean, sd, ci_low, ci_high, sd_year, pi_low, pi_high, p05, p50, p95)
 *   value(scenario, replication, column_id, value)      no row where there is no value
 *   and one table per sheet (vf_sheet.h), e.g. census, flow.
 * Order: open; scenarios, metrics, columns; then trials, values, summaries in any order; sheets; close
 * or abandon. Ids are the caller's own indices, from 0. */
#ifndef VF_STORE_H
#define VF_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "vf_confidence.h"
#include "vf_error.h"

struct sqlite3;
struct sqlite3_stmt;

struct vf_store {
    struct sqlite3 *db;
    char *path;
    struct sqlite3_stmt *value, *summary, *trial;
};

/* One scenario, or one point of a sweep. study may be NULL. */
struct vf_out_scenario {
    const char *study, *name;
    int64_t point;
};
/* One kind of number. */
struct vf_out_metric {
    const char *name;       /* stable key, e.g. "wait_mean" */
    const char *unit;       /* of measure: "d", "h", "1", "per 100 places" */
    const char *sv, *en;    /* labels */
    const char *definition; /* NULL allowed */
    const char *kpi_id;     /* the key of a public statistic it reproduces, or NULL */
};
/* One column of the rows of a study. Empty strings where a part does not apply (whole region, all groups). */
struct vf_out_column {
    const char *scope; /* "unit", "group", "hospital", "region", ... */
    const char *unit, *group;
    const char *period; /* "all", "2026-07", "2027", ... */
    uint32_t metric;    /* index */
};

int vf_store_open(struct vf_store *st, const char *path, struct vf_error *err);
int vf_store_meta(struct vf_store *st, const char *key, const char *value, struct vf_error *err);
int vf_store_scenarios(struct vf_store *st, const struct vf_out_scenario *list, size_t n,
                       struct vf_error *err);
int vf_store_metrics(struct vf_store *st, const struct vf_out_metric *list, size_t n, struct vf_error *err);
int vf_store_columns(struct vf_store *st, const struct vf_out_column *list, size_t n, struct vf_error *err);
/* status: "done", "failed", "abandoned", "pending"; reason NULL unless it failed. */
struct vf_out_trial {
    uint32_t scenario, replication;
    const char *status;
    uint64_t events;
    const char *reason;
};
int vf_store_trial(struct vf_store *st, const struct vf_out_trial *t, struct vf_error *err);
/* One row of results: n values, NaN ones left out; column ids 0 .. n-1. */
int vf_store_row(struct vf_store *st, uint32_t scenario, uint32_t replication, const double *row, size_t n,
                 struct vf_error *err);
int vf_store_summary(struct vf_store *st, uint32_t scenario, uint32_t column, const struct vf_summary *x,
                     struct vf_error *err);
/* Prepares a statement that lives until the store is closed (finalise it before). */
int vf_store_prepare(struct vf_store *st, const char *sql, struct sqlite3_stmt **out, struct vf_error *err);
/* Runs a prepared statement with its bindings and resets it. */
int vf_store_step(struct vf_store *st, struct sqlite3_stmt *statement, struct vf_error *err);
/* Runs SQL that returns nothing. */
int vf_store_sql(struct vf_store *st, const char *sql, struct vf_error *err);
/* Turns an SQLite trouble into VF_E_IO (disk full, read-only, ...) with a clear text. */
int vf_store_fail(const struct vf_store *st, const char *doing, struct vf_error *err);
/* Commits and closes; on failure the store is closed too and holds nothing. */
int vf_store_close(struct vf_store *st, struct vf_error *err);
/* Rolls back and closes. Does nothing on a zeroed or closed store. */
void vf_store_abandon(struct vf_store *st);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading the store of a study back: see vf_study_table.h. */
#include "vf_study_table.h"

#include <math.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "vf_study_store_sql.h"
#include "vf_text.h"

enum { SQL_MAX = 1 << 16 };

static char *text_of(sqlite3_stmt *s, int c) {
    const char *text = (const char *)sqlite3_column_text(s, c);
    return vf_xstrdup(text != NULL ? text : "");
}

/* Study, points, complete points, replications, years. A point that failed in every replication has no say. */
static int read_facts(struct vf_study_table *t, struct vf_error *err) {
    static const char sql[] =
        "SELECT (SELECT value FROM meta WHERE key = 'study'), (SELECT value FROM meta WHERE key = 'points'),"
        " (SELECT count(*) FROM summary WHERE column_id = 0),"
        " (SELECT min(n) FROM (SELECT count(*) AS n, max(status = 'done') AS any_done FROM trial"
        "   WHERE point IN (SELECT point FROM summary WHERE column_id = 0) GROUP BY point) WHERE any_done),"
        " (SELECT sd_year / sd FROM summary WHERE sd > 0 LIMIT 1)";
    sqlite3_stmt *s = NULL;
    int code = vf_store_prepare(&t->store, sql, &s, err);
    if (code == VF_OK && sqlite3_step(s) != SQLITE_ROW) {
        code = vf_store_fail(&t->store, "read", err);
    }
    if (code == VF_OK) {
        t->study = text_of(s, 0);
        t->points = (uint32_t)sqlite3_column_int64(s, 1);
        t->complete = (uint32_t)sqlite3_column_int64(s, 2);
        t->replications = (uint32_t)sqlite3_column_int64(s, 3);
        bool known = sqlite3_column_type(s, 4) != SQLITE_NULL;
        t->years = known ? pow(sqlite3_column_double(s, 4), 2) : (double)NAN;
    }
    sqlite3_finalize(s);
    if (code == VF_OK && t->replications == 0) {
        code = vf_error_set(err, VF_E_USAGE, "%s: no point is complete; continue with sweep --resume",
                            t->store.path);
    }
    return code;
}

static int read_columns(struct vf_study_table *t, struct vf_error *err) {
    sqlite3_stmt *s = NULL;
    int code = vf_store_prepare(
        &t->store,
        "SELECT c.name, c.scope, c.unit, c.patient_group, m.name, m.unit, m.sv, m.en FROM output_column c"
        " JOIN metric m ON m.id = c.metric ORDER BY c.id",
        &s, err);
    while (code == VF_OK && sqlite3_step(s) == SQLITE_ROW) {
        t->column = vf_xrealloc(t->column, (t->n_columns + 1) * sizeof *t->column);
        t->column[t->n_columns++] =
            (struct vf_study_column){text_of(s, 0), text_of(s, 1), text_of(s, 2), text_of(s, 3),
                                     text_of(s, 4), text_of(s, 5), text_of(s, 6), text_of(s, 7)};
    }
    sqlite3_finalize(s);
    return code;
}

int vf_study_table_open(struct vf_study_table *t, const char *path, struct vf_error *err) {
    /* read and write, so that what a killed process left half done is rolled back */
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    struct vf_error own = VF_ERROR_INIT;
    *t = (struct vf_study_table){.store = {.path = vf_xstrdup(path)}};
    if (sqlite3_open_v2(path, &t->store.db, flags, NULL) != SQLITE_OK) {
        return vf_error_set(err, VF_E_USAGE, "%s: there is no store of a study here", path);
    }
    sqlite3_stmt *s = NULL;
    int code = vf_store_prepare(&t->store, "SELECT id FROM point LIMIT 1", &s, &own);
    sqlite3_finalize(s);
    vf_error_fini(&own);
    if (code != VF_OK) {
        return vf_error_set(err, VF_E_USAGE, "%s is not the store of a study", path);
    }
    code = read_facts(t, err);
    return code != VF_OK ? code : read_columns(t, err);
}

int vf_study_table_column(struct vf_study_table *t, size_t column, double *y, struct vf_error *err) {
    struct vf_text sql;
    sqlite3_stmt *s = NULL;
    vf_text_init(&sql, SQL_MAX);
    vf_text_puts(&sql, "SELECT point, replication, ");
    vf_study_sql_name(&sql, t->column[column].name);
    vf_text_puts(&sql, " FROM trial WHERE status = 'done' AND replication < ?1");
    int code = vf_store_prepare(&t->store, sql.data, &s, err), step = SQLITE_DONE;
    for (size_t k = 0; k < (size_t)t->points * t->replications; k++) {
        y[k] = (double)NAN;
    }
    if (code == VF_OK) {
        sqlite3_bind_int64(s, 1, t->replications);
        while ((step = sqlite3_step(s)) == SQLITE_ROW) {
            size_t point = (size_t)sqlite3_column_int64(s, 0);
            if (point < t->points && sqlite3_column_type(s, 2) != SQLITE_NULL) {
                y[point * t->replications + (size_t)sqlite3_column_int64(s, 1)] = sqlite3_column_double(s, 2);
            }
        }
        code = step == SQLITE_DONE ? VF_OK : vf_store_fail(&t->store, "read", err);
    }
    sqlite3_finalize(s);
    vf_text_fini(&sql);
    return code;
}

void vf_study_table_close(struct vf_study_table *t) {
    for (size_t k = 0; k < t->n_columns; k++) {
        struct vf_study_column *c = &t->column[k];
        char *const texts[] = {c->name, c->scope, c->unit, c->group, c->metric, c->measure, c->sv, c->en};
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
            free(texts[i]);
        }
    }
    free(t->column);
    free(t->study);
    vf_store_abandon(&t->store);
    *t = (struct vf_study_table){.points = 0};
}

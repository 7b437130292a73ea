/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The result store, opening to closing: see vf_store.h. What it is filled with is in store_rows.c. The
 * rollback journal is in memory and nothing is synced here: the folder is synced as a whole before it
 * gets its name (vf_folder.h), and a store that was not closed is thrown away. */
#include "vf_store.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vf_out_io.h"

static const char SCHEMA[] =
    "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT) STRICT, WITHOUT ROWID;"
    "CREATE TABLE scenario("
    "  id INTEGER PRIMARY KEY, study TEXT, name TEXT NOT NULL, point INTEGER NOT NULL,"
    "  UNIQUE(name, point)) STRICT;"
    "CREATE TABLE metric("
    "  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, unit TEXT NOT NULL,"
    "  sv TEXT NOT NULL, en TEXT NOT NULL, definition TEXT, kpi_id TEXT) STRICT;"
    "CREATE TABLE output_column("
    "  id INTEGER PRIMARY KEY, scope TEXT NOT NULL, unit TEXT NOT NULL, patient_group TEXT NOT NULL,"
    "  period TEXT NOT NULL, metric INTEGER NOT NULL REFERENCES metric(id),"
    "  UNIQUE(scope, unit, patient_group, period, metric)) STRICT;"
    "CREATE INDEX output_column_metric ON output_column(metric);"
    "CREATE TABLE trial("
    "  scenario INTEGER NOT NULL REFERENCES scenario(id), replication INTEGER NOT NULL,"
    "  status TEXT NOT NULL CHECK(status IN ('done','failed','abandoned','pending')),"
    "  events INTEGER NOT NULL, reason TEXT, PRIMARY KEY(scenario, replication)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE value("
    "  scenario INTEGER NOT NULL REFERENCES scenario(id), replication INTEGER NOT NULL,"
    "  column_id INTEGER NOT NULL REFERENCES output_column(id), value REAL NOT NULL,"
    "  PRIMARY KEY(scenario, replication, column_id)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE summary("
    "  scenario INTEGER NOT NULL REFERENCES scenario(id),"
    "  column_id INTEGER NOT NULL REFERENCES output_column(id), n INTEGER NOT NULL,"
    "  mean REAL, sd REAL, ci_low REAL, ci_high REAL, sd_year REAL, pi_low REAL, pi_high REAL,"
    "  p05 REAL, p50 REAL, p95 REAL, PRIMARY KEY(scenario, column_id)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX summary_column ON summary(column_id, scenario, mean);"
    "CREATE VIEW tidy AS SELECT s.study, s.name AS scenario, s.point, c.scope, c.unit, c.patient_group,"
    "  c.period, m.name AS metric, m.unit AS measure, r.n, r.mean, r.sd, r.ci_low, r.ci_high, r.sd_year,"
    "  r.pi_low, r.pi_high, r.p05, r.p50, r.p95, m.sv, m.en, m.kpi_id"
    "  FROM summary r JOIN scenario s ON s.id = r.scenario JOIN output_column c ON c.id = r.column_id"
    "  JOIN metric m ON m.id = c.metric;"
    "CREATE VIEW tidy_value AS SELECT s.study, s.name AS scenario, s.point, v.replication, c.scope, c.unit,"
    "  c.patient_group, c.period, m.name AS metric, m.unit AS measure, v.value"
    "  FROM value v JOIN scenario s ON s.id = v.scenario JOIN output_column c ON c.id = v.column_id"
    "  JOIN metric m ON m.id = c.metric;"
    "INSERT INTO meta VALUES('schema', '1');";

int vf_store_fail(const struct vf_store *st, const char *doing, struct vf_error *err) {
    int code = st->db ? sqlite3_extended_errcode(st->db) : SQLITE_NOMEM;
    int number = st->db ? sqlite3_system_errno(st->db) : 0;
    if (code == SQLITE_FULL) {
        return vf_out_fail(err, doing, st->path, ENOSPC);
    }
    if ((code & 0xff) == SQLITE_IOERR && number != 0) {
        return vf_out_fail(err, doing, st->path, number);
    }
    if ((code & 0xff) == SQLITE_BUSY) {
        return vf_error_set(err, VF_E_IO, "cannot %s %s: another process is writing it", doing, st->path);
    }
    if (code == SQLITE_IOERR_WRITE) { /* at a commit SQLite does not say why */
        return vf_error_set(err, VF_E_IO,
                            "cannot %s %s: the disk is full, or a quota or file-size limit is reached", doing,
                            st->path);
    }
    return vf_error_set(err, VF_E_IO, "cannot %s %s: %s", doing, st->path,
                        st->db ? sqlite3_errmsg(st->db) : "no memory");
}

int vf_store_sql(struct vf_store *st, const char *sql, struct vf_error *err) {
    return sqlite3_exec(st->db, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : vf_store_fail(st, "write", err);
}

int vf_store_prepare(struct vf_store *st, const char *sql, struct sqlite3_stmt **out, struct vf_error *err) {
    int code = sqlite3_prepare_v3(st->db, sql, -1, SQLITE_PREPARE_PERSISTENT, out, NULL);
    return code == SQLITE_OK ? 0 : vf_store_fail(st, "write", err);
}

int vf_store_step(struct vf_store *st, struct sqlite3_stmt *statement, struct vf_error *err) {
    int code = sqlite3_step(statement) == SQLITE_DONE ? 0 : vf_store_fail(st, "write", err);
    sqlite3_reset(statement);
    return code;
}

static int open_new(struct vf_store *st, struct vf_error *err) {
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    if (unlink(st->path) != 0 && errno != ENOENT) {
        return vf_out_fail(err, "replace", st->path, errno);
    }
    if (sqlite3_open_v2(st->path, &st->db, flags, NULL) != SQLITE_OK) {
        return vf_store_fail(st, "create", err);
    }
    int code = vf_store_sql(st,
                            "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
                            "PRAGMA cache_size=-32768; BEGIN;",
                            err);
    return code ? code : vf_store_sql(st, SCHEMA, err);
}

int vf_store_open(struct vf_store *st, const char *path, struct vf_error *err) {
    *st = (struct vf_store){.path = vf_xstrdup(path)};
    int code = open_new(st, err);
    if (code == 0) {
        code = vf_store_prepare(st, "INSERT INTO value VALUES(?1,?2,?3,?4)", &st->value, err);
    }
    if (code == 0) {
        code = vf_store_prepare(st, "INSERT INTO trial VALUES(?1,?2,?3,?4,?5)", &st->trial, err);
    }
    if (code == 0) {
        code = vf_store_prepare(st, "INSERT INTO summary VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13)",
                                &st->summary, err);
    }
    if (code != 0) {
        vf_store_abandon(st);
    }
    return code;
}

static int finish(struct vf_store *st, struct vf_error *err) {
    int bad = sqlite3_finalize(st->value) != SQLITE_OK;
    bad |= sqlite3_finalize(st->trial) != SQLITE_OK;
    bad |= sqlite3_finalize(st->summary) != SQLITE_OK;
    st->value = st->trial = st->summary = NULL;
    return bad ? vf_store_fail(st, "write", err) : 0;
}

int vf_store_close(struct vf_store *st, struct vf_error *err) {
    if (!st->db) {
        return 0;
    }
    int code = finish(st, err);
    if (code == 0) {
        code = vf_store_sql(st, "COMMIT; PRAGMA optimize;", err);
    }
    if (code == 0 && sqlite3_close(st->db) != SQLITE_OK) {
        code = vf_store_fail(st, "close", err);
    } else if (code == 0) {
        st->db = NULL;
    }
    vf_store_abandon(st);
    return code;
}

void vf_store_abandon(struct vf_store *st) {
    sqlite3_finalize(st->value);
    sqlite3_finalize(st->trial);
    sqlite3_finalize(st->summary);
    if (st->db) {
        if (!sqlite3_get_autocommit(st->db)) {
            sqlite3_exec(st->db, "ROLLBACK", NULL, NULL, NULL);
        }
        sqlite3_close_v2(st->db);
    }
    free(st->path);
    memset(st, 0, sizeof *st);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening, filling and closing the store of a study: see vf_study_store.h. */
#include "vf_study_store.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "vf_out_io.h"
#include "vf_study_store_sql.h"
#include "vf_text.h"

enum { SQL_MAX = 1 << 22 };

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* After a write that failed SQLite may have taken the transaction back by itself, and what came next would be
 * rows with a gap before them: nothing more is written, and the file stays as of its last commit. */
static int written(struct vf_study_store *st, int code) {
    st->broken = st->broken || code != VF_OK;
    return code;
}

static int begin(struct vf_study_store *st, struct vf_error *err) {
    if (st->broken) {
        return vf_error_set(err, VF_E_IO, "%s: nothing more is written after the trouble before",
                            st->store.path);
    }
    if (st->open) {
        return VF_OK;
    }
    int code = vf_store_sql(&st->store, "BEGIN IMMEDIATE", err);
    if (code != VF_OK) {
        return code;
    }
    st->open = true;
    return VF_OK;
}

/* Rows that go to a file which no longer has its name would be lost without a word. */
static int in_place(struct vf_study_store *st, struct vf_error *err) {
    int moved = 0;
    (void)sqlite3_file_control(st->store.db, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    return moved ? vf_error_set(err, VF_E_IO, "%s was moved, removed or replaced while it was written",
                                st->store.path)
                 : VF_OK;
}

int vf_study_store_commit(struct vf_study_store *st, double age, struct vf_error *err) {
    if (!st->open || st->broken || (age > 0 && now() - st->committed < age)) {
        return VF_OK;
    }
    int code = in_place(st, err);
    code = written(st, code ? code : vf_store_sql(&st->store, "COMMIT", err));
    st->open = code != VF_OK;
    st->committed = now();
    return code;
}

/* Empties a file whatever it holds, under SQLite's own locks: one that another process writes is refused. */
static int empty(struct vf_study_store *st, struct vf_error *err) {
    (void)sqlite3_db_config(st->store.db, SQLITE_DBCONFIG_RESET_DATABASE, 1, NULL);
    int done = sqlite3_exec(st->store.db, "VACUUM", NULL, NULL, NULL);
    if (done == SQLITE_NOTADB && truncate(st->store.path, 0) == 0) { /* so nobody writes it as a store */
        done = SQLITE_OK;
    }
    (void)sqlite3_db_config(st->store.db, SQLITE_DBCONFIG_RESET_DATABASE, 0, NULL);
    return done == SQLITE_OK ? VF_OK : vf_store_fail(&st->store, "replace", err);
}

static int exists(const struct vf_study_store *st, struct vf_error *err) {
    return vf_error_set(err, VF_E_USAGE, "%s exists already: --resume continues it, --replace begins anew",
                        st->store.path);
}

static int open_file(struct vf_study_store *st, enum vf_study_mode mode, struct vf_error *err) {
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    const char *path = st->store.path;
    if (mode == VF_STUDY_NEW && access(path, F_OK) == 0) {
        return exists(st, err);
    }
    if (sqlite3_open_v2(path, &st->store.db, flags, NULL) != SQLITE_OK) {
        return vf_store_fail(&st->store, "open", err);
    }
    int code = vf_store_sql(&st->store, "PRAGMA locking_mode=EXCLUSIVE", err);
    code = code || mode != VF_STUDY_REPLACE ? code : empty(st, err);
    return code ? code : vf_store_sql(&st->store, "PRAGMA synchronous=EXTRA; PRAGMA cache_size=-32768", err);
}

int vf_study_store_ask(struct vf_store *st, const char *sql, char **text, struct vf_error *err) {
    sqlite3_stmt *s = NULL;
    *text = NULL;
    int code = vf_store_prepare(st, sql, &s, err);
    if (code != VF_OK) {
        return code;
    }
    int step = sqlite3_step(s);
    if (step == SQLITE_ROW && sqlite3_column_type(s, 0) != SQLITE_NULL) {
        *text = vf_xstrdup((const char *)sqlite3_column_text(s, 0));
    }
    if (step != SQLITE_ROW && step != SQLITE_DONE) {
        code = vf_store_fail(st, "read", err);
    }
    sqlite3_finalize(s);
    return code;
}

static int ask(struct vf_study_store *st, const char *sql, char **text, struct vf_error *err) {
    return vf_study_store_ask(&st->store, sql, text, err);
}

static int put_meta(struct vf_study_store *st, const char *table, const char *key, const char *value,
                    struct vf_error *err) {
    sqlite3_stmt *s = NULL;
    char sql[64];
    (void)snprintf(sql, sizeof sql, "INSERT INTO %s VALUES(?1,?2)", table);
    int code = vf_store_prepare(&st->store, sql, &s, err);
    if (code == VF_OK) {
        sqlite3_bind_text(s, 1, key, -1, SQLITE_STATIC);
        sqlite3_bind_text(s, 2, value, -1, SQLITE_STATIC);
        code = vf_store_step(&st->store, s, err);
    }
    sqlite3_finalize(s);
    return code;
}

static int put_number(struct vf_study_store *st, const char *table, const char *key, uint64_t value,
                      struct vf_error *err) {
    char text[32];
    (void)snprintf(text, sizeof text, "%" PRIu64, value);
    return put_meta(st, table, key, text, err);
}

static int put_facts(struct vf_study_store *st, const struct vf_study_spec *spec, struct vf_error *err) {
    int code = put_meta(st, "meta", "schema", "1", err);
    code = code ? code : put_meta(st, "meta", "identity", spec->identity, err);
    code = code ? code : put_number(st, "meta", "points", spec->points, err);
    code = code ? code : put_number(st, "meta", "replications", spec->replications, err);
    for (size_t k = 0; k < spec->n_facts && code == VF_OK; k++) {
        code = put_meta(st, "meta", spec->facts[k].key, spec->facts[k].value, err);
    }
    code = code ? code : put_number(st, "shard", "shard", spec->shard, err);
    return code ? code : put_number(st, "shard", "shards", spec->shards, err);
}

static int put_columns(struct vf_study_store *st, const struct vf_study_spec *spec, struct vf_error *err) {
    sqlite3_stmt *s = NULL;
    int code = vf_store_metrics(&st->store, spec->metrics, spec->n_metrics, err);
    code = code ? code
                : vf_store_prepare(&st->store, "INSERT INTO output_column VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9)",
                                   &s, err);
    for (size_t k = 0; k < spec->n_columns && code == VF_OK; k++) {
        const struct vf_out_column *c = &spec->columns[k];
        const char *const texts[] = {spec->column_names[k], c->scope, c->unit, c->group, c->period};
        sqlite3_bind_int64(s, 1, (sqlite3_int64)k);
        for (int i = 0; i < 5; i++) {
            sqlite3_bind_text(s, 2 + i, texts[i], -1, SQLITE_STATIC);
        }
        sqlite3_bind_int64(s, 7, c->metric);
        if (spec->places != NULL) {
            sqlite3_bind_text(s, 8, spec->places[k].lanskod, -1, SQLITE_STATIC);
            sqlite3_bind_text(s, 9, spec->places[k].kommunkod, -1, SQLITE_STATIC);
        }
        code = vf_store_step(&st->store, s, err);
    }
    sqlite3_finalize(s);
    return code;
}

static int put_points(struct vf_study_store *st, const struct vf_study_spec *spec, struct vf_error *err) {
    struct vf_text sql;
    sqlite3_stmt *s = NULL;
    vf_text_init(&sql, SQL_MAX);
    vf_study_sql_insert(&sql, "point", 1 + spec->n_axes);
    int code = vf_store_prepare(&st->store, sql.data, &s, err);
    for (uint32_t p = 0; p < spec->points && code == VF_OK; p++) {
        sqlite3_bind_int64(s, 1, p);
        for (size_t a = 0; a < spec->n_axes; a++) {
            const struct vf_study_cell *cell = &spec->cells[p * spec->n_axes + a];
            if (cell->text) {
                sqlite3_bind_text(s, (int)a + 2, cell->text, -1, SQLITE_STATIC);
            } else {
                sqlite3_bind_double(s, (int)a + 2, cell->number); /* NaN becomes NULL */
            }
        }
        code = vf_store_step(&st->store, s, err);
    }
    sqlite3_finalize(s);
    vf_text_fini(&sql);
    return code;
}

static int create(struct vf_study_store *st, const struct vf_study_spec *spec, struct vf_error *err) {
    struct vf_text sql;
    vf_text_init(&sql, SQL_MAX);
    vf_study_sql_schema(&sql, spec);
    int code = sql.full ? vf_error_set(err, VF_E_USAGE, "the names of axes and indicators are too long")
                        : vf_store_sql(&st->store, sql.data, err);
    code = code ? code : put_facts(st, spec, err);
    code = code ? code : put_columns(st, spec, err);
    code = code ? code : put_points(st, spec, err);
    vf_text_fini(&sql);
    return code ? code : vf_study_store_commit(st, 0, err);
}

static int count(struct vf_study_store *st, const char *sql, uint64_t *n, struct vf_error *err) {
    char *text = NULL;
    int code = ask(st, sql, &text, err);
    *n = text ? strtoull(text, NULL, 10) : 0;
    free(text);
    return code;
}

static int find_failures(struct vf_study_store *st, struct vf_error *err) {
    char *reason = NULL;
    int code = count(st, "SELECT count(*) FROM trial WHERE status = 'failed'", &st->failed, err);
    code = code || st->failed == 0
               ? code
               : ask(st,
                     "SELECT 'point ' || point || ', replication ' || replication || ': ' || "
                     "coalesce(reason, '') "
                     "FROM trial WHERE status = 'failed' ORDER BY point, replication LIMIT 1",
                     &reason, err);
    (void)snprintf(st->failure, sizeof st->failure, "%s", reason ? reason : "");
    free(reason);
    return code;
}

/* How far the rows reach: points come in order, each has its summaries when it is complete. */
static int find_end(struct vf_study_store *st, struct vf_error *err) {
    int code = count(st, "SELECT count(*) FROM trial", &st->trials, err);
    code = code ? code : find_failures(st, err);
    code = code ? code : count(st, "SELECT count(*) FROM summary WHERE column_id = 0", &st->points, err);
    return code ? code
                : count(st,
                        "SELECT count(*) FROM trial WHERE point = (SELECT max(point) FROM trial) AND"
                        " point > (SELECT coalesce(max(point), -1) FROM summary)",
                        &st->begun, err);
}

static int go_on(struct vf_study_store *st, const struct vf_study_spec *spec, struct vf_error *err) {
    char *identity = NULL, *shard = NULL, *partial = NULL, wanted[64];
    (void)snprintf(wanted, sizeof wanted, "%" PRIu32 "/%" PRIu32, spec->shard, spec->shards);
    int code = ask(st, "SELECT value FROM meta WHERE key = 'identity'", &identity, err);
    code = code ? code
                : ask(st,
                      "SELECT (SELECT value FROM shard WHERE key = 'shard') || '/' || "
                      "(SELECT value FROM shard WHERE key = 'shards')",
                      &shard, err);
    code = code ? code : ask(st, "SELECT value FROM meta WHERE key = 'partial'", &partial, err);
    if (code == VF_OK && (!identity || strcmp(identity, spec->identity) != 0)) {
        code = vf_error_set(
            err, VF_E_USAGE,
            "%s cannot be continued: the study, its config, the replications, the seed or the program "
            "is another than when it was begun; take another --out, or --replace",
            st->store.path);
    } else if (code == VF_OK && (!shard || strcmp(shard, wanted) != 0)) {
        code = vf_error_set(err, VF_E_USAGE, "%s is another shard of the study", st->store.path);
    } else if (code == VF_OK && partial) {
        code = vf_error_set(err, VF_E_USAGE,
                            "%s is joined of shards that are not complete (%s) and cannot be continued; "
                            "continue the shards and merge them again",
                            st->store.path, partial);
    }
    free(partial);
    free(identity);
    free(shard);
    return code ? code : find_end(st, err);
}

static int prepare(struct vf_study_store *st, const struct vf_study_spec *spec, struct vf_error *err) {
    struct vf_text sql;
    vf_text_init(&sql, SQL_MAX);
    vf_study_sql_insert(&sql, "trial", 5 + spec->n_columns);
    int code = vf_store_prepare(&st->store, sql.data, &st->trial, err);
    vf_text_clear(&sql);
    vf_study_sql_insert(&sql, "summary", 13);
    code = code ? code : vf_store_prepare(&st->store, sql.data, &st->summary, err);
    vf_text_fini(&sql);
    return code;
}

static void forget(struct vf_study_store *st) {
    sqlite3_finalize(st->trial);
    sqlite3_finalize(st->summary);
    vf_store_abandon(&st->store);
    *st = (struct vf_study_store){.trials = st->trials, .points = st->points, .begun = st->begun};
}

int vf_study_store_open(struct vf_study_store *st, const char *path, const struct vf_study_spec *spec,
                        enum vf_study_mode mode, struct vf_error *err) {
    *st = (struct vf_study_store){
        .store = {.path = vf_xstrdup(path)}, .n_columns = spec->n_columns, .committed = now()};
    char *there = NULL;
    int code = open_file(st, mode, err);
    code = code ? code : begin(st, err);
    code = code ? code : ask(st, "SELECT 1 FROM sqlite_master WHERE name = 'trial'", &there, err);
    code = code ? code : in_place(st, err);
    if (code == VF_OK && there && mode == VF_STUDY_NEW) {
        code = exists(st, err); /* somebody was quicker */
    } else if (code == VF_OK) {
        code = there ? go_on(st, spec, err) : create(st, spec, err);
    }
    code = code ? code : prepare(st, spec, err);
    free(there);
    if (code != VF_OK) {
        forget(st);
    }
    return code;
}

int vf_study_store_trial(struct vf_study_store *st, const struct vf_out_trial *t, const double *row,
                         struct vf_error *err) {
    int code = begin(st, err);
    if (code != VF_OK) {
        return code;
    }
    sqlite3_bind_int64(st->trial, 1, t->scenario);
    sqlite3_bind_int64(st->trial, 2, t->replication);
    sqlite3_bind_text(st->trial, 3, t->status, -1, SQLITE_STATIC);
    sqlite3_bind_int64(st->trial, 4, (sqlite3_int64)t->events);
    sqlite3_bind_text(st->trial, 5, t->reason, -1, SQLITE_STATIC); /* NULL stays NULL */
    for (size_t c = 0; c < st->n_columns; c++) {
        sqlite3_bind_double(st->trial, (int)c + 6, row ? row[c] : (double)NAN);
    }
    code = written(st, vf_store_step(&st->store, st->trial, err));
    st->trials += code == VF_OK;
    return code;
}

int vf_study_store_read(struct vf_study_store *st, uint32_t point, uint32_t replication, double *row,
                        bool *done, struct vf_error *err) {
    sqlite3_stmt *s = NULL;
    int code =
        vf_store_prepare(&st->store, "SELECT * FROM trial WHERE point = ?1 AND replication = ?2", &s, err);
    if (code == VF_OK) {
        sqlite3_bind_int64(s, 1, point);
        sqlite3_bind_int64(s, 2, replication);
        if (sqlite3_step(s) != SQLITE_ROW) {
            code = vf_store_fail(&st->store, "read", err);
        }
    }
    *done = code == VF_OK && strcmp((const char *)sqlite3_column_text(s, 2), "done") == 0;
    for (size_t c = 0; c < st->n_columns && code == VF_OK; c++) {
        int at = (int)c + 5;
        row[c] = sqlite3_column_type(s, at) == SQLITE_NULL ? (double)NAN : sqlite3_column_double(s, at);
    }
    sqlite3_finalize(s);
    return code;
}

int vf_study_store_summary(struct vf_study_store *st, uint32_t point, uint32_t column,
                           const struct vf_summary *x, struct vf_error *err) {
    const double value[] = {x->mean,   x->sd,      x->ci_low, x->ci_high, x->sd_year,
                            x->pi_low, x->pi_high, x->p05,    x->p50,     x->p95};
    int code = begin(st, err);
    if (code != VF_OK) {
        return code;
    }
    sqlite3_bind_int64(st->summary, 1, point);
    sqlite3_bind_int64(st->summary, 2, column);
    sqlite3_bind_int64(st->summary, 3, (sqlite3_int64)x->n);
    for (int i = 0; i < 10; i++) {
        sqlite3_bind_double(st->summary, 4 + i, value[i]);
    }
    return written(st, vf_store_step(&st->store, st->summary, err));
}

int vf_study_store_close(struct vf_study_store *st, struct vf_error *err) {
    int code = st->store.db ? vf_study_store_commit(st, 0, err) : VF_OK;
    forget(st);
    return code;
}

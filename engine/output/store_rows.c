/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filling the store: see vf_store.h. Every return code of SQLite is looked at. */
#include <math.h>
#include <sqlite3.h>

#include "vf_store.h"

/* Text is borrowed until the step, so it need not be copied; NULL becomes SQL NULL. */
static int bind_text(sqlite3_stmt *s, int at, const char *text) {
    return text ? sqlite3_bind_text(s, at, text, -1, SQLITE_STATIC) : sqlite3_bind_null(s, at);
}

/* NULL where there is no number (SQLite makes that of NaN, but only here do we say so). */
static int bind_real(sqlite3_stmt *s, int at, double value) {
    return isnan(value) ? sqlite3_bind_null(s, at) : sqlite3_bind_double(s, at, value);
}

static int step(struct vf_store *st, sqlite3_stmt *s, int bad, struct vf_error *err) {
    return bad ? vf_store_fail(st, "write", err) : vf_store_step(st, s, err);
}

static int end(struct vf_store *st, sqlite3_stmt *s, int code, struct vf_error *err) {
    if (sqlite3_finalize(s) != SQLITE_OK && code == 0) {
        code = vf_store_fail(st, "write", err);
    }
    return code;
}

int vf_store_meta(struct vf_store *st, const char *key, const char *value, struct vf_error *err) {
    sqlite3_stmt *s = NULL;
    int code = vf_store_prepare(st, "INSERT INTO meta VALUES(?1,?2)", &s, err);
    if (code == 0) {
        int bad = bind_text(s, 1, key) | bind_text(s, 2, value);
        code = step(st, s, bad, err);
    }
    return end(st, s, code, err);
}

int vf_store_scenarios(struct vf_store *st, const struct vf_out_scenario *list, size_t n,
                       struct vf_error *err) {
    sqlite3_stmt *s = NULL;
    int code = vf_store_prepare(st, "INSERT INTO scenario VALUES(?1,?2,?3,?4)", &s, err);
    for (size_t i = 0; i < n && code == 0; i++) {
        int bad = sqlite3_bind_int64(s, 1, (sqlite3_int64)i) | bind_text(s, 2, list[i].study) |
                  bind_text(s, 3, list[i].name) | sqlite3_bind_int64(s, 4, list[i].point);
        code = step(st, s, bad, err);
    }
    return end(st, s, code, err);
}

int vf_store_metrics(struct vf_store *st, const struct vf_out_metric *list, size_t n, struct vf_error *err) {
    sqlite3_stmt *s = NULL;
    int code = vf_store_prepare(st, "INSERT INTO metric VALUES(?1,?2,?3,?4,?5,?6,?7)", &s, err);
    for (size_t i = 0; i < n && code == 0; i++) {
        const struct vf_out_metric *m = &list[i];
        int bad = sqlite3_bind_int64(s, 1, (sqlite3_int64)i) | bind_text(s, 2, m->name) |
                  bind_text(s, 3, m->unit) | bind_text(s, 4, m->sv) | bind_text(s, 5, m->en) |
                  bind_text(s, 6, m->definition) | bind_text(s, 7, m->kpi_id);
        code = step(st, s, bad, err);
    }
    return end(st, s, code, err);
}

int vf_store_columns(struct vf_store *st, const struct vf_out_column *list, size_t n, struct vf_error *err) {
    sqlite3_stmt *s = NULL;
    int code = vf_store_prepare(st, "INSERT INTO output_column VALUES(?1,?2,?3,?4,?5,?6)", &s, err);
    for (size_t i = 0; i < n && code == 0; i++) {
        const struct vf_out_column *c = &list[i];
        int bad = sqlite3_bind_int64(s, 1, (sqlite3_int64)i) | bind_text(s, 2, c->scope) |
                  bind_text(s, 3, c->unit) | bind_text(s, 4, c->group) | bind_text(s, 5, c->period) |
                  sqlite3_bind_int64(s, 6, c->metric);
        code = step(st, s, bad, err);
    }
    return end(st, s, code, err);
}

int vf_store_trial(struct vf_store *st, const struct vf_out_trial *t, struct vf_error *err) {
    sqlite3_stmt *s = st->trial;
    int bad = sqlite3_bind_int64(s, 1, t->scenario) | sqlite3_bind_int64(s, 2, t->replication) |
              bind_text(s, 3, t->status) | sqlite3_bind_int64(s, 4, (sqlite3_int64)t->events) |
              bind_text(s, 5, t->reason);
    return step(st, s, bad, err);
}

int vf_store_row(struct vf_store *st, uint32_t scenario, uint32_t replication, const double *row, size_t n,
                 struct vf_error *err) {
    sqlite3_stmt *s = st->value;
    int bad = sqlite3_bind_int64(s, 1, scenario) | sqlite3_bind_int64(s, 2, replication);
    int code = bad ? vf_store_fail(st, "write", err) : 0;
    for (size_t c = 0; c < n && code == 0; c++) {
        if (!isnan(row[c])) {
            bad = sqlite3_bind_int64(s, 3, (sqlite3_int64)c) | sqlite3_bind_double(s, 4, row[c]);
            code = step(st, s, bad, err);
        }
    }
    return code;
}

int vf_store_summary(struct vf_store *st, uint32_t scenario, uint32_t column, const struct vf_summary *x,
                     struct vf_error *err) {
    sqlite3_stmt *s = st->summary;
    const double value[] = {x->mean,   x->sd,      x->ci_low, x->ci_high, x->sd_year,
                            x->pi_low, x->pi_high, x->p05,    x->p50,     x->p95};
    int bad = sqlite3_bind_int64(s, 1, scenario) | sqlite3_bind_int64(s, 2, column) |
              sqlite3_bind_int64(s, 3, (sqlite3_int64)x->n);
    for (int i = 0; i < 10; i++) {
        bad |= bind_real(s, 4 + i, value[i]);
    }
    return step(st, s, bad, err);
}

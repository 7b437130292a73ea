/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The schema of a study's store. Axes and indicators are columns of point and trial: a trial is one row, which keeps
 * millions of them small, and a query reads as it is thought. */
#include "vf_study_store_sql.h"

#include <string.h>

void vf_study_sql_name(struct vf_text *to, const char *name) {
    vf_text_puts(to, "\"");
    for (; *name; name++) {
        vf_text_append(to, name, 1);
        if (*name == '"') {
            vf_text_puts(to, "\"");
        }
    }
    vf_text_puts(to, "\"");
}

void vf_study_sql_insert(struct vf_text *to, const char *table, size_t n) {
    vf_text_appendf(to, "INSERT INTO %s VALUES(", table);
    for (size_t k = 0; k < n; k++) {
        vf_text_puts(to, k ? ",?" : "?");
    }
    vf_text_puts(to, ")");
}

static const char FIXED[] =
    "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT) STRICT, WITHOUT ROWID;"
    "CREATE TABLE shard(key TEXT PRIMARY KEY, value TEXT) STRICT, WITHOUT ROWID;"
    "CREATE TABLE metric("
    "  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, unit TEXT NOT NULL,"
    "  sv TEXT NOT NULL, en TEXT NOT NULL, definition TEXT, kpi_id TEXT) STRICT;"
    "CREATE TABLE output_column("
    "  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, scope TEXT NOT NULL, unit TEXT NOT NULL,"
    "  patient_group TEXT NOT NULL, period TEXT NOT NULL, metric INTEGER NOT NULL REFERENCES metric(id),"
    "  lanskod TEXT, kommunkod TEXT) STRICT;"
    "CREATE TABLE summary("
    "  point INTEGER NOT NULL, column_id INTEGER NOT NULL, n INTEGER NOT NULL,"
    "  mean REAL, sd REAL, ci_low REAL, ci_high REAL, sd_year REAL, pi_low REAL, pi_high REAL,"
    "  p05 REAL, p50 REAL, p95 REAL, PRIMARY KEY(point, column_id)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX summary_column ON summary(column_id, point, mean);";

static void put_names(struct vf_text *to, const char *before, const char *const *names, size_t n,
                      const char *type) {
    for (size_t k = 0; k < n; k++) {
        vf_text_puts(to, before);
        vf_study_sql_name(to, names[k]);
        vf_text_puts(to, type);
    }
}

void vf_study_sql_schema(struct vf_text *to, const struct vf_study_spec *spec) {
    vf_text_puts(to, FIXED);
    vf_text_puts(to, "CREATE TABLE point(id INTEGER PRIMARY KEY");
    put_names(to, ", ", spec->axes, spec->n_axes, " ANY");
    vf_text_puts(
        to,
        ") STRICT;CREATE TABLE trial(point INTEGER NOT NULL, replication INTEGER NOT NULL,"
        "  status TEXT NOT NULL CHECK(status IN ('done','failed')), events INTEGER NOT NULL, reason TEXT");
    put_names(to, ", ", spec->column_names, spec->n_columns, " REAL");
    vf_text_puts(to, ", PRIMARY KEY(point, replication)) STRICT, WITHOUT ROWID;"
                     "CREATE INDEX trial_trouble ON trial(point) WHERE reason IS NOT NULL;"
                     "CREATE VIEW tidy AS SELECT r.point");
    put_names(to, ", p.", spec->axes, spec->n_axes, "");
    vf_text_puts(
        to, ", c.scope, c.unit, c.patient_group, c.period, m.name AS metric, m.unit AS measure, r.n, r.mean,"
            "  r.sd, r.ci_low, r.ci_high, r.sd_year, r.pi_low, r.pi_high, r.p05, r.p50, r.p95, m.kpi_id, "
            "c.lanskod,"
            "  c.kommunkod"
            "  FROM summary r JOIN point p ON p.id = r.point JOIN output_column c ON c.id = r.column_id"
            "  JOIN metric m ON m.id = c.metric;"
            "CREATE VIEW trial_point AS SELECT t.*");
    put_names(to, ", p.", spec->axes, spec->n_axes, "");
    vf_text_puts(to, " FROM trial t JOIN point p ON p.id = t.point;");
    vf_study_sql_codebook(to);
}

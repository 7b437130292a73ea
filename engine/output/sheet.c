/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sheets: see vf_sheet.h. Names of tables and fields come from the program's own tables, never from a
 * user. */
#include "vf_sheet.h"

#include <math.h>
#include <sqlite3.h>
#include <string.h>

#include "vf_text.h"

enum { SQL_MAX = 64 * 1024 };

static const char *sql_type(const struct vf_sheet_field *f) {
    switch (f->kind) {
    case VF_FIELD_INT: return "INTEGER";
    case VF_FIELD_REAL: return "REAL";
    case VF_FIELD_NAME: return f->references ? "INTEGER" : "TEXT";
    case VF_FIELD_TEXT:
    default: return "TEXT";
    }
}

static void create_sql(const struct vf_sheet_spec *spec, struct vf_text *sql) {
    vf_text_appendf(sql, "CREATE TABLE \"%s\"(", spec->table);
    for (size_t i = 0; i < spec->n_fields; i++) {
        const struct vf_sheet_field *f = &spec->fields[i];
        vf_text_appendf(sql, "%s\"%s\" %s", i > 0 ? ", " : "", f->name, sql_type(f));
        if (f->references) {
            vf_text_appendf(sql, " REFERENCES \"%s\"(id)", f->references);
        }
    }
    if (spec->key) {
        vf_text_appendf(sql, ", PRIMARY KEY(%s)", spec->key);
    }
    vf_text_puts(sql, spec->key ? ") STRICT, WITHOUT ROWID;" : ") STRICT;");
}

static void insert_sql(const struct vf_sheet_spec *spec, struct vf_text *sql) {
    vf_text_appendf(sql, "INSERT INTO \"%s\" VALUES(", spec->table);
    for (size_t i = 0; i < spec->n_fields; i++) {
        vf_text_puts(sql, i > 0 ? ",?" : "?");
    }
    vf_text_puts(sql, ")");
}

static int open_table(struct vf_sheet *sh, struct vf_error *err) {
    struct vf_text sql;
    vf_text_init(&sql, SQL_MAX);
    create_sql(sh->spec, &sql);
    int code = vf_store_sql(sh->store, sql.data, err);
    if (code == 0) {
        vf_text_clear(&sql);
        insert_sql(sh->spec, &sql);
        code = vf_store_prepare(sh->store, sql.data, &sh->insert, err);
    }
    VF_ASSERT(!sql.full, "a sheet of too many fields");
    vf_text_fini(&sql);
    return code;
}

int vf_sheet_open(struct vf_sheet *sh, const struct vf_sheet_spec *spec, struct vf_store *store,
                  const char *csv_path, struct vf_error *err) {
    memset(sh, 0, sizeof *sh);
    sh->spec = spec;
    sh->store = store;
    int code = store ? open_table(sh, err) : 0;
    if (code == 0 && csv_path) {
        code = vf_csv_open(&sh->csv, csv_path, err);
        sh->has_csv = code == 0;
    }
    for (size_t i = 0; sh->has_csv && i < spec->n_fields; i++) {
        vf_csv_text(&sh->csv, spec->fields[i].name);
    }
    if (sh->has_csv) {
        vf_csv_end(&sh->csv);
    }
    if (code != 0) {
        vf_sheet_abandon(sh);
    }
    return code;
}

static const char *label(const struct vf_sheet_field *f, const union vf_cell *cell) {
    if (cell->i < 0) {
        return NULL;
    }
    VF_ASSERT((uint64_t)cell->i < f->n_labels, "a label of the sheet's field");
    return f->labels[cell->i];
}

static void csv_cell(struct vf_csv *w, const struct vf_sheet_field *f, const union vf_cell *cell) {
    switch (f->kind) {
    case VF_FIELD_INT: vf_csv_int(w, cell->i); break;
    case VF_FIELD_REAL: vf_csv_real(w, cell->r); break;
    case VF_FIELD_TEXT: vf_csv_text(w, cell->s); break;
    case VF_FIELD_NAME: vf_csv_text(w, label(f, cell)); break;
    }
}

static int bind_text(sqlite3_stmt *s, int at, const char *text) {
    return text ? sqlite3_bind_text(s, at, text, -1, SQLITE_STATIC) : sqlite3_bind_null(s, at);
}

static int bind_cell(sqlite3_stmt *s, int at, const struct vf_sheet_field *f, const union vf_cell *cell) {
    if (f->kind == VF_FIELD_REAL) {
        return isnan(cell->r) ? sqlite3_bind_null(s, at) : sqlite3_bind_double(s, at, cell->r);
    }
    if (f->kind == VF_FIELD_TEXT) {
        return bind_text(s, at, cell->s);
    }
    if (f->kind == VF_FIELD_NAME && !f->references) {
        return bind_text(s, at, label(f, cell));
    }
    bool none = f->kind == VF_FIELD_NAME && cell->i < 0;
    return none ? sqlite3_bind_null(s, at) : sqlite3_bind_int64(s, at, cell->i);
}

int vf_sheet_row(struct vf_sheet *sh, const union vf_cell *cells, struct vf_error *err) {
    const struct vf_sheet_spec *spec = sh->spec;
    int bad = 0;
    for (size_t i = 0; sh->has_csv && i < spec->n_fields; i++) {
        csv_cell(&sh->csv, &spec->fields[i], &cells[i]);
    }
    if (sh->has_csv) {
        vf_csv_end(&sh->csv);
    }
    for (size_t i = 0; sh->insert && i < spec->n_fields; i++) {
        bad |= bind_cell(sh->insert, (int)i + 1, &spec->fields[i], &cells[i]);
    }
    if (bad) {
        return vf_store_fail(sh->store, "write", err);
    }
    return sh->insert ? vf_store_step(sh->store, sh->insert, err) : 0;
}

int vf_sheet_close(struct vf_sheet *sh, struct vf_error *err) {
    int code = 0;
    if (sh->insert && sqlite3_finalize(sh->insert) != SQLITE_OK) {
        code = vf_store_fail(sh->store, "write", err);
    }
    sh->insert = NULL;
    int csv = sh->has_csv ? vf_csv_close(&sh->csv, err) : 0;
    sh->has_csv = 0;
    return code ? code : csv;
}

void vf_sheet_abandon(struct vf_sheet *sh) {
    sqlite3_finalize(sh->insert);
    sh->insert = NULL;
    if (sh->has_csv) {
        vf_csv_abandon(&sh->csv);
        sh->has_csv = 0;
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sheet: rows of named fields that go to a CSV file, to a table of the store, or to both (census,
 * flows, ...). Open, one vf_sheet_row per row, close (or abandon). The description is borrowed for the
 * life of the sheet. */
#ifndef VF_SHEET_H
#define VF_SHEET_H

#include <stddef.h>
#include <stdint.h>

#include "vf_csv.h"
#include "vf_error.h"
#include "vf_store.h"

enum vf_field_kind {
    VF_FIELD_INT,  /* cell.i */
    VF_FIELD_REAL, /* cell.r; NaN = empty / NULL */
    VF_FIELD_TEXT, /* cell.s; NULL = empty / NULL */
    /* cell.i indexes `labels`, -1 = empty / NULL. The CSV gets the label; the store gets the number when
     * `references` is given, else the label. */
    VF_FIELD_NAME
};
struct vf_sheet_field {
    const char *name;
    enum vf_field_kind kind;
    const char *const *labels; /* VF_FIELD_NAME */
    size_t n_labels;
    const char *references; /* table whose id it is, e.g. "scenario"; or NULL */
};
struct vf_sheet_spec {
    const char *table; /* name in the store */
    const char *key;   /* comma-separated fields of the primary key, or NULL */
    const struct vf_sheet_field *fields;
    size_t n_fields;
};
union vf_cell {
    int64_t i;
    double r;
    const char *s;
};

struct vf_sheet {
    const struct vf_sheet_spec *spec;
    struct vf_store *store;
    struct sqlite3_stmt *insert;
    struct vf_csv csv;
    int has_csv;
};

/* store or csv_path may be NULL. */
int vf_sheet_open(struct vf_sheet *sh, const struct vf_sheet_spec *spec, struct vf_store *store,
                  const char *csv_path, struct vf_error *err);
int vf_sheet_row(struct vf_sheet *sh, const union vf_cell *cells, struct vf_error *err);
int vf_sheet_close(struct vf_sheet *sh, struct vf_error *err);
void vf_sheet_abandon(struct vf_sheet *sh);

#endif

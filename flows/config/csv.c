/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV files of measured values and arrival times, read strictly: RFC 4180 without line breaks inside cells. A
 * file that Excel wrote with semicolons and commas is refused with words that say so, not half understood. */
#include <stdlib.h>
#include <string.h>

#include "vf_config.h"

enum { CSV_BYTES_MAX = 1 << 30, CELLS_MAX = 1024, PROBLEMS_MAX = 20 };

struct csv {
    const char *path;
    char *text, *at; /* the next line */
    int line;        /* of the cells, from 1 */
    char *cell[CELLS_MAX];
    int n_cells, n_header, problems;
    struct vf_error *err;
};

static int refuse(struct csv *csv, const char *message, const char *expected, const char *found,
                  const char *advice) {
    struct vf_problem p = {.file = (char *)csv->path,
                           .line = csv->line,
                           .column = csv->line ? 1 : 0,
                           .message = (char *)message,
                           .expected = (char *)expected,
                           .found = (char *)found,
                           .advice = (char *)advice};
    csv->problems++;
    return vf_error_add(csv->err, VF_E_CONFIG, &p);
}

/* Ends the quoted cell in place, doubled quotes made single; returns what follows, or NULL. */
static char *unquote(char *cell) {
    char *to = cell;
    for (char *from = cell + 1; *from; from++) {
        if (*from == '"' && from[1] != '"') {
            *to = '\0';
            return from + 1;
        }
        from += *from == '"';
        *to++ = *from;
    }
    return NULL;
}

/* The next line into cells; 1 = there is one, 0 = the end, -1 = a problem was reported. */
static int next_line(struct csv *csv) {
    if (!*csv->at)
        return 0;
    char *s = csv->at, *end = s + strcspn(s, "\n");
    csv->at = *end ? end + 1 : end;
    *end = '\0';
    if (end > s && end[-1] == '\r')
        end[-1] = '\0';
    csv->line++;
    csv->n_cells = 0;
    for (;;) {
        if (csv->n_cells == CELLS_MAX)
            return refuse(csv, "too many cells in the line", "at most 1024", NULL, NULL), -1;
        csv->cell[csv->n_cells++] = s;
        char *comma = *s == '"' ? unquote(s) : s + strcspn(s, ",");
        if (!comma || (*comma && *comma != ','))
            return refuse(csv, "a quoted cell does not end where the cell ends", NULL, NULL, NULL), -1;
        bool more = *comma == ',';
        *comma = '\0';
        if (!more)
            return 1;
        s = comma + 1;
    }
}

static int column_of(const struct csv *csv, const char *name) {
    for (int i = 0; i < csv->n_header; i++)
        if (strcmp(csv->cell[i], name) == 0)
            return i;
    return -1;
}

/* Opens the file and reads its header line. */
static int open_csv(struct csv *csv, const char *path, struct vf_error *err) {
    size_t size;
    *csv = (struct csv){.path = path, .err = err};
    struct vf_error trouble = VF_ERROR_INIT;
    if (vf_read_file(path, &csv->text, &size, CSV_BYTES_MAX, &trouble) != VF_OK) {
        for (size_t i = 0; i < trouble.n; i++)
            vf_error_add(err, VF_E_CONFIG,
                         &trouble.items[i]); /* a file that a config names is part of the config */
        vf_error_fini(&trouble);
        return VF_E_CONFIG;
    }
    csv->at = csv->text;
    if (vf_utf8_valid(csv->text, size) != size || strlen(csv->text) != size)
        return refuse(csv, "the file is not UTF-8 text", NULL, NULL, "save it as \"CSV UTF-8\"");
    if (strncmp(csv->text, "\xEF\xBB\xBF", 3) == 0)
        csv->at += 3;
    int got = next_line(csv);
    if (got == 0)
        return refuse(csv, "the file is empty", "a header line", NULL, NULL);
    csv->n_header = csv->n_cells;
    return got < 0 ? VF_E_CONFIG : VF_OK;
}

static int read_number(struct csv *csv, int column, struct vf_csv_column *out) {
    const char *cell = csv->cell[column];
    double x;
    if (vf_parse_double(cell, strlen(cell), &x) != VF_NUMBER_OK)
        return refuse(csv, "not a number", "a number with a decimal point, without blanks", cell,
                      strchr(cell, ';') || strchr(cell, ',') ? "cells are separated by commas" : NULL);
    if ((out->n & (out->n - 1)) == 0)
        out->values = vf_xrealloc(out->values, (out->n ? 2 * out->n : 1) * sizeof *out->values);
    out->values[out->n++] = x;
    return VF_OK;
}

/* All lines; the second column may be absent (-1). */
static int read_lines(struct csv *csv, int first, struct vf_csv_column *a, int second,
                      struct vf_csv_column *b) {
    int got;
    while (csv->problems < PROBLEMS_MAX && (got = next_line(csv)) != 0) {
        if (got < 0)
            continue;
        if (csv->n_cells != csv->n_header) {
            char expected[32], found[32];
            snprintf(expected, sizeof expected, "%d", csv->n_header);
            snprintf(found, sizeof found, "%d", csv->n_cells);
            refuse(csv, "wrong number of cells in the line", expected, found, NULL);
            continue;
        }
        (void)read_number(csv, first, a);
        if (second >= 0)
            (void)read_number(csv, second, b);
    }
    if (csv->problems == 0 && a->n == 0)
        refuse(csv, "the file has a header and nothing else", NULL, NULL, NULL);
    return csv->problems ? VF_E_CONFIG : VF_OK;
}

static int no_column(struct csv *csv, const char *name) {
    struct vf_text there;
    vf_text_init(&there, 4096);
    for (int i = 0; i < csv->n_header; i++)
        vf_text_appendf(&there, "%s%s", i ? ", " : "", csv->cell[i]);
    int code = refuse(csv, "the header has no such column", name, there.data,
                      csv->n_header == 1 && strchr(there.data, ';') ? "cells are separated by commas" : NULL);
    vf_text_fini(&there);
    return code;
}

int vf_csv_read(const char *path, const char *column, struct vf_csv_column *out, struct vf_error *err) {
    struct csv csv;
    *out = (struct vf_csv_column){0};
    int code = open_csv(&csv, path, err);
    if (code == VF_OK) {
        int at = column_of(&csv, column);
        code = at < 0 ? no_column(&csv, column) : read_lines(&csv, at, out, -1, NULL);
    }
    free(csv.text);
    if (code != VF_OK)
        vf_csv_fini(out);
    return code;
}

int vf_csv_read_values(const char *path, struct vf_csv_column *values, struct vf_csv_column *weights,
                       struct vf_error *err) {
    struct csv csv;
    *values = *weights = (struct vf_csv_column){0};
    int code = open_csv(&csv, path, err);
    if (code == VF_OK) {
        int at = column_of(&csv, "value"), weight = column_of(&csv, "weight");
        code = at < 0 ? no_column(&csv, "value") : read_lines(&csv, at, values, weight, weights);
    }
    free(csv.text);
    if (code != VF_OK) {
        vf_csv_fini(values);
        vf_csv_fini(weights);
    }
    return code;
}

void vf_csv_fini(struct vf_csv_column *column) {
    free(column->values);
    *column = (struct vf_csv_column){0};
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV files that a config names (measured values, arrival times, a state to start from), read strictly: RFC 4180
 * without line breaks inside cells. A file that Excel wrote with semicolons and commas is refused with words that say
 * so, not half understood. */
#include <stdlib.h>
#include <string.h>

#include "vf_config.h"
#include "vf_lines.h"

enum { CSV_BYTES_MAX = 1 << 30 };

int vf_lines_refuse(struct vf_lines *r, int column, const struct vf_problem *what) {
    struct vf_problem p = *what;
    p.file = (char *)r->path;
    p.line = r->line;
    p.column = r->line == 0 ? 0 : column < 0 ? 1 : (int)(r->cell[column] - r->begin) + 1;
    r->problems++;
    return vf_error_add(r->err, VF_E_CONFIG, &p);
}

static int refuse(struct vf_lines *r, const char *message, const char *expected, const char *found,
                  const char *advice) {
    return vf_lines_refuse(r, -1,
                           &(struct vf_problem){.message = (char *)message,
                                                .expected = (char *)expected,
                                                .found = (char *)found,
                                                .advice = (char *)advice});
}

char *vf_lines_unquote(char *cell, size_t *length) {
    char *to = cell;
    for (char *from = cell + 1; *from; from++) {
        if (*from == '"' && from[1] != '"') {
            *length = (size_t)(to - cell);
            return from + 1;
        }
        from += *from == '"';
        *to++ = *from;
    }
    return NULL;
}

/* The next line into cells; 1 = there is one, 0 = the end, -1 = a problem was reported. */
static int next_line(struct vf_lines *csv) {
    if (!*csv->at)
        return 0;
    char *s = csv->begin = csv->at, *end = s + strcspn(s, "\n");
    csv->at = *end ? end + 1 : end;
    *end = '\0';
    if (end > s && end[-1] == '\r')
        end[-1] = '\0';
    csv->line++;
    csv->n_cells = 0;
    for (;;) {
        if (csv->n_cells == VF_LINES_CELLS)
            return refuse(csv, "too many cells in the line", "at most 1024", NULL, NULL), -1;
        csv->cell[csv->n_cells++] = s;
        size_t length = strcspn(s, ",");
        char *comma = *s == '"' ? vf_lines_unquote(s, &length) : s + length;
        if (!comma || (*comma && *comma != ','))
            return refuse(csv, "a quoted cell does not end where the cell ends", NULL, NULL, NULL), -1;
        bool more = *comma == ',';
        s[length] = '\0';
        if (!more)
            return 1;
        s = comma + 1;
    }
}

int vf_lines_column(const struct vf_lines *r, const char *name) {
    for (int i = 0; i < r->n_header; i++)
        if (strcmp(r->cell[i], name) == 0)
            return i;
    return -1;
}

int vf_lines_open(struct vf_lines *r, const char *path, struct vf_error *err) {
    size_t size;
    *r = (struct vf_lines){.path = path, .err = err};
    struct vf_error trouble = VF_ERROR_INIT;
    if (vf_read_file(path, &r->text, &size, CSV_BYTES_MAX, &trouble) != VF_OK) {
        for (size_t i = 0; i < trouble.n; i++)
            vf_error_add(err, VF_E_CONFIG,
                         &trouble.items[i]); /* a file that a config names is part of the config */
        vf_error_fini(&trouble);
        return VF_E_CONFIG;
    }
    r->at = r->text;
    if (vf_utf8_valid(r->text, size) != size || strlen(r->text) != size)
        return refuse(r, "the file is not UTF-8 text", NULL, NULL, "save it as \"CSV UTF-8\"");
    if (strncmp(r->text, "\xEF\xBB\xBF", 3) == 0)
        r->at += 3;
    int got = next_line(r);
    if (got == 0)
        return refuse(r, "the file is empty", "a header line", NULL, NULL);
    r->n_header = r->n_cells;
    return got < 0 ? VF_E_CONFIG : VF_OK;
}

void vf_lines_close(struct vf_lines *r) { free(r->text); }

int vf_lines_next(struct vf_lines *r) {
    int got = r->problems < VF_LINES_PROBLEMS ? next_line(r) : 0;
    if (got <= 0 || r->n_cells == r->n_header)
        return got;
    char expected[32], found[32];
    snprintf(expected, sizeof expected, "%d", r->n_header);
    snprintf(found, sizeof found, "%d", r->n_cells);
    refuse(r, "wrong number of cells in the line", expected, found, NULL);
    return -1;
}

int vf_lines_missing(struct vf_lines *r, const char *name) {
    struct vf_text there;
    vf_text_init(&there, 4096);
    for (int i = 0; i < r->n_header; i++)
        vf_text_appendf(&there, "%s%s", i ? ", " : "", r->cell[i]);
    int code = refuse(r, "the header has no such column", name, there.data,
                      r->n_header == 1 && strchr(there.data, ';') ? "cells are separated by commas" : NULL);
    vf_text_fini(&there);
    return code;
}

static int read_number(struct vf_lines *r, int column, struct vf_csv_column *out) {
    char *cell = r->cell[column];
    double x;
    bool comma = strchr(cell, ';') || strchr(cell, ',');
    if (vf_parse_double(cell, strlen(cell), &x) != VF_NUMBER_OK)
        return vf_lines_refuse(
            r, column,
            &(struct vf_problem){.message = "not a number",
                                 .expected = "a number with a decimal point, without blanks",
                                 .found = cell,
                                 .advice = comma ? "cells are separated by commas" : NULL});
    if ((out->n & (out->n - 1)) == 0)
        out->values = vf_xrealloc(out->values, (out->n ? 2 * out->n : 1) * sizeof *out->values);
    out->values[out->n++] = x;
    return VF_OK;
}

/* All lines; the second column may be absent (-1). */
static int read_lines(struct vf_lines *r, int first, struct vf_csv_column *a, int second,
                      struct vf_csv_column *b) {
    int got;
    while ((got = vf_lines_next(r)) != 0) {
        if (got < 0)
            continue;
        (void)read_number(r, first, a);
        if (second >= 0)
            (void)read_number(r, second, b);
    }
    if (r->problems == 0 && a->n == 0)
        refuse(r, "the file has a header and nothing else", NULL, NULL, NULL);
    return r->problems ? VF_E_CONFIG : VF_OK;
}

int vf_csv_read(const char *path, const char *column, struct vf_csv_column *out, struct vf_error *err) {
    struct vf_lines r;
    *out = (struct vf_csv_column){0};
    int code = vf_lines_open(&r, path, err);
    if (code == VF_OK) {
        int at = vf_lines_column(&r, column);
        code = at < 0 ? vf_lines_missing(&r, column) : read_lines(&r, at, out, -1, NULL);
    }
    vf_lines_close(&r);
    if (code != VF_OK)
        vf_csv_fini(out);
    return code;
}

int vf_csv_read_values(const char *path, struct vf_csv_column *values, struct vf_csv_column *weights,
                       struct vf_error *err) {
    struct vf_lines r;
    *values = *weights = (struct vf_csv_column){0};
    int code = vf_lines_open(&r, path, err);
    if (code == VF_OK) {
        int at = vf_lines_column(&r, "value"), weight = vf_lines_column(&r, "weight");
        code = at < 0 ? vf_lines_missing(&r, "value") : read_lines(&r, at, values, weight, weights);
    }
    vf_lines_close(&r);
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

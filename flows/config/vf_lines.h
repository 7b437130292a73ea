/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A CSV file line by line, strictly read: UTF-8, comma-separated, a header line, quotes only around whole cells, every
 * line as many cells as the header. Order of calls: vf_lines_open, then columns are looked up, vf_lines_next until it
 * says 0, vf_lines_close. Problems name file, line and column. */
#ifndef VF_LINES_H
#define VF_LINES_H

#include "vf_error.h"

enum { VF_LINES_CELLS = 1024, VF_LINES_PROBLEMS = 20 };

struct vf_lines {
    const char *path;        /* borrowed */
    char *text, *begin, *at; /* all of it; the present line, the next one */
    int line;                /* of the cells, from 1 */
    char *cell[VF_LINES_CELLS];
    int n_cells, n_header, problems;
    struct vf_error *err;
};

/* The cells are those of the header afterwards. Call vf_lines_close in every case. */
int vf_lines_open(struct vf_lines *r, const char *path, struct vf_error *err);
void vf_lines_close(struct vf_lines *r);
/* The column of that name in the header, -1 none; before the first vf_lines_next. */
int vf_lines_column(const struct vf_lines *r, const char *name);
/* The next line; 1 = there is one, 0 = the end (or too many problems), -1 = one that cannot be used, told. */
int vf_lines_next(struct vf_lines *r);
/* Adds a problem about a cell of the present line (-1: the line as a whole); any text but the message may be NULL.
 * Returns VF_E_CONFIG. */
int vf_lines_refuse(struct vf_lines *r, int column, const struct vf_problem *what);
/* Makes doubled quotes of the quoted cell single, in place; its text, which is not ended, is then `length` long. Returns what
 * follows the closing quote, or NULL when there is none. Not only for files read this way. */
char *vf_lines_unquote(char *cell, size_t *length);
/* The header has no such column. */
int vf_lines_missing(struct vf_lines *r, const char *name);

#endif

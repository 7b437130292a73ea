/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables for people: columns as wide as their contents (counted in code points), numbers to the right, thin
 * rules. Fill cell by cell, row after row; print; free. Not for files and not for programs: those get CSV and
 * JSON from the output layer. */
#ifndef VF_TABLE_H
#define VF_TABLE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "vf_confidence.h"
#include "vf_language.h"
#include "vf_terminal.h"

enum vf_align { VF_LEFT, VF_RIGHT };

struct vf_table_column {
    const char *title; /* borrowed until vf_table_new returns */
    enum vf_align align;
};

struct vf_table;

struct vf_table *vf_table_new(enum vf_language language, const struct vf_table_column *columns, size_t n);
void vf_table_free(struct vf_table *table);

/* The next cell; after the last column the next row begins. Texts are copied. */
void vf_table_text(struct vf_table *table, const char *text);
void vf_table_count(struct vf_table *table, int64_t n);
void vf_table_real(struct vf_table *table, double x, int decimals); /* NaN: a dash */
/* "5.1 ± 0.2"; a NaN half-width leaves the mean alone. */
void vf_table_interval(struct vf_table *table, double mean, double half, int decimals);
/* "2.1..8.1 (1.5)", dimmed: where a single year falls with 95 % probability, and the standard deviation between years. Empty
 * when they are not known. */
void vf_table_year(struct vf_table *table, const struct vf_summary *s, double scale, int decimals);
/* Colours the cell put last (a verdict, a warning). */
void vf_table_colour(struct vf_table *table, enum vf_colour colour);
/* A rule after the row put last; asserts that the row is full. */
void vf_table_rule(struct vf_table *table);

void vf_table_print(const struct vf_table *table, FILE *to, bool colour);

#endif

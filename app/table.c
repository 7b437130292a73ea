/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table printer of vf_table.h. Keeps all cells until it prints, since widths are known only then. */
#include "vf_table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_error.h"
#include "vf_text.h"

enum { GAP = 2 };

struct cell {
    char *text;
    enum vf_colour colour;
    bool ruled; /* a rule below the row this cell ends */
};

struct vf_table {
    enum vf_language language;
    size_t n_columns, n_cells, capacity;
    struct vf_table_column *columns;
    struct cell *cells;
};

struct vf_table *vf_table_new(enum vf_language language, const struct vf_table_column *columns, size_t n) {
    VF_ASSERT(n > 0, "a table without columns");
    struct vf_table *table = vf_xcalloc(1, sizeof *table);
    table->language = language;
    table->n_columns = n;
    table->columns = vf_xcalloc(n, sizeof *table->columns);
    for (size_t i = 0; i < n; i++) {
        table->columns[i].align = columns[i].align;
        table->columns[i].title = vf_xstrdup(columns[i].title);
    }
    return table;
}

void vf_table_free(struct vf_table *table) {
    if (!table)
        return;
    for (size_t i = 0; i < table->n_columns; i++)
        free((char *)table->columns[i].title);
    for (size_t i = 0; i < table->n_cells; i++)
        free(table->cells[i].text);
    free(table->columns);
    free(table->cells);
    free(table);
}

void vf_table_text(struct vf_table *table, const char *text) {
    if (table->n_cells == table->capacity) {
        table->capacity = table->capacity ? 2 * table->capacity : 64;
        table->cells = vf_xrealloc(table->cells, table->capacity * sizeof *table->cells);
    }
    table->cells[table->n_cells++] = (struct cell){.text = vf_xstrdup(text)};
}

void vf_table_count(struct vf_table *table, int64_t n) {
    char text[VF_PEOPLE_NUMBER];
    (void)vf_people_count(text, table->language, n);
    vf_table_text(table, text);
}

void vf_table_real(struct vf_table *table, double x, int decimals) {
    char text[VF_PEOPLE_NUMBER];
    (void)vf_people_real(text, table->language, x, decimals);
    vf_table_text(table, text);
}

void vf_table_interval(struct vf_table *table, double mean, double half, int decimals) {
    char text[2 * VF_PEOPLE_NUMBER + 8], width[VF_PEOPLE_NUMBER];
    size_t n = vf_people_real(text, table->language, mean, decimals);
    if (!isnan(mean) && !isnan(half)) {
        (void)vf_people_real(width, table->language, half, decimals);
        (void)snprintf(text + n, sizeof text - n, " \xc2\xb1 %s", width);
    }
    vf_table_text(table, text);
}

void vf_table_year(struct vf_table *table, const struct vf_summary *s, double scale, int decimals) {
    char text[3 * VF_PEOPLE_NUMBER + 8] = "", low[VF_PEOPLE_NUMBER], high[VF_PEOPLE_NUMBER],
                                     sd[VF_PEOPLE_NUMBER];
    if (!isnan(s->pi_low)) {
        (void)vf_people_real(low, table->language, scale * s->pi_low, decimals);
        (void)vf_people_real(high, table->language, scale * s->pi_high, decimals);
        (void)vf_people_real(sd, table->language, scale * s->sd_year, decimals);
        (void)snprintf(text, sizeof text, "%s..%s (%s)", low, high, sd);
    }
    vf_table_text(table, text);
    vf_table_colour(table, VF_DIM);
}

void vf_table_colour(struct vf_table *table, enum vf_colour colour) {
    VF_ASSERT(table->n_cells > 0, "a colour before the first cell");
    table->cells[table->n_cells - 1].colour = colour;
}

void vf_table_rule(struct vf_table *table) {
    VF_ASSERT(table->n_cells > 0 && table->n_cells % table->n_columns == 0, "a rule inside a row");
    table->cells[table->n_cells - 1].ruled = true;
}

static int length(const char *text) { return (int)vf_utf8_length(text, strlen(text)); }

static int width_of(const struct vf_table *table, size_t column) {
    int width = length(table->columns[column].title);
    for (size_t i = column; i < table->n_cells; i += table->n_columns) {
        int n = length(table->cells[i].text);
        width = n > width ? n : width;
    }
    return width;
}

static void print_rule(FILE *to, int total, bool colour) {
    (void)fputs(vf_terminal_escape(colour, VF_DIM), to);
    for (int i = 0; i < total; i++)
        (void)fputs("\xe2\x94\x80", to);
    (void)fprintf(to, "%s\n", vf_terminal_escape(colour, VF_PLAIN));
}

/* One cell padded to its column; no blanks at the end of a line. */
static void print_cell(const struct vf_table *table, FILE *to, size_t column, int width, struct cell cell) {
    int pad = width - length(cell.text);
    bool right = table->columns[column].align == VF_RIGHT, last = column + 1 == table->n_columns;
    bool painted = cell.colour != VF_PLAIN;
    int before = last && !*cell.text ? 0 : (column ? GAP : 0) + (right ? pad : 0);
    (void)fprintf(to, "%*s%s%s%s", before, "", vf_terminal_escape(painted, cell.colour), cell.text,
                  vf_terminal_escape(painted, VF_PLAIN));
    if (!right && !last)
        (void)fprintf(to, "%*s", pad, "");
    if (last)
        (void)fputc('\n', to);
}

void vf_table_print(const struct vf_table *table, FILE *to, bool colour) {
    size_t n = table->n_columns ? table->n_columns : 1;
    int *width = vf_xcalloc(n, sizeof *width), total = 0;
    for (size_t c = 0; c < n; c++) {
        width[c] = width_of(table, c);
        total += width[c] + (c ? GAP : 0);
    }
    for (size_t c = 0; c < n; c++)
        print_cell(
            table, to, c, width[c],
            (struct cell){.text = (char *)table->columns[c].title, .colour = colour ? VF_BOLD : VF_PLAIN});
    print_rule(to, total, colour);
    for (size_t i = 0; i < table->n_cells; i++) {
        struct cell cell = table->cells[i];
        if (!colour)
            cell.colour = VF_PLAIN;
        print_cell(table, to, i % n, width[i % n], cell);
        if (cell.ruled)
            print_rule(to, total, colour);
    }
    free(width);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows and cells of a CSV file read as a stream, for extracts of millions of rows: RFC 4180 with the separator that the
 * file has (comma, semicolon, tab) and without line breaks inside cells. A row lives until the next is read. Also
 * the two kinds of cells that need more than a look: times and numbers. Called by extract_read.c and extract_days.c. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vf_extract.h"
#include "vf_lines.h"

enum { BUFFER = 1 << 20, LINE_MAX_BYTES = 1 << 16 };

int vf_rows_refuse(struct vf_rows *rows, int cell, const char *message, const char *expected,
                   const char *advice) {
    char found[80] = "";
    struct vf_problem p = {.file = (char *)rows->path,
                           .line = rows->line,
                           .column = 1,
                           .message = (char *)message,
                           .expected = (char *)expected,
                           .advice = (char *)advice};
    rows->problems++;
    if (cell >= 0) {
        const struct vf_cell *c = &rows->cell[cell];
        size_t shown = c->length < 40 ? c->length : 40;
        while (shown < c->length && shown > 0 && (c->text[shown] & 0xC0) == 0x80)
            shown--;
        (void)snprintf(found, sizeof found, c->length ? "\"%.*s%s\"" : "nothing", (int)shown, c->text,
                       shown < c->length ? "..." : "");
        p.found = found;
        for (const char *s = rows->text; s < c->text; s++)
            p.column += (*s & 0xC0) != 0x80;
    }
    (void)vf_error_add(rows->err, VF_E_CONFIG, &p);
    return -1;
}

/* Moves the unread part to the front and reads more behind it; false when there is no more. */
static bool refill(struct vf_rows *rows) {
    size_t left = rows->end - rows->at;
    memmove(rows->buffer, rows->buffer + rows->at, left);
    rows->at = 0;
    rows->end = left;
    ssize_t got;
    do {
        got = read(rows->fd, rows->buffer + left, rows->size - 1 - left);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        char why[256];
        (void)snprintf(why, sizeof why, "cannot read the file: %s", strerror(errno));
        (void)vf_rows_refuse(rows, -1, why, NULL, NULL);
        rows->failed = true;
    }
    rows->ended = got <= 0;
    rows->end += got > 0 ? (size_t)got : 0;
    return got > 0;
}

/* The next line, NUL-ended, its length in *length: 1, 0 = the end, -1 = it is too long (told, and passed). */
static int next_line(struct vf_rows *rows, size_t *length) {
    bool passed = false;
    for (;;) {
        char *begin = rows->buffer + rows->at;
        char *stop = memchr(begin, '\n', rows->end - rows->at);
        size_t n = stop ? (size_t)(stop - begin) : rows->end - rows->at;
        if (!stop && !rows->ended && n <= LINE_MAX_BYTES) {
            (void)refill(rows);
            continue;
        }
        if (n == 0 && !stop)
            return passed ? -1 : 0;
        rows->text = begin;
        rows->at += n + (stop != NULL);
        rows->line += !passed;
        if (n > LINE_MAX_BYTES || passed) {
            if (!passed)
                (void)vf_rows_refuse(rows, -1, "the line is too long", "at most 65536 bytes",
                                     "is it a CSV file?");
            if (stop)
                return -1;
            passed = true;
            if (rows->ended)
                return -1;
            (void)refill(rows);
            continue;
        }
        begin[n] = '\0';
        n -= n > 0 && begin[n - 1] == '\r';
        begin[n] = '\0';
        *length = n;
        return 1;
    }
}

static void trim(struct vf_cell *cell) {
    while (cell->length > 0 && cell->text[cell->length - 1] == ' ')
        cell->length--;
    while (cell->length > 0 && *cell->text == ' ') {
        cell->text++;
        cell->length--;
    }
    cell->text[cell->length] = '\0';
}

static int split(struct vf_rows *rows, char *s) {
    const char stops[] = {rows->separator, '\0'};
    rows->n_cells = 0;
    for (;;) {
        if (rows->n_cells == VF_ROWS_CELLS)
            return vf_rows_refuse(rows, -1, "too many cells in the line", "at most 256", NULL);
        struct vf_cell *cell = &rows->cell[rows->n_cells++];
        *cell = (struct vf_cell){.text = s};
        char *stop = s;
        if (*s == '"') {
            stop = vf_lines_unquote(s, &cell->length);
        } else {
            stop = s + strcspn(s, stops);
            cell->length = (size_t)(stop - s);
        }
        if (!stop || (*stop && *stop != rows->separator))
            return vf_rows_refuse(rows, -1, "a quoted cell does not end where the cell ends", NULL, NULL);
        bool more = *stop != '\0';
        trim(cell);
        if (!more)
            return 1;
        s = stop + 1;
    }
}

int vf_rows_next(struct vf_rows *rows) {
    size_t length;
    int got;
    do {
        got = next_line(rows, &length);
    } while (got > 0 && length == 0);
    if (got <= 0)
        return got;
    char *s = rows->text;
    if (strlen(s) != length)
        return vf_rows_refuse(rows, -1, "the line holds a NUL byte", "text", NULL);
    if (vf_utf8_valid(s, length) != length)
        return vf_rows_refuse(rows, -1, "the line is not UTF-8 text", NULL, "save the file as \"CSV UTF-8\"");
    got = split(rows, s);
    if (got > 0 && rows->n_header > 0 && rows->n_cells != rows->n_header) {
        char expected[32], message[64];
        (void)snprintf(expected, sizeof expected, "%d, as in the header", rows->n_header);
        (void)snprintf(message, sizeof message, "the line has %d cells", rows->n_cells);
        return vf_rows_refuse(rows, -1, message, expected, NULL);
    }
    return got;
}

/* Of comma, semicolon and tab the one that the header has most of. */
static char likeliest(const char *s) {
    static const char candidates[] = ",;\t";
    size_t n[3] = {0};
    for (bool quoted = false; *s && *s != '\n'; s++) {
        const char *is = strchr(candidates, *s);
        quoted ^= *s == '"';
        if (is && !quoted)
            n[is - candidates]++;
    }
    int best = n[1] > n[0] ? 1 : 0;
    return candidates[n[2] > n[best] ? 2 : best];
}

int vf_rows_open(struct vf_rows *rows, const char *path, char separator, struct vf_error *err) {
    *rows = (struct vf_rows){.path = path, .fd = -1, .size = BUFFER, .decimal = '.', .err = err};
    rows->fd = open(path, O_RDONLY | O_CLOEXEC);
    if (rows->fd < 0) {
        char why[256];
        (void)snprintf(why, sizeof why, "cannot open the file: %s", strerror(errno));
        (void)vf_rows_refuse(rows, -1, why, NULL, NULL);
        return VF_E_CONFIG;
    }
    rows->buffer = vf_xmalloc(rows->size);
    rows->text = rows->buffer;
    while (rows->end <= LINE_MAX_BYTES && refill(rows)) {}
    rows->buffer[rows->end] = '\0';
    if (rows->end >= 3 && memcmp(rows->buffer, "\xEF\xBB\xBF", 3) == 0)
        rows->at = 3;
    rows->ended = false; /* the end is met again */
    rows->separator = separator ? separator : likeliest(rows->buffer + rows->at);
    int got = vf_rows_next(rows);
    if (got == 0 && !rows->failed)
        (void)vf_rows_refuse(rows, -1, "the file is empty", "a header line", NULL);
    rows->n_header = rows->n_cells;
    return got > 0 ? VF_OK : VF_E_CONFIG;
}

void vf_rows_close(struct vf_rows *rows) {
    if (rows->fd >= 0)
        (void)close(rows->fd);
    free(rows->buffer);
    rows->buffer = NULL;
    rows->fd = -1;
}

int vf_rows_column(const struct vf_rows *rows, const char *name) {
    for (int i = 0; i < rows->n_header; i++)
        if (strcmp(rows->cell[i].text, name) == 0)
            return i;
    return -1;
}

/* ---- Cells ---- */

/* `n` digits as a number, or -1. */
static int digits(const char *s, int n) {
    int x = 0;
    for (int i = 0; i < n; i++) {
        if (s[i] < '0' || s[i] > '9')
            return -1;
        x = 10 * x + (s[i] - '0');
    }
    return x;
}

/* HH:MM, HH:MM:SS or HH:MM:SS.fff as minutes of the day, or -1. */
static int clock_of(const char *s) {
    int hour = digits(s, 2), minute = hour < 0 || s[2] != ':' ? -1 : digits(s + 3, 2);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59)
        return -1;
    s += 5;
    if (*s == ':') {
        int second = digits(s + 1, 2);
        if (second < 0 || second > 59)
            return -1;
        s += 3;
        if (*s == '.')
            s += 1 + strspn(s + 1, "0123456789");
    }
    return *s ? -1 : 60 * hour + minute;
}

int vf_rows_stamp(const struct vf_cell *cell, int32_t *minutes, bool *timed) {
    const char *s = cell->text;
    if (cell->length < 8)
        return -1;
    bool dashes = s[4] == '-';
    if (dashes && (cell->length < 10 || s[7] != '-'))
        return -1;
    struct vf_date d = {digits(s, 4), digits(s + 4 + dashes, 2), digits(s + (dashes ? 8 : 6), 2)};
    if (d.year < 1800 || d.year > 2300 || !vf_date_valid(d))
        return -1;
    s += dashes ? 10 : 8;
    *timed = *s != '\0';
    int clock = *timed ? (*s == 'T' || *s == ' ' ? clock_of(s + 1) : -1) : 0;
    *minutes = (int32_t)(vf_date_days(d) * 1440 + clock);
    return clock < 0 ? -1 : 0;
}

int vf_rows_number(const struct vf_cell *cell, char decimal, double *x) {
    char text[64];
    if (cell->length >= sizeof text)
        return -1;
    memcpy(text, cell->text, cell->length + 1);
    char *comma = decimal == ',' ? strchr(text, ',') : NULL;
    if (comma)
        *comma = '.';
    return vf_parse_double(text, cell->length, x) == VF_NUMBER_OK ? 0 : -1;
}

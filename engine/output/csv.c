/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The CSV writer: see vf_csv.h. Fields go into one buffer; quoting and numbers are ours, so that neither locale nor
 * stdio has a say, and the first failed write is remembered until closing. */
#include "vf_csv.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_out_io.h"

enum { BUFFER = 256 * 1024 };

int vf_csv_open(struct vf_csv *w, const char *path, struct vf_error *err) {
    memset(w, 0, sizeof *w);
    vf_text_init(&w->building, SIZE_MAX / 2);
    w->fd = vf_temporary_open(path, &w->building);
    if (w->fd < 0) {
        int number = errno;
        vf_text_fini(&w->building);
        return vf_out_fail(err, "create", path, number);
    }
    w->size = BUFFER;
    w->buffer = vf_xmalloc(w->size);
    w->path = vf_xstrdup(path);
    return 0;
}

static void flush(struct vf_csv *w) {
    if (w->trouble == 0 && w->used > 0) {
        w->trouble = vf_out_write(w->fd, w->buffer, w->used);
    }
    w->used = 0;
}

static void put(struct vf_csv *w, const char *data, size_t n) {
    while (n > 0) {
        if (w->used == w->size) {
            flush(w);
        }
        size_t room = w->size - w->used, part = n < room ? n : room;
        memcpy(w->buffer + w->used, data, part);
        w->used += part;
        data += part;
        n -= part;
    }
}

static void next_field(struct vf_csv *w) {
    if (w->started) {
        put(w, ",", 1);
    }
    w->started = true;
}

void vf_csv_text(struct vf_csv *w, const char *text) {
    next_field(w);
    if (!text) {
        return;
    }
    size_t n = strlen(text);
    if (n == strcspn(text, ",\"\r\n")) {
        put(w, text, n);
        return;
    }
    put(w, "\"", 1);
    for (const char *from = text; *from;) {
        size_t plain = strcspn(from, "\"");
        put(w, from, plain);
        from += plain;
        if (*from == '"') {
            put(w, "\"\"", 2);
            from++;
        }
    }
    put(w, "\"", 1);
}

void vf_csv_int(struct vf_csv *w, int64_t value) {
    char digits[24];
    size_t at = sizeof digits;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (value < 0) {
        digits[--at] = '-';
    }
    next_field(w);
    put(w, digits + at, sizeof digits - at);
}

void vf_csv_real(struct vf_csv *w, double value) {
    char text[VF_DOUBLE_TEXT];
    next_field(w);
    if (isinf(value)) {
        put(w, value > 0.0 ? "inf" : "-inf", value > 0.0 ? 3 : 4);
    } else if (!isnan(value)) {
        put(w, text, vf_format_double(text, value));
    }
}

void vf_csv_end(struct vf_csv *w) {
    put(w, w->crlf ? "\r\n" : "\n", w->crlf ? 2 : 1);
    w->started = false;
}

void vf_csv_header(struct vf_csv *w, const char *const *names, size_t n) {
    for (size_t i = 0; i < n; i++) {
        vf_csv_text(w, names[i]);
    }
    vf_csv_end(w);
}

static void forget(struct vf_csv *w) {
    vf_text_fini(&w->building);
    free(w->buffer);
    free(w->path);
    memset(w, 0, sizeof *w);
}

int vf_csv_close(struct vf_csv *w, struct vf_error *err) {
    if (!w->buffer) {
        return 0;
    }
    flush(w);
    int number = vf_temporary_close(w->fd, &w->building, w->path, w->trouble);
    int code = number ? vf_out_fail(err, "write", w->path, number) : 0;
    forget(w);
    return code;
}

void vf_csv_abandon(struct vf_csv *w) {
    if (w->buffer) {
        (void)vf_temporary_close(w->fd, &w->building, w->path, ECANCELED);
        forget(w);
    }
}

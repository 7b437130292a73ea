/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The growable text of vf_text.h, and UTF-8 as RFC 3629 defines it. Every buffer is born with a ceiling, so
 * that a runaway loop or a hostile file ends in a flag and not in all of the machine's memory. */
#include "vf_text.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void vf_text_init(struct vf_text *text, size_t ceiling) {
    *text = (struct vf_text){.data = vf_xcalloc(1, 32), .capacity = 32, .ceiling = ceiling};
}

void vf_text_fini(struct vf_text *text) {
    free(text->data);
    *text = (struct vf_text){0};
}

void vf_text_clear(struct vf_text *text) {
    vf_text_cut(text, 0);
    text->full = 0;
}

void vf_text_cut(struct vf_text *text, size_t size) {
    VF_ASSERT(size <= text->size, "a text can only be cut to a smaller size");
    text->size = size;
    text->data[size] = '\0';
}

/* Makes room for `more` bytes and the NUL; 0 when that would break the ceiling. */
static int make_room(struct vf_text *text, size_t more) {
    if (text->full || more > text->ceiling - text->size) {
        text->full = 1;
        return 0;
    }
    size_t need = text->size + more + 1;
    if (need > text->capacity) {
        size_t doubled = text->capacity * 2;
        text->capacity = need > doubled ? need : doubled;
        text->data = vf_xrealloc(text->data, text->capacity);
    }
    return 1;
}

void vf_text_append(struct vf_text *text, const char *data, size_t size) {
    if (!make_room(text, size))
        return;
    if (size > 0)
        memcpy(text->data + text->size, data, size);
    text->size += size;
    text->data[text->size] = '\0';
}

void vf_text_puts(struct vf_text *text, const char *s) { vf_text_append(text, s, strlen(s)); }

void vf_text_appendf(struct vf_text *text, const char *format, ...) {
    VF_ASSERT(format, "a format is needed");
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int size = vsnprintf(NULL, 0, format, args);
    va_end(args);
    VF_ASSERT(size >= 0, format);
    if (make_room(text, (size_t)size)) {
        (void)vsnprintf(text->data + text->size, (size_t)size + 1, format, again);
        text->size += (size_t)size;
    }
    va_end(again);
}

void vf_text_double(struct vf_text *text, double x) {
    char buf[VF_DOUBLE_TEXT];
    size_t size = vf_format_double(buf, x);
    vf_text_append(text, buf, size);
}

static void put_escape(struct vf_text *text, unsigned char c) {
    static const char plain[] = "\"\\\b\f\n\r\t", letter[] = "\"\\bfnrt";
    const char *p = strchr(plain, c);
    char two[2] = {'\\', p ? letter[p - plain] : 'u'};
    vf_text_append(text, two, 2);
    if (!p)
        vf_text_appendf(text, "%04x", (unsigned)c);
}

void vf_text_json(struct vf_text *text, const char *s) {
    vf_text_append(text, "\"", 1);
    while (*s) {
        size_t plain = 0;
        while ((unsigned char)s[plain] >= 0x20 && s[plain] != '"' && s[plain] != '\\')
            plain++;
        vf_text_append(text, s, plain);
        s += plain;
        if (*s)
            put_escape(text, (unsigned char)*s++);
    }
    vf_text_append(text, "\"", 1);
}

char *vf_text_take(struct vf_text *text) {
    char *data = text->data;
    *text = (struct vf_text){0};
    return data;
}

static int continues(unsigned char c) { return (c & 0xc0) == 0x80; }

/* The lowest and highest allowed second byte (RFC 3629 section 4) depend on the first. */
static int second_fits(unsigned char first, unsigned char second) {
    unsigned char low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    unsigned char high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    return second >= low && second <= high;
}

size_t vf_utf8_step(const char *s, size_t size) {
    const unsigned char *p = (const unsigned char *)s;
    if (size == 0)
        return 0;
    if (p[0] < 0x80)
        return 1;
    if (p[0] < 0xc2 || p[0] > 0xf4)
        return 0;
    size_t need = p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
    if (need > size || !second_fits(p[0], p[1]))
        return 0;
    for (size_t i = 2; i < need; i++) {
        if (!continues(p[i]))
            return 0;
    }
    return need;
}

size_t vf_utf8_valid(const char *s, size_t size) {
    size_t at = 0;
    while (at < size) {
        size_t step = vf_utf8_step(s + at, size - at);
        if (step == 0)
            break;
        at += step;
    }
    return at;
}

size_t vf_utf8_length(const char *s, size_t size) {
    size_t n = 0;
    for (size_t i = 0; i < size; i++)
        n += !continues((unsigned char)s[i]);
    return n;
}

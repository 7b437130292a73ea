/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text: a growable buffer with a ceiling, numbers to and from text regardless of the locale, UTF-8,
 * suggestions for misspelt names, and whole files. Nothing here is for the event loop. */
#ifndef VF_TEXT_H
#define VF_TEXT_H

#include <stddef.h>

#include "vf_error.h"

/* A growable text that never exceeds its ceiling. `data` always ends in NUL (not counted in size). What does
 * not fit is dropped whole, `full` becomes 1 and stays so: check it once, at the end. */
struct vf_text {
    char *data;
    size_t size, capacity, ceiling;
    int full;
};

void vf_text_init(struct vf_text *text, size_t ceiling);
void vf_text_fini(struct vf_text *text);
void vf_text_clear(struct vf_text *text);            /* empties, keeps the memory, resets full */
void vf_text_cut(struct vf_text *text, size_t size); /* shortens to `size` bytes */
void vf_text_append(struct vf_text *text, const char *data, size_t size);
void vf_text_puts(struct vf_text *text, const char *s);
void vf_text_appendf(struct vf_text *text, const char *format, ...); /* no %f/%g of numbers for files */
void vf_text_double(struct vf_text *text, double x);                 /* by vf_format_double */
void vf_text_json(struct vf_text *text, const char *s); /* quoted and escaped for JSON; UTF-8 as is */
char *vf_text_take(struct vf_text *text); /* hands the memory over (free it); text is as after fini */

/* Shortest decimal text that reads back as the same double, with a point in every locale: at most 17
 * significant digits, integers up to 1e15 in size without exponent, -0 as 0, non-finite as "null".
 * Writes a NUL-ended text into buf and returns its length. */
enum { VF_DOUBLE_TEXT = 32 };
size_t vf_format_double(char buf[VF_DOUBLE_TEXT], double x);

/* Reads exactly the `size` bytes as one JSON number (no blanks, no '+', no hex, no inf) in every locale,
 * correctly rounded. Returns one of: */
enum vf_number {
    VF_NUMBER_OK = 0,
    VF_NUMBER_SYNTAX = -1, /* not a number */
    VF_NUMBER_RANGE = -2   /* too large for a double, or not zero and too small for one */
};
int vf_parse_double(const char *text, size_t size, double *x);
/* 1 if the text of a number is written as an integer (no point, no exponent). */
int vf_number_is_integer_text(const char *text, size_t size);

/* Length of the longest valid UTF-8 beginning of s (== size when all is valid; RFC 3629: no overlong forms,
 * no surrogates, nothing beyond U+10FFFF), and the number of code points of a valid text. */
size_t vf_utf8_valid(const char *s, size_t size);
size_t vf_utf8_length(const char *s, size_t size);
/* Bytes of the code point at s (1 to 4), 0 when it is invalid or cut off by `size`. */
size_t vf_utf8_step(const char *s, size_t size);

/* Damerau-Levenshtein distance (optimal string alignment) of two names, ignoring ASCII case; names over
 * 64 bytes are infinitely far (INT_MAX). */
int vf_text_distance(const char *a, const char *b);
/* The candidate nearest to `word` if near enough to be a slip of the hand (a third of its letters, at least
 * one), the first of equals; otherwise NULL. Candidates that are NULL are skipped. */
const char *vf_suggest(const char *word, const char *const *candidates, size_t n);

/* Reads a whole file of at most `max` bytes; *data is NUL-ended (free it), *size excludes the NUL.
 * On failure VF_E_IO, *data NULL. */
int vf_read_file(const char *path, char **data, size_t *size, size_t max, struct vf_error *err);
/* Replaces a file in one step: a temporary file in the same folder is written, synced and renamed, so that
 * a reader or a crash sees the old or the new, never half. A path that is a device or a pipe is written
 * to directly. On failure VF_E_IO, the old file is untouched and the temporary one is gone. */
int vf_write_file_atomic(const char *path, const char *data, size_t size, struct vf_error *err);
/* The same for a file written bit by bit. Opens path.PID-K.tmp and leaves its name in `name`, or the path itself and ""
 * when it is a device or a pipe; a file descriptor, or -1 with errno. Closing gives the file its name, or removes it when
 * there was `trouble` (an errno) or is now; 0 or an errno. */
int vf_temporary_open(const char *path, struct vf_text *name);
int vf_temporary_close(int fd, const struct vf_text *name, const char *path, int trouble);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV files after RFC 4180 (lines end in CR LF only when `crlf` is set; otherwise LF), UTF-8, numbers
 * always with a point. Open, then fields and vf_csv_end for each row, then close. Trouble while writing
 * is remembered and reported once, by vf_csv_close; fields may be written without looking. The file has its
 * name when it was closed well; until then it is a temporary one beside it. */
#ifndef VF_CSV_H
#define VF_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vf_error.h"
#include "vf_text.h"

struct vf_csv {
    int fd;
    int trouble;        /* errno of the first failed write, 0 = none */
    bool crlf, started; /* started: the row has a field already */
    size_t used, size;
    char *buffer;
    char *path;
    struct vf_text building; /* the name until it is closed */
};

int vf_csv_open(struct vf_csv *w, const char *path, struct vf_error *err);
void vf_csv_text(struct vf_csv *w, const char *text); /* NULL = empty; quoted when it must be */
void vf_csv_int(struct vf_csv *w, int64_t value);
/* shortest text that reads back the same; NaN = empty */
void vf_csv_real(struct vf_csv *w, double value);
void vf_csv_end(struct vf_csv *w); /* ends the row */
void vf_csv_header(struct vf_csv *w, const char *const *names, size_t n);
/* Flushes and closes. 0, or VF_E_IO if anything went wrong since open. A second call does nothing. */
int vf_csv_close(struct vf_csv *w, struct vf_error *err);
/* Closes without a word and removes what was written; the file as it was before stays. */
void vf_csv_abandon(struct vf_csv *w);

#endif

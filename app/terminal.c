/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks what a stream is and breaks text into lines. Called by help, tables and progress. */
#include "vf_terminal.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vf_text.h"

static const char *const ESCAPE[] = {
    [VF_PLAIN] = "\033[0m", [VF_BOLD] = "\033[1m", [VF_DIM] = "\033[2m",
    [VF_GOOD] = "\033[32m", [VF_BAD] = "\033[31m", [VF_WARN] = "\033[33m",
};

bool vf_terminal_is(FILE *stream) {
    int fd = fileno(stream);
    return fd >= 0 && isatty(fd) == 1;
}

bool vf_terminal_wants_colour(FILE *stream) {
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
    if ((no && *no) || (term && strcmp(term, "dumb") == 0))
        return false;
    return vf_terminal_is(stream);
}

const char *vf_terminal_escape(bool on, enum vf_colour colour) { return on ? ESCAPE[colour] : ""; }

void vf_terminal_wrap(FILE *to, struct vf_wrap wrap, const char *text) {
    int column = wrap.column;
    bool first = true;
    for (const char *p = text; *p;) {
        if (strncmp(p, "\n\n", 2) == 0) {
            (void)fprintf(to, "\n\n%*s", wrap.indent, "");
            column = wrap.indent;
            first = true;
        }
        p += strspn(p, " \n");
        size_t size = strcspn(p, " \n");
        int length = (int)vf_utf8_length(p, size);
        if (size == 0)
            break;
        if (!first && column + 1 + length > wrap.width) {
            (void)fprintf(to, "\n%*s", wrap.indent, "");
            column = wrap.indent;
            first = true;
        }
        (void)fprintf(to, "%s%.*s", first ? "" : " ", (int)size, p);
        column += length + (first ? 0 : 1);
        first = false;
        p += size;
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the person at the other end can see. Colours only where a terminal wants them: NO_COLOR (set and not
 * empty) and TERM=dumb turn them off. */
#ifndef VF_TERMINAL_H
#define VF_TERMINAL_H

#include <stdbool.h>
#include <stdio.h>

enum vf_colour { VF_PLAIN, VF_BOLD, VF_DIM, VF_GOOD, VF_BAD, VF_WARN };

bool vf_terminal_is(FILE *stream);
bool vf_terminal_wants_colour(FILE *stream);
/* The escape sequence that turns a colour on (VF_PLAIN: everything off); "" when `on` is false. */
const char *vf_terminal_escape(bool on, enum vf_colour colour);
/* Prints UTF-8 text broken at blanks to `width` columns: the first line goes on at column `column`, later
 * ones begin at `indent`. A blank line in the text stays one; ends without a newline. */
struct vf_wrap {
    int column, indent, width;
};
void vf_terminal_wrap(FILE *to, struct vf_wrap wrap, const char *text);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conditions over named values, as the constraints of a study: "platser >= 12 and (rate * 1.1 < 2 or lage == 'sommar')".
 * Numbers, names, texts in single quotes, + - * /, unary -, < <= > >= == !=, and, or, not, parentheses; `and` binds
 * before `or`, comparisons are not chained. A text can only be compared with == and !=. True is 1, false is 0. A value
 * that is not known (NaN) makes every comparison with it false, except !=.
 *
 * Parse once, evaluate as often as wanted, free. An expression is read-only and may be shared by threads. */
#ifndef VF_EXPR_H
#define VF_EXPR_H

#include <stddef.h>

#include "vf_error.h"

struct vf_expr;

struct vf_expr_value {
    double number;    /* NaN = not known */
    const char *text; /* a text, or NULL: a number */
};

/* 0, or VF_E_CONFIG and one problem whose `message` says what is wrong at which character. */
int vf_expr_parse(const char *text, const char *const *names, size_t n, struct vf_expr **out,
                  struct vf_error *err);
/* values: one per name, in the order given to vf_expr_parse. */
double vf_expr_value(const struct vf_expr *e, const struct vf_expr_value *values);
void vf_expr_free(struct vf_expr *e);

#endif

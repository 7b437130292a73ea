/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of problems of vf_error.h. Whoever finds trouble adds to the list and goes on as far as it makes
 * sense; only the program prints it, once. Every string is copied, so callers may pass borrowed ones. */
#include "vf_error.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static char *copy(const char *s) { return vf_xstrdup(s ? s : ""); }

static void problem_fini(struct vf_problem *p) {
    free(p->file);
    free(p->pointer);
    free(p->expected);
    free(p->found);
    free(p->advice);
    free(p->message);
}

void vf_error_fini(struct vf_error *err) {
    if (!err)
        return;
    for (size_t i = 0; i < err->n; i++)
        problem_fini(&err->items[i]);
    free(err->items);
    *err = (struct vf_error)VF_ERROR_INIT;
}

int vf_error_add(struct vf_error *err, int code, const struct vf_problem *problem) {
    if (!err)
        return code;
    if (err->code == VF_OK)
        err->code = code;
    if (err->n == VF_ERROR_ITEM_MAX) {
        err->more++;
        return code;
    }
    /* Grown to powers of two: the length alone tells when it is full. */
    if ((err->n & (err->n - 1)) == 0 || err->n == 0)
        err->items = vf_xrealloc(err->items, (err->n ? 2 * err->n : 1) * sizeof *err->items);
    err->items[err->n++] = (struct vf_problem){
        .file = copy(problem->file),
        .line = problem->line,
        .column = problem->column,
        .pointer = copy(problem->pointer),
        .expected = copy(problem->expected),
        .found = copy(problem->found),
        .advice = copy(problem->advice),
        .message = copy(problem->message),
    };
    return code;
}

int vf_error_set(struct vf_error *err, int code, const char *format, ...) {
    if (!err)
        return code;
    VF_ASSERT(format, "a format is needed");
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int size = vsnprintf(NULL, 0, format, args);
    va_end(args);
    VF_ASSERT(size >= 0, format);
    char *message = vf_xmalloc((size_t)size + 1);
    (void)vsnprintf(message, (size_t)size + 1, format, again);
    va_end(again);
    struct vf_problem problem = {.message = message};
    vf_error_add(err, code, &problem);
    free(message);
    return code;
}

static int filled(const char *s) { return s && s[0] != '\0'; }

static const char *text_or(const char *s, const char *other) { return filled(s) ? s : other; }

char *vf_problem_sentence(const struct vf_problem *p) {
    const char *pointer = text_or(p->pointer, ""), *message = text_or(p->message, "error"),
               *expected = text_or(p->expected, ""), *found = text_or(p->found, "");
    int both = filled(expected) && filled(found), any = filled(expected) || filled(found);
    size_t size = strlen(pointer) + strlen(message) + strlen(expected) + strlen(found) + 32;
    char *to = vf_xmalloc(size);
    (void)snprintf(to, size, "%s%s%s%s%s%s%s%s%s%s", pointer, filled(pointer) ? ": " : "", message,
                   any ? " (" : "", filled(expected) ? "expected " : "", expected, both ? ", " : "",
                   filled(found) ? "found " : "", found, any ? ")" : "");
    return to;
}

static void print_problem(const struct vf_problem *p, FILE *to) {
    char *sentence = vf_problem_sentence(p);
    if (filled(p->file)) {
        fputs(p->file, to);
        if (p->line > 0)
            fprintf(to, ":%d:%d", p->line, p->column);
        fputs(": ", to);
    }
    fprintf(to, "%s\n", sentence);
    if (filled(p->advice))
        fprintf(to, "    %s\n", p->advice);
    free(sentence);
}

void vf_error_print(const struct vf_error *err, FILE *to) {
    for (size_t i = 0; i < err->n; i++)
        print_problem(&err->items[i], to);
    if (err->more > 0)
        fprintf(to, "... and %zu more\n", err->more);
}

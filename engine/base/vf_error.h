/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors as values. A function that can fail for the user's reasons returns 0 or a negative VF_E_* code
 * and describes the trouble in a struct vf_error (its last argument). Our own mistakes are assertions
 * (VF_ASSERT), and lack of memory ends the program (vf_xmalloc and friends). */
#ifndef VF_ERROR_H
#define VF_ERROR_H

#include <stddef.h>
#include <stdio.h>

enum vf_code {
    VF_OK = 0,
    VF_E_USAGE = -1,  /* the call's arguments: exit code 2 */
    VF_E_CONFIG = -2, /* a config or a file it names: exit code 3 */
    VF_E_IO = -3,     /* writing, reading, disk: exit code 1 */
    VF_E_STATE = -4,  /* the run itself failed (a broken balance, a deadlock): exit code 1 */
    VF_E_STOPPED = -5 /* stopped by a signal, partial results: exit code 4 */
};

enum { VF_ERROR_ITEM_MAX = 200 };

/* One problem. All strings are owned by the item. Empty string = not known. line/column count from 1. */
struct vf_problem {
    char *file;
    int line, column;
    char *pointer;  /* JSON pointer, RFC 6901 */
    char *expected; /* what was expected */
    char *found;    /* what was found */
    char *advice;   /* what to do */
    char *message;  /* one sentence that stands alone */
};

/* A list of problems; zero-initialise with VF_ERROR_INIT, release with vf_error_fini. Keeps at most
 * VF_ERROR_ITEM_MAX problems and counts the rest in `more`. */
struct vf_error {
    int code;
    size_t n, more;
    struct vf_problem *items;
};
#define VF_ERROR_INIT \
    { 0, 0, 0, NULL }

void vf_error_fini(struct vf_error *err);
/* Adds a plain problem (printf-like) and returns `code`, so that `return vf_error_set(err, ...)` works.
 * err may be NULL. The code of the first problem stays the code of the list. */
int vf_error_set(struct vf_error *err, int code, const char *format, ...);
/* Adds a placed problem; any string may be NULL. Returns `code`. Strings are copied. */
int vf_error_add(struct vf_error *err, int code, const struct vf_problem *problem);
/* A problem without its file and advice, as vf_error_print writes it; to be freed. */
char *vf_problem_sentence(const struct vf_problem *problem);
/* Prints every problem as `file:line:column: pointer: message (expected …, found …)\n    advice`. */
void vf_error_print(const struct vf_error *err, FILE *to);

/* Memory: never NULL; die with a message and exit code 1 when there is none. */
void *vf_xmalloc(size_t size);
void *vf_xcalloc(size_t n, size_t size);
void *vf_xrealloc(void *p, size_t size);
char *vf_xstrdup(const char *s);
/* Once, at the start of a program and before its first thread: lets the heap grow in larger pieces. */
void vf_memory_begin(void);
/* This block will be filled: lets the system give it in larger pages. Does nothing to small ones. */
void vf_memory_large(void *block, size_t size);
/* Where a block of this size best begins: on a multiple of so many bytes. */
size_t vf_memory_boundary(size_t size);
/* The same end, for memory that another library could not get. */
_Noreturn void vf_out_of_memory(size_t size);
/* An array of records of one cache line (or several): its first byte begins a line, which malloc does not promise and
 * without which each record lies across two. NULL or an earlier such array, of which `used` bytes are kept;
 * `size` in bytes. Given back by vf_lines_free and nothing else. */
enum { VF_LINE_BYTES = 64 };
void *vf_lines_realloc(void *lines, size_t used, size_t size);
void vf_lines_free(void *lines);

/* Our own mistakes: prints the text, file and line and `detail` (may be NULL: whatever is needed to run it
 * again, such as simulated time, seed and replication), then aborts. */
_Noreturn void vf_assert_failed(const char *expr, const char *file, int line, const char *detail);
#define VF_ASSERT(cond, detail) ((cond) ? (void)0 : vf_assert_failed(#cond, __FILE__, __LINE__, (detail)))

#endif

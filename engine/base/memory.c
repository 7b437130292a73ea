/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory that is never NULL, and the end of the program when something is wrong with the program itself.
 * Out of memory leaves by _Exit: exit handlers could allocate again or flush half a result. */
#include "vf_error.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

_Noreturn void vf_out_of_memory(size_t size) {
    fprintf(stderr, "out of memory (%zu bytes asked for)\n", size);
    fflush(stderr);
    _Exit(1);
}

void *vf_xmalloc(size_t size) {
    /* malloc(0) may be NULL: one byte is the smallest piece */
    void *p = malloc(size ? size : 1);
    if (!p)
        vf_out_of_memory(size);
    return p;
}

void *vf_xcalloc(size_t n, size_t size) {
    if (size != 0 && n > SIZE_MAX / size)
        vf_out_of_memory(SIZE_MAX);
    void *p = n != 0 && size != 0 ? calloc(n, size) : calloc(1, 1);
    if (!p)
        vf_out_of_memory(n * size);
    return p;
}

void *vf_xrealloc(void *p, size_t size) {
    void *q = realloc(p, size ? size : 1);
    if (!q)
        vf_out_of_memory(size);
    return q;
}

/* Where the first byte of a block goes: on a boundary, with room before it for where the block begins. */
static unsigned char *first_on(void *block, size_t boundary) {
    uintptr_t at = (uintptr_t)block + sizeof(void *);
    return (unsigned char *)block + sizeof(void *) + (boundary - at % boundary) % boundary;
}

static void *block_of(const void *lines) {
    void *block = NULL;
    if (lines)
        memcpy(&block, (const unsigned char *)lines - sizeof block, sizeof block);
    return block;
}

void *vf_lines_realloc(void *lines, size_t used, size_t size) {
    unsigned char *block = block_of(lines);
    size_t before = block ? (size_t)((unsigned char *)lines - block) : 0;
    /* one that grows stays on a line only: to move it to a larger boundary costs more than it gains */
    size_t boundary = block ? VF_LINE_BYTES : vf_memory_boundary(size);
    size_t room = (before > boundary ? before : boundary) + sizeof block;
    if (size > SIZE_MAX - room)
        vf_out_of_memory(SIZE_MAX);
    block = vf_xrealloc(block, size + room);
    vf_memory_large(block, size);
    unsigned char *first = block + before;
    if (before == 0 || (uintptr_t)first % VF_LINE_BYTES != 0) {
        first = first_on(block, boundary);
        memmove(first, block + before, before != 0 ? used : 0);
    }
    memcpy(first - sizeof block, &block, sizeof block);
    return first;
}

void vf_lines_free(void *lines) { free(block_of(lines)); }

char *vf_xstrdup(const char *s) {
    size_t size = strlen(s) + 1;
    return memcpy(vf_xmalloc(size), s, size);
}

_Noreturn void vf_assert_failed(const char *expr, const char *file, int line, const char *detail) {
    fflush(stdout);
    fprintf(stderr, "%s:%d: internal error: %s does not hold", file, line, expr);
    if (detail && detail[0] != '\0')
        fprintf(stderr, ": %s", detail);
    fputc('\n', stderr);
    fflush(stderr);
    abort();
}

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

/* Where the first byte of a block goes: on a line, with room before it for where the block begins. */
static unsigned char *first_line(void *block) {
    uintptr_t at = (uintptr_t)block + sizeof(void *);
    return (unsigned char *)block + sizeof(void *) + (VF_LINE_BYTES - at % VF_LINE_BYTES) % VF_LINE_BYTES;
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
    if (size > SIZE_MAX - VF_LINE_BYTES - sizeof block)
        vf_out_of_memory(SIZE_MAX);
    block = vf_xrealloc(block, size + VF_LINE_BYTES + sizeof block);
    vf_memory_large(block, size);
    unsigned char *first = first_line(block);
    if (before != 0 && first != block + before)
        memmove(first, block + before, used);
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

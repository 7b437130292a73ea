/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory in larger pieces, where the system has them: the first touch of a page of 4 kB costs more than filling it,
 * and reading a config touches some megabytes. */
#define _DEFAULT_SOURCE /* the names of one system, each used only where it is defined */
#include "vf_error.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#ifdef MADV_HUGEPAGE
#include <malloc.h>

enum { HUGE_BYTES = 2 << 20, HEAP_BYTES = 3 * HUGE_BYTES, LARGE_BYTES = 1 << 18, STEP_BYTES = 1 << 17 };

/* Whole pages: a mapping with advice on a part of it cannot grow in place any more. */
static void ask_for_huge(uintptr_t from, uintptr_t to) {
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    from = from / page * page;
    (void)madvise((void *)from, (to - from + page - 1) / page * page, MADV_HUGEPAGE);
}
#endif

void vf_memory_begin(void) {
#if defined MADV_HUGEPAGE && defined M_TOP_PAD
    uintptr_t before = (uintptr_t)sbrk(0);
    if (mallopt(M_TOP_PAD, HEAP_BYTES) == 0) {
        return;
    }
    (void)mallopt(M_TRIM_THRESHOLD, 16 * HEAP_BYTES);
    (void)mallopt(M_MMAP_THRESHOLD, LARGE_BYTES); /* else it stays at its least once the others are set */
    void *first = vf_xmalloc(1);
    uintptr_t end = (uintptr_t)sbrk(0);
    if ((uintptr_t)first - before < end - before) { /* not with another malloc */
        ask_for_huge(before, end);
    }
    free(first);
    (void)mallopt(M_TOP_PAD, STEP_BYTES); /* else calloc clears what the heaps of threads get too much of */
#endif
}

size_t vf_memory_boundary(size_t size) {
#ifdef MADV_HUGEPAGE
    return size >= HUGE_BYTES ? HUGE_BYTES : VF_LINE_BYTES;
#else
    (void)size;
    return VF_LINE_BYTES;
#endif
}

void vf_memory_large(void *block, size_t size) {
#ifdef MADV_HUGEPAGE
    if (size >= HUGE_BYTES) {
        ask_for_huge((uintptr_t)block, (uintptr_t)block + malloc_usable_size(block));
    }
#else
    (void)block;
    (void)size;
#endif
}

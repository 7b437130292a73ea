/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cold part of the plain binary heap. See vf_heap.h. */
#include "vf_heap.h"

#include <stdlib.h>

#include "vf_error.h"

void vf_heap_init(struct vf_heap *h) { *h = (struct vf_heap){NULL, 0, 0, 0}; }

void vf_heap_fini(struct vf_heap *h) {
    free(h->v);
    vf_heap_init(h);
}

void vf_heap_grow(struct vf_heap *h) {
    h->cap = h->cap == 0 ? 64 : h->cap * 2;
    h->v = vf_xrealloc(h->v, h->cap * sizeof h->v[0]);
}

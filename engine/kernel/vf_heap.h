/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plain binary heap of events: the event list's oracle in tests and its measure in benchmarks. */
#ifndef VF_HEAP_H
#define VF_HEAP_H

#include <stddef.h>

#include "vf_event.h"

struct vf_heap {
    struct vf_event *v;
    size_t n, cap;
    uint64_t seq;
};

void vf_heap_init(struct vf_heap *h);
void vf_heap_fini(struct vf_heap *h);
void vf_heap_grow(struct vf_heap *h); /* room for at least one more event */
static inline void vf_heap_reset(struct vf_heap *h) {
    h->n = 0;
    h->seq = 0;
}
static inline size_t vf_heap_size(const struct vf_heap *h) { return h->n; }

static inline void vf_heap_put(struct vf_heap *h, struct vf_event e) {
    if (h->n == h->cap) {
        vf_heap_grow(h);
    }
    size_t i = h->n++;
    while (i > 0) {
        size_t up = (i - 1) / 2;
        if (!vf_event_before(e, h->v[up])) {
            break;
        }
        h->v[i] = h->v[up];
        i = up;
    }
    h->v[i] = e;
}

/* As vf_eventlist_push and vf_eventlist_pop. */
static inline uint32_t vf_heap_push(struct vf_heap *h, int64_t time, unsigned class_, uint32_t index) {
    uint64_t seq = h->seq++;
    vf_heap_put(h, vf_event_make(time, class_, seq, index));
    return (uint32_t)seq;
}

static inline bool vf_heap_pop(struct vf_heap *h, struct vf_event *out) {
    if (h->n == 0) {
        return false;
    }
    *out = h->v[0];
    struct vf_event last = h->v[--h->n];
    size_t i = 0, n = h->n;
    for (size_t child = 1; child < n; child = 2 * i + 1) {
        if (child + 1 < n && vf_event_before(h->v[child + 1], h->v[child])) {
            child++;
        }
        if (!vf_event_before(h->v[child], last)) {
            break;
        }
        h->v[i] = h->v[child];
        i = child;
    }
    h->v[i] = last;
    return true;
}

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The event list: a priority queue of 16-byte events in one total order (time, class, sequence). */
#ifndef VF_EVENTLIST_H
#define VF_EVENTLIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vf_event.h"
#include "vf_heap.h"

struct vf_eventlist {
    struct vf_heap heap;
};

void vf_eventlist_init(struct vf_eventlist *l);
void vf_eventlist_fini(struct vf_eventlist *l);
/* Empties the list and restarts the sequence; keeps its memory. */
void vf_eventlist_reset(struct vf_eventlist *l);
/* Schedules (time, class, index); returns the low 32 bits of the sequence given (the caller keeps it to
 * recognise stale events). */
static inline uint32_t vf_eventlist_push(struct vf_eventlist *l, int64_t time, unsigned class_, uint32_t index) {
    return vf_heap_push(&l->heap, time, class_, index);
}
/* Takes the first event; false when empty. */
static inline bool vf_eventlist_pop(struct vf_eventlist *l, struct vf_event *out) {
    return vf_heap_pop(&l->heap, out);
}
size_t vf_eventlist_size(const struct vf_eventlist *l);

#endif

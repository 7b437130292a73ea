/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The event list: a priority queue of 16-byte events in one total order (time, class, sequence).
 * STUB of the contract; the implementation may add fields and inline bodies but keeps these names. */
#ifndef VF_EVENTLIST_H
#define VF_EVENTLIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* hi = time in ms << 16 | class << 12 | upper 12 bits of the sequence; lo = lower 32 bits of the sequence << 32 | index.
 * Times 0 .. 2^48-1 ms (8 900 years), 16 classes, 2^44 events a replication. Compared as (hi, lo). */
struct vf_event {
    uint64_t hi, lo;
};

static inline int64_t vf_event_time(struct vf_event e) { return (int64_t)(e.hi >> 16); }
static inline unsigned vf_event_class(struct vf_event e) { return (unsigned)(e.hi >> 12) & 15U; }
static inline uint32_t vf_event_seq(struct vf_event e) { return (uint32_t)(e.lo >> 32); }
static inline uint32_t vf_event_index(struct vf_event e) { return (uint32_t)e.lo; }
static inline bool vf_event_before(struct vf_event a, struct vf_event b) {
    return a.hi != b.hi ? a.hi < b.hi : a.lo < b.lo;
}

struct vf_eventlist; /* defined here by the implementation, so that the caller can embed it */

void vf_eventlist_init(struct vf_eventlist *l);
void vf_eventlist_fini(struct vf_eventlist *l);
/* Empties the list and restarts the sequence; keeps its memory. O(1)-ish: a replication of 100 patients must set up in < 1 us. */
void vf_eventlist_reset(struct vf_eventlist *l);
/* Schedules (time, class, index); returns the low 32 bits of the sequence given (the caller keeps it to recognise stale events). */
static inline uint32_t vf_eventlist_push(struct vf_eventlist *l, int64_t time, unsigned class_, uint32_t index);
/* Takes the first event; false when empty. */
static inline bool vf_eventlist_pop(struct vf_eventlist *l, struct vf_event *out);
size_t vf_eventlist_size(const struct vf_eventlist *l);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An event of the engine: 16 bytes whose order as one 128-bit number is the order of the simulation. */
#ifndef VF_EVENT_H
#define VF_EVENT_H

#include <stdbool.h>
#include <stdint.h>

/* hi = time in ms << 16 | class << 12 | upper 12 bits of the sequence;
 * lo = lower 32 bits of the sequence << 32 | index. Times 0 .. 2^48-1 ms (8 900 years), 16 classes, 2^44
 * events a replication. The sequence makes the order total: at one time and class, first in first out. */
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
static inline struct vf_event vf_event_make(int64_t time, unsigned class_, uint64_t seq, uint32_t index) {
    uint64_t class_bits = (uint64_t)(class_ & 15U) << 12;
    return (struct vf_event){(uint64_t)time << 16 | class_bits | seq >> 32, seq << 32 | index};
}

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The event list: a priority queue of 16-byte events in one total order (time, class, sequence).
 *
 * Use: init once per worker; reset before each replication; push and pop; fini. Nothing may be pushed before
 * the time of the event popped last (it would still be ordered rightly, but slowly). An event cannot be taken
 * back: the caller ignores a stale one by its sequence. One thread at a time.
 *
 * How: a ladder queue (W. T. Tang, R. S. M. Goh, I. L.-J. Thng, "Ladder queue", ACM TOMACS 15, 2005) that
 * adapts to ties and to skew. From near to far:
 *   bottom  a small array sorted backwards, so that a pop takes its end. All of it precedes the rest. A list
 *           of up to VF_BOTTOM_MAX events is nothing else.
 *   rungs   arrays of unsorted buckets; each deeper rung divides a part of one bucket of the rung above.
 *   top     one unsorted bucket for all that lies beyond the first rung.
 * When the bottom is empty the nearest bucket is sorted into it or, if it is long, divided into a new rung. A
 * bucket that is one millisecond and one class wide is not divided but read as a queue. Whatever moves keeps
 * the order of events with the same hi, so every bucket has them in the order of their sequence and ties cost
 * nothing. Buckets are lists of chunks from a pool; about 17 bytes per pending event. */
#ifndef VF_EVENTLIST_H
#define VF_EVENTLIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vf_event.h"

enum {
    VF_BOTTOM_MAX = 64,   /* most events of the bottom */
    VF_CHUNK_EVENTS = 32, /* slots of a chunk, its head included; a power of two */
    VF_RUNG_BUCKETS = 1024,
    VF_RUNGS_MAX = 16 /* each rung is at least 16 times finer than the one above: 52 bits need 14 */
};
#define VF_CHUNK_BYTES (VF_CHUNK_EVENTS * sizeof(struct vf_event))

/* Slot 0 is the head; n counts the events of a chunk that is not its bucket's last. */
union vf_chunk {
    struct {
        union vf_chunk *next;
        uint64_t n;
    } head;
    struct vf_event e[VF_CHUNK_EVENTS];
};

/* put is the next free slot of the last chunk; aligned to a chunk when that is full or there is none. */
struct vf_bucket {
    struct vf_event *put;
    union vf_chunk *first;
};

/* Bucket i holds start + (i << shift) <= hi < start + (i+1 << shift); those before cur are empty. */
struct vf_rung {
    uint64_t lim; /* events from here on, up to the lim of the rung above, belong to this rung */
    uint64_t start;
    unsigned shift;
    size_t cur, n;
    struct vf_bucket *b; /* VF_RUNG_BUCKETS of them, all empty while the rung is not in use */
};

struct vf_slab; /* a block of chunks */
struct vf_chunk_pool {
    union vf_chunk *unused, *next, *end; /* given back; never used: next .. end of the slab */
    struct vf_slab *slabs, *slab;
};

struct vf_eventlist {
    size_t n;            /* events of the bottom: bottom[1..n], first one last; bottom[0] is a sentinel */
    uint64_t bottom_end; /* an event before this belongs to the bottom */
    uint64_t seq, now;   /* next sequence; hi of the event popped last */
    uint64_t top_start;  /* an event from here on belongs to the top */
    size_t far;          /* events not in the bottom */
    size_t depth;        /* rungs in use */
    const char *records; /* what indices name, or NULL; see vf_eventlist_watch */
    size_t record_size;
    struct vf_bucket top;
    struct vf_chunk_pool pool;
    struct vf_event bottom[1 + VF_BOTTOM_MAX];
    struct vf_rung rung[VF_RUNGS_MAX];
};

void vf_eventlist_init(struct vf_eventlist *l);
void vf_eventlist_fini(struct vf_eventlist *l);
/* Empties the list and restarts the sequence; keeps its memory. */
void vf_eventlist_reset(struct vf_eventlist *l);
/* Once, right after init: room for about n events in one piece. */
void vf_eventlist_reserve(struct vf_eventlist *l, size_t n);
static inline size_t vf_eventlist_size(const struct vf_eventlist *l) { return l->n + l->far; }
/* Tells where the record of each event's index lies (records + index * size), so that a large model finds it
 * in the cache when its event comes: it is fetched, never changed, one bucket ahead. Tell again when the
 * records move; NULL (as after init) fetches nothing. */
void vf_eventlist_watch(struct vf_eventlist *l, const void *records, size_t size);
/* Bytes of chunks taken so far, those given back included: a measure of the largest size. */
size_t vf_eventlist_bytes(const struct vf_eventlist *l);

/* For the functions below only. */
bool vf_eventlist_refill(struct vf_eventlist *l); /* fills the empty bottom; false: no event */
void vf_eventlist_spill(struct vf_eventlist *l, struct vf_event e);     /* pushes when the bottom is full */
void vf_eventlist_extend(struct vf_chunk_pool *p, struct vf_bucket *b); /* another chunk for the bucket */

static inline void vf_bucket_put(struct vf_chunk_pool *p, struct vf_bucket *b, struct vf_event e) {
    if (((uintptr_t)b->put & (VF_CHUNK_BYTES - 1)) == 0) {
        vf_eventlist_extend(p, b);
    }
    *b->put++ = e;
}

static inline void vf_eventlist_push_far(struct vf_eventlist *l, struct vf_event e) {
    struct vf_bucket *b = &l->top;
    if (e.hi < l->top_start) {
        const struct vf_rung *r = l->rung;
        while (e.hi < r->lim) {
            r++;
        }
        b = &r->b[(e.hi - r->start) >> r->shift];
    }
    l->far++;
    vf_bucket_put(&l->pool, b, e);
}

static inline void vf_eventlist_put(struct vf_eventlist *l, struct vf_event e) {
    if (e.hi >= l->bottom_end) {
        vf_eventlist_push_far(l, e);
        return;
    }
    if (l->n == VF_BOTTOM_MAX) {
        vf_eventlist_spill(l, e);
        return;
    }
    struct vf_event *at = &l->bottom[++l->n];
    while (at[-1].hi <= e.hi) { /* the new one has the highest sequence: hi alone decides */
        *at = at[-1];
        at--;
    }
    *at = e;
}

/* Schedules (time, class, index), 0 <= time < 2^48, class < 16; returns the low 32 bits of the sequence given
 * (the caller keeps it to recognise stale events). */
static inline uint32_t vf_eventlist_push(struct vf_eventlist *l, int64_t time, unsigned class_,
                                         uint32_t index) {
    uint64_t seq = l->seq++;
    vf_eventlist_put(l, vf_event_make(time, class_, seq, index));
    return (uint32_t)seq;
}

/* Takes the first event; false when empty. */
static inline bool vf_eventlist_pop(struct vf_eventlist *l, struct vf_event *out) {
    if (l->n == 0 && !vf_eventlist_refill(l)) {
        return false;
    }
    *out = l->bottom[l->n--];
    l->now = out->hi;
    return true;
}

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside of the event list: buckets as lists of chunks, and their division. Only for eventlist*.c. */
#ifndef VF_EVENTLIST_CHUNKS_H
#define VF_EVENTLIST_CHUNKS_H

#include "vf_eventlist.h"

#define VF_KEY_MASK (~UINT64_C(0xFFF))
enum { VF_SHIFT_MIN = 12 }; /* hi >> 12 is (time, class): a bucket of that width is a queue */

/* Adds a deepest rung of n buckets from `start` on, each 2^shift wide. */
struct vf_rung *vf_eventlist_rung(struct vf_eventlist *l, uint64_t start, unsigned shift, size_t n);
/* Divides a bucket 2^above wide into a new deepest rung; what lies beyond the rung stays. Events from `end`
 * on never come to this bucket. Returns the end of the new rung: the lim of what is above it. */
uint64_t vf_eventlist_divide(struct vf_eventlist *l, struct vf_bucket *from, unsigned above, uint64_t end);

void vf_chunk_pool_init(struct vf_chunk_pool *p);
void vf_chunk_pool_fini(struct vf_chunk_pool *p);
/* Takes every chunk back at once; no bucket may be in use. */
void vf_chunk_pool_rewind(struct vf_chunk_pool *p);
union vf_chunk *vf_chunk_take(struct vf_chunk_pool *p);

static inline void vf_chunk_give(struct vf_chunk_pool *p, union vf_chunk *c) {
    c->head.next = p->unused;
    p->unused = c;
}

/* Asks for a cache line ahead of its use where the compiler knows how; nothing depends on it. */
#if defined(__GNUC__)
#define VF_FETCH(address) __builtin_prefetch(address)
#else
#define VF_FETCH(address) ((void)(address))
#endif

/* The last chunk of a bucket that is not empty. */
static inline union vf_chunk *vf_bucket_last(const struct vf_bucket *b) {
    return (union vf_chunk *)((uintptr_t)(b->put - 1) & ~(uintptr_t)(VF_CHUNK_BYTES - 1));
}

/* Events of chunk c of the bucket; they are c->e[1 .. n]. */
static inline size_t vf_chunk_count(const struct vf_bucket *b, const union vf_chunk *c,
                                    const union vf_chunk *last) {
    return c == last ? (size_t)(b->put - &c->e[1]) : (size_t)c->head.n;
}

#endif

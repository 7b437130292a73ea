/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The event list of the bare interpreter: a ladder queue (after Tang, Goh & Thng 2005). While few are
 * pending, a sorted array alone; otherwise an unsorted `top` for the far future, rungs of buckets that
 * are split only when their time comes, and a short sorted array `bottom` for what is next. Buckets are
 * lists of 256-byte chunks, so spreading them reads and writes memory in runs. When a bucket is moved
 * to `bottom`, the patients of its events are fetched into the cache ahead of their turn.
 *
 * It serves continuous times only: ties come out in any order, and very many of them are slow.
 * ladder_init() first, with the most events that will ever be pending; times never before the last
 * popped. Included by bare.c alone.
 */
#ifndef BARE_LADDER_H
#define BARE_LADDER_H

#include <float.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__GNUC__)
#define PREFETCH(address) __builtin_prefetch(address)
#else
#define PREFETCH(address) ((void)(address))
#endif

#define SMALL_MAX 80   /* pending events up to which the sorted array stands alone */
#define SPLIT_ABOVE 24 /* a bucket with more events becomes a rung */
#define PER_BUCKET 4   /* events per bucket of such a rung */
#define CHUNK_EVENTS 16
#define RUNGS 8
#define BUCKETS 1024
#define RECORD_BYTES 64 /* of a patient */
#define NOBODY UINT32_MAX

struct event {
    double time;
    uint32_t who;
    uint32_t unused;
};

struct chunk {
    struct event event[CHUNK_EVENTS];
};

struct bucket {
    uint32_t count;
    uint32_t head; /* the chunk being filled; older ones follow by `next` */
};

struct rung {
    double start, per_width; /* bucket number = (time - start) * per_width, cut */
    int32_t buckets, current;
    struct bucket bucket[BUCKETS];
};

struct ladder {
    struct event *bottom; /* latest first */
    uint32_t count, capacity;
    int small, rungs;
    double top_min, top_max;
    struct bucket top;
    struct chunk *chunk;
    uint32_t *next;
    uint32_t free, fresh, chunks;
    struct rung rung[RUNGS];
};

static _Noreturn void die(const char *why) {
    fprintf(stderr, "bare: %s\n", why);
    exit(1);
}

static void *reserve(size_t count, size_t size) {
    const size_t page = (size_t)1 << 21;
    void *memory = aligned_alloc(page, (count * size + page - 1) / page * page);
    if (!memory)
        die("out of memory");
    return memory;
}

static void ladder_init(struct ladder *l, uint32_t events) {
    l->chunks = events / CHUNK_EVENTS + events / 64 + 4 * BUCKETS * RUNGS;
    l->chunk = reserve(l->chunks, sizeof *l->chunk);
    l->next = reserve(l->chunks, sizeof *l->next);
    l->free = NOBODY;
    l->capacity = 1024;
    l->bottom = malloc(l->capacity * sizeof *l->bottom);
    if (!l->bottom)
        die("out of memory");
    l->small = 1;
    l->top_min = DBL_MAX;
}

static inline void bucket_add(struct ladder *l, struct bucket *b, struct event e) {
    const uint32_t place = b->count++ % CHUNK_EVENTS;
    if (place == 0) {
        uint32_t c = l->free;
        if (c != NOBODY)
            l->free = l->next[c];
        else if ((c = l->fresh++) == l->chunks)
            die("more events than room");
        l->next[c] = b->head;
        b->head = c;
    }
    l->chunk[b->head].event[place] = e;
}

/* Gives back one chunk of a bucket that is being emptied; returns how many events it holds. */
static inline uint32_t bucket_take(struct ladder *l, struct bucket *b, struct chunk **c) {
    const uint32_t n = (b->count - 1) % CHUNK_EVENTS + 1, head = b->head;
    b->count -= n;
    b->head = l->next[head];
    if (b->count) {
        const char *ahead = (const char *)&l->chunk[b->head];
        for (size_t line = 0; line < sizeof **c; line += 64)
            PREFETCH(ahead + line);
    }
    l->next[head] = l->free;
    l->free = head;
    *c = &l->chunk[head];
    return n;
}

static inline void top_add(struct ladder *l, struct event e) {
    l->top_min = e.time < l->top_min ? e.time : l->top_min;
    l->top_max = e.time > l->top_max ? e.time : l->top_max;
    bucket_add(l, &l->top, e);
}

static inline struct event *bottom_append(struct ladder *l, struct event e) {
    if (l->count == l->capacity) {
        l->capacity *= 2;
        l->bottom = realloc(l->bottom, l->capacity * sizeof *l->bottom);
        if (!l->bottom)
            die("out of memory");
    }
    l->bottom[l->count] = e;
    return &l->bottom[l->count++];
}

static inline void bottom_add(struct ladder *l, struct event e) {
    struct event *at = bottom_append(l, e);
    while (at > l->bottom && at[-1].time < e.time) {
        *at = at[-1];
        at--;
    }
    *at = e;
}

static int by_time_descending(const void *a, const void *b) {
    const double x = ((const struct event *)a)->time, y = ((const struct event *)b)->time;
    return (x < y) - (x > y);
}

static void bottom_fill(struct ladder *l, struct bucket *b, const char *records) {
    const int many = b->count > 2 * SMALL_MAX;
    struct chunk *c;
    while (b->count) {
        const uint32_t n = bucket_take(l, b, &c);
        for (uint32_t i = 0; i < n; i++) {
            const struct event e = c->event[i];
            PREFETCH(records + (size_t)RECORD_BYTES * e.who);
            if (many)
                bottom_append(l, e);
            else
                bottom_add(l, e);
        }
    }
    if (many)
        qsort(l->bottom, l->count, sizeof *l->bottom, by_time_descending);
}

/* Opens a rung of `buckets` from `start` and spreads `from` over it; what lies beyond the first rung
 * stays in `top`. */
static void rung_open(struct ladder *l, struct bucket from, double start, double span, uint32_t buckets) {
    struct rung *r = &l->rung[l->rungs++];
    r->start = start;
    r->per_width = buckets / span;
    r->buckets = (int32_t)buckets;
    r->current = 0;
    memset(r->bucket, 0, buckets * sizeof r->bucket[0]);
    struct chunk *c, copy;
    while (from.count) {
        const uint32_t n = bucket_take(l, &from, &c);
        memcpy(&copy, c, n * sizeof c->event[0]); /* its chunk may be filled again at once */
        for (uint32_t i = 0; i < n; i++) {
            const double x = (copy.event[i].time - start) * r->per_width;
            if (x < buckets)
                bucket_add(l, &r->bucket[x > 0 ? (int)x : 0], copy.event[i]);
            else if (l->rungs == 1)
                top_add(l, copy.event[i]);
            else
                bucket_add(l, &r->bucket[buckets - 1], copy.event[i]);
        }
    }
}

static uint32_t clamp(uint32_t x, uint32_t low, uint32_t high) { return x < low ? low : x > high ? high : x; }

static void top_open(struct ladder *l) {
    const struct bucket all = l->top;
    const double start = l->top_min, span = (l->top_max - l->top_min) * (1 + 1e-9);
    l->top = (struct bucket){0, 0};
    l->top_min = DBL_MAX;
    l->top_max = 0;
    rung_open(l, all, start, span > 0 ? span : 1, clamp(all.count, 16, BUCKETS));
}

/* Fills the empty `bottom` from the next bucket that holds something; 0 if nothing is pending. */
static int ladder_advance(struct ladder *l, const char *records) {
    for (;;) {
        if (l->rungs == 0) {
            if (l->top.count <= SMALL_MAX / 2) {
                l->small = 1;
                bottom_fill(l, &l->top, records);
                l->top_min = DBL_MAX;
                l->top_max = 0;
                return l->count > 0;
            }
            top_open(l);
        }
        struct rung *r = &l->rung[l->rungs - 1];
        while (r->current < r->buckets && r->bucket[r->current].count == 0)
            r->current++;
        if (r->current == r->buckets) {
            l->rungs--;
            continue;
        }
        struct bucket *b = &r->bucket[r->current++];
        const double width = 1 / r->per_width, start = r->start + (r->current - 1) * width;
        if (b->count > SPLIT_ABOVE && l->rungs < RUNGS && start + width * 0x1p-20 > start) {
            rung_open(l, *b, start, width, clamp(b->count / PER_BUCKET, 2, BUCKETS));
        } else {
            bottom_fill(l, b, records);
            return 1;
        }
    }
}

static void ladder_push_small(struct ladder *l, struct event e) {
    bottom_add(l, e);
    if (l->count > SMALL_MAX) {
        l->small = 0;
        while (l->count)
            top_add(l, l->bottom[--l->count]);
    }
}

static inline void ladder_push(struct ladder *l, struct event e) {
    if (l->small) {
        ladder_push_small(l, e);
        return;
    }
    for (int i = 0; i < l->rungs; i++) {
        struct rung *r = &l->rung[i];
        double x = (e.time - r->start) * r->per_width;
        if (!(x < r->buckets)) {
            if (i == 0) {
                top_add(l, e);
                return;
            }
            x = r->buckets - 1;
        }
        const int k = (int)x;
        if (k >= r->current) {
            bucket_add(l, &r->bucket[k], e);
            return;
        }
    }
    if (l->rungs)
        bottom_add(l, e);
    else
        top_add(l, e);
}

static inline int ladder_pop(struct ladder *l, struct event *e, const char *records) {
    if (l->count == 0 && !ladder_advance(l, records))
        return 0;
    *e = l->bottom[--l->count];
    return 1;
}

#endif

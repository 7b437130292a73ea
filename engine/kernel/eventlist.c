/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rarer moves of the event list: sorting a bucket into the bottom, or having it divided, and moving a
 * full bottom's far half out. See vf_eventlist.h for the structure, eventlist_divide.c for the division.
 *
 * Invariants: bottom < bottom_end = lim of the deepest rung <= ... <= lim of rung 0 <= top_start, except that
 * the bottom may hold the beginning of a queue of equal keys that continues at bottom_end; now >= start of
 * every rung (unless the caller pushed into the past); a deeper rung lies in one bucket of the one above. */
#include "vf_eventlist.h"

#include <stdlib.h>
#include <string.h>

#include "vf_eventlist_chunks.h"

enum {
    SORT_MAX = 32, /* a bucket of up to so many events is sorted, a longer one divided */
    SORT_BITS = 5,
    KEEP = VF_BOTTOM_MAX / 2
};
_Static_assert((int)VF_CHUNK_EVENTS - 1 <= (int)SORT_MAX, "a bucket of one chunk is short");
_Static_assert(SORT_MAX == 1 << SORT_BITS, "a place in a short bucket has SORT_BITS");
_Static_assert((int)SORT_MAX <= (int)VF_BOTTOM_MAX, "a short bucket fits into the bottom");
#define NEVER UINT64_MAX

void vf_eventlist_init(struct vf_eventlist *l) {
    memset(l, 0, sizeof *l);
    vf_chunk_pool_init(&l->pool);
    l->bottom[0].hi = NEVER;
    l->bottom_end = l->top_start = NEVER;
}

void vf_eventlist_fini(struct vf_eventlist *l) {
    for (size_t d = 0; d < VF_RUNGS_MAX; d++) {
        free(l->rung[d].b);
    }
    vf_chunk_pool_fini(&l->pool);
    vf_eventlist_init(l);
}

void vf_eventlist_reset(struct vf_eventlist *l) {
    if (l->far > 0) {
        for (size_t d = 0; d < l->depth; d++) {
            struct vf_rung *r = &l->rung[d];
            memset(r->b + r->cur, 0, (r->n - r->cur) * sizeof r->b[0]);
        }
        l->top = (struct vf_bucket){NULL, NULL};
        l->far = 0;
    }
    if (l->pool.slabs != NULL) {
        vf_chunk_pool_rewind(&l->pool);
    }
    l->depth = 0;
    l->n = 0;
    l->seq = l->now = 0;
    l->bottom_end = l->top_start = NEVER;
}

void vf_eventlist_watch(struct vf_eventlist *l, const void *records, size_t size) {
    l->records = records;
    l->record_size = size;
}

/* Fetches the records of the bucket that comes next. */
static void fetch_ahead(const struct vf_eventlist *l, const struct vf_bucket *b) {
    if (l->records == NULL || b->put == NULL) {
        return;
    }
    const union vf_chunk *c = b->first;
    size_t n = vf_chunk_count(b, c, vf_bucket_last(b));
    for (size_t i = 1; i <= n; i++) {
        VF_FETCH(l->records + vf_event_index(c->e[i]) * l->record_size);
    }
}

/* The same as sort_into_bottom for times so far apart that its keys do not fit: centuries. */
static void insert_into_bottom(struct vf_eventlist *l, const struct vf_event *v, size_t n) {
    for (size_t i = 0; i < n; i++) {
        size_t at = n - i; /* bottom[at + 1 .. n] is sorted */
        for (; at < n && l->bottom[at + 1].hi > v[i].hi; at++) {
            l->bottom[at] = l->bottom[at + 1];
        }
        l->bottom[at] = v[i];
    }
}

/* Sorts n <= SORT_MAX events, which have equal hi in order and hi >= base, into the empty bottom: by counting
 * those before each, which takes no unpredictable branch. */
static void sort_into_bottom(struct vf_eventlist *l, const struct vf_event *v, size_t n, uint64_t base) {
    uint64_t key[SORT_MAX], widest = 0; /* place in time, then in the bucket: no two are equal */
    for (size_t i = 0; i < n; i++) {
        widest |= v[i].hi - base;
        key[i] = (v[i].hi - base) << SORT_BITS | i;
    }
    size_t padded = (n + 3) & ~(size_t)3;
    for (size_t i = n; i < padded; i++) {
        key[i] = UINT64_MAX;
    }
    l->n = n;
    l->far -= n;
    if (widest >> (64 - SORT_BITS) != 0) {
        insert_into_bottom(l, v, n);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        uint64_t k = key[i];
        size_t before = 0;
        for (size_t j = 0; j < padded; j += 4) {
            before += (size_t)(key[j] < k) + (size_t)(key[j + 1] < k);
            before += (size_t)(key[j + 2] < k) + (size_t)(key[j + 3] < k);
        }
        l->bottom[n - before] = v[i];
    }
}

/* Moves the whole bucket, all of it with hi >= base, into the bottom if it has at most SORT_MAX events. */
static bool take_short(struct vf_eventlist *l, struct vf_bucket *b, uint64_t base) {
    const union vf_chunk *last = vf_bucket_last(b);
    union vf_chunk *c = b->first;
    size_t n = vf_chunk_count(b, c, last);
    if (c == last) {
        sort_into_bottom(l, &c->e[1], n, base);
        vf_chunk_give(&l->pool, c);
        *b = (struct vf_bucket){NULL, NULL};
        return true;
    }
    struct vf_event all[SORT_MAX];
    size_t total = 0;
    for (union vf_chunk *d = c;; d = d->head.next) {
        size_t count = vf_chunk_count(b, d, last);
        if (total + count > SORT_MAX) {
            return false;
        }
        memcpy(all + total, &d->e[1], count * sizeof all[0]);
        total += count;
        if (d == last) {
            break;
        }
    }
    while (c != last) {
        union vf_chunk *next = c->head.next;
        vf_chunk_give(&l->pool, c);
        c = next;
    }
    vf_chunk_give(&l->pool, c);
    *b = (struct vf_bucket){NULL, NULL};
    sort_into_bottom(l, all, total, base);
    return true;
}

/* Moves the first chunk of a queue of equal keys into the bottom. */
static void take_queue(struct vf_eventlist *l, struct vf_bucket *b) {
    union vf_chunk *c = b->first, *last = vf_bucket_last(b);
    size_t n = vf_chunk_count(b, c, last);
    for (size_t i = 1; i <= n; i++) {
        l->bottom[n + 1 - i] = c->e[i];
    }
    l->n = n;
    l->far -= n;
    b->first = c->head.next; /* there is one: a chunk alone would have been short */
    vf_chunk_give(&l->pool, c);
}

/* The top when there is no rung: into the bottom or into rung 0. True when the bottom has events. */
static bool refill_from_top(struct vf_eventlist *l) {
    if (take_short(l, &l->top, 0)) {
        l->bottom_end = l->top_start = NEVER;
        return true;
    }
    l->top_start = vf_eventlist_divide(l, &l->top, 64, NEVER);
    return false;
}

/* The next bucket of the deepest rung, which may turn out to be used up. True when the bottom has events. */
static bool refill_from_rung(struct vf_eventlist *l, struct vf_rung *r) {
    while (r->cur < r->n && r->b[r->cur].put == NULL) {
        r->cur++;
    }
    if (r->cur == r->n) {
        l->depth--;
        return false;
    }
    struct vf_bucket *b = &r->b[r->cur];
    uint64_t above = r == l->rung ? l->top_start : r[-1].lim, width = UINT64_C(1) << r->shift;
    uint64_t begin = r->start + ((uint64_t)r->cur << r->shift);
    uint64_t end = above - begin > width ? begin + width : above;
    if (take_short(l, b, begin)) {
        r->lim = l->bottom_end = end;
        if (++r->cur < r->n) {
            fetch_ahead(l, &r->b[r->cur]);
        }
        return true;
    }
    if (r->shift == VF_SHIFT_MIN) { /* later events of this key go behind the bucket's rest */
        take_queue(l, b);
        fetch_ahead(l, b);
        r->lim = l->bottom_end = begin;
        return true;
    }
    r->lim = vf_eventlist_divide(l, b, r->shift, end);
    return false;
}

bool vf_eventlist_refill(struct vf_eventlist *l) {
    if (l->far == 0) {
        l->depth = 0;
        l->bottom_end = l->top_start = NEVER;
        return false;
    }
    bool filled = false;
    while (!filled) {
        filled = l->depth > 0 ? refill_from_rung(l, &l->rung[l->depth - 1]) : refill_from_top(l);
    }
    return true;
}

/* Gives the beginning of a queue of equal keys, which ends the bottom, back to its bucket, which has the
 * rest. True if there was one. */
static bool give_back_queue(struct vf_eventlist *l) {
    size_t n = 0;
    while (n < l->n && l->bottom[n + 1].hi >= l->bottom_end) {
        n++;
    }
    if (n == 0) {
        return false;
    }
    struct vf_rung *r = l->depth > 0 ? &l->rung[l->depth - 1] : NULL;
    struct vf_bucket queue = {NULL, NULL}, *b = r != NULL ? &r->b[r->cur] : &l->top;
    for (size_t i = n; i > 0; i--) {
        vf_bucket_put(&l->pool, &queue, l->bottom[i]);
    }
    union vf_chunk *last = vf_bucket_last(&queue);
    last->head.n = (uint64_t)(queue.put - &last->e[1]);
    last->head.next = b->first;
    b->first = queue.first;
    memmove(&l->bottom[1], &l->bottom[n + 1], (l->n - n) * sizeof l->bottom[0]);
    l->n -= n;
    l->far += n;
    return true;
}

/* Moves everything into the top, in an order that keeps equal keys in sequence. Only for a caller that pushes
 * into the past so often that the rungs cannot take it. */
static void collapse(struct vf_eventlist *l) {
    struct vf_bucket all = {NULL, NULL};
    for (size_t i = l->n; i > 0; i--) {
        vf_bucket_put(&l->pool, &all, l->bottom[i]);
    }
    for (size_t d = l->depth + 1; d-- > 0;) {
        size_t n = d == 0 ? 1 : l->rung[d - 1].n;
        struct vf_bucket *from = d == 0 ? &l->top : l->rung[d - 1].b;
        for (size_t i = 0; i < n; i++) {
            const union vf_chunk *last = from[i].put != NULL ? vf_bucket_last(&from[i]) : NULL;
            for (union vf_chunk *c = from[i].first, *next = NULL; last != NULL; c = next) {
                size_t count = vf_chunk_count(&from[i], c, last);
                next = c->head.next;
                for (size_t k = 1; k <= count; k++) {
                    vf_bucket_put(&l->pool, &all, c->e[k]);
                }
                vf_chunk_give(&l->pool, c);
                if (c == last) {
                    break;
                }
            }
            from[i] = (struct vf_bucket){NULL, NULL};
        }
    }
    l->top = all;
    l->far += l->n;
    l->n = l->depth = 0;
    l->bottom_end = l->top_start = 0;
}

/* The far part of a full bottom goes to the top or to the deepest rung, or to a finer rung if all of the
 * bottom lies within one bucket. */
static void spill_half(struct vf_eventlist *l) {
    size_t out = l->n - KEEP;
    uint64_t cut = l->bottom[out].hi & VF_KEY_MASK;
    struct vf_rung *r = NULL;
    if (l->depth > 0) {
        r = &l->rung[l->depth - 1];
        uint64_t now = l->now < cut ? l->now & VF_KEY_MASK : cut;
        if (now < r->start || l->depth == VF_RUNGS_MAX) {
            collapse(l);
            return;
        }
        uint64_t span = l->bottom_end - 1 - now, from = now - r->start;
        if (r->shift > VF_SHIFT_MIN && from >> r->shift == (from + span) >> r->shift) {
            unsigned shift = r->shift - 4 > VF_SHIFT_MIN ? r->shift - 4 : VF_SHIFT_MIN;
            while (shift > VF_SHIFT_MIN && span >> (shift - 1) < 64) {
                shift--;
            }
            r->cur = (size_t)(from >> r->shift);
            r = vf_eventlist_rung(l, now, shift, (size_t)(span >> shift) + 1);
        }
        r->cur = (size_t)((cut - r->start) >> r->shift);
    } else {
        l->top_start = cut;
    }
    for (size_t i = out; i > 0; i--) {
        struct vf_event e = l->bottom[i];
        vf_bucket_put(&l->pool, r != NULL ? &r->b[(e.hi - r->start) >> r->shift] : &l->top, e);
    }
    memmove(&l->bottom[1], &l->bottom[out + 1], KEEP * sizeof l->bottom[0]);
    l->n = KEEP;
    l->far += out;
    l->bottom_end = cut;
    if (r != NULL) {
        r->lim = cut;
    }
}

void vf_eventlist_spill(struct vf_eventlist *l, struct vf_event e) {
    if (!give_back_queue(l)) {
        spill_half(l);
    }
    vf_eventlist_put(l, e);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rarer moves of the event list: sorting a bucket into the bottom, dividing one into a rung, and moving a
 * full bottom's far half out. See vf_eventlist.h for the structure.
 *
 * Invariants: bottom < bottom_end = lim of the deepest rung <= ... <= lim of rung 0 <= top_start, except that
 * the bottom may hold the beginning of a queue of equal keys that continues at bottom_end; now >= start of
 * every rung (unless the caller pushed into the past); a deeper rung lies in one bucket of the one above. */
#include "vf_eventlist.h"

#include <stdlib.h>
#include <string.h>

#include "vf_error.h"
#include "vf_eventlist_chunks.h"

enum {
    SORT_MAX = 32,  /* a bucket of up to so many events is sorted, a longer one divided */
    SORT_BITS = 5,
    PER_BUCKET = 8, /* events aimed at per bucket */
    SAMPLES = 16,
    SHIFT_MIN = 12, /* hi >> 12 is (time, class): a bucket of that width is a queue */
    KEEP = VF_BOTTOM_MAX / 2
};
_Static_assert((int)VF_CHUNK_EVENTS - 1 <= (int)SORT_MAX, "a bucket of one chunk is short");
_Static_assert(SORT_MAX == 1 << SORT_BITS, "a place in a short bucket has SORT_BITS");
_Static_assert((int)SORT_MAX <= (int)VF_BOTTOM_MAX, "a short bucket fits into the bottom");
#define NEVER UINT64_MAX
#define KEY_MASK (~UINT64_C(0xFFF))

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

/* What a walk over a bucket tells. */
struct survey {
    size_t n, samples;
    uint64_t min, max;
    uint64_t sample[SAMPLES]; /* of hi, evenly spaced over the bucket; in ascending order */
};

static void sort_keys(uint64_t *v, size_t n) {
    for (size_t i = 1; i < n; i++) {
        uint64_t x = v[i];
        size_t j = i;
        for (; j > 0 && v[j - 1] > x; j--) {
            v[j] = v[j - 1];
        }
        v[j] = x;
    }
}

static void survey_sample(struct survey *s, uint64_t hi, size_t *stride) {
    if (s->samples == SAMPLES) { /* full: every second one goes, and half as many come */
        for (size_t i = 0; i < SAMPLES / 2; i++) {
            s->sample[i] = s->sample[2 * i];
        }
        s->samples = SAMPLES / 2;
        *stride *= 2;
    }
    s->sample[s->samples++] = hi;
}

static void survey_bucket(const struct vf_bucket *b, struct survey *s) {
    const union vf_chunk *last = vf_bucket_last(b);
    uint64_t min = UINT64_MAX, max = 0;
    size_t stride = 6, due = 0, n = 0;
    s->samples = 0;
    s->sample[0] = 0;
    for (const union vf_chunk *c = b->first; c != NULL; c = c->head.next) {
        size_t count = vf_chunk_count(b, c, last);
        const struct vf_event *e = &c->e[1];
        for (size_t i = 0; i < count; i++) {
            min = e[i].hi < min ? e[i].hi : min;
            max = e[i].hi > max ? e[i].hi : max;
        }
        for (; due < n + count; due += stride) {
            survey_sample(s, e[due - n].hi, &stride);
        }
        n += count;
        if (c == last) {
            break;
        }
    }
    s->n = n;
    s->min = min & KEY_MASK;
    s->max = max;
    sort_keys(s->sample, s->samples);
}

static unsigned log2_floor(uint64_t x) {
    unsigned s = 0;
    for (unsigned step = 32; step > 0; step /= 2) {
        if (x >> step != 0) {
            x >>= step;
            s += step;
        }
    }
    return s;
}

/* Width (as a shift) and number of the buckets for a surveyed bucket whose own width is 2^above. Wide enough
 * for PER_BUCKET events where they are dense, and reaching as far as most events do: a long thin tail stays
 * behind. */
static unsigned choose_shift(const struct survey *s, unsigned above, size_t *n) {
    uint64_t median = s->sample[s->samples / 2] - s->min;
    uint64_t most = s->sample[s->samples * 7 / 8] - s->min, cover = s->max - s->min;
    if (cover / 2 > most) {
        cover = most;
    }
    size_t limit = 32;
    while (limit < s->n && limit < VF_RUNG_BUCKETS) {
        limit *= 2;
    }
    uint64_t width = median / (s->n / (2 * PER_BUCKET) + 1);
    unsigned shift = log2_floor(width + width / 2 + 1);
    if (shift + 4 > above) {
        shift = above - 4;
    }
    if (shift < SHIFT_MIN || above < SHIFT_MIN + 4) {
        shift = SHIFT_MIN;
    }
    if (median >> shift >= limit / 2) {
        while (cover >> shift >= limit) {
            shift++;
        }
    }
    *n = cover >> shift < limit ? (size_t)(cover >> shift) + 1 : limit;
    return shift;
}

static struct vf_rung *rung_add(struct vf_eventlist *l, uint64_t start, unsigned shift, size_t n) {
    VF_ASSERT(l->depth < VF_RUNGS_MAX, "event list: rungs do not get finer");
    struct vf_rung *r = &l->rung[l->depth++];
    if (r->b == NULL) {
        r->b = vf_xcalloc(VF_RUNG_BUCKETS, sizeof r->b[0]);
    }
    r->start = r->lim = start;
    r->shift = shift;
    r->n = n;
    r->cur = 0;
    return r;
}

/* Divides a bucket into a new deepest rung; what lies beyond the rung stays. Events from `end` on never come
 * to this bucket. Returns the end of the new rung: the lim of what is above it. */
static uint64_t divide(struct vf_eventlist *l, struct vf_bucket *from, unsigned above, uint64_t end) {
    struct survey s;
    survey_bucket(from, &s);
    size_t n;
    unsigned shift = choose_shift(&s, above, &n);
    struct vf_rung *r = rung_add(l, s.min, shift, n);
    uint64_t room = end - s.min, span = (uint64_t)(n - 1) << shift;
    span = (room - span) >> shift != 0 ? span + (UINT64_C(1) << shift) : room;
    struct vf_bucket old = *from;
    const union vf_chunk *last = vf_bucket_last(&old);
    *from = (struct vf_bucket){NULL, NULL};
    for (union vf_chunk *c = old.first;;) {
        size_t count = vf_chunk_count(&old, c, last);
        union vf_chunk *next = c->head.next;
        for (size_t i = 1; i <= count; i++) {
            uint64_t at = c->e[i].hi - s.min;
            vf_bucket_put(&l->pool, at < span ? &r->b[at >> shift] : from, c->e[i]);
        }
        vf_chunk_give(&l->pool, c);
        if (c == last) {
            break;
        }
        c = next;
    }
    return s.min + span;
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
    l->top_start = divide(l, &l->top, 64, NEVER);
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
    if (r->shift == SHIFT_MIN) { /* later events of this key go behind the bucket's rest */
        take_queue(l, b);
        fetch_ahead(l, b);
        r->lim = l->bottom_end = begin;
        return true;
    }
    r->lim = divide(l, b, r->shift, end);
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
    uint64_t cut = l->bottom[out].hi & KEY_MASK;
    struct vf_rung *r = NULL;
    if (l->depth > 0) {
        r = &l->rung[l->depth - 1];
        uint64_t now = l->now < cut ? l->now & KEY_MASK : cut;
        if (now < r->start || l->depth == VF_RUNGS_MAX) {
            collapse(l);
            return;
        }
        uint64_t span = l->bottom_end - 1 - now, from = now - r->start;
        if (r->shift > SHIFT_MIN && from >> r->shift == (from + span) >> r->shift) {
            unsigned shift = r->shift - 4 > SHIFT_MIN ? r->shift - 4 : SHIFT_MIN;
            while (shift > SHIFT_MIN && span >> (shift - 1) < 64) {
                shift--;
            }
            r->cur = (size_t)(from >> r->shift);
            r = rung_add(l, now, shift, (size_t)(span >> shift) + 1);
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

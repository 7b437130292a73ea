/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the event list divides a long bucket into a rung: one walk to see how its events are spread, a choice
 * of width and number of the new buckets, one walk to deal them out. See vf_eventlist_chunks.h. */
#include "vf_error.h"
#include "vf_eventlist_chunks.h"

enum {
    PER_BUCKET = 8, /* events aimed at per bucket */
    SAMPLES = 16
};

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
    s->min = min & VF_KEY_MASK;
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
    if (shift < VF_SHIFT_MIN || above < VF_SHIFT_MIN + 4) {
        shift = VF_SHIFT_MIN;
    }
    if (median >> shift >= limit / 2) {
        while (cover >> shift >= limit) {
            shift++;
        }
    }
    *n = cover >> shift < limit ? (size_t)(cover >> shift) + 1 : limit;
    return shift;
}

struct vf_rung *vf_eventlist_rung(struct vf_eventlist *l, uint64_t start, unsigned shift, size_t n) {
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

uint64_t vf_eventlist_divide(struct vf_eventlist *l, struct vf_bucket *from, unsigned above, uint64_t end) {
    struct survey s;
    survey_bucket(from, &s);
    size_t n;
    unsigned shift = choose_shift(&s, above, &n);
    struct vf_rung *r = vf_eventlist_rung(l, s.min, shift, n);
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

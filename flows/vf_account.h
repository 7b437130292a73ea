/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bookkeeping at the change, O(1), inline: integrals of numbers, patients' own time stamps clipped to the
 * window, queue links. Called by the simulator's files only. Every integral of a counter has a twin from time
 * stamps (struct vf_area, struct vf_ledger); checks.c holds them against each other after each replication. */
#ifndef VF_ACCOUNT_H
#define VF_ACCOUNT_H

#include "vf_histogram.h"
#include "vf_sim.h"

/* For the few functions that every visit passes through: a call costs more than their work. */
#if defined __GNUC__
#define VF_INLINE static inline __attribute__((always_inline))
#else
#define VF_INLINE static inline
#endif

enum { VF_WAIT_BUCKETS = VF_HIST_BUCKETS_35Y };

static inline struct vf_patient *vf_at(struct vf_sim *s, uint32_t i) { return &s->patient[i]; }
static inline struct vf_care *vf_care_record(struct vf_sim *s, uint32_t i) {
    return (struct vf_care *)(void *)(s->care + (size_t)i * s->care_size);
}
static inline struct vf_care *vf_care_of(struct vf_sim *s, const struct vf_patient *p) {
    return vf_care_record(s, p->ext);
}
static inline struct vf_ledger *vf_cell_at(struct vf_sim *s, uint16_t unit, uint16_t group) {
    return &s->cell[(size_t)unit * s->m->n_groups + group];
}
static inline uint32_t *vf_dispositions(struct vf_sim *s, uint16_t unit, uint16_t group) {
    return &s->disposition[((size_t)unit * s->m->n_groups + group) * VF_DISPOSITIONS];
}
/* The part of [from, now] that lies in the window. */
static inline int64_t vf_since(const struct vf_sim *s, int64_t from) {
    return s->now - (from > s->window0 ? from : s->window0);
}

static inline void vf_area_up(const struct vf_sim *s, struct vf_area *a) {
    a->area += (int64_t)a->n * (s->now - a->last);
    a->last = s->now;
    a->n++;
    a->entered++;
}
/* `from`: when this one was counted in. */
static inline void vf_area_down(const struct vf_sim *s, struct vf_area *a, int64_t from) {
    a->area += (int64_t)a->n * (s->now - a->last);
    a->last = s->now;
    a->n--;
    a->stays += vf_since(s, from);
}

/* Closes a ward's integrals up to now; before anything on it changes. */
static inline void vf_ward_touch(struct vf_sim *s, const struct vf_ustate *us) {
    struct vf_wstate *w = &s->ward[us->ward];
    int64_t dt = s->now - w->last;
    w->last = s->now;
    int32_t in =
        us->n - (int32_t)us->cause[VF_CAUSE_RESERVED].n; /* inskrivna: not those still on their way */
    if (in > us->cap) {
        w->over_area += (int64_t)(in - us->cap) * dt;
        w->over_time += dt;
    }
    w->guest_area += (int64_t)w->guests * dt;
    w->away_area += (int64_t)w->away * dt;
}

/* Places that somebody could be given now. */
static inline int32_t vf_beds_free(const struct vf_ustate *us) {
    return us->cap - us->n - (int32_t)us->cause[VF_CAUSE_TURNAROUND].n;
}

/* Of a unit that is no ward. */
static inline void vf_unit_count(const struct vf_sim *s, struct vf_ustate *us, int delta) {
    int64_t dt = s->now - us->last;
    uint32_t n = (uint32_t)us->n;
    us->last = s->now;
    if (n < us->hist_bins) {
        us->hist[n] += dt;
    } else {
        us->beyond += (int64_t)n * dt;
        us->beyond_time += dt;
    }
    us->n += delta;
}
static inline void vf_unit_change(struct vf_sim *s, struct vf_ustate *us, int delta) {
    if (us->ward != VF_NONE16) {
        vf_ward_touch(s, us);
    }
    vf_unit_count(s, us, delta);
}
static inline void vf_cell_enter(const struct vf_sim *s, struct vf_ledger *c) {
    c->area += (int64_t)c->n * (s->now - c->last);
    c->last = s->now;
    c->n++;
    c->admitted++;
}
static inline void vf_cell_leave(const struct vf_sim *s, struct vf_ledger *c, int64_t from) {
    c->area += (int64_t)c->n * (s->now - c->last);
    c->last = s->now;
    c->n--;
    c->left++;
    c->stays += vf_since(s, from);
}

static inline void vf_queue_init(struct vf_queue *q) {
    for (unsigned k = 0; k < VF_PRIORITIES; k++) {
        q->head[k] = q->tail[k] = VF_NONE32;
    }
    q->mask = 0;
}
/* Queue lists, one per priority, by t_need: the newest need goes last, so the walk is almost always empty
 * (only preempted and re-queued patients walk). */
static inline void vf_queue_insert(struct vf_sim *s, struct vf_queue *q, uint32_t i) {
    struct vf_patient *p = vf_at(s, i);
    unsigned k = p->priority;
    uint32_t after = q->tail[k];
    while (after != VF_NONE32 && vf_at(s, after)->t_need > p->t_need) {
        after = vf_at(s, after)->prev;
    }
    uint32_t before = after != VF_NONE32 ? vf_at(s, after)->next : q->head[k];
    p->prev = after;
    p->next = before;
    if (after != VF_NONE32) {
        vf_at(s, after)->next = i;
    } else {
        q->head[k] = i;
    }
    if (before != VF_NONE32) {
        vf_at(s, before)->prev = i;
    } else {
        q->tail[k] = i;
    }
    q->mask |= 1U << k;
}
static inline void vf_queue_unlink(struct vf_sim *s, struct vf_queue *q, const struct vf_patient *p) {
    unsigned k = p->priority;
    if (p->prev != VF_NONE32) {
        vf_at(s, p->prev)->next = p->next;
    } else {
        q->head[k] = p->next;
    }
    if (p->next != VF_NONE32) {
        vf_at(s, p->next)->prev = p->prev;
    } else {
        q->tail[k] = p->prev;
    }
    if (q->head[k] == VF_NONE32) {
        q->mask &= ~(1U << k);
    }
}
/* The number of the lowest bit that is set; mask not 0. */
static inline unsigned vf_lowest_bit(uint32_t mask) {
#if defined __GNUC__
    return (unsigned)__builtin_ctz(mask);
#else
    unsigned k = 0;
    while ((mask >> k & 1U) == 0) {
        k++;
    }
    return k;
#endif
}
/* The first by priority, then need; VF_NONE32 when empty. */
static inline uint32_t vf_queue_first(const struct vf_queue *q) {
    return q->mask != 0 ? q->head[vf_lowest_bit(q->mask)] : VF_NONE32;
}
/* The next in order after i. */
static inline uint32_t vf_queue_after(struct vf_sim *s, const struct vf_queue *q, uint32_t i) {
    const struct vf_patient *p = vf_at(s, i);
    if (p->next != VF_NONE32) {
        return p->next;
    }
    for (unsigned k = p->priority + 1U; k < VF_PRIORITIES; k++) {
        if ((q->mask >> k & 1U) != 0) {
            return q->head[k];
        }
    }
    return VF_NONE32;
}

/* Puts a unit on the ready list: a place may be free. */
static inline void vf_mark_ready(struct vf_sim *s, uint16_t unit) {
    struct vf_ustate *us = &s->unit[unit];
    if (!us->in_ready) {
        us->in_ready = true;
        s->ready[(s->ready_head + s->ready_n++) & s->ready_mask] = unit;
    }
}

static inline void vf_flow_count(struct vf_sim *s, uint16_t from, uint32_t to) {
    size_t n = s->m->n_units;
    size_t row = from == VF_NONE16 ? n : from;
    s->flow[row * (n + 2) + to]++;
}

#endif

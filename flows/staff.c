/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps that need several servers, servers of a pool that units share, servers whose work others may do, and
 * paperwork after a step. Called by steps.c (a step begins, is over), sim.c (a roster or paperwork changes).
 *
 * No deadlock, by a total order. Pools are numbered: the servers of the units in the order of the config, then the
 * staff pools. Pools linked by substitution form a class, numbered by its first pool. A step's needs are taken class
 * by class in rising order: those of one class (a stage) at once or not at all, and what is held is kept while the
 * next stage waits (a patient in the room waits for the doctor). Who waits therefore waits only for classes above
 * all that it holds: among those who wait, the one with the highest class held waits for servers that nobody who
 * waits holds, and they are given back when their steps end (Havender, 1968: ordered seizure).
 *
 * Who is next: within a class one order over all its queues, priority, then the time of need, then the pool. Who
 * cannot be served claims the servers it waits for, so that nobody behind it takes them one by one. */
#include "vf_staff.h"

#include "vf_flow.h"
#include "vf_visit.h"

struct vf_hold *vf_staff_hold(struct vf_sim *s, const struct vf_patient *p) {
    return (struct vf_hold *)(void *)(s->care + (size_t)p->ext * s->care_size + s->hold_at);
}

static const struct vf_step *step_of(const struct vf_sim *s, const struct vf_patient *p) {
    return &s->m->step[s->m->node[p->node].step0 + p->step];
}

/* The pool a need is of, for this patient. */
static uint16_t pool_of(struct vf_sim *s, const struct vf_patient *p, const struct vf_need *need) {
    const struct vf_model *m = s->m;
    if (need->of == VF_NEED_POOL) {
        return need->pool;
    }
    const struct vf_node *n = &m->node[p->node];
    uint16_t u = vf_node_unit(s, p, n);
    if (need->of == VF_NEED_SLOT) {
        const struct vf_family *f = &m->family[n->family];
        u = f->unit[(size_t)m->unit[u].instance * f->n_slots + need->slot];
    }
    return (uint16_t)(m->unit[u].pool0 + need->pool);
}

/* One way over a need's pool and those who may do its work; false at the end. */
struct helpers {
    uint16_t pool;
    uint16_t k;
};
static bool next_helper(const struct vf_model *m, uint16_t needed, struct helpers *h) {
    const struct vf_pool *p = &m->pool[needed];
    if (h->k > p->n_by) {
        return false;
    }
    h->pool = h->k == 0 ? needed : m->pool_lists[p->by0 + h->k - 1U];
    h->k++;
    return true;
}

static void give_back(struct vf_sim *s, struct vf_hold *h, uint8_t from) {
    while (h->n > from) {
        h->n--;
        vf_pool_take(s, &s->pool[h->of[h->n].pool], -(int)h->of[h->n].n);
    }
}

/* Takes `left` servers for a need; false when there are not enough (some may then be taken already). */
static bool take_need(struct vf_sim *s, struct vf_hold *h, uint16_t needed, int32_t left) {
    struct helpers way = {0};
    while (left > 0 && next_helper(s->m, needed, &way)) {
        struct vf_pstate *ps = &s->pool[way.pool];
        int32_t n = ps->claimed ? 0 : ps->cap - ps->n;
        n = n < left ? n : left;
        if (n > 0) {
            vf_pool_take(s, ps, n);
            h->of[h->n].pool = way.pool;
            h->of[h->n].n = (uint16_t)n;
            h->n++;
            left -= n;
        }
    }
    return left == 0;
}

/* Books what the patient has had of its first n holds since the last stage. */
static void book(struct vf_sim *s, const struct vf_hold *h, uint8_t n) {
    for (uint8_t k = 0; k < n; k++) {
        s->pool[h->of[k].pool].stays += h->of[k].n * vf_since(s, h->since);
    }
}

/* All needs of the patient's present stage, or nothing. */
static bool take_stage(struct vf_sim *s, const struct vf_patient *p) {
    const struct vf_step *st = step_of(s, p);
    struct vf_hold *h = vf_staff_hold(s, p);
    uint8_t before = h->n;
    for (uint32_t k = st->need0; k < st->need0 + st->n_needs; k++) {
        const struct vf_need *need = &s->m->need[k];
        if (need->stage == h->stage && !take_need(s, h, pool_of(s, p, need), need->n)) {
            give_back(s, h, before);
            return false;
        }
    }
    book(s, h, before);
    h->since = s->now;
    return true;
}

static void count_needs(struct vf_sim *s, const struct vf_patient *p, int64_t wait) {
    const struct vf_step *st = step_of(s, p);
    const struct vf_hold *h = vf_staff_hold(s, p);
    uint8_t held = 0;
    for (uint32_t k = st->need0; k < st->need0 + st->n_needs; k++) {
        const struct vf_need *need = &s->m->need[k];
        if (need->stage > h->stage) {
            continue;
        }
        uint16_t pool = pool_of(s, p, need);
        struct vf_pstate *ps = &s->pool[pool];
        for (int32_t left = need->n; left > 0; held++) {
            if (need->stage == h->stage) {
                ps->seized += h->of[held].n;
                ps->by_others += h->of[held].pool != pool ? h->of[held].n : 0;
            }
            left -= h->of[held].n;
        }
        if (need->stage == h->stage) {
            ps->started++;
            ps->waited += wait > 0;
            ps->waits += wait;
        }
    }
}

uint16_t vf_staff_line(struct vf_sim *s, const struct vf_patient *p) {
    const struct vf_step *st = step_of(s, p);
    const struct vf_need *need = &s->m->need[st->need0];
    while (need->stage != vf_staff_hold(s, p)->stage) {
        need++;
    }
    return pool_of(s, p, need);
}

/* Waits for the needs of the present stage, in the queue of the first of them; returns its pool. */
static uint16_t stand_in_line(struct vf_sim *s, uint32_t i) {
    struct vf_patient *p = vf_at(s, i);
    uint16_t pool = vf_staff_line(s, p);
    vf_rise_start(s, i, p->at);
    vf_queue_insert(s, &s->pool[pool].queue, i);
    vf_area_up(s, &s->pool[pool].line);
    p->state = VF_P_STEP_WAIT;
    vf_care_of(s, p)->t_state = s->now;
    return pool;
}

/* The stage is taken: on to the next, or the step runs. */
static void go_on(struct vf_sim *s, uint32_t i) {
    struct vf_patient *p = vf_at(s, i);
    const struct vf_step *st = step_of(s, p);
    struct vf_hold *h = vf_staff_hold(s, p);
    count_needs(s, p, s->now - vf_care_of(s, p)->t_state);
    if (h->stage < s->m->need[st->need0 + st->n_needs - 1U].stage) {
        h->stage++;
        vf_staff_freed(s, stand_in_line(s, i));
        return;
    }
    for (uint8_t k = 0; k < h->n; k++) {
        if (s->m->pool[h->of[k].pool].doctor) {
            vf_doctor_seen(s, i);
        }
    }
    vf_step_run(s, i);
}

void vf_staff_begin(struct vf_sim *s, uint32_t i) {
    struct vf_hold *h = vf_staff_hold(s, vf_at(s, i));
    h->stage = h->n = 0;
    vf_staff_freed(s, stand_in_line(s, i));
}

/* The first in line of all queues of the class that are not stuck; its pool in *from. */
static uint32_t first_in_line(struct vf_sim *s, const struct vf_pool *of, uint16_t *from) {
    uint32_t best = VF_NONE32;
    for (uint16_t k = 0; k < of->n_mates; k++) {
        uint16_t mate = s->m->pool_lists[of->mate0 + k];
        const struct vf_pstate *ps = &s->pool[mate];
        if (ps->line.n == 0 || ps->stuck) {
            continue;
        }
        uint32_t i = vf_queue_first(&ps->queue);
        const struct vf_patient *p = vf_at(s, i), *b = best != VF_NONE32 ? vf_at(s, best) : NULL;
        if (b == NULL || p->priority < b->priority || (p->priority == b->priority && p->t_need < b->t_need)) {
            best = i;
            *from = mate;
        }
    }
    return best;
}

static void claim(struct vf_sim *s, const struct vf_patient *p) {
    const struct vf_step *st = step_of(s, p);
    for (uint32_t k = st->need0; k < st->need0 + st->n_needs; k++) {
        const struct vf_need *need = &s->m->need[k];
        struct helpers way = {0};
        while (need->stage == vf_staff_hold(s, p)->stage && next_helper(s->m, pool_of(s, p, need), &way)) {
            s->pool[way.pool].claimed = true;
        }
    }
}

void vf_staff_freed(struct vf_sim *s, uint16_t pool) {
    const struct vf_pool *of = &s->m->pool[pool];
    for (uint16_t k = 0; k < of->n_mates; k++) {
        struct vf_pstate *ps = &s->pool[s->m->pool_lists[of->mate0 + k]];
        ps->stuck = ps->claimed = false;
    }
    for (;;) {
        uint16_t from = pool;
        uint32_t i = first_in_line(s, of, &from);
        if (i == VF_NONE32) {
            return;
        }
        struct vf_patient *p = vf_at(s, i);
        if (!take_stage(s, p)) {
            s->pool[from].stuck = true;
            claim(s, p);
            continue;
        }
        vf_queue_unlink(s, &s->pool[from].queue, p);
        vf_area_down(s, &s->pool[from].line, vf_care_of(s, p)->t_state);
        go_on(s, i);
    }
}

/* What is left to write keeps the server for its share of the step's time. */
static void release_one(struct vf_sim *s, uint32_t i, uint16_t pool, uint16_t n) {
    struct vf_pstate *ps = &s->pool[pool];
    int64_t since = vf_staff_hold(s, vf_at(s, i))->since;
    int64_t paperwork = (int64_t)((double)(s->now - since) * s->m->pool[pool].paperwork + 0.5);
    if (paperwork <= 0) {
        vf_pool_give(s, ps, n, since);
        return;
    }
    vf_pool_change(s, ps, 0);
    ps->stays += n * vf_since(s, since);
    ps->paper += n;
    uint32_t slot = vf_slot_take(s, i, pool);
    s->slot[slot].n = n;
    vf_eventlist_push(&s->events, s->now + paperwork, VF_C_CONTROL, (uint32_t)VF_CTL_PAPERWORK << 28 | slot);
}

void vf_staff_release(struct vf_sim *s, uint32_t i) {
    struct vf_hold *h = vf_staff_hold(s, vf_at(s, i));
    uint16_t freed[VF_HOLDS_MAX];
    uint8_t n = h->n;
    for (uint8_t k = 0; k < n; k++) {
        freed[k] = h->of[k].pool;
        release_one(s, i, h->of[k].pool, h->of[k].n);
    }
    h->n = 0;
    for (uint8_t k = 0; k < n; k++) {
        vf_staff_freed(s, freed[k]);
    }
}

void vf_staff_paperwork_over(struct vf_sim *s, uint32_t slot) {
    struct vf_slot was = s->slot[slot];
    struct vf_pstate *ps = &s->pool[was.unit];
    vf_slot_free(s, slot);
    vf_pool_give(s, ps, was.n, was.since);
    ps->paper -= was.n;
    ps->paper_stays += was.n * vf_since(s, was.since);
    vf_staff_freed(s, was.unit);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Own doctor: access against continuity. The places of such a clinic are its doctors, by number. Each patient who is
 * listed on a doctor has the same one for life. A patient takes the own doctor when free; else waits, up to a time
 * drawn for the visit, and after that takes any. A doctor who is free takes the first in the queue, by priority and
 * need, who wants that doctor or would take any: one may be idle while patients wait for another, which is what
 * continuity costs. With wait 0 this is an M/M/c, with an endless one as many M/M/1. Fewer on duty than doctors: they
 * take turns by day; more: the others are nobody's own. Called by station.c, place.c and route.c. */
#include "vf_own_doctor.h"

#include "vf_flow.h"
#include "vf_visit.h"

static struct vf_seen *seen_of(struct vf_sim *s, const struct vf_patient *p) {
    return (struct vf_seen *)(void *)(s->care + (size_t)p->ext * s->care_size + s->seen_at);
}

static const struct vf_own_doctor *rule_of(const struct vf_sim *s, uint16_t u) {
    return &s->m->own_doctor[s->m->unit[u].own_doctor];
}
static struct vf_ostate *state_of(const struct vf_sim *s, uint16_t u) {
    return &s->own[s->m->unit[u].own_doctor];
}

/* Bits of the doctors who are on duty and free. */
static uint64_t free_doctors(const struct vf_sim *s, uint16_t u) {
    const struct vf_ustate *us = &s->unit[u];
    const struct vf_own_doctor *rule = rule_of(s, u);
    if (us->n >= us->cap) {
        return 0;
    }
    uint64_t on_duty = 0;
    uint32_t cap = us->cap < 64 ? (uint32_t)us->cap : 64, first = 0;
    if (cap < rule->doctors) {
        first = (uint32_t)((uint64_t)vf_day_of(s->now) * cap % rule->doctors);
    }
    for (uint32_t k = 0; k < cap; k++) {
        on_duty |= UINT64_C(1) << (cap < rule->doctors ? (first + k) % rule->doctors : k);
    }
    return on_duty & ~state_of(s, u)->busy;
}

static uint8_t lowest(uint64_t mask) {
    return (uint32_t)mask != 0 ? (uint8_t)vf_lowest_bit((uint32_t)mask)
                               : (uint8_t)(32 + vf_lowest_bit((uint32_t)(mask >> 32)));
}

/* Does the patient take one of these doctors? */
static bool takes(struct vf_sim *s, const struct vf_patient *p, uint64_t doctors) {
    const struct vf_seen *seen = seen_of(s, p);
    return seen->own == 0 || seen->open || p->state == VF_P_BLOCKED || (doctors >> (seen->own - 1) & 1U) != 0;
}

static void see(struct vf_sim *s, uint32_t i, uint16_t u, uint64_t doctors) {
    struct vf_ostate *o = state_of(s, u);
    uint8_t own = seen_of(s, vf_at(s, i))->own;
    bool with_own = own != 0 && (doctors >> (own - 1) & 1U) != 0;
    uint8_t doctor = with_own ? (uint8_t)(own - 1) : lowest(doctors);
    o->busy |= UINT64_C(1) << doctor;
    o->visits++;
    o->listed += own != 0;
    o->with_own += with_own;
    vf_obtain(s, i, u, u);
    seen_of(s, vf_at(s, i))->doctor = (uint8_t)(doctor + 1);
}

void vf_own_left(struct vf_sim *s, uint32_t i, uint16_t u) {
    struct vf_seen *seen = seen_of(s, vf_at(s, i));
    if (seen->doctor != 0) {
        state_of(s, u)->busy &= ~(UINT64_C(1) << (seen->doctor - 1));
        seen->doctor = 0;
    }
}

static int64_t drawn(struct vf_sim *s, const struct vf_patient *p, int32_t dist, uint64_t quantity) {
    const struct vf_node *n = &s->m->node[p->node];
    struct vf_rand r = vf_draw(s, p->key, n->purpose + quantity, vf_occasion(s, p, n));
    double time = p->t_place < 0 ? vf_dist_sample_beyond(&s->m->dist[dist], (double)-p->t_place, &r)
                                 : vf_dist_draw(&s->m->dist[dist], &r);
    return (int64_t)(time + 0.5);
}

/* How long the patient stays in the queue at most: patience, or getting worse. */
static int64_t leaves_after(struct vf_sim *s, const struct vf_patient *p) {
    const struct vf_node *n = &s->m->node[p->node];
    int64_t patience = n->patience >= 0 ? drawn(s, p, n->patience, VF_Q_PATIENCE) : INT64_MAX;
    int64_t worsen = n->worsen >= 0 ? drawn(s, p, n->worsen, VF_Q_WORSEN) : INT64_MAX;
    return patience < worsen ? patience : worsen;
}

/* The own doctor, the same for life: 1 .. doctors, 0 for who is not listed on one. */
static uint8_t own_of(const struct vf_sim *s, const struct vf_own_doctor *rule, const struct vf_patient *p) {
    struct vf_rand r = vf_draw(s, p->key, rule->purpose, 1);
    uint8_t own = (uint8_t)(1 + (unsigned)(vf_rand_u01(&r) * rule->doctors));
    return vf_rand_u01(&r) < rule->share ? own : 0;
}

/* In the queue: after that long the patient takes any doctor, unless patience ends before. */
static void start_waiting(struct vf_sim *s, uint32_t i, uint16_t u) {
    struct vf_patient *p = vf_at(s, i);
    if (p->state != VF_P_QUEUED || p->target != u || seen_of(s, p)->own == 0) {
        return;
    }
    int64_t wait = drawn(s, p, rule_of(s, u)->wait, VF_Q_OWN_DOCTOR);
    if (leaves_after(s, p) <= wait) {
        return;
    }
    int64_t at = p->t_place + wait; /* in the queue since t_place */
    p->seq = vf_eventlist_push(&s->events, at > s->now ? at : s->now, VF_C_TIMER, i);
}

void vf_own_waiting(struct vf_sim *s, uint32_t i, uint16_t u) {
    struct vf_seen *seen = seen_of(s, vf_at(s, i));
    seen->own = own_of(s, rule_of(s, u), vf_at(s, i));
    seen->open = 0;
    start_waiting(s, i, u);
}

void vf_own_present(struct vf_sim *s, uint32_t i, uint16_t u) {
    uint64_t doctors = free_doctors(s, u);
    struct vf_seen *seen = seen_of(s, vf_at(s, i));
    seen->own = own_of(s, rule_of(s, u), vf_at(s, i));
    bool with_own = seen->own != 0 && (doctors >> (seen->own - 1) & 1U) != 0;
    if (doctors != 0) {
        seen->doctor = (uint8_t)(with_own ? seen->own : lowest(doctors) + 1);
        state_of(s, u)->busy |= UINT64_C(1) << (seen->doctor - 1);
    }
}

bool vf_own_waited(struct vf_sim *s, uint32_t i) {
    struct vf_patient *p = vf_at(s, i);
    if ((s->unit[p->target].traits & VF_T_OWN_DOCTOR) == 0 || seen_of(s, p)->own == 0 ||
        seen_of(s, p)->open) {
        return false;
    }
    int64_t most = leaves_after(s, p);
    if (most != INT64_MAX) {
        if (p->t_place + most <= s->now) {
            return false;
        }
        p->seq = vf_eventlist_push(&s->events, p->t_place + most, VF_C_TIMER, i);
    }
    seen_of(s, p)->open = 1;
    vf_mark_ready(s, p->target);
    return true;
}

void vf_own_request(struct vf_sim *s, uint32_t i, uint16_t u) {
    struct vf_patient *p = vf_at(s, i);
    const struct vf_unit *unit = &s->m->unit[u];
    uint64_t doctors = free_doctors(s, u);
    struct vf_seen *seen = seen_of(s, p);
    seen->own = own_of(s, rule_of(s, u), p);
    seen->open = 0;
    if (doctors != 0 && takes(s, p, doctors)) {
        see(s, i, u, doctors);
        return;
    }
    if (s->unit[u].cap == 0 && unit->on_close == VF_CLOSE_SEND_AWAY) {
        vf_dispositions(s, u, p->group)[VF_D_SENT_AWAY]++;
        vf_go(s, i, s->m->node[p->node].away_to);
        return;
    }
    if (vf_queue_up(s, i, u)) {
        start_waiting(s, i, u);
    }
}

void vf_own_freed(struct vf_sim *s, uint16_t u) {
    struct vf_ustate *us = &s->unit[u];
    uint64_t doctors;
    while (us->queued != 0 && (doctors = free_doctors(s, u)) != 0) {
        uint32_t i = vf_queue_first(&us->queue);
        while (i != VF_NONE32 && !takes(s, vf_at(s, i), doctors)) {
            i = vf_queue_after(s, &us->queue, i);
        }
        if (i == VF_NONE32) {
            return;
        }
        vf_unqueue(s, i, u);
        see(s, i, u, doctors);
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The short way through a visit, for the many that have nothing special about them: a simple node at a unit that
 * only counts its places, a patient without a care record, no event log. It does what the general way does
 * (route.c, station.c, place.c, stay.c), in the same order and from the same pieces (vf_visit.h), without asking
 * what cannot be; whoever meets anything else falls back to it. A run with the event log on never comes here, and
 * must give the same numbers: that is the test of this file. Who has been blocked on the way in obtains the place by the
 * general way (vf_obtain), so there is no credit for it here.
 *
 * Included by route.c (departures) and source.c (arrivals). Nothing here creates a patient, so pointers live. */
#ifndef VF_LEAN_H
#define VF_LEAN_H

#include "vf_visit.h"

VF_INLINE bool vf_lean(const struct vf_sim *s, const struct vf_patient *p, const struct vf_node *n) {
    return (n->flags & s->lean) != 0 && (p->flags & VF_F_CARE) == 0;
}
/* The same of a node about to be entered: its counter must have room. */
VF_INLINE bool vf_lean_next(const struct vf_sim *s, const struct vf_patient *p, const struct vf_node *n) {
    return vf_lean(s, p, n) && (n->occ == VF_NONE16 || (p->ext >> 8 * n->occ & 255U) < VF_OCCASION_MAX);
}

VF_INLINE uint32_t vf_lean_occasion(struct vf_patient *p, const struct vf_node *n) {
    if (n->occ == VF_NONE16) {
        return 1;
    }
    p->ext += 1U << 8 * n->occ;
    return p->ext >> 8 * n->occ & 255U;
}

/* The stay at node n, which the patient has just entered: drawn ahead, or now. */
VF_INLINE double vf_lean_stay(struct vf_sim *s, const struct vf_patient *p, const struct vf_node *n) {
    const struct vf_ahead *a = &s->ahead;
    return a->node == n && a->key == p->key && a->occasion == vf_occasion(s, p, n) ? a->stay
                                                                                   : vf_planned_stay(s, p, n);
}

/* Draws the stay that the next event will ask for, where that can be told and the law is a dear one (vf_node.ahead). A push
 * waits for its time, and where it goes nobody can guess; this is worked out beside it. A draw is a pure function of key, node
 * and occasion: made ahead, in vain, or not at all, it changes no number. */
VF_INLINE void vf_lean_ahead(struct vf_sim *s) {
    if (!s->m->draws_ahead) {
        return;
    }
    const struct vf_event e = s->events.bottom[s->events.n];
    if (vf_event_class(e) != VF_C_DEPART) { /* the sentinel is none either */
        return;
    }
    const struct vf_patient *p = &s->patient[vf_event_index(e)];
    uint32_t next = s->m->node[p->node].ahead;
    if (next == VF_NONE32 || p->seq != vf_event_seq(e) || p->state != VF_P_STAY ||
        (p->flags & VF_F_CARE) != 0) {
        return;
    }
    const struct vf_node *n = &s->m->node[next];
    uint32_t occasion = n->occ == VF_NONE16 ? 1 : (p->ext >> 8 * n->occ & 255U) + 1;
    struct vf_rand r = vf_draw(s, p->key, n->purpose + VF_Q_STAY, occasion);
    s->ahead = (struct vf_ahead){p->key, n, occasion, vf_dist_draw(&s->m->dist[n->stay], &r)};
}

VF_INLINE void vf_lean_start(struct vf_sim *s, uint32_t i, struct vf_patient *p, const struct vf_node *n,
                             struct vf_ustate *us, struct vf_ledger *c) {
    vf_unit_count(s, us, 1);
    vf_take_place(s, p, n->unit, c);
    p->state = VF_P_STAY;
    int64_t end = s->now + (int64_t)(vf_lean_stay(s, p, n) + 0.5);
    vf_lean_ahead(s);
    p->seq = vf_eventlist_push(&s->events, end, VF_C_DEPART, i);
}

VF_INLINE void vf_lean_leave(struct vf_sim *s, struct vf_patient *p, struct vf_ustate *us) {
    vf_unit_count(s, us, -1);
    vf_cell_leave(s, &us->row[p->group], p->t_place);
    p->last_unit = p->at;
    p->at = VF_NONE16;
}

/* Enters node n, coming from the place at `from` (NULL: holding none). False when the general way took over. */
VF_INLINE bool vf_lean_enter(struct vf_sim *s, uint32_t i, struct vf_patient *p, const struct vf_node *n,
                             struct vf_ustate *from) {
    struct vf_ustate *us = &s->unit[n->unit];
    struct vf_ledger *c = &us->row[p->group];
    vf_need_arises(s, p, n, c, vf_lean_occasion(p, n));
    if ((n->flags & VF_N_ROUTE_AT_ENTRY) != 0) {
        p->edge = vf_draw_edge(s, p, n);
    }
    if (us->n < us->cap && us->queued == 0) {
        vf_count_start(s, p, us, c);
        if (from != NULL) {
            vf_count_into(s, p, us);
            vf_lean_leave(s, p, from);
        }
        vf_lean_start(s, i, p, n, us, c);
        return true;
    }
    if (us->n < us->cap || (from != NULL && s->m->unit[n->unit].int_cap == 0)) {
        vf_station_request(s, i, n->unit);
        return false;
    }
    if (from != NULL) {
        vf_lean_leave(s, p, from);
        p->flags |= VF_F_INT_QUEUE;
    }
    vf_join_queue(s, i, p, n->unit);
    vf_stand_in_queue(s, p, us);
    return true;
}

/* Hands the free places of a lean unit on. */
VF_INLINE void vf_lean_freed(struct vf_sim *s, struct vf_ustate *us, uint16_t u) {
    while (us->queued != 0 && us->n < us->cap) {
        uint32_t i = vf_queue_first(&us->queue);
        struct vf_patient *p = vf_at(s, i);
        const struct vf_node *n = &s->m->node[p->node];
        if (p->state != VF_P_QUEUED || !vf_lean(s, p, n)) {
            vf_unqueue(s, i, u);
            vf_obtain(s, i, u, u);
            continue;
        }
        vf_quit_queue(s, p, us);
        vf_quit_standing(s, p, us);
        struct vf_ledger *c = &us->row[p->group];
        vf_count_start(s, p, us, c);
        vf_lean_start(s, i, p, n, us, c);
    }
}

/* The stay of a lean patient is over: on, or out. */
VF_INLINE void vf_lean_over(struct vf_sim *s, uint32_t i, struct vf_patient *p, const struct vf_node *n) {
    uint8_t edge = (n->flags & VF_N_ROUTE_AT_ENTRY) != 0 ? p->edge : vf_draw_edge(s, p, n);
    uint32_t target = s->m->edge[n->edge0 + edge].target;
    uint16_t u = n->unit;
    struct vf_ustate *us = &s->unit[u];
    if (target < VF_TERM_DEATH) {
        const struct vf_node *next = &s->m->node[target];
        if (!vf_lean_next(s, p, next)) {
            vf_enter_node(s, i, target);
            return;
        }
        if (!vf_lean_enter(s, i, p, next, us)) {
            return;
        }
    } else {
        struct vf_gstate *g = &s->group[p->group];
        vf_lean_leave(s, p, us);
        vf_area_down(s, &g->system, p->t_entry);
        vf_count_finish(s, p, g, target == VF_TERM_EXIT);
        s->in_system--;
        vf_patient_drop(s, i, p);
    }
    vf_lean_freed(s, us, u);
}

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pieces that every visit is made of, inline: what is drawn for it, what is counted when its wait ends, where
 * it came from. The general way (route.c, place.c, stay.c) and the short one (vf_lean.h) are both put together
 * from these, so that neither can count or draw differently. Only for the simulator's own files. */
#ifndef VF_VISIT_H
#define VF_VISIT_H

#include "vf_account.h"
#include "vf_flow.h"

enum { VF_OCCASION_MAX = 255 }; /* of a counter in the patient's own line */

/* The counters beside a care record. */
VF_INLINE uint32_t *vf_occasions(struct vf_sim *s, const struct vf_patient *p) {
    return (uint32_t *)(void *)(s->care + (size_t)p->ext * s->care_size + sizeof(struct vf_care));
}

/* The number of times the patient has entered this node, after entering it (1 = the first). */
VF_INLINE uint32_t vf_occasion(struct vf_sim *s, const struct vf_patient *p, const struct vf_node *n) {
    if (n->occ == VF_NONE16) {
        return 1;
    }
    if ((p->flags & VF_F_CARE) != 0) {
        return vf_occasions(s, p)[n->occ];
    }
    return p->ext >> 8 * n->occ & 255U;
}

/* Which edge the patient takes from the node: its number. */
static inline uint8_t vf_draw_among(struct vf_sim *s, const struct vf_patient *p, const struct vf_node *n) {
    struct vf_rand r = vf_draw(s, p->key, n->purpose + VF_Q_ROUTE, vf_occasion(s, p, n));
    double u = vf_rand_u01(&r);
    const struct vf_edge *e = &s->m->edge[n->edge0];
    uint8_t k = 0;
    while (k + 1U < n->n_edges && u >= e[k].cum) {
        k++;
    }
    return k;
}

VF_INLINE uint8_t vf_draw_edge(struct vf_sim *s, const struct vf_patient *p, const struct vf_node *n) {
    return n->n_edges == 1 ? 0 : vf_draw_among(s, p, n);
}

/* The drawn length of the stay at the node, in its unit's measure (ms or nights). */
VF_INLINE double vf_planned_stay(struct vf_sim *s, const struct vf_patient *p, const struct vf_node *n) {
    int32_t d = n->stay + ((n->flags & VF_N_STAY_BY_NEXT) != 0 ? p->edge : 0);
    struct vf_rand r = vf_draw(s, p->key, n->purpose + VF_Q_STAY, vf_occasion(s, p, n));
    return vf_dist_draw(&s->m->dist[d], &r);
}

/* A new or returning patient comes in. */
VF_INLINE void vf_begin_journey(const struct vf_sim *s, struct vf_patient *p, struct vf_gstate *g) {
    p->t_entry = s->now;
    p->last_unit = VF_NONE16;
    p->flags &= (uint8_t)~VF_F_INTERNAL; /* comes from outside, whatever ended the journey before */
    g->journeys++;
    vf_area_up(s, &g->system);
}

/* The need for node n arises now; `occasion` counts it. */
VF_INLINE void vf_need_arises(const struct vf_sim *s, struct vf_patient *p, const struct vf_node *n,
                              struct vf_ledger *c, uint32_t occasion) {
    p->node = (uint16_t)(n - s->m->node);
    p->priority = n->priority;
    p->t_need = s->now;
    p->step = 0;
    p->flags &= (uint8_t) ~(VF_F_STARTED | VF_F_TO_DOCTOR);
    c->arrivals++;
    c->first += occasion == 1;
}

/* The wait of the need that ends now: `need` is its home, c the home's account of the group. */
VF_INLINE void vf_count_start(struct vf_sim *s, struct vf_patient *p, struct vf_ustate *need,
                              struct vf_ledger *c) {
    /* who was preempted waits a second time, from then on, though the need is as old as it was */
    bool again = (p->flags & VF_F_STARTED) != 0;
    int64_t wait = s->now - (again ? p->t_place : p->t_need);
    if (!again) {
        c->started++;
        p->flags |= VF_F_STARTED;
        c->waited += wait > 0;
        if ((need->traits & VF_T_GUARANTEE) != 0) {
            vf_guarantee_started(s, p, need, wait);
        }
    }
    if (wait > 0) {
        c->waits += wait;
        if (need->wait_hist != NULL) {
            vf_hist_add(need->wait_hist, VF_WAIT_BUCKETS, wait);
        }
    }
}

/* One who comes from another unit's place obtains one here. */
VF_INLINE void vf_count_into(const struct vf_sim *s, const struct vf_patient *p, struct vf_ustate *need) {
    int64_t wait = s->now - p->t_need;
    need->into++;
    need->into_blocked += wait > 0;
    need->into_time += wait;
}

/* The journey ends, alive or not, and not for want of a place. */
VF_INLINE void vf_count_finish(struct vf_sim *s, const struct vf_patient *p, struct vf_gstate *g,
                               bool alive) {
    int64_t total = s->now - p->t_entry;
    g->total_n++;
    g->total_time += total;
    g->total_sq += (double)total * (double)total;
    g->deaths += !alive;
    g->exits += alive;
    vf_flow_count(s, p->last_unit, s->m->n_units + (alive ? 0U : 1U));
}

/* In the queue of u, whether a place is held meanwhile or not. */
VF_INLINE void vf_join_queue(struct vf_sim *s, uint32_t i, struct vf_patient *p, uint16_t u) {
    struct vf_ustate *us = &s->unit[u];
    p->target = u;
    vf_queue_insert(s, &us->queue, i);
    us->queued++;
}
VF_INLINE void vf_quit_queue(struct vf_sim *s, struct vf_patient *p, struct vf_ustate *us) {
    vf_queue_unlink(s, &us->queue, p);
    us->queued--;
    p->seq = 0; /* a patience timer, if any, is stale now */
}

/* In the queue holding no place. */
VF_INLINE void vf_stand_in_queue(const struct vf_sim *s, struct vf_patient *p, struct vf_ustate *us) {
    p->state = VF_P_QUEUED;
    p->t_place = s->now;
    vf_area_up(s, &us->released);
    if ((p->flags & VF_F_INT_QUEUE) != 0) {
        us->n_int++;
    } else {
        us->n_ext++;
    }
}
/* True when that was under the internal cap. */
VF_INLINE bool vf_quit_standing(const struct vf_sim *s, struct vf_patient *p, struct vf_ustate *us) {
    vf_area_down(s, &us->released, p->t_place);
    bool internal = (p->flags & VF_F_INT_QUEUE) != 0;
    if (internal) {
        p->flags &= (uint8_t)~VF_F_INT_QUEUE;
        us->n_int--;
    } else {
        us->n_ext--;
    }
    return internal;
}

/* A patient of the group, with nothing set but who it is and when it came. */
VF_INLINE uint32_t vf_patient_take(struct vf_sim *s, uint16_t group, uint64_t key) {
    uint32_t i = s->free_patient;
    if (i != VF_NONE32) {
        s->free_patient = s->patient[i].next;
    } else {
        i = vf_patient_fresh(s);
    }
    s->patient[i] = (struct vf_patient){.key = key,
                                        .group = group,
                                        .next = VF_NONE32,
                                        .prev = VF_NONE32,
                                        .at = VF_NONE16,
                                        .target = VF_NONE16,
                                        .last_unit = VF_NONE16,
                                        .t_entry = s->now};
    if ((s->m->group[group].flags & VF_G_CARE) != 0) {
        vf_care_attach(s, i);
    }
    return i;
}
/* The patient's line goes back to the pool; what it had beside is gone already. */
VF_INLINE void vf_patient_drop(struct vf_sim *s, uint32_t i, struct vf_patient *p) {
    p->state = VF_P_FREE;
    p->seq = 0;
    p->next = s->free_patient;
    s->free_patient = i;
}

/* The rest of an interrupted stay is not what the next unit gives. */
VF_INLINE void vf_forget_rest(struct vf_sim *s, uint32_t i) {
    struct vf_patient *p = vf_at(s, i);
    if ((p->flags & (VF_F_CARE | VF_F_RESERVED)) == VF_F_CARE) {
        vf_care_of(s, p)->remaining = -1;
    }
}

/* The place at `us` is the patient's from now on. */
VF_INLINE void vf_take_place(struct vf_sim *s, struct vf_patient *p, uint16_t u, struct vf_ledger *c) {
    vf_flow_count(s, p->last_unit, u);
    vf_cell_enter(s, c);
    p->at = u;
    p->target = VF_NONE16;
    p->t_place = s->now;
}

#endif

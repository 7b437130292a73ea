/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where effects meet the patient's way: the choice of the next unit, the readmission, the stay. A probability p of some
 * of the ways on becomes p': of those drawn to one of them a share stays with it, or of the others a share joins, by
 * one keyed uniform of its own; so p' = p changes nobody, and a little more or less changes a few. */
#include "vf_effects.h"
#include "vf_visit.h"

enum { Q_ROUTE = 256, Q_FOLLOW_UP }; /* beyond the quantities of a node (vf_flow.h) */
enum { Q_LIFE_FOLLOW_UP = 256 };     /* beyond those of a life */

static const struct vf_node_effect *effect_of(const struct vf_sim *s, const struct vf_patient *p) {
    return &s->m->effects->node[p->node];
}

/* The edge at position u of the chosen ones (or the others), u in [0, 1). */
static uint8_t pick(const struct vf_sim *s, const struct vf_node *n, bool chosen, double u) {
    const struct vf_edge *edge = &s->m->edge[n->edge0];
    const bool *marked = &s->m->effects->chosen[n->edge0];
    double total = 0, before = 0;
    uint8_t last = 0;
    for (uint16_t k = 0; k < n->n_edges; k++) {
        total += marked[k] == chosen ? edge[k].cum - before : 0;
        before = edge[k].cum;
    }
    double left = u * total;
    before = 0;
    for (uint16_t k = 0; k < n->n_edges; k++) {
        double width = edge[k].cum - before;
        before = edge[k].cum;
        if (marked[k] != chosen) {
            continue;
        }
        last = (uint8_t)k;
        if (left < width) {
            break;
        }
        left -= width;
    }
    return last;
}

/* Moves the drawn edge so that the chosen ones have probability `to` instead of `from`; returns whether it moved. */
static bool shift(struct vf_sim *s, uint32_t i, double from, double to) {
    struct vf_patient *p = vf_at(s, i);
    const struct vf_node *n = &s->m->node[p->node];
    bool in = s->m->effects->chosen[n->edge0 + p->edge];
    double keep = in ? (from > 0 ? to / from : 1) : from < 1 ? (1 - to) / (1 - from) : 1;
    if (keep >= 1) {
        return false;
    }
    double u = vf_effect_uniform(s, i, (struct vf_effect_chance){n->purpose + Q_ROUTE, vf_occasion(s, p, n)});
    if (u < keep) {
        return false;
    }
    p->edge = pick(s, n, !in, (u - keep) / (1 - keep));
    return true;
}

/* The ward the patient would go to by the drawn edge, or by the first one to a ward. */
static uint16_t ward_ahead(struct vf_sim *s, const struct vf_patient *p, const struct vf_node *n) {
    const bool *marked = &s->m->effects->chosen[n->edge0];
    uint16_t k = p->edge;
    for (uint16_t j = 0; !marked[k] && j < n->n_edges; j++) {
        k = j;
    }
    return vf_node_unit(s, p, &s->m->node[s->m->edge[n->edge0 + k].target]);
}

static void route_admission(struct vf_sim *s, uint32_t i, double share) {
    struct vf_patient *p = vf_at(s, i);
    const struct vf_node *n = &s->m->node[p->node];
    uint16_t u = ward_ahead(s, p, n);
    double to = share;
    for (uint16_t k = 0; k < s->m->effects->n; k++) {
        const struct vf_effect *e = &s->m->effects->effect[k];
        if (e->kind->admission != NULL) {
            to = e->kind->admission(s, e, u, to);
        }
    }
    if (to != share && shift(s, i, share, to)) {
        vf_effect_note(s, VF_EFFECT_admission);
    }
}

static double comes_back(struct vf_sim *s, uint32_t i, struct vf_effect_chance at, double p) {
    const struct vf_care *care = vf_care_of(s, vf_at(s, i));
    double early = care->early_odds;
    for (uint16_t k = 0; k < s->m->effects->n; k++) {
        const struct vf_effect *e = &s->m->effects->effect[k];
        if (e->kind->early && e->group[vf_at(s, i)->group]) {
            early = 1;
        }
    }
    p = vf_with_odds(p, care->return_odds * early);
    for (uint16_t k = 0; k < s->m->effects->n; k++) {
        const struct vf_effect *e = &s->m->effects->effect[k];
        if (e->kind->comes_back != NULL) {
            p = e->kind->comes_back(s, e, i, at, p);
        }
    }
    return p;
}

/* Only after a vardperiod that ended in this journey. */
static void route_return(struct vf_sim *s, uint32_t i, double share) {
    struct vf_patient *p = vf_at(s, i);
    if ((p->flags & VF_F_CARE) == 0 || vf_care_of(s, p)->t_out < p->t_entry || vf_care_of(s, p)->t_out < 0) {
        return;
    }
    const struct vf_node *n = &s->m->node[p->node];
    struct vf_effect_chance at = {n->purpose + Q_FOLLOW_UP, vf_occasion(s, p, n)};
    double to = comes_back(s, i, at, share);
    if (to != share && shift(s, i, share, to)) {
        vf_effect_note(s, VF_EFFECT_readmission);
    }
}

void vf_effects_route(struct vf_sim *s, uint32_t i) {
    const struct vf_node_effect *ne = effect_of(s, vf_at(s, i));
    if (ne->role == VF_ROLE_ADMISSION) {
        route_admission(s, i, ne->share);
    } else if (ne->role == VF_ROLE_RETURN) {
        route_return(s, i, ne->share);
    }
}

double vf_effects_readmission(struct vf_sim *s, uint32_t i, double p) {
    struct vf_effect_chance at = {Q_LIFE_FOLLOW_UP, vf_care_of(s, vf_at(s, i))->journeys};
    return comes_back(s, i, at, p);
}

void vf_effects_discharge(struct vf_sim *s, uint32_t i) {
    uint16_t home = vf_care_of(s, vf_at(s, i))->home;
    for (uint16_t k = 0; k < s->m->effects->n; k++) {
        const struct vf_effect *e = &s->m->effects->effect[k];
        if (e->kind->discharge != NULL) {
            vf_care_of(s, vf_at(s, i))->return_odds *= e->kind->discharge(s, e, i, home);
        }
    }
}

double vf_effects_stay(struct vf_sim *s, uint32_t i) {
    double factor = 1;
    for (uint16_t k = 0; k < s->m->effects->n; k++) {
        const struct vf_effect *e = &s->m->effects->effect[k];
        if (e->kind->stay != NULL) {
            factor *= e->kind->stay(s, e, i, vf_at(s, i)->at);
        }
    }
    return factor;
}

double vf_effects_ed_time(struct vf_sim *s, const struct vf_patient *p, uint16_t step) {
    double ms = 0;
    if (effect_of(s, p)->ed_step != step) {
        return 0;
    }
    for (uint16_t k = 0; k < s->m->effects->n; k++) {
        const struct vf_effect *e = &s->m->effects->effect[k];
        if (e->kind->ed_time != NULL) {
            ms += e->kind->ed_time(s, e, p->at);
        }
    }
    return ms;
}

bool vf_effects_divert(struct vf_sim *s, uint32_t i, uint16_t u) {
    struct vf_patient *p = vf_at(s, i);
    if (!effect_of(s, p)->divert || p->at != VF_NONE16) {
        return false;
    }
    const struct vf_node *n = &s->m->node[p->node];
    for (uint16_t k = 0; k < s->m->effects->n; k++) {
        const struct vf_effect *e = &s->m->effects->effect[k];
        if (e->kind->divert == NULL) {
            continue;
        }
        struct vf_effect_chance at = {n->purpose + Q_ROUTE, vf_occasion(s, p, n)};
        if (vf_effect_uniform(s, i, at) < e->kind->divert(s, e, u)) {
            vf_effect_note(s, VF_EFFECT_diversion);
            vf_dispositions(s, u, p->group)[VF_D_BALKED]++;
            vf_go(s, i, n->patience_to);
            return true;
        }
    }
    return false;
}

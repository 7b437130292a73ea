/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Units that start filled: patients in their places with residual stays in equilibrium (a uniform share of a
 * length-biased stay), so that SABO with stays of years needs no decade of warm-up; those beyond the places of a
 * clinic form its waiting list. Their identity is (unit, number). */
#include "vf_account.h"
#include "vf_flow.h"

/* The node of one who is there, by how often patients are found at each. */
static uint32_t draw_node(const struct vf_sim *s, const struct vf_unit *unit, uint64_t luck) {
    const struct vf_fill *f = &s->m->fill[unit->fill0];
    if (unit->n_fill == 1) {
        return f->node;
    }
    struct vf_rand r = vf_draw_of(s, luck, 1);
    double u = vf_rand_u01(&r);
    uint32_t k = 0;
    for (uint32_t n = unit->n_fill; n > 1;) { /* the answer is one of the n from k on */
        uint32_t half = n / 2;
        k += (u >= f[k + half - 1].cum) * half;
        n -= half;
    }
    return f[k].node;
}

/* Some patients of a unit: what they are is drawn for all of them before anything happens to the first, without a branch
 * that depends on it. */
enum { AT_ONCE = 64 };
struct lot {
    uint64_t key[AT_ONCE], luck[AT_ONCE];
    uint32_t node[AT_ONCE];
};

/* The next `n` of the unit's keys at or after *number whose patients belong here: some tries, so nothing else is asked of
 * them. */
static void draw_lot(const struct vf_sim *s, uint16_t u, const struct vf_share *share, uint64_t *number,
                     struct lot *lot, uint32_t n) {
    uint64_t base = vf_key(s->rep_key, s->fill_key[u]);
    uint32_t tries = 0;
    for (uint32_t k = 0; k < n;) {
        lot->key[k] = vf_key(base, (*number)++);
        uint32_t mine = vf_belongs(s, share, lot->key[k]), enough = ++tries >= n * VF_FAMILY_TRIES;
        k += mine | enough;
    }
    for (uint32_t k = 0; k < n; k++) {
        lot->luck[k] = vf_key(lot->key[k], VF_Q_FILL);
        lot->node[k] = draw_node(s, &s->m->unit[u], lot->luck[k]);
    }
}

static int64_t residual_end(struct vf_sim *s, const struct vf_patient *p, const struct vf_node *n,
                            uint64_t luck) {
    int32_t d = n->stay + ((n->flags & VF_N_STAY_BY_NEXT) != 0 ? p->edge : 0);
    struct vf_rand r = vf_draw_of(s, luck, 2);
    double share = vf_rand_u01(&r);
    double left = share * vf_dist_sample_size_biased(&s->m->dist[d], &r) * vf_stay_factor(s, n);
    uint16_t w = s->unit[p->at].ward;
    if (w != VF_NONE16 && s->m->ward[w].nights) {
        return vf_nights_end(s, &s->m->ward[w], (int64_t)(left + 0.5), &r);
    }
    return s->now + (int64_t)(left + 0.5);
}

static uint8_t edge_of_present(const struct vf_sim *s, uint64_t key, const struct vf_node *n) {
    const double *weight = &s->m->edge_present[n->edge0];
    double total = 0;
    for (uint16_t k = 0; k < n->n_edges; k++) {
        total += weight[k];
    }
    struct vf_rand r = vf_draw(s, key, n->purpose + VF_Q_ROUTE, 1);
    double left = vf_rand_u01(&r) * total;
    uint8_t k = 0;
    while (k + 1U < n->n_edges && left >= weight[k]) {
        left -= weight[k];
        k++;
    }
    return k;
}

static void fill_one(struct vf_sim *s, uint16_t u, uint64_t key, uint64_t luck, uint32_t node) {
    const struct vf_node *n = &s->m->node[node];
    uint32_t i = vf_patient_new(s, n->group, key);
    (void)vf_occasion_enter(s, i, n);
    struct vf_patient *p = vf_at(s, i);
    struct vf_ustate *us = &s->unit[u];
    s->in_system++;
    s->group[n->group].journeys++;
    vf_area_up(s, &s->group[n->group].system);
    p->node = (uint16_t)node;
    p->priority = n->priority;
    if ((n->flags & VF_N_ROUTE_AT_ENTRY) != 0) {
        p->edge = edge_of_present(s, key, n);
    }
    if (us->ward == VF_NONE16 && us->n >= us->cap) {
        (void)vf_queue_up(s, i, u); /* more than there are places: a waiting list to start with */
        return;
    }
    p->flags |= VF_F_STARTED;
    p->at = u;
    vf_unit_change(s, us, 1);
    vf_cell_enter(s, vf_cell_at(s, u, p->group));
    if ((us->traits & VF_T_IN_CARE) != 0) {
        vf_in_care_enter(s, i, u, u);
    }
    p = vf_at(s, i);
    int64_t end = residual_end(s, p, n, luck);
    if ((p->flags & VF_F_CARE) != 0) {
        vf_care_of(s, p)->t_end = end;
    }
    p->state = VF_P_STAY;
    p->seq = vf_eventlist_push(&s->events, end, VF_C_DEPART, i);
}

void vf_fill_units(struct vf_sim *s) {
    struct lot lot = {.key = {0}};
    for (uint16_t u = 0; u < s->m->n_units; u++) {
        uint32_t left = s->m->unit[u].n_fill > 0 ? s->m->unit[u].start_n : 0;
        uint64_t number = 0;
        struct vf_share share = vf_share_of(s, u);
        while (left > 0) {
            uint32_t n = left < AT_ONCE ? left : AT_ONCE;
            draw_lot(s, u, &share, &number, &lot, n);
            for (uint32_t k = 0; k < n; k++) {
                fill_one(s, u, lot.key[k], lot.luck[k], lot.node[k]);
            }
            left -= n;
        }
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Placement on wards: the ordered policy by which a patient who needs a bed finds one (home, outlier, extra,
 * board, wait, transfer, refuse), and what happens to a bed that frees (on_free: the queue, packing, repatriation,
 * other wards' patients). The order is data: per ward, group and load threshold. */
#include "vf_account.h"
#include "vf_flow.h"
#include "vf_visit.h"

bool vf_ward_listed(const struct vf_model *m, uint32_t first, uint32_t n, uint16_t u) {
    for (uint32_t k = 0; k < n; k++) {
        if (m->ward_lists[first + k] == u) {
            return true;
        }
    }
    return false;
}

const struct vf_placement *vf_placement_of(const struct vf_sim *s, uint16_t home, uint16_t group) {
    return &s->m->placement[(size_t)s->m->unit[home].ward * s->m->n_groups + group];
}

/* Free disponibla beds nobody waits for by right. */
static int32_t free_beds(const struct vf_sim *s, uint16_t u) {
    const struct vf_ustate *us = &s->unit[u];
    return us->queued == 0 ? vf_beds_free(us) : 0;
}

double vf_hospital_load(const struct vf_sim *s, uint16_t home) {
    const struct vf_model *m = s->m;
    uint16_t hospital = m->unit[home].sjukhus;
    int64_t n = 0, cap = 0;
    for (uint16_t w = 0; w < m->n_wards; w++) {
        uint16_t u = m->ward_unit[w];
        bool same = hospital != VF_NONE16 && m->unit[u].sjukhus == hospital && !m->ward[w].is_virtual;
        if (u == home || same) {
            n += s->unit[u].n;
            cap += s->unit[u].cap;
        }
    }
    return cap > 0 ? (double)n / (double)cap : 2.0;
}

static const struct vf_policy *policy_now(const struct vf_sim *s, uint16_t home,
                                          const struct vf_placement *pl) {
    const struct vf_policy *policy = &s->m->policy[pl->policy0];
    if (pl->n_policies == 1) {
        return policy;
    }
    double load = vf_hospital_load(s, home);
    uint32_t k = 0;
    while (k + 1 < pl->n_policies && load >= policy[k + 1].min_load) {
        k++;
    }
    return &policy[k];
}

/* Free beds beyond those that min_free keeps from this group. */
static int32_t beds_for(const struct vf_sim *s, uint16_t u, uint16_t group) {
    const uint16_t *keep = s->m->unit[u].min_free;
    return free_beds(s, u) - (keep != NULL ? keep[group] : 0);
}

static bool try_home(struct vf_sim *s, uint32_t i, uint16_t home, const struct vf_placement *pl) {
    if (pl->virtual_unit != VF_NONE16 && beds_for(s, pl->virtual_unit, vf_at(s, i)->group) > 0 &&
        vf_eligible(s, i, pl)) {
        vf_obtain(s, i, pl->virtual_unit, home);
        return true;
    }
    for (uint32_t k = 0; k < pl->n_competent; k++) {
        uint16_t u = s->m->ward_lists[pl->competent0 + k];
        if (beds_for(s, u, vf_at(s, i)->group) > 0) {
            vf_obtain(s, i, u, home);
            return true;
        }
    }
    return false;
}

static bool try_outlier(struct vf_sim *s, uint32_t i, uint16_t home, const struct vf_placement *pl) {
    for (uint32_t k = 0; k < pl->n_outlier; k++) {
        uint16_t u = s->m->ward_lists[pl->outlier0 + k];
        if (free_beds(s, u) > s->m->ward[s->m->unit[u].ward].reserve &&
            beds_for(s, u, vf_at(s, i)->group) > 0) {
            vf_obtain(s, i, u, home);
            return true;
        }
    }
    return false;
}

static bool try_extra(struct vf_sim *s, uint32_t i, uint16_t home) {
    const struct vf_ustate *us = &s->unit[home];
    const struct vf_ward *w = &s->m->ward[us->ward];
    const uint16_t *keep = s->m->unit[home].min_free;
    int32_t beyond = -vf_beds_free(us);
    uint32_t over = beyond > 0 ? (uint32_t)beyond : 0;
    bool closed = us->cap == 0 && (us->traits & VF_T_CLOSES) != 0;
    if (closed || over >= w->max_extra || (uint32_t)(us->cap + beyond) >= w->fysiska ||
        (keep != NULL && keep[vf_at(s, i)->group] > 0)) {
        return false;
    }
    vf_obtain(s, i, home, home);
    return true;
}

static bool try_board(struct vf_sim *s, uint32_t i, uint16_t home) {
    struct vf_patient *p = vf_at(s, i);
    if (p->at == VF_NONE16) {
        return false;
    }
    vf_dispositions(s, home, p->group)[VF_D_BOARDED]++;
    vf_wait_for(s, i, home);
    return true;
}

/* Who wants a place in reserve gives up none for the queue; for others there may be no room in it. */
static bool may_wait(const struct vf_sim *s, const struct vf_patient *p, uint16_t home) {
    if (p->at == VF_NONE16 && (p->flags & VF_F_INTERNAL) == 0) {
        return s->unit[home].n_ext < s->m->unit[home].ext_cap;
    }
    return (p->flags & VF_F_RESERVED) == 0 && s->unit[home].n_int < s->m->unit[home].int_cap;
}

static bool try_wait(struct vf_sim *s, uint32_t i, uint16_t home) {
    struct vf_patient *p = vf_at(s, i);
    if (vf_balk(s, i, home)) {
        return true;
    }
    if (!may_wait(s, p, home)) {
        return false;
    }
    vf_dispositions(s, home, p->group)[VF_D_WAITED]++;
    if (p->at != VF_NONE16) {
        bool ward = s->unit[p->at].ward != VF_NONE16;
        vf_leave_place(s, i);
        if (ward) {
            vf_episode_end(s, i, true);
        }
        vf_at(s, i)->flags |= VF_F_INT_QUEUE;
    }
    p = vf_at(s, i);
    if ((p->flags & VF_F_INTERNAL) != 0) {
        p->flags = (uint8_t)((p->flags & ~VF_F_INTERNAL) | VF_F_INT_QUEUE);
    }
    vf_wait_for(s, i, home);
    vf_start_patience(s, i);
    return true;
}

static bool send_on(struct vf_sim *s, uint32_t i, uint16_t home, enum vf_disposition d, uint32_t target) {
    vf_dispositions(s, home, vf_at(s, i)->group)[d]++;
    vf_forget_rest(s, i);
    vf_go(s, i, target);
    return true;
}

static bool precedes(const struct vf_patient *a, const struct vf_patient *b) {
    return a->priority != b->priority ? a->priority < b->priority : a->t_need < b->t_need;
}

/* The least sick makes room for one who waits for nobody more urgent. A bed that must be made ready first is waited
 * for. */
static bool try_relief(struct vf_sim *s, uint32_t i, uint16_t home) {
    if ((s->unit[home].traits & VF_T_STEP_DOWN) == 0) {
        return false;
    }
    uint32_t first = vf_queue_first(&s->unit[home].queue);
    if ((first != VF_NONE32 && precedes(vf_at(s, first), vf_at(s, i))) ||
        !vf_relief_make_room(s, home, vf_at(s, i)->priority)) {
        return false;
    }
    if (vf_beds_free(&s->unit[home]) > 0) {
        vf_obtain(s, i, home, home);
        return true;
    }
    return try_board(s, i, home) || try_wait(s, i, home);
}

static bool try_step(struct vf_sim *s, uint32_t i, uint16_t home, enum vf_policy_step step) {
    const struct vf_placement *pl = vf_placement_of(s, home, vf_at(s, i)->group);
    switch (step) {
    case VF_PLACE_HOME: return try_home(s, i, home, pl) || try_relief(s, i, home);
    case VF_PLACE_CANCEL: return vf_cancel(s, i, home);
    case VF_PLACE_OUTLIER: return try_outlier(s, i, home, pl);
    case VF_PLACE_EXTRA: return try_extra(s, i, home);
    case VF_PLACE_BOARD: return try_board(s, i, home);
    case VF_PLACE_WAIT: return try_wait(s, i, home);
    case VF_PLACE_TRANSFER: return send_on(s, i, home, VF_D_TRANSFERRED, pl->transfer_to);
    default: return send_on(s, i, home, VF_D_REFUSED, s->m->node[vf_at(s, i)->node].away_to);
    }
}

void vf_ward_request(struct vf_sim *s, uint32_t i, uint16_t home) {
    const struct vf_policy *policy = policy_now(s, home, vf_placement_of(s, home, vf_at(s, i)->group));
    for (uint8_t k = 0; k < policy->n_steps; k++) {
        if (try_step(s, i, home, policy->steps[k])) {
            return;
        }
    }
    /* the policy ran out: who holds a place keeps it, who does not waits if there is room */
    if (!try_board(s, i, home) && !try_wait(s, i, home)) {
        vf_lose(s, i);
    }
}

static bool past_min_free(const struct vf_sim *s, uint16_t u, uint16_t group) {
    const uint16_t *keep = s->m->unit[u].min_free;
    return keep == NULL || vf_beds_free(&s->unit[u]) > keep[group];
}

/* The first in the queue of ward `from` who may lie on u: by competence (home) or as an outlier. */
static uint32_t first_for(struct vf_sim *s, uint16_t from, uint16_t u, bool home) {
    struct vf_queue *q = &s->unit[from].queue;
    for (uint32_t i = vf_queue_first(q); i != VF_NONE32; i = vf_queue_after(s, q, i)) {
        const struct vf_placement *pl = vf_placement_of(s, from, vf_at(s, i)->group);
        if (!past_min_free(s, u, vf_at(s, i)->group)) {
            continue;
        }
        if (home ? vf_ward_listed(s->m, pl->competent0, pl->n_competent, u) ||
                       (pl->virtual_unit == u && vf_eligible(s, i, pl))
                 : vf_ward_listed(s->m, pl->outlier0, pl->n_outlier, u)) {
            return i;
        }
    }
    return VF_NONE32;
}

/* The first over the queues of several wards (and `own`, if any) who may lie on u; *from gets the ward waited for. */
static uint32_t first_of(struct vf_sim *s, uint16_t u, uint32_t list0, uint32_t n, bool home,
                         uint16_t *from) {
    uint32_t best = !home                            ? VF_NONE32
                    : s->m->unit[u].min_free == NULL ? vf_queue_first(&s->unit[u].queue)
                                                     : first_for(s, u, u, true);
    *from = u;
    for (uint32_t k = 0; k < n; k++) {
        uint16_t v = s->m->ward_lists[list0 + k];
        if (s->unit[v].queued == 0) {
            continue;
        }
        uint32_t i = first_for(s, v, u, home);
        if (i != VF_NONE32 && (best == VF_NONE32 || precedes(vf_at(s, i), vf_at(s, best)))) {
            best = i;
            *from = v;
        }
    }
    return best;
}

static bool place_waiting(struct vf_sim *s, uint16_t u, bool home) {
    const struct vf_ward *w = &s->m->ward[s->unit[u].ward];
    uint16_t from;
    uint32_t i = home ? first_of(s, u, w->kin0, w->n_kin, true, &from)
                      : first_of(s, u, w->guests0, w->n_guests, false, &from);
    if (i == VF_NONE32) {
        return false;
    }
    vf_unqueue(s, i, from);
    vf_obtain(s, i, u, from);
    return true;
}

static bool in_hours(const struct vf_sim *s, const struct vf_ward *w) {
    int64_t tod = vf_time_of_day(s->now);
    return tod >= w->repat_from && tod < w->repat_to;
}

/* One use of a free bed, by one step of on_free. */
static bool use_bed(struct vf_sim *s, uint16_t u, enum vf_free_step step) {
    const struct vf_ward *w = &s->m->ward[s->unit[u].ward];
    struct vf_wstate *ws = &s->ward[s->unit[u].ward];
    switch (step) {
    case VF_FREE_QUEUE: return place_waiting(s, u, true);
    case VF_FREE_PACK: return in_hours(s, w) && vf_repatriate_one(s, u, VF_GUEST_GEMENSAM);
    case VF_FREE_REPATRIATE:
        return in_hours(s, w) && !ws->no_chain && vf_repatriate_one(s, u, VF_GUEST_OUTLIER);
    default: return vf_beds_free(&s->unit[u]) > w->reserve && place_waiting(s, u, false);
    }
}

/* What most freed beds find: nobody waits for one here, and none of the ward's patients lies elsewhere. */
static bool nobody_wants(const struct vf_sim *s, const struct vf_ward *w, const struct vf_ustate *us) {
    const struct vf_away *away = s->ward[us->ward].away_list;
    const uint16_t *kin = &s->m->ward_lists[w->kin0], *guests = &s->m->ward_lists[w->guests0];
    uint32_t waiting = us->queued;
    for (uint32_t k = 0; k < w->n_kin; k++) {
        waiting |= s->unit[kin[k]].queued;
    }
    for (uint32_t k = 0; k < w->n_guests; k++) {
        waiting |= s->unit[guests[k]].queued;
    }
    return waiting == 0 && away[0].head == VF_NONE32 && away[1].head == VF_NONE32;
}

void vf_ward_freed(struct vf_sim *s, uint16_t u) {
    struct vf_ustate *us = &s->unit[u];
    const struct vf_ward *w = &s->m->ward[us->ward];
    bool used = !nobody_wants(s, w, us);
    while (vf_beds_free(us) > 0 && used) {
        used = false;
        for (uint8_t k = 0; k < w->n_on_free && !used; k++) {
            used = use_bed(s, u, (enum vf_free_step)w->on_free[k]);
        }
    }
    s->ward[us->ward].no_chain = false;
    if (w->n_relieves != 0 && vf_beds_free(us) > 0) {
        vf_relief_freed(s, u);
    }
}

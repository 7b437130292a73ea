/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From node to node: entering one (the need for its unit arises), what follows when a stay is over (planning
 * lead time, transition, the next node), and the ends of a path: home, death, lost, readmission. The life of a
 * patient is: source -> vf_start_journey -> vf_enter_node -> unit kind's request -> vf_obtain -> vf_begin_stay
 * -> event -> vf_stay_over -> vf_go -> vf_enter_node ... -> a terminal. */
#include "vf_effects.h"
#include "vf_kommun.h"
#include "vf_lean.h"
#include "vf_months.h"
#include "vf_own_doctor.h"
#include "vf_people.h"

#define LOST UINT32_MAX /* a terminal beside enum vf_term: no place, no room to wait */

uint16_t vf_node_unit(struct vf_sim *s, const struct vf_patient *p, const struct vf_node *n) {
    if (n->family == VF_NONE16) {
        return n->unit;
    }
    const struct vf_family *f = &s->m->family[n->family];
    struct vf_rand r = vf_draw(s, p->key, f->purpose, 1);
    double u = vf_rand_u01(&r);
    uint16_t lo = 0, hi = (uint16_t)(f->n_members - 1);
    while (lo < hi) {
        uint16_t mid = (uint16_t)((lo + hi) / 2);
        if (u < f->cum[mid]) {
            hi = mid;
        } else {
            lo = (uint16_t)(mid + 1);
        }
    }
    return f->unit[(size_t)lo * f->n_slots + n->unit];
}

struct vf_share vf_share_of(const struct vf_sim *s, uint16_t u) {
    const struct vf_unit *unit = &s->m->unit[u];
    if (unit->family == VF_NONE16) {
        return (struct vf_share){.all = true};
    }
    const struct vf_family *f = &s->m->family[unit->family];
    uint16_t k = unit->instance;
    return (struct vf_share){.purpose = f->purpose,
                             .from = k == 0 ? 0 : f->cum[k - 1],
                             .to = k + 1U == f->n_members ? 1 : f->cum[k]};
}

void vf_enter_node(struct vf_sim *s, uint32_t i, uint32_t node) {
    const struct vf_node *n = &s->m->node[node];
    uint32_t occasion = vf_occasion_enter(s, i, n);
    struct vf_patient *p = vf_at(s, i);
    uint16_t u = vf_node_unit(s, p, n);
    vf_need_arises(s, p, n, vf_cell_at(s, u, p->group), occasion);
    if ((n->flags & VF_N_ROUTE_AT_ENTRY) != 0) {
        p->edge = vf_draw_edge(s, p, n);
    }
    if (n->n_triage != 0) {
        vf_triage(s, p, n);
    }
    if ((s->unit[u].traits & VF_T_AKUT) != 0) {
        vf_revisit_came(s, i);
    }
    VF_LOG(s, i, VF_LOG_ARRIVE, u);
    s->m->unit[u].kind->request(s, i, u);
}

/* After a vardperiod ended alive: home for a while, then back? Returns whether the patient will come back. */
static bool readmit(struct vf_sim *s, uint32_t i) {
    struct vf_patient *p = vf_at(s, i);
    const struct vf_group *group = &s->m->group[p->group];
    if (group->readmission_p <= 0 || !vf_care_of(s, p)->discharged) {
        return false;
    }
    struct vf_care *care = vf_care_of(s, p);
    care->discharged = false;
    uint32_t journey = ++care->journeys;
    struct vf_rand r = vf_draw(s, p->key, VF_Q_READMIT, journey);
    double again = s->fx != NULL ? vf_effects_readmission(s, i, group->readmission_p) : group->readmission_p;
    if (vf_rand_u01(&r) >= again) {
        return false;
    }
    r = vf_draw(s, p->key, VF_Q_READMIT_TIME, journey);
    double home = vf_dist_draw(&s->m->dist[group->readmission_time], &r);
    p->state = VF_P_HOME;
    p->step = VF_HOME_READMISSION;
    p->seq = vf_eventlist_push(&s->events, s->now + (int64_t)(home + 0.5), VF_C_PLACE, i);
    return true;
}

/* The patient leaves the model or goes home; holds no place any more. */
static void finish(struct vf_sim *s, uint32_t i, uint32_t terminal) {
    struct vf_patient *p = vf_at(s, i);
    if ((p->flags & VF_F_RESERVED) != 0) { /* the place to be reserved was never got */
        p->flags &= (uint8_t)~VF_F_RESERVED;
        vf_care_of(s, p)->remaining = -1;
    }
    vf_area_down(s, &s->group[p->group].system, p->t_entry);
    if (terminal != LOST) {
        vf_count_finish(s, p, &s->group[p->group], terminal != VF_TERM_DEATH);
        VF_LOG(s, i, terminal != VF_TERM_DEATH ? VF_LOG_EXIT : VF_LOG_DEATH, VF_NONE16);
        if (terminal == VF_TERM_EXIT && readmit(s, i)) {
            return;
        }
    }
    if (s->people != NULL && vf_person_goes_on(s, i, terminal)) {
        return;
    }
    s->in_system--;
    vf_patient_free(s, i);
}

void vf_start_journey(struct vf_sim *s, uint32_t i, uint32_t target) {
    struct vf_patient *p = vf_at(s, i);
    vf_begin_journey(s, p, &s->group[p->group]);
    if (s->fx != NULL && target < VF_TERM_DEATH && s->m->effects->node[target].digital) {
        vf_effect_note(s, VF_EFFECT_digital);
    }
    vf_go(s, i, target);
}

void vf_go(struct vf_sim *s, uint32_t i, uint32_t target) {
    struct vf_patient *p = vf_at(s, i);
    if (p->at != VF_NONE16 && (s->unit[p->at].traits & VF_T_AKUT) != 0) {
        vf_revisit_left(s, i, target);
    }
    if (target < VF_TERM_DEATH) {
        if (p->at != VF_NONE16 && (s->unit[p->at].traits & VF_T_AKUT) != 0 &&
            s->unit[vf_node_unit(s, p, &s->m->node[target])].ward != VF_NONE16) {
            s->unit[p->at].left_to_ward++;
        }
        vf_enter_node(s, i, target);
        return;
    }
    if (p->at != VF_NONE16) {
        bool ward = s->unit[p->at].ward != VF_NONE16;
        vf_leave_place(s, i);
        if (ward) {
            vf_episode_end(s, i, target != VF_TERM_DEATH);
        }
    }
    finish(s, i, target);
}

void vf_lose(struct vf_sim *s, uint32_t i) {
    struct vf_patient *p = vf_at(s, i);
    const struct vf_node *n = &s->m->node[p->node];
    uint16_t u = vf_node_unit(s, p, n);
    vf_cell_at(s, u, p->group)->lost++;
    s->group[p->group].lost++;
    if (s->months != NULL) {
        vf_months_lost(s, p);
    }
    VF_LOG(s, i, VF_LOG_LOST, u);
    vf_go(s, i, LOST);
}

/* The lead time of an edge: the receiving unit's own goes first. */
static int32_t edge_lead(const struct vf_sim *s, const struct vf_edge *e, uint16_t to) {
    return to != VF_NONE16 && s->m->unit[to].lead >= 0 ? s->m->unit[to].lead : e->lead;
}

/* Starts the transition delay of the drawn edge; false when there is none. */
static bool begin_transit(struct vf_sim *s, uint32_t i, const struct vf_edge *e) {
    if (e->delay < 0) {
        return false;
    }
    struct vf_patient *p = vf_at(s, i);
    const struct vf_node *n = &s->m->node[p->node];
    struct vf_rand r = vf_draw(s, p->key, n->purpose + VF_Q_TRANSIT, vf_occasion(s, p, n));
    int64_t delay = (int64_t)(vf_dist_draw(&s->m->dist[e->delay], &r) + 0.5);
    if (e->transit == VF_TRANSIT_RESERVE && e->target < VF_TERM_DEATH) {
        p->flags |= VF_F_RESERVED;
        vf_care_of(s, p)->remaining = delay;
        vf_go(s, i, e->target);
        return true;
    }
    if (e->transit == VF_TRANSIT_RELEASE) {
        bool ward = s->unit[p->at].ward != VF_NONE16;
        if ((s->unit[p->at].traits & VF_T_AKUT) != 0) {
            vf_revisit_left(s, i, e->target);
        }
        vf_leave_place(s, i);
        if (ward) {
            vf_episode_end(s, i, e->target != VF_TERM_DEATH);
        }
        p = vf_at(s, i);
        p->flags |= VF_F_INTERNAL;
        p->state = VF_P_TRANSIT;
        p->seq = vf_eventlist_push(&s->events, s->now + delay, VF_C_PLACE, i);
        return true;
    }
    p->state = VF_P_TRANSIT;
    vf_cause_begin(s, i, VF_CAUSE_TRANSIT);
    p->seq = vf_eventlist_push(&s->events, s->now + delay, VF_C_DEPART, i);
    return true;
}

static const struct vf_edge *drawn_edge(const struct vf_sim *s, const struct vf_patient *p) {
    return &s->m->edge[s->m->node[p->node].edge0 + p->edge];
}

/* A ward patient is judged utskrivningsklar unless the path goes on in slutenvard or ends in death. */
bool vf_becomes_ready(struct vf_sim *s, const struct vf_patient *p, const struct vf_edge *e) {
    if (s->unit[p->at].ward == VF_NONE16 || e->target == VF_TERM_DEATH) {
        return false;
    }
    return e->target > VF_TERM_DEATH || s->unit[vf_node_unit(s, p, &s->m->node[e->target])].ward == VF_NONE16;
}

/* When so many days of planning from now are over, for the ward patient or other who leaves node n. */
static int64_t workdays_until(struct vf_sim *s, const struct vf_patient *p, const struct vf_node *n,
                              int64_t days) {
    int64_t until = vf_workdays_after(&s->m->calendar, s->now, days);
    uint16_t w = s->unit[p->at].ward;
    if (w == VF_NONE16 || !s->m->ward[w].nights) {
        return until + vf_time_of_day(s->now);
    }
    struct vf_rand r = vf_draw(s, p->key, n->purpose + VF_Q_LEAD_HOUR, vf_occasion(s, p, n));
    return vf_discharge_time(s, &s->m->ward[w], vf_day_of(until), &r, false);
}

struct vf_lead vf_lead_of(struct vf_sim *s, const struct vf_patient *p, const struct vf_edge *e) {
    struct vf_lead lead = {.to = VF_NONE16, .factor = 1};
    if (e->target < VF_TERM_DEATH) {
        lead.to = vf_node_unit(s, p, &s->m->node[e->target]);
    }
    lead.law = edge_lead(s, e, lead.to);
    if (s->kommun != NULL && lead.to != VF_NONE16) {
        struct vf_plan plan = vf_kommun_plan(s, p, lead.to, &lead.law, &lead.factor);
        lead.parties = plan.parties;
        lead.sip = plan.sip;
    }
    return lead;
}

/* Planning lead time, in working days unless the receiver plans around the clock; false when it is over at once. */
static bool begin_lead(struct vf_sim *s, uint32_t i, const struct vf_edge *e) {
    struct vf_patient *p = vf_at(s, i);
    const struct vf_node *n = &s->m->node[p->node];
    struct vf_lead lead = vf_lead_of(s, p, e);
    struct vf_plan plan = {lead.parties, lead.sip};
    uint16_t to = lead.to;
    if (lead.law < 0) {
        vf_kommun_planned(s, plan, 0);
        return false;
    }
    struct vf_rand r = vf_draw(s, p->key, n->purpose + VF_Q_LEAD, vf_occasion(s, p, n));
    double drawn = vf_dist_draw(&s->m->dist[lead.law], &r) * lead.factor;
    int64_t days = (int64_t)(drawn + 0.5), until = s->now;
    if (to != VF_NONE16 && s->m->unit[to].around_the_clock) {
        until += (int64_t)(drawn * (double)VF_MS_DAY + 0.5);
    } else if (days > 0) {
        until = workdays_until(s, p, n, days);
        until = until > s->now ? until : s->now;
    } else {
        days = 0;
    }
    vf_kommun_planned(s, plan, until - s->now);
    if (until == s->now && days == 0) {
        return false;
    }
    p->state = VF_P_LEAD;
    vf_cause_begin(s, i, VF_CAUSE_LEAD);
    p->seq = vf_eventlist_push(&s->events, until, VF_C_DEPART, i);
    return true;
}

void vf_stay_over(struct vf_sim *s, uint32_t i) {
    struct vf_patient *p = vf_at(s, i);
    const struct vf_node *n = &s->m->node[p->node];
    if ((p->flags & VF_F_CARE) != 0 && vf_care_of(s, p)->t_look >= 0 && vf_look_now(s, i)) {
        return;
    }
    if ((n->flags & VF_N_ROUTE_AT_ENTRY) == 0) {
        p->edge = vf_draw_edge(s, p, n);
        if (s->fx != NULL) {
            vf_effects_route(s, i);
        }
    }
    const struct vf_edge *e = drawn_edge(s, p);
    if ((n->flags & VF_N_SIMPLE) != 0 && s->unit[p->at].ward == VF_NONE16) {
        vf_go(s, i, e->target);
        return;
    }
    if (p->guest != VF_GUEST_NO) {
        vf_away_remove(s, i);
    }
    if (vf_becomes_ready(s, p, e)) {
        struct vf_care *care = vf_care_of(s, p);
        care->t_ready = care->t_wait = s->now;
        p->flags |= VF_F_READY;
        s->ward[s->unit[p->at].ward].ready++;
        VF_LOG(s, i, VF_LOG_READY, p->at);
    }
    if (begin_lead(s, i, e) || begin_transit(s, i, e)) {
        return;
    }
    vf_go(s, i, e->target);
}

static void lead_over(struct vf_sim *s, uint32_t i) {
    vf_cause_end(s, i, VF_CAUSE_LEAD);
    struct vf_patient *p = vf_at(s, i);
    p->state = VF_P_STAY;
    vf_care_of(s, p)->t_wait = s->now;
    VF_LOG(s, i, VF_LOG_LEAD_OVER, p->at);
    const struct vf_edge *e = drawn_edge(s, p);
    if (!begin_transit(s, i, e)) {
        vf_go(s, i, e->target);
    }
}

static void transit_over(struct vf_sim *s, uint32_t i) {
    struct vf_patient *p = vf_at(s, i);
    if ((p->flags & VF_F_RESERVED) != 0) {
        vf_reserve_over(s, i);
        return;
    }
    if (p->at != VF_NONE16) {
        vf_cause_end(s, i, VF_CAUSE_TRANSIT);
    }
    p->state = VF_P_STAY;
    vf_go(s, i, drawn_edge(s, p)->target);
}

static void renege(struct vf_sim *s, uint32_t i) {
    struct vf_patient *p = vf_at(s, i);
    uint16_t u = p->target;
    if (vf_own_waited(s, i)) {
        return;
    }
    const struct vf_node *n = &s->m->node[p->node];
    bool worse = vf_worsens_first(s, p, n);
    if (s->fx != NULL && worse) {
        vf_effect_note(s, VF_EFFECT_deterioration);
    }
    vf_unqueue(s, i, u);
    vf_dispositions(s, u, p->group)[worse ? VF_D_WORSENED : VF_D_RENEGED]++;
    VF_LOG(s, i, worse ? VF_LOG_WORSENED : VF_LOG_RENEGE, u);
    vf_forget_rest(s, i);
    vf_go(s, i, worse ? n->worsen_to : n->patience_to);
}

void vf_patient_event(struct vf_sim *s, uint32_t i, uint32_t seq) {
    struct vf_patient *p = vf_at(s, i);
    if (p->seq != seq) {
        return;
    }
    s->n_events++;
    p->seq = 0;
    const struct vf_node *n = &s->m->node[p->node];
    if (p->state == VF_P_STAY && vf_lean(s, p, n)) {
        vf_lean_over(s, i, p, n);
        return;
    }
    switch (p->state) {
    case VF_P_STAY: vf_stay_over(s, i); break;
    case VF_P_STEP: vf_step_done(s, i); break;
    case VF_P_LEAD: lead_over(s, i); break;
    case VF_P_TRANSIT: transit_over(s, i); break;
    case VF_P_REBOOKED: vf_rebooked(s, i); break;
    case VF_P_HOME:
        if (p->step != VF_HOME_READMISSION) {
            vf_person_at_home(s, i);
            break;
        }
        VF_LOG(s, i, VF_LOG_READMISSION, VF_NONE16);
        vf_start_journey(s, i, s->m->group[p->group].readmission_to);
        break;
    default: renege(s, i); break;
    }
}

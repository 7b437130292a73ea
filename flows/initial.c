/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Start from a given state (model->initial, from a file): first everybody who holds a place, the longest there first,
 * then everybody who waits, by the age of the need; then the accounts are opened, as at the end of a warm-up, so that
 * nobody counts as an arrival or an admission of the run. What is left of a stay, of planning and of patience is drawn
 * from its law on the condition that it has lasted so long already: exactly, by vf_dist_sample_beyond (inversion of the
 * law beyond the time passed; gamma and beta by rejection first). Who waits keeps the time of the need, and with it the
 * place in the queue, the priority earned and the vardgaranti clock. Identity = (replication, id of the row), whatever
 * the scenario. Times before the start are negative.
 *
 * Whole nights: present at 00:00 of day 0 after k nights means at least k nights, or k - 1 with the discharge moved by
 * the weekend. Left out, because what happened before the start is not known: the time blocked on the way in, the effects
 * that the load of that day had, and looks at a stay that lie before the start. A visit made of steps begins the step
 * it is in. */
#include <stdlib.h>

#include "vf_account.h"
#include "vf_effects.h"
#include "vf_flow.h"
#include "vf_kommun.h"
#include "vf_own_doctor.h"
#include "vf_people.h"
#include "vf_visit.h"

#define INITIAL_KEY UINT64_C(0x2f6b1a0c93d7e845)

/* The key of the patient; in a family the next of its keys whose member is the unit's. */
static uint64_t identity(struct vf_sim *s, const struct vf_initial *in) {
    const struct vf_node *n = &s->m->node[in->node];
    uint64_t base = vf_key(vf_key(s->rep_key, INITIAL_KEY), in->id);
    struct vf_share share =
        n->family == VF_NONE16 ? (struct vf_share){.all = true} : vf_share_of(s, in->home);
    for (uint32_t k = 0; k < VF_FAMILY_TRIES; k++) {
        uint64_t key = vf_key(base, k);
        if (vf_belongs(s, &share, key)) {
            return key;
        }
    }
    VF_ASSERT(false, "no patient of that member found"); /* one in 10 000 is: see compile_initial.c */
    return base;
}

static bool working(const struct vf_sim *s, int64_t day) {
    struct vf_date d = vf_date_from_days(vf_date_days(s->m->calendar.start) + day);
    return vf_date_weekday(d) < 5 && !vf_holiday(d);
}

/* ---- What is left ---- */
/* Of at least k nights: beyond this. A stay that is not 0 has one night at least. */
static double nights_beyond(int64_t k) { return k <= 1 ? 0 : (double)k - 0.5; }

static bool in_nights(const struct vf_sim *s, const struct vf_patient *p) {
    uint16_t w = s->unit[p->at].ward;
    return w != VF_NONE16 && s->m->ward[w].nights;
}

static double factor_of(const struct vf_sim *s, const struct vf_patient *p) {
    double f = vf_stay_factor(s, &s->m->node[p->node]);
    return p->guest == VF_GUEST_OUTLIER ? f * s->m->ward[s->unit[p->at].ward].outlier_factor : f;
}

static int64_t nights_left(struct vf_sim *s, const struct vf_patient *p, const struct vf_dist *d, double f) {
    const struct vf_node *n = &s->m->node[p->node];
    const struct vf_ward *w = &s->m->ward[s->unit[p->at].ward];
    int64_t k = -vf_day_of(p->t_place);
    struct vf_rand r = vf_draw(s, p->key, n->purpose + VF_Q_DISCHARGE, vf_occasion(s, p, n)),
                   stay = vf_draw(s, p->key, n->purpose + VF_Q_STAY, vf_occasion(s, p, n));
    if (k == 0) {
        return vf_nights_end(s, w, (int64_t)(f * vf_dist_sample(d, &stay) + 0.5), &r);
    }
    double there = vf_dist_survival(d, nights_beyond(k) / f);
    if (w->weekend_shift > 0 && !working(s, -1)) {
        double all = k == 1 ? 1 : vf_dist_survival(d, nights_beyond(k - 1) / f);
        double moved = (all - there) * w->weekend_shift;
        if (vf_rand_u01(&r) * (moved + there) < moved) {
            return vf_discharge_time(s, w, 0, &r, false);
        }
    }
    int64_t nights = (int64_t)(f * vf_dist_sample_beyond(d, nights_beyond(k) / f, &stay) + 0.5);
    return vf_discharge_time(s, w, nights > k ? nights - k : 0, &r, true);
}

/* When the stay under way ends. */
static int64_t stay_end(struct vf_sim *s, const struct vf_patient *p, double f) {
    const struct vf_node *n = &s->m->node[p->node];
    const struct vf_dist *d = &s->m->dist[n->stay + ((n->flags & VF_N_STAY_BY_NEXT) != 0 ? p->edge : 0)];
    if (!(f > 0)) {
        return s->now;
    }
    if (in_nights(s, p)) {
        return nights_left(s, p, d, f);
    }
    struct vf_rand r = vf_draw(s, p->key, n->purpose + VF_Q_STAY, vf_occasion(s, p, n));
    double elapsed = (double)(s->now - p->t_place);
    return p->t_place + (int64_t)(f * vf_dist_sample_beyond(d, elapsed / f, &r) + 0.5);
}

/* A way on, each by its probability times that of being there still (`passed`, in the unit of its stay, where the stay
 * depends on it; < 0 nothing); or only those that stay in the model. */
static double edge_weight(const struct vf_sim *s, const struct vf_node *n, uint16_t k, bool on,
                          double passed) {
    const struct vf_edge *e = &s->m->edge[n->edge0];
    if (on && e[k].target >= VF_TERM_DEATH) {
        return 0;
    }
    double p = e[k].cum - (k > 0 ? e[k - 1].cum : 0);
    bool by_next = passed >= 0 && (n->flags & VF_N_STAY_BY_NEXT) != 0;
    return by_next ? p * vf_dist_survival(&s->m->dist[n->stay + k], passed) : p;
}

static uint8_t draw_edge(struct vf_sim *s, const struct vf_patient *p, bool on, double passed) {
    const struct vf_node *n = &s->m->node[p->node];
    double total = 0;
    for (uint16_t k = 0; k < n->n_edges; k++) {
        total += edge_weight(s, n, k, on, passed);
    }
    struct vf_rand r = vf_draw(s, p->key, n->purpose + VF_Q_ROUTE, vf_occasion(s, p, n));
    double left = vf_rand_u01(&r) * total;
    uint8_t k = 0;
    while (k + 1U < n->n_edges && left >= edge_weight(s, n, k, on, passed)) {
        left -= edge_weight(s, n, k, on, passed);
        k++;
    }
    return k;
}

/* ---- Places ---- */
static void begin(struct vf_sim *s, uint32_t i, const struct vf_initial *in) {
    const struct vf_node *n = &s->m->node[in->node];
    (void)vf_occasion_enter(s, i, n);
    struct vf_patient *p = vf_at(s, i);
    s->in_system++;
    vf_area_up(s, &s->group[p->group].system);
    p->t_entry = p->t_need = p->t_place = -in->elapsed;
    p->node = (uint16_t)in->node;
    p->priority = n->priority;
    if (in->priority != VF_INITIAL_DRAWN) {
        p->priority = in->priority;
    } else if (n->n_triage != 0) {
        vf_triage(s, p, n);
    }
    bool over = in->state == VF_INITIAL_PLANNING || in->state == VF_INITIAL_READY;
    if (in->edge != VF_INITIAL_DRAWN) {
        p->edge = in->edge;
    } else if (over || (n->flags & VF_N_ROUTE_AT_ENTRY) != 0) {
        p->edge = draw_edge(s, p, over, -1);
    }
    if (s->people != NULL && s->m->group[p->group].cohort != VF_NONE16) {
        vf_person_present(s, i);
    }
}

static void take_place(struct vf_sim *s, uint32_t i, const struct vf_initial *in) {
    struct vf_ustate *us = &s->unit[in->unit];
    struct vf_patient *p = vf_at(s, i);
    if ((us->traits & VF_T_OWN_DOCTOR) != 0) {
        vf_own_present(s, i, in->unit);
    }
    p->flags |= VF_F_STARTED;
    p->at = in->unit;
    vf_unit_change(s, us, 1);
    vf_cell_enter(s, vf_cell_at(s, in->unit, p->group));
    if ((us->traits & VF_T_IN_CARE) != 0) {
        vf_in_care_enter(s, i, in->unit, in->home);
    }
    p = vf_at(s, i);
    if (us->ward != VF_NONE16) {
        struct vf_care *care = vf_care_of(s, p);
        care->t_tillfalle = care->t_period = -in->elapsed;
    }
    VF_LOG(s, i, VF_LOG_START, in->unit);
}

/* Utskrivningsklar since then, if the path leads out of slutenvard. */
static void judged_ready(struct vf_sim *s, uint32_t i, const struct vf_initial *in) {
    struct vf_patient *p = vf_at(s, i);
    if (p->guest != VF_GUEST_NO) {
        vf_away_remove(s, i);
    }
    if (vf_becomes_ready(s, p, &s->m->edge[s->m->node[p->node].edge0 + p->edge])) {
        struct vf_care *care = vf_care_of(s, p);
        care->t_ready = care->t_wait = -in->ready;
        p->flags |= VF_F_READY;
        s->ward[s->unit[p->at].ward].ready++;
    }
}

/* The working day, counted from day 0, on which a plan of `law` days made `ready` ago is done, given that it is not yet.
 */
static int64_t planned_day(struct vf_sim *s, const struct vf_lead *lead, int64_t ready, struct vf_rand *r) {
    int64_t from = vf_day_of(-ready), gone = 0;
    for (int64_t day = from + 1; day < 0; day++) {
        gone += working(s, day);
    }
    double beyond = from < 0 ? ((double)gone + 0.5) / lead->factor : 0;
    double drawn = lead->factor * vf_dist_sample_beyond(&s->m->dist[lead->law], beyond, r);
    int64_t left = (int64_t)(drawn + 0.5) - gone - (from < 0 && working(s, 0));
    return vf_day_of(vf_workdays_after(&s->m->calendar, 0, left > 0 ? left : 0));
}

static void plan_on(struct vf_sim *s, uint32_t i, const struct vf_initial *in) {
    struct vf_patient *p = vf_at(s, i);
    const struct vf_node *n = &s->m->node[p->node];
    struct vf_lead lead = vf_lead_of(s, p, &s->m->edge[n->edge0 + p->edge]);
    int64_t until = s->now;
    if (lead.law >= 0 && lead.factor > 0) {
        struct vf_rand r = vf_draw(s, p->key, n->purpose + VF_Q_LEAD, vf_occasion(s, p, n));
        if (lead.to != VF_NONE16 && s->m->unit[lead.to].around_the_clock) {
            double ms = lead.factor * (double)VF_MS_DAY; /* of the law's unit */
            double drawn = vf_dist_sample_beyond(&s->m->dist[lead.law], (double)in->ready / ms, &r);
            until = (int64_t)(drawn * ms + 0.5) - in->ready;
        } else {
            int64_t day = planned_day(s, &lead, in->ready, &r);
            uint16_t w = s->unit[p->at].ward;
            struct vf_rand hour = vf_draw(s, p->key, n->purpose + VF_Q_LEAD_HOUR, vf_occasion(s, p, n));
            until = s->m->ward[w].nights ? vf_discharge_time(s, &s->m->ward[w], day, &hour, false)
                                         : day * VF_MS_DAY + vf_time_of_day(-in->ready);
        }
    }
    p->state = VF_P_LEAD;
    vf_cause_begin(s, i, VF_CAUSE_LEAD);
    p->seq = vf_eventlist_push(&s->events, until > s->now ? until : s->now, VF_C_DEPART, i);
}

static void go_on(struct vf_sim *s, uint32_t i, const struct vf_initial *in) {
    struct vf_patient *p = vf_at(s, i);
    if (s->m->node[p->node].n_steps != 0) {
        vf_resume_steps(s, i, in->step);
        return;
    }
    double f = factor_of(s, p);
    if (in->edge == VF_INITIAL_DRAWN && (s->m->node[p->node].flags & VF_N_ROUTE_AT_ENTRY) != 0 && f > 0) {
        double passed = in_nights(s, p) ? nights_beyond(-vf_day_of(p->t_place)) : (double)in->elapsed;
        p->edge = draw_edge(s, p, false, passed / f);
    }
    int64_t end = stay_end(s, p, f);
    end = end > s->now ? end : s->now;
    if ((p->flags & VF_F_CARE) != 0) {
        vf_care_of(s, p)->t_end = end;
        if ((s->unit[p->at].traits & (VF_T_EARLY | VF_T_VIRTUAL)) != 0) {
            end = vf_first_look(s, i, p->t_place, end);
        }
    }
    p->state = VF_P_STAY;
    p->seq = vf_eventlist_push(&s->events, end, VF_C_DEPART, i);
}

static uint32_t put_in_place(struct vf_sim *s, const struct vf_initial *in) {
    uint32_t i = vf_patient_new(s, s->m->node[in->node].group, identity(s, in));
    begin(s, i, in);
    if (in->state == VF_INITIAL_WAITING) {
        return i;
    }
    take_place(s, i, in);
    if (in->state == VF_INITIAL_IN_CARE) {
        go_on(s, i, in);
        return i;
    }
    judged_ready(s, i, in);
    if (in->state == VF_INITIAL_PLANNING) {
        plan_on(s, i, in);
    } else {
        vf_at(s, i)->state = VF_P_STAY;
    }
    return i;
}

/* ---- Waiting ---- */
static void put_in_queue(struct vf_sim *s, uint32_t i, const struct vf_initial *in) {
    struct vf_patient *p = vf_at(s, i);
    uint16_t u = in->home;
    if (in->state == VF_INITIAL_READY) {
        const struct vf_node *from = &s->m->node[p->node];
        uint32_t next = s->m->edge[from->edge0 + p->edge].target;
        const struct vf_node *n = &s->m->node[next];
        (void)vf_occasion_enter(s, i, n);
        p = vf_at(s, i);
        u = vf_node_unit(s, p, n);
        p->node = (uint16_t)next;
        p->priority = n->priority;
        p->t_need = -in->ready;
        p->flags &= (uint8_t)~VF_F_STARTED;
        if ((n->flags & VF_N_ROUTE_AT_ENTRY) != 0) {
            p->edge = vf_draw_edge(s, p, n);
        }
        if (n->n_triage != 0) {
            vf_triage(s, p, n);
        }
    }
    vf_wait_for(s, i, u);
    p = vf_at(s, i);
    if (p->at != VF_NONE16) {
        return;
    }
    p->t_place = -in->elapsed;
    vf_start_patience(s, i);
    if ((s->unit[u].traits & VF_T_OWN_DOCTOR) != 0) {
        vf_own_waiting(s, i, u);
    }
}

void vf_initial_place(struct vf_sim *s) {
    const struct vf_model *m = s->m;
    uint32_t *who = vf_xcalloc(m->n_initial, sizeof *who);
    for (uint32_t k = 0; k < m->n_initial; k++) {
        who[k] = put_in_place(s, &m->initial[k]);
    }
    for (uint32_t k = 0; k < m->n_initial; k++) {
        if (m->initial[k].state >= VF_INITIAL_READY) {
            put_in_queue(s, who[k], &m->initial[k]);
        }
    }
    free(who);
    vf_window_start(s);
    for (uint16_t u = 0; u < m->n_units; u++) {
        if (s->unit[u].queued != 0) {
            vf_mark_ready(s, u);
        }
    }
}

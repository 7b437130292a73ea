/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Planning by the number of parties and the liability to pay (vf_kommun.h). The number of parties and whether there is
 * a plan are the patient's own draws at each discharge. Liability is counted at the discharge, for those who go to
 * the kommun, by the kommun of the unit they go to; days run from the date of the notice (the next day after the
 * cut-off) to the date of discharge (lag 2017:612, and regional agreements on a mean). */
#include <stdlib.h>
#include <string.h>

#include "vf_flow.h"
#include "vf_kommun.h"
#include "vf_visit.h"

static size_t cells(const struct vf_sim *s) { return (s->m->n_orgs + 1U) * (size_t)s->kommun->months * 2; }

static uint32_t month_of(const struct vf_sim *s, int64_t day) {
    struct vf_date start = s->m->calendar.start, d = vf_date_from_days(vf_date_days(start) + day);
    return (uint32_t)((d.year - start.year) * 12 + d.month - start.month);
}

void vf_kommun_new(struct vf_sim *s) {
    if (s->m->n_plannings == 0 && !s->m->liability.on) {
        return;
    }
    s->kommun = vf_xcalloc(1, sizeof *s->kommun);
    s->kommun->months = 1;
    if (s->m->liability.on) {
        s->kommun->months = month_of(s, vf_day_of(s->m->run.horizon)) + 1;
        s->kommun->liable = vf_xcalloc(cells(s), sizeof *s->kommun->liable);
    }
}

void vf_kommun_free(struct vf_sim *s) {
    if (s->kommun != NULL) {
        free(s->kommun->liable);
        free(s->kommun);
    }
}

void vf_kommun_window(struct vf_sim *s) {
    if (s->kommun == NULL) {
        return;
    }
    *s->kommun = (struct vf_kommun){.liable = s->kommun->liable, .months = s->kommun->months};
    if (s->kommun->liable != NULL) {
        memset(s->kommun->liable, 0, cells(s) * sizeof *s->kommun->liable);
    }
}

struct vf_plan vf_kommun_plan(struct vf_sim *s, const struct vf_patient *p, uint16_t to, int32_t *lead,
                              double *factor) {
    struct vf_plan plan = {0, false};
    uint16_t which = s->m->group[p->group].planning;
    if (which == VF_NONE16 || s->unit[p->at].ward == VF_NONE16 || s->m->unit[to].level != VF_L_KOMMUN) {
        return plan;
    }
    const struct vf_planning *rule = &s->m->planning[which];
    const struct vf_node *n = &s->m->node[p->node];
    struct vf_rand r = vf_draw(s, p->key, n->purpose + VF_Q_PARTIES, vf_occasion(s, p, n));
    double u = vf_rand_u01(&r);
    uint8_t k = 0;
    while (k + 1U < rule->n && u >= rule->cum[k]) {
        k++;
    }
    plan.parties = rule->parties[k];
    plan.sip = vf_rand_u01(&r) < rule->sip;
    *lead = rule->lead[k] >= 0 ? rule->lead[k] : *lead;
    *factor = plan.sip ? rule->sip_factor : 1;
    return plan;
}

static void count(struct vf_planned *to, int64_t time) {
    to->n++;
    to->time += time;
}

void vf_kommun_planned(struct vf_sim *s, struct vf_plan plan, int64_t time) {
    if (plan.parties == 0) {
        return;
    }
    struct vf_kommun *k = s->kommun;
    k->parties += plan.parties;
    count(&k->by_parties[plan.parties < VF_PARTIES_TOLD ? plan.parties - 1 : VF_PARTIES_TOLD - 1], time);
    count(plan.sip ? &k->with_sip : &k->without_sip, time);
}

/* The unit that the patient who leaves a ward is on the way to; VF_NONE16: home. */
static uint16_t destination(struct vf_sim *s, const struct vf_patient *p) {
    const struct vf_node *n = &s->m->node[p->node];
    uint16_t u = vf_node_unit(s, p, n);
    if (s->unit[u].ward == VF_NONE16) {
        return u;
    }
    uint32_t target = s->m->edge[n->edge0 + p->edge].target;
    return target < VF_TERM_DEATH ? vf_node_unit(s, p, &s->m->node[target]) : VF_NONE16;
}

void vf_kommun_leaves(struct vf_sim *s, const struct vf_patient *p, uint16_t home, int64_t t_ready) {
    const struct vf_liability *rule = &s->m->liability;
    uint16_t to = rule->on ? destination(s, p) : VF_NONE16;
    if (to == VF_NONE16 || s->m->unit[to].level != VF_L_KOMMUN) {
        return;
    }
    unsigned psyk = !s->m->ward[s->unit[home].ward].somatic;
    uint16_t org = s->m->unit[to].kommun != VF_NONE16 ? s->m->unit[to].kommun : s->m->n_orgs;
    int64_t today = vf_day_of(s->now),
            days = today - vf_day_of(t_ready) - (vf_time_of_day(t_ready) > rule->cutoff);
    struct vf_liable *x =
        &s->kommun->liable[((size_t)org * s->kommun->months + month_of(s, today)) * 2 + psyk];
    days = days > 0 ? days : 0;
    x->n++;
    x->days += days;
    x->paid += days > rule->free_days[psyk] ? days - rule->free_days[psyk] : 0;
}

struct vf_liability_sum vf_kommun_sum(const struct vf_sim *s, uint16_t org) {
    const struct vf_liability *rule = &s->m->liability;
    struct vf_liability_sum t = {0, 0, 0, 0};
    size_t row = (size_t)s->kommun->months * 2;
    size_t from = org == VF_NONE16 ? 0 : org * row, to = org == VF_NONE16 ? cells(s) : from + row;
    for (size_t k = from; k < to; k++) {
        const struct vf_liable *x = &s->kommun->liable[k];
        double free_days = rule->limit[k % 2] * x->n, paid = (double)x->paid;
        if (rule->mean) {
            paid = (double)x->days > free_days ? (double)x->days - free_days : 0;
        }
        t.n += x->n;
        t.days += (double)x->days;
        t.paid_days += paid;
        t.kr += paid * rule->price;
    }
    return t;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vardgaranti clock of a unit, with the two statistics that are often mixed up: of the first visits started, the
 * share that waited at most the limit; of those still waiting at the ends of months, the share that have waited at
 * most so long. The wait counts from the time the need arose at the unit; follow-up visits are outside. A run in
 * which no month ends looks once, at its end. */
#include "vf_account.h"
#include "vf_flow.h"

void vf_guarantee_started(struct vf_sim *s, const struct vf_patient *p, struct vf_ustate *us, int64_t wait) {
    if ((s->m->node[p->node].flags & VF_N_FOLLOW_UP) != 0) {
        return;
    }
    us->first_started++;
    us->first_within += wait <= s->m->unit[us - s->unit].guarantee;
}

static void look_at(struct vf_sim *s, uint16_t u) {
    struct vf_ustate *us = &s->unit[u];
    int64_t limit = s->m->unit[u].guarantee;
    for (uint32_t i = vf_queue_first(&us->queue); i != VF_NONE32; i = vf_queue_after(s, &us->queue, i)) {
        const struct vf_patient *p = vf_at(s, i);
        if ((s->m->node[p->node].flags & VF_N_FOLLOW_UP) == 0) {
            us->first_waiting++;
            us->waiting_within += s->now - p->t_need <= limit;
        }
    }
}

static void look(struct vf_sim *s) {
    for (uint16_t u = 0; u < s->m->n_units; u++) {
        if ((s->unit[u].traits & VF_T_GUARANTEE) != 0) {
            look_at(s, u);
        }
    }
    s->month_ends++;
}

/* Midnight after the last day of the present month; INT64_MAX beyond the calendar. */
static int64_t month_end(const struct vf_sim *s) {
    int64_t day = vf_day_of(s->now);
    const struct vf_calendar *cal = &s->m->calendar;
    while (day + 1 < cal->days && cal->day[day + 1].month == cal->day[day].month) {
        day++;
    }
    return day + 1 < cal->days ? (day + 1) * VF_MS_DAY : INT64_MAX;
}

static void set_timer(struct vf_sim *s) {
    int64_t next = month_end(s);
    if (next < s->end) {
        vf_eventlist_push(&s->events, next, VF_C_CONTROL, (uint32_t)VF_CTL_GUARANTEE << 28);
    }
}

void vf_guarantee_start(struct vf_sim *s) {
    s->month_ends = 0;
    bool any = false;
    for (uint16_t u = 0; u < s->m->n_units; u++) {
        any = any || (s->unit[u].traits & VF_T_GUARANTEE) != 0;
    }
    if (any) {
        set_timer(s);
    }
}

void vf_guarantee_look(struct vf_sim *s) {
    if (s->now >= s->m->run.warmup) {
        look(s);
    }
    set_timer(s);
}

void vf_guarantee_end(struct vf_sim *s) {
    if (s->month_ends == 0) {
        look(s);
    }
}

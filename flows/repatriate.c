/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bringing a ward's patients home: outliers from other wards (repatriation), and patients on gemensam wards to a
 * dedicated bed (pack). The stay keeps its draw; the host's vardtid factor is taken off the time that remains. */
#include "vf_account.h"
#include "vf_flow.h"

/* The end of the stay once the factor is off; whole nights keep their hour. */
static int64_t end_at_home(const struct vf_sim *s, int64_t end, double factor, bool nights) {
    if (factor == 1.0) {
        return end;
    }
    int64_t then = s->now + (int64_t)((double)(end - s->now) / factor + 0.5);
    if (nights) {
        int64_t snapped = vf_day_of(then) * VF_MS_DAY + vf_time_of_day(end);
        then = snapped > s->now ? snapped : then;
    }
    return then > s->now ? then : s->now + 1;
}

bool vf_repatriate_one(struct vf_sim *s, uint16_t home, enum vf_guest guest) {
    uint32_t i = s->ward[s->unit[home].ward].away_list[guest == VF_GUEST_GEMENSAM].head;
    if (i == VF_NONE32) {
        return false;
    }
    struct vf_patient *p = vf_at(s, i);
    struct vf_care *care = vf_care_of(s, p);
    uint16_t host = p->at;
    bool staying = p->state == VF_P_STAY; /* else in a step, which goes on */
    const struct vf_ward *w = &s->m->ward[s->unit[host].ward];
    int64_t end = end_at_home(s, care->t_end, guest == VF_GUEST_OUTLIER ? w->outlier_factor : 1.0, w->nights);
    vf_leave_place(s, i);
    if (!s->m->ward[s->unit[home].ward].chains) {
        s->ward[s->unit[host].ward].no_chain = true;
    }
    struct vf_ustate *us = &s->unit[home];
    vf_flow_count(s, host, home);
    vf_unit_change(s, us, 1);
    vf_cell_enter(s, vf_cell_at(s, home, p->group));
    p->at = home;
    p->t_place = s->now;
    s->ward[us->ward].repatriated++;
    vf_in_care_return(s, i, home);
    VF_LOG(s, i, VF_LOG_REPATRIATE, home);
    if (staying) {
        care->t_end = end;
        if (care->t_look >= end) {
            care->t_look = -1;
        }
        p->seq = vf_eventlist_push(&s->events, care->t_look >= 0 ? care->t_look : end, VF_C_DEPART, i);
    }
    return true;
}

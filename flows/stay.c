/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a stay lasts: the draw, the credit for time blocked, the outlier's factor, whole nights with a
 * discharge hour and the weekend's shift. A draw belongs to (patient, node, occasion): a preempted or moved stay
 * keeps it. Durations are drawn in double and rounded once. */
#include "vf_effects.h"
#include "vf_visit.h"

/* A time of the given day by the ward's discharge profile, u in (0,1). */
static int64_t discharge_hour(const struct vf_ward *w, double u) {
    int h = 0;
    while (h < 23 && u >= w->discharge_cum[h + 1]) {
        h++;
    }
    double share = w->discharge_cum[h + 1] - w->discharge_cum[h];
    double within = share > 0 ? (u - w->discharge_cum[h]) / share : 0.5;
    return h * VF_MS_HOUR + (int64_t)(within * (double)(VF_MS_HOUR - 1));
}

int64_t vf_discharge_time(struct vf_sim *s, const struct vf_ward *w, int64_t day, struct vf_rand *r,
                          bool shift) {
    double move = vf_rand_u01(r), hour = vf_rand_u01(r);
    if (shift && day < s->m->calendar.days && s->m->calendar.day[day].workday == 0 &&
        move < w->weekend_shift) {
        day++;
    }
    return day * VF_MS_DAY + discharge_hour(w, hour);
}

/* Discharge on the day of admission: by the profile of the hours left, or in the evening when none are. */
static int64_t same_day(struct vf_sim *s, const struct vf_ward *w, struct vf_rand *r) {
    int64_t tod = vf_time_of_day(s->now), h = tod / VF_MS_HOUR;
    double gone = w->discharge_cum[h] + (w->discharge_cum[h + 1] - w->discharge_cum[h]) *
                                            (double)(tod % VF_MS_HOUR) / (double)VF_MS_HOUR;
    double u = vf_rand_u01(r);
    int64_t at = 1.0 - gone > 1e-6 ? discharge_hour(w, gone + u * (1.0 - gone))
                                   : tod + (int64_t)(u * (double)(VF_MS_DAY - 1 - tod));
    int64_t end = s->now - tod + at;
    return end > s->now ? end : s->now + 1;
}

int64_t vf_nights_end(struct vf_sim *s, const struct vf_ward *w, int64_t nights, struct vf_rand *r) {
    if (nights == 0) {
        return same_day(s, w, r);
    }
    return vf_discharge_time(s, w, vf_day_of(s->now) + nights, r, true);
}

double vf_stay_factor(const struct vf_sim *s, const struct vf_node *n) {
    int32_t profile = s->m->stay_profile != NULL ? s->m->stay_profile[n - s->m->node] : -1;
    return profile < 0 ? 1.0 : vf_profile_value(&s->m->profile[profile], &s->m->calendar, s->now);
}

static double planned_stay(struct vf_sim *s, const struct vf_patient *p, const struct vf_node *n) {
    double stay = vf_planned_stay(s, p, n) * vf_stay_factor(s, n);
    if (s->fx != NULL) {
        stay += vf_effects_ed_time(s, p, 0);
    }
    return stay > 0 ? stay : 0;
}

/* The end of a ward stay, as guest with the host's factor. */
static int64_t ward_stay_end(struct vf_sim *s, const struct vf_patient *p, const struct vf_node *n,
                             int64_t blocked_in) {
    const struct vf_ward *w = &s->m->ward[s->unit[p->at].ward];
    double stay = planned_stay(s, p, n);
    if ((n->flags & VF_N_CREDIT) != 0) {
        double credit = w->nights ? (double)blocked_in / (double)VF_MS_DAY : (double)blocked_in;
        stay = stay > credit ? stay - credit : 0;
    }
    if (s->fx != NULL) {
        stay *= vf_effects_stay(s, (uint32_t)(p - s->patient));
    }
    if (p->guest == VF_GUEST_OUTLIER) {
        stay *= w->outlier_factor;
    }
    if (!w->nights) {
        return s->now + (int64_t)(stay + 0.5);
    }
    int64_t nights = stay > 0 ? (int64_t)(stay + 0.5) : 0;
    nights = stay > 0 && nights == 0 ? 1 : nights;
    struct vf_rand r = vf_draw(s, p->key, n->purpose + VF_Q_DISCHARGE, vf_occasion(s, p, n));
    return vf_nights_end(s, w, nights, &r);
}

/* Not on a ward: the drawn stay, less the time blocked on the way in where that is credited. */
static int64_t plain_stay_end(struct vf_sim *s, const struct vf_patient *p, const struct vf_node *n,
                              int64_t blocked_in) {
    int64_t stay = (int64_t)(planned_stay(s, p, n) + 0.5);
    if ((n->flags & VF_N_CREDIT) != 0) {
        stay = stay > blocked_in ? stay - blocked_in : 0;
    }
    return s->now + stay;
}

/* Stays whose end must be known later: wards, preemption. */
static int64_t long_stay_end(struct vf_sim *s, uint32_t i, int64_t blocked_in) {
    struct vf_patient *p = vf_at(s, i);
    const struct vf_node *n = &s->m->node[p->node];
    struct vf_care *care = vf_care_of(s, p);
    if (care->remaining >= 0) {
        int64_t end = s->now + care->remaining;
        uint16_t w = s->unit[p->at].ward;
        care->remaining = -1;
        if (w != VF_NONE16 && s->m->ward[w].nights) { /* whole nights keep their hour */
            int64_t snapped = vf_day_of(end) * VF_MS_DAY + vf_time_of_day(care->t_end);
            end = snapped > s->now ? snapped : end;
        }
        return end;
    }
    if (s->unit[p->at].ward != VF_NONE16) {
        return ward_stay_end(s, p, n, blocked_in);
    }
    return plain_stay_end(s, p, n, blocked_in);
}

void vf_begin_stay(struct vf_sim *s, uint32_t i, int64_t blocked_in) {
    struct vf_patient *p = vf_at(s, i);
    const struct vf_node *n = &s->m->node[p->node];
    int64_t end;
    if (n->n_steps != 0) {
        vf_begin_steps(s, i);
        return;
    }
    if ((p->flags & VF_F_CARE) != 0) {
        end = long_stay_end(s, i, blocked_in);
        struct vf_care *care = vf_care_of(s, p);
        care->t_end = end;
        care->t_look = -1;
        if ((s->unit[p->at].traits & (VF_T_EARLY | VF_T_VIRTUAL)) != 0) {
            end = vf_first_look(s, i, s->now, end);
        }
    } else {
        end = plain_stay_end(s, p, n, blocked_in);
    }
    p->state = VF_P_STAY;
    p->seq = vf_eventlist_push(&s->events, end, VF_C_DEPART, i);
}

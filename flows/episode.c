/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Vardtillfallen and vardperioder, and the unplanned readmissions that follow them (docs/METHODS.md).
 * A vardtillfalle lasts while the responsible ward belongs to one clinic; contiguous vardtillfallen, at most a day
 * apart, are one vardperiod. An index is a vardperiod ended alive in the window with its whole horizon before the
 * end of the run; its event is the first unplanned vardperiod within the horizon. When a patient comes back within
 * a day the period had not ended: what was counted at its supposed end is taken back. */
#include "vf_account.h"
#include "vf_effects.h"
#include "vf_flow.h"
#include "vf_kommun.h"
#include "vf_people.h"

static const int64_t horizon_days[VF_READMIT_K] = {3, 7, 30, 90};
enum { ORIGIN = 2 /* the horizon within which bed time has a readmission as its origin */ };

static struct vf_episodes *episodes_of(struct vf_sim *s, uint16_t home, uint16_t group) {
    return &s->episodes[(size_t)s->m->unit[home].ward * s->m->n_groups + group];
}

/* The clinic of a ward; a ward without one is its own. */
static uint32_t clinic_of(const struct vf_model *m, uint16_t ward_unit) {
    uint16_t k = m->unit[ward_unit].klinik;
    return k != VF_NONE16 ? 0x10000U + k : ward_unit;
}

/* Comes back unplanned within 30 days of the last vardperiod: the origin of its bed time. */
static bool is_readmission(const struct vf_care *c, int64_t t_in) {
    return !c->planned && c->t_out >= 0 && t_in - c->t_out <= horizon_days[ORIGIN] * VF_MS_DAY;
}

static void begin_tillfalle(struct vf_sim *s, uint32_t i, int64_t t_in) {
    struct vf_patient *p = vf_at(s, i);
    struct vf_care *c = vf_care_of(s, p);
    c->t_tillfalle = t_in;
    episodes_of(s, c->home, p->group)->in++;
}

static void end_tillfalle(struct vf_sim *s, uint32_t i, uint16_t home) {
    struct vf_patient *p = vf_at(s, i);
    struct vf_care *c = vf_care_of(s, p);
    struct vf_episodes *e = episodes_of(s, home, p->group);
    e->tillfallen++;
    e->tillfalle_days += vf_day_of(s->now) - vf_day_of(c->t_tillfalle);
    c->t_tillfalle = -1;
}

/* The vardperiod that seemed to end at t_out goes on. */
static void take_back_end(struct vf_sim *s, uint32_t i) {
    struct vf_patient *p = vf_at(s, i);
    struct vf_care *c = vf_care_of(s, p);
    if (c->t_out < s->window0) {
        c->open_index = 0;
        return;
    }
    struct vf_episodes *e = episodes_of(s, c->out_home, p->group);
    e->perioder--;
    e->period_days -= vf_day_of(c->t_out) - vf_day_of(c->t_period);
    bool old = (s->m->group[p->group].flags & VF_G_65PLUS) != 0;
    for (unsigned k = 0; k < VF_READMIT_K; k++) {
        if (((unsigned)c->open_index >> k & 1U) != 0) {
            s->readmission.index[k][0]--;
            s->readmission.index[k][1] -= old;
        }
    }
    c->open_index = 0;
}

static void count_readmission(struct vf_sim *s, uint32_t i, int64_t t_in) {
    struct vf_patient *p = vf_at(s, i);
    struct vf_care *c = vf_care_of(s, p);
    bool old = (s->m->group[p->group].flags & VF_G_65PLUS) != 0;
    for (unsigned k = 0; k < VF_READMIT_K; k++) {
        if (((unsigned)c->open_index >> k & 1U) != 0 && t_in - c->t_out <= horizon_days[k] * VF_MS_DAY) {
            s->readmission.event[k][0]++;
            s->readmission.event[k][1] += old;
        }
    }
    c->open_index = 0;
}

void vf_episode_enter(struct vf_sim *s, uint32_t i, uint16_t previous_home) {
    struct vf_patient *p = vf_at(s, i);
    struct vf_care *c = vf_care_of(s, p);
    if (c->t_tillfalle >= 0) {
        if (clinic_of(s->m, previous_home) != clinic_of(s->m, c->home)) {
            end_tillfalle(s, i, previous_home);
            begin_tillfalle(s, i, s->now);
        }
        return;
    }
    int64_t t_in = s->m->run.admitted_at_decision ? p->t_need : s->now;
    c->discharged = false;
    if (c->t_out >= 0 && vf_day_of(t_in) - vf_day_of(c->t_out) <= 1) {
        take_back_end(s, i);
    } else {
        c->planned = (s->m->node[p->node].flags & VF_N_PLANNED) != 0;
        if (!c->planned) {
            count_readmission(s, i, t_in);
        }
        c->t_period = t_in;
        c->readmission = is_readmission(c, t_in);
        if (s->person != NULL) {
            s->person[i].admissions++;
        }
        c->return_odds = c->early_odds = 1;
    }
    begin_tillfalle(s, i, t_in);
}

void vf_episode_end(struct vf_sim *s, uint32_t i, bool alive) {
    struct vf_patient *p = vf_at(s, i);
    struct vf_care *c = vf_care_of(s, p);
    struct vf_episodes *e = episodes_of(s, c->home, p->group);
    end_tillfalle(s, i, c->home);
    e->perioder++;
    e->period_days += vf_day_of(s->now) - vf_day_of(c->t_period);
    c->t_out = s->now;
    c->out_home = c->home;
    c->open_index = 0;
    c->discharged = alive;
    if (s->fx != NULL && alive) {
        vf_effects_discharge(s, i);
    }
    if (!alive || s->now < s->window0 || s->window0 < s->m->run.warmup) {
        return;
    }
    bool old = (s->m->group[p->group].flags & VF_G_65PLUS) != 0;
    for (unsigned k = 0; k < VF_READMIT_K; k++) {
        if (s->now <= s->end - horizon_days[k] * VF_MS_DAY) {
            c->open_index |= (uint8_t)(1U << k);
            s->readmission.index[k][0]++;
            s->readmission.index[k][1] += old;
        }
    }
}

void vf_episode_ready_over(struct vf_sim *s, uint32_t i, uint16_t home) {
    struct vf_patient *p = vf_at(s, i);
    struct vf_care *c = vf_care_of(s, p);
    struct vf_episodes *e = episodes_of(s, home, p->group);
    e->ready_n++;
    e->ready_days += vf_day_of(s->now) - vf_day_of(c->t_ready);
    e->ready_time += s->now - c->t_ready;
    e->lead_time += c->t_wait - c->t_ready;
    e->wait_time += s->now - c->t_wait;
    if (s->kommun != NULL) {
        vf_kommun_leaves(s, p, home, c->t_ready);
    }
    c->t_ready = -1;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Members of cohorts between their journeys. A member's life: at home -> returns (a journey through the group's path)
 * -> at home ... until death, at home by the cohort's mortality or at the end of a path. The time at home is drawn at
 * each homecoming and divided by the member's frailty; what comes first, return or death, is what happens. With a
 * profile it passes at the profile's pace: the hazard at each time is multiplied by what the profile is then. At time 0
 * all are at home with a residual time, as one finds them in equilibrium. Identity = (source, number of the member).
 *
 * A door leads to another group: the place is given up, the journey ends, and a new one begins there, or the patient
 * goes home as a member of that group's cohort. Doors never lead back, so no draw is made twice. */
#include <stdlib.h>
#include <string.h>

#include "vf_flow.h"
#include "vf_people.h"
#include "vf_visit.h"

#define NEVER 1e300

void vf_people_new(struct vf_sim *s) {
    if (!s->m->people) {
        return;
    }
    s->people = vf_xcalloc(1, sizeof *s->people);
    s->people->cohort = vf_xcalloc(s->m->n_groups + 1U, sizeof *s->people->cohort);
    vf_person_room(s, 0, 1);
}

void vf_people_free(struct vf_sim *s) {
    free(s->person);
    if (s->people != NULL) {
        free(s->people->bed);
        free(s->people->cost);
        free(s->people->cohort);
        free(s->people);
    }
}

void vf_people_reset(struct vf_sim *s) {
    struct vf_people *all = s->people;
    if (all == NULL) {
        return;
    }
    memset(s->person, 0, (s->patients_cap > 0 ? s->patients_cap : 1U) * sizeof *s->person);
    memset(all->cohort, 0, (size_t)s->m->n_groups * sizeof *all->cohort);
    s->n_patients = 0;
    vf_people_window(s);
}

static double frailty_of(const struct vf_sim *s, const struct vf_cohort *c, uint64_t key) {
    if (c->frailty < 0) {
        return 1;
    }
    struct vf_rand r = vf_draw(s, key, VF_Q_FRAILTY, 1);
    return vf_dist_draw(&s->m->dist[c->frailty], &r);
}

/* The time at home, ms: of a homecoming, or what is left of one when the run begins. */
static double time_at_home(struct vf_sim *s, const struct vf_cohort *c, uint64_t key, uint32_t homecoming) {
    struct vf_rand r = vf_draw(s, key, VF_Q_HOME, homecoming);
    const struct vf_dist *d = &s->m->dist[c->home];
    if (homecoming > 0) {
        return vf_dist_draw(d, &r);
    }
    double share = vf_rand_u01(&r);
    return share * vf_dist_sample_size_biased(d, &r);
}

/* How long from now until so much time has passed at the profile's pace: exact where it is a step function. */
static double at_pace(const struct vf_sim *s, const struct vf_cohort *c, double left) {
    const struct vf_profile *p = &s->m->profile[c->pace];
    int64_t t = s->now;
    for (;;) {
        double pace = vf_profile_value(p, &s->m->calendar, t);
        bool last = vf_day_of(t) >= s->m->calendar.days;
        int64_t next = last ? INT64_MAX : vf_profile_next_change(p, &s->m->calendar, t);
        if (next == INT64_MAX || pace * (double)(next - t) >= left) {
            return pace > 0 ? (double)(t - s->now) + left / pace : NEVER;
        }
        left -= pace * (double)(next - t);
        t = next;
    }
}

static void stay_home(struct vf_sim *s, uint32_t i) {
    struct vf_patient *p = vf_at(s, i);
    const struct vf_cohort *c = &s->m->cohort[s->m->group[p->group].cohort];
    struct vf_person *x = &s->person[i];
    double speed = x->frailty * c->factor;
    double back = speed > 0 ? time_at_home(s, c, p->key, x->homecomings) / speed : NEVER, end = NEVER;
    if (c->pace >= 0 && back < NEVER) {
        back = at_pace(s, c, back);
    }
    if (c->mortality > 0) {
        struct vf_rand r = vf_draw(s, p->key, VF_Q_HOME_DEATH, x->homecomings);
        end = -vf_log_fast(vf_rand_u01(&r)) / c->mortality;
    }
    x->homecomings++;
    p->state = VF_P_HOME;
    p->step = end < back ? VF_HOME_DEATH : VF_HOME_RETURN;
    back = end < back ? end : back;
    p->seq = 0;
    if (back + (double)s->now < VF_FAR_AWAY) {
        p->seq = vf_eventlist_push(&s->events, s->now + (int64_t)(back + 0.5), VF_C_PLACE, i);
    }
}

/* The patient is a member of its group's cohort from now on. */
static void join(struct vf_sim *s, uint32_t i) {
    struct vf_patient *p = vf_at(s, i);
    struct vf_person *x = &s->person[i];
    x->kinds |= VF_PERSON_MEMBER;
    x->born = s->now;
    x->frailty = frailty_of(s, &s->m->cohort[s->m->group[p->group].cohort], p->key);
    vf_area_up(s, &s->people->cohort[p->group].alive);
}

void vf_person_present(struct vf_sim *s, uint32_t i) {
    s->people->cohort[vf_at(s, i)->group].present++;
    s->person[i].homecomings = 1;
    join(s, i);
}

static void new_member(struct vf_sim *s, uint16_t group, uint32_t homecoming) {
    const struct vf_cohort *c = &s->m->cohort[s->m->group[group].cohort];
    uint64_t source_key = vf_key(s->rep_key, s->m->source[c->source].key);
    uint64_t number = s->people->cohort[group].next++;
    uint32_t i = vf_patient_new(s, group, vf_key(source_key ^ VF_SOURCE_PATIENT, number));
    join(s, i);
    s->person[i].homecomings = homecoming;
    stay_home(s, i);
}

void vf_cohorts_start(struct vf_sim *s, uint16_t source) {
    const struct vf_source *src = &s->m->source[source];
    const struct vf_cohort *c = &s->m->cohort[s->m->group[src->group].cohort];
    for (uint32_t k = s->people->cohort[src->group].present; k < c->size; k++) {
        new_member(s, src->group, 0);
    }
}

static void leave_cohort(struct vf_sim *s, uint32_t i) {
    struct vf_person *x = &s->person[i];
    if ((x->kinds & VF_PERSON_MEMBER) != 0) {
        vf_area_down(s, &s->people->cohort[vf_at(s, i)->group].alive, x->born);
        x->kinds &= (uint8_t)~VF_PERSON_MEMBER;
    }
}

static void die(struct vf_sim *s, uint32_t i) {
    uint16_t group = vf_at(s, i)->group;
    bool member = (s->person[i].kinds & VF_PERSON_MEMBER) != 0;
    leave_cohort(s, i);
    if (member && s->m->cohort[s->m->group[group].cohort].replace) {
        s->people->cohort[group].replaced++;
        new_member(s, group, 1);
    }
}

static void come_back(struct vf_sim *s, uint32_t i) {
    struct vf_patient *p = vf_at(s, i);
    const struct vf_group *g = &s->m->group[p->group];
    struct vf_gstate *gs = &s->group[p->group];
    const struct vf_edge *e = &s->m->edge[g->entry0];
    if (s->stopped_sources) {
        return; /* nobody comes any more */
    }
    s->arrivals++;
    s->in_system++;
    gs->arrivals++;
    s->stopped_sources = s->arrivals >= s->m->run.stop_after_arrivals;
    if (g->n_entry > 1) {
        struct vf_rand r = vf_draw(s, p->key, VF_Q_ENTRY, s->person[i].homecomings);
        double u = vf_rand_u01(&r);
        while (e < &s->m->edge[g->entry0 + g->n_entry - 1] && u >= e->cum) {
            e++;
        }
    }
    vf_start_journey(s, i, e->target);
}

void vf_person_at_home(struct vf_sim *s, uint32_t i) {
    struct vf_patient *p = vf_at(s, i);
    if (p->step == VF_HOME_RETURN) {
        come_back(s, i);
        return;
    }
    VF_LOG(s, i, VF_LOG_DEATH, VF_NONE16);
    s->people->cohort[p->group].died_at_home++;
    die(s, i);
    vf_patient_free(s, i);
}

static void become(struct vf_sim *s, uint32_t i, uint32_t door) {
    const struct vf_door *d = &s->m->door[door - VF_TERM_DOOR];
    struct vf_patient *p = vf_at(s, i);
    leave_cohort(s, i);
    p->group = d->group;
    p->step = 0;
    const struct vf_group *g = &s->m->group[d->group];
    if ((p->flags & VF_F_CARE) != 0) {
        memset(vf_occasions(s, p), 0, s->m->max_care_occ * sizeof(uint32_t));
        vf_care_of(s, p)->discharged = false;
    } else {
        p->ext = 0;
        if ((g->flags & VF_G_CARE) != 0) {
            vf_care_attach(s, i);
        }
    }
    if (g->cohort != VF_NONE16) {
        s->people->cohort[d->group].joined++;
        s->person[i].homecomings = 1;
        join(s, i);
    }
    if (d->target == VF_TERM_EXIT) {
        s->in_system--;
        stay_home(s, i);
        return;
    }
    vf_start_journey(s, i, d->target);
}

bool vf_person_goes_on(struct vf_sim *s, uint32_t i, uint32_t terminal) {
    if (vf_is_door(terminal)) {
        become(s, i, terminal);
        return true;
    }
    if (terminal == VF_TERM_DEATH) {
        die(s, i);
        return false;
    }
    if ((s->person[i].kinds & VF_PERSON_MEMBER) == 0) {
        return false;
    }
    s->in_system--;
    stay_home(s, i);
    return true;
}

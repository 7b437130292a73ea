/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window of observation: what starts afresh when the warm-up is over, how the integrals are closed at the
 * end, and the books that every replication must balance, exactly, in integers:
 *   Little: the integral of each counter = the sum of the patients' own stays clipped to the window
 *           (units by group, queues, causes for which places are held, groups in the system);
 *   flow:   entered - left = the change of the number inside (units by group, groups);
 *   bed time: the occupancy distribution sums to the window, and to the occupied time of the groups;
 *   staff: the same two of servers and their queues (staff_books.c). */
#include <string.h>

#include "vf_account.h"
#include "vf_bedtime.h"
#include "vf_flow.h"
#include "vf_kommun.h"
#include "vf_months.h"
#include "vf_people.h"
#include "vf_series.h"
#include "vf_staff.h"

static void area_restart(const struct vf_sim *s, struct vf_area *a) {
    *a = (struct vf_area){.last = s->now, .n = a->n};
}

static void unit_restart(struct vf_sim *s, uint16_t u) {
    struct vf_ustate *us = &s->unit[u];
    memset(us->hist, 0, us->hist_bins * sizeof *us->hist);
    us->beyond = us->beyond_time = 0;
    us->last = us->cap_last = s->now;
    us->cap_area = 0;
    area_restart(s, &us->released);
    for (int c = 0; c < VF_CAUSES; c++) {
        area_restart(s, &us->cause[c]);
    }
    uint32_t *hists[] = {us->wait_hist, us->stay_hist, us->doctor_hist};
    for (size_t k = 0; k < sizeof hists / sizeof *hists; k++) {
        if (hists[k] != NULL) {
            memset(hists[k], 0, VF_WAIT_BUCKETS * sizeof **hists);
        }
    }
    us->into = us->into_blocked = us->out_blocked = us->left_to_ward = us->within_4h = us->doctor_n = 0;
    us->into_time = us->out_time = us->doctor_time = 0;
    us->first_started = us->first_within = us->revisit_index = us->revisits = 0;
    us->first_waiting = us->waiting_within = 0;
}

static void wards_restart(struct vf_sim *s) {
    for (uint16_t w = 0; w < s->m->n_wards; w++) {
        struct vf_wstate *ws = &s->ward[w];
        ws->last = s->now;
        ws->over_area = ws->over_time = ws->guest_area = ws->away_area = 0;
        ws->repatriated = 0;
    }
    memset(s->bed, 0, (size_t)s->m->n_wards * VF_BED_STATES * 2 * sizeof *s->bed);
    memset(s->episodes, 0, (size_t)s->m->n_wards * s->m->n_groups * sizeof *s->episodes);
}

void vf_window_start(struct vf_sim *s) {
    const struct vf_model *m = s->m;
    s->window0 = s->now;
    size_t cells = (size_t)m->n_units * m->n_groups;
    for (size_t k = 0; k < cells; k++) {
        s->cell_n0[k] = s->cell[k].n;
        s->cell[k] = (struct vf_ledger){.last = s->now, .n = s->cell[k].n};
    }
    memset(s->disposition, 0, cells * VF_DISPOSITIONS * sizeof *s->disposition);
    for (uint16_t u = 0; u < m->n_units; u++) {
        unit_restart(s, u);
    }
    wards_restart(s);
    vf_staff_window(s);
    for (uint16_t k = 0; k < m->n_own_doctors; k++) {
        s->own[k] = (struct vf_ostate){.busy = s->own[k].busy};
    }
    for (uint16_t g = 0; g < m->n_groups; g++) {
        struct vf_gstate *gs = &s->group[g];
        uint32_t n = gs->system.n;
        *gs = (struct vf_gstate){.n0 = n, .system = {.last = s->now, .n = n}};
    }
    memset(&s->readmission, 0, sizeof s->readmission);
    if (s->people != NULL) {
        vf_people_window(s);
    }
    vf_kommun_window(s);
    memset(s->flow, 0, (size_t)(m->n_units + 1U) * (m->n_units + 2U) * sizeof *s->flow);
    vf_months_start(s);
}

static void area_close(const struct vf_sim *s, struct vf_area *a) {
    a->area += (int64_t)a->n * (s->now - a->last);
    a->last = s->now;
}

static void inside_since(const struct vf_sim *s, struct vf_area *a, int64_t from) {
    a->stays += vf_since(s, from);
}

static void held_since(const struct vf_sim *s, const struct vf_patient *p, enum vf_cause why, int64_t from) {
    VF_ASSERT(p->at != VF_NONE16, "a patient who waits to leave holds a place");
    inside_since(s, &s->unit[p->at].cause[why], from);
}

/* Adds the stays of those still inside, from their own time stamps. */
static void still_inside(struct vf_sim *s, const struct vf_patient *p) {
    inside_since(s, &s->group[p->group].system, p->t_entry);
    if (p->at != VF_NONE16) {
        vf_cell_at(s, p->at, p->group)->stays += vf_since(s, p->t_place);
        if (s->unit[p->at].ward != VF_NONE16) {
            vf_bed_leave(s, (uint32_t)(p - s->patient));
        }
        if (s->person != NULL) {
            vf_person_leaves(s, (uint32_t)(p - s->patient), p->at, p->t_place);
        }
    }
    bool ready = (p->flags & VF_F_READY) != 0;
    if (p->state == VF_P_QUEUED) {
        inside_since(s, &s->unit[p->target].released, p->t_place);
    } else if (p->state == VF_P_BLOCKED) {
        held_since(s, p, ready ? VF_CAUSE_CAPACITY : VF_CAUSE_BLOCKED, p->t_need);
    } else if (p->state == VF_P_LEAD) {
        held_since(s, p, VF_CAUSE_LEAD, vf_care_of(s, p)->t_state);
    } else if (p->state == VF_P_TRANSIT && p->at != VF_NONE16) {
        int64_t since = vf_care_of(s, p)->t_state;
        held_since(s, p, VF_CAUSE_TRANSIT, since);
        if ((p->flags & VF_F_RESERVED) != 0) {
            inside_since(s, &s->unit[p->target].cause[VF_CAUSE_RESERVED], since);
            vf_cell_at(s, p->target, p->group)->stays += vf_since(s, since);
            if (s->unit[p->target].ward != VF_NONE16) {
                vf_bed_reserved(s, p, p->target);
            }
            if (s->person != NULL) {
                vf_person_leaves(s, (uint32_t)(p - s->patient), p->target, since);
            }
        }
    }
}

static void sum_groups(struct vf_sim *s, uint16_t u) {
    struct vf_ledger t = {.last = s->now};
    for (uint16_t g = 0; g < s->m->n_groups; g++) {
        const struct vf_ledger *c = vf_cell_at(s, u, g);
        t.area += c->area;
        t.stays += c->stays;
        t.waits += c->waits;
        t.n += c->n;
        t.arrivals += c->arrivals;
        t.first += c->first;
        t.started += c->started;
        t.waited += c->waited;
        t.left += c->left;
        t.lost += c->lost;
        t.admitted += c->admitted;
    }
    s->total[u] = t;
}

void vf_window_end(struct vf_sim *s) {
    const struct vf_model *m = s->m;
    vf_series_end(s);
    vf_census_end(s);
    vf_guarantee_end(s);
    vf_turnaround_end(s);
    vf_months_close(s);
    for (uint16_t u = 0; u < m->n_units; u++) {
        struct vf_ustate *us = &s->unit[u];
        vf_unit_change(s, us, 0);
        area_close(s, &us->released);
        for (int c = 0; c < VF_CAUSES; c++) {
            area_close(s, &us->cause[c]);
        }
        us->cap_area += us->cap == INT32_MAX ? 0 : (int64_t)us->cap * (s->now - us->cap_last);
        us->cap_last = s->now;
        for (uint16_t g = 0; g < m->n_groups; g++) {
            struct vf_ledger *c = vf_cell_at(s, u, g);
            c->area += (int64_t)c->n * (s->now - c->last);
            c->last = s->now;
        }
    }
    vf_staff_close(s);
    for (uint16_t g = 0; g < m->n_groups; g++) {
        area_close(s, &s->group[g].system);
    }
    for (uint32_t i = 0; i < s->n_patients; i++) {
        const struct vf_patient *p = &s->patient[i];
        if (p->state != VF_P_FREE && p->state != VF_P_HOME && p->state != VF_P_BOOKED) {
            still_inside(s, p);
            vf_staff_inside(s, p);
        }
    }
    if (s->people != NULL) {
        vf_people_close(s);
    }
    for (uint16_t u = 0; u < m->n_units; u++) {
        sum_groups(s, u);
    }
}

int vf_books_broken(const struct vf_sim *s, struct vf_error *err, const char *what, const char *where,
                    int64_t a, int64_t b) {
    return vf_error_set(err, VF_E_STATE,
                        "the books do not balance (%s, %s): %lld against %lld; seed %llu. "
                        "This is a fault of the program: please report it with the config",
                        what, where, (long long)a, (long long)b, (unsigned long long)s->m->run.seed);
}

static int check_unit(struct vf_sim *s, uint16_t u, struct vf_error *err) {
    const struct vf_ustate *us = &s->unit[u];
    const char *name = s->m->unit[u].name;
    int64_t time = us->beyond_time, occupied = us->beyond, cells = 0;
    for (uint32_t k = 0; k < us->hist_bins; k++) {
        time += us->hist[k];
        occupied += (int64_t)k * us->hist[k];
    }
    for (uint16_t g = 0; g < s->m->n_groups; g++) {
        const struct vf_ledger *c = vf_cell_at(s, u, g);
        cells += c->area;
        if (c->area != c->stays) {
            return vf_books_broken(s, err, "Little's law", name, c->area, c->stays);
        }
        int64_t n0 = s->cell_n0[(size_t)u * s->m->n_groups + g];
        if (n0 + c->admitted - c->left != c->n) {
            return vf_books_broken(s, err, "flow conservation", name, n0 + c->admitted - c->left, c->n);
        }
    }
    if (time != s->now - s->window0) {
        return vf_books_broken(s, err, "occupancy distribution", name, time, s->now - s->window0);
    }
    if (occupied != cells) {
        return vf_books_broken(s, err, "bed time by group", name, occupied, cells);
    }
    if (us->released.area != us->released.stays) {
        return vf_books_broken(s, err, "Little's law of the queue", name, us->released.area,
                               us->released.stays);
    }
    for (int c = 0; c < VF_CAUSES; c++) {
        if (us->cause[c].area != us->cause[c].stays) {
            return vf_books_broken(s, err, "bed time by cause", name, us->cause[c].area, us->cause[c].stays);
        }
    }
    return VF_OK;
}

/* The table of bed time by cause sums to the bed time of the groups, and its waits to the counters of those who
 * are utskrivningsklara and wait. */
static int check_beds(struct vf_sim *s, struct vf_error *err) {
    for (uint16_t w = 0; w < s->m->n_wards; w++) {
        uint16_t u = s->m->ward_unit[w];
        int64_t cells = 0, waiting, sum = vf_bed_sum(s, u, &waiting);
        for (uint16_t g = 0; g < s->m->n_groups; g++) {
            cells += vf_cell_at(s, u, g)->area;
        }
        cells += s->unit[u].cause[VF_CAUSE_TURNAROUND].area;
        if (sum != cells) {
            return vf_books_broken(s, err, "bed-days by cause", s->m->unit[u].name, sum, cells);
        }
        if (waiting != s->unit[u].cause[VF_CAUSE_CAPACITY].area) {
            return vf_books_broken(s, err, "bed-days of waiting by form", s->m->unit[u].name, waiting,
                                   s->unit[u].cause[VF_CAUSE_CAPACITY].area);
        }
    }
    return VF_OK;
}

/* The histories of individuals hold all bed time; the members' lives are the size of the cohorts. */
static int check_people(struct vf_sim *s, struct vf_error *err) {
    const struct vf_people *all = s->people;
    int64_t beds = 0;
    for (uint16_t w = 0; w < s->m->n_wards; w++) {
        int64_t waiting;
        beds += vf_bed_sum(s, s->m->ward_unit[w], &waiting);
        beds -= *vf_bed_cell(s, w, VF_BED_TURNAROUND, 0) + *vf_bed_cell(s, w, VF_BED_TURNAROUND, 1);
    }
    if (all->bed_sum != beds) {
        return vf_books_broken(s, err, "bed-days of individuals", "all wards", all->bed_sum, beds);
    }
    for (uint16_t g = 0; g < s->m->n_groups; g++) {
        const struct vf_area *a = &all->cohort[g].alive;
        if (a->area != a->stays) {
            return vf_books_broken(s, err, "lives of the cohort", s->m->group[g].name, a->area, a->stays);
        }
    }
    return VF_OK;
}

int vf_check_books(struct vf_sim *s, struct vf_error *err) {
    for (uint16_t u = 0; u < s->m->n_units; u++) {
        int bad = check_unit(s, u, err);
        if (bad != VF_OK) {
            return bad;
        }
    }
    int code = check_beds(s, err);
    if (code == VF_OK) {
        code = vf_staff_check(s, err);
    }
    if (code == VF_OK && s->people != NULL) {
        code = check_people(s, err);
    }
    if (code == VF_OK && s->months != NULL && s->months->broken != NULL) {
        code = vf_books_broken(s, err, "flows by month", s->months->broken, 0, 1);
    }
    if (code != VF_OK) {
        return code;
    }
    for (uint16_t g = 0; g < s->m->n_groups; g++) {
        const struct vf_gstate *gs = &s->group[g];
        if (gs->system.area != gs->system.stays) {
            return vf_books_broken(s, err, "Little's law of the group", s->m->group[g].name, gs->system.area,
                                   gs->system.stays);
        }
        int64_t inside = (int64_t)gs->n0 + gs->system.entered - gs->exits - gs->deaths - gs->lost;
        if (inside != gs->system.n) {
            return vf_books_broken(s, err, "flow of the group", s->m->group[g].name, inside, gs->system.n);
        }
    }
    return VF_OK;
}

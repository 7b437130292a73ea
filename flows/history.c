/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Histories of individuals over the window: kept at each visit's start and end, summed up when the individual leaves
 * the model or the window ends. Concentration is the share that the most demanding 1 % and 10 % of the individuals
 * with any care in the window use, the last one of them in part where the number is not whole (docs/METHODS.md). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_flow.h"
#include "vf_people.h"

static const double tops[VF_PEOPLE_TOPS] = {0.01, 0.10};

void vf_person_room(struct vf_sim *s, uint32_t from, uint32_t to) {
    s->person = vf_xrealloc(s->person, (size_t)to * sizeof *s->person);
    memset(s->person + from, 0, (size_t)(to - from) * sizeof *s->person);
}

static bool is_clinic(const struct vf_unit *u) {
    return u->level == VF_L_PRIMARVARD || u->level == VF_L_SPECIALISTVARD;
}

void vf_person_starts(struct vf_sim *s, uint32_t i, uint16_t u, bool again) {
    struct vf_person *x = &s->person[i];
    const struct vf_unit *unit = &s->m->unit[u];
    if (again) {
        return;
    }
    x->visits += unit->level != VF_L_HEM;
    x->cost += unit->cost.visit;
    if (is_clinic(unit)) {
        s->people->followed += x->last_clinic != 0;
        s->people->again += x->last_clinic == u + 1U;
        x->last_clinic = (uint16_t)(u + 1U);
    }
}

void vf_person_leaves(struct vf_sim *s, uint32_t i, uint16_t u, int64_t from) {
    struct vf_person *x = &s->person[i];
    const struct vf_unit *unit = &s->m->unit[u];
    int64_t time = vf_since(s, from);
    x->cost += unit->cost.day * ((double)time / (double)VF_MS_DAY);
    x->bed += unit->ward != VF_NONE16 ? time : 0;
    if (unit->level != VF_L_HEM) {
        x->levels |= (uint8_t)(1U << unit->level);
    }
}

static void keep(double **list, size_t *n, size_t *room, double value) {
    if (!(value > 0)) {
        return;
    }
    if (*n == *room) {
        *room = *room == 0 ? 1024 : *room * 2;
        *list = vf_xrealloc(*list, *room * sizeof **list);
    }
    (*list)[(*n)++] = value;
}

static void sum_up(struct vf_people *all, const struct vf_person *x) {
    if (x->levels == 0) {
        return;
    }
    unsigned levels = 0;
    for (unsigned rest = x->levels; rest != 0; rest &= rest - 1U) {
        levels++;
    }
    all->n++;
    all->bed_sum += x->bed;
    all->by_levels[levels < VF_PEOPLE_LEVELS ? levels : VF_PEOPLE_LEVELS - 1]++;
    all->visits += x->visits;
    all->admissions += x->admissions;
    keep(&all->bed, &all->n_bed, &all->room_bed, (double)x->bed);
    keep(&all->cost, &all->n_cost, &all->room_cost, x->cost);
}

void vf_person_gone(struct vf_sim *s, uint32_t i) {
    sum_up(s->people, &s->person[i]);
    s->person[i] = (struct vf_person){0};
}

void vf_people_window(struct vf_sim *s) {
    struct vf_people *all = s->people;
    for (uint32_t i = 0; i < s->n_patients; i++) {
        struct vf_person *x = &s->person[i];
        x->cost = 0;
        x->bed = 0;
        x->visits = x->admissions = 0;
        x->levels = 0;
    }
    for (uint16_t g = 0; g < s->m->n_groups; g++) {
        struct vf_cohort_state *c = &all->cohort[g];
        c->alive = (struct vf_area){.last = s->now, .n = c->alive.n};
        c->died_at_home = c->replaced = c->joined = 0;
    }
    all->n_bed = all->n_cost = 0;
    all->bed_sum = 0;
    all->n = all->visits = all->admissions = all->again = all->followed = 0;
    memset(all->by_levels, 0, sizeof all->by_levels);
}

static int falling(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x < y) - (x > y);
}

/* Shares of the total that the tops of n individuals use; those without any are not in the list. */
static double concentrate(double *list, size_t have, uint64_t n, double *shares) {
    double total = 0;
    if (have != 0) { /* qsort takes no null pointer */
        qsort(list, have, sizeof *list, falling);
    }
    for (size_t k = 0; k < have; k++) {
        total += list[k];
    }
    for (size_t t = 0; t < VF_PEOPLE_TOPS; t++) {
        double top = tops[t] * (double)n, used = 0;
        for (size_t k = 0; k < have && (double)k < top; k++) {
            used += list[k] * fmin(1, top - (double)k);
        }
        shares[t] = total > 0 ? used / total : (double)NAN;
    }
    return total;
}

void vf_people_close(struct vf_sim *s) {
    struct vf_people *all = s->people;
    for (uint32_t i = 0; i < s->n_patients; i++) {
        const struct vf_patient *p = &s->patient[i];
        if (p->state == VF_P_FREE) {
            continue;
        }
        if ((s->person[i].kinds & VF_PERSON_MEMBER) != 0) {
            all->cohort[p->group].alive.stays += vf_since(s, s->person[i].born);
        }
        sum_up(all, &s->person[i]);
    }
    for (uint16_t g = 0; g < s->m->n_groups; g++) {
        struct vf_area *a = &all->cohort[g].alive;
        a->area += (int64_t)a->n * (s->now - a->last);
        a->last = s->now;
    }
    all->bed_total = concentrate(all->bed, all->n_bed, all->n, all->top_bed);
    all->cost_total = concentrate(all->cost, all->n_cost, all->n, all->top_cost);
}

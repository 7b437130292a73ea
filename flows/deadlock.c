/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Deadlock under blocking after service: a knot, a set of units whose every place is held by a patient waiting
 * for a unit of the set. Looked for when a patient becomes blocked and both its unit and the one it waits for are
 * wholly blocked, so the search is rare. A ward patient waits for any of its competent and outlier wards. */
#include <string.h>

#include "vf_account.h"
#include "vf_flow.h"

static bool wholly_blocked(const struct vf_sim *s, uint16_t u) {
    const struct vf_ustate *us = &s->unit[u];
    uint32_t blocked = us->cause[VF_CAUSE_BLOCKED].n + us->cause[VF_CAUSE_CAPACITY].n;
    return us->n > 0 && us->n >= us->cap && blocked == (uint32_t)us->n;
}

static bool waits_inside(const struct vf_sim *s, const uint8_t *in_set, const struct vf_patient *p,
                         uint16_t target) {
    if (!in_set[target]) {
        return false;
    }
    if (s->unit[target].ward == VF_NONE16) {
        return true;
    }
    const struct vf_placement *pl = vf_placement_of(s, target, p->group);
    for (uint32_t k = 0; k < pl->n_competent; k++) {
        if (!in_set[s->m->ward_lists[pl->competent0 + k]]) {
            return false;
        }
    }
    for (uint32_t k = 0; k < pl->n_outlier; k++) {
        if (!in_set[s->m->ward_lists[pl->outlier0 + k]]) {
            return false;
        }
    }
    return true;
}

/* One pass: drops from the set every unit with a patient who waits for something outside. */
static bool shrink(struct vf_sim *s, uint8_t *in_set, uint32_t *holder) {
    bool changed = false;
    for (uint16_t v = 0; v < s->m->n_units; v++) {
        struct vf_queue *q = &s->unit[v].queue;
        for (uint32_t i = vf_queue_first(q); i != VF_NONE32; i = vf_queue_after(s, q, i)) {
            const struct vf_patient *p = vf_at(s, i);
            if (p->state != VF_P_BLOCKED || !in_set[p->at]) {
                continue;
            }
            if (waits_inside(s, in_set, p, v)) {
                holder[p->at] = i;
            } else {
                in_set[p->at] = 0;
                changed = true;
            }
        }
    }
    return changed;
}

/* Follows the holders until a unit comes back, then lets everyone on that circle move on at once. */
static void swap(struct vf_sim *s, uint32_t start, const uint32_t *holder, uint8_t *seen) {
    uint32_t i = start;
    memset(seen, 0, s->m->n_units);
    while (!seen[vf_at(s, i)->at]) {
        seen[vf_at(s, i)->at] = 1;
        i = holder[vf_at(s, i)->target];
    }
    uint32_t first = i;
    uint32_t next;
    do {
        uint16_t u = vf_at(s, i)->target;
        next = holder[u];
        vf_unqueue(s, i, u);
        vf_obtain(s, i, u, u);
        i = next;
    } while (i != first);
}

void vf_deadlock_check(struct vf_sim *s, uint32_t i) {
    struct vf_patient *p = vf_at(s, i);
    if (!wholly_blocked(s, p->at) || !wholly_blocked(s, p->target)) {
        return;
    }
    uint32_t *holder = s->scratch;
    uint8_t *in_set = (uint8_t *)(s->scratch + s->m->n_units);
    for (uint16_t u = 0; u < s->m->n_units; u++) {
        in_set[u] = wholly_blocked(s, u);
    }
    while (shrink(s, in_set, holder)) {}
    if (!in_set[p->at]) {
        return;
    }
    if (!s->deadlock.found) {
        s->deadlock.found = true;
        s->deadlock.time = s->now;
    }
    s->deadlock.count++;
    if (s->m->run.on_deadlock == 0) {
        s->ended = true;
    } else if (s->m->run.on_deadlock == 1) {
        swap(s, i, holder, in_set);
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Patients in care who make room: the least sick of a full ward is moved to a step-down unit, or to another region,
 * when somebody of higher priority needs the bed (preempt: step_down, transfer); and a ward that closes (a five-day
 * ward on Friday) moves its patients or sends them home. A stay that is moved goes on to the end it had, under the
 * responsibility of the unit it is moved to; the path then goes on as from the ward it left. */
#include "vf_account.h"
#include "vf_flow.h"
#include "vf_visit.h"

static bool has_room(const struct vf_sim *s, uint16_t u, uint16_t group) {
    const struct vf_ustate *us = &s->unit[u];
    const uint16_t *keep = s->m->unit[u].min_free;
    return us->queued == 0 && vf_beds_free(us) > (keep != NULL ? keep[group] : 0);
}

/* The first unit of the slice with room for the patient; VF_NONE16 when none has. */
static uint16_t room_for(struct vf_sim *s, uint32_t i, uint32_t first, uint32_t n) {
    for (uint32_t k = 0; k < n; k++) {
        if (has_room(s, s->m->ward_lists[first + k], vf_at(s, i)->group)) {
            return s->m->ward_lists[first + k];
        }
    }
    return VF_NONE16;
}

static void move(struct vf_sim *s, uint32_t i, uint16_t to) {
    struct vf_ustate *us = &s->unit[to];
    vf_leave_place(s, i);
    if (us->ward == VF_NONE16) {
        vf_episode_end(s, i, true);
    }
    struct vf_patient *p = vf_at(s, i);
    vf_unit_change(s, us, 1);
    vf_take_place(s, p, to, vf_cell_at(s, to, p->group));
    if ((us->traits & VF_T_IN_CARE) != 0) {
        vf_in_care_moved(s, i, to);
    }
    struct vf_care *care = vf_care_of(s, p);
    if (us->ward == VF_NONE16 && care->t_look >= 0) { /* nobody looks there whether it could end earlier */
        care->t_look = -1;
        p->seq = vf_eventlist_push(&s->events, care->t_end, VF_C_DEPART, i);
    }
    VF_LOG(s, i, VF_LOG_START, to);
}

/* The least sick: the lowest priority, then the shortest time left, then the first placed. Only those whose stay
 * runs and who are less urgent than `priority`. */
static uint32_t least_sick(struct vf_sim *s, uint16_t u, uint8_t priority) {
    uint32_t best = VF_NONE32;
    for (uint32_t i = s->unit[u].care_head; i != VF_NONE32; i = vf_care_of(s, vf_at(s, i))->care_next) {
        const struct vf_patient *p = vf_at(s, i);
        if (p->state != VF_P_STAY || p->priority <= priority) {
            continue;
        }
        const struct vf_patient *b = best != VF_NONE32 ? vf_at(s, best) : p;
        if (best == VF_NONE32 || p->priority > b->priority ||
            (p->priority == b->priority && vf_care_of(s, p)->t_end < vf_care_of(s, b)->t_end)) {
            best = i;
        }
    }
    return best;
}

bool vf_relief_make_room(struct vf_sim *s, uint16_t u, uint8_t priority) {
    const struct vf_ward *w = &s->m->ward[s->unit[u].ward];
    uint32_t i = w->n_step_to != 0 ? least_sick(s, u, priority) : VF_NONE32;
    uint16_t to = i != VF_NONE32 ? room_for(s, i, w->step_to0, w->n_step_to) : VF_NONE16;
    if (to == VF_NONE16) {
        return false;
    }
    vf_dispositions(s, u, vf_at(s, i)->group)[VF_D_PREEMPTED]++;
    VF_LOG(s, i, VF_LOG_PREEMPTED, u);
    move(s, i, to);
    return true;
}

void vf_relief_freed(struct vf_sim *s, uint16_t u) {
    const struct vf_ward *w = &s->m->ward[s->unit[u].ward];
    for (uint32_t k = 0; k < w->n_relieves; k++) {
        uint16_t from = s->m->ward_lists[w->relieves0 + k];
        uint32_t i = vf_queue_first(&s->unit[from].queue);
        while (i != VF_NONE32 && vf_beds_free(&s->unit[from]) <= 0 &&
               vf_relief_make_room(s, from, vf_at(s, i)->priority)) {
            vf_mark_ready(s, from);
            i = vf_queue_after(s, &s->unit[from].queue, i);
        }
    }
}

static uint32_t first_staying(struct vf_sim *s, uint16_t u) {
    uint32_t i = s->unit[u].care_head;
    while (i != VF_NONE32 && vf_at(s, i)->state != VF_P_STAY) {
        i = vf_care_of(s, vf_at(s, i))->care_next;
    }
    return i;
}

static void move_all(struct vf_sim *s, uint16_t u) {
    const struct vf_ward *w = &s->m->ward[s->unit[u].ward];
    uint32_t next;
    for (uint32_t i = s->unit[u].care_head; i != VF_NONE32; i = next) {
        next = vf_care_of(s, vf_at(s, i))->care_next;
        uint16_t to = VF_NONE16;
        if (vf_at(s, i)->state == VF_P_STAY) {
            to = room_for(s, i, w->close_to0, w->n_close_to);
        }
        if (to != VF_NONE16) {
            vf_dispositions(s, u, vf_at(s, i)->group)[VF_D_MOVED]++;
            move(s, i, to);
        }
    }
}

void vf_relief_close(struct vf_sim *s, uint16_t u) {
    const struct vf_ward *w = &s->m->ward[s->unit[u].ward];
    if (w->closing == VF_CLOSING_MOVE) {
        move_all(s, u);
        return;
    }
    uint32_t i = w->closing == VF_CLOSING_DISCHARGE ? first_staying(s, u) : VF_NONE32;
    for (; i != VF_NONE32; i = first_staying(s, u)) {
        struct vf_patient *p = vf_at(s, i);
        vf_early_discharge(s, i);
        p->seq = 0; /* the end it had */
        vf_stay_over(s, i);
    }
}

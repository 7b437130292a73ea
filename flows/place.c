/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Holding places: obtaining one, leaving one, waiting for one, and why a place is held when no stay runs in it.
 * Every integral is kept here, with its twin from time stamps. A freed place puts its unit on the ready list;
 * the loop hands it on at once, never through an event. */
#include "vf_account.h"
#include "vf_bedtime.h"
#include "vf_effects.h"
#include "vf_flow.h"
#include "vf_own_doctor.h"
#include "vf_people.h"
#include "vf_visit.h"

/* When the present cause began: the blocked have held since their need arose. */
static int64_t cause_since(struct vf_sim *s, const struct vf_patient *p, enum vf_cause cause) {
    return cause == VF_CAUSE_BLOCKED || cause == VF_CAUSE_CAPACITY ? p->t_need : vf_care_of(s, p)->t_state;
}

void vf_cause_begin(struct vf_sim *s, uint32_t i, enum vf_cause cause) {
    struct vf_patient *p = vf_at(s, i);
    if (cause != VF_CAUSE_BLOCKED && cause != VF_CAUSE_CAPACITY) {
        vf_care_of(s, p)->t_state = s->now;
    }
    uint16_t u = cause == VF_CAUSE_RESERVED ? p->target : p->at;
    vf_area_up(s, &s->unit[u].cause[cause]);
    if (s->unit[p->at].ward != VF_NONE16) {
        vf_bed_turn(s, i, vf_bed_state_of(s, p, cause));
    }
}

void vf_cause_end(struct vf_sim *s, uint32_t i, enum vf_cause cause) {
    struct vf_patient *p = vf_at(s, i);
    uint16_t u = cause == VF_CAUSE_RESERVED ? p->target : p->at;
    vf_area_down(s, &s->unit[u].cause[cause], cause_since(s, p, cause));
    if (s->unit[p->at].ward != VF_NONE16 && cause != VF_CAUSE_RESERVED) {
        vf_bed_turn(s, i, VF_BED_NEEDED);
    }
}

static enum vf_cause blocked_cause(const struct vf_patient *p) {
    return (p->flags & VF_F_READY) != 0 ? VF_CAUSE_CAPACITY : VF_CAUSE_BLOCKED;
}

void vf_wait_for(struct vf_sim *s, uint32_t i, uint16_t u) {
    struct vf_patient *p = vf_at(s, i);
    struct vf_ustate *us = &s->unit[u];
    if ((us->traits & VF_T_RISES) != 0) {
        vf_rise_start(s, i, u);
    }
    vf_join_queue(s, i, p, u);
    if (p->at != VF_NONE16) {
        p->state = VF_P_BLOCKED;
        VF_LOG(s, i, VF_LOG_BLOCKED, u);
        us->boarding += (s->unit[p->at].traits & VF_T_AKUT) != 0;
        vf_cause_begin(s, i, blocked_cause(p));
        vf_deadlock_check(s, i);
        return;
    }
    VF_LOG(s, i, VF_LOG_WAIT, u);
    vf_stand_in_queue(s, p, us);
}

/* Room under the internal cap: the first blocked patient gives up its place and waits there. */
static void unblock_one(struct vf_sim *s, uint16_t u) {
    struct vf_ustate *us = &s->unit[u];
    const struct vf_unit *unit = &s->m->unit[u];
    /* who boards for a ward does so by its policy, not for want of room in the queue */
    if (unit->int_cap == 0 || unit->int_cap == VF_UNLIMITED || us->n_int >= unit->int_cap ||
        us->ward != VF_NONE16) {
        return;
    }
    for (uint32_t i = vf_queue_first(&us->queue); i != VF_NONE32; i = vf_queue_after(s, &us->queue, i)) {
        struct vf_patient *p = vf_at(s, i);
        if (p->state != VF_P_BLOCKED || (p->flags & VF_F_RESERVED) != 0) {
            continue;
        }
        bool was_ward = s->unit[p->at].ward != VF_NONE16;
        us->boarding -= (s->unit[p->at].traits & VF_T_AKUT) != 0;
        vf_leave_place(s, i);
        if (was_ward) {
            vf_episode_end(s, i, true);
        }
        p->state = VF_P_QUEUED;
        p->flags |= VF_F_INT_QUEUE;
        p->t_place = s->now;
        vf_area_up(s, &us->released);
        us->n_int++;
        vf_start_patience(s, i);
        return;
    }
}

void vf_unqueue(struct vf_sim *s, uint32_t i, uint16_t u) {
    struct vf_patient *p = vf_at(s, i);
    struct vf_ustate *us = &s->unit[u];
    vf_quit_queue(s, p, us);
    if (p->state != VF_P_QUEUED) {
        us->boarding -= (s->unit[p->at].traits & VF_T_AKUT) != 0;
        return;
    }
    if (vf_quit_standing(s, p, us)) {
        unblock_one(s, u);
    }
}

/* A blocked patient's place is no longer held for that. */
static void unblock(struct vf_sim *s, uint32_t i) {
    struct vf_patient *p = vf_at(s, i);
    vf_cause_end(s, i, blocked_cause(p));
    struct vf_ustate *us = &s->unit[p->at];
    us->out_blocked++;
    us->out_time += s->now - p->t_need;
}

void vf_leave_place(struct vf_sim *s, uint32_t i) {
    struct vf_patient *p = vf_at(s, i);
    uint16_t u = p->at;
    struct vf_ustate *us = &s->unit[u];
    if (p->state == VF_P_BLOCKED) {
        unblock(s, i);
    }
    vf_unit_change(s, us, -1);
    vf_cell_leave(s, vf_cell_at(s, u, p->group), p->t_place);
    VF_LOG(s, i, VF_LOG_COMPLETE, u);
    if ((us->traits & VF_T_IN_CARE) != 0) {
        vf_in_care_leave(s, i, u);
    }
    if ((us->traits & VF_T_OWN_DOCTOR) != 0) {
        vf_own_left(s, i, u);
    }
    if (us->stay_hist != NULL) {
        int64_t stay = s->now - p->t_place;
        vf_hist_add(us->stay_hist, VF_WAIT_BUCKETS, stay);
        us->within_4h += stay <= 4 * VF_MS_HOUR;
    }
    if (s->person != NULL) {
        vf_person_leaves(s, i, u, p->t_place);
    }
    if ((us->traits & VF_T_TURNAROUND) != 0) {
        vf_turnaround_begin(s, i, u);
    }
    p->at = VF_NONE16;
    p->last_unit = u;
    if (us->queued != 0 || us->ward != VF_NONE16) {
        vf_mark_ready(s, u);
    }
}

/* Takes the onward place in reserve while the patient stays where it is for the transition. */
static void reserve(struct vf_sim *s, uint32_t i, uint16_t u) {
    struct vf_patient *p = vf_at(s, i);
    vf_care_of(s, p)->credit = p->state == VF_P_BLOCKED ? s->now - p->t_need : 0;
    if (p->state == VF_P_BLOCKED) {
        unblock(s, i);
    }
    p->target = u;
    p->state = VF_P_TRANSIT;
    vf_unit_change(s, &s->unit[u], 1);
    vf_cell_enter(s, vf_cell_at(s, u, p->group));
    vf_cause_begin(s, i, VF_CAUSE_TRANSIT);
    vf_area_up(s, &s->unit[u].cause[VF_CAUSE_RESERVED]);
    struct vf_care *care = vf_care_of(s, p);
    care->t_state = s->now;
    p->seq = vf_eventlist_push(&s->events, s->now + care->remaining, VF_C_DEPART, i);
    care->remaining = -1;
}

/* A way on that was drawn at entry meets the effects when the visit begins: only then has the stay before ended. */
static void route_at_start(struct vf_sim *s, uint32_t i, bool first) {
    if (s->fx != NULL && first && (s->m->node[vf_at(s, i)->node].flags & VF_N_ROUTE_AT_ENTRY) != 0) {
        vf_effects_route(s, i);
    }
}

void vf_obtain(struct vf_sim *s, uint32_t i, uint16_t u, uint16_t need) {
    struct vf_patient *p = vf_at(s, i);
    if (s->person != NULL) {
        vf_person_starts(s, i, need, (p->flags & VF_F_STARTED) != 0);
    }
    bool first = (p->flags & VF_F_STARTED) == 0;
    vf_count_start(s, p, &s->unit[need], vf_cell_at(s, need, p->group));
    int64_t blocked_in = p->state == VF_P_BLOCKED ? s->now - p->t_need : 0;
    uint16_t from = p->at;
    if (from != VF_NONE16) {
        vf_count_into(s, p, &s->unit[need]);
        if ((p->flags & VF_F_RESERVED) != 0) {
            reserve(s, i, u);
            return;
        }
        bool discharged = s->unit[from].ward != VF_NONE16 && s->unit[u].ward == VF_NONE16;
        vf_leave_place(s, i);
        if (discharged) {
            vf_episode_end(s, i, true);
        }
    }
    p = vf_at(s, i);
    struct vf_ustate *us = &s->unit[u];
    vf_unit_change(s, us, 1);
    vf_take_place(s, p, u, vf_cell_at(s, u, p->group));
    if ((us->traits & VF_T_IN_CARE) != 0) {
        vf_in_care_enter(s, i, u, need);
    }
    route_at_start(s, i, first);
    VF_LOG(s, i, VF_LOG_START, u);
    vf_begin_stay(s, i, blocked_in);
}

void vf_reserve_over(struct vf_sim *s, uint32_t i) {
    struct vf_patient *p = vf_at(s, i);
    uint16_t u = p->target;
    int64_t reserved_at = vf_care_of(s, p)->t_state, blocked_in = vf_care_of(s, p)->credit;
    uint16_t need = vf_node_unit(s, p, &s->m->node[p->node]); /* the place may be one for an outlier */
    vf_cause_end(s, i, VF_CAUSE_TRANSIT);
    if (s->unit[u].ward != VF_NONE16) {
        vf_ward_touch(s, &s->unit[u]);
        vf_bed_reserved(s, p, u);
    }
    vf_cause_end(s, i, VF_CAUSE_RESERVED);
    bool discharged = s->unit[p->at].ward != VF_NONE16 && s->unit[u].ward == VF_NONE16;
    vf_leave_place(s, i);
    if (discharged) {
        vf_episode_end(s, i, true);
    }
    p = vf_at(s, i);
    vf_flow_count(s, p->last_unit, u);
    p->flags &= (uint8_t)~VF_F_RESERVED;
    p->at = u;
    p->target = VF_NONE16;
    p->t_place = reserved_at;
    if ((s->unit[u].traits & VF_T_IN_CARE) != 0) {
        vf_in_care_enter(s, i, u, need);
    }
    route_at_start(s, i, true);
    VF_LOG(s, i, VF_LOG_START, u);
    vf_begin_stay(s, i, blocked_in);
}

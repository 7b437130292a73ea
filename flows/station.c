/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Units with places and one queue: clinics, akutmottagning, kommunala platser, intermediate care; and those that
 * are never full. One order over external arrivals, patients from other units and the blocked: priority, then
 * the time the need arose. The kinds' request and freed functions are here; wards have their own (ward.c). */
#include "vf_effects.h"
#include "vf_own_doctor.h"
#include "vf_visit.h"

/* More than min_free places must be free for this group. */
static bool fits(const struct vf_ustate *us, const struct vf_unit *unit, uint16_t group) {
    int32_t keep = unit->min_free != NULL ? unit->min_free[group] : 0;
    return us->cap - us->n > keep;
}

/* The first in the queue who may have a place now; VF_NONE32 when nobody. */
static uint32_t first_fitting(struct vf_sim *s, uint16_t u) {
    struct vf_ustate *us = &s->unit[u];
    const struct vf_unit *unit = &s->m->unit[u];
    uint32_t i = vf_queue_first(&us->queue);
    if (unit->min_free == NULL) {
        return i != VF_NONE32 && us->n < us->cap ? i : VF_NONE32;
    }
    while (i != VF_NONE32 && !fits(us, unit, vf_at(s, i)->group)) {
        i = vf_queue_after(s, &us->queue, i);
    }
    return i;
}

/* The least urgent in care, latest placed; NONE when nobody is less urgent than `priority`. */
static uint32_t victim(struct vf_sim *s, const struct vf_ustate *us, uint8_t priority) {
    uint32_t worst = VF_NONE32;
    for (uint32_t i = us->care_tail; i != VF_NONE32; i = vf_care_of(s, vf_at(s, i))->care_prev) {
        const struct vf_patient *p = vf_at(s, i);
        if (p->state == VF_P_STAY && p->priority > priority &&
            (worst == VF_NONE32 || p->priority > vf_at(s, worst)->priority)) {
            worst = i;
        }
    }
    return worst;
}

/* Sends the victim back to the queue with its remaining time; its need is as old as before. */
static void preempt(struct vf_sim *s, uint32_t i, uint16_t u) {
    struct vf_patient *p = vf_at(s, i);
    struct vf_care *care = vf_care_of(s, p);
    care->remaining = care->t_end - s->now;
    p->seq = 0;
    vf_dispositions(s, u, p->group)[VF_D_PREEMPTED]++;
    VF_LOG(s, i, VF_LOG_PREEMPTED, u);
    vf_leave_place(s, i);
    p = vf_at(s, i);
    p->flags |= VF_F_INT_QUEUE;
    vf_wait_for(s, i, u);
}

bool vf_balk(struct vf_sim *s, uint32_t i, uint16_t u) {
    struct vf_patient *p = vf_at(s, i);
    const struct vf_node *n = &s->m->node[p->node];
    if (s->fx != NULL && vf_effects_divert(s, i, u)) {
        return true;
    }
    if (n->balk_at == VF_UNLIMITED || s->unit[u].released.n < n->balk_at) {
        return false;
    }
    struct vf_rand r = vf_draw(s, p->key, n->purpose + VF_Q_BALK, vf_occasion(s, p, n));
    if (vf_rand_u01(&r) >= n->balk_p) {
        return false;
    }
    vf_dispositions(s, u, p->group)[VF_D_BALKED]++;
    vf_go(s, i, n->balk_to);
    return true;
}

/* What was drawn for this visit, or for ever; drawn again when asked again. Of one who waited before the run began, on
 * the condition that it had not come by then. */
static int64_t time_in_queue(struct vf_sim *s, const struct vf_patient *p, const struct vf_node *n,
                             int32_t dist, enum vf_quantity what) {
    if (dist < 0) {
        return INT64_MAX;
    }
    struct vf_rand r = vf_draw(s, p->key, n->purpose + what, vf_occasion(s, p, n));
    double time = p->t_place < 0 ? vf_dist_sample_beyond(&s->m->dist[dist], (double)-p->t_place, &r)
                                 : vf_dist_draw(&s->m->dist[dist], &r);
    return (int64_t)(time + 0.5);
}

void vf_start_patience(struct vf_sim *s, uint32_t i) {
    struct vf_patient *p = vf_at(s, i);
    const struct vf_node *n = &s->m->node[p->node];
    if ((n->patience < 0 && n->worsen < 0) || p->state != VF_P_QUEUED) {
        return;
    }
    int64_t patience = time_in_queue(s, p, n, n->patience, VF_Q_PATIENCE);
    int64_t worsen = time_in_queue(s, p, n, n->worsen, VF_Q_WORSEN);
    int64_t at = p->t_place + (worsen <= patience ? worsen : patience); /* in the queue since t_place */
    p->seq = vf_eventlist_push(&s->events, at > s->now ? at : s->now, VF_C_TIMER, i);
}

bool vf_worsens_first(struct vf_sim *s, const struct vf_patient *p, const struct vf_node *n) {
    return n->worsen >= 0 && time_in_queue(s, p, n, n->worsen, VF_Q_WORSEN) <=
                                 time_in_queue(s, p, n, n->patience, VF_Q_PATIENCE);
}

bool vf_queue_up(struct vf_sim *s, uint32_t i, uint16_t u) {
    struct vf_patient *p = vf_at(s, i);
    struct vf_ustate *us = &s->unit[u];
    const struct vf_unit *unit = &s->m->unit[u];
    const struct vf_node *n = &s->m->node[p->node];
    if (vf_balk(s, i, u)) {
        return false;
    }
    if (p->at == VF_NONE16) {
        bool internal = (p->flags & VF_F_INTERNAL) != 0;
        p->flags &= (uint8_t)~VF_F_INTERNAL;
        if (internal) {
            p->flags |= VF_F_INT_QUEUE;
        } else if (us->n_ext >= unit->ext_cap) {
            vf_lose(s, i);
            return false;
        }
    } else if (us->n_int < unit->int_cap && (p->flags & VF_F_RESERVED) == 0) {
        uint16_t from = p->at;
        vf_leave_place(s, i);
        if (s->unit[from].ward != VF_NONE16) {
            vf_episode_end(s, i, true);
        }
        vf_at(s, i)->flags |= VF_F_INT_QUEUE;
        if (from == u) {
            vf_mark_ready(s, u); /* the place it leaves may be its own next one */
        }
    }
    vf_wait_for(s, i, u);
    if ((n->flags & VF_N_SIMPLE) == 0) {
        vf_start_patience(s, i);
    }
    return true;
}

static bool closed_to_all(const struct vf_ustate *us, const struct vf_unit *unit) {
    return us->cap == 0 && unit->on_close == VF_CLOSE_SEND_AWAY;
}

/* Everything the fast path leaves out. */
static void request_slow(struct vf_sim *s, uint32_t i, uint16_t u) {
    struct vf_ustate *us = &s->unit[u];
    const struct vf_unit *unit = &s->m->unit[u];
    struct vf_patient *p = vf_at(s, i);
    if (fits(us, unit, p->group) && first_fitting(s, u) == VF_NONE32) {
        vf_obtain(s, i, u, u);
        return;
    }
    if (closed_to_all(us, unit)) {
        vf_dispositions(s, u, p->group)[VF_D_SENT_AWAY]++;
        vf_go(s, i, s->m->node[p->node].away_to);
        return;
    }
    if (unit->preempt != VF_PREEMPT_NO && us->n >= us->cap) {
        uint32_t v = victim(s, us, p->priority);
        if (v != VF_NONE32) {
            preempt(s, v, u);
            vf_obtain(s, i, u, u);
            return;
        }
    }
    (void)vf_queue_up(s, i, u);
}

void vf_station_request(struct vf_sim *s, uint32_t i, uint16_t u) {
    struct vf_ustate *us = &s->unit[u];
    if (us->plain && us->n < us->cap && us->queued == 0) {
        vf_obtain(s, i, u, u);
        return;
    }
    if (us->plain && us->n >= us->cap && s->m->unit[u].ext_cap == VF_UNLIMITED) {
        (void)vf_queue_up(s, i, u);
        return;
    }
    if ((us->traits & VF_T_OWN_DOCTOR) != 0) {
        vf_own_request(s, i, u);
        return;
    }
    request_slow(s, i, u);
}

static void serve_closing(struct vf_sim *s, uint16_t u) {
    struct vf_ustate *us = &s->unit[u];
    while (us->n < us->closing_cap) {
        uint32_t i = vf_queue_first(&us->queue);
        while (i != VF_NONE32 && vf_at(s, i)->t_need >= us->closed_at) {
            i = vf_queue_after(s, &us->queue, i);
        }
        if (i == VF_NONE32) {
            us->closing_cap = 0;
            return;
        }
        vf_unqueue(s, i, u);
        vf_obtain(s, i, u, u);
    }
}

void vf_station_freed(struct vf_sim *s, uint16_t u) {
    struct vf_ustate *us = &s->unit[u];
    if (us->closing_cap > 0) {
        serve_closing(s, u);
        return;
    }
    if ((us->traits & VF_T_OWN_DOCTOR) != 0) {
        vf_own_freed(s, u);
        return;
    }
    while (us->queued != 0 && us->n < us->cap) {
        uint32_t i = us->plain ? vf_queue_first(&us->queue) : first_fitting(s, u);
        if (i == VF_NONE32) {
            return;
        }
        vf_unqueue(s, i, u);
        vf_obtain(s, i, u, u);
    }
}

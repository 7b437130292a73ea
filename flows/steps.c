/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Visits of several steps: each seizes a named server of the unit, or is a pure delay, while the unit's place is
 * held. Servers have queues of their own, by priority and time of need. Time to doctor is the time from the need
 * for the unit to the start of the first step that seizes a doctor. */
#include "vf_effects.h"
#include "vf_staff.h"
#include "vf_visit.h"

uint16_t vf_step_pool(struct vf_sim *s, const struct vf_patient *p) {
    const struct vf_node *n = &s->m->node[p->node];
    uint16_t local = s->m->step[n->step0 + p->step].pool;
    /* the servers of the responsible unit, wherever the patient lies */
    return local == VF_NONE16 ? VF_NONE16 : (uint16_t)(s->m->unit[vf_node_unit(s, p, n)].pool0 + local);
}

bool vf_step_needs(const struct vf_sim *s, const struct vf_patient *p) {
    return s->m->step[s->m->node[p->node].step0 + p->step].n_needs != 0;
}

void vf_step_run(struct vf_sim *s, uint32_t i) {
    struct vf_patient *p = vf_at(s, i);
    const struct vf_node *n = &s->m->node[p->node];
    const struct vf_step *st = &s->m->step[n->step0 + p->step];
    struct vf_rand r = vf_draw(s, p->key, n->purpose + VF_Q_STEP + p->step, vf_occasion(s, p, n));
    double length = vf_dist_draw(&s->m->dist[st->time], &r) * vf_stay_factor(s, n);
    if (s->fx != NULL) {
        length += vf_effects_ed_time(s, p, p->step);
    }
    int64_t time = length > 0 ? (int64_t)(length + 0.5) : 0;
    if (st->travel >= 0) {
        r = vf_draw(s, p->key, n->purpose + VF_Q_TRAVEL + p->step, vf_occasion(s, p, n));
        time += (int64_t)(vf_dist_draw(&s->m->dist[st->travel], &r) / st->per_trip + 0.5);
    }
    p->state = VF_P_STEP;
    p->seq = vf_eventlist_push(&s->events, s->now + time, VF_C_DEPART, i);
}

void vf_doctor_seen(struct vf_sim *s, uint32_t i) {
    struct vf_patient *p = vf_at(s, i);
    if ((p->flags & VF_F_TO_DOCTOR) != 0) {
        return;
    }
    struct vf_ustate *us = &s->unit[p->at];
    p->flags |= VF_F_TO_DOCTOR;
    us->doctor_n++;
    us->doctor_time += s->now - p->t_need;
    if (us->doctor_hist != NULL) {
        vf_hist_add(us->doctor_hist, VF_WAIT_BUCKETS, s->now - p->t_need);
    }
}

static void seize(struct vf_sim *s, uint32_t i, uint16_t pool, int64_t wait) {
    struct vf_pstate *ps = &s->pool[pool];
    vf_pool_take(s, ps, 1);
    vf_care_of(s, vf_at(s, i))->t_state = s->now;
    ps->started++;
    ps->waited += wait > 0;
    ps->waits += wait;
    if (s->m->pool[pool].doctor) {
        vf_doctor_seen(s, i);
    }
    vf_step_run(s, i);
}

static void next_step(struct vf_sim *s, uint32_t i) {
    struct vf_patient *p = vf_at(s, i);
    if (vf_step_needs(s, p)) {
        vf_staff_begin(s, i);
        return;
    }
    uint16_t pool = vf_step_pool(s, p);
    if (pool == VF_NONE16) {
        vf_step_run(s, i);
        return;
    }
    struct vf_pstate *ps = &s->pool[pool];
    if (ps->n < ps->cap && ps->line.n == 0) {
        seize(s, i, pool, 0);
        return;
    }
    vf_rise_start(s, i, p->at);
    vf_queue_insert(s, &ps->queue, i);
    vf_area_up(s, &ps->line);
    p->state = VF_P_STEP_WAIT;
    vf_care_of(s, p)->t_state = s->now;
}

struct vf_queue *vf_step_queue(struct vf_sim *s, const struct vf_patient *p) {
    return &s->pool[vf_step_needs(s, p) ? vf_staff_line(s, p) : vf_step_pool(s, p)].queue;
}

void vf_resume_steps(struct vf_sim *s, uint32_t i, uint8_t step) {
    vf_at(s, i)->step = step;
    next_step(s, i);
}

void vf_begin_steps(struct vf_sim *s, uint32_t i) { vf_resume_steps(s, i, 0); }

void vf_pool_freed(struct vf_sim *s, uint16_t pool) {
    struct vf_pstate *ps = &s->pool[pool];
    if (s->m->pool[pool].managed) {
        vf_staff_freed(s, pool);
        return;
    }
    while (ps->line.n != 0 && ps->n < ps->cap) {
        uint32_t i = vf_queue_first(&ps->queue);
        int64_t since = vf_care_of(s, vf_at(s, i))->t_state;
        vf_queue_unlink(s, &ps->queue, vf_at(s, i));
        vf_area_down(s, &ps->line, since);
        seize(s, i, pool, s->now - since);
    }
}

void vf_step_done(struct vf_sim *s, uint32_t i) {
    struct vf_patient *p = vf_at(s, i);
    if (vf_step_needs(s, p)) {
        vf_staff_release(s, i);
        p = vf_at(s, i);
    }
    uint16_t pool = vf_step_pool(s, p);
    p->step++;
    /* the freed server goes to those who wait first; this patient's next need is newer */
    if (pool != VF_NONE16) {
        vf_pool_give(s, &s->pool[pool], 1, vf_care_of(s, p)->t_state);
        vf_pool_freed(s, pool);
        p = vf_at(s, i);
    }
    if (p->step < s->m->node[p->node].n_steps) {
        next_step(s, i);
        return;
    }
    p->state = VF_P_STAY;
    vf_stay_over(s, i);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The event loop of one replication. Life of an event: taken from the list; the clock moves to it; its class says
 * who handles it (control, patient, source, census); whatever places it freed are handed on from the ready list
 * before the next event is taken. Calendars (capacity changes, repatriation hours, phase samples) are control
 * events that schedule their own next one. */
#include "vf_sim.h"

#include "vf_account.h"
#include "vf_effects.h"
#include "vf_flow.h"
#include "vf_months.h"
#include "vf_series.h"
#include "vf_sim_state.h"
#include "vf_staff.h"
#include "vf_study.h"

enum { POLL_EVERY = 1 << 16 }; /* events between looks at the stop flag */

static uint32_t control(enum vf_control what, uint32_t index) { return (uint32_t)what << 28 | index; }

static void schedule_change(struct vf_sim *s, int32_t profile, uint32_t index) {
    if (profile < 0) {
        return;
    }
    int64_t next = vf_profile_next_change(&s->m->profile[profile], &s->m->calendar, s->now);
    if (next < s->end) {
        vf_eventlist_push(&s->events, next, VF_C_CONTROL, index);
    }
}

/* Everyone waiting is sent elsewhere when a clinic that sends away closes. */
static void send_away(struct vf_sim *s, uint16_t u) {
    struct vf_ustate *us = &s->unit[u];
    while (us->queued != 0) {
        uint32_t i = vf_queue_first(&us->queue);
        vf_unqueue(s, i, u);
        struct vf_patient *p = vf_at(s, i);
        vf_dispositions(s, u, p->group)[VF_D_SENT_AWAY]++;
        if (p->state == VF_P_BLOCKED) {
            vf_cause_end(s, i, (p->flags & VF_F_READY) != 0 ? VF_CAUSE_CAPACITY : VF_CAUSE_BLOCKED);
            p->state = VF_P_STAY;
        }
        vf_go(s, i, s->m->node[p->node].away_to);
    }
}

void vf_unit_capacity_now(struct vf_sim *s, uint16_t u) {
    struct vf_ustate *us = &s->unit[u];
    const struct vf_unit *unit = &s->m->unit[u];
    int32_t before = us->cap, now = vf_unit_capacity_at(s, u, s->now);
    if (now == before) {
        return;
    }
    if (us->ward != VF_NONE16) {
        vf_ward_touch(s, us);
    }
    us->cap_area += (int64_t)before * (s->now - us->cap_last);
    us->cap_last = s->now;
    us->cap = now;
    if (now == 0 && (us->traits & VF_T_CLOSES) != 0) {
        vf_relief_close(s, u);
    }
    if (now == 0 && unit->on_close == VF_CLOSE_SEND_AWAY) {
        send_away(s, u);
    } else if (now == 0 && unit->on_close == VF_CLOSE_SERVE_QUEUE && us->queued != 0) {
        us->closing_cap = before;
        us->closed_at = s->now;
    } else if (now > 0) {
        us->closing_cap = 0;
    }
    if (now > before) {
        vf_mark_ready(s, u);
    }
}

static void schedule_roster(struct vf_sim *s, uint16_t k) {
    int64_t next = vf_roster_next(s->m, k, s->now);
    if (next < s->end) {
        vf_eventlist_push(&s->events, next, VF_C_CONTROL, control(VF_CTL_POOL, k));
    }
}

static void pool_capacity(struct vf_sim *s, uint16_t k) {
    struct vf_pstate *p = &s->pool[k];
    p->cap_area += (int64_t)p->cap * (s->now - p->cap_last);
    p->cap_last = s->now;
    p->cap = vf_roster_on_duty(s, k, s->now);
    schedule_roster(s, k);
    const struct vf_pool *pool = &s->m->pool[k];
    for (uint16_t j = 0; j < pool->n_wards; j++) {
        vf_unit_capacity_now(s, s->m->pool_lists[pool->ward0 + j]);
    }
    vf_pool_freed(s, k);
}

static void control_event(struct vf_sim *s, uint32_t index) {
    uint32_t what = index >> 28, which = index & 0x0FFFFFFFU;
    switch (what) {
    case VF_CTL_WARMUP: vf_window_start(s); break;
    case VF_CTL_UNIT:
        schedule_change(s, s->m->unit[which].capacity, index);
        vf_unit_capacity_now(s, (uint16_t)which);
        break;
    case VF_CTL_PAPERWORK: vf_staff_paperwork_over(s, which); break;
    case VF_CTL_POOL: pool_capacity(s, (uint16_t)which); break;
    case VF_CTL_REPATRIATION:
        vf_eventlist_push(&s->events, s->now + VF_MS_DAY, VF_C_CONTROL, index);
        vf_mark_ready(s, (uint16_t)which);
        break;
    case VF_CTL_SERIES: vf_series_tick(s, which); break;
    case VF_CTL_RISE: vf_rise_event(s, which); break;
    case VF_CTL_GUARANTEE: vf_guarantee_look(s); break;
    case VF_CTL_MONTH: vf_months_close(s); break;
    case VF_CTL_EFFECT: vf_effects_daily(s, index); break;
    case VF_CTL_LATENT: vf_latent_event(s, which); break;
    case VF_CTL_TURNAROUND: vf_turnaround_over(s, which); break;
    default: vf_phase_sample(s); break;
    }
}

static void start_controls(struct vf_sim *s) {
    const struct vf_model *m = s->m;
    vf_months_timers(s);
    if (m->run.warmup > 0) {
        vf_eventlist_push(&s->events, m->run.warmup, VF_C_CONTROL, control(VF_CTL_WARMUP, 0));
    }
    for (uint16_t u = 0; u < m->n_units; u++) {
        schedule_change(s, m->unit[u].capacity, control(VF_CTL_UNIT, u));
        const struct vf_ward *w = m->unit[u].ward != VF_NONE16 ? &m->ward[m->unit[u].ward] : NULL;
        if (w != NULL && (w->repat_from > 0 || w->repat_to < VF_MS_DAY)) {
            vf_eventlist_push(&s->events, w->repat_from, VF_C_CONTROL, control(VF_CTL_REPATRIATION, u));
        }
    }
    for (uint16_t k = 0; k < m->n_pools; k++) {
        schedule_roster(s, k);
    }
    vf_guarantee_start(s);
    if (m->n_wards > 0) {
        vf_eventlist_push(&s->events, m->run.census_time, VF_C_CENSUS, 0);
    }
    if (m->run.phase_cycle > 0) {
        vf_eventlist_push(&s->events, 0, VF_C_CONTROL, control(VF_CTL_PHASE, 0));
    }
}

static void hand_on(struct vf_sim *s) {
    while (s->ready_n != 0) {
        uint16_t u = s->ready[s->ready_head];
        s->ready_head = (s->ready_head + 1) & s->ready_mask;
        s->ready_n--;
        s->unit[u].in_ready = false;
        s->m->unit[u].kind->freed(s, u);
    }
}

static void handle(struct vf_sim *s, struct vf_event e) {
    uint32_t index = vf_event_index(e);
    switch (vf_event_class(e)) {
    case VF_C_CONTROL: control_event(s, index); break;
    case VF_C_ARRIVE: vf_source_event(s, index); break;
    case VF_C_CENSUS: vf_census_take(s); break;
    default: vf_patient_event(s, index, vf_event_seq(e)); break;
    }
}

/* Until the end of the run, a deadlock that stops it, or, once the sources have stopped, the last patient. */
static int loop(struct vf_sim *s) {
    struct vf_event e;
    uint32_t until_poll = POLL_EVERY;
    while (vf_eventlist_pop(&s->events, &e)) {
        int64_t t = vf_event_time(e);
        if (t >= s->end) {
            s->now = s->end;
            return VF_OK;
        }
        s->now = t;
        handle(s, e);
        hand_on(s);
        if (s->ended || (s->stopped_sources && s->in_system == 0)) {
            s->end = s->now;
            return VF_OK;
        }
        if (--until_poll == 0) {
            until_poll = POLL_EVERY;
            if (s->stop != NULL && vf_stop_abandoned(s->stop)) {
                return VF_E_STOPPED;
            }
        }
    }
    s->now = s->end;
    return VF_OK;
}

void vf_sim_begin(struct vf_sim *s, uint32_t replication) {
    vf_sim_reset(s, replication);
    start_controls(s);
    vf_fill_units(s);
    if (s->m->n_initial > 0) {
        vf_initial_place(s);
    }
    vf_sources_start(s);
    vf_series_start(s);
    if (s->fx != NULL) {
        vf_effects_start(s);
    }
    hand_on(s);
    if (s->m->run.warmup <= 0 && s->m->n_initial == 0) { /* else with the window */
        vf_months_start(s);
    }
}

int vf_sim_run(struct vf_sim *s, uint32_t replication, struct vf_error *err) {
    vf_sim_begin(s, replication);
    if (loop(s) != VF_OK) {
        return VF_E_STOPPED;
    }
    vf_window_end(s);
    if (s->deadlock.found && s->m->run.on_deadlock == 0) {
        return vf_error_set(
            err, VF_E_STATE,
            "deadlock in replication %u after %.3f days: a set of full units whose every patient waits "
            "for a place in the set. Set run.on_deadlock to \"swap\" or \"record\" to go on",
            replication, (double)s->deadlock.time / (double)VF_MS_DAY);
    }
    return vf_check_books(s, err);
}

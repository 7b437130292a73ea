/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The books of named servers, in every replication, to the millisecond. The time that servers are busy is kept twice:
 * as the integral of their number, and by who has them: each hold and each paperwork from its own time stamps, those
 * under way at the end found among the patients and the timers (Little's law of servers). The same of the queues. And
 * what was taken and not given back is what somebody has. Called by window.c in the order of vf_staff.h. */
#include "vf_flow.h"
#include "vf_staff.h"

void vf_staff_window(struct vf_sim *s) {
    for (uint16_t k = 0; k < s->m->n_pools; k++) {
        struct vf_pstate *p = &s->pool[k];
        *p = (struct vf_pstate){.n = p->n,
                                .cap = p->cap,
                                .queue = p->queue,
                                .paper = p->paper,
                                .n0 = p->n,
                                .last = s->now,
                                .cap_last = s->now,
                                .stuck = p->stuck,
                                .claimed = p->claimed,
                                .line = {.last = s->now, .n = p->line.n}};
    }
}

static void has(struct vf_sim *s, uint16_t pool, int64_t n, int64_t since) {
    s->pool[pool].held += n;
    s->pool[pool].stays += n * vf_since(s, since);
}

void vf_staff_close(struct vf_sim *s) {
    for (uint16_t k = 0; k < s->m->n_pools; k++) {
        struct vf_pstate *p = &s->pool[k];
        vf_pool_change(s, p, 0);
        p->cap_area += (int64_t)p->cap * (s->now - p->cap_last);
        p->cap_last = s->now;
        p->line.area += (int64_t)p->line.n * (s->now - p->line.last);
        p->line.last = s->now;
    }
    for (uint32_t k = 0; k < s->n_slots; k++) {
        const struct vf_slot *slot = &s->slot[k];
        if (slot->unit != VF_NONE16 && slot->n != 0) {
            has(s, slot->unit, slot->n, slot->since);
            s->pool[slot->unit].paper_stays += slot->n * vf_since(s, slot->since);
        }
    }
}

void vf_staff_inside(struct vf_sim *s, const struct vf_patient *p) {
    if (p->state != VF_P_STEP && p->state != VF_P_STEP_WAIT) {
        return;
    }
    bool waits = p->state == VF_P_STEP_WAIT, needs = vf_step_needs(s, p);
    uint16_t pool = needs ? VF_NONE16 : vf_step_pool(s, p);
    int64_t since = vf_care_of(s, p)->t_state;
    if (needs) {
        const struct vf_hold *h = vf_staff_hold(s, p);
        for (uint8_t k = 0; k < h->n; k++) {
            has(s, h->of[k].pool, h->of[k].n, h->since);
        }
    } else if (pool != VF_NONE16 && !waits) {
        has(s, pool, 1, since);
    }
    if (waits) {
        s->pool[needs ? vf_staff_line(s, p) : pool].line.stays += vf_since(s, since);
    }
}

int vf_staff_check(const struct vf_sim *s, struct vf_error *err) {
    for (uint16_t k = 0; k < s->m->n_pools; k++) {
        const struct vf_pstate *p = &s->pool[k];
        const char *name = s->m->pool[k].name;
        if (p->area != p->stays) {
            return vf_books_broken(s, err, "Little's law of the servers", name, p->area, p->stays);
        }
        if (p->paper_area != p->paper_stays) {
            return vf_books_broken(s, err, "Little's law of paperwork", name, p->paper_area, p->paper_stays);
        }
        if (p->line.area != p->line.stays) {
            return vf_books_broken(s, err, "Little's law of the servers' queue", name, p->line.area,
                                   p->line.stays);
        }
        if (p->n0 + p->taken - p->given != p->held || p->held != p->n) {
            return vf_books_broken(s, err, "servers taken and given back", name, p->n0 + p->taken - p->given,
                                   p->held);
        }
    }
    return VF_OK;
}

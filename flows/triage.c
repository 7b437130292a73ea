/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Triage: at a node with classes each visit draws one, and with it its priority there. And priority that rises with
 * the wait: a rule of the unit, "from 4 h: 2, from 24 h: 1", holds for everybody who queues for a place or for a
 * named server there. The wait counts from the time the need arose. One timer per rise, no search: whoever has gone
 * on when it goes off is left alone. A rise moves the patient to its place among those of the higher priority,
 * by time of need; it interrupts nobody. */
#include "vf_account.h"
#include "vf_flow.h"
#include "vf_visit.h"

void vf_triage(struct vf_sim *s, struct vf_patient *p, const struct vf_node *n) {
    struct vf_rand r = vf_draw(s, p->key, n->purpose + VF_Q_TRIAGE, vf_occasion(s, p, n));
    double u = vf_rand_u01(&r);
    const struct vf_triage *t = &s->m->triage[n->triage0];
    while (u >= t->cum) {
        t++;
    }
    p->priority = t->priority;
}

/* The best priority that a wait of so long earns; *next: when a better one comes, INT64_MAX never. */
static uint8_t earned(const struct vf_sim *s, uint16_t u, uint8_t priority, int64_t wait, int64_t *next) {
    const struct vf_unit *unit = &s->m->unit[u];
    const struct vf_rise *rise = &s->m->rise[unit->rise0];
    *next = INT64_MAX;
    for (uint16_t k = 0; k < unit->n_rises; k++) {
        if (rise[k].priority >= priority) {
            continue;
        }
        if (rise[k].after > wait) {
            *next = rise[k].after;
            break;
        }
        priority = rise[k].priority;
    }
    return priority;
}

static void raise_to(struct vf_sim *s, uint16_t u, struct vf_patient *p, uint8_t priority) {
    if (priority != p->priority) {
        p->priority = priority;
        vf_dispositions(s, u, p->group)[VF_D_RAISED]++;
    }
}

static void set_timer(struct vf_sim *s, uint32_t i, uint16_t u, int64_t next) {
    if (next != INT64_MAX) {
        uint32_t slot = vf_slot_take(s, i, u);
        s->slot[slot].since = vf_at(s, i)->t_need;
        vf_eventlist_push(&s->events, vf_at(s, i)->t_need + next, VF_C_CONTROL,
                          (uint32_t)VF_CTL_RISE << 28 | slot);
    }
}

void vf_rise_start(struct vf_sim *s, uint32_t i, uint16_t u) {
    if (s->m->unit[u].n_rises == 0) {
        return;
    }
    struct vf_patient *p = vf_at(s, i);
    int64_t next;
    raise_to(s, u, p, earned(s, u, p->priority, s->now - p->t_need, &next));
    set_timer(s, i, u, next);
}

/* The queue of unit u, or of a server there, in which the patient still stands for the same need; else NULL. */
static struct vf_queue *queue_of(struct vf_sim *s, const struct vf_patient *p, const struct vf_slot *slot) {
    if (p->key != slot->key || p->t_need != slot->since) {
        return NULL;
    }
    if (p->state == VF_P_STEP_WAIT && p->at == slot->unit) {
        return vf_step_queue(s, p);
    }
    bool waits = p->state == VF_P_QUEUED || p->state == VF_P_BLOCKED;
    return waits && p->target == slot->unit ? &s->unit[slot->unit].queue : NULL;
}

void vf_rise_event(struct vf_sim *s, uint32_t slot) {
    struct vf_slot was = s->slot[slot];
    vf_slot_free(s, slot);
    struct vf_patient *p = vf_at(s, was.patient);
    struct vf_queue *q = queue_of(s, p, &was);
    if (q == NULL) {
        return;
    }
    int64_t next;
    uint8_t priority = earned(s, was.unit, p->priority, s->now - p->t_need, &next);
    vf_queue_unlink(s, q, p);
    raise_to(s, was.unit, p, priority);
    vf_queue_insert(s, q, was.patient);
    set_timer(s, was.patient, was.unit, next);
}

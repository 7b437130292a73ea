/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Turnaround: after each patient a bed of the ward is made ready for the next. It is occupied by nobody and counts
 * among neither inskrivna nor beläggning, but nobody is given it: vf_beds_free leaves it out. Its time is a cause of
 * bed time of its own. The time drawn belongs to the patient who left, and how many beds it has left so far. */
#include "vf_bedtime.h"
#include "vf_flow.h"

void vf_turnaround_begin(struct vf_sim *s, uint32_t i, uint16_t u) {
    struct vf_patient *p = vf_at(s, i);
    struct vf_rand r = vf_draw(s, p->key, s->fill_key[u], ++vf_care_of(s, p)->beds_left);
    int64_t time = (int64_t)(vf_dist_draw(&s->m->dist[s->m->ward[s->unit[u].ward].turnaround], &r) + 0.5);
    if (time <= 0) {
        return;
    }
    uint32_t slot = vf_slot_take(s, i, u);
    s->slot[slot].patient = VF_NONE32; /* of the bed, not of the patient */
    vf_area_up(s, &s->unit[u].cause[VF_CAUSE_TURNAROUND]);
    vf_eventlist_push(&s->events, s->now + time, VF_C_CONTROL, (uint32_t)VF_CTL_TURNAROUND << 28 | slot);
}

/* The bed time of a turnaround up to now. */
static void book(struct vf_sim *s, const struct vf_slot *slot) {
    vf_bed_add(s, slot->unit, VF_BED_TURNAROUND, false, vf_since(s, slot->since));
}

void vf_turnaround_over(struct vf_sim *s, uint32_t slot) {
    uint16_t u = s->slot[slot].unit;
    vf_area_down(s, &s->unit[u].cause[VF_CAUSE_TURNAROUND], s->slot[slot].since);
    book(s, &s->slot[slot]);
    vf_slot_free(s, slot);
    vf_mark_ready(s, u);
}

void vf_turnaround_end(struct vf_sim *s) {
    for (uint32_t k = 0; k < s->n_slots; k++) {
        const struct vf_slot *slot = &s->slot[k];
        if (slot->unit != VF_NONE16 && slot->patient == VF_NONE32 && slot->n == 0) {
            s->unit[slot->unit].cause[VF_CAUSE_TURNAROUND].stays += vf_since(s, slot->since);
            book(s, slot);
        }
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Timers beside the one event that every patient may have pending: a slot says whom and what a control event is
 * about. Slots are taken when the timer is set and given back when it goes off; nobody searches for one to take
 * it back, so whoever is woken checks that what it waited for still stands. Grows by doubling, keeps its memory. */
#include "vf_account.h"
#include "vf_flow.h"

uint32_t vf_slot_take(struct vf_sim *s, uint32_t i, uint16_t u) {
    uint32_t k = s->free_slot;
    if (k != VF_NONE32) {
        s->free_slot = s->slot[k].patient;
    } else {
        if (s->n_slots == s->slots_cap) {
            s->slots_cap = s->slots_cap == 0 ? 64 : s->slots_cap * 2;
            s->slot = vf_xrealloc(s->slot, (size_t)s->slots_cap * sizeof *s->slot);
        }
        k = s->n_slots++;
        VF_ASSERT(k < 1U << 28, "more timers than a control event can tell apart");
    }
    s->slot[k] = (struct vf_slot){.key = vf_at(s, i)->key, .since = s->now, .patient = i, .unit = u};
    return k;
}

void vf_slot_free(struct vf_sim *s, uint32_t slot) {
    s->slot[slot].key = 0;
    s->slot[slot].unit = VF_NONE16;
    s->slot[slot].patient = s->free_slot;
    s->free_slot = slot;
}

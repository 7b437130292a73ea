/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One patient of a replayed list (vf_replay.h) arrives: at a ward of the klinik, for as long as it stayed. Of several wards,
 * the one with most free beds, the first of equals. */
#include "vf_account.h"
#include "vf_flow.h"

static uint32_t node_with_room(struct vf_sim *s, const struct vf_source_stay *stay) {
    uint32_t best = stay->node;
    for (uint32_t k = stay->node + 1; k < stay->node + stay->n; k++) {
        if (vf_beds_free(&s->unit[s->m->node[k].unit]) > vf_beds_free(&s->unit[s->m->node[best].unit])) {
            best = k;
        }
    }
    return best;
}

void vf_arrive_replayed(struct vf_sim *s, const struct vf_source_stay *stay, uint64_t key) {
    uint32_t node = node_with_room(s, stay), i = vf_patient_new(s, s->m->node[node].group, key);
    const struct vf_patient *p = vf_at(s, i);
    s->arrivals++;
    s->in_system++;
    s->n_events++;
    s->group[p->group].arrivals++;
    /* as one whose stay was interrupted with so much of it left: nothing is drawn */
    struct vf_care *care = vf_care_of(s, p);
    care->remaining = stay->stay;
    care->t_end = s->now + stay->stay;
    vf_start_journey(s, i, node);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the simulator's hooks to records of the event log. Only called when a log is open. */
#include "vf_account.h"
#include "vf_event_log.h"
#include "vf_flow.h"

void vf_log_hook(struct vf_sim *s, uint32_t i, enum vf_log_life life, uint16_t unit) {
    const struct vf_patient *p = vf_at(s, i);
    uint32_t outside = s->m->n_units; /* the activity after the last unit: outside all units */
    struct vf_event_record r = {.time = s->now,
                                .case_id = p->key,
                                .activity = unit != VF_NONE16 ? unit : outside,
                                .lifecycle = (uint32_t)life,
                                .resource = p->at != VF_NONE16 ? (int32_t)p->at : -1,
                                .group = p->group};
    vf_event_log_write(s->log, &r);
}

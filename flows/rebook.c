/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Planned admissions cancelled for want of a bed (placement step `cancel`): the patient goes home and comes again
 * after the node's rebooking time, at most so many times for one need; then the step is passed over and the next of
 * the policy holds. The need stays as old as it is: its wait, its place in a queue and its draws. While it waits for
 * nothing, the patient's step counts the cancellations. */
#include "vf_account.h"
#include "vf_flow.h"
#include "vf_visit.h"

bool vf_cancel(struct vf_sim *s, uint32_t i, uint16_t home) {
    struct vf_patient *p = vf_at(s, i);
    const struct vf_node *n = &s->m->node[p->node];
    if (n->rebook < 0 || p->step >= n->rebook_max || (p->flags & VF_F_RESERVED) != 0) {
        return false;
    }
    vf_dispositions(s, home, p->group)[VF_D_CANCELLED] += p->step++ == 0;
    if (p->at != VF_NONE16) {
        bool ward = s->unit[p->at].ward != VF_NONE16;
        vf_leave_place(s, i);
        if (ward) {
            vf_episode_end(s, i, true);
        }
        p->flags |= VF_F_INTERNAL;
    }
    uint32_t time = vf_occasion(s, p, n) << 8 | p->step; /* of this visit the step-th */
    struct vf_rand r = vf_draw(s, p->key, n->purpose + VF_Q_REBOOK, time);
    int64_t delay = (int64_t)(vf_dist_draw(&s->m->dist[n->rebook], &r) + 0.5);
    p->state = VF_P_REBOOKED;
    p->seq = vf_eventlist_push(&s->events, s->now + (delay > 0 ? delay : 1), VF_C_PLACE, i);
    VF_LOG(s, i, VF_LOG_CANCELLED, home);
    return true;
}

void vf_rebooked(struct vf_sim *s, uint32_t i) {
    struct vf_patient *p = vf_at(s, i);
    uint16_t u = vf_node_unit(s, p, &s->m->node[p->node]);
    p->state = VF_P_HOME; /* as one who comes from home */
    s->m->unit[u].kind->request(s, i, u);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Aterbesok pa akuten: of the visits that ended neither on a ward, nor at another akutmottagning, nor in death, the
 * share whose patient comes to an akutmottagning again within 72 hours. An index is a visit that ended in the window,
 * at least 72 hours before the end of the run (else its horizon is cut); a return is an index of its own at its
 * end. What the patient left last stands in an array beside the patients, held to the patient by its key. */
#include "vf_account.h"
#include "vf_flow.h"
#include "vf_visit.h"

static const int64_t horizon = 72 * VF_MS_HOUR;

static bool goes_home(struct vf_sim *s, const struct vf_patient *p, uint32_t target) {
    if (target == VF_TERM_EXIT) {
        return true;
    }
    if (target >= VF_TERM_DEATH) { /* death, or lost for want of a place */
        return false;
    }
    const struct vf_ustate *to = &s->unit[vf_node_unit(s, p, &s->m->node[target])];
    return to->ward == VF_NONE16 && (to->traits & VF_T_AKUT) == 0;
}

void vf_revisit_left(struct vf_sim *s, uint32_t i, uint32_t target) {
    const struct vf_patient *p = vf_at(s, i);
    bool here =
        vf_node_unit(s, p, &s->m->node[p->node]) == p->at; /* else a second way out of the same visit */
    bool counted = s->now >= s->m->run.warmup && s->now <= s->end - horizon;
    if (!here || !counted || !goes_home(s, p, target)) {
        return;
    }
    s->unit[p->at].revisit_index++;
    s->revisit[i] = (struct vf_revisit){.key = p->key, .t_out = s->now, .unit = p->at};
}

void vf_revisit_came(struct vf_sim *s, uint32_t i) {
    struct vf_revisit *last = &s->revisit[i];
    if (last->key != vf_at(s, i)->key || last->unit == VF_NONE16) {
        return;
    }
    s->unit[last->unit].revisits += s->now - last->t_out <= horizon;
    last->unit = VF_NONE16;
}

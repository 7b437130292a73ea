/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bed-days by cause (vf_bedtime.h; definitions in docs/METHODS.md). The part of an outlier's stay that its factor
 * adds, (f - 1) / f of the time in the outlier bed, is a state of its own; a factor below 1 adds nothing. */
#include "vf_bedtime.h"

/* The origin of the bed time of this patient: a readmission while the vardperiod that is one lasts. */
static bool readmission(const struct vf_care *c) { return c->t_tillfalle >= 0 && c->readmission; }

static void book(struct vf_sim *s, const struct vf_patient *p, const struct vf_care *c) {
    int64_t time = vf_since(s, c->t_bed);
    int64_t *cell = vf_bed_cell(s, s->unit[p->at].ward, c->bed_state, readmission(c));
    if (c->bed_state == VF_BED_NEEDED && p->guest == VF_GUEST_OUTLIER) {
        double f = s->m->ward[s->unit[p->at].ward].outlier_factor;
        int64_t extra = f > 1 ? (int64_t)((double)time * ((f - 1) / f) + 0.5) : 0;
        cell[(VF_BED_OUTLIER - VF_BED_NEEDED) * 2] += extra;
        time -= extra;
    }
    *cell += time;
}

void vf_bed_enter(struct vf_sim *s, uint32_t i) {
    struct vf_care *c = vf_care_of(s, vf_at(s, i));
    c->t_bed = s->now;
    c->bed_state = VF_BED_NEEDED;
}

void vf_bed_leave(struct vf_sim *s, uint32_t i) {
    const struct vf_patient *p = vf_at(s, i);
    book(s, p, vf_care_of(s, p));
}

void vf_bed_turn(struct vf_sim *s, uint32_t i, enum vf_bed_state state) {
    const struct vf_patient *p = vf_at(s, i);
    struct vf_care *c = vf_care_of(s, p);
    book(s, p, c);
    c->t_bed = s->now;
    c->bed_state = (uint8_t)state;
}

void vf_bed_reserved(struct vf_sim *s, const struct vf_patient *p, uint16_t u) {
    const struct vf_care *c = vf_care_of(s, p);
    vf_bed_add(s, u, VF_BED_RESERVED, readmission(c), vf_since(s, c->t_state));
}

static enum vf_bed_state waited_for(const struct vf_unit *unit) {
    static const uint8_t of_form[] = {[VF_FORM_OTHER] = VF_BED_WAIT_KOMMUN,
                                      [VF_FORM_KORTTIDS] = VF_BED_WAIT_KORTTIDS,
                                      [VF_FORM_SABO] = VF_BED_WAIT_SABO,
                                      [VF_FORM_HEMSJUKVARD] = VF_BED_WAIT_HEMSJUKVARD,
                                      [VF_FORM_HEMTJANST] = VF_BED_WAIT_HEMTJANST};
    if (unit->level == VF_L_KOMMUN) {
        return (enum vf_bed_state)of_form[unit->form];
    }
    return unit->level == VF_L_MELLANVARD ? VF_BED_WAIT_MELLANVARD : VF_BED_WAIT_OTHER;
}

enum vf_bed_state vf_bed_state_of(const struct vf_sim *s, const struct vf_patient *p, enum vf_cause cause) {
    switch (cause) {
    case VF_CAUSE_LEAD: return (p->flags & VF_F_READY) != 0 ? VF_BED_LEAD : VF_BED_BLOCKED;
    case VF_CAUSE_CAPACITY: return waited_for(&s->m->unit[p->target]);
    case VF_CAUSE_TRANSIT: return VF_BED_TRANSIT;
    default: return VF_BED_BLOCKED;
    }
}

int64_t vf_bed_sum(const struct vf_sim *s, uint16_t u, int64_t *waiting) {
    int64_t sum = 0;
    *waiting = 0;
    for (unsigned k = 0; k < VF_BED_STATES; k++) {
        const int64_t *cell = vf_bed_cell(s, s->unit[u].ward, k, 0);
        sum += cell[0] + cell[1];
        if (k >= VF_BED_WAIT_FIRST && k <= VF_BED_WAIT_LAST) {
            *waiting += cell[0] + cell[1];
        }
    }
    return sum;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bed-days by cause: every occupied bed of a ward has, at every moment, one state (why it is occupied) and one
 * origin (first vardperiod or readmission). A patient on a ward carries the present state and when it began; at
 * each change the time since then, clipped to the window, goes to one cell of the table, so the table sums to
 * the occupied bed time to the millisecond (bedtime.c checks it in every replication).
 *
 * Only for the simulator's own files. Call vf_bed_turn whenever the state changes, vf_bed_enter and vf_bed_leave
 * when a bed is taken and left. vf_bed_add books time in a bed that no patient's own state covers: a place kept
 * in reserve, a bed in turnaround. */
#ifndef VF_BEDTIME_H
#define VF_BEDTIME_H

#include "vf_account.h"

static inline int64_t *vf_bed_cell(const struct vf_sim *s, uint16_t ward, unsigned state, unsigned origin) {
    return &s->bed[((size_t)ward * VF_BED_STATES + state) * 2 + origin];
}

/* `time` ms in a bed of unit u, already clipped to the window. */
static inline void vf_bed_add(struct vf_sim *s, uint16_t u, enum vf_bed_state state, bool readmission,
                              int64_t time) {
    *vf_bed_cell(s, s->unit[u].ward, state, readmission) += time;
}

void vf_bed_enter(struct vf_sim *s, uint32_t i);
void vf_bed_leave(struct vf_sim *s, uint32_t i);
void vf_bed_turn(struct vf_sim *s, uint32_t i, enum vf_bed_state state);
/* The bed that was kept in reserve for the patient at unit u is taken, or the window ends. */
void vf_bed_reserved(struct vf_sim *s, const struct vf_patient *p, uint16_t u);
/* The state of a bed that is held for that cause. */
enum vf_bed_state vf_bed_state_of(const struct vf_sim *s, const struct vf_patient *p, enum vf_cause cause);
/* What the table of the ward at unit u sums to; *waiting gets the waits of the utskrivningsklara. */
int64_t vf_bed_sum(const struct vf_sim *s, uint16_t u, int64_t *waiting);

#endif

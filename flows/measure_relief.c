/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metrics of how wards make room: turnaround, step-down, closing, early discharge, cancellations, virtual wards. */
#include "vf_measures.h"

static double turnaround(const struct vf_sim *s, const struct vf_column *c) {
    return vf_ratio((double)s->unit[c->unit].cause[VF_CAUSE_TURNAROUND].area, vf_window(s));
}
static double per_start(const struct vf_sim *s, const struct vf_column *c, enum vf_disposition d) {
    return vf_ratio((double)vf_unit_disposition(s, c, d), vf_unit_total(s, c)->admitted);
}
static double per_need(const struct vf_sim *s, const struct vf_column *c, enum vf_disposition d) {
    return vf_ratio((double)vf_unit_disposition(s, c, d), vf_unit_total(s, c)->arrivals);
}
static double stepped_down(const struct vf_sim *s, const struct vf_column *c) {
    return per_start(s, c, VF_D_PREEMPTED);
}
static double moved(const struct vf_sim *s, const struct vf_column *c) { return per_start(s, c, VF_D_MOVED); }
static double early(const struct vf_sim *s, const struct vf_column *c) { return per_need(s, c, VF_D_EARLY); }
static double cancelled(const struct vf_sim *s, const struct vf_column *c) {
    return per_need(s, c, VF_D_CANCELLED);
}
static double virtually(const struct vf_sim *s, const struct vf_column *c) {
    return per_need(s, c, VF_D_VIRTUAL);
}
static double fell_back(const struct vf_sim *s, const struct vf_column *c) {
    return per_start(s, c, VF_D_FELL_BACK);
}

#define BOTH (VF_SCOPE_UNIT | VF_SCOPE_UNIT_GROUP)
const struct vf_metric vf_metrics_relief[] = {
    {"turnaround", VF_MEASURE_NUMBER, "Platser i iordningställande", "Beds in turnaround",
     "Time-weighted mean number of beds being made ready between patients.", NULL, VF_SCOPE_UNIT,
     VF_T_TURNAROUND, 0, false, turnaround},
    {"p_stepped_down", VF_MEASURE_SHARE, "Andel som flyttats för någon sjukare", "Moved for the more urgent",
     "Moves of the least sick for a more urgent patient, per patient placed here.", NULL, BOTH,
     VF_T_STEP_DOWN, 0, false, stepped_down},
    {"p_moved_at_closing", VF_MEASURE_SHARE, "Andel som flyttats vid stängning", "Moved at closing",
     "Patients moved when the ward closed, per patient placed here.", NULL, BOTH, VF_T_CLOSES, 0, false,
     moved},
    {"p_early", VF_MEASURE_SHARE, "Andel tidigt utskrivna", "Discharged early",
     "Stays ended early, under pressure or at closing, per need.", NULL, BOTH, VF_T_EARLY | VF_T_CLOSES, 0,
     false, early},
    {"p_cancelled", VF_MEASURE_SHARE, "Andel inställda", "Cancelled",
     "Planned admissions cancelled for want of a bed, however many times each, per need.", NULL, BOTH,
     VF_T_CANCELS, 0, false, cancelled},
    {"p_virtual", VF_MEASURE_SHARE, "Andel i sjukhusvård i hemmet", "Placed on a virtual ward",
     "Share of need placed on a virtual ward.", NULL, BOTH, VF_T_VIRTUALLY, 0, false, virtually},
    {"p_fell_back", VF_MEASURE_SHARE, "Andel som måste in på avdelning", "Fell back",
     "Stays here that had to go on in the ward, per patient placed here.", NULL, BOTH, VF_T_VIRTUAL, 0, false,
     fell_back},
    {.id = NULL},
};

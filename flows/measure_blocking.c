/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metrics of blocking after service: places held by patients whose stay is over, and by what they wait for. */
#include "vf_measures.h"

static double mean_held(const struct vf_sim *s, const struct vf_column *c, enum vf_cause cause) {
    return vf_ratio((double)s->unit[c->unit].cause[cause].area, vf_window(s));
}
static double blocked_beds(const struct vf_sim *s, const struct vf_column *c) {
    return mean_held(s, c, VF_CAUSE_BLOCKED) + mean_held(s, c, VF_CAUSE_CAPACITY);
}
static double transit(const struct vf_sim *s, const struct vf_column *c) {
    return mean_held(s, c, VF_CAUSE_TRANSIT);
}
static double reserved(const struct vf_sim *s, const struct vf_column *c) {
    return mean_held(s, c, VF_CAUSE_RESERVED);
}
static double lead(const struct vf_sim *s, const struct vf_column *c) {
    return mean_held(s, c, VF_CAUSE_LEAD);
}
static double blocked_mean(const struct vf_sim *s, const struct vf_column *c) {
    return vf_in_report_unit(s, vf_ratio((double)s->unit[c->unit].out_time, vf_unit_total(s, c)->left));
}
static double p_into(const struct vf_sim *s, const struct vf_column *c) {
    const struct vf_ustate *us = &s->unit[c->unit];
    return vf_ratio(us->into_blocked, us->into);
}
static double into_mean(const struct vf_sim *s, const struct vf_column *c) {
    const struct vf_ustate *us = &s->unit[c->unit];
    return vf_in_report_unit(s, vf_ratio((double)us->into_time, us->into_blocked));
}

const struct vf_metric vf_metrics_blocking[] = {
    {"blocked_beds", VF_MEASURE_NUMBER, "Blockerade platser", "Blocked places",
     "Mean number of places here held by patients who wait for a place elsewhere.", NULL, VF_SCOPE_UNIT, 0, 0,
     false, blocked_beds},
    {"blocked_mean", VF_MEASURE_TIME, "Blockerad tid per patient", "Blocked time per patient",
     "Time spent blocked here per patient who left.", NULL, VF_SCOPE_UNIT, 0, 0, false, blocked_mean},
    {"p_blocked_into", VF_MEASURE_SHARE, "Andel blockerade på väg hit", "Share blocked on the way in",
     "Of those who came from another unit's place, the share who were blocked there.", NULL, VF_SCOPE_UNIT, 0,
     VF_T_INFINITE, false, p_into},
    {"blocked_into_mean", VF_MEASURE_TIME, "Blockerad tid på väg hit", "Blocked time on the way in",
     "Mean blocked time of those who were blocked on the way in.", NULL, VF_SCOPE_UNIT, 0, VF_T_INFINITE,
     false, into_mean},
    {"transit_beds", VF_MEASURE_NUMBER, "Platser i övergång", "Places in transition",
     "Mean number of places held during a transition delay.", NULL, VF_SCOPE_UNIT, 0, 0, false, transit},
    {"reserved_beds", VF_MEASURE_NUMBER, "Reserverade platser", "Reserved places",
     "Mean number of places held for patients on their way.", NULL, VF_SCOPE_UNIT, 0, VF_T_INFINITE, false,
     reserved},
    {"lead_beds", VF_MEASURE_NUMBER, "Platser i planeringsledtid", "Places in planning lead time",
     "Mean number of places held while the move is planned.", NULL, VF_SCOPE_UNIT, VF_T_BEDS, 0, false, lead},
    {.id = NULL},
};

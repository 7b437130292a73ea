/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metrics of named servers: those of a unit, and the staff pools that units share. */
#include "vf_measures.h"

static const struct vf_pstate *pool_of(const struct vf_sim *s, const struct vf_column *c) {
    return &s->pool[c->pool];
}
static double utilisation(const struct vf_sim *s, const struct vf_column *c) {
    return vf_ratio((double)pool_of(s, c)->area, (double)pool_of(s, c)->cap_area);
}
static double wait_mean(const struct vf_sim *s, const struct vf_column *c) {
    const struct vf_pstate *p = pool_of(s, c);
    return vf_in_report_unit(s, vf_ratio((double)p->waits, p->started));
}
static double p_wait(const struct vf_sim *s, const struct vf_column *c) {
    return vf_ratio(pool_of(s, c)->waited, pool_of(s, c)->started);
}
static double on_duty(const struct vf_sim *s, const struct vf_column *c) {
    return vf_ratio((double)pool_of(s, c)->cap_area, vf_window(s));
}
static double busy(const struct vf_sim *s, const struct vf_column *c) {
    return vf_ratio((double)pool_of(s, c)->area, vf_window(s));
}
static double paperwork(const struct vf_sim *s, const struct vf_column *c) {
    return vf_ratio((double)pool_of(s, c)->paper_area, (double)pool_of(s, c)->area);
}
static double by_others(const struct vf_sim *s, const struct vf_column *c) {
    return vf_ratio(pool_of(s, c)->by_others, pool_of(s, c)->seized);
}

const struct vf_metric vf_metrics_pool[] = {
    {"server_utilisation", VF_MEASURE_SHARE, "Nyttjandegrad", "Utilisation",
     "Busy time of the named servers over their time on duty; may exceed 1.", NULL, VF_SCOPE_POOL, 0, 0,
     false, utilisation},
    {"server_wait_mean", VF_MEASURE_TIME, "Medelväntetid", "Mean wait", "Mean wait of a step for its server.",
     NULL, VF_SCOPE_POOL, 0, 0, false, wait_mean},
    {"server_p_wait", VF_MEASURE_SHARE, "Andel som väntade", "Share who waited",
     "Share of the steps that waited.", NULL, VF_SCOPE_POOL, 0, 0, false, p_wait},
    {"server_on_duty", VF_MEASURE_STAFF, "I tjänst", "On duty",
     "Time-weighted mean number on duty: on the roster and not absent.", NULL, VF_SCOPE_POOL, 0, 0, false,
     on_duty},
    {"server_busy", VF_MEASURE_STAFF, "Upptagna", "Busy",
     "Time-weighted mean number busy with steps, or with the paperwork after them.", NULL, VF_SCOPE_POOL, 0,
     0, false, busy},
    {"server_administration", VF_MEASURE_SHARE, "Andel administration", "Share of administration",
     "Share of the busy time that was paperwork.", NULL, VF_SCOPE_POOL, 0, 0, false, paperwork},
    {"server_substituted", VF_MEASURE_SHARE, "Andel gjort av andra", "Share done by others",
     "Share of the servers that steps needed which were seized of another pool.", NULL, VF_SCOPE_POOL, 0, 0,
     false, by_others},
    {.id = NULL},
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metrics of primary care: continuity (own doctor) and the lists (listning). */
#include "vf_measures.h"

static double own(const struct vf_sim *s, const struct vf_column *c) {
    const struct vf_ostate *o = &s->own[s->m->unit[c->unit].own_doctor];
    return vf_ratio(o->with_own, o->listed);
}
static double on_a_doctor(const struct vf_sim *s, const struct vf_column *c) {
    const struct vf_ostate *o = &s->own[s->m->unit[c->unit].own_doctor];
    return vf_ratio(o->listed, o->visits);
}
static double listed(const struct vf_sim *s, const struct vf_column *c) {
    const struct vf_unit *u = &s->m->unit[c->unit];
    return s->m->family[u->family].listed[u->instance];
}
static double per_doctor(const struct vf_sim *s, const struct vf_column *c) {
    const struct vf_unit *u = &s->m->unit[c->unit];
    return vf_ratio(listed(s, c), s->m->family[u->family].doctors[u->instance]);
}

const struct vf_metric vf_metrics_list[] = {
    {"kontinuitet_egen_lakare", VF_MEASURE_SHARE, "Kontinuitet: andel besök hos egen läkare",
     "Continuity: share of visits with the own doctor",
     "Visits seen by the doctor the patient is listed on, over visits of patients who are listed on one.",
     NULL, VF_SCOPE_UNIT, VF_T_OWN_DOCTOR, 0, false, own},
    {"fast_lakarkontakt", VF_MEASURE_SHARE, "Andel besök av patienter med fast läkare",
     "Share of visits of patients listed on a doctor",
     "Visits of patients listed on a doctor, over all visits.", NULL, VF_SCOPE_UNIT, VF_T_OWN_DOCTOR, 0,
     false, on_a_doctor},
    {"listade", VF_MEASURE_NUMBER, "Listade", "Listed",
     "Inhabitants on the member's list, after listningstak.", NULL, VF_SCOPE_UNIT, VF_T_LISTED, 0, false,
     listed},
    {"listade_per_lakare", VF_MEASURE_NUMBER, "Listade per läkare", "Listed per doctor",
     "Inhabitants on the member's list per doctor; null without doctors.", NULL, VF_SCOPE_UNIT, VF_T_LISTED,
     0, false, per_doctor},
    {.id = NULL},
};

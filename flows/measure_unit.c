/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metrics of every unit: how many come, how many are there, how much of the capacity they use. */
#include "vf_measures.h"

static double arrivals(const struct vf_sim *s, const struct vf_column *c) {
    return vf_unit_total(s, c)->arrivals;
}
static double per_day(const struct vf_sim *s, const struct vf_column *c) {
    return vf_ratio(vf_unit_total(s, c)->arrivals * (double)VF_MS_DAY, vf_window(s));
}
static double admitted(const struct vf_sim *s, const struct vf_column *c) {
    return vf_unit_total(s, c)->admitted;
}
static double first_visits(const struct vf_sim *s, const struct vf_column *c) {
    return vf_unit_total(s, c)->first;
}
static double returns(const struct vf_sim *s, const struct vf_column *c) {
    const struct vf_ledger *t = vf_unit_total(s, c);
    return (double)t->arrivals - (double)t->first;
}
static double occupancy(const struct vf_sim *s, const struct vf_column *c) {
    return vf_ratio((double)vf_unit_total(s, c)->area, vf_window(s));
}
static double stay_mean(const struct vf_sim *s, const struct vf_column *c) {
    const struct vf_ledger *t = vf_unit_total(s, c);
    return vf_in_report_unit(s, vf_ratio((double)t->area, t->admitted));
}
static double capacity_mean(const struct vf_sim *s, const struct vf_column *c) {
    return vf_ratio((double)s->unit[c->unit].cap_area, vf_window(s));
}
/* Places in use, those held by the blocked and in reserve left out. */
static double utilisation(const struct vf_sim *s, const struct vf_column *c) {
    const struct vf_ustate *us = &s->unit[c->unit];
    double busy = (double)vf_unit_total(s, c)->area;
    for (int k = 0; k < VF_CAUSES_HELD; k++) {
        busy -= (double)us->cause[k].area;
    }
    return vf_ratio(busy, (double)us->cap_area);
}
static double p_full(const struct vf_sim *s, const struct vf_column *c) {
    const struct vf_ustate *us = &s->unit[c->unit];
    bool staffed = us->ward != VF_NONE16 && s->m->ward[us->ward].staff != VF_NONE16;
    if (staffed || !vf_profile_constant(&s->m->profile[s->m->unit[c->unit].capacity])) {
        return (double)NAN;
    }
    int64_t t = us->beyond_time;
    for (uint32_t k = us->cap > 0 ? (uint32_t)us->cap : 0; k < us->hist_bins; k++) {
        t += us->hist[k];
    }
    return vf_ratio((double)t, vf_window(s));
}
static double lost_fraction(const struct vf_sim *s, const struct vf_column *c) {
    const struct vf_ledger *t = vf_unit_total(s, c);
    return vf_ratio((double)t->lost + (double)vf_unit_disposition(s, c, VF_D_REFUSED), t->arrivals);
}
static double balked(const struct vf_sim *s, const struct vf_column *c) {
    return vf_ratio((double)vf_unit_disposition(s, c, VF_D_BALKED), vf_unit_total(s, c)->arrivals);
}
static double reneged(const struct vf_sim *s, const struct vf_column *c) {
    return vf_ratio((double)vf_unit_disposition(s, c, VF_D_RENEGED), vf_unit_total(s, c)->arrivals);
}
static double sent_away(const struct vf_sim *s, const struct vf_column *c) {
    return vf_ratio((double)vf_unit_disposition(s, c, VF_D_SENT_AWAY), vf_unit_total(s, c)->arrivals);
}
static double preempted(const struct vf_sim *s, const struct vf_column *c) {
    return vf_ratio((double)vf_unit_disposition(s, c, VF_D_PREEMPTED), vf_unit_total(s, c)->started);
}

#define BOTH (VF_SCOPE_UNIT | VF_SCOPE_UNIT_GROUP)
const struct vf_metric vf_metrics_unit[] = {
    {"arrivals", VF_MEASURE_NUMBER, "Ankomster", "Arrivals", "Needs for the unit that arose in the window.",
     NULL, BOTH, 0, 0, false, arrivals},
    {"arrivals_per_day", VF_MEASURE_PER_DAY, "Ankomster per dygn", "Arrivals per day",
     "Needs for the unit that arose, per day of the window.", NULL, BOTH, 0, 0, false, per_day},
    {"need", VF_MEASURE_NUMBER, "Behov", "Need",
     "Patients whose home is the unit: needs that arose in the window.", NULL, BOTH, VF_T_WARD, 0, false,
     arrivals},
    {"admitted", VF_MEASURE_NUMBER, "Placerade", "Admitted",
     "Patients who obtained a place here in the window.", NULL, BOTH, 0, 0, false, admitted},
    {"first_visits", VF_MEASURE_NUMBER, "Första besök", "First visits",
     "Needs of patients who come to this step of their path for the first time.", NULL, BOTH, 0, 0, false,
     first_visits},
    {"return_visits", VF_MEASURE_NUMBER, "Återkommande", "Return visits",
     "Needs of patients who have been here before.", NULL, BOTH, 0, 0, false, returns},
    {"occupancy", VF_MEASURE_NUMBER, "Belagda platser", "Occupancy",
     "Time-weighted mean number of places held, the blocked and the reserved included.", NULL, BOTH, 0, 0,
     false, occupancy},
    {"stay_mean", VF_MEASURE_TIME, "Medelvistelse", "Mean stay",
     "Time places were held per patient who obtained one.", NULL, BOTH, 0, 0, false, stay_mean},
    {"capacity_mean", VF_MEASURE_NUMBER, "Kapacitet", "Capacity", "Time-weighted mean number of places.",
     NULL, VF_SCOPE_UNIT, 0, VF_T_INFINITE, false, capacity_mean},
    {"utilisation", VF_MEASURE_SHARE, "Nyttjandegrad", "Utilisation",
     "Time places were in use (not blocked, in transition or reserved) over the time they were open.", NULL,
     VF_SCOPE_UNIT, 0, VF_T_INFINITE, false, utilisation},
    {"p_full", VF_MEASURE_SHARE, "Andel av tiden fullt", "Time full",
     "Share of time with no free place; only where the capacity is constant.", NULL, VF_SCOPE_UNIT, 0,
     VF_T_INFINITE, false, p_full},
    {"lost_fraction", VF_MEASURE_SHARE, "Andel förlorade", "Lost fraction",
     "Share of the needs that were lost for lack of a place and of room to wait, or refused.", NULL, BOTH, 0,
     VF_T_INFINITE, false, lost_fraction},
    {"balked_fraction", VF_MEASURE_SHARE, "Andel som vände", "Balked",
     "Share that turned away from a long queue.", NULL, BOTH, 0, VF_T_INFINITE, false, balked},
    {"reneged_fraction", VF_MEASURE_SHARE, "Andel som lämnade kön", "Reneged",
     "Share that lost patience and left the queue.", NULL, BOTH, 0, VF_T_INFINITE, false, reneged},
    {"sent_away_fraction", VF_MEASURE_SHARE, "Andel hänvisade vid stängning", "Sent away",
     "Share sent elsewhere because the unit was closed.", NULL, BOTH, 0, VF_T_INFINITE | VF_T_WARD, false,
     sent_away},
    {"preempted_fraction", VF_MEASURE_SHARE, "Avbrott per påbörjad", "Preempted",
     "Interruptions per started stay.", NULL, BOTH, 0, VF_T_INFINITE | VF_T_WARD, false, preempted},
    {.id = NULL},
};

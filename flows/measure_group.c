/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metrics of patient groups, and of named servers. */
#include "vf_measures.h"

static double arrivals(const struct vf_sim *s, const struct vf_column *c) {
    return s->group[c->group].arrivals;
}
static double journeys(const struct vf_sim *s, const struct vf_column *c) {
    return s->group[c->group].system.entered;
}
static double in_system(const struct vf_sim *s, const struct vf_column *c) {
    return vf_ratio((double)s->group[c->group].system.area, vf_window(s));
}
static double total_time(const struct vf_sim *s, const struct vf_column *c) {
    const struct vf_gstate *g = &s->group[c->group];
    return vf_in_report_unit(s, vf_ratio((double)g->total_time, (double)g->total_n));
}
static double total_time_sd(const struct vf_sim *s, const struct vf_column *c) {
    const struct vf_gstate *g = &s->group[c->group];
    double n = (double)g->total_n, mean = (double)g->total_time / n;
    return g->total_n < 2 ? (double)NAN
                          : vf_in_report_unit(s, sqrt((g->total_sq - n * mean * mean) / (n - 1)));
}
static double deaths(const struct vf_sim *s, const struct vf_column *c) {
    const struct vf_gstate *g = &s->group[c->group];
    return vf_ratio(g->deaths, (double)g->total_n);
}
static double lost(const struct vf_sim *s, const struct vf_column *c) {
    const struct vf_gstate *g = &s->group[c->group];
    return vf_ratio(g->lost, g->system.entered);
}

const struct vf_metric vf_metrics_group[] = {
    {"arrivals", VF_MEASURE_NUMBER, "Ankomster", "Arrivals", "New patients in the window.", NULL,
     VF_SCOPE_GROUP, 0, 0, false, arrivals},
    {"journeys", VF_MEASURE_NUMBER, "Vårdförlopp", "Journeys", "New and returning patients in the window.",
     NULL, VF_SCOPE_GROUP, 0, 0, false, journeys},
    {"in_system", VF_MEASURE_NUMBER, "Patienter i systemet", "Patients in the system",
     "Time-weighted mean number between entry and exit; those at home before a readmission left out.", NULL,
     VF_SCOPE_GROUP, 0, 0, false, in_system},
    {"total_time", VF_MEASURE_TIME, "Total tid", "Total time",
     "Mean time from entry to exit of those who left.", NULL, VF_SCOPE_GROUP, 0, 0, false, total_time},
    {"total_time_sd", VF_MEASURE_TIME, "Total tid, standardavvikelse", "Total time, standard deviation",
     "Standard deviation of the time from entry to exit.", NULL, VF_SCOPE_GROUP, 0, 0, false, total_time_sd},
    {"death_fraction", VF_MEASURE_SHARE, "Andel döda", "Share who died", "Share of those who left by death.",
     NULL, VF_SCOPE_GROUP, 0, 0, false, deaths},
    {"lost_fraction", VF_MEASURE_SHARE, "Andel förlorade", "Lost fraction",
     "Share of the journeys that ended for lack of a place and of room to wait.", NULL, VF_SCOPE_GROUP, 0, 0,
     false, lost},
    {.id = NULL},
};

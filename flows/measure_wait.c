/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metrics of waiting: queues and waits from the need to the place. */
#include "vf_account.h"
#include "vf_measures.h"

static double queue(const struct vf_sim *s, const struct vf_column *c) {
    return vf_ratio((double)s->unit[c->unit].released.area, vf_window(s));
}
static double wait_mean(const struct vf_sim *s, const struct vf_column *c) {
    const struct vf_ledger *t = vf_unit_total(s, c);
    return vf_in_report_unit(s, vf_ratio((double)t->waits, t->started));
}
static double p_wait(const struct vf_sim *s, const struct vf_column *c) {
    const struct vf_ledger *t = vf_unit_total(s, c);
    return vf_ratio(t->waited, t->started);
}
/* The p-quantile over all starters: those who did not wait are the share 1 - p_wait at 0. */
static double quantile(const struct vf_sim *s, const struct vf_column *c, double p) {
    const struct vf_ledger *t = vf_unit_total(s, c);
    double waited = p_wait(s, c);
    if (t->started == 0) {
        return (double)NAN;
    }
    if (p <= 1.0 - waited) {
        return 0.0;
    }
    double inner = (p - (1.0 - waited)) / waited;
    return vf_in_report_unit(s, vf_hist_quantile(s->unit[c->unit].wait_hist, VF_WAIT_BUCKETS, inner));
}
static double wait_p50(const struct vf_sim *s, const struct vf_column *c) { return quantile(s, c, 0.5); }
static double wait_p90(const struct vf_sim *s, const struct vf_column *c) { return quantile(s, c, 0.9); }
static double wait_p95(const struct vf_sim *s, const struct vf_column *c) { return quantile(s, c, 0.95); }

/* vardgaranti, of one unit or of all that have one: those who started, and those who still wait. */
static double started_within(const struct vf_sim *s, const struct vf_column *c) {
    double within = 0, n = 0;
    for (uint16_t u = 0; u < s->m->n_units; u++) {
        if (c->unit == VF_NONE16 || c->unit == u) {
            within += s->unit[u].first_within;
            n += s->unit[u].first_started;
        }
    }
    return vf_ratio(within, n);
}
static double waiting_within(const struct vf_sim *s, const struct vf_column *c) {
    double within = 0, n = 0;
    for (uint16_t u = 0; u < s->m->n_units; u++) {
        if (c->unit == VF_NONE16 || c->unit == u) {
            within += (double)s->unit[u].waiting_within;
            n += (double)s->unit[u].first_waiting;
        }
    }
    return vf_ratio(within, n);
}
static double worsened(const struct vf_sim *s, const struct vf_column *c) {
    return vf_ratio((double)vf_unit_disposition(s, c, VF_D_WORSENED), vf_unit_total(s, c)->arrivals);
}
static double raised(const struct vf_sim *s, const struct vf_column *c) {
    return vf_ratio((double)vf_unit_disposition(s, c, VF_D_RAISED), vf_unit_total(s, c)->arrivals);
}

#define ANYWHERE (VF_SCOPE_REGION | VF_SCOPE_UNIT)
#define BOTH (VF_SCOPE_UNIT | VF_SCOPE_UNIT_GROUP)
const struct vf_metric vf_metrics_wait[] = {
    {"queue", VF_MEASURE_NUMBER, "Kö", "Queue", "Time-weighted mean number who wait and hold no place.", NULL,
     VF_SCOPE_UNIT, 0, VF_T_INFINITE, false, queue},
    {"wait_mean", VF_MEASURE_TIME, "Medelväntetid", "Mean wait",
     "Mean time from need to place over all who obtained one.", NULL, BOTH, 0, VF_T_INFINITE, false,
     wait_mean},
    {"p_wait", VF_MEASURE_SHARE, "Andel som väntade", "Share who waited",
     "Share of those who obtained a place after a wait.", NULL, BOTH, 0, VF_T_INFINITE, false, p_wait},
    {"wait_p50", VF_MEASURE_TIME, "Väntetid, median", "Wait, median",
     "Median wait over all who obtained a place.", NULL, VF_SCOPE_UNIT, 0, VF_T_INFINITE, false, wait_p50},
    {"wait_p90", VF_MEASURE_TIME, "Väntetid, 90:e percentilen", "Wait, 90th percentile",
     "90th percentile of the wait over all who obtained a place.", NULL, VF_SCOPE_UNIT, 0, VF_T_INFINITE,
     false, wait_p90},
    {"wait_p95", VF_MEASURE_TIME, "Väntetid, 95:e percentilen", "Wait, 95th percentile",
     "95th percentile of the wait over all who obtained a place.", NULL, VF_SCOPE_UNIT, 0, VF_T_INFINITE,
     false, wait_p95},
    {"vardgaranti_paborjade", VF_MEASURE_SHARE, "Vårdgaranti: påbörjade inom gränsen",
     "Vårdgaranti: started within the limit",
     "Share of the first visits started whose wait was within the limit.", NULL, ANYWHERE, VF_T_GUARANTEE, 0,
     false, started_within},
    {"vardgaranti_vantande", VF_MEASURE_SHARE, "Vårdgaranti: väntande inom gränsen",
     "Vårdgaranti: waiting within the limit",
     "Share of those waiting at the ends of months who had waited within the limit.", NULL, ANYWHERE,
     VF_T_GUARANTEE, 0, false, waiting_within},
    {"worsened_fraction", VF_MEASURE_SHARE, "Andel som försämrades i kön", "Deteriorated",
     "Share that deteriorated while waiting and went elsewhere.", NULL, BOTH, VF_T_WORSENS, 0, false,
     worsened},
    {"raised_fraction", VF_MEASURE_SHARE, "Höjd prioritet per behov", "Priority raised",
     "Rises of priority with the wait, per need.", NULL, BOTH, VF_T_RISES, 0, false, raised},
    {.id = NULL},
};

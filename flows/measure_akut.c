/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metrics of akutmottagningar: whole stays (boarding included), the share admitted, time to doctor, boarding. The
 * region's are over all of them. */
#include <string.h>

#include "vf_account.h"
#include "vf_measures.h"

static bool counts(const struct vf_sim *s, const struct vf_column *c, uint16_t u) {
    return (s->m->unit[u].traits & VF_T_AKUT) != 0 && (c->unit == VF_NONE16 || c->unit == u);
}
static double left(const struct vf_sim *s, uint16_t u) {
    double n = 0;
    for (uint16_t g = 0; g < s->m->n_groups; g++) {
        n += s->cell[(size_t)u * s->m->n_groups + g].left;
    }
    return n;
}
/* Quantile over the akutmottagningar in scope: of stays, or of time to doctor. Hours. */
static double quantile(const struct vf_sim *s, const struct vf_column *c, bool doctor, double p) {
    uint64_t sum[VF_WAIT_BUCKETS];
    memset(sum, 0, sizeof sum);
    for (uint16_t u = 0; u < s->m->n_units; u++) {
        if (counts(s, c, u)) {
            vf_hist_merge(sum, doctor ? s->unit[u].doctor_hist : s->unit[u].stay_hist, VF_WAIT_BUCKETS);
        }
    }
    return vf_hist_quantile64(sum, VF_WAIT_BUCKETS, p) / (double)VF_MS_HOUR;
}
static double stay_p50(const struct vf_sim *s, const struct vf_column *c) {
    return quantile(s, c, false, 0.5);
}
static double stay_p90(const struct vf_sim *s, const struct vf_column *c) {
    return quantile(s, c, false, 0.9);
}
static double doctor_p50(const struct vf_sim *s, const struct vf_column *c) {
    return quantile(s, c, true, 0.5);
}

/* Sums one counter and the visits ended over the scope, and returns their ratio. */
static double admitted(const struct vf_sim *s, const struct vf_column *c) {
    double a = 0, n = 0;
    for (uint16_t u = 0; u < s->m->n_units; u++) {
        if (counts(s, c, u)) {
            a += s->unit[u].left_to_ward;
            n += left(s, u);
        }
    }
    return vf_ratio(a, n);
}
static double within_4h(const struct vf_sim *s, const struct vf_column *c) {
    double a = 0, n = 0;
    for (uint16_t u = 0; u < s->m->n_units; u++) {
        if (counts(s, c, u)) {
            a += s->unit[u].within_4h;
            n += left(s, u);
        }
    }
    return vf_ratio(a, n);
}
static double boarding(const struct vf_sim *s, const struct vf_column *c) {
    double a = 0;
    for (uint16_t u = 0; u < s->m->n_units; u++) {
        if (counts(s, c, u)) {
            a += (double)s->unit[u].cause[VF_CAUSE_BLOCKED].area;
        }
    }
    return vf_ratio(a / (double)VF_MS_HOUR, vf_window(s) / (double)VF_MS_DAY);
}
static double revisits(const struct vf_sim *s, const struct vf_column *c) {
    double a = 0, n = 0;
    for (uint16_t u = 0; u < s->m->n_units; u++) {
        if (counts(s, c, u)) {
            a += s->unit[u].revisits;
            n += s->unit[u].revisit_index;
        }
    }
    return vf_ratio(a, n);
}
static double visits_day(const struct vf_sim *s, const struct vf_column *c) {
    double n = 0;
    for (uint16_t u = 0; u < s->m->n_units; u++) {
        if (counts(s, c, u)) {
            n += left(s, u);
        }
    }
    return vf_ratio(n * (double)VF_MS_DAY, vf_window(s));
}

#define BOTH (VF_SCOPE_REGION | VF_SCOPE_UNIT)
const struct vf_metric vf_metrics_akut[] = {
    {"akut_andel_inlagda", VF_MEASURE_SHARE, "Andel av akutbesöken som läggs in",
     "Share of ED visits admitted", "Visits ended by a need for a ward, over all visits ended.", NULL, BOTH,
     VF_T_AKUT, 0, false, admitted},
    {"akut_vistelsetid_median", VF_MEASURE_HOURS, "Vistelsetid på akuten, median", "ED stay, median",
     "Median of the whole stay, boarding included.", NULL, BOTH, VF_T_AKUT, 0, false, stay_p50},
    {"akut_vistelsetid_p90", VF_MEASURE_HOURS, "Vistelsetid på akuten, 90:e percentilen",
     "ED stay, 90th percentile", "90th percentile of the whole stay, boarding included.", NULL, BOTH,
     VF_T_AKUT, 0, false, stay_p90},
    {"akut_inom_4h", VF_MEASURE_SHARE, "Andel som lämnar akuten inom 4 timmar",
     "Share leaving the ED within 4 hours", "Visits of at most four hours, boarding included.", NULL, BOTH,
     VF_T_AKUT, 0, false, within_4h},
    {"akut_tid_till_lakare_median", VF_MEASURE_HOURS, "Tid till läkare, median", "Time to doctor, median",
     "From arrival to the start of the first step that seizes a doctor.", NULL, BOTH, VF_T_AKUT, 0, false,
     doctor_p50},
    {"akut_boarding_timmar_per_dygn", VF_MEASURE_HOURS, "Väntan på vårdplats på akuten, timmar per dygn",
     "Boarding hours per day",
     "Hours of patients who wait in the akutmottagning for a place elsewhere, per day.", NULL, BOTH,
     VF_T_AKUT, 0, false, boarding},
    {"akut_besok_per_dygn", VF_MEASURE_PER_DAY, "Akutbesök per dygn", "ED visits per day",
     "Visits ended per day.", NULL, BOTH, VF_T_AKUT, 0, false, visits_day},
    {"akut_aterbesok_72h", VF_MEASURE_SHARE, "Återbesök på akuten inom 72 timmar",
     "ED revisits within 72 hours",
     "Visits ended at home, at least 72 hours before the end, whose patient came to an ED again within 72 "
     "hours.",
     NULL, BOTH, VF_T_AKUT, 0, false, revisits},
    {.id = NULL},
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Vardtillfallen, vardperioder, vardtid, and the time patients stay on as utskrivningsklara: days are out-date
 * minus in-date, 0 on the same day; the time as utskrivningsklar splits into planning lead time and wait for
 * capacity. Counted by the responsible ward, at the discharge. */
#include "vf_measures.h"

/* Sums over the wards and groups of the column; virtual wards too, whose care is slutenvard. */
static struct vf_episodes total(const struct vf_sim *s, const struct vf_column *c, bool every) {
    struct vf_episodes t = {0};
    for (uint16_t w = 0; w < s->m->n_wards; w++) {
        if (!every && !vf_care_in_scope(s, c, w)) {
            continue;
        }
        for (uint16_t g = 0; g < s->m->n_groups; g++) {
            if (c->group != VF_NONE16 && g != c->group) {
                continue;
            }
            const struct vf_episodes *e = &s->episodes[(size_t)w * s->m->n_groups + g];
            t.tillfallen += e->tillfallen;
            t.perioder += e->perioder;
            t.tillfalle_days += e->tillfalle_days;
            t.period_days += e->period_days;
            t.ready_n += e->ready_n;
            t.ready_days += e->ready_days;
            t.ready_time += e->ready_time;
            t.lead_time += e->lead_time;
            t.wait_time += e->wait_time;
            t.in += e->in;
        }
    }
    return t;
}
static double per_100k(const struct vf_sim *s, double n) {
    double years = vf_window(s) / (365.0 * (double)VF_MS_DAY);
    return s->m->population > 0 ? n * 1e5 / s->m->population / years : (double)NAN;
}

static double episodes_100k(const struct vf_sim *s, const struct vf_column *c) {
    return per_100k(s, total(s, c, true).in);
}
static double periods_100k(const struct vf_sim *s, const struct vf_column *c) {
    return per_100k(s, total(s, c, true).perioder);
}
static double episodes(const struct vf_sim *s, const struct vf_column *c) {
    return total(s, c, false).tillfallen;
}
static double stay_episode(const struct vf_sim *s, const struct vf_column *c) {
    struct vf_episodes t = total(s, c, false);
    return vf_ratio((double)t.tillfalle_days, t.tillfallen);
}
static double stay_period(const struct vf_sim *s, const struct vf_column *c) {
    struct vf_episodes t = total(s, c, false);
    return vf_ratio((double)t.period_days, t.perioder);
}
static double ready_days(const struct vf_sim *s, const struct vf_column *c) {
    struct vf_episodes t = total(s, c, false);
    return vf_ratio((double)t.ready_days, t.tillfallen);
}
static double mean_days(int64_t ms, uint32_t n) { return vf_ratio((double)ms / (double)VF_MS_DAY, n); }
static double lead_days(const struct vf_sim *s, const struct vf_column *c) {
    struct vf_episodes t = total(s, c, false);
    return mean_days(t.lead_time, t.tillfallen);
}
static double wait_days(const struct vf_sim *s, const struct vf_column *c) {
    struct vf_episodes t = total(s, c, false);
    return mean_days(t.wait_time, t.tillfallen);
}
static double ready_per_1000(const struct vf_sim *s, const struct vf_column *c) {
    (void)c;
    int64_t days = 0;
    for (size_t k = 0; k < (size_t)s->m->n_wards * s->m->n_groups; k++) {
        bool old = (s->m->group[k % s->m->n_groups].flags & VF_G_65PLUS) != 0;
        days += old ? s->episodes[k].ready_days : 0;
    }
    double years = vf_window(s) / (365.0 * (double)VF_MS_DAY);
    return s->m->population_65plus > 0 ? (double)days * 1e3 / s->m->population_65plus / years : (double)NAN;
}
static double avoidable(const struct vf_sim *s, const struct vf_column *c) {
    (void)c;
    uint64_t n = 0;
    for (size_t k = 0; k < (size_t)s->m->n_wards * s->m->n_groups; k++) {
        bool flagged = (s->m->group[k % s->m->n_groups].flags & VF_G_PAVERKBAR) != 0;
        n += flagged ? s->episodes[k].perioder : 0;
    }
    return per_100k(s, (double)n);
}

#define ALL (VF_SCOPE_REGION | VF_SCOPE_HOSPITAL | VF_SCOPE_UNIT)
const struct vf_metric vf_metrics_discharge[] = {
    {"vardtillfallen_per_100k", VF_MEASURE_PER_100K, "Vårdtillfällen per 100 000 invånare och år",
     "Episodes per 100 000 inhabitants and year", "Vardtillfallen begun, all slutenvard, per clinic.",
     "N70808", VF_SCOPE_REGION, VF_T_WARD, 0, false, episodes_100k},
    {"vardperioder_per_100k", VF_MEASURE_PER_100K, "Vårdperioder per 100 000 invånare och år",
     "Hospital spells per 100 000 inhabitants and year", "Vardperioder ended, all slutenvard.", NULL,
     VF_SCOPE_REGION, VF_T_WARD, 0, false, periods_100k},
    {"vardtillfallen", VF_MEASURE_NUMBER, "Vårdtillfällen", "Episodes", "Vardtillfallen ended in the window.",
     NULL, ALL | VF_SCOPE_UNIT_GROUP, VF_T_WARD, 0, false, episodes},
    {"medelvardtid_tillfalle", VF_MEASURE_DAYS, "Medelvårdtid per vårdtillfälle", "Mean stay per episode",
     "Out-date minus in-date over vardtillfallen.", NULL, ALL | VF_SCOPE_UNIT_GROUP, VF_T_WARD, 0, false,
     stay_episode},
    {"medelvardtid_period", VF_MEASURE_DAYS, "Medelvårdtid per vårdperiod", "Mean stay per hospital spell",
     "Out-date minus in-date over vardperioder.", NULL, ALL, VF_T_WARD, 0, false, stay_period},
    {"utskrivningsklara_dagar_per_vardtillfalle", VF_MEASURE_DAYS,
     "Utskrivningsklara, dagar per vårdtillfälle", "Days medically ready per episode",
     "Calendar days as utskrivningsklar, 0-days included, per vardtillfalle.", NULL,
     ALL | VF_SCOPE_UNIT_GROUP, VF_T_WARD, 0, false, ready_days},
    {"utskrivningsklara_ledtid", VF_MEASURE_DAYS, "Varav planeringsledtid", "Of which planning lead time",
     "Time as utskrivningsklar while the move is planned, per vardtillfalle.", NULL, ALL, VF_T_WARD, 0, false,
     lead_days},
    {"utskrivningsklara_vantan", VF_MEASURE_DAYS, "Varav väntan på kapacitet",
     "Of which waiting for capacity",
     "Time as utskrivningsklar while waiting for a place, per vardtillfalle.", NULL, ALL, VF_T_WARD, 0, false,
     wait_days},
    {"utskrivningsklara_dagar_65plus_per_1000", VF_MEASURE_DAYS,
     "Utskrivningsklara 65+, dagar per 1 000 invånare 65+ och år",
     "Days medically ready 65+, per 1 000 inhabitants 65+ and year",
     "Calendar days, groups aged 65 and over.", "U79135", VF_SCOPE_REGION, VF_T_WARD, 0, false,
     ready_per_1000},
    {"paverkbar_slutenvard_per_100k", VF_MEASURE_PER_100K, "Påverkbar slutenvård per 100 000 invånare och år",
     "Avoidable hospital spells per 100 000 inhabitants and year",
     "Vardperioder of groups flagged paverkbar.", "U79133", VF_SCOPE_REGION, VF_T_WARD, 0, false, avoidable},
    {.id = NULL},
};

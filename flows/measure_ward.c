/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The official measures of crowding, from the 06:00 census and time-weighted. Per 100 disponibla vardplatser:
 * 100 * sum over days of the count / sum over days of disponibla. Hospital and region are sums over wards.
 * Source of the definitions: Socialstyrelsens termbank (overbelaggning, utlokaliserad patient, disponibel
 * vardplats); of the public statistics: Kolada U70425, U79134, U79149. */
#include <stdlib.h>

#include "vf_measures.h"

static bool inside(const struct vf_sim *s, const struct vf_column *c, uint16_t w, bool psyk) {
    return psyk ? !s->m->ward[w].somatic && !s->m->ward[w].is_virtual : vf_ward_in_scope(s, c, w);
}

/* Sums the census of the wards in scope for the column's month. */
static struct vf_census total(const struct vf_sim *s, const struct vf_column *c, bool psyk) {
    struct vf_census t = {0};
    for (uint16_t w = 0; w < s->m->n_wards; w++) {
        if (!inside(s, c, w, psyk)) {
            continue;
        }
        const struct vf_census *x = &s->census[(size_t)w * 13 + c->month];
        t.days = x->days > t.days ? x->days : t.days;
        t.inskrivna += x->inskrivna;
        t.disponibla += x->disponibla;
        t.over += x->over;
        t.over_boarded += x->over_boarded;
        t.guests += x->guests;
        t.away += x->away;
        t.ready += x->ready;
        t.boarded += x->boarded;
        t.unique += x->unique;
    }
    return t;
}
static double per_100(int64_t count, const struct vf_census *t) {
    return vf_ratio(100.0 * (double)count, (double)t->disponibla);
}

static double over(const struct vf_sim *s, const struct vf_column *c) {
    struct vf_census t = total(s, c, false);
    return per_100(t.over, &t);
}
static double over_psyk(const struct vf_sim *s, const struct vf_column *c) {
    struct vf_census t = total(s, c, true);
    return per_100(t.over, &t);
}
static double over_boarded(const struct vf_sim *s, const struct vf_column *c) {
    struct vf_census t = total(s, c, false);
    return per_100(t.over_boarded, &t);
}
/* A ward's own patients elsewhere; over a hospital or the region by the wards where they lie: somatic outliers
 * on somatic wards are the same persons. */
static double outliers(const struct vf_sim *s, const struct vf_column *c) {
    struct vf_census t = total(s, c, false);
    return per_100(c->scope == VF_SCOPE_UNIT ? t.away : t.guests, &t);
}
static double outliers_psyk(const struct vf_sim *s, const struct vf_column *c) {
    struct vf_census t = total(s, c, true);
    return per_100(t.guests, &t);
}
static double outliers_host(const struct vf_sim *s, const struct vf_column *c) {
    struct vf_census t = total(s, c, false);
    return per_100(t.guests, &t);
}
static double unique(const struct vf_sim *s, const struct vf_column *c) {
    struct vf_census t = total(s, c, false);
    return per_100(t.unique, &t);
}
static double boarded(const struct vf_sim *s, const struct vf_column *c) {
    struct vf_census t = total(s, c, false);
    return per_100(t.boarded, &t);
}
static double load_census(const struct vf_sim *s, const struct vf_column *c) {
    struct vf_census t = total(s, c, false);
    return vf_ratio((double)t.inskrivna, (double)t.disponibla);
}
static double load_psyk(const struct vf_sim *s, const struct vf_column *c) {
    struct vf_census t = total(s, c, true);
    return vf_ratio((double)t.inskrivna, (double)t.disponibla);
}
static double ready_share(const struct vf_sim *s, const struct vf_column *c) {
    struct vf_census t = total(s, c, false);
    return vf_ratio((double)t.ready, (double)t.disponibla);
}
static double ready_share_psyk(const struct vf_sim *s, const struct vf_column *c) {
    struct vf_census t = total(s, c, true);
    return vf_ratio((double)t.ready, (double)t.disponibla);
}
static double disponibla(const struct vf_sim *s, const struct vf_column *c) {
    struct vf_census t = total(s, c, false);
    return vf_ratio((double)t.disponibla, t.days);
}

/* Time-weighted: which = 0 occupied, 1 over, 2 outliers lying here, over the bed time of the disponibla. */
static double weighted(const struct vf_sim *s, const struct vf_column *c, int which) {
    double a = 0, beds = 0;
    for (uint16_t w = 0; w < s->m->n_wards; w++) {
        if (!vf_ward_in_scope(s, c, w)) {
            continue;
        }
        uint16_t u = s->m->ward_unit[w];
        const struct vf_wstate *ws = &s->ward[w];
        beds += (double)s->unit[u].cap_area;
        if (which == 0) {
            for (uint16_t g = 0; g < s->m->n_groups; g++) {
                a += (double)s->cell[(size_t)u * s->m->n_groups + g].area;
            }
            a -= (double)s->unit[u].cause[VF_CAUSE_RESERVED].area;
        } else {
            a += (double)(which == 1                  ? ws->over_area
                          : c->scope == VF_SCOPE_UNIT ? ws->away_area
                                                      : ws->guest_area);
        }
    }
    return vf_ratio(a, beds);
}
static double load_weighted(const struct vf_sim *s, const struct vf_column *c) { return weighted(s, c, 0); }
static double over_weighted(const struct vf_sim *s, const struct vf_column *c) {
    return 100 * weighted(s, c, 1);
}
static double outliers_weighted(const struct vf_sim *s, const struct vf_column *c) {
    return 100 * weighted(s, c, 2);
}
static double p_over(const struct vf_sim *s, const struct vf_column *c) {
    return vf_ratio((double)s->ward[s->m->unit[c->unit].ward].over_time, vf_window(s));
}
static double over_mean(const struct vf_sim *s, const struct vf_column *c) {
    return vf_ratio((double)s->ward[s->m->unit[c->unit].ward].over_area, vf_window(s));
}
static double guests_mean(const struct vf_sim *s, const struct vf_column *c) {
    return vf_ratio((double)s->ward[s->m->unit[c->unit].ward].guest_area, vf_window(s));
}
static double away_mean(const struct vf_sim *s, const struct vf_column *c) {
    return vf_ratio((double)s->ward[s->m->unit[c->unit].ward].away_area, vf_window(s));
}

/* The daily counts of the scope: row 0 over, row 1 outliers. */
static const uint16_t *daily(const struct vf_sim *s, const struct vf_column *c, unsigned row) {
    uint32_t scope = c->scope == VF_SCOPE_UNIT       ? s->m->unit[c->unit].ward
                     : c->scope == VF_SCOPE_HOSPITAL ? (uint32_t)s->m->n_wards + c->org
                                                     : (uint32_t)s->m->n_wards + s->m->n_orgs;
    return s->daily == NULL ? NULL : s->daily + ((size_t)scope * 2 + row) * s->max_days;
}
/* By counting: daily counts are small and days are many. */
static double p95(const struct vf_sim *s, const struct vf_column *c, unsigned row) {
    const uint16_t *d = daily(s, c, row);
    uint32_t n = s->n_days < s->max_days ? s->n_days : s->max_days, most = 0;
    if (d == NULL || n == 0) {
        return (double)NAN;
    }
    for (uint32_t k = 0; k < n; k++) {
        most = d[k] > most ? d[k] : most;
    }
    uint32_t *days = vf_xcalloc(most + 1U, sizeof *days);
    for (uint32_t k = 0; k < n; k++) {
        days[d[k]]++;
    }
    uint32_t rank = (uint32_t)(0.95 * (double)(n - 1) + 0.5), value = 0;
    for (uint32_t below = days[0]; below <= rank; below += days[value]) {
        value++;
    }
    free(days);
    return value;
}
static double days_with(const struct vf_sim *s, const struct vf_column *c, unsigned row) {
    const uint16_t *d = daily(s, c, row);
    uint32_t n = s->n_days < s->max_days ? s->n_days : s->max_days, with = 0;
    for (uint32_t k = 0; d != NULL && k < n; k++) {
        with += d[k] > 0;
    }
    return d == NULL ? (double)NAN : vf_ratio(with, n);
}
static double over_p95(const struct vf_sim *s, const struct vf_column *c) { return p95(s, c, 0); }
static double outliers_p95(const struct vf_sim *s, const struct vf_column *c) { return p95(s, c, 1); }
static double over_days(const struct vf_sim *s, const struct vf_column *c) { return days_with(s, c, 0); }
static double outlier_days(const struct vf_sim *s, const struct vf_column *c) { return days_with(s, c, 1); }

static double share_of_need(const struct vf_sim *s, const struct vf_column *c, enum vf_disposition d) {
    return vf_ratio((double)vf_unit_disposition(s, c, d), vf_unit_total(s, c)->arrivals);
}
static double p_home(const struct vf_sim *s, const struct vf_column *c) {
    return share_of_need(s, c, VF_D_HOME);
}
static double p_outlier(const struct vf_sim *s, const struct vf_column *c) {
    return share_of_need(s, c, VF_D_OUTLIER);
}
static double p_extra(const struct vf_sim *s, const struct vf_column *c) {
    return share_of_need(s, c, VF_D_EXTRA);
}
static double p_boarded(const struct vf_sim *s, const struct vf_column *c) {
    return share_of_need(s, c, VF_D_BOARDED);
}
static double p_waited(const struct vf_sim *s, const struct vf_column *c) {
    return share_of_need(s, c, VF_D_WAITED);
}
static double p_transferred(const struct vf_sim *s, const struct vf_column *c) {
    return share_of_need(s, c, VF_D_TRANSFERRED);
}
static double p_refused(const struct vf_sim *s, const struct vf_column *c) {
    return share_of_need(s, c, VF_D_REFUSED);
}
static double repatriated(const struct vf_sim *s, const struct vf_column *c) {
    return s->ward[s->m->unit[c->unit].ward].repatriated;
}

#define ALL (VF_SCOPE_REGION | VF_SCOPE_HOSPITAL | VF_SCOPE_UNIT)
#define BOTH (VF_SCOPE_UNIT | VF_SCOPE_UNIT_GROUP)
const struct vf_metric vf_metrics_ward[] = {
    {"overbelaggningar_per_100", VF_MEASURE_PER_100, "Överbeläggningar per 100 disponibla vårdplatser",
     "Overcrowded per 100 disponibla beds",
     "Census: patients admitted beyond the ward's disponibla vardplatser, summed over wards and days.",
     "U70425", ALL, VF_T_WARD, 0, true, over},
    {"utlokaliserade_per_100", VF_MEASURE_PER_100, "Utlokaliserade per 100 disponibla vårdplatser",
     "Outlying per 100 disponibla beds",
     "Census: patients cared for on another unit than the responsible one; per ward by the responsible ward.",
     "U79134", ALL, VF_T_WARD, 0, true, outliers},
    {"overbelaggningar_per_100_psyk", VF_MEASURE_PER_100, "Överbeläggningar per 100, psykiatri",
     "Overcrowded per 100, psychiatry", "The same over the psychiatric wards.", "U79149", VF_SCOPE_REGION,
     VF_T_WARD, 0, true, over_psyk},
    {"utlokaliserade_per_100_psyk", VF_MEASURE_PER_100, "Utlokaliserade per 100, psykiatri",
     "Outlying per 100, psychiatry", "The same over the psychiatric wards.", NULL, VF_SCOPE_REGION, VF_T_WARD,
     0, true, outliers_psyk},
    {"overbelaggningar_inkl_vantande_per_100", VF_MEASURE_PER_100,
     "Överbeläggningar inkl. kvarvarande på akuten, per 100", "Overcrowded incl. boarders, per 100",
     "The same when those who board in the akutmottagning count as admitted.", NULL, ALL, VF_T_WARD, 0, false,
     over_boarded},
    {"utlokaliserade_hos_per_100", VF_MEASURE_PER_100, "Utlokaliserade efter värdavdelning, per 100",
     "Outlying by host ward, per 100", "Census: patients lying here for whom another ward is responsible.",
     NULL, VF_SCOPE_UNIT, VF_T_WARD, 0, false, outliers_host},
    {"overbelagda_eller_utlokaliserade_per_100", VF_MEASURE_PER_100,
     "Överbelagda eller utlokaliserade personer per 100", "Persons overcrowded or outlying, per 100",
     "Unique patients who are either, at the census.", NULL, ALL, VF_T_WARD, 0, false, unique},
    {"boarded_at_census", VF_MEASURE_PER_100, "Kvar på akuten i väntan på plats, per 100",
     "Boarding at the census, per 100", "Patients who wait in the akutmottagning for a bed on the ward.",
     NULL, ALL, VF_T_WARD, 0, false, boarded},
    {"belaggningsgrad", VF_MEASURE_SHARE, "Beläggningsgrad", "Bed occupancy",
     "Census: patients in care over disponibla vardplatser.", NULL, ALL, VF_T_WARD, 0, true, load_census},
    {"belaggningsgrad_psyk", VF_MEASURE_SHARE, "Beläggningsgrad, psykiatri", "Bed occupancy, psychiatry",
     "The same over the psychiatric wards.", NULL, VF_SCOPE_REGION, VF_T_WARD, 0, false, load_psyk},
    {"belaggningsgrad_tid", VF_MEASURE_SHARE, "Beläggningsgrad, tidsvägd", "Bed occupancy, time-weighted",
     "Bed time in use over the bed time of the disponibla.", NULL, ALL, VF_T_WARD, 0, false, load_weighted},
    {"overbelaggningar_tid_per_100", VF_MEASURE_PER_100, "Överbeläggningar per 100, tidsvägt",
     "Overcrowded per 100, time-weighted", "Bed time beyond the disponibla per 100 of theirs.", NULL, ALL,
     VF_T_WARD, 0, false, over_weighted},
    {"utlokaliserade_tid_per_100", VF_MEASURE_PER_100, "Utlokaliserade per 100, tidsvägt",
     "Outlying per 100, time-weighted", "Bed time of outlying patients per 100 of the disponibla.", NULL, ALL,
     VF_T_WARD, 0, false, outliers_weighted},
    {"utskrivningsklara_andel", VF_MEASURE_SHARE, "Utskrivningsklara, andel av disponibla vårdplatser",
     "Medically ready, share of disponibla beds",
     "Census: patients judged utskrivningsklara over disponibla.", "N79176", ALL, VF_T_WARD, 0, true,
     ready_share},
    {"utskrivningsklara_andel_psyk", VF_MEASURE_SHARE, "Utskrivningsklara, andel, psykiatri",
     "Medically ready, share, psychiatry", "The same over the psychiatric wards.", NULL, VF_SCOPE_REGION,
     VF_T_WARD, 0, false, ready_share_psyk},
    {"disponibla", VF_MEASURE_NUMBER, "Disponibla vårdplatser", "Disponibla beds",
     "Mean of the daily number at the census.", "N70845", ALL, VF_T_WARD, 0, true, disponibla},
    {"overbelagda_dygn_andel", VF_MEASURE_SHARE, "Andel dygn med överbeläggning",
     "Share of days with overcrowding", "Share of censuses with at least one.", NULL, ALL, VF_T_WARD, 0,
     false, over_days},
    {"utlokaliserade_dygn_andel", VF_MEASURE_SHARE, "Andel dygn med utlokaliserade",
     "Share of days with outlying patients", "Share of censuses with at least one, by host.", NULL, ALL,
     VF_T_WARD, 0, false, outlier_days},
    {"overbelaggningar_p95", VF_MEASURE_NUMBER, "Överbeläggningar, 95:e percentilen per dygn",
     "Overcrowded, 95th percentile of days", "95th percentile of the daily count.", NULL, ALL, VF_T_WARD, 0,
     false, over_p95},
    {"utlokaliserade_p95", VF_MEASURE_NUMBER, "Utlokaliserade, 95:e percentilen per dygn",
     "Outlying, 95th percentile of days", "95th percentile of the daily count, by host.", NULL, ALL,
     VF_T_WARD, 0, false, outliers_p95},
    {"p_over", VF_MEASURE_SHARE, "Andel av tiden överbelagd", "Time overcrowded",
     "Share of time with more inskrivna than disponibla.", NULL, VF_SCOPE_UNIT, VF_T_WARD, 0, false, p_over},
    {"over_mean", VF_MEASURE_NUMBER, "Överbelagda, tidsmedel", "Overcrowded, time mean",
     "Time-weighted mean number beyond the disponibla.", NULL, VF_SCOPE_UNIT, VF_T_WARD, 0, false, over_mean},
    {"outliers_here", VF_MEASURE_NUMBER, "Utlokaliserade här, tidsmedel", "Outlying here, time mean",
     "Time-weighted mean number of other wards' patients here.", NULL, VF_SCOPE_UNIT, VF_T_WARD, 0, false,
     guests_mean},
    {"outliers_elsewhere", VF_MEASURE_NUMBER, "Utlokaliserade härifrån, tidsmedel",
     "Outlying elsewhere, time mean", "Time-weighted mean number of the ward's patients on other wards.",
     NULL, VF_SCOPE_UNIT, VF_T_WARD, 0, false, away_mean},
    {"p_home", VF_MEASURE_SHARE, "Andel på hemavdelning", "Placed at home",
     "Share of need placed on a disponibel bed at home.", NULL, BOTH, VF_T_WARD, 0, false, p_home},
    {"p_outlier", VF_MEASURE_SHARE, "Andel utlokaliserade", "Placed as outliers",
     "Share of need placed on another ward.", NULL, BOTH, VF_T_WARD, 0, false, p_outlier},
    {"p_extra", VF_MEASURE_SHARE, "Andel på extraplats", "Placed on extra places",
     "Share of need placed beyond the disponibla.", NULL, BOTH, VF_T_WARD, 0, false, p_extra},
    {"p_boarded", VF_MEASURE_SHARE, "Andel kvar i väntan på plats", "Boarded",
     "Share of need that kept its place elsewhere while waiting for a bed.", NULL, BOTH, VF_T_WARD, 0, false,
     p_boarded},
    {"p_waited", VF_MEASURE_SHARE, "Andel som väntade utan plats", "Waited",
     "Share of need that waited outside the wards.", NULL, BOTH, VF_T_WARD, 0, false, p_waited},
    {"p_transferred", VF_MEASURE_SHARE, "Andel överflyttade", "Transferred",
     "Share of need sent to another unit or region.", NULL, BOTH, VF_T_WARD, 0, false, p_transferred},
    {"p_refused", VF_MEASURE_SHARE, "Andel avvisade", "Refused", "Share of need refused.", NULL, BOTH,
     VF_T_WARD, 0, false, p_refused},
    {"repatriated", VF_MEASURE_NUMBER, "Återflyttade", "Repatriated",
     "Patients brought home from other wards.", NULL, VF_SCOPE_UNIT, VF_T_WARD, 0, false, repatriated},
    {.id = NULL},
};

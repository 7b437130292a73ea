/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metrics between ward and kommun: planning by the number of parties, and betalningsansvar, also by kommun. Only in
 * models that use them. */
#include "vf_kommun.h"
#include "vf_measures.h"

static double lead_days(const struct vf_planned *p) {
    return vf_ratio((double)p->time / (double)VF_MS_DAY, p->n);
}
static double lead_parties(const struct vf_sim *s, const struct vf_column *c) {
    return lead_days(&s->kommun->by_parties[c->metric - vf_metrics_kommun]);
}
static double lead_with(const struct vf_sim *s, const struct vf_column *c) {
    (void)c;
    return lead_days(&s->kommun->with_sip);
}
static double lead_without(const struct vf_sim *s, const struct vf_column *c) {
    (void)c;
    return lead_days(&s->kommun->without_sip);
}
static double planned(const struct vf_sim *s) {
    return (double)s->kommun->with_sip.n + s->kommun->without_sip.n;
}
static double sip_share(const struct vf_sim *s, const struct vf_column *c) {
    (void)c;
    return vf_ratio(s->kommun->with_sip.n, planned(s));
}
static double parties(const struct vf_sim *s, const struct vf_column *c) {
    (void)c;
    return vf_ratio((double)s->kommun->parties, planned(s));
}
static double paid(const struct vf_sim *s, const struct vf_column *c) { return vf_kommun_sum(s, c->org).kr; }
static double paid_days(const struct vf_sim *s, const struct vf_column *c) {
    return vf_kommun_sum(s, c->org).paid_days;
}
static double mean_days(const struct vf_sim *s, const struct vf_column *c) {
    struct vf_liability_sum t = vf_kommun_sum(s, c->org);
    return vf_ratio(t.days, t.n);
}

#define LEAD(k, sv, en)                                                                              \
    {                                                                                                \
        "ledtid_parter_" k, VF_MEASURE_DAYS, "Planeringstid med " sv, "Planning lead time with " en, \
            "Mean planned lead time, calendar days, of ward patients going to the kommun.", NULL,    \
            VF_SCOPE_REGION, VF_T_PLANNING, 0, false, lead_parties                                   \
    }
#define PLAN(id, measure, sv, en, definition, value) \
    { id, measure, sv, en, definition, NULL, VF_SCOPE_REGION, VF_T_PLANNING, 0, false, value }
#define PAY(id, measure, sv, en, definition, value)                                                         \
    {                                                                                                       \
        id, measure, sv, en, definition, NULL, VF_SCOPE_REGION | VF_SCOPE_KOMMUN, VF_T_LIABILITY, 0, false, \
            value                                                                                           \
    }
const struct vf_metric vf_metrics_kommun[] = {
    LEAD("1", "en part", "one party"),
    LEAD("2", "två parter", "two parties"),
    LEAD("3", "tre parter", "three parties"),
    LEAD("4", "fyra parter eller fler", "four parties or more"),
    PLAN("ledtid_med_sip", VF_MEASURE_DAYS, "Planeringstid med SIP", "Planning lead time with a SIP",
         "The same of those with a coordinated plan.", lead_with),
    PLAN("ledtid_utan_sip", VF_MEASURE_DAYS, "Planeringstid utan SIP", "Planning lead time without a SIP",
         "The same of those without.", lead_without),
    PLAN("sip_andel", VF_MEASURE_SHARE, "Andel med SIP", "Share with a SIP",
         "Of the ward patients going to the kommun, the share with a coordinated plan.", sip_share),
    PLAN("parter_medel", VF_MEASURE_NUMBER, "Antal parter per patient", "Parties per patient",
         "Mean number of parties in the planning.", parties),
    PAY("betalningsansvar", VF_MEASURE_KR, "Betalningsansvar", "Betalningsansvar",
        "What the kommun pays the region for utskrivningsklara in the window.", paid),
    PAY("betalningsansvar_dagar", VF_MEASURE_DAYS, "Dagar med betalningsansvar", "Days paid for",
        "Bed-days that the kommun pays for.", paid_days),
    PAY("betalningsansvar_medel", VF_MEASURE_DAYS, "Utskrivningsklara dagar per patient till kommunen",
        "Days ready per patient to the kommun",
        "Days from the notice to the discharge per patient who goes to the kommun, 0-days included.",
        mean_days),
    {.id = NULL},
};

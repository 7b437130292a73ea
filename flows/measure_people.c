/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metrics of individuals: how concentrated care is, over how many levels it goes, how continuous it is, and the
 * cohorts' numbers. Only in models that keep histories (vf_people.h). */
#include "vf_measures.h"
#include "vf_people.h"

static double levels(const struct vf_sim *s, unsigned from, unsigned to) {
    uint64_t n = 0;
    for (unsigned k = from; k <= to; k++) {
        n += s->people->by_levels[k];
    }
    return vf_ratio((double)n, (double)s->people->n);
}

#define OF_ALL(name, number)                                                \
    static double name(const struct vf_sim *s, const struct vf_column *c) { \
        (void)c;                                                            \
        return number;                                                      \
    }
OF_ALL(individuals, (double)s->people->n)
OF_ALL(top_bed_1, s->people->top_bed[0])
OF_ALL(top_bed_10, s->people->top_bed[1])
OF_ALL(top_cost_1, s->people->top_cost[0])
OF_ALL(top_cost_10, s->people->top_cost[1])
OF_ALL(levels_1, levels(s, 1, 1))
OF_ALL(levels_2, levels(s, 2, 2))
OF_ALL(levels_3, levels(s, 3, 3))
OF_ALL(levels_more, levels(s, 4, VF_PEOPLE_LEVELS - 1))
OF_ALL(visits, vf_ratio((double)s->people->visits, (double)s->people->n))
OF_ALL(admissions, vf_ratio((double)s->people->admissions, (double)s->people->n))
OF_ALL(continuity, vf_ratio((double)s->people->again, (double)s->people->followed))

/* Of cohorts; other groups have no such number. */
#define OF_COHORT(name, number)                                             \
    static double name(const struct vf_sim *s, const struct vf_column *c) { \
        const struct vf_cohort_state *x = &s->people->cohort[c->group];     \
        bool is = s->m->group[c->group].cohort != VF_NONE16;                \
        return is ? (double)(number) : (double)NAN;                         \
    }
OF_COHORT(alive, vf_ratio((double)x->alive.area, vf_window(s)))
OF_COHORT(died_at_home, x->died_at_home)
OF_COHORT(joined, x->joined)

#define ALL(id, measure, sv, en, definition, value) \
    { id, measure, sv, en, definition, NULL, VF_SCOPE_REGION, VF_T_PEOPLE, 0, false, value }
#define MEMBERS(id, sv, en, definition, value) \
    { id, VF_MEASURE_NUMBER, sv, en, definition, NULL, VF_SCOPE_GROUP, VF_T_PEOPLE, 0, false, value }
const struct vf_metric vf_metrics_people[] = {
    ALL("individer", VF_MEASURE_NUMBER, "Personer med vård", "Individuals with care",
        "Individuals with any care in the window.", individuals),
    ALL("koncentration_varddygn_1", VF_MEASURE_SHARE, "Vårddygn som 1 % av personerna använder",
        "Bed-days used by 1 % of individuals", "Share of the bed-days that the top 1 % use.", top_bed_1),
    ALL("koncentration_varddygn_10", VF_MEASURE_SHARE, "Vårddygn som 10 % av personerna använder",
        "Bed-days used by 10 % of individuals", "Share of the bed-days that the top 10 % use.", top_bed_10),
    ALL("koncentration_kostnad_1", VF_MEASURE_SHARE, "Kostnad för 1 % av personerna",
        "Cost of 1 % of individuals", "Share of the cost of use that the top 1 % have.", top_cost_1),
    ALL("koncentration_kostnad_10", VF_MEASURE_SHARE, "Kostnad för 10 % av personerna",
        "Cost of 10 % of individuals", "Share of the cost of use that the top 10 % have.", top_cost_10),
    ALL("andel_en_niva", VF_MEASURE_SHARE, "Personer med vård på en nivå",
        "Individuals with care at one level",
        "Share of the individuals with care who were at one level of care.", levels_1),
    ALL("andel_tva_nivaer", VF_MEASURE_SHARE, "Personer med vård på två nivåer",
        "Individuals with care at two levels", "The same with two levels.", levels_2),
    ALL("andel_tre_nivaer", VF_MEASURE_SHARE, "Personer med vård på tre nivåer",
        "Individuals with care at three levels", "The same with three levels.", levels_3),
    ALL("andel_fyra_nivaer", VF_MEASURE_SHARE, "Personer med vård på fyra nivåer eller fler",
        "Individuals with care at four levels or more", "The same with four levels or more.", levels_more),
    ALL("besok_per_person", VF_MEASURE_NUMBER, "Besök och vistelser per person",
        "Visits and stays per individual",
        "Visits and stays started per individual with care; time at home left out.", visits),
    ALL("vardperioder_per_person", VF_MEASURE_NUMBER, "Vårdperioder per person",
        "Care periods per individual", "Vardperioder begun per individual with care.", admissions),
    ALL("kontinuitet", VF_MEASURE_SHARE, "Kontinuitet: samma mottagning som förra gången",
        "Continuity: the same clinic as last time",
        "Of the visits to clinics by those who had been to one before, the share to the same one.",
        continuity),
    MEMBERS("levande", "Personer i kohorten", "Persons in the cohort",
            "Time-weighted mean number of members.", alive),
    MEMBERS("doda_hemma", "Döda hemma", "Died at home", "Members who died at home in the window.",
            died_at_home),
    MEMBERS("tillkomna", "Tillkomna från andra grupper", "Joined from other groups",
            "Patients of other groups who became members in the window.", joined),
    {.id = NULL},
};

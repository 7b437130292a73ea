/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metrics of bed-days by cause, over all wards (psychiatry too): one per state, in the order of enum vf_bed_state,
 * then how many of all bed-days belong to readmissions, and all. */
#include "vf_bedtime.h"
#include "vf_measures.h"

enum { READMISSION = VF_BED_STATES, ALL_STATES };

static bool in_scope(const struct vf_sim *s, const struct vf_column *c, uint16_t ward) {
    return c->scope == VF_SCOPE_REGION || vf_care_in_scope(s, c, ward);
}

static double bed_days(const struct vf_sim *s, const struct vf_column *c) {
    size_t which = (size_t)(c->metric - vf_metrics_bedtime);
    int64_t sum = 0;
    for (uint16_t w = 0; w < s->m->n_wards; w++) {
        for (unsigned k = 0; k < VF_BED_STATES && in_scope(s, c, w); k++) {
            const int64_t *cell = vf_bed_cell(s, w, k, 0);
            if (which == READMISSION) {
                sum += cell[1];
            } else if (which == ALL_STATES || which == k) {
                sum += cell[0] + cell[1];
            }
        }
    }
    return (double)sum / (double)VF_MS_DAY;
}

#define ROW(id, sv, en, definition)                                                                         \
    {                                                                                                       \
        id, VF_MEASURE_DAYS, sv, en, definition, NULL, VF_SCOPE_REGION | VF_SCOPE_HOSPITAL | VF_SCOPE_UNIT, \
            VF_T_WARD, 0, false, bed_days                                                                   \
    }
#define WAIT(id, sv, en, what)                                                      \
    ROW("varddygn_vantan_" id, "Vårddygn: väntan på " sv, "Bed-days: wait for " en, \
        "Bed time of utskrivningsklara, after the lead time, who wait for " what ".")
const struct vf_metric vf_metrics_bedtime[] = {
    [VF_BED_NEEDED] = ROW("varddygn_medicinskt", "Vårddygn: medicinskt behov", "Bed-days: medically needed",
                          "Bed time of patients whose stay is under way."),
    [VF_BED_OUTLIER] =
        ROW("varddygn_utlokaliserad_extra", "Vårddygn: förlängd vård som utlokaliserad",
            "Bed-days: longer stay as outlier", "What the outlier factor of the host adds to the stays."),
    [VF_BED_LEAD] = ROW("varddygn_ledtid", "Vårddygn: utskrivningsklar, planering",
                        "Bed-days: ready, planning", "Bed time of utskrivningsklara in planning lead time."),
    [VF_BED_WAIT_KORTTIDS] = WAIT("korttids", "korttidsplats", "korttidsplats", "a korttidsplats"),
    [VF_BED_WAIT_SABO] = WAIT("sabo", "särskilt boende", "särskilt boende", "a place in särskilt boende"),
    [VF_BED_WAIT_HEMSJUKVARD] = WAIT("hemsjukvard", "hemsjukvård", "hemsjukvård", "hemsjukvård"),
    [VF_BED_WAIT_HEMTJANST] = WAIT("hemtjanst", "hemtjänst", "hemtjänst", "hemtjänst"),
    [VF_BED_WAIT_KOMMUN] =
        WAIT("kommun", "annat från kommunen", "other municipal care", "other municipal care"),
    [VF_BED_WAIT_MELLANVARD] = WAIT("mellanvard", "mellanvård", "intermediate care", "intermediate care"),
    [VF_BED_WAIT_OTHER] = WAIT("annat", "annat", "something else", "care of another kind"),
    [VF_BED_TURNAROUND] = ROW("varddygn_iordningstallande", "Vårddygn: iordningställande mellan patienter",
                              "Bed-days: turnaround", "Bed time between patients, made ready for the next."),
    [VF_BED_BLOCKED] =
        ROW("varddygn_blockerad", "Vårddygn: väntan på annan avdelning", "Bed-days: wait for another ward",
            "Bed time of patients who are done here and wait for another ward."),
    [VF_BED_TRANSIT] = ROW("varddygn_forflyttning", "Vårddygn: förflyttning", "Bed-days: on the move",
                           "Bed time held while the move is under way."),
    [VF_BED_RESERVED] = ROW("varddygn_reserverad", "Vårddygn: reserverad plats", "Bed-days: reserved",
                            "Bed time kept for patients on their way here."),
    [READMISSION] = ROW("varddygn_aterinskrivning", "Vårddygn i återinskrivning", "Bed-days of readmissions",
                        "Bed time of unplanned vardperioder within 30 days of one ended alive."),
    [ALL_STATES] = ROW("varddygn", "Vårddygn, alla avdelningar", "Bed-days, all wards",
                       "Occupied bed time of the wards; the sum over the states."),
    {.id = NULL},
};

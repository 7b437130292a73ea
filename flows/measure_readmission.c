/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Oplanerad aterinskrivning within 3, 7, 30 and 90 days: index vardperioder ended alive early enough for their whole
 * horizon to lie before the end of the run; the event is the first unplanned vardperiod (episode.c counts). */
#include "vf_measures.h"

static double share(const struct vf_sim *s, int k, int old) {
    return vf_ratio(s->readmission.event[k][old], s->readmission.index[k][old]);
}
#define METRIC(name, k, old)                                                \
    static double name(const struct vf_sim *s, const struct vf_column *c) { \
        (void)c;                                                            \
        return share(s, k, old);                                            \
    }
METRIC(d3, 0, 0)
METRIC(d3_old, 0, 1)
METRIC(d7, 1, 0)
METRIC(d7_old, 1, 1)
METRIC(d30, 2, 0)
METRIC(d30_old, 2, 1)
METRIC(d90, 3, 0)
METRIC(d90_old, 3, 1)

#define LINE(id, sv, en, kpi, f)                                                                        \
    {                                                                                                   \
        id, VF_MEASURE_SHARE, sv, en, "Share of index vardperioder followed by an unplanned one.", kpi, \
            VF_SCOPE_REGION, VF_T_WARD, 0, false, f                                                     \
    }
const struct vf_metric vf_metrics_readmission[] = {
    LINE("aterinskrivning_30d", "Oplanerad återinskrivning inom 30 dagar",
         "Unplanned readmission within 30 days", NULL, d30),
    LINE("aterinskrivning_30d_65plus", "Oplanerad återinskrivning inom 30 dagar, 65+",
         "Unplanned readmission within 30 days, 65+", "U79092", d30_old),
    LINE("aterinskrivning_3d", "Oplanerad återinskrivning inom 3 dagar",
         "Unplanned readmission within 3 days", NULL, d3),
    LINE("aterinskrivning_3d_65plus", "Oplanerad återinskrivning inom 3 dagar, 65+",
         "Unplanned readmission within 3 days, 65+", NULL, d3_old),
    LINE("aterinskrivning_7d", "Oplanerad återinskrivning inom 7 dagar",
         "Unplanned readmission within 7 days", NULL, d7),
    LINE("aterinskrivning_7d_65plus", "Oplanerad återinskrivning inom 7 dagar, 65+",
         "Unplanned readmission within 7 days, 65+", NULL, d7_old),
    LINE("aterinskrivning_90d", "Oplanerad återinskrivning inom 90 dagar",
         "Unplanned readmission within 90 days", NULL, d90),
    LINE("aterinskrivning_90d_65plus", "Oplanerad återinskrivning inom 90 dagar, 65+",
         "Unplanned readmission within 90 days, 65+", NULL, d90_old),
    {.id = NULL},
};

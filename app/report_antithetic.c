/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What antithetic pairs gained, measured in the run itself: a table of indicators by scenario. Called by
 * report_compare.c (differences from the first scenario) and report_run.c (means) when --antithetic was given. */
#include <math.h>
#include <stdlib.h>

#include "vf_report.h"
#include "vf_table.h"

enum { LABEL_WIDTH = 50, MAIN_MAX = 64 };

static void put_rows(struct vf_table *t, const struct vf_call *call, const struct vf_experiment *x,
                     const struct vf_antithetic *what, size_t k) {
    const struct vf_global_column g = vf_experiment_column(x, what->column[k]);
    char own[VF_REPORT_LABEL], label[VF_REPORT_LABEL];
    vf_report_label(own, call, x, g.metric, LABEL_WIDTH);
    (void)snprintf(label, sizeof label, "%.60s%s%.60s%s%.120s", g.unit, g.unit[0] ? ": " : "", g.group,
                   g.group[0] ? ": " : "", own);
    for (size_t point = 0; point < x->n_points; point++) {
        uint32_t base = what->differences ? 0 : (uint32_t)point;
        double gain = vf_study_gain(&x->study, (uint32_t)point, base, what->column[k]);
        vf_table_text(t, label);
        vf_table_text(t, what->differences && point == 0 ? VF_SAY(call->language, "(bas)", "(base)")
                                                         : x->point[point].name);
        vf_table_real(t, isinf(gain) ? (double)NAN : gain, 2);
    }
}

void vf_report_antithetic(const struct vf_call *call, const struct vf_experiment *x,
                          const struct vf_antithetic *what) {
    enum vf_language l = call->language;
    const struct vf_table_column columns[] = {
        {VF_SAY(l, "Indikator", "Indicator"), VF_LEFT},
        {what->differences ? VF_SAY(l, "Skillnad för", "Difference of") : VF_SAY(l, "Scenario", "Scenario"),
         VF_LEFT},
        {VF_SAY(l, "Vinst", "Gain"), VF_RIGHT}};
    struct vf_table *t = vf_table_new(l, columns, sizeof columns / sizeof *columns);
    for (size_t k = 0; k < what->n; k++)
        put_rows(t, call, x, what, k);
    vf_report_heading(call, VF_SAY(l, "Antitetiska par: varians utan par delad med varians med",
                                   "Antithetic pairs: variance without pairs over variance with them"));
    vf_table_print(t, call->out, call->colour);
    vf_table_free(t);
}

void vf_report_antithetic_main(const struct vf_call *call, const struct vf_experiment *x) {
    size_t column[MAIN_MAX] = {0}, n = 0;
    for (const char *const *name = vf_report_indicators; *name && n < MAIN_MAX; name++) {
        column[n] = vf_report_column(x, *name, "");
        n += column[n] != SIZE_MAX && fabs(vf_report_mean(x, 0, column[n])) > 0;
    }
    if (n > 0)
        vf_report_antithetic(call, x, &(struct vf_antithetic){.column = column, .n = n});
}

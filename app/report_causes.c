/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why the beds are occupied: bed-days by cause, which sum to the bed-days in use; and what the care costs, by
 * owner. Scenarios in columns. Shown when there is something to tell beside stays that run. */
#include <math.h>
#include <string.h>

#include "vf_report.h"
#include "vf_table.h"

enum { LABEL_WIDTH = 50, SCENARIOS_MAX = 16, FIRST_TOLD = 1 /* of the states, the first that is no stay */ };

static bool nonzero(const struct vf_experiment *x, size_t column) {
    for (size_t k = 0; k < x->n_points && column != SIZE_MAX; k++) {
        double mean = vf_report_mean(x, k, column);
        if (!isnan(mean) && mean != 0)
            return true;
    }
    return false;
}

/* The label without what the heading says already. */
static const char *label_of(const struct vf_call *call, const struct vf_metric *metric) {
    const char *text = call->language == VF_SWEDISH ? metric->sv : metric->en, *colon = strstr(text, ": ");
    return colon ? colon + 2 : text;
}

static void put_row(struct vf_table *t, const struct vf_experiment *x, const char *label, size_t column,
                    size_t scenarios) {
    vf_table_text(t, label);
    for (size_t k = 0; k < scenarios; k++)
        vf_table_real(t, vf_report_mean(x, k, column), 0);
}

static void print(const struct vf_call *call, const struct vf_experiment *x, const struct vf_metric *metrics,
                  size_t n_rule, const char *heading) {
    size_t scenarios = vf_report_fit(x, 0, LABEL_WIDTH, VF_REPORT_CELL), column, row = 0;
    struct vf_table_column columns[SCENARIOS_MAX + 1] = {{"", VF_LEFT}};
    for (size_t k = 0; k < scenarios; k++)
        columns[1 + k] = (struct vf_table_column){x->point[k].name, VF_RIGHT};
    struct vf_table *t = vf_table_new(call->language, columns, 1 + scenarios);
    for (const struct vf_metric *m = metrics; m->id; m++, row++) {
        column = vf_report_column(x, m->id, "");
        if (column != SIZE_MAX && nonzero(x, column))
            put_row(t, x, label_of(call, m), column, scenarios);
        if (row + 1 == n_rule)
            vf_table_rule(t);
    }
    vf_report_heading(call, heading);
    vf_table_print(t, call->out, call->colour);
    vf_table_free(t);
}

void vf_report_causes(const struct vf_call *call, const struct vf_experiment *x) {
    bool told = false;
    for (size_t k = FIRST_TOLD; k < VF_BED_STATES; k++) {
        told = told || nonzero(x, vf_report_column(x, vf_metrics_bedtime[k].id, ""));
    }
    if (told)
        print(
            call, x, vf_metrics_bedtime, VF_BED_STATES,
            VF_SAY(call->language, "Vårddygn efter orsak, alla avdelningar", "Bed-days by cause, all wards"));
    if (nonzero(x, vf_report_column(x, vf_metrics_cost->id, "")))
        print(call, x, vf_metrics_cost, 0,
              VF_SAY(call->language, "Kostnad under mätperioden, kr", "Cost in the window, kr"));
}

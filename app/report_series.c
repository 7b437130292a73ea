/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The months of a transient run: the region's wards, scenario by scenario; the mean over replications with its interval.
 * Days, units and quantiles are in series.csv. */
#include <stdlib.h>

#include "vf_report.h"
#include "vf_table.h"

enum { MONTHS_MAX = 36, SCENARIOS_TOLD = 4 };

/* Columns of the table, in their order among the series'; not told: those without a title. */
static const struct vf_phrase titles[VF_TR_N] = {
    [VF_TR_QUEUE] = VF_PHRASE("Väntar", "Waiting"),
    [VF_TR_ADMISSIONS] = VF_PHRASE("Intagna/d", "Placed/d"),
    [VF_TR_INSKRIVNA] = VF_PHRASE("Inskrivna", "Inskrivna"),
    [VF_TR_OVER] = VF_PHRASE("Överbel.", "Överbel."),
    [VF_TR_AWAY] = VF_PHRASE("Utlok.", "Utlok."),
    [VF_TR_READY] = VF_PHRASE("Utskr.klara", "Utskr.klara"),
    [VF_TR_BOARDED] = VF_PHRASE("På akuten", "Boarding"),
};

static void print(const struct vf_call *call, const struct vf_point *p) {
    const struct vf_transient *t = &p->series;
    struct vf_table_column columns[VF_TR_N + 1] = {{VF_SAY(call->language, "Månad", "Month"), VF_LEFT}};
    size_t n = 0, told[VF_TR_N];
    for (size_t c = 0; c < t->n && t->column[c].unit == VF_NONE16; c++) {
        const struct vf_phrase *title = &titles[t->column[c].metric];
        if (title->en == NULL)
            continue;
        told[n++] = c;
        columns[n] = (struct vf_table_column){vf_say(call->language, *title), VF_RIGHT};
    }
    struct vf_table *table = vf_table_new(call->language, columns, n + 1);
    struct vf_period days;
    for (uint32_t k = 0; k < MONTHS_MAX && vf_transient_month(t, &p->model, k, &days); k++) {
        char date[16];
        vf_transient_date(t, &p->model, days.from, date);
        date[7] = '\0';
        vf_table_text(table, date);
        for (size_t c = 0; c < n; c++) {
            struct vf_summary s;
            vf_transient_summary(t, told[c], days, &s);
            vf_table_interval(table, s.mean, s.ci95, 1);
        }
    }
    vf_table_print(table, call->out, call->colour);
    vf_table_free(table);
}

void vf_report_series(const struct vf_call *call, const struct vf_experiment *x) {
    size_t told = 0;
    for (size_t k = 0; k < x->n_points && told < SCENARIOS_TOLD; k++) {
        const struct vf_point *p = &x->point[k];
        if (p->series.n == 0 || !p->model.run.series_month)
            continue;
        char heading[300];
        (void)snprintf(heading, sizeof heading, "%s: %s",
                       VF_SAY(call->language, "Månad för månad", "Month by month"), p->name);
        vf_report_heading(call, heading);
        print(call, p);
        told++;
    }
}

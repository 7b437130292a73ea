/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a control variate did to a comparison: plain and sharpened side by side, with the gain. Called by
 * report_compare.c when --control was given. */
#include <math.h>

#include "vf_comparison_report.h"
#include "vf_report.h"
#include "vf_table.h"

enum { LABEL_WIDTH = 44, TEXT_MAX = 4096, PAGE_WIDTH = 100 };
static const double FAR = 4; /* standard errors */

static void put_row(struct vf_table *t, const struct vf_call *call, const struct vf_comparison *c,
                    size_t point, size_t k) {
    const struct vf_comparison_cell *cell = vf_comparison_at(c, point, k);
    const struct vf_summary *plain = point > 0 ? &cell->paired.difference : &cell->here;
    const struct vf_controlled *sharp = &cell->controlled;
    const struct vf_global_column g = vf_experiment_column(c->x, c->column[k]);
    enum vf_measure measure = g.metric->measure;
    double scale = vf_report_scale(measure);
    int decimals = vf_report_decimals(measure) + 1;
    char own[VF_REPORT_LABEL], label[VF_REPORT_LABEL];
    vf_report_label(own, call, c->x, g.metric, LABEL_WIDTH);
    (void)snprintf(label, sizeof label, "%.60s%s%.60s%s%.120s", g.unit, g.unit[0] ? ": " : "", g.group,
                   g.group[0] ? ": " : "", own);
    vf_table_text(t, label);
    vf_table_text(t, point > 0 ? c->x->point[point].name : VF_SAY(call->language, "(bas)", "(base)"));
    vf_table_interval(t, scale * plain->mean, scale * plain->ci95, decimals);
    vf_table_interval(t, scale * sharp->mean, scale * sharp->ci95, decimals);
    vf_table_real(t, sharp->correlation, 2);
    vf_table_real(t, isinf(sharp->gain) ? (double)NAN : sharp->gain, 1);
    if (point > 0)
        return;
    vf_table_text(t, vf_report_year(call, c->x)); /* of an indicator, not of a difference */
    vf_table_text(t, "");
    vf_table_year(t, plain, scale, decimals);
    for (int rest = 0; rest < 3; rest++)
        vf_table_text(t, "");
}

void vf_comparison_print_control(const struct vf_call *call, const struct vf_comparison *c) {
    enum vf_language l = call->language;
    const struct vf_controlled *any = &vf_comparison_at(c, 0, 0)->controlled;
    const struct vf_table_column columns[] = {
        {VF_SAY(l, "Indikator", "Indicator"), VF_LEFT}, {VF_SAY(l, "Skillnad för", "Difference of"), VF_LEFT},
        {VF_SAY(l, "Utan", "Plain"), VF_RIGHT},         {VF_SAY(l, "Med", "Controlled"), VF_RIGHT},
        {VF_SAY(l, "Korr.", "Corr."), VF_RIGHT},        {VF_SAY(l, "Vinst", "Gain"), VF_RIGHT}};
    struct vf_table *t = vf_table_new(l, columns, sizeof columns / sizeof *columns);
    struct vf_text text;
    char came[VF_PEOPLE_NUMBER], expected[VF_PEOPLE_NUMBER], z[VF_PEOPLE_NUMBER];
    for (size_t k = 0; k < c->n; k++)
        for (size_t point = 0; point < c->n_points; point++)
            put_row(t, call, c, point, k);
    vf_report_heading(call,
                      VF_SAY(l, "Styrvariabel: belastningen som kom", "Control variate: the load that came"));
    vf_table_print(t, call->out, call->colour);
    vf_table_free(t);
    (void)vf_people_real(came, l, any->control_mean, 2);
    (void)vf_people_real(expected, l, c->load_expected, 2);
    (void)vf_people_real(z, l, any->control_z, 1);
    vf_text_init(&text, TEXT_MAX);
    vf_text_appendf(&text,
                    VF_SAY(l, "I medel %s patienter i vård av dem som kom, %s väntade (z %s).",
                           "A mean of %s patients in care from those who came, %s expected (z %s)."),
                    came, expected, z);
    if (fabs(any->control_z) > FAR)
        vf_text_puts(&text, VF_SAY(l, " Det är för långt ifrån: använd inte den här tabellen.",
                                   " That is too far off: do not use this table."));
    (void)fputc('\n', call->out);
    vf_terminal_wrap(call->out, (struct vf_wrap){.column = 0, .indent = 2, .width = PAGE_WIDTH}, text.data);
    (void)fputc('\n', call->out);
    vf_text_fini(&text);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A comparison as tables: one per scenario against the base, then the ranking of all scenarios by indicator. */
#include <math.h>
#include <string.h>

#include "vf_comparison_report.h"
#include "vf_report.h"
#include "vf_table.h"

enum { LABEL_WIDTH = 44, TEXT_MAX = 1 << 16, PAGE_WIDTH = 100 };
static const double SMALL_P = 0.001;

static void label_of(char label[VF_REPORT_LABEL], const struct vf_call *call, const struct vf_comparison *c,
                     size_t k) {
    const struct vf_global_column column = vf_experiment_column(c->x, c->column[k]);
    char own[VF_REPORT_LABEL];
    vf_report_label(own, call, c->x, column.metric, LABEL_WIDTH);
    (void)snprintf(label, VF_REPORT_LABEL, "%.60s%s%.60s%s%.120s", column.unit, column.unit[0] ? ": " : "",
                   column.group, column.group[0] ? ": " : "", own);
}

static void put_span(struct vf_table *t, const struct vf_call *call, const struct vf_summary *d, double scale,
                     int decimals) {
    char low[VF_PEOPLE_NUMBER], high[VF_PEOPLE_NUMBER], text[3 * VF_PEOPLE_NUMBER];
    (void)vf_people_real(low, call->language, scale * d->ci_low, decimals);
    (void)vf_people_real(high, call->language, scale * d->ci_high, decimals);
    (void)snprintf(text, sizeof text, VF_SAY(call->language, "%s till %s", "%s to %s"), low, high);
    vf_table_text(t, isnan(d->ci_low) ? "\xe2\x80\x93" : text);
}

static void put_p(struct vf_table *t, const struct vf_call *call, double p) {
    if (p < SMALL_P)
        vf_table_text(t, VF_SAY(call->language, "<0,001", "<0.001"));
    else
        vf_table_real(t, p, 3);
}

static struct vf_phrase verdict_phrase(enum vf_comparison_verdict v) {
    static const struct vf_phrase phrases[] = {[VF_COMPARISON_NONE] = VF_PHRASE("ej prövad", "not tested"),
                                               [VF_COMPARISON_IDENTICAL] =
                                                   VF_PHRASE("exakt lika", "identical"),
                                               [VF_COMPARISON_NOT_SHOWN] = VF_PHRASE("ej visad", "not shown"),
                                               [VF_COMPARISON_LOWER] = VF_PHRASE("lägre", "lower"),
                                               [VF_COMPARISON_HIGHER] = VF_PHRASE("högre", "higher")};
    return phrases[v];
}

static void put_row(struct vf_table *t, const struct vf_call *call, const struct vf_comparison *c,
                    size_t point, size_t k) {
    const struct vf_comparison_cell *cell = vf_comparison_at(c, point, k);
    enum vf_measure measure = vf_experiment_column(c->x, c->column[k]).metric->measure;
    double scale = vf_report_scale(measure);
    int decimals = vf_report_decimals(measure);
    char label[VF_REPORT_LABEL];
    label_of(label, call, c, k);
    vf_table_text(t, label);
    vf_table_real(t, scale * vf_comparison_at(c, 0, k)->here.mean, decimals);
    vf_table_real(t, scale * cell->here.mean, decimals);
    vf_table_real(t, scale * cell->paired.difference.mean, decimals + 1);
    put_span(t, call, &cell->paired.difference, scale, decimals + 1);
    vf_table_real(t, cell->paired.correlation, 2);
    vf_table_real(t, isinf(cell->paired.variance_reduction) ? (double)NAN : cell->paired.variance_reduction,
                  1);
    put_p(t, call, cell->p_holm);
    vf_table_text(t, vf_say(call->language, verdict_phrase(cell->verdict)));
    if (cell->verdict == VF_COMPARISON_LOWER || cell->verdict == VF_COMPARISON_HIGHER)
        vf_table_colour(t, VF_BOLD);
}

static void wrap(const struct vf_call *call, const char *text) {
    vf_terminal_wrap(call->out, (struct vf_wrap){.column = 0, .indent = 2, .width = PAGE_WIDTH}, text);
    (void)fputc('\n', call->out);
}

static void print_scenario(const struct vf_call *call, const struct vf_comparison *c, size_t point) {
    enum vf_language l = call->language;
    const char *here = c->x->point[point].name, *base = c->x->point[0].name;
    struct vf_text text;
    vf_text_init(&text, TEXT_MAX);
    vf_text_appendf(&text, VF_SAY(l, "%s jämfört med %s", "%s against %s"), here, base);
    vf_report_heading(call, text.data);
    const struct vf_table_column columns[] = {{VF_SAY(l, "Indikator", "Indicator"), VF_LEFT},
                                              {base, VF_RIGHT},
                                              {here, VF_RIGHT},
                                              {VF_SAY(l, "Skillnad", "Difference"), VF_RIGHT},
                                              {VF_SAY(l, "95 % intervall", "95 % interval"), VF_RIGHT},
                                              {VF_SAY(l, "Korr.", "Corr."), VF_RIGHT},
                                              {VF_SAY(l, "Vinst", "Gain"), VF_RIGHT},
                                              {"p (Holm)", VF_RIGHT},
                                              {VF_SAY(l, "Utslag", "Verdict"), VF_LEFT}};
    struct vf_table *t = vf_table_new(l, columns, sizeof columns / sizeof *columns);
    for (size_t k = 0; k < c->n; k++)
        put_row(t, call, c, point, k);
    vf_table_print(t, call->out, call->colour);
    vf_table_free(t);
    (void)fputc('\n', call->out);
    vf_text_clear(&text);
    vf_comparison_say(c, point, l, &text);
    wrap(call, text.data);
    vf_text_fini(&text);
}

/* "a < b ≈ c" */
static void print_ranking(const struct vf_call *call, const struct vf_comparison *c) {
    enum vf_language l = call->language;
    struct vf_text text;
    vf_text_init(&text, TEXT_MAX);
    vf_report_heading(call, VF_SAY(l, "Ordning, lägst först (< visad skillnad till nästa, ≈ inte visad)",
                                   "Order, lowest first (< shown to differ from the next, ≈ not shown)"));
    for (size_t k = 0; k < c->n; k++) {
        char label[VF_REPORT_LABEL];
        label_of(label, call, c, k);
        vf_text_clear(&text);
        vf_text_appendf(&text, "%s: ", label);
        for (size_t r = 0; r < c->n_points; r++) {
            const size_t *at = &c->order[k * c->n_points + r];
            const char *sign = c->apart[k * c->n_points + r] ? " < " : " \xe2\x89\x88 ";
            vf_text_appendf(&text, "%s%s", c->x->point[*at].name, r + 1 == c->n_points ? "" : sign);
        }
        wrap(call, text.data);
    }
    vf_text_fini(&text);
}

static void print_method(const struct vf_call *call, const struct vf_comparison *c) {
    struct vf_text text;
    vf_text_init(&text, TEXT_MAX);
    vf_text_appendf(
        &text,
        VF_SAY(
            call->language,
            "Skillnaderna är parade körning för körning (gemensamma slumptal); intervallen gäller var "
            "skillnad för sig. Utslagen är korrigerade med Holms metod för %lu prövningar, ordningen för "
            "%lu, på nivån 5 %% för alla tillsammans. Vinst: så många gånger fler körningar hade oberoende "
            "scenarier krävt.",
            "Differences are paired replication by replication (common random numbers); each interval "
            "stands for its own difference. Verdicts are corrected by Holm's method over %lu tests, the "
            "order over %lu, at 5 %% for all together. Gain: how many times more replications independent "
            "scenarios would have taken."),
        (unsigned long)c->tests, (unsigned long)c->rank_tests);
    (void)fputc('\n', call->out);
    wrap(call, text.data);
    vf_text_fini(&text);
}

void vf_comparison_print(const struct vf_call *call, const struct vf_comparison *c) {
    for (size_t point = 1; point < c->n_points; point++)
        print_scenario(call, c, point);
    print_ranking(call, c);
    if (c->controlled)
        vf_comparison_print_control(call, c);
    if (c->x->study.pairs)
        vf_report_antithetic(call, c->x,
                             &(struct vf_antithetic){.column = c->column, .n = c->n, .differences = true});
    if (!call->quiet)
        print_method(call, c);
}

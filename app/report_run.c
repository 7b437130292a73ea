/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The main table of a run: indicators of the region in rows, scenarios in columns. */
#include <math.h>
#include <string.h>

#include "vf_json.h"
#include "vf_report.h"
#include "vf_result.h"
#include "vf_table.h"
#include "vf_text.h"

enum { LABEL_WIDTH = 47, GAP = 2, PAGE_WIDTH = 106, SCENARIOS_MAX = 16 };
enum { ALWAYS = 2 /* indicators told in any case */, BLOCKS_MAX = 3 /* tables below each other */ };

const char *const vf_report_indicators[] = {"overbelaggningar_per_100",
                                            "utlokaliserade_per_100",
                                            "belaggningsgrad",
                                            "utskrivningsklara_andel",
                                            "utskrivningsklara_dagar_per_vardtillfalle",
                                            "aterinskrivning_30d_65plus",
                                            "aterinskrivning_30d",
                                            "akut_andel_inlagda",
                                            "akut_vistelsetid_median",
                                            "akut_vistelsetid_p90",
                                            "vardtillfallen_per_100k",
                                            "medelvardtid_period",
                                            "paverkbar_slutenvard_per_100k",
                                            "overbelaggningar_per_100_psyk",
                                            "utlokaliserade_per_100_psyk",
                                            "betalningsansvar",
                                            "koncentration_varddygn_1",
                                            "koncentration_varddygn_10",
                                            "koncentration_kostnad_10",
                                            "andel_en_niva",
                                            NULL};

void vf_report_heading(const struct vf_call *call, const char *text) {
    (void)fprintf(call->out, "\n%s%s%s\n", vf_terminal_escape(call->colour, VF_BOLD), text,
                  vf_terminal_escape(call->colour, VF_PLAIN));
}

double vf_report_scale(enum vf_measure measure) { return measure == VF_MEASURE_SHARE ? 100 : 1; }

int vf_report_decimals(enum vf_measure measure) {
    switch (measure) {
    case VF_MEASURE_PER_100K:
    case VF_MEASURE_KR: return 0;
    case VF_MEASURE_SHARE:
    case VF_MEASURE_NUMBER:
    case VF_MEASURE_PER_DAY: return 1;
    default: return 2;
    }
}

/* What goes without saying when a label is too long, in the order in which it goes. */
static const char *const shorter[][2] = {
    {"Oplanerad återinskrivning", "Återinskrivning"},
    {"Unplanned readmission", "Readmission"},
    {" invånare och år", " invånare, år"},
    {" inhabitants and year", ", year"},
    {"disponibla ", ""},
};

/* Makes a label fit in `width` code points; if it must, by cutting its end off. */
static void fit(char *text, size_t width) {
    for (size_t k = 0; k < sizeof shorter / sizeof *shorter; k++) {
        if (vf_utf8_length(text, strlen(text)) <= width)
            return;
        char *found = strstr(text, shorter[k][0]);
        if (found) {
            size_t old = strlen(shorter[k][0]), now = strlen(shorter[k][1]);
            (void)memmove(found + now, found + old, strlen(found + old) + 1);
            (void)memcpy(found, shorter[k][1], now);
        }
    }
    size_t n = strlen(text), at = 0;
    if (vf_utf8_length(text, n) <= width)
        return;
    for (size_t k = 0; k + 1 < width; k++)
        at += vf_utf8_step(text + at, n - at);
    (void)snprintf(text + at, sizeof "\xe2\x80\xa6", "\xe2\x80\xa6");
}

void vf_report_label(char text[VF_REPORT_LABEL], const struct vf_call *call, const struct vf_experiment *x,
                     const struct vf_metric *metric, size_t width) {
    const char *name = call->language == VF_SWEDISH ? metric->sv : metric->en, *unit = "";
    switch (metric->measure) {
    case VF_MEASURE_SHARE: unit = "%"; break;
    case VF_MEASURE_DAYS: unit = "d"; break;
    case VF_MEASURE_HOURS: unit = "h"; break;
    case VF_MEASURE_KR: unit = "kr"; break;
    case VF_MEASURE_TIME: unit = x->point[0].model.run.report_unit_name; break;
    default: break;
    }
    (void)snprintf(text, VF_REPORT_LABEL - 12, "%s", name);
    size_t taken = *unit ? strlen(unit) + 2 : 0;
    fit(text, width - taken);
    if (*unit)
        (void)snprintf(text + strlen(text), 12, ", %s", unit);
}

size_t vf_report_column(const struct vf_experiment *x, const char *metric, const char *unit) {
    return vf_experiment_find(x, metric, *unit ? VF_SCOPE_UNIT : VF_SCOPE_REGION, unit, "", 0);
}

double vf_report_mean(const struct vf_experiment *x, size_t point, size_t column) {
    struct vf_summary s;
    if (column == SIZE_MAX)
        return (double)NAN;
    vf_study_summary(&x->study, (uint32_t)point, column, &s);
    return s.n ? s.mean : (double)NAN;
}

size_t vf_report_fit(const struct vf_experiment *x, size_t from, size_t taken, size_t cell) {
    size_t n = 0;
    while (from + n < x->n_points && n < SCENARIOS_MAX) {
        const char *name = x->point[from + n].name;
        size_t wide = vf_utf8_length(name, strlen(name));
        taken += GAP + (wide > cell ? wide : cell);
        if (n > 0 && taken > PAGE_WIDTH)
            break;
        n++;
    }
    return n;
}

/* The two measures of crowding are worth telling when they are 0; the rest only say then that the model has no
 * such thing. */
static bool worth_telling(const struct vf_experiment *x, size_t column, bool also_zero) {
    for (size_t k = 0; k < x->n_points && column != SIZE_MAX; k++) {
        double mean = vf_report_mean(x, k, column);
        if (!isnan(mean) && (also_zero || mean != 0))
            return true;
    }
    return false;
}

bool vf_report_window_is_year(const struct vf_experiment *x) {
    double days = vf_result_window_days(x, 0);
    return days >= 360 && days <= 371; /* 52 or 53 weeks are called a year too */
}

const char *vf_report_year(const struct vf_call *call, const struct vf_experiment *x) {
    return vf_report_window_is_year(x)
               ? VF_SAY(call->language, "  ett enskilt år: 95 % (sd)", "  a single year: 95 % (sd)")
               : VF_SAY(call->language, "  en enskild period: 95 % (sd)", "  a single window: 95 % (sd)");
}

/* The mean with its confidence interval and, below it, where a single year falls. */
static void put_row(struct vf_table *t, const struct vf_call *call, const struct vf_experiment *x,
                    size_t column, const size_t range[2]) {
    const struct vf_metric *metric = vf_experiment_column(x, column).metric;
    double scale = vf_report_scale(metric->measure);
    int decimals = vf_report_decimals(metric->measure);
    char label[VF_REPORT_LABEL];
    struct vf_summary s;
    vf_report_label(label, call, x, metric, LABEL_WIDTH);
    vf_table_text(t, label);
    for (size_t k = range[0]; k < range[1]; k++) {
        vf_experiment_summary(x, k, column, &s);
        vf_table_interval(t, scale * s.mean, scale * s.ci95, decimals);
    }
    if (x->replications < 2)
        return;
    vf_table_text(t, vf_report_year(call, x));
    vf_table_colour(t, VF_DIM);
    for (size_t k = range[0]; k < range[1]; k++) {
        vf_experiment_summary(x, k, column, &s);
        vf_table_year(t, &s, scale, decimals);
    }
}

static bool print_indicators(const struct vf_call *call, const struct vf_experiment *x,
                             const size_t range[2]) {
    struct vf_table_column columns[SCENARIOS_MAX + 1] = {
        {VF_SAY(call->language, "Indikator", "Indicator"), VF_LEFT}};
    for (size_t k = range[0]; k < range[1]; k++)
        columns[1 + k - range[0]] = (struct vf_table_column){x->point[k].name, VF_RIGHT};
    struct vf_table *t = vf_table_new(call->language, columns, 1 + range[1] - range[0]);
    bool any = false;
    for (const char *const *name = vf_report_indicators; *name; name++) {
        size_t column = vf_report_column(x, *name, "");
        if (worth_telling(x, column, name - vf_report_indicators < ALWAYS)) {
            put_row(t, call, x, column, range);
            any = true;
        }
    }
    if (any) {
        (void)fputc('\n', call->out);
        vf_table_print(t, call->out, call->colour);
    }
    vf_table_free(t);
    return any;
}

/* The title of the config, and of each scenario that has another one than its name. */
static void print_titles(const struct vf_call *call, const struct vf_experiment *x) {
    const cJSON *title = vf_json_get(x->point[0].config.resolved, "title");
    if (cJSON_IsObject(title))
        title = vf_json_get(title, call->language == VF_SWEDISH ? "sv" : "en");
    (void)fprintf(call->out, "%s%s%s\n", vf_terminal_escape(call->colour, VF_BOLD),
                  cJSON_IsString(title) ? title->valuestring : x->path,
                  vf_terminal_escape(call->colour, VF_PLAIN));
    for (size_t k = 0; k < x->n_points; k++) {
        const struct vf_point *p = &x->point[k];
        const char *text = call->language == VF_SWEDISH ? p->title_sv : p->title_en;
        if (strcmp(text, p->name) != 0)
            (void)fprintf(call->out, "  %s: %s\n", p->name, text);
    }
}

void vf_report_run(const struct vf_call *call, const struct vf_experiment *x) {
    size_t blocks = 0;
    for (size_t from = 0; from < x->n_points; blocks++)
        from += vf_report_fit(x, from, LABEL_WIDTH, VF_REPORT_CELL_YEAR);
    print_titles(call, x);
    /* many scenarios of a small model read better in the table of units, one to a row */
    for (size_t from = 0; from < x->n_points && (blocks <= BLOCKS_MAX || !vf_report_few(x));) {
        size_t range[2] = {from, from + vf_report_fit(x, from, LABEL_WIDTH, VF_REPORT_CELL_YEAR)};
        if (!print_indicators(call, x, range))
            break;
        from = range[1];
    }
    vf_report_units(call, x);
    vf_report_causes(call, x);
    if (x->study.pairs)
        vf_report_antithetic_main(call, x);
    vf_report_series(call, x);
    vf_report_notes(call, x);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The units of a run: all of them when they are few, otherwise the most crowded wards and the places outside the
 * wards that most is waited for. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_report.h"
#include "vf_table.h"

#define BUSY "server_utilisation"
enum { FEW_UNITS = 5, FEW_ROWS = 80, POOLS = 10, SCENARIOS_MAX = 16, LEFT_WIDTH = 42 };

/* One column of the table of all units. */
struct shown {
    const char *metric;
    struct vf_phrase title; /* "%s" stands for the unit of time */
    bool interval;
    int decimals;
    double scale;
};
static const struct shown all_units[] = {
    {"arrivals_per_day", VF_PHRASE("Ankomster/d", "Arrivals/d"), false, 2, 1},
    {"occupancy", VF_PHRASE("Belagda", "Occupied"), true, 2, 1},
    {"utilisation", VF_PHRASE("Nyttjande %", "Used %"), false, 1, 100},
    {"p_wait", VF_PHRASE("Väntade %", "Waited %"), true, 2, 100},
    {"wait_mean", VF_PHRASE("Väntan, %s", "Wait, %s"), true, 2, 1},
    {"queue", VF_PHRASE("Kö", "Queue"), false, 2, 1},
    {"lost_fraction", VF_PHRASE("Förlorade %", "Lost %"), true, 2, 100},
    {"overbelaggningar_per_100", VF_PHRASE("Överbel./100", "Overcrowded/100"), true, 2, 1},
    {"utlokaliserade_per_100", VF_PHRASE("Utlok./100", "Outlying/100"), true, 2, 1},
};
enum { ALL_UNITS = sizeof all_units / sizeof *all_units };

/* With its confidence interval, or, in a row of its own, where a single year falls. */
static void put_number(struct vf_table *t, const struct vf_experiment *x, size_t point,
                       const struct shown *what, const char *unit, bool year) {
    struct vf_summary s = {.mean = (double)NAN, .ci95 = (double)NAN, .pi_low = (double)NAN};
    size_t column = vf_report_column(x, what->metric, unit);
    if (column != SIZE_MAX && (what->interval || !year))
        vf_experiment_summary(x, point, column, &s);
    if (year)
        vf_table_year(t, &s, what->scale, what->decimals);
    else
        vf_table_interval(t, what->scale * s.mean, what->interval ? what->scale * s.ci95 : (double)NAN,
                          what->decimals);
}

/* Bit c: some unit of some scenario has a value other than 0 in column c. */
static unsigned worth_showing(const struct vf_experiment *x) {
    unsigned worth = 0;
    for (size_t k = 0; k < x->n_points; k++)
        for (uint16_t u = 0; u < x->point[k].model.n_units; u++)
            for (size_t c = 0; c < ALL_UNITS; c++) {
                double mean = vf_report_mean(
                    x, k, vf_report_column(x, all_units[c].metric, x->point[k].model.unit[u].name));
                if (!isnan(mean) && mean != 0)
                    worth |= 1U << c;
            }
    return worth;
}

/* The row of a unit and that of its single years. */
static void put_unit(struct vf_table *t, const struct vf_call *call, const struct vf_experiment *x,
                     size_t point, uint16_t u, unsigned worth) {
    const char *name = x->point[point].model.unit[u].name;
    for (int year = 0; year < (x->replications > 1 ? 2 : 1); year++) {
        if (x->n_points > 1)
            vf_table_text(t, u == 0 && !year ? x->point[point].name : "");
        vf_table_text(t, year ? vf_report_year(call, x) : name);
        for (size_t c = 0; c < ALL_UNITS; c++)
            if (worth >> c & 1U)
                put_number(t, x, point, &all_units[c], name, year == 1);
    }
}

static void print_all(const struct vf_call *call, const struct vf_experiment *x) {
    struct vf_table_column columns[ALL_UNITS + 2];
    char titles[ALL_UNITS][64];
    unsigned worth = worth_showing(x);
    size_t n = 0;
    if (x->n_points > 1)
        columns[n++] = (struct vf_table_column){"Scenario", VF_LEFT};
    columns[n++] = (struct vf_table_column){VF_SAY(call->language, "Enhet", "Unit"), VF_LEFT};
    for (size_t c = 0; c < ALL_UNITS; c++)
        if (worth >> c & 1U) {
            const char *title = vf_say(call->language, all_units[c].title), *hole = strstr(title, "%s");
            (void)snprintf(titles[c], sizeof titles[c], "%.*s%s",
                           hole ? (int)(hole - title) : (int)strlen(title), title,
                           hole ? x->point[0].model.run.report_unit_name : "");
            columns[n++] = (struct vf_table_column){titles[c], VF_RIGHT};
        }
    struct vf_table *t = vf_table_new(call->language, columns, n);
    for (size_t k = 0; k < x->n_points; k++)
        for (uint16_t u = 0; u < x->point[k].model.n_units; u++)
            put_unit(t, call, x, k, u, worth);
    vf_report_heading(call, VF_SAY(call->language, "Enheter", "Units"));
    vf_table_print(t, call->out, call->colour);
    vf_table_free(t);
}

/* A list of the worst: of what, measured how, shown beside what. */
struct worst {
    struct vf_phrase heading;
    const char *metric; /* what is shown per scenario, and sorted by */
    const char *weight; /* multiplied in when sorting; or NULL */
    bool wards;         /* wards, or all but wards */
    unsigned levels;    /* bit k: level k */
    size_t top;
    struct shown beside[2];
};
#define BIT(level) (1U << (level))
#define WAITED_FOR                                                                   \
    {                                                                                \
        {"arrivals_per_day", VF_PHRASE("Ankomster/d", "Arrivals/d"), false, 1, 1}, { \
            "utilisation", VF_PHRASE("Nyttjande %", "Used %"), false, 1, 100         \
        }                                                                            \
    }
static const struct worst lists[] = {
    {VF_PHRASE("Mest överbelagda vårdavdelningar: överbeläggningar per 100 disponibla vårdplatser",
               "Most crowded wards: överbeläggningar per 100 disponibla beds"),
     "overbelaggningar_per_100",
     NULL,
     true,
     ~0U,
     8,
     {{"disponibla", VF_PHRASE("Disponibla", "Disponibla"), false, 1, 1},
      {"belaggningsgrad", VF_PHRASE("Beläggning %", "Occupancy %"), false, 1, 100}}},
    {VF_PHRASE("Mest väntan till mottagningar: medelväntan", "Longest waits for clinics: mean wait"),
     "wait_mean", "arrivals_per_day", false, BIT(VF_L_PRIMARVARD) | BIT(VF_L_SPECIALISTVARD), 5, WAITED_FOR},
    {VF_PHRASE("Mest väntan till akut, kommun och mellanvård: medelväntan",
               "Longest waits for emergency, municipal and intermediate care: mean wait"),
     "wait_mean", "arrivals_per_day", false,
     BIT(VF_L_AKUTMOTTAGNING) | BIT(VF_L_SLUTENVARD) | BIT(VF_L_KOMMUN) | BIT(VF_L_MELLANVARD), 5,
     WAITED_FOR},
};

/* When those lists have nothing to tell: no ward, and nobody waits for a place. */
static const struct worst most_visited = {
    VF_PHRASE("Enheter med flest patienter: i medeltal", "Units with most patients: on average"),
    "occupancy",
    NULL,
    false,
    ~0U,
    10,
    {{"arrivals_per_day", VF_PHRASE("Ankomster/d", "Arrivals/d"), false, 1, 1},
     {"utilisation", VF_PHRASE("Nyttjande %", "Used %"), false, 1, 100}}};

struct candidate {
    double score;
    size_t unit; /* or column */
};

static int by_score(const void *va, const void *vb) {
    const struct candidate *a = va, *b = vb;
    if (a->score != b->score)
        return a->score < b->score ? 1 : -1;
    return (a->unit > b->unit) - (a->unit < b->unit); /* equal scores: in the config's order */
}

static size_t rank(const struct vf_experiment *x, const struct worst *w, struct candidate *found) {
    const struct vf_model *m = &x->point[0].model;
    size_t n = 0;
    for (uint16_t u = 0; u < m->n_units; u++) {
        if ((m->unit[u].ward != VF_NONE16) != w->wards || (w->levels >> m->unit[u].level & 1U) == 0)
            continue;
        double score = vf_report_mean(x, 0, vf_report_column(x, w->metric, m->unit[u].name));
        if (w->weight)
            score *= vf_report_mean(x, 0, vf_report_column(x, w->weight, m->unit[u].name));
        if (score > 0)
            found[n++] = (struct candidate){score, u};
    }
    qsort(found, n, sizeof *found, by_score);
    return n < w->top ? n : w->top;
}

static size_t print_worst(const struct vf_call *call, const struct vf_experiment *x, const struct worst *w) {
    struct candidate *found = vf_xcalloc(x->point[0].model.n_units + 1U, sizeof *found);
    size_t n = rank(x, w, found), scenarios = vf_report_fit(x, 0, LEFT_WIDTH, VF_REPORT_CELL_YEAR);
    struct vf_table_column columns[SCENARIOS_MAX + 3] = {{VF_SAY(call->language, "Enhet", "Unit"), VF_LEFT}};
    for (size_t c = 0; c < 2; c++)
        columns[1 + c] = (struct vf_table_column){vf_say(call->language, w->beside[c].title), VF_RIGHT};
    for (size_t k = 0; k < scenarios; k++)
        columns[3 + k] = (struct vf_table_column){x->point[k].name, VF_RIGHT};
    struct vf_table *t = vf_table_new(call->language, columns, 3 + scenarios);
    const struct shown main = {.metric = w->metric, .interval = true, .decimals = 2, .scale = 1};
    for (size_t i = 0; i < n; i++) {
        const char *unit = x->point[0].model.unit[found[i].unit].name;
        for (int year = 0; year < (x->replications > 1 ? 2 : 1); year++) {
            vf_table_text(t, year ? vf_report_year(call, x) : unit);
            put_number(t, x, 0, &w->beside[0], unit, year == 1);
            put_number(t, x, 0, &w->beside[1], unit, year == 1);
            for (size_t k = 0; k < scenarios; k++)
                put_number(t, x, k, &main, unit, year == 1);
        }
    }
    if (n > 0) {
        char heading[160], time[24] = "";
        if (strcmp(w->metric, "wait_mean") == 0)
            (void)snprintf(time, sizeof time, ", %s", x->point[0].model.run.report_unit_name);
        (void)snprintf(heading, sizeof heading, "%s%s", vf_say(call->language, w->heading), time);
        vf_report_heading(call, heading);
        vf_table_print(t, call->out, call->colour);
    }
    vf_table_free(t);
    free(found);
    return n;
}

/* Named servers and staff pools by how busy they are, in the scenario where they are most so. */
static size_t print_pools(const struct vf_call *call, const struct vf_experiment *x) {
    struct candidate *found = vf_xcalloc(x->n_columns + 1, sizeof *found);
    size_t n = 0, scenarios = vf_report_fit(x, 0, LEFT_WIDTH, VF_REPORT_CELL_YEAR);
    for (size_t c = 0; c < x->n_columns; c++) {
        double most = 0;
        for (size_t k = 0; k < x->n_points && strcmp(vf_experiment_column(x, c).metric->id, BUSY) == 0; k++)
            most = fmax(most, vf_report_mean(x, k, c));
        if (most > 0)
            found[n++] = (struct candidate){most, c};
    }
    qsort(found, n, sizeof *found, by_score);
    n = n < POOLS ? n : POOLS;
    struct vf_table_column columns[SCENARIOS_MAX + 1] = {
        {VF_SAY(call->language, "Bemanning", "Staff"), VF_LEFT}};
    for (size_t k = 0; k < scenarios; k++)
        columns[1 + k] = (struct vf_table_column){x->point[k].name, VF_RIGHT};
    struct vf_table *t = vf_table_new(call->language, columns, 1 + scenarios);
    for (size_t i = 0; i < n; i++) {
        struct vf_global_column g = vf_experiment_column(x, found[i].unit);
        char name[300];
        (void)snprintf(name, sizeof name, "%s%s%s", g.unit, *g.group ? "." : "", g.group);
        for (int year = 0; year < (x->replications > 1 ? 2 : 1); year++) {
            vf_table_text(t, year ? vf_report_year(call, x) : name);
            for (size_t k = 0; k < scenarios; k++) {
                struct vf_summary s;
                vf_experiment_summary(x, k, found[i].unit, &s);
                if (year)
                    vf_table_year(t, &s, 100, 1);
                else
                    vf_table_interval(t, 100 * s.mean, 100 * s.ci95, 1);
            }
        }
    }
    if (n > 0) {
        vf_report_heading(call, VF_SAY(call->language, "Bemanning: upptagen tid av tid i tjänst, %",
                                       "Staff: busy time of time on duty, %"));
        vf_table_print(t, call->out, call->colour);
    }
    vf_table_free(t);
    free(found);
    return n;
}

bool vf_report_few(const struct vf_experiment *x) {
    uint16_t units = x->point[0].model.n_units;
    return units <= FEW_UNITS && units * x->n_points <= FEW_ROWS;
}

void vf_report_units(const struct vf_call *call, const struct vf_experiment *x) {
    if (vf_report_few(x)) {
        print_all(call, x);
        return;
    }
    size_t told = 0;
    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++)
        told += print_worst(call, x, &lists[k]);
    if (told > 0)
        return;
    if (x->point[0].model.n_units * x->n_points <= FEW_ROWS)
        print_all(call, x);
    else
        (void)print_worst(call, x, &most_visited);
    (void)print_pools(call, x);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of the oracle suite: its making, and the rows of a clinic (O1) and of one ward that refuses (O2),
 * takes everybody (O3) or takes so many more (O3b). Exact values by vf_queueing.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vf_queueing.h"
#include "vf_verify.h"

struct vf_verify_row *vf_verify_add(struct vf_verify_table *t, const char *config, const char *scenario) {
    if (t->n % 64 == 0) {
        t->row = vf_xrealloc(t->row, (t->n + 64) * sizeof *t->row);
    }
    struct vf_verify_row *row = &t->row[t->n++];
    memset(row, 0, sizeof *row);
    snprintf(row->config, sizeof row->config, "%s", config);
    snprintf(row->scenario, sizeof row->scenario, "%s", scenario);
    return row;
}

void vf_verify_value(struct vf_verify_row *row, const char *quantity, const char *unit, const char *metric,
                     double exact) {
    snprintf(row->quantity, sizeof row->quantity, "%s", quantity);
    row->unit = unit;
    row->metric = metric;
    row->exact = exact;
    row->tolerance = 0.01;
}

void vf_verify_probability(struct vf_verify_row *row, const char *quantity, const char *unit,
                           const char *metric, double exact) {
    vf_verify_value(row, quantity, unit, metric, exact);
    row->tolerance = exact < 0.1 ? 0.02 : 0.01;
}

void vf_verify_put(struct vf_verify_table *t, const char *config_scenario, const char *quantity,
                   const struct vf_verify_of *of, double exact) {
    char config[16] = "";
    size_t length = strcspn(config_scenario, " ");
    snprintf(config, sizeof config, "%.*s", (int)length, config_scenario);
    const char *scenario = config_scenario[length] == ' ' ? config_scenario + length + 1 : "";
    struct vf_verify_row *row = vf_verify_add(t, config, scenario);
    if (strncmp(quantity, "P(", 2) == 0) {
        vf_verify_probability(row, quantity, of->unit, of->metric, exact);
    } else {
        vf_verify_value(row, quantity, of->unit, of->metric, exact);
    }
    row->group = of->group;
}

/* One service of 10 min to each of five nurses, an arrival every 4 min: minutes. */
static void rows_o1(struct vf_verify_table *t) {
    double load = 2.5, mean = 10, rate = 0.25, wait = vf_mmc_wait(load, 5) * mean;
    const char *u = "nurses";
    vf_verify_probability(vf_verify_add(t, "o1", ""), "P(wait)", u, "p_wait", vf_erlang_c(load, 5));
    vf_verify_value(vf_verify_add(t, "o1", ""), "mean wait Wq", u, "wait_mean", wait);
    vf_verify_value(vf_verify_add(t, "o1", ""), "mean queue Lq", u, "queue", wait * rate);
    vf_verify_value(vf_verify_add(t, "o1", ""), "utilisation", u, "utilisation", load / 5);
    struct vf_verify_row *row = vf_verify_add(t, "o1", "");
    vf_verify_value(row, "mean time in system W", NULL, "total_time", wait + mean);
}

static void rows_o2(struct vf_verify_table *t) {
    static const uint32_t cases[][2] = {{4, 6},   {8, 10},  {12, 14}, {20, 22},
                                        {20, 25}, {26, 30}, {40, 44}, {60, 66}};
    static const char *const laws[] = {"exp", "lognormal", "empirical", "fixed"};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        for (size_t j = 0; j < sizeof laws / sizeof *laws; j++) {
            char name[32];
            snprintf(name, sizeof name, "a%u_c%u_%s", cases[k][0], cases[k][1], laws[j]);
            double lost = vf_erlang_b(cases[k][0], cases[k][1]);
            vf_verify_probability(vf_verify_add(t, "o2", name), "P(lost)", "ward", "lost_fraction", lost);
            vf_verify_value(vf_verify_add(t, "o2", name), "occupancy", "ward", "occupancy",
                            cases[k][0] * (1 - lost));
        }
    }
}

static void rows_o3(struct vf_verify_table *t) {
    static const uint32_t cases[][2] = {{20, 22}, {22, 22}, {24, 22}, {95, 100}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char name[32];
        uint32_t c = cases[k][1];
        snprintf(name, sizeof name, "a%u_c%u", cases[k][0], c);
        double excess = vf_poisson_excess(cases[k][0], c);
        vf_verify_probability(vf_verify_add(t, "o3", name), "P(N > c)", "ward", "p_over",
                              vf_poisson_over(cases[k][0], c));
        vf_verify_value(vf_verify_add(t, "o3", name), "E[(N - c)+]", "ward", "over_mean", excess);
        vf_verify_value(vf_verify_add(t, "o3", name), "per 100 disponibla, time-weighted", "ward",
                        "overbelaggningar_tid_per_100", 100 * excess / c);
        vf_verify_value(vf_verify_add(t, "o3", name), "per 100 disponibla, 06:00 census", "ward",
                        "overbelaggningar_per_100", 100 * excess / c);
    }
}

static void rows_o3b(struct vf_verify_table *t) {
    static const uint32_t cases[][3] = {{20, 22, 3}, {22, 22, 4}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char name[32];
        uint32_t c = cases[k][1];
        snprintf(name, sizeof name, "a%u_c%u_v%u", cases[k][0], c, cases[k][2]);
        struct vf_over o = vf_truncated_over(cases[k][0], c, cases[k][2]);
        vf_verify_probability(vf_verify_add(t, "o3b", name), "P(N > c)", "ward", "p_over", o.p_over);
        vf_verify_value(vf_verify_add(t, "o3b", name), "E[(N - c)+]", "ward", "over_mean", o.excess);
        vf_verify_probability(vf_verify_add(t, "o3b", name), "P(lost)", "ward", "lost_fraction", o.lost);
        vf_verify_value(vf_verify_add(t, "o3b", name), "per 100 disponibla, 06:00 census", "ward",
                        "overbelaggningar_per_100", 100 * o.excess / c);
    }
}

void vf_verify_rows_loss(struct vf_verify_table *t) {
    rows_o1(t);
    rows_o2(t);
    rows_o3(t);
    rows_o3b(t);
}

void vf_verify_table_new(struct vf_verify_table *t) {
    *t = (struct vf_verify_table){0};
    vf_verify_rows_loss(t);
    vf_verify_rows_wards(t);
    vf_verify_rows_stroke(t);
    vf_verify_rows_queue(t);
    vf_verify_rows_return(t);
    vf_verify_rows_phase(t);
    vf_verify_rows_knot(t);
}

void vf_verify_table_free(struct vf_verify_table *t) {
    free(t->row);
    *t = (struct vf_verify_table){0};
}

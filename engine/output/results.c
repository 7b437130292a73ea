/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fixed part of a result folder: see vf_results.h. */
#include "vf_results.h"

#include "vf_csv.h"

static int store_trials(const struct vf_results *r, struct vf_store *store, struct vf_error *err) {
    int code = 0;
    for (uint32_t s = 0; s < r->n_scenarios && code == 0; s++) {
        for (uint32_t k = 0; k < r->replications && code == 0; k++) {
            struct vf_out_trial trial = {.scenario = s, .replication = k, .status = "pending"};
            const double *row = r->row(r->context, s, k, &trial);
            code = vf_store_trial(store, &trial, err);
            if (row && code == 0) {
                code = vf_store_row(store, s, k, row, r->n_columns, err);
            }
        }
    }
    return code;
}

static int store_summaries(const struct vf_results *r, struct vf_store *store, struct vf_error *err) {
    int code = 0;
    struct vf_summary summary;
    for (uint32_t s = 0; s < r->n_scenarios && code == 0; s++) {
        for (uint32_t c = 0; c < r->n_columns && code == 0; c++) {
            r->summary(r->context, s, c, &summary);
            code = vf_store_summary(store, s, c, &summary, err);
        }
    }
    return code;
}

int vf_results_store(const struct vf_results *r, struct vf_store *store, struct vf_error *err) {
    int code = vf_store_scenarios(store, r->scenarios, r->n_scenarios, err);
    if (code == 0) {
        code = vf_store_metrics(store, r->metrics, r->n_metrics, err);
    }
    if (code == 0) {
        code = vf_store_columns(store, r->columns, r->n_columns, err);
    }
    if (code == 0) {
        code = store_trials(r, store, err);
    }
    return code ? code : store_summaries(r, store, err);
}

static void csv_line(struct vf_csv *w, const struct vf_results *r, uint32_t s, uint32_t c,
                     const struct vf_summary *x) {
    const struct vf_out_scenario *scenario = &r->scenarios[s];
    const struct vf_out_column *column = &r->columns[c];
    const struct vf_out_metric *metric = &r->metrics[column->metric];
    const char *const names[] = {column->scope,  column->unit, column->group,
                                 column->period, metric->name, metric->unit};
    const double numbers[] = {x->mean,   x->sd,      x->ci_low, x->ci_high, x->sd_year,
                              x->pi_low, x->pi_high, x->p05,    x->p50,     x->p95};
    vf_csv_text(w, scenario->study);
    vf_csv_text(w, scenario->name);
    vf_csv_int(w, scenario->point);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        vf_csv_text(w, names[i]);
    }
    vf_csv_int(w, (int64_t)x->n);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        vf_csv_real(w, numbers[i]);
    }
    vf_csv_text(w, metric->kpi_id);
    vf_csv_end(w);
}

int vf_results_csv(const struct vf_results *r, const char *path, struct vf_error *err) {
    static const char *const header[] = {"study",  "scenario", "point",   "scope",  "unit",    "group",
                                         "period", "metric",   "measure", "n",      "mean",    "sd",
                                         "ci_low", "ci_high",  "sd_year", "pi_low", "pi_high", "p05",
                                         "p50",    "p95",      "kpi_id"};
    struct vf_csv w;
    struct vf_summary summary;
    int code = vf_csv_open(&w, path, err);
    if (code != 0) {
        return code;
    }
    vf_csv_header(&w, header, sizeof header / sizeof header[0]);
    for (uint32_t s = 0; s < r->n_scenarios; s++) {
        for (uint32_t c = 0; c < r->n_columns; c++) {
            r->summary(r->context, s, c, &summary);
            if (summary.n > 0) {
                csv_line(&w, r, s, c, &summary);
            }
        }
    }
    return vf_csv_close(&w, err);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fixed part of a result folder in one call: store tables, values, summaries and summary.csv. The
 * caller gives names and numbers; where the rows come from is a callback, so this layer knows no study
 * runner. */
#ifndef VF_RESULTS_H
#define VF_RESULTS_H

#include <stddef.h>
#include <stdint.h>

#include "vf_folder.h"
#include "vf_store.h"

struct vf_results {
    const struct vf_out_scenario *scenarios;
    size_t n_scenarios;
    const struct vf_out_metric *metrics;
    size_t n_metrics;
    const struct vf_out_column *columns;
    size_t n_columns;
    uint32_t replications;
    void *context;
    /* The row of a trial (n_columns numbers), NULL if it is not done; fills status, events, reason. */
    const double *(*row)(void *context, uint32_t scenario, uint32_t replication, struct vf_out_trial *trial);
    /* The summary of a column. */
    void (*summary)(void *context, uint32_t scenario, uint32_t column, struct vf_summary *out);
};

/* Writes tables, trials, values and summaries into an open store (which stays open, for sheets). */
int vf_results_store(const struct vf_results *r, struct vf_store *store, struct vf_error *err);
/* Writes summary.csv: study, scenario, point, scope, unit, group, period, metric, measure, n, mean, sd,
 * ci_low, ci_high, sd_year, pi_low, pi_high, p05, p50, p95, kpi_id. Columns without any value (n = 0)
 * are left out. */
int vf_results_csv(const struct vf_results *r, const char *path, struct vf_error *err);

#endif

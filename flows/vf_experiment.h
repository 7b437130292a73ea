/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An experiment: a config's scenarios run with replications on the study runner, with everything that the
 * outputs need afterwards. The same patients meet every scenario (common random numbers, see vf_random.h).
 *
 * Order of calls: vf_experiment_load (configs, models, columns; every problem of every scenario at once), then
 * vf_experiment_run (which finds the warm-up first when it is "auto"), read the results, vf_experiment_fini.
 * One row of the study holds, for the point's scenario: the columns (vf_experiment_column), the occupancy
 * distributions, the queue slopes, the phases, and the deadlock. */
#ifndef VF_EXPERIMENT_H
#define VF_EXPERIMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vf_compile.h"
#include "vf_config.h"
#include "vf_measures.h"
#include "vf_months.h"
#include "vf_study.h"
#include "vf_traffic.h"
#include "vf_transient.h"

struct vf_experiment_options {
    struct vf_config_opts config; /* patches and settings; its scenario is ignored */
    const char *const *scenarios; /* names; none = all of the config, or the config itself when it has none */
    size_t n_scenarios;
    uint32_t replications; /* 0 = the config's */
    const uint64_t *seed;  /* NULL = the config's */
    uint32_t first_replication;
    bool antithetic; /* replications 2k and 2k + 1 mirror each other's draws; then their number is even */
    const char *log_folder; /* event-log parts are written here, NULL = no log */
};

/* Sums over the replications that were run to their end, of what vf_months.h has of each. */
struct vf_point_months {
    uint32_t n;
    int32_t first;              /* year * 12 + month - 1 */
    int64_t days[VF_MONTHS];    /* ms */
    struct vf_month_unit *unit; /* [month * n_units + unit] */
    struct vf_moves_list moves;
};

/* One scenario. */
struct vf_point {
    char *name, *title_sv, *title_en;
    struct vf_config config;
    struct vf_model model;
    struct vf_measures measures;
    struct vf_traffic kept_traffic; /* over the window that the config has; see vf_point_traffic */
    int64_t traffic_from, traffic_to;
    uint32_t *to_global; /* see vf_point_column */
    /* after the run: */
    uint64_t *flow; /* sums over replications, [(from, outside) * (n_units + 2) + (to, exit, death)] */
    int64_t *bed;   /* sums of bed time by cause, ms, [(ward * VF_BED_STATES + state) * 2 + readmission] */
    int64_t *phase; /* sums, [(unit * bins + bin) * 3]: samples, n, queue */
    struct vf_point_months months;
    struct vf_transient series; /* by day and month, when asked for */
    struct vf_census_row *rows; /* the census of the first replication */
    size_t n_rows;
};

/* A column shared by all scenarios, see vf_experiment_column; names are borrowed from the points' models. */
struct vf_global_column {
    const struct vf_metric *metric;
    enum vf_scope scope;
    const char *unit, *group; /* "" where not applicable; hospital and pool names go in `unit` */
    uint8_t month;
};

struct vf_point_place {
    uint32_t point, column;
};

struct vf_experiment {
    char *path;
    struct vf_config file; /* nothing laid over it; the scenarios' configs borrow from it */
    struct vf_config laid; /* with patches and settings, for the warm-up's pilot; path NULL: there are none */
    size_t n_points;
    struct vf_point *point;
    size_t n_columns, width;     /* width: numbers per row */
    struct vf_point_place *more; /* where the columns that the first point does not have are described */
    size_t dist_first; /* a point's own distributions, slopes and phases start here, in its measures' order */
    /* number of deadlocks, time of the first (ms, NaN none), length of the window (ms, NaN when a deadlock ended
     * the replication, which then has no other values) */
    size_t deadlock_first;
    uint64_t seed;
    uint32_t replications, first_replication;
    int64_t warmup; /* ms, after auto */
    bool warmup_auto, antithetic;
    const char *log_folder;
    struct vf_study study;
    bool ran;
};

int vf_experiment_load(struct vf_experiment *x, const char *path, const struct vf_experiment_options *o,
                       struct vf_error *err);
/* The warm-up alone, when it is "auto": for those that run the points' models themselves. */
int vf_experiment_settle(struct vf_experiment *x, const struct vf_study_options *how, struct vf_error *err);
/* `how` as for vf_study_run (threads, signals, progress). 0, VF_E_STOPPED (partial, what is done is valid), or a
 * failure. */
int vf_experiment_run(struct vf_experiment *x, const struct vf_study_options *how, struct vf_error *err);
void vf_experiment_fini(struct vf_experiment *x);

/* Loads are worked out when they are first asked for: a run need not wait for them. Not for several threads. */
const struct vf_traffic *vf_point_traffic(const struct vf_point *p);

/* The experiment's columns are those of the first point, then what others have besides. */
struct vf_global_column vf_experiment_column(const struct vf_experiment *x, size_t k);
static inline size_t vf_point_column(const struct vf_point *p, size_t measure) {
    return p->to_global != NULL ? p->to_global[measure] : measure;
}
/* The column of a metric; SIZE_MAX when there is none. unit and group may be "". */
size_t vf_experiment_find(const struct vf_experiment *x, const char *metric, enum vf_scope scope,
                          const char *unit, const char *group, unsigned month);
void vf_experiment_summary(const struct vf_experiment *x, size_t point, size_t column,
                           struct vf_summary *out);
/* Mean over replications of P(N = k) of a unit; k < measures.dist_n[unit]. */
double vf_experiment_occupancy(const struct vf_experiment *x, size_t point, uint16_t unit, uint32_t k);

/* Is there a steady state? Per unit with an unlimited queue: offered load with the blocked and held time observed
 * against capacity, and the slope of the queue over the replications. */
struct vf_verdict {
    bool stationary, evaluated;
    uint16_t unit;         /* the worst offender when not stationary */
    double load_share;     /* its (offered + held) / capacity */
    double slope, slope_z; /* patients per day */
};
void vf_experiment_verdict(const struct vf_experiment *x, size_t point, struct vf_verdict *out);

/* Warm-up by a pilot: 10 replications of the config with its patches and settings, before scenarios, MSER-5 per
 * unit on deseasonalised weekly means; the largest cut in whole weeks, ms. VF_E_CONFIG when a unit needs more than half
 * of the pilot. */
int vf_warmup_pilot(const struct vf_config *base, uint64_t seed, const struct vf_study_options *how,
                    int64_t *warmup, struct vf_error *err);

#endif

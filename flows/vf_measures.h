/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one table of metrics, and the columns they make. A metric says what it is called, what it is measured in,
 * where it applies and how it is read from a finished replication; columns, labels, definitions, JSON keys and
 * docs all come from it. Adding one: an entry in the array of its subject (measure_<subject>.c).
 *
 * Order of calls: vf_measures_new(model) once; vf_measures_read(sim) after each replication, filling one number
 * per column (NaN = not defined, e.g. a mean over nobody); vf_measures_free. */
#ifndef VF_MEASURES_H
#define VF_MEASURES_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vf_sim.h"

enum vf_scope {
    VF_SCOPE_REGION = 1,   /* the whole model; wards: the somatic ones */
    VF_SCOPE_HOSPITAL = 2, /* one sjukhus */
    VF_SCOPE_UNIT = 4,
    VF_SCOPE_UNIT_GROUP = 8,
    VF_SCOPE_GROUP = 16,
    VF_SCOPE_POOL = 32,   /* named servers of a unit */
    VF_SCOPE_STAFF = 64,  /* staff pools that units share */
    VF_SCOPE_KOMMUN = 128 /* one kommun of the organisation */
};
enum vf_measure {
    VF_MEASURE_SHARE,
    VF_MEASURE_NUMBER,
    VF_MEASURE_TIME,
    VF_MEASURE_PER_100,
    VF_MEASURE_DAYS,
    VF_MEASURE_HOURS,
    VF_MEASURE_PER_DAY,
    VF_MEASURE_PER_100K,
    VF_MEASURE_KR,
    VF_MEASURE_STAFF
};

struct vf_column;
struct vf_metric {
    const char *id;
    enum vf_measure measure; /* VF_MEASURE_TIME: in the config's report_time_unit */
    const char *sv, *en;     /* labels */
    const char *definition;  /* one English sentence; formulas in docs/METHODS.md */
    const char *kpi_id;      /* of Kolada, or NULL */
    unsigned scopes;
    uint32_t needs;   /* unit traits, any of; 0 = all */
    uint32_t refuses; /* unit traits, none of */
    bool monthly;     /* also by calendar month (region, hospital, ward) */
    double (*value)(const struct vf_sim *s, const struct vf_column *c);
};

struct vf_column {
    const struct vf_metric *metric;
    uint8_t scope;        /* enum vf_scope */
    uint8_t month;        /* 0 = the whole window, 1-12 */
    uint16_t unit, group; /* VF_NONE16 where not applicable */
    union {
        uint16_t org;  /* of a hospital or kommun */
        uint16_t pool; /* of a pool or staff */
    };
};

struct vf_measures {
    const struct vf_model *m;
    struct vf_column *column;
    size_t n;
    size_t *first; /* [metric, as vf_metric_at counts, and one more]: its columns follow each other */
    /* occupancy distribution: after the columns, P(N = k) of each unit, k = 0 .. dist_n[unit] - 1 */
    size_t *dist_first;
    uint32_t *dist_n;
    /* slope of the queue over the window, patients per day, per unit: after those */
    size_t slope_first;
    /* mean number by phase of the cycle, unit by unit: after those, where a cycle is asked for */
    size_t phase_first;
    size_t width; /* numbers per replication */
};

void vf_measures_new(struct vf_measures *ms, const struct vf_model *m);
void vf_measures_free(struct vf_measures *ms);
void vf_measures_read(const struct vf_measures *ms, const struct vf_sim *s, double *out);
/* Where the columns of a metric in a scope are, [*from, *to), perhaps among others of it; none: both 0. */
void vf_measures_of(const struct vf_measures *ms, const char *metric, enum vf_scope scope, size_t *from,
                    size_t *to);
/* The unit a measure is given in: "d", "1", "per 100 disponibla" ... */
const char *vf_measure_unit(const struct vf_model *m, enum vf_measure measure);
const char *vf_scope_name(enum vf_scope scope);
/* All metrics, for docs: the k-th, NULL at the end. */
const struct vf_metric *vf_metric_at(size_t k);

/* The subjects: arrays that end with a NULL id. */
extern const struct vf_metric vf_metrics_effects[];
/* Of vf_metrics_effects: is the effect on? The others always apply. */
bool vf_metric_effect_on(const struct vf_model *m, const struct vf_metric *x);
extern const struct vf_metric vf_metrics_unit[], vf_metrics_wait[], vf_metrics_blocking[], vf_metrics_ward[],
    vf_metrics_discharge[], vf_metrics_relief[], vf_metrics_readmission[], vf_metrics_akut[],
    vf_metrics_group[], vf_metrics_pool[], vf_metrics_list[], vf_metrics_bedtime[], vf_metrics_cost[],
    vf_metrics_people[], vf_metrics_kommun[];

/* Small helpers of the subjects. */
static inline double vf_ratio(double a, double b) { return b > 0 ? a / b : (double)NAN; }
/* Of the one group, or of all. */
static inline const struct vf_ledger *vf_unit_total(const struct vf_sim *s, const struct vf_column *c) {
    return c->group != VF_NONE16 ? &s->cell[(size_t)c->unit * s->m->n_groups + c->group] : &s->total[c->unit];
}
uint64_t vf_unit_disposition(const struct vf_sim *s, const struct vf_column *c, enum vf_disposition d);
double vf_window(const struct vf_sim *s); /* ms */
double vf_in_report_unit(const struct vf_sim *s, double ms);
/* Wards of the scope; the region's are somatic. In care: the virtual ones too, which have no beds in a hospital. */
bool vf_ward_in_scope(const struct vf_sim *s, const struct vf_column *c, uint16_t ward);
bool vf_care_in_scope(const struct vf_sim *s, const struct vf_column *c, uint16_t ward);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results by day and by month, over the replications (run.series): for transient studies, where the question is when
 * and not how often. A value is kept per column, day and replication (4 bytes); months are means of their days. The
 * trial function stores a replication's values; the results are summed up after the run. Counts per ward and day are
 * those of the census; occupancy and queue are means over the day; admissions are counts. */
#ifndef VF_TRANSIENT_H
#define VF_TRANSIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vf_confidence.h"
#include "vf_sim.h"

struct vf_transient_metric {
    const char *id, *unit, *sv, *en;
    bool unit_scope, ward_scope,
        region_scope; /* of every unit; of wards only; of the region, summed over wards */
};
enum vf_transient_id {
    VF_TR_OCCUPANCY,
    VF_TR_QUEUE,
    VF_TR_ADMISSIONS,
    VF_TR_INSKRIVNA,
    VF_TR_DISPONIBLA,
    VF_TR_OVER,
    VF_TR_AWAY,
    VF_TR_READY,
    VF_TR_BOARDED,
    VF_TR_N
};
extern const struct vf_transient_metric vf_transient_metrics[VF_TR_N];

struct vf_transient_column {
    uint16_t unit; /* VF_NONE16: the region */
    uint8_t metric;
};
struct vf_transient {
    uint32_t days, first; /* length; calendar day of the first */
    size_t n;             /* columns, 0: none is kept */
    struct vf_transient_column *column;
    size_t *of_unit; /* [unit]: its first column, occupancy */
    uint32_t replications;
    float *value; /* [(replication * n + column) * days + day], NaN none */
};
/* Part of the window: days [from, to). */
struct vf_period {
    uint32_t from, to;
};

/* Does nothing when the model keeps no series. VF_E_CONFIG when it would need more memory than is sensible. */
int vf_transient_new(struct vf_transient *t, const struct vf_model *m, uint32_t replications,
                     struct vf_error *err);
void vf_transient_free(struct vf_transient *t);
/* After a run with sim->keep_rows, of replication number r (from 0). Replications may be stored at the same time. */
void vf_transient_take(struct vf_transient *t, const struct vf_sim *s, uint32_t r);
/* Over replications, of the mean of the column over the days. */
void vf_transient_summary(const struct vf_transient *t, size_t column, struct vf_period days,
                          struct vf_summary *out);
/* The k-th day, or month as far as it lies in the window; false when there is none. */
bool vf_transient_day(const struct vf_transient *t, uint32_t k, struct vf_period *out);
bool vf_transient_month(const struct vf_transient *t, const struct vf_model *m, uint32_t k,
                        struct vf_period *out);
/* "2026-03-01" of the period's first day. */
void vf_transient_date(const struct vf_transient *t, const struct vf_model *m, uint32_t day, char text[16]);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a finished study says of its axes: sensitivity indices from designs that have some (vf_indices.h), and the two kinds
 * of uncertainty from designs that draw (random, lhs, sobol, saltelli). Everything is read from the study's store alone; the
 * design is made again from the study's document in it.
 *
 * Order of calls: vf_analysis_open, then sensitivity or uncertainty of each column, vf_analysis_close. */
#ifndef VF_ANALYSIS_H
#define VF_ANALYSIS_H

#include <stdbool.h>

#include "vf_components.h"
#include "vf_design.h"
#include "vf_json.h"
#include "vf_sensitivity.h"
#include "vf_study_table.h"

struct vf_indices;

struct vf_analysis {
    struct vf_study_table table;
    struct vf_json_doc *doc; /* the study */
    struct vf_design design;
    struct vf_design_axis *axis;
    const struct vf_indices *indices; /* NULL: the design has none */
    double *place; /* of indices that want it: points x axes, each as a share of the axis' whole range */
};

/* Indices of one indicator. */
struct vf_sensitivity {
    size_t used, samples;      /* trajectories or base points that had every value, and those of the design */
    struct vf_interval *index; /* n_axes x indices->n; low and high are NaN where there is no interval */
    double mean, variance;     /* of shares: over the axes, without chance; else NaN */
    double noise;              /* of shares: variance of a point's mean that is chance; else NaN */
};

int vf_analysis_open(struct vf_analysis *a, const char *store, struct vf_error *err);
void vf_analysis_close(struct vf_analysis *a);

/* Whether the design draws parameters. */
static inline bool vf_analysis_has_draws(const struct vf_analysis *a) {
    return a->design.kind->sampled && !a->design.kind->ends;
}

/* s->index is to be freed. */
int vf_analysis_sensitivity(struct vf_analysis *a, size_t column, struct vf_sensitivity *s,
                            struct vf_error *err);
int vf_analysis_uncertainty(struct vf_analysis *a, size_t column, struct vf_components *c,
                            struct vf_error *err);

/* Tidy tables of all indicators: one row per axis and index; one row per indicator. */
int vf_analysis_sensitivity_csv(struct vf_analysis *a, const char *path, struct vf_error *err);
int vf_analysis_uncertainty_csv(struct vf_analysis *a, const char *path, struct vf_error *err);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A study file: many points of one config. It is read strictly (fields_study.c is its table), its config is loaded
 * once, its design becomes a table of points, and everything that can be known to be wrong before the first run is
 * told at once: unknown pointers, values that the config refuses at the ends of an axis, empty designs, too many
 * points, conditions that leave none, unknown indicators.
 *
 * Order of calls: vf_sweep_load, then vf_sweep_run (vf_sweep_run.h) or a look at the plan, vf_sweep_fini. The order of
 * trials is point by point, replication by replication; the random numbers of a replication are the same in every
 * point. A loaded study is read-only and shared by threads. */
#ifndef VF_SWEEP_H
#define VF_SWEEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vf_compile.h"
#include "vf_confidence.h"
#include "vf_config.h"
#include "vf_design.h"
#include "vf_measures.h"
#include "vf_parameter.h"
#include "vf_pick.h"
#include "vf_study_file.h"
#include "vf_study_store.h"
#include "vf_tally.h"
#include "vf_vary.h"

struct vf_axis {
    const char *name; /* borrowed from the study's document */
    enum vf_change_kind change;
    bool scenarios, whole, bad; /* bad: a problem with it has been told */
    size_t n_pointers;
    const char **pointer;
    size_t n_values; /* 0 = a range */
    cJSON **value;   /* owned; of a list of points NULL where a point does not name the axis */
    char **text;     /* of values that are not numbers: as they are written; else NULL */
    double from, to;
    struct vf_parameter drawn; /* kind NULL: no distribution */
    double
        as_is; /* what stands for "as the config has it" in conditions: the value, 1 or 0; NaN = not known */
};

/* A half-width to be reached. */
struct vf_goal {
    size_t indicator; /* of those picked */
    bool relative;
    double most;
};

/* Unit costs and what is to be made small with the money (vf_budget.h). */
struct vf_spending {
    bool given;
    double most, indifference;
    double *each; /* per axis: what one unit of its value costs, 0 = nothing */
    struct vf_picked picked;
    double *weight; /* per picked indicator */
};

struct vf_sweep {
    struct vf_config file; /* the study's own document, for places */
    struct vf_config base; /* the config with patch and scenario */
    const char *scenario;  /* for all points, or NULL */
    struct vf_model model; /* of the base */
    struct vf_measures measures;
    struct vf_picked picked;
    size_t n_axes;
    struct vf_axis *axis;
    const struct vf_design_kind *design;
    uint32_t n_points;
    double *place;         /* n_points x n_axes: see vf_design.h */
    uint64_t n_designed;   /* points before the conditions */
    uint32_t replications; /* of a point; with goals at least */
    uint32_t most;         /* at most; without goals = replications */
    size_t n_goals;
    struct vf_goal *goal;
    struct vf_spending spending;
    uint64_t seed;
    bool compiled;
};

/* 0, VF_E_CONFIG or VF_E_USAGE with every problem in err; then *s is to be released too. */
int vf_sweep_load(struct vf_sweep *s, const char *path, struct vf_error *err);
void vf_sweep_fini(struct vf_sweep *s);

/* The value of a point on an axis, as it is written in tables; a text lives as long as the study. */
struct vf_study_cell vf_sweep_cell(const struct vf_sweep *s, uint32_t point, size_t axis);
/* The config of a point, to be released by vf_vary_fini. */
int vf_sweep_config(const struct vf_sweep *s, uint32_t point, struct vf_config *out, struct vf_error *err);

/* What has been seen of one point, replication by replication; zeroed, then reset before each point. */
struct vf_sweep_looks {
    uint32_t n, done;
    struct vf_tally *seen; /* per goal; free() it */
};
void vf_sweep_looks_reset(const struct vf_sweep *s, struct vf_sweep_looks *l);
/* Adds the next replication (NULL = failed); true when it is the point's last. */
bool vf_sweep_look(const struct vf_sweep *s, struct vf_sweep_looks *l, const double *row);

/* Private to flows. sweep_axes.c: reads the axes; sweep_points.c: the design and its conditions. Each adds every
 * problem it finds; the code of the first. */
/* Goals of precision, after the indicators; sets `most`. */
int vf_sweep_goals(struct vf_sweep *s, struct vf_error *err);
int vf_sweep_axes(struct vf_sweep *s, struct vf_error *err);
/* The budget, after axes and points. */
int vf_sweep_spending(struct vf_sweep *s, struct vf_error *err);
void vf_sweep_spending_fini(struct vf_sweep *s);
/* What a point costs. */
double vf_sweep_cost(const struct vf_sweep *s, uint32_t point);
void vf_sweep_axes_fini(struct vf_sweep *s);
int vf_sweep_points(struct vf_sweep *s, struct vf_error *err);
/* The design that `design` of a study describes. */
struct vf_design vf_sweep_design(const cJSON *design, const struct vf_design_axis *axes, size_t n_axes);
/* Of an axis without levels: what its range is, as the document says it (other fields: zero), and the value at a
 * position. */
struct vf_axis vf_sweep_range(const cJSON *axis);
double vf_sweep_on_range(const struct vf_axis *a, const struct vf_design_kind *design, double u);
/* Values of an axis from .. to with a step. */
double vf_sweep_steps(double from, double to, double step);
/* Tries values at the ends of the axes on the config; `code`: what is wrong already. */
int vf_sweep_probe(const struct vf_sweep *s, int code, struct vf_error *err);
/* Adds a problem placed in the study file; advice may be NULL. Returns VF_E_CONFIG. */
int vf_sweep_problem(const struct vf_sweep *s, const char *pointer, const char *message, const char *advice,
                     struct vf_error *err);

#endif

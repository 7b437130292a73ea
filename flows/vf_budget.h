/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How to spend a budget: a study whose axes have unit costs, and what is to be made small with the money.
 *
 * Of the study's points (its design and conditions as they are), those within the budget race under common random
 * numbers (vf_frontier.h) until it is settled which of them no split as cheap or cheaper is better than. These, the
 * frontier, are then run on patients that the search has not seen, 40 times and twice as many each time, until each is
 * shown to be better than every cheaper one on the frontier, or shown not to be better than one of them by as much as
 * the indifference, or the cap is reached (one-sided Student intervals of the paired differences, Bonferroni over
 * pairs, sides and looks). The risk stated is split evenly between the two parts.
 *
 * Order of calls: vf_sweep_load, vf_budget_plan (no simulation), vf_budget_run, read, vf_budget_fini. */
#ifndef VF_BUDGET_H
#define VF_BUDGET_H

#include "vf_frontier.h"
#include "vf_solve.h"
#include "vf_sweep.h"

struct vf_budget_options {
    double confidence;    /* 0.5 .. 1 */
    uint32_t first, most; /* replications of a point before anything is decided, at most */
    uint32_t points;      /* more points within the budget than this are refused */
};

/* A point on the frontier, on new patients. */
struct vf_budget_row {
    size_t at; /* of the points within the budget */
    double cost;
    struct vf_summary value;
    double *mean;          /* of each indicator */
    struct vf_paired step; /* against the next cheaper one */
    bool shown;            /* better than all cheaper ones */
    bool idle;             /* shown not to be better by the indifference than one of them */
};

struct vf_budget {
    const struct vf_sweep *s;
    struct vf_budget_options o;
    double cheapest; /* of all points, within the budget or not */
    size_t n;        /* points within the budget */
    uint32_t *point; /* [n] of the study */
    double *cost;    /* [n] */
    int64_t warmup;  /* ms, -1 = as each config says */
    /* after the run: */
    struct vf_frontier race;
    bool settled; /* the race was decided before the cap */
    size_t n_rows;
    struct vf_budget_row *row; /* in the order of cost; the last one is the best */
    uint64_t trials, events;
};

/* 0, or VF_E_CONFIG: the study has no budget, or more points within it than o->points. */
int vf_budget_plan(struct vf_budget *b, const struct vf_sweep *s, const struct vf_budget_options *o,
                   struct vf_error *err);
/* 0 also when no point is within the budget (n = 0) or none could be settled; VF_E_STOPPED; trouble. */
int vf_budget_run(struct vf_budget *b, const struct vf_solve_how *how, struct vf_error *err);
void vf_budget_fini(struct vf_budget *b);
/* No dearer point is both shown to be better than the cheapest and better by the indifference in its mean. */
bool vf_budget_buys_nothing(const struct vf_budget *b);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inverse questions: the smallest (or largest) values of some parameters at which chosen indicators keep within limits,
 * with a stated confidence.
 *
 * What is assumed: the limits are easier to keep the larger every parameter is (with `largest`: the smaller). When the
 * far end breaks a limit, points spread over the ranges are looked at too, and along one axis where each limit comes or
 * ceases to be kept; the search then goes on below one that keeps all. That there is no answer is said only of a limit
 * that the far end breaks and that no point looked at kept. Under what is assumed the
 * lattice search (vf_lattice.h) under common random numbers finds the values with the smallest sum (with `largest`:
 * the largest sum). A point is looked at with more and more replications, twice as many each time, until every limit is
 * kept or one is broken by a one-sided Student interval (Bonferroni over the limits); what is still open at the cap
 * counts as not kept. Then the answer is run again on patients that the search has not seen: the confidence stated is
 * that of these runs alone, so the looking and choosing before cost nothing of it; the looks at them share the risk,
 * and the k-th answer tried has the share 2^-k of it. An answer that fails is given up and the search goes on. The
 * points one step below the answer are run on the same new patients, to show that less is not enough; should one of
 * them keep the limits after all, the search goes on too.
 *
 * Order of calls: vf_solve_load (every problem at once, before the first run), vf_solve_run, read, vf_solve_fini. */
#ifndef VF_SOLVE_H
#define VF_SOLVE_H

#include "vf_confidence.h"
#include "vf_config.h"
#include "vf_lattice.h"
#include "vf_model.h"
#include "vf_range.h"
#include "vf_study.h"

struct vf_solve_options {
    struct vf_config_opts config; /* patches, settings; its scenario is ignored */
    const char *scenario;         /* or NULL */
    const uint64_t *seed;         /* NULL = the config's */
    const char *const *vary, *const *limit;
    size_t n_vary, n_limits;
    bool largest;
    double confidence;    /* 0 .. 1 */
    uint32_t first, most; /* replications of a point: at least, at most */
    uint32_t points;      /* at most so many points are looked at */
};

enum vf_keeps { VF_KEEPS_OPEN, VF_KEEPS_YES, VF_KEEPS_NO };

/* One limit at one point. */
struct vf_kept {
    enum vf_keeps keeps;
    uint32_t n;
    double mean, bound; /* the one-sided confidence bound on the side of the limit */
};

struct vf_solve_point {
    uint32_t at[VF_LATTICE_AXES_MAX]; /* steps from the end that is asked for */
    double value[VF_LATTICE_AXES_MAX];
    enum vf_keeps keeps; /* all of the limits */
    struct vf_kept *limit;
};

struct vf_solve {
    struct vf_config base;
    const char *scenario;
    struct vf_model model;       /* of the base with the scenario */
    struct vf_measures measures; /* of that model */
    bool compiled;
    size_t n_ranges, n_limits;
    struct vf_range *range;
    struct vf_limit *limit;
    bool largest;
    double confidence;
    uint32_t first, most, points;
    uint64_t seed;
    int64_t warmup; /* ms, -1 = as each config says */
    /* after the run: */
    bool found, proven; /* proven: nothing better is left unlooked at, if what is assumed holds */
    bool refuted;       /* not found: the far end is shown to break a limit that no point looked at kept */
    bool assumed;       /* what is said hangs on what is assumed: points were left unlooked at */
    bool open_below;    /* a point that was better stayed open at the cap */
    bool monotone;      /* no point looked at contradicts what is assumed */
    size_t n_seen;
    struct vf_solve_point *seen;  /* in the order looked at */
    struct vf_solve_point answer; /* on new patients; when not found: the end that should keep all, as seen */
    struct vf_solve_point *neighbour; /* n_ranges: one step less on each axis, on the same new patients */
    uint64_t trials, events;
};

struct vf_solve_progress {
    uint32_t points, points_most; /* looked at, and a guess of how many there will be */
    uint64_t trials, events;
};
struct vf_solve_how {
    unsigned threads;
    bool signals;
    void (*progress)(void *context, const struct vf_solve_progress *p);
    void *context;
};

int vf_solve_load(struct vf_solve *s, const char *path, const struct vf_solve_options *o,
                  struct vf_error *err);
/* 0 also when there is no answer; VF_E_STOPPED; trouble. */
int vf_solve_run(struct vf_solve *s, const struct vf_solve_how *how, struct vf_error *err);
void vf_solve_fini(struct vf_solve *s);
static inline struct vf_ranges vf_solve_ranges(const struct vf_solve *s) {
    return (struct vf_ranges){.base = &s->base, .scenario = s->scenario, .range = s->range, .n = s->n_ranges};
}

#endif

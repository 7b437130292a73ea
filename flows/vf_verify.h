/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The oracle suite: simulated against exact results. A row says which config and scenario is run, what is read
 * from it and what it must be; the configs are those of configs/validation it names.
 *
 * Accepted (never a loose percentage): at least 40 replications; half-width of the 95 % interval at most the
 * row's tolerance times the exact value; |z| <= 3 with z = (simulated - exact) / (sd / sqrt n). A row beyond 3
 * is run once more with the next seed and four times the length (to a deadlock: as many replications) and must
 * then lie within 3; at most
 * VF_VERIFY_RERUNS rows of the whole table may need that (of 200 rows a correct program sends a few beyond 3).
 *
 * Order of calls: vf_verify_run once, read `line`, vf_verify_fini. */
#ifndef VF_VERIFY_H
#define VF_VERIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vf_error.h"
#include "vf_study.h"

enum { VF_VERIFY_RERUNS = 3, VF_VERIFY_REPLICATIONS = 40 };

/* How the value of a replication is found. */
enum vf_verify_kind {
    VF_VERIFY_COLUMN,   /* a metric of a unit, a group, or a group at a unit */
    VF_VERIFY_DELAY,    /* probability of delay P(N = c) / P(N <= c) from the occupancy of a unit */
    VF_VERIFY_PHASE,    /* mean number at a unit at the c-th phase of the cycle */
    VF_VERIFY_DEADLOCK, /* time of the first deadlock, h */
};

/* What a row is compared with, and how it is found. */
struct vf_verify_row {
    char config[16];   /* "o2": the file o2.json */
    char scenario[32]; /* "" = the config as it is */
    char quantity[64];
    enum vf_verify_kind kind;
    const char *metric;       /* of a column */
    const char *unit, *group; /* NULL: none; a column of neither is the only group's */
    uint32_t c;               /* beds of a delay; bin of a phase */
    double exact;
    double tolerance; /* largest half-width, as a share of exact */
};

/* The table: rows of the same config stand together. */
struct vf_verify_table {
    struct vf_verify_row *row;
    size_t n;
};
void vf_verify_table_new(struct vf_verify_table *t);
void vf_verify_table_free(struct vf_verify_table *t);

/* For the makers of the table. */
struct vf_verify_row *vf_verify_add(struct vf_verify_table *t, const char *config, const char *scenario);
/* Sets what is compared. The tolerance is 1 %, or 2 % of a probability below 0.1. */
void vf_verify_value(struct vf_verify_row *row, const char *quantity, const char *unit, const char *metric,
                     double exact);
void vf_verify_probability(struct vf_verify_row *row, const char *quantity, const char *unit,
                           const char *metric, double exact);
/* The two at once, of a column of (unit, group), either NULL. A quantity that begins with P( is a probability. */
struct vf_verify_of {
    const char *metric, *unit, *group;
};
void vf_verify_put(struct vf_verify_table *t, const char *config_scenario, const char *quantity,
                   const struct vf_verify_of *of, double exact);
void vf_verify_rows_loss(struct vf_verify_table *t);   /* O1 O2 O3 O3b */
void vf_verify_rows_wards(struct vf_verify_table *t);  /* O4 O5 O6 */
void vf_verify_rows_stroke(struct vf_verify_table *t); /* V1 */
void vf_verify_rows_queue(struct vf_verify_table *t);  /* priority, erlang-a, reservation */
void vf_verify_rows_return(struct vf_verify_table *t); /* erlang-r, erlang-r-loss */
void vf_verify_rows_phase(struct vf_verify_table *t);  /* mt-g-inf */
void vf_verify_rows_knot(struct vf_verify_table *t);   /* deadlock, pooling */

/* A row as it came out. A row run twice has two lines, the second with `again`. */
struct vf_verify_line {
    const struct vf_verify_row *row;
    double simulated, ci95, z;
    uint64_t n;
    bool narrow, again, ok; /* narrow: the interval is; ok: this line lies within the rule */
};

struct vf_verify {
    struct vf_verify_table table;
    struct vf_verify_line *line;
    size_t n_lines, reruns;
    uint64_t events;
    bool ok;
};

struct vf_verify_options {
    const char *folder;      /* where o1.json ... lie */
    const char *const *only; /* these configs ("o4"); none = all */
    size_t n_only;
    uint32_t replications; /* 0: as the configs say; fewer than 40 fail */
    struct vf_study_options study;
    /* called before each experiment; may be NULL */
    void (*stage)(void *context, const char *name, uint64_t trials);
    void *stage_context;
};

/* 0 when every experiment was run (v->ok says how it went), else the code of what failed. */
int vf_verify_run(struct vf_verify *v, const struct vf_verify_options *o, struct vf_error *err);
void vf_verify_fini(struct vf_verify *v);

#endif

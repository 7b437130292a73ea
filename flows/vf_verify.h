/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The oracle suite: simulated against exact results. A row says which config and scenario is run, what is read
 * from it and what it must be; the configs are configs/validation/o1 ... o6 and v1.
 *
 * Accepted (never a loose percentage): at least 40 replications; half-width of the 95 % interval at most the
 * row's tolerance times the exact value; |z| <= 3 with z = (simulated - exact) / (sd / sqrt n). A row beyond 3
 * is run once more with the next seed and four times the length and must then lie within 3; at most
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

/* What a row is compared with, and how it is found. */
struct vf_verify_row {
    char config[8];    /* "o2": the file o2.json */
    char scenario[32]; /* "" = the config as it is */
    char quantity[64];
    const char *metric; /* of a unit; NULL: probability of delay P(N = c) / P(N <= c) from the occupancy */
    const char *unit;
    uint32_t c;
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
void vf_verify_rows_loss(struct vf_verify_table *t);   /* O1 O2 O3 O3b */
void vf_verify_rows_wards(struct vf_verify_table *t);  /* O4 O5 O6 */
void vf_verify_rows_stroke(struct vf_verify_table *t); /* V1 */

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

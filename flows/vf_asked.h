/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Models asked for a few of their outputs, replication by replication, as many as it takes: for procedures that look at
 * what has come before they decide whether to go on. Replication r of one model meets the same patients as
 * replication r of another.
 *
 * Order of calls: fill model, column and first of each struct vf_asked; vf_ask as often as needed, each time for those
 * still of interest; read value(r, output); vf_asked_fini. */
#ifndef VF_ASKED_H
#define VF_ASKED_H

#include "vf_config.h"
#include "vf_measures.h"
#include "vf_study.h"

struct vf_asked {
    const struct vf_model *model;   /* borrowed; seed and warm-up as they are to be run */
    const struct vf_column *column; /* borrowed, `outputs` of them; metric NULL: it has none (NaN) */
    uint32_t first;                 /* number of its first replication */
    uint32_t done;
    double *row; /* done x outputs, owned */
};

struct vf_asking {
    size_t outputs;
    uint64_t trials, events; /* so far */
    struct vf_study_options how;
};

/* Runs what is missing of the first `upto` replications of n models. 0, VF_E_STOPPED or trouble; then nothing is
 * added. A replication that ends in a deadlock has no values (NaN). */
int vf_ask(struct vf_asking *q, struct vf_asked *const *who, size_t n, uint32_t upto, struct vf_error *err);
static inline double vf_asked_value(const struct vf_asking *q, const struct vf_asked *a, uint32_t replication,
                                    size_t output) {
    return a->row[(size_t)replication * q->outputs + output];
}
void vf_asked_fini(struct vf_asked *a);

/* The column of another model that means the same as one of this; metric NULL when it has none. */
struct vf_column vf_asked_column(const struct vf_measures *of, const struct vf_column *column,
                                 const struct vf_measures *in);

/* The same for n columns, given by their numbers: an array to be freed. */
struct vf_column *vf_asked_columns(const struct vf_measures *of, const size_t *column, size_t n,
                                   const struct vf_model *in);

/* What is varied later, compiled as it stands with a scenario (NULL = none): a model and its columns. 0 or VF_E_CONFIG;
 * then there is neither. */
int vf_asked_base(const struct vf_config *base, const char *scenario, struct vf_model *model,
                  struct vf_measures *measures, struct vf_error *err);
/* Compiles a config made by vf_vary, which it releases, to be run with this seed and warm-up (ms, -1 = as the config
 * says). 0 or VF_E_CONFIG; then there is no model. */
int vf_asked_compile(struct vf_config *varied, uint64_t seed, int64_t warmup, struct vf_model *model,
                     struct vf_error *err);

#endif

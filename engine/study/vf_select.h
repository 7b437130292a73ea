/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ranking and selection: the best of k configurations with a stated probability of correct selection, by the fully
 * sequential procedure KN of Kim & Nelson, "A fully sequential procedure for indifference-zone selection in
 * simulation", ACM TOMACS 11(3), 2001. Observations are normal, independent between replications and, as here under
 * common random numbers, dependent in any way within one. Whenever the best mean is at least the indifference
 * `indifference` better than every other, it is selected with probability `probability` or more; means closer than
 * that are of no interest to who asks.
 *
 * Order of calls: vf_select_init, vf_select_add for replication 0, 1, 2 ... until it returns true, read,
 * vf_select_fini. The first `first` replications estimate the variances of the differences and eliminate nobody. What
 * is selected does not depend on how many replications were simulated at a time. */
#ifndef VF_SELECT_H
#define VF_SELECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vf_tally.h"

struct vf_select_spec {
    size_t k;            /* configurations, at least 2 */
    uint32_t first;      /* replications before anything is eliminated, at least 2 */
    bool largest;        /* the best has the largest mean; else the smallest */
    double indifference; /* > 0, in the units of the observations */
    double probability;  /* of correct selection, between 1/k and 1 */
};

struct vf_select {
    struct vf_select_spec spec;
    double h2;              /* the constant h^2 of the procedure, with c = 1 */
    uint32_t r;             /* replications seen */
    size_t left;            /* not eliminated */
    uint32_t *out;          /* [k] the replication that eliminated it, 0 = still in */
    double *mean;           /* [k] over the replications it was in */
    struct vf_tally *apart; /* [k * k] differences over the first replications, for pairs i < l */
    size_t best;            /* once decided */
    bool decided;
};

void vf_select_init(struct vf_select *s, const struct vf_select_spec *spec);
void vf_select_fini(struct vf_select *s);
/* One replication: x[k], of which those eliminated are not read. True when the selection is made. */
bool vf_select_add(struct vf_select *s, const double *x);
/* No more replications than this are needed; known after the first ones (0 before). */
double vf_select_most(const struct vf_select *s);

#endif

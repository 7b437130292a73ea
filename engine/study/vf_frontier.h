/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What money buys: of k configurations, each with a known cost and an unknown mean (small is good), those that no
 * configuration as cheap or cheaper is better than. Fully sequential, after procedure KN (Kim & Nelson, ACM TOMACS
 * 11(3), 2001): whenever two are apart by more than KN's shrinking triangle, the pair is decided; the loser leaves when
 * it costs as much as the winner or more, and a cheaper loser stays, as the best for less money. Observations are
 * normal, independent between replications and dependent in any way within one (common random numbers).
 *
 * Each pair runs KN's own race, and their errors are shared out evenly (Bonferroni over all k (k - 1) / 2 pairs): with
 * probability `probability` or more, no two configurations whose means differ by `indifference` or more are judged
 * the wrong way round. Closer ones may be judged either way. Two that are still level when their triangle has closed
 * are taken for equal: the dearer leaves, of equal cost the later.
 *
 * Order of calls: vf_frontier_init, vf_frontier_add for replication 0, 1, 2 ... until it returns true, read,
 * vf_frontier_fini. The outcome does not depend on how many replications were simulated at a time. */
#ifndef VF_FRONTIER_H
#define VF_FRONTIER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct vf_frontier_spec {
    size_t k;            /* at least 1 */
    const double *cost;  /* [k], copied */
    uint32_t first;      /* replications before anything is decided, at least 2 */
    double indifference; /* > 0, in the units of the observations */
    double probability;  /* between 0.5 and 1 */
};

struct vf_frontier {
    struct vf_frontier_spec spec;
    double h2;     /* the constant h^2 of KN for one pair */
    uint32_t r;    /* replications seen */
    size_t left;   /* still in */
    uint32_t *out; /* [k] the replication that threw it out, 0 = still in */
    double *cost;  /* [k] */
    double *mean;  /* [k] over the replications it was in */
    double *seen;  /* [k * first] the first replications */
    double *apart; /* [k * k], i < l: variance of the difference; negative = decided */
    bool decided;  /* every pair still in */
};

void vf_frontier_init(struct vf_frontier *f, const struct vf_frontier_spec *spec);
void vf_frontier_fini(struct vf_frontier *f);
/* One replication: x[k], of which those that are out are not read. True when every pair left is decided. */
bool vf_frontier_add(struct vf_frontier *f, const double *x);
/* No more replications than this are needed; 0 before the first ones are in. */
double vf_frontier_most(const struct vf_frontier *f);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scenarios compared honestly: the same patients meet each of them, so each replication gives a difference, and the
 * spread of these differences, not that of the scenarios, is the error.
 *
 * Order of calls: vf_experiment_load, vf_experiment_run, vf_comparison_make, read, vf_comparison_fini. The base is
 * the experiment's first scenario. Two families of tests, each at 5 % in all (vf_multiple.h): every chosen
 * indicator of every scenario against the base; and, for the ranking, every pair of scenarios in every indicator.
 * Intervals are those of each difference by itself. */
#ifndef VF_COMPARE_H
#define VF_COMPARE_H

#include <stdbool.h>
#include <stddef.h>

#include "vf_control.h"
#include "vf_experiment.h"

enum vf_comparison_verdict {
    VF_COMPARISON_NONE,      /* fewer than two replications gave both values */
    VF_COMPARISON_IDENTICAL, /* no difference in any replication */
    VF_COMPARISON_NOT_SHOWN,
    VF_COMPARISON_LOWER, /* than the base */
    VF_COMPARISON_HIGHER
};

/* One indicator of one scenario. */
struct vf_comparison_cell {
    struct vf_summary here;
    struct vf_paired paired; /* this scenario minus the base */
    double p_holm;           /* NaN when no test could be made */
    enum vf_comparison_verdict verdict;
    struct vf_controlled controlled; /* after vf_comparison_control: the difference; of the base its mean */
};

struct vf_comparison {
    const struct vf_experiment *x;
    size_t n_points, n;              /* scenarios, indicators */
    size_t *column;                  /* n columns of the experiment */
    struct vf_comparison_cell *cell; /* [point * n + k]; of the base only `here` */
    size_t tests, rank_tests;        /* sizes of the two families */
    size_t *order;                   /* [k * n_points + r]: the scenario of rank r, lowest mean first */
    bool *apart;                     /* [k * n_points + r]: shown to differ from rank r + 1 */
    bool controlled;                 /* vf_comparison_control has been called */
    double load_expected; /* the control: mean number in care that the patients who came would give */
};

extern const double vf_comparison_level; /* 0.05 */

/* Compares the run scenarios in the given columns of the experiment (copied). */
void vf_comparison_make(struct vf_comparison *c, const struct vf_experiment *x, const size_t *columns,
                        size_t n);
void vf_comparison_fini(struct vf_comparison *c);
/* Sharpens means and differences by the load that the base was offered, whose expectation the traffic equations give:
 * patients of each group that came x the care one of them is expected to need. */
void vf_comparison_control(struct vf_comparison *c);
static inline const struct vf_comparison_cell *vf_comparison_at(const struct vf_comparison *c, size_t point,
                                                                size_t k) {
    return &c->cell[point * c->n + k];
}
/* "lower", "higher", "not_shown", "identical", "none" */
const char *vf_comparison_word(enum vf_comparison_verdict verdict);

#endif

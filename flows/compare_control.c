/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The offered load as control variate of a comparison: vf_compare.h says what it is. Called after
 * vf_comparison_make, on a run that is over. */
#include <math.h>
#include <stdlib.h>

#include "vf_compare.h"

/* Adds what the patients of group g that came would need, as a mean number in care, to load[]; returns what was
 * expected. */
static double add_group(const struct vf_experiment *x, uint16_t g, double *came, double *load) {
    const struct vf_point *base = &x->point[0];
    const struct vf_model *m = &base->model;
    double in_care = 0, rate = vf_point_traffic(base)->group_rate[g];
    size_t column = vf_experiment_find(x, "arrivals", VF_SCOPE_GROUP, "", m->group[g].name, 0);
    for (uint32_t k = 0; k < m->n_nodes; k++) {
        in_care += m->node[k].group == g ? vf_point_traffic(base)->node_load[k] : 0;
    }
    /* how often a cohort's members come depends on queues: its expectation is not exact */
    if (column == SIZE_MAX || m->group[g].cohort != VF_NONE16 || !(rate > 0) || !isfinite(in_care)) {
        return 0;
    }
    size_t n = vf_study_values(&x->study, 0, column, came);
    for (size_t r = 0; r < n; r++) {
        load[r] += came[r] * in_care / (rate * (double)m->run.duration);
    }
    return in_care;
}

void vf_comparison_control(struct vf_comparison *c) {
    const struct vf_experiment *x = c->x;
    double *load = vf_xcalloc(x->replications, sizeof *load), *a = vf_xcalloc(x->replications, sizeof *a),
           *b = vf_xcalloc(x->replications, sizeof *b);
    c->controlled = true;
    c->load_expected = 0;
    for (uint16_t g = 0; g < x->point[0].model.n_groups; g++) {
        c->load_expected += add_group(x, g, a, load);
    }
    for (size_t i = 0; i < c->n * c->n_points; i++) {
        uint32_t point = (uint32_t)(i / c->n);
        size_t n = vf_study_values(&x->study, point, c->column[i % c->n], a);
        (void)vf_study_values(&x->study, 0, c->column[i % c->n], b);
        for (size_t r = 0; r < n && point > 0; r++) {
            a[r] -= b[r];
        }
        vf_control(a, load, n, c->load_expected, &c->cell[i].controlled);
    }
    free(load);
    free(a);
    free(b);
}

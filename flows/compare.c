/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paired comparison of the scenarios of an experiment: see vf_compare.h. */
#include "vf_compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_multiple.h"

const double vf_comparison_level = 0.05;

const char *vf_comparison_word(enum vf_comparison_verdict verdict) {
    static const char *const words[] = {[VF_COMPARISON_NONE] = "none",
                                        [VF_COMPARISON_IDENTICAL] = "identical",
                                        [VF_COMPARISON_NOT_SHOWN] = "not_shown",
                                        [VF_COMPARISON_LOWER] = "lower",
                                        [VF_COMPARISON_HIGHER] = "higher"};
    return words[verdict];
}

/* Equal in every replication is a finding, not a failed test. */
static bool identical(const struct vf_paired *p) {
    return p->difference.n > 0 && p->difference.min == 0.0 && p->difference.max == 0.0;
}

static enum vf_comparison_verdict verdict_of(const struct vf_comparison_cell *cell) {
    if (identical(&cell->paired)) {
        return VF_COMPARISON_IDENTICAL;
    }
    if (isnan(cell->p_holm)) {
        return VF_COMPARISON_NONE;
    }
    if (cell->p_holm > vf_comparison_level) {
        return VF_COMPARISON_NOT_SHOWN;
    }
    return cell->paired.difference.mean < 0 ? VF_COMPARISON_LOWER : VF_COMPARISON_HIGHER;
}

static void against_base(struct vf_comparison *c) {
    size_t n = c->n_points * c->n;
    double *p = vf_xcalloc(n + 1, sizeof *p);
    for (size_t i = 0; i < n; i++) {
        struct vf_comparison_cell *cell = &c->cell[i];
        uint32_t point = (uint32_t)(i / c->n);
        vf_experiment_summary(c->x, point, c->column[i % c->n], &cell->here);
        p[i] = (double)NAN;
        if (point > 0) {
            vf_study_compare(&c->x->study, point, 0, c->column[i % c->n], &cell->paired);
            p[i] = cell->paired.p;
        }
    }
    c->tests = vf_holm(p, n, p);
    for (size_t i = c->n; i < n; i++) {
        c->cell[i].p_holm = p[i];
        c->cell[i].verdict = verdict_of(&c->cell[i]);
    }
    free(p);
}

/* Lowest mean first, scenarios without a mean last; equal ones as the config has them. */
static void order_by_mean(struct vf_comparison *c, size_t k) {
    size_t *order = &c->order[k * c->n_points];
    for (size_t r = 0; r < c->n_points; r++) {
        double mean = vf_comparison_at(c, r, k)->here.mean;
        size_t at = r;
        while (at > 0 && !isnan(mean)) {
            double before = vf_comparison_at(c, order[at - 1], k)->here.mean;
            if (!isnan(before) && before <= mean) {
                break;
            }
            order[at] = order[at - 1];
            at--;
        }
        order[at] = r;
    }
}

static size_t pair_index(const struct vf_comparison *c, size_t k, size_t a, size_t b) {
    size_t low = a < b ? a : b, high = a < b ? b : a;
    return k * (c->n_points * (c->n_points - 1) / 2) + high * (high - 1) / 2 + low;
}

/* The order was read off the data, so every pair counts as a test, not only the neighbours in it. */
static void rank(struct vf_comparison *c) {
    size_t pairs = c->n_points * (c->n_points - 1) / 2, n = pairs * c->n;
    double *p = vf_xcalloc(n + 1, sizeof *p);
    for (size_t k = 0; k < c->n; k++) {
        for (uint32_t a = 1; a < c->n_points; a++) {
            for (uint32_t b = 0; b < a; b++) {
                struct vf_paired paired;
                vf_study_compare(&c->x->study, a, b, c->column[k], &paired);
                p[pair_index(c, k, a, b)] = paired.p;
            }
        }
    }
    c->rank_tests = vf_holm(p, n, p);
    for (size_t k = 0; k < c->n; k++) {
        order_by_mean(c, k);
        size_t *order = &c->order[k * c->n_points];
        for (size_t r = 0; r + 1 < c->n_points; r++) {
            double adjusted = p[pair_index(c, k, order[r], order[r + 1])];
            c->apart[k * c->n_points + r] = !isnan(adjusted) && adjusted <= vf_comparison_level;
        }
    }
    free(p);
}

void vf_comparison_make(struct vf_comparison *c, const struct vf_experiment *x, const size_t *columns,
                        size_t n) {
    *c = (struct vf_comparison){.x = x, .n_points = x->n_points, .n = n};
    c->column = vf_xcalloc(n + 1, sizeof *c->column);
    memcpy(c->column, columns, n * sizeof *columns);
    c->cell = vf_xcalloc(n * c->n_points + 1, sizeof *c->cell);
    c->order = vf_xcalloc(n * c->n_points + 1, sizeof *c->order);
    c->apart = vf_xcalloc(n * c->n_points + 1, sizeof *c->apart);
    against_base(c);
    rank(c);
}

void vf_comparison_fini(struct vf_comparison *c) {
    free(c->column);
    free(c->cell);
    free(c->order);
    free(c->apart);
    *c = (struct vf_comparison){0};
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Procedure KN: see vf_select.h. A configuration leaves when another one is ahead of it by more than a triangle that
 * shrinks to nothing as the replications come in:
 *   W(r) = max(0, indifference / (2 r) * (h^2 S^2 / indifference^2 - r)),
 *   h^2 = 2 eta (first - 1),  eta = ((2 (1 - P) / (k - 1))^(-2 / (first - 1)) - 1) / 2. */
#include "vf_select.h"

#include <stdlib.h>

#include "vf_error.h"

void vf_select_init(struct vf_select *s, const struct vf_select_spec *spec) {
    VF_ASSERT(spec->k >= 2 && spec->first >= 2 && spec->indifference > 0, "nothing to select from");
    double df = spec->first - 1.0, error = 2 * (1 - spec->probability) / ((double)spec->k - 1);
    *s = (struct vf_select){.spec = *spec, .left = spec->k};
    s->h2 = (pow(error, -2 / df) - 1) * df;
    s->out = vf_xcalloc(spec->k, sizeof *s->out);
    s->mean = vf_xcalloc(spec->k, sizeof *s->mean);
    s->apart = vf_xcalloc(spec->k * spec->k, sizeof *s->apart);
}

void vf_select_fini(struct vf_select *s) {
    free(s->out);
    free(s->mean);
    free(s->apart);
    *s = (struct vf_select){0};
}

static double variance(const struct vf_select *s, size_t i, size_t l) {
    return vf_tally_variance(&s->apart[i < l ? i * s->spec.k + l : l * s->spec.k + i]);
}

double vf_select_most(const struct vf_select *s) {
    double most = 0, d2 = s->spec.indifference * s->spec.indifference;
    for (size_t i = 0; i < s->spec.k && s->r >= s->spec.first; i++) {
        for (size_t l = i + 1; l < s->spec.k; l++) {
            double n = floor(s->h2 * variance(s, i, l) / d2) + 1;
            most = n > most ? n : most;
        }
    }
    return most;
}

/* Whether l is so far ahead that i leaves. */
static bool beaten(const struct vf_select *s, size_t i, size_t l) {
    double d = s->spec.indifference, r = s->r;
    double w = d / (2 * r) * (s->h2 * variance(s, i, l) / (d * d) - r);
    double ahead = s->spec.largest ? s->mean[l] - s->mean[i] : s->mean[i] - s->mean[l];
    return ahead > (w > 0 ? w : 0);
}

/* Those who were in before this replication judge each other at the same time, as the procedure has it. */
static void screen(struct vf_select *s) {
    for (size_t i = 0; i < s->spec.k; i++) {
        bool leaves = false;
        for (size_t l = 0; l < s->spec.k && s->out[i] == 0; l++) {
            bool judge = l != i && (s->out[l] == 0 || s->out[l] == s->r);
            leaves = leaves || (judge && beaten(s, i, l));
        }
        if (leaves) {
            s->out[i] = s->r;
            s->left--;
        }
    }
}

bool vf_select_add(struct vf_select *s, const double *x) {
    size_t k = s->spec.k;
    s->r++;
    for (size_t i = 0; i < k; i++) {
        if (s->out[i] == 0) {
            s->mean[i] += (x[i] - s->mean[i]) / s->r;
        }
        for (size_t l = i + 1; l < k && s->r <= s->spec.first; l++) {
            vf_tally_add(&s->apart[i * k + l], x[i] - x[l]);
        }
    }
    if (s->r < s->spec.first || s->decided) {
        return s->decided;
    }
    screen(s);
    s->decided = s->left == 1 || s->r >= vf_select_most(s);
    bool any = false;
    for (size_t i = 0; i < k; i++) {
        bool better = s->spec.largest ? s->mean[i] > s->mean[s->best] : s->mean[i] < s->mean[s->best];
        if (s->out[i] == 0 && (!any || better)) {
            s->best = i;
            any = true;
        }
    }
    return s->decided;
}

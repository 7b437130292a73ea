/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The race of vf_frontier.h. A pair's triangle after r replications:
 *   W(r) = max(0, indifference / (2 r) * (h^2 S^2 / indifference^2 - r)),
 *   h^2 = ((2 (1 - P) / pairs)^(-2 / (first - 1)) - 1) (first - 1). */
#include "vf_frontier.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_error.h"

void vf_frontier_init(struct vf_frontier *f, const struct vf_frontier_spec *spec) {
    VF_ASSERT(spec->k >= 1 && spec->first >= 2 && spec->indifference > 0, "no frontier to look for");
    size_t k = spec->k;
    double df = spec->first - 1.0, pairs = k > 1 ? 0.5 * (double)k * ((double)k - 1) : 1;
    *f = (struct vf_frontier){.spec = *spec, .left = k};
    f->h2 = (pow(2 * (1 - spec->probability) / pairs, -2 / df) - 1) * df;
    f->out = vf_xcalloc(k, sizeof *f->out);
    f->cost = vf_xcalloc(k, sizeof *f->cost);
    f->mean = vf_xcalloc(k, sizeof *f->mean);
    f->seen = vf_xcalloc(k * spec->first, sizeof *f->seen);
    f->apart = vf_xcalloc(k * k, sizeof *f->apart);
    memcpy(f->cost, spec->cost, k * sizeof *f->cost);
    f->spec.cost = f->cost;
}

void vf_frontier_fini(struct vf_frontier *f) {
    free(f->out);
    free(f->cost);
    free(f->mean);
    free(f->seen);
    free(f->apart);
    *f = (struct vf_frontier){.r = 0};
}

static double variance(const double *a, const double *b, uint32_t n) {
    double mean = 0, sum = 0;
    for (uint32_t r = 0; r < n; r++) {
        mean += (a[r] - b[r]) / n;
    }
    for (uint32_t r = 0; r < n; r++) {
        sum += (a[r] - b[r] - mean) * (a[r] - b[r] - mean);
    }
    return sum / (n - 1);
}

static void measure_apart(struct vf_frontier *f) {
    size_t k = f->spec.k;
    uint32_t n = f->spec.first;
    for (size_t i = 0; i < k; i++) {
        for (size_t l = i + 1; l < k; l++) {
            f->apart[i * k + l] = variance(&f->seen[i * n], &f->seen[l * n], n);
        }
    }
}

/* Replications after which a pair's triangle has closed. */
static double closes(const struct vf_frontier *f, double variance_apart) {
    return floor(f->h2 * variance_apart / (f->spec.indifference * f->spec.indifference)) + 1;
}

double vf_frontier_most(const struct vf_frontier *f) {
    double most = 0;
    for (size_t i = 0; i < f->spec.k && f->r >= f->spec.first; i++) {
        for (size_t l = i + 1; l < f->spec.k && f->out[i] == 0; l++) {
            double s2 = f->apart[i * f->spec.k + l], n = f->out[l] == 0 && s2 >= 0 ? closes(f, s2) : 0;
            most = n > most ? n : most;
        }
    }
    return most;
}

/* Whether a pair is decided now; then *ahead is the better one. */
static bool judge(const struct vf_frontier *f, size_t i, size_t l, double s2, size_t *ahead) {
    double d = f->spec.indifference, r = f->r, apart = f->mean[l] - f->mean[i];
    double w = d / (2 * r) * (f->h2 * s2 / (d * d) - r);
    if (w <= 0 && !(fabs(apart) > 0)) {
        *ahead = f->cost[l] < f->cost[i] ? l : i;
        return true;
    }
    *ahead = apart > 0 ? i : l;
    return fabs(apart) > (w > 0 ? w : 0);
}

/* In, or thrown out by this very replication. */
static bool was_in(const struct vf_frontier *f, size_t i) { return f->out[i] == 0 || f->out[i] == f->r; }

static void leave(struct vf_frontier *f, size_t ahead, size_t behind) {
    if (f->cost[behind] >= f->cost[ahead] && f->out[behind] == 0) {
        f->out[behind] = f->r;
        f->left--;
    }
}

static bool all_decided(const struct vf_frontier *f) {
    size_t open = 0;
    for (size_t i = 0; i < f->spec.k; i++) {
        for (size_t l = i + 1; l < f->spec.k && f->out[i] == 0; l++) {
            open += f->out[l] == 0 && f->apart[i * f->spec.k + l] >= 0;
        }
    }
    return open == 0;
}

/* Those who were in before this replication judge each other at the same time, as KN has it. */
static void screen(struct vf_frontier *f) {
    size_t k = f->spec.k, ahead;
    for (size_t i = 0; i < k; i++) {
        for (size_t l = i + 1; l < k && was_in(f, i); l++) {
            double *s2 = &f->apart[i * k + l];
            if (was_in(f, l) && *s2 >= 0 && judge(f, i, l, *s2, &ahead)) {
                *s2 = -1;
                leave(f, ahead, ahead == i ? l : i);
            }
        }
    }
    f->decided = all_decided(f);
}

bool vf_frontier_add(struct vf_frontier *f, const double *x) {
    f->r++;
    for (size_t i = 0; i < f->spec.k; i++) {
        if (f->out[i] == 0) {
            f->mean[i] += (x[i] - f->mean[i]) / f->r;
            if (f->r <= f->spec.first) {
                f->seen[i * f->spec.first + f->r - 1] = x[i];
            }
        }
    }
    if (f->r == f->spec.first) {
        measure_apart(f);
    }
    if (f->r >= f->spec.first && !f->decided) {
        screen(f);
    }
    return f->decided;
}

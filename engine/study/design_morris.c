/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trajectories for screening (Morris, "Factorial sampling plans for preliminary computational experiments",
 * Technometrics 33, 1991): from a random place on a grid each axis is moved once, in random order and direction, by
 * half of the grid. Of more trajectories than are wanted those are kept that lie far from each other (Campolongo,
 * Cariboni & Saltelli, Environ. Model. Softw. 22, 2007), picked one after another: the next is the one with the largest
 * sum of squared distances to those picked. Beyond CHOOSE_MOST trajectories chance spreads them well enough.
 *
 * Candidates are keyed by seed and number. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_design.h"
#include "vf_random.h"

enum { PURPOSE_GRID = 1, PURPOSE_ORDER = 2, CHOOSE_MOST = 50, CANDIDATES = 10, GRID_MOST = 1000 };

static void refuse(const struct vf_design *d, struct vf_text *to) {
    if (d->grid < 2 || d->grid % 2 != 0 || d->grid > GRID_MOST) {
        vf_text_appendf(to, "a design of kind morris needs an even number of levels, 2 to %d", GRID_MOST);
    }
}

static uint64_t count(const struct vf_design *d) {
    return d->samples > UINT64_MAX / (d->n_axes + 1) ? UINT64_MAX : d->samples * (d->n_axes + 1);
}

/* One trajectory on the unit cube: n_axes + 1 points. `order`: room for n_axes. */
static void walk(const struct vf_design *d, uint64_t number, size_t *order, double *at) {
    uint64_t key = vf_key(vf_key(d->seed, vf_name_key("morris")), number);
    struct vf_rand grid = vf_rand_open(key, PURPOSE_GRID, 0), turn = vf_rand_open(key, PURPOSE_ORDER, 0);
    size_t n = d->n_axes, size = n * sizeof *at;
    double step = 0.5 * (double)d->grid / (double)(d->grid - 1);
    for (size_t a = 0; a < n; a++) {
        uint64_t low = vf_design_below(&grid, d->grid / 2);
        bool up = vf_design_below(&grid, 2) == 1;
        at[a] = (double)(up ? low : low + d->grid / 2) / (double)(d->grid - 1);
        size_t other = (size_t)vf_design_below(&turn, a + 1);
        order[a] = order[other];
        order[other] = a;
    }
    for (size_t k = 0; k < n; k++) {
        double *here = &at[(k + 1) * n];
        memcpy(here, here - n, size);
        here[order[k]] += here[order[k]] < 0.5 ? step : -step;
        here[order[k]] = fmin(fmax(here[order[k]], 0), 1);
    }
}

/* The sum over pairs of their points, squared. */
static double distance2(size_t n, const double *a, const double *b) {
    double sum = 0;
    for (size_t i = 0; i <= n; i++) {
        for (size_t j = 0; j <= n; j++) {
            double square = 0;
            for (size_t k = 0; k < n; k++) {
                double x = a[i * n + k] - b[j * n + k];
                square += x * x;
            }
            sum += sqrt(square);
        }
    }
    return sum * sum;
}

/* Numbers of `wanted` of m candidates. */
static void choose(size_t n, const double *walks, size_t m, size_t *kept, size_t wanted) {
    size_t size = n * (n + 1);
    double *apart = vf_xcalloc(m, sizeof *apart);
    kept[0] = 0;
    for (size_t k = 1; k < wanted; k++) {
        apart[kept[k - 1]] = -1; /* taken */
        size_t best = m;
        for (size_t c = 0; c < m; c++) {
            apart[c] += apart[c] < 0 ? 0 : distance2(n, &walks[c * size], &walks[kept[k - 1] * size]);
            best = apart[c] >= 0 && (best == m || apart[c] > apart[best]) ? c : best;
        }
        kept[k] = best;
    }
    free(apart);
}

static void fill(const struct vf_design *d, uint64_t n, double *place) {
    size_t wanted = (size_t)d->samples, m = wanted <= CHOOSE_MOST ? CANDIDATES * wanted : wanted,
           size = d->n_axes * (d->n_axes + 1);
    double *walks = vf_xcalloc(m * size + 1, sizeof *walks);
    size_t *kept = vf_xcalloc(m, sizeof *kept), *order = vf_xcalloc(d->n_axes + 1, sizeof *order);
    for (size_t c = 0; c < m; c++) {
        walk(d, c, order, &walks[c * size]);
        kept[c] = c;
    }
    if (m > wanted) {
        choose(d->n_axes, walks, m, kept, wanted);
    }
    for (uint64_t k = 0; k < n * d->n_axes; k++) {
        place[k] = vf_design_place(&d->axis[k % d->n_axes], walks[kept[k / size] * size + k % size]);
    }
    free(order);
    free(kept);
    free(walks);
}

const struct vf_design_kind vf_design_morris = {.name = "morris",
                                                .sampled = true,
                                                .drawn = true,
                                                .levels = true,
                                                .ends = true,
                                                .block = 1,
                                                .says = "`samples` trajectories that move one axis at a time",
                                                .refuse = refuse,
                                                .count = count,
                                                .fill = fill};

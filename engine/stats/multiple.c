/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Holm's adjustment: see vf_multiple.h. The k-th smallest of m p-values is multiplied by m - k + 1; a running
 * maximum keeps the order. */
#include "vf_multiple.h"

#include <math.h>
#include <stdlib.h>

#include "vf_error.h"

struct ranked {
    double p;
    size_t index;
};

/* Ties by index: equal p-values get equal results either way, but the order must be total. */
static int by_p(const void *a, const void *b) {
    const struct ranked *x = a, *y = b;
    if (x->p != y->p) {
        return x->p < y->p ? -1 : 1;
    }
    return (x->index > y->index) - (x->index < y->index);
}

size_t vf_holm(const double *p, size_t n, double *adjusted) {
    struct ranked *order = vf_xcalloc(n > 0 ? n : 1, sizeof *order);
    size_t m = 0;
    for (size_t i = 0; i < n; i++) {
        if (!isnan(p[i])) {
            order[m++] = (struct ranked){p[i], i};
        } else {
            adjusted[i] = (double)NAN;
        }
    }
    qsort(order, m, sizeof *order, by_p);
    double most = 0.0;
    for (size_t k = 0; k < m; k++) {
        double scaled = order[k].p * (double)(m - k);
        scaled = scaled > 1.0 ? 1.0 : scaled;
        most = scaled > most ? scaled : most;
        adjusted[order[k].index] = most;
    }
    free(order);
    return m;
}

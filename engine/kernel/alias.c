/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Setting up an alias table; see vf_alias.h. Called while a config is compiled, never while a model runs. */
#include "vf_alias.h"

#include <math.h>
#include <stdlib.h>

static int check(size_t n, const double *weight, double *sum, struct vf_error *err) {
    if (n < 1 || n > UINT32_MAX) {
        return vf_error_set(err, VF_E_CONFIG, "weights: expected 1 to 4294967295 of them, found %zu", n);
    }
    *sum = 0;
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(weight[i]) || weight[i] < 0) {
            return vf_error_set(err, VF_E_CONFIG, "weight %zu is %g: expected a finite number >= 0", i + 1,
                                weight[i]);
        }
        *sum += weight[i];
    }
    if (!(*sum > 0) || !isfinite(*sum)) {
        return vf_error_set(err, VF_E_CONFIG, "the weights sum to %g: expected a finite sum > 0", *sum);
    }
    return 0;
}

int vf_alias_init(struct vf_alias *a, size_t n, const double *weight, struct vf_error *err) {
    *a = (struct vf_alias){0, NULL};
    double sum = 0;
    int code = check(n, weight, &sum, err);
    if (code != 0) {
        return code;
    }
    a->n = n;
    a->cell = vf_xcalloc(n, sizeof *a->cell);
    uint32_t *waiting =
        vf_xcalloc(n, sizeof *waiting); /* poor cells from the front, rich ones from the back */
    size_t poor = 0, rich = n;
    for (size_t i = 0; i < n; i++) {
        a->cell[i] = (struct vf_alias_cell){weight[i] / sum * (double)n, (uint32_t)i};
        waiting[a->cell[i].cut < 1 ? poor++ : --rich] = (uint32_t)i;
    }
    while (poor > 0 && rich < n) {
        uint32_t taker = waiting[--poor], giver = waiting[rich];
        a->cell[taker].other = giver;
        a->cell[giver].cut -= 1 - a->cell[taker].cut;
        if (a->cell[giver].cut < 1) {
            rich++;
            waiting[poor++] = giver;
        }
    }
    while (poor > 0) { /* what is left differs from 1 by rounding only, and keeps its own */
        a->cell[waiting[--poor]].cut = 1;
    }
    while (rich < n) {
        a->cell[waiting[rich++]].cut = 1;
    }
    free(waiting);
    return 0;
}

void vf_alias_fini(struct vf_alias *a) {
    free(a->cell);
    *a = (struct vf_alias){0, NULL};
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running moments: see vf_tally.h for the contract. */
#include "vf_tally.h"

void vf_tally_merge(struct vf_tally *into, const struct vf_tally *from) {
    if (from->n == 0) {
        return;
    }
    if (into->n == 0) {
        *into = *from;
        return;
    }
    double na = (double)into->n, nb = (double)from->n, n = na + nb;
    double delta = from->mean - into->mean;
    into->mean += delta * (nb / n);
    into->m2 += from->m2 + delta * delta * (na * nb / n);
    into->n += from->n;
    into->min = from->min < into->min ? from->min : into->min;
    into->max = from->max > into->max ? from->max : into->max;
}

double vf_tally_variance(const struct vf_tally *t) {
    return t->n < 2 ? (double)NAN : t->m2 / (double)(t->n - 1);
}

double vf_tally_sd(const struct vf_tally *t) { return sqrt(vf_tally_variance(t)); }

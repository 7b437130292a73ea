/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running moments: see vf_tally.h for the contract. */
#include "vf_tally.h"

double vf_tally_variance(const struct vf_tally *t) {
    return t->n < 2 ? (double)NAN : t->m2 / (double)(t->n - 1);
}

double vf_tally_sd(const struct vf_tally *t) { return sqrt(vf_tally_variance(t)); }

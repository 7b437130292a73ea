/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many verdicts at once: p-values adjusted so that the chance of one or more false findings among all of them stays
 * below the level, whatever the dependence between them (Holm, "A simple sequentially rejective multiple test
 * procedure", Scandinavian Journal of Statistics 6, 1979). Simulation outputs are strongly dependent, so a method
 * that asks for independence would promise too much. */
#ifndef VF_MULTIPLE_H
#define VF_MULTIPLE_H

#include <stddef.h>

/* adjusted[i] = the level at which hypothesis i would just be rejected by Holm's procedure over all n of them, at
 * most 1. A p[i] that is NaN (no test could be made) gets NaN and does not count among the n. p and adjusted may be
 * the same array. Returns the number of tests that counted. */
size_t vf_holm(const double *p, size_t n, double *adjusted);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Elementary effects (Morris 1991, Campolongo et al. 2007): see vf_sensitivity.h. */
#include <stdlib.h>

#include "vf_indices.h"

static void compute(const struct vf_analysis *a, const struct vf_blocks *b, struct vf_sensitivity *s) {
    size_t n = a->design.n_axes;
    struct vf_effect *effect = vf_xcalloc(n + 1, sizeof *effect);
    s->used = vf_morris_effects(b, n, a->place, effect);
    for (size_t k = 0; k < n; k++) {
        struct vf_interval *x = &s->index[k * a->indices->n];
        x[0] = effect[k].mu_star;
        x[1] = effect[k].mu;
        x[2].value = effect[k].sigma;
        x[3].value = effect[k].noise;
    }
    free(effect);
}

const struct vf_indices vf_indices_morris = {
    .design = &vf_design_morris,
    .n = 4,
    .index = {{"mu_star", "mu*", "mu*"},
              {"mu", "mu", "mu"},
              {"sigma", "sigma", "sigma"},
              {"noise", "Slump", "Chance"}},
    .says =
        {"mu*: genomsnittlig storlek av en effekt, mu: med tecken, sigma: spridningen (samspel och "
         "krökning); allt "
         "per hela axelns område, från minsta till största värdet; ett steg som avrundningen tar tillbaka "
         "räknas inte. Slump: vad slumpen ensam ger en enskild effekt i standardavvikelse, "
         "med samma "
         "patienter i alla punkter. Parenteser: 95 % intervall.",
         "mu*: mean size of an effect, mu: with its sign, sigma: its spread (interactions and "
         "curvature); all per "
         "whole range of the axis, from its smallest to its largest value; a move that rounding undoes is "
         "left out. Chance: the standard deviation that chance alone gives a single "
         "effect, with "
         "the same patients in every point. Brackets: 95 % intervals."},
    .places = true,
    .compute = compute,
};

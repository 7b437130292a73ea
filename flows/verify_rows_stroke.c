/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of the stroke wards of Monks et al. (2016). Beds are not limited, so the numbers on the wards are
 * independent Poisson variables and the probability of delay at c beds, P(N = c) / P(N <= c), is Erlang-B's at
 * the ward's load: arrivals per day times mean stay, summed over the groups. */
#include <stdio.h>

#include "vf_queueing.h"
#include "vf_verify.h"

/* Acute: one arrival every `gap` days, mean stay by where the patient goes next. */
static double acute_load(bool neuro) {
    double stroke = (0.24 * 7.4 + 0.13 * 4.6 + 0.63 * 7.0) / 1.2;
    return stroke + 1.8 / 9.3 + (neuro ? 4.0 / 3.6 : 0) + 3.8 / 3.2;
}

/* Rehab: those from acute and those who come straight. */
static double rehab_load(bool neuro) {
    double stroke = (0.24 / 1.2 + 1 / 21.8) * (0.4 * 30.3 + 0.6 * 28.4);
    double tia = 0.01 / 9.3 * 18.7;
    double nervous = (0.11 / 3.6 + 1 / 31.7) * 27.6;
    double other = (0.05 / 3.2 + 1 / 28.6) * 16.1;
    return stroke + tia + (neuro ? nervous : 0) + other;
}

static void delays(struct vf_verify_table *t, const char *scenario, const char *unit, double load,
                   uint32_t from, uint32_t to) {
    for (uint32_t c = from; c <= to; c++) {
        char quantity[64];
        snprintf(quantity, sizeof quantity, "p(delay), %s, %u beds", unit, c);
        struct vf_verify_row *row = vf_verify_add(t, "v1", scenario);
        vf_verify_probability(row, quantity, unit, NULL, vf_erlang_b(load, c));
        row->kind = VF_VERIFY_DELAY;
        row->c = c;
    }
}

static void scenario(struct vf_verify_table *t, const char *name, double acute, double rehab) {
    bool all = name[0] != 'n';
    vf_verify_value(vf_verify_add(t, "v1", name), "occupancy of acute", "acute", "occupancy", acute);
    vf_verify_value(vf_verify_add(t, "v1", name), "occupancy of rehab", "rehab", "occupancy", rehab);
    delays(t, name, "acute", acute, all ? 9 : 10, all ? 14 : 15);
    if (all) {
        delays(t, name, "rehab", rehab, 10, 10);
    }
    delays(t, name, "rehab", rehab, 12, 16);
}

void vf_verify_rows_stroke(struct vf_verify_table *t) {
    scenario(t, "current", acute_load(true), rehab_load(true));
    scenario(t, "plus5", 1.05 * acute_load(true), 1.05 * rehab_load(true));
    scenario(t, "no_neuro", acute_load(false), rehab_load(false));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of beds without limit under arrivals that swing (M_t/G/infinity: Eick, Massey & Whitt 1993). With rate
 * l (1 + sum_k a_k sin w_k t) and stay S the mean number is
 *   m(t) = l (E S + sum_k a_k (y_k sin w_k t - (1 - x_k) cos w_k t) / w_k),  x = E cos wS, y = E sin wS.
 * Hours. */
#include <stdio.h>

#include "vf_math.h"
#include "vf_verify.h"

static const double two_pi = 6.283185307179586;

struct swing {
    double period, amplitude;
};
/* A law by its characteristic function at w: x + iy. */
typedef void law(double w, double *x, double *y);

/* Gamma of shape 2 and mean 5: 1 / (1 - 2.5 iw)^2. */
static void law_gamma(double w, double *x, double *y) {
    double v = 2.5 * w, size = 1 + v * v;
    *x = (1 - v * v) / (size * size);
    *y = 2 * v / (size * size);
}

/* Exponential of mean 20. */
static void law_exponential(double w, double *x, double *y) {
    *x = 1 / (1 + 400 * w * w);
    *y = 20 * w / (1 + 400 * w * w);
}

/* Uniform from 4 to 20. */
static void law_uniform(double w, double *x, double *y) {
    *x = (vf_sin(20 * w) - vf_sin(4 * w)) / (16 * w);
    *y = (vf_cos(4 * w) - vf_cos(20 * w)) / (16 * w);
}

struct model {
    const char *scenario;
    law *stay;
    double mean, rate, cycle;
    uint32_t bins;
    struct swing swing[2];
};
static const struct model models[] = {
    {"day", law_gamma, 5, 4, 24, 6, {{24, 0.6}}},
    {"week", law_exponential, 20, 1, 168, 7, {{168, 0.5}}},
    {"day_and_week", law_uniform, 12, 2, 168, 14, {{24, 0.5}, {168, 0.3}}},
};

static double number(const struct model *m, double at) {
    double sum = m->mean;
    for (int k = 0; k < 2 && m->swing[k].period > 0; k++) {
        double w = two_pi / m->swing[k].period, x, y;
        m->stay(w, &x, &y);
        sum += m->swing[k].amplitude * (y * vf_sin(w * at) - (1 - x) * vf_cos(w * at)) / w;
    }
    return m->rate * sum;
}

void vf_verify_rows_phase(struct vf_verify_table *t) {
    for (size_t k = 0; k < sizeof models / sizeof *models; k++) {
        const struct model *m = &models[k];
        for (uint32_t bin = 0; bin < m->bins; bin++) {
            char quantity[64];
            double at = bin * m->cycle / m->bins;
            snprintf(quantity, sizeof quantity, "mean number at %g h", at);
            struct vf_verify_row *row = vf_verify_add(t, "mt-g-inf", m->scenario);
            vf_verify_value(row, quantity, "beds", NULL, number(m, at));
            row->kind = VF_VERIFY_PHASE;
            row->c = bin;
        }
    }
}

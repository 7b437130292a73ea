/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Erlang and Poisson results: see vf_queueing.h. Erlang-B by the stable recursion 1/B(c) = 1 +
 * (c/a)/B(c-1); Poisson sums by terms relative to the pmf at c, so that nothing underflows at large
 * loads. */
#include "vf_queueing.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdbool.h>

static bool bad(double load) { return !(load >= 0.0) || isinf(load); }

double vf_erlang_b(double load, uint32_t servers) {
    if (bad(load)) {
        return (double)NAN;
    }
    double b = 1.0;
    for (uint32_t c = 1; c <= servers; c++) {
        b = load * b / ((double)c + load * b);
    }
    return b;
}

double vf_erlang_c(double load, uint32_t servers) {
    if (bad(load)) {
        return (double)NAN;
    }
    if (load >= (double)servers) {
        return 1.0;
    }
    double b = vf_erlang_b(load, servers), rho = load / (double)servers;
    return b / (1.0 - rho * (1.0 - b));
}

double vf_mmc_wait(double load, uint32_t servers) {
    if (bad(load)) {
        return (double)NAN;
    }
    return load >= (double)servers ? (double)INFINITY : vf_erlang_c(load, servers) / ((double)servers - load);
}

double vf_poisson_over(double load, uint32_t c) {
    if (bad(load)) {
        return (double)NAN;
    }
    /* P(N > c) = P(gamma(c + 1) < load), without summing the pmf */
    return load > 0.0 ? gsl_cdf_gamma_P(load, (double)c + 1.0, 1.0) : 0.0;
}

double vf_poisson_excess(double load, uint32_t c) {
    if (bad(load)) {
        return (double)NAN;
    }
    /* E[(N-c)+] = a P(N >= c) - c P(N > c) */
    double at_least = c == 0 ? 1.0 : vf_poisson_over(load, c - 1);
    return load * at_least - (double)c * vf_poisson_over(load, c);
}

struct vf_over vf_truncated_over(double load, uint32_t c, uint32_t extra) {
    struct vf_over o = {(double)NAN, (double)NAN, (double)NAN, (double)NAN};
    if (bad(load)) {
        return o;
    }
    o.lost = vf_erlang_b(load, c + extra);
    o.mean = load * (1.0 - o.lost);
    /* Weights relative to P(N = c): those of 0 .. c add up to 1 / Erlang-B. Rescaled before they overflow. */
    double weight = 1.0, below = 1.0 / vf_erlang_b(load, c), over = 0.0, excess = 0.0;
    for (uint32_t k = 1; k <= extra; k++) {
        weight *= load / (double)(c + k);
        over += weight;
        excess += weight * (double)k;
        if (weight > 1e200) {
            weight *= 1e-200;
            over *= 1e-200;
            excess *= 1e-200;
            below *= 1e-200;
        }
    }
    o.p_over = over / (below + over);
    o.excess = excess / (below + over);
    return o;
}

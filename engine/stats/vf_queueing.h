/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exact results of queueing theory, used as oracles and as starting points of inverse questions. `load`
 * = arrival rate x mean service time (Erlang), >= 0; `servers` >= 0. Formulas: Erlang (1917); Takacs
 * (1962) for M/G/inf, whose number in system is Poisson(load) for any distribution of stay. NaN for a
 * negative or non-finite load. */
#ifndef VF_QUEUEING_H
#define VF_QUEUEING_H

#include <stdint.h>

double vf_erlang_b(double load, uint32_t servers); /* P(lost) of M/G/c/c */
double vf_erlang_c(double load, uint32_t servers); /* P(wait) of M/M/c; 1 when load >= servers */
/* mean wait in mean service times; INFINITY if unstable */
double vf_mmc_wait(double load, uint32_t servers);
double vf_poisson_over(double load, uint32_t c);   /* P(N > c), N ~ Poisson(load) */
double vf_poisson_excess(double load, uint32_t c); /* E[(N - c)+] */
/* At most `extra` places above c, then lost: N is Poisson truncated at c + extra. */
struct vf_over {
    double p_over; /* P(N > c) */
    double excess; /* E[(N - c)+] */
    double lost;   /* P(N = c + extra) */
    double mean;   /* E[N] */
};
struct vf_over vf_truncated_over(double load, uint32_t c, uint32_t extra);

#endif

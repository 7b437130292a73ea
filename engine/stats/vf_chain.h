/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Markov chains in continuous time, small enough to be solved outright: the exact answers that no formula gives.
 * States are numbered 0 .. n - 1; the caller says by vf_chain_go where each leads and at what rate (per any unit
 * of time). A state that nothing leads out of is absorbing, or, where a stationary distribution is asked for, no
 * state of the chain at all. Solved by Gauss-Seidel on the balance equations (Stewart, Introduction to the
 * Numerical Solution of Markov Chains, 1994, ch. 3).
 *
 * Order of calls: vf_chain_init, vf_chain_go for every move, one of the two solvers, vf_chain_fini. */
#ifndef VF_CHAIN_H
#define VF_CHAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct vf_chain_edge {
    uint32_t from, to;
    double rate;
};

struct vf_chain {
    uint32_t n;
    struct vf_chain_edge *edge;
    size_t n_edges, room;
    double *out; /* total rate out of each state */
};

void vf_chain_init(struct vf_chain *c, uint32_t n);
/* A move that stays where it is, or with a rate of 0 or less, is none. */
void vf_chain_go(struct vf_chain *c, uint32_t from, uint32_t to, double rate);
/* The stationary distribution, n probabilities. False when the iteration does not settle. */
bool vf_chain_stationary(struct vf_chain *c, double *p);
/* Mean time to absorption from each state. False when the iteration does not settle (no way there). */
bool vf_chain_absorption(struct vf_chain *c, double *t);
void vf_chain_fini(struct vf_chain *c);

#endif

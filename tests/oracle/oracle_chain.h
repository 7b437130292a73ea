/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stationary distributions of small Markov chains, by Gauss-Seidel on the balance equations: an answer that owes
 * nothing to the simulator. A chain numbers its states 0 .. n - 1 and says in `from`, by chain_go, where each
 * leads and at what rate. chain_solve, read p, chain_free. */
#ifndef ORACLE_CHAIN_H
#define ORACLE_CHAIN_H

#include <check.h>
#include <math.h>
#include <stdlib.h>

struct chain_edge {
    int from, to;
    double rate;
};
struct chain {
    int n;
    double *p;
    struct chain_edge *edge;
    size_t n_edges, room;
    double *out;
};

static inline void chain_go(struct chain *c, int from, int to, double rate) {
    if (from == to || rate <= 0) {
        return;
    }
    ck_assert_msg(to >= 0 && to < c->n, "state %d leads to %d", from, to);
    if (c->n_edges == c->room) {
        c->room = c->room == 0 ? 1024 : 2 * c->room;
        c->edge = realloc(c->edge, c->room * sizeof *c->edge);
        ck_assert_ptr_nonnull(c->edge);
    }
    c->edge[c->n_edges++] = (struct chain_edge){from, to, rate};
    c->out[from] += rate;
}

static int chain_by_target(const void *a, const void *b) {
    const struct chain_edge *x = a, *y = b;
    return x->to != y->to ? (x->to > y->to) - (x->to < y->to) : (x->from > y->from) - (x->from < y->from);
}

/* One sweep over the states; the largest change. Edges are sorted by target. */
static inline double chain_sweep(struct chain *c) {
    double change = 0, sum = 0;
    size_t e = 0;
    for (int s = 0; s < c->n; s++) {
        double in = 0;
        for (; e < c->n_edges && c->edge[e].to == s; e++) {
            in += c->p[c->edge[e].from] * c->edge[e].rate;
        }
        if (c->out[s] > 0) {
            double now = in / c->out[s];
            change = fmax(change, fabs(now - c->p[s]));
            c->p[s] = now;
        }
        sum += c->p[s];
    }
    for (int s = 0; s < c->n; s++) {
        c->p[s] /= sum;
    }
    return change;
}

static inline void chain_solve(struct chain *c, int n, void (*from)(struct chain *c, int state)) {
    *c = (struct chain){.n = n};
    c->p = calloc((size_t)n, sizeof *c->p);
    c->out = calloc((size_t)n, sizeof *c->out);
    ck_assert(c->p != NULL && c->out != NULL);
    for (int s = 0; s < n; s++) {
        c->p[s] = 1.0 / n;
        from(c, s);
    }
    qsort(c->edge, c->n_edges, sizeof *c->edge, chain_by_target);
    int sweeps = 0;
    while (chain_sweep(c) > 1e-14 && sweeps < 100000) {
        sweeps++;
    }
    ck_assert_msg(sweeps < 100000, "the chain does not settle");
}

static inline void chain_free(struct chain *c) {
    free(c->p);
    free(c->out);
    free(c->edge);
}

#endif

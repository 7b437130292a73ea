/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See vf_chain.h. Edges are sorted by the state whose equation they stand in, so that a sweep reads them once. */
#include "vf_chain.h"

#include <math.h>
#include <stdlib.h>

#include "vf_error.h"

enum { SWEEPS_MAX = 200000, ROOM = 1024 };
static const double settled = 1e-14;

void vf_chain_init(struct vf_chain *c, uint32_t n) {
    *c = (struct vf_chain){.n = n};
    c->out = vf_xcalloc((size_t)n + 1, sizeof *c->out);
}

void vf_chain_go(struct vf_chain *c, uint32_t from, uint32_t to, double rate) {
    if (from == to || !(rate > 0)) {
        return;
    }
    if (c->n_edges == c->room) {
        c->room = c->room == 0 ? ROOM : 2 * c->room;
        c->edge = vf_xrealloc(c->edge, c->room * sizeof *c->edge);
    }
    c->edge[c->n_edges++] = (struct vf_chain_edge){from, to, rate};
    c->out[from] += rate;
}

static int compare(uint32_t a, uint32_t b) { return (a > b) - (a < b); }

static int by_target(const void *a, const void *b) {
    const struct vf_chain_edge *x = a, *y = b;
    return x->to != y->to ? compare(x->to, y->to) : compare(x->from, y->from);
}

static int by_source(const void *a, const void *b) {
    const struct vf_chain_edge *x = a, *y = b;
    return x->from != y->from ? compare(x->from, y->from) : compare(x->to, y->to);
}

/* One sweep of p(s) = sum over moves into s of p(from) rate / out(s), scaled to sum 1; the largest change. */
static double balance(const struct vf_chain *c, double *p) {
    double change = 0, sum = 0;
    size_t e = 0;
    for (uint32_t s = 0; s < c->n; s++) {
        double in = 0;
        for (; e < c->n_edges && c->edge[e].to == s; e++) {
            in += p[c->edge[e].from] * c->edge[e].rate;
        }
        if (c->out[s] > 0) {
            double now = in / c->out[s];
            change = fmax(change, fabs(now - p[s]));
            p[s] = now;
        }
        sum += p[s];
    }
    for (uint32_t s = 0; s < c->n; s++) {
        p[s] /= sum;
    }
    return change;
}

bool vf_chain_stationary(struct vf_chain *c, double *p) {
    qsort(c->edge, c->n_edges, sizeof *c->edge, by_target);
    for (uint32_t s = 0; s < c->n; s++) {
        p[s] = c->out[s] > 0 ? 1.0 / (double)c->n : 0;
    }
    for (int k = 0; k < SWEEPS_MAX; k++) {
        if (balance(c, p) < settled) {
            return true;
        }
    }
    return false;
}

/* One sweep of t(s) = (1 + sum over moves out of s of rate t(to)) / out(s); the largest change, as a share. */
static double backward(const struct vf_chain *c, double *t) {
    double change = 0;
    size_t e = 0;
    for (uint32_t s = 0; s < c->n; s++) {
        double sum = 1;
        for (; e < c->n_edges && c->edge[e].from == s; e++) {
            sum += t[c->edge[e].to] * c->edge[e].rate;
        }
        if (c->out[s] > 0) {
            double now = sum / c->out[s];
            change = fmax(change, fabs(now - t[s]) / now);
            t[s] = now;
        }
    }
    return change;
}

bool vf_chain_absorption(struct vf_chain *c, double *t) {
    qsort(c->edge, c->n_edges, sizeof *c->edge, by_source);
    for (uint32_t s = 0; s < c->n; s++) {
        t[s] = 0;
    }
    for (int k = 0; k < SWEEPS_MAX; k++) {
        if (backward(c, t) < settled) {
            return true;
        }
    }
    return false;
}

void vf_chain_fini(struct vf_chain *c) {
    free(c->edge);
    free(c->out);
    *c = (struct vf_chain){0};
}

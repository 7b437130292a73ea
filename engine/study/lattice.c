/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Search in a monotone lattice: see vf_lattice.h. */
#include "vf_lattice.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct point {
    uint32_t at[VF_LATTICE_AXES_MAX];
};

struct search {
    const struct vf_lattice *l;
    struct vf_lattice_answer *answer;
    struct vf_error *err;
    int code; /* once not 0, or `out` is set, nothing is asked and everything unwinds */
    bool out; /* of points to ask */
    size_t n[2];
    struct point *known[2]; /* [holds] */
};

static bool below(size_t n, const uint32_t *a, const uint32_t *b) {
    for (size_t k = 0; k < n; k++) {
        if (a[k] > b[k]) {
            return false;
        }
    }
    return true;
}

static double cost_of(const struct vf_lattice *l, const uint32_t *at) {
    double cost = 0;
    for (size_t k = 0; k < l->n; k++) {
        cost += at[k] * l->cost[k];
    }
    return cost;
}

static bool follows(const struct search *s, const uint32_t *at, bool *yes) {
    for (int holds = 0; holds < 2; holds++) {
        for (size_t k = 0; k < s->n[holds]; k++) {
            const uint32_t *other = s->known[holds][k].at;
            if (holds ? below(s->l->n, other, at) : below(s->l->n, at, other)) {
                *yes = holds;
                return true;
            }
        }
    }
    return false;
}

static bool ask(struct search *s, const uint32_t *at) {
    bool yes = false;
    if (s->code != VF_OK || s->out || follows(s, at, &yes)) {
        return yes;
    }
    if (s->answer->asked >= s->l->most) {
        s->out = true;
        return false;
    }
    s->answer->asked++;
    s->code = s->l->holds(s->l->context, at, &yes, s->err);
    if (s->code == VF_OK) {
        s->known[yes] = vf_xrealloc(s->known[yes], (s->n[yes] + 1) * sizeof **s->known);
        memcpy(s->known[yes][s->n[yes]++].at, at, s->l->n * sizeof *at);
    }
    return yes && s->code == VF_OK;
}

/* Lowers one coordinate of a point that holds as far as it goes, not below `low`. */
static void lower(struct search *s, uint32_t *at, size_t axis, uint32_t low) {
    uint32_t high = at[axis];
    while (low < high) {
        at[axis] = low + (high - low) / 2;
        if (ask(s, at)) {
            high = at[axis];
        } else {
            low = at[axis] + 1;
        }
        if (s->code != VF_OK || s->out) {
            break;
        }
    }
    at[axis] = high;
}

static void lower_all(struct search *s, uint32_t *at, const uint32_t *low) {
    for (size_t k = 0; k < s->l->n; k++) {
        lower(s, at, k, low[k]);
    }
}

/* From `low` towards the far end along the straight line between them. */
static void start(struct search *s, const uint32_t *low, uint32_t *at) {
    const uint32_t steps = 1U << 16;
    uint32_t from = 0, to = steps;
    struct point p;
    for (uint32_t t = 0; from < to && s->code == VF_OK && !s->out; t = from + (to - from) / 2) {
        for (size_t k = 0; k < s->l->n; k++) {
            uint64_t whole = (uint64_t)(s->l->size[k] - 1 - low[k]) * t;
            p.at[k] = low[k] + (uint32_t)((whole + steps - 1) / steps);
        }
        if (ask(s, p.at)) {
            to = t;
            memcpy(at, p.at, s->l->n * sizeof *at);
        } else {
            from = t + 1;
        }
    }
}

/* Asks the highest points that cost less than `most`, with the coordinates before `axis` given in p; true = p holds. */
static bool cheaper(struct search *s, const uint32_t *low, struct point *p, size_t axis, double most) {
    const struct vf_lattice *l = s->l;
    double rest = most, after = 0;
    for (size_t k = 0; k < axis; k++) {
        rest -= p->at[k] * l->cost[k];
    }
    for (size_t k = axis + 1; k < l->n; k++) {
        after += low[k] * l->cost[k];
    }
    double highest = floor((rest - after) / l->cost[axis] - 1e-9);
    if (highest < low[axis]) {
        return false;
    }
    uint32_t top = highest > l->size[axis] - 1 ? l->size[axis] - 1 : (uint32_t)highest;
    if (axis + 1 == l->n) {
        p->at[axis] = top;
        return ask(s, p->at);
    }
    for (uint32_t x = low[axis]; x <= top && s->code == VF_OK && !s->out; x++) {
        p->at[axis] = x;
        if (cheaper(s, low, p, axis + 1, most)) {
            return true;
        }
    }
    return false;
}

static void search(struct search *s) {
    const struct vf_lattice *l = s->l;
    struct point low = {{0}}, p;
    uint32_t *best = s->answer->at;
    for (size_t k = 0; k < l->n; k++) {
        best[k] = l->size[k] - 1;
    }
    s->answer->found = ask(s, best);
    for (size_t k = 0; k < l->n && s->answer->found; k++) {
        p = (struct point){{0}};
        memcpy(p.at, best, l->n * sizeof *best);
        lower(s, p.at, k, 0);
        low.at[k] = p.at[k];
    }
    if (!s->answer->found || s->code != VF_OK || s->out) {
        return;
    }
    start(s, low.at, best);
    lower_all(s, best, low.at);
    while (s->code == VF_OK && !s->out && cheaper(s, low.at, &p, 0, cost_of(l, best))) {
        memcpy(best, p.at, l->n * sizeof *best);
        lower_all(s, best, low.at);
    }
}

int vf_lattice_search(const struct vf_lattice *l, struct vf_lattice_answer *answer, struct vf_error *err) {
    VF_ASSERT(l->n > 0 && l->n <= VF_LATTICE_AXES_MAX, "too many axes");
    struct search s = {.l = l, .answer = answer, .err = err};
    *answer = (struct vf_lattice_answer){.found = false};
    search(&s);
    answer->proven = s.code == VF_OK && !s.out;
    free(s.known[0]);
    free(s.known[1]);
    return s.code;
}

uint32_t vf_lattice_bisection(uint32_t size) {
    uint32_t n = 1;
    for (uint32_t left = size - 1; left > 0; left /= 2) {
        n++;
    }
    return n;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking at points and confirming the answer: see vf_solve.h for what is done and why. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_asked.h"
#include "vf_experiment.h"
#include "vf_solve.h"
#include "vf_tally.h"

enum { FRESH = 1U << 29, CONFIRM = 40, MORE = 2, TRIES = 12, SCAN = 17, SCAN_MOST = 32 };

struct run {
    struct vf_solve *s;
    const struct vf_solve_how *how;
    struct vf_asking q;
    uint32_t guess;
};

/* A point compiled for as long as it is looked at. */
struct opened {
    struct vf_model model;
    struct vf_column *column;
    struct vf_asked asked;
};

static void report(const struct run *r) {
    if (r->how->progress != NULL) {
        uint32_t points = (uint32_t)r->s->n_seen;
        struct vf_solve_progress p = {.points = points,
                                      .points_most = points < r->guess ? r->guess : points + 1,
                                      .trials = r->q.trials,
                                      .events = r->q.events};
        r->how->progress(r->how->context, &p);
    }
}

static int open_point(const struct vf_solve *s, const struct vf_solve_point *p, uint32_t first,
                      struct opened *o, struct vf_error *err) {
    const struct vf_ranges ranges = vf_solve_ranges(s);
    struct vf_config config;
    *o = (struct opened){.column = NULL};
    int code = vf_range_config(&ranges, p->value, &config, err);
    code = code ? code : vf_asked_compile(&config, s->seed, s->warmup, &o->model, err);
    if (code != VF_OK) {
        return code;
    }
    size_t *column = vf_xcalloc(s->n_limits, sizeof *column);
    for (size_t k = 0; k < s->n_limits; k++) {
        column[k] = s->limit[k].column;
    }
    o->column = vf_asked_columns(&s->measures, column, s->n_limits, &o->model);
    free(column);
    o->asked = (struct vf_asked){.model = &o->model, .column = o->column, .first = first};
    return VF_OK;
}

static void close_point(struct opened *o) {
    if (o->column != NULL) {
        vf_asked_fini(&o->asked);
        vf_model_free(&o->model);
        free(o->column);
    }
}

/* One limit by the replications done, at one-sided risk. A replication without a value (nobody came, a deadlock) keeps
 * no limit, and tells against it as the others would have to make up for it: the point stays open. */
static void judge_limit(const struct vf_solve *s, const struct vf_asking *q, const struct opened *o, size_t k,
                        double risk, struct vf_kept *kept) {
    const struct vf_limit *limit = &s->limit[k];
    struct vf_tally t = VF_TALLY_INIT;
    for (uint32_t r = 0; r < o->asked.done; r++) {
        double x = vf_asked_value(q, &o->asked, r, k);
        if (!isnan(x)) {
            vf_tally_add(&t, x);
        }
    }
    *kept =
        (struct vf_kept){.n = (uint32_t)t.n, .mean = t.n > 0 ? t.mean : (double)NAN, .bound = (double)NAN};
    if (t.n < 2) {
        return;
    }
    double half = vf_student_above(risk, t.n - 1) * vf_tally_sd(&t) / sqrt((double)t.n);
    double sign = limit->at_most ? 1 : -1, over = sign * (t.mean - limit->value);
    kept->bound = t.mean + sign * half;
    if (over + half <= 0 && t.n == o->asked.done) {
        kept->keeps = VF_KEEPS_YES;
    } else if (over - half > 0) {
        kept->keeps = VF_KEEPS_NO;
    }
}

static void judge(const struct vf_solve *s, const struct vf_asking *q, const struct opened *o, double risk,
                  struct vf_solve_point *p) {
    size_t kept = 0;
    p->keeps = VF_KEEPS_OPEN;
    for (size_t k = 0; k < s->n_limits; k++) {
        judge_limit(s, q, o, k, risk / (double)s->n_limits, &p->limit[k]);
        kept += p->limit[k].keeps == VF_KEEPS_YES;
        p->keeps = p->limit[k].keeps == VF_KEEPS_NO ? VF_KEEPS_NO : p->keeps;
    }
    p->keeps = kept == s->n_limits ? VF_KEEPS_YES : p->keeps;
}

static struct vf_solve_point point_at(const struct vf_solve *s, const uint32_t *at) {
    struct vf_solve_point p = {.keeps = VF_KEEPS_OPEN};
    memcpy(p.at, at, s->n_ranges * sizeof *at);
    for (size_t k = 0; k < s->n_ranges; k++) {
        const struct vf_range *r = &s->range[k];
        p.value[k] = vf_range_value(r, s->largest ? r->size - 1 - at[k] : at[k]);
    }
    p.limit = vf_xcalloc(s->n_limits, sizeof *p.limit);
    return p;
}

static struct vf_solve_point *seen_at(const struct vf_solve *s, const uint32_t *at) {
    for (size_t k = 0; k < s->n_seen; k++) {
        if (memcmp(s->seen[k].at, at, s->n_ranges * sizeof *at) == 0) {
            return &s->seen[k];
        }
    }
    return NULL;
}

static struct vf_solve_point *add_seen(struct vf_solve *s, const uint32_t *at) {
    struct vf_solve_point *known = seen_at(s, at);
    if (known == NULL) {
        s->seen = vf_xrealloc(s->seen, (s->n_seen + 1) * sizeof *s->seen);
        known = &s->seen[s->n_seen++];
        *known = point_at(s, at);
    }
    return known;
}

static int look(struct run *r, struct vf_solve_point *p, struct vf_error *err) {
    struct vf_solve *s = r->s;
    struct opened o;
    struct vf_asked *who[] = {&o.asked};
    int code = open_point(s, p, 0, &o, err);
    for (uint32_t n = s->first; code == VF_OK; n = n < s->most / 2 ? 2 * n : s->most) {
        code = vf_ask(&r->q, who, 1, n, err);
        if (code == VF_OK) {
            judge(s, &r->q, &o, 1 - s->confidence, p);
        }
        report(r);
        if (p->keeps != VF_KEEPS_OPEN || n >= s->most) {
            break;
        }
    }
    close_point(&o);
    return code;
}

static int holds(void *context, const uint32_t *at, bool *yes, struct vf_error *err) {
    struct run *r = context;
    bool known = seen_at(r->s, at) != NULL;
    struct vf_solve_point *p = add_seen(r->s, at);
    int code = known ? VF_OK : look(r, p, err);
    *yes = p->keeps == VF_KEEPS_YES;
    return code;
}

/* New patients, twice as many each time, until the point is shown to keep or to break the limits. The risk is shared by
 * the looks that there may be. */
static int confirm(struct run *r, struct vf_solve_point *p, double risk, struct vf_error *err) {
    struct opened o;
    struct vf_asked *who[] = {&o.asked};
    uint32_t cap = MORE * r->s->most, looks = 1;
    for (uint32_t n = CONFIRM; n < cap; n *= 2) {
        looks++;
    }
    int code = open_point(r->s, p, FRESH, &o, err);
    for (uint32_t n = CONFIRM; code == VF_OK && looks > 0 && p->keeps == VF_KEEPS_OPEN; n *= 2) {
        code = vf_ask(&r->q, who, 1, n < cap ? n : cap, err);
        if (code == VF_OK) {
            judge(r->s, &r->q, &o, risk / looks, p);
        }
        report(r);
        if (n >= cap) {
            break;
        }
    }
    close_point(&o);
    return code;
}

static void forget_neighbours(struct vf_solve *s) {
    for (size_t k = 0; k < s->n_ranges && s->neighbour != NULL; k++) {
        free(s->neighbour[k].limit);
    }
    free(s->neighbour);
    s->neighbour = NULL;
}

/* One that keeps the limits after all was misjudged by the search, which then goes on: the answer is not yet found. */
static int confirm_neighbours(struct run *r, double risk, struct vf_error *err) {
    struct vf_solve *s = r->s;
    int code = VF_OK;
    s->neighbour = vf_xcalloc(s->n_ranges, sizeof *s->neighbour);
    for (size_t k = 0; k < s->n_ranges && code == VF_OK && s->found; k++) {
        uint32_t at[VF_LATTICE_AXES_MAX];
        memcpy(at, s->answer.at, sizeof at);
        if (at[k] == 0) {
            continue;
        }
        at[k]--;
        s->neighbour[k] = point_at(s, at);
        code = confirm(r, &s->neighbour[k], risk, err);
        if (s->neighbour[k].keeps == VF_KEEPS_YES) {
            s->found = false;
            add_seen(s, at)->keeps = VF_KEEPS_YES;
        }
    }
    if (!s->found) {
        forget_neighbours(s);
    }
    return code;
}

static double cost_of(const struct vf_solve *s, const uint32_t *at) {
    double sum = 0;
    for (size_t k = 0; k < s->n_ranges; k++) {
        sum += at[k] * s->range[k].step;
    }
    return sum;
}

/* Whether a is shown to keep a limit that b, which lies no lower, is shown to break. */
static bool contradicts(const struct vf_solve *s, const struct vf_solve_point *a,
                        const struct vf_solve_point *b) {
    bool above = true, differ = a->keeps == VF_KEEPS_YES && b->keeps == VF_KEEPS_NO;
    for (size_t k = 0; k < s->n_ranges; k++) {
        above = above && b->at[k] >= a->at[k];
    }
    for (size_t k = 0; k < s->n_limits; k++) {
        differ = differ || (a->limit[k].keeps == VF_KEEPS_YES && b->limit[k].keeps == VF_KEEPS_NO);
    }
    return above && differ;
}

/* Whether something looked at tells against what is assumed, whether better points stayed open, and whether any were
 * not looked at. */
static void look_back(struct vf_solve *s) {
    double best = cost_of(s, s->answer.at), all = 1, below = 0;
    for (size_t k = 0; k < s->n_ranges; k++) {
        all *= s->range[k].size;
    }
    for (size_t i = 0; i < s->n_seen; i++) {
        bool better = cost_of(s, s->seen[i].at) < best;
        below += better;
        s->open_below = s->open_below || (s->seen[i].keeps == VF_KEEPS_OPEN && s->found && better);
        for (size_t j = 0; j < s->n_seen; j++) {
            s->monotone = s->monotone && !contradicts(s, &s->seen[i], &s->seen[j]);
        }
    }
    double had = s->found ? below : (double)s->n_seen;
    double needed = !s->found ? all : s->n_ranges == 1 ? s->answer.at[0] : best > 0 ? all : 0;
    s->assumed = (s->found || s->refuted) && had < needed;
}

/* ---- When the far end does not do ---- */

struct spot {
    double cost;
    uint32_t at[VF_LATTICE_AXES_MAX];
};

static int by_cost(const void *a, const void *b) {
    const struct spot *x = a, *y = b;
    return (x->cost > y->cost) - (x->cost < y->cost);
}

/* Whether the mean seen so far lies on the right side of the limit. */
static bool kept_by_mean(const struct vf_solve *s, const struct vf_solve_point *p, size_t k) {
    const struct vf_limit *limit = &s->limit[k];
    return limit->at_most ? p->limit[k].mean <= limit->value : p->limit[k].mean >= limit->value;
}

static int looked(struct run *r, const uint32_t *at, struct vf_solve_point *out, struct vf_error *err) {
    bool yes;
    int code = holds(r, at, &yes, err);
    *out = *seen_at(r->s, at);
    return code;
}

/* Along one axis: between where the last limit comes to be kept and where the first ceases to be, each found by
 * halving. */
static int between_turns(struct run *r, uint32_t *from, uint32_t *to, struct vf_error *err) {
    struct vf_solve *s = r->s;
    struct vf_solve_point p;
    uint32_t at[VF_LATTICE_AXES_MAX] = {0}, end = s->range[0].size - 1;
    *from = 0;
    *to = end;
    int code = VF_OK;
    for (size_t k = 0; k < s->n_limits && code == VF_OK; k++) {
        uint32_t low = 0, high = end;
        at[0] = low;
        code = looked(r, at, &p, err);
        bool first = kept_by_mean(s, &p, k);
        at[0] = high;
        code = code ? code : looked(r, at, &p, err);
        if (kept_by_mean(s, &p, k) == first) {
            continue;
        }
        while (high - low > 1 && code == VF_OK && s->n_seen < s->points) {
            at[0] = low + (high - low) / 2;
            code = looked(r, at, &p, err);
            if (kept_by_mean(s, &p, k) == first) {
                low = at[0];
            } else {
                high = at[0];
            }
        }
        *from = !first && high > *from ? high : *from;
        *to = first && low < *to ? low : *to;
    }
    return code;
}

static size_t power(size_t x, size_t n) {
    size_t product = 1;
    while (n-- > 0) {
        product *= x;
    }
    return product;
}

/* Points spread over a box, its corners among them. */
static size_t spread(const struct vf_solve *s, const uint32_t *from, const uint32_t *to, uint32_t each,
                     struct spot *out) {
    size_t n = power(each, s->n_ranges);
    for (size_t i = 0; i < n; i++) {
        size_t left = i;
        for (size_t k = 0; k < s->n_ranges; k++, left /= each) {
            uint64_t wide = to[k] - from[k];
            out[i].at[k] = from[k] + (uint32_t)(wide * (left % each) / (each - 1));
        }
        out[i].cost = cost_of(s, out[i].at);
    }
    return n;
}

/* The far end does not keep the limits: is there a point all the same? Looks at points spread over the ranges, and along
 * one axis over where no limit has yet ceased to be kept, from the best on. */
static int survey(struct run *r, uint32_t *at, bool *any, struct vf_error *err) {
    struct vf_solve *s = r->s;
    uint32_t from[VF_LATTICE_AXES_MAX] = {0}, to[VF_LATTICE_AXES_MAX], each = SCAN;
    for (size_t k = 0; k < s->n_ranges; k++) {
        to[k] = s->range[k].size - 1;
    }
    while (s->n_ranges > 1 && each > 2 && power(each, s->n_ranges) > SCAN_MOST) {
        each--;
    }
    struct spot *spot = vf_xcalloc((size_t)2 << VF_LATTICE_AXES_MAX, sizeof *spot);
    size_t n = spread(s, from, to, each, spot);
    int code = s->n_ranges == 1 ? between_turns(r, from, to, err) : VF_OK;
    if (s->n_ranges == 1 && from[0] <= to[0]) {
        n += spread(s, from, to, each, spot + n);
    }
    qsort(spot, n, sizeof *spot, by_cost);
    for (size_t i = 0; i < n && code == VF_OK && !*any; i++) {
        if (seen_at(s, spot[i].at) != NULL || s->n_seen < s->points) {
            memcpy(at, spot[i].at, sizeof spot[i].at);
            code = holds(r, at, any, err);
        }
    }
    free(spot);
    return code;
}

/* The best point that keeps all; when the far end does not, below one that does. */
static int find(struct run *r, struct vf_lattice *l, uint32_t *size, struct vf_lattice_answer *a,
                struct vf_error *err) {
    uint32_t at[VF_LATTICE_AXES_MAX];
    bool any = false;
    for (size_t k = 0; k < r->s->n_ranges; k++) {
        size[k] = r->s->range[k].size;
    }
    int code = vf_lattice_search(l, a, err);
    code = code || a->found || !a->proven ? code : survey(r, at, &any, err);
    for (size_t k = 0; k < r->s->n_ranges && any; k++) {
        size[k] = at[k] + 1;
    }
    return any && code == VF_OK ? vf_lattice_search(l, a, err) : code;
}

/* One answer of the search, confirmed or given up. */
static int try_answer(struct run *r, const struct vf_lattice_answer *a, unsigned attempt,
                      struct vf_error *err) {
    struct vf_solve *s = r->s;
    double risk = ldexp(1 - s->confidence, -(int)attempt);
    free(s->answer.limit);
    s->answer = point_at(s, a->at);
    int code = confirm(r, &s->answer, risk, err);
    seen_at(s, a->at)->keeps = s->answer.keeps;
    s->found = code == VF_OK && s->answer.keeps == VF_KEEPS_YES;
    return s->found ? confirm_neighbours(r, risk, err) : code;
}

/* Not even the end of the ranges seems to do: that too is said of new patients. That there is no answer follows only of
 * a limit that the end breaks and that was kept nowhere else. */
static int confirm_none(struct run *r, double risk, struct vf_error *err) {
    struct vf_solve *s = r->s;
    uint32_t end[VF_LATTICE_AXES_MAX] = {0};
    for (size_t k = 0; k < s->n_ranges; k++) {
        end[k] = s->range[k].size - 1;
    }
    free(s->answer.limit);
    s->answer = point_at(s, end);
    int code = confirm(r, &s->answer, risk, err);
    for (size_t k = 0; k < s->n_limits; k++) {
        bool none = s->answer.limit[k].keeps == VF_KEEPS_NO;
        for (size_t i = 0; i < s->n_seen && none; i++) {
            none = !kept_by_mean(s, &s->seen[i], k);
        }
        s->refuted = s->refuted || none;
    }
    s->monotone = s->monotone && (s->refuted || s->answer.keeps != VF_KEEPS_NO);
    add_seen(s, end)->keeps = s->answer.keeps;
    return code;
}

static int search(struct run *r, struct vf_error *err) {
    struct vf_solve *s = r->s;
    uint32_t size[VF_LATTICE_AXES_MAX];
    double cost[VF_LATTICE_AXES_MAX];
    int code = VF_OK;
    for (size_t k = 0; k < s->n_ranges; k++) {
        cost[k] = s->range[k].step;
        r->guess += vf_lattice_bisection(s->range[k].size) * (s->n_ranges > 1 ? 2 : 1);
    }
    struct vf_lattice l = {
        .n = s->n_ranges, .size = size, .cost = cost, .most = s->points, .holds = holds, .context = r};
    for (unsigned attempt = 1; attempt <= TRIES && code == VF_OK && !s->found; attempt++) {
        struct vf_lattice_answer a;
        code = find(r, &l, size, &a, err);
        s->proven = a.proven;
        if (code == VF_OK && a.found) {
            code = try_answer(r, &a, attempt, err);
        } else if (code == VF_OK) {
            code = confirm_none(r, ldexp(1 - s->confidence, -(int)attempt), err);
            if (s->answer.keeps != VF_KEEPS_YES) {
                break;
            }
        }
    }
    look_back(s);
    return code;
}

int vf_solve_run(struct vf_solve *s, const struct vf_solve_how *how, struct vf_error *err) {
    struct run r = {.s = s, .how = how, .q = {.outputs = s->n_limits}};
    r.q.how.threads = how->threads;
    r.q.how.signals = how->signals;
    int code = VF_OK;
    if (s->model.run.warmup_auto) {
        code = vf_warmup_pilot(&s->base, s->seed, &r.q.how, &s->warmup, err);
    }
    code = code ? code : search(&r, err);
    s->trials = r.q.trials;
    s->events = r.q.events;
    return code;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The race for the frontier and its confirmation: see vf_budget.h. */
#include "vf_budget.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_asked.h"
#include "vf_sweep_run.h"

enum { FRESH = 1U << 29, CONFIRM = 40, BLOCK = 64, BATCH_MAX = 256 };
static const double NEARLY = 1e-9;

struct run {
    struct vf_budget *b;
    const struct vf_solve_how *how;
    struct vf_asking q;
    struct vf_asked *asked; /* [n] */
};

/* A point compiled for as long as it is run. */
struct opened {
    struct vf_model model;
    struct vf_column *column;
};

/* ---- What is within the budget ---- */

static int refuse_many(const struct vf_budget *b, struct vf_error *err) {
    char message[128];
    (void)snprintf(message, sizeof message, "%zu points within the budget, at most %lu", b->n,
                   (unsigned long)b->o.points);
    return vf_sweep_problem(b->s, "/design", message, "take longer steps, or raise the bound with --points",
                            err);
}

int vf_budget_plan(struct vf_budget *b, const struct vf_sweep *s, const struct vf_budget_options *o,
                   struct vf_error *err) {
    *b = (struct vf_budget){.s = s, .o = *o, .cheapest = (double)NAN, .warmup = -1};
    if (!s->spending.given) {
        return vf_sweep_problem(s, "", "the study has no budget",
                                "say what its axes cost and what is to be minimised, under \"budget\"", err);
    }
    b->point = vf_xcalloc(s->n_points + 1U, sizeof *b->point);
    b->cost = vf_xcalloc(s->n_points + 1U, sizeof *b->cost);
    for (uint32_t p = 0; p < s->n_points; p++) {
        double cost = vf_sweep_cost(s, p);
        b->cheapest = p == 0 || cost < b->cheapest ? cost : b->cheapest;
        if (cost <= s->spending.most + NEARLY * fabs(s->spending.most)) {
            b->point[b->n] = p;
            b->cost[b->n++] = cost;
        }
    }
    return b->n > o->points ? refuse_many(b, err) : VF_OK;
}

/* ---- Running points ---- */

static int open_point(const struct vf_budget *b, size_t at, struct opened *o, struct vf_error *err) {
    const struct vf_sweep *s = b->s;
    const struct vf_picked *picked = &s->spending.picked;
    struct vf_config config;
    int code = vf_sweep_config(s, b->point[at], &config, err);
    code = code ? code : vf_asked_compile(&config, s->seed, b->warmup, &o->model, err);
    if (code == VF_OK) {
        o->column = vf_asked_columns(&s->measures, picked->column, picked->n, &o->model);
    }
    return code;
}

/* Up to BLOCK of the points; their models are in memory only meanwhile. */
static int ask_block(struct run *r, const size_t *at, size_t n, uint32_t upto, struct vf_error *err) {
    struct opened *open = vf_xcalloc(n, sizeof *open);
    struct vf_asked *who[BLOCK];
    int code = VF_OK;
    for (size_t k = 0; k < n && code == VF_OK; k++) {
        code = open_point(r->b, at[k], &open[k], err);
        who[k] = &r->asked[at[k]];
        who[k]->model = &open[k].model;
        who[k]->column = open[k].column;
    }
    code = code ? code : vf_ask(&r->q, who, n, upto, err);
    for (size_t k = 0; k < n; k++) {
        if (open[k].column != NULL) {
            vf_model_free(&open[k].model);
            free(open[k].column);
        }
    }
    free(open);
    return code;
}

static void report(const struct run *r, double left) {
    if (r->how->progress != NULL) {
        struct vf_solve_progress p = {.points = (uint32_t)r->q.trials,
                                      .points_most = (uint32_t)((double)r->q.trials + left),
                                      .trials = r->q.trials,
                                      .events = r->q.events};
        r->how->progress(r->how->context, &p);
    }
}

static int ask(struct run *r, const size_t *at, size_t n, uint32_t upto, double left, struct vf_error *err) {
    int code = VF_OK;
    for (size_t k = 0; k < n && code == VF_OK; k += BLOCK) {
        code = ask_block(r, at + k, n - k < BLOCK ? n - k : BLOCK, upto, err);
        report(r, left + (double)(n - k) * upto);
    }
    return code;
}

/* The weighted sum; NaN when one of its indicators has no value. */
static double value_of(const struct run *r, size_t at, uint32_t replication) {
    const struct vf_spending *x = &r->b->s->spending;
    double sum = 0;
    for (size_t k = 0; k < x->picked.n; k++) {
        sum += x->weight[k] * vf_asked_value(&r->q, &r->asked[at], replication, k);
    }
    return sum;
}

/* ---- The race ---- */

static int judge(struct run *r, uint32_t upto, struct vf_error *err) {
    struct vf_budget *b = r->b;
    double *x = vf_xcalloc(b->n, sizeof *x);
    int code = VF_OK;
    while (b->race.r < upto && !b->settled && code == VF_OK) {
        for (size_t k = 0; k < b->n && code == VF_OK; k++) {
            x[k] = b->race.out[k] == 0 ? value_of(r, k, b->race.r) : 0;
            if (isnan(x[k])) {
                code = vf_error_set(err, VF_E_STATE,
                                    "what is to be minimised has no value in replication %lu of point %lu",
                                    (unsigned long)b->race.r, (unsigned long)b->point[k]);
            }
        }
        b->settled = code == VF_OK && vf_frontier_add(&b->race, x);
    }
    free(x);
    return code;
}

/* The next batch doubles what there is, within what can be needed. */
static uint32_t next_stop(const struct vf_budget *b) {
    const struct vf_frontier *f = &b->race;
    double need = vf_frontier_most(f), to = f->r + (f->r < BATCH_MAX ? f->r : BATCH_MAX);
    to = to < need ? to : need;
    return f->r == 0 ? b->o.first : to < b->o.most ? (uint32_t)to : b->o.most;
}

static int race(struct run *r, struct vf_error *err) {
    struct vf_budget *b = r->b;
    size_t *in = vf_xcalloc(b->n, sizeof *in);
    int code = VF_OK;
    while (code == VF_OK && !b->settled && b->race.r < b->o.most) {
        size_t n = 0;
        uint32_t upto = next_stop(b);
        for (size_t k = 0; k < b->n; k++) {
            if (b->race.out[k] == 0) {
                in[n++] = k;
            }
        }
        code = ask(r, in, n, upto, CONFIRM, err);
        code = code ? code : judge(r, upto, err);
    }
    free(in);
    return code;
}

/* ---- The frontier on new patients ---- */

static void summarise(const struct run *r, struct vf_budget_row *row, uint32_t n) {
    const struct vf_picked *picked = &r->b->s->spending.picked;
    double *x = vf_xcalloc(n, sizeof *x);
    for (uint32_t k = 0; k < n; k++) {
        x[k] = value_of(r, row->at, k);
    }
    vf_summarise(x, n, &row->value);
    vf_summary_years(&row->value, (double)NAN,
                     (double)r->b->s->model.run.duration / (365.0 * (double)VF_MS_DAY));
    for (size_t c = 0; c < picked->n; c++) {
        struct vf_tally t = VF_TALLY_INIT;
        for (uint32_t k = 0; k < n; k++) {
            double y = vf_asked_value(&r->q, &r->asked[row->at], k, c);
            if (!isnan(y)) {
                vf_tally_add(&t, y);
            }
        }
        row->mean[c] = t.mean;
    }
    free(x);
}

/* Compares a row with a cheaper one, at one-sided risk. */
static void compare(const struct run *r, struct vf_budget_row *row, const struct vf_budget_row *cheaper,
                    uint32_t n, double risk) {
    double *a = vf_xcalloc(n, sizeof *a), *c = vf_xcalloc(n, sizeof *c);
    for (uint32_t k = 0; k < n; k++) {
        a[k] = value_of(r, row->at, k);
        c[k] = value_of(r, cheaper->at, k);
    }
    vf_paired_compare(a, c, n, &row->step);
    free(a);
    free(c);
    const struct vf_summary *d = &row->step.difference;
    double half = d->n > 1 ? vf_student_above(risk, d->n - 1) * d->sd / sqrt((double)d->n) : (double)INFINITY;
    row->shown = row->shown && d->mean + half < 0;
    row->idle = row->idle || d->mean - half > -r->b->s->spending.indifference;
}

/* True when nothing more is to be shown. */
static bool look(const struct run *r, uint32_t n, double risk) {
    struct vf_budget *b = r->b;
    bool all = true;
    for (size_t i = 0; i < b->n_rows; i++) {
        struct vf_budget_row *row = &b->row[i];
        summarise(r, row, n);
        row->shown = true;
        row->idle = false;
        for (size_t j = 0; j < i; j++) {
            compare(r, row, &b->row[j], n, risk);
        }
        all = all && (row->shown || row->idle);
    }
    return all;
}

static int by_cost(const void *a, const void *b) {
    const struct vf_budget_row *x = a, *y = b;
    return (x->cost > y->cost) - (x->cost < y->cost);
}

/* The points still in, by cost. */
static void find_rows(struct vf_budget *b) {
    b->row = vf_xcalloc(b->race.left + 1, sizeof *b->row);
    for (size_t k = 0; k < b->n; k++) {
        if (b->race.out[k] == 0) {
            struct vf_budget_row *row = &b->row[b->n_rows++];
            row->at = k;
            row->cost = b->cost[k];
            row->mean = vf_xcalloc(b->s->spending.picked.n + 1, sizeof *row->mean);
        }
    }
    qsort(b->row, b->n_rows, sizeof *b->row, by_cost);
}

static int confirm(struct run *r, struct vf_error *err) {
    struct vf_budget *b = r->b;
    find_rows(b);
    size_t n = b->n_rows, pairs = n > 1 ? n * (n - 1) / 2 : 1;
    size_t *at = vf_xcalloc(n, sizeof *at);
    uint32_t looks = 1, most = b->o.most > CONFIRM ? b->o.most : CONFIRM;
    for (uint32_t k = CONFIRM; k < most; k *= 2) {
        looks++;
    }
    for (size_t k = 0; k < n; k++) {
        at[k] = b->row[k].at;
        vf_asked_fini(&r->asked[at[k]]);
        r->asked[at[k]].first = FRESH;
    }
    int code = VF_OK;
    bool all = false;
    for (uint32_t k = CONFIRM; code == VF_OK && !all; k = k < most / 2 ? 2 * k : most) {
        code = ask(r, at, n, k, 0, err);
        all = code == VF_OK &&
              (look(r, k, (1 - b->o.confidence) / 2 / (double)(2 * pairs * looks)) || k >= most);
    }
    free(at);
    return code;
}

/* ---- All of it ---- */

int vf_budget_run(struct vf_budget *b, const struct vf_solve_how *how, struct vf_error *err) {
    if (b->n == 0) {
        return VF_OK;
    }
    struct run r = {.b = b, .how = how, .q = {.outputs = b->s->spending.picked.n}};
    r.q.how.threads = how->threads;
    r.q.how.signals = how->signals;
    int code = vf_sweep_warmup(b->s, &r.q.how, &b->warmup, err);
    r.asked = vf_xcalloc(b->n, sizeof *r.asked);
    struct vf_frontier_spec spec = {.k = b->n,
                                    .cost = b->cost,
                                    .first = b->o.first,
                                    .indifference = b->s->spending.indifference,
                                    .probability = 1 - (1 - b->o.confidence) / 2};
    vf_frontier_init(&b->race, &spec);
    code = code ? code : race(&r, err);
    code = code ? code : confirm(&r, err);
    for (size_t k = 0; k < b->n; k++) {
        vf_asked_fini(&r.asked[k]);
    }
    free(r.asked);
    b->trials = r.q.trials;
    b->events = r.q.events;
    return code;
}

bool vf_budget_buys_nothing(const struct vf_budget *b) {
    bool shown = false;
    for (size_t k = 1; k < b->n_rows; k++) {
        double gain = b->row[0].value.mean - b->row[k].value.mean;
        shown = shown || (b->row[k].shown && gain >= b->s->spending.indifference);
    }
    return !shown;
}

void vf_budget_fini(struct vf_budget *b) {
    for (size_t k = 0; k < b->n_rows; k++) {
        free(b->row[k].mean);
    }
    free(b->row);
    free(b->point);
    free(b->cost);
    vf_frontier_fini(&b->race);
    *b = (struct vf_budget){.n = 0};
}

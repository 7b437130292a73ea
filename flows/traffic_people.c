/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From routes to rates: how often journeys begin in each group, cohorts and those who become others included.
 *
 * A member of a cohort whose factor is z spends home / z at home and then a journey, over and over: r(z) journeys
 * per time, r(z) = 1 / (home / z + journey). Each of these ends with probability q in a door or an unreplaced
 * death, and an unreplaced member dies at home at rate mu: such members leave at a(z) = r(z) (q + mu home / z), and
 * their mean number follows n' = joins w(z) - a(z) n from w(z) times the size at time 0, w being the law of z. It is
 * solved exactly over each of STEPS steps before the window and as many in it, in which the joins are constant;
 * z takes PARTS values of equal weight. Doors never lead back (compile_people.c), so a group is solved when all that
 * feed it are. Queues are left out, as in all of vf_traffic.h. */
#include <math.h>
#include <stdlib.h>

#include "vf_math.h"
#include "vf_people.h"
#include "vf_traffic.h"

enum { PARTS = 400, STEPS = 64, PHASES = 2 /* before the window, in it */, TIMES = PHASES * STEPS };

struct flows {
    const struct vf_model *m;
    struct vf_traffic *t;
    const double *hold;
    double step[PHASES];   /* ms */
    double (*door)[TIMES]; /* patients per ms through each door, means of the steps */
    uint16_t *owner;       /* [n_doors] the group it leads from, VF_NONE16 when no way leads there */
    double *visits;        /* [n_nodes] per patient of the stream under way */
    bool *done;            /* [n_groups] */
};

static double speed_of(const struct vf_model *m, const struct vf_cohort *c, int part) {
    double z = c->frailty < 0 ? 1 : vf_dist_quantile(&m->dist[c->frailty], (part + 0.5) / PARTS);
    if (c->pace < 0)
        return z * c->factor;
    int64_t from = m->run.warmup, to = m->run.horizon > from ? m->run.horizon : from + 365 * VF_MS_DAY;
    return z * c->factor * vf_profile_mean(&m->profile[c->pace], &m->calendar, from, to);
}

double vf_traffic_cohort_rate(const struct vf_model *m, const struct vf_cohort *c, double journey_ms) {
    double home = vf_dist_mean(&m->dist[c->home]), rate = 0;
    int parts = c->frailty < 0 ? 1 : PARTS;
    for (int k = 0; k < parts; k++) {
        double speed = speed_of(m, c, k);
        rate += speed > 0 ? 1 / (home / speed + journey_ms) / parts : 0;
    }
    return c->size * rate;
}

/* Mean over the steps of the window. */
static double in_window(const double *rate) {
    double sum = 0;
    for (int k = STEPS; k < TIMES; k++)
        sum += rate[k];
    return sum / STEPS;
}

/* Members with one factor: how many begin the run, share of those who join, and their two rates. */
struct part {
    double n, share, journeys, leave;
};

/* Adds the journeys that they begin. */
static void add_part(const struct flows *f, struct part p, const double *joins, double *rate) {
    for (int k = 0; k < TIMES; k++) {
        double h = f->step[k / STEPS], a = p.leave * h;
        /* mean of exp(-leave t) over the step; then the same of what joins at one rate during it */
        double kept = a > 1e-9 ? -vf_expm1(-a) / a : 1, joined = joins[k] * p.share * h;
        rate[k] += p.journeys * (p.n * kept + joined * (a > 1e-4 ? (1 - kept) / a : 0.5 - a / 6));
        p.n = p.n * (1 - a * kept) + joined * kept;
    }
}

/* The journeys of a cohort over time; `gone`: probability that one ends membership. */
static void cohort_rate(const struct flows *f, const struct vf_cohort *c, double journey, double gone,
                        const double *joins, double *rate) {
    double home = vf_dist_mean(&f->m->dist[c->home]), mortality = c->replace ? 0 : c->mortality, joined = 0;
    for (int k = 0; k < TIMES; k++)
        joined += joins[k];
    if (gone <= 0 && mortality <= 0 && joined <= 0) {
        double constant = vf_traffic_cohort_rate(f->m, c, journey);
        for (int k = 0; k < TIMES; k++)
            rate[k] = constant;
        return;
    }
    int parts = c->frailty < 0 ? 1 : PARTS;
    for (int k = 0; k < parts; k++) {
        double speed = speed_of(f->m, c, k), r = speed > 0 ? 1 / (home / speed + journey) : 0;
        double leave = speed > 0 ? r * (gone + mortality * home / speed) : mortality;
        add_part(f, (struct part){(double)c->size / parts, 1.0 / parts, r, leave}, joins, rate);
    }
}

/* The probability that a journey with these visits ends in the target. */
static double ends_in(const struct flows *f, uint16_t g, uint32_t target) {
    double p = 0;
    for (uint32_t i = 0; i < f->m->n_nodes; i++) {
        const struct vf_node *n = &f->m->node[i];
        double before = 0;
        for (uint32_t k = n->edge0; n->group == g && k < n->edge0 + n->n_edges; k++) {
            const struct vf_edge *e = &f->m->edge[k];
            p += e->target == target ? f->visits[i] * (e->cum - before) : 0;
            before = e->cum;
        }
    }
    return p;
}

/* The probability that a journey with these visits ends membership of the group's cohort. */
static double gone_after(const struct flows *f, uint16_t g, const struct vf_cohort *c) {
    double p = c->replace ? 0 : ends_in(f, g, VF_TERM_DEATH);
    for (uint32_t d = 0; d < f->m->n_doors; d++)
        p += f->owner[d] == g ? ends_in(f, g, VF_TERM_DOOR + d) : 0;
    return p;
}

/* Sends a stream of patients with these visits through the group. */
static void send(const struct flows *f, uint16_t g, const double *rate) {
    double mean = in_window(rate);
    for (uint32_t i = 0; i < f->m->n_nodes; i++)
        f->t->node_rate[i] += f->m->node[i].group == g ? f->visits[i] * mean : 0;
    for (uint32_t d = 0; d < f->m->n_doors; d++) {
        double p = f->owner[d] == g ? ends_in(f, g, VF_TERM_DOOR + d) : 0;
        for (int k = 0; k < TIMES && p > 0; k++)
            f->door[d][k] += p * rate[k];
    }
}

/* Those who come by doors: to a node of theirs, or home; joins[] gets those who then live on in the cohort. */
static int come_by_doors(const struct flows *f, uint16_t g, const struct vf_cohort *c, double *joins,
                         struct vf_error *err) {
    for (uint32_t d = 0; d < f->m->n_doors; d++) {
        const struct vf_door *door = &f->m->door[d];
        double stay = 1;
        if (door->group != g || f->owner[d] == VF_NONE16)
            continue;
        if (door->target < f->m->n_nodes) {
            int code = vf_traffic_visits(f->m, g, door->target, f->visits, err);
            if (code)
                return code;
            send(f, g, f->door[d]);
            stay = c != NULL ? 1 - gone_after(f, g, c) : 0;
        }
        for (int k = 0; k < TIMES; k++)
            joins[k] += stay * f->door[d][k];
    }
    return 0;
}

static int solve_group(struct flows *f, uint16_t g, struct vf_error *err) {
    uint16_t which = f->m->group[g].cohort;
    const struct vf_cohort *c = which != VF_NONE16 ? &f->m->cohort[which] : NULL;
    double joins[TIMES] = {0}, rate[TIMES] = {0};
    int code = come_by_doors(f, g, c, joins, err);
    if (!code)
        code = vf_traffic_visits(f->m, g, VF_NONE32, f->visits, err);
    if (code)
        return code;
    if (c != NULL) {
        double journey = 0;
        for (uint32_t i = 0; i < f->m->n_nodes; i++)
            journey += f->m->node[i].group == g ? f->visits[i] * f->hold[i] : 0;
        cohort_rate(f, c, journey, gone_after(f, g, c), joins, rate);
    }
    for (int k = 0; k < TIMES; k++)
        rate[k] += f->t->group_rate[g];
    f->t->group_rate[g] = in_window(rate);
    send(f, g, rate);
    return 0;
}

/* Whether all groups from which doors lead to g are solved. */
static bool fed(const struct flows *f, uint16_t g) {
    for (uint32_t d = 0; d < f->m->n_doors; d++)
        if (f->m->door[d].group == g && f->owner[d] != VF_NONE16 && !f->done[f->owner[d]])
            return false;
    return true;
}

static void find_owners(struct flows *f) {
    for (uint32_t d = 0; d < f->m->n_doors; d++)
        f->owner[d] = VF_NONE16;
    for (uint32_t i = 0; i < f->m->n_nodes && f->m->n_doors > 0; i++) {
        const struct vf_node *n = &f->m->node[i];
        for (uint32_t k = n->edge0; k < n->edge0 + n->n_edges; k++)
            if (vf_is_door(f->m->edge[k].target))
                f->owner[f->m->edge[k].target - VF_TERM_DOOR] = n->group;
    }
}

int vf_traffic_rates(const struct vf_model *m, int64_t from, int64_t to, const double *hold,
                     struct vf_traffic *t, struct vf_error *err) {
    struct flows f = {
        .m = m, .t = t, .hold = hold, .step = {(double)from / STEPS, (double)(to - from) / STEPS}};
    f.door = vf_xcalloc(m->n_doors + 1U, sizeof *f.door);
    f.owner = vf_xcalloc(m->n_doors + 1U, sizeof *f.owner);
    f.visits = vf_xcalloc(m->n_nodes + 1U, sizeof *f.visits);
    f.done = vf_xcalloc(m->n_groups + 1U, sizeof *f.done);
    int code = 0;
    find_owners(&f);
    for (bool more = true; more;) {
        more = false;
        for (uint16_t g = 0; g < m->n_groups; g++) {
            if (f.done[g] || !fed(&f, g))
                continue;
            int bad = solve_group(&f, g, err);
            code = bad ? bad : code;
            f.done[g] = more = true;
        }
    }
    free(f.door);
    free(f.owner);
    free(f.visits);
    free(f.done);
    return code;
}

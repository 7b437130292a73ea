/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How units start: how many patients are there at time 0 and at which of their nodes, by the loads of the
 * traffic equations over the first year; and how long the histogram of a unit's occupancy has to be. */
#include <math.h>
#include <stdlib.h>

#include "vf_compile_work.h"
#include "vf_json.h"
#include "vf_traffic.h"

enum { HIST_SPARE = 64, HIST_MAX = 4096 };

double vf_compile_weight_here(const struct vf_model *m, const struct vf_node *n, uint16_t u) {
    if (n->family == VF_NONE16)
        return n->unit == u ? 1 : 0;
    uint16_t k = m->unit[u].instance;
    if (m->unit[u].family != n->family || vf_compile_unit_of(m, n->family, n->unit, k) != u)
        return 0;
    const struct vf_family *f = &m->family[n->family];
    return f->cum[k] - (k ? f->cum[k - 1] : 0);
}

/* Adds the nodes that patients of unit u may be at, each with its weight summed up so far; returns the sum.
 */
static double add_nodes(struct vf_model *m, uint16_t u, const double *node_load) {
    double sum = 0;
    m->unit[u].fill0 = m->n_fill;
    uint16_t family = m->unit[u].family;
    for (uint32_t i = 0; i < m->n_nodes; i++) {
        if (m->node[i].family != family || (family == VF_NONE16 && m->node[i].unit != u))
            continue;
        double weight = vf_compile_weight_here(m, &m->node[i], u) * (node_load ? node_load[i] : 1);
        if (weight <= 0)
            continue;
        sum += weight;
        m->fill = vf_compile_grow(m->fill, m->n_fill, sizeof *m->fill);
        m->fill[m->n_fill++] = (struct vf_fill){i, sum};
    }
    m->unit[u].n_fill = m->n_fill - m->unit[u].fill0;
    return sum;
}

static void fill_unit(struct vf_compile *c, uint16_t u, const struct vf_traffic *t) {
    struct vf_model *m = c->m;
    struct vf_unit *unit = &m->unit[u];
    double sum = add_nodes(m, u, t->node_load);
    if (unit->n_fill == 0)
        sum = add_nodes(m, u, NULL); /* nobody comes: all nodes alike */
    if (unit->n_fill == 0) {
        VF_REFUSE(c, vf_compile_at(c, c->unit[u].pointer, "start", NULL),
                  "unit %s starts with patients, but no group has a node there", unit->name);
        return;
    }
    for (uint32_t i = unit->fill0; i < m->n_fill; i++)
        m->fill[i].cum /= sum;
    m->fill[m->n_fill - 1].cum = 1;
}

/* Where the stay depends on the way on, those with long stays are found more often than they come. */
static void weigh_ways(struct vf_model *m) {
    bool *seen = vf_xcalloc(m->n_nodes + 1U, sizeof *seen);
    if (m->n_fill > 0)
        m->edge_present = vf_xcalloc(m->n_edges + 1U, sizeof *m->edge_present);
    for (uint32_t i = 0; i < m->n_fill; i++) {
        const struct vf_node *n = &m->node[m->fill[i].node];
        if ((n->flags & VF_N_ROUTE_AT_ENTRY) == 0 || seen[m->fill[i].node])
            continue;
        seen[m->fill[i].node] = true;
        const struct vf_edge *e = &m->edge[n->edge0];
        double *weight = &m->edge_present[n->edge0];
        for (uint16_t k = 0; k < n->n_edges; k++) {
            weight[k] = e[k].cum - (k > 0 ? e[k - 1].cum : 0);
            if ((n->flags & VF_N_STAY_BY_NEXT) != 0)
                weight[k] *= vf_dist_mean(&m->dist[n->stay + k]);
        }
    }
    free(seen);
}

double vf_compile_capacity_at_start(const struct vf_model *m, const struct vf_unit *unit) {
    if (unit->capacity < 0)
        return INFINITY;
    return floor(vf_profile_value(&m->profile[unit->capacity], &m->calendar, 0) + 0.5);
}

static void start_unit(struct vf_compile *c, uint16_t u, const struct vf_traffic *t) {
    struct vf_unit *unit = &c->m->unit[u];
    double n = (double)c->unit[u].start;
    if (c->unit[u].start == VF_START_EQUILIBRIUM)
        n = floor(fmin(t->load[u], vf_compile_capacity_at_start(c->m, unit)) + 0.5);
    if (!(n < 1e9)) {
        VF_REFUSE(c, vf_compile_at(c, c->unit[u].pointer, "start", NULL),
                  "unit %s has no equilibrium to start in", unit->name);
        return;
    }
    unit->start_n = c->unit[u].n_initial ? 0 : (uint32_t)n; /* the patients of a file go before */
    if (unit->start_n)
        fill_unit(c, u, t);
}

/* Numbers of patients whose time is kept apart. Where nobody is placed beyond the capacity there are no more. */
static uint32_t hist_bins(const struct vf_model *m, uint16_t u, const struct vf_traffic *t, uint32_t here) {
    const struct vf_unit *unit = &m->unit[u];
    double spare = HIST_SPARE, n = t->load[u] + 12 * sqrt(t->load[u]);
    if (unit->capacity >= 0) {
        n = vf_profile_max(&m->profile[unit->capacity]);
        spare += n;
        if ((unit->traits & VF_T_PLAIN) != 0)
            spare = 1; /* and none at all */
    }
    n = fmax(n, fmax(unit->start_n, here)) + spare;
    return n < HIST_MAX ? (uint32_t)n : HIST_MAX;
}

/* Some door leads to the group. */
static bool is_destination(const struct vf_model *m, uint16_t g) {
    for (uint32_t d = 0; d < m->n_doors; d++)
        if (m->door[d].group == g)
            return true;
    return false;
}

/* Somebody of the group is there at some time: an arrival, or a unit that starts with it. */
static bool has_patients(const struct vf_compile *c, uint16_t g) {
    const struct vf_model *m = c->m;
    for (uint16_t i = 0; i < m->n_sources; i++) {
        const struct vf_source *s = &m->source[i];
        if (s->group != g)
            continue;
        if (s->rate < 0 ? s->n_times > 0 : vf_profile_max(&m->profile[s->rate]) > 0)
            return true;
    }
    for (uint32_t i = 0; i < m->n_fill; i++)
        if (m->node[m->fill[i].node].group == g)
            return true;
    for (uint32_t i = 0; i < m->n_initial; i++)
        if (m->node[m->initial[i].node].group == g)
            return true;
    if (c->m->group[g].cohort != VF_NONE16 || is_destination(c->m, g))
        return true;
    /* Switched off in so many words, as a scenario may do. */
    const cJSON *arrivals = vf_json_get(c->group[g].tree, "arrivals");
    return arrivals && vf_field_double(&vf_object_arrivals, arrivals, "rate_factor") <= 0;
}

void vf_compile_start(struct vf_compile *c) {
    struct vf_model *m = c->m;
    struct vf_traffic t;
    int64_t year = 365 * VF_MS_DAY;
    vf_traffic_remember(m);
    bool *wanted = vf_xcalloc(m->n_units + 1U, sizeof *wanted);
    for (uint16_t u = 0; u < m->n_units; u++)
        wanted[u] = c->unit[u].start != 0 || m->unit[u].capacity < 0;
    int bad = vf_traffic_solve_at(m, 0, m->run.horizon < year ? m->run.horizon : year, wanted, &t, c->err);
    free(wanted);
    if (bad) {
        c->code = bad;
        return;
    }
    for (uint16_t u = 0; u < m->n_units; u++) {
        start_unit(c, u, &t);
        m->unit[u].hist_bins = hist_bins(m, u, &t, c->unit[u].n_initial);
    }
    weigh_ways(m);
    for (uint16_t g = 0; g < m->n_groups; g++)
        if (!has_patients(c, g))
            VF_REFUSE(c, c->group[g].pointer,
                      "group %s has no arrivals, and no unit starts with its patients", m->group[g].name);
    vf_traffic_fini(&t);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From visits to loads: mean rates of the sources, mean time a place is held per visit, mean capacities. The
 * definitions and what is left out stand in vf_traffic.h; the linear system is in traffic_routes.c. */
#include "vf_traffic.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_staff.h"

/* How the draws of a law are read. */
enum reading { AS_TIME, AS_NIGHTS, AS_WORKDAYS, READINGS };

enum { WHOLE_MAX = 100000 }; /* nights or working days beyond which a law's tail is not summed */

struct work {
    const struct vf_model *m;
    struct vf_traffic *t;
    int64_t from, to;
    double ms_per_workday; /* calendar time that one working day of lead takes */
    double *dist_mean;     /* memo [reading * n_dists + dist], NAN = not yet */
    double *profile_mean;  /* memo of capacities by profile index, NAN = not yet */
    const bool *wanted;    /* [n_units] whose loads are asked for; NULL: all */
};

double vf_traffic_whole_mean(const struct vf_dist *d, int least) {
    if (!isfinite(vf_dist_mean(d)))
        return INFINITY;
    /* E N = sum over k >= 1 of P(N >= k); the smallest number that rounds to k is k - 1/2. */
    double sum = least >= 1 ? 1 - vf_dist_cdf(d, 0) : 1 - vf_dist_cdf(d, nextafter(0.5, 0));
    for (int k = 2; k < WHOLE_MAX; k++) {
        double tail = 1 - vf_dist_cdf(d, nextafter(k - 0.5, 0));
        sum += tail;
        if (tail < 1e-13)
            break;
    }
    return sum;
}

void vf_traffic_remember(struct vf_model *m) {
    struct vf_traffic_memo *memo = m->memo = vf_xcalloc(1, sizeof *memo);
    memo->visits = vf_xcalloc(m->n_nodes + 1U, sizeof *memo->visits);
    memo->solved = vf_xcalloc(m->n_groups + 1U, sizeof *memo->solved);
    memo->nights = vf_xcalloc(m->n_dists + 1U, sizeof *memo->nights);
    memo->leads = vf_xcalloc(m->n_dists + 1U, sizeof *memo->leads);
    for (uint32_t i = 0; i < m->n_dists; i++)
        memo->nights[i] = memo->leads[i] = NAN;
}

void vf_traffic_forget(struct vf_model *m) {
    if (m->memo) {
        free(m->memo->visits);
        free(m->memo->solved);
        free(m->memo->nights);
        free(m->memo->leads);
    }
    free(m->memo);
    m->memo = NULL;
}

static double whole_mean(const struct vf_model *m, int32_t dist, int least) {
    double *kept = m->memo == NULL ? NULL : least ? &m->memo->nights[dist] : &m->memo->leads[dist];
    if (kept == NULL)
        return vf_traffic_whole_mean(&m->dist[dist], least);
    if (isnan(*kept))
        *kept = vf_traffic_whole_mean(&m->dist[dist], least);
    return *kept;
}

/* Mean of a law in ms. */
static double mean_of(const struct work *w, int32_t dist, enum reading as) {
    const struct vf_dist *d = &w->m->dist[dist];
    double *memo = &w->dist_mean[(size_t)as * w->m->n_dists + (size_t)dist];
    if (!isnan(*memo))
        return *memo;
    if (as == AS_TIME)
        return *memo = vf_dist_mean(d);
    if (as == AS_NIGHTS)
        return *memo = whole_mean(w->m, dist, 1) * (double)VF_MS_DAY;
    return *memo = whole_mean(w->m, dist, 0) * w->ms_per_workday;
}

/* The mean over [from, to) of the capacity as the simulator rounds it. */
static double capacity_mean(const struct work *w, int32_t profile) {
    if (profile < 0)
        return INFINITY;
    if (!isnan(w->profile_mean[profile]))
        return w->profile_mean[profile];
    const struct vf_profile *p = &w->m->profile[profile];
    double sum = 0;
    for (int64_t t = w->from; t < w->to;) {
        int64_t next = vf_profile_next_change(p, &w->m->calendar, t);
        if (next > w->to)
            next = w->to;
        sum += floor(vf_profile_value(p, &w->m->calendar, t) + 0.5) * (double)(next - t);
        t = next;
    }
    return w->profile_mean[profile] = sum / (double)(w->to - w->from);
}

static double source_rate(const struct work *w, const struct vf_source *s) {
    if (s->kind == VF_SRC_COHORT)
        return 0; /* known when the journeys are: traffic_people.c */
    if (s->kind == VF_SRC_REPLAY) {
        double n = 0;
        for (uint32_t i = 0; i < s->n_times; i++)
            if (s->times[i] >= w->from && s->times[i] < w->to)
                n++;
        return n / (double)(w->to - w->from);
    }
    double mean = vf_profile_mean(&w->m->profile[s->rate], &w->m->calendar, w->from, w->to);
    return s->kind == VF_SRC_POISSON ? mean : mean * (1 - s->no_show) / (double)VF_MS_DAY;
}

static uint16_t unit_of(const struct vf_model *m, const struct vf_node *n, uint16_t member) {
    if (n->family == VF_NONE16)
        return n->unit;
    const struct vf_family *f = &m->family[n->family];
    return f->unit[(size_t)member * f->n_slots + n->unit];
}

static double weight_of(const struct vf_family *f, uint16_t member) {
    return f->cum[member] - (member ? f->cum[member - 1] : 0);
}

static double stay_ms(struct work *w, int32_t dist, const struct vf_unit *unit) {
    bool nights = unit->ward != VF_NONE16 && w->m->ward[unit->ward].nights;
    return mean_of(w, dist, nights ? AS_NIGHTS : AS_TIME);
}

/* Mean of one law of lead time into a unit, `share` of it. */
static double planned_ms(const struct work *w, int32_t lead, const struct vf_unit *to, double share) {
    if (lead < 0)
        return 0;
    return share * (to && to->around_the_clock ? vf_dist_mean(&w->m->dist[lead]) * (double)VF_MS_DAY
                                               : mean_of(w, lead, AS_WORKDAYS));
}

static double lead_ms(const struct work *w, const struct vf_node *from, const struct vf_edge *e,
                      const struct vf_unit *to) {
    bool ward = (w->m->unit[unit_of(w->m, from, 0)].traits & VF_T_WARD) != 0;
    int32_t lead = to && to->lead >= 0 ? to->lead : e->lead;
    uint16_t which = w->m->group[from->group].planning;
    if (which == VF_NONE16 || !ward || !to || to->level != VF_L_KOMMUN)
        return planned_ms(w, lead, to, 1);
    const struct vf_planning *p = &w->m->planning[which];
    double sum = 0;
    for (uint8_t k = 0; k < p->n; k++)
        sum += planned_ms(w, p->lead[k] >= 0 ? p->lead[k] : lead, to, p->cum[k] - (k ? p->cum[k - 1] : 0));
    return sum * (1 - p->sip + p->sip * p->sip_factor);
}

/* Planning lead time of an edge, over the members the patient may belong to. A target in the family of `from`
 * is the same member's. */
static double edge_lead_ms(const struct work *w, const struct vf_node *from, uint16_t member,
                           const struct vf_edge *e) {
    const struct vf_model *m = w->m;
    if (e->target >= m->n_nodes)
        return lead_ms(w, from, e, NULL);
    const struct vf_node *to = &m->node[e->target];
    if (to->family == VF_NONE16 || to->family == from->family)
        return lead_ms(w, from, e, &m->unit[unit_of(m, to, member)]);
    double sum = 0;
    for (uint16_t k = 0; k < m->family[to->family].n_members; k++)
        sum += weight_of(&m->family[to->family], k) * lead_ms(w, from, e, &m->unit[unit_of(m, to, k)]);
    return sum;
}

static double step_ms(const struct work *w, const struct vf_step *st) {
    return mean_of(w, st->time, AS_TIME) +
           (st->travel < 0 ? 0 : mean_of(w, st->travel, AS_TIME) / st->per_trip);
}

/* Mean of the factor on stays and steps of the node that follows the calendar. */
static double factor_of(const struct work *w, const struct vf_node *n) {
    int32_t profile = w->m->stay_profile != NULL ? w->m->stay_profile[n - w->m->node] : -1;
    return profile < 0 ? 1 : vf_profile_mean(&w->m->profile[profile], &w->m->calendar, w->from, w->to);
}

/* Mean time a place of the node's unit is held per visit. */
static double hold_ms(struct work *w, const struct vf_node *n, uint16_t member) {
    const struct vf_model *m = w->m;
    const struct vf_unit *unit = &m->unit[unit_of(m, n, member)];
    bool by_next = (n->flags & VF_N_STAY_BY_NEXT) != 0;
    double hold = by_next || n->stay < 0 ? 0 : stay_ms(w, n->stay, unit);
    for (uint32_t k = n->step0; k < (uint32_t)n->step0 + n->n_steps; k++)
        hold += step_ms(w, &m->step[k]);
    double before = 0, factor = factor_of(w, n);
    hold *= factor;
    for (uint32_t k = 0; k < n->n_edges; k++) {
        const struct vf_edge *e = &m->edge[n->edge0 + k];
        double p = e->cum - before, extra = 0;
        before = e->cum;
        if (p <= 0)
            continue;
        if (by_next)
            extra += factor * stay_ms(w, n->stay + (int32_t)k, unit);
        extra += edge_lead_ms(w, n, member, e);
        if (e->delay >= 0 && (e->transit == VF_TRANSIT_HOLD || e->transit == VF_TRANSIT_RESERVE))
            extra += mean_of(w, e->delay, AS_TIME);
        hold += p * extra;
    }
    return hold;
}

/* Servers in use by one step of a node's visits at unit u, those of substitutes at whom they stand in for. */
static void add_step(struct work *w, const struct vf_node *n, const struct vf_step *st, uint16_t u,
                     double rate) {
    const struct vf_model *m = w->m;
    double load = rate * step_ms(w, st) * factor_of(w, n);
    if (st->pool != VF_NONE16)
        w->t->pool_load[m->unit[u].pool0 + st->pool] += load;
    for (uint32_t k = st->need0; k < st->need0 + st->n_needs; k++) {
        const struct vf_need *need = &m->need[k];
        uint16_t of = need->of == VF_NEED_SLOT
                          ? m->family[n->family]
                                .unit[(size_t)m->unit[u].instance * m->family[n->family].n_slots + need->slot]
                          : u;
        uint32_t pool = need->pool + (need->of == VF_NEED_POOL ? 0U : m->unit[of].pool0);
        w->t->pool_load[pool] += load * need->n * (1 + m->pool[pool].paperwork);
    }
}

/* Mean time of a visit to each node of the cohorts, whose rates follow from it. */
static double *visit_times(struct work *w) {
    const struct vf_model *m = w->m;
    double *hold = vf_xcalloc(m->n_nodes + 1U, sizeof *hold);
    for (uint32_t i = 0; i < m->n_nodes; i++) {
        const struct vf_node *n = &m->node[i];
        uint16_t members = n->family == VF_NONE16 ? 1 : m->family[n->family].n_members;
        for (uint16_t k = 0; k < members && m->group[n->group].cohort != VF_NONE16; k++)
            hold[i] += hold_ms(w, n, k) * (n->family == VF_NONE16 ? 1 : weight_of(&m->family[n->family], k));
    }
    return hold;
}

static bool is_wanted(const struct work *w, const struct vf_node *n) {
    bool wanted = w->wanted == NULL;
    uint16_t members = n->family == VF_NONE16 ? 1 : w->m->family[n->family].n_members;
    for (uint16_t k = 0; k < members && !wanted; k++)
        wanted = w->wanted[unit_of(w->m, n, k)];
    return wanted;
}

/* Adds the visits and the load of one node, spread over the members of its family. */
static void add_node(struct work *w, uint32_t i) {
    const struct vf_model *m = w->m;
    const struct vf_node *n = &m->node[i];
    double rate = w->t->node_rate[i];
    if (rate <= 0 || !is_wanted(w, n))
        return;
    uint16_t members = n->family == VF_NONE16 ? 1 : m->family[n->family].n_members;
    for (uint16_t k = 0; k < members; k++) {
        double share = n->family == VF_NONE16 ? 1 : weight_of(&m->family[n->family], k);
        if (share <= 0)
            continue;
        uint16_t u = unit_of(m, n, k);
        double load = rate * share * hold_ms(w, n, k);
        w->t->arrivals_per_ms[u] += rate * share;
        w->t->load[u] += load;
        w->t->node_load[i] += load;
        for (uint32_t s = n->step0; s < (uint32_t)n->step0 + n->n_steps; s++)
            add_step(w, n, &m->step[s], u, rate * share);
    }
}

/* Places reserved onward while a transition is under way: held there before the visit begins. */
static void add_reserved(struct work *w, uint32_t i) {
    const struct vf_model *m = w->m;
    const struct vf_node *n = &m->node[i];
    double before = 0;
    for (uint32_t k = n->edge0; k < n->edge0 + n->n_edges; k++) {
        const struct vf_edge *e = &m->edge[k];
        double p = e->cum - before;
        before = e->cum;
        if (e->delay < 0 || e->transit != VF_TRANSIT_RESERVE || e->target >= m->n_nodes)
            continue;
        const struct vf_node *to = &m->node[e->target];
        double load = p * w->t->node_rate[i] * mean_of(w, e->delay, AS_TIME);
        uint16_t members = to->family == VF_NONE16 ? 1 : m->family[to->family].n_members;
        for (uint16_t j = 0; j < members; j++)
            w->t->load[unit_of(m, to, j)] +=
                load * (to->family == VF_NONE16 ? 1 : weight_of(&m->family[to->family], j));
    }
}

static double workday_ms(const struct vf_model *m, int64_t from, int64_t to) {
    int64_t first = vf_day_of(from), last = vf_day_of(to - 1) + 1, work = 0;
    if (last - first < 365)
        last = first + 365; /* a short window is not typical of planning */
    if (last > m->calendar.days)
        last = m->calendar.days;
    for (int64_t d = first; d < last; d++)
        work += m->calendar.day[d].workday;
    return work ? (double)(last - first) / (double)work * (double)VF_MS_DAY : INFINITY;
}

static void allocate(const struct vf_model *m, struct vf_traffic *t) {
    t->group_rate = vf_xcalloc(m->n_groups + 1U, sizeof(double));
    t->node_rate = vf_xcalloc(m->n_nodes + 1U, sizeof(double));
    t->node_load = vf_xcalloc(m->n_nodes + 1U, sizeof(double));
    t->arrivals_per_ms = vf_xcalloc(m->n_units + 1U, sizeof(double));
    t->load = vf_xcalloc(m->n_units + 1U, sizeof(double));
    t->capacity_mean = vf_xcalloc(m->n_units + 1U, sizeof(double));
    t->load_share = vf_xcalloc(m->n_units + 1U, sizeof(double));
    t->pool_load = vf_xcalloc(m->n_pools + 1U, sizeof(double));
    t->pool_capacity = vf_xcalloc(m->n_pools + 1U, sizeof(double));
}

void vf_traffic_fini(struct vf_traffic *t) {
    free(t->group_rate);
    free(t->node_rate);
    free(t->node_load);
    free(t->arrivals_per_ms);
    free(t->load);
    free(t->capacity_mean);
    free(t->load_share);
    free(t->pool_load);
    free(t->pool_capacity);
    memset(t, 0, sizeof *t);
}

static void capacities(struct work *w) {
    for (uint16_t u = 0; u < w->m->n_units; u++) {
        double c = capacity_mean(w, w->m->unit[u].capacity), load = w->t->load[u];
        w->t->capacity_mean[u] = c;
        w->t->load_share[u] = isinf(c) || load <= 0 ? 0 : c > 0 ? load / c : INFINITY;
    }
    for (uint16_t p = 0; p < w->m->n_pools; p++)
        w->t->pool_capacity[p] = vf_roster_mean(w->m, p, NULL, w->from, w->to);
}

int vf_traffic_solve(const struct vf_model *m, int64_t from, int64_t to, struct vf_traffic *out,
                     struct vf_error *err) {
    return vf_traffic_solve_at(m, from, to, NULL, out, err);
}

int vf_traffic_solve_at(const struct vf_model *m, int64_t from, int64_t to, const bool *wanted,
                        struct vf_traffic *out, struct vf_error *err) {
    struct work w = {m,
                     out,
                     from,
                     to,
                     workday_ms(m, from, to),
                     vf_xcalloc((size_t)READINGS * m->n_dists + 1U, sizeof(double)),
                     vf_xcalloc(m->n_profiles + 1U, sizeof(double)),
                     wanted};
    allocate(m, out);
    for (size_t i = 0; i < (size_t)READINGS * m->n_dists; i++)
        w.dist_mean[i] = NAN;
    for (uint32_t i = 0; i < m->n_profiles; i++)
        w.profile_mean[i] = NAN;
    for (uint16_t s = 0; s < m->n_sources; s++)
        out->group_rate[m->source[s].group] += source_rate(&w, &m->source[s]);
    double *hold = visit_times(&w);
    int code = vf_traffic_rates(m, from, to, hold, out, err);
    free(hold);
    for (uint32_t i = 0; i < m->n_nodes; i++) {
        add_node(&w, i);
        add_reserved(&w, i);
    }
    if (wanted == NULL)
        capacities(&w);
    free(w.dist_mean);
    free(w.profile_mean);
    if (code)
        vf_traffic_fini(out);
    return code;
}

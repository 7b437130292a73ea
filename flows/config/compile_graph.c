/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The path graph of each group: nodes that cannot be reached, nodes that cannot be left for good, occasion
 * counters for nodes that may be executed more than once in a life, and the flags of the fast path. A node
 * may lead on by its next, by patience, balking, being sent away, or a transfer; the last four do not count
 * as a way out. A node is executed again if it can reach itself, or if those who are readmitted can reach it.
 * A path has few nodes: plain searches are fast enough. */
#include <stdlib.h>
#include <string.h>

#include "vf_compile_work.h"

enum { CARE_OCC = 4 /* occasion counters that fit beside the patient */ };

struct graph {
    struct vf_compile *c;
    uint16_t g;
    uint32_t first, n;
    bool *mark;               /* [n] */
    uint32_t *stack, pending; /* [n]: marked, ways on not yet followed */
};

static bool inside(const struct graph *k, uint32_t target) {
    return target >= k->first && target < k->first + k->n;
}

static void visit(struct graph *k, uint32_t target) {
    if (!inside(k, target) || k->mark[target - k->first])
        return;
    k->mark[target - k->first] = true;
    k->stack[k->pending++] = target;
}

/* Where else than by its next a patient may go from the node. */
static void visit_asides(struct graph *k, const struct vf_node *n) {
    const struct vf_model *m = k->c->m;
    if (n->patience >= 0)
        visit(k, n->patience_to);
    if (n->balk_at != VF_UNLIMITED)
        visit(k, n->balk_to);
    if (n->worsen >= 0)
        visit(k, n->worsen_to);
    visit(k, n->away_to);
    if (n->unit == VF_NONE16)
        return; /* refused before */
    for (uint16_t i = 0; m->placement && i < vf_compile_members(m, n->family); i++) {
        uint16_t ward = m->unit[vf_compile_unit_of(m, n->family, n->unit, i)].ward;
        if (ward != VF_NONE16)
            visit(k, m->placement[(size_t)ward * m->n_groups + k->g].transfer_to);
    }
}

static void visit_nexts(struct graph *k, const struct vf_node *n) {
    for (uint32_t e = n->edge0; e < n->edge0 + n->n_edges; e++)
        visit(k, k->c->m->edge[e].target);
}

/* Marks everything that can be reached from what is pending. */
static void spread(struct graph *k) {
    while (k->pending) {
        const struct vf_node *n = &k->c->m->node[k->stack[--k->pending]];
        visit_nexts(k, n);
        visit_asides(k, n);
    }
}

static void unmark(struct graph *k) { memset(k->mark, 0, k->n * sizeof *k->mark); }

/* ---- Reachable, and a way out ---- */
static void check_reachable(struct graph *k) {
    const struct vf_model *m = k->c->m;
    const struct vf_group *group = &m->group[k->g];
    unmark(k);
    for (uint32_t e = group->entry0; e < group->entry0 + group->n_entry; e++)
        visit(k, m->edge[e].target);
    visit(k, group->readmission_to);
    for (uint32_t d = 0; d < m->n_doors; d++)
        if (m->door[d].group == k->g)
            visit(k, m->door[d].target);
    spread(k);
    for (uint32_t i = 0; i < k->n; i++) {
        const char *name = m->node[k->first + i].name;
        if (!k->mark[i])
            VF_REFUSE(k->c, vf_compile_at(k->c, k->c->group[k->g].pointer, "path", name),
                      "node \"%s\" cannot be reached from the start of group %s", name, group->name);
    }
}

static bool leads_out(const struct graph *k, const struct vf_node *n) {
    double before = 0;
    for (uint32_t e = n->edge0; e < n->edge0 + n->n_edges; e++) {
        const struct vf_edge *edge = &k->c->m->edge[e];
        bool possible = edge->cum > before;
        before = edge->cum;
        if (possible && (!inside(k, edge->target) || k->mark[edge->target - k->first]))
            return true;
    }
    return false;
}

static void check_way_out(struct graph *k) {
    const struct vf_model *m = k->c->m;
    bool more = true;
    unmark(k);
    while (more) {
        more = false;
        for (uint32_t i = k->n; i-- > 0;) {
            if (k->mark[i] || !leads_out(k, &m->node[k->first + i]))
                continue;
            k->mark[i] = more = true;
        }
    }
    for (uint32_t i = 0; i < k->n; i++) {
        const char *name = m->node[k->first + i].name;
        if (!k->mark[i])
            VF_REFUSE(k->c, vf_compile_at(k->c, k->c->group[k->g].pointer, "path", name),
                      "no way leads from node \"%s\" of group %s to exit or death", name,
                      m->group[k->g].name);
    }
}

/* ---- Turned away for ever ---- */
static bool ward_tries(const struct vf_model *m, uint16_t ward, uint16_t g, enum vf_policy_step step) {
    const struct vf_placement *p = &m->placement[(size_t)ward * m->n_groups + g];
    for (uint32_t i = p->policy0; i < p->policy0 + p->n_policies; i++)
        for (uint8_t k = 0; k < m->policy[i].n_steps; k++)
            if (m->policy[i].steps[k] == step)
                return true;
    return false;
}

/* Where a patient may be sent on from the node at unit u without any time passing. */
static void visit_at_once(struct graph *k, const struct vf_node *n, const struct vf_unit *u) {
    const struct vf_model *m = k->c->m;
    bool ward = u->ward != VF_NONE16 && m->placement;
    if (ward ? ward_tries(m, u->ward, k->g, VF_PLACE_REFUSE) : u->on_close == VF_CLOSE_SEND_AWAY)
        visit(k, n->away_to);
    if (ward && ward_tries(m, u->ward, k->g, VF_PLACE_TRANSFER))
        visit(k, m->placement[(size_t)u->ward * m->n_groups + k->g].transfer_to);
}

static void visit_turned_away(struct graph *k, const struct vf_node *n) {
    const struct vf_model *m = k->c->m;
    if (n->balk_at != VF_UNLIMITED && n->balk_p >= 1)
        visit(k, n->balk_to);
    for (uint16_t i = 0; n->unit != VF_NONE16 && i < vf_compile_members(m, n->family); i++)
        visit_at_once(k, n, &m->unit[vf_compile_unit_of(m, n->family, n->unit, i)]);
}

/* Full or closed units that send a patient round in a circle would do so without end. */
static void check_turned_away(struct graph *k) {
    const struct vf_model *m = k->c->m;
    for (uint32_t i = 0; i < k->n; i++) {
        const char *name = m->node[k->first + i].name;
        unmark(k);
        visit_turned_away(k, &m->node[k->first + i]);
        while (k->pending)
            visit_turned_away(k, &m->node[k->stack[--k->pending]]);
        if (k->mark[i])
            VF_REFUSE(
                k->c, vf_compile_at(k->c, k->c->group[k->g].pointer, "path", name),
                "patients of group %s who are turned away from node \"%s\" may come back to it at once, "
                "and so for ever",
                m->group[k->g].name, name);
    }
}

/* ---- Occasions ---- */
static bool on_cycle(struct graph *k, uint32_t node) {
    unmark(k);
    visit_nexts(k, &k->c->m->node[node]);
    visit_asides(k, &k->c->m->node[node]);
    spread(k);
    return k->mark[node - k->first];
}

static void count_occasions(struct graph *k) {
    struct vf_model *m = k->c->m;
    struct vf_group *group = &m->group[k->g];
    bool *again = vf_xcalloc(k->n + 1U, sizeof *again);
    if (group->readmission_p > 0) {
        unmark(k);
        visit(k, group->readmission_to);
        spread(k);
        memcpy(again, k->mark, k->n * sizeof *again);
    }
    if (group->cohort != VF_NONE16) {
        unmark(k);
        for (uint32_t e = group->entry0; e < group->entry0 + group->n_entry; e++)
            visit(k, m->edge[e].target);
        for (uint32_t d = 0; d < m->n_doors; d++)
            if (m->door[d].group == k->g)
                visit(k, m->door[d].target);
        spread(k);
        for (uint32_t i = 0; i < k->n; i++)
            again[i] = again[i] || k->mark[i];
    }
    for (uint32_t i = 0; i < k->n; i++)
        if (again[i] || on_cycle(k, k->first + i))
            m->node[k->first + i].occ = group->n_occ++;
    free(again);
    if (group->n_occ > m->max_care_occ)
        m->max_care_occ = group->n_occ;
}

/* ---- Flags ---- */
static bool target_has_lead(const struct vf_model *m, uint32_t target) {
    if (target >= m->n_nodes)
        return false;
    const struct vf_node *n = &m->node[target];
    if (n->unit == VF_NONE16)
        return false;
    for (uint16_t i = 0; i < vf_compile_members(m, n->family); i++)
        if (m->unit[vf_compile_unit_of(m, n->family, n->unit, i)].lead >= 0)
            return true;
    return false;
}

struct needs {
    bool lead, transit;
};

static struct needs needs_of(const struct vf_model *m, const struct vf_node *n) {
    struct needs w = {false, false};
    for (uint32_t e = n->edge0; e < n->edge0 + n->n_edges; e++) {
        if (m->edge[e].lead >= 0 || target_has_lead(m, m->edge[e].target))
            w.lead = true;
        if (m->edge[e].delay >= 0)
            w.transit = true;
    }
    return w;
}

static bool unit_needs_care(const struct vf_unit *u) {
    return (u->traits & (VF_T_WARD | VF_T_IN_CARE | VF_T_OWN_DOCTOR)) ||
           (u->int_cap != 0 && u->int_cap != VF_UNLIMITED);
}

static bool node_needs_care(const struct vf_model *m, const struct vf_node *n, const struct needs *w) {
    /* waiting for a named server keeps its time stamp in the care record */
    if (w->lead || w->transit || n->n_steps)
        return true;
    for (uint16_t i = 0; n->unit != VF_NONE16 && i < vf_compile_members(m, n->family); i++)
        if (unit_needs_care(&m->unit[vf_compile_unit_of(m, n->family, n->unit, i)]))
            return true;
    return false;
}

/* Units that the short way knows: places handed on in order, or never full; nothing kept of who is there. */
static bool lean(const struct vf_model *m, const struct vf_node *n) {
    if (m->people || !(n->flags & VF_N_SIMPLE) || n->n_triage || n->family != VF_NONE16 ||
        n->unit == VF_NONE16)
        return false;
    if (m->stay_profile && m->stay_profile[n - m->node] >= 0)
        return false;
    const struct vf_unit *u = &m->unit[n->unit];
    return u->traits & (VF_T_PLAIN | VF_T_INFINITE) && !(u->traits & (VF_T_WARD | VF_T_IN_CARE | VF_T_AKUT));
}

static void set_flags(struct graph *k) {
    struct vf_model *m = k->c->m;
    struct vf_group *group = &m->group[k->g];
    bool care = group->readmission_p > 0 || group->n_occ > CARE_OCC;
    for (uint32_t i = k->first; i < k->first + k->n; i++) {
        struct vf_node *n = &m->node[i];
        struct needs w = needs_of(m, n);
        bool queue = n->patience >= 0 || n->worsen >= 0 || n->balk_at != VF_UNLIMITED;
        if (!n->n_steps && !queue && !w.lead && !w.transit)
            n->flags |= VF_N_SIMPLE;
        if (lean(m, n))
            n->flags |= VF_N_LEAN;
        if (node_needs_care(m, n, &w))
            care = true;
    }
    if (care)
        group->flags |= VF_G_CARE;
}

/* A law whose draw takes much longer than the rest of a visit. */
static bool dear(const struct vf_dist *d) {
    return !d->plain ||
           (d->id != VF_DIST_FIXED && d->id != VF_DIST_EXPONENTIAL && d->id != VF_DIST_LOGNORMAL);
}

/* The node that follows a lean one for certain, if its stay is worth drawing before it is entered. */
static uint32_t ahead(const struct vf_model *m, const struct vf_node *n) {
    if (!(n->flags & VF_N_LEAN) || n->n_edges != 1 || m->edge[n->edge0].target >= VF_TERM_DEATH)
        return VF_NONE32;
    uint32_t target = m->edge[n->edge0].target;
    const struct vf_node *next = &m->node[target];
    bool drawn = (next->flags & VF_N_LEAN) && !(next->flags & VF_N_STAY_BY_NEXT);
    return drawn && dear(&m->dist[next->stay]) ? target : VF_NONE32;
}

void vf_compile_graph(struct vf_compile *c) {
    for (uint16_t g = 0; g < c->m->n_groups; g++) {
        struct graph k = {c, g, c->group[g].node0, c->group[g].n_nodes, NULL, NULL, 0};
        k.mark = vf_xcalloc(k.n + 1U, sizeof *k.mark);
        k.stack = vf_xcalloc(k.n + 1U, sizeof *k.stack);
        check_reachable(&k);
        check_way_out(&k);
        check_turned_away(&k);
        count_occasions(&k);
        set_flags(&k);
        free(k.mark);
        free(k.stack);
    }
}

void vf_compile_ahead(struct vf_model *m) {
    for (uint32_t i = 0; i < m->n_nodes; i++) {
        m->node[i].ahead = ahead(m, &m->node[i]);
        m->draws_ahead = m->draws_ahead || m->node[i].ahead != VF_NONE32;
    }
}

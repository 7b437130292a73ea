/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The graph of flows as DOT. A vertex is a unit or a slot of a family; after them come the outside, the way home
 * and death. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_fields.h"
#include "vf_language.h"
#include "vf_people.h"
#include "vf_show.h"
#include "vf_text.h"

struct graph {
    const struct vf_model *m;
    const struct vf_traffic *t;
    uint32_t *family0; /* first vertex of each family */
    uint32_t n, outside, home, death;
    double *flow; /* [n * n], per ms */
};

static void graph_init(struct graph *g, const struct vf_point *p) {
    const struct vf_model *m = &p->model;
    *g = (struct graph){.m = m, .t = vf_point_traffic(p), .n = m->n_units};
    g->family0 = vf_xcalloc(m->n_families + 1U, sizeof *g->family0);
    for (uint16_t f = 0; f < m->n_families; f++) {
        g->family0[f] = g->n;
        g->n += m->family[f].n_slots;
    }
    g->outside = g->n++;
    g->home = g->n++;
    g->death = g->n++;
    g->flow = vf_xcalloc((size_t)g->n * g->n, sizeof *g->flow);
}

/* Where an edge leads; through a door, to the other group's node or home. */
static uint32_t beyond(const struct vf_model *m, uint32_t target) {
    return vf_is_door(target) ? m->door[target - VF_TERM_DOOR].target : target;
}

static uint32_t vertex_of(const struct graph *g, uint32_t target) {
    target = beyond(g->m, target);
    if (target > VF_TERM_DEATH)
        return g->home;
    if (target == VF_TERM_DEATH)
        return g->death;
    const struct vf_node *n = &g->m->node[target];
    return n->family == VF_NONE16 ? n->unit : g->family0[n->family] + n->unit;
}

static void add(struct graph *g, uint32_t from, uint32_t to, double rate) {
    g->flow[(size_t)from * g->n + to] += rate;
}

/* Spreads the patients who leave `from` over edges. */
static void spread(struct graph *g, uint32_t from, double rate, uint32_t edge0, uint16_t n_edges) {
    double before = 0;
    for (uint16_t k = 0; k < n_edges; k++) {
        const struct vf_edge *e = &g->m->edge[edge0 + k];
        add(g, from, vertex_of(g, e->target), rate * (e->cum - before));
        before = e->cum;
    }
}

/* The share of a group's visits to its readmission node that neither arrivals nor other nodes explain. */
static double readmissions(const struct graph *g, uint16_t group) {
    const struct vf_model *m = g->m;
    const struct vf_group *gr = &m->group[group];
    double rate = g->t->node_rate[gr->readmission_to];
    for (uint32_t i = 0; i <= m->n_nodes; i++) {
        bool entry = i == m->n_nodes;
        if (!entry && m->node[i].group != group && m->n_doors == 0)
            continue;
        uint32_t edge0 = entry ? gr->entry0 : m->node[i].edge0;
        double from = entry ? g->t->group_rate[group] : g->t->node_rate[i], before = 0;
        for (uint32_t k = 0; k < (entry ? (uint32_t)gr->n_entry : m->node[i].n_edges); k++) {
            const struct vf_edge *e = &m->edge[edge0 + k];
            if (beyond(m, e->target) == gr->readmission_to)
                rate -= from * (e->cum - before);
            before = e->cum;
        }
    }
    return rate > 0 ? rate : 0;
}

static void gather(struct graph *g) {
    for (uint16_t k = 0; k < g->m->n_groups; k++) {
        spread(g, g->outside, g->t->group_rate[k], g->m->group[k].entry0, g->m->group[k].n_entry);
        if (g->m->group[k].readmission_p > 0)
            add(g, g->home, vertex_of(g, g->m->group[k].readmission_to), readmissions(g, k));
    }
    for (uint32_t i = 0; i < g->m->n_nodes; i++)
        spread(g, vertex_of(g, i), g->t->node_rate[i], g->m->node[i].edge0, g->m->node[i].n_edges);
}

static bool used(const struct graph *g, uint32_t v) {
    for (uint32_t k = 0; k < g->n; k++)
        if (g->flow[(size_t)v * g->n + k] > 0 || g->flow[(size_t)k * g->n + v] > 0)
            return true;
    return false;
}

/* A unit that stands for the vertex: itself, or the first member's. */
static const struct vf_unit *unit_of(const struct graph *g, uint32_t v, uint16_t *members) {
    *members = 1;
    if (v < g->m->n_units)
        return &g->m->unit[v];
    for (uint16_t f = 0; f < g->m->n_families; f++)
        if (v - g->family0[f] < g->m->family[f].n_slots) {
            *members = g->m->family[f].n_members;
            return &g->m->unit[g->m->family[f].unit[v - g->family0[f]]];
        }
    return NULL;
}

/* Sum of the mean capacities behind a vertex. */
static double capacity_of(const struct graph *g, uint32_t v) {
    if (v < g->m->n_units)
        return g->t->capacity_mean[v];
    double sum = 0;
    for (uint16_t f = 0; f < g->m->n_families; f++) {
        const struct vf_family *family = &g->m->family[f];
        for (uint16_t k = 0; v - g->family0[f] < family->n_slots && k < family->n_members; k++)
            sum += g->t->capacity_mean[family->unit[(size_t)k * family->n_slots + (v - g->family0[f])]];
    }
    return sum;
}

static void real(struct vf_text *to, double x, int decimals) {
    char text[VF_PEOPLE_NUMBER];
    (void)vf_people_real(text, VF_ENGLISH, x, decimals);
    vf_text_puts(to, text);
}

static void put_vertex(FILE *to, const struct graph *g, uint32_t v) {
    uint16_t members;
    const struct vf_unit *unit = unit_of(g, v, &members);
    const char *dot = members > 1 ? strchr(unit->name, '.') : NULL;
    struct vf_text label;
    vf_text_init(&label, 4096);
    if (members > 1)
        vf_text_appendf(&label, "%s \xc3\x97 %u", dot ? dot + 1 : unit->name, (unsigned)members);
    else
        vf_text_puts(&label, unit->name);
    double capacity = capacity_of(g, v);
    if (!isinf(capacity)) {
        vf_text_puts(&label, " (");
        real(&label, capacity, capacity == floor(capacity) ? 0 : 1);
        vf_text_puts(&label, ")");
    }
    struct vf_text quoted;
    vf_text_init(&quoted, 8192);
    vf_text_json(&quoted, label.data);
    (void)fprintf(to, "    u%lu [label=%s];\n", (unsigned long)v, quoted.data);
    vf_text_fini(&quoted);
    vf_text_fini(&label);
}

static void put_level(FILE *to, const struct graph *g, int level) {
    bool open = false;
    for (uint32_t v = 0; v < g->outside; v++) {
        uint16_t members;
        if (unit_of(g, v, &members)->level != level || !used(g, v))
            continue;
        if (!open)
            (void)fprintf(to, "  subgraph cluster_%s {\n    label=\"%s\";\n", vf_words_level[level],
                          vf_words_level[level]);
        open = true;
        put_vertex(to, g, v);
    }
    if (open)
        (void)fputs("  }\n", to);
}

static void put_name(FILE *to, const struct graph *g, uint32_t v) {
    if (v == g->outside)
        (void)fputs("outside", to);
    else if (v == g->home)
        (void)fputs("home", to);
    else if (v == g->death)
        (void)fputs("death", to);
    else
        (void)fprintf(to, "u%lu", (unsigned long)v);
}

static void put_edges(FILE *to, const struct graph *g) {
    for (uint32_t a = 0; a < g->n; a++)
        for (uint32_t b = 0; b < g->n; b++) {
            double per_day = g->flow[(size_t)a * g->n + b] * (double)VF_MS_DAY;
            char text[VF_PEOPLE_NUMBER];
            if (per_day < 1e-9)
                continue;
            (void)fputs("  ", to);
            put_name(to, g, a);
            (void)fputs(" -> ", to);
            put_name(to, g, b);
            (void)vf_people_real(text, VF_ENGLISH, per_day, per_day < 1 ? 3 : 1);
            (void)fprintf(to, " [label=\"%s\"];\n", text);
        }
}

void vf_show_graph(FILE *to, const struct vf_point *p) {
    struct graph g;
    graph_init(&g, p);
    gather(&g);
    (void)fputs("// expected patients per day; capacity in brackets\ndigraph vardflode {\n  rankdir=LR;\n"
                "  node [shape=box];\n  outside [shape=plaintext];\n  home [shape=ellipse];\n",
                to);
    if (used(&g, g.death))
        (void)fputs("  death [shape=plaintext];\n", to);
    for (int level = 0; level < VF_LEVELS; level++)
        put_level(to, &g, level);
    put_edges(to, &g);
    (void)fputs("}\n", to);
    free(g.family0);
    free(g.flow);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The nodes of a group's path: unit, stay or steps, the ways on with lead times and transitions, and what
 * happens in its queue. Flags that depend on the whole graph (occ, VF_N_SIMPLE) are set in compile_graph.c.
 */
#include <string.h>

#include "vf_compile_work.h"
#include "vf_effects.h"
#include "vf_json.h"

enum { NODES_MAX = VF_NONE16 - 1, EDGES_MAX = 255, STEPS_MAX = 200 };

/* One node being made. */
struct making {
    struct vf_compile *c;
    uint16_t g;
    uint32_t index;
    const cJSON *tree, *next; /* next: NULL = straight to exit */
    const char *pointer;
};

static struct vf_node *node_of(const struct making *k) { return &k->c->m->node[k->index]; }

static const char *at(const struct making *k, const char *key1, const char *key2) {
    return vf_compile_at(k->c, k->pointer, key1, key2);
}

/* The unit of the node; of a family, any member's. */
static const struct vf_unit *some_unit(const struct making *k) {
    const struct vf_node *n = node_of(k);
    return &k->c->m->unit[vf_compile_unit_of(k->c->m, n->family, n->unit, 0)];
}

static bool same_in_all_members(const struct making *k) {
    const struct vf_model *m = k->c->m;
    const struct vf_node *n = node_of(k);
    uint16_t ward = some_unit(k)->ward;
    for (uint16_t i = 1; i < vf_compile_members(m, n->family); i++) {
        uint16_t other = m->unit[vf_compile_unit_of(m, n->family, n->unit, i)].ward;
        if ((other == VF_NONE16) != (ward == VF_NONE16))
            return false;
        if (other != VF_NONE16 && m->ward[other].nights != m->ward[ward].nights)
            return false;
    }
    return true;
}

/* Finds the unit; false when there is none. */
static bool read_unit(struct making *k) {
    struct vf_compile *c = k->c;
    struct vf_node *n = node_of(k);
    const cJSON *given = vf_json_get(k->tree, "unit");
    const char *name = given ? given->valuestring : k->tree->string;
    uint32_t slot = vf_index_find(&c->slots, name), unit = vf_index_find(&c->units, name);
    n->family = VF_NONE16;
    if (slot != VF_NONE32) {
        n->family = (uint16_t)(slot >> 16);
        n->unit = (uint16_t)(slot & 0xFFFF);
    } else if (unit != VF_NONE32) {
        n->unit = (uint16_t)unit;
    } else {
        VF_REFUSE(c, k->pointer, "no unit is called \"%s\"", name);
        return false;
    }
    for (uint16_t i = 0; i < vf_compile_members(c->m, n->family); i++) {
        uint16_t u = vf_compile_unit_of(c->m, n->family, n->unit, i);
        if (u == VF_NONE16)
            return false; /* refused before */
        c->unit[u].used = true;
    }
    if (same_in_all_members(k))
        return true;
    VF_REFUSE(c, k->pointer,
              "the members of a family must agree whether \"%s\" is a ward and whether its stays are nights",
              name);
    return false;
}

static void read_flags(struct making *k) {
    struct vf_node *n = node_of(k);
    const struct vf_object *type = &vf_object_node;
    const cJSON *group = k->c->group[k->g].tree;
    const char *drawn = vf_json_get(k->tree, "route_drawn")
                            ? vf_field_string(type, k->tree, "route_drawn")
                            : vf_field_string(&vf_object_group, group, "route_drawn");
    if (strcmp(drawn, "at_entry") == 0)
        n->flags |= VF_N_ROUTE_AT_ENTRY;
    if (vf_field_bool(type, k->tree, "credit_blocked"))
        n->flags |= VF_N_CREDIT;
    if (vf_field_bool(type, k->tree, "planned"))
        n->flags |= VF_N_PLANNED;
    n->priority = k->c->m->group[k->g].priority;
    if (vf_json_get(k->tree, "priority"))
        n->priority = (uint8_t)vf_field_int(type, k->tree, "priority");
}

/* ---- Stay and steps ---- */
static void read_by_next(struct making *k, const cJSON *by_next, double unit_ms, double factor) {
    const cJSON *values[EDGES_MAX];
    size_t n = 0;
    struct vf_node *node = node_of(k);
    const char *place = at(k, "stay", "by_next");
    if (!k->next)
        values[n++] = vf_json_get(by_next, "exit");
    for (const cJSON *e = vf_map_first(k->next); e && n < EDGES_MAX; e = vf_map_next(e))
        values[n++] = vf_json_get(by_next, e->string);
    const cJSON *own = vf_json_get(k->tree, "route_drawn"),
                *group = vf_json_get(k->c->group[k->g].tree, "route_drawn"), *drawn = own ? own : group;
    if (drawn && strcmp(drawn->valuestring, "at_end") == 0)
        VF_REFUSE(k->c, at(k, own ? "route_drawn" : "stay", NULL),
                  "a stay by next node needs the route drawn at entry");
    node->flags |= VF_N_ROUTE_AT_ENTRY | VF_N_STAY_BY_NEXT;
    node->stay = vf_compile_dist_block(k->c, values, n, place, unit_ms, factor);
}

/* The constant part of the factor on stays; one that follows the calendar is kept beside the nodes. */
static double read_stay_factor(struct making *k) {
    struct vf_model *m = k->c->m;
    const cJSON *own = vf_json_get(k->tree, "stay_factor");
    double factor = vf_field_double(&vf_object_group, k->c->group[k->g].tree, "stay_factor");
    if (!own || cJSON_IsNumber(own))
        return own ? factor * own->valuedouble : factor;
    if (!m->stay_profile) {
        m->stay_profile = vf_xmalloc(NODES_MAX * sizeof *m->stay_profile);
        memset(m->stay_profile, 0xFF, NODES_MAX * sizeof *m->stay_profile); /* -1: none */
    }
    m->stay_profile[k->index] =
        vf_compile_profile(k->c, own, at(k, "stay_factor", NULL), VF_PROFILE_FACTOR, 1);
    return factor;
}

static void read_stay(struct making *k) {
    struct vf_compile *c = k->c;
    const struct vf_unit *unit = some_unit(k);
    const cJSON *stay = vf_json_get(k->tree, "stay"), *by_next = vf_json_get(stay, "by_next");
    double factor = read_stay_factor(k);
    bool nights = unit->ward != VF_NONE16 && c->m->ward[unit->ward].nights;
    double unit_ms = nights ? (double)VF_MS_DAY : 1;
    bool steps = vf_json_get(k->tree, "steps") != NULL;
    if (by_next && steps)
        VF_REFUSE(c, at(k, "stay", NULL), "a node with steps cannot have a stay by next node");
    else if (by_next)
        read_by_next(k, by_next, unit_ms, factor);
    else if (stay && !steps)
        node_of(k)->stay = vf_compile_dist(c, stay, at(k, "stay", NULL), unit_ms, factor);
    else
        node_of(k)->stay = vf_compile_dist_fixed(c, 0);
    if (steps && node_of(k)->flags & VF_N_CREDIT)
        VF_REFUSE(c, at(k, "credit_blocked", NULL),
                  "a node with steps has no stay to credit with time blocked");
    if (steps && nights)
        VF_REFUSE(c, at(k, "steps", NULL), "a ward with stays in nights cannot have visits in steps");
    if (!steps && !stay)
        VF_REFUSE(c, k->pointer, "the node needs a stay or steps");
}

/* Index of the server within the unit, the same in all members; VF_NONE16 after a refusal. */
static uint16_t find_server(struct making *k, const char *name, const char *pointer) {
    const struct vf_model *m = k->c->m;
    const struct vf_node *n = node_of(k);
    uint16_t found = VF_NONE16;
    for (uint16_t i = 0; i < vf_compile_members(m, n->family); i++) {
        const struct vf_unit *unit = &m->unit[vf_compile_unit_of(m, n->family, n->unit, i)];
        uint16_t j = 0;
        while (j < unit->n_pools && strcmp(m->pool[unit->pool0 + j].name, name) != 0)
            j++;
        if (j == unit->n_pools || (i > 0 && j != found)) {
            VF_REFUSE(k->c, pointer, "unit %s has no server \"%s\"%s", unit->name, name,
                      j == unit->n_pools ? "" : " in the same place as the family's other members");
            return VF_NONE16;
        }
        found = j;
    }
    return found;
}

static void add_step(struct making *k, uint16_t pool, int32_t time) {
    struct vf_model *m = k->c->m;
    m->step = vf_compile_grow(m->step, m->n_steps, sizeof *m->step);
    m->step[m->n_steps++] = (struct vf_step){.pool = pool, .time = time, .travel = -1, .per_trip = 1};
    node_of(k)->n_steps++;
}

static void read_steps(struct making *k) {
    struct vf_compile *c = k->c;
    const cJSON *steps = vf_json_get(k->tree, "steps"), *stay = vf_json_get(k->tree, "stay");
    struct vf_node *n = node_of(k);
    n->step0 = (uint16_t)c->m->n_steps;
    if (c->m->n_steps > VF_NONE16 - STEPS_MAX || vf_map_size(steps) >= STEPS_MAX) {
        VF_REFUSE(c, k->pointer, "too many steps");
        return;
    }
    double factor = read_stay_factor(k);
    for (const cJSON *s = vf_map_first(steps); s; s = vf_map_next(s)) {
        const char *place = at(k, "steps", s->string);
        const cJSON *server = vf_json_get(s, "server");
        uint16_t pool = VF_NONE16;
        if (server)
            pool = find_server(k, server->valuestring, vf_compile_at(c, place, "server", NULL));
        add_step(
            k, pool,
            vf_compile_dist(c, vf_json_get(s, "time"), vf_compile_at(c, place, "time", NULL), 1, factor));
        struct vf_step *st = &c->m->step[c->m->n_steps - 1U];
        if (vf_json_get(s, "travel"))
            st->travel =
                vf_compile_dist(c, vf_json_get(s, "travel"), vf_compile_at(c, place, "travel", NULL), 1, 1);
        st->per_trip = vf_field_double(&vf_object_step, s, "per_trip");
        if (vf_json_get(s, "needs"))
            vf_compile_needs(c, n, st, vf_json_get(s, "needs"), vf_compile_at(c, place, "needs", NULL));
    }
    /* A stay beside the steps follows the last of them. */
    if (steps && stay && !vf_json_get(stay, "by_next"))
        add_step(k, VF_NONE16, vf_compile_dist(c, stay, at(k, "stay", NULL), 1, factor));
}

/* ---- The ways on ---- */
static void add_edge(struct making *k, const char *name, double cum, const char *pointer) {
    struct vf_model *m = k->c->m;
    uint32_t target = vf_compile_target_of(k->c, k->g, name, pointer);
    m->edge = vf_compile_grow(m->edge, m->n_edges, sizeof *m->edge);
    m->edge[m->n_edges++] = (struct vf_edge){.cum = cum, .target = target, .lead = -1, .delay = -1};
    node_of(k)->n_edges++;
}

static void read_next(struct making *k) {
    double total = 0, sum = 0;
    node_of(k)->edge0 = k->c->m->n_edges;
    if (!k->next)
        add_edge(k, "exit", 1, k->pointer);
    if (vf_map_size(k->next) > EDGES_MAX) {
        VF_REFUSE(k->c, at(k, "next", NULL), "more than %d ways on", EDGES_MAX);
        return;
    }
    for (const cJSON *e = vf_map_first(k->next); e; e = vf_map_next(e))
        total += e->valuedouble;
    for (const cJSON *e = vf_map_first(k->next); e; e = vf_map_next(e)) {
        sum += e->valuedouble;
        /* Exactly 1 from the last possible way on, whatever the sum's last bits. */
        add_edge(k, e->string, sum >= total ? 1 : sum, at(k, "next", e->string));
    }
}

/* An effect may send home from where everybody is admitted: a way that nobody is drawn to. */
static void add_way_home(struct making *k) {
    if (k->next && some_unit(k)->traits & VF_T_AKUT && !vf_json_get(k->next, "exit") &&
        vf_effects_deflect(k->c->cfg->resolved))
        add_edge(k, "exit", 1, k->pointer);
}

/* The edge to `name`, one of the node's next. */
static struct vf_edge *edge_to(struct making *k, const char *name) {
    const struct vf_node *n = node_of(k);
    uint32_t i = n->edge0, last = i + n->n_edges - 1;
    for (const cJSON *e = vf_map_first(k->next); e && i < last && strcmp(e->string, name) != 0;
         e = vf_map_next(e))
        i++;
    return &k->c->m->edge[i];
}

static void read_lead(struct making *k) {
    const cJSON *lead = vf_json_get(k->tree, "lead");
    if (lead && !(some_unit(k)->traits & VF_T_BEDS)) {
        VF_REFUSE(k->c, at(k, "lead", NULL),
                  "unit %s has no beds: only patients in a bed or slot wait for planning",
                  some_unit(k)->name);
        return;
    }
    for (const cJSON *l = vf_map_first(lead); l; l = vf_map_next(l)) {
        struct vf_edge *e = edge_to(k, l->string);
        e->lead = vf_compile_dist(k->c, l, at(k, "lead", l->string), (double)VF_MS_DAY, 1);
    }
}

static void read_transitions(struct making *k) {
    static const uint8_t modes[] = {VF_TRANSIT_HOLD, VF_TRANSIT_RELEASE, VF_TRANSIT_RESERVE};
    const cJSON *map = vf_json_get(k->tree, "transition");
    for (const cJSON *t = vf_map_first(map); t; t = vf_map_next(t)) {
        const char *place = at(k, "transition", t->string);
        struct vf_edge *e = edge_to(k, t->string);
        e->delay =
            vf_compile_dist(k->c, vf_json_get(t, "time"), vf_compile_at(k->c, place, "time", NULL), 1, 1);
        e->transit = modes[vf_field_word(&vf_object_transition, t, "mode")];
        bool terminal = e->target == VF_TERM_EXIT || e->target == VF_TERM_DEATH;
        if (terminal && e->transit == VF_TRANSIT_RESERVE)
            e->transit = VF_TRANSIT_HOLD; /* nothing to reserve */
    }
}

/* ---- The queue ---- */
static uint32_t target_field(struct making *k, const struct vf_object *type, const cJSON *object,
                             const char *key, const char *pointer) {
    return vf_compile_target_of(k->c, k->g, vf_field_string(type, object, key), pointer);
}

static void read_queue(struct making *k) {
    struct vf_node *n = node_of(k);
    const cJSON *patience = vf_json_get(k->tree, "patience"), *balking = vf_json_get(k->tree, "balking");
    n->patience = -1;
    n->patience_to = n->balk_to = VF_TERM_EXIT;
    n->balk_at = VF_UNLIMITED;
    n->away_to = target_field(k, &vf_object_node, k->tree, "away_to", at(k, "away_to", NULL));
    if (patience) {
        n->patience = vf_compile_dist(k->c, vf_json_get(patience, "time"), at(k, "patience", "time"), 1, 1);
        n->patience_to = target_field(k, &vf_object_patience, patience, "to", at(k, "patience", "to"));
    }
    if (balking) {
        n->balk_at = (uint32_t)vf_field_int(&vf_object_balking, balking, "at");
        n->balk_p = vf_field_double(&vf_object_balking, balking, "probability");
        n->balk_to = target_field(k, &vf_object_balking, balking, "to", at(k, "balking", "to"));
    }
}

static void make_node(struct making *k) {
    bool placed = read_unit(k);
    read_next(k);
    if (!placed) {
        node_of(k)->unit = VF_NONE16;
        node_of(k)->worsen = node_of(k)->rebook = -1;
        return;
    }
    add_way_home(k);
    read_flags(k);
    read_stay(k);
    read_steps(k);
    read_lead(k);
    read_transitions(k);
    read_queue(k);
    vf_compile_node_wait(k->c, k->g, node_of(k), k->tree, k->pointer);
}

void vf_compile_nodes(struct vf_compile *c, uint16_t g) {
    struct vf_model *m = c->m;
    struct vf_compile_group *group = &c->group[g];
    const cJSON *path = vf_json_get(group->tree, "path");
    group->node0 = m->n_nodes;
    for (const cJSON *n = vf_map_first(path); n; n = vf_map_next(n)) {
        if (m->n_nodes >= NODES_MAX) {
            VF_REFUSE(c, group->pointer, "more than %d nodes in all", NODES_MAX);
            return;
        }
        m->node = vf_compile_grow(m->node, m->n_nodes, sizeof *m->node);
        struct vf_node *node = &m->node[m->n_nodes];
        memset(node, 0, sizeof *node);
        node->name = vf_xstrdup(n->string);
        node->group = g;
        node->occ = node->family = VF_NONE16;
        node->purpose = vf_key(m->group[g].key, vf_name_key(n->string));
        vf_index_put(&group->nodes, n->string, m->n_nodes++);
        group->n_nodes++;
    }
    uint32_t i = group->node0;
    for (const cJSON *n = vf_map_first(path); n; n = vf_map_next(n), i++) {
        const char *place = vf_compile_at(c, group->pointer, "path", n->string);
        struct making k = {c, g, i, n, vf_json_get(n, "next"), place};
        make_node(&k);
    }
}

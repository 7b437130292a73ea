/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Groups: who the patients are, where they enter, whether they come back. Their paths are in compile_nodes.c,
 * their arrivals in compile_sources.c. */
#include <string.h>

#include "vf_compile_work.h"
#include "vf_json.h"

enum { GROUPS_MAX = VF_NONE16 - 1, AGE_65PLUS = 2 };

uint32_t vf_compile_target(const struct vf_compile *c, uint16_t g, const char *name) {
    if (strcmp(name, "exit") == 0)
        return VF_TERM_EXIT;
    if (strcmp(name, "death") == 0)
        return VF_TERM_DEATH;
    return vf_index_find(&c->group[g].nodes, name);
}

uint32_t vf_compile_target_of(struct vf_compile *c, uint16_t g, const char *name, const char *pointer) {
    uint32_t target = vf_compile_target(c, g, name);
    if (target != VF_NONE32)
        return target;
    VF_REFUSE(c, pointer, "group %s has no node \"%s\"", c->m->group[g].name, name);
    return VF_TERM_EXIT;
}

static void read_attributes(struct vf_group *group, const cJSON *tree) {
    const struct vf_object *type = &vf_object_group;
    group->age_class = (uint8_t)vf_field_word(type, tree, "age_class");
    if (group->age_class >= AGE_65PLUS)
        group->flags |= VF_G_65PLUS;
    group->patient_type = (uint8_t)vf_field_int(type, tree, "patient_type");
    if (vf_json_get(tree, "omradestyp"))
        group->omradestyp = (uint8_t)vf_field_int(type, tree, "omradestyp");
    group->disease = (uint8_t)vf_field_word(type, tree, "disease");
    group->priority = (uint8_t)vf_field_int(type, tree, "priority");
    if (vf_field_bool(type, tree, "psykiatri"))
        group->flags |= VF_G_PSYK;
    if (vf_field_bool(type, tree, "paverkbar"))
        group->flags |= VF_G_PAVERKBAR;
}

static void add_entry(struct vf_compile *c, double cum, uint32_t target) {
    struct vf_model *m = c->m;
    m->edge = vf_compile_grow(m->edge, m->n_edges, sizeof *m->edge);
    m->edge[m->n_edges++] = (struct vf_edge){.cum = cum, .target = target, .lead = -1, .delay = -1};
}

static void read_entry(struct vf_compile *c, uint16_t g) {
    const cJSON *start = vf_json_get(c->group[g].tree, "start");
    const char *at = vf_compile_at(c, c->group[g].pointer, "start", NULL);
    struct vf_group *group = &c->m->group[g];
    group->entry0 = c->m->n_edges;
    if (cJSON_IsString(start)) {
        add_entry(c, 1, vf_compile_target_of(c, g, start->valuestring, at));
    } else if (cJSON_IsObject(start)) {
        double sum = 0, total = 0;
        for (const cJSON *s = vf_map_first(start); s; s = vf_map_next(s))
            total += s->valuedouble;
        for (const cJSON *s = vf_map_first(start); s; s = vf_map_next(s)) {
            sum += s->valuedouble;
            add_entry(c, sum >= total ? 1 : sum,
                      vf_compile_target_of(c, g, s->string, vf_compile_at(c, at, s->string, NULL)));
        }
    } else if (c->group[g].n_nodes == 1) {
        add_entry(c, 1, c->group[g].node0); /* a path of one node starts there */
    } else {
        VF_REFUSE(c, c->group[g].pointer, "group %s needs a start: the node where its patients enter",
                  group->name);
    }
    group->n_entry = (uint16_t)(c->m->n_edges - group->entry0);
}

static void read_readmission(struct vf_compile *c, uint16_t g) {
    struct vf_group *group = &c->m->group[g];
    const cJSON *r = vf_json_get(c->group[g].tree, "readmission");
    const char *at = vf_compile_at(c, c->group[g].pointer, "readmission", NULL);
    group->readmission_time = -1;
    group->readmission_to = VF_TERM_EXIT;
    if (!r)
        return;
    group->readmission_p = vf_field_double(&vf_object_readmission, r, "probability");
    group->readmission_time =
        vf_compile_dist(c, vf_json_get(r, "time"), vf_compile_at(c, at, "time", NULL), 1, 1);
    const cJSON *to = vf_json_get(r, "to");
    const char *to_at = vf_compile_at(c, at, "to", NULL);
    if (to)
        group->readmission_to = vf_compile_target_of(c, g, to->valuestring, to_at);
    else if (group->n_entry)
        group->readmission_to = c->m->edge[group->entry0].target;
    if (group->readmission_p >= 1)
        VF_REFUSE(c, vf_compile_at(c, at, "probability", NULL),
                  "everybody who leaves group %s comes back: the probability must be below 1", group->name);
}

static void add_group(struct vf_compile *c, const cJSON *tree) {
    struct vf_model *m = c->m;
    uint16_t g = m->n_groups;
    if (g >= GROUPS_MAX) {
        VF_REFUSE(c, "/groups", "more than %d groups", GROUPS_MAX);
        return;
    }
    m->group = vf_compile_grow(m->group, g, sizeof *m->group);
    c->group = vf_compile_grow(c->group, g, sizeof *c->group);
    m->n_groups++;
    struct vf_group *group = &m->group[g];
    memset(group, 0, sizeof *group);
    memset(&c->group[g], 0, sizeof c->group[g]);
    c->group[g].tree = tree;
    c->group[g].pointer = vf_compile_at(c, "/groups", tree->string, NULL);
    vf_index_put(&c->groups, tree->string, g);
    group->name = vf_xstrdup(tree->string);
    group->title = vf_compile_title(tree, tree->string);
    group->key = vf_name_key(tree->string);
    group->cohort = VF_NONE16;
    read_attributes(group, tree);
    vf_compile_doors(c, g);
    vf_compile_nodes(c, g);
    read_entry(c, g);
    read_readmission(c, g);
}

static void read_min_free(struct vf_compile *c, uint16_t u) {
    const cJSON *map = vf_json_get(c->unit[u].tree, "min_free");
    if (!vf_map_size(map))
        return;
    uint16_t *min_free = vf_xcalloc(c->m->n_groups + 1U, sizeof *min_free);
    c->m->unit[u].min_free = min_free;
    for (const cJSON *k = vf_map_first(map); k; k = vf_map_next(k)) {
        uint32_t g = vf_index_find(&c->groups, k->string);
        if (g != VF_NONE32)
            min_free[g] = (uint16_t)k->valuedouble;
        else
            VF_REFUSE(c, vf_compile_at(c, c->unit[u].pointer, "min_free", k->string),
                      "no group is called \"%s\"", k->string);
    }
}

/* Which groups have a node at which units. */
static void note_visits(struct vf_compile *c) {
    const struct vf_model *m = c->m;
    c->visits = vf_xcalloc((size_t)m->n_units * m->n_groups + 1, sizeof *c->visits);
    for (uint32_t i = 0; i < m->n_nodes; i++) {
        const struct vf_node *n = &m->node[i];
        if (n->unit == VF_NONE16)
            continue; /* refused before */
        for (uint16_t k = 0; k < vf_compile_members(m, n->family); k++)
            c->visits[(size_t)vf_compile_unit_of(m, n->family, n->unit, k) * m->n_groups + n->group] = true;
    }
}

void vf_compile_groups(struct vf_compile *c) {
    const cJSON *groups = vf_json_get(c->cfg->resolved, "groups");
    for (const cJSON *g = vf_map_first(groups); g; g = vf_map_next(g))
        add_group(c, g);
    for (uint16_t u = 0; u < c->m->n_units; u++)
        read_min_free(c, u);
    note_visits(c);
}

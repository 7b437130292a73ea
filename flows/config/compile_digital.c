/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Digital contacts: of those who would enter at a physical node, a share enters at the digital one instead. Of all
 * digital contacts a share s replaces a visit, and a share i would not have been made without them (substitution and
 * induction, s + i <= 1): the induced are a Poisson source of their own beside the group's, so that everybody else is
 * the same patient with and without them. Out of the digital node 1 - s - i go on to the physical one: of D contacts
 * (1 - i) D came instead of a visit, and s D of those visits are not made. */
#include <string.h>

#include "vf_compile_work.h"
#include "vf_json.h"

static void add_edge(struct vf_model *m, uint32_t target, double cum) {
    m->edge = vf_compile_grow(m->edge, m->n_edges, sizeof *m->edge);
    m->edge[m->n_edges++] = (struct vf_edge){.cum = cum, .target = target, .lead = -1, .delay = -1};
}

/* Splits the entry at `from`; returns the share of all who enter that is now digital. */
static double split_entry(struct vf_model *m, struct vf_group *group, uint32_t from, uint32_t to,
                          double share) {
    uint32_t first = m->n_edges;
    double before = 0, digital = 0;
    for (uint32_t k = 0; k < group->n_entry; k++) {
        struct vf_edge e = m->edge[group->entry0 + k];
        if (e.target == from) {
            digital += (e.cum - before) * share;
            add_edge(m, from, before + (e.cum - before) * (1 - share));
        }
        add_edge(m, e.target == from ? to : e.target, e.cum);
        before = e.cum;
    }
    group->entry0 = first;
    group->n_entry = (uint16_t)(m->n_edges - first);
    return digital;
}

static void compile_group(struct vf_compile *c, uint16_t g, const cJSON *rule, const char *at) {
    struct vf_model *m = c->m;
    struct vf_group *group = &m->group[g];
    const struct vf_object *type = &vf_object_digital;
    const char *name = vf_field_string(type, rule, "node");
    uint32_t from = vf_compile_target(c, g, vf_field_string(type, rule, "instead_of")),
             to = vf_compile_target(c, g, name);
    double s = vf_field_double(type, rule, "substitution"), i = vf_field_double(type, rule, "induction");
    if (from == VF_NONE32 || to == VF_NONE32)
        return; /* said by the loader */
    if (s + i > 1 + 1e-9 || i >= 1)
        VF_REFUSE(
            c, at,
            "substitution and induction are shares of the same contacts: together at most 1 (found %g), "
            "and not all can be induced",
            s + i);
    if (from == to)
        VF_REFUSE(c, at, "the digital node cannot stand in for itself");
    if (vf_json_get(vf_json_get(vf_json_get(c->group[g].tree, "path"), name), "next"))
        VF_REFUSE(
            c, vf_compile_at(c, c->group[g].pointer, "path", name),
            "where patients go after a digital contact follows from substitution and induction: no \"next\"");
    if (c->code)
        return;
    double digital = split_entry(m, group, from, to, vf_field_double(type, rule, "share"));
    struct vf_node *n = &m->node[to];
    n->edge0 = m->n_edges;
    add_edge(m, from, 1 - s - i > 1e-12 ? 1 - s - i : 0);
    add_edge(m, VF_TERM_EXIT, 1);
    n->n_edges = 2;
    group->induced = digital * i / (1 - i);
    group->induced_at = to;
    if (group->induced > 0)
        vf_compile_induced(c, g);
}

void vf_compile_digital(struct vf_compile *c) {
    for (uint16_t g = 0; g < c->m->n_groups; g++) {
        const cJSON *rule = vf_json_get(c->group[g].tree, "digital");
        if (rule)
            compile_group(c, g, rule, vf_compile_at(c, c->group[g].pointer, "digital", NULL));
    }
}

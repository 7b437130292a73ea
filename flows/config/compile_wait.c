/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happens to those who wait, from config to model: of nodes their triage and deterioration, of units the
 * priority that rises with the wait and the vardgaranti. */
#include <stdlib.h>

#include "vf_compile_work.h"
#include "vf_json.h"

static void read_triage(struct vf_compile *c, struct vf_node *n, const cJSON *classes) {
    struct vf_model *m = c->m;
    double total = 0, sum = 0;
    n->triage0 = m->n_triage;
    for (const cJSON *k = vf_map_first(classes); k; k = vf_map_next(k))
        total += vf_field_double(&vf_object_triage_class, k, "share");
    for (const cJSON *k = vf_map_first(classes); k; k = vf_map_next(k)) {
        sum += vf_field_double(&vf_object_triage_class, k, "share");
        m->triage = vf_compile_grow(m->triage, m->n_triage, sizeof *m->triage);
        /* Exactly 1 from the last possible class, whatever the sum's last bits. */
        m->triage[m->n_triage++] =
            (struct vf_triage){.cum = sum >= total ? 1 : sum,
                               .priority = (uint8_t)vf_field_int(&vf_object_triage_class, k, "priority")};
        n->n_triage++;
    }
}

static void read_rebook(struct vf_compile *c, struct vf_node *n, const cJSON *rebook, const char *pointer) {
    if (!rebook)
        return;
    const char *at = vf_compile_at(c, pointer, "rebook", NULL);
    n->rebook = vf_compile_dist(c, vf_json_get(rebook, "time"), vf_compile_at(c, at, "time", NULL), 1, 1);
    n->rebook_max = (uint8_t)vf_field_int(&vf_object_rebook, rebook, "max");
    if (!(n->flags & VF_N_PLANNED))
        VF_REFUSE(c, at, "only planned admissions are cancelled and rebooked: say \"planned\": true");
    for (uint16_t i = 0; i < vf_compile_members(c->m, n->family); i++)
        c->m->unit[vf_compile_unit_of(c->m, n->family, n->unit, i)].traits |= VF_T_CANCELS;
}

void vf_compile_node_wait(struct vf_compile *c, uint16_t g, struct vf_node *n, const cJSON *tree,
                          const char *pointer) {
    const cJSON *worsen = vf_json_get(tree, "deterioration");
    const struct vf_object *type = &vf_object_deterioration;
    read_triage(c, n, vf_json_get(tree, "triage"));
    if (vf_field_bool(&vf_object_node, tree, "follow_up"))
        n->flags |= VF_N_FOLLOW_UP;
    n->worsen = n->rebook = -1;
    n->worsen_to = VF_TERM_EXIT;
    read_rebook(c, n, vf_json_get(tree, "rebook"), pointer);
    if (!worsen)
        return;
    n->worsen = vf_compile_dist(c, vf_json_get(worsen, "time"),
                                vf_compile_at(c, pointer, "deterioration", "time"), 1, 1);
    n->worsen_to = vf_compile_target_of(c, g, vf_field_string(type, worsen, "to"),
                                        vf_compile_at(c, pointer, "deterioration", "to"));
    for (uint16_t i = 0; i < vf_compile_members(c->m, n->family); i++)
        c->m->unit[vf_compile_unit_of(c->m, n->family, n->unit, i)].traits |= VF_T_WORSENS;
}

static int by_wait(const void *a, const void *b) {
    const struct vf_rise *x = a, *y = b;
    return (x->after > y->after) - (x->after < y->after);
}

void vf_compile_unit_wait(struct vf_compile *c, struct vf_unit *unit, const cJSON *tree) {
    struct vf_model *m = c->m;
    const cJSON *rises = vf_json_get(tree, "priority_rises");
    unit->rise0 = m->n_rises;
    for (const cJSON *r = vf_map_first(rises); r; r = vf_map_next(r)) {
        double ms = 0;
        VF_ASSERT(vf_quantity_duration(r->string, &ms) == 0, r->string);
        m->rise = vf_compile_grow(m->rise, m->n_rises, sizeof *m->rise);
        m->rise[m->n_rises++] =
            (struct vf_rise){.after = (int64_t)(ms + 0.5), .priority = (uint8_t)r->valuedouble};
        unit->n_rises++;
    }
    if (unit->n_rises) {
        qsort(m->rise + unit->rise0, unit->n_rises, sizeof *m->rise, by_wait);
        unit->traits |= VF_T_RISES;
    }
    unit->guarantee = INT64_MAX;
    if (vf_json_get(tree, "guarantee")) {
        unit->guarantee = vf_field_duration_ms(&vf_object_unit, tree, "guarantee");
        unit->traits |= VF_T_GUARANTEE;
    }
}

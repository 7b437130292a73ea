/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a unit costs and who pays; called when the unit is made. */
#include "vf_compile_work.h"
#include "vf_json.h"

void vf_compile_cost(struct vf_compile *c, uint16_t u) {
    const struct vf_object *type = &vf_object_cost;
    struct vf_unit *unit = &c->m->unit[u];
    const cJSON *cost = vf_json_get(c->unit[u].tree, "cost"), *paid_by = vf_json_get(cost, "paid_by");
    if (!cost)
        return;
    unit->traits |= VF_T_COST;
    unit->cost.day = vf_field_double(type, cost, "per_day");
    unit->cost.visit = vf_field_double(type, cost, "per_visit");
    unit->cost.place = vf_field_double(type, cost, "per_place_day");
    if (unit->cost.place > 0 && unit->traits & VF_T_INFINITE)
        VF_REFUSE(c, vf_compile_at(c, c->unit[u].pointer, "cost", "per_place_day"),
                  "unit %s has no number of places to pay for", unit->name);
    if (!paid_by)
        unit->cost.paid_by[unit->owner] = 1;
    for (const cJSON *p = vf_map_first(paid_by); p; p = vf_map_next(p))
        unit->cost.paid_by[vf_word_index(vf_words_owner, p->string)] = p->valuedouble;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Money, worked out after the run from the accounts: per unit, owner (huvudman), level and group. A unit costs its
 * occupied place time, its visits started and its places whether occupied or not (docs/METHODS.md). Only in models
 * where some unit has a cost. */
#include "vf_measures.h"

enum { TOTAL, OWNER0, LEVEL0 = OWNER0 + VF_OWNERS, UNIT = LEVEL0 + VF_LEVELS, GROUP, KOMMUN };

static double days(int64_t ms) { return (double)ms / (double)VF_MS_DAY; }

/* What the use of unit u costs; group VF_NONE16: of all. */
static double use(const struct vf_sim *s, uint16_t u, uint16_t group) {
    const struct vf_column c = {.unit = u, .group = group};
    const struct vf_ledger *t = vf_unit_total(s, &c);
    const struct vf_cost *cost = &s->m->unit[u].cost;
    return cost->day * days(t->area) + cost->visit * t->started;
}
static double all(const struct vf_sim *s, uint16_t u) {
    return use(s, u, VF_NONE16) + s->m->unit[u].cost.place * days(s->unit[u].cap_area);
}

static double cost(const struct vf_sim *s, const struct vf_column *c) {
    size_t which = (size_t)(c->metric - vf_metrics_cost);
    double sum = 0;
    if (which == UNIT) {
        return all(s, c->unit);
    }
    for (uint16_t u = 0; u < s->m->n_units; u++) {
        const struct vf_unit *unit = &s->m->unit[u];
        if (which == KOMMUN) {
            sum += unit->kommun == c->org ? all(s, u) * unit->cost.paid_by[VF_OWNER_KOMMUN] : 0;
        } else if (which == GROUP) {
            sum += use(s, u, c->group);
        } else if (which >= LEVEL0) {
            sum += unit->level == which - LEVEL0 ? all(s, u) : 0;
        } else {
            sum += all(s, u) * (which == TOTAL ? 1 : unit->cost.paid_by[which - OWNER0]);
        }
    }
    return sum;
}

#define ROW(id, sv, en, definition, scope)                                                                  \
    {                                                                                                       \
        "kostnad" id, VF_MEASURE_KR, "Kostnad" sv, "Cost" en, definition, NULL, scope, VF_T_COST, 0, false, \
            cost                                                                                            \
    }
#define OWNER(id, sv, en) \
    ROW("_" id, " för " sv, ", " en, "What the owner pays of all costs in the window.", VF_SCOPE_REGION)
#define LEVEL(id, sv, en) \
    ROW("_niva_" id, ", " sv, ", " en, "Cost of the units of this level in the window.", VF_SCOPE_REGION)
const struct vf_metric vf_metrics_cost[] = {
    [TOTAL] = ROW("", "", "", "Cost of all units in the window, kr.", VF_SCOPE_REGION),
    [OWNER0 + VF_OWNER_REGION] = OWNER("region", "regionen", "region"),
    [OWNER0 + VF_OWNER_KOMMUN] = OWNER("kommun", "kommunerna", "kommuner"),
    [OWNER0 + VF_OWNER_EXTERN] = OWNER("extern", "andra", "others"),
    [LEVEL0 + VF_L_PRIMARVARD] = LEVEL("primarvard", "primärvård", "primary care"),
    [LEVEL0 + VF_L_SPECIALISTVARD] =
        LEVEL("specialistvard", "öppen specialistvård", "outpatient specialist care"),
    [LEVEL0 + VF_L_AKUTMOTTAGNING] = LEVEL("akutmottagning", "akutmottagning", "emergency department"),
    [LEVEL0 + VF_L_SLUTENVARD] = LEVEL("slutenvard", "slutenvård", "inpatient care"),
    [LEVEL0 + VF_L_KOMMUN] = LEVEL("kommun", "kommunal vård", "municipal care"),
    [LEVEL0 + VF_L_MELLANVARD] = LEVEL("mellanvard", "mellanvård", "intermediate care"),
    [LEVEL0 + VF_L_HEM] = LEVEL("hem", "hemmet", "home"),
    [LEVEL0 + VF_L_EXTERN] = LEVEL("extern", "extern vård", "external care"),
    [UNIT] = ROW("_enhet", "", "", "Cost of the unit in the window: occupied time, visits, places.",
                 VF_SCOPE_UNIT),
    [GROUP] = ROW("_grupp", ", rörlig", ", variable",
                  "What the group's occupied time and visits cost in the window; places as such left out.",
                  VF_SCOPE_GROUP),
    [KOMMUN] = ROW("_i_kommunen", " för kommunen", " of the kommun",
                   "What the kommun pays of its own units' costs in the window.", VF_SCOPE_KOMMUN),
    {.id = NULL},
};

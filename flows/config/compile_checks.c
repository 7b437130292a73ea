/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What only the whole model shows: units without use, beds that contradict each other, reservations that shut
 * a group out for ever. */
#include <math.h>

#include "vf_compile_work.h"
#include "vf_json.h"

/* A family's slot may lie idle: its members need not be alike. */
void vf_compile_check_units(struct vf_compile *c) {
    for (uint16_t u = 0; u < c->m->n_units; u++) {
        const struct vf_unit *unit = &c->m->unit[u];
        if (!c->unit[u].used && unit->family == VF_NONE16)
            VF_REFUSE(c, c->unit[u].pointer,
                      "unit %s has no use: no path leads there and no ward sends its outliers there",
                      unit->name);
    }
}

/* Of beds that a pool gives nothing is known while the config has other faults. */
static double most(const struct vf_model *m, const struct vf_unit *unit, double unknown) {
    bool staffed = unit->ward != VF_NONE16 && m->ward[unit->ward].staff != VF_NONE16;
    return unit->capacity >= 0 ? floor(vf_profile_max(&m->profile[unit->capacity]) + 0.5)
           : staffed           ? unknown
                               : INFINITY;
}

static void check_beds(struct vf_compile *c, uint16_t u) {
    const struct vf_unit *unit = &c->m->unit[u];
    const struct vf_ward *ward = &c->m->ward[unit->ward];
    const char *at = vf_compile_at(c, c->unit[u].pointer, "beds", NULL);
    double disponibla = most(c->m, unit, 0);
    if (ward->faststallda != VF_UNLIMITED && ward->fysiska != VF_UNLIMITED &&
        ward->faststallda > ward->fysiska)
        VF_REFUSE(c, at, "ward %s has more faststallda beds (%u) than fysiska (%u)", unit->name,
                  ward->faststallda, ward->fysiska);
    if (ward->faststallda != VF_UNLIMITED && disponibla > ward->faststallda)
        VF_REFUSE(c, at, "ward %s has at some time more disponibla beds (%.0f) than faststallda (%u)",
                  unit->name, disponibla, ward->faststallda);
    else if (ward->fysiska != VF_UNLIMITED && disponibla > ward->fysiska)
        VF_REFUSE(c, at, "ward %s has at some time more disponibla beds (%.0f) than fysiska (%u)", unit->name,
                  disponibla, ward->fysiska);
}

static void check_min_free(struct vf_compile *c, uint16_t u) {
    const struct vf_unit *unit = &c->m->unit[u];
    double places = most(c->m, unit, INFINITY);
    for (uint16_t g = 0; g < c->m->n_groups; g++)
        if (unit->min_free[g] > 0 && unit->min_free[g] >= places)
            VF_REFUSE(c, vf_compile_at(c, c->unit[u].pointer, "min_free", c->m->group[g].name),
                      "group %s never gets into unit %s: it needs more than %u free places of at most %.0f",
                      c->m->group[g].name, unit->name, unit->min_free[g], places);
}

void vf_compile_check_values(struct vf_compile *c) {
    for (uint16_t u = 0; u < c->m->n_units; u++) {
        if (c->m->unit[u].ward != VF_NONE16)
            check_beds(c, u);
        if (c->m->unit[u].min_free)
            check_min_free(c, u);
        if (c->m->unit[u].traits & VF_T_OWN_DOCTOR && c->m->unit[u].capacity >= 0)
            vf_compile_check_own_doctor(c, u);
    }
}

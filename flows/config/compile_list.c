/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Primary care: the weights of a family's members as lists with a cap, and clinics with own doctors. */
#include <stdlib.h>
#include <string.h>

#include "vf_compile_work.h"
#include "vf_json.h"

enum { DOCTORS_MAX = 64 };

/* Fills the lists by weight up to their caps; those that do not fit go to the members with room, by weight again.
 * Returns how many have no room. */
static double fill_lists(double *list, const double *weight, const double *cap, uint16_t n, double people) {
    for (;;) {
        double open = 0, over = 0;
        for (uint16_t i = 0; i < n; i++)
            open += list[i] < cap[i] ? weight[i] : 0;
        if (people <= 0 || open <= 0)
            return people;
        for (uint16_t i = 0; i < n; i++) {
            if (list[i] >= cap[i])
                continue;
            list[i] += people * weight[i] / open;
            if (list[i] > cap[i]) {
                over += list[i] - cap[i];
                list[i] = cap[i];
            }
        }
        people = over > 1e-9 ? over : 0;
    }
}

/* Replaces the weights by the lists. */
void vf_compile_listning(struct vf_compile *c, const cJSON *family, double *weight) {
    struct vf_family *f = &c->m->family[c->m->n_families - 1U];
    const cJSON *rule = vf_json_get(family, "listning"), *most = vf_json_get(rule, "per_doctor"),
                *last = vf_json_get(rule, "unlisted");
    const char *at = vf_compile_at(c, "/families", family->string, "listning");
    if (!rule)
        return;
    double *cap = vf_xcalloc(f->n_members + 1U, sizeof *cap);
    uint16_t i = 0, spare = VF_NONE16;
    f->listed = vf_xcalloc(f->n_members + 1U, sizeof *f->listed);
    f->doctors = vf_xcalloc(f->n_members + 1U, sizeof *f->doctors);
    for (const cJSON *k = vf_map_first(vf_json_get(family, "members")); k; k = vf_map_next(k), i++) {
        bool is_spare = last && strcmp(last->valuestring, k->string) == 0;
        spare = is_spare ? i : spare;
        f->doctors[i] = vf_json_get(k, "doctors") ? vf_field_double(&vf_object_member, k, "doctors") : 0;
        cap[i] = is_spare ? 0 : most ? most->valuedouble * f->doctors[i] : 1e300;
    }
    if (last && spare == VF_NONE16)
        VF_REFUSE(c, vf_compile_at(c, at, "unlisted", NULL), "family %s has no member \"%s\"", f->name,
                  last->valuestring);
    double left = fill_lists(f->listed, weight, cap, f->n_members,
                             vf_field_double(&vf_object_listning, rule, "people"));
    if (spare != VF_NONE16)
        f->listed[spare] = left;
    else if (left > 0 && !last)
        VF_REFUSE(c, at,
                  "the lists are full: there is no room for %.0f of the people, and no \"unlisted\" member",
                  left);
    memcpy(weight, f->listed, f->n_members * sizeof *weight);
    free(cap);
}

void vf_compile_own_doctor(struct vf_compile *c, uint16_t u) {
    struct vf_model *m = c->m;
    struct vf_unit *unit = &m->unit[u];
    const struct vf_compile_unit *from = &c->unit[u];
    const cJSON *rule = vf_json_get(from->tree, "own_doctor");
    const char *at = vf_compile_at(c, from->pointer, "own_doctor", NULL);
    unit->own_doctor = VF_NONE16;
    if (!rule)
        return;
    if (unit->preempt != VF_PREEMPT_NO || unit->traits & VF_T_MIN_FREE ||
        unit->on_close == VF_CLOSE_SERVE_QUEUE || unit->traits & VF_T_INFINITE)
        VF_REFUSE(c, at, "own doctors need a capacity, and go with no preempt, min_free or serve_queue");
    m->own_doctor = vf_compile_grow(m->own_doctor, m->n_own_doctors, sizeof *m->own_doctor);
    unit->own_doctor = m->n_own_doctors++;
    unit->traits |= VF_T_OWN_DOCTOR;
    m->own_doctor[unit->own_doctor] = (struct vf_own_doctor){
        .purpose = vf_key(vf_name_key(unit->name), vf_name_key("own_doctor")),
        .doctors = (uint8_t)vf_field_int(&vf_object_own_doctor, rule, "doctors"),
        .share = vf_field_double(&vf_object_own_doctor, rule, "share"),
        .wait = vf_compile_dist(c, vf_json_get(rule, "wait"), vf_compile_at(c, at, "wait", NULL), 1, 1)};
}

void vf_compile_check_own_doctor(struct vf_compile *c, uint16_t u) {
    const struct vf_model *m = c->m;
    if (vf_profile_max(&m->profile[m->unit[u].capacity]) >= DOCTORS_MAX + 0.5)
        VF_REFUSE(c, vf_compile_at(c, c->unit[u].pointer, "own_doctor", NULL),
                  "over %d doctors at one clinic", DOCTORS_MAX);
    for (uint32_t e = 0; e < m->n_edges; e++) {
        const struct vf_edge *edge = &m->edge[e];
        const struct vf_node *n = edge->target < m->n_nodes ? &m->node[edge->target] : NULL;
        if (n && edge->delay >= 0 && edge->transit == VF_TRANSIT_RESERVE &&
            vf_compile_unit_of(m, n->family, n->unit, 0) == u)
            VF_REFUSE(c, c->unit[u].pointer, "a clinic with own doctors cannot be reserved on the way there");
    }
}

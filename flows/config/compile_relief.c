/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How wards make room, from config to model: turnaround, step-down, closing, early discharge, virtual wards. After
 * the placement, whose lists of units these join. */
#include <string.h>

#include "vf_compile_work.h"
#include "vf_json.h"

static void keep(struct vf_model *m, uint16_t unit) {
    m->ward_lists = vf_compile_grow(m->ward_lists, m->n_ward_lists, sizeof *m->ward_lists);
    m->ward_lists[m->n_ward_lists++] = unit;
}

/* The units of these names as seen from `owner` ("family.slot": the same member's, else every member's) as a new
 * slice of ward_lists. */
static void read_units(struct vf_compile *c, uint16_t owner, const cJSON *names, uint32_t *first,
                       uint32_t *n) {
    struct vf_model *m = c->m;
    *first = m->n_ward_lists;
    for (const cJSON *name = names ? names->child : NULL; name; name = name->next) {
        uint32_t slot = vf_index_find(&c->slots, name->valuestring),
                 one = vf_index_find(&c->units, name->valuestring);
        uint16_t family = slot == VF_NONE32 ? VF_NONE16 : (uint16_t)(slot >> 16);
        for (uint16_t k = 0; k < vf_compile_members(m, family); k++) {
            bool other =
                family != VF_NONE16 && m->unit[owner].family == family && m->unit[owner].instance != k;
            uint16_t unit = slot == VF_NONE32 ? (uint16_t)one
                                              : vf_compile_unit_of(m, family, (uint16_t)(slot & 0xFFFF), k);
            if (other || unit == VF_NONE16 || (slot == VF_NONE32 && one == VF_NONE32))
                continue;
            c->unit[unit].used = true;
            keep(m, unit);
        }
    }
    *n = m->n_ward_lists - *first;
}

static void read_step_down(struct vf_compile *c, uint16_t u, struct vf_ward *w) {
    struct vf_model *m = c->m;
    const struct vf_compile_unit *from = &c->unit[u];
    bool down = m->unit[u].preempt == VF_PREEMPT_STEP_DOWN;
    const cJSON *to = vf_json_get(from->tree, "preempt_to");
    if (m->unit[u].preempt == VF_PREEMPT_NO && to)
        VF_REFUSE(c, vf_compile_at(c, from->pointer, "preempt_to", NULL),
                  "preempt_to needs \"preempt\": \"step_down\" or \"transfer\"");
    if (m->unit[u].preempt == VF_PREEMPT_NO)
        return;
    if (!to)
        VF_REFUSE(c, vf_compile_at(c, from->pointer, "preempt", NULL),
                  "say with preempt_to where the least sick of ward %s may be moved", m->unit[u].name);
    read_units(c, u, to, &w->step_to0, &w->n_step_to);
    for (uint32_t k = w->step_to0; k < w->step_to0 + w->n_step_to; k++) {
        uint16_t unit = m->ward_lists[k];
        if ((m->unit[unit].ward != VF_NONE16) != down || unit == u)
            VF_REFUSE(c, vf_compile_at(c, from->pointer, "preempt_to", NULL),
                      down ? "step_down needs another ward: %s is none"
                           : "transfer needs a unit that is no ward: not %s",
                      m->unit[unit].name);
    }
    m->unit[u].traits |= VF_T_STEP_DOWN;
}

static void read_closing(struct vf_compile *c, uint16_t u, struct vf_ward *w) {
    const struct vf_compile_unit *from = &c->unit[u];
    const cJSON *closing = vf_json_get(from->tree, "closing"), *to = vf_json_get(closing, "to");
    if (!closing)
        return;
    w->closing = (uint8_t)vf_field_word(&vf_object_closing, closing, "then");
    if ((w->closing == VF_CLOSING_MOVE) != (to != NULL))
        VF_REFUSE(c, vf_compile_at(c, from->pointer, "closing", NULL),
                  "\"to\" belongs to \"then\": \"move\", which needs it");
    read_units(c, u, to, &w->close_to0, &w->n_close_to);
    c->m->unit[u].traits |= VF_T_CLOSES;
}

static void read_early(struct vf_compile *c, uint16_t u, struct vf_ward *w) {
    const struct vf_object *type = &vf_object_early_discharge;
    const cJSON *early = vf_json_get(c->unit[u].tree, "early_discharge");
    if (!early)
        return;
    w->early_load = vf_field_double(type, early, "load_from");
    w->early_share = vf_field_double(type, early, "share");
    w->early_factor = vf_field_double(type, early, "stay_factor");
    w->early_odds = vf_field_double(type, early, "readmission_odds");
    c->m->unit[u].traits |= VF_T_EARLY;
}

static double eligible(const cJSON *share, const char *group) {
    const cJSON *own = cJSON_IsObject(share) ? vf_json_get(share, group) : share;
    return own ? own->valuedouble : 0;
}

/* The ward `home` may have its patients cared for on the virtual ward u. */
static void serve(struct vf_compile *c, uint16_t u, uint16_t home, const cJSON *share) {
    struct vf_model *m = c->m;
    const struct vf_unit *from = &m->unit[home];
    const char *at = vf_compile_at(c, c->unit[u].pointer, "virtual", "for");
    if (from->ward == VF_NONE16 || m->ward[from->ward].nights != m->ward[m->unit[u].ward].nights) {
        VF_REFUSE(c, at, "%s must be a ward that counts stays in nights, or not, as %s does", from->name,
                  m->unit[u].name);
        return;
    }
    for (uint16_t g = 0; g < m->n_groups; g++) {
        struct vf_placement *p = &m->placement[(size_t)from->ward * m->n_groups + g];
        double part = eligible(share, m->group[g].name);
        if (p->n_competent == 0 || !(part > 0))
            continue;
        if (p->virtual_unit != VF_NONE16)
            VF_REFUSE(c, at, "ward %s has more than one virtual ward", from->name);
        p->virtual_unit = u;
        p->eligible = part;
        m->unit[home].traits |= VF_T_VIRTUALLY;
    }
}

static void read_virtual(struct vf_compile *c, uint16_t u, struct vf_ward *w) {
    struct vf_model *m = c->m;
    const cJSON *v = vf_json_get(c->unit[u].tree, "virtual");
    if (!v)
        return;
    w->is_virtual = true;
    w->fall_back = vf_field_double(&vf_object_virtual, v, "fall_back");
    m->unit[u].traits |= VF_T_VIRTUAL;
    c->unit[u].used = true;
    /* those who wait for the wards it serves are tried here too: its kin */
    read_units(c, u, vf_json_get(v, "for"), &w->kin0, &w->n_kin);
    for (uint32_t k = w->kin0; k < w->kin0 + w->n_kin; k++)
        serve(c, u, m->ward_lists[k], vf_json_get(v, "eligible"));
    bool own = w->early_share > 0;
    for (uint16_t g = 0; g < m->n_groups; g++)
        own = own || c->visits[(size_t)u * m->n_groups + g];
    if (own)
        VF_REFUSE(
            c, vf_compile_at(c, c->unit[u].pointer, "virtual", NULL),
            "a virtual ward is reached from the wards it serves, not by a path, and has no early_discharge");
}

/* Slices of the wards that may be relieved by ward u. */
static void read_relieves(struct vf_model *m, uint16_t u) {
    struct vf_ward *w = &m->ward[m->unit[u].ward];
    w->relieves0 = m->n_ward_lists;
    for (uint16_t k = 0; k < m->n_wards; k++) {
        const struct vf_ward *from = &m->ward[k];
        for (uint32_t j = 0; j < from->n_step_to; j++)
            if (m->ward_lists[from->step_to0 + j] == u)
                keep(m, m->ward_unit[k]);
    }
    w->n_relieves = m->n_ward_lists - w->relieves0;
}

void vf_compile_relief(struct vf_compile *c) {
    struct vf_model *m = c->m;
    for (uint16_t k = 0; k < m->n_wards; k++) {
        uint16_t u = m->ward_unit[k];
        struct vf_ward *w = &m->ward[k];
        const cJSON *turnaround = vf_json_get(c->unit[u].tree, "turnaround");
        w->turnaround = -1;
        if (turnaround) {
            const char *at = vf_compile_at(c, c->unit[u].pointer, "turnaround", NULL);
            w->turnaround = vf_compile_dist(c, turnaround, at, 1, 1);
            m->unit[u].traits |= VF_T_TURNAROUND;
        }
        read_step_down(c, u, w);
        read_closing(c, u, w);
        read_early(c, u, w);
        read_virtual(c, u, w);
    }
    for (uint16_t k = 0; k < m->n_wards; k++)
        read_relieves(m, m->ward_unit[k]);
}

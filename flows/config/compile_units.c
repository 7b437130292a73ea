/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Units: the plain ones in the order of the file, then every family's, member by member, named "member.slot".
 * What a ward has beside is in compile_ward.c. */
#include <math.h>
#include <string.h>

#include "vf_compile_work.h"
#include "vf_json.h"

enum { UNITS_MAX = VF_NONE16 - 1 };

uint16_t vf_compile_members(const struct vf_model *m, uint16_t family) {
    return family == VF_NONE16 ? 1 : m->family[family].n_members;
}

uint16_t vf_compile_unit_of(const struct vf_model *m, uint16_t family, uint16_t unit, uint16_t member) {
    if (family == VF_NONE16)
        return unit;
    return m->family[family].unit[(size_t)member * m->family[family].n_slots + unit];
}

/* ---- One unit ---- */
static void place_in_organisation(struct vf_compile *c, struct vf_unit *unit, uint16_t org) {
    unit->org = org;
    unit->klinik = unit->sjukhus = unit->kommun = VF_NONE16;
    for (uint16_t o = org; o != VF_NONE16; o = c->m->org[o].parent) {
        uint8_t type = c->m->org[o].type;
        if (type == VF_ORG_KLINIK && unit->klinik == VF_NONE16)
            unit->klinik = o;
        if (type == VF_ORG_SJUKHUS && unit->sjukhus == VF_NONE16)
            unit->sjukhus = o;
        if (type == VF_ORG_KOMMUN && unit->kommun == VF_NONE16)
            unit->kommun = o;
    }
}

static void read_capacity(struct vf_compile *c, struct vf_unit *unit, const struct vf_compile_unit *u) {
    unit->capacity = -1;
    if (unit->traits & VF_T_WARD)
        return; /* its beds: compile_ward.c */
    const cJSON *capacity = vf_json_get(u->tree, "capacity");
    bool unlimited = cJSON_IsString(capacity) && strcmp(capacity->valuestring, "unlimited") == 0;
    if (capacity && !unlimited) {
        unit->capacity = vf_compile_profile(c, capacity, vf_compile_at(c, u->pointer, "capacity", NULL),
                                            VF_PROFILE_NUMBER, u->factor);
        unit->traits &= ~(uint32_t)VF_T_INFINITE;
        return;
    }
    bool free_kind =
        unit->level == VF_L_HEM || unit->level == VF_L_EXTERN || unit->kind->traits & VF_T_INFINITE;
    if (!capacity && !free_kind)
        VF_REFUSE(c, u->pointer, "unit %s needs a capacity: a number, a profile or \"unlimited\"",
                  unit->name);
    unit->traits |= VF_T_INFINITE;
}

static void read_queue(struct vf_unit *unit, const cJSON *tree) {
    const cJSON *queue = vf_json_get(tree, "queue");
    unit->ext_cap = VF_UNLIMITED;
    unit->int_cap = unit->kind->default_int_cap;
    if (vf_json_get(queue, "external_cap"))
        unit->ext_cap = (uint32_t)vf_field_int(&vf_object_queue, queue, "external_cap");
    if (vf_json_get(queue, "internal_cap"))
        unit->int_cap = (uint32_t)vf_field_int(&vf_object_queue, queue, "internal_cap");
}

static void read_start(struct vf_compile_unit *u) {
    const cJSON *start = vf_json_get(u->tree, "start");
    if (cJSON_IsNumber(start))
        u->start = (int64_t)start->valuedouble;
    if (cJSON_IsString(start) && strcmp(start->valuestring, "equilibrium") == 0)
        u->start = VF_START_EQUILIBRIUM;
}

static void read_rules(struct vf_compile *c, struct vf_unit *unit, const struct vf_compile_unit *u) {
    const struct vf_object *type = &vf_object_unit;
    unit->on_close = (uint8_t)vf_field_word(type, u->tree, "on_close");
    unit->preempt = (uint8_t)vf_field_word(type, u->tree, "preempt");
    if (vf_map_size(vf_json_get(u->tree, "min_free")))
        unit->traits |= VF_T_MIN_FREE;
    const cJSON *lead = vf_json_get(u->tree, "lead_time");
    unit->lead =
        lead ? vf_compile_dist(c, lead, vf_compile_at(c, u->pointer, "lead_time", NULL), (double)VF_MS_DAY, 1)
             : -1;
}

/* The fast path of the simulator: finite places handed on in order, nothing else. */
static bool plain(const struct vf_unit *unit) {
    return unit->capacity >= 0 &&
           !(unit->traits &
             (VF_T_WARD | VF_T_MIN_FREE | VF_T_INFINITE | VF_T_IN_CARE | VF_T_RISES | VF_T_OWN_DOCTOR)) &&
           unit->ext_cap == VF_UNLIMITED && (unit->int_cap == 0 || unit->int_cap == VF_UNLIMITED) &&
           unit->on_close == VF_CLOSE_CARRY_OVER && unit->preempt == VF_PREEMPT_NO;
}

static uint16_t organisation_of(struct vf_compile *c, const struct vf_compile_unit *u, uint16_t otherwise) {
    const cJSON *org = vf_json_get(u->tree, "organisation");
    if (!org)
        return otherwise;
    return vf_compile_org_find(c, org->valuestring, vf_compile_at(c, u->pointer, "organisation", NULL));
}

/* A place is taken back with the stay interrupted, a bed only with the stay going on elsewhere. */
static void check_preempt(struct vf_compile *c, const struct vf_unit *unit, const struct vf_compile_unit *u) {
    bool ward = unit->traits & VF_T_WARD, resume = unit->preempt == VF_PREEMPT_RESUME;
    if (unit->preempt != VF_PREEMPT_NO && ward == resume)
        VF_REFUSE(c, vf_compile_at(c, u->pointer, "preempt", NULL),
                  ward ? "a ward does not interrupt stays: it can only step_down or transfer"
                       : "step_down and transfer are for wards");
}

/* Adds the unit; its tree, pointer and place in a family are known. Returns its index, VF_NONE16 when
 * refused. */
static uint16_t add_unit(struct vf_compile *c, const struct vf_compile_unit *given, const char *name,
                         uint16_t org) {
    struct vf_model *m = c->m;
    uint16_t index = m->n_units;
    const char *kept = vf_arena_strdup(&c->arena, name);
    const struct vf_unit_kind *kind =
        vf_unit_kind_find(vf_field_string(&vf_object_unit, given->tree, "kind"));
    if (!kind || index >= UNITS_MAX || !vf_index_put(&c->units, kept, index)) {
        VF_REFUSE(c, given->pointer,
                  !kind                ? "unit %s is of a kind that this program does not have"
                  : index >= UNITS_MAX ? "too many units: there is no room for %s"
                                       : "two units are called %s",
                  name);
        cJSON_Delete(given->owned);
        return VF_NONE16;
    }
    m->unit = vf_compile_grow(m->unit, index, sizeof *m->unit);
    c->unit = vf_compile_grow(c->unit, index, sizeof *c->unit);
    m->n_units++;
    struct vf_unit *unit = &m->unit[index];
    struct vf_compile_unit *u = &c->unit[index];
    memset(unit, 0, sizeof *unit);
    *u = *given;
    unit->kind = kind;
    unit->name = vf_xstrdup(name);
    unit->title = vf_compile_title(u->tree, name);
    unit->family = unit->instance = unit->ward = VF_NONE16;
    unit->traits = kind->traits;
    unit->level = kind->level;
    unit->owner = kind->owner;
    if (vf_json_get(u->tree, "level"))
        unit->level = (uint8_t)vf_field_word(&vf_object_unit, u->tree, "level");
    if (vf_json_get(u->tree, "owner"))
        unit->owner = (uint8_t)vf_field_word(&vf_object_unit, u->tree, "owner");
    u->factor = vf_field_double(&vf_object_unit, u->tree, "capacity_factor");
    place_in_organisation(c, unit, organisation_of(c, u, org));
    read_capacity(c, unit, u);
    read_queue(unit, u->tree);
    read_rules(c, unit, u);
    vf_compile_unit_wait(c, unit, u->tree);
    read_start(u);
    unit->around_the_clock = vf_field_word(&vf_object_unit, u->tree, "assessment") == 1;
    unit->form = (uint8_t)vf_field_word(&vf_object_unit, u->tree, "form");
    vf_compile_cost(c, index);
    vf_compile_servers(c, index);
    vf_compile_own_doctor(c, index);
    if (kind->traits & VF_T_WARD)
        vf_compile_ward(c, index);
    check_preempt(c, unit, u);
    if (unit->traits & VF_T_WARD || unit->preempt != VF_PREEMPT_NO)
        unit->traits |= VF_T_IN_CARE;
    if (plain(unit))
        unit->traits |= VF_T_PLAIN;
    return index;
}

/* ---- Families ---- */
static void family_slots(struct vf_compile *c, uint16_t f, const cJSON *family) {
    uint16_t slot = 0;
    for (const cJSON *s = vf_map_first(vf_json_get(family, "units")); s; s = vf_map_next(s), slot++) {
        const char *name = vf_compile_format(c, "%s.%s", family->string, s->string);
        vf_index_put(&c->slots, name, (uint32_t)f << 16 | slot);
    }
}

static uint16_t member_organisation(struct vf_compile *c, const cJSON *member, const char *pointer) {
    const cJSON *org = vf_json_get(member, "organisation");
    if (org)
        return vf_compile_org_find(c, org->valuestring, vf_compile_at(c, pointer, "organisation", NULL));
    uint32_t same = vf_index_find(&c->orgs, member->string);
    return same == VF_NONE32 ? VF_NONE16 : (uint16_t)same;
}

static void add_member(struct vf_compile *c, uint16_t f, const cJSON *family, const cJSON *member,
                       uint16_t index) {
    struct vf_model *m = c->m;
    const char *at =
        vf_compile_at(c, vf_compile_at(c, "/families", family->string, "members"), member->string, NULL);
    uint16_t org = member_organisation(c, member, at), slot = 0;
    for (const cJSON *s = vf_map_first(vf_json_get(family, "units")); s; s = vf_map_next(s), slot++) {
        struct vf_compile_unit u = {0};
        u.owned = vf_config_member_unit(family, member->string, s->string);
        u.tree = u.owned;
        u.pointer = vf_compile_at(c, at, "units", s->string);
        uint16_t unit = add_unit(c, &u, vf_compile_format(c, "%s.%s", member->string, s->string), org);
        m->family[f].unit[(size_t)index * m->family[f].n_slots + slot] = unit;
        if (unit == VF_NONE16)
            continue;
        m->unit[unit].family = f;
        m->unit[unit].instance = index;
        if (m->family[f].listed && m->unit[unit].kind->traits == 0)
            m->unit[unit].traits |= VF_T_LISTED;
    }
}

static void family_weights(struct vf_compile *c, struct vf_family *f, const cJSON *family,
                           const char *pointer) {
    double sum = 0;
    uint16_t i = 0;
    f->cum = vf_xcalloc(f->n_members + 1U, sizeof *f->cum);
    for (const cJSON *k = vf_map_first(vf_json_get(family, "members")); k; k = vf_map_next(k), i++)
        f->cum[i] = vf_field_double(&vf_object_member, k, "weight");
    vf_compile_listning(c, family, f->cum);
    for (i = 0; i < f->n_members; i++) {
        sum += f->cum[i];
        f->cum[i] = sum;
    }
    if (!(sum > 0)) {
        VF_REFUSE(c, pointer, "the weights of family %s sum to 0: no patient can belong to a member",
                  f->name);
        return;
    }
    bool tail = true;
    for (i = f->n_members; i-- > 0;) {
        /* From the last member with weight on, exactly 1. */
        bool weighs = f->cum[i] > (i ? f->cum[i - 1] : 0);
        f->cum[i] = tail ? 1 : f->cum[i] / sum;
        if (weighs)
            tail = false;
    }
}

static void add_family(struct vf_compile *c, const cJSON *family) {
    struct vf_model *m = c->m;
    uint16_t f = m->n_families;
    const cJSON *members = vf_json_get(family, "members");
    const char *at = vf_compile_at(c, "/families", family->string, "members");
    if (vf_map_size(members) > UNITS_MAX || vf_map_size(vf_json_get(family, "units")) > UNITS_MAX) {
        VF_REFUSE(c, at, "family %s has over %d members or units", family->string, UNITS_MAX);
        return;
    }
    m->family = vf_compile_grow(m->family, f, sizeof *m->family);
    m->n_families++;
    struct vf_family *to = &m->family[f];
    memset(to, 0, sizeof *to);
    vf_index_put(&c->families, family->string, f);
    to->name = vf_xstrdup(family->string);
    to->purpose = vf_name_key(family->string);
    to->n_members = (uint16_t)vf_map_size(members);
    to->n_slots = (uint16_t)vf_map_size(vf_json_get(family, "units"));
    to->unit = vf_xcalloc((size_t)to->n_members * to->n_slots + 1, sizeof *to->unit);
    family_weights(c, to, family, at);
    family_slots(c, f, family);
    uint16_t index = 0;
    for (const cJSON *k = vf_map_first(members); k; k = vf_map_next(k), index++)
        add_member(c, f, family, k, index);
}

void vf_compile_units(struct vf_compile *c) {
    const cJSON *units = vf_json_get(c->cfg->resolved, "units");
    for (const cJSON *u = vf_map_first(units); u; u = vf_map_next(u)) {
        struct vf_compile_unit given = {.tree = u, .pointer = vf_compile_at(c, "/units", u->string, NULL)};
        add_unit(c, &given, u->string, VF_NONE16);
    }
    const cJSON *families = vf_json_get(c->cfg->resolved, "families");
    for (const cJSON *f = vf_map_first(families); f; f = vf_map_next(f))
        add_family(c, f);
}

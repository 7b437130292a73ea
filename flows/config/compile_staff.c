/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Servers and staff pools: rosters, who may do whose work, what a step needs and in what order it is taken
 * (the rule is in staff.c). Order: vf_compile_servers for each unit, vf_compile_staff after the last unit,
 * vf_compile_needs for each step, vf_compile_needs_done after the last group, the checks after the calendar. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vf_compile_work.h"
#include "vf_json.h"
#include "vf_staff.h"

enum { POOLS_MAX = VF_NONE16 - 1 };

static void read_shifts(struct vf_compile *c, struct vf_pool *pool, const struct vf_compile_pool *from) {
    struct vf_model *m = c->m;
    const cJSON *shifts = vf_json_get(from->tree, "shifts");
    pool->shift0 = m->n_shifts;
    for (const cJSON *s = vf_map_first(shifts); s; s = vf_map_next(s)) {
        const char *at = vf_compile_at(c, from->pointer, "shifts", s->string);
        int64_t begin = vf_field_clock_ms(&vf_object_shift, s, "from"),
                end = vf_field_clock_ms(&vf_object_shift, s, "to");
        m->shift = vf_compile_grow(m->shift, m->n_shifts, sizeof *m->shift);
        m->shift[m->n_shifts++] = (struct vf_shift){
            .key = vf_name_key(s->string),
            .from = begin % VF_MS_DAY,
            .length = end > begin ? end - begin : end - begin + VF_MS_DAY,
            .staff = vf_compile_profile(c, vf_json_get(s, "staff"), vf_compile_at(c, at, "staff", NULL),
                                        VF_PROFILE_NUMBER, from->factor)};
        pool->n_shifts++;
    }
}

static void add_pool(struct vf_compile *c, const cJSON *tree, uint16_t unit, const char *pointer) {
    struct vf_model *m = c->m;
    const struct vf_object *type = &vf_object_server;
    if (m->n_pools >= POOLS_MAX) {
        VF_REFUSE(c, pointer, "more than %d named servers", POOLS_MAX);
        return;
    }
    m->pool = vf_compile_grow(m->pool, m->n_pools, sizeof *m->pool);
    c->pool = vf_compile_grow(c->pool, m->n_pools, sizeof *c->pool);
    struct vf_compile_pool *from = &c->pool[m->n_pools];
    struct vf_pool *pool = &m->pool[m->n_pools++];
    uint64_t of = vf_name_key(unit != VF_NONE16 ? m->unit[unit].name : "staff");
    double paperwork = vf_field_double(type, tree, "administration");
    *from = (struct vf_compile_pool){tree, pointer, unit != VF_NONE16 ? c->unit[unit].factor : 1};
    *pool = (struct vf_pool){.name = vf_xstrdup(tree->string),
                             .key = vf_key(of, vf_name_key(tree->string)),
                             .unit = unit,
                             .capacity = -1,
                             .doctor = vf_field_bool(type, tree, "doctor"),
                             .absence = vf_field_double(type, tree, "absence"),
                             .paperwork = paperwork / (1 - paperwork)};
    if (vf_json_get(tree, "capacity"))
        pool->capacity =
            vf_compile_profile(c, vf_json_get(tree, "capacity"), vf_compile_at(c, pointer, "capacity", NULL),
                               VF_PROFILE_NUMBER, from->factor);
    read_shifts(c, pool, from);
}

void vf_compile_servers(struct vf_compile *c, uint16_t u) {
    struct vf_model *m = c->m;
    const char *unit = c->unit[u].pointer;
    const cJSON *servers = vf_json_get(c->unit[u].tree, "servers");
    m->unit[u].pool0 = m->n_pools;
    for (const cJSON *s = vf_map_first(servers); s; s = vf_map_next(s))
        add_pool(c, s, u, vf_compile_at(c, unit, "servers", s->string));
    m->unit[u].n_pools = (uint16_t)(m->n_pools - m->unit[u].pool0);
}

/* ---- Names ---- */
static uint16_t server_of(const struct vf_model *m, uint16_t u, const char *name) {
    for (uint16_t k = m->unit[u].pool0; k < m->unit[u].pool0 + m->unit[u].n_pools; k++)
        if (strcmp(m->pool[k].name, name) == 0)
            return k;
    return VF_NONE16;
}

static uint16_t staff_of(const struct vf_model *m, const char *name) {
    for (uint16_t k = m->n_unit_pools; k < m->n_pools; k++)
        if (strcmp(m->pool[k].name, name) == 0)
            return k;
    return VF_NONE16;
}

static void list_add(struct vf_model *m, uint16_t pool) {
    m->pool_lists = vf_compile_grow(m->pool_lists, m->n_pool_lists, sizeof *m->pool_lists);
    m->pool_lists[m->n_pool_lists++] = pool;
}

/* ---- Substitution ---- */
static void read_substitutes(struct vf_compile *c, uint16_t k) {
    struct vf_model *m = c->m;
    struct vf_pool *pool = &m->pool[k];
    const cJSON *list = vf_json_get(c->pool[k].tree, "may_be_done_by");
    const char *at = vf_compile_at(c, c->pool[k].pointer, "may_be_done_by", NULL);
    pool->by0 = m->n_pool_lists;
    for (const cJSON *s = list ? list->child : NULL; s; s = s->next) {
        uint16_t by = pool->unit != VF_NONE16 ? server_of(m, pool->unit, s->valuestring) : VF_NONE16;
        by = by != VF_NONE16 ? by : staff_of(m, s->valuestring);
        if (by == VF_NONE16 || by == k) {
            VF_REFUSE(c, at,
                      by == k ? "\"%s\" is the server itself"
                              : "\"%s\" is no staff pool, nor a server of the same unit",
                      s->valuestring);
            continue;
        }
        list_add(m, by);
        pool->n_by++;
    }
}

/* Classes: pools linked by substitution, each named by its first. */
static void find_classes(struct vf_compile *c) {
    struct vf_model *m = c->m;
    uint16_t *first = vf_xcalloc(m->n_pools + 1U, sizeof *first);
    for (uint16_t k = 0; k < m->n_pools; k++)
        first[k] = k;
    for (bool more = true; more;) {
        more = false;
        for (uint16_t k = 0; k < m->n_pools; k++)
            for (uint16_t j = 0; j < m->pool[k].n_by; j++) {
                uint16_t *a = &first[k], *b = &first[m->pool_lists[m->pool[k].by0 + j]];
                more = more || *a != *b;
                *a = *b = *a < *b ? *a : *b;
            }
    }
    for (uint16_t k = 0; k < m->n_pools; k++) {
        struct vf_pool *pool = &m->pool[k];
        if (first[k] != k) {
            pool->mate0 = m->pool[first[k]].mate0;
            pool->n_mates = m->pool[first[k]].n_mates;
            continue;
        }
        pool->mate0 = m->n_pool_lists;
        for (uint16_t j = k; j < m->n_pools; j++)
            if (first[j] == k)
                list_add(m, j);
        pool->n_mates = (uint16_t)(m->n_pool_lists - pool->mate0);
    }
    for (uint16_t k = 0; k < m->n_pools; k++)
        m->pool[k].managed = m->pool[k].n_mates > 1 || m->pool[k].paperwork > 0;
    free(first);
}

/* ---- Wards that a pool staffs ---- */
static void read_wards(struct vf_compile *c, uint16_t k) {
    struct vf_model *m = c->m;
    m->pool[k].ward0 = m->n_pool_lists;
    for (uint16_t w = 0; w < m->n_wards; w++) {
        const struct vf_compile_unit *u = &c->unit[m->ward_unit[w]];
        const cJSON *by = vf_json_get(vf_json_get(u->tree, "beds"), "staffed_by");
        const cJSON *pool = vf_json_get(by, "pool");
        if (!pool || strcmp(pool->valuestring, m->pool[k].name) != 0)
            continue;
        m->ward[w].staff = k;
        m->ward[w].beds_per_staff = vf_field_double(&vf_object_staffed_by, by, "share") /
                                    vf_field_double(&vf_object_staffed_by, by, "per_bed") * u->factor;
        list_add(m, m->ward_unit[w]);
        m->pool[k].n_wards++;
    }
}

void vf_compile_staff(struct vf_compile *c) {
    struct vf_model *m = c->m;
    const cJSON *staff = vf_json_get(c->cfg->resolved, "staff");
    m->n_unit_pools = m->n_pools;
    for (const cJSON *s = vf_map_first(staff); s; s = vf_map_next(s))
        add_pool(c, s, VF_NONE16, vf_compile_at(c, "/staff", s->string, NULL));
    for (uint16_t k = 0; k < m->n_pools; k++)
        read_substitutes(c, k);
    find_classes(c);
    for (uint16_t k = m->n_unit_pools; k < m->n_pools; k++)
        read_wards(c, k);
}

/* ---- Needs ---- */
/* The server of another slot of the node's family (of one member, when the node is at that member's unit), or of a
 * unit that is no family's. */
static bool elsewhere(const struct vf_compile *c, const struct vf_node *n, const char *name,
                      struct vf_need *need) {
    const struct vf_model *m = c->m;
    const char *dot = strchr(name, '.');
    char unit[80];
    if (!dot || (size_t)(dot - name) >= sizeof unit)
        return false;
    memcpy(unit, name, (size_t)(dot - name));
    unit[dot - name] = '\0';
    uint16_t own = n->family == VF_NONE16 ? m->unit[n->unit].family : n->family;
    if (own != VF_NONE16) {
        char slot[160];
        snprintf(slot, sizeof slot, "%s.%s", m->family[own].name, unit);
        uint32_t at = vf_index_find(&c->slots, slot);
        uint16_t member = n->family == VF_NONE16 ? m->unit[n->unit].instance : 0;
        uint16_t u =
            at == VF_NONE32 ? VF_NONE16 : vf_compile_unit_of(m, own, (uint16_t)(at & 0xFFFF), member);
        uint16_t pool = u == VF_NONE16 ? VF_NONE16 : server_of(m, u, dot + 1);
        need->of = n->family == VF_NONE16 ? VF_NEED_POOL : VF_NEED_SLOT;
        need->slot = (uint16_t)(at & 0xFFFF);
        need->pool =
            pool == VF_NONE16 || need->of == VF_NEED_POOL ? pool : (uint16_t)(pool - m->unit[u].pool0);
        if (at != VF_NONE32)
            return pool != VF_NONE16;
    }
    uint32_t u = vf_index_find(&c->units, unit);
    need->of = VF_NEED_POOL;
    need->pool = u == VF_NONE32 ? VF_NONE16 : server_of(m, (uint16_t)u, dot + 1);
    return need->pool != VF_NONE16;
}

static bool find_need(const struct vf_compile *c, const struct vf_node *n, const char *name,
                      struct vf_need *need) {
    const struct vf_model *m = c->m;
    uint16_t u = vf_compile_unit_of(m, n->family, n->unit, 0), own = server_of(m, u, name);
    if (own != VF_NONE16) {
        need->of = VF_NEED_OWN;
        need->pool = (uint16_t)(own - m->unit[u].pool0);
        return true;
    }
    need->of = VF_NEED_POOL;
    need->pool = staff_of(m, name);
    return need->pool != VF_NONE16 || elsewhere(c, n, name, need);
}

/* The pool for the patients of one member; VF_NONE16 when that has no such server. */
static uint16_t pool_for(const struct vf_model *m, const struct vf_node *n, const struct vf_need *need,
                         uint16_t member) {
    if (need->of == VF_NEED_POOL)
        return need->pool;
    uint16_t slot = need->of == VF_NEED_SLOT ? need->slot : n->unit;
    const struct vf_unit *unit = &m->unit[vf_compile_unit_of(m, n->family, slot, member)];
    return need->pool < unit->n_pools ? (uint16_t)(unit->pool0 + need->pool) : VF_NONE16;
}

static uint16_t class_of(const struct vf_model *m, uint16_t pool) {
    return m->pool_lists[m->pool[pool].mate0];
}

static void add_need(struct vf_model *m, struct vf_step *st, const struct vf_need *need) {
    m->need = vf_compile_grow(m->need, m->n_needs, sizeof *m->need);
    m->need[m->n_needs++] = *need;
    st->n_needs++;
}

void vf_compile_needs(struct vf_compile *c, const struct vf_node *n, struct vf_step *st, const cJSON *tree,
                      const char *pointer) {
    struct vf_model *m = c->m;
    size_t holds = 0;
    st->need0 = m->n_needs;
    for (const cJSON *k = vf_map_first(tree); k; k = vf_map_next(k)) {
        struct vf_need need = {.n = (uint16_t)k->valuedouble};
        const char *at = vf_compile_at(c, pointer, k->string, NULL);
        if (!find_need(c, n, k->string, &need)) {
            VF_REFUSE(c, at, "\"%s\" is no server of the unit, no staff pool and no other unit's server",
                      k->string);
            continue;
        }
        for (uint16_t i = 0; i < vf_compile_members(m, n->family); i++) {
            uint16_t pool = pool_for(m, n, &need, i);
            const char *last = strrchr(k->string, '.');
            if (pool == VF_NONE16 || strcmp(m->pool[pool].name, last ? last + 1 : k->string) != 0)
                VF_REFUSE(c, at, "not every member of the family has \"%s\" in the same place", k->string);
            else
                m->pool[pool].managed = true;
        }
        holds += 1U + m->pool[pool_for(m, n, &need, 0)].n_by;
        add_need(m, st, &need);
    }
    if (holds > VF_HOLDS_MAX)
        VF_REFUSE(c, pointer, "a step's needs and those who may do them are together over %d", VF_HOLDS_MAX);
}

/* Fewest who may do it first: it is the one to choose from what is free. */
static bool before(const struct vf_model *m, const struct vf_node *n, const struct vf_need *a,
                   const struct vf_need *b) {
    uint16_t p = pool_for(m, n, a, 0), q = pool_for(m, n, b, 0);
    if (class_of(m, p) != class_of(m, q))
        return class_of(m, p) < class_of(m, q);
    return m->pool[p].n_by != m->pool[q].n_by ? m->pool[p].n_by < m->pool[q].n_by : p < q;
}

static void order_needs(struct vf_compile *c, const struct vf_node *n, const struct vf_step *st) {
    struct vf_model *m = c->m;
    struct vf_need *need = &m->need[st->need0];
    for (uint8_t k = 1; k < st->n_needs; k++)
        for (uint8_t j = k; j > 0 && before(m, n, &need[j], &need[j - 1]); j--) {
            struct vf_need other = need[j];
            need[j] = need[j - 1];
            need[j - 1] = other;
        }
    for (uint8_t k = 1; k < st->n_needs; k++) {
        uint16_t p = pool_for(m, n, &need[k - 1], 0), q = pool_for(m, n, &need[k], 0);
        bool same = class_of(m, p) == class_of(m, q);
        need[k].stage = (uint8_t)(need[k - 1].stage + !same);
        for (uint16_t i = 1; i < vf_compile_members(m, n->family); i++) {
            uint16_t a = class_of(m, pool_for(m, n, &need[k - 1], i)),
                     b = class_of(m, pool_for(m, n, &need[k], i));
            if (same ? a != b : a >= b)
                VF_REFUSE(c, c->group[n->group].pointer,
                          "node \"%s\": the members of the family must agree who may do whose work", n->name);
        }
    }
}

/* A step that seizes one server of a managed pool becomes one with a need. */
static void convert(struct vf_model *m, const struct vf_node *n, struct vf_step *st) {
    bool managed = false;
    for (uint16_t i = 0; st->pool != VF_NONE16 && i < vf_compile_members(m, n->family); i++) {
        const struct vf_unit *unit = &m->unit[vf_compile_unit_of(m, n->family, n->unit, i)];
        managed = managed || m->pool[unit->pool0 + st->pool].managed;
    }
    if (!managed)
        return;
    for (uint16_t i = 0; i < vf_compile_members(m, n->family); i++)
        m->pool[m->unit[vf_compile_unit_of(m, n->family, n->unit, i)].pool0 + st->pool].managed = true;
    struct vf_need need = {.of = VF_NEED_OWN, .pool = st->pool, .n = 1};
    st->need0 = m->n_needs;
    st->pool = VF_NONE16;
    add_need(m, st, &need);
}

void vf_compile_needs_done(struct vf_compile *c) {
    struct vf_model *m = c->m;
    if (c->code)
        return;
    uint32_t before_round;
    do { /* a step that is converted makes its other members' servers managed */
        before_round = m->n_needs;
        for (uint32_t i = 0; i < m->n_nodes; i++)
            for (uint32_t k = m->node[i].step0; k < (uint32_t)m->node[i].step0 + m->node[i].n_steps; k++)
                convert(m, &m->node[i], &m->step[k]);
    } while (m->n_needs != before_round);
    for (uint32_t i = 0; i < m->n_nodes; i++)
        for (uint32_t k = m->node[i].step0; k < (uint32_t)m->node[i].step0 + m->node[i].n_steps; k++)
            order_needs(c, &m->node[i], &m->step[k]);
}

/* ---- After the calendar ---- */
void vf_compile_staffed_wards(struct vf_compile *c) {
    struct vf_model *m = c->m;
    for (uint16_t w = 0; w < m->n_wards; w++) {
        const struct vf_ward *ward = &m->ward[w];
        if (ward->staff == VF_NONE16)
            continue;
        /* stands for the beds wherever only their mean is asked for */
        struct vf_profile mean;
        vf_profile_init(&mean, vf_roster_mean(m, ward->staff, ward, 0, m->run.horizon));
        if (vf_profile_compile(&mean, &m->calendar, c->err))
            c->code = VF_E_CONFIG;
        m->unit[m->ward_unit[w]].capacity =
            vf_compile_profile_add(c, &mean, c->unit[m->ward_unit[w]].pointer);
    }
}

static void check_step(struct vf_compile *c, const struct vf_node *n, const struct vf_step *st) {
    const struct vf_model *m = c->m;
    for (uint32_t k = st->need0; k < st->need0 + st->n_needs; k++) {
        uint16_t p = pool_for(m, n, &m->need[k], 0);
        double most = vf_roster_most(m, p);
        for (uint16_t j = 0; j < m->pool[p].n_by; j++)
            most += vf_roster_most(m, m->pool_lists[m->pool[p].by0 + j]);
        if (m->need[k].n > most)
            VF_REFUSE(c, c->group[n->group].pointer,
                      "node \"%s\" needs %u \"%s\" at once, and there are never more than %.0f", n->name,
                      m->need[k].n, m->pool[p].name, most);
    }
}

void vf_compile_check_staff(struct vf_compile *c) {
    const struct vf_model *m = c->m;
    for (uint32_t i = 0; i < m->n_nodes; i++)
        for (uint32_t k = m->node[i].step0; k < (uint32_t)m->node[i].step0 + m->node[i].n_steps; k++)
            check_step(c, &m->node[i], &m->step[k]);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who may lie where: for every ward and every group whose home it is, the policy (by rising load), the
 * competent wards (the ward itself, the group's `competent`, then the gemensamma that serve the ward) and the
 * wards that take its outliers, in the order written; and the same seen from the receiving ward (guests,
 * kin), in the order of wards. A name "family.slot" in a list means the same member's ward when the list's
 * owner is a member, else every member's. */
#include <stdlib.h>
#include <string.h>

#include "vf_compile_work.h"
#include "vf_json.h"

struct list {
    uint16_t *unit;
    uint32_t n, room;
};

struct bench {
    struct vf_compile *c;
    bool *guest, *kin; /* [receiving ward * n_wards + home ward] */
    struct list competent, outlier;
    struct list *serves; /* [n_wards] whom the gemensamma serve */
    bool *served;        /* they are known */
};

static bool listed(const struct list *l, uint16_t unit) {
    for (uint32_t i = 0; i < l->n; i++)
        if (l->unit[i] == unit)
            return true;
    return false;
}

static void append(struct list *l, uint16_t unit) {
    if (listed(l, unit))
        return;
    if (l->n == l->room) {
        l->room = l->room ? 2 * l->room : 16;
        l->unit = vf_xrealloc(l->unit, l->room * sizeof *l->unit);
    }
    l->unit[l->n++] = unit;
}

/* Appends the wards of that name as seen from unit `owner`. */
static void append_named(struct vf_compile *c, struct list *l, uint16_t owner, const char *name,
                         const char *pointer) {
    const struct vf_model *m = c->m;
    uint32_t slot = strchr(name, '.') ? vf_index_find(&c->slots, name) : VF_NONE32,
             one = vf_index_find(&c->units, name);
    uint16_t family = slot == VF_NONE32 ? VF_NONE16 : (uint16_t)(slot >> 16);
    if (slot == VF_NONE32 && one == VF_NONE32) {
        VF_REFUSE(c, pointer, "no ward is called \"%s\"", name);
        return;
    }
    for (uint16_t k = 0; k < vf_compile_members(m, family); k++) {
        if (family != VF_NONE16 && m->unit[owner].family == family && m->unit[owner].instance != k)
            continue;
        uint16_t unit =
            slot == VF_NONE32 ? (uint16_t)one : vf_compile_unit_of(m, family, (uint16_t)(slot & 0xFFFF), k);
        if (unit == VF_NONE16)
            continue;
        if (m->unit[unit].ward == VF_NONE16) {
            VF_REFUSE(c, pointer, "unit %s is not a ward: only wards can be home or take outliers",
                      m->unit[unit].name);
            return;
        }
        c->unit[unit].used = true;
        append(l, unit);
    }
}

static void append_list(struct vf_compile *c, struct list *l, uint16_t owner, const cJSON *names,
                        const char *pointer) {
    for (const cJSON *n = names ? names->child : NULL; n; n = n->next)
        append_named(c, l, owner, n->valuestring, pointer);
}

/* ---- Lists of one ward and group ---- */
static void find_competent(struct bench *b, uint16_t home, uint16_t g) {
    struct vf_compile *c = b->c;
    const struct vf_model *m = c->m;
    b->competent.n = 0;
    append(&b->competent, home);
    append_list(c, &b->competent, home, vf_json_get(c->group[g].tree, "competent"),
                vf_compile_at(c, c->group[g].pointer, "competent", NULL));
    for (uint16_t w = 0; w < m->n_wards; w++) {
        if (!m->ward[w].gemensam)
            continue;
        uint16_t unit = m->ward_unit[w];
        if (!b->served[w]) {
            b->serves[w].n = 0;
            append_list(c, &b->serves[w], unit, vf_json_get(c->unit[unit].tree, "gemensam"),
                        vf_compile_at(c, c->unit[unit].pointer, "gemensam", NULL));
            b->served[w] = c->code == 0; /* else each ward and group is told */
        }
        if (listed(&b->serves[w], home)) {
            append(&b->competent, unit);
            c->unit[unit].used = true;
        }
    }
}

/* Does ward `host` take outliers of group g whose home is `home`? */
static bool accepts(struct vf_compile *c, uint16_t host, uint16_t home, uint16_t g) {
    const cJSON *who = vf_json_get(vf_json_get(c->unit[host].tree, "outliers"), "accepts");
    if (!who)
        return true;
    if (cJSON_IsString(who))
        return strcmp(who->valuestring, "none") != 0;
    for (const cJSON *n = who->child; n; n = n->next) {
        if (strcmp(n->valuestring, c->m->group[g].name) == 0)
            return true;
        struct list wards = {NULL, 0, 0};
        bool named = vf_index_find(&c->groups, n->valuestring) == VF_NONE32;
        if (named)
            append_named(c, &wards, host, n->valuestring,
                         vf_compile_at(c, c->unit[host].pointer, "outliers", "accepts"));
        bool here = listed(&wards, home);
        free(wards.unit);
        if (here)
            return true;
    }
    return false;
}

static void find_outliers(struct bench *b, uint16_t home, uint16_t g) {
    struct vf_compile *c = b->c;
    struct list to = {NULL, 0, 0};
    append_list(c, &to, home, vf_json_get(vf_json_get(c->unit[home].tree, "outliers"), "to"),
                vf_compile_at(c, c->unit[home].pointer, "outliers", "to"));
    b->outlier.n = 0;
    for (uint32_t i = 0; i < to.n; i++)
        if (!listed(&b->competent, to.unit[i]) && accepts(c, to.unit[i], home, g))
            append(&b->outlier, to.unit[i]);
    free(to.unit);
}

static void check_same_clock(struct vf_compile *c, uint16_t home, uint16_t host) {
    const struct vf_model *m = c->m;
    if (m->ward[m->unit[home].ward].nights == m->ward[m->unit[host].ward].nights)
        return;
    VF_REFUSE(c, c->unit[host].pointer,
              "ward %s may take patients of ward %s, so both must count stays in nights or neither",
              m->unit[host].name, m->unit[home].name);
}

static uint32_t keep(struct vf_model *m, const struct list *l) {
    uint32_t first = m->n_ward_lists;
    for (uint32_t i = 0; i < l->n; i++) {
        m->ward_lists = vf_compile_grow(m->ward_lists, m->n_ward_lists, sizeof *m->ward_lists);
        m->ward_lists[m->n_ward_lists++] = l->unit[i];
    }
    return first;
}

static void note(struct bench *b, bool *matrix, uint16_t home, const struct list *l) {
    const struct vf_model *m = b->c->m;
    for (uint32_t i = 0; i < l->n; i++) {
        if (l->unit[i] == home)
            continue;
        bool *seen = &matrix[(size_t)m->unit[l->unit[i]].ward * m->n_wards + m->unit[home].ward];
        if (!*seen)
            check_same_clock(b->c, home, l->unit[i]);
        *seen = true;
    }
}

/* ---- Policies ---- */
static void add_policy(struct vf_model *m, double min_load, const cJSON *steps) {
    static const uint8_t usual[] = {VF_PLACE_HOME, VF_PLACE_EXTRA, VF_PLACE_OUTLIER, VF_PLACE_BOARD};
    struct vf_policy p = {.min_load = min_load};
    for (const cJSON *s = steps ? steps->child : NULL; s && p.n_steps < VF_POLICY_STEPS; s = s->next)
        p.steps[p.n_steps++] = (uint8_t)vf_word_index(vf_words_policy_step, s->valuestring);
    if (!steps) {
        memcpy(p.steps, usual, sizeof usual);
        p.n_steps = sizeof usual;
    }
    m->policy = vf_compile_grow(m->policy, m->n_policies, sizeof *m->policy);
    m->policy[m->n_policies++] = p;
}

/* Adds the policies of one object (of a ward, or of a group there), by rising load; `otherwise`: the ward's.
 */
static void add_policies(struct vf_model *m, const cJSON *object, const cJSON *otherwise, uint32_t *first,
                         uint32_t *n) {
    const cJSON *steps = vf_json_get(object, "steps"), *when = vf_json_get(object, "when");
    if (!when && !vf_json_get(object, "steps"))
        when = vf_json_get(otherwise, "when");
    *first = m->n_policies;
    add_policy(m, 0, steps ? steps : vf_json_get(otherwise, "steps"));
    for (const cJSON *w = vf_map_first(when); w; w = vf_map_next(w)) {
        double load = vf_field_double(&vf_object_placement_when, w, "load_from");
        add_policy(m, load, vf_json_get(w, "steps"));
        for (uint32_t i = m->n_policies - 1;
             i > *first + 1 && m->policy[i - 1].min_load > m->policy[i].min_load; i--) {
            struct vf_policy p = m->policy[i];
            m->policy[i] = m->policy[i - 1];
            m->policy[i - 1] = p;
        }
    }
    *n = m->n_policies - *first;
}

/* Does any of the policies have that step? */
static bool can(const struct vf_model *m, const struct vf_placement *p, enum vf_policy_step step) {
    for (uint32_t i = p->policy0; i < p->policy0 + p->n_policies; i++)
        for (uint8_t k = 0; k < m->policy[i].n_steps; k++)
            if (m->policy[i].steps[k] == step)
                return true;
    return false;
}

static void find_transfer(struct vf_compile *c, struct vf_placement *p, uint16_t home, uint16_t g) {
    const cJSON *placement = vf_json_get(c->unit[home].tree, "placement"),
                *to = vf_json_get(placement, "transfer_to");
    p->transfer_to = VF_TERM_EXIT;
    if (!to)
        return;
    uint32_t target = vf_compile_target(c, g, to->valuestring);
    if (target != VF_NONE32)
        p->transfer_to = target;
    else if (can(c->m, p, VF_PLACE_TRANSFER))
        VF_REFUSE(c, vf_compile_at(c, c->unit[home].pointer, "placement", "transfer_to"),
                  "group %s may be transferred from ward %s, but has no node \"%s\"", c->m->group[g].name,
                  c->m->unit[home].name, to->valuestring);
}

/* ---- One ward ---- */
static void place_ward(struct bench *b, uint16_t w) {
    struct vf_compile *c = b->c;
    struct vf_model *m = c->m;
    uint16_t home = m->ward_unit[w];
    const cJSON *placement = vf_json_get(c->unit[home].tree, "placement"),
                *groups = vf_json_get(placement, "groups");
    uint32_t usual0, n_usual;
    add_policies(m, placement, NULL, &usual0, &n_usual);
    for (uint16_t g = 0; g < m->n_groups; g++) {
        struct vf_placement *p = &m->placement[(size_t)w * m->n_groups + g];
        const cJSON *own = vf_json_get(groups, m->group[g].name);
        *p = (struct vf_placement){
            .policy0 = usual0, .n_policies = n_usual, .transfer_to = VF_TERM_EXIT, .virtual_unit = VF_NONE16};
        if (!c->visits[(size_t)home * m->n_groups + g]) {
            if (own)
                VF_REFUSE(c,
                          vf_compile_at(c, vf_compile_at(c, c->unit[home].pointer, "placement", "groups"),
                                        m->group[g].name, NULL),
                          "group %s has no node at ward %s", m->group[g].name, m->unit[home].name);
            continue;
        }
        if (own)
            add_policies(m, own, placement, &p->policy0, &p->n_policies);
        find_transfer(c, p, home, g);
        find_competent(b, home, g);
        b->outlier.n = 0;
        if (can(m, p, VF_PLACE_OUTLIER))
            find_outliers(b, home, g); /* else they do not lie elsewhere, however long they wait */
        p->n_competent = b->competent.n;
        p->competent0 = keep(m, &b->competent);
        p->n_outlier = b->outlier.n;
        p->outlier0 = keep(m, &b->outlier);
        note(b, b->kin, home, &b->competent);
        note(b, b->guest, home, &b->outlier);
    }
}

static void keep_row(struct vf_model *m, const bool *row, uint32_t *first, uint32_t *n) {
    struct list l = {NULL, 0, 0};
    for (uint16_t w = 0; w < m->n_wards; w++)
        if (row[w])
            append(&l, m->ward_unit[w]);
    *n = l.n;
    *first = keep(m, &l);
    free(l.unit);
}

void vf_compile_placement(struct vf_compile *c) {
    struct vf_model *m = c->m;
    size_t square = (size_t)m->n_wards * m->n_wards + 1;
    struct bench b = {.c = c, .guest = vf_xcalloc(square, 1), .kin = vf_xcalloc(square, 1)};
    b.serves = vf_xcalloc(m->n_wards + 1U, sizeof *b.serves);
    b.served = vf_xcalloc(m->n_wards + 1U, sizeof *b.served);
    m->placement = vf_xcalloc((size_t)m->n_wards * m->n_groups + 1, sizeof *m->placement);
    for (uint16_t w = 0; w < m->n_wards; w++)
        place_ward(&b, w);
    for (uint16_t w = 0; w < m->n_wards; w++) {
        keep_row(m, &b.guest[(size_t)w * m->n_wards], &m->ward[w].guests0, &m->ward[w].n_guests);
        keep_row(m, &b.kin[(size_t)w * m->n_wards], &m->ward[w].kin0, &m->ward[w].n_kin);
    }
    for (uint16_t w = 0; w < m->n_wards; w++)
        free(b.serves[w].unit);
    free(b.serves);
    free(b.served);
    free(b.guest);
    free(b.kin);
    free(b.competent.unit);
    free(b.outlier.unit);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names that must be names of something: whether there is such a thing, and which was probably meant. */
#include <stdlib.h>
#include <string.h>

#include "vf_check.h"
#include "vf_json.h"

static const char *const what[VF_NAMES_COUNT] = {
    [VF_NAMES_NEW] = "something new",
    [VF_NAMES_UNIT] = "a unit",
    [VF_NAMES_WARD] = "a ward",
    [VF_NAMES_GROUP] = "a patient group",
    [VF_NAMES_GROUP_OR_WARD] = "a patient group or ward",
    [VF_NAMES_NODE] = "a node of the group's path",
    [VF_NAMES_TARGET] = "a node of the group's path, \"exit\" or \"death\"",
    [VF_NAMES_ANY_TARGET] = "a node, \"exit\" or \"death\"",
    [VF_NAMES_ANY_NODE] = "a node",
    [VF_NAMES_SERVER] = "a server of the unit",
    [VF_NAMES_STAFF] = "a staff pool",
    [VF_NAMES_NEED] = "a server of the unit, a staff pool, or another unit's server",
    [VF_NAMES_SUBSTITUTE] = "a server of the same unit, or a staff pool",
    [VF_NAMES_ORGANISATION] = "a place in the organisation",
    [VF_NAMES_PROFILE] = "a profile",
    [VF_NAMES_DISTRIBUTION] = "a distribution",
    [VF_NAMES_UNIT_TEMPLATE] = "a template of units",
    [VF_NAMES_GROUP_TEMPLATE] = "a template of groups",
};

const char *vf_names_what(enum vf_names names) { return what[names]; }

/* Splits "a.b"; *slot is then "b" and *family the first map that `a` is a family or member of. */
static const cJSON *family_unit(const cJSON *root, const char *name) {
    const char *dot = strchr(name, '.');
    char first[80];
    if (!dot || (size_t)(dot - name) >= sizeof first)
        return NULL;
    memcpy(first, name, (size_t)(dot - name));
    first[dot - name] = '\0';
    const cJSON *families = vf_json_get(root, "families");
    const cJSON *own = vf_json_get(vf_json_get(vf_json_get(families, first), "units"), dot + 1);
    for (const cJSON *f = vf_map_first(families); f && !own; f = vf_map_next(f))
        if (vf_json_get(vf_json_get(f, "members"), first))
            own = vf_json_get(vf_json_get(f, "units"), dot + 1);
    return own;
}

const cJSON *vf_check_unit(const cJSON *root, const char *name) {
    const cJSON *unit = vf_is_remark(name) ? NULL : vf_json_get(vf_json_get(root, "units"), name);
    return unit ? unit : family_unit(root, name);
}

static bool is_ward(const cJSON *unit) {
    const cJSON *kind = vf_json_get(unit, "kind");
    return cJSON_IsString(kind) && strcmp(kind->valuestring, "ward") == 0;
}

static bool in_any_path(const cJSON *root, const char *name) {
    const cJSON *groups = vf_json_get(root, "groups");
    for (const cJSON *g = vf_map_first(groups); g; g = vf_map_next(g))
        if (vf_json_get(vf_json_get(g, "path"), name))
            return true;
    return false;
}

static bool is_terminal(const char *name) { return strcmp(name, "exit") == 0 || strcmp(name, "death") == 0; }

/* The unit of the node that is looked at. */
static const cJSON *node_unit(const struct vf_check *c) {
    const cJSON *unit = vf_json_get(c->node, "unit");
    const char *name = cJSON_IsString(unit) ? unit->valuestring : c->node ? c->node->string : NULL;
    return name ? vf_check_unit(c->root, name) : NULL;
}

/* The map in which such names are keys, or NULL when there is more to it. */
static const cJSON *map_of(const struct vf_check *c, enum vf_names names) {
    const cJSON *raw = c->cfg->parts->raw;
    switch (names) {
    case VF_NAMES_UNIT:
    case VF_NAMES_WARD: return vf_json_get(c->root, "units");
    case VF_NAMES_GROUP:
    case VF_NAMES_GROUP_OR_WARD: return vf_json_get(c->root, "groups");
    case VF_NAMES_NODE:
    case VF_NAMES_TARGET: return c->path;
    case VF_NAMES_SERVER: return vf_json_get(node_unit(c), "servers");
    case VF_NAMES_STAFF: return vf_json_get(c->root, "staff");
    case VF_NAMES_NEED: return vf_json_get(node_unit(c), "servers");
    case VF_NAMES_ORGANISATION: return vf_json_get(c->root, "organisation");
    case VF_NAMES_PROFILE: return vf_json_get(c->root, "profiles");
    case VF_NAMES_DISTRIBUTION: return vf_json_get(c->root, "distributions");
    case VF_NAMES_UNIT_TEMPLATE: return vf_json_get(vf_json_get(raw, "templates"), "units");
    case VF_NAMES_GROUP_TEMPLATE: return vf_json_get(vf_json_get(raw, "templates"), "groups");
    default: return NULL;
    }
}

static bool is_key(const struct vf_check *c, enum vf_names names, const char *name) {
    return vf_json_get(map_of(c, names), name) && !vf_is_remark(name);
}

bool vf_check_named(const struct vf_check *c, enum vf_names names, const char *name) {
    switch (names) {
    case VF_NAMES_NEW:
    case VF_NAMES_SUBSTITUTE: return true;
    case VF_NAMES_NEED:
        return is_key(c, names, name) || strchr(name, '.') ||
               vf_json_get(vf_json_get(c->root, "staff"), name);
    case VF_NAMES_UNIT: return vf_check_unit(c->root, name) != NULL;
    case VF_NAMES_WARD: return is_ward(vf_check_unit(c->root, name));
    case VF_NAMES_GROUP_OR_WARD: return is_key(c, names, name) || is_ward(vf_check_unit(c->root, name));
    case VF_NAMES_TARGET:
        return is_terminal(name) || is_key(c, names, name) ||
               (!vf_is_remark(name) && vf_json_get(vf_json_get(c->group, "become"), name));
    case VF_NAMES_ANY_TARGET: return is_terminal(name) || in_any_path(c->root, name);
    case VF_NAMES_ANY_NODE: return in_any_path(c->root, name);
    default: return is_key(c, names, name);
    }
}

/* Suggestions: the keys of the map, and for units the families' "family.slot". */
struct candidates {
    const char **names;
    char **made;
    size_t n, n_made;
};

static void add_candidate(struct candidates *all, const char *name) {
    all->names = vf_xrealloc(all->names, (all->n + 1) * sizeof *all->names);
    all->names[all->n++] = name;
}

static void add_family_units(struct candidates *all, const cJSON *root) {
    const cJSON *families = vf_json_get(root, "families");
    for (const cJSON *f = vf_map_first(families); f; f = vf_map_next(f)) {
        const cJSON *units = vf_json_get(f, "units");
        for (const cJSON *u = vf_map_first(units); u; u = vf_map_next(u)) {
            size_t size = strlen(f->string) + strlen(u->string) + 2;
            char *name = vf_xmalloc(size);
            snprintf(name, size, "%s.%s", f->string, u->string);
            all->made = vf_xrealloc(all->made, (all->n_made + 1) * sizeof *all->made);
            all->made[all->n_made++] = name;
            add_candidate(all, name);
        }
    }
}

static void suggest(const struct vf_check *c, enum vf_names names, const char *name, struct vf_text *advice) {
    struct candidates all = {0};
    const cJSON *map = map_of(c, names);
    for (const cJSON *m = vf_map_first(map); m; m = vf_map_next(m))
        add_candidate(&all, m->string);
    if (names == VF_NAMES_UNIT || names == VF_NAMES_WARD)
        add_family_units(&all, c->root);
    const cJSON *staff = names == VF_NAMES_NEED ? vf_json_get(c->root, "staff") : NULL;
    for (const cJSON *m = vf_map_first(staff); m; m = vf_map_next(m))
        add_candidate(&all, m->string);
    if (names == VF_NAMES_TARGET || names == VF_NAMES_ANY_TARGET) {
        add_candidate(&all, "exit");
        add_candidate(&all, "death");
    }
    const char *near = vf_suggest(name, all.names, all.n);
    if (near)
        vf_text_appendf(advice, "did you mean \"%s\"?", near);
    else if (all.n > 0 && all.n <= 20)
        for (size_t i = 0; i < all.n; i++)
            vf_text_appendf(advice, "%s%s", i ? ", " : "there are: ", all.names[i]);
    for (size_t i = 0; i < all.n_made; i++)
        free(all.made[i]);
    free(all.made);
    free(all.names);
}

void vf_check_name(struct vf_check *c, enum vf_names names, const char *name) {
    if (vf_check_named(c, names, name))
        return;
    struct vf_text advice;
    vf_text_init(&advice, 4096);
    bool other_kind = names == VF_NAMES_WARD && vf_check_unit(c->root, name);
    if (!other_kind)
        suggest(c, names, name, &advice);
    vf_check_report(c, NULL, NULL, advice.data, other_kind ? "the unit \"%s\" is not %s" : "\"%s\" is not %s",
                    name, what[names]);
    vf_text_fini(&advice);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a lever or shock is about: units by name, kind, level, owner; groups by name, age, disease, type; nodes by
 * both. A value that is not given is the default of the field table, or of the unit kind. */
#include <string.h>

#include "vf_check.h"
#include "vf_json.h"
#include "vf_levers.h"
#include "vf_model.h"

/* `wanted` (a word or number, a list of them, or NULL) has this one. */
static bool one_of(const cJSON *wanted, const char *word, double number) {
    if (!wanted)
        return true;
    if (cJSON_IsArray(wanted)) {
        for (const cJSON *v = wanted->child; v; v = v->next)
            if (one_of(v, word, number))
                return true;
        return false;
    }
    if (cJSON_IsString(wanted))
        return word && strcmp(wanted->valuestring, word) == 0;
    if (cJSON_IsBool(wanted))
        return (cJSON_IsTrue(wanted) != 0) == (number != 0);
    return wanted->valuedouble == number;
}

static const char *text_or(const cJSON *object, const char *key, const char *fallback) {
    const cJSON *v = vf_json_get(object, key);
    return cJSON_IsString(v) ? v->valuestring : fallback;
}

static const struct vf_unit_kind *kind_of(const cJSON *unit) {
    return vf_unit_kind_find(text_or(unit, "kind", ""));
}

const char *vf_where_level(const cJSON *unit) {
    const struct vf_unit_kind *kind = kind_of(unit);
    return text_or(unit, "level", kind ? vf_words_level[kind->level] : "");
}

bool vf_where_unit_is(const cJSON *where, const char *name, const cJSON *unit) {
    const struct vf_unit_kind *kind = kind_of(unit);
    const cJSON *somatic = vf_json_get(where, "somatic");
    bool ward = kind && (kind->traits & VF_T_WARD);
    return one_of(vf_json_get(where, "unit"), name, 0) &&
           one_of(vf_json_get(where, "kind"), text_or(unit, "kind", ""), 0) &&
           one_of(vf_json_get(where, "level"), vf_where_level(unit), 0) &&
           one_of(vf_json_get(where, "owner"),
                  text_or(unit, "owner", kind ? vf_words_owner[kind->owner] : ""), 0) &&
           (!somatic || (ward && one_of(somatic, NULL, vf_field_bool(&vf_object_unit, unit, "somatic"))));
}

/* A shock's word names the unit, its family, its kind or its level. */
static bool unit_called(const char *who, const char *name, const cJSON *unit) {
    size_t family = strcspn(name, ".");
    return strcmp(who, "all") == 0 || strcmp(who, name) == 0 || strcmp(who, vf_where_level(unit)) == 0 ||
           strcmp(who, text_or(unit, "kind", "")) == 0 ||
           (name[family] == '.' && strlen(who) == family && strncmp(who, name, family) == 0);
}

bool vf_where_unit(const struct vf_lever_work *w, const char *name, const cJSON *unit) {
    return w->who ? unit_called(w->who, name, unit) : vf_where_unit_is(w->where, name, unit);
}

static bool group_called(const char *who, const cJSON *group) {
    return strcmp(who, "all") == 0 || strcmp(who, group->string) == 0 ||
           strcmp(who, vf_field_string(&vf_object_group, group, "age_class")) == 0;
}

bool vf_where_group(const struct vf_lever_work *w, const cJSON *group) {
    const struct vf_object *type = &vf_object_group;
    const cJSON *where = w->where;
    if (w->who)
        return true; /* by name or by entry: vf_where_entry */
    return one_of(vf_json_get(where, "group"), group->string, 0) &&
           one_of(vf_json_get(where, "age_class"), vf_field_string(type, group, "age_class"), 0) &&
           one_of(vf_json_get(where, "disease"), vf_field_string(type, group, "disease"), 0) &&
           one_of(vf_json_get(where, "patient_type"), NULL, vf_field_double(type, group, "patient_type")) &&
           one_of(vf_json_get(where, "paverkbar"), NULL, vf_field_bool(type, group, "paverkbar")) &&
           one_of(vf_json_get(where, "psykiatri"), NULL, vf_field_bool(type, group, "psykiatri"));
}

static bool has_one(const cJSON *where, const char *const *keys) {
    while (*keys && !vf_json_get(where, *keys))
        keys++;
    return *keys != NULL;
}

bool vf_where_has_group(const cJSON *where) {
    static const char *const keys[] = {"group",     "age_class", "disease", "patient_type",
                                       "paverkbar", "psykiatri", NULL};
    return has_one(where, keys);
}

bool vf_where_has_unit(const cJSON *where) {
    static const char *const keys[] = {"unit", "kind", "level", "owner", "somatic", NULL};
    return has_one(where, keys);
}

const char *vf_where_node_unit(const cJSON *node) { return text_or(node, "unit", node->string); }

static bool unit_fits(const struct vf_lever_work *w, const cJSON *node) {
    const char *name = vf_where_node_unit(node);
    const cJSON *unit = vf_check_unit(w->root, name);
    return unit && vf_where_unit(w, name, unit);
}

bool vf_where_entry(const struct vf_lever_work *w, const cJSON *group) {
    const cJSON *path = vf_json_get(group, "path"), *start = vf_json_get(group, "start");
    if (w->who && group_called(w->who, group))
        return true;
    if (cJSON_IsString(start))
        return unit_fits(w, vf_json_get(path, start->valuestring));
    if (!start)
        return unit_fits(w, vf_map_first(path));
    for (const cJSON *s = vf_map_first(start); s; s = vf_map_next(s))
        if (unit_fits(w, vf_json_get(path, s->string)))
            return true;
    return false;
}

bool vf_where_node(const struct vf_lever_work *w, const cJSON *group, const cJSON *node) {
    if (w->who && group_called(w->who, group))
        return true;
    return vf_where_group(w, group) && unit_fits(w, node);
}

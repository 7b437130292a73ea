/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Templates and families: putting templates under the units and groups that name them, and the way back
 * from a value of the resolved tree to where it was written. */
#include <stdlib.h>
#include <string.h>

#include "vf_check.h"
#include "vf_json.h"

static const cJSON *template_of(const cJSON *raw, const char *kind, const cJSON *own) {
    const cJSON *name = vf_json_get(own, "template");
    if (!cJSON_IsString(name) || vf_is_remark(name->valuestring))
        return NULL;
    const cJSON *found = vf_json_get(vf_json_get(vf_json_get(raw, "templates"), kind), name->valuestring);
    return cJSON_IsObject(found) ? found : NULL;
}

/* Every member of the map that names a template becomes the template with its own keys over. */
static void expand_map(const cJSON *raw, const char *kind, cJSON *map) {
    cJSON *next;
    vf_json_own(map);
    for (cJSON *m = cJSON_IsObject(map) ? map->child : NULL; m; m = next) {
        next = m->next;
        const cJSON *base = template_of(raw, kind, m);
        if (!base)
            continue;
        cJSON *merged = vf_json_merge_borrowed(vf_json_merge_borrowed(NULL, base), m);
        cJSON_DeleteItemFromObjectCaseSensitive(merged, "template");
        char *name = vf_xstrdup(m->string);
        cJSON_ReplaceItemInObjectCaseSensitive(map, name, merged);
        free(name);
    }
}

cJSON *vf_config_expand(const cJSON *raw) {
    static const char *const used_up[] = {"$schema", "extends", "templates", "scenarios"};
    cJSON *resolved = vf_json_borrow(raw);
    vf_json_own(resolved);
    cJSON *families = vf_json_get(resolved, "families");
    expand_map(raw, "units", vf_json_get(resolved, "units"));
    expand_map(raw, "groups", vf_json_get(resolved, "groups"));
    vf_json_own(families);
    for (const cJSON *f = vf_map_first(families); f; f = vf_map_next(f)) {
        vf_json_own((cJSON *)f);
        expand_map(raw, "units", vf_json_get(f, "units"));
    }
    for (size_t i = 0; i < sizeof used_up / sizeof *used_up; i++)
        cJSON_DeleteItemFromObjectCaseSensitive(resolved, used_up[i]);
    return resolved;
}

cJSON *vf_config_member_unit(const cJSON *family, const char *member, const char *slot) {
    const cJSON *unit = vf_json_get(vf_json_get(family, "units"), slot);
    const cJSON *overrides = vf_json_get(vf_json_get(vf_json_get(family, "members"), member), "units");
    const cJSON *override = vf_json_get(overrides, slot);
    cJSON *merged = unit ? vf_json_borrow(unit) : NULL;
    return cJSON_IsObject(override) ? vf_json_merge_borrowed(merged, override) : merged;
}

/* The first `n` tokens of the pointer (each with its slash), or NULL when it has fewer; *rest is what
 * follows. */
static char *head(const char *pointer, int n, const char **rest) {
    const char *s = pointer;
    for (int i = 0; i < n; i++) {
        if (*s != '/')
            return NULL;
        s += 1 + strcspn(s + 1, "/");
    }
    *rest = s;
    char *copy = vf_xmalloc((size_t)(s - pointer) + 1);
    memcpy(copy, pointer, (size_t)(s - pointer));
    copy[s - pointer] = '\0';
    return copy;
}

/* The object made of the pointer's first n tokens names a template: its pointer and the rest. */
static int template_alias(const cJSON *raw, const char *pointer, int n, const char *kind,
                          struct vf_text *to) {
    const char *rest;
    char *own = head(pointer, n, &rest);
    const cJSON *name = own ? vf_json_get(vf_json_pointer_get(raw, own), "template") : NULL;
    bool found = own && template_of(raw, kind, vf_json_pointer_get(raw, own));
    if (found) {
        vf_text_appendf(to, "/templates/%s", kind);
        vf_json_pointer_push(to, name->valuestring);
        vf_text_puts(to, rest);
    }
    free(own);
    return found ? 0 : -1;
}

/* /families/F/members/M/units/S/... -> /families/F/units/S/... */
static int member_alias(const char *pointer, struct vf_text *to) {
    const char *after_family, *after_member;
    char *family = head(pointer, 2, &after_family), *member = head(pointer, 4, &after_member);
    bool found = family && member && strncmp(after_family, "/members/", 9) == 0 &&
                 strncmp(after_member, "/units/", 7) == 0;
    if (found) {
        vf_text_puts(to, family);
        vf_text_puts(to, after_member);
    }
    free(family);
    free(member);
    return found ? 0 : -1;
}

int vf_config_alias(const cJSON *raw, const char *pointer, struct vf_text *to) {
    if (strncmp(pointer, "/units/", 7) == 0)
        return template_alias(raw, pointer, 2, "units", to);
    if (strncmp(pointer, "/groups/", 8) == 0)
        return template_alias(raw, pointer, 2, "groups", to);
    if (strncmp(pointer, "/families/", 10) != 0)
        return -1;
    if (member_alias(pointer, to) == 0)
        return 0;
    return template_alias(raw, pointer, 4, "units", to);
}

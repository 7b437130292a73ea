/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changing trees: JSON Merge Patch (RFC 7396) and setting by pointer, both with or without provenance.
 * A merge copies what it takes from the patch, so the patch may be freed afterwards. */
#include <string.h>

#include "vf_json.h"
#include "vf_json_provenance.h"

static cJSON *must(cJSON *item) {
    /* cJSON answers NULL only when there is no memory */
    if (!item)
        vf_out_of_memory(sizeof *item);
    return item;
}

static void put(cJSON *object, const char *key, cJSON *value) {
    int done = vf_json_get(object, key) ? cJSON_ReplaceItemInObjectCaseSensitive(object, key, value)
                                        : cJSON_AddItemToObject(object, key, value);
    must(done ? value : NULL);
}

static cJSON *merge(cJSON *target, const cJSON *patch, const struct vf_json_trail *trail);

static void merge_member(cJSON *target, const cJSON *member, const struct vf_json_trail *trail) {
    struct vf_json_trail below = vf_json_trail_member(trail, member->string);
    cJSON *old = vf_json_get(target, member->string);
    if (cJSON_IsNull(member)) {
        cJSON_Delete(old ? cJSON_DetachItemViaPointer(target, old) : NULL);
        vf_json_trail_forget(&below);
    } else if (cJSON_IsObject(old) && cJSON_IsObject(member)) {
        (void)merge(old, member, &below);
    } else {
        put(target, member->string, merge(NULL, member, &below));
    }
}

static cJSON *merge(cJSON *target, const cJSON *patch, const struct vf_json_trail *trail) {
    if (!cJSON_IsObject(patch)) {
        cJSON_Delete(target);
        vf_json_trail_record_tree(trail, patch);
        return must(cJSON_Duplicate(patch, 1));
    }
    if (!cJSON_IsObject(target)) {
        cJSON_Delete(target);
        target = must(cJSON_CreateObject());
        vf_json_trail_record_tree(trail, target);
    }
    vf_json_own(target);
    for (const cJSON *member = patch->child; member; member = member->next)
        merge_member(target, member, trail);
    return target;
}

cJSON *vf_json_merge_patch_from(cJSON *target, const cJSON *patch, const struct vf_json_source *source,
                                struct vf_provenance *provenance) {
    struct vf_json_trail trail = vf_json_trail_begin(provenance, source);
    return merge(target, patch, &trail);
}

cJSON *vf_json_merge_patch(cJSON *target, const cJSON *patch) {
    return vf_json_merge_patch_from(target, patch, NULL, NULL);
}

static void borrow_member(cJSON *target, const cJSON *member) {
    cJSON *old = vf_json_get(target, member->string);
    if (cJSON_IsNull(member))
        cJSON_Delete(old ? cJSON_DetachItemViaPointer(target, old) : NULL);
    else if (cJSON_IsObject(old) && cJSON_IsObject(member))
        (void)vf_json_merge_borrowed(old, member);
    else
        put(target, member->string,
            vf_json_has_null(member) ? vf_json_merge_patch(NULL, member) : vf_json_borrow(member));
}

cJSON *vf_json_merge_borrowed(cJSON *target, const cJSON *patch) {
    if (!cJSON_IsObject(patch) || !cJSON_IsObject(target)) {
        cJSON_Delete(target);
        return vf_json_has_null(patch) ? vf_json_merge_patch(NULL, patch) : vf_json_borrow(patch);
    }
    vf_json_own(target);
    for (const cJSON *member = patch->child; member; member = member->next)
        borrow_member(target, member);
    return target;
}

/* One setting: the value, which is ours until it is in the tree, and where it comes from. */
struct setting {
    const char *pointer;
    cJSON *value;
    const struct vf_json_source *source;
    struct vf_json_trail trail;
    struct vf_error *err;
};

static int refuse(const struct setting *set, const char *message, const char *expected, const char *found) {
    const struct vf_json_source *source = set->source;
    struct vf_problem problem = {
        .file = (char *)(source && source->label ? source->label : NULL),
        .pointer = (char *)set->pointer,
        .message = (char *)message,
        .expected = (char *)expected,
        .found = (char *)found,
    };
    return vf_error_add(set->err, VF_E_CONFIG, &problem);
}

/* Before anything is touched: the whole pointer must be well formed and not too deep. */
static int check_pointer(const struct setting *set, struct vf_text *token) {
    const char *cursor = set->pointer;
    int depth = 0, more;
    while ((more = vf_json_pointer_next(&cursor, token)) == 1)
        depth++;
    if (more < 0)
        return refuse(set, "malformed JSON pointer", "\"\" or /name/name, with ~0 for ~ and ~1 for /",
                      set->pointer);
    if (depth > VF_JSON_DEPTH_MAX)
        return refuse(set, "the JSON pointer is too deep", "at most 64 names", NULL);
    return VF_OK;
}

static int set_element(struct setting *set, cJSON *array, const char *token, cJSON **next) {
    size_t index;
    vf_json_own(array);
    if (!vf_json_pointer_index(token, &index) || index >= (size_t)cJSON_GetArraySize(array))
        return refuse(set, "no such array element: elements can be replaced, not added",
                      "the index of an element", token);
    vf_json_trail_to(&set->trail, token, 1);
    if (next) {
        *next = cJSON_GetArrayItem(array, (int)index);
        return VF_OK;
    }
    must(cJSON_ReplaceItemInArray(array, (int)index, set->value) ? array : NULL);
    return VF_OK;
}

/* Goes to the member, or puts the value there when `next` is NULL. */
static int set_member(struct setting *set, cJSON *object, const char *token, cJSON **next) {
    vf_json_own(object);
    vf_json_trail_to(&set->trail, token, 0);
    if (!next) {
        put(object, token, set->value);
        return VF_OK;
    }
    *next = vf_json_get(object, token);
    if (!*next) {
        *next = must(cJSON_CreateObject());
        put(object, token, *next);
        struct vf_json_trail made = set->trail;
        made.origin = VF_JSON_NOWHERE;
        vf_json_trail_record(&made);
    }
    return VF_OK;
}

static int set_step(struct setting *set, cJSON *here, const char *token, cJSON **next) {
    if (cJSON_IsArray(here))
        return set_element(set, here, token, next);
    if (cJSON_IsObject(here))
        return set_member(set, here, token, next);
    struct vf_text found;
    vf_text_init(&found, 1024);
    vf_json_describe(here, &found);
    int code = refuse(set, "the pointer goes through a value that has no members", "an object", found.data);
    vf_text_fini(&found);
    return code;
}

static int set_below(struct setting *set, cJSON *root, struct vf_text *token) {
    const char *cursor = set->pointer;
    cJSON *here = root;
    (void)vf_json_pointer_next(&cursor, token);
    for (;;) {
        int last = *cursor == '\0';
        cJSON *next = NULL;
        int code = set_step(set, here, token->data, last ? NULL : &next);
        if (code != VF_OK || last)
            return code;
        here = next;
        (void)vf_json_pointer_next(&cursor, token);
    }
}

int vf_json_pointer_set_from(cJSON **root, const char *pointer, cJSON *value,
                             const struct vf_json_source *source, struct vf_provenance *provenance,
                             struct vf_error *err) {
    struct setting set = {pointer, value, source, vf_json_trail_begin(provenance, source), err};
    struct vf_text token;
    vf_text_init(&token, VF_JSON_BYTES_MAX);
    int code = check_pointer(&set, &token);
    if (code == VF_OK && pointer[0] == '\0') {
        cJSON_Delete(*root);
        *root = value;
    } else if (code == VF_OK) {
        if (!*root)
            *root = must(cJSON_CreateObject());
        code = set_below(&set, *root, &token);
    }
    vf_text_fini(&token);
    if (code == VF_OK)
        vf_json_trail_record_tree(&set.trail, value);
    else
        cJSON_Delete(value);
    return code;
}

int vf_json_pointer_set(cJSON **root, const char *pointer, cJSON *value, struct vf_error *err) {
    return vf_json_pointer_set_from(root, pointer, value, NULL, NULL, err);
}

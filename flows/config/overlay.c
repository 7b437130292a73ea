/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is laid over a config when it is run: patch files, one scenario, single settings, in this order. */
#include <stdlib.h>
#include <string.h>

#include "vf_check.h"
#include "vf_json.h"

/* `where` is a file or a setting; found and advice may be NULL. */
static int refuse(struct vf_error *err, int code, const char *where, const char *message, const char *found,
                  const char *advice) {
    struct vf_problem p = {
        .file = (char *)where, .message = (char *)message, .found = (char *)found, .advice = (char *)advice};
    return vf_error_add(err, code, &p);
}

static int lay_patch(struct vf_config_parts *parts, const char *path, struct vf_error *err) {
    struct vf_json_doc *doc = NULL;
    int code = vf_json_parse_file(path, &doc, err);
    if (code != VF_OK)
        return code;
    vf_config_add_doc(parts, doc);
    if (!cJSON_IsObject(doc->root))
        return refuse(err, VF_E_CONFIG, path, "a patch is an object, like a config", NULL, NULL);
    if (vf_json_get(doc->root, "extends")) {
        struct vf_problem p = {.pointer = "/extends", .message = "a patch cannot extend files"};
        vf_json_place(doc, &p);
        return vf_error_add(err, VF_E_CONFIG, &p);
    }
    struct vf_json_source source = {.label = path, .doc = doc, .at = ""};
    parts->raw = vf_json_merge_patch_from(parts->raw, doc->root, &source, parts->provenance);
    return VF_OK;
}

static const struct vf_json_doc *doc_of(const struct vf_config_parts *parts, const char *file) {
    for (size_t i = 0; i < parts->n_docs; i++)
        if (strcmp(parts->docs[i]->file, file) == 0)
            return parts->docs[i];
    return NULL;
}

int vf_config_no_scenario(const struct vf_config_parts *parts, const char *name, struct vf_error *err) {
    const cJSON *scenarios = vf_json_get(parts->raw, "scenarios");
    const char *names[200];
    size_t n = 0;
    struct vf_text advice;
    vf_text_init(&advice, 4096);
    for (const cJSON *s = vf_map_first(scenarios); s && n < 200; s = vf_map_next(s))
        names[n++] = s->string;
    const char *near = vf_suggest(name, names, n);
    if (near)
        vf_text_appendf(&advice, "did you mean \"%s\"?", near);
    else
        for (size_t i = 0; i < n; i++)
            vf_text_appendf(&advice, "%s%s", i ? ", " : "there are: ", names[i]);
    int code = refuse(err, VF_E_USAGE, parts->docs[0]->file, "no such scenario", name,
                      n ? advice.data : "the config has no scenarios");
    vf_text_fini(&advice);
    return code;
}

static int lay_scenario(struct vf_config_parts *parts, const char *name, struct vf_error *err) {
    const cJSON *scenarios = vf_json_get(parts->raw, "scenarios");
    const cJSON *scenario = vf_is_remark(name) ? NULL : vf_json_get(scenarios, name);
    if (!scenario)
        return vf_config_no_scenario(parts, name, err);
    struct vf_text at, label;
    vf_text_init(&at, VF_JSON_BYTES_MAX);
    vf_text_init(&label, VF_JSON_BYTES_MAX);
    vf_text_puts(&at, "/scenarios");
    vf_json_pointer_push(&at, name);
    vf_json_pointer_push(&at, "patch");
    vf_text_appendf(&label, "scenario %s", name);
    struct vf_json_origin origin;
    const struct vf_json_doc *doc =
        vf_provenance_find(parts->provenance, at.data, &origin) == 0 ? doc_of(parts, origin.file) : NULL;
    struct vf_json_source source = {.label = label.data, .doc = doc, .at = at.data};
    const cJSON *patch = vf_json_get(scenario, "patch");
    int code = VF_OK;
    if (cJSON_IsObject(patch)) {
        cJSON *copy = cJSON_Duplicate(patch, 1); /* the patch may change the scenarios too */
        parts->raw = vf_json_merge_patch_from(parts->raw, copy, &source, parts->provenance);
        cJSON_Delete(copy);
    } else {
        code = refuse(err, VF_E_CONFIG, label.data, "the scenario has no patch", NULL, NULL);
    }
    vf_text_fini(&at);
    vf_text_fini(&label);
    return code;
}

const cJSON *vf_config_look_up(const cJSON *raw, const char *pointer) {
    const cJSON *value = vf_json_pointer_get(raw, pointer);
    struct vf_text alias;
    vf_text_init(&alias, VF_JSON_BYTES_MAX);
    if (!value && vf_config_alias(raw, pointer, &alias) == 0)
        value = vf_config_look_up(raw, alias.data);
    vf_text_fini(&alias);
    return value;
}

/* What `parent`'s last name was probably meant to be. */
static const char *near_parent(const cJSON *raw, const char *parent) {
    char *above = vf_xstrdup(parent);
    char *slash = strrchr(above, '/');
    const char *names[512], *near = NULL;
    size_t n = 0;
    if (slash) {
        *slash = '\0';
        for (const cJSON *m = vf_map_first(vf_config_look_up(raw, above)); m && n < 512; m = vf_map_next(m))
            names[n++] = m->string;
        near = vf_suggest(slash + 1, names, n);
    }
    free(above);
    return near;
}

/* The parent must be there: a misspelt pointer would otherwise make a new, unread object. */
static int check_pointer(const cJSON *raw, const char *set, const char *pointer, struct vf_error *err) {
    const char *slash = strrchr(pointer, '/');
    if (pointer[0] != '/' || !slash)
        return refuse(err, VF_E_USAGE, set, "not a JSON pointer", pointer, "write /name/name=value");
    if (strncmp(pointer, "/scenarios", 10) == 0 || strncmp(pointer, "/extends", 8) == 0)
        return refuse(err, VF_E_CONFIG, set, "this is read before settings and cannot be set", NULL, NULL);
    char *parent = vf_xstrdup(pointer);
    parent[slash - pointer] = '\0';
    const cJSON *value = vf_config_look_up(raw, parent);
    int code = VF_OK;
    if (!cJSON_IsObject(value) && !cJSON_IsArray(value)) {
        const char *near = near_parent(raw, parent);
        struct vf_text advice;
        vf_text_init(&advice, 4096);
        vf_text_appendf(&advice, near ? "did you mean \"%s\"?" : "%s",
                        near ? near : "the names are those of `show --resolved`");
        code = refuse(err, VF_E_CONFIG, set, "the pointer leads nowhere", NULL, advice.data);
        vf_text_fini(&advice);
    }
    free(parent);
    return code;
}

/* The value is JSON, or else a string. */
static cJSON *set_value(const char *text) {
    struct vf_json_doc *doc = NULL;
    if (vf_json_parse_text("--set", text, strlen(text), &doc, NULL) != VF_OK)
        return cJSON_CreateString(text);
    cJSON *value = cJSON_Duplicate(doc->root, 1);
    vf_json_doc_free(doc);
    return value;
}

static int lay_set(struct vf_config_parts *parts, const char *set, struct vf_error *err) {
    struct vf_text label, pointer;
    vf_text_init(&label, VF_JSON_BYTES_MAX);
    vf_text_init(&pointer, VF_JSON_BYTES_MAX);
    vf_text_appendf(&label, "--set %s", set);
    const char *equals = strchr(set, '=');
    int code = VF_OK;
    if (!equals) {
        code = refuse(err, VF_E_USAGE, label.data, "a setting has no =", NULL, "write /pointer=value");
    } else {
        vf_text_append(&pointer, set, (size_t)(equals - set));
        code = check_pointer(parts->raw, label.data, pointer.data, err);
        struct vf_json_source source = {.label = label.data};
        if (code == VF_OK)
            code = vf_json_pointer_set_from(&parts->raw, pointer.data, set_value(equals + 1), &source,
                                            parts->provenance, err);
    }
    vf_text_fini(&label);
    vf_text_fini(&pointer);
    return code;
}

int vf_config_overlay(struct vf_config_parts *parts, const struct vf_config_opts *opts,
                      struct vf_error *err) {
    int code = VF_OK;
    for (size_t i = 0; i < opts->n_patches; i++) {
        int one = lay_patch(parts, opts->patches[i], err);
        code = code ? code : one;
    }
    if (opts->scenario) {
        int one = lay_scenario(parts, opts->scenario, err);
        code = code ? code : one;
    }
    for (size_t i = 0; i < opts->n_sets; i++) {
        int one = lay_set(parts, opts->sets[i], err);
        code = code ? code : one;
    }
    return code;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON Pointer (RFC 6901): walking, reading and removing by pointer. Setting, which also keeps provenance,
 * is in json_merge.c. */
#include <limits.h>
#include <stdbool.h>
#include <string.h>

#include "vf_json.h"

void vf_json_pointer_push(struct vf_text *pointer, const char *token) {
    vf_text_append(pointer, "/", 1);
    for (;;) {
        size_t plain = strcspn(token, "~/");
        vf_text_append(pointer, token, plain);
        token += plain;
        if (!*token)
            return;
        vf_text_append(pointer, *token++ == '~' ? "~0" : "~1", 2);
    }
}

char *vf_json_pointer_put(char *end, const char *token) {
    *end++ = '/';
    for (; *token; token++) {
        bool escaped = *token == '~' || *token == '/';
        *end++ = escaped ? '~' : *token;
        if (escaped)
            *end++ = *token == '~' ? '0' : '1';
    }
    return end;
}

void vf_json_pointer_push_index(struct vf_text *pointer, size_t index) {
    vf_text_appendf(pointer, "/%zu", index);
}

int vf_json_pointer_next(const char **cursor, struct vf_text *token) {
    const char *p = *cursor;
    vf_text_clear(token);
    if (*p == '\0')
        return 0;
    if (*p++ != '/')
        return -1;
    for (;;) {
        size_t plain = strcspn(p, "~/");
        vf_text_append(token, p, plain);
        p += plain;
        if (*p != '~')
            break;
        if (p[1] != '0' && p[1] != '1')
            return -1;
        vf_text_append(token, p[1] == '0' ? "~" : "/", 1);
        p += 2;
    }
    *cursor = p;
    return 1;
}

int vf_json_pointer_index(const char *token, size_t *index) {
    size_t digits = strspn(token, "0123456789");
    /* nine digits are enough for any array and fit everywhere */
    if (digits == 0 || digits > 9 || token[digits] != '\0' || (token[0] == '0' && digits > 1))
        return 0;
    *index = 0;
    for (size_t i = 0; i < digits; i++)
        *index = *index * 10 + (size_t)(token[i] - '0');
    return 1;
}

/* The first two letters tell most apart. */
static bool same_name(const char *a, const char *b) {
    return a[0] == b[0] && (a[0] == '\0' || (a[1] == b[1] && strcmp(a, b) == 0));
}

cJSON *vf_json_get(const cJSON *object, const char *key) {
    cJSON *m = object && key && (object->type & 0xff) == cJSON_Object ? object->child : NULL;
    while (m && !same_name(m->string, key))
        m = m->next;
    return m;
}

static cJSON *child(const cJSON *parent, const char *token) {
    size_t index;
    if (cJSON_IsArray(parent))
        return vf_json_pointer_index(token, &index) ? cJSON_GetArrayItem(parent, (int)index) : NULL;
    return vf_json_get(parent, token);
}

cJSON *vf_json_pointer_get(const cJSON *root, const char *pointer) {
    struct vf_text token;
    vf_text_init(&token, VF_JSON_BYTES_MAX);
    cJSON *value = (cJSON *)root;
    int more = 0;
    while (value && (more = vf_json_pointer_next(&pointer, &token)) == 1)
        value = child(value, token.data);
    vf_text_fini(&token);
    return more == 0 ? value : NULL;
}

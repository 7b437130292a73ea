/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trees that borrow from another until they are changed. A node that cJSON calls a reference has the children (or
 * the text) of another node, and cJSON_Delete and cJSON_Duplicate leave those alone and copy them; before such a
 * node is changed it gets children of its own, which borrow in their turn. So a tree that differs from another in
 * one value costs the nodes on the way to that value. */
#include <string.h>

#include "vf_json.h"

static cJSON *borrow(const cJSON *value, const char *key) {
    cJSON *made = cJSON_CreateNull();
    if (!made)
        vf_out_of_memory(sizeof *made);
    made->type = (value->type & ~cJSON_StringIsConst) | cJSON_IsReference;
    made->child = value->child;
    made->valuestring = value->valuestring;
    made->valueint = value->valueint;
    made->valuedouble = value->valuedouble;
    if (key) {
        size_t size = strlen(key) + 1;
        made->string = cJSON_malloc(size);
        if (!made->string)
            vf_out_of_memory(size);
        memcpy(made->string, key, size);
    }
    return made;
}

cJSON *vf_json_borrow(const cJSON *value) { return borrow(value, NULL); }

void vf_json_own(cJSON *container) {
    if (!(cJSON_IsObject(container) || cJSON_IsArray(container)) || !(container->type & cJSON_IsReference))
        return;
    cJSON *first = NULL, *last = NULL;
    for (const cJSON *c = container->child; c; c = c->next) {
        cJSON *made = borrow(c, c->string);
        made->prev = last;
        if (last)
            last->next = made;
        else
            first = made;
        last = made;
    }
    if (first)
        first->prev = last;
    container->child = first;
    container->type &= ~cJSON_IsReference;
}

int vf_json_has_null(const cJSON *value) {
    for (const cJSON *c = cJSON_IsObject(value) ? value->child : NULL; c; c = c->next)
        if ((c->type & 0xff) == cJSON_NULL || vf_json_has_null(c))
            return 1;
    return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking at trees: equality, and words for messages. */
#include <string.h>

#include "vf_json.h"

enum { STRING_SHOWN = 60 };

static int same_array(const cJSON *a, const cJSON *b) {
    const cJSON *x = a->child, *y = b->child;
    for (; x && y; x = x->next, y = y->next) {
        if (!vf_json_equal(x, y))
            return 0;
    }
    return !x && !y;
}

static int same_object(const cJSON *a, const cJSON *b) {
    if (cJSON_GetArraySize(a) != cJSON_GetArraySize(b))
        return 0;
    /* Members mostly stand in the same order: look at the neighbour before searching. */
    const cJSON *guess = b->child;
    for (const cJSON *x = a->child; x; x = x->next) {
        const cJSON *y = guess && strcmp(guess->string, x->string) == 0 ? guess : vf_json_get(b, x->string);
        if (!y || !vf_json_equal(x, y))
            return 0;
        guess = y->next;
    }
    return 1;
}

int vf_json_equal(const cJSON *a, const cJSON *b) {
    if (!a || !b)
        return a == b;
    if ((a->type & 0xff) != (b->type & 0xff))
        return 0;
    switch (a->type & 0xff) {
    case cJSON_Number: return a->valuedouble == b->valuedouble;
    case cJSON_String: return strcmp(a->valuestring, b->valuestring) == 0;
    case cJSON_Array: return same_array(a, b);
    case cJSON_Object: return same_object(a, b);
    default: return 1;
    }
}

static void describe_string(const char *s, struct vf_text *to) {
    size_t size = strlen(s);
    size_t shown = 0;
    for (size_t step; shown < size && shown < STRING_SHOWN; shown += step) {
        step = vf_utf8_step(s + shown, size - shown);
        if (step == 0)
            step = 1;
    }
    struct vf_text part;
    vf_text_init(&part, 4 * STRING_SHOWN);
    vf_text_append(&part, s, shown);
    if (shown < size)
        vf_text_puts(&part, "...");
    vf_text_puts(to, "the string ");
    vf_text_json(to, part.data);
    vf_text_fini(&part);
}

void vf_json_describe(const cJSON *value, struct vf_text *to) {
    switch (value ? value->type & 0xff : cJSON_Invalid) {
    case cJSON_Object: vf_text_puts(to, value->child ? "an object" : "an empty object"); break;
    case cJSON_Array: vf_text_puts(to, value->child ? "an array" : "an empty array"); break;
    case cJSON_String: describe_string(value->valuestring, to); break;
    case cJSON_Number:
        vf_text_puts(to, "the number ");
        vf_text_double(to, value->valuedouble);
        break;
    case cJSON_True: vf_text_puts(to, "true"); break;
    case cJSON_False: vf_text_puts(to, "false"); break;
    case cJSON_NULL: vf_text_puts(to, "null"); break;
    default: vf_text_puts(to, "nothing");
    }
}

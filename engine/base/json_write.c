/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The streaming writer of vf_json.h. What is written depends on the calls alone: no locale, no pointer
 * values, no hash order. Wrong nesting is a mistake of the caller and asserted. */
#include <stdint.h>
#include <string.h>

#include "vf_json.h"

void vf_json_writer_init(struct vf_json_writer *w, struct vf_text *to, int pretty) {
    memset(w, 0, sizeof *w);
    w->to = to;
    w->pretty = pretty;
}

static void new_line(struct vf_json_writer *w) {
    static const char blanks[] = "                ";
    if (!w->pretty)
        return;
    vf_text_append(w->to, "\n", 1);
    size_t left = 2 * (size_t)w->depth;
    while (left > 0) {
        size_t part = left < sizeof blanks - 1 ? left : sizeof blanks - 1;
        vf_text_append(w->to, blanks, part);
        left -= part;
    }
}

/* The comma and the line break before the next member or element. */
static void separate(struct vf_json_writer *w) {
    int level = w->depth - 1;
    if (w->filled[level])
        vf_text_append(w->to, ",", 1);
    w->filled[level] = 1;
    new_line(w);
}

static void before_value(struct vf_json_writer *w) {
    if (w->depth == 0)
        return;
    int in_object = w->object[w->depth - 1];
    VF_ASSERT(in_object == w->keyed, "a value in an object needs one key, in an array none");
    if (!in_object)
        separate(w);
    w->keyed = 0;
}

static void begin(struct vf_json_writer *w, int object) {
    before_value(w);
    VF_ASSERT(w->depth < VF_JSON_WRITER_DEPTH, "JSON output is nested too deeply");
    w->object[w->depth] = (unsigned char)object;
    w->filled[w->depth] = 0;
    w->depth++;
    vf_text_append(w->to, object ? "{" : "[", 1);
}

static void end(struct vf_json_writer *w, int object) {
    VF_ASSERT(w->depth > 0 && w->object[w->depth - 1] == object && !w->keyed, "JSON output is badly nested");
    w->depth--;
    if (w->filled[w->depth])
        new_line(w);
    vf_text_append(w->to, object ? "}" : "]", 1);
}

void vf_json_begin_object(struct vf_json_writer *w) { begin(w, 1); }

void vf_json_end_object(struct vf_json_writer *w) { end(w, 1); }

void vf_json_begin_array(struct vf_json_writer *w) { begin(w, 0); }

void vf_json_end_array(struct vf_json_writer *w) { end(w, 0); }

void vf_json_key(struct vf_json_writer *w, const char *key) {
    VF_ASSERT(w->depth > 0 && w->object[w->depth - 1] && !w->keyed, "a key belongs in an object");
    separate(w);
    vf_text_json(w->to, key);
    vf_text_puts(w->to, w->pretty ? ": " : ":");
    w->keyed = 1;
}

void vf_json_string(struct vf_json_writer *w, const char *value) {
    before_value(w);
    if (value)
        vf_text_json(w->to, value);
    else
        vf_text_puts(w->to, "null");
}

void vf_json_number(struct vf_json_writer *w, double value) {
    before_value(w);
    vf_text_double(w->to, value);
}

void vf_json_integer(struct vf_json_writer *w, long long value) {
    before_value(w);
    vf_text_appendf(w->to, "%lld", value);
}

void vf_json_bool(struct vf_json_writer *w, int value) {
    before_value(w);
    vf_text_puts(w->to, value ? "true" : "false");
}

void vf_json_null(struct vf_json_writer *w) {
    before_value(w);
    vf_text_puts(w->to, "null");
}

static void container(struct vf_json_writer *w, const cJSON *value) {
    int object = cJSON_IsObject(value);
    begin(w, object);
    for (const cJSON *item = value->child; item; item = item->next) {
        if (object)
            vf_json_key(w, item->string);
        vf_json_tree(w, item);
    }
    end(w, object);
}

void vf_json_tree(struct vf_json_writer *w, const cJSON *value) {
    switch (value ? value->type & 0xff : cJSON_NULL) {
    case cJSON_Object:
    case cJSON_Array: container(w, value); break;
    case cJSON_String: vf_json_string(w, value->valuestring); break;
    case cJSON_Number: vf_json_number(w, value->valuedouble); break;
    case cJSON_True: vf_json_bool(w, 1); break;
    case cJSON_False: vf_json_bool(w, 0); break;
    default: VF_ASSERT(!value || cJSON_IsNull(value), "a tree holds only JSON values"); vf_json_null(w);
    }
}

void vf_json_key_string(struct vf_json_writer *w, const char *key, const char *value) {
    vf_json_key(w, key);
    vf_json_string(w, value);
}

void vf_json_key_number(struct vf_json_writer *w, const char *key, double value) {
    vf_json_key(w, key);
    vf_json_number(w, value);
}

void vf_json_key_integer(struct vf_json_writer *w, const char *key, long long value) {
    vf_json_key(w, key);
    vf_json_integer(w, value);
}

void vf_json_key_bool(struct vf_json_writer *w, const char *key, int value) {
    vf_json_key(w, key);
    vf_json_bool(w, value);
}

char *vf_json_print(const cJSON *value, int pretty) {
    struct vf_text text;
    struct vf_json_writer w;
    vf_text_init(&text, SIZE_MAX / 4);
    vf_json_writer_init(&w, &text, pretty);
    vf_json_tree(&w, value);
    if (pretty)
        vf_text_append(&text, "\n", 1);
    return vf_text_take(&text);
}

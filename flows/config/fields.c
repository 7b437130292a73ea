/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking fields up in the tables, walking maps, and reading single fields or their defaults. The readers
 * serve the compiler after the loader has accepted the config: what they cannot read is our own mistake. */
#include <stdlib.h>
#include <string.h>

#include "vf_calendar.h"
#include "vf_fields.h"
#include "vf_json.h"
#include "vf_text.h"

const struct vf_field *vf_field_find(const struct vf_object *type, const char *key) {
    for (const struct vf_field *f = type->fields; f->key; f++)
        /* the first letters tell most apart; no field has an empty key */
        if (f->key[0] == key[0] && f->key[1] == key[1] && strcmp(f->key, key) == 0)
            return f;
    return NULL;
}

unsigned vf_kind_bit(const char *unit_kind) {
    int i = vf_word_index(vf_words_unit_kind, unit_kind);
    return i < 0 ? 0 : 1u << i;
}

bool vf_is_remark(const char *key) { return vf_field_find(&vf_object_remarks, key) != NULL; }

static const cJSON *skip_remarks(const cJSON *member) {
    while (member && (!member->string || vf_is_remark(member->string)))
        member = member->next;
    return member;
}

const cJSON *vf_map_first(const cJSON *map) { return cJSON_IsObject(map) ? skip_remarks(map->child) : NULL; }

const cJSON *vf_map_next(const cJSON *member) { return skip_remarks(member->next); }

size_t vf_map_size(const cJSON *map) {
    size_t n = 0;
    for (const cJSON *m = vf_map_first(map); m; m = vf_map_next(m))
        n++;
    return n;
}

/* The value, or NULL and *fallback. */
static const cJSON *value_or_fallback(const struct vf_object *type, const cJSON *object, const char *key,
                                      const char **fallback) {
    const struct vf_field *field = vf_field_find(type, key);
    VF_ASSERT(field, key);
    const cJSON *value = vf_json_get(object, key);
    *fallback = field->fallback;
    VF_ASSERT(value || field->fallback, key);
    return value;
}

double vf_field_double(const struct vf_object *type, const cJSON *object, const char *key) {
    const char *fallback;
    const cJSON *value = value_or_fallback(type, object, key, &fallback);
    double x = 0;
    if (value) {
        VF_ASSERT(cJSON_IsNumber(value), key);
        return value->valuedouble;
    }
    VF_ASSERT(vf_parse_double(fallback, strlen(fallback), &x) == VF_NUMBER_OK, key);
    return x;
}

int64_t vf_field_int(const struct vf_object *type, const cJSON *object, const char *key) {
    return (int64_t)vf_field_double(type, object, key);
}

bool vf_field_bool(const struct vf_object *type, const cJSON *object, const char *key) {
    const char *fallback;
    const cJSON *value = value_or_fallback(type, object, key, &fallback);
    return value ? cJSON_IsTrue(value) != 0 : strcmp(fallback, "true") == 0;
}

static const char *text_of(const struct vf_object *type, const cJSON *object, const char *key) {
    const char *fallback;
    const cJSON *value = value_or_fallback(type, object, key, &fallback);
    if (!value)
        return fallback;
    VF_ASSERT(cJSON_IsString(value), key);
    return value->valuestring;
}

int vf_field_word(const struct vf_object *type, const cJSON *object, const char *key) {
    const struct vf_field *field = vf_field_find(type, key);
    VF_ASSERT(field && field->shape->kind == VF_SHAPE_WORD, key);
    int i = vf_word_index(field->shape->words, text_of(type, object, key));
    VF_ASSERT(i >= 0, key);
    return i;
}

const char *vf_field_string(const struct vf_object *type, const cJSON *object, const char *key) {
    return text_of(type, object, key);
}

int64_t vf_field_duration_ms(const struct vf_object *type, const cJSON *object, const char *key) {
    double ms = 0;
    if (cJSON_IsNumber(vf_json_get(object, key)))
        return 0; /* a bare number is 0 */
    const char *text = text_of(type, object, key);
    if (strcmp(text, "0") != 0)
        VF_ASSERT(vf_quantity_duration(text, &ms) == 0, key);
    return (int64_t)(ms + 0.5);
}

int64_t vf_field_clock_ms(const struct vf_object *type, const cJSON *object, const char *key) {
    int64_t ms = 0;
    VF_ASSERT(vf_quantity_clock(text_of(type, object, key), &ms) == 0, key);
    return ms;
}

double vf_field_rate_per_ms(const struct vf_object *type, const cJSON *object, const char *key) {
    double per_ms = 0;
    VF_ASSERT(vf_quantity_rate(text_of(type, object, key), &per_ms) == 0, key);
    return per_ms;
}

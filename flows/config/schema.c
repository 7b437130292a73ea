/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The JSON Schema (draft 2020-12) of a config, made of the field table. It accepts and refuses the same files as
 * the shapes pass of the loader, and with it required keys, key sets and kind-specific keys. Objects that are
 * completed by something else (a file with `extends`, a template, a unit or group with `template`, a member's
 * overrides) have a second definition, NAME_part: nothing is required and null removes. What no schema can
 * say (names that exist, sums to 1) stays with the loader. */
#include <math.h>
#include <string.h>

#include "vf_check.h"
#include "vf_json.h"
#include "vf_study_fields.h"

enum { TYPES_MAX = 256, KEY_MAX = 96 };

struct schema {
    struct vf_json_writer w;
    const struct vf_object *type[TYPES_MAX]; /* to be defined, in the order they are met */
    bool part[TYPES_MAX];
    size_t n;
    bool in_part; /* of the definition that is written */
};

static void write_shape(struct schema *s, const struct vf_shape *shape);
static void write_text(struct schema *s, const struct vf_shape *shape);

#define NUMBER_TEXT "(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,2})?"
#define UNITS "(s|min|h|d|w|y)"
#define ABOVE_ZERO "(?=[^ eE]*[1-9])"
#define MONTH_DAY \
    "((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))"
#define NAME_TEXT "[A-Za-z_][A-Za-z0-9_-]*"

static const char *pattern_of(const struct vf_shape *shape) {
    bool dotted = shape->names == VF_NAMES_UNIT || shape->names == VF_NAMES_WARD ||
                  shape->names == VF_NAMES_GROUP_OR_WARD || shape->names == VF_NAMES_NEED;
    switch (shape->kind) {
    case VF_SHAPE_NAME: return dotted ? "^" NAME_TEXT "(\\." NAME_TEXT ")?$" : "^" NAME_TEXT "$";
    case VF_SHAPE_DURATION:
        return shape->above_min ? "^" ABOVE_ZERO NUMBER_TEXT " " UNITS "$" : "^" NUMBER_TEXT " " UNITS "$";
    case VF_SHAPE_RATE:
        return shape->above_min ? "^" ABOVE_ZERO NUMBER_TEXT " /" UNITS "$" : "^" NUMBER_TEXT " /" UNITS "$";
    case VF_SHAPE_PERCENT: return "^" NUMBER_TEXT " %$";
    case VF_SHAPE_DATE: return "^[0-9]{4}-" MONTH_DAY "$";
    case VF_SHAPE_MONTHDAY: return "^" MONTH_DAY "$";
    case VF_SHAPE_CLOCK: return "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$";
    case VF_SHAPE_YEAR: return "^[1-9][0-9]{3}$";
    default: return NULL;
    }
}

static void write_words(struct schema *s, const char *const *words) {
    vf_json_key(&s->w, "enum");
    vf_json_begin_array(&s->w);
    for (size_t i = 0; words[i]; i++)
        vf_json_string(&s->w, words[i]);
    vf_json_end_array(&s->w);
}

static void write_range(struct schema *s, const struct vf_shape *shape) {
    vf_json_key_string(&s->w, "type", shape->kind == VF_SHAPE_INTEGER ? "integer" : "number");
    if (shape->min == 0 && shape->max == 0)
        return;
    vf_json_key_number(&s->w, shape->above_min ? "exclusiveMinimum" : "minimum", shape->min);
    if (!isinf(shape->max))
        vf_json_key_number(&s->w, "maximum", shape->max);
}

/* ---- References to object types ---- */

static void write_ref(struct schema *s, const struct vf_object *type, bool part) {
    char ref[KEY_MAX];
    size_t i = 0;
    while (i < s->n && (strcmp(s->type[i]->name, type->name) != 0 || s->part[i] != part))
        i++;
    if (i == s->n) {
        VF_ASSERT(s->n < TYPES_MAX, type->name);
        s->type[s->n] = type;
        s->part[s->n++] = part;
    }
    snprintf(ref, sizeof ref, "#/$defs/%s%s", type->name, part ? "_part" : "");
    vf_json_key_string(&s->w, "$ref", ref);
}

static void write_ref_object(struct schema *s, const char *key, const struct vf_object *type, bool part) {
    vf_json_key(&s->w, key);
    vf_json_begin_object(&s->w);
    write_ref(s, type, part);
    vf_json_end_object(&s->w);
}

/* {"if": it has `key`, "then": the part, "else": the whole} */
static void write_choice(struct schema *s, const char *key, const struct vf_object *type) {
    vf_json_key(&s->w, "if");
    vf_json_begin_object(&s->w);
    vf_json_key(&s->w, "required");
    vf_json_begin_array(&s->w);
    vf_json_string(&s->w, key);
    vf_json_end_array(&s->w);
    vf_json_end_object(&s->w);
    write_ref_object(s, "then", type, true);
    write_ref_object(s, "else", type, false);
}

static bool can_have_template(const struct vf_object *type) {
    return type == &vf_object_unit || type == &vf_object_group;
}

/* ---- Shapes ---- */

/* A remark may stand among the keys; those that are names let it pass anyway. */
static void write_key_names(struct schema *s, const struct vf_shape *key) {
    if (key->kind == VF_SHAPE_TEXT)
        return; /* any */
    if (key->kind == VF_SHAPE_NAME) {
        vf_json_key(&s->w, "propertyNames");
        vf_json_begin_object(&s->w);
        write_text(s, key);
        vf_json_end_object(&s->w);
        return;
    }
    vf_json_key(&s->w, "propertyNames");
    vf_json_begin_object(&s->w);
    vf_json_key(&s->w, "anyOf");
    vf_json_begin_array(&s->w);
    vf_json_begin_object(&s->w);
    vf_json_key(&s->w, "enum");
    vf_json_begin_array(&s->w);
    for (const struct vf_field *f = vf_object_remarks.fields; f->key; f++)
        vf_json_string(&s->w, f->key);
    vf_json_end_array(&s->w);
    vf_json_end_object(&s->w);
    vf_json_begin_object(&s->w);
    if (key->kind == VF_SHAPE_WORD)
        write_words(s, key->words);
    else
        vf_json_key_string(&s->w, "pattern", pattern_of(key));
    vf_json_end_object(&s->w);
    vf_json_end_array(&s->w);
    vf_json_end_object(&s->w);
}

/* Remarks stand everywhere: described once, under "remarks". */
static void write_remark_properties(struct schema *s) {
    for (const struct vf_field *f = vf_object_remarks.fields; f->key; f++) {
        char ref[KEY_MAX];
        snprintf(ref, sizeof ref, "#/$defs/remarks/properties/%s", f->key);
        vf_json_key(&s->w, f->key);
        vf_json_begin_object(&s->w);
        vf_json_key_string(&s->w, "$ref", ref);
        vf_json_end_object(&s->w);
    }
}

/* The value of a field or map entry: in a part also null. */
static void write_value(struct schema *s, const struct vf_shape *shape) {
    if (!s->in_part) {
        write_shape(s, shape);
        return;
    }
    vf_json_key(&s->w, "anyOf");
    vf_json_begin_array(&s->w);
    vf_json_begin_object(&s->w);
    write_shape(s, shape);
    vf_json_end_object(&s->w);
    vf_json_begin_object(&s->w);
    vf_json_key_string(&s->w, "type", "null");
    vf_json_end_object(&s->w);
    vf_json_end_array(&s->w);
}

static void write_map(struct schema *s, const struct vf_shape *shape) {
    vf_json_key_string(&s->w, "type", "object");
    if (shape->n_min && !s->in_part)
        vf_json_key_integer(&s->w, "minProperties", (long long)shape->n_min);
    if (shape->key->kind != VF_SHAPE_TEXT)
        write_key_names(s, shape->key);
    vf_json_key(&s->w, "properties");
    vf_json_begin_object(&s->w);
    write_remark_properties(s);
    vf_json_end_object(&s->w);
    vf_json_key(&s->w, "additionalProperties");
    vf_json_begin_object(&s->w);
    write_value(s, shape->of);
    vf_json_end_object(&s->w);
}

static void write_list(struct schema *s, const struct vf_shape *shape) {
    bool in_part = s->in_part;
    s->in_part = false; /* a merge replaces lists whole */
    vf_json_key_string(&s->w, "type", "array");
    if (shape->n_min)
        vf_json_key_integer(&s->w, "minItems", (long long)shape->n_min);
    if (shape->n_max)
        vf_json_key_integer(&s->w, "maxItems", (long long)shape->n_max);
    vf_json_key(&s->w, "items");
    vf_json_begin_object(&s->w);
    write_shape(s, shape->of);
    vf_json_end_object(&s->w);
    s->in_part = in_part;
}

static void write_any(struct schema *s, const struct vf_shape *shape) {
    vf_json_key(&s->w, "anyOf");
    vf_json_begin_array(&s->w);
    for (const struct vf_shape *a = shape->of; a->kind != VF_SHAPE_END; a++) {
        vf_json_begin_object(&s->w);
        write_shape(s, a);
        vf_json_end_object(&s->w);
    }
    vf_json_end_array(&s->w);
}

static void write_text(struct schema *s, const struct vf_shape *shape) {
    const char *pattern = pattern_of(shape);
    /* 0 needs no unit */
    if (shape->kind == VF_SHAPE_DURATION && !shape->above_min) {
        vf_json_key(&s->w, "type");
        vf_json_begin_array(&s->w);
        vf_json_string(&s->w, "string");
        vf_json_string(&s->w, "number");
        vf_json_end_array(&s->w);
        vf_json_key_number(&s->w, "minimum", 0);
        vf_json_key_number(&s->w, "maximum", 0);
    } else {
        vf_json_key_string(&s->w, "type", "string");
    }
    if (shape->kind == VF_SHAPE_NAME)
        vf_json_key_integer(&s->w, "maxLength", 64);
    if (pattern)
        vf_json_key_string(&s->w, "pattern", pattern);
}

static void write_shape(struct schema *s, const struct vf_shape *shape) {
    switch (shape->kind) {
    case VF_SHAPE_NUMBER:
    case VF_SHAPE_INTEGER: write_range(s, shape); break;
    case VF_SHAPE_BOOL: vf_json_key_string(&s->w, "type", "boolean"); break;
    case VF_SHAPE_WORD: write_words(s, shape->words); break;
    case VF_SHAPE_OBJECT:
        if (!s->in_part && can_have_template(shape->object))
            write_choice(s, "template", shape->object);
        else
            write_ref(s, shape->object, s->in_part);
        break;
    case VF_SHAPE_MAP: write_map(s, shape); break;
    case VF_SHAPE_LIST: write_list(s, shape); break;
    case VF_SHAPE_ANY: write_any(s, shape); break;
    case VF_SHAPE_SAME: write_shape(s, shape->of); break;
    case VF_SHAPE_PATCH: vf_json_key_string(&s->w, "type", "object"); break;
    default: write_text(s, shape); break;
    }
}

/* ---- Object types ---- */

static void write_fallback(struct schema *s, const char *fallback) {
    struct vf_json_doc *doc = NULL;
    vf_json_key(&s->w, "default");
    if (vf_json_parse_text("default", fallback, strlen(fallback), &doc, NULL) == VF_OK)
        vf_json_tree(&s->w, doc->root);
    else
        vf_json_string(&s->w, fallback);
    vf_json_doc_free(doc);
}

static void write_field(struct schema *s, const struct vf_field *f, bool part) {
    bool in_part = s->in_part;
    s->in_part = part;
    vf_json_key(&s->w, f->key);
    vf_json_begin_object(&s->w);
    if (f->en)
        vf_json_key_string(&s->w, "description", f->en);
    if (f->fallback)
        write_fallback(s, f->fallback);
    write_value(s, f->shape);
    vf_json_end_object(&s->w);
    s->in_part = in_part;
}

/* What every unit kind (bit), or everything that has no kinds (VF_REQUIRED), must have. */
static void write_required(struct schema *s, const struct vf_object *type, unsigned bit, bool always) {
    vf_json_key(&s->w, "required");
    vf_json_begin_array(&s->w);
    for (const struct vf_field *f = type->fields; f->key; f++)
        if (always ? f->required == VF_REQUIRED : f->required != VF_REQUIRED && (f->required & bit))
            vf_json_string(&s->w, f->key);
    vf_json_end_array(&s->w);
}

/* Of one kind of unit: refuses the keys of other kinds, and demands what it needs. */
static void write_kind(struct schema *s, int kind) {
    unsigned bit = 1u << kind;
    vf_json_begin_object(&s->w);
    vf_json_key(&s->w, "if");
    vf_json_begin_object(&s->w);
    vf_json_key(&s->w, "properties");
    vf_json_begin_object(&s->w);
    vf_json_key(&s->w, "kind");
    vf_json_begin_object(&s->w);
    vf_json_key_string(&s->w, "const", vf_words_unit_kind[kind]);
    vf_json_end_object(&s->w);
    vf_json_end_object(&s->w);
    vf_json_key(&s->w, "required");
    vf_json_begin_array(&s->w);
    vf_json_string(&s->w, "kind");
    vf_json_end_array(&s->w);
    vf_json_end_object(&s->w);
    vf_json_key(&s->w, "then");
    vf_json_begin_object(&s->w);
    if (!s->in_part)
        write_required(s, &vf_object_unit, bit, false);
    vf_json_key(&s->w, "properties");
    vf_json_begin_object(&s->w);
    for (const struct vf_field *f = vf_object_unit.fields; f->key; f++) {
        if (f->kinds == VF_KIND_ALL || (f->kinds & bit))
            continue;
        vf_json_key(&s->w, f->key);
        if (s->in_part) {
            vf_json_begin_object(&s->w);
            vf_json_key_string(&s->w, "type", "null");
            vf_json_end_object(&s->w);
        } else {
            vf_json_bool(&s->w, 0);
        }
    }
    vf_json_end_object(&s->w);
    vf_json_end_object(&s->w);
    vf_json_end_object(&s->w);
}

static void write_kinds(struct schema *s) {
    vf_json_key(&s->w, "allOf");
    vf_json_begin_array(&s->w);
    for (int kind = 0; vf_words_unit_kind[kind]; kind++)
        write_kind(s, kind);
    vf_json_end_array(&s->w);
}

/* One key set of `variants`: its keys, the keys of the others refused. */
static const char *write_set(struct schema *s, const struct vf_object *type, const char *set) {
    const char *end = set + strcspn(set, "|");
    struct vf_text here;
    vf_text_init(&here, 4096);
    vf_text_puts(&here, " ");
    vf_text_append(&here, set, (size_t)(end - set));
    vf_text_puts(&here, " ");
    vf_json_begin_object(&s->w);
    vf_json_key(&s->w, "required");
    vf_json_begin_array(&s->w);
    for (const struct vf_field *f = type->fields; f->key; f++) {
        char word[KEY_MAX];
        snprintf(word, sizeof word, " %s ", f->key);
        if (strstr(here.data, word))
            vf_json_string(&s->w, f->key);
    }
    vf_json_end_array(&s->w);
    vf_json_key(&s->w, "properties");
    vf_json_begin_object(&s->w);
    for (const struct vf_field *f = type->fields; f->key; f++) {
        char word[KEY_MAX], optional[KEY_MAX];
        snprintf(word, sizeof word, " %s ", f->key);
        snprintf(optional, sizeof optional, " %s? ", f->key);
        if (strstr(here.data, word) || strstr(here.data, optional) ||
            !vf_variants_have(type->variants, f->key))
            continue;
        vf_json_key(&s->w, f->key);
        vf_json_bool(&s->w, 0);
    }
    vf_json_end_object(&s->w);
    vf_json_end_object(&s->w);
    vf_text_fini(&here);
    return *end ? end + 1 : end;
}

static void write_variants(struct schema *s, const struct vf_object *type) {
    vf_json_key(&s->w, "anyOf");
    vf_json_begin_array(&s->w);
    for (const char *set = type->variants; *set;)
        set = write_set(s, type, set);
    vf_json_end_array(&s->w);
}

static void write_examples(struct schema *s, const struct vf_object *type) {
    struct vf_json_doc *doc = NULL;
    int code = vf_json_parse_text(type->name, type->example, strlen(type->example), &doc, NULL);
    VF_ASSERT(code == VF_OK, type->name);
    vf_json_key(&s->w, "examples");
    vf_json_begin_array(&s->w);
    vf_json_tree(&s->w, doc->root);
    vf_json_end_array(&s->w);
    vf_json_doc_free(doc);
}

/* Templates and overrides are always parts. */
static void write_type(struct schema *s, const struct vf_object *type, bool part) {
    char name[KEY_MAX];
    bool part_below = part || type == &vf_object_templates;
    snprintf(name, sizeof name, "%s%s", type->name, part ? "_part" : "");
    s->in_part = part;
    vf_json_key(&s->w, name);
    vf_json_begin_object(&s->w);
    vf_json_key_string(&s->w, "description", type->en);
    vf_json_key_string(&s->w, "type", "object");
    vf_json_key(&s->w, "properties");
    vf_json_begin_object(&s->w);
    for (const struct vf_field *f = type->fields; f->key; f++) {
        bool overrides = type == &vf_object_member && strcmp(f->key, "units") == 0;
        write_field(s, f, part_below || overrides);
    }
    if (type != &vf_object_remarks)
        write_remark_properties(s);
    vf_json_end_object(&s->w);
    vf_json_key_bool(&s->w, "additionalProperties", 0);
    if (!part)
        write_required(s, type, 0, true);
    if (type->variants && !part)
        write_variants(s, type);
    if (type == &vf_object_unit)
        write_kinds(s);
    write_examples(s, type);
    vf_json_end_object(&s->w);
}

static void write_schema(struct vf_text *to, const char *title, const struct vf_object *root) {
    struct schema s = {.type = {&vf_object_remarks}, .n = 1};
    vf_json_writer_init(&s.w, to, 1);
    vf_json_begin_object(&s.w);
    vf_json_key_string(&s.w, "$schema", "https://json-schema.org/draft/2020-12/schema");
    vf_json_key_string(&s.w, "title", title);
    vf_json_key_string(&s.w, "$comment", "Made by the program from its field table: do not edit.");
    if (root == &vf_object_document)
        write_choice(&s, "extends", root);
    else
        write_ref(&s, root, false);
    vf_json_key(&s.w, "$defs");
    vf_json_begin_object(&s.w);
    for (size_t i = 0; i < s.n; i++)
        write_type(&s, s.type[i], s.part[i]);
    vf_json_end_object(&s.w);
    vf_json_end_object(&s.w);
    vf_text_puts(to, "\n");
}

void vf_config_write_schema(struct vf_text *to) {
    write_schema(to, "Vårdflöde: config of a region", &vf_object_document);
}

void vf_study_write_schema(struct vf_text *to) {
    write_schema(to, "Vårdflöde: study of many points of a config", &vf_object_study);
}

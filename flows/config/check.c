/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The walk of vf_check.h: every value of a tree beside its shape. Depth is bounded by the JSON reader. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vf_check.h"
#include "vf_json.h"

enum { MESSAGE_MAX = 4096 };

static size_t enter(struct vf_check *c, const char *key, size_t index) {
    if (c->depth == c->room) { /* deeper than a document is when settings put one into another */
        c->room = c->room > 0 ? 2 * c->room : VF_JSON_DEPTH_MAX;
        c->step = vf_xrealloc(c->step, c->room * sizeof *c->step);
    }
    c->step[c->depth] = (struct vf_check_step){key, index};
    return c->depth++;
}

size_t vf_check_enter(struct vf_check *c, const char *key) { return enter(c, key, 0); }

void vf_check_leave(struct vf_check *c, size_t mark) { c->depth = mark; }

void vf_check_pointer(const struct vf_check *c, struct vf_text *to) {
    vf_text_clear(to);
    for (size_t i = 0; i < c->depth; i++) {
        if (c->step[i].key)
            vf_json_pointer_push(to, c->step[i].key);
        else
            vf_json_pointer_push_index(to, c->step[i].index);
    }
}

static bool known(const struct vf_error *err, const struct vf_problem *p) {
    for (size_t i = 0; err && i < err->n; i++) {
        const struct vf_problem *q = &err->items[i];
        if (p->line > 0 && q->line == p->line && q->column == p->column &&
            strcmp(q->message, p->message) == 0 && p->file && strcmp(q->file, p->file) == 0)
            return true;
    }
    return false;
}

void vf_check_report(struct vf_check *c, const char *expected, const char *found, const char *advice,
                     const char *format, ...) {
    char message[MESSAGE_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    struct vf_text pointer;
    vf_text_init(&pointer, VF_JSON_BYTES_MAX);
    vf_check_pointer(c, &pointer);
    struct vf_problem p = {.pointer = pointer.data,
                           .expected = (char *)expected,
                           .found = (char *)found,
                           .advice = (char *)advice,
                           .message = message};
    struct vf_config_origin where;
    vf_config_where(c->cfg, pointer.data, &where);
    p.file = (char *)(where.file[0] ? where.file : where.label);
    p.line = where.line;
    p.column = where.column;
    struct vf_text description;
    vf_text_init(&description, MESSAGE_MAX);
    if (found && !found[0]) {
        const cJSON *value = vf_json_pointer_get(c->root, pointer.data);
        if (value)
            vf_json_describe(value, &description);
        p.found = description.data;
    }
    if (!known(c->err, &p))
        vf_error_add(c->err, VF_E_CONFIG, &p);
    c->code = VF_E_CONFIG;
    vf_text_fini(&description);
    vf_text_fini(&pointer);
}

/* ---- Objects with fields ---- */

static void unknown_key(struct vf_check *c, const struct vf_object *type, const char *key) {
    const char *names[128];
    size_t n = 0;
    for (const struct vf_field *f = type->fields; f->key && n < 120; f++)
        names[n++] = f->key;
    for (const struct vf_field *f = vf_object_remarks.fields; f->key && n < 128; f++)
        names[n++] = f->key;
    const char *near = vf_suggest(key, names, n);
    struct vf_text advice;
    vf_text_init(&advice, MESSAGE_MAX);
    if (near) {
        vf_text_appendf(&advice, "did you mean \"%s\"?", near);
    } else {
        vf_text_puts(&advice, "known here:");
        for (const struct vf_field *f = type->fields; f->key; f++)
            vf_text_appendf(&advice, " %s", f->key);
    }
    vf_check_report(c, NULL, NULL, advice.data, "unknown key \"%s\"", key);
    vf_text_fini(&advice);
}

static void check_member(struct vf_check *c, const struct vf_object *type, const cJSON *member) {
    const struct vf_field *field = vf_field_find(type, member->string);
    if (!field)
        field = vf_field_find(&vf_object_remarks, member->string);
    size_t mark = vf_check_enter(c, member->string);
    if (field)
        vf_check_value(c, field->shape, member);
    else if (!c->sense)
        unknown_key(c, type, member->string);
    vf_check_leave(c, mark);
}

static void check_object(struct vf_check *c, const struct vf_object *type, const cJSON *value) {
    struct vf_check outer = *c;
    if (type == &vf_object_templates || type == &vf_object_member || vf_json_get(value, "template"))
        c->nulls = true;
    c->partial = c->partial || type == &vf_object_member;
    if (type == &vf_object_group) {
        c->group = value;
        c->path = vf_json_get(value, "path");
    }
    if (type == &vf_object_node)
        c->node = value;
    if (type == &vf_object_family)
        c->family = value;
    for (const cJSON *m = value->child; m; m = m->next)
        check_member(c, type, m);
    c->partial = outer.partial;
    if (c->sense && !c->partial)
        vf_check_object_rules(c, type, value);
    c->nulls = outer.nulls;
    c->group = outer.group;
    c->path = outer.path;
    c->node = outer.node;
    c->family = outer.family;
}

/* ---- Objects keyed by name ---- */

static void check_key(struct vf_check *c, const struct vf_shape *shape, const char *key) {
    if (c->sense) {
        if (shape->kind == VF_SHAPE_NAME)
            vf_check_name(c, shape->names, key);
        return;
    }
    if (vf_leaf_fits_text(shape, key))
        return;
    struct vf_text expected;
    vf_text_init(&expected, MESSAGE_MAX);
    vf_shape_describe(shape, &expected);
    struct vf_text advice;
    vf_text_init(&advice, MESSAGE_MAX);
    vf_leaf_advise(shape, key, &advice);
    vf_check_report(c, expected.data, NULL, advice.data, "the key \"%s\" cannot stand here", key);
    vf_text_fini(&expected);
    vf_text_fini(&advice);
}

static void check_size(struct vf_check *c, const struct vf_shape *shape, const cJSON *value,
                       const char *what) {
    if (c->sense || (shape->n_min == 0 && shape->n_max == 0))
        return;
    size_t n = shape->kind == VF_SHAPE_MAP ? vf_map_size(value) : (size_t)cJSON_GetArraySize(value);
    if (n >= shape->n_min && (shape->n_max == 0 || n <= shape->n_max))
        return;
    char expected[64], found[64];
    if (shape->n_min == shape->n_max)
        snprintf(expected, sizeof expected, "%zu", shape->n_min);
    else
        snprintf(expected, sizeof expected, n < shape->n_min ? "at least %zu" : "at most %zu",
                 n < shape->n_min ? shape->n_min : shape->n_max);
    snprintf(found, sizeof found, "%zu", n);
    vf_check_report(c, expected, found, NULL, "wrong number of %s", what);
}

static void check_map(struct vf_check *c, const struct vf_shape *shape, const cJSON *value) {
    check_size(c, shape, value, "members");
    for (const cJSON *m = value->child; m; m = m->next) {
        size_t mark = vf_check_enter(c, m->string);
        const struct vf_field *remark = vf_field_find(&vf_object_remarks, m->string);
        if (!remark)
            check_key(c, shape->key, m->string);
        vf_check_value(c, remark ? remark->shape : shape->of, m);
        vf_check_leave(c, mark);
    }
}

static void check_list(struct vf_check *c, const struct vf_shape *shape, const cJSON *value) {
    size_t i = 0;
    bool nulls = c->nulls;
    c->nulls = false; /* a merge does not look into lists */
    check_size(c, shape, value, "elements");
    for (const cJSON *item = value->child; item; item = item->next) {
        size_t mark = enter(c, NULL, i++);
        vf_check_value(c, shape->of, item);
        vf_check_leave(c, mark);
    }
    c->nulls = nulls;
}

/* ---- Choosing among alternatives ---- */

static bool is_a(const cJSON *value, int type) { return (value->type & 0xff) == type; }

/* How well a shape suits a value, 0 = not at all: an object by its known keys, a list by its fitting items. */
static int suits_object(const struct vf_shape *shape, const cJSON *value) {
    if (shape->kind == VF_SHAPE_MAP || shape->kind == VF_SHAPE_PATCH)
        return 1;
    if (shape->kind != VF_SHAPE_OBJECT)
        return 0;
    int known_keys = 2;
    for (const cJSON *m = value->child; m; m = m->next)
        known_keys += vf_field_find(shape->object, m->string) != NULL;
    return known_keys;
}

static int suits_list(const struct vf_shape *shape, const cJSON *value) {
    if (shape->kind != VF_SHAPE_LIST)
        return 0;
    int fitting = 1;
    for (const cJSON *item = value->child; item; item = item->next)
        fitting += vf_leaf_fits(shape->of, item);
    return fitting;
}

static int suits(const struct vf_shape *shape, const cJSON *value) {
    if (is_a(value, cJSON_Object))
        return suits_object(shape, value);
    if (is_a(value, cJSON_Array))
        return suits_list(shape, value);
    return vf_leaf_fits(shape, value);
}

/* The alternative that suits best, the first of equals; NULL if none does. */
static const struct vf_shape *choose(const struct vf_shape *const *leaves, size_t n, const cJSON *value) {
    const struct vf_shape *best = NULL;
    int most = 0;
    if (n == 1 && leaves[0]->kind == VF_SHAPE_OBJECT)
        return is_a(value, cJSON_Object) ? leaves[0] : NULL; /* its keys are looked at one by one */
    for (size_t i = 0; i < n; i++) {
        int s = suits(leaves[i], value);
        if (s > most) {
            most = s;
            best = leaves[i];
        }
    }
    return best;
}

/* Whether a scalar can make no sense only by being looked at: a name of something, and that is not there. */
static bool needs_sense(const struct vf_check *c, const struct vf_shape *const *leaves, size_t n,
                        const cJSON *value) {
    size_t names = 0;
    const struct vf_shape *named = NULL;
    for (size_t i = 0; i < n && is_a(value, cJSON_String); i++)
        if (leaves[i]->kind == VF_SHAPE_NAME) {
            named = leaves[i];
            names++;
        }
    return names > 1 || (names == 1 && !vf_check_named(c, named->names, value->valuestring));
}

static void check_as(struct vf_check *c, const struct vf_shape *best, const cJSON *value) {
    if (best->kind == VF_SHAPE_OBJECT)
        check_object(c, best->object, value);
    else if (best->kind == VF_SHAPE_MAP)
        check_map(c, best, value);
    else if (best->kind == VF_SHAPE_LIST)
        check_list(c, best, value);
    else if (best->kind == VF_SHAPE_NAME && c->sense)
        vf_check_name(c, best->names, value->valuestring);
}

void vf_check_value(struct vf_check *c, const struct vf_shape *shape, const cJSON *value) {
    const struct vf_shape *leaves[VF_LEAVES_MAX];
    leaves[0] = shape;
    if (is_a(value, cJSON_NULL) && (c->nulls || c->sense))
        return;
    bool several = shape->kind == VF_SHAPE_ANY || shape->kind == VF_SHAPE_SAME;
    size_t n = several ? vf_shape_leaves(shape, leaves, VF_LEAVES_MAX) : 1;
    bool scalar = !is_a(value, cJSON_Object) && !is_a(value, cJSON_Array);
    if (c->sense && scalar && !needs_sense(c, leaves, n, value))
        return;
    const struct vf_shape *best = choose(leaves, n, value);
    if (best)
        check_as(c, best, value);
    else if (!c->sense)
        vf_check_leaf_wrong(c, shape, value);
}

/* Scenarios are no part of the resolved tree. */
static void check_scenarios(struct vf_check *c, const cJSON *raw) {
    const cJSON *scenarios = vf_json_get(raw, "scenarios");
    size_t mark = vf_check_enter(c, "scenarios");
    c->root = raw;
    if (scenarios)
        vf_check_value(c, vf_field_find(&vf_object_document, "scenarios")->shape, scenarios);
    vf_check_leave(c, mark);
}

int vf_check_config(const struct vf_config *cfg, const cJSON *raw, struct vf_error *err) {
    static const struct vf_shape document = {.kind = VF_SHAPE_OBJECT, .object = &vf_object_document};
    struct vf_check c = {.cfg = cfg, .root = raw, .err = err};
    vf_check_value(&c, &document, raw);
    c.root = cfg->resolved;
    c.sense = true;
    vf_check_value(&c, &document, cfg->resolved);
    check_scenarios(&c, raw);
    free(c.step);
    return c.code;
}

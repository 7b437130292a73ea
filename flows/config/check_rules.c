/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a whole object of the resolved tree must satisfy: required keys, exactly one of its key sets, keys
 * of its unit kind only, sums to 1, and the few rules between keys that need no simulation to be seen. */
#include <math.h>
#include <string.h>

#include "vf_check.h"
#include "vf_json.h"

enum { TEXT_MAX = 4096, KEYS_MAX = 32 };
static const double SUM_TOLERANCE = 1e-9;

/* A misspelt key was reported as such: then what it was meant to be is not missing too. */
static bool meant(const struct vf_object *type, const cJSON *object, const char *key) {
    for (const cJSON *m = object->child; m; m = m->next)
        if (!vf_field_find(type, m->string) && vf_suggest(m->string, &key, 1))
            return true;
    return false;
}

static void require(struct vf_check *c, const struct vf_object *type, const cJSON *value, unsigned kind) {
    for (const struct vf_field *f = type->fields; f->key; f++) {
        if (!(f->required & kind) || vf_json_get(value, f->key) || meant(type, value, f->key))
            continue;
        struct vf_text expected;
        vf_text_init(&expected, TEXT_MAX);
        vf_shape_describe(f->shape, &expected);
        vf_check_report(c, expected.data, NULL, f->en, "\"%s\" is missing", f->key);
        vf_text_fini(&expected);
    }
}

/* ---- Key sets: "a b|a c?|d" ---- */

struct key_set {
    const char *start[KEYS_MAX];
    size_t size[KEYS_MAX];
    bool optional[KEYS_MAX];
    size_t n;
};

/* Reads one alternative; returns what follows it. */
static const char *read_set(const char *s, struct key_set *set) {
    set->n = 0;
    while (*s && *s != '|') {
        size_t size = strcspn(s, " |");
        bool optional = s[size - 1] == '?';
        VF_ASSERT(set->n < KEYS_MAX, "too many keys in a key set");
        set->start[set->n] = s;
        set->size[set->n] = size - optional;
        set->optional[set->n++] = optional;
        s += size;
        s += *s == ' ';
    }
    return *s == '|' ? s + 1 : s;
}

static bool is_key(const char *start, size_t size, const char *key) {
    return key[0] == start[0] && strncmp(start, key, size) == 0 && key[size] == '\0';
}

bool vf_variants_have(const char *variants, const char *key) {
    for (const char *s = variants; *s; s += *s != '\0') {
        size_t size = strcspn(s, " |");
        if (is_key(s, size - (s[size - 1] == '?'), key))
            return true;
        s += size;
    }
    return false;
}

/* Of 64 members some are unknown, and then nobody asks. */
static uint64_t member_bit(const cJSON *value, const char *start, size_t size) {
    uint64_t bit = 1;
    const cJSON *m = value->child;
    for (; m && !is_key(start, size, m->string); m = m->next)
        bit <<= 1;
    return m ? bit : 0;
}

/* For some set: all its needed keys are there, and no key of the other sets. In one reading of the sets. */
static bool is_one_set(const char *variants, const cJSON *value) {
    uint64_t any = 0, most = 0; /* members that are keys of some set; of a set of which nothing is missing */
    bool complete = false;
    for (const char *s = variants; *s; s += *s == '|') {
        uint64_t there = 0;
        bool missing = false;
        for (; *s && *s != '|'; s += *s == ' ') {
            size_t size = strcspn(s, " |");
            bool optional = s[size - 1] == '?';
            uint64_t found = member_bit(value, s, size - optional);
            there |= found;
            missing = missing || (!found && !optional);
            s += size;
        }
        any |= there;
        if (!missing && (there | most) == there) {
            most = there;
            complete = true;
        }
    }
    return complete && most == any;
}

static void describe_sets(const char *variants, struct vf_text *to) {
    struct key_set set;
    vf_text_puts(to, strpbrk(variants, " ") ? "one of " : "exactly one of ");
    for (const char *s = variants; *s;) {
        s = read_set(s, &set);
        for (size_t i = 0; i < set.n; i++) {
            if (i)
                vf_text_puts(to, set.optional[i] ? " (with " : " and ");
            vf_text_append(to, set.start[i], set.size[i]);
            if (i && set.optional[i])
                vf_text_puts(to, ")");
        }
        vf_text_puts(to, *s ? ", " : "");
    }
}

/* The two keys did not come from the same text: a patch or template met another one. */
static bool patched(struct vf_check *c, const char *a, const char *b) {
    const struct vf_provenance *provenance = c->cfg->parts->provenance;
    struct vf_json_origin from[2];
    const char *const keys[2] = {a, b};
    bool found[2];
    struct vf_text pointer;
    vf_text_init(&pointer, VF_JSON_BYTES_MAX);
    for (size_t i = 0; i < 2; i++) {
        size_t mark = vf_check_enter(c, keys[i]);
        vf_check_pointer(c, &pointer);
        found[i] = vf_provenance_find(provenance, pointer.data, &from[i]) == 0;
        vf_check_leave(c, mark);
    }
    vf_text_fini(&pointer);
    return !found[0] || !found[1] || strcmp(from[0].label, from[1].label) != 0;
}

static void check_variants(struct vf_check *c, const struct vf_object *type, const cJSON *value) {
    if (is_one_set(type->variants, value))
        return;
    struct vf_text expected, found;
    vf_text_init(&expected, TEXT_MAX);
    vf_text_init(&found, TEXT_MAX);
    describe_sets(type->variants, &expected);
    size_t n = 0;
    const char *first = NULL;
    bool mixed = false;
    for (const cJSON *m = value->child; m; m = m->next) {
        if (vf_variants_have(type->variants, m->string)) {
            first = first ? first : m->string;
            mixed = mixed || patched(c, first, m->string);
            vf_text_appendf(&found, "%s%s", found.size ? " and " : "", m->string);
            n++;
        } else if (!vf_field_find(type, m->string) && !vf_is_remark(m->string)) {
            n = 100; /* an unknown key was reported: it may be the one that is missed */
        }
    }
    if (n < 100)
        vf_check_report(
            c, expected.data, found.size ? found.data : "none of them",
            mixed ? "a patch adds keys to the object it meets: set the ones to be replaced to null" : NULL,
            "these keys do not go together");
    vf_text_fini(&expected);
    vf_text_fini(&found);
}

/* ---- Sums ---- */

void vf_check_sum(struct vf_check *c, const cJSON *map, const char *what) {
    double sum = 0;
    for (const cJSON *m = vf_map_first(map); m; m = vf_map_next(m)) {
        if (!cJSON_IsNumber(m) || m->valuedouble < 0 || m->valuedouble > 1)
            return; /* reported by itself */
        sum += m->valuedouble;
    }
    if (fabs(sum - 1) <= SUM_TOLERANCE)
        return;
    struct vf_text found;
    vf_text_init(&found, TEXT_MAX);
    vf_text_double(&found, sum);
    vf_check_report(c, "a sum of 1", found.data, NULL, "the probabilities of %s do not sum to 1", what);
    vf_text_fini(&found);
}

static void check_member_sum(struct vf_check *c, const cJSON *value, const char *key) {
    const cJSON *map = vf_json_get(value, key);
    if (!cJSON_IsObject(map))
        return;
    size_t mark = vf_check_enter(c, key);
    vf_check_sum(c, map, key);
    vf_check_leave(c, mark);
}

/* ---- Rules of single types ---- */

static void check_unit(struct vf_check *c, const cJSON *value) {
    const cJSON *kind = vf_json_get(value, "kind");
    unsigned bit = cJSON_IsString(kind) ? vf_kind_bit(kind->valuestring) : 0;
    if (!bit) {
        if (!kind)
            require(c, &vf_object_unit, value, 0x8000u); /* only what is always required: the kind */
        return;
    }
    require(c, &vf_object_unit, value, bit);
    for (const cJSON *m = value->child; m; m = m->next) {
        const struct vf_field *f = vf_field_find(&vf_object_unit, m->string);
        if (!f || f->kinds == VF_KIND_ALL || (f->kinds & bit))
            continue;
        struct vf_text advice;
        vf_text_init(&advice, TEXT_MAX);
        vf_text_appendf(&advice, "\"%s\" is for units of kind", f->key);
        for (int i = 0; vf_words_unit_kind[i]; i++)
            if (f->kinds & (1u << i))
                vf_text_appendf(&advice, " %s", vf_words_unit_kind[i]);
        size_t mark = vf_check_enter(c, m->string);
        vf_check_report(c, NULL, NULL, advice.data, "a unit of kind %s has no \"%s\"", kind->valuestring,
                        f->key);
        vf_check_leave(c, mark);
        vf_text_fini(&advice);
    }
}

/* `key` maps next nodes to something: only nodes of `next` make sense, and by_next must cover them all. */
static void check_nexts(struct vf_check *c, const cJSON *map, const cJSON *next) {
    for (const cJSON *m = vf_map_first(map); m; m = vf_map_next(m)) {
        bool there = next ? vf_json_get(next, m->string) != NULL : strcmp(m->string, "exit") == 0;
        if (there)
            continue;
        size_t mark = vf_check_enter(c, m->string);
        vf_check_report(c, NULL, NULL, NULL, "\"%s\" is not in the node's \"next\"", m->string);
        vf_check_leave(c, mark);
    }
}

static void check_by_next(struct vf_check *c, const cJSON *by_next, const cJSON *next) {
    size_t mark = vf_check_enter(c, "stay"), inner = vf_check_enter(c, "by_next");
    check_nexts(c, by_next, next);
    for (const cJSON *m = vf_map_first(next); m; m = vf_map_next(m))
        if (!vf_json_get(by_next, m->string))
            vf_check_report(c, NULL, NULL, NULL, "no stay is given for those who go on to \"%s\"", m->string);
    (void)inner;
    vf_check_leave(c, mark);
}

static void check_triage(struct vf_check *c, const cJSON *classes) {
    double sum = 0;
    for (const cJSON *k = vf_map_first(classes); k; k = vf_map_next(k)) {
        const cJSON *share = vf_json_get(k, "share");
        if (!cJSON_IsNumber(share) || share->valuedouble < 0 || share->valuedouble > 1)
            return; /* reported by itself */
        sum += share->valuedouble;
    }
    if (!cJSON_IsObject(classes) || fabs(sum - 1) <= SUM_TOLERANCE)
        return;
    size_t mark = vf_check_enter(c, "triage");
    struct vf_text found;
    vf_text_init(&found, TEXT_MAX);
    vf_text_double(&found, sum);
    vf_check_report(c, "a sum of 1", found.data, NULL, "the shares of the classes do not sum to 1");
    vf_text_fini(&found);
    vf_check_leave(c, mark);
}

static void check_node(struct vf_check *c, const cJSON *value) {
    static const char *const maps[] = {"lead", "transition"};
    const cJSON *next = vf_json_get(value, "next"),
                *by_next = vf_json_get(vf_json_get(value, "stay"), "by_next");
    check_member_sum(c, value, "next");
    for (size_t i = 0; i < 2; i++) {
        size_t mark = vf_check_enter(c, maps[i]);
        check_nexts(c, vf_json_get(value, maps[i]), next);
        vf_check_leave(c, mark);
    }
    if (by_next)
        check_by_next(c, by_next, next);
    check_triage(c, vf_json_get(value, "triage"));
    if (!vf_json_get(value, "unit") && value->string && !meant(&vf_object_node, value, "unit") &&
        !vf_check_unit(c->root, value->string))
        vf_check_report(c, NULL, NULL, "say which unit the node is at with \"unit\"",
                        "no unit is called \"%s\" like this node", value->string);
}

static void check_group(struct vf_check *c, const cJSON *value) {
    const cJSON *path = vf_json_get(value, "path"), *start = vf_json_get(value, "start");
    check_member_sum(c, value, "start");
    if (!start && vf_map_size(path) > 1)
        vf_check_report(c, "the name of a node, or nodes with probabilities", NULL, NULL,
                        "\"start\" is missing: the path has several nodes");
    for (const cJSON *n = vf_map_first(path); n; n = vf_map_next(n)) {
        if (strcmp(n->string, "exit") != 0 && strcmp(n->string, "death") != 0)
            continue;
        size_t mark = vf_check_enter(c, "path"), inner = vf_check_enter(c, n->string);
        (void)inner;
        vf_check_report(c, NULL, NULL, NULL, "\"%s\" is an end of every path and cannot be a node",
                        n->string);
        vf_check_leave(c, mark);
    }
}

/* The overrides of a member make sense only merged over the family's unit. */
static void check_family_member(struct vf_check *c, const cJSON *member) {
    static const struct vf_shape unit = {.kind = VF_SHAPE_OBJECT, .object = &vf_object_unit};
    const cJSON *overrides = vf_json_get(member, "units"), *units = vf_json_get(c->family, "units");
    size_t mark = vf_check_enter(c, "units");
    for (const cJSON *o = vf_map_first(overrides); o; o = vf_map_next(o)) {
        size_t inner = vf_check_enter(c, o->string);
        if (!vf_json_get(units, o->string)) {
            vf_check_report(c, NULL, NULL, NULL, "the family has no unit \"%s\"", o->string);
        } else if (vf_json_get(o, "template")) {
            vf_check_report(c, NULL, NULL, "name the template in the family's own unit",
                            "a member cannot choose a template");
        } else {
            cJSON *merged = vf_config_member_unit(c->family, member->string, o->string);
            vf_check_value(c, &unit, merged);
            cJSON_Delete(merged);
        }
        vf_check_leave(c, inner);
    }
    vf_check_leave(c, mark);
}

void vf_check_object_rules(struct vf_check *c, const struct vf_object *type, const cJSON *value) {
    bool templated = type == &vf_object_unit || type == &vf_object_group;
    if (templated && vf_json_get(value, "template"))
        return; /* there is no such template: what it would have given is unknown */
    if (type == &vf_object_unit)
        check_unit(c, value);
    else
        require(c, type, value, VF_REQUIRED);
    if (type->variants)
        check_variants(c, type, value);
    if (type == &vf_object_node)
        check_node(c, value);
    else if (type == &vf_object_group)
        check_group(c, value);
    else if (type == &vf_object_member)
        check_family_member(c, value);
    if (type == &vf_object_planning)
        check_member_sum(c, value, "parties");
    if (type == &vf_object_cost)
        check_member_sum(c, value, "paid_by");
    if (strcmp(type->name, "distribution") == 0)
        check_member_sum(c, value, "discrete");
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* docs/CONFIG.md, made of the field table: the spelling of quantities, then a table per type of object in the order
 * in which they are met from the document down. */
#include <string.h>

#include "vf_check.h"
#include "vf_shapes.h"
#include "vf_study_fields.h"

enum { TYPES_MAX = 128 };

struct doc {
    struct vf_text *to;
    const struct vf_object *type[TYPES_MAX];
    size_t n;
};

static const char intro[] =
    "# Configuration\n\n"
    "This page is made by the program from its field table; do not edit it. `vardflode check FILE` says what "
    "is wrong "
    "with a file,\n"
    "`vardflode show --resolved FILE` where every value comes from, and `configs/vardflode.schema.json` "
    "gives editors "
    "completion.\n\n"
    "A config is one JSON object (RFC 8259: no comments, no trailing commas, no repeated keys). Everything "
    "is reached "
    "by name:\n"
    "units, groups and nodes are objects keyed by name, so that scenarios and `--set "
    "/units/medA/capacity=10` can "
    "change one value.\n"
    "An unknown key is an error. Names have letters a-z, digits, `_` and `-`, begin with a letter, and are "
    "at most 64 "
    "long.\n\n"
    "## Quantities\n\n"
    "| Written | Meaning |\n|---|---|\n"
    "| `\"7.4 d\"` | a duration: number, one blank, unit `s` `min` `h` `d` `w` `y` (1 y = 365 d); 0 needs no "
    "unit |\n"
    "| `\"1.38 /d\"` | a rate: number, one blank, `/` and a unit |\n"
    "| `\"20 %\"` | a share |\n"
    "| `\"2026-06-15\"`, `\"06-24\"`, `\"06:00\"` | a date, a day of every year, a time of day (to "
    "`\"24:00\"`) |\n"
    "| `0.3` | a probability from 0 to 1; those of one choice sum to 1 (±1e-9) |\n\n"
    "Where a stay is in whole nights (`\"stay\": \"nights\"` on a ward) a duration in `d` is read as nights; "
    "where a "
    "planning lead\n"
    "time is asked for, as working days.\n\n"
    "## How a config is put together\n\n"
    "1. The files in `extends` are merged in order, this file last (RFC 7396: objects are merged, everything "
    "else is "
    "replaced, `null` removes).\n"
    "2. Patch files (`--patch`), one scenario's `patch` and single settings (`--set`) are laid over, in this "
    "order.\n"
    "3. A template is put under every unit and group that names it; `null` removes what the template says.\n"
    "4. The whole is checked. Every problem is reported with file, line, column and JSON pointer.\n\n"
    "A distribution has one kind key. A patch that changes the kind must remove the old one: "
    "`{\"gamma\": null, \"lognormal\": {…}}`.\n\n";

static void meet(struct doc *d, const struct vf_shape *shape) {
    const struct vf_shape *leaves[VF_LEAVES_MAX];
    size_t n = vf_shape_leaves(shape, leaves, VF_LEAVES_MAX);
    for (size_t i = 0; i < n; i++) {
        if (leaves[i]->kind == VF_SHAPE_MAP || leaves[i]->kind == VF_SHAPE_LIST)
            meet(d, leaves[i]->of);
        if (leaves[i]->kind != VF_SHAPE_OBJECT)
            continue;
        bool known = false;
        for (size_t j = 0; j < d->n; j++)
            known = known || strcmp(d->type[j]->name, leaves[i]->object->name) == 0;
        VF_ASSERT(known || d->n < TYPES_MAX, "too many types");
        if (!known)
            d->type[d->n++] = leaves[i]->object;
    }
}

/* ---- The type column ---- */

static void write_type(struct vf_text *to, const struct vf_shape *shape);

static void write_leaf(struct vf_text *to, const struct vf_shape *shape) {
    switch (shape->kind) {
    case VF_SHAPE_OBJECT: vf_text_appendf(to, "[%s](#%s)", shape->object->name, shape->object->name); break;
    case VF_SHAPE_MAP:
        write_type(to, shape->key);
        vf_text_puts(to, " → ");
        write_type(to, shape->of);
        break;
    case VF_SHAPE_LIST:
        if (shape->n_min == shape->n_max)
            vf_text_appendf(to, "list of %zu × ", shape->n_min);
        else
            vf_text_puts(to, "list of ");
        write_type(to, shape->of);
        break;
    case VF_SHAPE_PATCH: vf_text_puts(to, "merge patch"); break;
    case VF_SHAPE_DURATION: vf_text_puts(to, shape->above_min ? "duration > 0" : "duration"); break;
    case VF_SHAPE_RATE: vf_text_puts(to, "rate"); break;
    case VF_SHAPE_PERCENT: vf_text_puts(to, "share in %"); break;
    case VF_SHAPE_DATE: vf_text_puts(to, "date"); break;
    case VF_SHAPE_MONTHDAY: vf_text_puts(to, "day of the year"); break;
    case VF_SHAPE_CLOCK: vf_text_puts(to, "time of day"); break;
    case VF_SHAPE_YEAR: vf_text_puts(to, "year"); break;
    case VF_SHAPE_NAME:
        vf_text_appendf(to, shape->names == VF_NAMES_NEW ? "name" : "name of %s",
                        vf_names_what(shape->names));
        break;
    case VF_SHAPE_WORD:
        for (size_t i = 0; shape->words[i]; i++)
            vf_text_appendf(to, "%s`%s`", i ? " " : "", shape->words[i]);
        break;
    default: vf_shape_describe(shape, to); break;
    }
}

static void write_type(struct vf_text *to, const struct vf_shape *shape) {
    while (shape->kind == VF_SHAPE_SAME)
        shape = shape->of;
    if (shape->def && shape->kind == VF_SHAPE_ANY) {
        vf_text_appendf(to, "[%s](#%s)", shape->def, shape->def);
        return;
    }
    if (shape->kind != VF_SHAPE_ANY) {
        write_leaf(to, shape);
        return;
    }
    for (const struct vf_shape *a = shape->of; a->kind != VF_SHAPE_END; a++) {
        vf_text_puts(to, a == shape->of ? "" : ", or ");
        write_type(to, a);
    }
}

/* ---- Tables ---- */

static void write_default(struct vf_text *to, const struct vf_field *f) {
    if (f->fallback)
        vf_text_appendf(to, "`%s`", f->fallback);
    else if (f->required == VF_REQUIRED)
        vf_text_puts(to, "**required**");
    else if (f->required)
        vf_text_puts(to, "**required** where it may stand");
}

static void write_kinds(struct vf_text *to, unsigned kinds) {
    if (kinds == VF_KIND_ALL)
        return;
    vf_text_puts(to, " *(");
    const char *comma = "";
    for (int i = 0; vf_words_unit_kind[i]; i++)
        if (kinds & (1u << i)) {
            vf_text_appendf(to, "%s%s", comma, vf_words_unit_kind[i]);
            comma = ", ";
        }
    vf_text_puts(to, ")*");
}

static void write_field(struct doc *d, const struct vf_field *f) {
    const struct vf_object *own = f->shape->kind == VF_SHAPE_OBJECT ? f->shape->object : NULL;
    vf_text_appendf(d->to, "| `%s` | ", f->key);
    write_type(d->to, f->shape);
    vf_text_appendf(d->to, " | %s | ", f->unit ? f->unit : "");
    write_default(d->to, f);
    vf_text_appendf(d->to, " | %s | %s",
                    f->sv ? f->sv
                    : own ? own->sv
                          : "",
                    f->en ? f->en
                    : own ? own->en
                          : "");
    write_kinds(d->to, f->kinds);
    vf_text_puts(d->to, " |\n");
    meet(d, f->shape);
}

static void write_variants(struct vf_text *to, const char *variants) {
    vf_text_puts(to, "Exactly one of these sets of keys: ");
    for (const char *s = variants; *s;) {
        size_t n = strcspn(s, "|");
        vf_text_puts(to, "`");
        vf_text_append(to, s, n);
        vf_text_puts(to, s[n] ? "`, " : "`");
        s += n + (s[n] == '|');
    }
    vf_text_puts(to, strchr(variants, '?') ? " (? = may be left out).\n\n" : ".\n\n");
}

static void write_object(struct doc *d, const struct vf_object *type) {
    vf_text_appendf(d->to, "### %s\n\n%s *%s*\n\n", type->name, type->en, type->sv);
    if (type->variants)
        write_variants(d->to, type->variants);
    vf_text_puts(d->to, "| Key | Type | Unit | Default | Svenska | English |\n|---|---|---|---|---|---|\n");
    for (const struct vf_field *f = type->fields; f->key; f++)
        write_field(d, f);
    vf_text_appendf(d->to, "\n```json\n%s\n```\n\n", type->example);
}

static void write_named_shape(struct vf_text *to, const struct vf_shape *shape, const char *what) {
    vf_text_appendf(to, "### %s\n\n%s: ", shape->def, what);
    struct vf_shape open = *shape;
    open.def = NULL;
    write_type(to, &open);
    vf_text_puts(to, ".\n\n");
}

void vf_config_write_doc(struct vf_text *to) {
    struct doc d = {.to = to, .type = {&vf_object_document, &vf_object_remarks}, .n = 2};
    vf_text_puts(to, intro);
    vf_text_puts(to, "## Types with several spellings\n\n");
    write_named_shape(to, &vf_shape_dist, "A time that varies");
    write_named_shape(to, &vf_shape_profile_number, "A number that may follow the calendar");
    write_named_shape(to, &vf_shape_profile_rate, "A rate that may follow the calendar");
    write_named_shape(to, &vf_shape_profile_any, "A profile with a name, for either");
    write_named_shape(to, &vf_shape_capacity, "A capacity");
    vf_text_puts(to, "## Objects\n\n");
    size_t i = 0;
    for (; i < d.n; i++)
        write_object(&d, d.type[i]);
    vf_text_puts(to, "## Study files\n\nNot part of a config; see STUDIES.md.\n\n");
    d.type[d.n++] = &vf_object_study;
    for (; i < d.n; i++)
        write_object(&d, d.type[i]);
    vf_text_puts(to, "## Maps of own extracts\n\nNot part of a config; see OWN_DATA.md.\n\n");
    d.type[d.n++] = &vf_object_extract;
    for (; i < d.n; i++)
        write_object(&d, d.type[i]);
    /* one newline at the end, not two */
    if (to->size > 1)
        vf_text_cut(to, to->size - 1);
}

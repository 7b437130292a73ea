/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The strict check of a config's tree against the field table, internal to flows/config. Two passes:
 *   shapes: the merged tree as written (templates apart): known keys, types, units, ranges, spelling of names;
 *   sense:  the resolved tree: required keys, key sets, kind-specific keys, names that exist, sums to 1.
 * Each keeps silent about what the other reports, so a tree may be given to both whatever is wrong with it.
 * A problem about the same place with the same words is reported once (a template used by many units). */
#ifndef VF_CHECK_H
#define VF_CHECK_H

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "vf_config.h"
#include "vf_error.h"
#include "vf_fields.h"
#include "vf_json.h"
#include "vf_text.h"

/* One step down: by a member's key, or by an index where key is NULL. Pointers are put together when they are said. */
struct vf_check_step {
    const char *key;
    size_t index;
};

struct vf_check {
    const struct vf_config *cfg; /* for places */
    const cJSON *root;           /* the tree that is checked */
    struct vf_check_step *step;  /* the first `depth` of them lead to the value that is looked at */
    size_t depth, room;
    struct vf_error *err;
    int code;
    bool sense;   /* which pass */
    bool nulls;   /* null is allowed here: it removes what a template says */
    bool partial; /* overrides: nothing is required, the whole is checked merged */
    const cJSON *group, *path, *node, *family;
};

/* Both passes over cfg->parts->raw and cfg->resolved. 0 or VF_E_CONFIG. */
int vf_check_config(const struct vf_config *cfg, const cJSON *raw, struct vf_error *err);
/* load.c: makes cfg->resolved of cfg->parts->raw: templates put in, checked, levers and shocks applied, checked again. */
int vf_config_resolve(struct vf_config *cfg, struct vf_error *err);
void vf_check_value(struct vf_check *c, const struct vf_shape *shape, const cJSON *value);
/* Enters and leaves a member of the value looked at. */
size_t vf_check_enter(struct vf_check *c, const char *key);
void vf_check_leave(struct vf_check *c, size_t mark);
/* Its pointer, in place of what `to` held. */
void vf_check_pointer(const struct vf_check *c, struct vf_text *to);

/* Reports about the present value in its pass; expected, found, advice may be NULL, found "" = the value. */
void vf_check_report(struct vf_check *c, const char *expected, const char *found, const char *advice,
                     const char *format, ...);

/* check_leaf.c: one scalar against one shape (not ANY, SAME, OBJECT, MAP, LIST). */
bool vf_leaf_fits(const struct vf_shape *shape, const cJSON *value);
bool vf_leaf_fits_text(const struct vf_shape *shape, const char *text);
void vf_check_leaf_wrong(struct vf_check *c, const struct vf_shape *shape, const cJSON *value);
/* The nearest right spelling of a key or text, or the rule; appends nothing when there is none. */
void vf_leaf_advise(const struct vf_shape *shape, const char *text, struct vf_text *to);
/* "a number of at least 0 or the name of a profile" */
void vf_shape_describe(const struct vf_shape *shape, struct vf_text *to);
/* Flattens ANY and SAME into at most `max` shapes of other kinds; returns their number. */
size_t vf_shape_leaves(const struct vf_shape *shape, const struct vf_shape **leaves, size_t max);
enum { VF_LEAVES_MAX = 16 };

/* check_names.c: reports when nothing of that sort is called `name`. */
void vf_check_name(struct vf_check *c, enum vf_names names, const char *name);
bool vf_check_named(const struct vf_check *c, enum vf_names names, const char *name); /* something is */
const char *vf_names_what(enum vf_names names);                                       /* "a unit" */
/* The unit of that name in the resolved tree ("medA", "kommun.korttids", "storstad.korttids"), or NULL. */
const cJSON *vf_check_unit(const cJSON *root, const char *name);

/* check_rules.c: what a whole object must satisfy (sense pass). */
void vf_check_object_rules(struct vf_check *c, const struct vf_object *type, const cJSON *value);
bool vf_variants_have(const char *variants, const char *key); /* some key set of an object has the key */
void vf_check_sum(struct vf_check *c, const cJSON *map, const char *what);

/* template.c */
/* The merged tree with templates put in and without extends, templates, scenarios: a new tree, which borrows from
 * `raw`. */
cJSON *vf_config_expand(const cJSON *raw);
/* Where a value of the resolved tree may come from when the merged tree has none at `pointer`: a template
 * or a family's unit. 0 and the pointer in *to, or -1. */
int vf_config_alias(const cJSON *raw, const char *pointer, struct vf_text *to);

/* sources.c: what a config was made of. */
struct vf_config_parts {
    struct vf_json_doc **docs;
    size_t n_docs, n_borrowed;        /* the first are another config's, as is then base_resolved */
    struct vf_provenance *provenance; /* of raw */
    cJSON *raw;                       /* merged, before templates; borrows from the documents and base_raw */
    cJSON *base_raw;                  /* the same of the file and what it extends alone, or NULL */
};
struct vf_json_doc *vf_config_add_doc(struct vf_config_parts *parts, struct vf_json_doc *doc);
/* Reads the file (or takes `text`) and what it extends into parts->raw. */
int vf_config_read(struct vf_config_parts *parts, const char *path, const char *text, size_t size,
                   struct vf_error *err);
/* `name` as seen from the folder of `file`; allocated. */
char *vf_config_beside(const char *file, const char *name);
/* overlay.c */
/* The value there, also when it stands in a template or in a family's unit; NULL when there is none. */
const cJSON *vf_config_look_up(const cJSON *raw, const char *pointer);
int vf_config_overlay(struct vf_config_parts *parts, const struct vf_config_opts *opts, struct vf_error *err);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The field table: the one place that says which keys a config may have, of what type, unit and range, with
 * which default, and what they mean. It drives the strict check of the loader (config/check*.c), the JSON
 * Schema (config/schema.c), docs/CONFIG.md (config/doc.c) and the typed reading of single fields below.
 *
 * To add a key: one line in the table of its object (config/fields_*.c), then let the program write the
 * schema and the page again. A key that is not in a table does not exist: the loader refuses it.
 * All tables are constant; nothing here allocates. Read fields only from a config that vf_config_load
 * accepted: a wrong type is then our own mistake, and an assertion. */
#ifndef VF_FIELDS_H
#define VF_FIELDS_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum vf_shape_kind {
    VF_SHAPE_END = 0, /* ends an array of alternatives */
    VF_SHAPE_NUMBER,  /* min..max */
    VF_SHAPE_INTEGER, /* min..max */
    VF_SHAPE_BOOL,
    VF_SHAPE_TEXT,     /* any string */
    VF_SHAPE_WORD,     /* one of words */
    VF_SHAPE_NAME,     /* a name: of something in `names`, or a new one */
    VF_SHAPE_DURATION, /* "7.4 d", or the number 0; min..max in days */
    VF_SHAPE_RATE,     /* "1.38 /d" */
    VF_SHAPE_PERCENT,  /* "20 %" */
    VF_SHAPE_DATE,     /* "2026-06-15" */
    VF_SHAPE_MONTHDAY, /* "06-24" */
    VF_SHAPE_CLOCK,    /* "06:00", to "24:00" */
    VF_SHAPE_YEAR,     /* "2026", a key */
    VF_SHAPE_OBJECT,   /* an object with the fields of `object` */
    VF_SHAPE_MAP,      /* an object whose keys have the shape `key` and whose values the shape `of` */
    VF_SHAPE_LIST,     /* an array of n_min..n_max values of the shape `of` */
    VF_SHAPE_ANY,      /* one of the alternatives in `of` (ended by VF_SHAPE_END) */
    VF_SHAPE_SAME,     /* the shape `of`, described elsewhere */
    VF_SHAPE_PATCH     /* an object not looked into: it is checked where it is merged */
};

/* What a name must be the name of. */
enum vf_names {
    VF_NAMES_NEW,  /* nothing: it names what follows */
    VF_NAMES_UNIT, /* a unit, "family.slot" or "member.slot" */
    VF_NAMES_WARD, /* a unit of kind ward */
    VF_NAMES_GROUP,
    VF_NAMES_GROUP_OR_WARD,
    VF_NAMES_NODE,       /* of the same group */
    VF_NAMES_TARGET,     /* a node or door of the same group, "exit" or "death" */
    VF_NAMES_ANY_TARGET, /* a node of any group, "exit" or "death" */
    VF_NAMES_ANY_NODE,   /* a node of any group */
    VF_NAMES_SERVER,     /* of the node's unit */
    VF_NAMES_STAFF,      /* a staff pool */
    VF_NAMES_NEED,       /* a server of the node's unit, a staff pool, or "unit.server" */
    VF_NAMES_SUBSTITUTE, /* a server of the same unit, or a staff pool: the compiler looks */
    VF_NAMES_ORGANISATION,
    VF_NAMES_PROFILE,
    VF_NAMES_DISTRIBUTION,
    VF_NAMES_UNIT_TEMPLATE,
    VF_NAMES_GROUP_TEMPLATE,
    VF_NAMES_COUNT
};

struct vf_shape {
    enum vf_shape_kind kind;
    enum vf_names names;
    double min, max;          /* NUMBER, INTEGER, DURATION; both 0: no bounds */
    bool above_min;           /* min itself is refused */
    size_t n_min, n_max;      /* LIST and MAP; n_max 0: no bound */
    const char *const *words; /* WORD, ended by NULL */
    const struct vf_object *object;
    const struct vf_shape *of, *key;
    const char *def; /* name of the shape where schema and page describe it once, or NULL */
};

/* Bits of the unit kinds a field of a unit belongs to. */
enum {
    VF_KIND_CLINIC = 1,
    VF_KIND_AKUT = 2,
    VF_KIND_WARD = 4,
    VF_KIND_KOMMUNAL = 8,
    VF_KIND_INTERMEDIATE = 16,
    VF_KIND_DELAY = 32,
    VF_KIND_EXTERNAL = 64,
    VF_KIND_ALL = 0
};
#define VF_REQUIRED 0xFFFFu

struct vf_field {
    const char *key;
    const struct vf_shape *shape;
    unsigned required;    /* unit kinds that must have it, VF_REQUIRED = always; may come from a template */
    unsigned kinds;       /* unit kinds that accept it; VF_KIND_ALL = every one */
    const char *fallback; /* the default: JSON, or else a string, as for --set; NULL = none */
    const char *unit;     /* of bare numbers, for people; may be NULL */
    const char *sv, *en;  /* "Name: meaning." */
};

/* A type of object. `variants` (may be NULL) lists the key sets of which exactly one must be there:
 * "mean sd|mean cv|median cv"; a key with ? may be left out. */
struct vf_object {
    const char *name;
    const struct vf_field *fields; /* ended by key NULL */
    const char *variants;
    const char *sv, *en;
    const char *example; /* JSON text */
};

/* Every object may also have these (source, assumed, note, title, description). */
extern const struct vf_object vf_object_remarks;

extern const struct vf_object vf_object_document, vf_object_run, vf_object_phase, vf_object_organisation,
    vf_object_population, vf_object_templates, vf_object_family, vf_object_member, vf_object_scenario,
    vf_object_lever, vf_object_shock, vf_object_where, vf_object_effects;
extern const struct vf_object vf_object_unit, vf_object_queue, vf_object_beds, vf_object_placement,
    vf_object_placement_when, vf_object_placement_group, vf_object_outliers, vf_object_repatriation,
    vf_object_discharge;
extern const struct vf_object vf_object_group, vf_object_arrivals, vf_object_poisson,
    vf_object_population_arrivals, vf_object_scheduled, vf_object_replay, vf_object_readmission,
    vf_object_node, vf_object_step, vf_object_by_next, vf_object_transition, vf_object_patience,
    vf_object_balking;
extern const struct vf_object vf_object_cost, vf_object_cohort, vf_object_become, vf_object_planning,
    vf_object_sip, vf_object_liability;
extern const struct vf_object vf_object_listning, vf_object_own_doctor, vf_object_digital;
extern const struct vf_object vf_object_server, vf_object_shift, vf_object_staffed_by;
extern const struct vf_object vf_object_closing, vf_object_early_discharge, vf_object_virtual,
    vf_object_rebook;
extern const struct vf_object vf_object_triage_class, vf_object_deterioration;
extern const struct vf_object vf_object_clock, vf_object_holiday; /* of PROFILE */
/* PROFILE (three readings: bare numbers, rates, either) and DIST. */
extern const struct vf_shape vf_shape_profile_number, vf_shape_profile_rate, vf_shape_profile_any,
    vf_shape_dist;

/* NULL-ended lists of the words of enumerated fields; the index is the order of the enums in vf_model.h. */
extern const char *const vf_words_unit_kind[],
    *const vf_words_level[],
        *const vf_words_form[],
            *const vf_words_assessment[],
                *const vf_words_parties[],
                    *const vf_words_liability[],
                        *const vf_words_owner[],
                            *const vf_words_org_type[],
                                *const vf_words_on_close[],
                                    *const vf_words_preempt[],
                                        *const vf_words_on_free[],
                                            *const vf_words_policy_step[],
                                                *const vf_words_age_class[],
                                                    *const vf_words_disease[],
                                                        *const vf_words_on_deadlock[],
                                                            *const vf_words_transition[],
                                                                *const vf_words_stay[],
                                                                    *const vf_words_route_drawn[],
                                                                        *const vf_words_admission_time[],
                                                                            *const vf_words_time_unit[];
extern const char *const vf_words_closing[], *const vf_words_series[], *const vf_words_initial[];

const struct vf_field *vf_field_find(const struct vf_object *type, const char *key); /* NULL: no such key */
unsigned vf_kind_bit(const char *unit_kind);                                         /* 0: no such kind */

/* Walks an object keyed by name, leaving out the remarks, which may stand among the names:
 * for (const cJSON *m = vf_map_first(map); m; m = vf_map_next(m)) ... m->string. map may be NULL. */
const cJSON *vf_map_first(const cJSON *map);
const cJSON *vf_map_next(const cJSON *member);
size_t vf_map_size(const cJSON *map);
bool vf_is_remark(const char *key); /* source, assumed, note, title, description */

/* ---- Reading one field of an object of that type: its value, or the table's default. The key must be in
 * the table, and have a value or a default (otherwise an assertion: ask vf_json_get first). ---- */
double vf_field_double(const struct vf_object *type, const cJSON *object, const char *key);
int64_t vf_field_int(const struct vf_object *type, const cJSON *object, const char *key);
bool vf_field_bool(const struct vf_object *type, const cJSON *object, const char *key);
const char *vf_field_string(const struct vf_object *type, const cJSON *object, const char *key);
int vf_field_word(const struct vf_object *type, const cJSON *object, const char *key); /* index of the word */
int64_t vf_field_duration_ms(const struct vf_object *type, const cJSON *object, const char *key);
int64_t vf_field_clock_ms(const struct vf_object *type, const cJSON *object, const char *key);
double vf_field_rate_per_ms(const struct vf_object *type, const cJSON *object, const char *key);
/* Index of a word in a NULL-ended list, or -1. */
int vf_word_index(const char *const *words, const char *word);

/* ---- Quantities as text. 0, or -1 when the text is not exactly "NUMBER UNIT" (one blank, known unit).
 * ---- */
int vf_quantity_duration(const char *text, double *ms);           /* s min h d w y(= 365 d) */
int vf_quantity_rate(const char *text, double *per_ms);           /* "/min" "/h" "/d" "/w" "/y", also "/s" */
int vf_quantity_percent(const char *text, double *share);         /* "20 %" -> 0.2 */
int vf_quantity_clock(const char *text, int64_t *ms_of_day);      /* "00:00".."24:00" */
int vf_quantity_monthday(const char *text, int *month, int *day); /* "06-24" */
int vf_quantity_unit_ms(const char *unit, double *ms);            /* "d" -> 86400000 */
/* A duration value of the tree (string or the number 0) in ms; -1 when it is not one. */
int vf_value_duration(const cJSON *value, double *ms);

/* ---- What is made of the table ---- */
struct vf_text;
void vf_config_write_schema(struct vf_text *to); /* configs/vardflode.schema.json */
void vf_study_write_schema(struct vf_text *to);  /* configs/study.schema.json */
void vf_config_write_doc(struct vf_text *to);    /* docs/CONFIG.md */

#endif

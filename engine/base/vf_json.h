/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strict JSON (RFC 8259) as cJSON trees. A scanner of our own reads the text: it reports every problem of a file at
 * its line, column and JSON pointer, remembers where each value stands, and builds the tree as cJSON would.
 *
 * Order of use: vf_json_parse_* -> read the tree, merge patches into a copy, set values by pointer ->
 * vf_json_print -> vf_json_doc_free. A document is read-only after parsing and may be shared by threads.
 * Never use cJSON_GetObjectItem (it ignores case) or cJSON_Print (it loses digits): use vf_json_get and
 * vf_json_print. Lines and columns count from 1; a column is a code point, not a byte.
 *
 * References: RFC 6901 (JSON Pointer), RFC 7396 (JSON Merge Patch), RFC 8259 (JSON). */
#ifndef VF_JSON_H
#define VF_JSON_H

#include <cjson/cJSON.h>
#include <stddef.h>

#include "vf_error.h"
#include "vf_text.h"

enum {
    VF_JSON_DEPTH_MAX = 64, /* nested arrays and objects */
    VF_JSON_BYTES_MAX = 64 * 1024 * 1024
};

struct vf_json_places; /* pointer -> where it stands; see vf_json_places.h */

/* A parsed file. `file` is the name shown in messages. The tree is read only, and its nodes are not cJSON's to free:
 * cJSON_Duplicate what shall live longer. */
struct vf_json_doc {
    char *file;
    cJSON *root;
    struct vf_json_places *places;
};

/* Parses a file or a text of `size` bytes (needs no final NUL). On success *doc is a new document and 0 is
 * returned; otherwise *doc is NULL, VF_E_CONFIG is returned and `err` (may be NULL) lists the problems.
 * A file that cannot be read is VF_E_CONFIG too. Refused: duplicate keys, comments, trailing commas, a byte
 * order mark, invalid UTF-8, control characters, \u0000 and lone surrogates, more than VF_JSON_DEPTH_MAX
 * levels or VF_JSON_BYTES_MAX bytes, numbers that a double cannot hold (1e999, 1e-999), integers beyond
 * 2^53 written as integers, numbers of more than 63 characters. */
int vf_json_parse_file(const char *path, struct vf_json_doc **doc, struct vf_error *err);
int vf_json_parse_text(const char *name, const char *text, size_t size, struct vf_json_doc **doc,
                       struct vf_error *err);
void vf_json_doc_free(struct vf_json_doc *doc);

/* Where the value at `pointer` begins. Returns 0, or -1 when the document has no such value (*line and
 * *column are then 0). The _key form gives the place of the member's name (of the value, in an array). */
int vf_json_position(const struct vf_json_doc *doc, const char *pointer, int *line, int *column);
int vf_json_key_position(const struct vf_json_doc *doc, const char *pointer, int *line, int *column);
/* Fills problem->file, line and column from problem->pointer: the place of the value itself or of its
 * nearest known ancestor. The strings stay borrowed from `doc`. Then call vf_error_add. */
void vf_json_place(const struct vf_json_doc *doc, struct vf_problem *problem);

/* ---- Reading a tree ---- */
/* Member of an object by exact name; NULL when `object` is NULL, not an object, or has no such member. */
cJSON *vf_json_get(const cJSON *object, const char *key);
/* Value at an RFC 6901 pointer ("" = root); NULL when there is none or the pointer is malformed. */
cJSON *vf_json_pointer_get(const cJSON *root, const char *pointer);
/* "an object", "an array", "a string", "the number 7", "true", "null", ...: for `found` of a problem.
 * Long strings are cut. Appends to `to`. */
void vf_json_describe(const cJSON *value, struct vf_text *to);
/* 1 if equal in kind and content; the order of an object's members does not count, -0 equals 0. */
int vf_json_equal(const cJSON *a, const cJSON *b);

/* ---- Building pointers ---- */
/* Appends "/" and the escaped token (~ -> ~0, / -> ~1), or "/" and a decimal index. */
void vf_json_pointer_push(struct vf_text *pointer, const char *token);
/* The same into memory that has room for 1 + 2 * strlen(token); returns the end, where it puts nothing. */
char *vf_json_pointer_put(char *end, const char *token);
void vf_json_pointer_push_index(struct vf_text *pointer, size_t index);
/* Walks a pointer: decodes the token at *cursor into `token` and moves on. 1 = a token, 0 = the end,
 * -1 = malformed (no leading '/', a '~' without 0 or 1). */
int vf_json_pointer_next(const char **cursor, struct vf_text *token);
/* 1 and *index if the token is an array index ("0", or digits without a leading zero). */
int vf_json_pointer_index(const char *token, size_t *index);

/* ---- Trees that borrow ---- */
/* A tree like `value`, which must outlive it and may not change meanwhile: a node that borrows its children. The
 * merges and settings below give it nodes of its own where they change it. Free it with cJSON_Delete. */
cJSON *vf_json_borrow(const cJSON *value);
/* Before the members of an object or the elements of an array are changed by hand: gives it its own. Anything else
 * is left alone. */
void vf_json_own(cJSON *container);
/* 1 if some member of the object, or of an object in it, is null. */
int vf_json_has_null(const cJSON *value);

/* ---- Changing a tree ---- */
/* Puts `value` (taken over, also on failure) at `pointer`; missing objects on the way are made. An array
 * element can be replaced by its index, not added. *root may be replaced (pointer ""). A value on the way
 * that is neither object nor array, a bad index or a malformed pointer is VF_E_CONFIG. */
int vf_json_pointer_set(cJSON **root, const char *pointer, cJSON *value, struct vf_error *err);
/* RFC 7396. Takes `target` over (may be NULL) and returns the patched tree; `patch` is only read and must
 * not be a part of `target` (cJSON_Duplicate it first). */
cJSON *vf_json_merge_patch(cJSON *target, const cJSON *patch);
/* The same, borrowing from `patch` what it takes whole: the patch must outlive the result. */
cJSON *vf_json_merge_borrowed(cJSON *target, const cJSON *patch);

/* ---- Provenance: which source each value of a merged tree came from ---- */
struct vf_provenance; /* pointer -> source, line, column */

/* Where a tree that is merged came from. `label` is what people see ("bas.json", "scenario nulage",
 * "--set /seed=3"). `doc` (may be NULL) gives line and column, `at` the pointer within doc where the tree
 * begins ("" or NULL = its root; "/scenarios/nulage" for a patch inside a config). The label is copied. */
struct vf_json_source {
    const char *label;
    const struct vf_json_doc *doc;
    const char *at;
};

/* One answer; strings are borrowed from the provenance until it is freed. */
struct vf_json_origin {
    const char *label; /* of the source */
    const char *file;  /* doc->file, or "" */
    int line, column;  /* 0 = not known */
};

struct vf_provenance *vf_provenance_new(void);
/* Of a tree that is source->doc's, as it stands there; the document must outlive it. */
struct vf_provenance *vf_provenance_of(const struct vf_json_source *source);
void vf_provenance_free(struct vf_provenance *provenance);
/* A copy to go on from, when more is merged over a tree that stays as it is. `base` must outlive it. */
struct vf_provenance *vf_provenance_over(const struct vf_provenance *base);
/* 0 and *origin, or -1 and a zeroed *origin ("" strings) when nothing is known of exactly this pointer.
 * An object filled by several sources has the origin of the first that made it. */
int vf_provenance_find(const struct vf_provenance *provenance, const char *pointer,
                       struct vf_json_origin *origin);
/* Records, changes or forgets as the plain functions do; source and provenance may be NULL. */
cJSON *vf_json_merge_patch_from(cJSON *target, const cJSON *patch, const struct vf_json_source *source,
                                struct vf_provenance *provenance);
/* vf_json_pointer_set with provenance. `source->at` is where `value` stands in source->doc. */
int vf_json_pointer_set_from(cJSON **root, const char *pointer, cJSON *value,
                             const struct vf_json_source *source, struct vf_provenance *provenance,
                             struct vf_error *err);

/* ---- Writing ---- */
/* Streams JSON into a text; every number by vf_format_double, non-finite ones as null. The calls must nest
 * properly (asserted): in an object each value is preceded by its key. Pretty: two spaces per level, one
 * member per line; otherwise no white space at all. */
enum { VF_JSON_WRITER_DEPTH = 128 };
struct vf_json_writer {
    struct vf_text *to;
    int pretty;
    int depth;
    int keyed; /* a key is written and waits for its value */
    unsigned char object[VF_JSON_WRITER_DEPTH];
    unsigned char filled[VF_JSON_WRITER_DEPTH];
};
void vf_json_writer_init(struct vf_json_writer *w, struct vf_text *to, int pretty);
void vf_json_begin_object(struct vf_json_writer *w);
void vf_json_end_object(struct vf_json_writer *w);
void vf_json_begin_array(struct vf_json_writer *w);
void vf_json_end_array(struct vf_json_writer *w);
void vf_json_key(struct vf_json_writer *w, const char *key);
void vf_json_string(struct vf_json_writer *w, const char *value); /* NULL is written as null */
void vf_json_number(struct vf_json_writer *w, double value);
void vf_json_integer(struct vf_json_writer *w, long long value); /* all digits, also beyond 2^53 */
void vf_json_bool(struct vf_json_writer *w, int value);
void vf_json_null(struct vf_json_writer *w);
void vf_json_tree(struct vf_json_writer *w, const cJSON *value); /* a whole tree as one value */
/* key and value in one call */
void vf_json_key_string(struct vf_json_writer *w, const char *key, const char *value);
void vf_json_key_number(struct vf_json_writer *w, const char *key, double value);
void vf_json_key_integer(struct vf_json_writer *w, const char *key, long long value);
void vf_json_key_bool(struct vf_json_writer *w, const char *key, int value);

/* The tree as text (release with free); key order kept, UTF-8 as is, pretty ends with a newline. */
char *vf_json_print(const cJSON *value, int pretty);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A map from JSON pointers to places: a hash of (parent, token) pairs, so that its size follows the number of
 * values and not the length of their pointers. Used for the positions of a document and for the provenance
 * of a merged tree; callers outside engine/base use vf_json_position and vf_provenance_find. */
#ifndef VF_JSON_PLACES_H
#define VF_JSON_PLACES_H

#include <stddef.h>
#include <stdint.h>

#include "vf_arena.h"
#include "vf_text.h"

struct vf_json_places;

enum { VF_JSON_ROOT = 0 };
#define VF_JSON_NOWHERE UINT32_MAX /* no such node; also: no source */

/* What is known of one value; all zero and no source until filled in. */
struct vf_json_spot {
    int line, column;
    int key_line, key_column;
    uint32_t source;
};

/* For the values of a text of so many bytes, or more. */
struct vf_json_places *vf_json_places_new(size_t bytes);
void vf_json_places_free(struct vf_json_places *places);
/* A copy to go on from. It borrows the tokens of `base`, which must outlive it and may not change meanwhile. */
struct vf_json_places *vf_json_places_over(const struct vf_json_places *base);
/* Lives as long as the places; the tokens are in it. */
struct vf_arena *vf_json_places_memory(struct vf_json_places *places);
/* Every value came from that source. */
void vf_json_places_from(struct vf_json_places *places, uint32_t source);
/* The member named by the `size` bytes at `token`, or the element `index`; found or VF_JSON_NOWHERE. A
 * parent that is VF_JSON_NOWHERE has no children. */
uint32_t vf_json_places_member(const struct vf_json_places *places, uint32_t parent, const char *token,
                               size_t size);
uint32_t vf_json_places_element(const struct vf_json_places *places, uint32_t parent, uint32_t index);
/* The same, made when missing (with an empty spot). */
uint32_t vf_json_places_add_member(struct vf_json_places *places, uint32_t parent, const char *token,
                                   size_t size);
uint32_t vf_json_places_add_element(struct vf_json_places *places, uint32_t parent, uint32_t index);
/* A member made, or VF_JSON_NOWHERE when there is one of that name; and the name of a member, ended by NUL. */
uint32_t vf_json_places_fresh_member(struct vf_json_places *places, uint32_t parent, const char *token,
                                     size_t size);
const char *vf_json_places_token(const struct vf_json_places *places, uint32_t node);
/* Forgets everything below a node; forgets the node (not the root) too. */
void vf_json_places_forget_below(struct vf_json_places *places, uint32_t node);
void vf_json_places_forget(struct vf_json_places *places, uint32_t node);
/* The node of a whole pointer. With `nearest`, its deepest known ancestor that has a line or a source, when
 * the pointer itself is unknown (VF_JSON_NOWHERE if there is none). */
uint32_t vf_json_places_find(const struct vf_json_places *places, const char *pointer, int nearest);
/* Appends the node's pointer. */
void vf_json_places_pointer(const struct vf_json_places *places, uint32_t node, struct vf_text *to);
struct vf_json_spot *vf_json_places_spot(struct vf_json_places *places, uint32_t node);
const struct vf_json_spot *vf_json_places_look(const struct vf_json_places *places, uint32_t node);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The map of vf_json_places.h: nodes in chunks, which never move, found through an open-addressing table of node
 * numbers. Forgetting is by generation: a child is alive only while it was born in its parent's present generation,
 * so a whole subtree dies at once and its nodes serve again when the same pointer comes back. */
#include "vf_json_places.h"

#include <stdlib.h>
#include <string.h>

#include "vf_arena.h"
#include "vf_error.h"
#include "vf_json.h"

struct node {
    const char *token; /* NULL: an array element */
    uint32_t size;     /* of the token, or the element's index */
    uint32_t parent, hash;
    uint32_t born, generation;
    struct vf_json_spot spot;
};

enum { CHUNK = 256, TABLE_FIRST = 64, BYTES_PER_VALUE = 16 };

struct vf_json_places {
    struct vf_arena memory;
    struct node **chunk; /* [room / CHUNK] */
    uint32_t n, room;
    uint32_t *table; /* node number, 0 = empty: the root is never looked up; at least half empty */
    uint32_t mask;
};

struct key {
    const char *token;
    uint32_t size, parent, hash;
};

static struct node *node_at(const struct vf_json_places *places, uint32_t node) {
    return &places->chunk[node / CHUNK][node % CHUNK];
}

static struct node *node_new(struct vf_json_places *places) {
    if (places->n == places->room) {
        VF_ASSERT(places->room < UINT32_MAX / 8, "too many places");
        places->chunk = vf_xrealloc(places->chunk, (places->room / CHUNK + 1) * sizeof *places->chunk);
        places->chunk[places->room / CHUNK] = vf_xmalloc(CHUNK * sizeof **places->chunk);
        places->room += CHUNK;
    }
    return node_at(places, places->n++);
}

struct vf_json_places *vf_json_places_new(size_t bytes) {
    struct vf_json_places *places = vf_xcalloc(1, sizeof *places);
    uint32_t size = TABLE_FIRST;
    while (size < 2 * bytes / BYTES_PER_VALUE)
        size *= 2;
    vf_arena_init(&places->memory, bytes < 4096 ? 4096 : 0);
    places->table = vf_xcalloc(size, sizeof *places->table);
    places->mask = size - 1;
    *node_new(places) = (struct node){.spot = {.source = VF_JSON_NOWHERE}};
    return places;
}

struct vf_json_places *vf_json_places_over(const struct vf_json_places *base) {
    struct vf_json_places *places = vf_xcalloc(1, sizeof *places);
    vf_arena_init(&places->memory, 4096);
    for (uint32_t i = 0; i < base->n; i++)
        *node_new(places) = *node_at(base, i);
    places->mask = base->mask;
    places->table = vf_xmalloc(((size_t)base->mask + 1) * sizeof *places->table);
    memcpy(places->table, base->table, ((size_t)base->mask + 1) * sizeof *places->table);
    return places;
}

struct vf_arena *vf_json_places_memory(struct vf_json_places *places) {
    return &places->memory;
}

void vf_json_places_from(struct vf_json_places *places, uint32_t source) {
    for (uint32_t i = 0; i < places->n; i++)
        node_at(places, i)->spot.source = source;
}

void vf_json_places_free(struct vf_json_places *places) {
    if (!places)
        return;
    vf_arena_fini(&places->memory);
    for (uint32_t i = 0; i < places->room; i += CHUNK)
        free(places->chunk[i / CHUNK]);
    free(places->chunk);
    free(places->table);
    free(places);
}

/* FNV-1a over the token, begun and ended with the parent and the index. */
static struct key make_key(uint32_t parent, const char *token, uint32_t size) {
    uint32_t hash = 2166136261u ^ (parent * 2654435761u);
    for (uint32_t i = 0; token && i < size; i++)
        hash = (hash ^ (unsigned char)token[i]) * 16777619u;
    hash = (hash ^ size) * 2246822519u;
    hash ^= hash >> 15;
    return (struct key){token, size, parent, hash};
}

static int same_key(const struct node *node, const struct key *key) {
    if (node->hash != key->hash || node->parent != key->parent || node->size != key->size ||
        !node->token != !key->token)
        return 0;
    return !key->token || memcmp(node->token, key->token, key->size) == 0;
}

/* The slot that holds the key, or the empty one where it belongs. */
static uint32_t *slot_of(const struct vf_json_places *places, const struct key *key) {
    uint32_t at = key->hash & places->mask;
    while (places->table[at] != 0 && !same_key(node_at(places, places->table[at]), key))
        at = (at + 1) & places->mask;
    return &places->table[at];
}

static void grow_table(struct vf_json_places *places) {
    size_t size = 2 * ((size_t)places->mask + 1);
    free(places->table);
    places->table = vf_xcalloc(size, sizeof *places->table);
    places->mask = (uint32_t)size - 1;
    for (uint32_t i = 1; i < places->n; i++) {
        uint32_t at = node_at(places, i)->hash & places->mask;
        while (places->table[at] != 0)
            at = (at + 1) & places->mask;
        places->table[at] = i;
    }
}

static int is_alive(const struct vf_json_places *places, uint32_t node) {
    const struct node *n = node_at(places, node);
    return n->born == node_at(places, n->parent)->generation;
}

static uint32_t find_child(const struct vf_json_places *places, const struct key *key) {
    if (key->parent == VF_JSON_NOWHERE)
        return VF_JSON_NOWHERE;
    uint32_t node = *slot_of(places, key);
    return node != 0 && is_alive(places, node) ? node : VF_JSON_NOWHERE;
}

/* A node that is not alive: a new one, or one that was forgotten. */
static uint32_t fill_slot(struct vf_json_places *places, uint32_t *slot, const struct key *key) {
    uint32_t node = *slot;
    if (node == 0) {
        node = *slot = places->n;
        char *token = key->token ? vf_arena_alloc(&places->memory, key->size + (size_t)1, 1) : NULL;
        if (token) {
            memcpy(token, key->token, key->size);
            token[key->size] = '\0';
        }
        *node_new(places) =
            (struct node){.token = token, .size = key->size, .parent = key->parent, .hash = key->hash};
        if (2 * (size_t)places->n > places->mask)
            grow_table(places);
    } else {
        node_at(places, node)->generation++;
    }
    struct node *n = node_at(places, node);
    n->born = node_at(places, key->parent)->generation;
    n->spot = (struct vf_json_spot){.source = VF_JSON_NOWHERE};
    return node;
}

static uint32_t add_child(struct vf_json_places *places, const struct key *key) {
    uint32_t *slot = slot_of(places, key);
    return *slot != 0 && is_alive(places, *slot) ? *slot : fill_slot(places, slot, key);
}

uint32_t vf_json_places_member(const struct vf_json_places *places, uint32_t parent, const char *token,
                               size_t size) {
    struct key key = make_key(parent, token, (uint32_t)size);
    return find_child(places, &key);
}

uint32_t vf_json_places_element(const struct vf_json_places *places, uint32_t parent, uint32_t index) {
    struct key key = make_key(parent, NULL, index);
    return find_child(places, &key);
}

uint32_t vf_json_places_add_member(struct vf_json_places *places, uint32_t parent, const char *token,
                                   size_t size) {
    struct key key = make_key(parent, token, (uint32_t)size);
    return add_child(places, &key);
}

uint32_t vf_json_places_fresh_member(struct vf_json_places *places, uint32_t parent, const char *token,
                                     size_t size) {
    struct key key = make_key(parent, token, (uint32_t)size);
    uint32_t *slot = slot_of(places, &key);
    return *slot != 0 && is_alive(places, *slot) ? VF_JSON_NOWHERE : fill_slot(places, slot, &key);
}

const char *vf_json_places_token(const struct vf_json_places *places, uint32_t node) {
    return node_at(places, node)->token;
}

uint32_t vf_json_places_add_element(struct vf_json_places *places, uint32_t parent, uint32_t index) {
    struct key key = make_key(parent, NULL, index);
    return add_child(places, &key);
}

void vf_json_places_forget_below(struct vf_json_places *places, uint32_t node) {
    node_at(places, node)->generation++;
}

void vf_json_places_forget(struct vf_json_places *places, uint32_t node) {
    VF_ASSERT(node != VF_JSON_ROOT, "the root of a tree is always there");
    vf_json_places_forget_below(places, node);
    /* One behind its parent's generation is dead, and the parent never goes back to it. */
    node_at(places, node)->born = node_at(places, node_at(places, node)->parent)->generation - 1;
}

static uint32_t find_token(const struct vf_json_places *places, uint32_t parent,
                           const struct vf_text *token) {
    uint32_t child = vf_json_places_member(places, parent, token->data, token->size);
    size_t index;
    if (child == VF_JSON_NOWHERE && vf_json_pointer_index(token->data, &index))
        child = vf_json_places_element(places, parent, (uint32_t)index);
    return child;
}

static int is_known(const struct vf_json_places *places, uint32_t node) {
    const struct vf_json_spot *spot = &node_at(places, node)->spot;
    return spot->line > 0 || spot->source != VF_JSON_NOWHERE;
}

uint32_t vf_json_places_find(const struct vf_json_places *places, const char *pointer, int nearest) {
    struct vf_text token;
    vf_text_init(&token, VF_JSON_BYTES_MAX);
    uint32_t node = VF_JSON_ROOT, known = VF_JSON_NOWHERE;
    int more = 1;
    for (;;) {
        if (is_known(places, node))
            known = node;
        more = vf_json_pointer_next(&pointer, &token);
        uint32_t child = more == 1 ? find_token(places, node, &token) : VF_JSON_NOWHERE;
        if (child == VF_JSON_NOWHERE)
            break;
        node = child;
    }
    vf_text_fini(&token);
    if (more == 0 && (!nearest || known == node))
        return node;
    return nearest ? known : VF_JSON_NOWHERE;
}

void vf_json_places_pointer(const struct vf_json_places *places, uint32_t node, struct vf_text *to) {
    if (node == VF_JSON_ROOT)
        return;
    const struct node *n = node_at(places, node);
    vf_json_places_pointer(places, n->parent, to);
    if (n->token) {
        vf_json_pointer_push(to, n->token);
    } else {
        vf_json_pointer_push_index(to, n->size);
    }
}

struct vf_json_spot *vf_json_places_spot(struct vf_json_places *places, uint32_t node) {
    return &node_at(places, node)->spot;
}

const struct vf_json_spot *vf_json_places_look(const struct vf_json_places *places, uint32_t node) {
    return &node_at(places, node)->spot;
}

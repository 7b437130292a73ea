/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chunked arena of vf_arena.h: a list of chunks, filled in order. A request that does not fit in the
 * current chunk takes the first later chunk in which it fits (left over from before a reset) and moves it
 * next in order, so that no chunk is passed over and a repeated replication needs no new memory. */
#include "vf_arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "vf_error.h"

struct vf_arena_chunk {
    struct vf_arena_chunk *next;
    size_t size, used;
    unsigned char bytes[];
};

enum { CHUNK_DEFAULT = 64 * 1024 };

void vf_arena_init(struct vf_arena *arena, size_t chunk_size) {
    *arena = (struct vf_arena){NULL, NULL, chunk_size ? chunk_size : CHUNK_DEFAULT, 0};
}

static void *take(struct vf_arena *arena, struct vf_arena_chunk *chunk, size_t size, size_t align) {
    uintptr_t begin = (uintptr_t)(chunk->bytes + chunk->used);
    size_t gap = (size_t)(-begin & (uintptr_t)(align - 1));
    size_t room = chunk->size - chunk->used;
    if (gap > room || size > room - gap)
        return NULL;
    void *p = chunk->bytes + chunk->used + gap;
    chunk->used += gap + size;
    arena->used += gap + size;
    return p;
}

/* The link that points to a later chunk with enough room, or to the NULL at the end of the list. */
static struct vf_arena_chunk **find_room(struct vf_arena *arena, size_t need) {
    struct vf_arena_chunk **link = arena->current ? &arena->current->next : &arena->first;
    while (*link && (*link)->size < need)
        link = &(*link)->next;
    return link;
}

static struct vf_arena_chunk *chunk_new(const struct vf_arena *arena, size_t need) {
    size_t size = need > arena->chunk_size ? need : arena->chunk_size;
    VF_ASSERT(size < SIZE_MAX / 2, "arena request is absurdly large");
    struct vf_arena_chunk *chunk = vf_xmalloc(sizeof *chunk + size);
    chunk->next = NULL;
    chunk->size = size;
    chunk->used = 0;
    return chunk;
}

void *vf_arena_alloc(struct vf_arena *arena, size_t size, size_t align) {
    VF_ASSERT(align > 0 && align <= VF_ARENA_ALIGN_MAX && (align & (align - 1)) == 0, "arena alignment");
    void *p = arena->current ? take(arena, arena->current, size, align) : NULL;
    if (p)
        return p;
    VF_ASSERT(size < SIZE_MAX - align, "arena request overflows");
    size_t need = size + align;
    struct vf_arena_chunk **link = find_room(arena, need);
    struct vf_arena_chunk *chunk = *link;
    if (chunk)
        *link = chunk->next;
    else
        chunk = chunk_new(arena, need);
    struct vf_arena_chunk **after = arena->current ? &arena->current->next : &arena->first;
    chunk->next = *after;
    *after = chunk;
    arena->current = chunk;
    return take(arena, chunk, size, align);
}

void *vf_arena_calloc(struct vf_arena *arena, size_t n, size_t size, size_t align) {
    VF_ASSERT(size == 0 || n <= SIZE_MAX / size, "arena request overflows");
    void *p = vf_arena_alloc(arena, n * size, align);
    return memset(p, 0, n * size);
}

char *vf_arena_strdup(struct vf_arena *arena, const char *s) {
    size_t size = strlen(s) + 1;
    return memcpy(vf_arena_alloc(arena, size, 1), s, size);
}

void vf_arena_reset(struct vf_arena *arena) {
    for (struct vf_arena_chunk *chunk = arena->first; chunk; chunk = chunk->next)
        chunk->used = 0;
    /* NULL: the next request looks through the chunks from the first one */
    arena->current = NULL;
    arena->used = 0;
}

void vf_arena_fini(struct vf_arena *arena) {
    for (struct vf_arena_chunk *chunk = arena->first; chunk;) {
        struct vf_arena_chunk *next = chunk->next;
        free(chunk);
        chunk = next;
    }
    vf_arena_init(arena, arena->chunk_size);
}

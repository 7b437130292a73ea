/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chunked arena of vf_arena.h: a list of chunks, the newest first. What does not fit in that one gets a new one. */
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
    *arena = (struct vf_arena){NULL, chunk_size ? chunk_size : CHUNK_DEFAULT};
}

static void *take(struct vf_arena_chunk *chunk, size_t size, size_t align) {
    uintptr_t begin = (uintptr_t)(chunk->bytes + chunk->used);
    size_t gap = (size_t)(-begin & (uintptr_t)(align - 1));
    size_t room = chunk->size - chunk->used;
    if (gap > room || size > room - gap)
        return NULL;
    void *p = chunk->bytes + chunk->used + gap;
    chunk->used += gap + size;
    return p;
}

static struct vf_arena_chunk *chunk_new(const struct vf_arena *arena, size_t need) {
    size_t size = need > arena->chunk_size ? need : arena->chunk_size;
    VF_ASSERT(size < SIZE_MAX / 2, "arena request is absurdly large");
    struct vf_arena_chunk *chunk = vf_xmalloc(sizeof *chunk + size);
    *chunk = (struct vf_arena_chunk){.next = arena->newest, .size = size};
    return chunk;
}

void *vf_arena_alloc(struct vf_arena *arena, size_t size, size_t align) {
    VF_ASSERT(align > 0 && align <= VF_ARENA_ALIGN_MAX && (align & (align - 1)) == 0, "arena alignment");
    void *p = arena->newest ? take(arena->newest, size, align) : NULL;
    if (!p) {
        VF_ASSERT(size < SIZE_MAX - align, "arena request overflows");
        arena->newest = chunk_new(arena, size + align);
        p = take(arena->newest, size, align);
    }
    return p;
}

char *vf_arena_strdup(struct vf_arena *arena, const char *s) {
    size_t size = strlen(s) + 1;
    return memcpy(vf_arena_alloc(arena, size, 1), s, size);
}

void vf_arena_fini(struct vf_arena *arena) {
    for (struct vf_arena_chunk *chunk = arena->newest; chunk;) {
        struct vf_arena_chunk *next = chunk->next;
        free(chunk);
        chunk = next;
    }
    vf_arena_init(arena, arena->chunk_size);
}

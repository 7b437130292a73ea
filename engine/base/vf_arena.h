/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An arena: memory handed out piece by piece and taken back all at once. Not for sharing between threads. Dies when out
 * of memory. */
#ifndef VF_ARENA_H
#define VF_ARENA_H

#include <stddef.h>

struct vf_arena_chunk;

struct vf_arena {
    struct vf_arena_chunk *newest;
    size_t chunk_size; /* bytes of an ordinary chunk */
};

enum { VF_ARENA_ALIGN_MAX = 4096 };

/* chunk_size 0 means 64 KiB. Nothing is allocated until the first request. */
void vf_arena_init(struct vf_arena *arena, size_t chunk_size);
/* `size` bytes (0 gives a valid, unusable pointer) at a multiple of `align`, a power of two up to
 * VF_ARENA_ALIGN_MAX. Contents undefined. */
void *vf_arena_alloc(struct vf_arena *arena, size_t size, size_t align);
/* A copy of a string. */
char *vf_arena_strdup(struct vf_arena *arena, const char *s);
void vf_arena_fini(struct vf_arena *arena);

#endif

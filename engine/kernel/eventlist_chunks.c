/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The memory of the event list: chunks of events from slabs that grow and are kept between replications. See
 * vf_eventlist_chunks.h. */
#include "vf_eventlist_chunks.h"

#include <stdlib.h>

#include "vf_error.h"

struct vf_slab {
    struct vf_slab *next;
    void *memory;
    union vf_chunk *begin, *end;
};

enum { SLAB_FIRST = 64, SLAB_LAST = 16384 }; /* chunks: 32 KiB to 8 MiB */

static void use_slab(struct vf_chunk_pool *p, struct vf_slab *s) {
    p->slab = s;
    p->next = s != NULL ? s->begin : NULL;
    p->end = s != NULL ? s->end : NULL;
}

static struct vf_slab *slab_new(size_t chunks) {
    struct vf_slab *s = vf_xmalloc(sizeof *s);
    s->memory = vf_lines_realloc(NULL, 0, (chunks + 1) * VF_CHUNK_BYTES);
    uintptr_t at = ((uintptr_t)s->memory + VF_CHUNK_BYTES - 1) & ~(uintptr_t)(VF_CHUNK_BYTES - 1);
    s->next = NULL;
    s->begin = (union vf_chunk *)at;
    s->end = s->begin + chunks;
    return s;
}

static void next_slab(struct vf_chunk_pool *p) {
    struct vf_slab *s = p->slab;
    if (s == NULL) {
        p->slabs = slab_new(SLAB_FIRST);
        use_slab(p, p->slabs);
        return;
    }
    if (s->next == NULL) {
        size_t chunks = (size_t)(s->end - s->begin) * 2;
        s->next = slab_new(chunks < SLAB_LAST ? chunks : SLAB_LAST);
    }
    use_slab(p, s->next);
}

union vf_chunk *vf_chunk_take(struct vf_chunk_pool *p) {
    union vf_chunk *c = p->unused;
    if (c != NULL) {
        p->unused = c->head.next;
        return c;
    }
    if (p->next == p->end) {
        next_slab(p);
    }
    return p->next++;
}

void vf_chunk_pool_init(struct vf_chunk_pool *p) {
    *p = (struct vf_chunk_pool){NULL, NULL, NULL, NULL, NULL};
}

void vf_chunk_pool_rewind(struct vf_chunk_pool *p) {
    p->unused = NULL;
    use_slab(p, p->slabs);
}

void vf_chunk_pool_fini(struct vf_chunk_pool *p) {
    for (struct vf_slab *s = p->slabs; s != NULL;) {
        struct vf_slab *next = s->next;
        vf_lines_free(s->memory);
        free(s);
        s = next;
    }
    vf_chunk_pool_init(p);
}

void vf_eventlist_reserve(struct vf_eventlist *l, size_t n) {
    size_t chunks = SLAB_FIRST;
    while (chunks < SLAB_LAST && chunks * (VF_CHUNK_EVENTS - 1) < n) {
        chunks *= 2;
    }
    if (l->pool.slabs == NULL) {
        l->pool.slabs = slab_new(chunks);
        use_slab(&l->pool, l->pool.slabs);
    }
}

void vf_eventlist_extend(struct vf_chunk_pool *p, struct vf_bucket *b) {
    union vf_chunk *c = vf_chunk_take(p);
    c->head.next = NULL;
    if (b->put == NULL) {
        b->first = c;
    } else {
        union vf_chunk *last = vf_bucket_last(b);
        last->head.next = c;
        last->head.n = VF_CHUNK_EVENTS - 1;
    }
    b->put = &c->e[1];
}

size_t vf_eventlist_bytes(const struct vf_eventlist *l) {
    size_t chunks = 0;
    for (const struct vf_slab *s = l->pool.slabs; s != NULL; s = s->next) {
        if (s == l->pool.slab) {
            chunks += (size_t)(l->pool.next - s->begin);
            break;
        }
        chunks += (size_t)(s->end - s->begin);
    }
    return chunks * VF_CHUNK_BYTES;
}

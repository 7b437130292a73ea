/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compiled points shared by the workers of a study, private to flows: the first worker that comes to a point compiles
 * it, others that come meanwhile wait, the last one that leaves frees it. Each worker holds at most one point. */
#ifndef VF_SWEEP_CACHE_H
#define VF_SWEEP_CACHE_H

#include <pthread.h>

#include "vf_sweep.h"

/* One compiled point; read-only once it is had. */
struct vf_sweep_point {
    uint32_t point;
    unsigned users;
    bool ready;
    int code; /* of compiling; then `reason` */
    char *reason;
    struct vf_model model;
    struct vf_column *column; /* per picked indicator; metric NULL: this point has no such column */
};

struct vf_sweep_cache {
    const struct vf_sweep *s;
    int64_t warmup; /* ms, -1 = as each config says */
    pthread_mutex_t lock;
    pthread_cond_t ready;
    size_t n;
    struct vf_sweep_point **held;
};

void vf_sweep_cache_init(struct vf_sweep_cache *c, const struct vf_sweep *s, int64_t warmup);
void vf_sweep_cache_fini(struct vf_sweep_cache *c);
/* Never NULL; give back with _release. */
struct vf_sweep_point *vf_sweep_cache_get(struct vf_sweep_cache *c, uint32_t point);
void vf_sweep_cache_release(struct vf_sweep_cache *c, struct vf_sweep_point *p);

#endif

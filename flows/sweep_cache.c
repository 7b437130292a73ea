/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Points compiled once and shared: the workers of vf_sweep_run.h call get and release; a point that the config refuses
 * is had like any other, with its reason. Nothing may change a model while a worker holds its point. */
#include "vf_sweep_cache.h"

#include <stdlib.h>

#include "vf_asked.h"

void vf_sweep_cache_init(struct vf_sweep_cache *c, const struct vf_sweep *s, int64_t warmup) {
    *c = (struct vf_sweep_cache){.s = s, .warmup = warmup};
    pthread_mutex_init(&c->lock, NULL);
    pthread_cond_init(&c->ready, NULL);
}

void vf_sweep_cache_fini(struct vf_sweep_cache *c) {
    VF_ASSERT(c->n == 0, "a compiled point is still held");
    pthread_mutex_destroy(&c->lock);
    pthread_cond_destroy(&c->ready);
    free(c->held);
}

static void compile(const struct vf_sweep_cache *c, struct vf_sweep_point *p) {
    const struct vf_sweep *s = c->s;
    struct vf_config config;
    struct vf_error err = VF_ERROR_INIT;
    p->code = vf_sweep_config(s, p->point, &config, &err);
    if (p->code == VF_OK) {
        p->code = vf_asked_compile(&config, s->seed, c->warmup, &p->model, &err);
    }
    if (p->code == VF_OK) {
        p->column = vf_asked_columns(&s->measures, s->picked.column, s->picked.n, &p->model);
    } else {
        p->reason = err.n > 0 ? vf_problem_sentence(&err.items[0]) : vf_xstrdup("refused");
    }
    vf_error_fini(&err);
}

struct vf_sweep_point *vf_sweep_cache_get(struct vf_sweep_cache *c, uint32_t point) {
    struct vf_sweep_point *p = NULL;
    pthread_mutex_lock(&c->lock);
    for (size_t k = 0; k < c->n && p == NULL; k++) {
        p = c->held[k]->point == point ? c->held[k] : NULL;
    }
    if (p != NULL) {
        p->users++;
        while (!p->ready) {
            pthread_cond_wait(&c->ready, &c->lock);
        }
        pthread_mutex_unlock(&c->lock);
        return p;
    }
    p = vf_xcalloc(1, sizeof *p);
    p->point = point;
    p->users = 1;
    c->held = vf_xrealloc(c->held, (c->n + 1) * sizeof *c->held);
    c->held[c->n++] = p;
    pthread_mutex_unlock(&c->lock);
    compile(c, p);
    pthread_mutex_lock(&c->lock);
    p->ready = true;
    pthread_cond_broadcast(&c->ready);
    pthread_mutex_unlock(&c->lock);
    return p;
}

void vf_sweep_cache_release(struct vf_sweep_cache *c, struct vf_sweep_point *p) {
    pthread_mutex_lock(&c->lock);
    bool last = --p->users == 0;
    for (size_t k = 0; k < c->n && last; k++) {
        if (c->held[k] == p) {
            c->held[k] = c->held[--c->n];
            break;
        }
    }
    pthread_mutex_unlock(&c->lock);
    if (last) {
        if (p->code == VF_OK) {
            vf_model_free(&p->model);
        }
        free(p->column);
        free(p->reason);
        free(p);
    }
}

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

/* The point's own columns for the study's indicators; mostly they stand where they stand in the base. */
static void find_columns(const struct vf_sweep *s, struct vf_sweep_point *p) {
    struct vf_measures ms;
    vf_measures_new(&ms, &p->model);
    p->column = vf_xcalloc(s->picked.n + 1, sizeof *p->column);
    for (size_t k = 0; k < s->picked.n; k++) {
        p->column[k] = vf_asked_column(&s->measures, &s->measures.column[s->picked.column[k]], &ms);
    }
    vf_measures_free(&ms);
}

static void compile(struct vf_sweep_cache *c, struct vf_sweep_point *p) {
    struct vf_config config;
    struct vf_error err = VF_ERROR_INIT;
    p->code = vf_sweep_config(c->s, p->point, &config, &err);
    if (p->code == VF_OK) {
        p->code = vf_compile(&config, &p->model, &err);
        vf_vary_fini(&config);
    }
    if (p->code == VF_OK) {
        struct vf_run *run = &p->model.run;
        run->seed = c->s->seed;
        if (c->warmup >= 0) {
            run->warmup = c->warmup;
            run->horizon = run->warmup + run->duration;
        }
        find_columns(c->s, p);
    } else {
        p->reason = vf_xstrdup(err.n > 0 && err.items[0].message != NULL ? err.items[0].message : "refused");
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

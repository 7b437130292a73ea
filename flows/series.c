/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Means of the number in a unit and in its queue over equal steps: 40 steps of the window for the slope of the
 * queue (is there a steady state?), weeks of the pilot for the warm-up, days for the series of results. A control event
 * closes each step. */
#include "vf_series.h"

#include <stdlib.h>
#include <string.h>

#include "vf_account.h"
#include "vf_confidence.h"
#include "vf_warmup.h"

static int64_t number_area(const struct vf_sim *s, uint16_t u) {
    int64_t a = 0;
    for (uint16_t g = 0; g < s->m->n_groups; g++) {
        const struct vf_ledger *c = &s->cell[(size_t)u * s->m->n_groups + g];
        a += c->area + (int64_t)c->n * (s->now - c->last);
    }
    return a;
}
static int64_t queue_area(const struct vf_sim *s, uint16_t u) {
    const struct vf_area *a = &s->unit[u].released;
    return a->area + (int64_t)a->n * (s->now - a->last);
}

static int64_t admitted(const struct vf_sim *s, uint16_t u) {
    int64_t n = 0;
    for (uint16_t g = 0; g < s->m->n_groups; g++) {
        n += s->cell[(size_t)u * s->m->n_groups + g].admitted;
    }
    return n;
}

void vf_series_new(struct vf_series *r, const struct vf_model *m, int64_t step, uint32_t points) {
    *r = (struct vf_series){.step = step, .points = points};
    size_t n = (size_t)m->n_units * points + 1;
    r->number = vf_xcalloc(n, sizeof *r->number);
    r->queue = vf_xcalloc(n, sizeof *r->queue);
    r->admitted = vf_xcalloc(n, sizeof *r->admitted);
    r->before = vf_xcalloc((size_t)m->n_units * 3 + 1, sizeof *r->before);
}

void vf_series_free(struct vf_series *r) {
    free(r->number);
    free(r->queue);
    free(r->admitted);
    free(r->before);
    *r = (struct vf_series){0};
}

static void schedule(struct vf_sim *s, unsigned which, int64_t at) {
    vf_eventlist_push(&s->events, at, VF_C_CONTROL, (uint32_t)VF_CTL_SERIES << 28 | which);
}

void vf_series_start(struct vf_sim *s) {
    for (unsigned k = 0; k < VF_SERIES_N; k++) {
        struct vf_series *r = &s->series[k];
        r->n = 0;
        if (r->points != 0) {
            memset(r->before, 0, (size_t)s->m->n_units * 3 * sizeof *r->before);
            schedule(s, k, s->m->run.warmup + r->step);
        }
    }
}

/* What has been gained since the step before. */
static double gain(int64_t *before, int64_t now) {
    int64_t was = *before;
    *before = now;
    return (double)(now - was);
}

void vf_series_tick(struct vf_sim *s, unsigned which) {
    struct vf_series *r = &s->series[which];
    for (uint16_t u = 0; u < s->m->n_units; u++) {
        int64_t *before = &r->before[(size_t)u * 3];
        size_t at = (size_t)u * r->points + r->n;
        r->number[at] = gain(before, number_area(s, u)) / (double)r->step;
        r->queue[at] = gain(before + 1, queue_area(s, u)) / (double)r->step;
        r->admitted[at] = gain(before + 2, admitted(s, u));
    }
    if (++r->n < r->points) {
        schedule(s, which, s->now + r->step);
    }
}

void vf_series_end(struct vf_sim *s) {
    struct vf_series *r = &s->series[VF_SERIES_DAYS];
    if (r->n < r->points && s->now == s->m->run.warmup + (r->n + 1) * r->step) {
        vf_series_tick(s, VF_SERIES_DAYS);
    }
}

double vf_queue_slope(const struct vf_sim *s, uint16_t u) {
    const struct vf_series *r = &s->series[VF_SERIES_SLOPE];
    if (r->n < 8 || s->m->unit[u].ext_cap != VF_UNLIMITED || (s->m->unit[u].traits & VF_T_INFINITE) != 0) {
        return (double)NAN;
    }
    struct vf_slope slope;
    vf_slope_test(r->queue + (size_t)u * r->points, r->n, &slope);
    return slope.slope * (double)VF_MS_DAY / (double)r->step;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Means of the number in a unit and in its queue over equal steps: 40 steps of the window for the slope of the
 * queue (is there a steady state?), weeks of the pilot for the warm-up. A control event closes each step. */
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

void vf_series_new(struct vf_series *r, const struct vf_model *m, int64_t step, uint32_t points) {
    *r = (struct vf_series){.step = step, .points = points};
    size_t n = (size_t)m->n_units * points + 1;
    r->number = vf_xcalloc(n, sizeof *r->number);
    r->queue = vf_xcalloc(n, sizeof *r->queue);
    r->before = vf_xcalloc((size_t)m->n_units * 2 + 1, sizeof *r->before);
}

void vf_series_free(struct vf_series *r) {
    free(r->number);
    free(r->queue);
    free(r->before);
    *r = (struct vf_series){0};
}

void vf_series_start(struct vf_sim *s) {
    struct vf_series *r = &s->series;
    r->n = 0;
    if (r->points == 0) {
        return;
    }
    memset(r->before, 0, (size_t)s->m->n_units * 2 * sizeof *r->before);
    vf_eventlist_push(&s->events, s->m->run.warmup + r->step, VF_C_CONTROL, (uint32_t)VF_CTL_SERIES << 28);
}

void vf_series_tick(struct vf_sim *s) {
    struct vf_series *r = &s->series;
    for (uint16_t u = 0; u < s->m->n_units; u++) {
        int64_t n = number_area(s, u), q = queue_area(s, u);
        size_t at = (size_t)u * r->points + r->n;
        r->number[at] = (double)(n - r->before[2 * u]) / (double)r->step;
        r->queue[at] = (double)(q - r->before[2 * u + 1]) / (double)r->step;
        r->before[2 * u] = n;
        r->before[2 * u + 1] = q;
    }
    if (++r->n < r->points) {
        vf_eventlist_push(&s->events, s->now + r->step, VF_C_CONTROL, (uint32_t)VF_CTL_SERIES << 28);
    }
}

double vf_queue_slope(const struct vf_sim *s, uint16_t u) {
    const struct vf_series *r = &s->series;
    if (r->n < 8 || s->m->unit[u].ext_cap != VF_UNLIMITED || (s->m->unit[u].traits & VF_T_INFINITE) != 0) {
        return (double)NAN;
    }
    struct vf_slope slope;
    vf_slope_test(r->queue + (size_t)u * r->points, r->n, &slope);
    return slope.slope * (double)VF_MS_DAY / (double)r->step;
}

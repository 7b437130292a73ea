/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vf_study_run and the reading of results: see vf_study.h for the contract, vf_study_pool.h for the
 * machinery. */
#include "vf_study.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "vf_study_pool.h"

static int check_plan(const struct vf_study_plan *plan, const struct vf_study_options *o,
                      struct vf_error *err) {
    if (plan->points == 0 || plan->replications == 0 || plan->columns == 0 || !plan->trial) {
        return vf_error_set(err, VF_E_USAGE, "a study needs a point, a replication and an output");
    }
    if ((uint64_t)plan->points * plan->replications > UINT32_MAX) {
        return vf_error_set(err, VF_E_USAGE, "%lu points x %lu replications are more trials than %lu",
                            (unsigned long)plan->points, (unsigned long)plan->replications,
                            (unsigned long)UINT32_MAX);
    }
    VF_ASSERT(!o->fold || plan->order == VF_ORDER_POINT, "streaming runs point by point");
    return 0;
}

static int by_place(const void *a, const void *b) {
    const struct vf_study_failure *x = a, *y = b;
    if (x->point != y->point) {
        return x->point < y->point ? -1 : 1;
    }
    return (x->replication > y->replication) - (x->replication < y->replication);
}

/* Sums in index order and takes over slots and failures. */
static void take_results(struct vf_study *s, struct vf_study_pool *p) {
    const struct vf_study_plan *plan = p->plan;
    *s = (struct vf_study){.points = plan->points,
                           .replications = plan->replications,
                           .first_point = plan->first_point,
                           .first_replication = plan->first_replication,
                           .columns = plan->columns,
                           .threads = p->started,
                           .slot_size = p->slot_size,
                           .n_slots = p->n_slots,
                           .n_failures = p->n_failures,
                           .failures = p->failures};
    for (unsigned i = 0; i < p->started; i++) {
        s->done += atomic_load(&p->workers[i].worker.done);
        s->failed += atomic_load(&p->workers[i].worker.failed);
        s->events += atomic_load(&p->workers[i].worker.events);
    }
    s->partial = s->done + s->failed < p->trials;
    if (s->n_failures > 1) {
        qsort(s->failures, s->n_failures, sizeof s->failures[0], by_place);
    }
    if (p->options->fold) {
        free(p->slots);
    } else {
        s->slots = (struct vf_study_slot *)(void *)p->slots;
    }
}

static const struct vf_study_failure *failure_at(const struct vf_study *s, uint32_t point,
                                                 uint32_t replication) {
    for (size_t i = 0; i < s->n_failures; i++) {
        if (s->failures[i].point == point && s->failures[i].replication == replication) {
            return &s->failures[i];
        }
    }
    return NULL;
}

/* Which of several endings it was: broken, failed, stopped, whole. */
static int verdict(struct vf_study *s, struct vf_study_pool *p, struct vf_error *err) {
    if (atomic_load(&p->broken)) {
        int code = p->trouble.code ? p->trouble.code : VF_E_STATE;
        for (size_t i = 0; i < p->trouble.n; i++) {
            vf_error_add(err, code, &p->trouble.items[i]);
        }
        return code;
    }
    uint64_t first = atomic_load(&p->first_error);
    if (first != UINT64_MAX) {
        uint32_t point = vf_study_point_of(p->plan, first);
        uint32_t r = vf_study_replication_of(p->plan, first);
        const struct vf_study_failure *f = failure_at(s, point, r);
        unsigned long at = s->first_point + point, which = s->first_replication + r;
        return vf_error_set(err, f->code, "point %lu, replication %lu: %s", at, which, f->text);
    }
    if (s->partial) {
        return vf_error_set(err, VF_E_STOPPED, "stopped: %lu of %lu trials were run", (unsigned long)s->done,
                            (unsigned long)p->trials);
    }
    return 0;
}

int vf_study_run(struct vf_study *s, const struct vf_study_plan *plan, const struct vf_study_options *options,
                 struct vf_error *err) {
    struct vf_stop own_stop = VF_STOP_INIT;
    struct vf_study_pool pool;
    struct timespec a, b;
    memset(s, 0, sizeof *s);
    int code = check_plan(plan, options, err);
    if (code != 0) {
        return code;
    }
    clock_gettime(CLOCK_MONOTONIC, &a);
    code = vf_study_pool_init(&pool, plan, options, options->stop ? options->stop : &own_stop, err);
    if (code == 0) {
        code = vf_study_watch(&pool, err);
    }
    take_results(s, &pool);
    if (code == 0) {
        code = verdict(s, &pool, err);
    }
    vf_study_pool_fini(&pool);
    clock_gettime(CLOCK_MONOTONIC, &b);
    s->wall_s = (double)(b.tv_sec - a.tv_sec) + 1e-9 * (double)(b.tv_nsec - a.tv_nsec);
    return code;
}

void vf_study_fini(struct vf_study *s) {
    for (size_t i = 0; i < s->n_failures; i++) {
        free(s->failures[i].text);
    }
    free(s->failures);
    free(s->slots);
    memset(s, 0, sizeof *s);
}

static const struct vf_study_slot *slot_of(const struct vf_study *s, uint32_t point, uint32_t replication) {
    VF_ASSERT(s->slots, "the rows of a streaming study are not kept");
    VF_ASSERT(point < s->points && replication < s->replications, "no such trial");
    size_t index = (size_t)point * s->replications + replication;
    const unsigned char *bytes = (const unsigned char *)s->slots + s->slot_size * index;
    return (const struct vf_study_slot *)(const void *)bytes;
}

enum vf_trial_status vf_study_trial_status(const struct vf_study *s, uint32_t point, uint32_t replication) {
    return slot_of(s, point, replication)->status;
}

const double *vf_study_row(const struct vf_study *s, uint32_t point, uint32_t replication) {
    const struct vf_study_slot *slot = slot_of(s, point, replication);
    return slot->status == VF_TRIAL_DONE ? slot->row : NULL;
}

uint64_t vf_study_trial_events(const struct vf_study *s, uint32_t point, uint32_t replication) {
    return slot_of(s, point, replication)->events;
}

uint64_t vf_study_point_events(const struct vf_study *s, uint32_t point) {
    uint64_t sum = 0;
    for (uint32_t r = 0; r < s->replications; r++) {
        sum += vf_study_trial_events(s, point, r);
    }
    return sum;
}

double vf_study_point_seconds(const struct vf_study *s, uint32_t point) {
    double sum = 0.0;
    for (uint32_t r = 0; r < s->replications; r++) {
        sum += slot_of(s, point, r)->seconds;
    }
    return sum;
}

void vf_study_column(const struct vf_study *s, uint32_t point, size_t column, double *values) {
    VF_ASSERT(column < s->columns, "no such column");
    for (uint32_t r = 0; r < s->replications; r++) {
        const double *row = vf_study_row(s, point, r);
        values[r] = row ? row[column] : (double)NAN;
    }
}

size_t vf_study_values(const struct vf_study *s, uint32_t point, size_t column, double *values) {
    vf_study_column(s, point, column, values);
    if (s->pairs) {
        vf_pair_means(values, s->replications, values);
    }
    return s->pairs ? s->replications / 2 : s->replications;
}

/* n, sd and interval are those of the pairs; what is said of single replications is that of single ones. */
static void summarise_pairs(const struct vf_study *s, uint32_t point, size_t column, double *values,
                            struct vf_summary *out) {
    struct vf_summary single = *out;
    vf_summarise(values, vf_study_values(s, point, column, values), out);
    out->min = single.min;
    out->max = single.max;
    out->p05 = single.p05;
    out->p25 = single.p25;
    out->p50 = single.p50;
    out->p75 = single.p75;
    out->p95 = single.p95;
    vf_summary_years(out, single.sd, 1);
}

void vf_study_summary(const struct vf_study *s, uint32_t point, size_t column, struct vf_summary *out) {
    double *values = vf_xcalloc(s->replications, sizeof values[0]);
    vf_study_column(s, point, column, values);
    vf_summarise(values, s->replications, out);
    if (s->pairs) {
        summarise_pairs(s, point, column, values, out);
    }
    free(values);
}

void vf_study_compare(const struct vf_study *s, uint32_t a, uint32_t b, size_t column,
                      struct vf_paired *out) {
    double *values = vf_xcalloc(2 * (size_t)s->replications, sizeof values[0]);
    size_t n = vf_study_values(s, a, column, values);
    (void)vf_study_values(s, b, column, values + n);
    vf_paired_compare(values, values + n, n, out);
    free(values);
}

double vf_study_gain(const struct vf_study *s, uint32_t a, uint32_t b, size_t column) {
    double *values = vf_xcalloc(2 * (size_t)s->replications, sizeof values[0]);
    vf_study_column(s, a, column, values);
    vf_study_column(s, b, column, values + s->replications);
    for (uint32_t r = 0; r < s->replications && a != b; r++) {
        values[r] -= values[s->replications + r];
    }
    double gain = vf_antithetic_gain(values, s->replications);
    free(values);
    return gain;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small questions about a finished experiment, asked by everything that shows it: see vf_result.h. */
#include "vf_result.h"

#include <math.h>
#include <stdlib.h>

#include "vf_account.h"

uint32_t vf_result_done(const struct vf_experiment *x, size_t point) {
    uint32_t n = 0;
    for (uint32_t r = 0; x->ran && r < x->replications; r++) {
        n += vf_study_row(&x->study, (uint32_t)point, r) != NULL;
    }
    return n;
}

uint32_t vf_result_deadlocks(const struct vf_experiment *x, size_t point) {
    uint32_t n = 0;
    for (uint32_t r = 0; r < x->replications; r++) {
        const double *row = vf_study_row(&x->study, (uint32_t)point, r);
        n += row != NULL && row[x->deadlock_first] > 0;
    }
    return n;
}

void vf_result_deadlock_time(const struct vf_experiment *x, size_t point, struct vf_summary *out) {
    vf_study_summary(&x->study, (uint32_t)point, x->deadlock_first + 1, out);
}

double vf_result_window_days(const struct vf_experiment *x, size_t point) {
    struct vf_summary s;
    vf_study_summary(&x->study, (uint32_t)point, x->deadlock_first + 2, &s);
    return s.mean / (double)VF_MS_DAY;
}

double vf_result_wall(const struct vf_experiment *x, size_t point) {
    double all = 0;
    for (size_t k = 0; k < x->n_points; k++) {
        all += vf_study_point_seconds(&x->study, (uint32_t)k);
    }
    return all > 0 ? x->study.wall_s * vf_study_point_seconds(&x->study, (uint32_t)point) / all : 0;
}

double vf_result_flow(const struct vf_experiment *x, size_t point, uint32_t from, uint32_t to) {
    const struct vf_point *p = &x->point[point];
    struct vf_summary window;
    vf_study_summary(&x->study, (uint32_t)point, x->deadlock_first + 2, &window);
    double days = window.mean * (double)window.n / (double)VF_MS_DAY;
    uint64_t n = p->flow[(size_t)from * (p->model.n_units + 2U) + to];
    return n == 0 ? 0 : (double)n / days;
}

const char *const vf_result_bed_states[VF_BED_STATES] = {
    "needed",           "outlier_extra",  "lead_time",   "wait_korttids",   "wait_sabo",
    "wait_hemsjukvard", "wait_hemtjanst", "wait_kommun", "wait_mellanvard", "wait_other",
    "turnaround",       "blocked",        "transit",     "reserved"};

double vf_result_bed_days(const struct vf_experiment *x, size_t point, size_t ward, unsigned state,
                          unsigned origin) {
    const struct vf_point *p = &x->point[point];
    struct vf_summary window;
    vf_study_summary(&x->study, (uint32_t)point, x->deadlock_first + 2, &window);
    int64_t sum = 0;
    for (size_t w = 0; w < p->model.n_wards; w++) {
        sum += ward == SIZE_MAX || ward == w ? p->bed[(w * VF_BED_STATES + state) * 2 + origin] : 0;
    }
    return vf_ratio((double)sum / (double)VF_MS_DAY, (double)window.n);
}

const char *vf_result_flow_name(const struct vf_model *m, uint32_t unit, bool target) {
    if (unit < m->n_units) {
        return m->unit[unit].name;
    }
    if (!target) {
        return "outside";
    }
    return unit == m->n_units ? "exit" : "death";
}

static struct vf_result_entry entry_of(const struct vf_column *c) {
    struct vf_result_entry e = {
        .block = c->scope, .part = c->month > 0 ? VF_PART_MONTH : VF_PART_WHOLE, .which = c->month};
    switch (c->scope) {
    case VF_SCOPE_REGION: break;
    case VF_SCOPE_KOMMUN:
    case VF_SCOPE_HOSPITAL: e.of = c->org; break;
    case VF_SCOPE_GROUP: e.of = c->group; break;
    case VF_SCOPE_UNIT_GROUP:
        e.part = VF_PART_GROUP;
        e.which = c->group;
        break;
    case VF_SCOPE_POOL:
        e.part = VF_PART_POOL;
        e.which = c->pool;
        break;
    case VF_SCOPE_STAFF: e.of = c->pool; break;
    case VF_SCOPE_UNIT: break;
    }
    if (c->unit != VF_NONE16) {
        e.block = VF_SCOPE_UNIT;
        e.of = c->unit;
    }
    return e;
}

static int differ(size_t a, size_t b) { return (a > b) - (a < b); }

/* Total: no two entries have the same place among the scenario's columns. */
static int by_place(const void *va, const void *vb) {
    const struct vf_result_entry *a = va, *b = vb;
    int d = differ(a->block, b->block);
    d = d != 0 ? d : differ(a->of, b->of);
    d = d != 0 ? d : differ(a->part, b->part);
    d = d != 0 ? d : differ(a->which, b->which);
    return d != 0 ? d : differ(a->local, b->local);
}

struct vf_result_entry *vf_result_entries(const struct vf_experiment *x, size_t point) {
    const struct vf_point *p = &x->point[point];
    size_t n = p->measures.n;
    struct vf_result_entry *e = vf_xcalloc(n + 1, sizeof *e);
    for (size_t k = 0; k < n; k++) {
        e[k] = entry_of(&p->measures.column[k]);
        e[k].local = k;
        e[k].column = vf_point_column(p, k);
    }
    qsort(e, n, sizeof *e, by_place);
    return e;
}

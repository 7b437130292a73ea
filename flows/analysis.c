/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sensitivity and uncertainty from the store of a study: see vf_analysis.h. */
#include "vf_analysis.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_fields.h"
#include "vf_indices.h"
#include "vf_random.h"
#include "vf_sweep.h"

const struct vf_indices *const vf_indices_kinds[] = {&vf_indices_morris, &vf_indices_saltelli, NULL};

static uint32_t levels_of(const cJSON *axis) {
    const cJSON *values = vf_json_get(axis, "values"), *step = vf_json_get(axis, "step"),
                *scenarios = vf_json_get(axis, "scenarios");
    if (step != NULL) {
        return (uint32_t)vf_sweep_steps(vf_json_get(axis, "from")->valuedouble,
                                        vf_json_get(axis, "to")->valuedouble, step->valuedouble);
    }
    return (uint32_t)cJSON_GetArraySize(values != NULL ? values : scenarios);
}

/* The numbers of an axis with levels; of texts and scenarios their order. */
static double *numbers_of(const cJSON *axis, uint32_t levels) {
    const cJSON *step = vf_json_get(axis, "step"), *list = vf_json_get(axis, "values"),
                *item = step == NULL && list != NULL ? list->child : NULL;
    double *number = vf_xcalloc((size_t)levels + 1, sizeof *number),
           from = step != NULL ? vf_json_get(axis, "from")->valuedouble : 0,
           each = step != NULL ? step->valuedouble : 1;
    bool numeric = true;
    for (const cJSON *v = item; v != NULL; v = v->next) {
        numeric = numeric && cJSON_IsNumber(v);
    }
    for (uint32_t k = 0; k < levels; k++) {
        number[k] = item != NULL && numeric ? item->valuedouble : from + k * each;
        item = item != NULL ? item->next : NULL;
    }
    return number;
}

/* Places on the k-th axis become shares of the way from its smallest to its largest value. */
static void make_shares(struct vf_analysis *a, const cJSON *axis, size_t k) {
    const uint32_t levels = a->axis[k].levels;
    const struct vf_axis range = vf_sweep_range(axis);
    double *number = numbers_of(axis, levels),
           low = levels > 0 ? number[0] : vf_sweep_on_range(&range, a->design.kind, 0),
           high = levels > 0 ? number[0] : vf_sweep_on_range(&range, a->design.kind, 1);
    for (uint32_t i = 0; i < levels; i++) {
        low = fmin(low, number[i]);
        high = fmax(high, number[i]);
    }
    for (size_t p = 0; p < a->table.points; p++) {
        double *place = &a->place[p * a->design.n_axes + k];
        double x = levels > 0 ? number[(size_t)*place] : vf_sweep_on_range(&range, a->design.kind, *place);
        *place = high > low ? (x - low) / (high - low) : 0;
    }
    free(number);
}

static void make_design(struct vf_analysis *a) {
    const cJSON *axes = vf_json_get(a->doc->root, "axes");
    size_t n = 0;
    a->axis = vf_xcalloc(vf_map_size(axes) + 1, sizeof *a->axis);
    for (const cJSON *axis = vf_map_first(axes); axis != NULL; axis = vf_map_next(axis)) {
        a->axis[n++] = (struct vf_design_axis){axis->string, levels_of(axis)};
    }
    a->design = vf_sweep_design(vf_json_get(a->doc->root, "design"), a->axis, n);
    for (const struct vf_indices *const *k = vf_indices_kinds; *k != NULL; k++) {
        a->indices = (*k)->design == a->design.kind ? *k : a->indices;
    }
}

int vf_analysis_open(struct vf_analysis *a, const char *store, struct vf_error *err) {
    *a = (struct vf_analysis){.doc = NULL};
    int code = vf_study_table_open(&a->table, store, err);
    const char *text = a->table.study;
    code = code != VF_OK ? code : vf_json_parse_text("study", text, strlen(text), &a->doc, err);
    if (code != VF_OK) {
        return code;
    }
    make_design(a);
    if (a->indices != NULL && vf_design_count(&a->design) != a->table.points) {
        return vf_error_set(err, VF_E_STATE, "%s: %" PRIu32 " points, but the design has %" PRIu64, store,
                            a->table.points, vf_design_count(&a->design));
    }
    if (a->indices != NULL && a->indices->places) {
        a->place = vf_xcalloc((size_t)a->table.points * a->design.n_axes + 1, sizeof *a->place);
        vf_design_fill(&a->design, a->table.points, a->place);
        size_t k = 0;
        const cJSON *axes = vf_json_get(a->doc->root, "axes");
        for (const cJSON *axis = vf_map_first(axes); axis != NULL; axis = vf_map_next(axis)) {
            make_shares(a, axis, k++);
        }
    }
    return VF_OK;
}

void vf_analysis_close(struct vf_analysis *a) {
    free(a->place);
    free(a->axis);
    vf_json_doc_free(a->doc);
    vf_study_table_close(&a->table);
}

static double *read_column(struct vf_analysis *a, size_t column, int *code, struct vf_error *err) {
    double *y = vf_xcalloc((size_t)a->table.points * a->table.replications + 1, sizeof *y);
    *code = vf_study_table_column(&a->table, column, y, err);
    return y;
}

int vf_analysis_sensitivity(struct vf_analysis *a, size_t column, struct vf_sensitivity *s,
                            struct vf_error *err) {
    const struct vf_design *d = &a->design;
    int code;
    double *y = read_column(a, column, &code, err);
    struct vf_blocks b = {.n = (size_t)d->samples,
                          .size = d->n_axes + d->kind->block,
                          .replications = a->table.replications,
                          .y = y,
                          .seed = vf_key(d->seed, vf_name_key("resample"))};
    *s = (struct vf_sensitivity){
        .samples = b.n, .mean = (double)NAN, .variance = (double)NAN, .noise = (double)NAN};
    s->index = vf_xcalloc(d->n_axes * a->indices->n + 1, sizeof *s->index);
    for (size_t k = 0; k < d->n_axes * a->indices->n; k++) {
        s->index[k] = (struct vf_interval){(double)NAN, (double)NAN, (double)NAN};
    }
    if (code == VF_OK) {
        a->indices->compute(a, &b, s);
    }
    free(y);
    return code;
}

int vf_analysis_uncertainty(struct vf_analysis *a, size_t column, struct vf_components *c,
                            struct vf_error *err) {
    const struct vf_design *d = &a->design;
    size_t size = d->n_axes + d->kind->block, r = a->table.replications, n = 0;
    int code;
    double *y = read_column(a, column, &code, err);
    for (size_t p = 0; p < a->table.points; p++) {
        if (d->kind->block == 0 || p % size == 0 ||
            p % size == size - 1) { /* of saltelli the points of A and B */
            memmove(&y[n++ * r], &y[p * r], r * sizeof *y);
        }
    }
    vf_components(y, n, r, isnan(a->table.years) ? 1 : a->table.years, c);
    free(y);
    return code;
}

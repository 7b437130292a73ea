/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The series by day and month of a finished experiment: series.csv with its table of the store, and "series" of the
 * JSON document. */
#include <stdlib.h>
#include <string.h>

#include "vf_json.h"
#include "vf_result_series.h"

static const char *const periods[] = {"day", "month"};

static bool period_of(const struct vf_point *p, unsigned kind, uint32_t k, struct vf_period *out) {
    const struct vf_run *run = &p->model.run;
    if (!(kind == 0 ? run->series_day : run->series_month)) {
        return false;
    }
    return kind == 0 ? vf_transient_day(&p->series, k, out)
                     : vf_transient_month(&p->series, &p->model, k, out);
}

static const char *unit_name(const struct vf_point *p, size_t column) {
    uint16_t u = p->series.column[column].unit;
    return u == VF_NONE16 ? "" : p->model.unit[u].name;
}

static const struct vf_sheet_field fields[] = {
    {.name = "period", .kind = VF_FIELD_TEXT},  {.name = "start", .kind = VF_FIELD_TEXT},
    {.name = "days", .kind = VF_FIELD_INT},     {.name = "scope", .kind = VF_FIELD_TEXT},
    {.name = "unit", .kind = VF_FIELD_TEXT},    {.name = "metric", .kind = VF_FIELD_TEXT},
    {.name = "measure", .kind = VF_FIELD_TEXT}, {.name = "n", .kind = VF_FIELD_INT},
    {.name = "mean", .kind = VF_FIELD_REAL},    {.name = "sd", .kind = VF_FIELD_REAL},
    {.name = "ci_low", .kind = VF_FIELD_REAL},  {.name = "ci_high", .kind = VF_FIELD_REAL},
    {.name = "p05", .kind = VF_FIELD_REAL},     {.name = "p25", .kind = VF_FIELD_REAL},
    {.name = "p50", .kind = VF_FIELD_REAL},     {.name = "p75", .kind = VF_FIELD_REAL},
    {.name = "p95", .kind = VF_FIELD_REAL}};
enum { FIELDS_N = sizeof fields / sizeof *fields };

static int write_period(const struct vf_experiment *x, size_t point, unsigned kind, struct vf_sheet *sh,
                        struct vf_error *err) {
    const struct vf_point *p = &x->point[point];
    const struct vf_transient *t = &p->series;
    struct vf_period days;
    int code = VF_OK;
    for (uint32_t k = 0; code == VF_OK && period_of(p, kind, k, &days); k++) {
        char date[16];
        vf_transient_date(t, &p->model, days.from, date);
        for (size_t c = 0; c < t->n && code == VF_OK; c++) {
            const struct vf_transient_metric *metric = &vf_transient_metrics[t->column[c].metric];
            struct vf_summary s;
            vf_transient_summary(t, c, days, &s);
            const union vf_cell cells[] = {{.i = (int64_t)point},
                                           {.s = periods[kind]},
                                           {.s = date},
                                           {.i = days.to - days.from},
                                           {.s = t->column[c].unit == VF_NONE16 ? "region" : "unit"},
                                           {.s = unit_name(p, c)},
                                           {.s = metric->id},
                                           {.s = metric->unit},
                                           {.i = (int64_t)s.n},
                                           {.r = s.mean},
                                           {.r = s.sd},
                                           {.r = s.ci_low},
                                           {.r = s.ci_high},
                                           {.r = s.p05},
                                           {.r = s.p25},
                                           {.r = s.p50},
                                           {.r = s.p75},
                                           {.r = s.p95}};
            code = s.n > 0 ? vf_sheet_row(sh, cells, err) : VF_OK;
        }
    }
    return code;
}

bool vf_result_has_series(const struct vf_experiment *x) {
    bool any = false;
    for (size_t k = 0; k < x->n_points; k++) {
        any = any || x->point[k].series.n > 0;
    }
    return any;
}

int vf_result_series(const struct vf_experiment *x, const struct vf_sheet_field *scenario,
                     const struct vf_folder *folder, struct vf_store *store, struct vf_error *err) {
    struct vf_sheet_field all[FIELDS_N + 1];
    all[0] = *scenario;
    memcpy(all + 1, fields, sizeof fields);
    const struct vf_sheet_spec spec = {.table = "series",
                                       .key = "scenario, period, start, unit, metric",
                                       .fields = all,
                                       .n_fields = FIELDS_N + 1};
    struct vf_sheet sh;
    char *path = vf_folder_file(folder, "series.csv");
    int code = vf_sheet_open(&sh, &spec, store, path, err);
    free(path);
    if (code != VF_OK) {
        return code;
    }
    for (size_t k = 0; k < x->n_points && code == VF_OK; k++) {
        for (unsigned kind = 0; kind < 2 && code == VF_OK; kind++) {
            code = write_period(x, k, kind, &sh, err);
        }
    }
    if (code != VF_OK) {
        vf_sheet_abandon(&sh);
        return code;
    }
    return vf_sheet_close(&sh, err);
}

/* ---- JSON: one array per number, in the order of "start" ---- */
enum { MEAN, CI_LOW, CI_HIGH, P05, P50, P95, NUMBERS };
static const char *const numbers[NUMBERS] = {"mean", "ci_low", "ci_high", "p05", "p50", "p95"};

static void put_column(struct vf_json_writer *w, const struct vf_point *p, unsigned kind, size_t column) {
    struct vf_period days;
    vf_json_begin_object(w);
    for (unsigned j = 0; j < NUMBERS; j++) {
        vf_json_key(w, numbers[j]);
        vf_json_begin_array(w);
        for (uint32_t k = 0; period_of(p, kind, k, &days); k++) {
            struct vf_summary s;
            vf_transient_summary(&p->series, column, days, &s);
            const double value[NUMBERS] = {s.mean, s.ci_low, s.ci_high, s.p05, s.p50, s.p95};
            vf_json_number(w, value[j]);
        }
        vf_json_end_array(w);
    }
    vf_json_end_object(w);
}

/* The columns of one unit (VF_NONE16: the region) from c on; returns the next one's first. */
static size_t put_scope(struct vf_json_writer *w, const struct vf_point *p, unsigned kind, size_t c) {
    uint16_t unit = p->series.column[c].unit;
    vf_json_begin_object(w);
    for (; c < p->series.n && p->series.column[c].unit == unit; c++) {
        vf_json_key(w, vf_transient_metrics[p->series.column[c].metric].id);
        put_column(w, p, kind, c);
    }
    vf_json_end_object(w);
    return c;
}

static void put_kind(struct vf_json_writer *w, const struct vf_point *p, unsigned kind) {
    struct vf_period days;
    char date[16];
    vf_json_begin_object(w);
    vf_json_key(w, "start");
    vf_json_begin_array(w);
    for (uint32_t k = 0; period_of(p, kind, k, &days); k++) {
        vf_transient_date(&p->series, &p->model, days.from, date);
        vf_json_string(w, date);
    }
    vf_json_end_array(w);
    vf_json_key(w, "region");
    size_t c = put_scope(w, p, kind, 0);
    vf_json_key(w, "units");
    vf_json_begin_object(w);
    while (c < p->series.n) {
        vf_json_key(w, unit_name(p, c));
        c = put_scope(w, p, kind, c);
    }
    vf_json_end_object(w);
    vf_json_end_object(w);
}

void vf_result_series_json(struct vf_json_writer *w, const struct vf_point *p) {
    if (p->series.n == 0) {
        return;
    }
    vf_json_key(w, "series");
    vf_json_begin_object(w);
    for (unsigned kind = 0; kind < 2; kind++) {
        struct vf_period days;
        if (period_of(p, kind, 0, &days)) {
            vf_json_key(w, periods[kind]);
            put_kind(w, p, kind);
        }
    }
    vf_json_end_object(w);
}

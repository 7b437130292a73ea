/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two sheets of a result folder: the flow matrix of each month, and the units' balance of each month that its rows and
 * columns sum to (vf_months.h). Means over the replications that were run to their end. */
#include <stdlib.h>

#include "vf_result_sheets.h"

static void month_name(const struct vf_point *p, uint32_t month, char text[16]) {
    int32_t k = p->months.first + (int32_t)month;
    (void)snprintf(text, 16, "%04d-%02d", (int)(k / 12), (int)(k % 12 + 1));
}

static const char *name_of(const struct vf_model *m, uint32_t unit, bool target) {
    return target && unit == m->n_units + 2U ? "lost" : vf_result_flow_name(m, unit, target);
}

static double runs_of(const struct vf_experiment *x, size_t point) {
    struct vf_summary window;
    vf_study_summary(&x->study, (uint32_t)point, x->deadlock_first + 2, &window);
    return (double)window.n;
}

static int flow_rows(const struct vf_experiment *x, size_t k, struct vf_sheet *sh, struct vf_error *err) {
    struct vf_point *p = &x->point[k];
    uint32_t targets = p->model.n_units + 3U;
    double runs = runs_of(x, k);
    int code = VF_OK;
    vf_moves_merge(&p->months.moves);
    for (size_t i = 0; i < p->months.moves.n && code == VF_OK; i++) {
        const struct vf_moves *move = &p->months.moves.item[i];
        uint32_t cell = (uint32_t)(move->key & ((UINT64_C(1) << 40) - 1));
        char month[16];
        month_name(p, (uint32_t)(move->key >> 40), month);
        const union vf_cell cells[] = {{.i = (int64_t)k},
                                       {.s = month},
                                       {.s = name_of(&p->model, cell / targets, false)},
                                       {.s = name_of(&p->model, cell % targets, true)},
                                       {.r = (double)move->n / runs}};
        code = vf_sheet_row(sh, cells, err);
    }
    return code;
}

static int unit_rows(const struct vf_experiment *x, size_t k, struct vf_sheet *sh, struct vf_error *err) {
    const struct vf_point *p = &x->point[k];
    uint16_t n = p->model.n_units;
    double runs = runs_of(x, k);
    int code = VF_OK;
    for (uint32_t i = 0; i < p->months.n * n && code == VF_OK; i++) {
        const struct vf_month_unit *u = &p->months.unit[i];
        char month[16];
        uint32_t k_month = i / n;
        month_name(p, k_month, month);
        const union vf_cell cells[] = {{.i = (int64_t)k},
                                       {.s = month},
                                       {.s = p->model.unit[i % n].name},
                                       {.r = (double)p->months.days[k_month] / runs / (double)VF_MS_DAY},
                                       {.r = (double)u->start / runs},
                                       {.r = (double)u->arrivals / runs},
                                       {.r = (double)u->departures / runs},
                                       {.r = (double)u->end / runs},
                                       {.r = (double)u->away_start / runs},
                                       {.r = (double)u->away_end / runs}};
        code = vf_sheet_row(sh, cells, err);
    }
    return code;
}

typedef int rows_of(const struct vf_experiment *x, size_t point, struct vf_sheet *sh, struct vf_error *err);

static int write(const struct vf_sheets *to, const struct vf_sheet_spec *spec, const char *file,
                 rows_of *rows, struct vf_error *err) {
    struct vf_sheet sh;
    char *path = vf_folder_file(to->folder, file);
    int code = vf_sheet_open(&sh, spec, to->store, path, err);
    free(path);
    if (code != VF_OK) {
        return code;
    }
    for (size_t k = 0; k < to->x->n_points && code == VF_OK; k++) {
        code = rows(to->x, k, &sh, err);
    }
    if (code != VF_OK) {
        vf_sheet_abandon(&sh);
        return code;
    }
    return vf_sheet_close(&sh, err);
}

int vf_result_months(const struct vf_sheets *to, struct vf_error *err) {
    const struct vf_sheet_field scenario = {.name = "scenario",
                                            .kind = VF_FIELD_NAME,
                                            .labels = to->scenario,
                                            .n_labels = to->x->n_points,
                                            .references = "scenario"};
    const struct vf_sheet_field moves[] = {
        scenario,
        {.name = "month", .kind = VF_FIELD_TEXT},
        {.name = "from", .kind = VF_FIELD_TEXT},
        {.name = "to", .kind = VF_FIELD_TEXT},
        {.name = "patients", .kind = VF_FIELD_REAL},
    };
    const struct vf_sheet_field units[] = {
        scenario,
        {.name = "month", .kind = VF_FIELD_TEXT},
        {.name = "unit", .kind = VF_FIELD_TEXT},
        {.name = "days", .kind = VF_FIELD_REAL},
        {.name = "start", .kind = VF_FIELD_REAL},
        {.name = "arrivals", .kind = VF_FIELD_REAL},
        {.name = "departures", .kind = VF_FIELD_REAL},
        {.name = "end", .kind = VF_FIELD_REAL},
        {.name = "under_way_start", .kind = VF_FIELD_REAL},
        {.name = "under_way_end", .kind = VF_FIELD_REAL},
    };
    const struct vf_sheet_spec flow = {.table = "flow_month",
                                       .key = "scenario, month, \"from\", \"to\"",
                                       .fields = moves,
                                       .n_fields = sizeof moves / sizeof *moves};
    const struct vf_sheet_spec unit = {.table = "unit_month",
                                       .key = "scenario, month, unit",
                                       .fields = units,
                                       .n_fields = sizeof units / sizeof *units};
    int code = write(to, &flow, "flows_monthly.csv", flow_rows, err);
    return code == VF_OK ? write(to, &unit, "units_monthly.csv", unit_rows, err) : code;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sheets of a result folder beside the summaries: daily census, flows, bed-days by cause, occupancy
 * distribution, phases. Each goes to a CSV file and to a table of the store. */
#include <stdlib.h>

#include "vf_account.h"
#include "vf_result_series.h"
#include "vf_result_sheets.h"

enum { CENSUS_DAYS_MAX = 40 * 366 };

static struct vf_sheet_field scenario_field(const struct vf_sheets *s) {
    return (struct vf_sheet_field){.name = "scenario",
                                   .kind = VF_FIELD_NAME,
                                   .labels = s->scenario,
                                   .n_labels = s->x->n_points,
                                   .references = "scenario"};
}

static int open_sheet(const struct vf_sheets *s, struct vf_sheet *sh, const struct vf_sheet_spec *spec,
                      const char *file, struct vf_error *err) {
    char *path = vf_folder_file(s->folder, file);
    int code = vf_sheet_open(sh, spec, s->store, path, err);
    free(path);
    return code;
}

static int close_sheet(struct vf_sheet *sh, int code, struct vf_error *err) {
    if (code != VF_OK) {
        vf_sheet_abandon(sh);
        return code;
    }
    return vf_sheet_close(sh, err);
}

static int census_row(const struct vf_sheets *s, struct vf_sheet *sh, size_t k,
                      const struct vf_census_row *row, struct vf_error *err) {
    const struct vf_model *m = &s->x->point[k].model;
    char date[16];
    struct vf_date d = vf_date_from_days(vf_date_days(m->calendar.start) + row->day);
    (void)snprintf(date, sizeof date, "%04d-%02d-%02d", d.year, d.month, d.day);
    const union vf_cell cells[] = {{.i = (int64_t)k},
                                   {.s = date},
                                   {.s = m->unit[m->ward_unit[row->ward]].name},
                                   {.i = row->inskrivna},
                                   {.i = row->disponibla},
                                   {.i = row->over},
                                   {.i = row->away},
                                   {.i = row->guests},
                                   {.i = row->ready},
                                   {.i = row->boarded}};
    return vf_sheet_row(sh, cells, err);
}

static int write_census(const struct vf_sheets *s, struct vf_error *err) {
    const struct vf_sheet_field fields[] = {
        scenario_field(s),
        {.name = "date", .kind = VF_FIELD_TEXT},
        {.name = "ward", .kind = VF_FIELD_TEXT},
        {.name = "inskrivna", .kind = VF_FIELD_INT},
        {.name = "disponibla", .kind = VF_FIELD_INT},
        {.name = "overbelaggningar", .kind = VF_FIELD_INT},
        {.name = "utlokaliserade", .kind = VF_FIELD_INT},
        {.name = "utlokaliserade_hos", .kind = VF_FIELD_INT},
        {.name = "utskrivningsklara", .kind = VF_FIELD_INT},
        {.name = "boarded", .kind = VF_FIELD_INT},
    };
    const struct vf_sheet_spec spec = {.table = "census",
                                       .key = "scenario, date, ward",
                                       .fields = fields,
                                       .n_fields = sizeof fields / sizeof *fields};
    struct vf_sheet sh;
    int code = open_sheet(s, &sh, &spec, "census.csv", err);
    if (code != VF_OK) {
        return code;
    }
    for (size_t k = 0; k < s->x->n_points && code == VF_OK; k++) {
        const struct vf_point *p = &s->x->point[k];
        for (size_t i = 0; i < p->n_rows && code == VF_OK; i++) {
            if (p->rows[i].day < p->rows[0].day + CENSUS_DAYS_MAX) {
                code = census_row(s, &sh, k, &p->rows[i], err);
            }
        }
    }
    return close_sheet(&sh, code, err);
}

static int write_flows(const struct vf_sheets *s, struct vf_error *err) {
    const struct vf_sheet_field fields[] = {
        scenario_field(s),
        {.name = "from", .kind = VF_FIELD_TEXT},
        {.name = "to", .kind = VF_FIELD_TEXT},
        {.name = "per_day", .kind = VF_FIELD_REAL},
    };
    const struct vf_sheet_spec spec = {.table = "flow",
                                       .key = "scenario, \"from\", \"to\"",
                                       .fields = fields,
                                       .n_fields = sizeof fields / sizeof *fields};
    struct vf_sheet sh;
    int code = open_sheet(s, &sh, &spec, "flows.csv", err);
    if (code != VF_OK) {
        return code;
    }
    for (size_t k = 0; k < s->x->n_points; k++) {
        const struct vf_model *m = &s->x->point[k].model;
        uint32_t targets = m->n_units + 2U;
        for (uint32_t i = 0; i < (m->n_units + 1U) * targets && code == VF_OK; i++) {
            double flow = vf_result_flow(s->x, k, i / targets, i % targets);
            const union vf_cell cells[] = {{.i = (int64_t)k},
                                           {.s = vf_result_flow_name(m, i / targets, false)},
                                           {.s = vf_result_flow_name(m, i % targets, true)},
                                           {.r = flow}};
            if (flow > 0) {
                code = vf_sheet_row(&sh, cells, err);
            }
        }
    }
    return close_sheet(&sh, code, err);
}

static int bed_rows(const struct vf_sheets *s, struct vf_sheet *sh, size_t k, struct vf_error *err) {
    const struct vf_model *m = &s->x->point[k].model;
    int code = VF_OK;
    for (size_t i = 0; i < (size_t)m->n_wards * VF_BED_STATES * 2 && code == VF_OK; i++) {
        size_t w = i / (VF_BED_STATES * 2), state = i / 2 % VF_BED_STATES;
        double days = vf_result_bed_days(s->x, k, w, (unsigned)state, i % 2);
        const union vf_cell cells[] = {{.i = (int64_t)k},
                                       {.s = m->unit[m->ward_unit[w]].name},
                                       {.s = vf_result_bed_states[state]},
                                       {.s = i % 2 == 0 ? "first" : "readmission"},
                                       {.r = days}};
        if (days > 0) {
            code = vf_sheet_row(sh, cells, err);
        }
    }
    return code;
}

static int write_beds(const struct vf_sheets *s, struct vf_error *err) {
    const struct vf_sheet_field fields[] = {
        scenario_field(s),
        {.name = "ward", .kind = VF_FIELD_TEXT},
        {.name = "state", .kind = VF_FIELD_TEXT},
        {.name = "origin", .kind = VF_FIELD_TEXT},
        {.name = "bed_days", .kind = VF_FIELD_REAL},
    };
    const struct vf_sheet_spec spec = {.table = "bed_days",
                                       .key = "scenario, ward, state, origin",
                                       .fields = fields,
                                       .n_fields = sizeof fields / sizeof *fields};
    struct vf_sheet sh;
    int code = open_sheet(s, &sh, &spec, "bed_days.csv", err);
    if (code != VF_OK) {
        return code;
    }
    for (size_t k = 0; k < s->x->n_points && code == VF_OK; k++) {
        code = bed_rows(s, &sh, k, err);
    }
    return close_sheet(&sh, code, err);
}

static int occupancy_rows(const struct vf_sheets *s, struct vf_sheet *sh, size_t k, struct vf_error *err) {
    const struct vf_point *p = &s->x->point[k];
    int code = VF_OK;
    for (uint16_t u = 0; u < p->model.n_units; u++) {
        for (uint32_t n = 0; n < p->measures.dist_n[u] && code == VF_OK; n++) {
            double share = vf_experiment_occupancy(s->x, k, u, n);
            const union vf_cell cells[] = {
                {.i = (int64_t)k}, {.s = p->model.unit[u].name}, {.i = n}, {.r = share}};
            if (share > 0) {
                code = vf_sheet_row(sh, cells, err);
            }
        }
    }
    return code;
}

static int write_occupancy(const struct vf_sheets *s, struct vf_error *err) {
    const struct vf_sheet_field fields[] = {
        scenario_field(s),
        {.name = "unit", .kind = VF_FIELD_TEXT},
        {.name = "n", .kind = VF_FIELD_INT},
        {.name = "share_of_time", .kind = VF_FIELD_REAL},
    };
    const struct vf_sheet_spec spec = {.table = "occupancy",
                                       .key = "scenario, unit, n",
                                       .fields = fields,
                                       .n_fields = sizeof fields / sizeof *fields};
    struct vf_sheet sh;
    int code = open_sheet(s, &sh, &spec, "occupancy.csv", err);
    if (code != VF_OK) {
        return code;
    }
    for (size_t k = 0; k < s->x->n_points && code == VF_OK; k++) {
        code = occupancy_rows(s, &sh, k, err);
    }
    return close_sheet(&sh, code, err);
}

static int phase_rows(const struct vf_sheets *s, struct vf_sheet *sh, size_t k, struct vf_error *err) {
    const struct vf_point *p = &s->x->point[k];
    uint32_t bins = p->model.run.phase_bins;
    double hours = (double)p->model.run.phase_cycle / (double)VF_MS_HOUR;
    int code = VF_OK;
    for (uint16_t u = 0; u < p->model.n_units; u++) {
        for (uint32_t b = 0; b < bins && code == VF_OK; b++) {
            const int64_t *ph = &p->phase[((size_t)u * bins + b) * 3];
            const union vf_cell cells[] = {{.i = (int64_t)k},
                                           {.s = p->model.unit[u].name},
                                           {.r = hours * b / bins},
                                           {.r = vf_ratio((double)ph[1], (double)ph[0])},
                                           {.r = vf_ratio((double)ph[2], (double)ph[0])}};
            code = vf_sheet_row(sh, cells, err);
        }
    }
    return code;
}

static int write_phase(const struct vf_sheets *s, struct vf_error *err) {
    const struct vf_sheet_field fields[] = {
        scenario_field(s),
        {.name = "unit", .kind = VF_FIELD_TEXT},
        {.name = "hour", .kind = VF_FIELD_REAL},
        {.name = "occupancy", .kind = VF_FIELD_REAL},
        {.name = "queue", .kind = VF_FIELD_REAL},
    };
    const struct vf_sheet_spec spec = {.table = "phase",
                                       .key = "scenario, unit, hour",
                                       .fields = fields,
                                       .n_fields = sizeof fields / sizeof *fields};
    struct vf_sheet sh;
    int code = open_sheet(s, &sh, &spec, "phase.csv", err);
    if (code != VF_OK) {
        return code;
    }
    for (size_t k = 0; k < s->x->n_points && code == VF_OK; k++) {
        code = phase_rows(s, &sh, k, err);
    }
    return close_sheet(&sh, code, err);
}

int vf_result_sheets(const struct vf_experiment *x, const struct vf_folder *folder, struct vf_store *store,
                     struct vf_error *err) {
    struct vf_sheets s = {.x = x, .folder = folder, .store = store};
    bool phases = false;
    s.scenario = vf_xcalloc(x->n_points, sizeof *s.scenario);
    for (size_t k = 0; k < x->n_points; k++) {
        s.scenario[k] = x->point[k].name;
        phases = phases || x->point[k].model.run.phase_cycle > 0;
    }
    int code = write_census(&s, err);
    code = code == VF_OK ? write_flows(&s, err) : code;
    code = code == VF_OK ? vf_result_months(&s, err) : code;
    code = code == VF_OK ? write_beds(&s, err) : code;
    code = code == VF_OK ? write_occupancy(&s, err) : code;
    if (code == VF_OK && phases) {
        code = write_phase(&s, err);
    }
    if (code == VF_OK && vf_result_has_series(x)) {
        const struct vf_sheet_field scenario = scenario_field(&s);
        code = vf_result_series(x, &scenario, folder, store, err);
    }
    free(s.scenario);
    return code;
}

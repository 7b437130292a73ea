/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a study to the description of its store. */
#include "vf_sweep_spec.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "vf_json.h"

static void put_scenario(const struct vf_sweep *s, const char *name, struct vf_text *to) {
    struct vf_config varied;
    struct vf_error none = VF_ERROR_INIT;
    char hex[VF_SHA256_HEX];
    if (vf_vary(&s->base, name, NULL, 0, &varied, &none) == VF_OK) {
        vf_config_fingerprint(&varied, hex);
        vf_text_appendf(to, "\n%s", hex);
        vf_vary_fini(&varied);
    }
    vf_error_fini(&none);
}

/* The base does not say what the scenarios do that the points are of. */
static void put_scenarios(const struct vf_sweep *s, struct vf_text *to) {
    if (s->scenario != NULL) {
        put_scenario(s, s->scenario, to);
    }
    for (size_t a = 0; a < s->n_axes; a++) {
        const struct vf_axis *axis = &s->axis[a];
        for (size_t k = 0; k < axis->n_values && axis->scenarios; k++) {
            if (axis->value[k] != NULL) {
                put_scenario(s, axis->value[k]->valuestring, to);
            }
        }
    }
}

/* What decides the results. Where files lie does not; what the config says does (its own fingerprint). */
static void fingerprint(struct vf_sweep_spec *x, const struct vf_sweep *s, const char *version) {
    char config[VF_SHA256_HEX];
    struct vf_text text;
    vf_config_fingerprint(&s->base, config);
    vf_text_init(&text, (size_t)2 * VF_JSON_BYTES_MAX);
    vf_text_appendf(&text, "%s\n%s\n%" PRIu32 "\n%" PRIu64 "\n%s\n", version, config, s->replications,
                    s->seed, x->warmup);
    vf_text_puts(&text, x->study);
    put_scenarios(s, &text);
    vf_sha256_hex(text.data, text.size, x->identity);
    vf_text_fini(&text);
}

static uint32_t metric_index(struct vf_sweep_spec *x, const struct vf_sweep *s, const struct vf_metric *m) {
    size_t n = x->spec.n_metrics;
    for (size_t k = 0; k < n; k++) {
        if (strcmp(x->metrics[k].name, m->id) == 0) {
            return (uint32_t)k;
        }
    }
    x->metrics[n] = (struct vf_out_metric){.name = m->id,
                                           .unit = vf_measure_unit(&s->model, m->measure),
                                           .sv = m->sv,
                                           .en = m->en,
                                           .definition = m->definition,
                                           .kpi_id = m->kpi_id};
    x->spec.n_metrics = n + 1;
    return (uint32_t)n;
}

/* The codes of the place that a column is of, or of what that lies in; the whole region: of the only one that has one. */
static struct vf_study_place place_of(const struct vf_model *m, const struct vf_column *c) {
    struct vf_study_place place = {NULL, NULL};
    bool of_org = c->scope == VF_SCOPE_HOSPITAL || c->scope == VF_SCOPE_KOMMUN;
    uint16_t at = of_org ? c->org : c->unit != VF_NONE16 ? m->unit[c->unit].org : VF_NONE16, regions = 0;
    for (uint16_t o = 0; o < m->n_orgs && c->scope == VF_SCOPE_REGION; o++) {
        bool region = m->org[o].type == VF_ORG_REGION;
        regions += region;
        at = region ? o : at;
    }
    for (at = regions > 1 ? VF_NONE16 : at; at != VF_NONE16; at = m->org[at].parent) {
        const struct vf_org *org = &m->org[at];
        const char **code = org->type == VF_ORG_KOMMUN ? &place.kommunkod : &place.lanskod;
        *code = org->code[0] != '\0' ? org->code : *code;
    }
    return place;
}

static void make_columns(struct vf_sweep_spec *x, const struct vf_sweep *s) {
    x->metrics = vf_xcalloc(s->picked.n + 1, sizeof *x->metrics);
    x->columns = vf_xcalloc(s->picked.n + 1, sizeof *x->columns);
    x->names = vf_xcalloc(s->picked.n + 1, sizeof *x->names);
    x->places = vf_xcalloc(s->picked.n + 1, sizeof *x->places);
    for (size_t k = 0; k < s->picked.n; k++) {
        const struct vf_column *c = &s->measures.column[s->picked.column[k]];
        const char *name, *group;
        struct vf_text text;
        vf_text_init(&text, 1 << 16);
        vf_pick_names(&s->model, c, &name, &group);
        vf_pick_write(&s->model, c, &text);
        bool grouped = c->scope == VF_SCOPE_GROUP;
        x->columns[k] = (struct vf_out_column){.scope = vf_scope_name(c->scope),
                                               .unit = grouped ? "" : name,
                                               .group = grouped ? name : group,
                                               .period = "all",
                                               .metric = metric_index(x, s, c->metric)};
        x->names[k] = vf_text_take(&text);
        x->places[k] = place_of(&s->model, c);
    }
}

static void make_points(struct vf_sweep_spec *x, const struct vf_sweep *s) {
    x->axes = vf_xcalloc(s->n_axes + 1, sizeof *x->axes);
    x->cells = vf_xcalloc((size_t)s->n_points * s->n_axes + 1, sizeof *x->cells);
    for (size_t a = 0; a < s->n_axes; a++) {
        x->axes[a] = s->axis[a].name;
    }
    for (uint32_t p = 0; p < s->n_points; p++) {
        for (size_t a = 0; a < s->n_axes; a++) {
            x->cells[p * s->n_axes + a] = vf_sweep_cell(s, p, a);
        }
    }
}

void vf_sweep_spec_init(struct vf_sweep_spec *x, const struct vf_sweep *s, const char *version,
                        double warmup_days) {
    *x = (struct vf_sweep_spec){.study = vf_json_print(s->file.resolved, 0),
                                .config = vf_json_print(s->base.resolved, 0)};
    (void)snprintf(x->seed, sizeof x->seed, "%" PRIu64, s->seed);
    (void)vf_format_double(x->warmup, warmup_days);
    fingerprint(x, s, version);
    make_columns(x, s);
    make_points(x, s);
    const struct vf_study_fact facts[] = {
        {"program", "vardflode"},    {"version", version},
        {"study", x->study},         {"config", x->config},
        {"seed", x->seed},           {"warmup_days", x->warmup},
        {"design", s->design->name}, {"report_time_unit", s->model.run.report_unit_name}};
    memcpy(x->facts, facts, sizeof facts);
    x->spec.identity = x->identity;
    x->spec.facts = x->facts;
    x->spec.n_facts = sizeof facts / sizeof *facts;
    x->spec.axes = x->axes;
    x->spec.n_axes = s->n_axes;
    x->spec.metrics = x->metrics;
    x->spec.columns = x->columns;
    x->spec.column_names = (const char *const *)x->names;
    x->spec.n_columns = s->picked.n;
    x->spec.places = x->places;
    x->spec.points = s->n_points;
    x->spec.replications = s->replications;
    x->spec.cells = x->cells;
}

void vf_sweep_spec_fini(struct vf_sweep_spec *x) {
    for (size_t k = 0; k < x->spec.n_columns; k++) {
        free(x->names[k]);
    }
    free(x->names);
    free(x->places);
    free(x->study);
    free(x->config);
    free(x->axes);
    free(x->metrics);
    free(x->columns);
    free(x->cells);
}

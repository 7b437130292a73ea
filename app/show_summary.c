/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A config for people: the run, the units by level with their capacity, the groups with their arrivals, and the
 * scenarios. */
#include <math.h>
#include <string.h>

#include "vf_fields.h"
#include "vf_json.h"
#include "vf_show.h"
#include "vf_table.h"

static const char *title_of(const struct vf_call *call, const struct vf_experiment *x, size_t point) {
    const cJSON *title = vf_json_get(x->point[point].config.resolved, "title");
    if (cJSON_IsObject(title))
        title = vf_json_get(title, call->language == VF_SWEDISH ? "sv" : "en");
    return cJSON_IsString(title) ? title->valuestring : x->path;
}

static void print_run(const struct vf_call *call, const struct vf_experiment *x, const struct vf_run *run) {
    char days[VF_PEOPLE_NUMBER], warmup[VF_PEOPLE_NUMBER];
    (void)vf_people_real(days, call->language, (double)run->duration / (double)VF_MS_DAY, 0);
    (void)vf_people_real(warmup, call->language, (double)run->warmup / (double)VF_MS_DAY, 0);
    (void)fprintf(call->out,
                  VF_SAY(call->language, "%lu körningar om %s dygn, insvängning %s%s, slumpfrö %llu\n",
                         "%lu replications of %s days, warm-up %s%s, seed %llu\n"),
                  (unsigned long)x->replications, days,
                  run->warmup_auto ? VF_SAY(call->language, "automatisk", "automatic") : warmup,
                  run->warmup_auto ? "" : VF_SAY(call->language, " dygn", " days"),
                  (unsigned long long)x->seed);
}

static const char *org_name(const struct vf_model *m, const struct vf_unit *u) {
    return u->org == VF_NONE16 ? "" : m->org[u->org].name;
}

static void print_units(const struct vf_call *call, const struct vf_point *p) {
    const struct vf_table_column columns[] = {{VF_SAY(call->language, "Nivå", "Level"), VF_LEFT},
                                              {VF_SAY(call->language, "Enhet", "Unit"), VF_LEFT},
                                              {VF_SAY(call->language, "Slag", "Kind"), VF_LEFT},
                                              {VF_SAY(call->language, "Kapacitet", "Capacity"), VF_RIGHT},
                                              {VF_SAY(call->language, "Plats", "Place"), VF_LEFT}};
    bool places = p->model.n_orgs > 0;
    struct vf_table *t = vf_table_new(call->language, columns, places ? 5 : 4);
    size_t rows = 0;
    for (int level = 0; level < VF_LEVELS; level++) {
        bool first = true;
        for (uint16_t u = 0; u < p->model.n_units; u++) {
            const struct vf_unit *unit = &p->model.unit[u];
            if (unit->level != level)
                continue;
            if (first && rows > 0)
                vf_table_rule(t);
            vf_table_text(t, first ? vf_words_level[level] : "");
            vf_table_text(t, unit->name);
            vf_table_text(t, unit->kind->name);
            if (isinf(vf_point_traffic(p)->capacity_mean[u]))
                vf_table_text(t, VF_SAY(call->language, "obegränsad", "unlimited"));
            else
                vf_table_real(t, vf_point_traffic(p)->capacity_mean[u],
                              vf_point_traffic(p)->capacity_mean[u] ==
                                      floor(vf_point_traffic(p)->capacity_mean[u])
                                  ? 0
                                  : 2);
            if (places)
                vf_table_text(t, org_name(&p->model, unit));
            first = false;
            rows++;
        }
    }
    (void)fputc('\n', call->out);
    vf_table_print(t, call->out, call->colour);
    vf_table_free(t);
}

/* "akut -> medA -> kommun.korttids": the units of a path in the order they are written. */
static void put_path(struct vf_table *t, const struct vf_model *m, uint16_t g) {
    enum { WIDTH = 50 };
    struct vf_text text;
    vf_text_init(&text, 4096);
    for (uint32_t i = 0; i < m->n_nodes; i++)
        if (m->node[i].group == g) {
            if (vf_utf8_length(text.data, text.size) > WIDTH) {
                vf_text_puts(&text, ", \xe2\x80\xa6");
                break;
            }
            vf_text_appendf(&text, "%s%s", text.size ? ", " : "", m->node[i].name);
        }
    vf_table_text(t, text.data);
    vf_text_fini(&text);
}

static void print_groups(const struct vf_call *call, const struct vf_point *p) {
    const struct vf_table_column columns[] = {
        {VF_SAY(call->language, "Patientgrupp", "Patient group"), VF_LEFT},
        {VF_SAY(call->language, "Ålder", "Age"), VF_LEFT},
        {VF_SAY(call->language, "Nya/d", "New/d"), VF_RIGHT},
        {VF_SAY(call->language, "Väg", "Path"), VF_LEFT}};
    struct vf_table *t = vf_table_new(call->language, columns, 4);
    for (uint16_t g = 0; g < p->model.n_groups; g++) {
        vf_table_text(t, p->model.group[g].name);
        vf_table_text(t, vf_words_age_class[p->model.group[g].age_class]);
        vf_table_real(t, vf_point_traffic(p)->group_rate[g] * (double)VF_MS_DAY, 2);
        put_path(t, &p->model, g);
    }
    (void)fputc('\n', call->out);
    vf_table_print(t, call->out, call->colour);
    vf_table_free(t);
}

static void print_scenarios(const struct vf_call *call, const struct vf_config *config) {
    if (config->n_scenarios == 0)
        return;
    (void)fprintf(call->out, "\n%s:\n", VF_SAY(call->language, "Scenarier", "Scenarios"));
    for (size_t k = 0; k < config->n_scenarios; k++) {
        const struct vf_config_scenario *s = &config->scenarios[k];
        const char *title = call->language == VF_SWEDISH ? s->title_sv : s->title_en;
        if (title && strcmp(title, s->name) != 0)
            (void)fprintf(call->out, "  %s: %s\n", s->name, title);
        else
            (void)fprintf(call->out, "  %s\n", s->name);
    }
}

void vf_show_summary(const struct vf_call *call, const struct vf_experiment *x, size_t point) {
    const struct vf_point *p = &x->point[point];
    (void)fprintf(call->out, "%s%s%s\n", vf_terminal_escape(call->colour, VF_BOLD), title_of(call, x, point),
                  vf_terminal_escape(call->colour, VF_PLAIN));
    if (p->config.n_scenarios > 0)
        (void)fprintf(call->out, "Scenario: %s\n", p->name);
    print_run(call, x, &p->model.run);
    print_units(call, p);
    print_groups(call, p);
    print_scenarios(call, &p->config);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* STRESS-DES sections 1 to 3: objectives, logic, data. See vf_stress.h. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vf_fields.h"
#include "vf_json.h"
#include "vf_report.h"
#include "vf_show.h"
#include "vf_stress.h"

enum { REMARKS_MAX = 4096 };

const char *vf_stress_text(const struct vf_stress *s, const cJSON *value) {
    const cJSON *own =
        cJSON_IsObject(value) ? vf_json_get(value, s->language == VF_SWEDISH ? "sv" : "en") : value;
    return own && cJSON_IsString(own) ? own->valuestring : NULL;
}

static void say(struct vf_stress *s, const char *sv, const char *en) {
    vf_text_puts(s->to, VF_SAY(s->language, sv, en));
}

/* ---- 1 ---- */

static void purpose(struct vf_stress *s) {
    const char *title = vf_stress_text(s, vf_json_get(s->config, "title")),
               *text = vf_stress_text(s, vf_json_get(s->config, "description"));
    if (title)
        vf_text_appendf(s->to, "%s\n\n", title);
    if (text)
        vf_text_appendf(s->to, "%s\n", text);
    else
        s->missing =
            (struct vf_phrase)VF_PHRASE("vad modellen är till för: skriv \"description\" i konfigurationen",
                                        "what the model is for: write \"description\" in the config");
}

/* The document of a study, when it was one; what it asks for and what it varies stand there. */
static const cJSON *study_of(const struct vf_stress *s) { return vf_json_get(s->manifest, "study"); }

static void of_study(struct vf_stress *s, const cJSON *study) {
    const cJSON *points = vf_json_get(s->manifest, "points");
    char *text = vf_json_print(vf_json_get(study, "design"), 0);
    vf_text_appendf(s->to,
                    VF_SAY(s->language, "En studie av %d punkter, plan `%s`, med axlarna:\n\n",
                           "A study of %d points, design `%s`, with the axes:\n\n"),
                    cJSON_IsNumber(points) ? points->valueint : 0, text);
    free(text);
    for (const cJSON *a = vf_map_first(vf_json_get(study, "axes")); a; a = vf_map_next(a)) {
        text = vf_json_print(a, 0);
        vf_text_appendf(s->to, "- `%s`: `%s`\n", a->string, text);
        free(text);
    }
}

static void outputs(struct vf_stress *s) {
    const cJSON *asked = study_of(s) ? vf_json_get(study_of(s), "indicators") : NULL;
    if (asked) {
        say(s, "Studiens indikatorer (definitioner i `docs/METHODS.md` och i resultatens kodbok):\n\n",
            "The study's indicators (definitions in `docs/METHODS.md` and in the codebook of the "
            "results):\n\n");
        for (const cJSON *i = asked->child; i; i = i->next)
            vf_text_appendf(s->to, "- `%s`\n", i->valuestring);
        return;
    }
    say(s, "Indikatorer för hela regionen (definitioner i `docs/METHODS.md` och i resultatens kodbok):\n\n",
        "Indicators of the whole region (definitions in `docs/METHODS.md` and in the codebook of the "
        "results):\n\n");
    for (size_t c = 0; c < s->x->n_columns; c++) {
        const struct vf_global_column g = vf_experiment_column(s->x, c);
        if (g.scope == VF_SCOPE_REGION && g.month == 0)
            vf_text_appendf(s->to, "- `%s`: %s (%s)\n", g.metric->id,
                            VF_SAY(s->language, g.metric->sv, g.metric->en),
                            vf_measure_unit(&s->x->point[0].model, g.metric->measure));
    }
    say(s, "\nDessutom per sjukhus, enhet och grupp.\n", "\nAnd by hospital, unit and group.\n");
}

static void aims(struct vf_stress *s) {
    const cJSON *scenarios = vf_json_get(s->config, "scenarios");
    if (study_of(s)) {
        of_study(s, study_of(s));
        return;
    }
    for (const cJSON *c = vf_map_first(scenarios); c; c = vf_map_next(c)) {
        const char *title = vf_stress_text(s, vf_json_get(c, "title")),
                   *text = vf_stress_text(s, vf_json_get(c, "description"));
        vf_text_appendf(s->to, "- `%s`: %s%s%s\n", c->string, title ? title : "", title && text ? ". " : "",
                        text ? text : "");
    }
    if (!vf_map_first(scenarios))
        s->missing = (struct vf_phrase)VF_PHRASE(
            "vad som prövas: konfigurationen har inga scenarier; skriv \"scenarios\" med \"description\"",
            "what is tried: the config has no scenarios; write \"scenarios\" with \"description\"");
}

/* ---- 2 ---- */

static void diagram(struct vf_stress *s) {
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);
    if (!to)
        return;
    vf_show_graph(to, &s->x->point[0]);
    (void)fclose(to);
    say(s, "Graphviz (`dot -Tsvg`); patienter per dygn enligt trafikekvationerna.\n\n```dot\n",
        "Graphviz (`dot -Tsvg`); patients per day by the traffic equations.\n\n```dot\n");
    vf_text_append(s->to, text, size);
    vf_text_puts(s->to, "```\n");
    free(text);
}

static void logic(struct vf_stress *s) {
    const struct vf_model *m = &s->x->point[0].model;
    vf_text_appendf(
        s->to,
        VF_SAY(s->language,
               "%u grupper av patienter går var sin väg genom %u enheter. En patient begär en plats, väntar "
               "i kö "
               "när ingen är ledig, vårdas, och går vidare när nästa plats finns; den som inte kommer vidare "
               "håller sin plats. Avdelningar placerar enligt sin ordning: hemma, överbeläggning, "
               "utlokaliserad, kvar på akutmottagningen. ",
               "%u groups of patients go their own ways through %u units. A patient asks for a place, waits "
               "in a "
               "queue when none is free, is cared for, and goes on when the next place is there; who cannot "
               "go on "
               "keeps the place. Wards place by their order: home, extra bed, outlier, boarding in the "
               "emergency department. "),
        (unsigned)m->n_groups, (unsigned)m->n_units);
    say(s, "Reglerna står i `docs/METHODS.md`.\n", "The rules are in `docs/METHODS.md`.\n");
}

static void scenario_logic(struct vf_stress *s) {
    const cJSON *scenarios = vf_json_get(s->config, "scenarios");
    if (study_of(s)) {
        say(s, "Punkterna skiljer sig i axlarna och inget annat (1.3).\n",
            "The points differ in the axes and in nothing else (1.3).\n");
        return;
    }
    for (const cJSON *c = vf_map_first(scenarios); c; c = vf_map_next(c)) {
        const cJSON *patch = vf_json_get(c, "patch"), *levers = vf_json_get(c, "levers");
        char *text = patch ? vf_json_print(patch, 0) : NULL, *more = levers ? vf_json_print(levers, 0) : NULL;
        vf_text_appendf(s->to, "- `%s`: `%s%s%s`\n", c->string, text ? text : "", text && more ? "`, `" : "",
                        more ? more : "");
        free(text);
        free(more);
    }
    if (!vf_map_first(scenarios))
        s->missing = (struct vf_phrase)VF_PHRASE("hur scenarierna skiljer sig: det finns inga",
                                                 "how scenarios differ: there are none");
}

static void algorithms(struct vf_stress *s) {
    say(s,
        "Händelsestyrd simulering med heltalsklocka (ms). Tid då något inträffar ordnas efter tid, prioritet "
        "och "
        "löpnummer. Köer: prioritet, sedan ankomst. Plats, utlokalisering, utskrivningstimme, ledtid i "
        "arbetsdagar, "
        "återinskrivning och deadlock: `docs/METHODS.md`.\n",
        "Event scheduling with an integer clock (ms); events in order of time, priority and sequence. "
        "Queues: priority, "
        "then arrival. Placement, outliers, hour of discharge, lead time in working days, readmission and "
        "deadlock: "
        "`docs/METHODS.md`.\n");
}

static void entities(struct vf_stress *s) {
    const struct vf_model *m = &s->x->point[0].model;
    for (uint16_t g = 0; g < m->n_groups; g++)
        vf_text_appendf(s->to, "%s`%s`", g ? ", " : "", m->group[g].name);
    say(s, ".\n\nVar patient har grupp, prioritet, ankomsttid och sina egna slumptal.\n",
        ".\n\nEach patient has a group, a priority, a time of arrival and draws of its own.\n");
}

static void activities(struct vf_stress *s) {
    const struct vf_model *m = &s->x->point[0].model;
    for (uint16_t g = 0; g < m->n_groups; g++) {
        bool any = false;
        vf_text_appendf(s->to, "- `%s`: ", m->group[g].name);
        for (uint32_t n = 0; n < m->n_nodes; n++) {
            if (m->node[n].group != g)
                continue;
            vf_text_appendf(s->to, "%s%s", any ? ", " : "", m->node[n].name);
            any = true;
        }
        vf_text_puts(s->to, "\n");
    }
    say(s, "\nLängder och vägval står i konfigurationen (3.3).\n",
        "\nDurations and routing are in the config (3.3).\n");
}

static void resources(struct vf_stress *s) {
    const struct vf_point *p = &s->x->point[0];
    say(s, "| Enhet | Sort | Platser (medel) |\n|---|---|---|\n",
        "| Unit | Kind | Places (mean) |\n|---|---|---|\n");
    for (uint16_t u = 0; u < p->model.n_units; u++) {
        double n = vf_point_traffic(p)->capacity_mean[u];
        vf_text_appendf(s->to, "| `%s` | %s | ", p->model.unit[u].name, p->model.unit[u].kind->name);
        if (isinf(n))
            say(s, "obegränsat", "unlimited");
        else
            vf_text_double(s->to, round(100 * n) / 100);
        vf_text_puts(s->to, " |\n");
    }
    for (uint16_t k = 0; k < p->model.n_pools; k++)
        vf_text_appendf(s->to, k ? ", `%s`" : VF_SAY(s->language, "\nPersonal: `%s`", "\nStaff: `%s`"),
                        p->model.pool[k].name);
    vf_text_puts(s->to, p->model.n_pools ? "\n" : "");
}

static void queues(struct vf_stress *s) {
    const struct vf_model *m = &s->x->point[0].model;
    unsigned n = 0, capped = 0;
    for (uint16_t u = 0; u < m->n_units; u++) {
        bool finite = (m->unit[u].traits & VF_T_INFINITE) == 0;
        n += finite;
        capped += finite && m->unit[u].ext_cap != VF_UNLIMITED;
    }
    vf_text_appendf(
        s->to,
        VF_SAY(s->language,
               "En kö framför var och en av %u enheter: prioritet, sedan ankomst; %u har ett tak.\n",
               "A queue before each of %u units: priority, then arrival; %u have a cap.\n"),
        n, capped);
}

static void entry_exit(struct vf_stress *s) {
    const cJSON *groups = vf_json_get(s->config, "groups");
    for (const cJSON *g = vf_map_first(groups); g; g = vf_map_next(g)) {
        const cJSON *arrivals = vf_json_get(g, "arrivals");
        const cJSON *kind = cJSON_IsObject(arrivals) ? vf_map_first(arrivals) : NULL;
        if (kind)
            vf_text_appendf(s->to, "- `%s`: %s\n", g->string, kind->string);
    }
    say(s, "\nPatienter kommer enligt sina gruppers inflöden och lämnar modellen hem eller som avlidna.\n",
        "\nPatients come by the inflows of their groups and leave the model for home, or by death.\n");
}

/* ---- 3 ---- */

struct remarks {
    size_t n;
    const char *text[REMARKS_MAX];
};

static void put_remark(struct vf_stress *s, struct remarks *r, const char *of, const char *text) {
    for (size_t k = 0; k < r->n; k++)
        if (strcmp(r->text[k], text) == 0)
            return;
    if (r->n < REMARKS_MAX) {
        r->text[r->n++] = text;
        vf_text_appendf(s->to, "- %s%s%s%s\n", *of ? "`" : "", of, *of ? "`: " : "", text);
    }
}

/* Remarks under one key anywhere in the config, each text once, with the name it stands under. */
static void gather(struct vf_stress *s, struct remarks *r, const cJSON *at, const char *key) {
    const cJSON *own = cJSON_IsObject(at) ? vf_json_get(at, key) : NULL;
    const char *text = vf_stress_text(s, own);
    if (text)
        put_remark(s, r, at->string ? at->string : "", text);
    for (const cJSON *child = at->child; child; child = child->next)
        if (child != own)
            gather(s, r, child, key);
}

static bool remarks(struct vf_stress *s, const char *key) {
    struct remarks *r = vf_xcalloc(1, sizeof *r);
    gather(s, r, s->config, key);
    bool any = r->n > 0;
    free(r);
    return any;
}

static void sources(struct vf_stress *s) {
    if (!remarks(s, "source"))
        s->missing = (struct vf_phrase)VF_PHRASE(
            "varifrån talen kommer: skriv \"source\" vid dem i konfigurationen",
            "where figures come from: write \"source\" beside them in the config");
}

static void preprocessing(struct vf_stress *s) {
    if (!remarks(s, "note"))
        s->missing = (struct vf_phrase)VF_PHRASE(
            "hur data gjordes om till tal i modellen (bearbetning, kalibrering): skriv \"note\" vid dem",
            "how data were made into figures of the model (processing, calibration): write \"note\" beside "
            "them");
}

static void parameters(struct vf_stress *s) {
    const char *hash = vf_stress_text(s, vf_json_get(s->manifest, "config_sha256"));
    vf_text_appendf(
        s->to,
        VF_SAY(s->language,
               "Alla i `config.json` i resultatmappen (SHA-256 %s), sammanfogad och i sin helhet.\n",
               "All in `config.json` of the result folder (SHA-256 %s), merged and whole.\n"),
        hash ? hash : "?");
}

static void assumptions(struct vf_stress *s) {
    if (!remarks(s, "assumed"))
        s->missing = (struct vf_phrase)VF_PHRASE(
            "vad som är antaget: skriv \"assumed\" vid talen i konfigurationen",
            "what is assumed: write \"assumed\" beside the figures in the config");
}

const struct vf_stress_item vf_stress_model[] = {
    {"1.1", VF_PHRASE("Modellens syfte", "Purpose of the model"), purpose},
    {"1.2", VF_PHRASE("Utdata", "Model outputs"), outputs},
    {"1.3", VF_PHRASE("Experimentens syfte", "Experimentation aims"), aims},
    {"2.1", VF_PHRASE("Översiktsbild", "Base model overview diagram"), diagram},
    {"2.2", VF_PHRASE("Modellens logik", "Base model logic"), logic},
    {"2.3", VF_PHRASE("Scenariernas logik", "Scenario logic"), scenario_logic},
    {"2.4", VF_PHRASE("Algoritmer", "Algorithms"), algorithms},
    {"2.5.1", VF_PHRASE("Entiteter", "Entities"), entities},
    {"2.5.2", VF_PHRASE("Aktiviteter", "Activities"), activities},
    {"2.5.3", VF_PHRASE("Resurser", "Resources"), resources},
    {"2.5.4", VF_PHRASE("Köer", "Queues"), queues},
    {"2.5.5", VF_PHRASE("In- och utgångar", "Entry and exit points"), entry_exit},
    {"3.1", VF_PHRASE("Datakällor", "Data sources"), sources},
    {"3.2", VF_PHRASE("Bearbetning", "Pre-processing"), preprocessing},
    {"3.3", VF_PHRASE("Parametrar", "Input parameters"), parameters},
    {"3.4", VF_PHRASE("Antaganden", "Assumptions"), assumptions},
    {NULL, VF_PHRASE(NULL, NULL), NULL},
};

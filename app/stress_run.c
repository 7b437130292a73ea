/* SPDX-License-Identifier: GPL-3.0-or-later */
/* STRESS-DES sections 4 to 6: experimentation, implementation, access; and the document as a whole. See vf_stress.h. */
#include <math.h>
#include <stdlib.h>

#include "vf_json.h"
#include "vf_stress.h"

static double number_of(const struct vf_stress *s, const char *key) {
    const cJSON *value = vf_json_get(s->manifest, key);
    return value && cJSON_IsNumber(value) ? value->valuedouble : (double)NAN;
}

static void put(struct vf_stress *s, const char *key) { vf_text_double(s->to, number_of(s, key)); }

static void say(struct vf_stress *s, const char *sv, const char *en) {
    vf_text_puts(s->to, VF_SAY(s->language, sv, en));
}

/* ---- 4 ---- */

static void initialisation(struct vf_stress *s) {
    const struct vf_model *m = &s->x->point[0].model;
    unsigned filled = 0;
    double told = number_of(s, "warmup_days"),
           days = isnan(told) ? (double)m->run.warmup / (double)VF_MS_DAY : told;
    for (uint16_t u = 0; u < m->n_units; u++)
        filled += m->unit[u].start_n > 0;
    say(s, "Uppvärmning: ", "Warm-up: ");
    vf_text_double(s->to, days);
    say(s, " dygn", " days");
    if (cJSON_IsTrue(vf_json_get(s->manifest, "warmup_auto")))
        say(s, ", funnen med MSER-5", ", found by MSER-5");
    vf_text_appendf(s->to,
                    VF_SAY(s->language, ". %u av %u enheter börjar med patienter, övriga tomma.\n",
                           ". %u of %u units begin with patients, the others empty.\n"),
                    filled, (unsigned)m->n_units);
    if (!(days > 0) && filled == 0 && !m->run.transient)
        s->missing = (struct vf_phrase)VF_PHRASE(
            "varför en tom modell är rätt början: ingen uppvärmning och inget i gång från början",
            "why an empty model is the right beginning: no warm-up, and nothing under way at the start");
}

static void run_length(struct vf_stress *s) {
    const struct vf_run *run = &s->x->point[0].model.run;
    if (run->stop_after_arrivals != UINT64_MAX) {
        vf_text_appendf(s->to, VF_SAY(s->language, "%llu ankomster.\n", "%llu arrivals.\n"),
                        (unsigned long long)run->stop_after_arrivals);
        return;
    }
    vf_text_double(s->to, (double)run->duration / (double)VF_MS_DAY);
    say(s, " dygn efter uppvärmningen.\n", " days after the warm-up.\n");
}

static void estimation(struct vf_stress *s) {
    put(s, "replications");
    say(s,
        " körningar med olika slumptal; 95 % konfidensintervall (Student) av medelvärdet och 95 % "
        "prediktionsintervall "
        "av ett enskilt år. Samma patienter möter varje scenario (gemensamma slumptal), och skillnader är "
        "parade.",
        " replications with different random numbers; 95 % confidence interval (Student) of the mean and 95 "
        "% "
        "prediction interval of a single year. The same patients meet every scenario (common random "
        "numbers), and "
        "differences are paired.");
    vf_text_puts(s->to, "\n");
    if (!(number_of(s, "replications") > 1))
        s->missing = (struct vf_phrase)VF_PHRASE("osäkerheten: en enda körning ger inga intervall",
                                                 "the uncertainty: a single replication gives no intervals");
}

/* ---- 5 ---- */

static void software(struct vf_stress *s) {
    const cJSON *program = vf_json_get(s->manifest, "program"), *argv = vf_json_get(s->manifest, "argv");
    const char *version = vf_stress_text(s, vf_json_get(program, "version"));
    vf_text_appendf(s->to,
                    VF_SAY(s->language, "Vårdflöde %s, skrivet i C11 (GPL-3.0-or-later). Kommando: `",
                           "Vårdflöde %s, written in C11 (GPL-3.0-or-later). Command: `"),
                    version ? version : "?");
    for (const cJSON *word = argv ? argv->child : NULL; word; word = word->next)
        vf_text_appendf(s->to, "%s%s", word == argv->child ? "" : " ", word->valuestring);
    vf_text_puts(s->to, "`\n");
}

static void sampling(struct vf_stress *s) {
    say(s,
        "Varje dragning är en ren funktion av frö, körning, patient, ändamål och tillfälle: en räknare genom "
        "en "
        "64-bitars blandare (`docs/METHODS.md`). Lagar dras genom inversion där det går. Frö ",
        "Every draw is a pure function of seed, replication, patient, purpose and occasion: a counter "
        "through a "
        "64-bit mixer (`docs/METHODS.md`). Laws are drawn by inversion where that can be done. Seed ");
    put(s, "seed");
    say(s, ", första körning ", ", first replication ");
    put(s, "first_replication");
    vf_text_puts(s->to, ".\n");
}

static void execution(struct vf_stress *s) {
    say(s,
        "Händelsestyrd; samtidiga händelser i ordningen prioritet, löpnummer. Körningarna fördelas på trådar "
        "(",
        "Event scheduling; events at one time in order of priority and sequence. Replications are spread "
        "over threads (");
    put(s, "threads");
    say(s, "), och resultatet är detsamma hur många de än är. Körningar klara: ",
        "), and the results are the same whatever their number. Replications done: ");
    put(s, "trials_done");
    vf_text_puts(s->to, ".\n");
    if (cJSON_IsTrue(vf_json_get(s->manifest, "partial")))
        s->missing = (struct vf_phrase)VF_PHRASE("resten av körningarna: körningen avbröts",
                                                 "the rest of the replications: the run was stopped");
}

static void system_spec(struct vf_stress *s) {
    const cJSON *host = vf_json_get(s->manifest, "host"),
                *processors = host ? vf_json_get(host, "processors") : NULL;
    static const char *const keys[] = {"system", "release", "machine"};
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
        const char *text = host ? vf_stress_text(s, vf_json_get(host, keys[k])) : NULL;
        vf_text_appendf(s->to, "%s%s", k ? " " : "", text ? text : "?");
    }
    if (processors && cJSON_IsNumber(processors))
        vf_text_appendf(s->to, VF_SAY(s->language, ", %d processorer", ", %d processors"),
                        processors->valueint);
    vf_text_puts(s->to, ". ");
    put(s, "events");
    say(s, " händelser på ", " events in ");
    if (isnan(number_of(s, "wall_s"))) /* a merge does not know */
        vf_text_puts(s->to, "?");
    else
        vf_text_double(s->to, round(100 * number_of(s, "wall_s")) / 100);
    vf_text_puts(s->to, " s.\n");
    if (!host)
        s->missing = (struct vf_phrase)VF_PHRASE("datorn: den står inte i manifest.json",
                                                 "the machine: manifest.json does not say");
}

/* ---- 6 ---- */

static void sharing(struct vf_stress *s) {
    if (s->access)
        vf_text_appendf(s->to, "%s\n", s->access);
    else
        s->missing = (struct vf_phrase)VF_PHRASE(
            "var program och konfiguration kan hämtas (adress, DOI, licens): ange --access TEXT",
            "where program and config can be had (address, DOI, licence): give --access TEXT");
}

const struct vf_stress_item vf_stress_run[] = {
    {"4.1", VF_PHRASE("Början", "Initialisation"), initialisation},
    {"4.2", VF_PHRASE("Längd", "Run length"), run_length},
    {"4.3", VF_PHRASE("Skattning", "Estimation approach"), estimation},
    {"5.1", VF_PHRASE("Programvara", "Software or programming language"), software},
    {"5.2", VF_PHRASE("Slumptal", "Random sampling"), sampling},
    {"5.3", VF_PHRASE("Körning", "Model execution"), execution},
    {"5.4", VF_PHRASE("Dator", "System specification"), system_spec},
    {"6.1", VF_PHRASE("Tillgång till modellen", "Computer model sharing statement"), sharing},
    {NULL, VF_PHRASE(NULL, NULL), NULL},
};

/* ---- The document ---- */

static const struct vf_phrase sections[] = {
    VF_PHRASE("1. Syfte", "1. Objectives"),
    VF_PHRASE("2. Logik", "2. Logic"),
    VF_PHRASE("3. Data", "3. Data"),
    VF_PHRASE("4. Experiment", "4. Experimentation"),
    VF_PHRASE("5. Genomförande", "5. Implementation"),
    VF_PHRASE("6. Tillgång", "6. Code access"),
};

static void write_item(struct vf_stress *s, const struct vf_stress_item *item, struct vf_text *lacking,
                       struct vf_stress_count *count) {
    s->missing = (struct vf_phrase){NULL, NULL};
    if (item->number[2] == '1' && item->number[3] == '\0')
        vf_text_appendf(s->to, "## %s\n\n", vf_say(s->language, sections[item->number[0] - '1']));
    vf_text_appendf(s->to, "### %s %s\n\n", item->number, vf_say(s->language, item->title));
    item->write(s);
    count->items++;
    if (s->missing.en) {
        const char *what = vf_say(s->language, s->missing);
        count->missing++;
        vf_text_appendf(s->to, VF_SAY(s->language, "**Saknas:** %s.\n", "**Missing:** %s.\n"), what);
        vf_text_appendf(lacking, "- %s %s: %s\n", item->number, vf_say(s->language, item->title), what);
    }
    vf_text_puts(s->to, "\n");
}

struct vf_stress_count vf_stress_write(struct vf_stress *s) {
    struct vf_stress_count count = {0, 0};
    struct vf_text lacking;
    vf_text_init(&lacking, 1 << 16);
    say(s,
        "# STRESS-DES: rapportering av simuleringen\n\nChecklistan i Monks m.fl. (Journal of Simulation "
        "13(1), 2019), "
        "ifylld ur konfiguration och manifest.\n\n",
        "# STRESS-DES: reporting of the simulation\n\nThe checklist of Monks et al. (Journal of Simulation "
        "13(1), 2019), "
        "filled from config and manifest.\n\n");
    for (const struct vf_stress_item *item = vf_stress_model; item->number; item++)
        write_item(s, item, &lacking, &count);
    for (const struct vf_stress_item *item = vf_stress_run; item->number; item++)
        write_item(s, item, &lacking, &count);
    vf_text_appendf(s->to,
                    VF_SAY(s->language, "## Vad som saknas\n\n%zu av %zu punkter är ifyllda.\n",
                           "## What is missing\n\n%zu of %zu items are filled.\n"),
                    count.items - count.missing, count.items);
    vf_text_appendf(s->to, "%s%s", lacking.size ? "\n" : "", lacking.size ? lacking.data : "");
    vf_text_fini(&lacking);
    return count;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vardflode bench: how many events a second, in one thread, on the standard models and the Swedish base region. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "vf_bench.h"
#include "vf_command.h"
#include "vf_json.h"
#include "vf_table.h"

enum { BASE_CUSTOMERS = 10000000, PATIENTS = 100000, LINES = 8, SOON = 1 << 16 };
static const char REGION[] = "configs/regioner/bas.json", SCENARIO[] = "nulage";

struct line {
    const char *name;
    struct vf_bench_job job;
    struct vf_bench_result result;
};

static void put_json(struct vf_json_writer *w, const struct line *l) {
    double events = (double)l->result.events;
    vf_json_begin_object(w);
    vf_json_key_string(w, "model", l->name);
    if (l->job.customers)
        vf_json_key_integer(w, "customers", (long long)l->job.customers);
    vf_json_key_integer(w, "events", (long long)l->result.events);
    vf_json_key_number(w, "cpu_s", l->result.cpu_s);
    vf_json_key_number(w, "wall_s", l->result.wall_s);
    vf_json_key_number(w, "events_per_s", l->result.cpu_s > 0 ? events / l->result.cpu_s : 0);
    vf_json_key_number(w, "ns_per_event", events > 0 ? 1e9 * l->result.cpu_s / events : 0);
    if (l->job.populated) {
        vf_json_key_integer(w, "patients", (long long)l->job.patients);
        vf_json_key_number(w, "peak_bytes_per_patient", l->result.peak_bytes / (double)l->job.patients);
    }
    if (l->job.replications) {
        char digest[24];
        (void)snprintf(digest, sizeof digest, "%016" PRIx64, l->result.digest);
        vf_json_key_integer(w, "replications", (long long)l->result.replications);
        vf_json_key_integer(w, "threads", (long long)l->job.threads);
        vf_json_key_string(w, "digest", digest);
    }
    vf_json_end_object(w);
}

static void print_json(const struct vf_call *call, const struct line *lines, size_t n, bool alone) {
    struct vf_text text;
    struct vf_json_writer w;
    vf_text_init(&text, SOON);
    vf_json_writer_init(&w, &text, 0);
    if (!alone)
        vf_json_begin_array(&w);
    for (size_t k = 0; k < n; k++)
        put_json(&w, &lines[k]);
    if (!alone)
        vf_json_end_array(&w);
    (void)fprintf(call->out, "%s\n", text.data);
    vf_text_fini(&text);
}

static void print_table(const struct vf_call *call, const struct line *lines, size_t n) {
    const struct vf_table_column columns[] = {
        {VF_SAY(call->language, "Modell", "Model"), VF_LEFT},
        {VF_SAY(call->language, "Händelser", "Events"), VF_RIGHT},
        {VF_SAY(call->language, "CPU-tid, s", "CPU time, s"), VF_RIGHT},
        {VF_SAY(call->language, "Miljoner händelser/s", "Million events/s"), VF_RIGHT},
        {VF_SAY(call->language, "ns per händelse", "ns per event"), VF_RIGHT}};
    struct vf_table *t = vf_table_new(call->language, columns, 5);
    for (size_t k = 0; k < n; k++) {
        double events = (double)lines[k].result.events, cpu = lines[k].result.cpu_s;
        vf_table_text(t, lines[k].name);
        vf_table_count(t, (int64_t)lines[k].result.events);
        vf_table_real(t, cpu, 2);
        vf_table_real(t, cpu > 0 ? events / cpu / 1e6 : 0, 2);
        vf_table_real(t, events > 0 ? 1e9 * cpu / events : 0, 1);
    }
    vf_table_print(t, call->out, call->colour);
    vf_table_free(t);
}

static struct line line_of(const struct vf_call *call, const struct vf_bench_model *m) {
    const struct vf_options *o = &call->options;
    struct line l = {.name = m->name, .job = {.name = m->name, .text = m->text, .populated = m->populated}};
    l.job.customers = (uint64_t)vf_option_integer(o, "customers", BASE_CUSTOMERS);
    l.job.seed = (uint64_t)vf_option_integer(o, "seed", 0);
    l.job.replications = (uint32_t)vf_option_integer(o, "replications", 0);
    l.job.threads = (unsigned)vf_option_integer(o, "threads", 1);
    if (m->populated)
        l.job.patients = (uint64_t)vf_option_integer(o, "patients", PATIENTS);
    return l;
}

/* All standard models, and the base region where there is one. */
static size_t all_lines(const struct vf_call *call, struct line *lines) {
    size_t n = 0;
    for (const struct vf_bench_model *m = vf_bench_models; m->name; m++)
        if (!m->populated)
            lines[n++] = line_of(call, m);
    if (access(REGION, R_OK) == 0)
        lines[n++] = (struct line){.name = "region", .job = {.name = REGION}};
    else if (!call->quiet)
        (void)fprintf(call->messages,
                      VF_SAY(call->language, "basregionen utelämnad: %s finns inte här\n",
                             "the base region is left out: %s is not here\n"),
                      REGION);
    return n;
}

static void print_start(const struct vf_call *call, const struct vf_bench_start *at) {
    struct vf_text text;
    vf_text_init(&text, SOON);
    if (vf_option_given(&call->options, "json")) {
        struct vf_json_writer w;
        vf_json_writer_init(&w, &text, 0);
        vf_json_begin_object(&w);
        vf_json_key_number(&w, "ready_ms", at->ready_ms);
        vf_json_key_number(&w, "first_event_ms", at->event_ms);
        vf_json_key_integer(&w, "patients", (long long)at->patients);
        vf_json_end_object(&w);
    } else {
        char ready[VF_PEOPLE_NUMBER], event[VF_PEOPLE_NUMBER], patients[VF_PEOPLE_NUMBER];
        (void)vf_people_real(ready, call->language, at->ready_ms, 1);
        (void)vf_people_real(event, call->language, at->event_ms, 1);
        (void)vf_people_count(patients, call->language, (int64_t)at->patients);
        vf_text_appendf(&text,
                        VF_SAY(call->language,
                               "läst, prövad och kompilerad efter %s ms CPU; första händelsen, med %s "
                               "patienter på plats, efter %s ms",
                               "read, checked and compiled after %s ms of CPU; first event, with %s "
                               "patients in place, after %s ms"),
                        ready, patients, event);
    }
    (void)fprintf(call->out, "%s\n", text.data);
    vf_text_fini(&text);
}

static int start(const struct vf_call *call, struct vf_error *err) {
    struct vf_bench_start at;
    int code = vf_bench_start(REGION, SCENARIO, &at, err);
    if (code == VF_OK)
        print_start(call, &at);
    return code;
}

static int run(struct vf_call *call, struct vf_error *err) {
    if (vf_option_given(&call->options, "start"))
        return start(call, err);
    struct line lines[LINES];
    const char *name = vf_option_text(&call->options, "model", NULL);
    size_t n = 1;
    if (name)
        lines[0] = line_of(call, vf_bench_model_find(name));
    else
        n = all_lines(call, lines);
    for (size_t k = 0; k < n; k++) {
        int code = vf_bench_run(&lines[k].job, &lines[k].result, err);
        if (code != VF_OK)
            return code;
    }
    if (vf_option_given(&call->options, "json"))
        print_json(call, lines, n, name != NULL);
    else
        print_table(call, lines, n);
    return VF_OK;
}

static const struct vf_option options[] = {
    {.name = "model",
     .kind = VF_OPTION_CHOICE,
     .value = "MODEL",
     .choices = "mm1|mm50|tandem|mminf",
     .help = VF_PHRASE("bara den här modellen", "only this model")},
    {.name = "customers",
     .kind = VF_OPTION_INTEGER,
     .value = "N",
     .min = 1,
     .max = INT64_C(1000000000),
     .help = VF_PHRASE("antal ankomster (annars 10 miljoner)", "number of arrivals (default 10 million)")},
    {.name = "patients",
     .kind = VF_OPTION_INTEGER,
     .value = "P",
     .min = 1,
     .max = 100000000,
     .help = VF_PHRASE("mminf: antal patienter från början och i medeltal (annars 100 000)",
                       "mminf: number of patients at the start and on average (default 100 000)")},
    {.name = "replications",
     .letter = 'n',
     .kind = VF_OPTION_INTEGER,
     .value = "N",
     .min = 1,
     .max = 1000000000,
     .help = VF_PHRASE("så många korta körningar (hela tusental), med alla mått avlästa, i stället för en",
                       "so many short runs (in thousands), all indicators read, instead of one")},
    {.name = "threads",
     .kind = VF_OPTION_INTEGER,
     .value = "T",
     .min = 1,
     .max = 1024,
     .help = VF_PHRASE("trådar för dem (annars 1)", "threads for these (default 1)")},
    {.name = "start",
     .help = VF_PHRASE("i stället: från programmets början till basregionens första händelse",
                       "instead: from the beginning of the program to the base region's first event")},
    VF_OPTION_ROW_SEED,
    VF_OPTION_ROW_JSON,
    VF_OPTION_END,
};

const struct vf_command vf_cmd_bench = {
    .name = "bench",
    .summary = VF_PHRASE("mät hur fort händelser simuleras", "measure how fast events are simulated"),
    .about =
        VF_PHRASE("En tråd, en körning per modell, trådens CPU-tid. mm1, mm50 och tandem är "
                  "configs/validation/bench_*.json; "
                  "mminf har ingen kö och börjar i jämvikt; region är configs/regioner/bas.json.",
                  "One thread, one run of each model, CPU time of the thread. mm1, mm50 and tandem are "
                  "configs/validation/bench_*.json; mminf has no queue and starts in equilibrium; region is "
                  "configs/regioner/bas.json."),
    .options = options,
    .examples = {{"vardflode bench --model mm50 --customers 200000",
                  VF_PHRASE("en modell, en blick", "one model, a glance")},
                 {"vardflode bench --model mminf --customers 100000 --patients 10000 --json",
                  VF_PHRASE("för program", "for programs")},
                 {"vardflode bench --model tandem --customers 100 --replications 2000 --threads 2",
                  VF_PHRASE("många korta körningar", "many short runs")}},
    .run = run,
};

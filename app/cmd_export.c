/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vardflode export DIR|LOG: the event log of a run, patient by patient, for process mining. */
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vf_command.h"
#include "vf_export.h"
#include "vf_json.h"
#include "vf_text.h"

enum { DOCUMENT_MAX = 1 << 16 };

static char *joined(const char *a, const char *b, const char *c) {
    size_t n = strlen(a) + strlen(b) + strlen(c) + 1;
    char *text = vf_xmalloc(n);
    (void)snprintf(text, n, "%s%s%s", a, b, c);
    return text;
}

/* The log of a result folder: beside its manifest, or where it was written. */
static int log_of_folder(const struct vf_call *call, const char *folder, const char *manifest, char **log,
                         struct vf_error *err) {
    struct vf_json_doc *doc = NULL;
    int code = vf_json_parse_file(manifest, &doc, err);
    if (code != VF_OK)
        return code;
    const cJSON *fact = vf_json_get(doc->root, "event_log");
    if (cJSON_IsString(fact)) {
        const char *slash = strrchr(fact->valuestring, '/');
        *log = joined(folder, "/", slash ? slash + 1 : fact->valuestring);
        if (access(*log, F_OK) != 0) {
            free(*log);
            *log = vf_xstrdup(fact->valuestring);
        }
    } else {
        code = vf_error_set(err, VF_E_USAGE, "%s: %s", folder,
                            VF_SAY(call->language, "körningen skrev ingen händelselogg; kör om med --log",
                                   "the run wrote no event log; run again with --log"));
    }
    vf_json_doc_free(doc);
    return code;
}

static int find_log(const struct vf_call *call, const char *operand, char **log, struct vf_error *err) {
    char *manifest = joined(operand, "/", "manifest.json");
    int code = VF_OK;
    if (access(manifest, F_OK) == 0)
        code = log_of_folder(call, operand, manifest, log, err);
    else
        *log = vf_xstrdup(operand);
    free(manifest);
    return code;
}

/* LOG.csv -> LOG.xes, or LOG-export.csv. */
static char *default_name(const char *log, enum vf_export_format format) {
    size_t n = strlen(log);
    if (n > 4 && strcmp(log + n - 4, ".csv") == 0)
        n -= 4;
    char *stem = vf_xstrdup(log);
    stem[n] = '\0';
    char *name = joined(stem, format == VF_EXPORT_XES ? ".xes" : "-export.csv", "");
    free(stem);
    return name;
}

/* Signals are held back while it works, and asked after: so what is half done is always cleared away. */
static void end_signals(sigset_t *set) {
    (void)sigemptyset(set);
    (void)sigaddset(set, SIGINT);
    (void)sigaddset(set, SIGTERM);
    (void)sigaddset(set, SIGHUP);
}
static bool signalled(void *set) {
    sigset_t pending;
    int number;
    return sigpending(&pending) == 0 &&
           (sigismember(&pending, SIGINT) == 1 || sigismember(&pending, SIGTERM) == 1 ||
            sigismember(&pending, SIGHUP) == 1) &&
           sigwait(set, &number) == 0;
}

static void tell(const struct vf_call *call, const struct vf_export *x) {
    struct vf_text text;
    struct vf_json_writer w;
    if (!vf_option_given(&call->options, "json")) {
        char cases[VF_PEOPLE_NUMBER], unfinished[VF_PEOPLE_NUMBER], events[VF_PEOPLE_NUMBER];
        (void)vf_people_count(cases, call->language, (int64_t)x->cases);
        (void)vf_people_count(unfinished, call->language, (int64_t)x->unfinished);
        (void)vf_people_count(events, call->language, (int64_t)x->events);
        (void)fprintf(call->out,
                      VF_SAY(call->language,
                             "%s patienter (%s kvar i vården när loggen slutar), %s händelser: %s\n",
                             "%s patients (%s still in care when the log ends), %s events: %s\n"),
                      cases, unfinished, events, x->to);
        return;
    }
    vf_text_init(&text, DOCUMENT_MAX);
    vf_json_writer_init(&w, &text, 0);
    vf_json_begin_object(&w);
    vf_json_key_string(&w, "log", x->from);
    vf_json_key_string(&w, "file", x->to);
    vf_json_key_string(&w, "format", x->format == VF_EXPORT_XES ? "xes" : "csv");
    vf_json_key_integer(&w, "cases", (long long)x->cases);
    vf_json_key_integer(&w, "unfinished", (long long)x->unfinished);
    vf_json_key_integer(&w, "events", (long long)x->events);
    vf_json_end_object(&w);
    (void)fprintf(call->out, "%s\n", text.data);
    vf_text_fini(&text);
}

static int run(struct vf_call *call, struct vf_error *err) {
    const struct vf_options *options = &call->options;
    char *log = NULL, *to = NULL;
    sigset_t set, before;
    end_signals(&set);
    struct vf_export x = {.scenario = vf_option_text(options, "scenario", NULL),
                          .replication = vf_option_integer(options, "replication", -1),
                          .visits = vf_option_given(options, "visits"),
                          .stopped = signalled,
                          .context = &set};
    x.format = strcmp(vf_option_text(options, "format", "csv"), "xes") == 0 ? VF_EXPORT_XES : VF_EXPORT_CSV;
    int code = find_log(call, options->operands[0], &log, err);
    if (log) { /* none where there is trouble */
        const char *out = vf_option_text(options, "out", NULL);
        to = out ? vf_xstrdup(out) : default_name(log, x.format);
        x.from = log;
        x.to = to;
        if (!vf_option_given(options, "replace") && access(to, F_OK) == 0)
            code = vf_error_set(err, VF_E_USAGE, "%s: %s", to,
                                VF_SAY(call->language, "finns redan; ge --replace för att ersätta den",
                                       "exists already; give --replace to replace it"));
    }
    if (code == VF_OK) {
        (void)sigprocmask(SIG_BLOCK, &set, &before);
        code = vf_export(&x, err);
        (void)sigprocmask(SIG_SETMASK, &before, NULL);
    }
    if (code == VF_OK)
        tell(call, &x);
    free(log);
    free(to);
    return code;
}

static const struct vf_option options[] = {
    {.name = "format",
     .kind = VF_OPTION_CHOICE,
     .value = "HOW",
     .choices = "csv|xes",
     .help = VF_PHRASE("csv (annars) eller xes (IEEE 1849)", "csv (default) or xes (IEEE 1849)")},
    {.name = "out",
     .letter = 'o',
     .kind = VF_OPTION_FILE,
     .value = "FILE",
     .help = VF_PHRASE("fil att skriva (annars bredvid loggen: LOGG.xes, LOGG-export.csv)",
                       "file to write (default beside the log: LOG.xes, LOG-export.csv)")},
    {.name = "replace",
     .help = VF_PHRASE("ersätt en fil som redan finns", "replace a file that exists already")},
    {.name = "visits",
     .help = VF_PHRASE("bara påbörjade och avslutade vistelser, och vägens slut",
                       "only stays begun and ended, and the ends of paths")},
    {.name = "scenario",
     .kind = VF_OPTION_TEXT,
     .value = "NAME",
     .help = VF_PHRASE("bara det här scenariots patienter", "only this scenario's patients")},
    {.name = "replication",
     .kind = VF_OPTION_INTEGER,
     .value = "K",
     .min = 0,
     .max = INT64_MAX,
     .help = VF_PHRASE("bara den här körningens patienter (räknat från 0)",
                       "only this replication's patients (counted from 0)")},
    VF_OPTION_ROW_JSON,
    VF_OPTION_END,
};

const struct vf_command vf_cmd_export = {
    .name = "export",
    .summary = VF_PHRASE("händelseloggen patient för patient, för processutvinning (CSV, XES)",
                         "the event log patient by patient, for process mining (CSV, XES)"),
    .about = VF_PHRASE(
        "Läser loggen som `run --log` har skrivit (en resultatmapp eller loggen själv) och skriver den "
        "ordnad "
        "efter patient, med livscykeln i XES ord (schedule, start, complete, withdraw; annat är unknown och "
        "har "
        "sitt eget ord i kolumnen life). Patienter som är kvar i vården när loggen slutar är med, märkta "
        "unfinished.\n\n"
        "Loggens storlek spelar ingen roll. Filen får sitt namn när den är hel; avbryts exporten finns inget "
        "kvar.",
        "Reads the log that `run --log` has written (a result folder, or the log itself) and writes it in "
        "order of "
        "patients, with the life cycle in the words of XES (schedule, start, complete, withdraw; anything "
        "else is "
        "unknown and has its own word in the column life). Patients still in care when the log ends are "
        "there, "
        "marked unfinished.\n\n"
        "The size of the log does not matter. The file gets its name when it is whole; stopped, it leaves "
        "nothing."),
    .operand = {.name = "DIR|LOG", .kind = VF_OPTION_FILE, .min = 1, .max = 1},
    .options = options,
    .examples = {{"vardflode run configs/validation/o2.json --scenario a4_c6_exp -n 1 -q -o results/logg "
                  "--log results/logg/log.csv && "
                  "vardflode export results/logg --format xes",
                  VF_PHRASE("en körning med logg, och loggen som XES",
                            "a run with its log, and the log as XES")},
                 {"vardflode export results/logg --visits --replication 0 -o results/logg/vistelser.csv",
                  VF_PHRASE("bara vistelserna i den första körningen, som CSV",
                            "the stays alone of the first replication, as CSV")}},
    .run = run,
};

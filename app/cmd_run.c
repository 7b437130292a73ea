/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vardflode run CONFIG: simulates every scenario, writes the result folder, and prints tables or one JSON
 * document. The folder is made before the first event, so that a run of hours does not find out at its end that
 * it has nowhere to write; it gets its name last, so that a folder that bears its name is whole. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "vf_command.h"
#include "vf_inputs.h"
#include "vf_progress.h"
#include "vf_report.h"
#include "vf_result.h"

enum { DOCUMENT_MAX = 1 << 30, SAME_SECOND_MAX = 100 };
static const double PROGRESS_S = 0.2;

struct job {
    struct vf_call *call;
    struct vf_inputs inputs;
    uint64_t seed;
    struct vf_experiment x;
    struct vf_folder folder;
    char *out; /* the folder's name */
    char *log; /* where the event log is put together, or NULL */
    struct vf_progress progress;
};

static void report(void *context, const struct vf_study_status *status) {
    struct job *j = context;
    if (status->reason == VF_STATUS_STOPPING && !j->call->quiet)
        (void)fprintf(j->call->messages, "%s\n",
                      VF_SAY(j->call->language, "avslutar påbörjade körningar; en gång till avbryter dem",
                             "finishing started replications; once more abandons them"));
    vf_progress_show(&j->progress, status->done, status->events, vf_progress_clock());
}

/* The part of a path after the last slash, without ".json". */
static void name_of(const char *path, char *name, size_t size) {
    const char *slash = strrchr(path, '/'), *last = slash ? slash + 1 : path;
    size_t n = strlen(last);
    if (n > 5 && strcmp(last + n - 5, ".json") == 0)
        n -= 5;
    (void)snprintf(name, size, "%.*s", (int)n, last);
}

/* results/NAME-20260615T101530Z, with a number after it when that exists. */
static char *default_folder(const char *config) {
    char name[200], stamp[32];
    time_t now = time(NULL);
    struct tm utc;
    name_of(config, name, sizeof name);
    if (!gmtime_r(&now, &utc) || strftime(stamp, sizeof stamp, "%Y%m%dT%H%M%SZ", &utc) == 0)
        (void)snprintf(stamp, sizeof stamp, "0");
    char *path = vf_xmalloc(300);
    for (int k = 1; k < SAME_SECOND_MAX; k++) {
        (void)snprintf(path, 300, k == 1 ? "results/%s-%s" : "results/%s-%s-%d", name, stamp, k);
        if (access(path, F_OK) != 0)
            break;
    }
    return path;
}

/* Where the log is put together: a log that is to lie in the result folder is built with it. */
static char *log_path(const struct job *j, const char *given) {
    size_t n = strlen(j->out);
    while (n > 1 && j->out[n - 1] == '/')
        n--;
    const char *slash = strrchr(given, '/');
    if (slash && (size_t)(slash - given) == n && strncmp(given, j->out, n) == 0)
        return vf_folder_file(&j->folder, slash + 1);
    return vf_xstrdup(given);
}

/* Tries at once whether the log can be written where it is wanted. */
static int try_log(const char *path, struct vf_error *err) {
    size_t n = strlen(path) + 16;
    char *partial = vf_xmalloc(n);
    (void)snprintf(partial, n, "%s.partial", path);
    int fd = open(partial, O_WRONLY | O_CREAT | O_CLOEXEC, 0666), code = VF_OK;
    if (fd < 0)
        code = vf_error_set(err, VF_E_IO, "cannot create %s: %s", path, strerror(errno));
    else
        (void)close(fd);
    if (fd >= 0)
        (void)unlink(partial);
    free(partial);
    return code;
}

/* --initial and --series, as settings of the config. A path is seen from here, not from the config. */
static int read_start(struct job *j, struct vf_error *err) {
    const char *initial = vf_option_text(&j->call->options, "initial", NULL),
               *series = vf_option_text(&j->call->options, "series", NULL);
    if (initial) {
        char path[PATH_MAX] = "";
        if (initial[0] != '/' && !getcwd(path, sizeof path - 1))
            return vf_error_set(err, VF_E_IO, "the working directory cannot be told: %s", strerror(errno));
        vf_inputs_set(&j->inputs, "/run/initial_state=%s%s%s", path, path[0] ? "/" : "", initial);
        vf_inputs_set(&j->inputs, "/run/warmup=0");
    }
    if (series)
        vf_inputs_set(&j->inputs, "/run/series=\"%s\"", series);
    return VF_OK;
}

static int prepare(struct job *j, struct vf_error *err) {
    const struct vf_options *options = &j->call->options;
    struct vf_experiment_options *o = &j->inputs.options;
    const char *config = options->operands[0], *log = vf_option_text(options, "log", NULL);
    vf_inputs_read(&j->inputs, j->call);
    int code = read_start(j, err);
    if (code != VF_OK)
        return code;
    o->replications = (uint32_t)vf_option_integer(options, "replications", 0);
    o->antithetic = vf_option_given(options, "antithetic");
    if (vf_option_given(options, "seed")) {
        j->seed = (uint64_t)vf_option_integer(options, "seed", 0);
        o->seed = &j->seed;
    }
    code = vf_experiment_load(&j->x, config, o, err);
    if (code != VF_OK)
        return code;
    const char *out = vf_option_text(options, "out", NULL);
    j->out = out ? vf_xstrdup(out) : default_folder(config);
    code = vf_folder_create(&j->folder, j->out, vf_option_given(options, "replace"), err);
    if (code == VF_OK && log) {
        j->log = log_path(j, log);
        code = try_log(j->log, err);
        j->x.log_folder = j->folder.building;
    }
    return code;
}

static int simulate(struct job *j, struct vf_error *err) {
    const struct vf_options *options = &j->call->options;
    struct vf_study_options how = {.threads = (unsigned)vf_option_integer(options, "threads", 0),
                                   .signals = true,
                                   .progress_s = PROGRESS_S,
                                   .report = report,
                                   .report_context = j};
    char name[200];
    name_of(j->x.path, name, sizeof name);
    vf_progress_begin(&j->progress, j->call,
                      vf_progress_mode_of(j->call, vf_option_text(options, "progress", NULL)), name,
                      (uint64_t)j->x.n_points * j->x.replications);
    int code = vf_experiment_run(&j->x, &how, err);
    if (j->x.ran)
        vf_progress_end(&j->progress, j->x.study.done, j->x.study.events, vf_progress_clock());
    return code;
}

static int show(struct job *j, struct vf_error *err) {
    if (!vf_option_given(&j->call->options, "json")) {
        vf_report_run(j->call, &j->x);
        return VF_OK;
    }
    struct vf_text text;
    vf_text_init(&text, DOCUMENT_MAX);
    vf_result_json(&j->x, VF_VERSION, &text);
    int code = text.full ? vf_error_set(err, VF_E_STATE, "the document would be larger than %d MB",
                                        DOCUMENT_MAX >> 20)
                         : VF_OK;
    if (code == VF_OK)
        (void)fwrite(text.data, 1, text.size, j->call->out);
    vf_text_fini(&text);
    return code;
}

static int keep(struct job *j, const struct timespec *started, struct vf_error *err) {
    struct vf_result_about about = {.version = VF_VERSION,
                                    .command = "run",
                                    .argc = j->call->argc,
                                    .argv = (const char *const *)j->call->argv,
                                    .options = &j->inputs.options,
                                    .started = *started,
                                    .log = vf_option_text(&j->call->options, "log", NULL)};
    (void)clock_gettime(CLOCK_REALTIME, &about.finished);
    int code = j->log ? vf_result_log(&j->x, j->log, err) : VF_OK;
    if (code == VF_OK)
        code = vf_result_write(&j->x, &about, &j->folder, err);
    if (code == VF_OK && !j->call->quiet && !vf_option_given(&j->call->options, "json"))
        (void)fprintf(j->call->out, VF_SAY(j->call->language, "Resultat: %s\n", "Results: %s\n"), j->out);
    return code;
}

/* A deadlock that was to stop the run makes it fail, though its time is a result. */
static int deadlocked(const struct job *j, struct vf_error *err) {
    int code = VF_OK;
    for (size_t k = 0; k < j->x.n_points; k++) {
        uint32_t n = vf_result_deadlocks(&j->x, k);
        if (n > 0 && j->x.point[k].model.run.on_deadlock == 0)
            code = vf_error_set(
                err, VF_E_STATE,
                VF_SAY(j->call->language,
                       "%s: låsning i %lu körningar: fulla enheter vars patienter alla väntar på "
                       "varandras platser. Sätt run.on_deadlock till \"swap\" eller \"record\" för "
                       "att gå vidare",
                       "%s: deadlock in %lu replications: full units whose patients all wait for each "
                       "other's places. Set run.on_deadlock to \"swap\" or \"record\" to go on"),
                j->x.point[k].name, (unsigned long)n);
    }
    return code;
}

static int carry_out(struct job *j, struct vf_error *err) {
    struct timespec started;
    (void)clock_gettime(CLOCK_REALTIME, &started);
    int code = simulate(j, err);
    bool anything = j->x.ran && j->x.study.done > 0;
    if (code == VF_E_STOPPED && !anything)
        return code;
    if (code != VF_OK && code != VF_E_STOPPED)
        return code;
    int shown = show(j, err), kept = keep(j, &started, err);
    if (code == VF_OK)
        code = shown ? shown : kept;
    return code == VF_OK ? deadlocked(j, err) : code;
}

static int run(struct vf_call *call, struct vf_error *err) {
    struct job j = {.call = call, .folder = {.lock = -1}};
    int code = prepare(&j, err);
    if (code == VF_OK)
        code = carry_out(&j, err);
    vf_inputs_once(err);
    vf_folder_abandon(&j.folder);
    vf_experiment_fini(&j.x);
    vf_inputs_fini(&j.inputs);
    free(j.out);
    free(j.log);
    return code;
}

static const struct vf_option options[] = {
    VF_OPTION_ROW_SCENARIO,
    VF_OPTION_ROW_PATCH,
    VF_OPTION_ROW_SET,
    VF_OPTION_ROW_REPLICATIONS(1, "antal körningar av varje scenario i stället för konfigurationens",
                               "replications of each scenario instead of the config's"),
    VF_OPTION_ROW_ANTITHETIC,
    VF_OPTION_ROW_SEED,
    VF_OPTION_ROW_THREADS,
    {.name = "out",
     .letter = 'o',
     .kind = VF_OPTION_FOLDER,
     .value = "DIR",
     .help =
         VF_PHRASE("resultatmapp (annars results/NAMN-TID)", "result folder (default results/NAME-TIME)")},
    {.name = "replace",
     .help =
         VF_PHRASE("ersätt en resultatmapp som redan finns", "replace a result folder that exists already")},
    {.name = "log",
     .kind = VF_OPTION_FILE,
     .value = "FILE",
     .help = VF_PHRASE("skriv varje patients händelser till en CSV-fil för processutvinning",
                       "write every patient's events to a CSV file for process mining")},
    {.name = "initial",
     .kind = VF_OPTION_FILE,
     .value = "FILE",
     .help = VF_PHRASE("börja med patienterna i en CSV-fil, utan insvängning (run.initial_state)",
                       "begin with the patients of a CSV file, without a warm-up (run.initial_state)")},
    {.name = "series",
     .kind = VF_OPTION_CHOICE,
     .value = "BY",
     .choices = "none|day|month|both",
     .help = VF_PHRASE("resultat per dygn (day), månad (month) eller båda (both)",
                       "results by day, by month or both")},
    VF_OPTION_ROW_JSON,
    VF_OPTION_ROW_PROGRESS,
    VF_OPTION_END,
};

const struct vf_command vf_cmd_run = {
    .name = "run",
    .summary =
        VF_PHRASE("simulera en konfiguration och dess scenarier", "simulate a config and its scenarios"),
    .about = VF_PHRASE(
        "Kör varje scenario med samma patienter och skriver en tabell och en resultatmapp (manifest.json, "
        "config.json, results.sqlite, summary.csv, census.csv, flows.csv, flows_monthly.csv, "
        "units_monthly.csv, "
        "bed_days.csv, occupancy.csv, series.csv). "
        "Mappen får sitt "
        "namn när "
        "den är hel.\n\n"
        "Ctrl-C avslutar när påbörjade körningar är klara; det som hunnits skrivs, märkt som ofullständigt.",
        "Runs every scenario with the same patients and writes a table and a result folder (manifest.json, "
        "config.json, results.sqlite, summary.csv, census.csv, flows.csv, flows_monthly.csv, "
        "units_monthly.csv, "
        "bed_days.csv, occupancy.csv, series.csv). The "
        "folder gets "
        "its name "
        "when it is whole.\n\n"
        "Ctrl-C ends when started replications are done; what was finished is written, marked as partial."),
    .operand = {.name = "CONFIG", .kind = VF_OPTION_FILE, .min = 1, .max = 1},
    .options = options,
    .examples =
        {{"vardflode run configs/regioner/bas.json --scenario nulage --replications 2",
          VF_PHRASE("en region, två körningar", "a region, two replications")},
         {"vardflode run configs/validation/o3.json --scenario a20_c22 -n 4 --set '/run/duration=\"10 y\"'",
          VF_PHRASE("ett scenario, fyra körningar, ett ändrat värde",
                    "one scenario, four replications, one value changed")},
         {"vardflode run configs/validation/bench_mm50.json --set /run/stop_after_arrivals=20000 --json "
          "--out results/mm50 --replace",
          VF_PHRASE("ett JSON-dokument, till en bestämd mapp", "one JSON document, to a given folder")}},
    .run = run,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vardflode sweep STUDY: shows the plan of a study, runs one of its points, or runs all of it (or a shard) into a
 * store that can be continued whatever ended the run. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "vf_json.h"
#include "vf_manifest.h"
#include "vf_sweep_app.h"
#include "vf_text.h"

enum { DOCUMENT_MAX = 1 << 28, FACT_MAX = 256 };
static const double PROGRESS_S = 0.2;

struct job {
    struct vf_call *call;
    struct vf_sweep study;
    struct vf_sweep_progress progress;
    char folder[VF_PATH_MAX], store[VF_PATH_MAX];
    uint32_t shard, shards;
    struct vf_sweep_result result;
    struct timespec started;
    char hash[VF_SHA256_HEX];
    struct vf_sweep_guard *guard;
};

static void print_text(const struct vf_call *call, struct vf_text *text) {
    (void)fwrite(text->data, 1, text->size, call->out);
    vf_text_fini(text);
}

static struct vf_study_options how_of(struct job *j, uint64_t trials) {
    const struct vf_options *options = &j->call->options;
    vf_sweep_progress_begin(&j->progress, j->call, "sweep", trials, j->study.most);
    return (struct vf_study_options){.threads = (unsigned)vf_option_integer(options, "threads", 0),
                                     .signals = true,
                                     .progress_s = PROGRESS_S,
                                     .report = vf_sweep_progress_report,
                                     .report_context = &j->progress};
}

static int show_plan(struct job *j) {
    struct vf_text text;
    if (!vf_option_given(&j->call->options, "json")) {
        vf_sweep_print_plan(j->call, &j->study);
        return VF_OK;
    }
    vf_text_init(&text, DOCUMENT_MAX);
    vf_sweep_json_plan(&j->study, &text);
    print_text(j->call, &text);
    return VF_OK;
}

static int run_only(struct job *j, struct vf_error *err) {
    int64_t point = vf_option_integer(&j->call->options, "only", 0);
    struct vf_study study;
    if (point >= j->study.n_points)
        return vf_error_set(err, VF_E_USAGE,
                            VF_SAY(j->call->language,
                                   "punkt %" PRId64 " finns inte: studien har 0 till %" PRIu32,
                                   "there is no point %" PRId64 ": the study has 0 to %" PRIu32),
                            point, j->study.n_points - 1);
    struct vf_study_options how = how_of(j, j->study.replications);
    int code = vf_sweep_run_point(&j->study, (uint32_t)point, &how, &study, err);
    if (code == VF_OK || code == VF_E_STOPPED) {
        if (vf_option_given(&j->call->options, "json")) {
            struct vf_text text;
            vf_text_init(&text, DOCUMENT_MAX);
            vf_sweep_json_point(&j->study, (uint32_t)point, &study, &text);
            print_text(j->call, &text);
        } else {
            vf_sweep_print_point(j->call, &j->study, (uint32_t)point, &study);
        }
    }
    vf_study_fini(&study);
    return code;
}

/* manifest.json and config.json beside the store: who ran what, where and when. */
static int write_manifest(const struct job *j, struct vf_error *err) {
    const struct vf_sweep *s = &j->study;
    const struct vf_sweep_result *r = &j->result;
    struct vf_folder folder = {.path = (char *)j->folder, .building = (char *)j->folder, .lock = -1};
    char points[FACT_MAX], hash[FACT_MAX];
    (void)snprintf(points, sizeof points, "%" PRIu32, s->n_points);
    (void)snprintf(hash, sizeof hash, "\"%s\"", j->hash);
    char warmup[VF_DOUBLE_TEXT], *study = vf_json_print(s->file.resolved, 0);
    (void)vf_format_double(warmup, r->warmup_days);
    const struct vf_fact facts[] = {{"points", points},
                                    {"content_sha256", hash},
                                    {"warmup_days", warmup},
                                    {"warmup_auto", s->model.run.warmup_auto ? "true" : "false"},
                                    {"study", study}};
    char *config = vf_json_print(s->base.resolved, 1);
    struct vf_manifest m = {.program = "vardflode",
                            .version = VF_VERSION,
                            .command = "sweep",
                            .argc = j->call->argc,
                            .argv = (const char *const *)j->call->argv,
                            .config_path = s->file.path,
                            .config = config,
                            .seed = s->seed,
                            .replications = s->replications,
                            .threads = r->threads,
                            .started = j->started,
                            .wall_s = r->wall_s,
                            .events = r->events,
                            .trials = r->trials,
                            .trials_done = r->before - r->failed_before + r->done,
                            .trials_failed = r->failed_before + r->failed,
                            .n_facts = sizeof facts / sizeof *facts,
                            .facts = facts};
    (void)clock_gettime(CLOCK_REALTIME, &m.finished);
    int code = vf_manifest_write(&folder, &m, err);
    free(config);
    free(study);
    return code;
}

/* Nothing was left to do: the manifest tells of those that did it. */
static bool told_before(const struct job *j) {
    char path[VF_PATH_MAX];
    (void)snprintf(path, sizeof path, "%.4000s/manifest.json", j->folder);
    return j->result.done + j->result.failed == 0 && access(path, F_OK) == 0;
}

static void tell_json(const struct job *j, bool whole) {
    const struct vf_sweep_result *r = &j->result;
    struct vf_text text;
    struct vf_json_writer w;
    vf_text_init(&text, DOCUMENT_MAX);
    vf_json_writer_init(&w, &text, 0);
    vf_json_begin_object(&w);
    vf_json_key_string(&w, "study", j->study.file.path);
    vf_json_key_string(&w, "store", j->store);
    vf_json_key_integer(&w, "points", j->study.n_points);
    vf_json_key_integer(&w, "replications", j->study.replications);
    vf_json_key_integer(&w, "replications_max", j->study.most);
    vf_json_key_integer(&w, "shard", j->shard + 1);
    vf_json_key_integer(&w, "shards", j->shards);
    vf_json_key_integer(&w, "trials", (long long)r->trials);
    vf_json_key_integer(&w, "before", (long long)r->before);
    vf_json_key_integer(&w, "done", (long long)r->done);
    vf_json_key_integer(&w, "failed", (long long)(r->failed_before + r->failed));
    vf_json_key_bool(&w, "complete", whole);
    vf_json_key_string(&w, "content_sha256", j->hash[0] ? j->hash : NULL);
    vf_json_key_integer(&w, "events", (long long)r->events);
    vf_json_key_number(&w, "wall_s", r->wall_s);
    vf_json_end_object(&w);
    vf_text_puts(&text, "\n");
    print_text(j->call, &text);
}

static void tell(const struct job *j, bool whole) {
    const struct vf_sweep_result *r = &j->result;
    const struct vf_call *call = j->call;
    enum vf_language l = call->language;
    if (r->failed_before + r->failed > 0)
        (void)fprintf(call->messages,
                      VF_SAY(l, "%" PRIu64 " körningar misslyckades, den första: %s\n",
                             "%" PRIu64 " trials failed, the first: %s\n"),
                      r->failed_before + r->failed, r->first_failure);
    if (vf_option_given(&call->options, "json")) {
        tell_json(j, whole);
        return;
    }
    (void)fprintf(
        call->out,
        VF_SAY(l, "%" PRIu64 " av %" PRIu64 " körningar klara", "%" PRIu64 " of %" PRIu64 " trials done"),
        r->before + r->done + r->failed, r->trials);
    if (r->before > 0)
        (void)fprintf(call->out,
                      VF_SAY(l, ", %" PRIu64 " av dem sedan tidigare", ", %" PRIu64 " of them from before"),
                      r->before);
    (void)fprintf(call->out, "\n%s: %s\n", VF_SAY(l, "Resultat", "Results"), j->store);
    if (j->hash[0])
        (void)fprintf(call->out, "SHA-256: %s\n", j->hash);
    if (!whole)
        (void)fprintf(call->out, "%s\n", VF_SAY(l, "Fortsätt med --resume.", "Go on with --resume."));
}

static enum vf_study_mode mode_of(const struct vf_options *options) {
    if (vf_option_given(options, "resume"))
        return VF_STUDY_RESUME;
    return vf_option_given(options, "replace") ? VF_STUDY_REPLACE : VF_STUDY_NEW;
}

static int run_all(struct job *j, struct vf_error *err) {
    vf_sweep_folder(j->call, j->study.file.path, j->folder);
    vf_sweep_store_path(j->folder, j->shard, j->shards, j->store);
    int code = vf_sweep_make_folder(j->folder, err);
    if (code != VF_OK)
        return code;
    uint64_t trials = (uint64_t)vf_sweep_shard_points(j->study.n_points, j->shard, j->shards) * j->study.most;
    struct vf_sweep_options o = {.version = VF_VERSION,
                                 .store = j->store,
                                 .mode = mode_of(&j->call->options),
                                 .shard = j->shard,
                                 .shards = j->shards,
                                 .before = &j->progress.before,
                                 .guard = j->guard,
                                 .how = how_of(j, trials)};
    struct vf_stop stop = VF_STOP_INIT;
    o.how.stop = &stop;
    if (j->guard)
        vf_sweep_guard_apply(j->guard, &o);
    code = vf_sweep_run(&j->study, &o, &j->result, err);
    if (j->guard && j->guard->stopped)
        vf_sweep_guard_again();
    if (code != VF_OK && code != VF_E_STOPPED)
        return code;
    bool whole = code == VF_OK;
    if (whole && j->shards == 1) {
        struct vf_store hold;
        code = vf_study_store_hold(&hold, j->store, j->result.identity, j->result.trials, err);
        code = code ? code : vf_sweep_finish(j->folder, j->store, j->hash, err);
        code = code || told_before(j) ? code : write_manifest(j, err);
        vf_store_abandon(&hold);
        if (code != VF_OK)
            return code;
    }
    tell(j, whole);
    return code;
}

static int run_guarded(struct job *j, struct vf_error *err) {
    bool parent = false;
    int code = vf_sweep_guard(&j->guard, &parent, err);
    return parent || code ? code : run_all(j, err);
}

static int run(struct vf_call *call, struct vf_error *err) {
    struct job j = {.call = call};
    const struct vf_options *options = &call->options;
    (void)clock_gettime(CLOCK_REALTIME, &j.started);
    int code = vf_sweep_parse_shard(call, vf_option_text(options, "shard", NULL), &j.shard, &j.shards, err);
    if (code == VF_OK && vf_option_given(options, "resume") && vf_option_given(options, "replace"))
        code = vf_error_set(
            err, VF_E_USAGE, "%s",
            VF_SAY(call->language, "välj --resume eller --replace", "choose --resume or --replace"));
    if (code != VF_OK)
        return code;
    code = vf_sweep_load(&j.study, options->operands[0], err);
    if (code == VF_OK && vf_option_given(options, "plan"))
        code = show_plan(&j);
    else if (code == VF_OK)
        code = vf_option_given(options, "only")      ? run_only(&j, err)
               : vf_option_given(options, "isolate") ? run_guarded(&j, err)
                                                     : run_all(&j, err);
    vf_sweep_fini(&j.study);
    return code;
}

static const struct vf_option options[] = {
    {.name = "plan",
     .help = VF_PHRASE("visa de numrerade punkterna, kör inget", "show the numbered points, run nothing")},
    {.name = "only",
     .kind = VF_OPTION_INTEGER,
     .value = "K",
     .min = 0,
     .max = UINT32_MAX,
     .help = VF_PHRASE("kör bara punkt K och visa den; inget sparas",
                       "run point K alone and show it; nothing is kept")},
    {.name = "shard",
     .kind = VF_OPTION_TEXT,
     .value = "I/N",
     .help = VF_PHRASE("kör del I av N (sätts samman med merge)", "run part I of N (joined by merge)")},
    {.name = "resume",
     .help = VF_PHRASE("fortsätt där studien avbröts (eller börja)",
                       "go on where the study was broken off (or begin)")},
    {.name = "isolate",
     .help = VF_PHRASE(
         "kör i en egen process: en körning som fäller den antecknas som misslyckad, resten går vidare",
         "run in a process of its own: a trial that kills it is recorded as failed, the rest goes on")},
    {.name = "replace", .help = VF_PHRASE("börja om från början", "begin anew")},
    VF_OPTION_ROW_THREADS,
    {.name = "out",
     .letter = 'o',
     .kind = VF_OPTION_FOLDER,
     .value = "DIR",
     .help = VF_PHRASE("resultatmapp (annars results/STUDIE)", "result folder (default results/STUDY)")},
    VF_OPTION_ROW_JSON,
    VF_OPTION_ROW_PROGRESS,
    VF_OPTION_END,
};

const struct vf_command vf_cmd_sweep = {
    .name = "sweep",
    .summary =
        VF_PHRASE("kör en studie: många punkter av en konfiguration", "run a study: many points of a config"),
    .about = VF_PHRASE(
        "Läser en studiefil (docs/STUDIES.md): axlar över värden i en konfiguration och en plan för vilka "
        "kombinationer som körs. Alla fel i den berättas innan något körs. Resultaten läggs i en SQLite-fil "
        "som är hel "
        "när som helst: efter Ctrl-C, kill -9 eller strömavbrott fortsätter --resume, och resultatet blir "
        "detsamma som "
        "utan avbrott. En punkt som inte går att köra antecknas med sitt skäl. SIGUSR1 visar läget.",
        "Reads a study file (docs/STUDIES.md): axes over values of a config, and a design of which "
        "combinations are "
        "run. All that is wrong with it is told before anything is run. Results go to an SQLite file that is "
        "whole at "
        "every moment: after Ctrl-C, kill -9 or a power cut --resume goes on, and the result is the same as "
        "without. A "
        "point that cannot be run is recorded with its reason. SIGUSR1 shows the status."),
    .operand = {.name = "STUDY", .kind = VF_OPTION_FILE, .min = 1, .max = 1},
    .options = options,
    .examples = {{"vardflode sweep configs/studies/platser.json --plan",
                  VF_PHRASE("de numrerade punkterna", "the numbered points")},
                 {"vardflode sweep configs/studies/platser.json --only 3",
                  VF_PHRASE("en enda punkt", "a single point")},
                 {"vardflode sweep configs/studies/platser.json --resume",
                  VF_PHRASE("hela studien, eller det som återstår av den",
                            "the whole study, or what is left of it")}},
    .run = run,
};

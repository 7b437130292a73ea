/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vardflode replay CONFIG --stays FILE --daily FILE --columns MAP: own patients through the config's wards, with the beds
 * there were, against the figures that were reported (vf_replay.h). */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "vf_inputs.h"
#include "vf_manifest.h"
#include "vf_replay_report.h"
#include "vf_result.h"

enum { DOCUMENT_MAX = 1 << 28, OWN_SETS = 4 };

struct job {
    struct vf_call *call;
    struct vf_inputs inputs;
    struct vf_extract_map map;
    struct vf_extract extract;
    struct vf_replay replay;
    struct vf_experiment x;
    struct vf_folder folder;
    struct timespec started;
    const char **sets;
    char start[64], duration[64];
};

static const char *needed(const struct job *j, const char *name, struct vf_error *err) {
    const char *text = vf_option_text(&j->call->options, name, NULL);
    if (!text)
        (void)vf_error_set(err, VF_E_USAGE, VF_SAY(j->call->language, "--%s saknas", "--%s is missing"),
                           name);
    return text;
}

static int read_data(struct job *j, struct vf_error *err) {
    const char *map = needed(j, "columns", err), *stays = needed(j, "stays", err),
               *daily = needed(j, "daily", err);
    bool skip = vf_option_given(&j->call->options, "skip-bad");
    if (!map || !stays || !daily)
        return VF_E_USAGE;
    int code = vf_extract_map_read(map, &j->map, err);
    if (code != VF_OK)
        return code;
    int first = vf_extract_stays(&j->map, stays, skip, &j->extract, err);
    int second = vf_extract_days(&j->map, daily, skip, &j->extract, err);
    code = first != VF_OK ? first : second;
    return code == VF_OK ? vf_replay_period(&j->replay, &j->extract, err) : code;
}

/* The config over the days of the daily file, from the first moment on. */
static int load(struct job *j, struct vf_error *err) {
    struct vf_experiment_options *o = &j->inputs.options;
    struct vf_date d = vf_date_from_days(j->replay.from);
    vf_inputs_read(&j->inputs, j->call);
    (void)snprintf(j->start, sizeof j->start, "/run/start=\"%04d-%02d-%02d\"", d.year, d.month, d.day);
    (void)snprintf(j->duration, sizeof j->duration, "/run/duration=\"%d d\"", (int)j->replay.days);
    const char *const own[OWN_SETS] = {j->start, j->duration, "/run/warmup=\"0 d\"", "/run/transient=true"};
    j->sets = vf_xcalloc(o->config.n_sets + OWN_SETS, sizeof *j->sets);
    for (size_t k = 0; k < o->config.n_sets; k++)
        j->sets[k] = o->config.sets[k];
    for (size_t k = 0; k < OWN_SETS; k++)
        j->sets[o->config.n_sets++] = own[k];
    o->config.sets = j->sets;
    o->replications = 1;
    return vf_experiment_load(&j->x, j->call->options.operands[0], o, err);
}

static int write_text(const struct vf_folder *folder, const char *name, const struct vf_text *text,
                      struct vf_error *err) {
    char *path = vf_folder_file(folder, name);
    int code = text->full ? vf_error_set(err, VF_E_STATE, "%s would be too large", name)
                          : vf_write_file_atomic(path, text->data, text->size, err);
    free(path);
    return code;
}

static int write_manifest(struct job *j, struct vf_error *err) {
    char *config = vf_result_config(&j->x, &j->inputs.options, err);
    char days[32], stays[32], inside[32];
    if (!config)
        return VF_E_CONFIG;
    (void)snprintf(days, sizeof days, "%d", (int)j->replay.days);
    (void)snprintf(stays, sizeof stays, "%" PRIu64, j->replay.replayed);
    (void)snprintf(inside, sizeof inside, "%" PRIu64, j->replay.inside);
    const struct vf_fact facts[] = {{"days", days}, {"stays", stays}, {"in_care_at_start", inside}};
    const char *scenario = j->x.point[0].name;
    struct vf_manifest m = {.program = "vardflode",
                            .version = VF_VERSION,
                            .command = "replay",
                            .argc = j->call->argc,
                            .argv = (const char *const *)j->call->argv,
                            .config_path = j->x.path,
                            .config = config,
                            .replications = 1,
                            .n_scenarios = 1,
                            .scenarios = &scenario,
                            .threads = 1,
                            .started = j->started,
                            .trials = 1,
                            .trials_done = 1,
                            .n_facts = sizeof facts / sizeof *facts,
                            .facts = facts};
    (void)clock_gettime(CLOCK_REALTIME, &m.finished);
    m.wall_s = difftime(m.finished.tv_sec, m.started.tv_sec);
    int code = vf_manifest_write(&j->folder, &m, err);
    free(config);
    return code;
}

static int keep(struct job *j, const struct vf_model *m, struct vf_error *err) {
    struct vf_text svg;
    vf_text_init(&svg, DOCUMENT_MAX);
    vf_replay_svg(&j->replay, m, j->call->language, &svg);
    int code = vf_replay_days_csv(&j->replay, m, &j->folder, err);
    code = code == VF_OK ? vf_replay_summary_csv(&j->replay, m, &j->folder, err) : code;
    code = code == VF_OK ? write_text(&j->folder, "replay.svg", &svg, err) : code;
    code = code == VF_OK ? write_manifest(j, err) : code;
    vf_text_fini(&svg);
    return code == VF_OK ? vf_folder_finish(&j->folder, err) : code;
}

static void show(const struct job *j, const struct vf_model *m) {
    const struct vf_call *call = j->call;
    if (vf_option_given(&call->options, "json")) {
        struct vf_text text;
        vf_text_init(&text, DOCUMENT_MAX);
        vf_replay_json(&j->replay, m, &text);
        (void)fwrite(text.data, 1, text.size, call->out);
        vf_text_fini(&text);
        return;
    }
    vf_replay_print(call, &j->replay, m);
    if (!j->extract.timed_in || !j->extract.timed_out)
        (void)fprintf(
            call->out, "%s\n",
            VF_SAY(call->language, "Utan klockslag: inskrivning antas ske kl. 12 och utskrivning kl. 11.",
                   "Without times of day, admissions are taken to be at 12:00 and discharges at 11:00."));
    if (vf_option_given(&call->options, "out") && !call->quiet)
        (void)fprintf(call->out, VF_SAY(call->language, "Resultat: %s\n", "Results: %s\n"),
                      vf_option_text(&call->options, "out", ""));
}

static int carry_out(struct job *j, struct vf_error *err) {
    const char *out = vf_option_text(&j->call->options, "out", NULL);
    int code = read_data(j, err);
    code = code == VF_OK ? load(j, err) : code;
    if (code != VF_OK)
        return code;
    struct vf_point *p = &j->x.point[0];
    j->replay.by_host = vf_option_given(&j->call->options, "by-host");
    code = vf_replay_model(&j->replay, &j->extract, &j->map, &p->model, vf_point_traffic(p), err);
    if (code == VF_OK && out)
        code = vf_folder_create(&j->folder, out, vf_option_given(&j->call->options, "replace"), err);
    code = code == VF_OK ? vf_replay_run(&j->replay, &p->model, err) : code;
    if (code == VF_OK && out)
        code = keep(j, &p->model, err);
    if (code == VF_OK)
        show(j, &p->model);
    return code;
}

static int run(struct vf_call *call, struct vf_error *err) {
    struct job j = {.call = call, .folder = {.lock = -1}};
    (void)clock_gettime(CLOCK_REALTIME, &j.started);
    int code = carry_out(&j, err);
    vf_inputs_once(err);
    vf_folder_abandon(&j.folder);
    vf_replay_fini(&j.replay);
    vf_experiment_fini(&j.x);
    vf_extract_fini(&j.extract);
    vf_extract_map_fini(&j.map);
    vf_inputs_fini(&j.inputs);
    free(j.sets);
    return code;
}

static const struct vf_option options[] = {
    {.name = "stays",
     .kind = VF_OPTION_FILE,
     .value = "FILE",
     .help = VF_PHRASE("egna vårdtillfällen (CSV)", "own vårdtillfällen (CSV)")},
    {.name = "daily",
     .kind = VF_OPTION_FILE,
     .value = "FILE",
     .help = VF_PHRASE("dygnsfil per avdelning: disponibla, överbelagda, utlokaliserade (CSV)",
                       "daily file per ward: disponibla, överbelagda, utlokaliserade (CSV)")},
    {.name = "columns",
     .kind = VF_OPTION_FILE,
     .value = "MAP",
     .help = VF_PHRASE("vilken kolumn som är vad (JSON)", "which column is what (JSON)")},
    {.name = "by-host",
     .help = VF_PHRASE("räkna utlokaliserade där de ligger, inte hos den ansvariga avdelningen",
                       "count utlokaliserade where they lie, not by the responsible ward")},
    {.name = "skip-bad", .help = VF_PHRASE("hoppa över felaktiga rader", "pass over rows with problems")},
    VF_OPTION_ROW_SCENARIO,
    VF_OPTION_ROW_PATCH,
    VF_OPTION_ROW_SET,
    {.name = "out",
     .letter = 'o',
     .kind = VF_OPTION_FOLDER,
     .value = "DIR",
     .help = VF_PHRASE("skriv days.csv, summary.csv och replay.svg till en mapp",
                       "write days.csv, summary.csv and replay.svg to a folder")},
    {.name = "replace",
     .help =
         VF_PHRASE("ersätt en resultatmapp som redan finns", "replace a result folder that exists already")},
    VF_OPTION_ROW_JSON,
    VF_OPTION_END,
};

const struct vf_command vf_cmd_replay = {
    .name = "replay",
    .summary = VF_PHRASE("egna vårdtillfällen mot egna vårdplatser, jämfört med det rapporterade",
                         "own stays against own beds, compared with what was reported"),
    .about = VF_PHRASE(
        "Låter patienterna i ett eget utdrag komma när de kom och ligga så länge de låg, med de disponibla "
        "vårdplatser som fanns varje dygn, genom konfigurationens avdelningar och placeringsregler. "
        "Överbelagda och "
        "utlokaliserade kl. 06 jämförs med de rapporterade, avdelning för avdelning och dygn för dygn. Inget "
        "slumpas.\n\n"
        "Ingenting om enskilda skrivs: bara antal per avdelning och dygn.",
        "Lets the patients of an own extract come when they came and stay as long as they stayed, with the "
        "disponibla vårdplatser there were each day, through the config's wards and rules of placement. "
        "Överbelagda "
        "and utlokaliserade at 06:00 are compared with the reported ones, ward by ward and day by day. "
        "Nothing is "
        "drawn at random.\n\n"
        "Nothing of individuals is written: counts per ward and day alone."),
    .operand = {.name = "CONFIG", .kind = VF_OPTION_FILE, .min = 1, .max = 1},
    .options = options,
    .examples = {{"vardflode replay configs/exempel/aterspelning/avdelningar.json --stays "
                  "configs/exempel/aterspelning/vardtillfallen.csv --daily "
                  "configs/exempel/aterspelning/dygn.csv --columns "
                  "configs/exempel/aterspelning/karta.json",
                  VF_PHRASE("ett litet påhittat utdrag", "a small made-up extract")}},
    .run = run,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vardflode verify [CASE]...: runs the oracle suite and prints simulated beside exact. What is run, compared and
 * accepted is said in vf_verify.h; here it is only started and shown. */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vf_command.h"
#include "vf_json.h"
#include "vf_progress.h"
#include "vf_table.h"
#include "vf_terminal.h"
#include "vf_verify.h"

enum { DOCUMENT_MAX = 1 << 24, PATH_SIZE = 4096 };
static const double PROGRESS_S = 0.2;

struct job {
    struct vf_call *call;
    struct vf_progress progress;
    bool begun;
    uint64_t done, events;
};

static void end_stage(struct job *j) {
    if (j->begun)
        vf_progress_end(&j->progress, j->done, j->events, vf_progress_clock());
    j->begun = false;
}

static void stage(void *context, const char *name, uint64_t trials) {
    struct job *j = context;
    end_stage(j);
    vf_progress_begin(&j->progress, j->call,
                      vf_progress_mode_of(j->call, vf_option_text(&j->call->options, "progress", NULL)), name,
                      trials);
    j->begun = true;
}

static void report(void *context, const struct vf_study_status *status) {
    struct job *j = context;
    j->done = status->done;
    j->events = status->events;
    vf_progress_show(&j->progress, status->done, status->events, vf_progress_clock());
}

/* ---- Where the configs lie: in the project's folder, beside a build in it, or installed ---- */
static bool has_configs(const char *folder) {
    char path[PATH_SIZE + 16];
    (void)snprintf(path, sizeof path, "%s/o1.json", folder);
    return access(path, R_OK) == 0;
}

static int find_configs(const struct vf_call *call, char folder[PATH_SIZE], struct vf_error *err) {
    static const char *const from_program[] = {"../configs/validation", "../../configs/validation",
                                               "../share/vardflode/configs/validation"};
    const char *given = vf_option_text(&call->options, "configs", NULL);
    (void)snprintf(folder, PATH_SIZE, "%s", given ? given : "configs/validation");
    if (given || has_configs(folder))
        return VF_OK;
    char program[PATH_SIZE - 64];
    ssize_t n = readlink("/proc/self/exe", program, sizeof program - 1);
    program[n > 0 ? n : 0] = '\0';
    char *slash = strrchr(program, '/');
    for (size_t k = 0; slash && k < sizeof from_program / sizeof *from_program; k++) {
        slash[1] = '\0';
        (void)snprintf(folder, PATH_SIZE, "%s%s", program, from_program[k]);
        if (has_configs(folder))
            return VF_OK;
    }
    return vf_error_set(
        err, VF_E_IO,
        VF_SAY(call->language, "hittar inte configs/validation: stå i projektets mapp eller ange --configs",
               "cannot find configs/validation: stand in the project's folder or give --configs"));
}

/* ---- Showing ---- */
static void name_case(const struct vf_verify_row *row, char name[64]) {
    (void)snprintf(name, 64, "%s%s%s", row->config, row->scenario[0] ? " " : "", row->scenario);
    if (isdigit((unsigned char)row->config[1])) /* O1, V1 ...; the others are words */
        name[0] = (char)toupper((unsigned char)name[0]);
}

static const char *verdict(const struct vf_verify_line *line, enum vf_language language) {
    if (line->ok)
        return line->again ? VF_SAY(language, "ok, omkörd", "ok, run again") : "ok";
    if (!line->narrow)
        return VF_SAY(language, "för brett", "too wide");
    return line->again ? VF_SAY(language, "fel", "wrong") : VF_SAY(language, "utanför", "beyond 3");
}

static void show_table(const struct vf_call *call, const struct vf_verify *v) {
    enum vf_language language = call->language;
    const struct vf_table_column columns[] = {{VF_SAY(language, "fall", "case"), VF_LEFT},
                                              {VF_SAY(language, "storhet", "quantity"), VF_LEFT},
                                              {VF_SAY(language, "exakt", "exact"), VF_RIGHT},
                                              {VF_SAY(language, "simulerat", "simulated"), VF_RIGHT},
                                              {"± 95 %", VF_RIGHT},
                                              {"z", VF_RIGHT},
                                              {VF_SAY(language, "utfall", "verdict"), VF_LEFT}};
    struct vf_table *table = vf_table_new(language, columns, sizeof columns / sizeof *columns);
    size_t again = 0;
    for (size_t k = 0; k < v->n_lines; k++) {
        const struct vf_verify_line *line = &v->line[k];
        char name[64];
        name_case(line->row, name);
        again += line->again;
        vf_table_text(table, name);
        vf_table_text(table, line->row->quantity);
        vf_table_real(table, line->row->exact, 6);
        vf_table_real(table, line->simulated, 6);
        vf_table_real(table, line->ci95, 6);
        vf_table_real(table, line->z, 2);
        vf_table_text(table, verdict(line, language));
        vf_table_colour(table, line->ok ? VF_GOOD : line->narrow && !line->again ? VF_WARN : VF_BAD);
    }
    vf_table_print(table, call->out, call->colour);
    vf_table_free(table);
    (void)fprintf(
        call->out, VF_SAY(language, "%zu rader, %zu omkörda: %s\n", "%zu rows, %zu run again: %s\n"),
        v->n_lines - again, again,
        v->ok ? VF_SAY(language, "allt stämmer", "all agree") : VF_SAY(language, "stämmer inte", "disagree"));
}

static int show_json(const struct vf_call *call, const struct vf_verify *v, struct vf_error *err) {
    struct vf_text text;
    struct vf_json_writer w;
    vf_text_init(&text, DOCUMENT_MAX);
    vf_json_writer_init(&w, &text, 1);
    vf_json_begin_array(&w);
    for (size_t k = 0; k < v->n_lines; k++) {
        const struct vf_verify_line *line = &v->line[k];
        char name[64];
        name_case(line->row, name);
        vf_json_begin_object(&w);
        vf_json_key_string(&w, "case", name);
        vf_json_key_string(&w, "quantity", line->row->quantity);
        vf_json_key_number(&w, "exact", line->row->exact);
        vf_json_key_number(&w, "simulated", line->simulated);
        vf_json_key_number(&w, "ci95", line->ci95);
        vf_json_key_number(&w, "z", line->z);
        vf_json_key_integer(&w, "n", (long long)line->n);
        vf_json_key_bool(&w, "again", line->again);
        vf_json_key_bool(&w, "ok", line->ok);
        vf_json_end_object(&w);
    }
    vf_json_end_array(&w);
    vf_text_puts(&text, "\n");
    int code = text.full ? vf_error_set(err, VF_E_STATE, "the document is too large") : VF_OK;
    if (code == VF_OK)
        (void)fwrite(text.data, 1, text.size, call->out);
    vf_text_fini(&text);
    return code;
}

static int run(struct vf_call *call, struct vf_error *err) {
    char folder[PATH_SIZE];
    int code = find_configs(call, folder, err);
    if (code != VF_OK)
        return code;
    struct job j = {.call = call};
    struct vf_verify_options how = {.folder = folder,
                                    .only = call->options.operands,
                                    .n_only = call->options.n_operands,
                                    .stage = stage,
                                    .stage_context = &j};
    how.study =
        (struct vf_study_options){.threads = (unsigned)vf_option_integer(&call->options, "threads", 0),
                                  .signals = true,
                                  .progress_s = PROGRESS_S,
                                  .report = report,
                                  .report_context = &j};
    struct vf_verify v;
    code = vf_verify_run(&v, &how, err);
    end_stage(&j);
    if (code == VF_OK) {
        if (vf_option_given(&call->options, "json"))
            code = show_json(call, &v, err);
        else
            show_table(call, &v);
    }
    if (code == VF_OK && !v.ok)
        code = vf_error_set(err, VF_E_STATE,
                            VF_SAY(call->language, "simulerat och exakt stämmer inte överens",
                                   "simulated and exact results do not agree"));
    vf_verify_fini(&v);
    return code;
}

static const struct vf_option options[] = {
    {.name = "configs",
     .kind = VF_OPTION_FOLDER,
     .value = "DIR",
     .help = VF_PHRASE(
         "mappen med o1.json med flera (annars projektets configs/validation, eller den installerade)",
         "the folder of o1.json and the others (default the project's configs/validation, or the "
         "installed one)")},
    VF_OPTION_ROW_THREADS,
    VF_OPTION_ROW_JSON,
    VF_OPTION_ROW_PROGRESS,
    VF_OPTION_END,
};

const struct vf_command vf_cmd_verify = {
    .name = "verify",
    .summary = VF_PHRASE("pröva simulatorn mot exakta resultat", "hold the simulator against exact results"),
    .about = VF_PHRASE(
        "Kör fall med kända svar (alla om inga anges; o1 o2 o3 o3b o4 o5 o6 v1 priority erlang-a "
        "reservation erlang-r erlang-r-loss mt-g-inf deadlock pooling) och jämför: halva 95 %-intervallet "
        "får vara "
        "högst 1 % av det exakta (2 % för sannolikheter under 0,1 och blockerade platser, 3 % för väntan i "
        "o6), och z = "
        "(simulerat - exakt) / medelfelet högst 3. En rad utanför 3 körs en gång till, fyra gånger så länge "
        "med nästa "
        "frö, och ska då ligga innanför; högst 3 rader får behöva det. Slutar med 1 när något inte stämmer.",
        "Runs cases with known answers (all unless named: o1 o2 o3 o3b o4 o5 o6 v1 priority erlang-a "
        "reservation erlang-r erlang-r-loss mt-g-inf deadlock pooling) and compares: the 95 % "
        "half-width "
        "is at most 1 % of the exact value (2 % for probabilities below 0.1 and blocked beds, 3 % for the "
        "wait in o6), "
        "and z = (simulated - exact) / standard error is at most 3. A row beyond 3 is run once more, four "
        "times as long "
        "with the next seed, and must then lie within; at most 3 rows may need it. Ends with 1 when "
        "something does not "
        "agree."),
    .operand = {.name = "CASE", .kind = VF_OPTION_TEXT, .min = 0, .max = 16},
    .options = options,
    .examples = {{"vardflode verify o1 o5", VF_PHRASE("två fall", "two cases")},
                 {"vardflode verify o5 --json", VF_PHRASE("ett JSON-dokument", "one JSON document")}},
    .run = run,
};

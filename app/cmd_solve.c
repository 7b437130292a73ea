/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vardflode solve CONFIG --vary PTR=LO..HI --limit INDICATOR<=VALUE: inverse questions (vf_solve.h); of a study with a
 * budget, how to spend it (solve_budget.c). Nothing is written to disk. */
#include <stdlib.h>

#include "vf_budget_report.h"
#include "vf_command.h"
#include "vf_inputs.h"
#include "vf_progress.h"
#include "vf_solve_report.h"
#include "vf_study_file.h"

enum { DOCUMENT_MAX = 1 << 26, FIRST = 10, MOST = 640, POINTS = 2000 };
static const double CONFIDENCE = 95;

struct job {
    struct vf_call *call;
    struct vf_inputs inputs;
    struct vf_solve s;
    const char **vary, **limit;
    uint64_t seed;
    struct vf_progress bar;
};

static void progress(void *context, const struct vf_solve_progress *p) {
    struct job *j = context;
    j->bar.total = p->points_most;
    vf_progress_show(&j->bar, p->points, p->events, vf_progress_clock());
}

static const char **all_of(const struct vf_call *call, const char *name, size_t *n) {
    while (vf_option_nth(&call->options, name, *n))
        ++*n;
    const char **all = vf_xcalloc(*n + 1, sizeof *all);
    for (size_t k = 0; k < *n; k++)
        all[k] = vf_option_nth(&call->options, name, k);
    return all;
}

static int load(struct job *j, struct vf_error *err) {
    const struct vf_options *options = &j->call->options;
    struct vf_solve_options o = {.scenario = vf_option_text(options, "scenario", NULL),
                                 .largest = vf_option_given(options, "largest"),
                                 .confidence = vf_option_real(options, "confidence", CONFIDENCE) / 100,
                                 .first = (uint32_t)vf_option_integer(options, "replications", FIRST),
                                 .most = (uint32_t)vf_option_integer(options, "most", MOST),
                                 .points = (uint32_t)vf_option_integer(options, "points", POINTS)};
    if (!(o.confidence > 0.5 && o.confidence < 1))
        return vf_error_set(err, VF_E_USAGE, "%s",
                            VF_SAY(j->call->language, "--confidence är i procent, över 50 och under 100",
                                   "--confidence is in per cent, above 50 and below 100"));
    vf_inputs_read_over(&j->inputs, j->call);
    o.config = j->inputs.options.config;
    o.vary = j->vary = all_of(j->call, "vary", &o.n_vary);
    o.limit = j->limit = all_of(j->call, "limit", &o.n_limits);
    if (vf_option_given(options, "seed")) {
        j->seed = (uint64_t)vf_option_integer(options, "seed", 0);
        o.seed = &j->seed;
    }
    return vf_solve_load(&j->s, options->operands[0], &o, err);
}

static int answer(struct job *j, struct vf_error *err) {
    const struct vf_options *options = &j->call->options;
    struct vf_solve_how how = {.threads = (unsigned)vf_option_integer(options, "threads", 0),
                               .signals = true,
                               .progress = progress,
                               .context = j};
    vf_progress_begin(&j->bar, j->call,
                      vf_progress_mode_of(j->call, vf_option_text(options, "progress", NULL)), "solve", 1);
    int code = vf_solve_run(&j->s, &how, err);
    if (code != VF_OK)
        return code;
    vf_progress_end(&j->bar, j->bar.total, j->s.events, vf_progress_clock());
    if (vf_option_given(options, "json")) {
        struct vf_text text;
        vf_text_init(&text, DOCUMENT_MAX);
        vf_solve_json(&j->s, VF_VERSION, &text);
        (void)fwrite(text.data, 1, text.size, j->call->out);
        vf_text_fini(&text);
    } else {
        vf_solve_print(j->call, &j->s);
    }
    return VF_OK;
}

static int run(struct vf_call *call, struct vf_error *err) {
    struct job j = {.call = call};
    if (vf_study_file_is(call->options.operands[0]))
        return vf_solve_budget(call, err);
    int code = load(&j, err);
    code = code ? code : answer(&j, err);
    vf_inputs_once(err);
    vf_solve_fini(&j.s);
    vf_inputs_fini(&j.inputs);
    free(j.vary);
    free(j.limit);
    return code;
}

static const struct vf_option options[] = {
    {.name = "vary",
     .kind = VF_OPTION_TEXT,
     .value = "PTR=LO..HI",
     .repeat = true,
     .help = VF_PHRASE("vad som söks: ett värde, PTR*= en faktor, PTR+= ett tillägg; LO..HI:STEG",
                       "what is sought: a value, PTR*= a factor, PTR+= an addition; LO..HI:STEP")},
    {.name = "limit",
     .kind = VF_OPTION_TEXT,
     .value = "INDICATOR<=X",
     .repeat = true,
     .help = VF_PHRASE("gräns som ska hållas, <= eller >= (andelar som 0,01)",
                       "limit to be kept, <= or >= (shares as 0.01)")},
    {.name = "largest",
     .help = VF_PHRASE("sök det största som håller gränserna (annars det minsta)",
                       "look for the largest that keeps the limits (default the smallest)")},
    {.name = "confidence",
     .kind = VF_OPTION_REAL,
     .value = "PERCENT",
     .help = VF_PHRASE("konfidens för att svaret håller alla gränser (95)",
                       "confidence that the answer keeps all limits (95)")},
    {.name = "scenario",
     .kind = VF_OPTION_TEXT,
     .value = "NAME",
     .help = VF_PHRASE("scenario som frågan ställs om", "the scenario that the question is asked of")},
    VF_OPTION_ROW_PATCH,
    VF_OPTION_ROW_SET,
    VF_OPTION_ROW_REPLICATIONS(2, "körningar av en punkt att börja med (10)",
                               "replications of a point to begin with (10)"),
    {.name = "most",
     .kind = VF_OPTION_INTEGER,
     .value = "N",
     .min = 2,
     .max = 1000000,
     .help = VF_PHRASE("körningar av en punkt som mest i sökningen (640)",
                       "replications of a point at most during the search (640)")},
    {.name = "points",
     .kind = VF_OPTION_INTEGER,
     .value = "N",
     .min = 1,
     .max = 1000000,
     .help = VF_PHRASE("punkter att pröva som mest (2000)", "points to look at, at most (2000)")},
    VF_OPTION_ROW_SEED,
    VF_OPTION_ROW_THREADS,
    VF_OPTION_ROW_JSON,
    VF_OPTION_ROW_PROGRESS,
    VF_OPTION_END,
};

const struct vf_command vf_cmd_solve = {
    .name = "solve",
    .summary = VF_PHRASE("sök minsta resurs eller största inflöde som håller gränser",
                         "find the smallest capacity or largest demand that keeps limits"),
    .about =
        VF_PHRASE("Söker de minsta värden (med --largest de största) där alla gränser hålls, med samma "
                  "patienter i varje "
                  "punkt. Flera --vary ger den minsta summan. Förutsätter att gränserna blir lättare "
                  "att hålla ju större "
                  "värdena är (med --largest: ju mindre); visar det sig inte stämma sägs det. Svaret "
                  "körs om på nya patienter, "
                  "och konfidensen gäller den körningen. Finns inget svar sägs det. För en studiefil med "
                  "\"budget\" söks i stället den fördelning av pengarna som ger det lägsta värdet av det "
                  "som ska minskas, med hela fronten: kostnad mot bästa värde.",
                  "Looks for the smallest values (with --largest the largest) at which all limits are "
                  "kept, with the same "
                  "patients at each point. Several --vary give the smallest sum. It is assumed that "
                  "limits are easier to keep "
                  "the larger the values are (with --largest: the smaller); should that prove wrong, it "
                  "is said. The answer is "
                  "run again on new patients, and the confidence is that of this run. When there is no "
                  "answer, that is said. Of a study file with a \"budget\" it looks for the split of the "
                  "money with the lowest value of what is to be minimised instead, with the whole "
                  "frontier: cost against best value."),
    .operand = {.name = "CONFIG|STUDY", .kind = VF_OPTION_FILE, .min = 1, .max = 1},
    .options = options,
    .examples =
        {{"vardflode solve configs/validation/o2.json --vary /units/ward/beds/disponibla=4..20 --limit "
          "'unit/ward/lost_fraction<=0.05' --set '/run/duration=\"400 d\"'",
          VF_PHRASE("minst antal vårdplatser med högst 5 % avvisade",
                    "the fewest beds with at most 5 % refused")},
         {"vardflode solve configs/validation/o3.json --vary "
          "'/groups/patients/arrivals/poisson/rate*=0.5..1.5' "
          "--largest --limit 'unit/ward/p_over<=0.2' --set '/run/duration=\"200 d\"' --json",
          VF_PHRASE("största inflöde, som faktor, med överbeläggning högst 20 % av tiden",
                    "the largest inflow, as a factor, that is overcrowded at most 20 % of the time")},
         {"vardflode solve configs/studies/tva_budget.json",
          VF_PHRASE("hur pengarna fördelas bäst på två slags platser",
                    "how money is best split between two kinds of places")}},
    .run = run,
};

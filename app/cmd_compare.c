/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vardflode compare CONFIG --base A: the scenarios against one of them, patient by patient. Nothing is written to
 * disk; `run` keeps results. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_command.h"
#include "vf_compare.h"
#include "vf_comparison_report.h"
#include "vf_inputs.h"
#include "vf_pick.h"
#include "vf_progress.h"
#include "vf_report.h"

enum { DOCUMENT_MAX = 1 << 26, ADVICE_MAX = 4096 };
static const double PROGRESS_S = 0.2;

struct job {
    struct vf_call *call;
    struct vf_inputs inputs;
    uint64_t seed;
    struct vf_config config; /* for the names of its scenarios */
    struct vf_experiment x;
    struct vf_picked picked;
    struct vf_progress progress;
};

static void report(void *context, const struct vf_study_status *status) {
    struct job *j = context;
    vf_progress_show(&j->progress, status->done, status->events, vf_progress_clock());
}

static int no_base(const struct job *j, struct vf_error *err) {
    struct vf_text advice;
    vf_text_init(&advice, ADVICE_MAX);
    for (size_t k = 0; k < j->config.n_scenarios; k++)
        vf_text_appendf(&advice, "%s%s", k ? ", " : VF_SAY(j->call->language, "det finns: ", "there are: "),
                        j->config.scenarios[k].name);
    struct vf_problem p = {
        .message = (char *)VF_SAY(j->call->language, "jämfört med vad? ange --base SCENARIO",
                                  "compared with what? give --base SCENARIO"),
        .advice = j->config.n_scenarios
                      ? advice.data
                      : (char *)VF_SAY(j->call->language, "konfigurationen har inga scenarier",
                                       "the config has no scenarios")};
    int code = vf_error_add(err, VF_E_USAGE, &p);
    vf_text_fini(&advice);
    return code;
}

static void add_name(struct job *j, const char *name) {
    struct vf_experiment_options *o = &j->inputs.options;
    for (size_t k = 0; k < o->n_scenarios; k++)
        if (strcmp(j->inputs.scenarios[k], name) == 0)
            return;
    j->inputs.scenarios[o->n_scenarios++] = name;
}

/* The base first, then those asked for, or all others. */
static int choose(struct job *j, struct vf_error *err) {
    const struct vf_options *options = &j->call->options;
    struct vf_experiment_options *o = &j->inputs.options;
    const char *base = vf_option_text(options, "base", NULL), *with;
    size_t n = 0;
    if (!base)
        return no_base(j, err);
    while (vf_option_nth(options, "with", n))
        n++;
    j->inputs.scenarios = vf_xcalloc(1 + n + j->config.n_scenarios, sizeof *j->inputs.scenarios);
    o->scenarios = j->inputs.scenarios;
    add_name(j, base);
    for (size_t k = 0; (with = vf_option_nth(options, "with", k)) != NULL; k++)
        add_name(j, with);
    for (size_t k = 0; n == 0 && k < j->config.n_scenarios; k++)
        add_name(j, j->config.scenarios[k].name);
    if (o->n_scenarios < 2)
        return vf_error_set(err, VF_E_USAGE, "%s",
                            VF_SAY(j->call->language, "det finns inget att jämföra med: ange --with SCENARIO",
                                   "there is nothing to compare it with: give --with SCENARIO"));
    return VF_OK;
}

/* Indicators asked for by name; they are looked up in the base's model, whose columns are the experiment's first. */
static int pick(struct job *j, struct vf_error *err) {
    const char *what;
    int code = VF_OK;
    for (size_t k = 0; (what = vf_option_nth(&j->call->options, "indicator", k)) != NULL; k++) {
        int one = vf_pick_add(&j->picked, &j->x.point[0].measures, what, err);
        code = code ? code : one;
    }
    return code;
}

static int prepare(struct job *j, struct vf_error *err) {
    const struct vf_options *options = &j->call->options;
    struct vf_experiment_options *o = &j->inputs.options;
    const char *path = options->operands[0];
    vf_inputs_read_over(&j->inputs, j->call);
    o->replications = (uint32_t)vf_option_integer(options, "replications", 0);
    o->antithetic = vf_option_given(options, "antithetic");
    if (o->antithetic && vf_option_given(options, "select"))
        return vf_error_set(err, VF_E_USAGE, "%s",
                            VF_SAY(j->call->language,
                                   "--select kräver oberoende körningar, inte --antithetic",
                                   "--select takes independent replications, not --antithetic"));
    if (vf_option_given(options, "seed")) {
        j->seed = (uint64_t)vf_option_integer(options, "seed", 0);
        o->seed = &j->seed;
    }
    int code = vf_config_load(path, &o->config, &j->config, err);
    code = code ? code : choose(j, err);
    code = code ? code : vf_experiment_load(&j->x, path, o, err);
    code = code ? code : pick(j, err);
    if (code == VF_OK && j->x.replications < 2)
        code = vf_error_set(err, VF_E_USAGE, "%s",
                            VF_SAY(j->call->language,
                                   "en jämförelse kräver minst två körningar: --replications N",
                                   "a comparison takes at least two replications: --replications N"));
    return code;
}

static int simulate(struct job *j, struct vf_error *err) {
    const struct vf_options *options = &j->call->options;
    struct vf_study_options how = {.threads = (unsigned)vf_option_integer(options, "threads", 0),
                                   .signals = true,
                                   .progress_s = PROGRESS_S,
                                   .report = report,
                                   .report_context = j};
    vf_progress_begin(&j->progress, j->call,
                      vf_progress_mode_of(j->call, vf_option_text(options, "progress", NULL)), "compare",
                      (uint64_t)j->x.n_points * j->x.replications);
    int code = vf_experiment_run(&j->x, &how, err);
    if (j->x.ran)
        vf_progress_end(&j->progress, j->x.study.done, j->x.study.events, vf_progress_clock());
    return code;
}

/* The main indicators that say something of the model: not 0 or undefined everywhere. */
static void pick_main(struct job *j) {
    for (const char *const *name = vf_report_indicators; *name; name++) {
        size_t column = vf_report_column(&j->x, *name, "");
        bool told = false;
        for (size_t k = 0; k < j->x.n_points && column != SIZE_MAX; k++) {
            double mean = vf_report_mean(&j->x, k, column);
            told = told || (!isnan(mean) && mean != 0);
        }
        if (told) {
            j->picked.column = vf_xrealloc(j->picked.column, (j->picked.n + 1) * sizeof *j->picked.column);
            j->picked.column[j->picked.n++] = column;
        }
    }
}

static int show(struct job *j, struct vf_error *err) {
    struct vf_comparison c;
    if (j->picked.n == 0)
        pick_main(j);
    if (j->picked.n == 0)
        return vf_error_set(
            err, VF_E_USAGE, "%s",
            VF_SAY(j->call->language,
                   "modellen har ingen av huvudindikatorerna: välj med --indicator, t.ex. unit/*/wait_mean",
                   "the model has none of the main indicators: choose with --indicator, such as "
                   "unit/*/wait_mean"));
    vf_comparison_make(&c, &j->x, j->picked.column, j->picked.n);
    if (vf_option_given(&j->call->options, "control"))
        vf_comparison_control(&c);
    if (vf_option_given(&j->call->options, "json")) {
        struct vf_text text;
        vf_text_init(&text, DOCUMENT_MAX);
        vf_comparison_json(&c, VF_VERSION, &text);
        (void)fwrite(text.data, 1, text.size, j->call->out);
        vf_text_fini(&text);
    } else {
        vf_comparison_print(j->call, &c);
    }
    vf_comparison_fini(&c);
    return VF_OK;
}

static int run(struct vf_call *call, struct vf_error *err) {
    struct job j = {.call = call};
    int code = prepare(&j, err);
    if (code == VF_OK && vf_option_given(&call->options, "select")) {
        code = vf_compare_select(call, &j.x, err);
    } else if (code == VF_OK) {
        code = simulate(&j, err);
        int shown = code == VF_OK || code == VF_E_STOPPED ? show(&j, err) : VF_OK;
        code = code ? code : shown;
    }
    vf_inputs_once(err);
    vf_pick_fini(&j.picked);
    vf_experiment_fini(&j.x);
    vf_config_fini(&j.config);
    vf_inputs_fini(&j.inputs);
    return code;
}

static const struct vf_option options[] = {
    {.name = "base",
     .kind = VF_OPTION_TEXT,
     .value = "NAME",
     .help =
         VF_PHRASE("scenariot som de andra jämförs med", "the scenario that the others are compared with")},
    {.name = "with",
     .kind = VF_OPTION_TEXT,
     .value = "NAME",
     .repeat = true,
     .help =
         VF_PHRASE("scenario som jämförs (annars alla andra)", "scenario to compare (default all others)")},
    {.name = "indicator",
     .kind = VF_OPTION_TEXT,
     .value = "NAME",
     .repeat = true,
     .help = VF_PHRASE("indikator, t.ex. unit/medA/wait_mean (annars de viktigaste)",
                       "indicator, such as unit/medA/wait_mean (default the main ones)")},
    {.name = "control",
     .help = VF_PHRASE(
         "skärp med styrvariabel: den belastning som kom mot den väntade; visar vad det gav",
         "sharpen by a control variate: the load that came against the expected; shows what it gave")},
    VF_OPTION_ROW_ANTITHETIC,
    {.name = "select",
     .kind = VF_OPTION_TEXT,
     .value = "INDICATOR",
     .help = VF_PHRASE("välj det bästa scenariot i en indikator, med så många körningar som det tar",
                       "choose the best scenario in one indicator, with as many replications as it takes")},
    {.name = "indifference",
     .kind = VF_OPTION_REAL,
     .value = "D",
     .help = VF_PHRASE("med --select: skillnader mindre än D spelar ingen roll (andelar som 0,01)",
                       "with --select: differences below D do not matter (shares as 0.01)")},
    {.name = "pcs",
     .kind = VF_OPTION_REAL,
     .value = "P",
     .help = VF_PHRASE("med --select: sannolikhet för rätt val (0,95)",
                       "with --select: probability of correct selection (0.95)")},
    {.name = "largest",
     .help = VF_PHRASE("med --select: störst är bäst (annars minst)",
                       "with --select: the largest is best (default the smallest)")},
    {.name = "most",
     .kind = VF_OPTION_INTEGER,
     .value = "N",
     .min = 2,
     .max = 1000000,
     .help = VF_PHRASE("med --select: högst så många körningar av ett scenario (10000)",
                       "with --select: at most so many replications of a scenario (10000)")},
    VF_OPTION_ROW_PATCH,
    VF_OPTION_ROW_SET,
    VF_OPTION_ROW_REPLICATIONS(
        2, "antal körningar av varje scenario i stället för konfigurationens (med --select: de första, 10)",
        "replications of each scenario instead of the config's (with --select: the first ones, 10)"),
    VF_OPTION_ROW_SEED,
    VF_OPTION_ROW_THREADS,
    VF_OPTION_ROW_JSON,
    VF_OPTION_ROW_PROGRESS,
    VF_OPTION_END,
};

const struct vf_command vf_cmd_compare = {
    .name = "compare",
    .summary = VF_PHRASE("jämför scenarier patient för patient", "compare scenarios patient by patient"),
    .about = VF_PHRASE(
        "Kör scenarierna med samma patienter och visar parade skillnader mot ett av dem: 95 % intervall, "
        "uppnådd "
        "korrelation, vinsten mot oberoende körningar, och utslag som håller för alla indikatorer "
        "tillsammans (Holm). "
        "Sist ordnas scenarierna i varje indikator. Indikatorer skrivs MÅTT, unit/NAMN/MÅTT, "
        "hospital/NAMN/MÅTT, "
        "group/NAMN/MÅTT eller unit/NAMN/GRUPP/MÅTT; * står för alla namn. Med "
        "--select väljs det bästa scenariot i en indikator med proceduren KN (Kim och Nelson 2001), med "
        "angiven "
        "sannolikhet att valet är rätt när det är mer än --indifference bättre än de andra.",
        "Runs the scenarios with the same patients and shows paired differences from one of them: 95 % "
        "intervals, the "
        "correlation reached, the gain over independent runs, and verdicts that hold for all indicators "
        "together "
        "(Holm). Last, the scenarios are put in order by each indicator. Indicators are written METRIC, "
        "unit/NAME/METRIC, hospital/NAME/METRIC, group/NAME/METRIC or unit/NAME/GROUP/METRIC; * stands for "
        "all names. With --select the best scenario in one indicator is chosen by procedure KN (Kim and "
        "Nelson 2001), with "
        "a stated probability of being right whenever it is better by more than --indifference."),
    .operand = {.name = "CONFIG", .kind = VF_OPTION_FILE, .min = 1, .max = 1},
    .options = options,
    .examples =
        {{"vardflode compare configs/validation/o3.json --base a20_c22 --with a22_c22 --replications 6",
          VF_PHRASE("två patienter fler om dygnet", "two patients more a day")},
         {"vardflode compare configs/validation/o3.json --base a20_c22 --with a24_c22 --replications 4 "
          "--indicator unit/ward/occupancy --json",
          VF_PHRASE("en indikator, som JSON", "one indicator, as JSON")},
         {"vardflode compare configs/validation/o3.json --base a20_c22 --with a22_c22 --select "
          "unit/ward/p_over --indifference 0.05 --set '/run/duration=\"200 d\"'",
          VF_PHRASE("välj det bästa med 95 % sannolikhet", "choose the best with 95 % probability")}},
    .run = run,
};

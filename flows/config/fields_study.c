/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Field tables of a study file: what is varied, how, and what is kept. Not part of a config. */
#include "vf_shapes.h"
#include "vf_study_fields.h"

const char *const vf_words_axis_change[] = {"set", "factor", "add", NULL};
static const char *const words_design[] = {"grid", "zip",   "list",   "one_at_a_time", "random",
                                           "lhs",  "sobol", "morris", "saltelli",      NULL};

#define PLAIN_VALUE \
    {.kind = VF_SHAPE_NUMBER}, {.kind = VF_SHAPE_TEXT}, { .kind = VF_SHAPE_BOOL }
#define ANY_VALUE ANY(PLAIN_VALUE, {.kind = VF_SHAPE_PATCH}, {S_LIST(ANY(PLAIN_VALUE), 0, 0)})

#define MEAN_SD_CUT                                                                                      \
    {.key = "mean", .shape = NUMBER(0, 0), .required = VF_REQUIRED, .sv = "Medelvärde.", .en = "Mean."}, \
        {.key = "sd",                                                                                    \
         .shape = ABOVE_0,                                                                               \
         .required = VF_REQUIRED,                                                                        \
         .sv = "Standardavvikelse.",                                                                     \
         .en = "Standard deviation."},                                                                   \
        {.key = "min", .shape = NUMBER(0, 0), .sv = "Avskuren nedtill.", .en = "Cut off below."}, {      \
        .key = "max", .shape = NUMBER(0, 0), .sv = "Avskuren upptill.", .en = "Cut off above."           \
    }
#define END(which, swedish, english) \
    { .key = which, .shape = NUMBER(0, 0), .required = VF_REQUIRED, .sv = swedish, .en = english }

static const struct vf_object
    drawn_normal = {.name = "drawn_normal",
                    .sv = "Normalfördelning; min och max skär av den.",
                    .en = "Normal; min and max cut it off.",
                    .example = "{\"mean\": 1, \"sd\": 0.05}",
                    FIELDS(MEAN_SD_CUT)},
    drawn_lognormal = {.name = "drawn_lognormal",
                       .sv = "Lognormalfördelning med det medelvärdet.",
                       .en = "Lognormal with that mean.",
                       .example = "{\"mean\": 1, \"sd\": 0.2}",
                       FIELDS(MEAN_SD_CUT)},
    drawn_gamma = {.name = "drawn_gamma",
                   .sv = "Gammafördelning.",
                   .en = "Gamma.",
                   .example = "{\"mean\": 1, \"sd\": 0.2}",
                   FIELDS(MEAN_SD_CUT)},
    drawn_uniform = {.name = "drawn_uniform",
                     .sv = "Likformig.",
                     .en = "Uniform.",
                     .example = "{\"min\": 0.9, \"max\": 1.1}",
                     FIELDS(END("min", "Minst.", "Smallest."), END("max", "Störst.", "Largest."))},
    drawn_triangular = {.name = "drawn_triangular",
                        .sv = "Triangelfördelning.",
                        .en = "Triangular.",
                        .example = "{\"min\": 0.9, \"mode\": 1, \"max\": 1.2}",
                        FIELDS(END("min", "Minst.", "Smallest."), END("mode", "Troligast.", "Likeliest."),
                               END("max", "Störst.", "Largest."))},
    drawn_beta = {
        .name = "drawn_beta",
        .sv = "Betafördelning mellan min och max.",
        .en = "Beta between min and max.",
        .example = "{\"a\": 17, \"b\": 83}",
        FIELDS({.key = "a",
                .shape = ABOVE_0,
                .required = VF_REQUIRED,
                .sv = "Första formtalet.",
                .en = "First shape."},
               {.key = "b",
                .shape = ABOVE_0,
                .required = VF_REQUIRED,
                .sv = "Andra formtalet.",
                .en = "Second shape."},
               {.key = "min", .shape = NUMBER(0, 0), .fallback = "0", .sv = "Minst.", .en = "Smallest."},
               {.key = "max", .shape = NUMBER(0, 0), .fallback = "1", .sv = "Störst.", .en = "Largest."})};

/* A row for each of vf_parameter_kinds. */
static const struct vf_object drawn = {
    .name = "drawn",
    .variants = "normal|lognormal|gamma|uniform|triangular|beta",
    .sv = "Vad som är känt om ett osäkert tal.",
    .en = "What is known of an uncertain number.",
    .example = "{\"normal\": {\"mean\": 1, \"sd\": 0.05}}",
    FIELDS({.key = "normal", .shape = OBJECT(&drawn_normal), .sv = "Normal.", .en = "Normal."},
           {.key = "lognormal", .shape = OBJECT(&drawn_lognormal), .sv = "Lognormal.", .en = "Lognormal."},
           {.key = "gamma", .shape = OBJECT(&drawn_gamma), .sv = "Gamma.", .en = "Gamma."},
           {.key = "uniform", .shape = OBJECT(&drawn_uniform), .sv = "Likformig.", .en = "Uniform."},
           {.key = "triangular", .shape = OBJECT(&drawn_triangular), .sv = "Triangel.", .en = "Triangular."},
           {.key = "beta", .shape = OBJECT(&drawn_beta), .sv = "Beta.", .en = "Beta."}),
};

const struct vf_object vf_object_axis = {
    .name = "axis",
    .variants =
        "pointer values|pointer from to step?|pointer distribution|pointer|pointers values|pointers from "
        "to step?|pointers distribution|pointers|scenarios",
    .sv = "En axel: ett eller flera värden i konfigurationen som ändras tillsammans.",
    .en = "An axis: one or more values of the config that change together.",
    .example = "{\"pointer\": \"/units/medA/capacity_factor\", \"values\": [1, 1.1]}",
    FIELDS({.key = "pointer", .shape = TEXT, .sv = "JSON-pekare.", .en = "JSON pointer."},
           {.key = "pointers",
            .shape = LIST(TEXT, 1, 0),
            .sv = "JSON-pekare som ändras tillsammans.",
            .en = "JSON pointers that change together."},
           {.key = "scenarios",
            .shape = LIST(TEXT, 1, 0),
            .sv = "Scenarier i stället för värden.",
            .en = "Scenarios instead of values."},
           {.key = "values", .shape = LIST(ANY_VALUE, 0, 0), .sv = "Värdena.", .en = "The values."},
           {.key = "from", .shape = NUMBER(0, 0), .sv = "Minsta värde.", .en = "Smallest value."},
           {.key = "to", .shape = NUMBER(0, 0), .sv = "Största värde.", .en = "Largest value."},
           {.key = "step", .shape = ABOVE_0, .sv = "Steg.", .en = "Step."},
           {.key = "distribution",
            .shape = OBJECT(&drawn),
            .sv = "Fördelning som värdet dras ur.",
            .en = "Distribution that the value is drawn from."},
           {.key = "change",
            .shape = WORDS(vf_words_axis_change),
            .fallback = "set",
            .sv = "set: värdet; factor: gånger; add: plus.",
            .en = "set: the value; factor: times; add: plus."},
           {.key = "whole",
            .shape = BOOL,
            .fallback = "false",
            .sv = "Avrunda till heltal.",
            .en = "Round to a whole number."}),
};

const struct vf_object vf_object_design = {
    .name = "design",
    .sv = "Vilka kombinationer som körs.",
    .en = "Which combinations are run.",
    .example = "{\"kind\": \"grid\"}",
    FIELDS(
        {.key = "kind", .shape = WORDS(words_design), .required = VF_REQUIRED, .sv = "Sort.", .en = "Kind."},
        {.key = "samples",
         .shape = INTEGER(1, 100000000),
         .sv = "Antal punkter (random, lhs, sobol), banor (morris) eller grundpunkter (saltelli).",
         .en = "Number of points (random, lhs, sobol), trajectories (morris) or base points (saltelli)."},
        {.key = "levels",
         .shape = INTEGER(2, 1000),
         .fallback = "4",
         .sv = "Nivåer per axel, ett jämnt antal (morris).",
         .en = "Levels per axis, an even number (morris)."},
        {.key = "seed",
         .shape = INTEGER(0, INTEGER_MAX),
         .fallback = "1",
         .sv = "Frö för lottade punkter.",
         .en = "Seed of drawn points."},
        {.key = "points",
         .shape = LIST(MAP(NEW_NAME, ANY_VALUE), 0, 0),
         .sv = "Punkterna, en efter en (list).",
         .en = "The points, one by one (list)."}),
};

static const struct vf_object precision = {
    .name = "precision",
    .variants = "relative|absolute",
    .sv = "När en indikator är tillräckligt säker.",
    .en = "When an indicator is certain enough.",
    .example = "{\"relative\": 0.05}",
    FIELDS({.key = "relative",
            .shape = ABOVE_0,
            .sv = "Halva 95 %-intervallet delat med medelvärdet, högst.",
            .en = "Half-width of the 95 % interval over the mean, at most."},
           {.key = "absolute",
            .shape = ABOVE_0,
            .sv = "Halva 95 %-intervallet, högst.",
            .en = "Half-width of the 95 % interval, at most."}),
};

static const struct vf_object unit_cost = {
    .name = "unit_cost",
    .sv = "Vad en enhet av en axels värde kostar.",
    .en = "What one unit of an axis' value costs.",
    .example = "{\"each\": 3394500, \"per\": \"disponibel vårdplats och år\", \"assumed\": \"medelkostnad\"}",
    FIELDS({.key = "each",
            .shape = NUMBER(0, 0),
            .required = VF_REQUIRED,
            .sv = "Kostnad per enhet av axelns värde, i budgetens enhet.",
            .en = "Cost per unit of the axis' value, in the unit of the budget."},
           {.key = "per", .shape = TEXT, .sv = "Vad enheten är.", .en = "What the unit is."}),
};

static const struct vf_object budget = {
    .name = "budget",
    .sv = "Vad punkterna kostar och vad pengarna ska minska (solve).",
    .en = "What the points cost and what the money is to make smaller (solve).",
    .example = "{\"costs\": {\"vardplatser\": {\"each\": 3394500}}, \"most\": 50000000, \"minimise\": "
               "{\"overbelaggningar_per_100\": 1}, \"indifference\": 0.2}",
    FIELDS({.key = "costs",
            .shape = SHAPE(S_MAP(NEW_NAME, OBJECT(&unit_cost)), .n_min = 1),
            .required = VF_REQUIRED,
            .sv = "Kostnad per axel; en axel utan kostnad är gratis.",
            .en = "Cost by axis; an axis without one is free."},
           {.key = "most",
            .shape = NUMBER(0, 0),
            .required = VF_REQUIRED,
            .sv = "Budgeten: summan av kostnad gånger värde, högst.",
            .en = "The budget: the sum of cost times value, at most."},
           {.key = "minimise",
            .shape = SHAPE(S_MAP(TEXT, NUMBER(0, 0)), .n_min = 1),
            .required = VF_REQUIRED,
            .sv = "Indikatorer och deras vikter; den vägda summan minimeras.",
            .en = "Indicators and their weights; the weighted sum is minimised."},
           {.key = "indifference",
            .shape = ABOVE_0,
            .required = VF_REQUIRED,
            .sv = "Så små skillnader i summan spelar ingen roll.",
            .en = "Differences in the sum that small do not matter."}),
};

const struct vf_object vf_object_study = {
    .name = "study",
    .sv = "En studie: många punkter av en konfiguration.",
    .en = "A study: many points of a config.",
    .example = "{\"extends\": \"bas.json\", \"indicators\": [\"belaggningsgrad\"], \"axes\": {}, "
               "\"design\": {\"kind\": \"grid\"}}",
    FIELDS({.key = "$schema", .shape = TEXT, .sv = "Var schemat finns.", .en = "Where the schema is."},
           {.key = "extends",
            .shape = TEXT,
            .required = VF_REQUIRED,
            .sv = "Konfigurationen som varieras.",
            .en = "The config that is varied."},
           {.key = "patch",
            .shape = SHAPE(.kind = VF_SHAPE_PATCH),
            .sv = "Ändring som gäller alla punkter (RFC 7396).",
            .en = "A change for all points (RFC 7396)."},
           {.key = "scenario",
            .shape = TEXT,
            .sv = "Scenario som gäller alla punkter.",
            .en = "A scenario for all points."},
           {.key = "seed",
            .shape = INTEGER(0, INTEGER_MAX),
            .sv = "Slumpfrö i stället för konfigurationens.",
            .en = "Random seed instead of the config's."},
           {.key = "replications",
            .shape = INTEGER(1, 1000000),
            .sv = "Körningar per punkt i stället för konfigurationens; med precision minst så många.",
            .en = "Replications per point instead of the config's; with precision at least as many."},
           {.key = "precision",
            .shape = SHAPE(S_MAP(TEXT, OBJECT(&precision)), .n_min = 1),
            .sv = "Kör varje punkt tills dessa indikatorer är tillräckligt säkra.",
            .en = "Run each point until these indicators are certain enough."},
           {.key = "replications_max",
            .shape = INTEGER(2, 1000000),
            .fallback = "1000",
            .sv = "Högst så många körningar per punkt, när precision är given.",
            .en = "At most as many replications per point, when precision is given."},
           {.key = "indicators",
            .shape = LIST(TEXT, 1, 0),
            .required = VF_REQUIRED,
            .sv = "Indikatorer som sparas.",
            .en = "Indicators that are kept."},
           {.key = "axes",
            .shape = SHAPE(S_MAP(NEW_NAME, OBJECT(&vf_object_axis)), .n_min = 1),
            .required = VF_REQUIRED,
            .sv = "Axlarna, efter namn.",
            .en = "The axes, by name."},
           {.key = "design",
            .shape = OBJECT(&vf_object_design),
            .required = VF_REQUIRED,
            .sv = "Vilka kombinationer som körs.",
            .en = "Which combinations are run."},
           {.key = "where",
            .shape = LIST(TEXT, 0, 0),
            .sv = "Villkor över axlarna: punkter som inte uppfyller alla tas bort.",
            .en = "Conditions over the axes: points that do not satisfy all are left out."},
           {.key = "budget",
            .shape = OBJECT(&budget),
            .sv = "Kostnader och en budget, för solve.",
            .en = "Costs and a budget, for solve."},
           {.key = "points_max",
            .shape = INTEGER(1, 100000000),
            .fallback = "100000",
            .sv = "Fler punkter än så vägras.",
            .en = "More points than this are refused."}),
};

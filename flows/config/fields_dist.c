/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Field tables: remarks and DIST. A distribution of times is a name, a fixed duration, or an object with
 * exactly one kind key (its parameters inside) and the modifiers beside it. */
#include "vf_shapes.h"

static const char *const words_unit[] = {"s", "min", "h", "d", "w", "y", NULL};

static const struct vf_object two_texts = {
    .name = "text",
    .sv = "En text på två språk.",
    .en = "A text in two languages.",
    .example = "{\"sv\": \"Nuläge\", \"en\": \"As it is\"}",
    FIELDS({.key = "sv", .shape = TEXT, .sv = "Svenska.", .en = "Swedish."},
           {.key = "en", .shape = TEXT, .sv = "Engelska.", .en = "English."}),
};
#define TITLE ANY({.kind = VF_SHAPE_TEXT}, {S_OBJECT(&two_texts), .def = "text"})

const struct vf_object vf_object_remarks = {
    .name = "remarks",
    .sv = "Får stå i varje objekt, också bland namnen i ett objekt med namn som nycklar.",
    .en = "Allowed in every object, also among the names of an object keyed by name.",
    .example = "{\"source\": \"Kolada N70845, 2024\", \"assumed\": \"fördelat efter invånarantal\"}",
    FIELDS({.key = "source",
            .shape = TEXT,
            .sv = "Källa: varifrån talen kommer.",
            .en = "Source: where the numbers come from."},
           {.key = "assumed",
            .shape = ANY({.kind = VF_SHAPE_TEXT}, {.kind = VF_SHAPE_BOOL}),
            .sv = "Antaget: ingen vet; gärna hur värdet valdes.",
            .en = "Assumed: nobody knows; better with how the value was chosen."},
           {.key = "note", .shape = TEXT, .sv = "Anmärkning.", .en = "Note."},
           {.key = "title",
            .shape = TITLE,
            .sv = "Rubrik: visas i tabeller och diagram.",
            .en = "Title: shown in tables and charts."},
           {.key = "description", .shape = TITLE, .sv = "Beskrivning.", .en = "Description."}),
};

#define TIME_FIELD(name, text_sv, text_en) \
    { .key = name, .shape = DURATION, .required = 0, .sv = text_sv, .en = text_en }
#define NEEDED_TIME(name, text_sv, text_en) \
    { .key = name, .shape = DURATION, .required = VF_REQUIRED, .sv = text_sv, .en = text_en }
#define MEAN TIME_FIELD("mean", "Medelvärde.", "Mean.")
#define SCALE_TIME TIME_FIELD("scale", "Skalparameter.", "Scale parameter.")
#define RATE_FIELD                                                               \
    {                                                                            \
        .key = "rate", .shape = SHAPE(.kind = VF_SHAPE_RATE, .above_min = true), \
        .sv = "Intensitet: 1 / skala.", .en = "Rate: 1 / scale."                 \
    }
#define UNIT_FIELD                                                                  \
    {                                                                               \
        .key = "unit", .shape = WORDS(words_unit), .sv = "Tidsenhet för bara tal.", \
        .en = "Time unit of bare numbers."                                          \
    }
#define WEIGHTS(text_sv, text_en) \
    { .key = "weights", .shape = LIST(AT_LEAST_0, 1, 0), .sv = text_sv, .en = text_en }
/* Durations with their units, or bare numbers in `unit`. */
#define TIMES(lo) ANY({S_LIST(DURATION, lo, 0)}, {S_LIST(AT_LEAST_0, lo, 0)})

static const struct vf_object exponential = {
    .name = "exponential",
    .variants = "mean|rate",
    .sv = "Exponentialfördelning.",
    .en = "Exponential distribution.",
    .example = "{\"mean\": \"7 d\"}",
    FIELDS(MEAN, RATE_FIELD),
};
static const struct vf_object gamma_dist = {
    .name = "gamma",
    .variants = "shape mean|shape scale|shape rate",
    .sv = "Gammafördelning.",
    .en = "Gamma distribution.",
    .example = "{\"shape\": 2, \"mean\": \"5 d\"}",
    FIELDS({.key = "shape", .shape = ABOVE_0, .sv = "Formparameter.", .en = "Shape parameter."}, MEAN,
           SCALE_TIME, RATE_FIELD),
};
static const struct vf_object erlang = {
    .name = "erlang",
    .sv = "Erlangfördelning: summan av k lika exponentialer.",
    .en = "Erlang: the sum of k equal exponentials.",
    .example = "{\"k\": 2, \"mean\": \"40 min\"}",
    FIELDS({.key = "k",
            .shape = INTEGER(1, 10000),
            .required = VF_REQUIRED,
            .sv = "Antal faser.",
            .en = "Number of phases."},
           NEEDED_TIME("mean", "Medelvärde.", "Mean.")),
};
static const struct vf_object lognormal = {
    .name = "lognormal",
    .variants = "mean sd|mean cv|median cv|mu sigma unit",
    .sv = "Lognormalfördelning.",
    .en = "Lognormal distribution.",
    .example = "{\"median\": \"4.15 h\", \"cv\": 0.53}",
    FIELDS(MEAN, TIME_FIELD("sd", "Standardavvikelse.", "Standard deviation."),
           {.key = "cv",
            .shape = ABOVE_0,
            .sv = "Variationskoefficient: sd / medelvärde.",
            .en = "Coefficient of variation: sd / mean."},
           TIME_FIELD("median", "Median.", "Median."),
           {.key = "mu",
            .shape = NUMBER(-700, 700),
            .sv = "Medelvärde av logaritmen.",
            .en = "Mean of the logarithm."},
           {.key = "sigma",
            .shape = ABOVE_0,
            .sv = "Standardavvikelse av logaritmen.",
            .en = "Standard deviation of the logarithm."},
           UNIT_FIELD),
};
static const struct vf_object weibull = {
    .name = "weibull",
    .sv = "Weibullfördelning.",
    .en = "Weibull distribution.",
    .example = "{\"shape\": 1.5, \"scale\": \"3 d\"}",
    FIELDS({.key = "shape",
            .shape = ABOVE_0,
            .required = VF_REQUIRED,
            .sv = "Formparameter.",
            .en = "Shape parameter."},
           NEEDED_TIME("scale", "Skalparameter.", "Scale parameter.")),
};
static const struct vf_object triangular = {
    .name = "triangular",
    .sv = "Triangelfördelning.",
    .en = "Triangular distribution.",
    .example = "{\"min\": \"5 min\", \"mode\": \"10 min\", \"max\": \"30 min\"}",
    FIELDS(NEEDED_TIME("min", "Minst.", "Least."), NEEDED_TIME("mode", "Vanligast.", "Most likely."),
           NEEDED_TIME("max", "Störst.", "Greatest.")),
};
static const struct vf_object uniform = {
    .name = "uniform",
    .sv = "Likformig fördelning.",
    .en = "Uniform distribution.",
    .example = "{\"min\": \"1 d\", \"max\": \"3 d\"}",
    FIELDS(NEEDED_TIME("min", "Minst.", "Least."), NEEDED_TIME("max", "Störst.", "Greatest.")),
};
static const struct vf_object normal = {
    .name = "normal",
    .sv = "Normalfördelning, avskuren vid 0 om inte `min` säger annat.",
    .en = "Normal distribution, truncated at 0 unless `min` says otherwise.",
    .example = "{\"mean\": \"30 min\", \"sd\": \"5 min\"}",
    FIELDS(NEEDED_TIME("mean", "Medelvärde före avskärning.", "Mean before truncation."),
           NEEDED_TIME("sd", "Standardavvikelse före avskärning.", "Standard deviation before truncation.")),
};
static const struct vf_object beta_dist = {
    .name = "beta",
    .sv = "Betafördelning på [min, max].",
    .en = "Beta distribution on [min, max].",
    .example = "{\"a\": 2, \"b\": 5, \"min\": 0, \"max\": \"10 d\"}",
    FIELDS({.key = "a",
            .shape = ABOVE_0,
            .required = VF_REQUIRED,
            .sv = "Första formparametern.",
            .en = "First shape parameter."},
           {.key = "b",
            .shape = ABOVE_0,
            .required = VF_REQUIRED,
            .sv = "Andra formparametern.",
            .en = "Second shape parameter."},
           NEEDED_TIME("min", "Minst.", "Least."), NEEDED_TIME("max", "Störst.", "Greatest.")),
};
static const struct vf_object pareto = {
    .name = "pareto",
    .sv = "Paretosvans: P(X > x) = (min / x)^shape.",
    .en = "Pareto tail: P(X > x) = (min / x)^shape.",
    .example = "{\"shape\": 2.5, \"min\": \"30 d\"}",
    FIELDS(
        {.key = "shape",
         .shape = ABOVE_0,
         .required = VF_REQUIRED,
         .sv = "Formparameter.",
         .en = "Shape parameter."},
        {.key = "min", .shape = DURATION_ABOVE_0, .required = VF_REQUIRED, .sv = "Minst.", .en = "Least."}),
};
static const struct vf_object hyperexponential = {
    .name = "hyperexponential",
    .sv = "Blandning av exponentialfördelningar.",
    .en = "Mixture of exponential distributions.",
    .example = "{\"weights\": [0.4, 0.6], \"means\": [\"2 d\", \"9 d\"]}",
    FIELDS({.key = "weights",
            .shape = LIST(AT_LEAST_0, 1, 0),
            .required = VF_REQUIRED,
            .sv = "Relativa vikter.",
            .en = "Relative weights."},
           {.key = "means",
            .shape = LIST(DURATION_ABOVE_0, 1, 0),
            .required = VF_REQUIRED,
            .sv = "Lika många medelvärden.",
            .en = "As many means."}),
};
static const struct vf_object component = {
    .name = "component",
    .sv = "En del av en blandning.",
    .en = "A part of a mixture.",
    .example = "{\"weight\": 0.3, \"of\": {\"exponential\": {\"mean\": \"2 d\"}}}",
    FIELDS({.key = "weight",
            .shape = AT_LEAST_0,
            .required = VF_REQUIRED,
            .sv = "Relativ vikt.",
            .en = "Relative weight."},
           {.key = "of",
            .shape = &vf_shape_dist,
            .required = VF_REQUIRED,
            .sv = "Delens fördelning.",
            .en = "The part's distribution."}),
};
static const struct vf_object empirical = {
    .name = "empirical",
    .variants = "values weights? unit?|file unit",
    .sv = "Uppmätta värden, i konfigurationen eller i en CSV-fil (kolumnen value, gärna weight).",
    .en = "Measured values, in the config or in a CSV file (column value, optionally weight).",
    .example = "{\"values\": [\"1 d\", \"2 d\", \"5 d\"], \"weights\": [5, 3, 2]}",
    FIELDS({.key = "values",
            .shape = TIMES(1),
            .sv = "Värden: varaktigheter, eller tal i `unit`.",
            .en = "Values: durations, or numbers in `unit`."},
           WEIGHTS("Relativa vikter, en per värde.", "Relative weights, one per value."),
           {.key = "file",
            .shape = TEXT,
            .sv = "CSV-fil, sökt från konfigurationsfilens mapp.",
            .en = "CSV file, looked for from the config file's folder."},
           UNIT_FIELD),
};
static const struct vf_object histogram = {
    .name = "histogram",
    .sv = "Klassindelad fördelning, likformig inom varje klass.",
    .en = "Binned distribution, uniform within a bin.",
    .example = "{\"edges\": [\"0 d\", \"1 d\", \"7 d\"], \"weights\": [3, 1]}",
    FIELDS({.key = "edges",
            .shape = TIMES(2),
            .required = VF_REQUIRED,
            .sv = "Klassgränser, stigande.",
            .en = "Bin edges, rising."},
           {.key = "weights",
            .shape = LIST(AT_LEAST_0, 1, 0),
            .required = VF_REQUIRED,
            .sv = "Relativ vikt per klass.",
            .en = "Relative weight per bin."},
           UNIT_FIELD),
};

#define KIND(name, type) \
    { .key = name, .shape = SHAPE(S_OBJECT(&type), .def = name), .sv = NULL, .en = NULL }

#define DIST_KINDS                                                                                         \
    KIND("exponential", exponential), KIND("gamma", gamma_dist), KIND("erlang", erlang),                   \
        KIND("lognormal", lognormal), KIND("weibull", weibull), KIND("triangular", triangular),            \
        KIND("uniform", uniform), KIND("normal", normal), KIND("beta", beta_dist), KIND("pareto", pareto), \
        KIND("hyperexponential", hyperexponential),                                                        \
        {.key = "mixture",                                                                                 \
         .shape = SHAPE(S_MAP(NEW_NAME, SHAPE(S_OBJECT(&component), .def = "component")), .n_min = 1),     \
         .sv = "Blandning av namngivna delar.",                                                            \
         .en = "Mixture of named parts."},                                                                 \
        KIND("empirical", empirical), KIND("histogram", histogram), {                                      \
        .key = "discrete", .shape = SHAPE(S_MAP(DURATION, PROBABILITY), .n_min = 1),                       \
        .sv = "Varaktighet: sannolikhet; summan är 1.", .en = "Duration: probability; the sum is 1."       \
    }

#define DIST_VARIANTS                                                                   \
    "exponential|gamma|erlang|lognormal|weibull|triangular|uniform|normal|beta|pareto|" \
    "hyperexponential|mixture|"                                                         \
    "empirical|histogram|discrete"

#define DIST_MODIFIERS                                                                       \
    TIME_FIELD("min", "Avskärning nedåt.", "Truncation below."),                             \
        TIME_FIELD("max", "Avskärning uppåt.", "Truncation above."),                         \
        {.key = "scale",                                                                     \
         .shape = ABOVE_0,                                                                   \
         .fallback = "1",                                                                    \
         .sv = "Faktor på resultatet.",                                                      \
         .en = "Factor on the result."},                                                     \
    {                                                                                        \
        .key = "zero", .shape = PROBABILITY, .fallback = "0", .sv = "Andel som är exakt 0.", \
        .en = "Share that is exactly 0."                                                     \
    }

static const struct vf_object dist_object = {
    .name = "distribution",
    .variants = DIST_VARIANTS,
    .sv = "Fördelning av en tid: exakt en sort, samt avskärning, faktor och andel 0 bredvid.",
    .en = "Distribution of a time: exactly one kind, with truncation, factor and share of 0 beside it.",
    .example = "{\"lognormal\": {\"mean\": \"6.75 d\", \"cv\": 1}, \"max\": \"120 d\", \"zero\": 0.06}",
    FIELDS(DIST_KINDS, DIST_MODIFIERS),
};

const struct vf_shape vf_shape_dist = {
    S_ANY({S_NAME(VF_NAMES_DISTRIBUTION)}, {S_DURATION}, {S_OBJECT(&dist_object), .def = "distribution"}),
    .def = "DIST",
};

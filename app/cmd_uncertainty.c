/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vardflode uncertainty DIR: what of a finished study's spread is parameters that nobody knows exactly, and what is the
 * luck of a year. Reads the store; writes nothing. */
#include <math.h>

#include "vf_analysis_report.h"
#include "vf_report.h"
#include "vf_table.h"

enum {
    DOCUMENT_MAX = 1 << 28,
    TEXT_MAX = 1 << 16,
    PAGE_WIDTH = 100,
    CELL_MAX = 256,
    FEW_POINTS = 40,
    FEW_YEARS = 5
};

struct job {
    struct vf_call *call;
    struct vf_analysis a;
};

/* What an axis is that has no distribution; NULL of one that has, the only ones that are uncertain parameters. */
static const char *choice_of(const cJSON *axis, enum vf_language l) {
    if (vf_json_get(axis, "distribution"))
        return NULL;
    return vf_json_get(axis, "scenarios") ? VF_SAY(l, "scenarier", "scenarios")
           : vf_json_get(axis, "values")  ? VF_SAY(l, "valda värden", "chosen values")
                                          : VF_SAY(l, "ett intervall", "a range");
}

static const cJSON *first_axis(const struct job *j) {
    return vf_map_first(vf_json_get(j->a.doc->root, "axes"));
}

static void say_choices(const struct job *j, struct vf_text *to) {
    enum vf_language l = j->call->language;
    size_t n = 0;
    for (const cJSON *a = first_axis(j); a; a = vf_map_next(a)) {
        const char *choice = choice_of(a, l);
        if (choice)
            vf_text_appendf(to, "%s%s (%s)",
                            n++ ? ", "
                                : VF_SAY(l,
                                         " Varning: axlar utan fördelning är val, inte "
                                         "osäkra parametrar: ",
                                         " Warning: axes without a distribution are choices, "
                                         "not uncertain parameters: "),
                            a->string, choice);
    }
    if (n > 0)
        vf_text_puts(
            to, VF_SAY(l,
                       ". Deras spridning räknas ändå in i raden parametrar: håll dem fasta, eller ge "
                       "dem en fördelning.",
                       ". Their spread is in the row of parameters all the same: keep them fixed, or give "
                       "them a distribution."));
}

/* One kind of uncertainty: its standard deviation, and where 95 % of years lie by it alone. */
static void put_kind(struct vf_table *t, const struct vf_call *call, const char *name,
                     const struct vf_interval *sd, const struct vf_interval *range, int decimals) {
    char text[CELL_MAX], low[VF_PEOPLE_NUMBER], high[VF_PEOPLE_NUMBER];
    vf_table_text(t, name);
    vf_analysis_interval(call, sd, decimals, text, sizeof text);
    vf_table_text(t, text);
    (void)vf_people_real(low, call->language, range->low, decimals);
    (void)vf_people_real(high, call->language, range->high, decimals);
    (void)snprintf(text, sizeof text, VF_SAY(call->language, "%s till %s", "%s to %s"), low, high);
    vf_table_text(t, isnan(range->low) ? "\xe2\x80\x93" : text);
}

static void print_one(struct job *j, size_t column, const struct vf_components *c, struct vf_text *text) {
    const struct vf_call *call = j->call;
    enum vf_language l = call->language;
    int decimals = vf_analysis_decimals(fmax(c->sd_parameter.value, c->sd_year.value));
    const struct vf_table_column columns[] = {{VF_SAY(l, "Osäkerhet", "Uncertainty"), VF_LEFT},
                                              {"sd", VF_RIGHT},
                                              {VF_SAY(l, "95 % av åren", "95 % of years"), VF_RIGHT}};
    struct vf_table *t = vf_table_new(l, columns, sizeof columns / sizeof *columns);
    struct vf_interval all = {
        sqrt(c->sd_parameter.value * c->sd_parameter.value + c->sd_year.value * c->sd_year.value),
        (double)NAN, (double)NAN};
    char mean[CELL_MAX], share[VF_PEOPLE_NUMBER];
    put_kind(t, call, VF_SAY(l, "parametrar", "parameters"), &c->sd_parameter, &c->parameter, decimals);
    put_kind(t, call, VF_SAY(l, "slump, ett år", "chance, one year"), &c->sd_year, &c->year, decimals);
    put_kind(t, call, VF_SAY(l, "båda, ett år", "both, one year"), &all, &c->both, decimals);
    vf_analysis_label(call, &j->a.table.column[column], text);
    vf_report_heading(call, text->data);
    vf_table_print(t, call->out, call->colour);
    vf_table_free(t);
    vf_analysis_interval(call, &c->mean, decimals, mean, sizeof mean);
    (void)vf_people_real(share, l, 100 * c->share, 0);
    (void)fprintf(
        call->out,
        VF_SAY(l, "Medel %s; parametrarna är %s %% av ett års varians. %zu dragningar x %zu körningar.\n",
               "Mean %s; parameters are %s %% of the variance of a year. %zu draws x %zu replications.\n"),
        mean, share, c->points, c->replications);
}

static void json_range(struct vf_json_writer *w, const char *key, const struct vf_interval *x) {
    vf_json_key(w, key);
    vf_json_begin_array(w);
    vf_json_number(w, x->low);
    vf_json_number(w, x->high);
    vf_json_end_array(w);
}

static void json_one(struct job *j, size_t column, const struct vf_components *c, struct vf_json_writer *w) {
    const struct vf_study_column *own = &j->a.table.column[column];
    vf_json_key(w, own->name);
    vf_json_begin_object(w);
    vf_json_key_string(w, "unit", own->measure);
    vf_json_key_integer(w, "points", (long long)c->points);
    vf_json_key_integer(w, "replications", (long long)c->replications);
    vf_analysis_json_interval(w, "mean", &c->mean);
    vf_analysis_json_interval(w, "sd_parameter", &c->sd_parameter);
    vf_analysis_json_interval(w, "sd_year", &c->sd_year);
    vf_json_key_number(w, "share_parameter", c->share);
    json_range(w, "parameter95", &c->parameter);
    json_range(w, "year95", &c->year);
    json_range(w, "both95", &c->both);
    vf_json_end_object(w);
}

static int show_json(struct job *j, struct vf_error *err) {
    struct vf_text text;
    struct vf_json_writer w;
    int code = VF_OK;
    vf_text_init(&text, DOCUMENT_MAX);
    vf_json_writer_init(&w, &text, 0);
    vf_json_begin_object(&w);
    vf_analysis_json_head(&w, &j->a);
    vf_json_key(&w, "axes");
    vf_json_begin_object(&w);
    for (const cJSON *a = first_axis(j); a; a = vf_map_next(a)) {
        const char *choice = choice_of(a, VF_ENGLISH);
        vf_json_key_string(&w, a->string, choice ? choice : "distribution");
    }
    vf_json_end_object(&w);
    vf_json_key(&w, "indicators");
    vf_json_begin_object(&w);
    for (size_t c = 0; c < j->a.table.n_columns && code == VF_OK; c++) {
        struct vf_components x;
        code = vf_analysis_uncertainty(&j->a, c, &x, err);
        if (code == VF_OK)
            json_one(j, c, &x, &w);
    }
    vf_json_end_object(&w);
    vf_json_end_object(&w);
    vf_text_puts(&text, "\n");
    if (code == VF_OK)
        (void)fwrite(text.data, 1, text.size, j->call->out);
    vf_text_fini(&text);
    return code;
}

static int show_tables(struct job *j, struct vf_error *err) {
    enum vf_language l = j->call->language;
    struct vf_text text;
    int code = VF_OK;
    size_t least = SIZE_MAX;
    vf_text_init(&text, TEXT_MAX);
    for (size_t c = 0; c < j->a.table.n_columns && code == VF_OK; c++) {
        struct vf_components x;
        code = vf_analysis_uncertainty(&j->a, c, &x, err);
        least = x.points < least ? x.points : least;
        if (code == VF_OK)
            print_one(j, c, &x, &text);
    }
    vf_text_clear(&text);
    vf_text_puts(
        &text,
        VF_SAY(
            l,
            "Parametrar: vart det väntade året hamnar när axlarna dras ur sina fördelningar, slumpen "
            "fråndragen. "
            "Slump: enskilda år med de väntade parametrarna. Båda: vad ett publicerat år kan visa. "
            "Parenteser: 95 % konfidensintervall.",
            "Parameters: where the expected year lies as the axes are drawn from their distributions, chance "
            "subtracted. Chance: single years with the expected parameters. Both: what one published year "
            "may "
            "show. Brackets: 95 % confidence intervals."));
    say_choices(j, &text);
    if (least < FEW_POINTS)
        vf_text_puts(&text, VF_SAY(l, " Få dragningar: områdenas ändar är grova.",
                                   " Few draws: the ends of the ranges are rough."));
    if (j->a.table.replications < FEW_YEARS)
        vf_text_puts(
            &text,
            VF_SAY(l, " Få körningar per dragning: ett års slump är knappt känd, se dess intervall.",
                   " Few replications per draw: the chance of a year is hardly known, see its interval."));
    (void)fputc('\n', j->call->out);
    if (code == VF_OK && !j->call->quiet) {
        vf_terminal_wrap(j->call->out, (struct vf_wrap){.column = 0, .indent = 2, .width = PAGE_WIDTH},
                         text.data);
        (void)fputc('\n', j->call->out);
    }
    vf_text_fini(&text);
    return code;
}

static int run(struct vf_call *call, struct vf_error *err) {
    struct job j = {.call = call};
    int code = vf_analysis_of(call, &j.a, err);
    if (code == VF_OK && !vf_analysis_has_draws(&j.a))
        code = vf_error_set(
            err, VF_E_USAGE,
            VF_SAY(call->language,
                   "en studie av slag %s drar inga parametrar: ta random, lhs, sobol eller saltelli",
                   "a study of kind %s draws no parameters: take random, lhs, sobol or saltelli"),
            j.a.design.kind->name);
    if (code == VF_OK && j.a.table.replications < 2)
        code =
            vf_error_set(err, VF_E_USAGE, "%s",
                         VF_SAY(call->language, "slumpen syns inte i en enda körning per punkt: ta minst två",
                                "one replication per point does not show chance: take at least two"));
    if (code == VF_OK)
        code = vf_option_given(&call->options, "json") ? show_json(&j, err) : show_tables(&j, err);
    vf_analysis_close(&j.a);
    return code;
}

static const struct vf_option options[] = {
    VF_OPTION_ROW_JSON,
    VF_OPTION_END,
};

const struct vf_command vf_cmd_uncertainty = {
    .name = "uncertainty",
    .summary = VF_PHRASE("osäkra parametrar för sig, slump för sig",
                         "uncertain parameters and chance, each by itself"),
    .about =
        VF_PHRASE("Läser resultatet av en studie vars axlar dras ur fördelningar (plan random, lhs, sobol "
                  "eller saltelli), flera "
                  "körningar per dragning, och delar spridningen i två: den som beror på att parametrarna "
                  "inte är kända, och den "
                  "som skiljer ett år från ett annat. sweep och merge lägger samma tal i uncertainty.csv.",
                  "Reads the result of a study whose axes are drawn from distributions (design random, lhs, "
                  "sobol or saltelli), "
                  "with several replications per draw, and splits the spread in two: what comes of "
                  "parameters that are not "
                  "known, and what sets one year apart from another. sweep and merge put the same numbers in "
                  "uncertainty.csv."),
    .operand = {.name = "DIR", .kind = VF_OPTION_FOLDER, .min = 1, .max = 1},
    .options = options,
    .examples = {{"vardflode sweep configs/studies/osakerhet_o3.json --resume && "
                  "vardflode uncertainty results/osakerhet_o3",
                  VF_PHRASE("en liten studie och vad den säger", "a small study and what it says")}},
    .run = run,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The frontier of a budget: see vf_budget_report.h. Called by cmd_solve.c after the run. */
#include "vf_budget_report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_json.h"
#include "vf_report.h"
#include "vf_result.h"
#include "vf_table.h"
#include "vf_terminal.h"

enum { TEXT_MAX = 1 << 16, PAGE_WIDTH = 100, DECIMALS = 3 };

static void put_number(struct vf_text *to, enum vf_language l, double x) {
    char text[VF_DOUBLE_TEXT];
    (void)vf_format_double(text, x);
    char *point = strchr(text, '.');
    if (point && l == VF_SWEDISH)
        *point = ',';
    vf_text_puts(to, text);
}

static void put_rounded(struct vf_text *to, enum vf_language l, double x) {
    double scale = pow(10, DECIMALS);
    put_number(to, l, round(x * scale) / scale);
}

static void put_cell(struct vf_text *to, enum vf_language l, const struct vf_study_cell *cell) {
    if (cell->text)
        vf_text_puts(to, cell->text);
    else if (isnan(cell->number))
        vf_text_puts(to, "\xe2\x80\x93");
    else
        put_number(to, l, cell->number);
}

/* "beds = 3, nurses = 2" */
static void put_point(struct vf_text *to, const struct vf_budget *b, enum vf_language l, size_t at) {
    for (size_t a = 0; a < b->s->n_axes; a++) {
        struct vf_study_cell cell = vf_sweep_cell(b->s, b->point[at], a);
        vf_text_appendf(to, "%s%s = ", a ? "; " : "", b->s->axis[a].name);
        put_cell(to, l, &cell);
    }
}

static void say_none(const struct vf_budget *b, enum vf_language l, struct vf_text *to) {
    vf_text_puts(to, VF_SAY(l, "Budgeten räcker inte till någon punkt: den billigaste kostar ",
                            "The budget is too small for any point: the cheapest one costs "));
    put_number(to, l, b->cheapest);
    vf_text_puts(to, VF_SAY(l, ", budgeten är ", ", the budget is "));
    put_number(to, l, b->s->spending.most);
    vf_text_puts(to, ".");
}

/* The last row that is shown to be better than every cheaper one: what the money is to buy. */
static size_t best_shown(const struct vf_budget *b) {
    size_t best = 0;
    if (vf_budget_buys_nothing(b))
        return 0;
    for (size_t k = 1; k < b->n_rows; k++)
        best = b->row[k].shown ? k : best;
    return best;
}

static void say_best(const struct vf_budget *b, enum vf_language l, struct vf_text *to) {
    size_t best = best_shown(b);
    const struct vf_budget_row *row = &b->row[best];
    if (vf_budget_buys_nothing(b))
        vf_text_puts(to,
                     VF_SAY(l,
                            "Budgeten köper ingenting av vikt: ingen dyrare fördelning visades så mycket "
                            "bättre än den billigaste, ",
                            "The budget buys nothing of weight: no dearer split was shown to be better by "
                            "as much as matters than the cheapest, "));
    else
        vf_text_puts(to, VF_SAY(l, "Bästa fördelning inom budgeten: ", "The best split within the budget: "));
    put_point(to, b, l, row->at);
    vf_text_puts(to, VF_SAY(l, ", för ", ", for "));
    put_number(to, l, row->cost);
    vf_text_puts(to, VF_SAY(l, ", med ", ", with "));
    put_rounded(to, l, row->value.mean);
    vf_text_puts(to, VF_SAY(l, " (95 %-intervall ", " (95 % interval "));
    put_rounded(to, l, row->value.ci_low);
    vf_text_puts(to, VF_SAY(l, " till ", " to "));
    put_rounded(to, l, row->value.ci_high);
    vf_text_puts(to, ").");
    if (best + 1 < b->n_rows)
        vf_text_puts(to, VF_SAY(l, " Dyrare punkter i tabellen är inte visade bättre, eller knappt bättre.",
                                " Dearer points of the table are not shown to be better, or hardly are."));
}

static void say(const void *what, enum vf_language l, struct vf_text *to) {
    const struct vf_budget *b = what;
    if (b->n_rows == 0) {
        say_none(b, l, to);
        return;
    }
    say_best(b, l, to);
    if (b->settled) {
        vf_text_puts(to, VF_SAY(l, " Med ", " With "));
        put_number(to, l, 100 * b->o.confidence);
        vf_text_puts(to, VF_SAY(l, " % konfidens blev inga två fördelningar som skiljer sig med minst ",
                                " % confidence no two splits that differ by at least "));
        put_number(to, l, b->s->spending.indifference);
        vf_text_puts(to, VF_SAY(l, " felaktigt rangordnade, och det som står som visat är sant.",
                                " were ranked the wrong way round, and what is called shown is true."));
    } else {
        vf_text_puts(to, VF_SAY(l, " Sökningen hann inte avgöras: mer körningar behövs (--most).",
                                " The search was not settled: it takes more replications (--most)."));
    }
}

/* ---- Tables ---- */

static void put_row(struct vf_table *t, const struct vf_budget *b, enum vf_language l, size_t k) {
    const struct vf_budget_row *row = &b->row[k];
    struct vf_text text;
    vf_text_init(&text, TEXT_MAX);
    put_number(&text, l, row->cost);
    vf_table_text(t, text.data);
    for (size_t a = 0; a < b->s->n_axes; a++) {
        struct vf_study_cell cell = vf_sweep_cell(b->s, b->point[row->at], a);
        vf_text_clear(&text);
        put_cell(&text, l, &cell);
        vf_table_text(t, text.data);
    }
    vf_text_fini(&text);
    vf_table_real(t, row->value.mean, DECIMALS);
    vf_table_real(t, row->value.ci95, DECIMALS);
    vf_table_year(t, &row->value, 1, DECIMALS);
    vf_table_count(t, (int64_t)row->value.n);
    vf_table_real(t, k ? row->step.difference.mean : (double)NAN, DECIMALS);
    vf_table_real(t, k ? row->step.difference.ci95 : (double)NAN, DECIMALS);
    vf_table_text(t, k == 0       ? VF_SAY(l, "billigast", "cheapest")
                     : row->shown ? VF_SAY(l, "visat", "shown")
                     : row->idle  ? VF_SAY(l, "nej, inte så det märks", "no, not by what matters")
                                  : VF_SAY(l, "ej visat", "not shown"));
}

static void print_frontier(const struct vf_call *call, const struct vf_budget *b) {
    enum vf_language l = call->language;
    size_t axes = b->s->n_axes, n = 0;
    struct vf_table_column *columns = vf_xcalloc(axes + 8, sizeof *columns);
    columns[n++] = (struct vf_table_column){VF_SAY(l, "Kostnad", "Cost"), VF_RIGHT};
    for (size_t a = 0; a < axes; a++)
        columns[n++] = (struct vf_table_column){b->s->axis[a].name, VF_RIGHT};
    columns[n++] = (struct vf_table_column){VF_SAY(l, "Bästa värde", "Best value"), VF_RIGHT};
    columns[n++] = (struct vf_table_column){"\xc2\xb1", VF_RIGHT};
    columns[n++] = (struct vf_table_column){VF_SAY(l, "Ett år: 95 % (sd)", "One year: 95 % (sd)"), VF_RIGHT};
    columns[n++] = (struct vf_table_column){VF_SAY(l, "Körn.", "Runs"), VF_RIGHT};
    columns[n++] = (struct vf_table_column){VF_SAY(l, "Mot billigare", "Over cheaper"), VF_RIGHT};
    columns[n++] = (struct vf_table_column){"\xc2\xb1", VF_RIGHT};
    columns[n++] =
        (struct vf_table_column){VF_SAY(l, "Bättre än alla billigare", "Better than all cheaper"), VF_LEFT};
    struct vf_table *t = vf_table_new(l, columns, n);
    for (size_t k = 0; k < b->n_rows; k++)
        put_row(t, b, l, k);
    vf_table_print(t, call->out, call->colour);
    vf_table_free(t);
    free(columns);
}

static void put_objective(struct vf_text *to, const struct vf_budget *b, enum vf_language l) {
    const struct vf_spending *x = &b->s->spending;
    for (size_t k = 0; k < x->picked.n; k++) {
        if (k)
            vf_text_puts(to, " + ");
        if (fabs(x->weight[k] - 1) > 0) {
            put_number(to, l, x->weight[k]);
            vf_text_puts(to, " x ");
        }
        vf_pick_write(&b->s->model, &b->s->measures.column[x->picked.column[k]], to);
    }
}

void vf_budget_print(const struct vf_call *call, const struct vf_budget *b) {
    enum vf_language l = call->language;
    struct vf_text text;
    vf_text_init(&text, TEXT_MAX);
    if (b->n_rows > 0) {
        vf_text_puts(&text, VF_SAY(l, "Kostnad mot bästa värde av ", "Cost against the best value of "));
        put_objective(&text, b, l);
        vf_report_heading(call, text.data);
        print_frontier(call, b);
        vf_text_clear(&text);
    }
    say(b, l, &text);
    (void)fputc('\n', call->out);
    vf_terminal_wrap(call->out, (struct vf_wrap){.column = 0, .indent = 2, .width = PAGE_WIDTH}, text.data);
    vf_text_clear(&text);
    vf_text_appendf(&text,
                    VF_SAY(l, "Punkter inom budgeten: %zu av %lu. Körningar i allt: %llu.",
                           "Points within the budget: %zu of %lu. Replications in all: %llu."),
                    b->n, (unsigned long)b->s->n_points, (unsigned long long)b->trials);
    if (!call->quiet)
        (void)fprintf(call->out, "\n%s", text.data);
    (void)fputc('\n', call->out);
    vf_text_fini(&text);
}

/* ---- JSON ---- */

static void json_row(struct vf_json_writer *w, const struct vf_budget *b, size_t k) {
    const struct vf_budget_row *row = &b->row[k];
    const struct vf_picked *picked = &b->s->spending.picked;
    vf_json_begin_object(w);
    vf_json_key_integer(w, "point", b->point[row->at]);
    vf_json_key_number(w, "cost", row->cost);
    vf_json_key(w, "values");
    vf_json_begin_object(w);
    for (size_t a = 0; a < b->s->n_axes; a++) {
        struct vf_study_cell cell = vf_sweep_cell(b->s, b->point[row->at], a);
        vf_json_key(w, b->s->axis[a].name);
        if (cell.text)
            vf_json_string(w, cell.text);
        else
            vf_json_number(w, cell.number);
    }
    vf_json_end_object(w);
    vf_json_key_number(w, "mean", row->value.mean);
    vf_json_key_number(w, "ci_low", row->value.ci_low);
    vf_json_key_number(w, "ci_high", row->value.ci_high);
    vf_json_key_number(w, "sd_year", row->value.sd_year);
    vf_json_key_number(w, "pi_low", row->value.pi_low);
    vf_json_key_number(w, "pi_high", row->value.pi_high);
    vf_json_key_integer(w, "n", (long long)row->value.n);
    vf_json_key(w, "indicators");
    vf_json_begin_object(w);
    for (size_t c = 0; c < picked->n; c++) {
        struct vf_text name;
        vf_text_init(&name, TEXT_MAX);
        vf_pick_write(&b->s->model, &b->s->measures.column[picked->column[c]], &name);
        vf_json_key_number(w, name.data, row->mean[c]);
        vf_text_fini(&name);
    }
    vf_json_end_object(w);
    vf_json_key_bool(w, "undominated_shown", row->shown);
    vf_json_key_bool(w, "no_better_shown", row->idle && !row->shown);
    vf_json_key_number(w, "step", k ? row->step.difference.mean : (double)NAN);
    vf_json_key_number(w, "step_ci95", k ? row->step.difference.ci95 : (double)NAN);
    vf_json_end_object(w);
}

static void json_answer(struct vf_json_writer *w, const struct vf_budget *b) {
    vf_json_key(w, "frontier");
    vf_json_begin_array(w);
    for (size_t k = 0; k < b->n_rows; k++)
        json_row(w, b, k);
    vf_json_end_array(w);
    vf_json_key(w, "best");
    if (b->n_rows > 0)
        json_row(w, b, best_shown(b));
    else
        vf_json_number(w, (double)NAN);
    vf_report_json_says(w, say, b);
}

void vf_budget_json(const struct vf_budget *b, const char *version, struct vf_text *to) {
    struct vf_json_writer w;
    vf_json_writer_init(&w, to, 0);
    vf_json_begin_object(&w);
    vf_result_json_program(&w, version);
    vf_json_key_string(&w, "study", b->s->file.path);
    vf_json_key_integer(&w, "seed", (long long)b->s->seed);
    vf_json_key_number(&w, "budget", b->s->spending.most);
    vf_json_key_number(&w, "cheapest", b->cheapest);
    vf_json_key_number(&w, "indifference", b->s->spending.indifference);
    vf_json_key_number(&w, "confidence", b->o.confidence);
    vf_json_key_integer(&w, "points", b->s->n_points);
    vf_json_key_integer(&w, "points_within", (long long)b->n);
    vf_json_key_bool(&w, "found", b->n_rows > 0);
    vf_json_key_bool(&w, "settled", b->settled);
    vf_json_key_bool(&w, "buys_nothing", vf_budget_buys_nothing(b));
    vf_json_key_integer(&w, "trials", (long long)b->trials);
    vf_json_key_integer(&w, "events", (long long)b->events);
    json_answer(&w, b);
    vf_json_end_object(&w);
    vf_text_puts(to, "\n");
}

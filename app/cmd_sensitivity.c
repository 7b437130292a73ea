/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vardflode sensitivity DIR: which axes of a finished study matter. Reads the store; writes nothing. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "vf_analysis_report.h"
#include "vf_indices.h"
#include "vf_report.h"
#include "vf_table.h"

enum { DOCUMENT_MAX = 1 << 28, TEXT_MAX = 1 << 16, PAGE_WIDTH = 100, CELL_MAX = 256 };

struct job {
    struct vf_call *call;
    struct vf_analysis a;
    struct vf_json_writer w;
};

/* Axes by their first index, largest first; those without one last. */
static void order(const struct job *j, const struct vf_sensitivity *s, size_t *axis) {
    for (size_t k = 0; k < j->a.design.n_axes; k++) {
        double x = s->index[k * j->a.indices->n].value;
        size_t at = k;
        for (; at > 0 && (s->index[axis[at - 1] * j->a.indices->n].value < x ||
                          (isnan(s->index[axis[at - 1] * j->a.indices->n].value) && !isnan(x)));
             at--)
            axis[at] = axis[at - 1];
        axis[at] = k;
    }
}

static void columns_of(const struct job *j, struct vf_table_column *columns) {
    enum vf_language l = j->call->language;
    columns[0] = (struct vf_table_column){VF_SAY(l, "Axel", "Axis"), VF_LEFT};
    for (size_t i = 0; i < j->a.indices->n; i++) {
        const struct vf_index *index = &j->a.indices->index[i];
        columns[1 + i] = (struct vf_table_column){VF_SAY(l, index->sv, index->en), VF_RIGHT};
    }
}

static void print_moments(const struct job *j, const struct vf_sensitivity *s) {
    char mean[VF_PEOPLE_NUMBER], sd[VF_PEOPLE_NUMBER], noise[VF_PEOPLE_NUMBER];
    enum vf_language l = j->call->language;
    if (s->used < s->samples)
        (void)fprintf(j->call->out,
                      VF_SAY(l, "%zu av %zu serier av punkter hade alla värden.\n",
                             "%zu of %zu series of points had every value.\n"),
                      s->used, s->samples);
    if (isnan(s->variance))
        return;
    (void)vf_people_real(mean, l, s->mean, vf_analysis_decimals(s->mean));
    (void)vf_people_real(sd, l, sqrt(fmax(s->variance, 0)), vf_analysis_decimals(sqrt(fmax(s->variance, 0))));
    (void)vf_people_real(noise, l, sqrt(fmax(s->noise, 0)), vf_analysis_decimals(sqrt(fmax(s->noise, 0))));
    (void)fprintf(j->call->out, VF_SAY(l, "Medel %s, sd över axlarna %s", "Mean %s, sd over the axes %s"),
                  mean, sd);
    if (!isnan(s->noise))
        (void)fprintf(j->call->out,
                      VF_SAY(l, "; slump i en punkts medel: sd %s (fråndragen)",
                             "; chance in the mean of a point: sd %s (subtracted)"),
                      noise);
    (void)fputc('\n', j->call->out);
}

static void print_one(struct job *j, size_t column, const struct vf_sensitivity *s) {
    size_t n = j->a.indices->n, *axis = vf_xcalloc(j->a.design.n_axes + 1, sizeof *axis);
    struct vf_table_column columns[VF_INDICES_MAX + 1];
    char text[CELL_MAX];
    struct vf_text label;
    vf_text_init(&label, TEXT_MAX);
    columns_of(j, columns);
    order(j, s, axis);
    struct vf_table *t = vf_table_new(j->call->language, columns, n + 1);
    int decimals = 3;
    for (size_t k = 0; k < j->a.design.n_axes && !j->a.indices->shares; k++)
        decimals = k == 0 ? vf_analysis_decimals(s->index[axis[0] * n].value) : decimals;
    for (size_t k = 0; k < j->a.design.n_axes; k++) {
        vf_table_text(t, j->a.axis[axis[k]].name);
        for (size_t i = 0; i < n; i++) {
            vf_analysis_interval(j->call, &s->index[axis[k] * n + i], decimals, text, sizeof text);
            vf_table_text(t, text);
        }
    }
    vf_analysis_label(j->call, &j->a.table.column[column], &label);
    vf_report_heading(j->call, label.data);
    vf_table_print(t, j->call->out, j->call->colour);
    print_moments(j, s);
    vf_table_free(t);
    vf_text_fini(&label);
    free(axis);
}

static void json_one(struct job *j, size_t column, const struct vf_sensitivity *s) {
    const struct vf_study_column *c = &j->a.table.column[column];
    struct vf_json_writer *w = &j->w;
    vf_json_key(w, c->name);
    vf_json_begin_object(w);
    vf_json_key_string(w, "unit", c->measure);
    vf_json_key_integer(w, "samples_used", (long long)s->used);
    if (j->a.indices->shares) {
        vf_json_key_number(w, "mean", s->mean);
        vf_json_key_number(w, "variance", s->variance);
        vf_json_key_number(w, "noise_variance", s->noise);
    }
    vf_json_key(w, "axes");
    vf_json_begin_object(w);
    for (size_t k = 0; k < j->a.design.n_axes; k++) {
        vf_json_key(w, j->a.axis[k].name);
        vf_json_begin_object(w);
        for (size_t i = 0; i < j->a.indices->n; i++)
            vf_analysis_json_interval(w, j->a.indices->index[i].id, &s->index[k * j->a.indices->n + i]);
        vf_json_end_object(w);
    }
    vf_json_end_object(w);
    vf_json_end_object(w);
}

static int each(struct job *j, void (*put)(struct job *j, size_t column, const struct vf_sensitivity *s),
                struct vf_error *err) {
    int code = VF_OK;
    for (size_t c = 0; c < j->a.table.n_columns && code == VF_OK; c++) {
        struct vf_sensitivity s;
        code = vf_analysis_sensitivity(&j->a, c, &s, err);
        if (code == VF_OK)
            put(j, c, &s);
        free(s.index);
    }
    return code;
}

static int show_json(struct job *j, struct vf_error *err) {
    struct vf_text text;
    vf_text_init(&text, DOCUMENT_MAX);
    vf_json_writer_init(&j->w, &text, 0);
    vf_json_begin_object(&j->w);
    vf_analysis_json_head(&j->w, &j->a);
    vf_json_key_integer(&j->w, "samples", (long long)j->a.design.samples);
    vf_json_key(&j->w, "indicators");
    vf_json_begin_object(&j->w);
    int code = each(j, json_one, err);
    vf_json_end_object(&j->w);
    vf_json_end_object(&j->w);
    vf_text_puts(&text, "\n");
    if (code == VF_OK)
        (void)fwrite(text.data, 1, text.size, j->call->out);
    vf_text_fini(&text);
    return code;
}

static void explain(const struct job *j) {
    const struct vf_indices *x = j->a.indices;
    (void)fputc('\n', j->call->out);
    vf_terminal_wrap(j->call->out, (struct vf_wrap){.column = 0, .indent = 2, .width = PAGE_WIDTH},
                     VF_SAY(j->call->language, x->says.sv, x->says.en));
    (void)fputc('\n', j->call->out);
}

static int refuse(const struct job *j, struct vf_error *err) {
    enum vf_language l = j->call->language;
    char kinds[CELL_MAX];
    size_t n = 0;
    for (const struct vf_indices *const *k = vf_indices_kinds; *k && n < sizeof kinds; k++)
        n += (size_t)snprintf(kinds + n, sizeof kinds - n, "%s%s",
                              k == vf_indices_kinds ? "" : VF_SAY(l, " eller ", " or "), (*k)->design->name);
    return vf_error_set(err, VF_E_USAGE,
                        VF_SAY(l, "en studie av slag %s ger inga känslighetsmått: ta %s",
                               "a study of kind %s gives no sensitivity indices: take %s"),
                        j->a.design.kind->name, kinds);
}

static int run(struct vf_call *call, struct vf_error *err) {
    struct job j = {.call = call};
    int code = vf_analysis_of(call, &j.a, err);
    if (code == VF_OK && !j.a.indices) {
        code = refuse(&j, err);
    } else if (code == VF_OK && vf_option_given(&call->options, "json")) {
        code = show_json(&j, err);
    } else if (code == VF_OK) {
        code = each(&j, print_one, err);
        if (code == VF_OK && !call->quiet)
            explain(&j);
    }
    vf_analysis_close(&j.a);
    return code;
}

static const struct vf_option options[] = {
    VF_OPTION_ROW_JSON,
    VF_OPTION_END,
};

const struct vf_command vf_cmd_sensitivity = {
    .name = "sensitivity",
    .summary = VF_PHRASE("vilka axlar i en studie som spelar roll", "which axes of a study matter"),
    .about = VF_PHRASE("Läser resultatet av en studie vars plan är morris eller saltelli, och visar för "
                       "varje indikator hur mycket varje "
                       "axel betyder: elementareffekter (Morris 1991, Campolongo m.fl. 2007) eller "
                       "Sobolindex av första ordningen "
                       "och totala (Saltelli m.fl. 2010, Jansen 1999), med 95 % intervall. sweep och merge "
                       "lägger samma tal i "
                       "sensitivity.csv.",
                       "Reads the result of a study whose design is morris or saltelli, and shows for each "
                       "indicator how much each "
                       "axis matters: elementary effects (Morris 1991, Campolongo et al. 2007), or "
                       "first-order and total Sobol' "
                       "indices (Saltelli et al. 2010, Jansen 1999), with 95 % intervals. sweep and merge "
                       "put the same numbers in "
                       "sensitivity.csv."),
    .operand = {.name = "DIR", .kind = VF_OPTION_FOLDER, .min = 1, .max = 1},
    .options = options,
    .examples = {{"vardflode sweep configs/studies/kanslighet_o3.json --resume && "
                  "vardflode sensitivity results/kanslighet_o3",
                  VF_PHRASE("en liten studie och vad den säger", "a small study and what it says")}},
    .run = run,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan of a study, and one of its points, as tables or JSON. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "vf_json.h"
#include "vf_sweep_app.h"
#include "vf_table.h"
#include "vf_text.h"

enum { NAME_MAX_BYTES = 1 << 16, INDICATOR_DECIMALS = 3 };

/* The value on an axis as it is written in the study, with a point; a dash where the axis is left as it is. */
static void cell_text(const struct vf_study_cell *cell, struct vf_text *to) {
    vf_text_clear(to);
    if (cell->text)
        vf_text_puts(to, cell->text);
    else if (!isnan(cell->number))
        vf_text_double(to, cell->number);
    else
        vf_text_puts(to, "\xe2\x80\x93");
}

static void print_size(const struct vf_call *call, const struct vf_sweep *s) {
    enum vf_language l = call->language;
    (void)fprintf(call->out, VF_SAY(l, "\n%" PRIu32 " punkter", "\n%" PRIu32 " points"), s->n_points);
    if (s->most > s->replications)
        (void)fprintf(call->out,
                      VF_SAY(l, " x %" PRIu32 " till %" PRIu32 " körningar",
                             " x %" PRIu32 " to %" PRIu32 " replications"),
                      s->replications, s->most);
    else
        (void)fprintf(
            call->out,
            VF_SAY(l, " x %" PRIu32 " körningar = %" PRIu64, " x %" PRIu32 " replications = %" PRIu64),
            s->replications, (uint64_t)s->n_points * s->replications);
    (void)fprintf(call->out, " (%s)", s->design->name);
    if (s->n_designed > s->n_points)
        (void)fprintf(call->out,
                      VF_SAY(l, "; villkoren tog bort %" PRIu64, "; the conditions took out %" PRIu64),
                      s->n_designed - s->n_points);
    (void)fputc('\n', call->out);
}

void vf_sweep_print_plan(const struct vf_call *call, const struct vf_sweep *s) {
    struct vf_table_column *columns = vf_xcalloc(s->n_axes + 1, sizeof *columns);
    struct vf_text text;
    vf_text_init(&text, NAME_MAX_BYTES);
    columns[0] = (struct vf_table_column){VF_SAY(call->language, "Punkt", "Point"), VF_RIGHT};
    for (size_t a = 0; a < s->n_axes; a++)
        columns[a + 1] = (struct vf_table_column){s->axis[a].name, VF_RIGHT};
    struct vf_table *t = vf_table_new(call->language, columns, s->n_axes + 1);
    for (uint32_t p = 0; p < s->n_points; p++) {
        vf_table_count(t, p);
        for (size_t a = 0; a < s->n_axes; a++) {
            struct vf_study_cell cell = vf_sweep_cell(s, p, a);
            cell_text(&cell, &text);
            vf_table_text(t, text.data);
        }
    }
    vf_table_print(t, call->out, call->colour);
    vf_table_free(t);
    free(columns);
    vf_text_fini(&text);
    if (!call->quiet)
        print_size(call, s);
}

static void put_axes(struct vf_json_writer *w, const struct vf_sweep *s, uint32_t p) {
    vf_json_begin_object(w);
    for (size_t a = 0; a < s->n_axes; a++) {
        struct vf_study_cell cell = vf_sweep_cell(s, p, a);
        vf_json_key(w, s->axis[a].name);
        if (cell.text)
            vf_json_string(w, cell.text);
        else
            vf_json_number(w, cell.number); /* NaN is null: as it is */
    }
    vf_json_end_object(w);
}

void vf_sweep_json_plan(const struct vf_sweep *s, struct vf_text *to) {
    struct vf_json_writer w;
    vf_json_writer_init(&w, to, 0);
    vf_json_begin_object(&w);
    vf_json_key_string(&w, "study", s->file.path);
    vf_json_key_string(&w, "design", s->design->name);
    vf_json_key_integer(&w, "replications", s->replications);
    vf_json_key_integer(&w, "replications_max", s->most);
    vf_json_key_integer(&w, "seed", (long long)s->seed);
    vf_json_key(&w, "points");
    vf_json_begin_array(&w);
    for (uint32_t p = 0; p < s->n_points; p++)
        put_axes(&w, s, p);
    vf_json_end_array(&w);
    vf_json_end_object(&w);
    vf_text_puts(to, "\n");
}

static void indicator_name(const struct vf_sweep *s, size_t k, struct vf_text *to) {
    vf_text_clear(to);
    vf_pick_write(&s->model, &s->measures.column[s->picked.column[k]], to);
}

static double years_of(const struct vf_sweep *s) {
    return (double)s->model.run.duration / (365.0 * (double)VF_MS_DAY);
}

void vf_sweep_print_point(const struct vf_call *call, const struct vf_sweep *s, uint32_t point,
                          const struct vf_study *study) {
    struct vf_text text;
    vf_text_init(&text, NAME_MAX_BYTES);
    (void)fprintf(call->out, VF_SAY(call->language, "Punkt %" PRIu32 ":", "Point %" PRIu32 ":"), point);
    for (size_t a = 0; a < s->n_axes; a++) {
        struct vf_study_cell cell = vf_sweep_cell(s, point, a);
        cell_text(&cell, &text);
        (void)fprintf(call->out, "%s %s = %s", a ? "," : "", s->axis[a].name, text.data);
    }
    (void)fprintf(call->out, "\n\n");
    const struct vf_table_column columns[] = {
        {VF_SAY(call->language, "Indikator", "Indicator"), VF_LEFT},
        {VF_SAY(call->language, "Medel", "Mean"), VF_RIGHT},
        {VF_SAY(call->language, "Ett år: 95 % (sd)", "One year: 95 % (sd)"), VF_RIGHT},
        {"n", VF_RIGHT}};
    struct vf_table *t = vf_table_new(call->language, columns, sizeof columns / sizeof *columns);
    for (size_t k = 0; k < s->picked.n; k++) {
        struct vf_summary x;
        indicator_name(s, k, &text);
        vf_study_summary(study, 0, k, &x);
        vf_table_text(t, text.data);
        vf_summary_years(&x, (double)NAN, years_of(s));
        vf_table_interval(t, x.mean, x.ci95, INDICATOR_DECIMALS);
        vf_table_year(t, &x, 1, INDICATOR_DECIMALS);
        vf_table_count(t, (int64_t)x.n);
    }
    vf_table_print(t, call->out, call->colour);
    vf_table_free(t);
    vf_text_fini(&text);
}

void vf_sweep_json_point(const struct vf_sweep *s, uint32_t point, const struct vf_study *study,
                         struct vf_text *to) {
    struct vf_json_writer w;
    struct vf_text text;
    vf_text_init(&text, NAME_MAX_BYTES);
    vf_json_writer_init(&w, to, 0);
    vf_json_begin_object(&w);
    vf_json_key_integer(&w, "point", point);
    vf_json_key(&w, "axes");
    put_axes(&w, s, point);
    vf_json_key(&w, "indicators");
    vf_json_begin_object(&w);
    for (size_t k = 0; k < s->picked.n; k++) {
        struct vf_summary x;
        indicator_name(s, k, &text);
        vf_study_summary(study, 0, k, &x);
        vf_json_key(&w, text.data);
        vf_json_begin_object(&w);
        vf_json_key_number(&w, "mean", x.mean);
        vf_json_key_number(&w, "ci95", x.ci95);
        vf_json_key_integer(&w, "n", (long long)x.n);
        vf_json_key_number(&w, "sd", x.sd);
        vf_summary_years(&x, (double)NAN, years_of(s));
        vf_json_key_number(&w, "sd_year", x.sd_year);
        vf_json_key_number(&w, "pi_low", x.pi_low);
        vf_json_key_number(&w, "pi_high", x.pi_high);
        vf_json_end_object(&w);
    }
    vf_json_end_object(&w);
    vf_json_end_object(&w);
    vf_text_puts(to, "\n");
    vf_text_fini(&text);
}

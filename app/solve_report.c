/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answer of `solve` for people and for programs: see vf_solve_report.h. */
#include "vf_solve_report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_json.h"
#include "vf_report.h"
#include "vf_result.h"
#include "vf_table.h"

enum { TEXT_MAX = 1 << 16, PAGE_WIDTH = 100 };

static void put_number(struct vf_text *to, enum vf_language l, double x) {
    char text[VF_DOUBLE_TEXT];
    (void)vf_format_double(text, x);
    char *point = strchr(text, '.');
    if (point && l == VF_SWEDISH)
        *point = ',';
    vf_text_puts(to, text);
}

/* "/a/b = 10, /c * = 0.8" */
static void put_values(struct vf_text *to, const struct vf_solve *s, enum vf_language l,
                       const struct vf_solve_point *p) {
    for (size_t k = 0; k < s->n_ranges; k++) {
        vf_text_appendf(to, "%s%s = ", k ? "; " : "", s->range[k].text);
        put_number(to, l, p->value[k]);
    }
}

static size_t shown_below(const struct vf_solve *s, size_t *below) {
    size_t shown = 0;
    *below = 0;
    for (size_t k = 0; k < s->n_ranges && s->neighbour; k++) {
        *below += s->neighbour[k].limit != NULL;
        shown += s->neighbour[k].limit && s->neighbour[k].keeps == VF_KEEPS_NO;
    }
    return shown;
}

static void say_below(const struct vf_solve *s, enum vf_language l, struct vf_text *to) {
    size_t below, shown = shown_below(s, &below);
    if (below < s->n_ranges)
        vf_text_puts(to, VF_SAY(l, " Svaret ligger på kanten av det som fick varieras.",
                                " The answer lies at the edge of what was to vary."));
    if (below > 0 && shown == below)
        vf_text_puts(to, VF_SAY(l, " Ett steg till, i något av dem, håller inte: det är visat.",
                                " One step further, in any of them, does not keep: that is shown."));
    else if (below > 0)
        vf_text_puts(to, VF_SAY(l, " Att ett steg till inte skulle hålla är inte visat.",
                                " That one step further would not keep is not shown."));
}

static void say_none(const struct vf_solve *s, enum vf_language l, struct vf_text *to) {
    if (!s->refuted && s->answer.keeps == VF_KEEPS_NO) {
        vf_text_appendf(to,
                        VF_SAY(l,
                               "Inget svar hittades bland %lu prövade punkter. Gränserna drar åt olika "
                               "håll, så det kan finnas ett mellan dem; inte med ",
                               "No answer was found among %lu points looked at. The limits pull in "
                               "different directions, so there may be one between them; not with "),
                        (unsigned long)s->n_seen);
        put_values(to, s, l, &s->answer);
        vf_text_puts(to, ".");
        return;
    }
    vf_text_puts(to, s->refuted ? VF_SAY(l, "Det finns inget svar: inte ens med ",
                                         "There is no answer: not even with ")
                                : VF_SAY(l, "Inget svar kunde visas: inte heller med ",
                                         "No answer could be shown: not with "));
    put_values(to, s, l, &s->answer);
    vf_text_puts(to, s->refuted ? VF_SAY(l, " hålls gränserna.", " are the limits kept.")
                                : VF_SAY(l, " räckte körningarna för att visa att gränserna hålls.",
                                         " did the replications suffice to show that the limits are kept."));
}

static void say_assumed(const struct vf_solve *s, enum vf_language l, struct vf_text *to) {
    if (!s->assumed)
        return;
    if (!s->monotone)
        vf_text_puts(
            to, VF_SAY(l,
                       " Varning: gränserna hålls inte bättre ju längre man går, så sökningen kan ha "
                       "missat ett svar.",
                       " Warning: the limits are not kept better the further one goes, so the search may "
                       "have missed an answer."));
    else
        vf_text_puts(to, VF_SAY(l, " Det förutsätter att gränserna blir lättare att hålla ju längre man går.",
                                " That assumes that the limits are easier to keep the further one goes."));
}

static void say(const void *what, enum vf_language l, struct vf_text *to) {
    const struct vf_solve *s = what;
    if (!s->found) {
        say_none(s, l, to);
        if (s->refuted)
            say_assumed(s, l, to);
        return;
    }
    vf_text_puts(
        to, s->largest
                ? VF_SAY(l, "Det största som håller gränserna: ", "The largest that keeps the limits: ")
                : VF_SAY(l, "Det minsta som håller gränserna: ", "The smallest that keeps the limits: "));
    put_values(to, s, l, &s->answer);
    vf_text_puts(to, VF_SAY(l, ", med ", ", with "));
    put_number(to, l, 100 * s->confidence);
    vf_text_appendf(to,
                    VF_SAY(l, " %% konfidens (%lu körningar på patienter som sökningen inte sett).",
                           " %% confidence (%lu replications on patients that the search had not seen)."),
                    (unsigned long)s->answer.limit[0].n);
    say_below(s, l, to);
    if (!s->proven || s->open_below)
        vf_text_puts(to, VF_SAY(l, " Det kan finnas bättre: alla punkter hann inte avgöras.",
                                " There may be better: not all points were decided."));
    say_assumed(s, l, to);
}

static void put_limit(struct vf_text *to, const struct vf_solve *s, size_t k) {
    const struct vf_limit *limit = &s->limit[k];
    vf_pick_write(&s->model, &s->measures.column[limit->column], to);
    vf_text_puts(to, limit->at_most ? " <= " : " >= ");
    vf_text_double(to, limit->value);
}

static struct vf_phrase keeps_phrase(enum vf_keeps keeps) {
    static const struct vf_phrase phrases[] = {[VF_KEEPS_OPEN] = VF_PHRASE("ej visat", "not shown"),
                                               [VF_KEEPS_YES] = VF_PHRASE("hålls", "kept"),
                                               [VF_KEEPS_NO] = VF_PHRASE("hålls inte", "not kept")};
    return phrases[keeps];
}

static void put_rows(struct vf_table *t, const struct vf_call *call, const struct vf_solve *s,
                     const struct vf_solve_point *p) {
    struct vf_text text;
    vf_text_init(&text, TEXT_MAX);
    for (size_t k = 0; k < s->n_limits && p->limit; k++) {
        enum vf_measure measure = s->measures.column[s->limit[k].column].metric->measure;
        int decimals = vf_report_decimals(measure) + (measure == VF_MEASURE_SHARE ? 4 : 2);
        vf_text_clear(&text);
        if (k == 0)
            put_values(&text, s, call->language, p);
        vf_table_text(t, text.size ? text.data : "");
        vf_text_clear(&text);
        put_limit(&text, s, k);
        vf_table_text(t, text.data);
        vf_table_count(t, p->limit[k].n);
        vf_table_real(t, p->limit[k].mean, decimals);
        vf_table_real(t, p->limit[k].bound, decimals);
        vf_table_text(t, vf_say(call->language, keeps_phrase(p->limit[k].keeps)));
    }
    vf_text_fini(&text);
}

void vf_solve_print(const struct vf_call *call, const struct vf_solve *s) {
    enum vf_language l = call->language;
    const struct vf_table_column columns[] = {
        {VF_SAY(l, "Värden", "Values"), VF_LEFT},     {VF_SAY(l, "Gräns", "Limit"), VF_LEFT},
        {VF_SAY(l, "Körn.", "Runs"), VF_RIGHT},       {VF_SAY(l, "Medel", "Mean"), VF_RIGHT},
        {VF_SAY(l, "Konf.gräns", "Bound"), VF_RIGHT}, {VF_SAY(l, "Utslag", "Verdict"), VF_LEFT}};
    struct vf_table *t = vf_table_new(l, columns, sizeof columns / sizeof *columns);
    struct vf_text text;
    put_rows(t, call, s, &s->answer);
    for (size_t k = 0; k < s->n_ranges && s->neighbour; k++)
        put_rows(t, call, s, &s->neighbour[k]);
    vf_report_heading(call, s->found
                                ? VF_SAY(l, "Svaret, och ett steg till", "The answer, and one step further")
                                : VF_SAY(l, "Inget svar", "No answer"));
    vf_table_print(t, call->out, call->colour);
    vf_table_free(t);
    vf_text_init(&text, TEXT_MAX);
    say(s, l, &text);
    (void)fputc('\n', call->out);
    vf_terminal_wrap(call->out, (struct vf_wrap){.column = 0, .indent = 2, .width = PAGE_WIDTH}, text.data);
    vf_text_clear(&text);
    vf_text_appendf(&text,
                    VF_SAY(l, "Prövade punkter: %lu. Körningar i allt: %llu.",
                           "Points looked at: %lu. Replications in all: %llu."),
                    (unsigned long)s->n_seen, (unsigned long long)s->trials);
    if (!call->quiet)
        (void)fprintf(call->out, "\n%s", text.data);
    (void)fputc('\n', call->out);
    vf_text_fini(&text);
}

/* ---- JSON ---- */

static const char *keeps_word(enum vf_keeps keeps) {
    return keeps == VF_KEEPS_YES ? "kept" : keeps == VF_KEEPS_NO ? "broken" : "open";
}

static void put_point(struct vf_json_writer *w, const struct vf_solve *s, const struct vf_solve_point *p) {
    vf_json_begin_object(w);
    vf_json_key(w, "values");
    vf_json_begin_object(w);
    for (size_t k = 0; k < s->n_ranges; k++)
        vf_json_key_number(w, s->range[k].text, p->value[k]);
    vf_json_end_object(w);
    vf_json_key_string(w, "verdict", keeps_word(p->keeps));
    vf_json_key(w, "limits");
    vf_json_begin_array(w);
    for (size_t k = 0; k < s->n_limits; k++) {
        struct vf_text text;
        vf_text_init(&text, TEXT_MAX);
        put_limit(&text, s, k);
        vf_json_begin_object(w);
        vf_json_key_string(w, "limit", text.data);
        vf_json_key_integer(w, "n", p->limit[k].n);
        vf_json_key_number(w, "mean", p->limit[k].mean);
        vf_json_key_number(w, "bound", p->limit[k].bound);
        vf_json_key_string(w, "verdict", keeps_word(p->limit[k].keeps));
        vf_json_end_object(w);
        vf_text_fini(&text);
    }
    vf_json_end_array(w);
    vf_json_end_object(w);
}

static void put_points(struct vf_json_writer *w, const struct vf_solve *s) {
    vf_json_key(w, s->found ? "answer" : "end");
    put_point(w, s, &s->answer);
    vf_json_key(w, "next");
    vf_json_begin_array(w);
    for (size_t k = 0; k < s->n_ranges && s->neighbour; k++)
        if (s->neighbour[k].limit)
            put_point(w, s, &s->neighbour[k]);
    vf_json_end_array(w);
    vf_json_key(w, "points");
    vf_json_begin_array(w);
    for (size_t k = 0; k < s->n_seen; k++)
        put_point(w, s, &s->seen[k]);
    vf_json_end_array(w);
}

void vf_solve_json(const struct vf_solve *s, const char *version, struct vf_text *to) {
    struct vf_json_writer w;
    vf_json_writer_init(&w, to, 0);
    vf_json_begin_object(&w);
    vf_result_json_program(&w, version);
    vf_json_key_string(&w, "config", s->base.path);
    vf_json_key_string(&w, "scenario", s->scenario ? s->scenario : "");
    vf_json_key_integer(&w, "seed", (long long)s->seed);
    vf_json_key_string(&w, "asks_for", s->largest ? "largest" : "smallest");
    vf_json_key_number(&w, "confidence", s->confidence);
    vf_json_key_bool(&w, "found", s->found);
    vf_json_key_bool(&w, "refuted", s->refuted);
    vf_json_key_bool(&w, "proven", s->proven && !s->open_below && s->monotone && (s->found || s->refuted));
    vf_json_key_bool(&w, "monotone", s->monotone);
    vf_json_key_bool(&w, "assumes_monotone", s->assumed);
    vf_json_key_integer(&w, "trials", (long long)s->trials);
    vf_json_key_integer(&w, "events", (long long)s->events);
    put_points(&w, s);
    vf_report_json_says(&w, say, s);
    vf_json_end_object(&w);
    vf_text_puts(to, "\n");
}

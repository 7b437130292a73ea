/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The notes below the tables of a run: what was run, whether it can be trusted, how fast it went. */
#include <math.h>
#include <string.h>

#include "vf_report.h"
#include "vf_result.h"
#include "vf_terminal.h"
#include "vf_text.h"

static const double WIDE = 0.1; /* a half-width above this share of the mean supports no comparison */
enum { NOTES_MAX = 1 << 16, WIDE_TOLD = 4 };

static void note(const struct vf_call *call, enum vf_colour colour, const char *text) {
    FILE *to = call->out;
    (void)fputs(vf_terminal_escape(call->colour, colour), to);
    vf_terminal_wrap(to, (struct vf_wrap){.column = 0, .indent = 2, .width = 100}, text);
    (void)fprintf(to, "%s\n", vf_terminal_escape(call->colour, VF_PLAIN));
}

static void number(struct vf_text *to, const struct vf_call *call, double x, int decimals) {
    char text[VF_PEOPLE_NUMBER];
    (void)vf_people_real(text, call->language, x, decimals);
    vf_text_puts(to, text);
}

static int days_decimals(double days) { return days == floor(days) ? 0 : 1; }

static void tell_run(const struct vf_call *call, const struct vf_experiment *x, struct vf_text *to) {
    enum vf_language sv = call->language;
    double days = vf_result_window_days(x, 0), warmup = (double)x->warmup / (double)VF_MS_DAY;
    vf_text_appendf(to,
                    x->replications == 1 ? VF_SAY(sv, "%lu körning om ", "%lu replication of ")
                                         : VF_SAY(sv, "%lu körningar om ", "%lu replications of "),
                    (unsigned long)x->replications);
    number(to, call, days, days_decimals(days));
    vf_text_puts(to, VF_SAY(sv, " dygn", " days"));
    if (x->antithetic)
        vf_text_puts(to, VF_SAY(sv, ", i antitetiska par,", ", in antithetic pairs,"));
    if (warmup > 0) {
        vf_text_puts(to, VF_SAY(sv, " efter ", " after "));
        number(to, call, warmup, days_decimals(warmup));
        vf_text_puts(to, VF_SAY(sv, " dygns insvängning", " days of warm-up"));
    }
    vf_text_puts(to, x->warmup_auto ? " (MSER-5)" : "");
    vf_text_appendf(to, VF_SAY(sv, ", slumpfrö %llu. ", ", seed %llu. "), (unsigned long long)x->seed);
    if (x->replications < 2) {
        vf_text_puts(
            to, VF_SAY(sv, "En enda körning ger inga intervall.", "One replication gives no intervals."));
        return;
    }
    bool year = vf_report_window_is_year(x);
    vf_text_appendf(
        to,
        VF_SAY(sv,
               "± är halva bredden av 95 %% konfidensintervall för medelvärdet; %s faller med 95 %% "
               "sannolikhet mellan de två talen under det (sd mellan %s).",
               "± is the half-width of the 95 %% confidence interval of the mean; a single %s falls "
               "with 95 %% probability between the two numbers below it (sd between %s)."),
        year ? VF_SAY(sv, "ett enskilt år", "year") : VF_SAY(sv, "en enskild period", "window"),
        year ? VF_SAY(sv, "år", "years") : VF_SAY(sv, "perioder", "windows"));
}

static void tell_verdict(const struct vf_call *call, const struct vf_experiment *x, size_t k) {
    struct vf_verdict v;
    vf_experiment_verdict(x, k, &v);
    if (!v.evaluated || v.stationary)
        return;
    struct vf_text text;
    vf_text_init(&text, NOTES_MAX);
    vf_text_appendf(&text, "%s: %s: ", x->point[k].name, x->point[k].model.unit[v.unit].name);
    vf_text_puts(&text, VF_SAY(call->language, "erbjuden belastning ", "offered load "));
    number(&text, call, 100 * v.load_share, 0);
    vf_text_puts(&text, VF_SAY(call->language, " % av kapaciteten: inget jämviktsläge",
                               " % of capacity: no steady state"));
    if (v.slope > 0) {
        vf_text_puts(&text, VF_SAY(call->language, "; kön växer med ", "; the queue grows "));
        number(&text, call, v.slope, 2);
        vf_text_puts(&text, VF_SAY(call->language, " per dygn", " per day"));
    }
    note(call, VF_WARN, text.data);
    vf_text_fini(&text);
}

/* Whether the interval of an indicator is too wide; shares and counts that are next to nothing are let be. */
static bool too_wide(const struct vf_experiment *x, size_t k, size_t column) {
    struct vf_summary s;
    vf_study_summary(&x->study, (uint32_t)k, column, &s);
    return s.n >= 2 && s.mean != 0 && s.ci95 > WIDE * fabs(s.mean);
}

static void tell_width(const struct vf_call *call, const struct vf_experiment *x) {
    struct vf_text text;
    size_t n = 0;
    vf_text_init(&text, NOTES_MAX);
    vf_text_puts(&text,
                 VF_SAY(call->language,
                        "Intervallet är för brett (över 10 % av medelvärdet) för att bära en jämförelse: ",
                        "The interval is too wide (over 10 % of the mean) to support a comparison: "));
    for (const char *const *name = vf_report_indicators; *name; name++) {
        size_t column = vf_report_column(x, *name, ""), wide = 0;
        for (size_t k = 0; k < x->n_points && column != SIZE_MAX; k++)
            wide += too_wide(x, k, column);
        if (wide > 0 && n++ < WIDE_TOLD)
            vf_text_appendf(&text, "%s%s", n > 1 ? ", " : "", *name);
    }
    if (n > WIDE_TOLD)
        vf_text_appendf(&text, VF_SAY(call->language, " och %lu till", " and %lu more"),
                        (unsigned long)(n - WIDE_TOLD));
    vf_text_puts(&text, VF_SAY(call->language, ". Fler körningar: --replications.",
                               ". More replications help: "
                               "--replications."));
    if (n > 0)
        note(call, VF_WARN, text.data);
    vf_text_fini(&text);
}

static void tell_deadlocks(const struct vf_call *call, const struct vf_experiment *x, size_t k) {
    uint32_t n = vf_result_deadlocks(x, k);
    if (n == 0)
        return;
    struct vf_text text;
    struct vf_summary s;
    vf_result_deadlock_time(x, k, &s);
    vf_text_init(&text, NOTES_MAX);
    vf_text_appendf(&text,
                    VF_SAY(call->language, "%s: låsning i %lu av %lu körningar, den första efter i medeltal ",
                           "%s: deadlock in %lu of %lu replications, the first after on average "),
                    x->point[k].name, (unsigned long)n, (unsigned long)vf_result_done(x, k));
    number(&text, call, s.mean / (double)VF_MS_DAY, 1);
    vf_text_puts(&text, VF_SAY(call->language, " dygn", " days"));
    note(call, VF_WARN, text.data);
    vf_text_fini(&text);
}

static void tell_speed(const struct vf_call *call, const struct vf_experiment *x) {
    struct vf_text text;
    const struct vf_study *s = &x->study;
    vf_text_init(&text, NOTES_MAX);
    number(&text, call, (double)s->events / 1e6, 1);
    vf_text_puts(&text, VF_SAY(call->language, " miljoner händelser på ", " million events in "));
    number(&text, call, s->wall_s, 1);
    vf_text_puts(&text, " s, ");
    number(&text, call, s->wall_s > 0 ? (double)s->events / s->wall_s / 1e6 : 0, 1);
    vf_text_puts(&text, VF_SAY(call->language, " miljoner per sekund.", " million per second."));
    note(call, VF_DIM, text.data);
    vf_text_fini(&text);
}

void vf_report_notes(const struct vf_call *call, const struct vf_experiment *x) {
    struct vf_text text;
    (void)fputc('\n', call->out);
    for (size_t k = 0; k < x->n_points; k++) {
        tell_deadlocks(call, x, k);
        tell_verdict(call, x, k);
    }
    tell_width(call, x);
    if (call->quiet)
        return;
    vf_text_init(&text, NOTES_MAX);
    tell_run(call, x, &text);
    note(call, VF_PLAIN, text.data);
    vf_text_fini(&text);
    note(call, VF_PLAIN,
         VF_SAY(call->language,
                "Kontroller: varje körnings balanser (Little, flöden, platstid) stämmer exakt.",
                "Checks: the balances of every replication (Little, flow, bed time) hold exactly."));
    tell_speed(call, x);
}

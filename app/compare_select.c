/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compare --select: the best scenario in one indicator with a stated probability (vf_choose.h), as a table and a
 * sentence or as JSON. Called by cmd_compare.c with the experiment loaded. */
#include <math.h>

#include "vf_choose.h"
#include "vf_comparison_report.h"
#include "vf_json.h"
#include "vf_progress.h"
#include "vf_report.h"
#include "vf_table.h"

enum { DOCUMENT_MAX = 1 << 22, FIRST = 10, MOST = 10000, PAGE_WIDTH = 100 };
static const double PCS = 0.95;

struct shown {
    struct vf_call *call;
    struct vf_progress bar;
    size_t points;
};

static void progress(void *context, uint32_t done, double most, size_t left, uint64_t events) {
    struct shown *s = context;
    (void)left;
    s->bar.total = (uint64_t)(most > done ? most : done);
    vf_progress_show(&s->bar, done, events, vf_progress_clock());
}

static void put_real(struct vf_text *to, enum vf_language l, double x, int decimals) {
    char text[VF_PEOPLE_NUMBER];
    (void)vf_people_real(text, l, x, decimals);
    vf_text_puts(to, text);
}

static void say(const struct vf_choice *c, const struct vf_experiment *x, enum vf_language l,
                struct vf_text *to) {
    const struct vf_select_spec *spec = &c->select.spec;
    enum vf_measure measure = vf_experiment_column(x, c->column).metric->measure;
    const char *best = x->point[c->select.best].name;
    if (!c->decided) {
        vf_text_appendf(
            to,
            VF_SAY(l, "Efter %lu körningar är %s främst, men valet är inte avgjort: inget utlovas.",
                   "After %lu replications %s is ahead, but the choice is not settled: nothing is "
                   "promised."),
            (unsigned long)c->select.r, best);
        return;
    }
    vf_text_appendf(to, VF_SAY(l, "Välj %s: ", "Choose %s: "), best);
    vf_text_puts(to, spec->largest ? VF_SAY(l, "högst medelvärde. ", "the highest mean. ")
                                   : VF_SAY(l, "lägst medelvärde. ", "the lowest mean. "));
    vf_text_puts(to, VF_SAY(l, "Om ett scenario är minst ", "If one scenario is at least "));
    put_real(to, l, vf_report_scale(measure) * spec->indifference, vf_report_decimals(measure) + 1);
    vf_text_puts(to, VF_SAY(l, " bättre än alla andra väljs det med minst ",
                            " better than all others, it is chosen with probability at least "));
    put_real(to, l, 100 * spec->probability, 1);
    vf_text_puts(to, VF_SAY(l, " % sannolikhet", " %"));
    vf_text_appendf(
        to,
        VF_SAY(l, " (KN, Kim och Nelson 2001; %lu körningar räckte, %llu för alla scenarier).",
               " (KN, Kim and Nelson 2001; %lu replications were enough, %llu of all scenarios)."),
        (unsigned long)c->select.r, (unsigned long long)c->trials);
}

static void print(const struct vf_call *call, const struct vf_choice *c, const struct vf_experiment *x) {
    enum vf_language l = call->language;
    const struct vf_global_column g = vf_experiment_column(x, c->column);
    char label[VF_REPORT_LABEL], out[2 * VF_PEOPLE_NUMBER];
    vf_report_label(label, call, x, g.metric, VF_REPORT_LABEL);
    vf_report_heading(call, label);
    const struct vf_table_column columns[] = {{VF_SAY(l, "Scenario", "Scenario"), VF_LEFT},
                                              {VF_SAY(l, "Medel", "Mean"), VF_RIGHT},
                                              {VF_SAY(l, "Utfall", "Outcome"), VF_LEFT}};
    struct vf_table *t = vf_table_new(l, columns, sizeof columns / sizeof *columns);
    for (size_t k = 0; k < x->n_points; k++) {
        bool best = c->decided && k == c->select.best;
        vf_table_text(t, x->point[k].name);
        vf_table_real(t, vf_report_scale(g.metric->measure) * c->select.mean[k],
                      vf_report_decimals(g.metric->measure) + 1);
        (void)snprintf(out, sizeof out,
                       VF_SAY(l, "utslaget efter %lu körningar", "out after %lu replications"),
                       (unsigned long)c->select.out[k]);
        vf_table_text(t, best                   ? VF_SAY(l, "valt", "chosen")
                         : c->select.out[k] > 0 ? out
                                                : VF_SAY(l, "kvar", "still in"));
        if (best)
            vf_table_colour(t, VF_BOLD);
    }
    vf_table_print(t, call->out, call->colour);
    vf_table_free(t);
    struct vf_text text;
    vf_text_init(&text, DOCUMENT_MAX);
    say(c, x, l, &text);
    (void)fputc('\n', call->out);
    vf_terminal_wrap(call->out, (struct vf_wrap){.column = 0, .indent = 2, .width = PAGE_WIDTH}, text.data);
    (void)fputc('\n', call->out);
    vf_text_fini(&text);
}

static void put_scenarios(struct vf_json_writer *w, const struct vf_choice *c,
                          const struct vf_experiment *x) {
    vf_json_key(w, "scenarios");
    vf_json_begin_array(w);
    for (size_t k = 0; k < x->n_points; k++) {
        vf_json_begin_object(w);
        vf_json_key_string(w, "scenario", x->point[k].name);
        vf_json_key_number(w, "mean", c->select.mean[k]);
        vf_json_key_integer(w, "replications", c->select.out[k] ? c->select.out[k] : c->select.r);
        vf_json_key_bool(w, "eliminated", c->select.out[k] > 0);
        vf_json_end_object(w);
    }
    vf_json_end_array(w);
}

static void put_json(const struct vf_call *call, const struct vf_choice *c, const struct vf_experiment *x,
                     const char *indicator) {
    struct vf_text text, said;
    struct vf_json_writer w;
    vf_text_init(&text, DOCUMENT_MAX);
    vf_json_writer_init(&w, &text, 0);
    vf_json_begin_object(&w);
    vf_json_key_string(&w, "config", x->path);
    vf_json_key_integer(&w, "seed", (long long)x->seed);
    vf_json_key_string(&w, "indicator", indicator);
    vf_json_key_string(&w, "best_is", c->select.spec.largest ? "largest" : "smallest");
    vf_json_key_string(&w, "procedure", "KN (Kim & Nelson 2001)");
    vf_json_key_number(&w, "indifference", c->select.spec.indifference);
    vf_json_key_number(&w, "pcs", c->select.spec.probability);
    vf_json_key_bool(&w, "decided", c->decided);
    vf_json_key_string(&w, "best", x->point[c->select.best].name);
    vf_json_key_integer(&w, "replications", c->select.r);
    vf_json_key_integer(&w, "trials", (long long)c->trials);
    vf_json_key_integer(&w, "events", (long long)c->events);
    put_scenarios(&w, c, x);
    vf_json_key(&w, "says");
    vf_json_begin_object(&w);
    for (int i = 0; i < 2; i++) {
        vf_text_init(&said, DOCUMENT_MAX);
        say(c, x, i == 0 ? VF_SWEDISH : VF_ENGLISH, &said);
        vf_json_key_string(&w, i == 0 ? "sv" : "en", said.data);
        vf_text_fini(&said);
    }
    vf_json_end_object(&w);
    vf_json_end_object(&w);
    vf_text_puts(&text, "\n");
    (void)fwrite(text.data, 1, text.size, call->out);
    vf_text_fini(&text);
}

int vf_compare_select(struct vf_call *call, struct vf_experiment *x, struct vf_error *err) {
    const struct vf_options *options = &call->options;
    struct shown shown = {.call = call, .points = x->n_points};
    struct vf_choose_options o = {.indicator = vf_option_text(options, "select", NULL),
                                  .largest = vf_option_given(options, "largest"),
                                  .indifference = vf_option_real(options, "indifference", 0),
                                  .probability = vf_option_real(options, "pcs", PCS),
                                  .first = (uint32_t)vf_option_integer(options, "replications", FIRST),
                                  .most = (uint32_t)vf_option_integer(options, "most", MOST),
                                  .progress = progress,
                                  .context = &shown};
    o.how.threads = (unsigned)vf_option_integer(options, "threads", 0);
    o.how.signals = true;
    if (!(o.indifference > 0))
        return vf_error_set(err, VF_E_USAGE, "%s",
                            VF_SAY(call->language,
                                   "hur liten skillnad spelar ingen roll? ange --indifference D, större än 0",
                                   "how small a difference does not matter? give --indifference D, above 0"));
    if (!(o.probability > 1.0 / (double)x->n_points && o.probability < 1))
        return vf_error_set(
            err, VF_E_USAGE, "%s",
            VF_SAY(call->language, "--pcs är en sannolikhet under 1, större än den som ett val på måfå har",
                   "--pcs is a probability below 1, above what a choice at random would have"));
    if (o.most < o.first)
        o.most = o.first;
    struct vf_choice c;
    vf_progress_begin(&shown.bar, call, vf_progress_mode_of(call, vf_option_text(options, "progress", NULL)),
                      "compare", o.most);
    int code = vf_choose(&c, x, &o, err);
    if (code == VF_OK) {
        vf_progress_end(&shown.bar, c.select.r, c.events, vf_progress_clock());
        if (vf_option_given(options, "json"))
            put_json(call, &c, x, o.indicator);
        else
            print(call, &c, x);
    }
    vf_choose_fini(&c);
    return code;
}

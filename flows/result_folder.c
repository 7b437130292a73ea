/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The result folder of a run: store, summaries, sheets, and last the manifest, which marks it as whole. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_account.h"
#include "vf_json.h"
#include "vf_manifest.h"
#include "vf_result.h"
#include "vf_result_sheets.h"
#include "vf_results.h"

enum { FACTS = 8, FACT_MAX = 1 << 20 };

/* What the callbacks of vf_results need. */
struct book {
    const struct vf_experiment *x;
    size_t *column; /* kept columns of the experiment */
    size_t n;
    double *row;
    struct vf_out_metric *metric;
    size_t n_metrics;
    struct vf_out_column *out;
    struct vf_out_scenario *scenario;
    char (*month)[16];
};

/* Columns without a value anywhere, and groups that never came to a unit, are left out. */
static bool worth_keeping(const struct vf_experiment *x, size_t column) {
    for (size_t k = 0; k < x->n_points; k++) {
        struct vf_summary s;
        vf_study_summary(&x->study, (uint32_t)k, column, &s);
        if (s.n > 0 &&
            (vf_experiment_column(x, column).scope != VF_SCOPE_UNIT_GROUP || s.min != 0 || s.max != 0)) {
            return true;
        }
    }
    return false;
}

/* A name may be measured at several scopes by several entries of the table: one metric in the store. */
static uint32_t metric_index(struct book *b, const struct vf_metric *metric) {
    for (size_t k = 0; k < b->n_metrics; k++) {
        if (strcmp(b->metric[k].name, metric->id) == 0) {
            return (uint32_t)k;
        }
    }
    b->metric = vf_xrealloc(b->metric, (b->n_metrics + 1) * sizeof *b->metric);
    b->metric[b->n_metrics] =
        (struct vf_out_metric){.name = metric->id,
                               .unit = vf_measure_unit(&b->x->point[0].model, metric->measure),
                               .sv = metric->sv,
                               .en = metric->en,
                               .definition = metric->definition,
                               .kpi_id = metric->kpi_id};
    return (uint32_t)b->n_metrics++;
}

static void book_open(struct book *b, const struct vf_experiment *x) {
    *b = (struct book){.x = x};
    b->column = vf_xcalloc(x->n_columns + 1, sizeof *b->column);
    b->row = vf_xcalloc(x->n_columns + 1, sizeof *b->row);
    b->out = vf_xcalloc(x->n_columns + 1, sizeof *b->out);
    b->scenario = vf_xcalloc(x->n_points, sizeof *b->scenario);
    b->month = vf_xcalloc(13, sizeof *b->month);
    for (int k = 1; k <= 12; k++) {
        (void)snprintf(b->month[k], sizeof b->month[k], "month %02d", k);
    }
    (void)snprintf(b->month[0], sizeof b->month[0], "all");
    for (size_t k = 0; k < x->n_points; k++) {
        b->scenario[k] = (struct vf_out_scenario){.name = x->point[k].name, .point = (int64_t)k};
    }
    for (size_t c = 0; c < x->n_columns; c++) {
        const struct vf_global_column g = vf_experiment_column(x, c);
        if (worth_keeping(x, c)) {
            b->out[b->n] = (struct vf_out_column){.scope = vf_scope_name(g.scope),
                                                  .unit = g.unit,
                                                  .group = g.group,
                                                  .period = b->month[g.month],
                                                  .metric = metric_index(b, g.metric)};
            b->column[b->n++] = c;
        }
    }
}

static void book_close(struct book *b) {
    free(b->column);
    free(b->row);
    free(b->out);
    free(b->scenario);
    free(b->month);
    free(b->metric);
}

static const double *give_row(void *context, uint32_t scenario, uint32_t replication,
                              struct vf_out_trial *trial) {
    struct book *b = context;
    const struct vf_study *study = &b->x->study;
    const double *row = vf_study_row(study, scenario, replication);
    static const char *const words[] = {[VF_TRIAL_PENDING] = "pending",
                                        [VF_TRIAL_DONE] = "done",
                                        [VF_TRIAL_FAILED] = "failed",
                                        [VF_TRIAL_ABANDONED] = "abandoned"};
    trial->status = words[vf_study_trial_status(study, scenario, replication)];
    trial->events = vf_study_trial_events(study, scenario, replication);
    if (row == NULL) {
        return NULL;
    }
    for (size_t k = 0; k < b->n; k++) {
        b->row[k] = row[b->column[k]];
    }
    return b->row;
}

static void give_summary(void *context, uint32_t scenario, uint32_t column, struct vf_summary *out) {
    struct book *b = context;
    vf_experiment_summary(b->x, scenario, b->column[column], out);
}

static int write_meta(const struct vf_experiment *x, const struct vf_result_about *about,
                      struct vf_store *store, struct vf_error *err) {
    char seed[32], warmup[VF_DOUBLE_TEXT];
    (void)snprintf(seed, sizeof seed, "%" PRIu64, x->seed);
    (void)vf_format_double(warmup, (double)x->warmup / (double)VF_MS_DAY);
    const char *const facts[][2] = {{"program", "vardflode"},
                                    {"version", about->version},
                                    {"config", x->path},
                                    {"seed", seed},
                                    {"warmup_days", warmup},
                                    {"partial", x->study.partial ? "true" : "false"},
                                    {"report_time_unit", x->point[0].model.run.report_unit_name}};
    int code = VF_OK;
    for (size_t k = 0; k < sizeof facts / sizeof *facts && code == VF_OK; k++) {
        code = vf_store_meta(store, facts[k][0], facts[k][1], err);
    }
    return code;
}

static int write_numbers(const struct vf_experiment *x, const struct vf_result_about *about,
                         const struct vf_folder *folder, struct vf_error *err) {
    struct book b;
    struct vf_store store;
    char *sqlite = vf_folder_file(folder, "results.sqlite"), *csv = vf_folder_file(folder, "summary.csv");
    book_open(&b, x);
    struct vf_results r = {.scenarios = b.scenario,
                           .n_scenarios = x->n_points,
                           .metrics = b.metric,
                           .n_metrics = b.n_metrics,
                           .columns = b.out,
                           .n_columns = b.n,
                           .replications = x->replications,
                           .context = &b,
                           .row = give_row,
                           .summary = give_summary};
    int code = vf_results_csv(&r, csv, err);
    if (code == VF_OK) {
        code = vf_store_open(&store, sqlite, err);
        if (code == VF_OK) {
            code = write_meta(x, about, &store, err);
            code = code == VF_OK ? vf_results_store(&r, &store, err) : code;
            code = code == VF_OK ? vf_result_sheets(x, folder, &store, err) : code;
            if (code == VF_OK) {
                code = vf_store_close(&store, err);
            } else {
                vf_store_abandon(&store);
            }
        }
    }
    book_close(&b);
    free(sqlite);
    free(csv);
    return code;
}

static void put_verdicts(struct vf_json_writer *w, const struct vf_experiment *x) {
    vf_json_begin_object(w);
    for (size_t k = 0; k < x->n_points; k++) {
        struct vf_verdict v;
        vf_experiment_verdict(x, k, &v);
        vf_json_key(w, x->point[k].name);
        vf_json_begin_object(w);
        vf_json_key_string(w, "little", "ok");
        vf_json_key_string(w, "flow", "ok");
        vf_json_key_string(w, "bed_days", "ok");
        vf_json_key(w, "stationary");
        if (v.evaluated) {
            vf_json_bool(w, v.stationary);
        } else {
            vf_json_null(w);
        }
        vf_json_key_integer(w, "deadlocks", vf_result_deadlocks(x, k));
        vf_json_key_number(w, "window_days", vf_result_window_days(x, k));
        vf_json_end_object(w);
    }
    vf_json_end_object(w);
}

/* Facts as JSON texts, all in `text`, one after the other, each ended by NUL. */
static size_t make_facts(const struct vf_experiment *x, const struct vf_result_about *about,
                         struct vf_text text[], struct vf_fact facts[]) {
    static const char *const keys[] = {"warmup_days", "warmup_auto", "report_time_unit", "checks",
                                       "event_log"};
    size_t n = sizeof keys / sizeof *keys - (about->log == NULL);
    for (size_t k = 0; k < n; k++) {
        struct vf_json_writer w;
        vf_text_init(&text[k], FACT_MAX);
        vf_json_writer_init(&w, &text[k], 0);
        switch (k) {
        case 0: vf_json_number(&w, (double)x->warmup / (double)VF_MS_DAY); break;
        case 1: vf_json_bool(&w, x->warmup_auto); break;
        case 2: vf_json_string(&w, x->point[0].model.run.report_unit_name); break;
        case 3: put_verdicts(&w, x); break;
        default: vf_json_string(&w, about->log); break;
        }
        facts[k] = (struct vf_fact){.key = keys[k], .json = text[k].data};
    }
    return n;
}

static int write_manifest(const struct vf_experiment *x, const struct vf_result_about *about,
                          const struct vf_folder *folder, struct vf_error *err) {
    char *config = vf_result_config(x, about->options, err);
    if (config == NULL) {
        return VF_E_IO;
    }
    struct vf_text text[FACTS];
    struct vf_fact facts[FACTS];
    const char **names = vf_xcalloc(x->n_points, sizeof *names);
    for (size_t k = 0; k < x->n_points; k++) {
        names[k] = x->point[k].name;
    }
    const struct vf_study *s = &x->study;
    size_t n = make_facts(x, about, text, facts);
    struct vf_manifest m = {.program = "vardflode",
                            .version = about->version,
                            .command = about->command,
                            .argc = about->argc,
                            .argv = about->argv,
                            .config_path = x->path,
                            .config = config,
                            .seed = x->seed,
                            .first_replication = x->first_replication,
                            .replications = x->replications,
                            .n_scenarios = x->n_points,
                            .scenarios = names,
                            .threads = s->threads,
                            .started = about->started,
                            .finished = about->finished,
                            .wall_s = s->wall_s,
                            .events = s->events,
                            .partial = s->partial,
                            .trials = (uint64_t)s->points * s->replications,
                            .trials_done = s->done,
                            .trials_failed = s->failed,
                            .n_facts = n,
                            .facts = facts};
    int code = vf_manifest_write(folder, &m, err);
    for (size_t k = 0; k < n; k++) {
        vf_text_fini(&text[k]);
    }
    free(names);
    free(config);
    return code;
}

int vf_result_write(const struct vf_experiment *x, const struct vf_result_about *about,
                    struct vf_folder *folder, struct vf_error *err) {
    int code = write_numbers(x, about, folder, err);
    code = code == VF_OK ? write_manifest(x, about, folder, err) : code;
    code = code == VF_OK ? vf_folder_finish(folder, err) : code;
    if (code != VF_OK) {
        vf_folder_abandon(folder);
    }
    return code;
}

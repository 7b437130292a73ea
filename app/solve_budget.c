/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vardflode solve STUDY: how to spend the budget of a study (vf_budget.h). Called by cmd_solve.c. */
#include <stdlib.h>

#include "vf_budget_report.h"
#include "vf_progress.h"

enum { DOCUMENT_MAX = 1 << 26, FIRST = 10, MOST = 640, POINTS = 2000 };
static const double CONFIDENCE = 95;

struct job {
    struct vf_call *call;
    struct vf_sweep study;
    struct vf_budget budget;
    struct vf_progress bar;
};

static void progress(void *context, const struct vf_solve_progress *p) {
    struct job *j = context;
    j->bar.total = p->points_most;
    vf_progress_show(&j->bar, p->points, p->events, vf_progress_clock());
}

/* A study says itself what varies; that these are not given is asked for. */
static int check_options(const struct vf_call *call, struct vf_error *err) {
    static const char *const foreign[] = {"vary", "limit", "largest", "scenario", "patch", "set"};
    int code = VF_OK;
    for (size_t k = 0; k < sizeof foreign / sizeof *foreign; k++)
        if (vf_option_given(&call->options, foreign[k]))
            code = vf_error_set(err, VF_E_USAGE,
                                VF_SAY(call->language, "--%s hör inte till en studie: ändra i studiefilen",
                                       "--%s does not go with a study: change the study file"),
                                foreign[k]);
    double confidence = vf_option_real(&call->options, "confidence", CONFIDENCE);
    if (!(confidence > 50 && confidence < 100))
        code = vf_error_set(err, VF_E_USAGE, "%s",
                            VF_SAY(call->language, "--confidence är i procent, över 50 och under 100",
                                   "--confidence is in per cent, above 50 and below 100"));
    return code;
}

static int load(struct job *j, struct vf_error *err) {
    const struct vf_options *options = &j->call->options;
    struct vf_budget_options o = {.confidence = vf_option_real(options, "confidence", CONFIDENCE) / 100,
                                  .first = (uint32_t)vf_option_integer(options, "replications", FIRST),
                                  .most = (uint32_t)vf_option_integer(options, "most", MOST),
                                  .points = (uint32_t)vf_option_integer(options, "points", POINTS)};
    o.most = o.most > o.first ? o.most : o.first;
    int code = vf_sweep_load(&j->study, options->operands[0], err);
    if (code == VF_OK && vf_option_given(options, "seed"))
        j->study.seed = (uint64_t)vf_option_integer(options, "seed", 0);
    return code ? code : vf_budget_plan(&j->budget, &j->study, &o, err);
}

static void tell(const struct job *j) {
    struct vf_text text;
    if (!vf_option_given(&j->call->options, "json")) {
        vf_budget_print(j->call, &j->budget);
        return;
    }
    vf_text_init(&text, DOCUMENT_MAX);
    vf_budget_json(&j->budget, VF_VERSION, &text);
    (void)fwrite(text.data, 1, text.size, j->call->out);
    vf_text_fini(&text);
}

int vf_solve_budget(struct vf_call *call, struct vf_error *err) {
    struct job j = {.call = call};
    const struct vf_options *options = &call->options;
    struct vf_solve_how how = {.threads = (unsigned)vf_option_integer(options, "threads", 0),
                               .signals = true,
                               .progress = progress,
                               .context = &j};
    int code = check_options(call, err);
    if (code != VF_OK)
        return code;
    code = load(&j, err);
    if (code == VF_OK) {
        vf_progress_begin(&j.bar, call, vf_progress_mode_of(call, vf_option_text(options, "progress", NULL)),
                          "solve", 1);
        code = vf_budget_run(&j.budget, &how, err);
    }
    if (code == VF_OK) {
        vf_progress_end(&j.bar, j.bar.total, j.budget.events, vf_progress_clock());
        tell(&j);
    }
    vf_budget_fini(&j.budget);
    vf_sweep_fini(&j.study);
    return code;
}

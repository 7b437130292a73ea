/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From options to the experiment's own: see vf_inputs.h. */
#include "vf_inputs.h"

#include <stdlib.h>
#include <string.h>

static const char **collect(const struct vf_call *call, const char *name, size_t *n) {
    while (vf_option_nth(&call->options, name, *n))
        ++*n;
    const char **all = vf_xcalloc(*n + 1, sizeof *all);
    for (size_t i = 0; i < *n; i++)
        all[i] = vf_option_nth(&call->options, name, i);
    return all;
}

void vf_inputs_read_over(struct vf_inputs *in, const struct vf_call *call) {
    *in = (struct vf_inputs){.patches = NULL};
    struct vf_experiment_options *o = &in->options;
    in->patches = collect(call, "patch", &o->config.n_patches);
    in->sets = collect(call, "set", &o->config.n_sets);
    o->config.patches = in->patches;
    o->config.sets = in->sets;
}

void vf_inputs_read(struct vf_inputs *in, const struct vf_call *call) {
    vf_inputs_read_over(in, call);
    in->scenarios = collect(call, "scenario", &in->options.n_scenarios);
    in->options.scenarios = in->scenarios;
}

void vf_inputs_fini(struct vf_inputs *in) {
    free(in->patches);
    free(in->sets);
    free(in->scenarios);
}

static bool same_text(const char *a, const char *b) { return strcmp(a ? a : "", b ? b : "") == 0; }

static bool same_problem(const struct vf_problem *a, const struct vf_problem *b) {
    return a->line == b->line && a->column == b->column && same_text(a->file, b->file) &&
           same_text(a->pointer, b->pointer) && same_text(a->message, b->message) &&
           same_text(a->expected, b->expected) && same_text(a->found, b->found);
}

void vf_inputs_once(struct vf_error *err) {
    struct vf_error once = VF_ERROR_INIT;
    for (size_t i = 0; i < err->n; i++) {
        size_t j = 0;
        while (j < once.n && !same_problem(&once.items[j], &err->items[i]))
            j++;
        if (j == once.n)
            (void)vf_error_add(&once, err->code, &err->items[i]);
    }
    once.more = err->more;
    vf_error_fini(err);
    *err = once;
}

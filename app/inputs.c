/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From options to the experiment's own: see vf_inputs.h. */
#include "vf_inputs.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SETTING_MAX = 4200 };

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

void vf_inputs_set(struct vf_inputs *in, const char *format, ...) {
    struct vf_experiment_options *o = &in->options;
    VF_ASSERT(in->n_own < sizeof in->own / sizeof *in->own, "room for settings");
    char *text = in->own[in->n_own++] = vf_xmalloc(SETTING_MAX);
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, SETTING_MAX, format, args);
    va_end(args);
    in->sets = vf_xrealloc(in->sets, (o->config.n_sets + 2) * sizeof *in->sets);
    in->sets[o->config.n_sets++] = text;
    o->config.sets = in->sets;
}

void vf_inputs_fini(struct vf_inputs *in) {
    for (size_t k = 0; k < in->n_own; k++)
        free(in->own[k]);
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

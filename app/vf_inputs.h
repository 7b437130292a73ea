/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options that say what is laid over a config: --patch, --set, --scenario, the same for every command that
 * reads one. Put VF_OPTION_ROW_PATCH, VF_OPTION_ROW_SET and VF_OPTION_ROW_SCENARIO in the command's table, then
 * vf_inputs_read, use `options`, vf_inputs_fini. */
#ifndef VF_INPUTS_H
#define VF_INPUTS_H

#include "vf_command.h"
#include "vf_experiment.h"

#define VF_OPTION_ROW_SCENARIO                                                       \
    {                                                                                \
        .name = "scenario", .kind = VF_OPTION_TEXT, .value = "NAME", .repeat = true, \
        .help = VF_PHRASE("bara det här av konfigurationens scenarier",              \
                          "only this one of the config's scenarios")                 \
    }

#define VF_OPTION_ROW_ANTITHETIC                                                                           \
    {                                                                                                      \
        .name = "antithetic",                                                                              \
        .help =                                                                                            \
            VF_PHRASE("antitetiska par: varannan körning drar 1-u där den före drog u; visar vad det gav", \
                      "antithetic pairs: every other replication draws 1-u where the one before drew u; "  \
                      "shows what it gave")                                                                \
    }

struct vf_inputs {
    struct vf_experiment_options options;
    const char **patches, **sets, **scenarios;
    char *own[4]; /* settings that other options stand for */
    size_t n_own;
};

void vf_inputs_read(struct vf_inputs *in, const struct vf_call *call);
/* --patch and --set alone, for commands that choose scenarios in another way. */
void vf_inputs_read_over(struct vf_inputs *in, const struct vf_call *call);
/* A setting as by --set, laid over those; printf-like. */
void vf_inputs_set(struct vf_inputs *in, const char *format, ...);
void vf_inputs_fini(struct vf_inputs *in);

/* Takes out problems that are told twice, as those that every scenario has. */
void vf_inputs_once(struct vf_error *err);

#endif

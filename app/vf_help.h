/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The texts that are made from the command tables: help, man page, bash completion, list of examples. */
#ifndef VF_HELP_H
#define VF_HELP_H

#include <stdio.h>

#include "vf_command.h"

void vf_help_program(FILE *to, enum vf_language language);
void vf_help_command(FILE *to, const struct vf_command *command, enum vf_language language);
/* "[-n] [--replications N]..." : the words of a command's usage line. */
void vf_help_usage(FILE *to, const struct vf_command *command, enum vf_language language);

void vf_help_man(FILE *to, enum vf_language language);
void vf_help_completion(FILE *to);
/* Each example's command line on a line of its own. */
void vf_help_examples(FILE *to);

/* What the exit codes mean and which environment variables count; end with an entry whose name is NULL. */
struct vf_help_entry {
    const char *name;
    struct vf_phrase says;
};
extern const struct vf_help_entry vf_help_exit_codes[];
extern const struct vf_help_entry vf_help_environment[];

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A command = one file cmd_<name>.c + one `const struct vf_command` in it + one line in VF_COMMANDS below. The
 * struct is all that --help, the man page and the completion know of it. */
#ifndef VF_COMMAND_H
#define VF_COMMAND_H

#include <stdbool.h>
#include <stdio.h>

#include "vf_error.h"
#include "vf_language.h"
#include "vf_option.h"

/* One call of the program: what a command's `run` is given. All borrowed for the call. */
struct vf_call {
    const struct vf_command *command;
    enum vf_language language;
    struct vf_options options;
    int argc; /* the whole command line as typed, for the manifest */
    char **argv;
    FILE *out;      /* results */
    FILE *messages; /* progress, notes, errors */
    bool quiet;     /* -q: no progress, no notes */
    bool colour;    /* out is a terminal that wants colours */
    bool colour_messages;
};

/* What the words after the options are: `min` to `max` of them. */
struct vf_operand {
    const char *name; /* "CONFIG"; NULL = none are taken */
    enum vf_option_kind kind;
    size_t min, max;
};

/* A command line that works as it stands from the project's folder; a test runs each. */
struct vf_example {
    const char *line; /* "vardflode version" */
    struct vf_phrase says;
};

enum { VF_EXAMPLES = 4 };

struct vf_command {
    const char *name;
    bool hidden;              /* not listed; for the build and for programs */
    struct vf_phrase summary; /* half a line, no capital, no full stop */
    struct vf_phrase about;   /* a paragraph or more; blank lines keep paragraphs apart */
    struct vf_operand operand;
    const struct vf_option *options; /* ends with VF_OPTION_END; NULL = only the common ones */
    struct vf_example examples[VF_EXAMPLES];
    /* Does it. Returns 0 or a negative VF_E_* with `err` filled; prints results on call->out only. */
    int (*run)(struct vf_call *call, struct vf_error *err);
};

/* The table of commands: one line each, in the order help lists them. X(name) stands for vf_cmd_<name>, defined
 * in cmd_<name>.c. */
#define VF_COMMANDS(X) \
    X(run)             \
    X(check)           \
    X(show)            \
    X(compare)         \
    X(solve)           \
    X(import)          \
    X(sweep)           \
    X(merge)           \
    X(sensitivity)     \
    X(uncertainty)     \
    X(slurm)           \
    X(stress)          \
    X(export)          \
    X(replay)          \
    X(verify)          \
    X(bench)           \
    X(help)            \
    X(version)         \
    X(docs)

#define VF_COMMAND_DECLARE(name) extern const struct vf_command vf_cmd_##name;
VF_COMMANDS(VF_COMMAND_DECLARE)

/* The same as an array that ends with NULL. */
extern const struct vf_command *const vf_commands[];
/* The options that every command has. */
extern const struct vf_option vf_common_options[];

const struct vf_command *vf_command_find(const char *name);
/* The visible command whose name is nearest to a misspelt one, or NULL. */
const char *vf_command_suggest(const char *name);

/* The exit code of the program for what a command returned. */
enum { VF_EXIT_OK = 0, VF_EXIT_FAILED = 1, VF_EXIT_USAGE = 2, VF_EXIT_CONFIG = 3, VF_EXIT_STOPPED = 4 };
int vf_exit_code(int code);

/* Runs a whole command line and returns the exit code. main() does nothing else. */
int vf_app_main(int argc, char **argv);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a command line to an exit code: language, command, options, run, errors. The only caller is main (and
 * tests). Results go to stdout; a result that could not be written is a failure even if the run was fine. */
#include <errno.h>
#include <string.h>

#include "vf_command.h"
#include "vf_help.h"
#include "vf_terminal.h"

static int misuse(enum vf_language language, struct vf_error *err, const char *where) {
    vf_error_print(err, stderr);
    (void)fprintf(stderr, VF_SAY(language, "Hjälp: vardflode %s\n", "Help: vardflode %s\n"), where);
    return VF_EXIT_USAGE;
}

static int unknown_command(enum vf_language language, const char *word) {
    struct vf_error err = VF_ERROR_INIT;
    char message[128], advice[128];
    const char *near = vf_command_suggest(word);
    (void)snprintf(message, sizeof message,
                   word[0] == '-' ? VF_SAY(language, "okänd flagga '%.60s'", "unknown option '%.60s'")
                                  : VF_SAY(language, "okänt kommando '%.60s'", "unknown command '%.60s'"),
                   word);
    (void)snprintf(advice, sizeof advice, VF_SAY(language, "menade du %s?", "did you mean %s?"),
                   near ? near : "");
    struct vf_problem problem = {.message = message, .advice = near ? advice : NULL};
    (void)vf_error_add(&err, VF_E_USAGE, &problem);
    int code = misuse(language, &err, "--help");
    vf_error_fini(&err);
    return code;
}

static void check_operands(const struct vf_call *call, struct vf_error *err) {
    const struct vf_operand *operand = &call->command->operand;
    size_t n = call->options.n_operands, max = operand->name ? operand->max : 0;
    if (n > max)
        (void)vf_error_set(
            err, VF_E_USAGE,
            VF_SAY(call->language, "ett ord för mycket: '%.60s'", "one word too many: '%.60s'"),
            call->options.operands[max]);
    else if (n < operand->min)
        (void)vf_error_set(err, VF_E_USAGE, VF_SAY(call->language, "%s saknas", "%s is missing"),
                           operand->name);
}

/* Results that never reached the disk must not end in exit code 0. */
static int flush(const struct vf_call *call, int code, struct vf_error *err) {
    errno = 0;
    if (fflush(call->out) == 0 && !ferror(call->out))
        return code;
    int reason = errno;
    int failed = vf_error_set(
        err, VF_E_IO, "%s: %s",
        VF_SAY(call->language, "utskriften gick inte att skriva", "the output could not be written"),
        reason ? strerror(reason) : "?");
    return code ? code : failed;
}

/* Reads the words after the command; false if the call must not be carried out (told already). */
static bool understand(struct vf_call *call, int argc, char **argv) {
    struct vf_error err = VF_ERROR_INIT;
    const struct vf_option *const tables[2] = {call->command->options, vf_common_options};
    (void)vf_options_parse(&call->options, tables, argc, argv, call->language, &err);
    call->quiet = vf_option_given(&call->options, "quiet");
    if (!vf_option_given(&call->options, "help"))
        check_operands(call, &err);
    bool good = err.n == 0 || vf_option_given(&call->options, "help");
    if (!good) {
        char where[80];
        (void)snprintf(where, sizeof where, "%s --help", call->command->name);
        (void)misuse(call->language, &err, where);
    }
    vf_error_fini(&err);
    return good;
}

static int carry_out(struct vf_call *call) {
    struct vf_error err = VF_ERROR_INIT;
    int code = 0;
    if (vf_option_given(&call->options, "help"))
        vf_help_command(call->out, call->command, call->language);
    else
        code = call->command->run(call, &err);
    code = flush(call, code, &err);
    if (err.n > 0)
        vf_error_print(&err, call->messages);
    vf_error_fini(&err);
    return vf_exit_code(code);
}

int vf_app_main(int argc, char **argv) {
    struct vf_call call = {.language = vf_language_from_environment(),
                           .argc = argc,
                           .argv = argv,
                           .out = stdout,
                           .messages = stderr,
                           .colour = vf_terminal_wants_colour(stdout),
                           .colour_messages = vf_terminal_wants_colour(stderr)};
    if (argc < 2) {
        vf_help_program(stderr, call.language);
        return VF_EXIT_USAGE;
    }
    const char *word = argv[1];
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
        word = "help";
    else if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0)
        word = "version";
    call.command = vf_command_find(word);
    if (!call.command)
        return unknown_command(call.language, word);
    int exit_code = understand(&call, argc - 2, argv + 2) ? carry_out(&call) : VF_EXIT_USAGE;
    vf_options_fini(&call.options);
    return exit_code;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vardflode help [COMMAND]: what the program, or one command, can do. */
#include "vf_command.h"
#include "vf_help.h"

static int run(struct vf_call *call, struct vf_error *err) {
    if (call->options.n_operands == 0) {
        vf_help_program(call->out, call->language);
        return 0;
    }
    const char *name = call->options.operands[0];
    const struct vf_command *command = vf_command_find(name);
    if (!command)
        return vf_error_set(err, VF_E_USAGE,
                            VF_SAY(call->language, "okänt kommando '%.60s'", "unknown command '%.60s'"),
                            name);
    vf_help_command(call->out, command, call->language);
    return 0;
}

const struct vf_command vf_cmd_help = {
    .name = "help",
    .summary = VF_PHRASE("visa hjälp om ett kommando", "show help on a command"),
    .operand = {.name = "COMMAND", .min = 0, .max = 1},
    .examples = {{"vardflode help version", VF_PHRASE("vad kommandot version gör", "what version does")}},
    .run = run,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vardflode docs TOPIC: writes what is made from the program's own tables. For the build and for tests; a new
 * topic is a function and a line in the table. */
#include <string.h>

#include "vf_command.h"
#include "vf_help.h"

static int man(struct vf_call *call, struct vf_error *err) {
    (void)err;
    vf_help_man(call->out, call->language);
    return 0;
}

static int completion(struct vf_call *call, struct vf_error *err) {
    (void)err;
    vf_help_completion(call->out);
    return 0;
}

static int examples(struct vf_call *call, struct vf_error *err) {
    (void)err;
    vf_help_examples(call->out);
    return 0;
}

static const struct topic {
    const char *name;
    int (*write)(struct vf_call *call, struct vf_error *err);
} topics[] = {
    {"man", man},
    {"completion", completion},
    {"examples", examples},
};

static int run(struct vf_call *call, struct vf_error *err) {
    const char *name = call->options.operands[0];
    for (size_t i = 0; i < sizeof topics / sizeof topics[0]; i++)
        if (strcmp(topics[i].name, name) == 0)
            return topics[i].write(call, err);
    return vf_error_set(err, VF_E_USAGE,
                        VF_SAY(call->language, "okänt ämne '%.60s'", "unknown topic '%.60s'"), name);
}

const struct vf_command vf_cmd_docs = {
    .name = "docs",
    .hidden = true,
    .summary = VF_PHRASE("skriv det som görs av programmets egna tabeller",
                         "write what is made from the program's own tables"),
    .operand = {.name = "TOPIC", .min = 1, .max = 1},
    .examples = {{"vardflode docs man", VF_PHRASE("mansidan", "the man page")}},
    .run = run,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looks commands up in the table of vf_command.h, and says what they have in common. */
#include <string.h>

#include "vf_command.h"
#include "vf_text.h"

#define ENTRY(name) &vf_cmd_##name,
const struct vf_command *const vf_commands[] = {VF_COMMANDS(ENTRY) NULL};

const struct vf_option vf_common_options[] = {
    {.name = "quiet",
     .letter = 'q',
     .help = VF_PHRASE("inget förlopp och inga upplysningar, bara resultat och fel",
                       "no progress and no notes, only results and errors")},
    {.name = "help", .letter = 'h', .help = VF_PHRASE("visa den här hjälpen", "show this help")},
    VF_OPTION_END,
};

const struct vf_command *vf_command_find(const char *name) {
    for (const struct vf_command *const *c = vf_commands; *c; c++)
        if (strcmp((*c)->name, name) == 0)
            return *c;
    return NULL;
}

const char *vf_command_suggest(const char *name) {
    const char *names[64];
    size_t n = 0;
    for (const struct vf_command *const *c = vf_commands; *c && n < 64; c++)
        if (!(*c)->hidden)
            names[n++] = (*c)->name;
    return vf_suggest(name, names, n);
}

int vf_exit_code(int code) {
    switch (code) {
    case VF_OK: return VF_EXIT_OK;
    case VF_E_USAGE: return VF_EXIT_USAGE;
    case VF_E_CONFIG: return VF_EXIT_CONFIG;
    case VF_E_STOPPED: return VF_EXIT_STOPPED;
    default: return VF_EXIT_FAILED;
    }
}

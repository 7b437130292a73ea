/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bash completion, made from the command tables. Run once by the build. */
#include <string.h>

#include "vf_help.h"

static const char *files_of(enum vf_option_kind kind) {
    return kind == VF_OPTION_FOLDER ? "-d" : kind == VF_OPTION_FILE ? "-f" : NULL;
}

/* `--name)` arms that complete the value of an option. */
static void value_arms(FILE *to, const struct vf_option *table) {
    for (const struct vf_option *o = table; o && o->name; o++) {
        if (o->kind == VF_OPTION_FLAG)
            continue;
        (void)fprintf(to, "    --%s", o->name);
        if (o->letter)
            (void)fprintf(to, "|-%c", o->letter);
        (void)fputs(") ", to);
        if (o->kind == VF_OPTION_CHOICE) {
            (void)fputs("COMPREPLY=($(compgen -W '", to);
            for (const char *p = o->choices; *p; p++)
                (void)fputc(*p == '|' ? ' ' : *p, to);
            (void)fputs("' -- \"$cur\")); ", to);
        } else if (files_of(o->kind)) {
            (void)fprintf(to, "compopt -o filenames; COMPREPLY=($(compgen %s -- \"$cur\")); ",
                          files_of(o->kind));
        }
        (void)fputs("return ;;\n", to);
    }
}

static void names(FILE *to, const struct vf_option *table) {
    for (const struct vf_option *o = table; o && o->name; o++)
        (void)fprintf(to, " --%s", o->name);
}

static void command_arm(FILE *to, const struct vf_command *c) {
    (void)fprintf(to, "  %s)\n    case $prev in\n", c->name);
    value_arms(to, c->options);
    (void)fputs("    esac\n    words='", to);
    names(to, c->options);
    names(to, vf_common_options);
    const char *files = c->operand.name ? files_of(c->operand.kind) : NULL;
    (void)fprintf(to, "'; files='%s' ;;\n", files ? files : "");
}

void vf_help_completion(FILE *to) {
    (void)fputs("# bash completion for vardflode, made by `vardflode docs completion`\n"
                "_vardflode() {\n"
                "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} words= files=\n"
                "  local commands='",
                to);
    for (const struct vf_command *const *c = vf_commands; *c; c++)
        if (!(*c)->hidden)
            (void)fprintf(to, "%s%s", c == vf_commands ? "" : " ", (*c)->name);
    (void)fputs("'\n"
                "  COMPREPLY=()\n"
                "  [[ $cur == = ]] && cur=\n"
                "  [[ $prev == = ]] && prev=${COMP_WORDS[COMP_CWORD-2]}\n"
                "  if ((COMP_CWORD == 1)); then\n"
                "    COMPREPLY=($(compgen -W \"$commands --help --version\" -- \"$cur\"))\n"
                "    return\n"
                "  fi\n"
                "  case ${COMP_WORDS[1]} in\n",
                to);
    for (const struct vf_command *const *c = vf_commands; *c; c++)
        if (!(*c)->hidden && strcmp((*c)->name, "help") != 0)
            command_arm(to, *c);
    (void)fputs("  help) words=$commands ;;\n"
                "  *) return ;;\n"
                "  esac\n"
                "  if [[ $cur == -* || -z $files ]]; then\n"
                "    COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
                "  else\n"
                "    compopt -o filenames\n"
                "    COMPREPLY=($(compgen $files -- \"$cur\"))\n"
                "  fi\n"
                "}\n"
                "complete -F _vardflode vardflode\n",
                to);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --help of the program and of each command, made from the tables of vf_command.h alone. */
#include "vf_help.h"

#include <string.h>

#include "vf_terminal.h"

enum { HELP_COLUMN = 26, HELP_WIDTH = 80 };

const struct vf_help_entry vf_help_exit_codes[] = {
    {"0", VF_PHRASE("allt gick bra", "everything went well")},
    {"1", VF_PHRASE("körningen misslyckades", "the run failed")},
    {"2", VF_PHRASE("kommandoraden är fel", "the command line is wrong")},
    {"3", VF_PHRASE("konfigurationen, eller en fil som den nämner, är fel",
                    "the config, or a file it names, is wrong")},
    {"4", VF_PHRASE("avbruten av en signal; det som hann bli klart gäller",
                    "stopped by a signal; what was finished is valid")},
    {NULL, VF_PHRASE(NULL, NULL)},
};

const struct vf_help_entry vf_help_environment[] = {
    {"LANGUAGE, LC_ALL, LC_MESSAGES, LANG",
     VF_PHRASE("språket: svenska om den första som är satt börjar med sv, annars engelska",
               "the language: Swedish if the first one that is set begins with sv, otherwise English")},
    {"NO_COLOR", VF_PHRASE("om satt: inga färger", "if set: no colours")},
    {NULL, VF_PHRASE(NULL, NULL)},
};

/* One entry of a list: the name at column 2, what it says from column HELP_COLUMN. */
static void entry(FILE *to, const char *name, const char *says) {
    int length = (int)strlen(name);
    (void)fprintf(to, "  %s", name);
    if (length + 4 > HELP_COLUMN)
        (void)fprintf(to, "\n%*s", HELP_COLUMN, "");
    else
        (void)fprintf(to, "%*s", HELP_COLUMN - 2 - length, "");
    vf_terminal_wrap(to, (struct vf_wrap){HELP_COLUMN, HELP_COLUMN, HELP_WIDTH}, says);
    (void)fputc('\n', to);
}

static void option_entry(FILE *to, const struct vf_option *o, enum vf_language language) {
    char name[96], says[512], extra[200] = "";
    char letter[5] = {'-', o->letter, ',', ' ', '\0'};
    (void)snprintf(name, sizeof name, "%s--%s%s%s", o->letter ? letter : "", o->name, o->value ? " " : "",
                   o->value ? o->value : "");
    if (o->kind == VF_OPTION_CHOICE)
        (void)snprintf(extra, sizeof extra, " (%s)", o->choices);
    else if (o->repeat)
        (void)snprintf(extra, sizeof extra, "%s", VF_SAY(language, " (får upprepas)", " (may be repeated)"));
    (void)snprintf(says, sizeof says, "%s%s", vf_say(language, o->help), extra);
    entry(to, name, says);
}

void vf_help_usage(FILE *to, const struct vf_command *command, enum vf_language language) {
    (void)fprintf(to, "vardflode %s [%s]", command->name, VF_SAY(language, "flaggor", "options"));
    const struct vf_operand *operand = &command->operand;
    if (operand->name)
        (void)fprintf(to, operand->min ? " %s%s" : " [%s]%s", operand->name, operand->max > 1 ? "..." : "");
}

void vf_help_program(FILE *to, enum vf_language language) {
    (void)fprintf(to, "%s\n\n%s: vardflode %s\n\n%s:\n",
                  VF_SAY(language, "vardflode - simulerar patientflödet genom en svensk region",
                         "vardflode - simulates the flow of patients through a Swedish region"),
                  VF_SAY(language, "Användning", "Usage"),
                  VF_SAY(language, "KOMMANDO [flaggor] ...", "COMMAND [options] ..."),
                  VF_SAY(language, "Kommandon", "Commands"));
    for (const struct vf_command *const *c = vf_commands; *c; c++)
        if (!(*c)->hidden)
            entry(to, (*c)->name, vf_say(language, (*c)->summary));
    (void)fprintf(to, "\n%s\n",
                  VF_SAY(language, "Mer om ett kommando: vardflode KOMMANDO --help",
                         "More about a command: vardflode COMMAND --help"));
}

static void examples(FILE *to, const struct vf_command *command, enum vf_language language) {
    if (!command->examples[0].line)
        return;
    (void)fprintf(to, "\n%s:\n", VF_SAY(language, "Exempel", "Examples"));
    for (size_t i = 0; i < VF_EXAMPLES && command->examples[i].line; i++) {
        (void)fprintf(to, "  %s\n      ", command->examples[i].line);
        vf_terminal_wrap(to, (struct vf_wrap){6, 6, HELP_WIDTH}, vf_say(language, command->examples[i].says));
        (void)fputc('\n', to);
    }
}

void vf_help_command(FILE *to, const struct vf_command *command, enum vf_language language) {
    (void)fprintf(to, "vardflode %s - %s\n\n%s: ", command->name, vf_say(language, command->summary),
                  VF_SAY(language, "Användning", "Usage"));
    vf_help_usage(to, command, language);
    (void)fputs("\n\n", to);
    const char *about = vf_say(language, command->about);
    if (about) {
        vf_terminal_wrap(to, (struct vf_wrap){0, 0, HELP_WIDTH}, about);
        (void)fputs("\n\n", to);
    }
    (void)fprintf(to, "%s:\n", VF_SAY(language, "Flaggor", "Options"));
    for (const struct vf_option *o = command->options; o && o->name; o++)
        option_entry(to, o, language);
    for (const struct vf_option *o = vf_common_options; o->name; o++)
        option_entry(to, o, language);
    examples(to, command, language);
    (void)fprintf(to, "\n%s:\n", VF_SAY(language, "Avslutskoder", "Exit codes"));
    for (const struct vf_help_entry *e = vf_help_exit_codes; e->name; e++)
        entry(to, e->name, vf_say(language, e->says));
}

void vf_help_examples(FILE *to) {
    for (const struct vf_command *const *c = vf_commands; *c; c++)
        for (size_t i = 0; i < VF_EXAMPLES && (*c)->examples[i].line; i++)
            (void)fprintf(to, "%s\n", (*c)->examples[i].line);
}

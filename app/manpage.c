/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The man page vardflode(1), made from the command tables. Run once by the build, for each language. */
#include "vf_help.h"

/* Text of ours as roff: no line may begin with a command character, hyphens are meant as typed. */
static void roff(FILE *to, const char *text) {
    bool start = true;
    for (const char *p = text; *p; p++) {
        if (start && (*p == '.' || *p == '\''))
            (void)fputs("\\&", to);
        start = *p == '\n';
        if (*p == '\\')
            (void)fputs("\\e", to);
        else if (*p == '-')
            (void)fputs("\\-", to);
        else if (*p == '\n' && p[1] == '\n')
            (void)fputs("\n.PP", to);
        else
            (void)fputc(*p, to);
    }
    (void)fputc('\n', to);
}

static void item(FILE *to, const char *name, const char *says) {
    (void)fputs(".TP\n.B ", to);
    roff(to, name);
    roff(to, says);
}

static void options(FILE *to, const struct vf_option *table, enum vf_language language) {
    for (const struct vf_option *o = table; o && o->name; o++) {
        char name[96], letter[5] = {'-', o->letter, ',', ' ', '\0'};
        (void)snprintf(name, sizeof name, "%s--%s%s%s", o->letter ? letter : "", o->name, o->value ? " " : "",
                       o->value ? o->value : "");
        item(to, name, vf_say(language, o->help));
        if (o->kind == VF_OPTION_CHOICE) {
            char choices[160];
            (void)snprintf(choices, sizeof choices, "(%s)", o->choices);
            roff(to, choices);
        }
    }
}

static void command_section(FILE *to, const struct vf_command *c, enum vf_language language) {
    (void)fputs(".SS ", to);
    vf_help_usage(to, c, language);
    (void)fputc('\n', to);
    const char *about = vf_say(language, c->about);
    roff(to, about ? about : vf_say(language, c->summary));
    options(to, c->options, language);
    for (size_t i = 0; i < VF_EXAMPLES && c->examples[i].line; i++) {
        (void)fputs(".PP\n.EX\n", to);
        roff(to, c->examples[i].line);
        (void)fputs(".EE\n", to);
        roff(to, vf_say(language, c->examples[i].says));
    }
}

static void entries(FILE *to, const char *title, const struct vf_help_entry *e, enum vf_language language) {
    (void)fprintf(to, ".SH %s\n", title);
    for (; e->name; e++)
        item(to, e->name, vf_say(language, e->says));
}

void vf_help_man(FILE *to, enum vf_language language) {
    (void)fprintf(to, ".TH VARDFLODE 1 \"\" \"vardflode %s\"\n.SH %s\nvardflode \\- ", VF_VERSION,
                  VF_SAY(language, "NAMN", "NAME"));
    roff(to, VF_SAY(language, "simulerar patientflödet genom en svensk region",
                    "simulates the flow of patients through a Swedish region"));
    (void)fprintf(to, ".SH %s\n.B vardflode\n%s\n", VF_SAY(language, "SYNOPSIS", "SYNOPSIS"),
                  VF_SAY(language, "KOMMANDO [flaggor] ...", "COMMAND [options] ..."));
    (void)fprintf(to, ".SH %s\n", VF_SAY(language, "KOMMANDON", "COMMANDS"));
    for (const struct vf_command *const *c = vf_commands; *c; c++)
        if (!(*c)->hidden)
            command_section(to, *c, language);
    (void)fprintf(to, ".SH %s\n", VF_SAY(language, "GEMENSAMMA FLAGGOR", "COMMON OPTIONS"));
    options(to, vf_common_options, language);
    entries(to, VF_SAY(language, "AVSLUTSKODER", "EXIT STATUS"), vf_help_exit_codes, language);
    entries(to, VF_SAY(language, "MILJÖ", "ENVIRONMENT"), vf_help_environment, language);
}

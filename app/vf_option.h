/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options: one table per command is the only place where an option is described. The parser, --help, the man
 * page and the bash completion all read it, so none can say something else.
 *
 * A table ends with VF_OPTION_END. Spelling: --name VALUE, --name=VALUE, -n VALUE, -nVALUE; flags of one
 * letter may be joined; `--` ends the options; options and operands may be mixed. Names are never
 * abbreviated: a script must not break when an option is added. */
#ifndef VF_OPTION_H
#define VF_OPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vf_error.h"
#include "vf_language.h"

enum vf_option_kind {
    VF_OPTION_FLAG,    /* no value */
    VF_OPTION_TEXT,    /* any text */
    VF_OPTION_FILE,    /* a path; completed as a file */
    VF_OPTION_FOLDER,  /* a path; completed as a folder */
    VF_OPTION_INTEGER, /* min .. max */
    VF_OPTION_REAL,    /* any finite number, with a point */
    VF_OPTION_CHOICE   /* one of `choices` */
};

struct vf_option {
    const char *name; /* without the dashes; NULL ends a table */
    char letter;      /* 0 = none */
    enum vf_option_kind kind;
    const char *value;   /* what help calls the value: "FILE", "N" */
    const char *choices; /* "bar|lines|none" */
    int64_t min, max;    /* of an integer */
    bool repeat;         /* may be given several times; otherwise twice is an error */
    struct vf_phrase help;
};

#define VF_OPTION_END \
    { .name = NULL }

/* Rows that several commands share, so that the same option means the same everywhere. */
#define VF_OPTION_ROW_JSON                                                                  \
    {                                                                                       \
        .name = "json", .help = VF_PHRASE("skriv ett JSON-dokument i stället för tabeller", \
                                          "print one JSON document, no tables")             \
    }
#define VF_OPTION_ROW_SEED                                                                                  \
    {                                                                                                       \
        .name = "seed", .kind = VF_OPTION_INTEGER, .value = "S", .min = 0, .max = INT64_MAX,                \
        .help = VF_PHRASE("slumpfrö i stället för konfigurationens", "random seed instead of the config's") \
    }
#define VF_OPTION_ROW_THREADS                                                                      \
    {                                                                                              \
        .name = "threads", .kind = VF_OPTION_INTEGER, .value = "T", .min = 1, .max = 1024,         \
        .help = VF_PHRASE("antal trådar (annars en per kärna); resultaten beror inte på det",      \
                          "number of threads (default one per core); results do not depend on it") \
    }
#define VF_OPTION_ROW_PATCH                                                       \
    {                                                                             \
        .name = "patch", .kind = VF_OPTION_FILE, .value = "FILE", .repeat = true, \
        .help = VF_PHRASE("lägg en JSON-fil (RFC 7396) över konfigurationen",     \
                          "merge a JSON file (RFC 7396) over the config")         \
    }
#define VF_OPTION_ROW_SET                                                            \
    {                                                                                \
        .name = "set", .kind = VF_OPTION_TEXT, .value = "PTR=VALUE", .repeat = true, \
        .help = VF_PHRASE("sätt ett värde, utpekat med JSON-pekare (RFC 6901)",      \
                          "set one value, named by its JSON pointer (RFC 6901)")     \
    }
#define VF_OPTION_ROW_REPLICATIONS(least, sv, en)                                                       \
    {                                                                                                   \
        .name = "replications", .letter = 'n', .kind = VF_OPTION_INTEGER, .value = "N", .min = (least), \
        .max = 1000000, .help = VF_PHRASE(sv, en)                                                       \
    }
#define VF_OPTION_ROW_PROGRESS                                                                \
    {                                                                                         \
        .name = "progress", .kind = VF_OPTION_CHOICE, .value = "HOW",                         \
        .choices = "auto|bar|lines|ndjson|none",                                              \
        .help = VF_PHRASE("hur förloppet visas på stderr", "how progress is shown on stderr") \
    }

/* One option as given. */
struct vf_given {
    const struct vf_option *option;
    const char *text; /* NULL for a flag; borrowed from argv */
    int64_t integer;
    double real;
};

/* A parsed command line; everything points into argv and the tables. */
struct vf_options {
    const struct vf_option *tables[2];
    struct vf_given *given;
    size_t n_given;
    const char **operands;
    size_t n_operands;
};

/* Reads argv[0 .. argc-1] (the words after the command) against two tables (the command's own and the common
 * ones; either may be NULL, both must outlive `options`). Reports every problem it finds, in
 * `language`, as VF_E_USAGE. Release with vf_options_fini in any case. */
int vf_options_parse(struct vf_options *options, const struct vf_option *const tables[2], int argc,
                     char **argv, enum vf_language language, struct vf_error *err);
void vf_options_fini(struct vf_options *options);

/* What was given. Asking for a name that is in neither table is our own mistake and asserted. Of a repeated
 * option, `i` counts from 0 in the order given, and i beyond the last gives NULL. */
bool vf_option_given(const struct vf_options *options, const char *name);
const char *vf_option_text(const struct vf_options *options, const char *name, const char *otherwise);
int64_t vf_option_integer(const struct vf_options *options, const char *name, int64_t otherwise);
double vf_option_real(const struct vf_options *options, const char *name, double otherwise);
const char *vf_option_nth(const struct vf_options *options, const char *name, size_t i);

#endif

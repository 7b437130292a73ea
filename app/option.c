/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The option parser. Driven by the tables of vf_option.h; collects every problem of a command line before it
 * gives up, so that a user corrects it once. */
#include "vf_option.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vf_text.h"

enum { NAMES_MAX = 128 };

/* What the parser carries along. */
struct reading {
    struct vf_options *options;
    enum vf_language language;
    struct vf_error *err;
    int argc, at; /* argv[at] is the word being read */
    char **argv;
};

static void wrong(struct reading *r, const char *message, const char *expected, const char *found,
                  const char *advice) {
    struct vf_problem problem = {.message = (char *)message,
                                 .expected = (char *)expected,
                                 .found = (char *)found,
                                 .advice = (char *)advice};
    (void)vf_error_add(r->err, VF_E_USAGE, &problem);
}

static const struct vf_option *find(const struct vf_options *o, const char *name, size_t size, char letter) {
    for (size_t t = 0; t < 2; t++)
        for (const struct vf_option *row = o->tables[t]; row && row->name; row++)
            if (name ? strlen(row->name) == size && memcmp(row->name, name, size) == 0
                     : row->letter == letter)
                return row;
    return NULL;
}

static void unknown(struct reading *r, const char *word, size_t size) {
    char name[64], message[128], advice[128] = "";
    (void)snprintf(name, sizeof name, "%.*s", (int)(size < 60 ? size : 60), word);
    const char *names[NAMES_MAX];
    size_t n = 0;
    for (size_t t = 0; t < 2; t++)
        for (const struct vf_option *row = r->options->tables[t]; row && row->name && n < NAMES_MAX; row++)
            names[n++] = row->name;
    const char *near = strncmp(name, "--", 2) == 0 ? vf_suggest(name + 2, names, n) : NULL;
    if (near)
        (void)snprintf(advice, sizeof advice, VF_SAY(r->language, "menade du --%s?", "did you mean --%s?"),
                       near);
    (void)snprintf(message, sizeof message, VF_SAY(r->language, "okänd flagga '%s'", "unknown option '%s'"),
                   name);
    wrong(r, message, NULL, NULL, near ? advice : NULL);
}

/* 1 if `text` is one of "a|b|c". */
static bool is_choice(const char *choices, const char *text) {
    size_t size = strlen(text);
    for (const char *p = choices; p; p = strchr(p, '|'), p += p != NULL)
        if (strcspn(p, "|") == size && strncmp(p, text, size) == 0 && size > 0)
            return true;
    return false;
}

static bool read_integer(const char *text, int64_t *value) {
    errno = 0;
    char *end;
    long long n = strtoll(text, &end, 10);
    bool digit = *text == '-' ? text[1] >= '0' && text[1] <= '9' : *text >= '0' && *text <= '9';
    *value = n;
    return digit && *end == '\0' && errno == 0;
}

/* Fills the numbers of `given`; false, and what was expected, if the text is not of the option's kind. */
static bool read_value(struct reading *r, struct vf_given *given, char *expected, size_t size) {
    const struct vf_option *o = given->option;
    switch (o->kind) {
    case VF_OPTION_INTEGER:
        (void)snprintf(expected, size, VF_SAY(r->language, "ett heltal %lld–%lld", "an integer %lld–%lld"),
                       (long long)o->min, (long long)o->max);
        return read_integer(given->text, &given->integer) && given->integer >= o->min &&
               given->integer <= o->max;
    case VF_OPTION_REAL:
        (void)snprintf(expected, size, "%s",
                       VF_SAY(r->language, "ett tal, t.ex. 0.95", "a number, e.g. 0.95"));
        return vf_parse_double(given->text, strlen(given->text), &given->real) == VF_NUMBER_OK;
    case VF_OPTION_CHOICE:
        (void)snprintf(expected, size, VF_SAY(r->language, "ett av %s", "one of %s"), o->choices);
        return is_choice(o->choices, given->text);
    case VF_OPTION_TEXT:
    case VF_OPTION_FILE:
    case VF_OPTION_FOLDER: (void)snprintf(expected, size, "%s", o->value); return given->text[0] != '\0';
    case VF_OPTION_FLAG: break;
    }
    return true;
}

static void take(struct reading *r, const struct vf_option *option, const char *text) {
    struct vf_given given = {.option = option, .text = text};
    char expected[160] = "", message[128];
    (void)snprintf(message, sizeof message, "--%s", option->name);
    for (size_t i = 0; i < r->options->n_given; i++)
        if (r->options->given[i].option == option && !option->repeat && option->kind != VF_OPTION_FLAG) {
            (void)snprintf(message, sizeof message,
                           VF_SAY(r->language, "--%s är given två gånger", "--%s is given twice"),
                           option->name);
            wrong(r, message, NULL, NULL, NULL);
            return;
        }
    if (text && !read_value(r, &given, expected, sizeof expected)) {
        wrong(r, message, expected, text, NULL);
        return;
    }
    r->options->given[r->options->n_given++] = given;
}

/* The value of an option that needs one: joined to it, or the next word. NULL (reported) if there is none. */
static const char *value_of(struct reading *r, const struct vf_option *option, const char *joined) {
    if (joined)
        return joined;
    if (r->at + 1 < r->argc)
        return r->argv[++r->at];
    char message[128];
    (void)snprintf(message, sizeof message, VF_SAY(r->language, "--%s saknar värde", "--%s lacks its value"),
                   option->name);
    wrong(r, message, option->value, NULL, NULL);
    return NULL;
}

static void read_long(struct reading *r, const char *word) {
    size_t size = strcspn(word + 2, "=");
    const char *joined = word[2 + size] == '=' ? word + 3 + size : NULL;
    const struct vf_option *option = find(r->options, word + 2, size, 0);
    if (!option) {
        unknown(r, word, 2 + size);
    } else if (option->kind == VF_OPTION_FLAG) {
        if (joined)
            wrong(r, word, VF_SAY(r->language, "inget värde", "no value"), joined, NULL);
        else
            take(r, option, NULL);
    } else {
        const char *text = value_of(r, option, joined);
        if (text)
            take(r, option, text);
    }
}

static void read_letters(struct reading *r, const char *word) {
    for (const char *p = word + 1; *p; p++) {
        const struct vf_option *option = find(r->options, NULL, 0, *p);
        if (!option) {
            char name[3] = {'-', *p, '\0'};
            unknown(r, name, 2);
            return;
        }
        if (option->kind != VF_OPTION_FLAG) {
            const char *text = value_of(r, option, p[1] ? p + 1 : NULL);
            if (text)
                take(r, option, text);
            return;
        }
        take(r, option, NULL);
    }
}

int vf_options_parse(struct vf_options *options, const struct vf_option *const tables[2], int argc,
                     char **argv, enum vf_language language, struct vf_error *err) {
    size_t room = (size_t)(argc > 0 ? argc : 0) * 2 + 1; /* joined letters give more options than words */
    for (int i = 0; i < argc; i++)
        room += strlen(argv[i]);
    *options = (struct vf_options){.tables = {tables[0], tables[1]}};
    options->given = vf_xcalloc(room, sizeof *options->given);
    options->operands = vf_xcalloc((size_t)(argc > 0 ? argc : 0) + 1, sizeof *options->operands);
    struct reading r = {.options = options, .language = language, .err = err, .argc = argc, .argv = argv};
    bool ended = false;
    size_t before = err ? err->n + err->more : 0;
    for (; r.at < argc; r.at++) {
        const char *word = argv[r.at];
        if (ended || word[0] != '-' || word[1] == '\0')
            options->operands[options->n_operands++] = word;
        else if (strcmp(word, "--") == 0)
            ended = true;
        else if (word[1] == '-')
            read_long(&r, word);
        else
            read_letters(&r, word);
    }
    return err && err->n + err->more > before ? VF_E_USAGE : 0;
}

void vf_options_fini(struct vf_options *options) {
    free(options->given);
    free((void *)options->operands);
    *options = (struct vf_options){.given = NULL};
}

static const struct vf_given *last(const struct vf_options *options, const char *name) {
    const struct vf_option *option = find(options, name, strlen(name), 0);
    VF_ASSERT(option, name);
    const struct vf_given *found = NULL;
    for (size_t i = 0; i < options->n_given; i++)
        if (options->given[i].option == option)
            found = &options->given[i];
    return found;
}

bool vf_option_given(const struct vf_options *options, const char *name) {
    return last(options, name) != NULL;
}

const char *vf_option_text(const struct vf_options *options, const char *name, const char *otherwise) {
    const struct vf_given *given = last(options, name);
    return given ? given->text : otherwise;
}

int64_t vf_option_integer(const struct vf_options *options, const char *name, int64_t otherwise) {
    const struct vf_given *given = last(options, name);
    return given ? given->integer : otherwise;
}

double vf_option_real(const struct vf_options *options, const char *name, double otherwise) {
    const struct vf_given *given = last(options, name);
    return given ? given->real : otherwise;
}

const char *vf_option_nth(const struct vf_options *options, const char *name, size_t i) {
    const struct vf_given *final = last(options, name);
    for (size_t k = 0; final && k < options->n_given; k++)
        if (options->given[k].option == final->option && i-- == 0)
            return options->given[k].text;
    return NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Configs as short texts in tests of the compiler: ' is written for ", and $ words stand for what recurs. */
#ifndef TEST_FLOWS_COMPILE_H
#define TEST_FLOWS_COMPILE_H

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vf_compile.h"
#include "vf_text.h"

/* What the $ words stand for; what follows in parentheses goes where the % is. */
static const struct {
    const char *word, *meaning;
} case_words[] = {
    {"$run", "'run': {'duration': '100 d', 'warmup': '10 d'}"},
    {"$rate", "'arrivals': {'poisson': {'rate': '%'}}"},
    {"$none", "'arrivals': {'poisson': {'rate': '0 /d'}}"},
    {"$at", "'path': {'n': {'unit': '%', 'stay': '3 d'}}"},
    {"$clinic", "{'kind': 'clinic', 'capacity': 3}"},
    {"$ward", "'kind': 'ward', 'beds': {'disponibla': 9}"},
};

static inline void case_word(struct vf_text *to, const char *meaning, const char *in, size_t size) {
    for (; *meaning; meaning++) {
        if (*meaning == '%')
            vf_text_append(to, in, size);
        else
            vf_text_append(to, meaning, 1);
    }
}

/* The JSON a text stands for; to be freed. */
static inline char *case_json(const char *text) {
    struct vf_text to;
    vf_text_init(&to, 1U << 20);
    while (*text) {
        size_t i = 0, n = sizeof case_words / sizeof *case_words;
        while (i < n && strncmp(text, case_words[i].word, strlen(case_words[i].word)) != 0)
            i++;
        if (i == n) {
            vf_text_append(&to, text++, 1);
            continue;
        }
        text += strlen(case_words[i].word);
        size_t inner = *text == '(' ? strcspn(text, ")") - 1 : 0;
        case_word(&to, case_words[i].meaning, text + 1, inner);
        text += *text == '(' ? inner + 2 : 0;
    }
    char *json = vf_text_take(&to);
    for (char *p = json; *p; p++) {
        if (*p == '\'')
            *p = '"';
    }
    return json;
}

/* The text with $1 and $2 put in; valid until the next call but three. */
static inline const char *case_put(const char *text, const char *one, const char *two) {
    enum { ROOM = 4000 };
    static char buffers[4][ROOM];
    static unsigned turn;
    char *to = buffers[turn++ % 4], *start = to;
    for (; *text; text++) {
        const char *in = text[0] != '$' ? NULL : text[1] == '1' ? one : text[1] == '2' ? two : NULL;
        if (!in) {
            *to++ = *text;
            continue;
        }
        to += snprintf(to, ROOM - (size_t)(to - start), "%s", in);
        text++;
    }
    *to = '\0';
    return start;
}

static inline int case_try(const char *text, const struct vf_config_opts *opts, struct vf_model *m,
                           struct vf_error *err) {
    char *json = case_json(text);
    struct vf_config cfg;
    int code = vf_config_load_text("case.json", json, strlen(json), opts, &cfg, err);
    if (code == 0) {
        code = vf_compile(&cfg, m, err);
        vf_config_fini(&cfg);
    }
    free(json);
    return code;
}

/* Compiles a config that must be good. */
static inline void case_with(const char *text, const struct vf_config_opts *opts, struct vf_model *m) {
    struct vf_error err = VF_ERROR_INIT;
    if (case_try(text, opts, m, &err) != 0) {
        vf_error_print(&err, stderr);
        ck_abort_msg("the config was refused");
    }
    vf_error_fini(&err);
}
static inline void case_good(const char *text, struct vf_model *m) { case_with(text, NULL, m); }

/* The config must be refused with exactly this problem, and no other. */
static inline void case_refused(const char *text, const char *pointer, const char *message) {
    struct vf_error err = VF_ERROR_INIT;
    struct vf_model m;
    ck_assert_int_eq(case_try(text, NULL, &m, &err), VF_E_CONFIG);
    if (err.n != 1)
        vf_error_print(&err, stderr);
    ck_assert_uint_eq(err.n, 1);
    ck_assert_str_eq(err.items[0].message, message);
    ck_assert_str_eq(err.items[0].pointer, pointer);
    ck_assert_str_eq(err.items[0].file, "case.json");
    ck_assert_int_eq(err.items[0].line, 1);
    vf_error_fini(&err);
}

static inline uint16_t case_unit(const struct vf_model *m, const char *name) {
    for (uint16_t i = 0; i < m->n_units; i++) {
        if (strcmp(m->unit[i].name, name) == 0)
            return i;
    }
    ck_abort_msg("no unit %s", name);
}

static inline uint32_t case_node(const struct vf_model *m, const char *group, const char *name) {
    for (uint32_t i = 0; i < m->n_nodes; i++) {
        if (strcmp(m->node[i].name, name) == 0 && strcmp(m->group[m->node[i].group].name, group) == 0)
            return i;
    }
    ck_abort_msg("no node %s in %s", name, group);
}

/* A file with that text in the folder for temporary files; remove it afterwards. */
static inline void case_file(const char *text, char name[256]) {
    const char *folder = getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp"; /* TMPDIR */
    snprintf(name, 256, "%s/vf_case_XXXXXX", folder);
    int fd = mkstemp(name);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq((int)write(fd, text, strlen(text)), (int)strlen(text));
    close(fd);
}

static inline int case_run(Suite *s) {
    SRunner *sr = srunner_create(s);
    srunner_set_fork_status(sr, CK_NOFORK);
    srunner_run_all(sr, CK_NORMAL);
    int failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The option parser against a table of its own: every spelling, every kind, every mistake. */
#include <check.h>
#include <string.h>

#include "vf_command.h"
#include "vf_option.h"

static const struct vf_option TABLE[] = {
    {.name = "flag", .letter = 'f', .help = VF_PHRASE("x", "x")},
    {.name = "other", .letter = 'o', .help = VF_PHRASE("x", "x")},
    {.name = "count", .letter = 'n', .kind = VF_OPTION_INTEGER, .value = "N", .min = 1, .max = 99},
    {.name = "level", .kind = VF_OPTION_REAL, .value = "X"},
    {.name = "how", .kind = VF_OPTION_CHOICE, .value = "HOW", .choices = "auto|bar"},
    {.name = "set", .kind = VF_OPTION_TEXT, .value = "P=V", .repeat = true},
    VF_OPTION_END,
};
enum { WORDS = 8 };

struct line {
    struct vf_options options;
    struct vf_error err;
    int code;
};

static struct line parse(char *const words[WORDS]) {
    struct line l = {.err = VF_ERROR_INIT};
    char *copy[WORDS];
    int n = 0;
    while (n < WORDS && words[n])
        n++;
    memcpy(copy, words, sizeof copy);
    const struct vf_option *const tables[2] = {TABLE, vf_common_options};
    l.code = vf_options_parse(&l.options, tables, n, copy, VF_ENGLISH, &l.err);
    return l;
}

static void forget(struct line *l) {
    vf_options_fini(&l->options);
    vf_error_fini(&l->err);
}

START_TEST(every_spelling) {
    struct line l = parse((char *[WORDS]){"a.json", "--count=7", "-fo", "--level", "0.25", "-", "--", "-x"});
    ck_assert_int_eq(l.code, 0);
    ck_assert_int_eq(vf_option_integer(&l.options, "count", 1), 7);
    ck_assert(vf_option_given(&l.options, "flag") && vf_option_given(&l.options, "other"));
    ck_assert(!vf_option_given(&l.options, "quiet"));
    ck_assert_double_eq(vf_option_real(&l.options, "level", 0), 0.25);
    ck_assert_uint_eq(l.options.n_operands, 3);
    ck_assert_str_eq(l.options.operands[0], "a.json");
    ck_assert_str_eq(l.options.operands[1], "-");
    ck_assert_str_eq(l.options.operands[2], "-x");
    forget(&l);
}
END_TEST

START_TEST(joined_letters_and_values) {
    struct line l = parse((char *[WORDS]){"-fn12", "--set", "/a=1", "--set=/b=--c", "--how=bar"});
    ck_assert_int_eq(l.code, 0);
    ck_assert(vf_option_given(&l.options, "flag"));
    ck_assert_int_eq(vf_option_integer(&l.options, "count", 1), 12);
    ck_assert_str_eq(vf_option_nth(&l.options, "set", 0), "/a=1");
    ck_assert_str_eq(vf_option_nth(&l.options, "set", 1), "/b=--c");
    ck_assert_ptr_null(vf_option_nth(&l.options, "set", 2));
    ck_assert_str_eq(vf_option_text(&l.options, "how", "auto"), "bar");
    forget(&l);
}
END_TEST

START_TEST(what_is_not_given) {
    struct line l = parse((char *[WORDS]){NULL});
    ck_assert_int_eq(l.code, 0);
    ck_assert_str_eq(vf_option_text(&l.options, "how", "auto"), "auto");
    ck_assert_int_eq(vf_option_integer(&l.options, "count", 5), 5);
    ck_assert_ptr_null(vf_option_nth(&l.options, "set", 0));
    ck_assert_uint_eq(l.options.n_operands, 0);
    forget(&l);
}
END_TEST

/* words, and a piece of the one message they give */
static const struct mistake {
    char *words[WORDS];
    const char *message, *expected;
} MISTAKES[] = {
    {{"--cuont", "3"}, "unknown option '--cuont'", NULL},
    {{"-x"}, "unknown option '-x'", NULL},
    {{"-fx"}, "unknown option '-x'", NULL},
    {{"--count"}, "--count lacks its value", "N"},
    {{"-n"}, "--count lacks its value", "N"},
    {{"--count", "0"}, "--count", "an integer 1"},
    {{"--count", "100"}, "--count", "an integer 1"},
    {{"--count", "7x"}, "--count", "an integer 1"},
    {{"--count="}, "--count", "an integer 1"},
    {{"--count", " 7"}, "--count", "an integer 1"},
    {{"--count", "99999999999999999999"}, "--count", "an integer 1"},
    {{"--level", "0,5"}, "--level", "a number"},
    {{"--level", "inf"}, "--level", "a number"},
    {{"--how", "ba"}, "--how", "one of auto|bar"},
    {{"--how", "auto|bar"}, "--how", "one of auto|bar"},
    {{"--how="}, "--how", "one of auto|bar"},
    {{"--flag=yes"}, "--flag", "no value"},
    {{"--count", "1", "--count", "2"}, "--count is given twice", NULL},
    {{"--set="}, "--set", "P=V"},
};

START_TEST(each_mistake_has_its_message) {
    const struct mistake *m = &MISTAKES[_i];
    struct line l = parse(m->words);
    ck_assert_int_eq(l.code, VF_E_USAGE);
    ck_assert_uint_eq(l.err.n, 1);
    ck_assert_msg(strstr(l.err.items[0].message, m->message) != NULL, "%s", l.err.items[0].message);
    if (m->expected)
        ck_assert_msg(strstr(l.err.items[0].expected, m->expected) != NULL, "%s", l.err.items[0].expected);
    forget(&l);
}
END_TEST

START_TEST(all_mistakes_at_once) {
    struct line l = parse((char *[WORDS]){"--cuont", "--how=x", "-z", "--level"});
    ck_assert_int_eq(l.code, VF_E_USAGE);
    ck_assert_uint_eq(l.err.n, 4);
    ck_assert(strstr(l.err.items[0].advice, "--count") != NULL);
    forget(&l);
}
END_TEST

START_TEST(codes_become_exit_codes) {
    ck_assert_int_eq(vf_exit_code(VF_OK), 0);
    ck_assert_int_eq(vf_exit_code(VF_E_IO), 1);
    ck_assert_int_eq(vf_exit_code(VF_E_STATE), 1);
    ck_assert_int_eq(vf_exit_code(VF_E_USAGE), 2);
    ck_assert_int_eq(vf_exit_code(VF_E_CONFIG), 3);
    ck_assert_int_eq(vf_exit_code(VF_E_STOPPED), 4);
}
END_TEST

/* Each command must be fit for help, man page and completion, and no option may be described twice. */
START_TEST(command_tables_are_sound) {
    for (const struct vf_command *const *c = vf_commands; *c; c++) {
        ck_assert_msg((*c)->run != NULL, "%s", (*c)->name);
        ck_assert_ptr_nonnull((*c)->summary.sv);
        ck_assert_ptr_nonnull((*c)->summary.en);
        ck_assert_msg((*c)->examples[0].line != NULL, "%s has no example", (*c)->name);
        ck_assert_ptr_eq(vf_command_find((*c)->name), *c);
        for (const struct vf_option *o = (*c)->options; o && o->name; o++) {
            ck_assert_msg(o->help.sv && o->help.en, "--%s lacks help", o->name);
            ck_assert_msg((o->kind == VF_OPTION_FLAG) == (o->value == NULL), "--%s", o->name);
            ck_assert_msg((o->kind == VF_OPTION_CHOICE) == (o->choices != NULL), "--%s", o->name);
            ck_assert_msg(o->kind != VF_OPTION_INTEGER || o->min < o->max, "--%s", o->name);
            for (const struct vf_option *p = o + 1; p->name; p++)
                ck_assert_msg(strcmp(o->name, p->name) != 0 && (!o->letter || o->letter != p->letter),
                              "%s: --%s and --%s clash", (*c)->name, o->name, p->name);
            for (const struct vf_option *p = vf_common_options; p->name; p++)
                ck_assert_msg(strcmp(o->name, p->name) != 0 && o->letter != p->letter,
                              "%s: --%s clashes with a common option", (*c)->name, o->name);
        }
    }
}
END_TEST

int main(void) {
    Suite *s = suite_create("options");
    TCase *t = tcase_create("options");
    tcase_add_test(t, every_spelling);
    tcase_add_test(t, joined_letters_and_values);
    tcase_add_test(t, what_is_not_given);
    tcase_add_loop_test(t, each_mistake_has_its_message, 0, sizeof MISTAKES / sizeof MISTAKES[0]);
    tcase_add_test(t, all_mistakes_at_once);
    tcase_add_test(t, codes_become_exit_codes);
    tcase_add_test(t, command_tables_are_sound);
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_set_fork_status(r, CK_NOFORK);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed > 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people see: language, numbers, tables and progress, compared byte for byte. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_language.h"
#include "vf_progress.h"
#include "vf_table.h"
#include "vf_terminal.h"

static void set(const char *language, const char *lc_all, const char *lang) {
    ck_assert_int_eq(setenv("LANGUAGE", language, 1), 0);
    ck_assert_int_eq(setenv("LC_ALL", lc_all, 1), 0);
    ck_assert_int_eq(setenv("LC_MESSAGES", "", 1), 0);
    ck_assert_int_eq(setenv("LANG", lang, 1), 0);
}

START_TEST(language_of_the_environment) {
    set("", "", "");
    ck_assert_int_eq(vf_language_from_environment(), VF_ENGLISH);
    set("sv", "", "");
    ck_assert_int_eq(vf_language_from_environment(), VF_SWEDISH);
    set("de:sv:en", "", "en_GB");
    ck_assert_int_eq(vf_language_from_environment(), VF_SWEDISH);
    set("en:sv", "sv_SE.UTF-8", "");
    ck_assert_int_eq(vf_language_from_environment(), VF_ENGLISH);
    set("", "C", "sv_SE.UTF-8");
    ck_assert_int_eq(vf_language_from_environment(), VF_ENGLISH);
    set("", "", "sv_SE.UTF-8");
    ck_assert_int_eq(vf_language_from_environment(), VF_SWEDISH);
    set("", "svx", "sv");
    ck_assert_int_eq(vf_language_from_environment(), VF_ENGLISH);
}
END_TEST

static const char *real(enum vf_language language, double x, int decimals) {
    static char text[VF_PEOPLE_NUMBER];
    size_t n = vf_people_real(text, language, x, decimals);
    ck_assert_uint_eq(n, strlen(text));
    return text;
}

START_TEST(numbers_for_people) {
    ck_assert_str_eq(real(VF_ENGLISH, 5.14, 1), "5.1");
    ck_assert_str_eq(real(VF_SWEDISH, 5.14, 1), "5,1");
    ck_assert_str_eq(real(VF_ENGLISH, 9999, 0), "9999");
    ck_assert_str_eq(real(VF_ENGLISH, 13011, 0), "13,011");
    ck_assert_str_eq(real(VF_SWEDISH, 1234567.5, 1), "1\u00a0234\u00a0567,5");
    ck_assert_str_eq(real(VF_ENGLISH, -0.04, 1), "0.0");
    ck_assert_str_eq(real(VF_ENGLISH, -0.06, 1), "\u22120.1");
    ck_assert_str_eq(real(VF_ENGLISH, (double)NAN, 1), "\u2013");
    ck_assert_str_eq(real(VF_ENGLISH, -(double)INFINITY, 1), "\u2212\u221e");
    ck_assert_str_eq(real(VF_ENGLISH, 1e300, 3), "1.000e+300");
    char text[VF_PEOPLE_NUMBER];
    (void)vf_people_count(text, VF_SWEDISH, INT64_MIN);
    ck_assert_str_eq(text, "\u22129\u00a0223\u00a0372\u00a0036\u00a0854\u00a0775\u00a0808");
    (void)vf_people_span(text, 7.4);
    ck_assert_str_eq(text, "0:07");
    (void)vf_people_span(text, 7384);
    ck_assert_str_eq(text, "2:03:04");
    (void)vf_people_span(text, -1);
    ck_assert_str_eq(text, "\u2013");
}
END_TEST

/* Everything written to a temporary file, as one text. */
static const char *read_back(FILE *file) {
    static char text[4096];
    rewind(file);
    size_t n = fread(text, 1, sizeof text - 1, file);
    text[n] = '\0';
    ck_assert_int_eq(fclose(file), 0);
    return text;
}

static struct vf_table *filled(enum vf_language language) {
    static const struct vf_table_column columns[] = {
        {"Avdelning", VF_LEFT}, {"per 100", VF_RIGHT}, {"n", VF_RIGHT}};
    struct vf_table *table = vf_table_new(language, columns, 3);
    vf_table_text(table, "Kirurgi");
    vf_table_interval(table, 5.1234, 0.2, 2);
    vf_table_count(table, 30);
    vf_table_text(table, "\u00d6NH \u00e5\u00e4\u00f6");
    vf_table_interval(table, 11, (double)NAN, 2);
    vf_table_colour(table, VF_BAD);
    vf_table_count(table, 12345);
    vf_table_rule(table);
    vf_table_text(table, "Summa");
    vf_table_real(table, (double)NAN, 2);
    vf_table_text(table, "");
    return table;
}

START_TEST(table_in_english) {
    FILE *file = tmpfile();
    ck_assert_ptr_nonnull(file);
    struct vf_table *table = filled(VF_ENGLISH);
    vf_table_print(table, file, false);
    vf_table_free(table);
    const char *got = read_back(file);
    ck_assert_msg(strstr(got, "Avdelning      per 100       n\n") == got, "%s", got);
    ck_assert_msg(strstr(got, "Kirurgi    5.12 \u00b1 0.20      30\n") != NULL, "%s", got);
    ck_assert_msg(strstr(got, "\u00d6NH \u00e5\u00e4\u00f6          11.00  12,345\n\u2500") != NULL, "%s",
                  got);
    ck_assert_msg(strstr(got, "Summa                \u2013\n") != NULL, "%s", got);
    ck_assert_ptr_null(strchr(got, '\033'));
}
END_TEST

START_TEST(table_in_swedish_and_colour) {
    FILE *file = tmpfile();
    ck_assert_ptr_nonnull(file);
    struct vf_table *table = filled(VF_SWEDISH);
    vf_table_print(table, file, true);
    vf_table_free(table);
    const char *got = read_back(file);
    ck_assert_msg(strstr(got, "5,12 \u00b1 0,20      30\n") != NULL, "%s", got);
    ck_assert_msg(strstr(got, "\033[31m11,00\033[0m  12\u00a0345\n") != NULL, "%s", got);
}
END_TEST

static struct vf_progress begun(struct vf_call *call, const char *how) {
    *call = (struct vf_call){.language = VF_ENGLISH, .messages = tmpfile()};
    ck_assert_ptr_nonnull(call->messages);
    struct vf_progress p;
    vf_progress_begin(&p, call, vf_progress_mode_of(call, how), "base", 20);
    p.started = 0; /* a clock of our own */
    p.drawn = -1;
    return p;
}

START_TEST(progress_lines_tell_each_tenth_once) {
    struct vf_call call;
    struct vf_progress p = begun(&call, "auto");
    ck_assert_int_eq(p.mode, VF_PROGRESS_LINES);
    for (uint64_t done = 0; done <= 20; done++)
        vf_progress_show(&p, done, done * 1000000, (double)done);
    vf_progress_end(&p, 20, 20000000, 20);
    const char *got = read_back(call.messages);
    int lines = 0;
    for (const char *c = got; *c; c++)
        lines += *c == '\n';
    ck_assert_int_eq(lines, 10);
    ck_assert_msg(strstr(got, "base: 50% \u00b7 10/20 \u00b7 1.0 M events/s \u00b7 0:10 left\n") != NULL,
                  "%s", got);
}
END_TEST

START_TEST(progress_for_programs) {
    struct vf_call call;
    struct vf_progress p = begun(&call, "ndjson");
    vf_progress_show(&p, 0, 0, 0);
    vf_progress_show(&p, 1, 10, 0.05); /* too soon: not told */
    vf_progress_show(&p, 5, 100, 2);
    ck_assert_str_eq(
        read_back(call.messages),
        "{\"what\":\"base\",\"done\":0,\"total\":20,\"events\":0,\"elapsed_s\":0,\"left_s\":null}\n"
        "{\"what\":\"base\",\"done\":5,\"total\":20,\"events\":100,\"elapsed_s\":2,\"left_s\":6}\n");
}
END_TEST

START_TEST(progress_bar_leaves_nothing_behind) {
    struct vf_call call;
    struct vf_progress p = begun(&call, "bar");
    vf_progress_show(&p, 10, 5000, 1);
    vf_progress_end(&p, 20, 10000, 2);
    const char *got = read_back(call.messages);
    ck_assert_msg(strstr(got, "50% \u00b7 10/20 \u00b7 5.0 k events/s \u00b7 0:01 left") != NULL, "%s", got);
    ck_assert_str_eq(got + strlen(got) - strlen("\r\033[K"), "\r\033[K");
}
END_TEST

START_TEST(quiet_is_quiet) {
    struct vf_call call = {.quiet = true, .messages = stderr};
    ck_assert_int_eq(vf_progress_mode_of(&call, "bar"), VF_PROGRESS_NONE);
    ck_assert_int_eq(vf_progress_mode_of(&call, NULL), VF_PROGRESS_NONE);
    ck_assert_int_eq(vf_progress_mode_of(&call, "ndjson"), VF_PROGRESS_NDJSON);
}
END_TEST

START_TEST(text_is_wrapped_at_blanks) {
    FILE *file = tmpfile();
    ck_assert_ptr_nonnull(file);
    vf_terminal_wrap(file, (struct vf_wrap){4, 2, 12}, "\u00e5\u00e4\u00f6 bb cc dd\n\nnew paragraph");
    ck_assert_str_eq(read_back(file), "\u00e5\u00e4\u00f6 bb\n  cc dd\n\n  new\n  paragraph");
}
END_TEST

int main(void) {
    Suite *s = suite_create("show");
    TCase *t = tcase_create("show");
    tcase_add_test(t, language_of_the_environment);
    tcase_add_test(t, numbers_for_people);
    tcase_add_test(t, table_in_english);
    tcase_add_test(t, table_in_swedish_and_colour);
    tcase_add_test(t, progress_lines_tell_each_tenth_once);
    tcase_add_test(t, progress_for_programs);
    tcase_add_test(t, progress_bar_leaves_nothing_behind);
    tcase_add_test(t, quiet_is_quiet);
    tcase_add_test(t, text_is_wrapped_at_blanks);
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_set_fork_status(r, CK_NOFORK);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed > 0;
}

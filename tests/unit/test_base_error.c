/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors as values, and the memory that never fails quietly. */
#include <check.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "vf_error.h"

/* What vf_error_print writes (free it). */
static char *printed(const struct vf_error *err) {
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);
    vf_error_print(err, to);
    fclose(to);
    return text;
}

static void expect_print(const struct vf_error *err, const char *expected) {
    char *text = printed(err);
    ck_assert_str_eq(text, expected);
    free(text);
}

START_TEST(strings_are_copied_and_printed) {
    struct vf_error err = VF_ERROR_INIT;
    char file[] = "a.json", found[] = "the number 7";
    struct vf_problem problem = {.file = file,
                                 .line = 3,
                                 .column = 9,
                                 .pointer = "/units/ava",
                                 .expected = "a string",
                                 .found = found,
                                 .advice = "put it in quotes",
                                 .message = "wrong kind"};
    ck_assert_int_eq(vf_error_add(&err, VF_E_CONFIG, &problem), VF_E_CONFIG);
    file[0] = found[0] = 'X';
    expect_print(&err, "a.json:3:9: /units/ava: wrong kind (expected a string, found the number 7)\n"
                       "    put it in quotes\n");
    vf_error_fini(&err);
    ck_assert_uint_eq(err.n, 0);
    ck_assert_int_eq(err.code, VF_OK);
}
END_TEST

START_TEST(parts_that_are_not_known_are_left_out) {
    struct vf_error err = VF_ERROR_INIT;
    struct vf_problem problems[] = {
        {.message = "m"},
        {.message = "m", .file = "f"},
        {.message = "m", .pointer = "/p", .expected = "e"},
        {.message = "m", .file = "f", .line = 1, .column = 2, .found = "x"},
    };
    for (size_t i = 0; i < 4; i++)
        vf_error_add(&err, VF_E_IO, &problems[i]);
    ck_assert_str_eq(err.items[0].file, "");
    ck_assert_str_eq(err.items[0].advice, "");
    expect_print(&err, "m\nf: m\n/p: m (expected e)\nf:1:2: m (found x)\n");
    vf_error_fini(&err);
}
END_TEST

START_TEST(formatted_and_first_code_stays) {
    struct vf_error err = VF_ERROR_INIT;
    ck_assert_int_eq(vf_error_set(&err, VF_E_USAGE, "no option %s of %d", "--x", 12), VF_E_USAGE);
    ck_assert_int_eq(vf_error_set(&err, VF_E_IO, "second"), VF_E_IO);
    ck_assert_int_eq(err.code, VF_E_USAGE);
    ck_assert_int_eq(vf_error_set(NULL, VF_E_IO, "nobody listens %d", 1), VF_E_IO);
    struct vf_problem problem = {.message = "m"};
    ck_assert_int_eq(vf_error_add(NULL, VF_E_STATE, &problem), VF_E_STATE);
    expect_print(&err, "no option --x of 12\nsecond\n");
    vf_error_fini(&err);
}
END_TEST

START_TEST(too_many_are_counted) {
    struct vf_error err = VF_ERROR_INIT;
    for (int i = 0; i < VF_ERROR_ITEM_MAX + 7; i++)
        vf_error_set(&err, VF_E_CONFIG, "problem %d", i);
    ck_assert_uint_eq(err.n, VF_ERROR_ITEM_MAX);
    ck_assert_uint_eq(err.more, 7);
    ck_assert_str_eq(err.items[VF_ERROR_ITEM_MAX - 1].message, "problem 199");
    char *text = printed(&err);
    ck_assert_ptr_nonnull(strstr(text, "\n... and 7 more\n"));
    free(text);
    vf_error_fini(&err);
}
END_TEST

START_TEST(memory) {
    unsigned char *p = vf_xcalloc(3, 5);
    for (int i = 0; i < 15; i++)
        ck_assert_uint_eq(p[i], 0);
    p = vf_xrealloc(p, 0);
    ck_assert_ptr_nonnull(p);
    free(p);
    void *none = vf_xmalloc(0), *nil = vf_xcalloc(0, 8);
    ck_assert_ptr_nonnull(none);
    ck_assert_ptr_nonnull(nil);
    free(none);
    free(nil);
    char *s = vf_xstrdup("vård");
    ck_assert_str_eq(s, "vård");
    free(s);
}
END_TEST

/* The wait status of a child that does something deadly with its messages thrown away. */
static int status_of(void (*deadly)(void)) {
    fflush(NULL);
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        if (!freopen("/dev/null", "w", stderr))
            _Exit(77);
        deadly();
        _Exit(0);
    }
    int status = 0;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    return status;
}

static void overflow(void) { free(vf_xcalloc(SIZE_MAX / 2, 3)); }

static void exhaust(void) { vf_out_of_memory(12); }

static void break_promise(void) { VF_ASSERT(1 + 1 == 3, "arithmetic"); }

START_TEST(deaths) {
    int status = status_of(overflow);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 1);
    status = status_of(exhaust);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 1);
    status = status_of(break_promise);
    ck_assert(WIFSIGNALED(status));
}
END_TEST

int main(void) {
    Suite *suite = suite_create("base error");
    TCase *tc = tcase_create("all");
    tcase_add_test(tc, strings_are_copied_and_printed);
    tcase_add_test(tc, parts_that_are_not_known_are_left_out);
    tcase_add_test(tc, formatted_and_first_code_stays);
    tcase_add_test(tc, too_many_are_counted);
    tcase_add_test(tc, memory);
    tcase_add_test(tc, deaths);
    suite_add_tcase(suite, tc);
    SRunner *sr = srunner_create(suite);
    srunner_set_fork_status(sr, CK_NOFORK);
    srunner_run_all(sr, CK_NORMAL);
    int failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The growable text, UTF-8 and suggestions. */
#include <check.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "vf_text.h"

START_TEST(grows) {
    struct vf_text text;
    vf_text_init(&text, 100000);
    ck_assert_str_eq(text.data, "");
    for (int i = 0; i < 5000; i++)
        vf_text_appendf(&text, "%d,", i % 10);
    ck_assert_uint_eq(text.size, 10000);
    ck_assert_uint_eq(strlen(text.data), 10000);
    ck_assert_int_eq(text.full, 0);
    vf_text_cut(&text, 4);
    vf_text_puts(&text, "x");
    vf_text_double(&text, 0.5);
    ck_assert_str_eq(text.data, "0,1,x0.5");
    vf_text_clear(&text);
    ck_assert_str_eq(text.data, "");
    vf_text_puts(&text, "mine");
    char *taken = vf_text_take(&text);
    ck_assert_str_eq(taken, "mine");
    free(taken);
    vf_text_fini(&text);
}
END_TEST

START_TEST(ceiling_holds) {
    struct vf_text text;
    vf_text_init(&text, 10);
    vf_text_puts(&text, "12345678");
    vf_text_puts(&text, "abc");
    ck_assert_int_eq(text.full, 1);
    vf_text_puts(&text, "z");
    ck_assert_str_eq(text.data, "12345678");
    vf_text_clear(&text);
    ck_assert_int_eq(text.full, 0);
    vf_text_appendf(&text, "%s", "1234567890");
    ck_assert_int_eq(text.full, 0);
    ck_assert_str_eq(text.data, "1234567890");
    vf_text_appendf(&text, "%d", 1);
    ck_assert_int_eq(text.full, 1);
    ck_assert_str_eq(text.data, "1234567890");
    vf_text_fini(&text);
}
END_TEST

START_TEST(escapes) {
    struct vf_text text;
    vf_text_init(&text, 1000);
    vf_text_json(&text, "a\"b\\c/d\b\f\n\r\t\x01\x1f\x7f"
                        "åäö😀");
    ck_assert_str_eq(text.data, "\"a\\\"b\\\\c/d\\b\\f\\n\\r\\t\\u0001\\u001f\x7f"
                                "åäö😀\"");
    vf_text_fini(&text);
}
END_TEST

static size_t valid(const char *s) { return vf_utf8_valid(s, strlen(s)); }

START_TEST(utf8) {
    static const char *const good[] = {"",
                                       "abc",
                                       "åäö",
                                       "\xc2\x80",
                                       "\xdf\xbf",
                                       "\xe0\xa0\x80",
                                       "\xed\x9f\xbf",
                                       "\xee\x80\x80",
                                       "\xef\xbf\xbf",
                                       "\xf0\x90\x80\x80",
                                       "\xf4\x8f\xbf\xbf"};
    static const char *const bad[] = {"\x80",
                                      "\xbf",
                                      "\xc0\x80",
                                      "\xc1\xbf",
                                      "\xc2",
                                      "\xc2x",
                                      "\xe0\x9f\xbf",
                                      "\xed\xa0\x80",
                                      "\xe2\x82",
                                      "\xe2\x82x",
                                      "\xf0\x8f\xbf\xbf",
                                      "\xf4\x90\x80\x80",
                                      "\xf5\x80\x80\x80",
                                      "\xff",
                                      "\xf0\x90\x80"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        ck_assert_uint_eq(valid(good[i]), strlen(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char text[16];
        (void)snprintf(text, sizeof text, "ok%s", bad[i]);
        ck_assert_uint_eq(valid(text), 2);
    }
    ck_assert_uint_eq(vf_utf8_length("vårdflöde😀", strlen("vårdflöde😀")), 10);
    ck_assert_uint_eq(vf_utf8_step("ö", 1), 0);
    ck_assert_uint_eq(vf_utf8_step("ö", 2), 2);
    ck_assert_uint_eq(vf_utf8_step("", 0), 0);
}
END_TEST

START_TEST(distances) {
    ck_assert_int_eq(vf_text_distance("", ""), 0);
    ck_assert_int_eq(vf_text_distance("", "abc"), 3);
    ck_assert_int_eq(vf_text_distance("kitten", "sitting"), 3);
    ck_assert_int_eq(vf_text_distance("ab", "ba"), 1);
    ck_assert_int_eq(vf_text_distance("ca", "abc"), 3); /* restricted: a swapped pair is not edited again */
    ck_assert_int_eq(vf_text_distance("Capacity", "capacity"), 0);
    char longer[80];
    memset(longer, 'a', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    ck_assert_int_eq(vf_text_distance(longer, "a"), INT_MAX);
    longer[64] = '\0';
    ck_assert_int_eq(vf_text_distance(longer, ""), 64);
}
END_TEST

START_TEST(suggestions) {
    static const char *const keys[] = {"capacity", "units", NULL, "unit", "replications", "seed", "on_close"};
    size_t n = sizeof keys / sizeof keys[0];
    ck_assert_str_eq(vf_suggest("capactiy", keys, n), "capacity");
    ck_assert_str_eq(vf_suggest("Units", keys, n), "units");
    ck_assert_str_eq(vf_suggest("unitt", keys, n), "units");
    ck_assert_str_eq(vf_suggest("replication", keys, n), "replications");
    ck_assert_str_eq(vf_suggest("onclose", keys, n), "on_close");
    ck_assert_ptr_null(vf_suggest("beds", keys, n));
    ck_assert_ptr_null(vf_suggest("x", keys, n));
    ck_assert_ptr_null(vf_suggest("", keys, n));
    ck_assert_ptr_null(vf_suggest("seed", NULL, 0));
}
END_TEST

int main(void) {
    Suite *suite = suite_create("base text");
    TCase *tc = tcase_create("all");
    tcase_add_test(tc, grows);
    tcase_add_test(tc, ceiling_holds);
    tcase_add_test(tc, escapes);
    tcase_add_test(tc, utf8);
    tcase_add_test(tc, distances);
    tcase_add_test(tc, suggestions);
    suite_add_tcase(suite, tc);
    SRunner *sr = srunner_create(suite);
    srunner_set_fork_status(sr, CK_NOFORK);
    srunner_run_all(sr, CK_NORMAL);
    int failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers to and from text: exact strings, exact round trips, and the same under a Swedish locale. */
#include <check.h>
#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "vf_text.h"

static void expect_text(double x, const char *text) {
    char buf[VF_DOUBLE_TEXT];
    size_t size = vf_format_double(buf, x);
    ck_assert_str_eq(buf, text);
    ck_assert_uint_eq(size, strlen(text));
}

static void all_texts(void) {
    expect_text(0, "0");
    expect_text(-0.0, "0");
    expect_text(1, "1");
    expect_text(-17, "-17");
    expect_text(0.1, "0.1");
    expect_text(0.1 + 0.2, "0.30000000000000004");
    expect_text(-0.5, "-0.5");
    expect_text(1.0 / 3, "0.3333333333333333");
    expect_text(1e15, "1000000000000000");
    expect_text(-1e15, "-1000000000000000");
    expect_text(1e16, "1e16");
    expect_text(9007199254740993.0, "9.007199254740992e15");
    expect_text(123456.789, "123456.789");
    expect_text(0.00001, "0.00001");
    expect_text(0.000001, "1e-6");
    expect_text(1.5e-7, "1.5e-7");
    expect_text(1e22, "1e22");
    expect_text(1e23, "1e23");
    expect_text(DBL_MAX, "1.7976931348623157e308");
    expect_text(DBL_MIN, "2.2250738585072014e-308");
    expect_text(5e-324, "5e-324");
    expect_text(-2.2250738585072011e-308, "-2.225073858507201e-308");
    expect_text(INFINITY, "null");
    expect_text(-INFINITY, "null");
    expect_text(NAN, "null");
}

static void expect_value(const char *text, double value) {
    double x = -1;
    ck_assert_int_eq(vf_parse_double(text, strlen(text), &x), VF_NUMBER_OK);
    ck_assert_double_eq(x, value);
}

static void all_values(void) {
    expect_value("0", 0);
    expect_value("-0", 0);
    expect_value("0.5", 0.5);
    expect_value("-12.25e2", -1225);
    expect_value("1E+2", 100);
    expect_value("1e-2", 0.01);
    expect_value("0.1", 0.1);
    expect_value("0.1000000000000000055511151231257827", 0.1);
    expect_value("123456789012345678901234567890", 123456789012345678901234567890.0);
    expect_value("9007199254740993", 9007199254740992.0);
    expect_value("1.7976931348623157e308", DBL_MAX);
    expect_value("4.9e-324", 5e-324);
    expect_value("0e999999999", 0);
    expect_value("0.000e-999999999", 0);
    /* halfway between two doubles, then just above it: correct rounding tells them apart */
    expect_value("9007199254740993.0000000000000000000000", 9007199254740992.0);
    expect_value("9007199254740993.0000000000000000000001", 9007199254740994.0);
}

START_TEST(texts) { all_texts(); }
END_TEST

START_TEST(values) { all_values(); }
END_TEST

START_TEST(not_numbers) {
    static const char *const bad[] = {"",     "-",   "+1", ".5", "1.",    "01",    "-01",     "1e",
                                      "1e+",  "nan", "1 ", " 1", "1,5",   "1_0",   "--1",     "1.e3",
                                      "0x10", "inf", "a",  "1a", "1.5.2", "1e2.5", "Infinity"};
    double x;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        ck_assert_msg(vf_parse_double(bad[i], strlen(bad[i]), &x) == VF_NUMBER_SYNTAX, "%s", bad[i]);
    ck_assert_int_eq(vf_parse_double("1\0002", 3, &x), VF_NUMBER_SYNTAX);
}
END_TEST

START_TEST(out_of_range) {
    static const char *const bad[] = {"1e999",   "-1e309", "1e-999",
                                      "1.8e308", "1e-400", "1e99999999999999999999"};
    double x;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        ck_assert_msg(vf_parse_double(bad[i], strlen(bad[i]), &x) == VF_NUMBER_RANGE, "%s", bad[i]);
}
END_TEST

START_TEST(only_the_given_bytes_are_read) {
    double x;
    ck_assert_int_eq(vf_parse_double("12345", 3, &x), VF_NUMBER_OK);
    ck_assert_double_eq(x, 123);
    ck_assert_int_eq(vf_parse_double("1.23456789012345678999", 19, &x), VF_NUMBER_OK);
    ck_assert_double_eq(x, 1.23456789012345678);
}
END_TEST

/* A long fraction takes the exponent back to an ordinary number. */
START_TEST(long_fraction_against_exponent) {
    enum { ZEROS = 200000 };
    char *text = vf_xmalloc(ZEROS + 32);
    memset(text, '0', ZEROS + 2);
    text[1] = '.';
    (void)snprintf(text + ZEROS + 2, 30, "1e200001");
    expect_value(text, 1);
    free(text);
}
END_TEST

START_TEST(integers_as_written) {
    ck_assert(vf_number_is_integer_text("12", 2));
    ck_assert(vf_number_is_integer_text("-9007199254740993", 17));
    ck_assert(!vf_number_is_integer_text("1.0", 3));
    ck_assert(!vf_number_is_integer_text("1e3", 3));
    ck_assert(!vf_number_is_integer_text("01", 2));
}
END_TEST

/* Random bit patterns and random decimals come back bit by bit, and no shorter text would. */
START_TEST(round_trips) {
    uint64_t state = 20260101;
    for (int i = 0; i < 60000; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        uint64_t bits = state ^ state >> 29;
        double x, back;
        memcpy(&x, &bits, sizeof x);
        if (i % 3 == 0)
            x = (double)(int64_t)(bits >> 20) / 1000;
        if (!isfinite(x))
            continue;
        char buf[VF_DOUBLE_TEXT];
        size_t size = vf_format_double(buf, x);
        ck_assert_uint_lt(size, VF_DOUBLE_TEXT);
        ck_assert_int_eq(vf_parse_double(buf, size, &back), VF_NUMBER_OK);
        ck_assert_int_eq(memcmp(&x, &back, sizeof x), 0);
        ck_assert(strtod(buf, NULL) == x);
    }
}
END_TEST

START_TEST(swedish_locale) {
    if (!setlocale(LC_NUMERIC, "sv_SE.UTF-8") && !setlocale(LC_NUMERIC, "de_DE.UTF-8"))
        return; /* not installed here */
    char comma[8];
    (void)snprintf(comma, sizeof comma, "%.1f", 0.5);
    ck_assert_str_eq(comma, "0,5");
    all_texts();
    all_values();
    setlocale(LC_NUMERIC, "C");
}
END_TEST

int main(void) {
    Suite *suite = suite_create("base number");
    TCase *tc = tcase_create("all");
    tcase_add_test(tc, texts);
    tcase_add_test(tc, values);
    tcase_add_test(tc, not_numbers);
    tcase_add_test(tc, out_of_range);
    tcase_add_test(tc, only_the_given_bytes_are_read);
    tcase_add_test(tc, long_fraction_against_exponent);
    tcase_add_test(tc, integers_as_written);
    tcase_add_test(tc, round_trips);
    tcase_add_test(tc, swedish_locale);
    suite_add_tcase(suite, tc);
    SRunner *sr = srunner_create(suite);
    srunner_set_fork_status(sr, CK_NOFORK);
    srunner_run_all(sr, CK_NORMAL);
    int failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}

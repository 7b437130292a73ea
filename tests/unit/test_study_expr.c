/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conditions: values, precedence, texts, unknown values, and a placed message for whatever is wrong. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_expr.h"
#include "vf_text.h"

static const char *const names[] = {"a", "b", "lage"};
static const struct vf_expr_value values[] = {{.number = 3}, {.number = (double)NAN}, {.text = "sommar"}};

static double value(const char *text) {
    struct vf_expr *e;
    struct vf_error err = VF_ERROR_INIT;
    ck_assert_msg(vf_expr_parse(text, names, 3, &e, &err) == VF_OK, "%s: %s", text,
                  err.n ? err.items[0].message : "");
    double x = vf_expr_value(e, values);
    vf_expr_free(e);
    return x;
}

START_TEST(arithmetic) {
    ck_assert_double_eq(value("1 + 2 * 3"), 7);
    ck_assert_double_eq(value("(1 + 2) * 3"), 9);
    ck_assert_double_eq(value("10 - 4 - 3"), 3);
    ck_assert_double_eq(value("8 / 4 / 2"), 1);
    ck_assert_double_eq(value("-a * -2"), 6);
    ck_assert_double_eq(value("2.5e-1*4"), 1);
    ck_assert_double_eq(value("- (a+1)"), -4);
}
END_TEST

START_TEST(logic) {
    ck_assert_double_eq(value("a > 2 and a <= 3"), 1);
    ck_assert_double_eq(value("a<3 or a==3"), 1);
    ck_assert_double_eq(value("1 or 0 and 0"), 1); /* and first */
    ck_assert_double_eq(value("not a > 2"), 0);
    ck_assert_double_eq(value("not not (a != 4)"), 1);
    ck_assert_double_eq(value("lage == 'sommar' and not lage == 'vinter'"), 1);
    ck_assert_double_eq(value("lage == 3"), 0);
    ck_assert_double_eq(value("lage != 'vinter'"), 1);
}
END_TEST

START_TEST(unknown_values) {
    ck_assert_double_eq(value("b > 1 or b < 1 or b == b"), 0);
    ck_assert_double_eq(value("b != 1"), 1);
    ck_assert(isnan(value("b + 1")));
}
END_TEST

START_TEST(refused) {
    static const char *const bad[] = {"",         "a >",      "a > 1 )",      "(a",    "c > 1",
                                      "a b",      "'x",       "1 < 2 <",      "a = 3", "and a",
                                      "a andb 1", "1..2 > a", "lage == \"x\""};
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
        struct vf_expr *e = NULL;
        struct vf_error err = VF_ERROR_INIT;
        ck_assert_msg(vf_expr_parse(bad[k], names, 3, &e, &err) == VF_E_CONFIG, "%s", bad[k]);
        ck_assert_ptr_null(e);
        ck_assert_uint_eq(err.n, 1);
        ck_assert_ptr_nonnull(strstr(err.items[0].message, "at character "));
        vf_error_fini(&err);
    }
    char deep[4000];
    memset(deep, '(', sizeof deep - 1);
    deep[sizeof deep - 1] = '\0';
    struct vf_expr *e = NULL;
    ck_assert_int_eq(vf_expr_parse(deep, names, 3, &e, NULL), VF_E_CONFIG);
    for (size_t k = 0; k + 8 < sizeof deep; k += 4) {
        memcpy(deep + k, "1+1+", 5);
    }
    ck_assert_int_eq(vf_expr_parse(deep, names, 3, &e, NULL), VF_E_CONFIG);
}
END_TEST

/* However long the condition, what is wrong with it is told, and what is right with it counts. */
START_TEST(long_conditions) {
    enum { SIZE = 40000 };
    static const struct {
        const char *begin, *repeated, *end, *told;
        int times;
    } cases[] = {
        {"a > 1", " or a > 1", " or q > 1", "no axis is called q", 220},
        {"a > 1", " or                                        a > 1", " or q", "no axis is called q", 200},
        {"a > 1", " and a > 1", "", "the condition is too long", 1000},
        {"", "(", "a > 1", "too many parentheses", 5000},
        {"a > 1", "                                            ", ")", "something is left over", 300},
        {"a > 1", "                                            ", "", NULL, 300},
        {"a > 3", " or a > 3", " or a == 3", NULL, 200}};
    struct vf_text text;
    vf_text_init(&text, SIZE);
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct vf_expr *e = NULL;
        struct vf_error err = VF_ERROR_INIT;
        vf_text_clear(&text);
        vf_text_puts(&text, cases[k].begin);
        for (int i = 0; i < cases[k].times; i++) {
            vf_text_puts(&text, cases[k].repeated);
        }
        vf_text_puts(&text, cases[k].end);
        if (cases[k].told == NULL) {
            ck_assert_double_eq(value(text.data), 1);
            continue;
        }
        ck_assert_int_eq(vf_expr_parse(text.data, names, 3, &e, &err), VF_E_CONFIG);
        ck_assert_ptr_null(e);
        ck_assert_msg(strncmp(err.items[0].message, cases[k].told, strlen(cases[k].told)) == 0, "%s",
                      err.items[0].message);
        ck_assert_uint_lt(strlen(err.items[0].message), 400);
        vf_error_fini(&err);
    }
    vf_text_fini(&text);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("expr");
    TCase *c = tcase_create("conditions");
    tcase_add_test(c, arithmetic);
    tcase_add_test(c, logic);
    tcase_add_test(c, unknown_values);
    tcase_add_test(c, refused);
    tcase_add_test(c, long_conditions);
    suite_add_tcase(suite, c);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}

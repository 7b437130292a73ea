/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Holm's adjustment against values worked by hand (the same as p.adjust(p, "holm") of R), and its promise: at most
 * alpha false findings among true hypotheses. */
#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "vf_multiple.h"
#include "vf_random.h"

START_TEST(known_values) {
    const double p[] = {0.01, 0.04, 0.03, 0.005};
    double q[4];
    ck_assert_uint_eq(vf_holm(p, 4, q), 4);
    ck_assert_double_eq_tol(q[0], 0.03, 1e-15);
    ck_assert_double_eq_tol(q[1], 0.06, 1e-15); /* kept up by the one before it: 0.03 * 2 */
    ck_assert_double_eq_tol(q[2], 0.06, 1e-15);
    ck_assert_double_eq_tol(q[3], 0.02, 1e-15);
}
END_TEST

START_TEST(ones_and_missing) {
    const double p[] = {(double)NAN, 0.7, 0.0, 0.6, (double)NAN};
    double q[5];
    ck_assert_uint_eq(vf_holm(p, 5, q), 3);
    ck_assert(isnan(q[0]) && isnan(q[4]));
    ck_assert_double_eq(q[1], 1.0);
    ck_assert_double_eq(q[2], 0.0);
    ck_assert_double_eq(q[3], 1.0);
    double one = 0.05;
    ck_assert_uint_eq(vf_holm(&one, 1, &one), 1);
    ck_assert_double_eq(one, 0.05);
    ck_assert_uint_eq(vf_holm(NULL, 0, NULL), 0);
}
END_TEST

/* 20 true hypotheses, 4000 times: one or more rejections in 5 % of the rounds for independent tests (exactly
 * 1 - (1 - 0.05/20)^20 = 4.88 %), sd 0.34 % of 4000 rounds. Without the correction it would be 64 %. */
START_TEST(family_error) {
    enum { TESTS = 20, ROUNDS = 4000 };
    struct vf_rand r = vf_rand_open(vf_key(4, 5), 6, 0);
    int wrong = 0;
    for (int k = 0; k < ROUNDS; k++) {
        double p[TESTS], least = 1;
        for (int i = 0; i < TESTS; i++) {
            p[i] = vf_rand_u01(&r);
        }
        (void)vf_holm(p, TESTS, p);
        for (int i = 0; i < TESTS; i++) {
            least = p[i] < least ? p[i] : least;
        }
        wrong += least <= 0.05;
    }
    ck_assert_double_eq_tol((double)wrong / ROUNDS, 0.0488, 4 * 0.0034);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("multiple");
    TCase *c = tcase_create("holm");
    tcase_add_test(c, known_values);
    tcase_add_test(c, ones_and_missing);
    tcase_add_test(c, family_error);
    suite_add_tcase(suite, c);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}

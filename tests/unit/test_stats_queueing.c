/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Erlang and Poisson formulas against published and independently computed values. */
#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "vf_queueing.h"

START_TEST(erlang_c_five_nurses) { /* inter-arrival 4, consultation 10, five nurses */
    ck_assert_double_eq_tol(vf_erlang_c(2.5, 5), 0.130371, 5e-7);
    ck_assert_double_eq_tol(10.0 * vf_mmc_wait(2.5, 5), 0.521485, 5e-7);
    ck_assert_double_eq(vf_erlang_c(5.0, 5), 1.0);
    ck_assert(isinf(vf_mmc_wait(5.0, 5)));
    ck_assert_double_eq_tol(vf_erlang_c(0.9, 1), 0.9, 1e-15);
}
END_TEST

START_TEST(erlang_b_rows) {
    const struct {
        double load;
        uint32_t beds;
        double lost, mean;
    } row[] = {{4, 6, .117162, 3.5314},    {8, 10, .121661, 7.0267},   {12, 14, .117210, 10.5935},
               {20, 22, .106734, 17.8653}, {20, 25, .050222, 18.9956}, {26, 30, .066612, 24.2681},
               {40, 44, .064597, 37.4161}, {60, 66, .045784, 57.2530}};
    for (int i = 0; i < 8; i++) {
        double b = vf_erlang_b(row[i].load, row[i].beds);
        ck_assert_double_eq_tol(b, row[i].lost, 5e-7);
        ck_assert_double_eq_tol(row[i].load * (1.0 - b), row[i].mean, 5e-5);
    }
    ck_assert_double_eq(vf_erlang_b(3.0, 0), 1.0);
    ck_assert_double_eq(vf_erlang_b(0.0, 4), 0.0);
}
END_TEST

START_TEST(unlimited_rows) {
    const struct {
        double load;
        uint32_t c;
        double over, excess;
    } row[] = {{20, 22, .279389, .979497},
               {22, 22, .443625, 1.864131},
               {24, 22, .608302, 3.083088},
               {95, 100, .282332, 1.915740}};
    for (int i = 0; i < 4; i++) {
        ck_assert_double_eq_tol(vf_poisson_over(row[i].load, row[i].c), row[i].over, 5e-7);
        ck_assert_double_eq_tol(vf_poisson_excess(row[i].load, row[i].c), row[i].excess, 5e-7);
    }
    ck_assert_double_eq_tol(vf_poisson_over(1.0, 0), 1.0 - exp(-1.0), 1e-14);
    ck_assert_double_eq_tol(vf_poisson_excess(3.0, 0), 3.0, 1e-14);
    ck_assert_double_eq(vf_poisson_over(0.0, 3), 0.0);
}
END_TEST

START_TEST(limited_rows) {
    struct vf_over o = vf_truncated_over(20, 22, 3);
    ck_assert_double_eq_tol(o.p_over, .188332, 5e-7);
    ck_assert_double_eq_tol(o.excess, .351552, 5e-7);
    ck_assert_double_eq_tol(o.lost, .050222, 5e-7);
    o = vf_truncated_over(22, 22, 4);
    ck_assert_double_eq_tol(o.p_over, .331618, 5e-7);
    ck_assert_double_eq_tol(o.excess, .777328, 5e-7);
    ck_assert_double_eq_tol(o.lost, .066458, 5e-7);
    o = vf_truncated_over(20, 22, 400);
    ck_assert_double_eq_tol(o.excess, vf_poisson_excess(20, 22), 1e-9);
    o = vf_truncated_over(1e6, 0, 1000); /* nearly always full */
    ck_assert_double_eq_tol(o.p_over, 1.0, 1e-9);
    ck_assert_double_eq_tol(o.excess, 1000.0, 2e-3);
    o = vf_truncated_over(0.0, 3, 2);
    ck_assert_double_eq(o.p_over, 0.0);
}
END_TEST

START_TEST(nonsense_is_nan) {
    ck_assert(isnan(vf_erlang_b(-1.0, 3)));
    ck_assert(isnan(vf_erlang_c((double)NAN, 3)));
    ck_assert(isnan(vf_poisson_over((double)INFINITY, 3)));
    ck_assert(isnan(vf_truncated_over(-1.0, 3, 1).lost));
}
END_TEST

int main(void) {
    Suite *s = suite_create("stats/queueing");
    TCase *c = tcase_create("all");
    tcase_add_test(c, erlang_c_five_nurses);
    tcase_add_test(c, erlang_b_rows);
    tcase_add_test(c, unlimited_rows);
    tcase_add_test(c, limited_rows);
    tcase_add_test(c, nonsense_is_nan);
    suite_add_tcase(s, c);
    SRunner *r = srunner_create(s);
    srunner_set_fork_status(r, CK_NOFORK);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

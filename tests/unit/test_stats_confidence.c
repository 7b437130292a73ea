/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Summaries against table values of Student's t and hand calculation; paired differences. */
#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "vf_confidence.h"

START_TEST(student_table) {
    ck_assert_double_eq_tol(vf_student_975(1), 12.7062047362, 1e-8);
    ck_assert_double_eq_tol(vf_student_975(4), 2.7764451052, 1e-8);
    ck_assert_double_eq_tol(vf_student_975(29), 2.0452296421, 1e-8);
    ck_assert(isnan(vf_student_975(0)));
    for (uint64_t df = 1; df <= 200; df++) {
        ck_assert_double_eq_tol(vf_student_p(vf_student_975(df), df), 0.05, 1e-11);
    }
    ck_assert_double_eq_tol(vf_student_p(2.7764451052, 4), 0.05, 1e-9);
    ck_assert_double_eq_tol(vf_student_p(-2.7764451052, 4), 0.05, 1e-9);
}
END_TEST

START_TEST(five_values) {
    double x[] = {5, 1, 4, 2, 3};
    struct vf_summary s;
    vf_summarise(x, 5, &s);
    double sd = sqrt(2.5);
    ck_assert_uint_eq(s.n, 5);
    ck_assert_double_eq_tol(s.mean, 3.0, 1e-15);
    ck_assert_double_eq_tol(s.sd, sd, 1e-15);
    ck_assert_double_eq_tol(s.ci95, 2.7764451052 * sd / sqrt(5.0), 1e-9);
    ck_assert_double_eq_tol(s.ci_low, 3.0 - s.ci95, 1e-15);
    ck_assert_double_eq_tol(s.pi_high, 3.0 + 2.7764451052 * sd * sqrt(1.2), 1e-9);
    ck_assert_double_eq(s.sd_year, s.sd);
    ck_assert_double_eq_tol(s.p05, 1.2, 1e-15);
    ck_assert_double_eq_tol(s.p25, 2.0, 1e-15);
    ck_assert_double_eq_tol(s.p50, 3.0, 1e-15);
    ck_assert_double_eq_tol(s.p95, 4.8, 1e-15);
    ck_assert_double_eq(s.min, 1.0);
    ck_assert_double_eq(s.max, 5.0);
}
END_TEST

START_TEST(missing_values_are_left_out) {
    double x[] = {(double)NAN, 1, (double)NAN, 3};
    struct vf_summary s;
    vf_summarise(x, 4, &s);
    ck_assert_uint_eq(s.n, 2);
    ck_assert_double_eq_tol(s.mean, 2.0, 1e-15);
    ck_assert_double_eq_tol(s.p50, 2.0, 1e-15);
    double none[] = {(double)NAN};
    vf_summarise(none, 1, &s);
    ck_assert_uint_eq(s.n, 0);
    ck_assert(isnan(s.mean) && isnan(s.ci_low) && isnan(s.p50) && isnan(s.pi_low));
    double one[] = {7};
    vf_summarise(one, 1, &s);
    ck_assert_double_eq(s.mean, 7.0);
    ck_assert_double_eq(s.p95, 7.0);
    ck_assert(isnan(s.sd) && isnan(s.ci95) && isnan(s.pi_high));
}
END_TEST

START_TEST(years) {
    double x[] = {1, 2, 3, 4, 5};
    struct vf_summary s;
    vf_summarise(x, 5, &s);
    vf_summary_years(&s, (double)NAN, 4.0);
    ck_assert_double_eq_tol(s.sd_year, 2.0 * s.sd, 1e-15);
    ck_assert_double_eq_tol(s.pi_high - s.mean, 2.7764451052 * s.sd * sqrt(4.2), 1e-8);
    vf_summary_years(&s, 10.0, 4.0);
    ck_assert_double_eq_tol(s.pi_high - s.mean, 2.7764451052 * sqrt(100.5), 1e-8);
}
END_TEST

START_TEST(paired_difference) {
    const double a[] = {10, 12, 9, 15, (double)NAN, 11};
    const double b[] = {9, 10.5, 8.5, 13, 1, 10};
    struct vf_paired p;
    vf_paired_compare(a, b, 6, &p);
    /* d = 1, 1.5, 0.5, 2, 1: mean 1.2, variance 0.325 */
    ck_assert_uint_eq(p.difference.n, 5);
    ck_assert_double_eq_tol(p.difference.mean, 1.2, 1e-12);
    ck_assert_double_eq_tol(p.difference.sd, sqrt(0.325), 1e-12);
    /* var a = 5.3, var b = 3.075 */
    ck_assert_double_eq_tol(p.variance_reduction, (5.3 + 3.075) / 0.325, 1e-9);
    ck_assert_double_eq_tol(p.correlation, (5.3 + 3.075 - 0.325) / 2.0 / sqrt(5.3 * 3.075), 1e-9);
    ck_assert_double_eq_tol(p.t, 1.2 / sqrt(0.325 / 5.0), 1e-9);
    ck_assert(p.p > 0.005 && p.p < 0.01);
}
END_TEST

START_TEST(equal_and_shifted) {
    const double a[] = {1, 2, 3}, b[] = {2, 3, 4};
    struct vf_paired p;
    vf_paired_compare(a, a, 3, &p);
    ck_assert(isnan(p.t) && isnan(p.p));
    ck_assert_double_eq_tol(p.correlation, 1.0, 1e-12);
    vf_paired_compare(a, b, 3, &p);
    ck_assert_double_eq(p.difference.mean, -1.0);
    ck_assert_double_eq(p.p, 0.0);
    vf_paired_compare(a, b, 0, &p);
    ck_assert_uint_eq(p.difference.n, 0);
}
END_TEST

int main(void) {
    Suite *s = suite_create("stats/confidence");
    TCase *c = tcase_create("all");
    tcase_add_test(c, student_table);
    tcase_add_test(c, five_values);
    tcase_add_test(c, missing_values_are_left_out);
    tcase_add_test(c, years);
    tcase_add_test(c, paired_difference);
    tcase_add_test(c, equal_and_shifted);
    suite_add_tcase(s, c);
    SRunner *r = srunner_create(s);
    srunner_set_fork_status(r, CK_NOFORK);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

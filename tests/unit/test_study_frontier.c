/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The race for what money buys: its promise on problems with known means, its rules without noise. */
#include <check.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>

#include "vf_frontier.h"

enum { K = 6, RACES = 1500 };

/* Dearer is better by the indifference or more, but for configurations 2 (dominated) and 5 (buys nothing). */
static const double COST[K] = {0, 1, 1, 2, 3, 4}, MEAN[K] = {4, 3, 3.5, 2.5, 1, 1.5};
static const bool FRONT[K] = {true, true, false, true, true, false};

struct outcome {
    double right, replications;
};

/* Normal outputs, equally correlated; a race is right when exactly the true frontier is left. */
static struct outcome play(double correlation, double probability) {
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(rng, 11);
    struct outcome o = {0, 0};
    for (int race = 0; race < RACES; race++) {
        struct vf_frontier f;
        vf_frontier_init(
            &f, &(struct vf_frontier_spec){
                    .k = K, .cost = COST, .first = 10, .indifference = 0.5, .probability = probability});
        bool done = false, right = true;
        while (!done) {
            double x[K], shared = gsl_ran_gaussian(rng, sqrt(correlation));
            for (int k = 0; k < K; k++) {
                x[k] = MEAN[k] + shared + gsl_ran_gaussian(rng, sqrt(1 - correlation));
            }
            done = vf_frontier_add(&f, x);
            ck_assert(done || f.r <= vf_frontier_most(&f) || f.r < 10);
        }
        for (int k = 0; k < K; k++) {
            right = right && (f.out[k] == 0) == FRONT[k];
        }
        o.right += right;
        o.replications += f.r;
        vf_frontier_fini(&f);
    }
    gsl_rng_free(rng);
    o.right /= RACES;
    o.replications /= RACES;
    return o;
}

START_TEST(promised) {
    struct outcome o = play(0, 0.9);
    ck_assert_double_ge(o.right, 0.9 - 0.01);
    struct outcome sharper = play(0, 0.99);
    ck_assert_double_ge(sharper.right, 0.98);
    ck_assert_double_gt(sharper.replications, o.replications);
}
END_TEST

START_TEST(common_numbers_pay) {
    struct outcome alone = play(0, 0.9), common = play(0.8, 0.9);
    ck_assert_double_ge(common.right, 0.89);
    ck_assert_double_lt(common.replications, 0.5 * alone.replications);
}
END_TEST

/* Without noise the first replications decide; of equal means the dearer goes, of equal cost the later. */
START_TEST(no_noise) {
    const double cost[] = {5, 1, 1, 3, 2}, x[] = {2, 4, 4, 2, 7};
    struct vf_frontier f;
    vf_frontier_init(&f, &(struct vf_frontier_spec){
                             .k = 5, .cost = cost, .first = 3, .indifference = 1, .probability = 0.95});
    ck_assert(!vf_frontier_add(&f, x) && !vf_frontier_add(&f, x));
    ck_assert(vf_frontier_add(&f, x));
    const bool in[] = {false, true, false, true, false};
    for (int k = 0; k < 5; k++) {
        ck_assert_int_eq(f.out[k] == 0, in[k]);
    }
    ck_assert_uint_eq(f.left, 2);
    vf_frontier_fini(&f);
}
END_TEST

START_TEST(a_single_one) {
    const double cost = 5, x = 2;
    struct vf_frontier f;
    vf_frontier_init(&f, &(struct vf_frontier_spec){
                             .k = 1, .cost = &cost, .first = 2, .indifference = 1, .probability = 0.95});
    ck_assert(!vf_frontier_add(&f, &x));
    ck_assert(vf_frontier_add(&f, &x));
    ck_assert_uint_eq(f.left, 1);
    ck_assert_double_eq(f.mean[0], 2);
    vf_frontier_fini(&f);
}
END_TEST

/* 15 pairs share the error: h^2 = ((2 * 0.05 / 15)^(-2/9) - 1) * 9. */
START_TEST(constant) {
    struct vf_frontier f;
    vf_frontier_init(&f, &(struct vf_frontier_spec){
                             .k = K, .cost = COST, .first = 10, .indifference = 1, .probability = 0.95});
    ck_assert_double_eq_tol(f.h2, 9 * (pow(15 / 0.1, 2.0 / 9) - 1), 1e-12);
    vf_frontier_fini(&f);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("frontier");
    TCase *c = tcase_create("race");
    tcase_set_timeout(c, 60);
    tcase_add_test(c, promised);
    tcase_add_test(c, common_numbers_pay);
    tcase_add_test(c, no_noise);
    tcase_add_test(c, a_single_one);
    tcase_add_test(c, constant);
    suite_add_tcase(suite, c);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}

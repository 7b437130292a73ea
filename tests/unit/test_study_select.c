/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Procedure KN on normal outputs with known means: the achieved probability of correct selection. */
#include <check.h>
#include <math.h>

#include "vf_random.h"
#include "vf_select.h"

enum { K = 5, ROUNDS = 2000 };

/* Box and Muller; two words a draw. */
static double normal(struct vf_rand *r) {
    double u = vf_rand_u01(r), v = vf_rand_u01(r);
    return sqrt(-2 * log(u)) * cos(6.283185307179586 * v);
}

struct outcome {
    double correct, replications;
};

/* Means 0 for the best and `gap` for the others (the slippage configuration, the hardest when gap is the
 * indifference); `shared` is the part of the variance that common random numbers make common to all. */
static struct outcome play(double gap, double shared, bool largest, double probability) {
    struct outcome o = {0, 0};
    for (uint32_t round = 0; round < ROUNDS; round++) {
        struct vf_rand r = vf_rand_open(vf_key(17, round), 1, 0);
        struct vf_select s;
        vf_select_init(
            &s,
            &(struct vf_select_spec){
                .k = K, .first = 10, .largest = largest, .indifference = 0.5, .probability = probability});
        bool done = false;
        while (!done) {
            double x[K], common = normal(&r) * sqrt(shared);
            for (size_t i = 0; i < K; i++) {
                double mean = i == 3 ? 0 : gap;
                x[i] = (largest ? -mean : mean) + common + normal(&r) * sqrt(1 - shared);
            }
            done = vf_select_add(&s, x);
            ck_assert_uint_lt(s.r, 100000);
        }
        ck_assert_double_le(s.r, fmax(10, vf_select_most(&s)));
        o.correct += s.best == 3;
        o.replications += s.r;
        vf_select_fini(&s);
    }
    o.correct /= ROUNDS;
    o.replications /= ROUNDS;
    return o;
}

/* sd of a share of 2000 near 0.95: 0.0049. */
START_TEST(promised) {
    struct outcome o = play(0.5, 0, false, 0.95);
    ck_assert_double_ge(o.correct, 0.95 - 0.01);
    o = play(0.5, 0, true, 0.80);
    ck_assert_double_ge(o.correct, 0.80 - 0.02);
    ck_assert_double_le(o.correct, 0.97); /* it does stop early when less is promised */
}
END_TEST

START_TEST(common_numbers_pay) {
    struct outcome alone = play(0.5, 0, false, 0.95), common = play(0.5, 0.8, false, 0.95);
    ck_assert_double_ge(common.correct, 0.95 - 0.01);
    ck_assert_double_lt(common.replications, 0.4 * alone.replications);
}
END_TEST

/* Farther apart than the indifference: nearly always right, and sooner. */
START_TEST(easy) {
    struct outcome hard = play(0.5, 0, false, 0.95), o = play(1.5, 0, false, 0.95);
    ck_assert_double_ge(o.correct, 0.995);
    ck_assert_double_lt(o.replications, 0.6 * hard.replications);
}
END_TEST

/* Without noise the first replications decide. */
START_TEST(no_noise) {
    struct vf_select s;
    vf_select_init(&s, &(struct vf_select_spec){
                           .k = 3, .first = 5, .largest = true, .indifference = 1, .probability = 0.95});
    const double x[] = {1, 7, 7};
    for (int i = 0; i < 4; i++) {
        ck_assert(!vf_select_add(&s, x));
    }
    ck_assert(vf_select_add(&s, x));
    ck_assert_uint_eq(s.best, 1); /* of equal ones the first */
    ck_assert_uint_eq(s.out[0], 5);
    ck_assert_double_eq(s.mean[1], 7);
    vf_select_fini(&s);
}
END_TEST

/* h^2 for k = 2, 10 first replications, 0.95: eta = ((0.1)^(-2/9) - 1) / 2 = 0.334052; h^2 = 18 eta. */
START_TEST(constant) {
    struct vf_select s;
    vf_select_init(&s, &(struct vf_select_spec){.k = 2, .first = 10, .indifference = 1, .probability = 0.95});
    ck_assert_double_eq_tol(s.h2, 18 * (pow(10, 2.0 / 9) - 1) / 2, 1e-12);
    vf_select_fini(&s);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("select");
    TCase *c = tcase_create("kn");
    tcase_set_timeout(c, 60);
    tcase_add_test(c, promised);
    tcase_add_test(c, common_numbers_pay);
    tcase_add_test(c, easy);
    tcase_add_test(c, no_noise);
    tcase_add_test(c, constant);
    suite_add_tcase(suite, c);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}

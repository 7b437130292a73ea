/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distributions of parameters: means and standard deviations by integration over positions, exact quantiles, and what
 * does not fit together. */
#include <check.h>
#include <math.h>
#include <string.h>

#include "vf_parameter.h"

static struct vf_parameter make(const char *name, double a, double b, double c, double d) {
    return (struct vf_parameter){vf_parameter_find(name), {a, b, c, d}};
}

static void moments(const struct vf_parameter *x, double *mean, double *sd) {
    enum { N = 200000 };
    double sum = 0, squares = 0;
    for (int k = 0; k < N; k++) {
        double v = vf_parameter_value(x, (k + 0.5) / N);
        sum += v / N;
        squares += v * v / N;
    }
    *mean = sum;
    *sd = sqrt(squares - sum * sum);
}

static const double INF = (double)INFINITY;

START_TEST(moments_are_those_asked_for) {
    const struct {
        struct vf_parameter x;
        double mean, sd;
    } cases[] = {{make("normal", 5, 2, -INF, INF), 5, 2},
                 {make("lognormal", 3, 1, -INF, INF), 3, 1},
                 {make("gamma", 4, 2, -INF, INF), 4, 2},
                 {make("uniform", 2, 8, 0, 0), 5, sqrt(3)},
                 {make("triangular", 1, 2, 6, 0), 3, sqrt((1 + 4 + 36 - 2 - 6 - 12) / 18.0)},
                 {make("triangular", 0, 0, 1, 0), 1.0 / 3, sqrt(1 / 18.0)},
                 {make("beta", 2, 3, 0, 1), 0.4, 0.2},
                 {make("beta", 2, 3, 10, 20), 14, 2}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double mean, sd;
        ck_assert_ptr_null(vf_parameter_wrong(&cases[k].x));
        moments(&cases[k].x, &mean, &sd);
        ck_assert_double_eq_tol(mean, cases[k].mean, 2e-4 * cases[k].mean);
        ck_assert_double_eq_tol(sd, cases[k].sd, 2e-3 * cases[k].sd);
    }
}
END_TEST

START_TEST(cut_off) {
    struct vf_parameter x = make("normal", 0, 1, 0, INF);
    ck_assert_double_eq_tol(vf_parameter_value(&x, 0.5), 0.6744897502, 1e-9); /* the 75th percentile */
    ck_assert_double_ge(vf_parameter_value(&x, 0), 0);
    ck_assert(isfinite(vf_parameter_value(&x, 1)));
    x = make("gamma", 1, 1, 0.5, 2);
    for (int k = 0; k <= 100; k++) {
        double v = vf_parameter_value(&x, k / 100.0);
        ck_assert(v > 0.5 - 1e-9 && v < 2 + 1e-9);
        ck_assert(k == 0 || v > vf_parameter_value(&x, (k - 1) / 100.0));
    }
    x = make("uniform", 0, 0.3, 0, 0);
    ck_assert_double_eq(vf_parameter_value(&x, 1.0 / 3), 0.1); /* ten digits */
}
END_TEST

START_TEST(wrong_numbers) {
    const struct vf_parameter wrong[] = {
        make("normal", 0, 1, 2, 1),     make("normal", 0, 1, 20, 30), make("lognormal", -1, 1, -INF, INF),
        make("gamma", 0, 1, -INF, INF), make("uniform", 1, 1, 0, 0),  make("triangular", 0, 2, 1, 0),
        make("beta", 1, 1, 3, 3)};
    for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++) {
        ck_assert_ptr_nonnull(vf_parameter_wrong(&wrong[k]));
    }
    ck_assert_ptr_null(vf_parameter_find("gaussian"));
}
END_TEST

int main(void) {
    Suite *suite = suite_create("parameter");
    TCase *c = tcase_create("all");
    tcase_add_test(c, moments_are_those_asked_for);
    tcase_add_test(c, cut_off);
    tcase_add_test(c, wrong_numbers);
    suite_add_tcase(suite, c);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two kinds of uncertainty taken apart: exact components from outputs that are drawn with known variances (gamma
 * parameters, so not normal), how often the intervals hold, and layouts that are too small. And the prediction
 * interval of one year: how often the next year falls inside. */
#include <check.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>

#include "vf_components.h"
#include "vf_confidence.h"
#include "vf_error.h"

enum { POINTS = 100, REPLICATIONS = 10, TIMES = 400 };
static const double SHAPE = 6, SCALE = 2, COMMON = 3, OWN = 2; /* sd of parameters 4.9, of a year sqrt(13) */

/* f(point) + common(replication) + own: `f` gamma. */
static void draw(gsl_rng *g, double *y, double *f) {
    double common[REPLICATIONS];
    for (int r = 0; r < REPLICATIONS; r++) {
        common[r] = gsl_ran_gaussian(g, COMMON);
    }
    for (int k = 0; k < POINTS * REPLICATIONS; k++) {
        if (k % REPLICATIONS == 0) {
            *f = gsl_ran_gamma(g, SHAPE, SCALE);
        }
        y[k] = *f + common[k % REPLICATIONS] + gsl_ran_gaussian(g, OWN);
    }
}

static int holds(const struct vf_interval *x, double truth) { return x->low <= truth && truth <= x->high; }

static void check_share(int held, double low, double high, const char *what) {
    double share = (double)held / TIMES;
    ck_assert_msg(low <= share && share <= high, "%s: the interval held in %g of the times", what, share);
}

START_TEST(intervals_hold) {
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    double *y = vf_xcalloc(POINTS * REPLICATIONS, sizeof *y), f = 0, mean = 0, parameter = 0, year = 0,
           inside = 0;
    int held[3] = {0, 0, 0};
    for (int t = 0; t < TIMES; t++) {
        struct vf_components c;
        draw(g, y, &f);
        vf_components(y, POINTS, REPLICATIONS, 1, &c);
        ck_assert_uint_eq(c.points, POINTS);
        held[0] += holds(&c.mean, SHAPE * SCALE);
        held[1] += holds(&c.sd_parameter, sqrt(SHAPE) * SCALE);
        held[2] += holds(&c.sd_year, sqrt(COMMON * COMMON + OWN * OWN));
        mean += c.mean.value / TIMES;
        parameter += c.sd_parameter.value * c.sd_parameter.value / TIMES;
        year += c.sd_year.value * c.sd_year.value / TIMES;
        for (int k = 0; k < 5; k++) { /* a year of its own: parameters and chance drawn anew */
            double one =
                gsl_ran_gamma(g, SHAPE, SCALE) + gsl_ran_gaussian(g, COMMON) + gsl_ran_gaussian(g, OWN);
            inside += holds(&c.both, one) / (5.0 * TIMES);
        }
    }
    check_share(held[0], 0.92, 0.985, "mean");
    check_share(held[1], 0.92, 0.985, "sd of parameters");
    check_share(held[2], 0.925, 0.98, "sd of a year");
    ck_assert_double_eq_tol(mean, SHAPE * SCALE, 0.2);
    ck_assert_double_eq_tol(parameter, SHAPE * SCALE * SCALE, 0.8);  /* unbiased: 24 */
    ck_assert_double_eq_tol(year, COMMON * COMMON + OWN * OWN, 0.8); /* unbiased: 13 */
    ck_assert_msg(inside > 0.92 && inside < 0.965, "one year fell inside in %g", inside);
    free(y);
    gsl_rng_free(g);
}
END_TEST

/* Parameters that do not matter: nothing is left of the spread of the points' means, which is chance. */
START_TEST(nothing_between_parameters) {
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    double *y = vf_xcalloc(POINTS * REPLICATIONS, sizeof *y);
    struct vf_components c;
    int zero = 0;
    for (int t = 0; t < TIMES; t++) {
        for (int k = 0; k < POINTS * REPLICATIONS; k++) {
            y[k] = 5 + gsl_ran_gaussian(g, OWN);
        }
        vf_components(y, POINTS, REPLICATIONS, 4, &c);
        zero += holds(&c.sd_parameter, 0);
        ck_assert_double_lt(c.sd_parameter.value, 0.6);
    }
    check_share(zero, 0.93, 1, "no sd of parameters");
    ck_assert_double_eq_tol(c.sd_year.value, OWN * 2, 0.4); /* a replication of four years */
    free(y);
    gsl_rng_free(g);
}
END_TEST

START_TEST(small_and_missing) {
    double y[] = {1, 2, 3, 4, (double)NAN, 6, 7, 8, 9, 10, 11, 13};
    struct vf_components c;
    vf_components(y, 6, 2, 1, &c); /* the third point is left out */
    ck_assert_uint_eq(c.points, 5);
    ck_assert_double_eq_tol(c.mean.value, 68.0 / 10, 1e-12);
    ck_assert(c.sd_parameter.value > 0 && c.sd_year.value > 0);
    vf_components(y, 4, 2, 1, &c);
    ck_assert(isnan(c.mean.value) && isnan(c.sd_year.low));
    vf_components(y, 12, 1, 1, &c);
    ck_assert(isnan(c.sd_parameter.value));
    for (int k = 0; k < 12; k++) {
        y[k] = 3;
    }
    vf_components(y, 6, 2, 1, &c);
    ck_assert_double_eq(c.sd_parameter.value, 0);
    ck_assert_double_eq(c.sd_year.high, 0);
    ck_assert_double_eq(c.both.low, 3);
    ck_assert(isnan(c.share));
}
END_TEST

/* Ten years seen, the eleventh predicted; and four-year replications, one year predicted. */
START_TEST(the_next_year_falls_inside) {
    enum { YEARS = 10, MANY = 20000 };
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    int plain = 0, longer = 0;
    for (int t = 0; t < MANY; t++) {
        double x[YEARS], y[YEARS];
        struct vf_summary s;
        for (int k = 0; k < YEARS; k++) {
            x[k] = 50 + gsl_ran_gaussian(g, 7);
            y[k] = 50 + gsl_ran_gaussian(g, 7.0 / 2);
        }
        double next = 50 + gsl_ran_gaussian(g, 7);
        vf_summarise(x, YEARS, &s);
        plain += s.pi_low <= next && next <= s.pi_high;
        ck_assert_double_eq_tol(s.pi_high - s.mean, vf_student_975(YEARS - 1) * s.sd * sqrt(1 + 1.0 / YEARS),
                                1e-9);
        vf_summarise(y, YEARS, &s);
        vf_summary_years(&s, (double)NAN, 4);
        longer += s.pi_low <= next && next <= s.pi_high;
    }
    double se3 = 3 * sqrt(0.95 * 0.05 / MANY);
    ck_assert_double_eq_tol((double)plain / MANY, 0.95, se3);
    ck_assert_double_eq_tol((double)longer / MANY, 0.95, 2 * se3);
    gsl_rng_free(g);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("components");
    TCase *c = tcase_create("all");
    tcase_set_timeout(c, 120);
    tcase_add_test(c, intervals_hold);
    tcase_add_test(c, nothing_between_parameters);
    tcase_add_test(c, small_and_missing);
    tcase_add_test(c, the_next_year_falls_inside);
    suite_add_tcase(suite, c);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}

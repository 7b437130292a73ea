/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The designs morris and saltelli with the estimators that belong to them, on functions whose answers are known exactly:
 * Ishigami's (all indices in closed form), Morris's own of twenty inputs, and both with noise as simulation has it. */
#include <check.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "vf_design.h"
#include "vf_error.h"
#include "vf_random.h"
#include "vf_sensitivity.h"

static const double PI = 3.14159265358979323846;
enum { INPUTS_MAX = 20 };

struct sample {
    struct vf_design d;
    struct vf_design_axis axis[INPUTS_MAX];
    uint64_t n;
    double *place, *y;
    struct vf_blocks blocks;
};

static void no_tell(void *context, const char *sentence) {
    (void)context;
    ck_abort_msg("%s", sentence);
}

/* Evaluates f at every point, m times, with noise: `common` to all points of a replication, `own` of each. */
static void sample_new(struct sample *s, const char *kind, size_t axes, uint64_t samples, size_t m) {
    static const char *const names[INPUTS_MAX] = {"x1",  "x2",  "x3",  "x4",  "x5",  "x6",  "x7",
                                                  "x8",  "x9",  "x10", "x11", "x12", "x13", "x14",
                                                  "x15", "x16", "x17", "x18", "x19", "x20"};
    *s = (struct sample){.n = 0};
    for (size_t a = 0; a < axes; a++) {
        s->axis[a] = (struct vf_design_axis){names[a], 0};
    }
    s->d = (struct vf_design){.kind = vf_design_find(kind),
                              .n_axes = axes,
                              .axis = s->axis,
                              .samples = samples,
                              .seed = 5,
                              .grid = 4};
    ck_assert_uint_eq(vf_design_check(&s->d, no_tell, NULL), 0);
    s->n = vf_design_count(&s->d);
    s->place = vf_xcalloc(s->n * axes, sizeof *s->place);
    s->y = vf_xcalloc(s->n * m, sizeof *s->y);
    vf_design_fill(&s->d, s->n, s->place);
    s->blocks = (struct vf_blocks){samples, axes + s->d.kind->block, m, s->y, 11};
}

/* About normal with standard deviation 1. */
static double normal(struct vf_rand *r) {
    double sum = -6;
    for (int k = 0; k < 12; k++) {
        sum += vf_rand_u01(r);
    }
    return sum;
}

static void evaluate(struct sample *s, double (*f)(const double *u), double common, double own) {
    size_t m = s->blocks.replications;
    for (size_t k = 0; k < s->n * m; k++) {
        struct vf_rand c = vf_rand_open(1, 1, (uint32_t)(k % m)), o = vf_rand_open(2, 2, (uint32_t)k);
        s->y[k] = f(&s->place[k / m * s->d.n_axes]) + common * normal(&c) + own * normal(&o);
    }
}

static void sample_free(struct sample *s) {
    free(s->place);
    free(s->y);
}

/* ---- Ishigami: sin x1 + a sin^2 x2 + b x3^4 sin x1 on [-pi, pi]^3 ---- */

static const double A = 7, B = 0.1;

static double ishigami(const double *u) {
    double x1 = PI * (2 * u[0] - 1), x2 = PI * (2 * u[1] - 1), x3 = PI * (2 * u[2] - 1);
    return sin(x1) + A * sin(x2) * sin(x2) + B * pow(x3, 4) * sin(x1);
}

/* Homma & Saltelli 1996: variance and its parts in closed form. */
struct exact {
    double variance, first[3], total[3];
};
static struct exact ishigami_exact(void) {
    double v1 = pow(1 + B * pow(PI, 4) / 5, 2) / 2, v2 = A * A / 8, v13 = B * B * pow(PI, 8) * 8 / 225,
           v = v1 + v2 + v13;
    return (struct exact){v, {v1 / v, v2 / v, 0}, {(v1 + v13) / v, v2 / v, v13 / v}};
}

static void check_inside(const struct vf_interval *x, double exact, double tolerance, const char *what) {
    ck_assert_msg(x->low <= exact && exact <= x->high, "%s: %g to %g, not %g", what, x->low, x->high, exact);
    ck_assert_msg(fabs(x->value - exact) < tolerance, "%s: %g, not %g", what, x->value, exact);
    ck_assert(x->low <= x->value && x->value <= x->high);
}

static void check_ishigami(const struct sample *s, double tolerance) {
    struct exact exact = ishigami_exact();
    struct vf_sobol_index index[3];
    struct vf_sobol_moments moments;
    ck_assert_uint_eq(vf_sobol_indices(&s->blocks, 3, index, &moments), s->d.samples);
    ck_assert_double_eq_tol(moments.variance, exact.variance, 3 * tolerance * exact.variance);
    for (int k = 0; k < 3; k++) {
        check_inside(&index[k].first, exact.first[k], tolerance, "first order");
        check_inside(&index[k].total, exact.total[k], tolerance, "total");
    }
}

START_TEST(the_closed_form_is_the_published_one) {
    struct exact e = ishigami_exact();
    ck_assert_double_eq_tol(e.first[0], 0.3139, 5e-5);
    ck_assert_double_eq_tol(e.first[1], 0.4424, 5e-5);
    ck_assert_double_eq_tol(e.total[0], 0.5576, 5e-5);
    ck_assert_double_eq_tol(e.total[2], 0.2437, 5e-5);
}
END_TEST

START_TEST(ishigami_without_chance) {
    struct sample s;
    sample_new(&s, "saltelli", 3, 4096, 1);
    evaluate(&s, ishigami, 0, 0);
    check_ishigami(&s, 0.01);
    struct vf_sobol_index one[3], two[3];
    struct vf_sobol_moments moments;
    (void)vf_sobol_indices(&s.blocks, 3, one, &moments);
    (void)vf_sobol_indices(&s.blocks, 3, two, &moments);
    ck_assert(memcmp(one, two, sizeof one) == 0); /* also the intervals: keyed */
    ck_assert(isnan(moments.noise));
    sample_free(&s);
}
END_TEST

/* Chance as large as the function's own spread, most of it shared by the points: subtracted it is gone, else it shows. */
START_TEST(chance_is_subtracted) {
    struct sample s;
    sample_new(&s, "saltelli", 3, 2048, 4);
    evaluate(&s, ishigami, 3, 3);
    check_ishigami(&s, 0.06);
    struct vf_sobol_index index[3];
    struct vf_sobol_moments moments;
    (void)vf_sobol_indices(&s.blocks, 3, index, &moments);
    ck_assert_double_eq_tol(moments.noise, 9.0 / 4, 0.2);
    for (size_t k = 0; k < s.n; k++) { /* means alone, as if they were exact */
        s.y[k] = (s.y[4 * k] + s.y[4 * k + 1] + s.y[4 * k + 2] + s.y[4 * k + 3]) / 4;
    }
    s.blocks.replications = 1;
    (void)vf_sobol_indices(&s.blocks, 3, index, &moments);
    ck_assert_double_gt(index[2].total.low, ishigami_exact().total[2]); /* chance passes for interaction */
    sample_free(&s);
}
END_TEST

START_TEST(missing_and_constant) {
    struct sample s;
    struct vf_sobol_index index[3];
    struct vf_sobol_moments moments;
    sample_new(&s, "saltelli", 3, 1024, 1);
    evaluate(&s, ishigami, 0, 0);
    s.y[7] = (double)NAN;
    ck_assert_uint_eq(vf_sobol_indices(&s.blocks, 3, index, &moments), 1023);
    ck_assert_double_eq_tol(index[0].first.value, 0.3139, 0.05);
    for (size_t k = 0; k < s.n; k++) {
        s.y[k] = 4;
    }
    ck_assert_uint_eq(vf_sobol_indices(&s.blocks, 3, index, &moments), 1024);
    ck_assert(isnan(index[0].first.value) && isnan(index[0].total.high) && moments.variance < 1e-12);
    for (size_t k = 0; k < s.n; k++) {
        s.y[k] = (double)NAN;
    }
    ck_assert_uint_eq(vf_sobol_indices(&s.blocks, 3, index, &moments), 0);
    ck_assert(isnan(moments.mean));
    sample_free(&s);
}
END_TEST

/* How often the intervals hold, with points that chance spreads as the bootstrap supposes: random ones. */
START_TEST(intervals_hold_as_often_as_they_say) {
    enum { TIMES = 200, N = 256 };
    struct exact exact = ishigami_exact();
    struct sample s;
    int held = 0;
    sample_new(&s, "saltelli", 3, N, 1);
    for (uint32_t t = 0; t < TIMES; t++) {
        struct vf_sobol_index index[3];
        struct vf_sobol_moments moments;
        struct vf_rand r = vf_rand_open(77, 1, t);
        for (size_t b = 0; b < N; b++) {
            double *p = &s.place[b * 15];
            for (size_t k = 0; k < 3; k++) {
                double a = vf_rand_u01(&r), other = vf_rand_u01(&r);
                for (size_t i = 0; i < 5; i++) {
                    p[i * 3 + k] = i == 4 || i == k + 1 ? other : a;
                }
            }
        }
        evaluate(&s, ishigami, 0, 0);
        s.blocks.seed = t;
        (void)vf_sobol_indices(&s.blocks, 3, index, &moments);
        for (int k = 0; k < 3; k++) {
            held += index[k].first.low <= exact.first[k] && exact.first[k] <= index[k].first.high;
            held += index[k].total.low <= exact.total[k] && exact.total[k] <= index[k].total.high;
        }
    }
    double share = (double)held / (6 * TIMES);
    ck_assert_msg(share > 0.92 && share < 0.975, "intervals held in %g", share);
    sample_free(&s);
}
END_TEST

/* ---- Screening ---- */

/* Morris (1991), section 5, with the coefficients that are not drawn there; those drawn are 0. */
static double morris20(const double *u) {
    double w[20], y = 0;
    for (int i = 0; i < 20; i++) {
        bool bent = i == 2 || i == 4 || i == 6;
        w[i] = 2 * ((bent ? 1.1 * u[i] / (u[i] + 0.1) : u[i]) - 0.5);
        y += i < 10 ? 20 * w[i] : 0;
    }
    for (int i = 0; i < 6; i++) {
        for (int j = i + 1; j < 6; j++) {
            y -= 15 * w[i] * w[j];
            for (int l = j + 1; l < 5; l++) {
                y -= 10 * w[i] * w[j] * w[l];
                for (int s = l + 1; s < 4; s++) {
                    y += 5 * w[i] * w[j] * w[l] * w[s];
                }
            }
        }
    }
    return y;
}

START_TEST(trajectories_are_as_morris_wrote) {
    struct sample s;
    sample_new(&s, "morris", 5, 10, 1);
    for (size_t t = 0; t < 10; t++) {
        int moved[5] = {0};
        for (size_t k = 0; k <= 5; k++) {
            const double *p = &s.place[(t * 6 + k) * 5];
            for (size_t a = 0; a < 5; a++) {
                ck_assert_double_eq_tol(fmod(p[a] * 3 + 1e-9, 1), 0, 1e-8); /* 0, 1/3, 2/3, 1 */
                if (k > 0 && fabs(p[a] - p[(ptrdiff_t)a - 5]) > 0) {
                    ck_assert_double_eq_tol(fabs(p[a] - p[(ptrdiff_t)a - 5]), 2.0 / 3, 1e-12);
                    moved[a]++;
                }
            }
        }
        for (size_t a = 0; a < 5; a++) {
            ck_assert_int_eq(moved[a], 1);
        }
    }
    sample_free(&s);
}
END_TEST

START_TEST(screening_finds_what_is_there) {
    struct sample s;
    struct vf_effect x[20];
    sample_new(&s, "morris", 20, 30, 1);
    evaluate(&s, morris20, 0, 0);
    ck_assert_uint_eq(vf_morris_effects(&s.blocks, 20, s.place, x), 30);
    for (int i = 7; i < 10; i++) { /* linear: 2 x 20 exactly */
        ck_assert_double_eq_tol(x[i].mu.value, 40, 1e-9);
        ck_assert_double_eq_tol(x[i].mu_star.value, 40, 1e-9);
        ck_assert_double_eq_tol(x[i].sigma, 0, 1e-9);
    }
    for (int i = 10; i < 20; i++) {
        ck_assert_double_eq_tol(x[i].mu_star.value, 0, 1e-9);
    }
    for (int i = 0; i < 7; i++) {
        ck_assert_double_gt(x[i].sigma, 5);
        ck_assert_double_gt(x[i].mu_star.low, 10);
        ck_assert(x[i].mu_star.low <= x[i].mu_star.value && x[i].mu_star.value <= x[i].mu_star.high);
        ck_assert_double_ge(x[i].mu_star.value, fabs(x[i].mu.value) - 1e-12);
    }
    s.y[21] = (double)NAN;
    ck_assert_uint_eq(vf_morris_effects(&s.blocks, 20, s.place, x), 29);
    ck_assert_double_eq_tol(x[8].mu.value, 40, 1e-9);
    sample_free(&s);
}
END_TEST

/* What is common to all points is not in an effect; what is not shows as noise: sqrt(2 / m) / reach of its sd. */
START_TEST(screening_with_chance) {
    struct sample s;
    struct vf_effect x[3];
    sample_new(&s, "morris", 3, 50, 5);
    evaluate(&s, ishigami, 100, 0);
    (void)vf_morris_effects(&s.blocks, 3, s.place, x);
    ck_assert_double_lt(x[0].noise, 1e-9);
    double sigma = x[1].sigma;
    evaluate(&s, ishigami, 100, 2);
    (void)vf_morris_effects(&s.blocks, 3, s.place, x);
    ck_assert_double_eq_tol(x[1].noise, 2 * sqrt(2.0 / 5) * 1.5, 0.3);
    ck_assert_double_gt(x[1].sigma, sigma);
    sample_free(&s);
}
END_TEST

/* An axis rounded to few values: an effect is what a move changed over how far it went, on a linear function exact. */
START_TEST(effects_are_of_the_move_that_was_made) {
    enum { N = 12, K = 3 };
    static const double values[K][4] = {{0, 0.25, 0.75, 1}, {0, 0.1, 1, 1}, {0.5, 0.5, 0.5, 0.5}};
    struct sample s;
    struct vf_effect x[K];
    size_t known = 0;
    sample_new(&s, "morris", K, N, 1);
    for (size_t k = 0; k < s.n * K; k++) {
        s.place[k] = values[k % K][(size_t)(s.place[k] * 3 + 0.5)];
    }
    for (size_t k = 0; k < s.n; k++) {
        s.y[k] = 4 * s.place[k * K] - 20 * s.place[k * K + 1];
    }
    ck_assert_uint_eq(vf_morris_effects(&s.blocks, K, s.place, x), N);
    ck_assert_double_eq_tol(x[0].mu_star.value, 4, 1e-12);
    ck_assert_double_eq_tol(x[1].mu.value, -20, 1e-12);
    ck_assert_double_eq_tol(x[1].mu_star.value, 20, 1e-12);
    for (size_t a = 0; a < 2; a++) {
        ck_assert_uint_eq(x[a].known, N);
        ck_assert_double_lt(x[a].sigma, 1e-12);
        ck_assert_double_eq_tol(x[a].mu_star.low, x[a].mu_star.high, 1e-12);
    }
    ck_assert(x[2].known == 0 && isnan(x[2].mu_star.value) && isnan(x[2].mu.value) && isnan(x[2].noise));
    for (size_t k = 0; k < s.n; k++) { /* half of the moves undone: the others tell the same */
        s.place[k * K] = s.place[k * K] < 0.5 ? 0 : s.place[k * K];
        s.place[k * K] = fabs(s.place[k * K] - 0.75) < 0.1 && k / (K + 1) % 2 ? 0 : s.place[k * K];
        s.y[k] = 4 * s.place[k * K];
    }
    for (size_t b = 0; b < N; b++) {
        known += fabs(s.place[b * (K + 1) * K] - s.place[(b * (K + 1) + K) * K]) > 0;
    }
    ck_assert_uint_eq(vf_morris_effects(&s.blocks, K, s.place, x), N);
    ck_assert(known > 1 && known < N);
    ck_assert_uint_eq(x[0].known, known);
    ck_assert_double_eq_tol(x[0].mu_star.value, 4, 1e-12);
    ck_assert_double_lt(x[0].sigma, 1e-12);
    sample_free(&s);
}
END_TEST

/* The chosen trajectories lie farther from each other than the same number in the order they were drawn. */
START_TEST(trajectories_are_spread) {
    enum { N = 8, K = 4 };
    struct sample few, many;
    double sum[2] = {0, 0};
    sample_new(&few, "morris", K, N, 1);
    sample_new(&many, "morris", K, 51, 1); /* no choice there */
    for (int which = 0; which < 2; which++) {
        const double *p = which ? many.place : few.place;
        for (size_t i = 0; i < N * (K + 1); i++) {
            for (size_t j = 0; j < i / (K + 1) * (K + 1); j++) {
                double square = 0;
                for (size_t a = 0; a < K; a++) {
                    square += pow(p[i * K + a] - p[j * K + a], 2);
                }
                sum[which] += sqrt(square);
            }
        }
    }
    ck_assert_double_gt(sum[0], 1.05 * sum[1]);
    sample_free(&few);
    sample_free(&many);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("sensitivity");
    TCase *c = tcase_create("all");
    tcase_set_timeout(c, 120);
    tcase_add_test(c, the_closed_form_is_the_published_one);
    tcase_add_test(c, ishigami_without_chance);
    tcase_add_test(c, chance_is_subtracted);
    tcase_add_test(c, missing_and_constant);
    tcase_add_test(c, intervals_hold_as_often_as_they_say);
    tcase_add_test(c, trajectories_are_as_morris_wrote);
    tcase_add_test(c, screening_finds_what_is_there);
    tcase_add_test(c, screening_with_chance);
    tcase_add_test(c, effects_are_of_the_move_that_was_made);
    tcase_add_test(c, trajectories_are_spread);
    suite_add_tcase(suite, c);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}

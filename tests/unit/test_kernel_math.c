/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The elementary functions against the C library's long double, in units in the last place, over random
 * arguments and dense grids; their special cases; and one fingerprint of very many results, which must be the
 * same for every compiler, optimisation and CPU. */
#include <check.h>
#include <float.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "vf_math.h"
#include "vf_random.h"

_Static_assert(LDBL_MANT_DIG >= 64, "the oracle needs more bits than double has");

enum { N = 300000 };

/* |got - want| in ulps of want rounded to double; 0 for the same infinity. */
static double ulps(double got, long double want) {
    double rounded = (double)want;
    if (isinf(rounded) || isinf(got)) {
        return rounded == got ? 0.0 : 1e9;
    }
    int e;
    (void)frexp(rounded, &e);
    return (double)(fabsl((long double)got - want) / ldexpl(1.0L, (e < -1021 ? -1021 : e) - 53));
}

static double uniform(struct vf_rand *r, double a, double b) { return a + (b - a) * vf_rand_u01(r); }
/* Magnitude between 2^(a-1) and 2^b, evenly in the exponent. */
static double spread(struct vf_rand *r, double a, double b) {
    int e = (int)uniform(r, a, b + 1.0); /* first: the order of arguments is the compiler's */
    return ldexp(uniform(r, 0.5, 1.0), e);
}
static double signed_spread(struct vf_rand *r, double a, double b) {
    double x = spread(r, a, b);
    return vf_rand_u64(r) & 1 ? x : -x;
}

struct worst {
    double ulps, x, y;
};
static void note(struct worst *w, double u, double x, double y) {
    if (!(u <= w->ulps)) {
        *w = (struct worst){u, x, y};
    }
}
static void bound(const char *what, const struct worst *w, double limit) {
    ck_assert_msg(w->ulps <= limit, "%s: %.4f ulp at %a, %a", what, w->ulps, w->x, w->y);
    if (getenv("VF_TEST_LONG") != NULL) {
        printf("%-22s %.4f ulp\n", what, w->ulps);
    }
}

static void check_one(const char *what, double (*f)(double), long double (*oracle)(long double),
                      double (*draw)(struct vf_rand *), double limit) {
    struct worst w = {0.0, 0.0, 0.0};
    struct vf_rand r = vf_rand_open(vf_name_key(what), 1, 0);
    for (int i = 0; i < N; i++) {
        double x = draw(&r);
        note(&w, ulps(f(x), oracle((long double)x)), x, 0.0);
    }
    bound(what, &w, limit);
}

static double f_log(double x) { return vf_log(x); }
static double f_exp(double x) { return vf_exp(x); }
static double of_unit(struct vf_rand *r) { return vf_rand_u01(r); }
static double of_any(struct vf_rand *r) { return spread(r, -1073.0, 1023.0); }
static double of_near_one(struct vf_rand *r) { return 1.0 + signed_spread(r, -53.0, -4.0); }
static double of_rows(struct vf_rand *r) { /* both sides of the edges of the table's rows */
    uint64_t edge = VF_LOG_OFF + ((vf_rand_u64(r) % 256) << 45);
    return vf_bits_double(edge + vf_rand_u64(r) % 9 - 4);
}
static double of_exponent(struct vf_rand *r) { return uniform(r, -750.0, 712.0); }
static double of_subnormal(struct vf_rand *r) { return uniform(r, -746.0, -700.0); }
static double of_small(struct vf_rand *r) { return signed_spread(r, -60.0, -1.0); }
static double of_halfway(struct vf_rand *r) { /* where exp changes row */
    double k = floor(uniform(r, -4000.0, 4000.0)) + 0.5;
    return k * 0x1.62e42fefa39efp-8 * (1.0 + (double)(vf_rand_u64(r) % 9) * 0x1p-52);
}
static double of_above_minus_one(struct vf_rand *r) {
    return vf_rand_u64(r) & 1 ? -vf_rand_u01(r) : spread(r, -4.0, 1000.0);
}
static double of_expm1(struct vf_rand *r) { return uniform(r, -60.0, 711.0); }

START_TEST(log_accuracy) {
    check_one("log, unit", f_log, logl, of_unit, 0.55);
    check_one("log, any", f_log, logl, of_any, 0.55);
    check_one("log, near 1", f_log, logl, of_near_one, 0.55);
    check_one("log, edges of rows", f_log, logl, of_rows, 0.55);
}
END_TEST

START_TEST(exp_accuracy) {
    check_one("exp, all", f_exp, expl, of_exponent, 0.55);
    check_one("exp, subnormal", f_exp, expl, of_subnormal, 0.55);
    check_one("exp, small", f_exp, expl, of_small, 0.55);
    check_one("exp, edges of rows", f_exp, expl, of_halfway, 0.55);
}
END_TEST

START_TEST(log1p_expm1_accuracy) {
    check_one("log1p, small", vf_log1p, log1pl, of_small, 0.6);
    check_one("log1p, wide", vf_log1p, log1pl, of_above_minus_one, 0.6);
    check_one("expm1, small", vf_expm1, expm1l, of_small, 0.9);
    check_one("expm1, wide", vf_expm1, expm1l, of_expm1, 0.9);
}
END_TEST

START_TEST(log_dense) {
    struct worst w = {0.0, 0.0, 0.0};
    for (double x = 0.5; x < 2.0; x += 0x1.00003p-18) {
        note(&w, ulps(vf_log(x), logl((long double)x)), x, 0.0);
    }
    bound("log, dense", &w, 0.55);
    w = (struct worst){0.0, 0.0, 0.0};
    for (double x = -1.0; x < 1.0; x += 0x1.00003p-18) {
        note(&w, ulps(vf_exp(x), expl((long double)x)), x, 0.0);
    }
    bound("exp, dense", &w, 0.55);
}
END_TEST

/* Absolute 2e-14, relative 1e-13, and never falling where u rises. */
START_TEST(log_fast) {
    struct vf_rand r = vf_rand_open(1, 5, 0);
    for (int i = 0; i < N; i++) {
        double x = i % 2 ? vf_rand_u01(&r) : spread(&r, -53.0, 0.0);
        double off = fabs((double)((long double)vf_log_fast(x) - logl((long double)x)));
        ck_assert_msg(off <= 2e-14 && off <= 1e-13 * fabs(log(x)), "%a: %g", x, off);
        ck_assert(vf_log_fast(x) <= vf_log_fast(x + 0x1p-53));
    }
    ck_assert(vf_log_fast(1.0) == 0.0);
    for (double x = 1.0 - 0x1p-53; x > 1.0 - 0x1p-45; x -= 0x1p-53) {
        ck_assert(vf_log_fast(x) < 0.0 && vf_log_fast(x) >= -0x1p-44);
    }
}
END_TEST

START_TEST(pow_accuracy) {
    struct vf_rand r = vf_rand_open(1, 6, 0);
    struct worst unit = {0.0, 0.0, 0.0}, wide = unit, near = unit, low = unit, any = unit;
    for (int i = 0; i < N; i++) {
        double x = vf_rand_u01(&r), y = uniform(&r, -3.0, 3.0);
        note(&unit, ulps(vf_pow(x, y), powl((long double)x, (long double)y)), x, y);
        x = spread(&r, -20.0, 20.0);
        y = uniform(&r, -100.0, 100.0);
        note(&wide, ulps(vf_pow(x, y), powl((long double)x, (long double)y)), x, y);
        x = 1.0 + signed_spread(&r, -53.0, -3.0);
        y = uniform(&r, -700.0, 700.0) / log1p(x - 1.0);
        note(&near, ulps(vf_pow(x, y), powl((long double)x, (long double)y)), x, y);
        x = uniform(&r, 2.0, 3.0);
        y = uniform(&r, -745.0, -700.0) / log(x);
        note(&low, ulps(vf_pow(x, y), powl((long double)x, (long double)y)), x, y);
        x = spread(&r, -1073.0, 1023.0);
        y = signed_spread(&r, -60.0, 12.0);
        note(&any, ulps(vf_pow(x, y), powl((long double)x, (long double)y)), x, y);
    }
    bound("pow, unit", &unit, 0.6);
    bound("pow, wide", &wide, 0.6);
    bound("pow, near 1", &near, 0.6);
    bound("pow, subnormal", &low, 0.6);
    bound("pow, any", &any, 0.6);
}
END_TEST

START_TEST(edges) {
    const double inf = (double)INFINITY, tiny = 0x1p-1074, huge = DBL_MAX, nan_ = (double)NAN;
    ck_assert(vf_log(0.0) == -inf && vf_log(-0.0) == -inf && isnan(vf_log(-1.0)) && isnan(vf_log(nan_)));
    ck_assert(vf_log(inf) == inf && isnan(vf_log(-inf)) && vf_log(1.0) == 0.0);
    ck_assert(vf_log(1.0 - 0x1p-53) == -0x1p-53 && vf_log(1.0 + 0x1p-52) == 0x1p-52 - 0x1p-105);
    ck_assert(vf_log(tiny) == (double)logl(0x1p-1074L) && vf_log(huge) == (double)logl((long double)huge));
    ck_assert(vf_log(DBL_MIN) == (double)logl((long double)DBL_MIN));

    ck_assert(vf_exp(0.0) == 1.0 && vf_exp(-0.0) == 1.0 && vf_exp(inf) == inf && vf_exp(-inf) == 0.0);
    ck_assert(isnan(vf_exp(nan_)) && vf_exp(tiny) == 1.0 && vf_exp(-0x1p-55) == 1.0 && vf_exp(1e300) == inf);
    ck_assert(vf_exp(709.782712893384) < inf && vf_exp(709.7827128933841) == inf && vf_exp(-1e300) == 0.0);
    ck_assert(vf_exp(-745.1332191019411) == tiny && vf_exp(-745.1332191019412) == 0.0);

    ck_assert(vf_log1p(-1.0) == -inf && isnan(vf_log1p(-1.5)) && vf_log1p(inf) == inf);
    ck_assert(isnan(vf_log1p(nan_)) && isnan(vf_expm1(nan_)));
    ck_assert(vf_log1p(tiny) == tiny && vf_log1p(0.0) == 0.0 && vf_log1p(-0x1p-60) == -0x1p-60);
    ck_assert(vf_expm1(-inf) == -1.0 && vf_expm1(inf) == inf && vf_expm1(tiny) == tiny);
    ck_assert(vf_expm1(0.0) == 0.0 && vf_expm1(-50.0) == -1.0);
}
END_TEST

/* The special cases of pow are those of the C library. */
START_TEST(pow_edges) {
    const double v[] = {0.0,
                        -0.0,
                        1.0,
                        -1.0,
                        2.0,
                        -2.0,
                        0.5,
                        -0.5,
                        3.0,
                        -3.0,
                        1.5,
                        -1.5,
                        0x1p53,
                        0x1p53 + 2,
                        -0x1p53,
                        0x1p52 + 1,
                        0x1p-1074,
                        -0x1p-1074,
                        DBL_MAX,
                        -DBL_MAX,
                        DBL_MIN,
                        1 + 0x1p-52,
                        1 - 0x1p-53,
                        -1 + 0x1p-53,
                        0x1p64,
                        0x1p100,
                        -0x1p100,
                        0x1p-60,
                        1e-300,
                        1e300,
                        (double)INFINITY,
                        -(double)INFINITY,
                        (double)NAN};
    enum { V = sizeof v / sizeof v[0] };
    for (int i = 0; i < V; i++) {
        for (int j = 0; j < V; j++) {
            double got = vf_pow(v[i], v[j]), want = pow(v[i], v[j]);
            bool near = ulps(got, (long double)want) <= 1.0 && !signbit(got) == !signbit(want);
            bool same = isnan(want) ? isnan(got) : near;
            ck_assert_msg(same, "pow(%a, %a) = %a, not %a", v[i], v[j], got, want);
        }
    }
}
END_TEST

START_TEST(circular) {
    struct vf_rand r = vf_rand_open(1, 8, 0);
    const long double turn = 6.28318530717958647692528676655900577L;
    double worst = 0.0;
    for (int i = 0; i < N; i++) {
        double x = i % 2 ? uniform(&r, -1e5, 1e5) : signed_spread(&r, -40.0, 3.0), t = uniform(&r, -3.0, 3.0);
        worst = fmax(worst, fabs((double)(vf_sin(x) - sinl((long double)x))));
        worst = fmax(worst, fabs((double)(vf_cos(x) - cosl((long double)x))));
        worst = fmax(worst, fabs((double)(vf_sin_turn(t) - sinl(turn * (long double)t))));
        worst = fmax(worst, fabs((double)(vf_cos_turn(t) - cosl(turn * (long double)t))));
    }
    ck_assert_msg(worst < 2.5e-16, "%g", worst);
    for (int k = -8; k <= 8; k++) { /* quarters are exact, far turns too */
        static const double sine[4] = {0.0, 1.0, 0.0, -1.0};
        ck_assert(vf_sin_turn(k * 0.25) == sine[k & 3] && vf_cos_turn(k * 0.25) == sine[(k + 1) & 3]);
    }
    ck_assert(vf_sin_turn(1e9 + 0.25) == 1.0 && vf_cos_turn(-1e9 + 0.5) == -1.0 && vf_sin(0.0) == 0.0);
    ck_assert(vf_sin((double)INFINITY) == 0.0 && vf_cos((double)NAN) == 0.0);
    ck_assert(vf_sin_turn((double)NAN) == 0.0 && vf_cos_turn(-(double)INFINITY) == 0.0);
}
END_TEST

START_TEST(normal_quantile) {
    struct vf_rand r = vf_rand_open(1, 9, 0);
    double worst = 0.0, sum = 0.0, square = 0.0;
    for (int i = 0; i < N; i++) {
        double u = vf_rand_u01(&r), tail = spread(&r, -53.0, -1.0);
        double x = vf_normal_quantile(u);
        sum += x;
        square += x * x;
        worst = fmax(worst, fabs(x / gsl_cdf_ugaussian_Pinv(u) - 1.0));
        double there = tail < 0.5 ? fabs(vf_normal_quantile(tail) / gsl_cdf_ugaussian_Pinv(tail) - 1.0) : 0.0;
        worst = fmax(worst, there);
        ck_assert(vf_normal_quantile(1.0 - u) == -x); /* antithetic: exactly mirrored */
    }
    ck_assert_msg(worst < 2e-15, "%g", worst);
    ck_assert(fabs(sum) < 5.0 * sqrt(N) && fabs(square - N) < 5.0 * sqrt(2.0 * N));
    ck_assert(vf_normal_quantile(0.5) == 0.0);
    ck_assert(fabs(vf_normal_quantile(0x1p-53) + 8.209536151601387) < 1e-14);
    double last = -100.0; /* monotone across the joins */
    for (double u = 0x1p-53; u < 1.0; u += u < 0.07 ? u * 0x1p-8 : 0x1p-16) {
        double x = vf_normal_quantile(u);
        ck_assert_msg(x > last, "%a", u);
        last = x;
    }
}
END_TEST

/* Every bit of a great many results, folded: a compiler, CPU or library that changes one shows here. */
START_TEST(same_bits_everywhere) {
    struct vf_rand r = vf_rand_open(2026, 10, 0);
    uint64_t h = 0;
    for (int i = 0; i < N; i++) {
        double u = vf_rand_u01(&r), x = signed_spread(&r, -30.0, 9.0), y = spread(&r, -1070.0, 1020.0);
        const double v[] = {vf_log(u),    vf_log(y),      vf_log_fast(u), vf_exp(x),
                            vf_pow(u, x), vf_log1p(-u),   vf_expm1(x),    vf_sin(x),
                            vf_cos(x),    vf_sin_turn(x), vf_cos_turn(u), vf_normal_quantile(u)};
        for (size_t k = 0; k < sizeof v / sizeof v[0]; k++) {
            h = vf_mix64(h ^ vf_double_bits(v[k]));
        }
    }
    ck_assert_msg(h == UINT64_C(0xB60A96F60B971269), "fingerprint 0x%016llX", (unsigned long long)h);
}
END_TEST

int main(void) {
    Suite *s = suite_create("math");
    TCase *c = tcase_create("all");
    tcase_set_timeout(c, 300);
    tcase_add_test(c, log_accuracy);
    tcase_add_test(c, exp_accuracy);
    tcase_add_test(c, log1p_expm1_accuracy);
    tcase_add_test(c, log_dense);
    tcase_add_test(c, log_fast);
    tcase_add_test(c, pow_accuracy);
    tcase_add_test(c, edges);
    tcase_add_test(c, pow_edges);
    tcase_add_test(c, circular);
    tcase_add_test(c, normal_quantile);
    tcase_add_test(c, same_bits_everywhere);
    suite_add_tcase(s, c);
    SRunner *sr = srunner_create(s);
    srunner_set_fork_status(sr, CK_NOFORK);
    srunner_run_all(sr, CK_NORMAL);
    int failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? 0 : 1;
}

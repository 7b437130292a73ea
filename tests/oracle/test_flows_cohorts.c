/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vf-test: labels=slow
 * People who live on, against theory: a finite source without loss, with loss (Engset, insensitive to both laws),
 * with a queue (machine repair); own factors; deaths; those who become others. Times in minutes. */
#include <gsl/gsl_cdf.h>

#include "oracle.h"

/* clang-format off */
#define RUN(duration) \
    "{'run': {'seed': 1, 'warmup': '5 d', 'duration': '" duration "'," \
    "'replications': 40, 'report_time_unit': 'min'},"
#define MODEL(size, home, more, unit, stay) \
    "'units': {'u': {'kind': 'clinic', " unit "}}, 'groups': {'g': {'arrivals': {'cohort': {'size': " size "," \
    "'home': " home more "}}, 'path': {'u': {'stay': " stay "}}}}}"
#define EXP(mean) "{'exponential': {'mean': '" mean "'}}"

/* Each of 20 is in care a quarter of the time, whatever the others do: binomial. */
START_TEST(binomial) {
    double p = 0.25;
    const struct oracle_row rows[] = {OF_UNIT("occupancy", "u", 5, 0.01),
                                      OF_GROUP("in_system", "g", 5, 0.01)};
    struct vf_experiment x;
    const char *text = RUN("100 d") MODEL("20", EXP("90 min"), "", "'capacity': 20", EXP("30 min"));
    oracle_check(text, ORACLE_ROWS(rows));
    oracle_run(&x, text, 1, 0);
    double c = 1;
    for (int k = 0; k <= 20; k++) {
        double exact = c * pow(p, k) * pow(1 - p, 20 - k);
        ck_assert_double_eq_tol(vf_experiment_occupancy(&x, 0, 0, (uint32_t)k), exact, 0.004);
        c *= (20.0 - k) / (k + 1);
    }
    vf_experiment_fini(&x);
}
END_TEST

/* P(n) ~ C(N, n) a^n, n <= c; an arrival sees the system of the N - 1 others. */
static double engset(int members, int places, double a, double *mean) {
    double term = 1, sum = 1, last = 1;
    *mean = 0;
    for (int n = 1; n <= places; n++) {
        term *= a * (members - n + 1) / n;
        sum += term;
        *mean += n * term;
        last = term;
    }
    *mean /= sum;
    return last / sum;
}
START_TEST(loss) {
    double mean, other, time = engset(10, 4, 0.5, &mean), calls = engset(9, 4, 0.5, &other);
    const struct oracle_row rows[] = {OF_UNIT("occupancy", "u", mean, 0.01), OF_UNIT("p_full", "u", time, 0.02),
                                      OF_UNIT("lost_fraction", "u", calls, 0.02)};
    oracle_check(RUN("100 d") MODEL("10", EXP("60 min"), "", "'capacity': 4, 'queue': {'external_cap': 0}",
                                    EXP("30 min")), ORACLE_ROWS(rows));
    oracle_check(RUN("100 d") MODEL("10", "{'gamma': {'shape': 4, 'mean': '60 min'}}", "",
                                    "'capacity': 4, 'queue': {'external_cap': 0}",
                                    "{'lognormal': {'mean': '30 min', 'cv': 1.5}}"), ORACLE_ROWS(rows));
}
END_TEST

/* Births (N - n) / 60, deaths min(n, 2) / 30. */
START_TEST(machine_repair) {
    enum { N = 8, C = 2 };
    double p[N + 1] = {1}, sum = 1, mean = 0, queue = 0;
    for (int n = 1; n <= N; n++) {
        p[n] = p[n - 1] * ((N - n + 1) / 60.0) / ((n < C ? n : C) / 30.0);
        sum += p[n];
    }
    for (int n = 1; n <= N; n++) {
        mean += n * p[n] / sum;
        queue += n > C ? (n - C) * p[n] / sum : 0;
    }
    const struct oracle_row rows[] = {OF_GROUP("in_system", "g", mean, 0.01), OF_UNIT("queue", "u", queue, 0.02),
                                      OF_GROUP("total_time", "g", mean / ((N - mean) / 60), 0.01)};
    oracle_check(RUN("100 d") MODEL("8", EXP("60 min"), "", "'capacity': 2", EXP("30 min")), ORACLE_ROWS(rows));
}
END_TEST

/* A member with factor z comes 1 / (1 d / z + 10 min) often. The 400 drawn factors are the same in all that is
 * simulated longer, so many replications and a wide tolerance. */
START_TEST(frailty) {
    double rate = 0, work = 10.0 / 1440;
    for (int k = 0; k < 100000; k++) {
        double z = gsl_cdf_gamma_Pinv((k + 0.5) / 100000, 1 / 0.64, 0.64);
        rate += 1 / (1 / z + work) / 100000;
    }
    const struct oracle_row rows[] = {OF_GROUP("journeys", "g", 400 * 30 * rate, 0.02),
                                      OF_UNIT("occupancy", "u", 400 * rate * work, 0.02)};
    oracle_check(RUN("30 d") MODEL("400", EXP("1 d"), ", 'frailty_cv': 0.8", "'capacity': 400", "'10 min'"),
                 ORACLE_ROWS(rows));
}
END_TEST

/* Nearly always at home, so alive is N exp(-m t) from the start, and replaced members keep it at N. */
START_TEST(mortality) {
    double t = 100, m = 0.01;
    const struct oracle_row dying[] = {OF_GROUP("levande", "g", 1000 * (exp(-m * 5) - exp(-m * (5 + t))) / (m * t), 0.01),
                                       OF_GROUP("doda_hemma", "g", 1000 * (exp(-m * 5) - exp(-m * (5 + t))), 0.02)};
    const struct oracle_row replaced[] = {OF_GROUP("doda_hemma", "g", 1000 * m * t, 0.02),
                                          OF_GROUP("journeys", "g", 1000 * t / 10, 0.01)};
    oracle_check(RUN("100 d") MODEL("1000", EXP("10 d"), ", 'mortality': '0.01 /d', 'replace': false",
                                    "'capacity': 1000", "'1 s'"), ORACLE_ROWS(dying));
    oracle_check(RUN("100 d") MODEL("1000", EXP("10 d"), ", 'mortality': '0.01 /d'", "'capacity': 1000", "'1 s'"),
                 ORACLE_ROWS(replaced));
}
END_TEST

/* Ten a day join 500 members, each of whom comes every tenth day and then, one time in ten, goes through a bed into
 * another cohort, for good: n = 1000 - 500 exp(-t / 100 d), and its integral over 100 d there. The traffic equations
 * too. */
START_TEST(become) {
    double m = 0.01, from = 5, to = 105, mean = (exp(-m * from) - exp(-m * to)) / (m * (to - from));
    double n = 1000 - 500 * mean, frail = 1000 * m * (from + to) / 2 - 500 * (1 - mean);
    const char *text =
        RUN("100 d") "'units': {'u': {'kind': 'clinic', 'capacity': 1000}, 'v': {'kind': 'clinic', 'capacity': 1000}, 'w': "
        "{'kind': 'clinic', 'capacity': 1000}}, 'groups': {'g': {'patient_type': 1, 'arrivals': {'poisson': {'rate': "
        "'20 /d'}}, 'become': {'till_h': {'group': 'h'}}, 'path': {'u': {'stay': '1 min', 'next': {'till_h': 0.5, 'exit': "
        "0.5}}}}, 'h': {'patient_type': 3, 'arrivals': {'cohort': {'size': 500, 'home': " EXP("10 d") "}}, 'become': "
        "{'till_k': {'group': 'k', 'node': 'w'}}, 'path': {'v': {'stay': '5 min', 'next': {'exit': 0.9, 'till_k': 0.1}}}},"
        "'k': {'patient_type': 4, 'arrivals': {'cohort': {'size': 0, 'home': " EXP("1000 d") "}}, 'path': {'w': {'stay': "
        EXP("2 h") "}}}}}";
    const struct oracle_row rows[] = {OF_GROUP("levande", "h", n, 0.01),
                                      OF_GROUP("levande", "k", frail, 0.02),
                                      OF_UNIT("occupancy", "v", n / 10 * 5 / 1440, 0.01),
                                      OF_UNIT("occupancy", "w", (n / 100 + frail / 1000) / 12, 0.02)};
    oracle_check(text, ORACLE_ROWS(rows));
    struct vf_experiment x;
    oracle_run(&x, text, 1, 0);
    for (uint16_t u = 1; u < 3; u++)
        ck_assert_double_eq_tol(vf_point_traffic(&x.point[0])->load[u] / rows[u + 1].exact, 1, 1e-3);
    vf_experiment_fini(&x);
}
END_TEST
/* clang-format on */

static void add(TCase *tests) {
    tcase_add_test(tests, binomial);
    tcase_add_test(tests, loss);
    tcase_add_test(tests, machine_repair);
    tcase_add_test(tests, frailty);
    tcase_add_test(tests, mortality);
    tcase_add_test(tests, become);
}

int main(void) { return oracle_main("cohorts", add); }

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vf-test: labels=slow
 * Patients on their way: transition delays of the three modes, credit for blocked time, deadlock, arrivals whose
 * rate follows the day. Times in hours. */
#include "oracle.h"

/* Models are texts put together of pieces, which the formatter would scatter. */
/* clang-format off */
#define RUN(warmup, duration) \
    "{'run': {'seed': 1, 'warmup': '" warmup "', 'duration': '" duration "'," \
    "'replications': 60, 'report_time_unit': 'h'},"
#define BEDS(name, capacity) "'" name "': {'kind': 'intermediate', 'capacity': " capacity "}"
#define PATH(rate, nodes) \
    "'groups': {'g': {'arrivals': {'poisson': {'rate': '" rate " /h'}}, 'start': 'a', 'path': {" nodes "}}}}"
#define EXP(mean) "{'exponential': {'mean': '" mean " h'}}"
#define TO_B(time, mode) ", 'next': {'b': 1}, 'transition': {'b': {'time': " time ", 'mode': '" mode "'}}"

/* Beds without limit: every place is held for what the mode says, no more. Stays 5 and 8 h, 3 h on the way. */
START_TEST(transitions_unlimited) {
    const struct oracle_row hold[] = {OF_UNIT("occupancy", "a", 0.5 * 8, 0.005),
                                      OF_UNIT("transit_beds", "a", 0.5 * 3, 0.005),
                                      OF_UNIT("occupancy", "b", 0.5 * 8, 0.005),
                                      OF_GROUP("total_time", "g", 16, 0.005)};
    oracle_check(RUN("10 d", "600 d") "'units': {" BEDS("a", "'unlimited'") "," BEDS("b", "'unlimited'") "},"
                 PATH("0.5", "'a': {'stay': " EXP("5") TO_B(EXP("3"), "hold") "}, 'b': {'stay': " EXP("8") "}"),
                 ORACLE_ROWS(hold));
    const struct oracle_row release[] = {OF_UNIT("occupancy", "a", 0.5 * 5, 0.005),
                                         OF_UNIT("occupancy", "b", 0.5 * 8, 0.005),
                                         OF_GROUP("total_time", "g", 16, 0.005),
                                         OF_GROUP("in_system", "g", 8, 0.005)};
    oracle_check(RUN("10 d", "600 d") "'units': {" BEDS("a", "'unlimited'") "," BEDS("b", "'unlimited'") "},"
                 PATH("0.5", "'a': {'stay': " EXP("5") TO_B(EXP("3"), "release") "}, 'b': {'stay': " EXP("8") "}"),
                 ORACLE_ROWS(release));
    const struct oracle_row reserve[] = {
        OF_UNIT("occupancy", "a", 0.5 * 8, 0.005),      OF_UNIT("transit_beds", "a", 0.5 * 3, 0.005),
        OF_UNIT("occupancy", "b", 0.5 * 11, 0.005),     OF_GROUP("total_time", "g", 16, 0.005)};
    oracle_check(RUN("10 d", "600 d") "'units': {" BEDS("a", "'unlimited'") "," BEDS("b", "'unlimited'") "},"
                 PATH("0.5", "'a': {'stay': " EXP("5") TO_B(EXP("3"), "hold_and_reserve") "},"
                             "'b': {'stay': " EXP("8") "}"),
                 ORACLE_ROWS(reserve));
}
END_TEST

/* The output of M/M/infinity is Poisson (Burke), so one bed on b is an M/G/1 (Pollaczek-Khinchine) whose queue is
 * blocked on a. Held: the service is the stay on b alone; reserved: the way there too. */
static double blocked(double rate, double mean, double square) {
    return rate * rate * square / (2 * (1 - rate * mean));
}

START_TEST(transitions_one_bed) {
    double queue = blocked(0.08, 8, 2 * 64);
    const struct oracle_row hold[] = {OF_UNIT("blocked_beds", "a", queue, 0.02),
                                      OF_UNIT("p_blocked_into", "b", 0.64, 0.01),
                                      OF_UNIT("transit_beds", "a", 0.08 * 3, 0.01),
                                      OF_UNIT("occupancy", "a", 0.08 * 8 + queue, 0.015),
                                      OF_UNIT("blocked_into_mean", "b", queue / 0.08 / 0.64, 0.02)};
    oracle_check(RUN("20 d", "6000 d") "'units': {" BEDS("a", "'unlimited'") "," BEDS("b", "1") "},"
                 PATH("0.08", "'a': {'stay': " EXP("5") TO_B("'3 h'", "hold") "}, 'b': {'stay': " EXP("8") "}"),
                 ORACLE_ROWS(hold));
    queue = blocked(0.06, 11, 3 * 3 + 2 * 3 * 8 + 2 * 64);
    const struct oracle_row reserve[] = {
        OF_UNIT("blocked_beds", "a", queue, 0.02),       OF_UNIT("p_blocked_into", "b", 0.66, 0.01),
        OF_UNIT("transit_beds", "a", 0.06 * 3, 0.01),    OF_UNIT("reserved_beds", "b", 0.06 * 3, 0.01),
        OF_UNIT("occupancy", "b", 0.66, 0.01),           OF_UNIT("occupancy", "a", 0.06 * 8 + queue, 0.015)};
    oracle_check(RUN("20 d", "6000 d") "'units': {" BEDS("a", "'unlimited'") "," BEDS("b", "1") "},"
                 PATH("0.06", "'a': {'stay': " EXP("5") TO_B("'3 h'", "hold_and_reserve") "},"
                              "'b': {'stay': " EXP("8") "}"),
                 ORACLE_ROWS(reserve));
}
END_TEST

/* One bed, the stay shortened by the wait: the bed is free when the longest planned end of all who came so far is
 * past, so its busy time is that of M/M/infinity: P(wait) = 1 - exp(-l m), E[wait] = m Ein(l m),
 * Ein(x) = int_0^x (1 - e^-u) / u du. */
static double ein(double x) {
    double sum = 0, term = -1;
    for (int k = 1; k < 60; k++) {
        term *= -x / k;
        sum += term / k;
    }
    return sum;
}

START_TEST(credit) {
    double busy = 1 - exp(-1.4), wait = 7 * ein(1.4);
    const struct oracle_row rows[] = {OF_UNIT("p_blocked_into", "b", busy, 0.01),
                                      OF_UNIT("blocked_into_mean", "b", wait / busy, 0.01),
                                      OF_UNIT("occupancy", "b", busy, 0.01),
                                      OF_UNIT("blocked_beds", "a", 0.2 * wait, 0.015)};
    oracle_check(RUN("20 d", "1600 d") "'units': {" BEDS("a", "'unlimited'") "," BEDS("b", "1") "},"
                 PATH("0.2", "'a': {'stay': " EXP("5") ", 'next': {'b': 1}}, "
                             "'b': {'stay': " EXP("7") ", 'credit_blocked': true}"),
                 ORACLE_ROWS(rows));
}
END_TEST

/* Two single beds, nobody waits outside. From a half go on to b, from b half go back to a: the knot is tied when
 * both want over. Chain of (a, b): stays of 10 and 20 h, arrivals at a every 4 h. */
START_TEST(deadlock_time) {
    /* states 0 empty, 1 a busy, 2 b busy, 3 both busy, 4 a waits for b, 5 b waits for a; absorbed from 4 and 5 */
    double l = 0.25, ma = 0.1, mb = 0.05, t[6] = {0};
    for (int k = 0; k < 20000; k++) {
        t[0] = 1 / l + t[1];
        t[1] = (1 + ma / 2 * t[0] + ma / 2 * t[2]) / ma;
        t[2] = (1 + l * t[3] + mb / 2 * t[0] + mb / 2 * t[1]) / (l + mb);
        t[3] = (1 + ma / 2 * t[2] + ma / 2 * t[4] + mb / 2 * t[1] + mb / 2 * t[5]) / (ma + mb);
        t[4] = (1 + mb / 2 * t[2]) / mb; /* b leaves: the blocked goes over */
        t[5] = (1 + ma / 2 * t[1]) / ma;
    }
    struct vf_experiment x;
    oracle_run(&x,
               "{'run': {'seed': 1, 'duration': '1 y', 'replications': 4000, 'on_deadlock': 'record'}, 'units': {"
               "'a': {'kind': 'intermediate', 'capacity': 1, 'queue': {'external_cap': 0}}, " BEDS("b", "1") "},"
               PATH("0.25", "'a': {'stay': " EXP("10") ", 'next': {'b': 0.5, 'exit': 0.5}}, "
                            "'b': {'stay': " EXP("20") ", 'next': {'a': 0.5, 'exit': 0.5}}"),
               1, 0);
    struct vf_summary s;
    vf_study_summary(&x.study, 0, x.deadlock_first + 1, &s);
    ck_assert_int_eq((int)s.n, 4000);
    double z = (s.mean / 3600000 - t[0]) / (s.sd / 3600000 / sqrt(4000));
    ck_assert_msg(fabs(z) < 3, "%.3f h, exact %.3f h, z = %.2f", s.mean / 3600000, t[0], z);
    vf_experiment_fini(&x);
}
END_TEST

/* ---- M_t/M/infinity: m' = l(t) - m / 3 h (Eick, Massey & Whitt 1993) ---- */
static double worst_hour(const char *text, double (*mean)(int hour), int longer, uint64_t seed) {
    struct vf_experiment x;
    oracle_run(&x, text, longer, seed);
    const int64_t *phase = x.point[0].phase;
    double worst = 0;
    for (int h = 0; h < 24; h++) {
        double n = (double)phase[3 * h], is = (double)phase[3 * h + 1] / n, m = mean(h);
        ck_assert_double_gt(n, 50000);
        double z = (is - m) / sqrt(m / n); /* Poisson, days apart by 8 mean stays */
        worst = fabs(z) > fabs(worst) ? z : worst;
        if (getenv("VF_ORACLE_SHOW") != NULL) {
            printf("%02d:00 %10.5f %10.5f z %5.2f\n", h, m, is, z);
        }
    }
    vf_experiment_fini(&x);
    return worst;
}

static void by_hour(const char *text, double (*mean)(int hour)) {
    double z = worst_hour(text, mean, 1, 0);
    z = fabs(z) > 3 ? worst_hour(text, mean, 4, 2) : z;
    ck_assert_msg(fabs(z) <= 3, "z = %.2f", z);
}

static double sine(int hour) {
    double w = 2 * 3.14159265358979323846 / 24, mu = 1.0 / 3, t = hour;
    return 4 / mu * (1 + 0.6 * (mu * mu * sin(w * t) - mu * w * cos(w * t)) / (mu * mu + w * w));
}

/* 2 an hour, 6 an hour from 8 to 16. */
static double steps(int hour) {
    double m = 6, low = 2 * 3, high = 6 * 3;
    for (int t = 0; t < 24 * 5 + hour; t++) {
        double goal = t % 24 >= 8 && t % 24 < 16 ? high : low;
        m = goal + (m - goal) * exp(-1.0 / 3);
    }
    return m;
}

#define WORKDAY "[1, 1, 1, 1, 1, 1, 1, 1, 3, 3, 3, 3, 3, 3, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1]"
#define DAILY(rate, more) \
    "{'run': {'seed': 1, 'warmup': '10 d', 'duration': '1000 d', 'replications': 60, 'phase': {'cycle': '24 h'," \
    "'bins': 24}}, 'units': {" BEDS("a", "'unlimited'") "}, 'groups': {'g': {'arrivals': {'poisson': {'rate': " rate \
    "}}, 'path': {'a': {'stay': " EXP("3") "}}}}" more "}"

START_TEST(daily_sine) {
    by_hour(DAILY("{'base': '4 /h', 'sinusoids': {'day': {'period': '24 h', 'amplitude': 0.6, 'phase': '0 h'}}}", ""),
            sine);
}
END_TEST

START_TEST(daily_steps) { by_hour(DAILY("{'base': '2 /h', 'hours': " WORKDAY "}", ""), steps); }
END_TEST

/* The same by layers: a scenario that raises the rate of the config opens more candidates. */
START_TEST(daily_layers) {
    by_hour(DAILY("'0.9 /h'", ", 'scenarios': {'day': {'patch': {'groups': {'g': {'arrivals': {'poisson': {'rate': "
                              "{'base': '2 /h', 'hours': " WORKDAY "}}}}}}}}"),
            steps);
}
END_TEST
/* clang-format on */
static void add(TCase *tests) {
    tcase_add_test(tests, transitions_unlimited);
    tcase_add_test(tests, transitions_one_bed);
    tcase_add_test(tests, credit);
    tcase_add_test(tests, deadlock_time);
    tcase_add_test(tests, daily_sine);
    tcase_add_test(tests, daily_steps);
    tcase_add_test(tests, daily_layers);
}

int main(void) { return oracle_main("moves", add); }

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vf-test: labels=slow
 * Queues with a theory: priorities, impatience, balking, caps, reservation, gamma service, networks. Times in
 * minutes (the report unit), so that a rate per minute times a time is a number. */
#include "oracle.h"
#include "oracle_chain.h"
#include "vf_queueing.h"

/* Models are texts put together of pieces, which the formatter would scatter. */
/* clang-format off */
#define RUN(duration) \
    "{'run': {'seed': 1, 'warmup': '20 d', 'duration': '" duration "'," \
    "'replications': 60, 'report_time_unit': 'min'},"
#define GROUP(name, rate, priority, node)                                                                         \
    "'" name "': {'priority': " priority ", 'arrivals': {'poisson': {'rate': '" rate " /min'}}, " \
    "'path': {'u': {" node "}}}"
#define EXP(mean) "'stay': {'exponential': {'mean': '" mean " min'}}"

/* Mean number in M/M/c. */
static double number(double load, uint32_t c) { return load + load * vf_mmc_wait(load, c); }

/* Preemptive resume with one law for all: classes 1 .. k together are an M/M/c that sees nobody else. */
START_TEST(preemptive_priority) {
    double first = number(0.7, 2), all = number(1.5, 2);
    const struct oracle_row rows[] = {
        OF_GROUP("in_system", "high", first, 0.01), OF_GROUP("in_system", "low", all - first, 0.015),
        OF_UNIT_GROUP("wait_mean", "u", "high", (first - 0.7) / 0.07, 0.03),
        OF_UNIT_GROUP("wait_mean", "u", "low", (all - first - 0.8) / 0.08, 0.02),
        OF_UNIT("utilisation", "u", 0.75, 0.005),
        OF_GROUP("total_time", "low", (all - first) / 0.08, 0.015)};
    oracle_check(RUN("200 d") "'units': {'u': {'kind': 'clinic', 'capacity': 2, 'preempt': 'resume'}}, 'groups': {"
                 GROUP("high", "0.07", "1", EXP("10")) "," GROUP("low", "0.08", "2", EXP("10")) "}}",
                 ORACLE_ROWS(rows));
}
END_TEST

/* Cobham (1954): W_k = W0 / ((1 - s_{k-1})(1 - s_k)), W0 = C / (c mu). */
START_TEST(queueing_priority) {
    double c = 3, w0 = vf_erlang_c(2.4, 3) * 10 / c, s1 = 0.06 * 10 / c, s2 = s1 + 0.08 * 10 / c, s3 = 0.8;
    const struct oracle_row rows[] = {OF_UNIT_GROUP("wait_mean", "u", "high", w0 / (1 - s1), 0.01),
                                      OF_UNIT_GROUP("wait_mean", "u", "mid", w0 / (1 - s1) / (1 - s2), 0.015),
                                      OF_UNIT_GROUP("wait_mean", "u", "low", w0 / (1 - s2) / (1 - s3), 0.02),
                                      OF_UNIT("p_wait", "u", vf_erlang_c(2.4, 3), 0.01)};
    oracle_check(RUN("250 d") "'units': {'u': {'kind': 'clinic', 'capacity': 3}}, 'groups': {"
                 GROUP("high", "0.06", "0", EXP("10")) "," GROUP("mid", "0.08", "4", EXP("10")) ","
                 GROUP("low", "0.1", "7", EXP("10")) "}}",
                 ORACLE_ROWS(rows));
}
END_TEST

/* Erlang-A: births at rate l, deaths min(n, c) / 10 + (n - c)+ / 15. */
START_TEST(impatience) {
    enum { C = 4, MOST = 400 };
    double p = 1, sum = 1, queue = 0, full = 0, l = 0.45;
    for (int n = 1; n < MOST; n++) {
        p *= l / ((n < C ? n : C) / 10.0 + (n > C ? n - C : 0) / 15.0);
        sum += p;
        queue += n > C ? (n - C) * p : 0;
        full += n >= C ? p : 0;
    }
    queue /= sum;
    full /= sum;
    double gone = queue / 15 / l;
    ck_assert_double_gt(full, 0.4);
    const struct oracle_row rows[] = {OF_UNIT("queue", "u", queue, 0.01),
                                      OF_UNIT("reneged_fraction", "u", gone, 0.01),
                                      OF_UNIT("occupancy", "u", l * (1 - gone) * 10, 0.005),
                                      OF_UNIT("p_full", "u", full, 0.01)};
    oracle_check(RUN("200 d") "'units': {'u': {'kind': 'clinic', 'capacity': 4}}, 'groups': {"
                 GROUP("g", "0.45", "4", EXP("10") ", 'patience': {'time': {'exponential': "
                                                   "{'mean': '15 min'}}}") "}}",
                 ORACLE_ROWS(rows));
}
END_TEST

/* Births at rate l(n), deaths min(n, 3) / 10; returns the distribution over 0 .. most. */
static void birth_death(double *p, int most, double l, int balk_at, double stay_on) {
    double sum = p[0] = 1;
    for (int n = 1; n <= most; n++) {
        double up = n - 1 - 3 >= balk_at ? l * stay_on : l;
        p[n] = p[n - 1] * up * 10 / (n < 3 ? n : 3);
        sum += p[n];
    }
    for (int n = 0; n <= most; n++) {
        p[n] /= sum;
    }
}

/* Everybody turns at a queue of 5: M/M/3/8. Every other turns from a queue of 2 on. */
START_TEST(balking) {
    double p[301], half = 0, queue = 0;
    birth_death(p, 8, 0.33, 100, 1);
    const struct oracle_row rows[] = {OF_UNIT("balked_fraction", "u", p[8], 0.015)};
    oracle_check(RUN("120 d") "'units': {'u': {'kind': 'clinic', 'capacity': 3}}, 'groups': {"
                 GROUP("g", "0.33", "4", EXP("10") ", 'balking': {'at': 5}") "}}",
                 ORACLE_ROWS(rows));
    birth_death(p, 300, 0.33, 2, 0.5);
    for (int n = 3; n <= 300; n++) {
        queue += (n - 3) * p[n];
        half += n >= 5 ? 0.5 * p[n] : 0;
    }
    const struct oracle_row some[] = {OF_UNIT("balked_fraction", "u", half, 0.015),
                                      OF_UNIT("queue", "u", queue, 0.01)};
    oracle_check(RUN("150 d") "'units': {'u': {'kind': 'clinic', 'capacity': 3}}, 'groups': {"
                 GROUP("g", "0.33", "4", EXP("10") ", 'balking': {'at': 2, 'probability': 0.5}") "}}",
                 ORACLE_ROWS(some));
}
END_TEST

/* Room for 5 outside: the same M/M/3/8, the rest is lost. */
START_TEST(queue_cap) {
    double p[9], queue = 0;
    birth_death(p, 8, 0.33, 100, 1);
    for (int n = 4; n <= 8; n++) {
        queue += (n - 3) * p[n];
    }
    const struct oracle_row rows[] = {OF_UNIT("lost_fraction", "u", p[8], 0.015),
                                      OF_UNIT("queue", "u", queue, 0.01),
                                      OF_UNIT("wait_mean", "u", queue / (0.33 * (1 - p[8])), 0.01)};
    oracle_check(RUN("200 d") "'units': {'u': {'kind': 'clinic', 'capacity': 3, 'queue': {'external_cap': 5}}},"
                 "'groups': {"
                 GROUP("g", "0.33", "4", EXP("10")) "}}",
                 ORACLE_ROWS(rows));
}
END_TEST

/* ---- Trunk reservation: b is admitted only if more than 2 of 6 places are free ---- */
enum { PLACES = 6, KEEP = 2, LINE = 120 };

static void loss_from(struct chain *c, int n) {
    chain_go(c, n, n < PLACES ? n + 1 : n, 0.2);
    chain_go(c, n, n + KEEP < PLACES ? n + 1 : n, 0.3);
    chain_go(c, n, n > 0 ? n - 1 : 0, n / 10.0);
}

START_TEST(reservation_with_loss) {
    struct chain c;
    chain_solve(&c, PLACES + 1, loss_from);
    double lost_b = c.p[4] + c.p[5] + c.p[6];
    const struct oracle_row rows[] = {OF_UNIT_GROUP("lost_fraction", "u", "a", c.p[6], 0.02),
                                      OF_UNIT_GROUP("lost_fraction", "u", "b", lost_b, 0.01)};
    oracle_check(RUN("200 d") "'units': {'u': {'kind': 'clinic', 'capacity': 6, 'min_free': {'b': 2}, 'queue': "
                              "{'external_cap': 0}}}, 'groups': {"
                 GROUP("a", "0.2", "4", EXP("10")) "," GROUP("b", "0.3", "4", EXP("10")) "}}",
                 ORACLE_ROWS(rows));
    chain_free(&c);
}
END_TEST

/* The same with queues. a waits only while all places are taken, b while at most 2 are free; a place that frees
 * goes to an a if one waits, and to a b only when it leaves 2 free. State: places taken 0 .. 3; or 4, 5, 6 taken
 * and b waiting; or 6 taken and a and b waiting. */
static int waiting(int n, int a, int b) { return n < 4 ? n : 4 + ((n - 4) + a) * (LINE + 1) + b; }

static void wait_from(struct chain *c, int s) {
    if (s < 4) {
        chain_go(c, s, waiting(s + 1, 0, 0), 0.15);
        chain_go(c, s, waiting(s + 1, 0, 0), 0.15);
        chain_go(c, s, s > 0 ? s - 1 : 0, s / 10.0);
        return;
    }
    int level = (s - 4) / (LINE + 1), b = (s - 4) % (LINE + 1);
    int n = level < 2 ? 4 + level : 6, a = level < 2 ? 0 : level - 2;
    chain_go(c, s, n < 6 ? waiting(n + 1, 0, b) : a < 30 ? waiting(6, a + 1, b) : s, 0.15);
    chain_go(c, s, b < LINE ? waiting(n, a, b + 1) : s, 0.15);
    int after = a > 0 ? waiting(6, a - 1, b) : n > 4 ? waiting(n - 1, 0, b) : b > 0 ? waiting(4, 0, b - 1) : 3;
    chain_go(c, s, after, n / 10.0);
}

START_TEST(reservation_with_queues) {
    struct chain c;
    chain_solve(&c, 4 + 33 * (LINE + 1), wait_from);
    double wait_a = 0, wait_b = 0, queue_a = 0, queue_b = 0;
    for (int s = 4; s < c.n; s++) {
        int level = (s - 4) / (LINE + 1), b = (s - 4) % (LINE + 1);
        wait_b += c.p[s];
        wait_a += level >= 2 ? c.p[s] : 0;
        queue_b += b * c.p[s];
        queue_a += level >= 2 ? (level - 2) * c.p[s] : 0;
    }
    const struct oracle_row rows[] = {
        OF_UNIT_GROUP("p_wait", "u", "a", wait_a, 0.015), OF_UNIT_GROUP("p_wait", "u", "b", wait_b, 0.01),
        OF_UNIT_GROUP("wait_mean", "u", "a", queue_a / 0.15, 0.025),
        OF_UNIT_GROUP("wait_mean", "u", "b", queue_b / 0.15, 0.02),
        OF_UNIT("queue", "u", queue_a + queue_b, 0.02)};
    oracle_check(RUN("250 d") "'units': {'u': {'kind': 'clinic', 'capacity': 6, 'min_free': {'b': 2}}}, 'groups': {"
                 GROUP("a", "0.15", "4", EXP("10")) "," GROUP("b", "0.15", "4", EXP("10")) "}}",
                 ORACLE_ROWS(rows));
    chain_free(&c);
}
END_TEST

/* Pollaczek-Khinchine: Wq = l E[S^2] / (2 (1 - rho)); gamma of shape 2: E[S^2] = 1.5 mean^2. */
START_TEST(one_server) {
    double wait = 0.08 * 1.5 * 100 / (2 * 0.2);
    const struct oracle_row rows[] = {OF_UNIT("wait_mean", "u", wait, 0.02),
                                      OF_UNIT("queue", "u", wait * 0.08, 0.02),
                                      OF_UNIT("p_wait", "u", 0.8, 0.005),
                                      OF_GROUP("total_time", "g", wait + 10, 0.02)};
    oracle_check(RUN("400 d") "'units': {'u': {'kind': 'clinic', 'capacity': 1}}, 'groups': {"
                 GROUP("g", "0.08", "4", "'stay': {'gamma': {'shape': 2, 'mean': '10 min'}}") "}}",
                 ORACLE_ROWS(rows));
}
END_TEST

/* Jackson (1957): stations 2 and 3 servers in a row, a quarter comes back: each an M/M/c of its own. */
START_TEST(network) {
    double rate = 0.12 / 0.75, in_a = number(rate * 10, 2), in_b = number(rate * 15, 3);
    const struct oracle_row rows[] = {
        OF_UNIT("occupancy", "a", rate * 10, 0.005), OF_UNIT("queue", "a", in_a - rate * 10, 0.02),
        OF_UNIT("occupancy", "b", rate * 15, 0.005), OF_UNIT("queue", "b", in_b - rate * 15, 0.02),
        OF_UNIT("p_wait", "a", vf_erlang_c(rate * 10, 2), 0.01),
        OF_UNIT("p_wait", "b", vf_erlang_c(rate * 15, 3), 0.01),
        OF_GROUP("in_system", "g", in_a + in_b, 0.015),
        OF_GROUP("total_time", "g", (in_a + in_b) / 0.12, 0.015)};
    oracle_check(RUN("400 d") "'units': {'a': {'kind': 'clinic', 'capacity': 2},"
                 "'b': {'kind': 'clinic', 'capacity': 3}}, "
                 "'groups': {'g': {'arrivals': {'poisson': {'rate': '0.12 /min'}}, 'start': 'a', 'path': {"
                 "'a': {" EXP("10") ", 'next': {'b': 1}},"
                 "'b': {" EXP("15") ", 'next': {'a': 0.25, 'exit': 0.75}}}}}}",
                 ORACLE_ROWS(rows));
}
END_TEST

/* clang-format on */
static void add(TCase *tests) {
    tcase_add_test(tests, preemptive_priority);
    tcase_add_test(tests, queueing_priority);
    tcase_add_test(tests, impatience);
    tcase_add_test(tests, balking);
    tcase_add_test(tests, queue_cap);
    tcase_add_test(tests, reservation_with_loss);
    tcase_add_test(tests, reservation_with_queues);
    tcase_add_test(tests, one_server);
    tcase_add_test(tests, network);
}

int main(void) { return oracle_main("queues", add); }

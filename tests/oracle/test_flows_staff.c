/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vf-test: labels=slow
 * Staff with a theory: a pool that units share, several servers at once, work that others may do, paperwork,
 * absence, beds by those on duty. Times in minutes. */
#include "oracle.h"
#include "oracle_chain.h"
#include "vf_queueing.h"

/* Models are texts put together of pieces, which the formatter would scatter. */
/* clang-format off */
#define RUN(duration) \
    "{'run': {'seed': 1, 'warmup': '20 d', 'duration': '" duration "'," \
    "'replications': 60, 'report_time_unit': 'min'},"
#define ROOMY(name) "'" name "': {'kind': 'clinic', 'capacity': 'unlimited'}"
#define GROUP(name, rate, priority, unit, needs) \
    "'" name "': {'priority': " priority ", 'arrivals': {'poisson': {'rate': '" rate " /min'}}, 'path': {'" unit \
    "': {'steps': {'s': {'needs': {" needs "}, 'time': {'exponential': {'mean': '10 min'}}}}}}}"
#define OF_STAFF(metric, name, exact, tolerance) { metric, VF_SCOPE_STAFF, name, "", exact, tolerance }

/* Two units draw on the same doctors: one M/M/2 for both, first come first served. */
START_TEST(shared_by_two_units) {
    double wait = vf_mmc_wait(1.6, 2) * 10; /* waiting time, in minutes */
    const struct oracle_row rows[] = {OF_GROUP("total_time", "a", 10 + wait, 0.015),
                                      OF_GROUP("total_time", "b", 10 + wait, 0.015),
                                      OF_STAFF("server_wait_mean", "lakare", wait, 0.02),
                                      OF_STAFF("server_p_wait", "lakare", vf_erlang_c(1.6, 2), 0.01),
                                      OF_STAFF("server_utilisation", "lakare", 0.8, 0.005)};
    oracle_check(RUN("250 d") "'staff': {'lakare': {'capacity': 2}}, 'units': {" ROOMY("u") "," ROOMY("v") "}, 'groups': {"
                 GROUP("a", "0.07", "4", "u", "'lakare': 1") "," GROUP("b", "0.09", "4", "v", "'lakare': 1") "}}",
                 ORACLE_ROWS(rows));
}
END_TEST

/* Room and doctor at once. Fifty rooms never bind; four nurses of whom each visit takes two are two pairs. */
START_TEST(several_at_once) {
    double wait = vf_mmc_wait(1.6, 2) * 10;
    const struct oracle_row rows[] = {OF_GROUP("total_time", "a", 10 + wait, 0.015),
                                      OF_STAFF("server_wait_mean", "lakare", wait, 0.02)};
    oracle_check(RUN("250 d") "'staff': {'lakare': {'capacity': 2}}, 'units': {'u': {'kind': 'clinic', 'capacity': "
                 "'unlimited', 'servers': {'rum': {'capacity': 50}}}}, 'groups': {"
                 GROUP("a", "0.16", "4", "u", "'lakare': 1, 'rum': 1") "}}",
                 ORACLE_ROWS(rows));
    const struct oracle_row pairs[] = {OF_STAFF("server_wait_mean", "ssk", wait, 0.02),
                                       OF_STAFF("server_busy", "ssk", 3.2, 0.005)};
    oracle_check(RUN("250 d") "'staff': {'ssk': {'capacity': 4}}, 'units': {" ROOMY("u") "}, 'groups': {"
                 GROUP("a", "0.16", "4", "u", "'ssk': 2") "}}",
                 ORACLE_ROWS(pairs));
}
END_TEST

/* One room, two doctors. Group a needs the room, then keeps it while it waits for a doctor; b, more urgent, needs a
 * doctor only. State: a in the system, b in the system, a with a doctor. */
enum { MOST_A = 60, MOST_B = 40 };
static int rooms_state(int a, int b, int served) { return (a * (MOST_B + 1) + b) * 2 + served; }

static void rooms(struct chain *c, int state) {
    int served = state % 2, b = state / 2 % (MOST_B + 1), a = state / 2 / (MOST_B + 1);
    int free_of_b = 2 - served, busy_b = b < free_of_b ? b : free_of_b;
    if (served && a == 0) {
        chain_go(c, state, 0, 1); /* cannot be */
        return;
    }
    if (a < MOST_A) {
        chain_go(c, state, rooms_state(a + 1, b, served || b < 2), 0.04);
    }
    if (b < MOST_B) {
        chain_go(c, state, rooms_state(a, b + 1, served), 0.07);
    }
    if (b > 0) {
        chain_go(c, state, rooms_state(a, b - 1, served || (a > 0 && b - 1 < 2)), busy_b / 10.0);
    }
    if (served) {
        chain_go(c, state, rooms_state(a - 1, b, a > 1 && b < 2), 0.1);
    }
}

START_TEST(room_held_for_the_doctor) {
    struct chain c;
    double a = 0, b = 0, room = 0;
    chain_solve(&c, rooms_state(MOST_A, MOST_B, 1) + 1, rooms);
    for (int s = 0; s < c.n; s++) {
        int n = s / 2 / (MOST_B + 1);
        a += c.p[s] * n;
        b += c.p[s] * (s / 2 % (MOST_B + 1));
        room += c.p[s] * (n > 0);
    }
    const struct oracle_row rows[] = {OF_GROUP("in_system", "a", a, 0.015),
                                      OF_GROUP("in_system", "b", b, 0.015),
                                      {"server_busy", VF_SCOPE_POOL, "u", "rum", room, 0.01},
                                      OF_STAFF("server_busy", "lakare", 1.1, 0.01)};
    oracle_check(RUN("250 d") "'staff': {'lakare': {'capacity': 2}}, 'units': {'u': {'kind': 'clinic', 'capacity': "
                 "'unlimited', 'servers': {'rum': {'capacity': 1}}}," ROOMY("v") "}, 'groups': {"
                 GROUP("a", "0.04", "5", "u", "'lakare': 1, 'rum': 1") ","
                 GROUP("b", "0.07", "1", "v", "'lakare': 1") "}}",
                 ORACLE_ROWS(rows));
    chain_free(&c);
}
END_TEST

/* Either may do the other's work: no server idles while somebody waits, so together they are an M/M/2. */
START_TEST(either_does_the_work) {
    double wait = vf_mmc_wait(1.6, 2) * 10;
    const struct oracle_row rows[] = {OF_GROUP("total_time", "a", 10 + wait, 0.015),
                                      OF_GROUP("total_time", "b", 10 + wait, 0.015),
                                      OF_STAFF("server_p_wait", "lakare", vf_erlang_c(1.6, 2), 0.01)};
    oracle_check(RUN("250 d") "'staff': {'lakare': {'capacity': 1, 'may_be_done_by': ['ssk']}, 'ssk': {'capacity': 1,"
                 "'may_be_done_by': ['lakare']}}, 'units': {" ROOMY("u") "}, 'groups': {"
                 GROUP("a", "0.11", "4", "u", "'lakare': 1") "," GROUP("b", "0.05", "4", "u", "'ssk': 1") "}}",
                 ORACLE_ROWS(rows));
}
END_TEST

/* Nurses may do the assistants' work but not the other way, one of each, nurse's patients first: state (assistant's
 * patients, nurse's patients, who has the nurse: 0 nobody, 1 an assistant's patient, 2 a nurse's). */
enum { MOST = 60 };
static int help_state(int a, int n, int at) { return (a * (MOST + 1) + n) * 3 + at; }

/* With the nurse free, who takes her; the assistant always has one of a when there is any. */
static int help_settle(int a, int n) { return help_state(a, n, n > 0 ? 2 : a > 1 ? 1 : 0); }

static void help(struct chain *c, int state) {
    int at = state % 3, n = state / 3 % (MOST + 1), a = state / 3 / (MOST + 1);
    if ((at == 2 && n == 0) || (at == 1 && a == 0)) {
        chain_go(c, state, 0, 1); /* cannot be */
        return;
    }
    if (a < MOST) {
        chain_go(c, state, at ? help_state(a + 1, n, at) : help_settle(a + 1, n), 0.12);
    }
    if (n < MOST) {
        chain_go(c, state, at ? help_state(a, n + 1, at) : help_settle(a, n + 1), 0.04);
    }
    int with_assistant = a - (at == 1) > 0;
    if (with_assistant) {
        chain_go(c, state, at ? help_state(a - 1, n, at) : help_settle(a - 1, n), 0.1);
    }
    if (at) {
        chain_go(c, state, at == 1 ? help_settle(a - 1, n) : help_settle(a, n - 1), 0.1);
    }
}

START_TEST(one_way_help) {
    struct chain c;
    double a = 0, n = 0, helping = 0;
    chain_solve(&c, help_state(MOST, MOST, 2) + 1, help);
    for (int s = 0; s < c.n; s++) {
        a += c.p[s] * (s / 3 / (MOST + 1));
        n += c.p[s] * (s / 3 % (MOST + 1));
        helping += c.p[s] * (s % 3 == 1);
    }
    const struct oracle_row rows[] = {OF_GROUP("in_system", "a", a, 0.015), OF_GROUP("in_system", "n", n, 0.015),
                                      OF_STAFF("server_substituted", "usk", helping / 1.2, 0.015),
                                      OF_STAFF("server_busy", "ssk", 0.4 + helping, 0.01)};
    oracle_check(RUN("250 d") "'staff': {'usk': {'capacity': 1, 'may_be_done_by': ['ssk']}, 'ssk': {'capacity': 1}},"
                 "'units': {" ROOMY("u") "}, 'groups': {"
                 GROUP("a", "0.12", "5", "u", "'usk': 1") "," GROUP("n", "0.04", "1", "u", "'ssk': 1") "}}",
                 ORACLE_ROWS(rows));
    chain_free(&c);
}
END_TEST

/* A fifth of the working time is paperwork: the patient leaves after m, the doctor after m / 0.8. */
START_TEST(administration) {
    double wait = vf_mmc_wait(1.5, 2) * 12.5;
    const struct oracle_row rows[] = {OF_GROUP("total_time", "a", 10 + wait, 0.015),
                                      OF_STAFF("server_wait_mean", "lakare", wait, 0.02),
                                      OF_STAFF("server_administration", "lakare", 0.2, 0.005),
                                      OF_STAFF("server_utilisation", "lakare", 0.75, 0.005)};
    oracle_check(RUN("250 d") "'staff': {'lakare': {'capacity': 2, 'administration': 0.2}}, 'units': {" ROOMY("u")
                 "}, 'groups': {" GROUP("a", "0.12", "4", "u", "'lakare': 1") "}}",
                 ORACLE_ROWS(rows));
}
END_TEST

/* Twelve on the roster, each away one day in ten: 10.8 on duty, and floor(on duty / 0.5) beds at most 20 are open:
 * E min(2 B, 20) over the binomial B. */
START_TEST(absence_and_beds) {
    double beds = 0, p = 1;
    for (int k = 12; k >= 0; k--) { /* P(B = k), from p = 0.9^12 down */
        double choose = 1, q = 1;
        for (int j = 0; j < 12 - k; j++) {
            choose = choose * (12 - j) / (j + 1);
            q *= 0.1;
        }
        p = choose * q * pow(0.9, k);
        beds += p * (2 * k < 20 ? 2 * k : 20);
    }
    const struct oracle_row rows[] = {OF_STAFF("server_on_duty", "ssk", 10.8, 0.005),
                                      OF_UNIT("capacity_mean", "a", beds, 0.005)};
    oracle_check(RUN("150 d") "'staff': {'ssk': {'capacity': 12, 'absence': 0.1}}, 'units': {'a': {'kind': 'ward', "
                 "'beds': {'faststallda': 20, 'staffed_by': {'pool': 'ssk', 'per_bed': 0.5}}}}, 'groups': {"
                 "'g': {'arrivals': {'poisson': {'rate': '2 /d'}}, 'path': {'a': {'stay': '1 d'}}}}}",
                 ORACLE_ROWS(rows));
}
END_TEST
/* Three own doctors. Who waits for none: an M/M/3, of whom the own one is free with probability (3 - n) / 3 when n
 * are busy, and takes one of the queue in three. Who waits for ever: three M/M/1. */
START_TEST(own_doctor) {
    double pi = 1, sum = 0, own = 0, load = 2.1;
    for (int n = 0; n < 3; n++) {
        sum += pi;
        own += pi * (3 - n) / 3;
        pi *= load / (n + 1);
    }
    double waits = pi / (1 - load / 3) / (sum + pi / (1 - load / 3));
    own = own / sum * (1 - waits) + waits / 3;
    const struct oracle_row any[] = {OF_UNIT("wait_mean", "u", vf_mmc_wait(load, 3) * 10, 0.015),
                                     OF_UNIT("kontinuitet_egen_lakare", "u", own, 0.005)};
    const struct oracle_row only[] = {OF_UNIT("wait_mean", "u", vf_mmc_wait(0.7, 1) * 10, 0.015),
                                      OF_UNIT("utilisation", "u", 0.7, 0.005)};
#define OWN(wait) \
    RUN("200 d") "'units': {'u': {'kind': 'clinic', 'capacity': 3, 'own_doctor': {'doctors': 3, 'wait': " wait "}}}," \
    "'groups': {'g': {'arrivals': {'poisson': {'rate': '0.21 /min'}}, 'path': {'u': {'stay': {'exponential': " \
    "{'mean': '10 min'}}}}}}}"
    oracle_check(OWN("0"), ORACLE_ROWS(any));
    oracle_check(OWN("'1000 d'"), ORACLE_ROWS(only));
}
END_TEST
/* clang-format on */

static void add(TCase *tests) {
    tcase_add_test(tests, shared_by_two_units);
    tcase_add_test(tests, several_at_once);
    tcase_add_test(tests, room_held_for_the_doctor);
    tcase_add_test(tests, either_does_the_work);
    tcase_add_test(tests, one_way_help);
    tcase_add_test(tests, administration);
    tcase_add_test(tests, absence_and_beds);
    tcase_add_test(tests, own_doctor);
}

int main(void) { return oracle_main("staff", add); }

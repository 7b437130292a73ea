/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vf-test: labels=slow
 * Wards: shared second homes and packing, waiting for any of several wards, whole nights and the census,
 * utskrivningsklara by lead time and capacity, readmission, and starting in equilibrium. Times in days. */
#include "oracle.h"
#include "vf_queueing.h"

/* Models are texts put together of pieces, which the formatter would scatter. */
/* clang-format off */
#define RUN(warmup, duration, replications)                                                                 \
    "{'run': {'seed': 1, 'warmup': '" warmup "', 'duration': '" duration "', 'replications': " replications \
    "},"
#define EXP(mean) "{'exponential': {'mean': '" mean " d'}}"
#define WARD(name, beds, more) "'" name "': {'kind': 'ward', 'beds': {'disponibla': " beds "}" more "}"
#define ARRIVE(rate) "'arrivals': {'poisson': {'rate': '" rate " /d'}}"
#define GROUP(name, rate, stay) "'" name "': {" ARRIVE(rate) ", 'path': {'" name "': {'stay': " stay "}}}"
#define BOTH "'groups': {" GROUP("a", "2", EXP("4")) "," GROUP("b", "1", EXP("6")) "}}"
#define OR_REFUSE ", 'placement': {'steps': ['home', 'refuse']}, 'on_free': ['queue', 'pack']"

/* A gemensam ward without packing is the overflow ward of the oracle suite, but nobody on it is an outlier. */
START_TEST(second_home) {
    const struct oracle_row rows[] = {
        OF_UNIT("lost_fraction", "a", 0.163505, 0.01), OF_UNIT("lost_fraction", "b", 0.133265, 0.015),
        OF_UNIT("occupancy", "g", 1.947226, 0.01), OF_UNIT("p_home", "a", 1 - 0.163505, 0.01)};
    oracle_check(RUN("100 d", "8000 d", "60")
                 "'units': {" WARD("a", "7", OR_REFUSE) "," WARD("b", "6", OR_REFUSE) ","
                 WARD("g", "3", ", 'gemensam': ['a', 'b']") "}," BOTH,
                 ORACLE_ROWS(rows));
}
END_TEST

/* With packing a's patients lie on g only beyond a's 7 beds: the numbers of a and b have a product form on
 * (n - 7)+ + (m - 6)+ <= 3. */
START_TEST(packed_home) {
    double sum = 0, lost_a = 0, lost_b = 0, on_g = 0, pa = 1;
    for (int n = 0; n <= 10; n++, pa *= 8.0 / n) {
        double pb = 1;
        for (int m = 0; m <= 9; m++, pb *= 6.0 / m) {
            int g = (n > 7 ? n - 7 : 0) + (m > 6 ? m - 6 : 0);
            double p = g <= 3 ? pa * pb : 0;
            sum += p;
            on_g += g * p;
            lost_a += g == 3 && n >= 7 ? p : 0;
            lost_b += g == 3 && m >= 6 ? p : 0;
        }
    }
    const struct oracle_row rows[] = {OF_UNIT("lost_fraction", "a", lost_a / sum, 0.015),
                                      OF_UNIT("lost_fraction", "b", lost_b / sum, 0.015),
                                      OF_UNIT("occupancy", "g", on_g / sum, 0.015)};
    oracle_check(RUN("100 d", "10000 d", "60")
                 "'units': {" WARD("a", "7", OR_REFUSE) "," WARD("b", "6", OR_REFUSE) ","
                 WARD("g", "3", ", 'gemensam': ['a', 'b'], 'pack': true") "}," BOTH,
                 ORACLE_ROWS(rows));
}
END_TEST

/* Two wards that are both home to both groups lose together like one of 17 beds. */
START_TEST(competent) {
    double lost = vf_erlang_b(14, 17);
    const struct oracle_row rows[] = {OF_UNIT("lost_fraction", "a", lost, 0.02),
                                      OF_UNIT("lost_fraction", "b", lost, 0.02),
                                      OF_UNIT("p_home", "a", 1 - lost, 0.01)};
    oracle_check(RUN("100 d", "6000 d", "60")
                 "'units': {" WARD("a", "9", OR_REFUSE) "," WARD("b", "8", OR_REFUSE) "}, 'groups': {"
                 "'a': {" ARRIVE("2") ", 'competent': ['b'], 'path': {'a': {'stay': " EXP("4") "}}},"
                 "'b': {" ARRIVE("1") ", 'competent': ['a'], 'path': {'b': {'stay': " EXP("6") "}}}}}",
                 ORACLE_ROWS(rows));
}
END_TEST

/* Who waits takes the first bed that frees on any ward of the list: two wards of 5 are one M/M/10. */
#define LENDS(other)                                                                     \
    ", 'outliers': {'to': ['" other "'], 'reserve': 0}, 'on_free': ['queue', 'others']," \
    "'placement': {'steps': ['home', 'outlier', 'wait']}"

START_TEST(waiting_for_any) {
    double wait = vf_erlang_c(8, 10), mean = vf_mmc_wait(8, 10) * 4;
    const struct oracle_row rows[] = {OF_UNIT("p_wait", "a", wait, 0.01), OF_UNIT("p_wait", "b", wait, 0.01),
                                      OF_UNIT("wait_mean", "a", mean, 0.025),
                                      OF_UNIT("queue", "b", mean, 0.025),
                                      OF_UNIT("p_waited", "a", wait, 0.01)};
    oracle_check(RUN("100 d", "30000 d", "60")
                 "'units': {" WARD("a", "5", LENDS("b")) "," WARD("b", "5", LENDS("a")) "},"
                 "'groups': {" GROUP("a", "1", EXP("4")) "," GROUP("b", "1", EXP("4")) "}}",
                 ORACLE_ROWS(rows));
}
END_TEST

/* ---- Whole nights: all leave in the hour from noon ---- */
#define NIGHTS(shift)                                                         \
    ", 'stay': 'nights', 'discharge': {'weekend_shift': " shift ", 'hours': " \
    "[0,0,0,0,0,0, 0,0,0,0,0,0, 1,0,0,0,0,0, 0,0,0,0,0,0]}"

/* At 06:00 lie there: those who came before six today, and those of the days before with nights to go. */
START_TEST(nights) {
    double in = 20 * (0.25 + 1.8);
    const struct oracle_row rows[] = {
        OF_UNIT("medelvardtid_tillfalle", "a", 1.8, 0.005), OF_REGION("medelvardtid_period", 1.8, 0.005),
        OF_UNIT("belaggningsgrad", "a", in / 200, 0.005), OF_REGION("belaggningsgrad", in / 200, 0.005)};
    oracle_check(RUN("30 d", "400 d", "60") "'units': {" WARD("a", "200", NIGHTS("0")) "}, 'groups': {"
                 GROUP("a", "20", "{'discrete': {'0 d': 0.2, '1 d': 0.3, '3 d': 0.5}}") "}}",
                 ORACLE_ROWS(rows));
}
END_TEST

/* One night, or two when the day after is free and the ward never lets anybody home then. */
START_TEST(weekend_shift) {
    struct vf_experiment x;
    oracle_run(&x,
               RUN("28 d", "728 d", "60") "'units': {" WARD("a", "200", NIGHTS("1")) "}, 'groups': {" GROUP(
                   "a", "20", "'1 d'") "}}",
               1, 0);
    const struct vf_calendar *c = &x.point[0].model.calendar;
    double out = 0, stayed = 0;
    for (int64_t in = 26; in < 756; in++) {
        int64_t leaves = in + 1 + (c->day[in + 1].workday == 0);
        bool counts = leaves >= 28 && leaves < 756;
        out += counts;
        stayed += counts ? (double)(leaves - in) : 0;
    }
    const struct oracle_row row = OF_UNIT("medelvardtid_tillfalle", "a", stayed / out, 0.005);
    ck_assert(oracle_agrees(&x, &row, true));
    vf_experiment_fini(&x);
}
END_TEST

/* ---- Utskrivningsklara: 40 % go on to korttids; three places there are an M/M/3, its queue is on the ward ---- */
#define DISCHARGE(korttids, more)                                                                           \
    "'units': {" WARD(                                                                                      \
        "a", "50", "") ", 'k': {'kind': 'kommunal', 'capacity': " korttids more                             \
                       "}}, 'groups': {'g': {" ARRIVE("0.3") ", 'start': 'a', 'path': {'a': {'stay': " EXP( \
                           "5") ", 'next': {'k': 0.4, 'exit': 0.6}},"                                       \
                                "'k': {'stay': " EXP("14") "}}}}}"

START_TEST(ready_waits) {
    double wait = vf_mmc_wait(1.68, 3) * 14, blocked = 0.12 * wait;
    const struct oracle_row rows[] = {OF_UNIT("utskrivningsklara_vantan", "a", 0.4 * wait, 0.025),
                                      OF_UNIT("blocked_beds", "a", blocked, 0.025),
                                      OF_UNIT("blocked_mean", "a", 0.4 * wait, 0.025),
                                      OF_UNIT("utskrivningsklara_andel", "a", blocked / 50, 0.025),
                                      OF_REGION("utskrivningsklara_andel", blocked / 50, 0.025),
                                      OF_UNIT("p_blocked_into", "k", vf_erlang_c(1.68, 3), 0.01),
                                      OF_UNIT("occupancy", "a", 1.5 + blocked, 0.015),
                                      OF_UNIT("utilisation", "a", 1.5 / 50, 0.01)};
    oracle_check(RUN("200 d", "120000 d", "60") DISCHARGE("3", ""),
                 ORACLE_ROWS(rows));
}
END_TEST

/* Two working days of planning, then a place at once: by weekday and holidays of the calendar. */
START_TEST(ready_planned) {
    enum { FIRST = 28, DAYS = 10920 };
    struct vf_experiment x;
    oracle_run(&x, RUN("28 d", "10920 d", "60") DISCHARGE("'unlimited'", ", 'lead_time': '2 d'"), 1, 0);
    double days = 0;
    for (int64_t d = FIRST; d < FIRST + DAYS; d++) {
        int64_t t = d * VF_MS_DAY + VF_MS_HOUR;
        days += (double)((vf_workdays_after(&x.point[0].model.calendar, t, 2) - d * VF_MS_DAY) / VF_MS_DAY);
    }
    days /= DAYS;
    ck_assert_double_gt(days, 19.0 / 7);
    const struct oracle_row rows[] = {OF_UNIT("lead_beds", "a", 0.12 * days, 0.01),
                                      OF_UNIT("utskrivningsklara_ledtid", "a", 0.4 * days, 0.01),
                                      OF_UNIT("occupancy", "a", 1.5 + 0.12 * days, 0.01)};
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        ck_assert(oracle_agrees(&x, &rows[k], true));
    }
    vf_experiment_fini(&x);
}
END_TEST

/* ---- Readmission after 2 to 60 days, evenly, of a fifth of those who left alive ---- */
START_TEST(readmission) {
    double p = 0.2, back = p * 0.9;
    const struct oracle_row rows[] = {OF_REGION("aterinskrivning_30d", p * 28 / 58, 0.01),
                                      OF_REGION("aterinskrivning_7d", p * 5 / 58, 0.02),
                                      OF_REGION("aterinskrivning_3d", p / 58, 0.05),
                                      OF_REGION("aterinskrivning_90d", p, 0.01),
                                      OF_UNIT("arrivals_per_day", "a", 10 / (1 - back), 0.005),
                                      OF_UNIT("occupancy", "a", 30 / (1 - back), 0.005),
                                      OF_GROUP("death_fraction", "a", 0.1, 0.01)};
    oracle_check(RUN("120 d", "1000 d", "60") "'units': {" WARD("a", "500", "") "}, 'groups': {'a': {" ARRIVE("10")
                 ", 'path': {'a': {'stay': " EXP("3") ", 'next': {'exit': 0.9, 'death': 0.1}}}, 'readmission': {"
                 "'probability': 0.2, 'time': {'uniform': {'min': '2 d', 'max': '60 d'}}, 'to': 'a'}}}}",
                 ORACLE_ROWS(rows));
}
END_TEST

/* ---- Equilibrium from the first moment: the mean must not move in months of stays of a year ---- */
#define FILLED "'units': {'k': {'kind': 'kommunal', 'capacity': 'unlimited', 'start': 'equilibrium'}"

START_TEST(equilibrium) {
    const struct oracle_row rows[] = {OF_UNIT("occupancy", "k", 60, 0.003),
                                      OF_UNIT_GROUP("occupancy", "k", "long", 40, 0.005),
                                      OF_UNIT_GROUP("occupancy", "k", "short", 20, 0.01)};
    oracle_check(RUN("0 d", "60 d", "2000") FILLED "}, 'groups': {"
                 "'long': {" ARRIVE("0.1") ", 'path': {'k': {'stay': {'lognormal': {'mean': '400 d', 'cv': 1.2}}}}},"
                 "'short': {" ARRIVE("0.5") ", 'path': {'k': {'stay': {'gamma': {'shape': 3, 'mean': '40 d'}}}}}}}",
                 ORACLE_ROWS(rows));
}
END_TEST

/* Long stays before one way on and short ones before the other: of those found there most are long. */
START_TEST(equilibrium_by_next) {
    const struct oracle_row rows[] = {OF_UNIT("occupancy", "k", 50, 0.005),
                                      OF_UNIT("arrivals_per_day", "z", 0.5, 0.02)};
    oracle_check(RUN("0 d", "20 d", "2000") FILLED ", 'z': {'kind': 'external', 'capacity': 'unlimited'}}, 'groups': {"
                 "'g': {" ARRIVE("1") ", 'start': 'k', 'path': {'k': {'stay': {'by_next': {'z': " EXP("10") ", 'exit': "
                 EXP("90") "}}, 'next': {'z': 0.5, 'exit': 0.5}}, 'z': {'stay': 0}}}}}",
                 ORACLE_ROWS(rows));
}
END_TEST
/* clang-format on */

static void add(TCase *tests) {
    tcase_add_test(tests, second_home);
    tcase_add_test(tests, packed_home);
    tcase_add_test(tests, competent);
    tcase_add_test(tests, waiting_for_any);
    tcase_add_test(tests, nights);
    tcase_add_test(tests, weekend_shift);
    tcase_add_test(tests, ready_waits);
    tcase_add_test(tests, ready_planned);
    tcase_add_test(tests, readmission);
    tcase_add_test(tests, equilibrium);
    tcase_add_test(tests, equilibrium_by_next);
}

int main(void) { return oracle_main("wards", add); }

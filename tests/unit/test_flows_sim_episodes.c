/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Vardtillfallen, vardperioder, unplanned readmission with its horizon, the time as utskrivningsklar split into
 * planning and waiting, and the distribution of occupancy: worked out by hand. Monday 15 January is day 0. */
#include "test_flows_sim.h"

#define ORG                                                                          \
    "'organisation': {'k': {'type': 'klinik'}, 'l': {'type': 'klinik'}}, 'units': {" \
    "'a': {'kind': 'ward', 'beds': {'disponibla': 9}, 'organisation': 'k'},"         \
    "'a2': {'kind': 'ward', 'beds': {'disponibla': 9}, 'organisation': 'k'},"        \
    "'b': {'kind': 'ward', 'beds': {'disponibla': 9}, 'organisation': 'l'}, 'home': {'kind': 'delay'}}"
/* to `a`, `home` for a while, then to `a` again */
#define AND_AGAIN(more, gap, hours)                                                             \
    "{$at(" hours                                                                               \
    "), 'age_class': '80+', 'start': 'a', 'path': {'a': {'stay': '10 h', 'next': {'home': 1}}," \
    "'home': {'stay': '" gap "', 'next': {'again': 1}}, 'again': {'unit': 'a', 'stay': '34 h'" more "}}}"
#define USE_ALL                                                                                          \
    "'r': {$at(1439), 'start': {'a2': 0.5, 'b': 0.5}, 'path': {'a2': {'stay': '2 d'}, 'b': {'stay': '2 " \
    "d'}}}"

START_TEST(moves_between_clinics_begin_anew) {
    struct sim_case c;
    sim_run(&c, "{" SIM_RUN ", " ORG ", 'groups': {'x': {$at(20), 'start': 'a', 'path': {"
                "'a': {'stay': '10 h', 'next': {'a2': 1}}, 'a2': {'stay': '20 h', 'next': {'b': 1}},"
                "'b': {'stay': '48 h'}}}, 'h': {$at(0), 'path': {'home': {'stay': '1 h'}}}}}");
    /* in at 20 on day 0; to b at 50, day 2; out at 98, day 4 */
    struct vf_episodes e = sim_episodes(&c);
    ck_assert_uint_eq(e.in, 2);
    ck_assert_uint_eq(e.tillfallen, 2);
    ck_assert_int_eq(e.tillfalle_days, 2 + 2);
    ck_assert_uint_eq(e.perioder, 1);
    ck_assert_int_eq(e.period_days, 4);
    sim_fini(&c);
}
END_TEST

static void readmission(const char *text, const unsigned index[VF_READMIT_K],
                        const unsigned event[VF_READMIT_K]) {
    struct sim_case c;
    sim_run(&c, text);
    ck_assert_int_eq(c.code, 0);
    for (int k = 0; k < VF_READMIT_K; k++) {
        ck_assert_uint_eq(c.sim->readmission.index[k][0], index[k]);
        ck_assert_uint_eq(c.sim->readmission.index[k][1], index[k]);
        ck_assert_uint_eq(c.sim->readmission.event[k][0], event[k]);
        ck_assert_uint_eq(c.sim->readmission.event[k][1], event[k]);
    }
    sim_fini(&c);
}

START_TEST(index_and_event) {
    /* both periods end alive before the last 30 of 60 days: index of 3, 7 and 30 days; 90 does not fit */
    readmission("{" SIM_RUN ", " ORG ", 'groups': {" USE_ALL ", 'x': " AND_AGAIN("", "5 d", "0") "}}",
                (const unsigned[]){2, 2, 2, 0}, (const unsigned[]){0, 1, 1, 0});
    /* planned care is no event, but an index of its own */
    readmission("{" SIM_RUN ", " ORG ", 'groups': {" USE_ALL
                ", 'x': " AND_AGAIN(", 'planned': true", "5 d", "0") "}}",
                (const unsigned[]){2, 2, 2, 0}, (const unsigned[]){0, 0, 0, 0});
    /* the dead are no index */
    readmission("{" SIM_RUN ", " ORG ", 'groups': {" USE_ALL
                ", 'x': " AND_AGAIN(", 'next': {'death': 1}", "2 d", "0") "}}",
                (const unsigned[]){1, 1, 1, 0}, (const unsigned[]){1, 1, 1, 0});
}
END_TEST

START_TEST(censoring) {
    /* out at 10 on day 27 (hour 658): 33 days are left; the next period ends on day 34: 26 days are left */
    readmission("{" SIM_RUN ", " ORG ", 'groups': {" USE_ALL ", 'x': " AND_AGAIN("", "5 d", "648") "}}",
                (const unsigned[]){2, 2, 1, 0}, (const unsigned[]){0, 1, 1, 0});
    /* within the last 3 days there is no index at all, and so no event */
    readmission("{" SIM_RUN ", " ORG ", 'groups': {" USE_ALL ", 'x': " AND_AGAIN("", "25 h", "1370") "}}",
                (const unsigned[]){0, 0, 0, 0}, (const unsigned[]){0, 0, 0, 0});
    /* what ended in the warm-up is not counted, nor what follows it */
    readmission("{" SIM_RUN_WITH("'warmup': '2 d'") ", " ORG ", 'groups': {" USE_ALL
                                                    ", 'x': " AND_AGAIN("", "5 d", "0") "}}",
                (const unsigned[]){1, 1, 1, 0}, (const unsigned[]){0, 0, 0, 0});
}
END_TEST

START_TEST(back_within_a_day_is_the_same_period) {
    struct sim_case c;
    /* out at 10 on day 0, back at 11 on day 1 (25 hours), out at 21 on day 2 */
    sim_run(&c, "{" SIM_RUN ", " ORG ", 'groups': {" USE_ALL ", 'x': " AND_AGAIN("", "25 h", "0") "}}");
    struct vf_episodes e = sim_episodes(&c);
    ck_assert_uint_eq(e.tillfallen, 2);
    ck_assert_int_eq(e.tillfalle_days, 0 + 1);
    ck_assert_uint_eq(e.perioder, 1);
    ck_assert_int_eq(e.period_days, 2);
    ck_assert_uint_eq(c.sim->readmission.index[2][0], 1);
    ck_assert_uint_eq(c.sim->readmission.event[2][0], 0);
    sim_fini(&c);
    /* back on day 2 it is another */
    sim_run(&c, "{" SIM_RUN ", " ORG ", 'groups': {" USE_ALL ", 'x': " AND_AGAIN("", "40 h", "0") "}}");
    e = sim_episodes(&c);
    ck_assert_uint_eq(e.perioder, 2);
    ck_assert_int_eq(e.period_days, 0 + 1);
    ck_assert_uint_eq(c.sim->readmission.index[0][0], 2);
    ck_assert_uint_eq(c.sim->readmission.event[0][0], 1);
    sim_fini(&c);
}
END_TEST

START_TEST(ready_is_planning_then_waiting) {
    struct sim_case c;
    /* ready on Thursday at 10 (hour 82); two working days on is Monday at 10 (178); the slot is taken until 200 */
    sim_run(&c, "{" SIM_RUN ", 'units': {'a': {'kind': 'ward', 'beds': {'disponibla': 3}},"
                "'kom': {'kind': 'kommunal', 'capacity': 1}}, 'groups': {"
                "'x': {$at(72), 'start': 'a', 'path': {'a': {'stay': '10 h', 'next': {'kom': 1}, 'lead': "
                "{'kom': '2 d'}},"
                " 'kom': {'stay': '5 h'}}}, 'y': {$at(80), 'path': {'kom': {'stay': '120 h'}}},"
                " 'z': {$at(72), 'path': {'a': {'stay': '4 h'}}}}}");
    struct vf_episodes e = sim_episodes(&c);
    ck_assert_uint_eq(e.tillfallen, 2);
    ck_assert_uint_eq(e.ready_n, 2); /* who goes home at once is ready for 0 days */
    ck_assert_int_eq(e.ready_time, (200 - 82) * VF_MS_HOUR);
    ck_assert_int_eq(e.lead_time, (178 - 82) * VF_MS_HOUR);
    ck_assert_int_eq(e.wait_time, (200 - 178) * VF_MS_HOUR);
    ck_assert_int_eq(e.ready_days, 8 - 3);
    ck_assert_int_eq(sim_census(&c, "a")->ready, 5); /* days 4 to 8 at 06:00 */
    ck_assert_int_eq(sim_unit(&c, "a")->cause[VF_CAUSE_LEAD].area, 96 * VF_MS_HOUR);
    ck_assert_int_eq(sim_unit(&c, "a")->cause[VF_CAUSE_CAPACITY].area, 22 * VF_MS_HOUR);
    ck_assert_int_eq(sim_unit(&c, "a")->cause[VF_CAUSE_BLOCKED].area, 0);
    sim_fini(&c);
}
END_TEST

START_TEST(occupancy_sums_to_the_window) {
    struct sim_case c;
    sim_run(
        &c,
        "{'run': {'start': '2024-01-15', 'warmup': '2 h', 'duration': '22 h', 'transient': true}, 'units': {"
        "'u': {'kind': 'clinic', 'capacity': 2}}, 'groups': {'x': {$at(0 1 3 4), 'path': {'u': {'stay': '5 "
        "h'}}}}}");
    /* 0-1: 1, 1-10: 2 (the third from 5, the fourth from 6), 10-11: 1 (until 11), then none; from 2 on */
    const struct vf_ustate *u = sim_unit(&c, "u");
    ck_assert_int_eq(u->hist[2], 8 * VF_MS_HOUR);
    ck_assert_int_eq(u->hist[1], 1 * VF_MS_HOUR);
    ck_assert_int_eq(u->hist[0], 13 * VF_MS_HOUR);
    ck_assert_int_eq(u->released.area, (2 + 2) * VF_MS_HOUR);
    ck_assert_uint_eq(sim_cell(&c, "u", "x")->arrivals, 2);
    ck_assert_uint_eq(sim_cell(&c, "u", "x")->waited, 2);
    ck_assert_int_eq(sim_cell(&c, "u", "x")->area, (16 + 1) * VF_MS_HOUR);
    sim_fini(&c);
}
END_TEST

int main(void) {
    Suite *s = suite_create("episodes in the simulator");
    TCase *t = tcase_create("all");
    tcase_add_test(t, moves_between_clinics_begin_anew);
    tcase_add_test(t, index_and_event);
    tcase_add_test(t, censoring);
    tcase_add_test(t, back_within_a_day_is_the_same_period);
    tcase_add_test(t, ready_is_planning_then_waiting);
    tcase_add_test(t, occupancy_sums_to_the_window);
    suite_add_tcase(s, t);
    return case_run(s);
}

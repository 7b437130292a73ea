/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Deadlock under blocking after service: knots of one, two and three units found at the moment they close and
 * not before, what stop, swap and record make of them, and circles that are no knots. */
#include "test_flows_sim.h"

#define UNIT "{'kind': 'kommunal', 'capacity': 1}"
#define STEP(hours, from, stay, to)                                                                 \
    "{$at(" hours "), 'start': '" from "', 'path': {'" from "': {'stay': '" stay "', 'next': {'" to \
    "': 1}},"                                                                                       \
    " '" to "': {'stay': '10 h'}}}"
#define RING(how)                                                                       \
    "{" SIM_RUN_WITH("'on_deadlock': '" how                                             \
                     "'") ", 'units': {'u': " UNIT ", 'v': " UNIT ", 'w': " UNIT "},"   \
                          "'groups': {'x': " STEP("0", "u", "1 h", "v") ", 'y': " STEP( \
                              "0", "v", "2 h", "w") ", 'z': " STEP("0", "w", "3 h", "u") "}}"

START_TEST(stop_ends_the_replication) {
    struct sim_case c;
    sim_run(&c, RING("stop"));
    ck_assert_int_eq(c.code, VF_E_STATE);
    ck_assert(c.sim->deadlock.found);
    ck_assert_int_eq(c.sim->deadlock.time, 3 * VF_MS_HOUR);
    ck_assert_uint_eq(c.sim->deadlock.count, 1);
    ck_assert_int_eq(c.sim->now, 3 * VF_MS_HOUR);
    sim_fini(&c);
}
END_TEST

START_TEST(swap_moves_everyone_on) {
    struct sim_case c;
    sim_run(&c, RING("swap"));
    ck_assert_int_eq(c.code, 0);
    ck_assert_uint_eq(c.sim->deadlock.count, 1);
    ck_assert_double_eq(sim_hours(&c, "u", "x"), 3);
    ck_assert_double_eq(sim_hours(&c, "v", "x"), 10);
    ck_assert_double_eq(sim_hours(&c, "w", "y"), 10);
    ck_assert_double_eq(sim_hours(&c, "u", "z"), 10);
    ck_assert_uint_eq(c.sim->group[0].exits + c.sim->group[1].exits + c.sim->group[2].exits, 3);
    sim_fini(&c);
}
END_TEST

START_TEST(record_goes_on) {
    struct sim_case c;
    sim_run(&c, RING("record"));
    ck_assert_int_eq(c.code, 0);
    ck_assert_int_eq(c.sim->deadlock.time, 3 * VF_MS_HOUR);
    ck_assert_double_eq(sim_hours(&c, "u", "x"), 60 * 24);
    ck_assert_int_eq(sim_unit(&c, "u")->cause[VF_CAUSE_BLOCKED].area, (60 * 24 - 1) * VF_MS_HOUR);
    sim_fini(&c);
}
END_TEST

START_TEST(a_unit_may_block_itself) {
    struct sim_case c;
    sim_run(&c, "{" SIM_RUN ", 'units': {'u': {'kind': 'kommunal', 'capacity': 2}}, 'groups': {"
                "'x': {$at(0 1), 'start': 'first', 'path': {'first': {'unit': 'u', 'stay': '5 h', 'next': "
                "{'again': 1}},"
                " 'again': {'unit': 'u', 'stay': '1 h'}}}}}");
    ck_assert_int_eq(c.code, VF_E_STATE);
    ck_assert_int_eq(c.sim->deadlock.time, 6 * VF_MS_HOUR); /* at 5 the second is still in its stay */
    sim_fini(&c);
}
END_TEST

START_TEST(a_circle_with_a_way_out_is_none) {
    struct sim_case c;
    /* u and v wait for each other, but one of v's places holds a patient whose stay ends */
    sim_run(&c,
            "{" SIM_RUN ", 'units': {'u': " UNIT ", 'v': {'kind': 'kommunal', 'capacity': 2}}, 'groups': {"
            "'x': " STEP("0", "u", "1 h", "v") ", 'y': " STEP(
                "0", "v", "2 h", "u") ", 'q': {$at(0), 'path': {'v': {'stay': '9 h'}}}}}");
    ck_assert_int_eq(c.code, 0);
    ck_assert(!c.sim->deadlock.found);
    ck_assert_double_eq(sim_hours(&c, "u", "x"), 9); /* then v is free for x, and u for y */
    ck_assert_double_eq(sim_hours(&c, "v", "y"), 9);
    sim_fini(&c);
}
END_TEST

START_TEST(an_outlier_bed_is_a_way_out) {
    for (int outlier = 0; outlier < 2; outlier++) {
        struct sim_case c;
        /* x on a waits for b and y on b for a; x may also lie on c, where a bed frees at 50 */
        sim_run(
            &c,
            case_put(
                "{" SIM_RUN ", 'units': {"
                "'a': {'kind': 'ward', 'beds': {'disponibla': 1}, 'max_extra': 0},"
                "'b': {'kind': 'ward', 'beds': {'disponibla': 1}, 'max_extra': 0, 'outliers': {'to': [$1]}},"
                "'c': {'kind': 'ward', 'beds': {'disponibla': 1}, 'max_extra': 0, 'outliers': {'reserve': "
                "0}}},"
                "'groups': {'q': {$at(0), 'path': {'c': {'stay': '50 h'}}}, 'x': " STEP(
                    "0", "a", "1 h", "b") ", 'y': " STEP("0", "b", "2 h", "a") "}}",
                outlier ? "'c'" : "", ""));
        ck_assert_int_eq(c.sim->deadlock.found, !outlier);
        if (outlier) {
            ck_assert_double_eq(sim_hours(&c, "a", "x"), 50);
            ck_assert_double_eq(sim_hours(&c, "b", "y"), 50);
            ck_assert_double_eq(sim_hours(&c, "a", "y"), 10);
        } else {
            ck_assert_int_eq(c.sim->deadlock.time, 2 * VF_MS_HOUR);
        }
        sim_fini(&c);
    }
}
END_TEST

int main(void) {
    Suite *s = suite_create("deadlock in the simulator");
    TCase *t = tcase_create("all");
    tcase_add_test(t, stop_ends_the_replication);
    tcase_add_test(t, swap_moves_everyone_on);
    tcase_add_test(t, record_goes_on);
    tcase_add_test(t, a_unit_may_block_itself);
    tcase_add_test(t, a_circle_with_a_way_out_is_none);
    tcase_add_test(t, an_outlier_bed_is_a_way_out);
    suite_add_tcase(s, t);
    return case_run(s);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Placement on wards, with outcomes worked out by hand: the order of steps, dispositions counted apart, boarding,
 * repatriation of the one who has lain elsewhere longest, the outlier's factor, the census. */
#include "test_flows_sim.h"

#define AT_A(hours, stay) "{$at(" hours "), 'path': {'a': {'stay': '" stay "'}}}"
#define AT_B(hours, stay) "{$at(" hours "), 'path': {'b': {'stay': '" stay "'}}}"
#define VIA_ED(hours, stay) \
    "{$at(" hours           \
    "), 'start': 'akut', 'path': {'akut': {'stay': '1 h', 'next': {'a': 1}}, 'a': {'stay': '" stay "'}}}"
#define ED "'akut': {'kind': 'akutmottagning', 'capacity': 9}"

START_TEST(steps_in_order) {
    struct sim_case c;
    sim_run(&c, "{" SIM_RUN ", 'units': {"
                "'a': {'kind': 'ward', 'beds': {'disponibla': 2, 'fysiska': 9}, 'max_extra': 1,"
                "      'outliers': {'to': ['b']}},"
                "'b': {'kind': 'ward', 'beds': {'disponibla': 2}, 'outliers': {'reserve': 0}}, " ED "},"
                "'groups': {'p': " VIA_ED("0 1 2 3 4 5 6", "48 h") ", 'q': " AT_B("900", "1 h") "}}");
    ck_assert_int_eq(c.code, 0);
    /* two at home, one extra, two on b, two board; when 0 leaves at 49, 5 has its bed, and so on */
    ck_assert_uint_eq(sim_disposition(&c, "a", VF_D_EXTRA), 1);
    ck_assert_uint_eq(sim_disposition(&c, "a", VF_D_OUTLIER), 2);
    ck_assert_uint_eq(sim_disposition(&c, "a", VF_D_BOARDED), 2);
    ck_assert_uint_eq(sim_disposition(&c, "a", VF_D_WAITED), 0);
    ck_assert_uint_eq(sim_disposition(&c, "a", VF_D_HOME), 4);
    ck_assert_uint_eq(sim_disposition(&c, "b", VF_D_HOME), 1);
    /* the extra place takes the first bed: 0 leaves at 49 (2 of 2 left), 1 at 50: 5 in at 50, 2 leaves at 51: 6 in */
    ck_assert_int_eq(sim_unit(&c, "akut")->cause[VF_CAUSE_BLOCKED].area, (50 - 6 + 51 - 7) * VF_MS_HOUR);
    /* wholly at home from then on: b's two are not moved, as nobody's bed was free for them */
    ck_assert_uint_eq(sim_ward(&c, "a")->repatriated, 0);
    ck_assert_int_eq(sim_ward(&c, "a")->over_area, (49 - 3) * VF_MS_HOUR);
    ck_assert_int_eq(sim_ward(&c, "b")->guest_area, 2 * 48 * VF_MS_HOUR);
    ck_assert_int_eq(sim_ward(&c, "a")->away_area, 2 * 48 * VF_MS_HOUR);
    sim_fini(&c);
}
END_TEST

START_TEST(longest_away_comes_home_first) {
    struct sim_case c;
    sim_run(&c, "{" SIM_RUN ", 'units': {"
                "'a': {'kind': 'ward', 'beds': {'disponibla': 1}, 'max_extra': 0, 'outliers': {'to': ['b']}},"
                "'b': {'kind': 'ward', 'beds': {'disponibla': 3}, 'outliers': {'reserve': 0}}},"
                "'groups': {'w': " AT_A("0", "10 h") ", 'x': " AT_A("1", "100 h") ", 'y': " AT_A(
                    "2", "30 h") ", 'z': " AT_A("3", "200 h") ", 'q': " AT_B("900", "1 h") "}}");
    ck_assert_int_eq(c.code, 0);
    ck_assert_uint_eq(sim_ward(&c, "a")->repatriated, 2);
    /* x at home from 10 to 101; y has left by then (at 32); z from 101 to 203 */
    ck_assert_double_eq(sim_hours(&c, "b", "x"), 9);
    ck_assert_double_eq(sim_hours(&c, "a", "x"), 91);
    ck_assert_double_eq(sim_hours(&c, "b", "y"), 30);
    ck_assert_double_eq(sim_hours(&c, "b", "z"), 98);
    ck_assert_double_eq(sim_hours(&c, "a", "z"), 102);
    sim_fini(&c);
}
END_TEST

START_TEST(factor_of_the_host) {
    struct sim_case c;
    sim_run(&c, "{" SIM_RUN ", 'units': {"
                "'a': {'kind': 'ward', 'beds': {'disponibla': 1}, 'max_extra': 0, 'outliers': {'to': ['b']}},"
                "'b': {'kind': 'ward', 'beds': {'disponibla': 1}, 'outliers': {'reserve': 0}, "
                "'outlier_factor': 1.5}},"
                "'groups': {'w': " AT_A("0", "10 h") ", 'x': " AT_A("1", "20 h") ", 'q': " AT_B("900",
                                                                                                "1 h") "}}");
    ck_assert_int_eq(c.code, 0);
    /* 30 hours there, of which 9 have passed at 10; the other 21 become 14 */
    ck_assert_double_eq(sim_hours(&c, "b", "x"), 9);
    ck_assert_double_eq(sim_hours(&c, "a", "x"), 14);
    sim_fini(&c);
}
END_TEST

START_TEST(one_queue_by_need) {
    struct sim_case c;
    sim_run(&c, "{" SIM_RUN ", 'units': {"
                "'a': {'kind': 'ward', 'beds': {'disponibla': 1}, 'max_extra': 0}, " ED "},"
                "'groups': {'w': " AT_A("0", "10 h") ", 'x': " VIA_ED("1", "10 h") ", 'y': " AT_A(
                    "3", "10 h") ", 'z': {$at(5), 'priority': 1, 'path': {'a': {'stay': '10 h'}}}}}");
    ck_assert_int_eq(c.code, 0);
    /* z is urgent: at 10; x boards since 2: at 20; y waits outside since 3: at 30 */
    ck_assert_int_eq(sim_cell(&c, "a", "z")->waits, 5 * VF_MS_HOUR);
    ck_assert_int_eq(sim_cell(&c, "a", "x")->waits, 18 * VF_MS_HOUR);
    ck_assert_int_eq(sim_cell(&c, "a", "y")->waits, 27 * VF_MS_HOUR);
    ck_assert_double_eq(sim_hours(&c, "akut", "x"), 19);
    ck_assert_int_eq(sim_unit(&c, "a")->released.area, (27 + 5) * VF_MS_HOUR);
    sim_fini(&c);
}
END_TEST

START_TEST(census_at_six) {
    struct sim_case c;
    sim_run(&c,
            "{" SIM_RUN_WITH("'warmup': '1 d'") ", 'units': {"
                                                "'a': {'kind': 'ward', 'beds': {'disponibla': {'base': 2, "
                                                "'dated': {'2024-01-17': 1}}},"
                                                "      'max_extra': 1, 'outliers': {'to': ['b']}},"
                                                "'b': {'kind': 'ward', 'beds': {'disponibla': 2}, "
                                                "'outliers': {'reserve': 0}}, " ED "},"
                                                "'groups': {'p': " VIA_ED(
                                                    "0 0 0 0 0 0", "3 d") ", 'q': " AT_B("2000", "1 h") "}}");
    ck_assert_int_eq(c.code, 0);
    /* Days 1 (16 January) and 2: three on a of 2 and then 1 beds, two on b, one boards. At 73 all five leave and
     * the last has a bed from then until 145: days 4, 5 and 6 (19-21 January) count one on a. Day 3 (at 78). */
    const struct vf_census *a = sim_census(&c, "a"), *b = sim_census(&c, "b");
    ck_assert_uint_eq(a->days, 60);
    ck_assert_int_eq(a->inskrivna, 3 + 3 + 1 + 1 + 1);
    ck_assert_int_eq(a->disponibla, 2 + 59);
    ck_assert_int_eq(a->over, 1 + 2);
    ck_assert_int_eq(a->boarded, 2);
    ck_assert_int_eq(a->over_boarded, 2 + 3);
    ck_assert_int_eq(a->away, 4);
    ck_assert_int_eq(b->guests, 4);
    ck_assert_int_eq(b->over, 0);
    ck_assert_uint_eq(a->days_over, 2);
    ck_assert_uint_eq(a->days_away, 2);
    sim_fini(&c);
}
END_TEST

START_TEST(servers_of_the_responsible_ward) {
    struct sim_case c;
    sim_run(&c, "{" SIM_RUN ", 'units': {"
                "'a': {'kind': 'ward', 'beds': {'disponibla': 1}, 'max_extra': 0, 'outliers': {'to': ['b']},"
                "      'servers': {'lakare': {'capacity': 1}}},"
                "'b': {'kind': 'ward', 'beds': {'disponibla': 1}, 'outliers': {'reserve': 0}},"
                "'c': {'kind': 'clinic', 'capacity': 9, 'servers': {'other': {'capacity': 1}}}},"
                "'groups': {"
                "'x': {$at(0), 'path': {'a': {'steps': {'rond': {'server': 'lakare', 'time': '3 h'}}}}},"
                "'y': {$at(1), 'path': {'a': {'steps': {'rond': {'server': 'lakare', 'time': '4 h'}}}}},"
                "'q': " AT_B("900", "1 h") ", 'r': {$at(1), 'path': {'c': {'steps': {'s': {'server': 'other',"
                                           " 'time': '1 h'}}}}}}}");
    ck_assert_int_eq(c.code, 0);
    /* y lies on b from 1, comes home when x leaves at 3, and has the doctor from 3 to 7 */
    ck_assert_double_eq(sim_hours(&c, "b", "y"), 2);
    ck_assert_double_eq(sim_hours(&c, "a", "y"), 4);
    ck_assert_double_eq(sim_hours(&c, "c", "r"), 1);
    sim_fini(&c);
}
END_TEST

int main(void) {
    Suite *s = suite_create("placement by the simulator");
    TCase *t = tcase_create("all");
    tcase_add_test(t, steps_in_order);
    tcase_add_test(t, longest_away_comes_home_first);
    tcase_add_test(t, factor_of_the_host);
    tcase_add_test(t, one_queue_by_need);
    tcase_add_test(t, census_at_six);
    tcase_add_test(t, servers_of_the_responsible_ward);
    suite_add_tcase(s, t);
    return case_run(s);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loads against numbers worked out by hand. */
#include "test_flows_compile.h"
#include "vf_traffic.h"

static const double day = 86400000.0;

static void solve(const struct vf_model *m, struct vf_traffic *t) {
    struct vf_error err = VF_ERROR_INIT;
    ck_assert_int_eq(vf_traffic_solve(m, 0, 364 * VF_MS_DAY, t, &err), 0);
    vf_error_fini(&err);
}

static double load_of(const char *text, const char *unit) {
    struct vf_model m;
    struct vf_traffic t;
    case_good(text, &m);
    solve(&m, &t);
    double load = t.load[case_unit(&m, unit)];
    vf_traffic_fini(&t);
    vf_model_free(&m);
    return load;
}

START_TEST(one_station) {
    struct vf_model m;
    struct vf_traffic t;
    case_good("{$run, 'units': {'vc': {'kind': 'clinic', 'capacity': 5}}, 'groups': {'a': {$rate(0.25 "
              "/min), 'path': {'vc': {'stay': {'exponential': {'mean': '10 min'}}}}}}}",
              &m);
    solve(&m, &t);
    ck_assert_double_eq_tol(t.arrivals_per_ms[0] * 60000, 0.25, 1e-15);
    ck_assert_double_eq_tol(t.load[0], 2.5, 1e-12);
    ck_assert_double_eq_tol(t.node_load[0], 2.5, 1e-12);
    ck_assert_double_eq(t.capacity_mean[0], 5);
    ck_assert_double_eq_tol(t.load_share[0], 0.5, 1e-12);
    ck_assert_double_eq_tol(t.group_rate[0] * 60000, 0.25, 1e-15);
    vf_traffic_fini(&t);
    vf_model_free(&m);
}
END_TEST

static const char tandem_text[] =
    "{$run, 'units': {'w1': {'kind': 'clinic', 'capacity': 12}, 'w2': {'kind': 'kommunal', 'capacity': "
    "14}}, 'groups': {'a': {$rate(1 /d), 'start': 'w1', 'path': { 'w1': {'stay': {'exponential': "
    "{'mean': '7 d'}}, 'next': {'w2': 0.35, 'exit': 0.65}}, 'w2': {'stay': {'exponential': {'mean': '28 "
    "d'}}}}}}}";

START_TEST(two_stations) {
    ck_assert_double_eq_tol(load_of(tandem_text, "w1"), 7, 1e-9);
    ck_assert_double_eq_tol(load_of(tandem_text, "w2"), 9.8, 1e-9);
}
END_TEST

/* A loop: x = 1 + 0.3 y, y = 0.5 x, so x = 1 / 0.85. */
START_TEST(loop) {
    const char *text =
        "{$run, 'units': {'x': {'kind': 'clinic', 'capacity': 3}, 'y': {'kind': 'clinic', 'capacity': "
        "2}}, 'groups': {'a': {$rate(2 /d), 'start': 'x', 'path': { 'x': {'stay': '1 d', 'next': {'y': "
        "0.5, 'exit': 0.5}}, 'y': {'stay': '2 d', 'next': {'x': 0.3, 'death': 0.7}}}}}}";
    ck_assert_double_eq_tol(load_of(text, "x"), 2 / 0.85, 1e-9);
    ck_assert_double_eq_tol(load_of(text, "y"), 4 * 0.5 / 0.85, 1e-9);
}
END_TEST

/* Only those who were on the ward and left alive may come back: x = 1 + 0.2 * 0.4 * 0.9 x. */
static const char back_text[] =
    "{$run, 'units': {'akut': {'kind': 'akutmottagning', 'capacity': 3}, 'med': {'kind': 'ward', 'beds': "
    "{'disponibla': 20}}, 'korttids': {'kind': 'kommunal', 'capacity': 9}}, 'groups': {'a': {$rate(2 "
    "/d), 'start': 'akut', 'path': {'akut': {'stay': '6 h', 'next': {'med': 0.4, 'exit': 0.6}}, 'med': "
    "{'stay': '5 d', 'next': {'korttids': 0.25, 'exit': 0.65, 'death': 0.1}}, 'korttids': {'stay': '10 "
    "d'}}, 'readmission': {'probability': 0.2, 'time': '9 d', 'to': '$1'}}}}";

START_TEST(readmission) {
    double x = 1 / (1 - 0.2 * 0.4 * 0.9);
    ck_assert_double_eq_tol(load_of(case_put(back_text, "akut", ""), "akut"), 2 * x * 0.25, 1e-9);
    ck_assert_double_eq_tol(load_of(case_put(back_text, "akut", ""), "med"), 2 * 0.4 * x * 5, 1e-9);
    ck_assert_double_eq_tol(load_of(case_put(back_text, "akut", ""), "korttids"), 2 * 0.4 * x * 0.25 * 10,
                            1e-9);
    /* straight to the ward: m = 0.4 + 0.2 * 0.9 m */
    ck_assert_double_eq_tol(load_of(case_put(back_text, "med", ""), "med"), 2 * 0.4 / (1 - 0.18) * 5, 1e-9);
    ck_assert_double_eq_tol(load_of(case_put(back_text, "med", ""), "akut"), 0.5, 1e-9);
}
END_TEST

/* Bed-days = arrivals x stay / (1 - p) when everybody leaves alive. */
START_TEST(readmission_multiplies) {
    const char *text =
        "{$run, 'units': {'med': {'kind': 'ward', 'beds': {'disponibla': 20}}}, 'groups': {'a': {$rate(2 "
        "/d), 'path': {'med': {'stay': '6 d'}}, 'readmission': {'probability': 0.25, 'time': '9 d', "
        "'to': 'med'}}}}";
    ck_assert_double_eq_tol(load_of(text, "med"), 16, 1e-9);
}
END_TEST

static const char family_text[] =
    "{$run, 'units': {'med': {'kind': 'ward', 'beds': {'disponibla': 20}}}, 'families': {'kommun': "
    "{'units': {'korttids': {'kind': 'kommunal', 'capacity': 5}, 'sabo': {'kind': 'kommunal', "
    "'capacity': 9}}, 'members': {'stor': {'weight': 30}, 'liten': {'weight': 10, 'units': {'korttids': "
    "{'capacity': 2}}}}}}, 'groups': {'a': {$rate(4 /d), 'start': 'med', 'path': { 'med': {'stay': '1 "
    "d', 'next': {'kt': 0.5, 'exit': 0.5}}, 'kt': {'unit': 'kommun.korttids', 'stay': '2 d'}}}}}";

START_TEST(families) {
    struct vf_model m;
    struct vf_traffic t;
    case_good(family_text, &m);
    solve(&m, &t);
    uint16_t big = case_unit(&m, "stor.korttids"), small = case_unit(&m, "liten.korttids");
    ck_assert_double_eq_tol(t.load[big], 4 * 0.5 * 2 * 0.75, 1e-9);
    ck_assert_double_eq_tol(t.load[small], 4 * 0.5 * 2 * 0.25, 1e-9);
    ck_assert_double_eq_tol(t.load_share[small], 0.5, 1e-9);
    ck_assert_double_eq(t.capacity_mean[big], 5);
    ck_assert_double_eq_tol(t.node_load[case_node(&m, "a", "kt")], 4, 1e-9);
    ck_assert_double_eq(t.load[case_unit(&m, "stor.sabo")], 0);
    vf_traffic_fini(&t);
    vf_model_free(&m);
}
END_TEST

static const char ward_text[] =
    "{$run, 'units': {'med': {'kind': 'ward', 'beds': {'disponibla': 20}, 'stay': 'nights'}}, 'groups': "
    "{'a': {$rate(2 /d), 'stay_factor': 2, 'path': {'med': {'stay': $1}}}}}";

/* Nights: each draw is rounded, at least 1 unless 0. The group's factor doubles them before. */
START_TEST(nights) {
    ck_assert_double_eq_tol(
        load_of(case_put(ward_text, "{'discrete': {'0 d': 0.5, '1 d': 0.3, '3 d': 0.2}}", ""), "med"),
        2 * (0.3 * 2 + 0.2 * 6), 1e-9);
    double tail = exp(-1.5 / 8) / (1 - exp(-1.0 / 8));
    ck_assert_double_eq_tol(load_of(case_put(ward_text, "{'exponential': {'mean': '4 d'}}", ""), "med"),
                            2 * (1 + tail), 1e-8);
    ck_assert_double_eq_tol(load_of(case_put(ward_text, "'0.1 d'", ""), "med"), 2, 1e-9);
}
END_TEST

static double ratio(const struct vf_model *m) {
    int work = 0;
    for (int d = 0; d < 365; d++)
        work += m->calendar.day[d].workday;
    return 365.0 / work;
}

/* Planning lead time holds the bed that is left; the unit's own replaces the edge's. */
static const char lead_text[] =
    "{$run, 'units': {'med': {'kind': 'ward', 'beds': {'disponibla': 20}}, 'kt': {'kind': 'kommunal', "
    "'capacity': 5$1}}, 'groups': {'a': {$rate(1 /d), 'start': 'med', 'path': {'med': {'stay': '4 d', "
    "'next': {'kt': 0.5, 'exit': 0.5}, 'lead': {'kt': '2 d', 'exit': '0.4 d'}},'kt': {'stay': '3 d'}}}}}";

START_TEST(lead_times) {
    struct vf_model m;
    case_good(case_put(lead_text, "", ""), &m);
    double r = ratio(&m);
    vf_model_free(&m);
    ck_assert_double_ge(r, 1.40);
    ck_assert_double_le(r, 1.50);
    ck_assert_double_eq_tol(load_of(case_put(lead_text, "", ""), "med"), 4 + 0.5 * 2 * r, 1e-9);
    ck_assert_double_eq_tol(load_of(case_put(lead_text, ", 'lead_time': '3 d'", ""), "med"), 4 + 0.5 * 3 * r,
                            1e-9);
    ck_assert_double_eq_tol(load_of(case_put(lead_text, ", 'lead_time': '3 d'", ""), "kt"), 1.5, 1e-9);
}
END_TEST

static const char transit_text[] =
    "{$run, 'units': {'x': {'kind': 'clinic', 'capacity': 3}, 'y': {'kind': 'clinic', 'capacity': 2}}, "
    "'groups': {'a': {$rate(1 /d), 'start': 'x', 'path': { 'x': {'stay': '1 d', 'next': {'y': 0.5, "
    "'exit': 0.5},       'transition': {'y': {'time': '6 h', 'mode': '$1'}, 'exit': {'time': '12 h'}}}, "
    "'y': {'stay': '2 d'}}}}}";

START_TEST(transitions) {
    ck_assert_double_eq_tol(load_of(case_put(transit_text, "hold", ""), "x"), 1 + 0.5 * 0.25 + 0.5 * 0.5,
                            1e-9);
    ck_assert_double_eq_tol(load_of(case_put(transit_text, "hold", ""), "y"), 1, 1e-9);
    ck_assert_double_eq_tol(load_of(case_put(transit_text, "release", ""), "x"), 1 + 0.5 * 0.5, 1e-9);
    ck_assert_double_eq_tol(load_of(case_put(transit_text, "hold_and_reserve", ""), "x"),
                            1 + 0.5 * 0.25 + 0.5 * 0.5, 1e-9);
    ck_assert_double_eq_tol(load_of(case_put(transit_text, "hold_and_reserve", ""), "y"), 1 + 0.5 * 0.25,
                            1e-9);
}
END_TEST

START_TEST(steps_and_pools) {
    struct vf_model m;
    struct vf_traffic t;
    case_good("{$run, 'units': {'akut': {'kind': 'akutmottagning', 'capacity': 20, 'servers': {'ssk': "
              "{'capacity': 3}, 'lakare': {'capacity': 2, 'doctor': true}}}}, 'groups': {'a': {$rate(2 /h), "
              "'path': {'akut': {'steps': {'triage': {'server': 'ssk', 'time': '15 min'}, 'undersokning': "
              "{'server': 'lakare', 'time': '30 min'},'prov': {'time': '1 h'}, 'svar': {'server': 'lakare', "
              "'time': '6 min'}}, 'stay': '24 min'}}}}}",
              &m);
    solve(&m, &t);
    ck_assert_double_eq_tol(t.load[0], 2 * (0.25 + 0.5 + 1 + 0.1 + 0.4), 1e-9);
    ck_assert_double_eq_tol(t.pool_load[0], 0.5, 1e-9);
    ck_assert_double_eq_tol(t.pool_load[1], 1.2, 1e-9);
    ck_assert_double_eq(t.pool_capacity[0], 3);
    ck_assert_double_eq(t.pool_capacity[1], 2);
    vf_traffic_fini(&t);
    vf_model_free(&m);
}
END_TEST

START_TEST(stay_by_next) {
    const char *text =
        "{$run, 'units': {'x': {'kind': 'clinic', 'capacity': 3}, 'y': {'kind': 'delay'}}, 'groups': "
        "{'a': {$rate(1 /d), 'start': 'x', 'route_drawn': 'at_entry', 'path': { 'x': {'stay': "
        "{'by_next': {'y': '4 d', 'exit': '1 d'}}, 'next': {'exit': 0.75, 'y': 0.25}}, 'y': {'stay': '2 "
        "d'}}}}}";
    ck_assert_double_eq_tol(load_of(text, "x"), 0.25 * 4 + 0.75 * 1, 1e-9);
}
END_TEST

/* Capacity is rounded half up after all factors, then averaged over time. 1 January 2024 is a Monday. */
START_TEST(capacity_of_time) {
    struct vf_model m;
    struct vf_traffic t;
    case_good(
        "{$run, 'units': {'x': {'kind': 'clinic', 'capacity': {'base': 10, 'weekdays': "
        "[1,1,1,1,1,1,0.85]}}, 'y': {'kind': 'clinic', 'capacity': {'base': 3, 'clock': {'from': "
        "'08:00', 'to': '20:00'}}}, 'z': {'kind': 'clinic', 'capacity': 'unlimited'}, 'q': {'kind': "
        "'clinic', 'capacity': 0}}, 'groups': {'a': {$rate(1 /d), 'start': 'x', 'path': {'x': {'stay': "
        "'1 d', 'next': {'y': 1}}, 'y': {'stay': '3 h', 'next': {'z': 1}}, 'z': {'stay': '1 h', 'next': "
        "{'q': 1}}, 'q': {'stay': '1 h'}}}}}",
        &m);
    solve(&m, &t);
    ck_assert_double_eq_tol(t.capacity_mean[0], 69.0 / 7, 1e-12);
    ck_assert_double_eq_tol(t.capacity_mean[1], 1.5, 1e-12);
    ck_assert(isinf(t.capacity_mean[2]));
    ck_assert_double_eq(t.load_share[2], 0);
    ck_assert(isinf(t.load_share[3]));
    vf_traffic_fini(&t);
    vf_model_free(&m);
}
END_TEST

START_TEST(kinds_of_sources) {
    struct vf_model m;
    struct vf_traffic t;
    case_good(
        "{$run, 'population': {'age_classes': {'65-79': 100000, '80+': {'2024': 50000, '2026': 60000}}}, "
        "'units': {'x': {'kind': 'clinic', 'capacity': 30}}, 'groups': { 'a': {'arrivals': "
        "{'population': {'per_1000_year': {'65-79': 36.5, '80+': 73}}}, 'path': {'x': {'stay': '1 d'}}}, "
        "'b': {'age_class': '80+', 'arrivals': {'population': {'per_1000_year': 73}, 'rate_factor': "
        "0.5},       'path': {'x': {'stay': '1 d'}}}, 'c': {'arrivals': {'population': {'per_1000_year': "
        "3.65}}, 'path': {'x': {'stay': '1 d'}}}, 'd': {'arrivals': {'scheduled': {'per_day': {'base': "
        "7, 'weekdays': [1,1,1,1,1,0,0]}, 'at': '07:30',       'no_show': 0.1}}, 'path': {'x': {'stay': "
        "'1 d'}}}}}",
        &m);
    solve(&m, &t);
    ck_assert_double_eq_tol(t.group_rate[0] * day, 20, 1e-9);
    ck_assert_double_eq_tol(t.group_rate[1] * day, 5, 1e-9);
    ck_assert_double_eq_tol(t.group_rate[2] * day, 1.5, 1e-9);
    ck_assert_double_eq_tol(t.group_rate[3] * day, 7 * 5.0 / 7 * 0.9, 1e-9);
    vf_traffic_fini(&t);
    vf_model_free(&m);
}
END_TEST

START_TEST(a_factor_that_follows_the_calendar) {
    struct vf_model m;
    struct vf_traffic t;
    case_good("{$run, 'units': {'x': {'kind': 'clinic', 'capacity': 30}}, 'groups': {'a': {$rate(4 /d), "
              "'path': {'x': {"
              "'stay': '2 d', 'stay_factor': {'base': 1, 'weekdays': [1, 1, 1, 1, 1, 2.75, 2.75]}}}}}}",
              &m);
    ck_assert_int_eq(vf_traffic_solve(&m, 0, 70 * VF_MS_DAY, &t, NULL), 0);
    ck_assert_double_eq_tol(t.load[0], 4 * 2 * 1.5, 1e-9);
    vf_traffic_fini(&t);
    vf_model_free(&m);
}
END_TEST

/* Healthy, chronically ill, frail. Of the 2 a day who are healthy 0.3 become members of `kronisk` and 0.1 go through
 * the bed of `skor` into its cohort. */
static const char become_text[] =
    "{$run, 'units': {'vc': {'kind': 'clinic', 'capacity': 9}, 'kc': {'kind': 'clinic', 'capacity': 9}, "
    "'med': {$ward}},"
    "'groups': {'frisk': {$rate(2 /d), 'become': {'till_3': {'group': 'kronisk'}, 'till_4': {'group': "
    "'skor', 'node': "
    "'med'}}, 'path': {'vc': {'stay': '12 h', 'next': {'exit': 0.8, 'till_3': 0.15, 'till_4': 0.05}}}},"
    "'kronisk': {'arrivals': {'cohort': {'size': 50, 'home': {'exponential': {'mean': '9 d'}}}}, 'become': "
    "{'till_4': "
    "{'group': 'skor'}}, 'path': {'kc': {'stay': '1 d', 'next': {'exit': 0.9, 'till_4': 0.1}}}},"
    "'skor': {'arrivals': {'cohort': {'size': 10, 'home': '60 d', 'mortality': '0.001 /d', 'replace': $1}}, "
    "'start': "
    "'kc', 'path': {'kc': {'stay': '2 d', 'next': {'med': 0.5, 'exit': 0.5}}, 'med': {'stay': '5 d'}}}}}";

/* Means over [from, to) days: of exp(-a t), of its integral from 0, of t. */
static double decay(double a, double from, double to) {
    return (exp(-a * from) - exp(-a * to)) / (a * (to - from));
}
static double grown(double a, double from, double to) { return (1 - decay(a, from, to)) / a; }

/* Of 50 + joins 0.3 - leave a, a = 0.1 journeys/d x 0.1: n3 = 30 + 20 exp(-0.01 t); into `skor` go 0.01 n3 + 0.1.
 * Nobody leaves `skor`: its members spend 64.5 days on a round. */
START_TEST(those_who_become_others) {
    static const double windows[][2] = {{0, 364}, {100, 364}, {360, 364}};
    for (size_t k = 0; k < sizeof windows / sizeof *windows; k++) {
        double from = windows[k][0], to = windows[k][1], a = 0.01;
        double n3 = 30 + 20 * decay(a, from, to);
        double n4 = 10 + (0.1 + a * 30) * (from + to) / 2 + a * 20 * grown(a, from, to);
        struct vf_model m;
        struct vf_traffic t;
        case_good(case_put(become_text, "true", ""), &m);
        ck_assert_int_eq(vf_traffic_solve(&m, (int64_t)from * VF_MS_DAY, (int64_t)to * VF_MS_DAY, &t, NULL),
                         0);
        double r = n4 / 64.5;
        ck_assert_double_eq_tol(t.load[case_unit(&m, "vc")], 1, 1e-9);
        ck_assert_double_eq_tol(t.node_load[case_node(&m, "kronisk", "kc")], n3 * 0.1, 1e-4 * n3 * 0.1);
        ck_assert_double_eq_tol(t.node_load[case_node(&m, "skor", "kc")], 2 * r, 1e-4 * 2 * r);
        ck_assert_double_eq_tol(t.load[case_unit(&m, "med")], 5 * (0.1 + r / 2), 1e-4);
        ck_assert_double_eq_tol(t.arrivals_per_ms[case_unit(&m, "med")] * day, 0.1 + r / 2, 1e-4);
        vf_traffic_fini(&t);
        vf_model_free(&m);
    }
}
END_TEST

/* Those of `skor` who die at home, 60 of 64.5 days, are not replaced: with joins 0.1 + 0.01 n3,
 * n4' = 0.4 + 0.2 exp(-0.01 t) - b n4. */
START_TEST(members_who_die_are_gone) {
    double b = 0.001 * 60 / 64.5, a = 0.01, c = 0.2 / (b - a);
    double n4 = 0.4 / b + c * decay(a, 100, 364) + (10 - 0.4 / b - c) * decay(b, 100, 364);
    struct vf_model m;
    struct vf_traffic t;
    case_good(case_put(become_text, "false", ""), &m);
    ck_assert_int_eq(vf_traffic_solve(&m, 100 * VF_MS_DAY, 364 * VF_MS_DAY, &t, NULL), 0);
    double r = n4 / 64.5;
    ck_assert_double_eq_tol(t.node_load[case_node(&m, "skor", "kc")], 2 * r, 1e-4 * 2 * r);
    vf_traffic_fini(&t);
    vf_model_free(&m);
}
END_TEST

/* Between groups without cohorts: 0.3 of 4 a day go on at y as others, and half of these to z as yet others. */
START_TEST(doors_between_open_groups) {
    const char *text = "{$run, 'units': {'x': $clinic, 'y': $clinic, 'z': $clinic}, 'groups': {"
                       "'c': {$none, 'start': 'z', 'path': {'z': {'stay': '2 d'}}},"
                       "'b': {$rate(1 /d), 'start': 'x', 'become': {'d': {'group': 'c', 'node': 'z'}}, "
                       "'path': {'x': {'stay': '1 d', "
                       "'next': {'y': 1}}, 'y': {'stay': '3 d', 'next': {'d': 0.5, 'exit': 0.5}}}},"
                       "'a': {$rate(4 /d), 'become': {'d': {'group': 'b', 'node': 'y'}}, 'path': {'x': "
                       "{'stay': '1 d', 'next': "
                       "{'d': 0.3, 'exit': 0.7}}}}}}";
    ck_assert_double_eq_tol(load_of(text, "x"), 5, 1e-9);
    ck_assert_double_eq_tol(load_of(text, "y"), (1 + 1.2) * 3, 1e-9);
    ck_assert_double_eq_tol(load_of(text, "z"), (1 + 1.2) / 2 * 2, 1e-9);
}
END_TEST

int main(void) {
    Suite *s = suite_create("traffic");
    TCase *c = tcase_create("loads");
    tcase_add_test(c, one_station);
    tcase_add_test(c, two_stations);
    tcase_add_test(c, loop);
    tcase_add_test(c, readmission);
    tcase_add_test(c, readmission_multiplies);
    tcase_add_test(c, families);
    tcase_add_test(c, nights);
    tcase_add_test(c, lead_times);
    tcase_add_test(c, transitions);
    tcase_add_test(c, steps_and_pools);
    tcase_add_test(c, stay_by_next);
    tcase_add_test(c, capacity_of_time);
    tcase_add_test(c, kinds_of_sources);
    tcase_add_test(c, a_factor_that_follows_the_calendar);
    tcase_add_test(c, those_who_become_others);
    tcase_add_test(c, members_who_die_are_gone);
    tcase_add_test(c, doors_between_open_groups);
    suite_add_tcase(s, c);
    return case_run(s);
}

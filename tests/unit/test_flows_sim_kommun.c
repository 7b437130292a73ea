/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Between ward and kommun, worked out by hand: betalningsansvar per patient and by the mean, in psychiatry too; those
 * who wait at home for the same place as those who wait on a ward; step-up to narvardsplatser. */
#include "test_flows_sim.h"
#include "vf_kommun.h"

/* 2024-01-15 is a Monday: `stay` hours on the ward, a place on Saturday the 20th at 00:00, or at once. */
#define RUN_PAY(rule) \
    SIM_RUN ", 'organisation': {'storstad': {'type': 'kommun'}}, 'betalningsansvar': {" rule "}"
#define WARD(more) "{'kind': 'ward', 'beds': {'disponibla': 9}" more "}"
#define LATER "'capacity': {'base': 0, 'dated': {'2024-01-20': 9}}"
#define KOM(capacity) "{'kind': 'kommunal', 'organisation': 'storstad', " capacity "}"
#define PATIENT(hours, stay, to)                                                                       \
    "{$at(" hours "), 'start': 'a', 'path': {'a': {'stay': '" stay " h', 'next': {'" to "': 1}}, '" to \
    "': {'stay': '1 h'}}}"

static struct vf_liability_sum storstad(const struct sim_case *c) { return vf_kommun_sum(c->sim, 0); }

static double pays(const char *text) {
    struct sim_case c;
    sim_run(&c, text);
    ck_assert_int_eq(c.code, 0);
    double kr = storstad(&c).kr;
    ck_assert_double_eq(kr, vf_kommun_sum(c.sim, VF_NONE16).kr);
    sim_fini(&c);
    return kr;
}
#define ONE(rule, ward, stay)                                              \
    pays("{" RUN_PAY(rule) ", 'units': {'a': " WARD(ward) ", 'kom': " KOM( \
        LATER) "}, 'groups': {'p': " PATIENT("0", stay, "kom") "}}")

START_TEST(payment_after_three_calendar_days) {
    /* notice on the 15th at 10: free until the 18th, paid for the 18th and 19th */
    ck_assert_double_eq(ONE("'price_per_day': 9300", "", "10"), 2 * 9300);
    ck_assert_double_eq(ONE("'price_per_day': 9300", "", "14"), 9300); /* after noon: as if on the 16th */
    ck_assert_double_eq(ONE("'price_per_day': 9300, 'cutoff': '15:00'", "", "14"), 2 * 9300);
    ck_assert_double_eq(ONE("'price_per_day': 9300, 'free_days': 5", "", "10"), 0);
    ck_assert_double_eq(
        ONE("'price_per_day': 100, 'free_days': 5, 'free_days_psyk': 1", ", 'somatic': false", "10"), 400);
    ck_assert_double_eq(ONE("'price_per_day': 100, 'free_days': 1, 'free_days_psyk': 5", "", "10"), 400);
}
END_TEST

/* Five days and none, in one month: 2.5 days in the mean. */
#define TWO(rule)                                                                                     \
    pays("{" RUN_PAY(rule) ", 'units': {'a': " WARD("") ", 'kom': " KOM(LATER) ", 'now': " KOM(       \
        "'capacity': 9") "}, 'groups': {'p': " PATIENT("0", "10", "kom") ", 'q': " PATIENT("0", "10", \
                                                                                           "now") "}}")
START_TEST(payment_by_the_mean) {
    ck_assert_double_eq(TWO("'rule': 'mean', 'price_per_day': 1000, 'limit': 2"), 1000);
    ck_assert_double_eq(TWO("'rule': 'mean', 'price_per_day': 1000, 'limit': 2.5"), 0);
    ck_assert_double_eq(TWO("'rule': 'mean', 'price_per_day': 1000, 'limit': 0"), 5000);
    ck_assert_double_eq(TWO("'rule': 'mean', 'price_per_day': 1000, 'limit': 0, 'limit_psyk': 9"), 5000);
}
END_TEST

/* Months are settled one by one: five days in January, none in February. */
START_TEST(months_are_settled_apart) {
    ck_assert_double_eq(
        pays("{" RUN_PAY("'rule': 'mean', 'price_per_day': 1000, 'limit': 2") ", 'units': {'a': " WARD(
            "") ", 'kom': " KOM(LATER) "}, 'groups': {'p': " PATIENT("0 480", "10", "kom") "}}"),
        3000);
}
END_TEST

/* One slot, taken until 50. The one at home has waited from 5, the ward patient is ready at 10: by need the one at
 * home goes first, unless the ward patients have the higher priority. Both wait until there is a slot. */
static void from_home(const char *priority, double home_from, double ward_from) {
    struct sim_case c;
    char text[2048];
    (void)snprintf(
        text, sizeof text,
        "{" SIM_RUN ", 'units': {'a': " WARD(
            "") ", 'hemtjanst': {'kind': 'kommunal', 'form': 'hemtjanst',"
                "'capacity': 1, 'cost': {'per_day': 240}}}, 'groups': {"
                "'x': {$at(0), 'path': {'hemtjanst': {'stay': '50 h'}}},"
                "'h': {$at(5), 'path': {'hemtjanst': {'stay': '20 h'}}},"
                "'w': {$at(0), 'start': 'a', %s 'path': {'a': {'stay': '10 h', 'next': {'hemtjanst': 1}},"
                "'hemtjanst': {'stay': '30 h'}}}}}",
        priority);
    sim_run(&c, text);
    ck_assert_int_eq(c.code, 0);
    ck_assert_double_eq((double)sim_cell(&c, "hemtjanst", "h")->waits / (double)VF_MS_HOUR, home_from - 5);
    ck_assert_double_eq((double)sim_cell(&c, "hemtjanst", "w")->waits / (double)VF_MS_HOUR, ward_from - 10);
    ck_assert_double_eq(sim_hours(&c, "a", "w"), ward_from);
    sim_fini(&c);
}
START_TEST(waiting_from_home_and_from_the_ward) {
    from_home("", 50, 70);
    from_home("'priority': 1,", 80, 50);
}
END_TEST

/* From home to a narvardsplats and back, without a hospital; and on to it when the narvardsplats is full. */
START_TEST(step_up) {
    struct sim_case c;
    sim_run(
        &c,
        "{" SIM_RUN ", 'units': {'vc': {'kind': 'clinic', 'capacity': 9}, 'a': " WARD(
            "") ", 'narvard':"
                "{'kind': 'intermediate', 'capacity': 1, 'cost': {'per_day': 100,"
                "'paid_by': {'region': 0.5, 'kommun': 0.5}}}}, 'groups': {'g': {$at(0 1), 'start': 'vc', "
                "'path': {"
                "'vc': {'stay': '1 h', 'next': {'narvard': 1}},"
                "'narvard': {'stay': '48 h', 'balking': {'at': 0, 'to': 'a'}}, 'a': {'stay': '24 h'}}}}}");
    ck_assert_int_eq(c.code, 0);
    ck_assert_double_eq(sim_hours(&c, "narvard", "g"), 48);
    ck_assert_double_eq(sim_hours(&c, "a", "g"), 24);
    sim_fini(&c);
}
END_TEST

int main(void) {
    Suite *s = suite_create("between ward and kommun");
    TCase *t = tcase_create("all");
    tcase_add_test(t, payment_after_three_calendar_days);
    tcase_add_test(t, payment_by_the_mean);
    tcase_add_test(t, months_are_settled_apart);
    tcase_add_test(t, waiting_from_home_and_from_the_ward);
    tcase_add_test(t, step_up);
    suite_add_tcase(s, t);
    return case_run(s);
}

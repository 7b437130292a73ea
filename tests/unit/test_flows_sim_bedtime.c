/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bed-days by cause, with outcomes worked out by hand: one state and one origin at a time, clipped to the window,
 * and a run that fails when the table does not sum. */
#include "test_flows_sim.h"
#include "vf_bedtime.h"
#include "vf_flow.h"

#define WARD "{'kind': 'ward', 'beds': {'disponibla': 1}, 'max_extra': 0"
/* Opens on the sixth day. */
#define KOM "{'kind': 'kommunal', 'capacity': {'base': 0, 'dated': {'2024-01-20': 9}}"

static double hours(const struct sim_case *c, const char *ward, enum vf_bed_state state, unsigned origin) {
    uint16_t w = c->model.unit[case_unit(&c->model, ward)].ward;
    return (double)*vf_bed_cell(c->sim, w, state, origin) / (double)VF_MS_HOUR;
}

static void run_lead(struct sim_case *c, const char *run, const char *form) {
    char text[2048];
    (void)snprintf(text, sizeof text,
                   "{%s, 'units': {'a': " WARD "}, 'kom': " KOM ", 'form': '%s'}}, 'groups': {'p': {"
                   "$at(0), 'start': 'a', 'path': {'a': {'stay': '10 h', 'next': {'kom': 1},"
                   "'lead': {'kom': '3 d'}}, 'kom': {'stay': '1 h'}}}}}",
                   run, form);
    sim_run(c, text);
    ck_assert_int_eq(c->code, 0);
}

START_TEST(lead_time_and_wait_by_form) {
    static const struct {
        const char *form;
        enum vf_bed_state state;
    } forms[] = {{"korttids", VF_BED_WAIT_KORTTIDS},
                 {"sabo", VF_BED_WAIT_SABO},
                 {"hemsjukvard", VF_BED_WAIT_HEMSJUKVARD},
                 {"hemtjanst", VF_BED_WAIT_HEMTJANST},
                 {"annan", VF_BED_WAIT_KOMMUN}};
    for (size_t k = 0; k < sizeof forms / sizeof *forms; k++) {
        struct sim_case c;
        run_lead(&c, SIM_RUN, forms[k].form);
        ck_assert_double_eq(hours(&c, "a", VF_BED_NEEDED, 0), 10);
        ck_assert_double_eq(hours(&c, "a", VF_BED_LEAD, 0), 72);
        ck_assert_double_eq(hours(&c, "a", forms[k].state, 0), 5 * 24 - 82);
        sim_fini(&c);
    }
}
END_TEST

START_TEST(only_the_window_counts) {
    struct sim_case c;
    run_lead(&c, "'run': {'start': '2024-01-15', 'warmup': '2 d', 'duration': '2 d'}", "sabo");
    ck_assert_double_eq(hours(&c, "a", VF_BED_NEEDED, 0), 0);
    ck_assert_double_eq(hours(&c, "a", VF_BED_LEAD, 0), 82 - 48);
    ck_assert_double_eq(hours(&c, "a", VF_BED_WAIT_SABO, 0), 96 - 82);
    sim_fini(&c);
}
END_TEST

START_TEST(what_the_outlier_factor_adds) {
    struct sim_case c;
    sim_run(
        &c,
        "{" SIM_RUN ", 'units': {"
        "'a': " WARD ", 'outliers': {'to': ['b']}},"
        "'b': " WARD ", 'outliers': {'reserve': 0}, 'outlier_factor': 1.5}},"
        "'groups': {'x': {$at(0), 'path': {'a': {'stay': '40 h'}}},"
        "'y': {$at(1), 'path': {'a': {'stay': '10 h'}}}, 'q': {$at(900), 'path': {'b': {'stay': '1 h'}}}}}");
    ck_assert_int_eq(c.code, 0);
    ck_assert_double_eq(hours(&c, "b", VF_BED_NEEDED, 0), 10 + 1);
    ck_assert_double_eq(hours(&c, "b", VF_BED_OUTLIER, 0), 5);
    ck_assert_double_eq(hours(&c, "a", VF_BED_NEEDED, 0), 40);
    sim_fini(&c);
}
END_TEST

/* Two nights at home, back unplanned; then 40 days at home, back as a first vardperiod. */
START_TEST(readmission_is_an_origin) {
    struct sim_case c;
    sim_run(&c, "{" SIM_RUN ", 'units': {'a': " WARD "}, 'hem': {'kind': 'delay'}}, 'groups': {'p': {"
                "$at(0), 'start': 'w1', 'path': {"
                "'w1': {'unit': 'a', 'stay': '10 h', 'next': {'h1': 1}},"
                "'h1': {'unit': 'hem', 'stay': '48 h', 'next': {'w2': 1}},"
                "'w2': {'unit': 'a', 'stay': '5 h', 'next': {'h2': 1}},"
                "'h2': {'unit': 'hem', 'stay': '40 d', 'next': {'w3': 1}},"
                "'w3': {'unit': 'a', 'stay': '7 h'}}}}}");
    ck_assert_int_eq(c.code, 0);
    ck_assert_double_eq(hours(&c, "a", VF_BED_NEEDED, 1), 5);
    ck_assert_double_eq(hours(&c, "a", VF_BED_NEEDED, 0), 17);
    sim_fini(&c);
}
END_TEST

START_TEST(another_ward_is_waited_for_and_moved_to) {
    struct sim_case c;
    sim_run(&c, "{" SIM_RUN ", 'units': {'a': " WARD "}, 'b': " WARD "}}, 'groups': {"
                "'h': {$at(0), 'path': {'b': {'stay': '30 h'}}},"
                "'p': {$at(0), 'start': 'a', 'path': {'a': {'stay': '10 h', 'next': {'b': 1}},"
                "'b': {'stay': '5 h'}}},"
                "'q': {$at(100), 'start': 'a', 'path': {'a': {'stay': '10 h', 'next': {'b': 1}, 'transition':"
                "{'b': {'time': '3 h', 'mode': 'hold_and_reserve'}}}, 'b': {'stay': '5 h'}}}}}");
    ck_assert_int_eq(c.code, 0);
    ck_assert_double_eq(hours(&c, "a", VF_BED_BLOCKED, 0), 20);
    ck_assert_double_eq(hours(&c, "a", VF_BED_TRANSIT, 0), 3);
    ck_assert_double_eq(hours(&c, "b", VF_BED_RESERVED, 0), 3);
    ck_assert_double_eq(hours(&c, "b", VF_BED_NEEDED, 0), 40);
    sim_fini(&c);
}
END_TEST

/* The same check that every run ends with, after the books were tampered with. */
START_TEST(a_broken_table_fails_the_run) {
    struct sim_case c;
    run_lead(&c, SIM_RUN, "korttids");
    struct vf_error err = VF_ERROR_INIT;
    ck_assert_int_eq(vf_check_books(c.sim, &err), VF_OK);
    *vf_bed_cell(c.sim, 0, VF_BED_NEEDED, 0) += 1;
    ck_assert_int_eq(vf_check_books(c.sim, &err), VF_E_STATE);
    ck_assert_ptr_nonnull(strstr(err.items[0].message, "bed-days by cause"));
    vf_error_fini(&err);
    *vf_bed_cell(c.sim, 0, VF_BED_WAIT_KORTTIDS, 0) -= 1; /* sums again, but not by state */
    err = (struct vf_error)VF_ERROR_INIT;
    ck_assert_int_eq(vf_check_books(c.sim, &err), VF_E_STATE);
    ck_assert_ptr_nonnull(strstr(err.items[0].message, "waiting by form"));
    vf_error_fini(&err);
    sim_fini(&c);
}
END_TEST

int main(void) {
    Suite *s = suite_create("bed-days by cause");
    TCase *t = tcase_create("all");
    tcase_add_test(t, lead_time_and_wait_by_form);
    tcase_add_test(t, only_the_window_counts);
    tcase_add_test(t, what_the_outlier_factor_adds);
    tcase_add_test(t, readmission_is_an_origin);
    tcase_add_test(t, another_ward_is_waited_for_and_moved_to);
    tcase_add_test(t, a_broken_table_fails_the_run);
    suite_add_tcase(s, t);
    return case_run(s);
}

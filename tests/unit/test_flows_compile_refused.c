/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the compiler refuses: each problem's place and words. */
#include "test_flows_compile.h"

START_TEST(unreachable_node) {
    case_refused("{$run, 'units': {'x': $clinic}, 'groups': {'a': {$rate(1 /d), 'start': 'x', 'path': "
                 "{'x': {'stay': '1 h'}, 'y': {'unit': 'x', 'stay': '1 h'}}}}}",
                 "/groups/a/path/y", "node \"y\" cannot be reached from the start of group a");
}
END_TEST

START_TEST(absorbing_nodes) {
    struct vf_error err = VF_ERROR_INIT;
    struct vf_model m;
    int code =
        case_try("{$run, 'units': {'x': $clinic}, 'groups': {'a': {$rate(1 /d), 'start': 'x', 'path': "
                 "{'x': {'stay': '1 h', 'next': {'y': 1, 'exit': 0}}, 'y': {'unit': 'x', 'stay': '1 h', "
                 "'next': {'x': 1}}}}}}",
                 NULL, &m, &err);
    ck_assert_int_eq(code, VF_E_CONFIG);
    ck_assert_uint_eq(err.n, 2);
    ck_assert_str_eq(err.items[0].pointer, "/groups/a/path/x");
    ck_assert_str_eq(err.items[0].message, "no way leads from node \"x\" of group a to exit or death");
    ck_assert_str_eq(err.items[1].pointer, "/groups/a/path/y");
    vf_error_fini(&err);
}
END_TEST

START_TEST(unit_without_use) {
    case_refused("{$run, 'units': {'x': $clinic, 'y': $clinic}, 'groups': {'a': {$rate(1 /d), 'path': "
                 "{'x': {'stay': '1 h'}}}}}",
                 "/units/y", "unit y has no use: no path leads there and no ward sends its outliers there");
}
END_TEST

/* A ward that only takes outliers has a use. */
START_TEST(overflow_ward_has_use) {
    struct vf_model m;
    case_good(
        "{$run, 'units': {'x': {'kind': 'ward', 'beds': {'disponibla': 3}, 'outliers': {'to': ['y']}}, "
        "'y': {'kind': 'ward', 'beds': {'disponibla': 3}}}, 'groups': {'a': {$rate(1 /d), 'path': {'x': "
        "{'stay': '1 h'}}}}}",
        &m);
    vf_model_free(&m);
}
END_TEST

static const char beds_text[] =
    "{$run, 'units': {'x': {'kind': 'ward', 'beds': $1}}, 'groups': {'a': {$rate(1 /d), 'path': {'x': "
    "{'stay': '1 h'}}}}}";

START_TEST(contradicting_beds) {
    case_refused(case_put(beds_text, "{'fysiska': 20, 'faststallda': 21, 'disponibla': 3}", ""),
                 "/units/x/beds", "ward x has more faststallda beds (21) than fysiska (20)");
    case_refused(case_put(beds_text,
                          "{'faststallda': 20, 'disponibla': {'base': 20, 'months': "
                          "[1,1,1,1,1,1,1,1,1.1,1,1,1]}}",
                          ""),
                 "/units/x/beds", "ward x has at some time more disponibla beds (22) than faststallda (20)");
    case_refused(case_put(beds_text, "{'fysiska': 20, 'disponibla': 20.5}", ""), "/units/x/beds",
                 "ward x has at some time more disponibla beds (21) than fysiska (20)");
}
END_TEST

START_TEST(shut_out_for_ever) {
    case_refused("{$run, 'units': {'x': {'kind': 'clinic', 'capacity': 3, 'min_free': {'a': 3}}}, "
                 "'groups': {'a': {$rate(1 /d), 'path': {'x': {'stay': '1 h'}}}}}",
                 "/units/x/min_free/a",
                 "group a never gets into unit x: it needs more than 3 free places of at most 3");
}
END_TEST

START_TEST(lead_without_bed) {
    case_refused("{$run, 'units': {'x': $clinic}, 'groups': {'a': {$rate(1 /d), 'path': {'x': {'stay': "
                 "'1 h', 'lead': {'exit': '2 d'}}}}}}",
                 "/groups/a/path/x/lead",
                 "unit x has no beds: only patients in a bed or slot wait for planning");
}
END_TEST

START_TEST(nobody_there) {
    case_refused("{$run, 'units': {'x': $clinic}, 'groups': {'a': {$rate(0 /d), 'path': {'x': {'stay': "
                 "'1 h'}}}}}",
                 "/groups/a", "group a has no arrivals, and no unit starts with its patients");
    struct vf_model m; /* switched off in so many words */
    case_good("{$run, 'units': {'x': $clinic}, 'groups': {'a': {'arrivals': {'poisson': {'rate': '1 "
              "/d'}, 'rate_factor': 0}, 'path': {'x': {'stay': '1 h'}}}}}",
              &m);
    vf_model_free(&m);
    case_refused("{$run, 'units': {'x': {'kind': 'ward', 'beds': {'disponibla': 3}, 'outliers': {'to': "
                 "['y']}}, 'y': {'kind': 'ward', 'beds': {'disponibla': 3}, 'start': 2}}, 'groups': {'a': "
                 "{$rate(1 /d), 'path': {'x': {'stay': '1 h'}}}}}",
                 "/units/y/start", "unit y starts with patients, but no group has a node there");
}
END_TEST

START_TEST(weightless_family) {
    case_refused("{$run, 'families': {'k': {'units': {'x': $clinic}, 'members': {'m': {'weight': 0}, "
                 "'n': {'weight': 0}}}}, 'groups': {'a': {$rate(1 /d), 'path': {'x': {'unit': 'k.x', "
                 "'stay': '1 h'}}}}}",
                 "/families/k/members",
                 "the weights of family k sum to 0: no patient can belong to a member");
}
END_TEST

START_TEST(mixed_clocks) {
    case_refused(
        "{$run, 'units': {'x': {'kind': 'ward', 'beds': {'disponibla': 3}, 'stay': 'nights', 'outliers': "
        "{'to': ['y']}}, 'y': {'kind': 'ward', 'beds': {'disponibla': 3}}}, 'groups': {'a': {$rate(1 "
        "/d), 'path': {'x': {'stay': '1 d'}}}}}",
        "/units/y", "ward y may take patients of ward x, so both must count stays in nights or neither");
}
END_TEST

START_TEST(comes_back_for_ever) {
    case_refused(
        "{$run, 'units': {'x': {'kind': 'ward', 'beds': {'disponibla': 3}}}, 'groups': {'a': {$rate(1 "
        "/d), 'path': {'x': {'stay': '1 d'}}, 'readmission': {'probability': 1, 'time': '1 d', 'to': "
        "'x'}}}}",
        "/groups/a/readmission/probability",
        "everybody who leaves group a comes back: the probability must be below 1");
}
END_TEST

START_TEST(within_itself) {
    case_refused(
        "{$run, 'organisation': {'p': {'type': 'region', 'parent': 'q'}, 'q': {'type': 'sjukhus', "
        "'parent': 'p'}}, 'units': {'x': $clinic}, 'groups': {'a': {$rate(1 /d), 'path': {'x': {'stay': "
        "'1 d'}}}}}",
        "/organisation/q/parent", "\"q\" lies within itself");
}
END_TEST

START_TEST(population_incomplete) {
    case_refused("{$run, 'population': {'age_classes': {'80+': 10}}, 'units': {'x': $clinic}, 'groups': "
                 "{'a': {'arrivals': {'population': {'per_1000_year': {'65-79': 3}}}, 'path': {'x': "
                 "{'stay': '1 h'}}}}}",
                 "/groups/a", "the population does not say how many \"65-79\" there are");
}
END_TEST

START_TEST(years_twice) {
    case_refused(
        "{$run, 'population': {'total': {'2024': 10, '2025': 12}}, 'profiles': {'p': {'base': 1, 'yearly': "
        "{'2025': 1.1}}}, 'units': {'x': $clinic}, 'groups': {'a': {'arrivals': {'population': "
        "{'per_1000_year': 3, 'profile': 'p'}}, 'path': {'x': {'stay': '1 h'}}}}}",
        "/groups/a", "the population changes by year, so the profile cannot have factors by year too");
}
END_TEST

START_TEST(route_too_late) {
    case_refused(
        "{$run, 'units': {'x': $clinic}, 'groups': {'a': {$rate(1 /d), 'path': {'x': {'route_drawn': "
        "'at_end', "
        "'stay': {'by_next': {'exit': '1 h', 'death': '2 h'}}, 'next': {'exit': 0.5, 'death': 0.5}}}}}}",
        "/groups/a/path/x/route_drawn", "a stay by next node needs the route drawn at entry");
}
END_TEST

START_TEST(transfer_nowhere) {
    case_refused("{$run, 'units': {'x': {'kind': 'ward', 'beds': {'disponibla': 3}, 'placement': {'steps': "
                 "['home', 'transfer'], 'transfer_to': 'y'}}, 'y': $clinic}, 'groups': {'a': {$rate(1 /d), "
                 "'path': {'x': {'stay': '1 h'}}}, 'b': {$rate(1 /d), 'path': {'y': {'stay': '1 h'}}}}}",
                 "/units/x/placement/transfer_to",
                 "group a may be transferred from ward x, but has no node \"y\"");
}
END_TEST

START_TEST(packs_nothing) {
    case_refused(
        "{$run, 'units': {'x': {'kind': 'ward', 'beds': {'disponibla': 3}, 'pack': true}}, 'groups': "
        "{'a': {$rate(1 /d), 'path': {'x': {'stay': '1 h'}}}}}",
        "/units/x/pack", "pack moves patients from a gemensam ward to their own: ward x is not gemensam");
}
END_TEST

START_TEST(never_ends) {
    case_refused("{'run': {'stop_after_arrivals': 10}, 'units': {'x': $clinic}, 'groups': {'a': {$rate(0 "
                 "/d), 'path': {'x': {'stay': '1 h'}}}}}",
                 "/run/stop_after_arrivals",
                 "no group has arrivals in the first year, so the run would never end");
}
END_TEST

START_TEST(arrivals_before_the_start) {
    char file[256], text[700];
    case_file("time\n1\n-2\n3\n", file);
    snprintf(text, sizeof text,
             "{$run, 'units': {'x': $clinic}, 'groups': {'a': {'arrivals': {'replay': {'file': '%s'}}, "
             "'path': {'x': {'stay': '1 h'}}}}}",
             file);
    struct vf_error err = VF_ERROR_INIT;
    struct vf_model m;
    ck_assert_int_eq(case_try(text, NULL, &m, &err), VF_E_CONFIG);
    ck_assert_uint_eq(err.n, 1);
    ck_assert_str_eq(err.items[0].file, file);
    ck_assert_int_eq(err.items[0].line, 3);
    ck_assert_str_eq(err.items[0].message, "an arrival must lie within the run: from 0 on");
    vf_error_fini(&err);
    remove(file);
}
END_TEST

/* Structure, beds and reservations are reported together. */
START_TEST(all_at_once) {
    struct vf_error err = VF_ERROR_INIT;
    struct vf_model m;
    int code = case_try(
        "{$run, 'units': {'x': {'kind': 'ward', 'beds': {'fysiska': 2, 'disponibla': 3}, 'min_free': "
        "{'a': 9}}, 'y': $clinic}, 'groups': {'a': {$rate(1 /d), 'start': 'x', 'path': {'x': {'stay': '1 "
        "h'}, 'z': {'unit': 'x', 'stay': '1 h'}}}}}",
        NULL, &m, &err);
    ck_assert_int_eq(code, VF_E_CONFIG);
    ck_assert_uint_eq(err.n, 4);
    ck_assert_ptr_null(m.unit);
    vf_error_fini(&err);
}
END_TEST

int main(void) {
    Suite *s = suite_create("compile refused");
    TCase *c = tcase_create("problems");
    tcase_add_test(c, unreachable_node);
    tcase_add_test(c, absorbing_nodes);
    tcase_add_test(c, unit_without_use);
    tcase_add_test(c, overflow_ward_has_use);
    tcase_add_test(c, contradicting_beds);
    tcase_add_test(c, shut_out_for_ever);
    tcase_add_test(c, lead_without_bed);
    tcase_add_test(c, nobody_there);
    tcase_add_test(c, weightless_family);
    tcase_add_test(c, mixed_clocks);
    tcase_add_test(c, comes_back_for_ever);
    tcase_add_test(c, within_itself);
    tcase_add_test(c, population_incomplete);
    tcase_add_test(c, years_twice);
    tcase_add_test(c, route_too_late);
    tcase_add_test(c, transfer_nowhere);
    tcase_add_test(c, packs_nothing);
    tcase_add_test(c, never_ends);
    tcase_add_test(c, arrivals_before_the_start);
    tcase_add_test(c, all_at_once);
    suite_add_tcase(s, c);
    return case_run(s);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who may lie where, where patients come from, what is shared, and how units start. */
#include "test_flows_compile.h"

static const double day = 86400000.0;

/* ---- Placement ---- */

static void expect_list(const struct vf_model *m, uint32_t first, uint32_t n, const char *names) {
    struct vf_text text;
    vf_text_init(&text, 1000);
    vf_text_puts(&text, "");
    for (uint32_t i = 0; i < n; i++)
        vf_text_appendf(&text, "%s%s", i ? " " : "", m->unit[m->ward_lists[first + i]].name);
    ck_assert_str_eq(text.data, names);
    vf_text_fini(&text);
}

static void expect_placement(const struct vf_model *m, const char *ward, uint16_t g, const char *competent,
                             const char *outliers) {
    const struct vf_placement *p = &m->placement[(size_t)m->unit[case_unit(m, ward)].ward * m->n_groups + g];
    expect_list(m, p->competent0, p->n_competent, competent);
    expect_list(m, p->outlier0, p->n_outlier, outliers);
}

static void expect_ward(const struct vf_model *m, const char *ward, const char *guests, const char *kin) {
    const struct vf_ward *w = &m->ward[m->unit[case_unit(m, ward)].ward];
    expect_list(m, w->guests0, w->n_guests, guests);
    expect_list(m, w->kin0, w->n_kin, kin);
}

START_TEST(who_may_lie_where) {
    struct vf_model m;
    case_good("{$run, 'units': {'gem': {$ward, 'gemensam': ['med', 'kir'], 'pack': true}, 'med': {$ward, "
              "'outliers': {'to': ['ort', 'kir', 'kard', 'iva']}}, 'kir': {$ward, 'outliers': {'to': ['ort', "
              "'med'], 'accepts': ['g1', 'ort']}}, 'ort': {$ward, 'outliers': {'to': ['kir'], 'accepts': "
              "'all'}}, 'kard': {$ward}, 'iva': {$ward, 'outliers': {'accepts': 'none'}}}, 'groups': {'g0': "
              "{$rate(1 "
              "/d), 'competent': ['kard'], $at(med)}, 'g1': {$rate(1 /d), $at(med)}, 'g2': {$rate(1 /d), "
              "$at(kir)}, 'g3': {$rate(1 /d), $at(ort)}}}",
              &m);
    expect_placement(&m, "med", 0, "med kard gem", "ort");
    expect_placement(&m, "med", 1, "med gem", "ort kir kard");
    expect_placement(&m, "kir", 2, "kir gem", "ort med");
    expect_placement(&m, "ort", 3, "ort", "kir");
    expect_placement(&m, "ort", 0, "", "");
    expect_ward(&m, "gem", "", "med kir");
    expect_ward(&m, "med", "kir", "");
    expect_ward(&m, "kir", "med ort", "");
    expect_ward(&m, "ort", "med kir", "");
    expect_ward(&m, "kard", "med", "med");
    expect_ward(&m, "iva", "", "");
    ck_assert(m.ward[0].gemensam && m.ward[0].pack && !m.ward[1].gemensam);
    vf_model_free(&m);
}
END_TEST

START_TEST(policies) {
    struct vf_model m;
    case_good(
        "{$run, 'units': {'med': {$ward, 'placement': {'steps': ['home', 'board'], 'transfer_to': "
        "'bort', 'when': {'b': {'load_from': 1.1, 'steps': ['transfer']}, 'a': {'load_from': 1.05, "
        "'steps': ['home', 'extra', 'refuse']}}, 'groups': {'g1': {'steps': ['home', 'wait']}}}}, 'kir': "
        "{$ward}, 'bort': {'kind': 'external'}}, 'groups': {'g0': {$rate(1 /d), 'start': 'med', 'path': "
        "{'med': {'stay': '1 d', 'next': {'kir': 1}}, 'kir': {'stay': '1 d', 'next': {'bort': 0.1, "
        "'exit': 0.9}}, 'bort': {'stay': '1 d'}}}, 'g1': {$rate(1 /d), $at(med)}}}",
        &m);
    const struct vf_placement *p = &m.placement[0];
    ck_assert_uint_eq(p->n_policies, 3);
    ck_assert_uint_eq(p->transfer_to, 2);
    const struct vf_policy *q = &m.policy[p->policy0];
    ck_assert_double_eq(q[0].min_load, 0);
    ck_assert_uint_eq(q[0].n_steps, 2);
    ck_assert_uint_eq(q[0].steps[1], VF_PLACE_BOARD);
    ck_assert_double_eq(q[1].min_load, 1.05);
    ck_assert_uint_eq(q[1].steps[2], VF_PLACE_REFUSE);
    ck_assert_double_eq(q[2].min_load, 1.1);
    ck_assert_uint_eq(q[2].steps[0], VF_PLACE_TRANSFER);
    p = &m.placement[1];
    ck_assert_uint_eq(p->n_policies, 1);
    ck_assert_uint_eq(m.policy[p->policy0].steps[1], VF_PLACE_WAIT);
    p = &m.placement[2];
    ck_assert_uint_eq(p->n_policies, 1);
    q = &m.policy[p->policy0];
    ck_assert_uint_eq(q->n_steps, 4);
    ck_assert_uint_eq(q->steps[0], VF_PLACE_HOME);
    ck_assert_uint_eq(q->steps[1], VF_PLACE_EXTRA);
    ck_assert_uint_eq(q->steps[2], VF_PLACE_OUTLIER);
    ck_assert_uint_eq(q->steps[3], VF_PLACE_BOARD);
    vf_model_free(&m);
}
END_TEST

/* ---- Sources ---- */
static const char rates_text[] =
    "{'run': {'duration': '2 y'}, 'profiles': {'p': {'base': '3 /d', 'hours': "
    "[2,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]}}, 'population': {'age_classes': {'80+': {'2024': "
    "1000, '2025': 1500}}}, 'units': {'x': {'kind': 'clinic', 'capacity': 3}}, 'groups': { 'a': {$rate(2 "
    "/d), 'path': {'x': {'stay': '1 h'}}}, 'b': {$rate(p), 'path': {'x': {'stay': '1 h'}}}, 'c': "
    "{'arrivals': {'population': {'per_1000_year': {'80+': 365}}}, 'path': {'x': {'stay': '1 h'}}}}, "
    "'scenarios': {'mer': {'patch': {'profiles': {'p': {'base': '9 /d'}}, 'groups': {'a': {'arrivals': "
    "{'rate_factor': 3}},   'c': {'arrivals': {'population': {'per_1000_year': {'80+': 730}}}},   'd': "
    "{'arrivals': {'poisson': {'rate': '7 /d'}, 'limit': 12}, 'path': {'x': {'stay': '1 h'}}}}}}}}";

START_TEST(bounds_before_scenarios) {
    struct vf_model m;
    case_good(rates_text, &m);
    ck_assert_uint_eq(m.n_sources, 3);
    ck_assert_double_eq_tol(m.source[0].base_max * day, 2, 1e-12);
    ck_assert_double_eq_tol(m.source[1].base_max * day, 6, 1e-12);
    ck_assert_double_eq_tol(m.source[2].base_max * day, 1.5, 1e-12);
    ck_assert_uint_eq(m.source[0].limit, UINT64_MAX);
    vf_model_free(&m);
    struct vf_config_opts opts = {.scenario = "mer"};
    case_with(rates_text, &opts, &m);
    ck_assert_uint_eq(m.n_sources, 4);
    ck_assert_double_eq_tol(vf_profile_max(&m.profile[m.source[0].rate]) * day, 6, 1e-12);
    ck_assert_double_eq_tol(m.source[0].base_max * day, 2, 1e-12);
    ck_assert_double_eq_tol(vf_profile_max(&m.profile[m.source[1].rate]) * day, 18, 1e-12);
    ck_assert_double_eq_tol(m.source[1].base_max * day, 6, 1e-12);
    ck_assert_double_eq_tol(vf_profile_max(&m.profile[m.source[2].rate]) * day, 3, 1e-12);
    ck_assert_double_eq_tol(m.source[2].base_max * day, 1.5, 1e-12);
    ck_assert_double_eq_tol(m.source[3].base_max * day, 7, 1e-12); /* new in the scenario: its own */
    ck_assert_uint_eq(m.source[3].limit, 12);
    ck_assert(m.source[1].key == vf_key(vf_name_key("b"), 0));
    vf_model_free(&m);
}
END_TEST

START_TEST(booked_and_replayed) {
    char file[256], text[1100];
    case_file("id,time\n1,2.5\n2,0.25\n3,40\n", file);
    snprintf(
        text, sizeof text,
        "{$run, 'units': {'x': {'kind': 'clinic', 'capacity': 3}}, 'groups': {'a': {'arrivals': "
        "{'scheduled': {'per_day': 4, 'at': '07:30', 'no_show': 0.2}}, 'path': {'x': {'stay': '1 "
        "h'}}},'b': {'arrivals': {'scheduled': {'per_day': 4, 'at': {'uniform': {'min': '8 h', 'max': "
        "'10 h'}}}}, 'path': {'x': {'stay': '1 h'}}},'c': {'arrivals': {'replay': {'file': '%s', 'unit': "
        "'h'}}, 'path': {'x': {'stay': '1 h'}}}}}",
        file);
    struct vf_model m;
    case_good(text, &m);
    const struct vf_source *s = m.source;
    ck_assert_uint_eq(s[0].kind, VF_SRC_SCHEDULED);
    ck_assert_double_eq(vf_profile_max(&m.profile[s[0].rate]), 4);
    ck_assert_double_eq(s[0].no_show, 0.2);
    ck_assert_double_eq(vf_dist_mean(&m.dist[s[0].at]), 27000000);
    ck_assert_double_eq(vf_dist_mean(&m.dist[s[1].at]), 9 * 3600000.0);
    ck_assert_uint_eq(s[2].kind, VF_SRC_REPLAY);
    ck_assert_uint_eq(s[2].n_times, 3);
    ck_assert_int_eq(s[2].times[0], 900000);
    ck_assert_int_eq(s[2].times[1], 9000000);
    ck_assert_int_eq(s[2].times[2], 144000000);
    vf_model_free(&m);
    remove(file);
}
END_TEST

/* ---- Sharing and the start ---- */
START_TEST(alike_is_shared) {
    struct vf_model m;
    case_good(
        "{$run, 'distributions': {'d': {'gamma': {'shape': 2, 'mean': '1 d'}}}, 'profiles': {'p': "
        "{'base': 4}}, 'units': {'x': {'kind': 'clinic', 'capacity': 'p'}, 'y': {'kind': 'clinic', "
        "'capacity': 'p'}, 'z': {'kind': 'clinic', 'capacity': 'p', 'capacity_factor': 2}}, 'groups': "
        "{'a': {$rate(1 /d), 'start': 'x', 'path': {'x': {'stay': 'd', 'next': {'y': 1}}, 'y': {'stay': "
        "'d', 'next': {'z': 1}}, 'z': {'stay': {'gamma': {'shape': 2, 'mean': '1 d'}}}}}, 'b': {$rate(1 "
        "/d), 'stay_factor': 2, 'path': {'x': {'stay': 'd'}}}}}",
        &m);
    ck_assert_int_eq(m.node[0].stay, m.node[1].stay);
    ck_assert_int_ne(m.node[0].stay, m.node[3].stay);
    ck_assert_double_eq_tol(vf_dist_mean(&m.dist[m.node[3].stay]), 2 * day, 1e-3);
    ck_assert_int_eq(m.unit[0].capacity, m.unit[1].capacity);
    ck_assert_int_ne(m.unit[0].capacity, m.unit[2].capacity);
    ck_assert_double_eq(vf_profile_max(&m.profile[m.unit[2].capacity]), 8);
    vf_model_free(&m);
}
END_TEST

START_TEST(start_filled) {
    struct vf_model m;
    case_good(
        "{$run, 'units': {'x': {'kind': 'clinic', 'capacity': 3, 'start': 'equilibrium'}, 'y': {'kind': "
        "'kommunal', 'capacity': 50, 'start': 'equilibrium'}, 'z': {'kind': 'delay', 'start': 7}, 'q': "
        "{'kind': 'clinic', 'capacity': 1, 'start': 'empty'}}, 'groups': {'a': {$rate(2 /d), 'start': "
        "'x', 'path': {'x': {'stay': '3 d', 'next': {'y': 1}}, 'y': {'stay': '6.2 d', 'next': {'y2': "
        "0.5, 'exit': 0.5}}, 'y2': {'unit': 'y', 'stay': '4.2 d'}}}, 'b': {'arrivals': {'poisson': "
        "{'rate': '0 /d'}}, 'start': 'z', 'path': {'z': {'stay': '1 d', 'next': {'q': 1}}, 'q': {'stay': "
        "'1 h'}}}}}",
        &m);
    ck_assert_uint_eq(m.unit[0].start_n, 3);  /* load 6, places 3 */
    ck_assert_uint_eq(m.unit[1].start_n, 17); /* 12.4 + 4.2 */
    ck_assert_uint_eq(m.unit[2].start_n, 7);
    ck_assert_uint_eq(m.unit[3].start_n, 0);
    ck_assert_uint_eq(m.unit[3].n_fill, 0);
    ck_assert_uint_eq(m.unit[1].n_fill, 2);
    const struct vf_fill *f = &m.fill[m.unit[1].fill0];
    ck_assert_uint_eq(f[0].node, 1);
    ck_assert_uint_eq(f[1].node, 2);
    ck_assert_double_eq_tol(f[0].cum, 12.4 / 16.6, 1e-9);
    ck_assert_double_eq(f[1].cum, 1);
    ck_assert_uint_eq(m.unit[2].n_fill, 1);
    ck_assert_uint_eq(m.fill[m.unit[2].fill0].node, case_node(&m, "b", "z"));
    vf_model_free(&m);
}
END_TEST

int main(void) {
    Suite *s = suite_create("compile wards and sources");
    TCase *c = tcase_create("model");
    tcase_add_test(c, who_may_lie_where);
    tcase_add_test(c, policies);
    tcase_add_test(c, bounds_before_scenarios);
    tcase_add_test(c, booked_and_replayed);
    tcase_add_test(c, alike_is_shared);
    tcase_add_test(c, start_filled);
    suite_add_tcase(s, c);
    return case_run(s);
}

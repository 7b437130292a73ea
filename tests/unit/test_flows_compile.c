/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a config becomes, item by item. */
#include "test_flows_compile.h"

static const double day = 86400000.0;

/* ---- Time and run ---- */
START_TEST(run_and_calendar) {
    struct vf_model m;
    case_good(
        "{'run': {'seed': 7, 'start': '2025-03-01', 'warmup': '2 w', 'duration': '30 d', 'replications': "
        "4, 'report_time_unit': 'min', 'census_time': '07:30', 'on_deadlock': 'swap', 'admission_time': "
        "'decision', 'count_boarded': true, 'phase': {'cycle': '168 h', 'bins': 7}}, 'population': "
        "{'total': {'2020': 900, '2025': 1000, '2026': 1100}, 'age_classes': {'0-17': 5, '65-79': 30, "
        "'80+': 12}}, 'units': {'x': {'kind': 'clinic', 'capacity': 1}}, 'groups': {'a': {$rate(1 /d), "
        "'path': {'x': {'stay': '1 h'}}}}}",
        &m);
    ck_assert_uint_eq(m.run.seed, 7);
    ck_assert_int_eq(m.run.warmup, 14 * VF_MS_DAY);
    ck_assert_int_eq(m.run.duration, 30 * VF_MS_DAY);
    ck_assert_int_eq(m.run.horizon, 44 * VF_MS_DAY);
    ck_assert_uint_eq(m.run.replications, 4);
    ck_assert_uint_eq(m.run.stop_after_arrivals, UINT64_MAX);
    ck_assert_int_eq(m.run.report_unit, 60000);
    ck_assert_str_eq(m.run.report_unit_name, "min");
    ck_assert_int_eq(m.run.census_time, 27000000);
    ck_assert_uint_eq(m.run.on_deadlock, 1);
    ck_assert(m.run.admitted_at_decision && m.run.count_boarded && m.run.count_both && !m.run.transient);
    ck_assert_int_eq(m.run.phase_cycle, VF_MS_WEEK);
    ck_assert_uint_eq(m.run.phase_bins, 7);
    ck_assert_int_eq(m.calendar.start.month, 3);
    ck_assert_int_ge(m.calendar.days, 444);
    ck_assert_double_eq(m.population, 1000);
    ck_assert_double_eq(m.population_65plus, 42);
    vf_model_free(&m);
}
END_TEST

START_TEST(length_from_arrivals) {
    struct vf_model m;
    case_good("{'run': {'stop_after_arrivals': 5000}, 'units': {'x': {'kind': 'clinic', 'capacity': 1}}, "
              "'groups': {'a': {$rate(20 /d), 'path': {'x': {'stay': '1 h'}}},'b': {$rate(30 /d), 'path': "
              "{'x': {'stay': '1 h'}}}}}",
              &m);
    ck_assert_uint_eq(m.run.stop_after_arrivals, 5000);
    ck_assert_double_eq_tol((double)m.run.horizon, (2 * 100 + 10) * day, 2);
    ck_assert_int_ge(m.calendar.days, 610);
    vf_model_free(&m);
}
END_TEST

START_TEST(automatic_warmup) {
    struct vf_model m;
    case_good("{'run': {'warmup': 'auto', 'duration': '7 d'}, 'units': {'x': {'kind': 'clinic', 'capacity': "
              "1}}, 'groups': {'a': {$rate(20 /d), 'path': {'x': {'stay': '1 h'}}}}}",
              &m);
    ck_assert(m.run.warmup_auto);
    ck_assert_int_eq(m.run.warmup, 0);
    ck_assert_int_ge(m.calendar.days, 7 + 400 + 3660);
    vf_model_free(&m);
}
END_TEST

/* ---- Units ---- */
START_TEST(units_and_traits) {
    struct vf_model m;
    case_good(
        "{$run, 'organisation': {'r': {'type': 'region'}, 'sus': {'type': 'sjukhus', 'parent': 'r'}, "
        "'medk': {'type': 'klinik', 'parent': 'sus'}}, 'units': {'vc': {'kind': 'clinic', 'capacity': 3, "
        "'title': {'sv': 'Vardcentralen', 'en': 'The clinic'}}, 'tak': {'kind': 'clinic', 'capacity': 3, "
        "'queue': {'external_cap': 0}}, 'stang': {'kind': 'clinic', 'capacity': 3, 'on_close': "
        "'send_away'}, 'fri': {'kind': 'clinic', 'capacity': 3, 'min_free': {'b': 2}}, 'avbrott': "
        "{'kind': 'clinic', 'capacity': 3, 'preempt': 'resume'}, 'inre': {'kind': 'clinic', 'capacity': "
        "3, 'queue': {'internal_cap': 5}}, 'akut': {'kind': 'akutmottagning', 'capacity': 9, "
        "'organisation': 'sus'}, 'med': {'kind': 'ward', 'organisation': 'medk', 'beds': {'fysiska': 30, "
        "'faststallda': 26, 'disponibla': 22},   'capacity_factor': 1.1, 'somatic': false, 'outliers': "
        "{'reserve': 2}, 'repatriation': {'from': '08:00',   'to': '21:00', 'chains': false}, "
        "'max_extra': '10 %', 'outlier_factor': 1.2}, 'hem': {'kind': 'delay'}, 'annan': {'kind': "
        "'external'}, 'ext': {'kind': 'external', 'capacity': 4}}, 'groups': {'a': {$rate(1 /d), "
        "'start': 'vc', 'path': {'vc': {'stay': '1 h', 'next': {'tak': 1}}, 'tak': {'stay': '1 h', "
        "'next': {'stang': 1}}, 'stang': {'stay': '1 h', 'next': {'fri': 1}}, 'fri': {'stay': '1 h', "
        "'next': {'avbrott': 1}}, 'avbrott': {'stay': '1 h', 'next': {'inre': 1}}, 'inre': {'stay': '1 "
        "h', 'next': {'akut': 1}}, 'akut': {'stay': '1 h', 'next': {'med': 1}}, 'med': {'stay': '1 d', "
        "'next': {'hem': 1}}, 'hem': {'stay': '1 d', 'next': {'annan': 1}}, 'annan': {'stay': '1 h', "
        "'next': {'ext': 1}}, 'ext': {'stay': '1 h'}}}, 'b': {$rate(1 /d), 'path': {'fri': {'stay': '1 "
        "h'}}}}}",
        &m);
    ck_assert_uint_eq(m.n_units, 11);
    const struct vf_unit *u = m.unit;
    ck_assert_str_eq(u[0].title, "Vardcentralen");
    ck_assert_str_eq(u[1].title, "tak");
    ck_assert_uint_eq(u[0].traits, VF_T_PLAIN);
    ck_assert_uint_eq(u[0].ext_cap, VF_UNLIMITED);
    ck_assert_uint_eq(u[0].ward, VF_NONE16);
    ck_assert_ptr_null(u[0].min_free);
    ck_assert_uint_eq(u[1].traits, 0);
    ck_assert_uint_eq(u[1].ext_cap, 0);
    ck_assert_uint_eq(u[2].traits, 0);
    ck_assert_uint_eq(u[2].on_close, VF_CLOSE_SEND_AWAY);
    ck_assert_uint_eq(u[3].traits, VF_T_MIN_FREE);
    ck_assert_uint_eq(u[3].min_free[0], 0);
    ck_assert_uint_eq(u[3].min_free[1], 2);
    ck_assert_uint_eq(u[4].traits, VF_T_IN_CARE);
    ck_assert_uint_eq(u[5].traits, 0);
    ck_assert_uint_eq(u[5].int_cap, 5);
    ck_assert_uint_eq(u[6].traits, VF_T_AKUT | VF_T_PLAIN);
    ck_assert_uint_eq(u[6].level, VF_L_AKUTMOTTAGNING);
    ck_assert_uint_eq(u[6].klinik, VF_NONE16);
    ck_assert_uint_eq(u[6].sjukhus, 1);
    ck_assert_uint_eq(u[7].traits, VF_T_WARD | VF_T_BEDS | VF_T_IN_CARE);
    ck_assert_uint_eq(u[7].org, 2);
    ck_assert_uint_eq(u[7].klinik, 2);
    ck_assert_uint_eq(u[7].sjukhus, 1);
    ck_assert_uint_eq(u[7].kommun, VF_NONE16);
    ck_assert_uint_eq(u[8].traits, VF_T_INFINITE);
    ck_assert_int_eq(u[8].capacity, -1);
    ck_assert(u[9].traits & VF_T_INFINITE);
    ck_assert_uint_eq(u[10].traits, VF_T_PLAIN);
    const struct vf_ward *w = &m.ward[u[7].ward];
    ck_assert_uint_eq(m.n_wards, 1);
    ck_assert_uint_eq(m.ward_unit[0], 7);
    ck_assert_uint_eq(w->fysiska, 30);
    ck_assert_uint_eq(w->faststallda, 26);
    ck_assert_uint_eq(w->max_extra, 2); /* 10 % of 24.2 */
    ck_assert_uint_eq(w->reserve, 2);
    ck_assert(!w->somatic && !w->chains && !w->nights && !w->gemensam && !w->pack);
    ck_assert_int_eq(w->repat_from, 8 * 3600000);
    ck_assert_int_eq(w->repat_to, 21 * 3600000);
    ck_assert_double_eq(w->outlier_factor, 1.2);
    ck_assert_double_eq_tol(vf_profile_max(&m.profile[u[7].capacity]), 24.2, 1e-12);
    ck_assert_uint_eq(u[7].hist_bins, 48 + 64);
    vf_model_free(&m);
}
END_TEST

static const char one_ward_text[] =
    "{$run, 'units': {'med': {'kind': 'ward'$1}}, 'groups': {'a': {$rate(1 /d), 'path': {'med': {'stay': "
    "'3 d'}}}}}";

static struct vf_ward ward_of(const char *text) {
    struct vf_model m;
    case_good(text, &m);
    struct vf_ward w = m.ward[0];
    vf_model_free(&m);
    return w;
}

START_TEST(ward_defaults) {
    struct vf_ward w = ward_of(case_put(one_ward_text, ", 'beds': {'disponibla': 22}", ""));
    ck_assert_uint_eq(w.fysiska, VF_UNLIMITED);
    ck_assert_uint_eq(w.faststallda, VF_UNLIMITED);
    ck_assert_uint_eq(w.max_extra, 6); /* 25 % of 22 is 5.5, rounded half up */
    ck_assert_uint_eq(w.reserve, 1);
    ck_assert(w.somatic && w.chains);
    ck_assert_int_eq(w.repat_from, 0);
    ck_assert_int_eq(w.repat_to, VF_MS_DAY);
    ck_assert_uint_eq(w.n_on_free, 4);
    ck_assert_uint_eq(w.on_free[0], VF_FREE_QUEUE);
    ck_assert_uint_eq(w.on_free[1], VF_FREE_PACK);
    ck_assert_uint_eq(w.on_free[2], VF_FREE_REPATRIATE);
    ck_assert_uint_eq(w.on_free[3], VF_FREE_OTHERS);
    ck_assert_double_eq(w.discharge_cum[0], 0);
    ck_assert_double_eq(w.discharge_cum[6], 0.25);
    ck_assert_double_eq(w.discharge_cum[24], 1);
}
END_TEST

START_TEST(ward_of_its_own) {
    struct vf_ward w =
        ward_of(case_put(one_ward_text,
                         ", 'beds': {'disponibla': {'base': 20, 'dated': {'2024-06-01': "
                         "10}}},'max_extra': 3, 'on_free': ['repatriate', 'queue'], 'discharge': {'hours': "
                         "[0,0,0,0,0,0,0,0,0,0,2,4,6,6,2,0,0,0,0,0,0,0,0,0], 'weekend_shift': 0.35}",
                         ""));
    ck_assert_uint_eq(w.max_extra, 3);
    ck_assert_uint_eq(w.n_on_free, 2);
    ck_assert_uint_eq(w.on_free[0], VF_FREE_REPATRIATE);
    ck_assert_double_eq(w.discharge_cum[10], 0);
    ck_assert_double_eq_tol(w.discharge_cum[11], 0.1, 1e-15);
    ck_assert_double_eq_tol(w.discharge_cum[14], 0.9, 1e-15);
    ck_assert_double_eq(w.discharge_cum[15], 1);
    ck_assert_double_eq(w.discharge_cum[24], 1);
    ck_assert_double_eq(w.weekend_shift, 0.35);
    w = ward_of(case_put(one_ward_text,
                         ", 'beds': {'disponibla': {'dated': {'2020-01-01': 10}}}, "
                         "'max_extra': '20 %'",
                         ""));
    ck_assert_uint_eq(w.max_extra, 2);
}
END_TEST

START_TEST(families_become_units) {
    struct vf_model m;
    case_good(
        "{$run, 'organisation': {'stad': {'type': 'kommun'}, 'by': {'type': 'kommun'}}, 'units': {'med': "
        "{'kind': 'ward', 'beds': {'disponibla': 9}}}, 'families': {'kommun': {'units': {'kt': {'kind': "
        "'kommunal', 'capacity': 5, 'lead_time': '3 d'}, 'sabo': {'kind': 'kommunal', 'capacity': 50}}, "
        "'members': {'stad': {'weight': 3}, 'byn': {'weight': 1, 'organisation': 'by', 'units': {'kt': "
        "{'capacity': 2}}}, 'ingen': {'weight': 0}}}}, 'groups': {'a': {$rate(1 /d), 'start': 'med', "
        "'path': {'med': {'stay': '1 d', 'next': {'kt': 1}}, 'kt': {'unit': 'kommun.kt', 'stay': '2 d', "
        "'next': {'byns': 1}}, 'byns': {'unit': 'byn.sabo', 'stay': '1 d'}}}}}",
        &m);
    static const char *const names[] = {"med",      "stad.kt",  "stad.sabo", "byn.kt",
                                        "byn.sabo", "ingen.kt", "ingen.sabo"};
    ck_assert_uint_eq(m.n_units, 7);
    for (int i = 0; i < 7; i++)
        ck_assert_str_eq(m.unit[i].name, names[i]);
    ck_assert_uint_eq(m.n_families, 1);
    const struct vf_family *f = &m.family[0];
    ck_assert_uint_eq(f->n_members, 3);
    ck_assert_uint_eq(f->n_slots, 2);
    ck_assert_double_eq(f->cum[0], 0.75);
    ck_assert_double_eq(f->cum[1], 1);
    ck_assert_double_eq(f->cum[2], 1);
    ck_assert(f->purpose == vf_name_key("kommun"));
    for (uint16_t k = 0; k < 6; k++)
        ck_assert_uint_eq(f->unit[k], k + 1);
    ck_assert_uint_eq(m.unit[3].family, 0);
    ck_assert_uint_eq(m.unit[3].instance, 1);
    ck_assert_uint_eq(m.unit[0].family, VF_NONE16);
    ck_assert_uint_eq(m.unit[1].kommun, 0);
    ck_assert_uint_eq(m.unit[3].kommun, 1);
    ck_assert_uint_eq(m.unit[5].kommun, VF_NONE16);
    ck_assert_double_eq(vf_profile_max(&m.profile[m.unit[1].capacity]), 5);
    ck_assert_double_eq(vf_profile_max(&m.profile[m.unit[3].capacity]), 2);
    ck_assert_double_eq(vf_dist_mean(&m.dist[m.unit[1].lead]), 3);
    ck_assert_int_eq(m.unit[2].lead, -1);
    ck_assert_uint_eq(m.node[1].family, 0);
    ck_assert_uint_eq(m.node[1].unit, 0);
    ck_assert_uint_eq(m.node[2].family, VF_NONE16);
    ck_assert_uint_eq(m.node[2].unit, 4);
    ck_assert_uint_eq(m.unit[1].int_cap, m.unit[1].kind->default_int_cap);
    vf_model_free(&m);
}
END_TEST

/* ---- Paths ---- */
START_TEST(nodes_and_edges) {
    struct vf_model m;
    case_good(
        "{$run, 'units': {'akut': {'kind': 'akutmottagning', 'capacity': 9}, 'med': {'kind': 'ward', "
        "'beds': {'disponibla': 9}, 'stay': 'nights'}, 'kt': {'kind': 'kommunal', 'capacity': 3}}, "
        "'groups': {'a': {$rate(1 /d), 'priority': 2, 'age_class': '80+', 'paverkbar': true, 'start': "
        "{'akut': 0.25, 'in': 0.75}, 'stay_factor': 1.5, 'path': { 'akut': {'stay': {'exponential': "
        "{'mean': '4 h'}}, 'priority': 1, 'next': {'in': 0.3, 'exit': 0.7},   'patience': {'time': '6 "
        "h', 'to': 'in'}, 'balking': {'at': 10, 'probability': 0.5}}, 'in': {'unit': 'med', 'planned': "
        "true, 'stay': '4 d', 'lead': {'kt': '2 d'}, 'next': {'death': 0.05,   'kt': 0.2, 'exit': 0.75}, "
        "'transition': {'exit': {'time': '30 min', 'mode': 'hold_and_reserve'}}}, 'kt': {'stay': "
        "{'by_next': {'exit': '3 d', 'in': '7 d', 'death': '2 d'}}, 'next': {'exit': 0.9, 'in': 0, "
        "'death': 0.1},   'credit_blocked': true, 'transition': {'exit': {'time': '1 h', 'mode': "
        "'release'}}}}}}}",
        &m);
    uint64_t key = vf_name_key("a");
    ck_assert_uint_eq(m.n_nodes, 3);
    ck_assert(m.group[0].key == key);
    ck_assert_uint_eq(m.group[0].age_class, 3);
    ck_assert_uint_eq(m.group[0].flags, VF_G_65PLUS | VF_G_PAVERKBAR | VF_G_CARE);
    ck_assert_uint_eq(m.group[0].n_entry, 2);
    const struct vf_edge *entry = &m.edge[m.group[0].entry0];
    ck_assert_double_eq(entry[0].cum, 0.25);
    ck_assert_double_eq(entry[1].cum, 1);
    ck_assert_uint_eq(entry[0].target, 0);
    ck_assert_uint_eq(entry[1].target, 1);
    const struct vf_node *akut = &m.node[0], *in = &m.node[1], *kt = &m.node[2];
    ck_assert(akut->purpose == vf_key(key, vf_name_key("akut")));
    ck_assert_uint_eq(akut->priority, 1);
    ck_assert_uint_eq(in->priority, 2);
    ck_assert_double_eq_tol(vf_dist_mean(&m.dist[akut->stay]), 1.5 * 4 * 3600000.0, 1e-6);
    ck_assert_uint_eq(akut->patience_to, 1);
    ck_assert_double_eq(vf_dist_mean(&m.dist[akut->patience]), 6 * 3600000.0);
    ck_assert_uint_eq(akut->balk_at, 10);
    ck_assert_double_eq(akut->balk_p, 0.5);
    ck_assert_uint_eq(akut->balk_to, VF_TERM_EXIT);
    ck_assert_uint_eq(akut->away_to, VF_TERM_EXIT);
    ck_assert_uint_eq(akut->flags, 0);
    ck_assert_uint_eq(in->flags, VF_N_PLANNED);
    ck_assert_double_eq_tol(vf_dist_mean(&m.dist[in->stay]), 6, 1e-12); /* nights */
    ck_assert_uint_eq(in->n_edges, 3);
    const struct vf_edge *e = &m.edge[in->edge0];
    ck_assert_double_eq(e[0].cum, 0.05);
    ck_assert_double_eq_tol(e[1].cum, 0.25, 1e-15);
    ck_assert_double_eq(e[2].cum, 1);
    ck_assert_uint_eq(e[0].target, VF_TERM_DEATH);
    ck_assert_uint_eq(e[1].target, 2);
    ck_assert_uint_eq(e[2].target, VF_TERM_EXIT);
    ck_assert_int_eq(e[0].lead, -1);
    ck_assert_double_eq(vf_dist_mean(&m.dist[e[1].lead]), 2); /* working days */
    ck_assert_int_eq(e[1].delay, -1);
    ck_assert_double_eq(vf_dist_mean(&m.dist[e[2].delay]), 1800000);
    ck_assert_uint_eq(e[2].transit, VF_TRANSIT_HOLD);
    ck_assert_uint_eq(kt->flags, VF_N_ROUTE_AT_ENTRY | VF_N_STAY_BY_NEXT | VF_N_CREDIT);
    ck_assert_double_eq_tol(vf_dist_mean(&m.dist[kt->stay]), 4.5 * day, 1e-3);
    ck_assert_double_eq_tol(vf_dist_mean(&m.dist[kt->stay + 1]), 10.5 * day, 1e-3);
    ck_assert_double_eq_tol(vf_dist_mean(&m.dist[kt->stay + 2]), 3 * day, 1e-3);
    ck_assert_uint_eq(m.edge[kt->edge0].transit, VF_TRANSIT_RELEASE);
    vf_model_free(&m);
}
END_TEST

/* From the last possible way on the cumulative probability is exactly 1, whatever the sum's last bits. */
START_TEST(edges_end_at_one) {
    struct vf_model m;
    case_good(
        "{$run, 'units': {'x': {'kind': 'clinic', 'capacity': 3}}, 'groups': {'a': {$rate(1 /d), "
        "'start': 'x', 'path': {'x': {'stay': '1 h', 'next': {'y': 0.1, 'exit': 0.2, 'z': 0.7, 'death': "
        "0}}, 'y': {'unit': 'x', 'stay': '1 h'}, 'z': {'unit': 'x', 'stay': '1 h'}}}}}",
        &m);
    const struct vf_edge *e = &m.edge[m.node[0].edge0];
    ck_assert(e[2].cum == 1);
    ck_assert(e[3].cum == 1);
    vf_model_free(&m);
}
END_TEST

START_TEST(steps_name_servers) {
    struct vf_model m;
    case_good(
        "{$run, 'units': {'x': {'kind': 'clinic', 'capacity': 3, 'servers': {'s0': {'capacity': 1}}}, "
        "'y': {'kind': 'clinic', 'capacity': 3, 'servers': {'ssk': {'capacity': 2}, 'lakare': "
        "{'capacity': 1, 'doctor': true}}}}, 'groups': {'a': {$rate(1 /d), 'start': 'x', 'path': { 'x': "
        "{'stay': '1 h', 'next': {'y': 1}}, 'y': {'steps': {'b': {'server': 'lakare', 'time': '5 min'}, "
        "'a': {'time': '7 min'}}, 'stay': '9 min'}}}}}",
        &m);
    ck_assert_uint_eq(m.n_pools, 3);
    ck_assert_uint_eq(m.unit[1].pool0, 1);
    ck_assert_uint_eq(m.unit[1].n_pools, 2);
    ck_assert_uint_eq(m.pool[2].unit, 1);
    ck_assert(m.pool[2].doctor && !m.pool[1].doctor);
    const struct vf_node *y = &m.node[1];
    ck_assert_uint_eq(y->n_steps, 3);
    const struct vf_step *s = &m.step[y->step0];
    ck_assert_uint_eq(s[0].pool, 1); /* within the unit */
    ck_assert_uint_eq(s[1].pool, VF_NONE16);
    ck_assert_uint_eq(s[2].pool, VF_NONE16);
    ck_assert_double_eq(vf_dist_mean(&m.dist[s[0].time]), 300000);
    ck_assert_double_eq(vf_dist_mean(&m.dist[s[2].time]), 540000);
    ck_assert_double_eq(vf_dist_mean(&m.dist[y->stay]), 0);
    ck_assert(!(y->flags & VF_N_SIMPLE));
    ck_assert(m.node[0].flags & VF_N_SIMPLE);
    vf_model_free(&m);
}
END_TEST

/* ---- Occasions and flags ---- */
static const char path5_text[] =
    "{$run, 'units': {'u': {'kind': 'clinic', 'capacity': 3}, 'w': {'kind': 'ward', 'beds': "
    "{'disponibla': 3}}}, 'groups': {'a': {$rate(1 /d), 'start': 'n0', 'path': { 'n0': {'unit': 'u', "
    "'stay': '1 h', 'next': {'n1': 1}}, 'n1': {'unit': 'w', 'stay': '1 h', 'next': {'n2': 1}}, 'n2': "
    "{'unit': 'u', 'stay': '1 h', 'next': {'n3': 0.5, 'exit': 0.5}}, 'n3': {'unit': 'u', 'stay': '1 "
    "h'$1}}$2}}}";

static void occasions(const char *text, const uint16_t expected[4], uint16_t n) {
    struct vf_model m;
    case_good(text, &m);
    for (int i = 0; i < 4; i++)
        ck_assert_uint_eq(m.node[i].occ, expected[i]);
    ck_assert_uint_eq(m.group[0].n_occ, n);
    ck_assert_uint_eq(m.max_care_occ, n);
    vf_model_free(&m);
}

START_TEST(occasion_counters) {
    enum { NO = VF_NONE16 };
    occasions(case_put(path5_text, "", ""), (uint16_t[]){NO, NO, NO, NO}, 0);
    occasions(case_put(path5_text, ", 'next': {'n2': 0.1, 'exit': 0.9}", ""), (uint16_t[]){NO, NO, 0, 1}, 2);
    occasions(case_put(path5_text, ", 'next': {'n3': 0.1, 'exit': 0.9}", ""), (uint16_t[]){NO, NO, NO, 0}, 1);
    occasions(case_put(path5_text, ", 'patience': {'time': '1 h', 'to': 'n1'}", ""),
              (uint16_t[]){NO, 0, 1, 2}, 3);
    occasions(case_put(path5_text, ", 'balking': {'at': 3, 'to': 'n2'}", ""), (uint16_t[]){NO, NO, 0, 1}, 2);
    occasions(case_put(path5_text, "", ", 'readmission': {'probability': 0.1, 'time': '9 d', 'to': 'n2'}"),
              (uint16_t[]){NO, NO, 0, 1}, 2);
    occasions(case_put(path5_text, "", ", 'readmission': {'probability': 0.1, 'time': '9 d', 'to': 'n0'}"),
              (uint16_t[]){0, 1, 2, 3}, 4);
    occasions(case_put(path5_text, "", ", 'readmission': {'probability': 0, 'time': '9 d', 'to': 'n0'}"),
              (uint16_t[]){NO, NO, NO, NO}, 0);
}
END_TEST

static bool needs_care(const char *unit_x, const char *node_x, const char *unit_y) {
    char text[1500];
    snprintf(text, sizeof text,
             "{$run, 'units': {'x': {%s}, 'y': {%s}}, 'groups': {'a': {$rate(1 /d), 'start': 'x', "
             "'path': { 'x': {%s, 'next': {'y': 1}}, 'y': {'stay': '1 h'}}}}}",
             unit_x, unit_y, node_x);
    struct vf_model m;
    case_good(text, &m);
    bool care = (m.group[0].flags & VF_G_CARE) != 0;
    vf_model_free(&m);
    return care;
}

START_TEST(care_records) {
    const char *plain = "'kind': 'clinic', 'capacity': 3", *stay = "'stay': '1 h'";
    ck_assert(!needs_care(plain, stay, plain));
    ck_assert(!needs_care(plain, "'stay': '1 h', 'patience': {'time': '1 d'}", plain));
    ck_assert(!needs_care("'kind': 'kommunal', 'capacity': 3", stay, plain));
    ck_assert(!needs_care(
        plain, stay, "'kind': 'clinic', 'capacity': 3, 'queue': {'external_cap': 5, 'internal_cap': 0}"));
    ck_assert(needs_care("'kind': 'ward', 'beds': {'disponibla': 3}", stay, plain));
    ck_assert(needs_care(plain, stay, "'kind': 'ward', 'beds': {'disponibla': 3}"));
    ck_assert(needs_care(plain, stay, "'kind': 'clinic', 'capacity': 3, 'preempt': 'resume'"));
    ck_assert(needs_care(plain, stay, "'kind': 'clinic', 'capacity': 3, 'queue': {'internal_cap': 5}"));
    ck_assert(needs_care("'kind': 'kommunal', 'capacity': 3", "'stay': '1 h', 'lead': {'y': '2 d'}", plain));
    ck_assert(needs_care(plain, stay, "'kind': 'kommunal', 'capacity': 3, 'lead_time': '2 d'"));
    ck_assert(needs_care(
        plain, "'stay': '1 h', 'transition': {'y': {'time': '1 h', 'mode': 'hold_and_reserve'}}", plain));
    ck_assert(!needs_care(plain, "'stay': '1 h', 'credit_blocked': true", plain));
    ck_assert(needs_care("'kind': 'clinic', 'capacity': 3, 'servers': {'s': {'capacity': 1}}",
                         "'steps': {'a': {'server': 's', 'time': '1 h'}}", plain));
}
END_TEST

START_TEST(care_for_many_occasions) {
    struct vf_model m;
    for (unsigned nodes = 4; nodes <= 5; nodes++) {
        struct vf_text text;
        vf_text_init(&text, 2000);
        vf_text_puts(&text, "{$run, 'units': {'u': {'kind': 'clinic', 'capacity': 3}}, "
                            "'groups': {'a': {$rate(1 /d), 'start': 'n0', 'path': {");
        for (unsigned i = 0; i < nodes; i++)
            vf_text_appendf(&text, "%s'n%u': {'unit': 'u', 'stay': '1 h', 'next': {'n%u': 0.5, 'exit': 0.5}}",
                            i ? ", " : "", i, (i + 1) % nodes);
        vf_text_puts(&text, "}}}}");
        case_good(text.data, &m);
        vf_text_fini(&text);
        ck_assert_uint_eq(m.group[0].n_occ, nodes);
        ck_assert_uint_eq(m.group[0].flags & VF_G_CARE, nodes > 4 ? VF_G_CARE : 0);
        vf_model_free(&m);
    }
}
END_TEST

int main(void) {
    Suite *s = suite_create("compile");
    TCase *c = tcase_create("model");
    tcase_add_test(c, run_and_calendar);
    tcase_add_test(c, length_from_arrivals);
    tcase_add_test(c, automatic_warmup);
    tcase_add_test(c, units_and_traits);
    tcase_add_test(c, ward_defaults);
    tcase_add_test(c, ward_of_its_own);
    tcase_add_test(c, families_become_units);
    tcase_add_test(c, nodes_and_edges);
    tcase_add_test(c, edges_end_at_one);
    tcase_add_test(c, steps_name_servers);
    tcase_add_test(c, occasion_counters);
    tcase_add_test(c, care_records);
    tcase_add_test(c, care_for_many_occasions);
    suite_add_tcase(s, c);
    return case_run(s);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Start from a given state, with outcomes worked out by hand: who lies where keeps the place, who waits keeps the place
 * in the queue, the age of the need and the clock; nobody counts as an arrival; the books balance. */
#include "test_flows_initial.h"
#include "vf_bedtime.h"

#define RUN "'run': {'start': '2024-01-15', 'duration': '60 d', 'transient': true, "
#define WARD "'kind': 'ward', 'beds': {'disponibla': 2}, 'max_extra': 1"

START_TEST(what_is_left_of_a_fixed_stay) {
    struct sim_case c;
    initial_run(&c,
                "{" RUN "$state(unit,group,elapsed|u,g,2|u,g,12 h|u,g,9)},"
                "'units': {'u': {'kind': 'clinic', 'capacity': 3}}, 'groups': {'g': {$none, 'path': {'u': {"
                "'stay': '5 d'}}}}}");
    const struct vf_ledger *cell = sim_cell(&c, "u", "g");
    ck_assert_double_eq(sim_hours(&c, "u", "g"),
                        72 + 108); /* the third is beyond all the law gives: leaves at once */
    ck_assert_uint_eq(cell->arrivals, 0);
    ck_assert_uint_eq(cell->admitted, 0);
    ck_assert_uint_eq(cell->left, 3);
    ck_assert_uint_eq(c.sim->group[0].n0, 3);
    ck_assert_uint_eq(c.sim->group[0].journeys, 0);
    ck_assert_int_eq(c.sim->group[0].total_time, (5 + 5 + 9) * VF_MS_DAY);
    sim_fini(&c);
}
END_TEST

START_TEST(the_queue_keeps_its_order_and_its_clock) {
    struct sim_case c;
    /* one place, free in 2 h; then 'old' (30 d), 'new' (10 d), 'low' (50 d, less urgent), and last who arrives at 0 h */
    initial_run(
        &c,
        "{" RUN "$state(unit,group,state,elapsed,priority|u,in,,1 h,|u,new,waiting,10,|u,low,waiting,50,5|"
        "u,old,waiting,30,)}, 'units': {'u': {'kind': 'clinic', 'capacity': 1, 'guarantee': '20 d'}},"
        "'groups': {'in': {$none, 'path': {'u': {'stay': '3 h'}}}, 'new': {$none, 'path': {'u': {'stay': '5 "
        "h'}}},"
        "'low': {$none, 'path': {'u': {'stay': '7 h'}}}, 'old': {$none, 'path': {'u': {'stay': '11 h'}}},"
        "'late': {$at(0), 'path': {'u': {'stay': '1 h'}}}}}");
    static const struct {
        const char *group;
        double wait; /* h */
    } want[] = {{"old", 30 * 24 + 2}, {"new", 10 * 24 + 13}, {"late", 18}, {"low", 50 * 24 + 19}};
    for (size_t k = 0; k < 4; k++) {
        const struct vf_ledger *cell = sim_cell(&c, "u", want[k].group);
        ck_assert_uint_eq(cell->started, 1);
        ck_assert_double_eq((double)cell->waits / (double)VF_MS_HOUR, want[k].wait);
    }
    ck_assert_uint_eq(sim_cell(&c, "u", "late")->arrivals, 1);
    ck_assert_uint_eq(sim_cell(&c, "u", "old")->arrivals, 0);
    ck_assert_uint_eq(sim_unit(&c, "u")->first_started, 4);
    ck_assert_uint_eq(sim_unit(&c, "u")->first_within, 2);
    sim_fini(&c);
}
END_TEST

START_TEST(a_free_place_is_taken_at_once) {
    struct sim_case c;
    initial_run(&c, "{" RUN "$state(unit,group,state,elapsed|u,g,waiting,3)},"
                    "'units': {'u': {'kind': 'clinic', 'capacity': 1}},"
                    "'groups': {'g': {$none, 'path': {'u': {'stay': '4 h'}}}}}");
    ck_assert_double_eq(sim_hours(&c, "u", "g"), 4);
    ck_assert_uint_eq(sim_cell(&c, "u", "g")->waited, 1);
    ck_assert_int_eq(sim_cell(&c, "u", "g")->waits, 3 * VF_MS_DAY);
    sim_fini(&c);
}
END_TEST

/* Two beds and four patients on a: the one who came last lies over the disponibla. b holds an outlier of a's. */
START_TEST(extra_places_and_outliers) {
    struct sim_case c;
    initial_run(
        &c,
        "{" RUN "$state(unit,group,elapsed,home|a,g,5,|a,g,3,|a,late,1,|b,out,2,a)},"
        "'units': {'a': {" WARD ", 'outliers': {'to': ['b']}}, 'b': {" WARD ", 'outlier_factor': 1.5}},"
        "'groups': {'g': {$none, 'path': {'a': {'stay': '20 d'}}}, 'late': {$none, 'path': {'a': {'stay': '4 "
        "d'}}},"
        "'out': {$none, 'path': {'a': {'stay': '4 d'}}}, 'b': {$at(1000), 'path': {'b': {'stay': '1 d'}}}}}");
    /* the outlier's 4 days became 6, 2 have passed; when `late` leaves after 3 days no bed is free: still 2 on a */
    ck_assert_double_eq(sim_hours(&c, "b", "out"), 4 * 24);
    ck_assert_double_eq((double)sim_ward(&c, "a")->over_area / (double)VF_MS_HOUR, 72);
    ck_assert_double_eq((double)sim_ward(&c, "a")->away_area / (double)VF_MS_HOUR, 96);
    ck_assert_uint_eq(sim_disposition(&c, "a", VF_D_OUTLIER), 0);
    ck_assert_uint_eq(sim_disposition(&c, "a", VF_D_HOME) + sim_disposition(&c, "a", VF_D_EXTRA), 0);
    ck_assert_int_eq((int)sim_episodes(&c).in, 1); /* b's own, who came during the run */
    ck_assert_int_eq((int)sim_episodes(&c).tillfalle_days, 20 + 20 + 4 + 6 + 1);
    sim_fini(&c);
}
END_TEST

/* Utskrivningsklara: one in planning (3 working days from Friday the 12th: Wednesday the 17th), one who waits. */
START_TEST(planning_and_waiting_for_the_kommun) {
    struct sim_case c;
    initial_run(
        &c, "{" RUN "$state(unit,group,state,elapsed,ready_since,next|a,plan,planning,9,2024-01-12 10:00,|"
            "a,wait,ready,20,2024-01-05,kom|kom,old,in_care,4 d,,)},"
            "'units': {'a': {" WARD "}, 'kom': {'kind': 'kommunal', 'capacity': 1, 'form': 'korttids'}},"
            "'groups': {"
            "'plan': {$none, 'start': 'a', 'path': {'a': {'stay': '10 h', 'next': {'kom': 1}, 'lead': "
            "{'kom': '3 d'}},"
            "'kom': {'stay': '1 d'}}},"
            "'wait': {$none, 'start': 'a', 'path': {'a': {'stay': '10 h', 'next': {'kom': 0.5, 'exit': "
            "0.5}}, 'kom': {'stay': '2 d'}}},"
            "'old': {$none, 'path': {'kom': {'stay': '5 d'}}}}}");
    /* kom is free after 1 day: `wait` lies there 2 days; `plan` is done on the 17th at 10:00 and waits until the 18th */
    uint16_t w = c.model.unit[case_unit(&c.model, "a")].ward;
    double hour = (double)VF_MS_HOUR;
    ck_assert_double_eq(sim_hours(&c, "a", "wait"), 24);
    ck_assert_double_eq(sim_hours(&c, "a", "plan"), 72);
    ck_assert_double_eq((double)*vf_bed_cell(c.sim, w, VF_BED_LEAD, 0) / hour, 58);
    ck_assert_double_eq((double)*vf_bed_cell(c.sim, w, VF_BED_WAIT_KORTTIDS, 0) / hour, 24 + 14);
    struct vf_episodes e = sim_episodes(&c);
    ck_assert_uint_eq(e.ready_n, 2);
    ck_assert_int_eq(e.ready_days, 11 + 6);
    ck_assert_int_eq(e.ready_time, 11 * VF_MS_DAY + 5 * VF_MS_DAY + 14 * VF_MS_HOUR);
    ck_assert_uint_eq(sim_unit(&c, "kom")->into_blocked, 2);
    sim_fini(&c);
}
END_TEST

/* A boarder keeps the place in the ED and its rank; patience goes on from where it was. */
START_TEST(boarding_and_patience) {
    struct sim_case c;
    initial_run(&c,
                "{" RUN "$state(unit,group,state,elapsed,ready|akut,b,ready,7 h,5 h|a,in,in_care,1,|"
                "u,p,waiting,3,|u,full,in_care,1,)},"
                "'units': {'akut': {'kind': 'akutmottagning', 'capacity': 2}, 'a': {'kind': 'ward', 'beds': {"
                "'disponibla': 1}, 'max_extra': 0}, 'u': {'kind': 'clinic', 'capacity': 1}},"
                "'groups': {'b': {$none, 'start': 'akut', 'path': {'akut': {'stay': '1 h', 'next': {'a': 1}},"
                "'a': {'stay': '2 d'}}}, 'in': {$none, 'path': {'a': {'stay': '2 d'}}},"
                "'p': {$none, 'path': {'u': {'stay': '1 h', 'patience': {'time': '10 d'}}}},"
                "'full': {$none, 'path': {'u': {'stay': '50 d'}}}}}");
    ck_assert_double_eq(sim_hours(&c, "akut", "b"), 24);
    ck_assert_uint_eq(sim_unit(&c, "akut")->left_to_ward, 0);
    ck_assert_int_eq(sim_unit(&c, "a")->into_time, VF_MS_DAY + 5 * VF_MS_HOUR);
    ck_assert_uint_eq(sim_disposition(&c, "u", VF_D_RENEGED), 1);
    ck_assert_int_eq(sim_unit(&c, "u")->released.stays, 7 * VF_MS_DAY);
    sim_fini(&c);
}
END_TEST

static const char *const two_scenarios[] = {"/units/u/capacity=9"};

/* A patient's own draws do not depend on capacity, on the order of rows, or on who else is there. */
START_TEST(the_same_patient_has_the_same_rest) {
    int64_t rest[3];
    for (int k = 0; k < 3; k++) {
        char file[256];
        const char *text =
            "{" RUN "$state(id,unit,group,elapsed,state|x1,u,g,2,|x2,u,h,1,|x3,u,h,4,waiting)},"
            "'units': {'u': {'kind': 'clinic', 'capacity': 2}}, 'groups': {"
            "'g': {$none, 'path': {'u': {'stay': {'gamma': {'mean': '4 d', 'shape': 2}}}}},"
            "'h': {$none, 'path': {'u': {'stay': {'exponential': {'mean': '3 d'}}}}}}}";
        if (k == 2)
            text = "{" RUN "$state(unit,group,elapsed,id|u,g,2,x1)},"
                   "'units': {'u': {'kind': 'clinic', 'capacity': 2}}, 'groups': {"
                   "'g': {$none, 'path': {'u': {'stay': {'gamma': {'mean': '4 d', 'shape': 2}}}}},"
                   "'h': {$at(0), 'path': {'u': {'stay': {'exponential': {'mean': '3 d'}}}}}}}";
        struct vf_config_opts opts = {.sets = two_scenarios, .n_sets = k == 1};
        struct sim_case c = {.n_files = 0};
        if (k < 2) {
            case_with(initial_config(text, file), &opts, &c.model);
            c.sim = vf_sim_new(&c.model);
            ck_assert_int_eq(vf_sim_run(c.sim, 3, NULL), 0);
            memcpy(c.file[c.n_files++], file, sizeof file);
        } else {
            initial_run(&c, text);
            ck_assert_int_eq(vf_sim_run(c.sim, 3, NULL), 0);
        }
        rest[k] = sim_cell(&c, "u", "g")->area;
        sim_fini(&c);
    }
    ck_assert_int_gt(rest[0], 0);
    ck_assert_int_eq(rest[0], rest[1]);
    ck_assert_int_eq(rest[0], rest[2]);
}
END_TEST

/* In a family the patient belongs to the member where it lies, and goes on there. */
START_TEST(members_of_a_family) {
    struct sim_case c;
    initial_run(
        &c, "{" RUN "$state(unit,group,elapsed|liten.v,g,1|stor.v,g,1|liten.v,g,2)},"
            "'families': {'k': {'units': {'v': {'kind': 'clinic', 'capacity': 9},"
            "'w': {'kind': 'clinic', 'capacity': 9}}, 'members': {'stor': {'weight': 99}, 'liten': {"
            "'weight': 1}}}}, 'groups': {'g': {$none, 'start': 'v', 'path': {"
            "'v': {'unit': 'k.v', 'stay': '3 d', 'next': {'w': 1}}, 'w': {'unit': 'k.w', 'stay': '1 d'}}}}}");
    ck_assert_double_eq(sim_hours(&c, "liten.v", "g"), 48 + 24);
    ck_assert_double_eq(sim_hours(&c, "stor.v", "g"), 48);
    ck_assert_double_eq(sim_hours(&c, "liten.w", "g"), 48);
    ck_assert_double_eq(sim_hours(&c, "stor.w", "g"), 24);
    sim_fini(&c);
}
END_TEST

/* Steps begin where the patient is; members of a cohort are there instead of at home. */
START_TEST(steps_and_cohorts) {
    struct sim_case c;
    initial_run(&c,
                "{" RUN "$state(unit,group,elapsed,step|u,s,1 h,1|u,s,2 h,|u,k,1,)},"
                "'units': {'u': {'kind': 'clinic', 'capacity': 9, 'servers': {'lakare': {'capacity': 1}}}},"
                "'groups': {'s': {$none, 'path': {'u': {'steps': {'one': {'time': '5 h', 'server': 'lakare'},"
                "'two': {'time': '2 h', 'server': 'lakare'}}}}},"
                "'k': {'patient_type': 3, 'arrivals': {'cohort': {'size': 10, 'home': '1000 y'}},"
                "'path': {'u': {'stay': '3 d'}}}}}");
    /* the second row, longest there, has the doctor from 0 to 5 h; then the first, whose step is the last, 5 to 7 h */
    ck_assert_double_eq(sim_hours(&c, "u", "s"), 7 + 9);
    ck_assert_double_eq(sim_hours(&c, "u", "k"), 48);
    sim_fini(&c);
}
END_TEST

START_TEST(every_problem_of_the_file) {
    static const char *const rows[] = {
        "2:1 no unit has that name",
        "3:3 no group has that name",
        "4:6 the time must not be negative",
        "5:6 not a length of time",
        "6:5 no such state",
        "7:1 the group's path has no node at that unit",
        "8:5 only on a ward is there planning",
        "9:6 the time passed is missing",
        "10:1 wrong number of cells",
        "11:13 the path leads to no such node",
    };
    initial_refused(
        "{" RUN "$state(unit,group,state,elapsed,next,ready_since|x,g,,1,,|u,x,,1,,|u,g,,-1,,|u,g,,1 month,,|"
        "u,g,ill,1,,|v,g,,1,,|u,g,planning,3,,2024-01-14|u,g,,,,|u,g,,1|u,g,ready,1,nowhere,2024-01-15)},"
        "'units': {'u': {'kind': 'clinic', 'capacity': 9}, 'v': {'kind': 'clinic', 'capacity': 9}},"
        "'groups': {'g': {$none, 'path': {'u': {'stay': '3 d'}}}, 'h': {$rate(1 /d), 'path': {'v': {'stay': "
        "'1 d'}}}}}",
        rows, sizeof rows / sizeof *rows);
}
END_TEST

START_TEST(problems_of_the_whole) {
    static const char *const header[] = {"1:6 no such column", "1:1 the header has no such column"};
    initial_refused("{" RUN "$state(unit,grupp,elapsed|u,g,1)},"
                    "'units': {'u': {'kind': 'clinic', 'capacity': 1}}, 'groups': {'g': {$none, 'path': "
                    "{'u': {'stay': '3 d'}}}}}",
                    header, 2);
    static const char *const full[] = {"unit u begins with 2 patients and has 1 places",
                                       "2 patients wait for unit u, whose queue holds 1"};
    initial_refused("{" RUN "$state(unit,group,state,elapsed|u,g,,1|u,g,,1|u,g,waiting,1|u,g,waiting,1)},"
                    "'units': {'u': {'kind': 'clinic', 'capacity': 1, 'queue': {'external_cap': 1}}},"
                    "'groups': {'g': {$none, 'path': {'u': {'stay': '3 d'}}}}}",
                    full, 2);
    static const char *const late[] = {"2:5 the time lies after the start of the run",
                                       "4:25 two rows have the same id"};
    initial_refused(
        "{" RUN
        "$state(unit,group,since,id|u,g,2024-01-15 08:00,|u,g,2024-01-14,a|u,g,2024-01-14T10:30:00,a)},"
        "'units': {'u': {'kind': 'clinic', 'capacity': 3}}, 'groups': {'g': {$none, 'path': {'u': {'stay': "
        "'3 d'}}}}}",
        late, 2);
    static const char *const rare[] = {"2:1 hardly anybody of the family belongs to that unit"};
    initial_refused("{" RUN "$state(unit,group,elapsed|liten.v,g,1)},"
                    "'families': {'k': {'units': {'v': {'kind': 'clinic', 'capacity': 9}}, 'members': {"
                    "'stor': {'weight': 99999}, 'liten': {'weight': 1}}}}, 'groups': {'g': {$none, 'path': {"
                    "'v': {'unit': 'k.v', 'stay': '3 d'}}}}}",
                    rare, 1);
    static const char *const warm[] = {"a run that starts from a given state has no warm-up"};
    initial_refused("{'run': {'duration': '9 d', 'warmup': '1 d', $state(unit,group,elapsed|u,g,1)},"
                    "'units': {'u': {'kind': 'clinic', 'capacity': 3}}, 'groups': {'g': {$none, 'path': "
                    "{'u': {'stay': '3 d'}}}}}",
                    warm, 1);
}
END_TEST

int main(void) {
    Suite *s = suite_create("start from a given state");
    TCase *t = tcase_create("all");
    tcase_add_test(t, what_is_left_of_a_fixed_stay);
    tcase_add_test(t, the_queue_keeps_its_order_and_its_clock);
    tcase_add_test(t, a_free_place_is_taken_at_once);
    tcase_add_test(t, extra_places_and_outliers);
    tcase_add_test(t, planning_and_waiting_for_the_kommun);
    tcase_add_test(t, boarding_and_patience);
    tcase_add_test(t, the_same_patient_has_the_same_rest);
    tcase_add_test(t, members_of_a_family);
    tcase_add_test(t, steps_and_cohorts);
    tcase_add_test(t, every_problem_of_the_file);
    tcase_add_test(t, problems_of_the_whole);
    suite_add_tcase(s, t);
    return case_run(s);
}

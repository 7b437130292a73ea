/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The books of named servers: busy time and queues by hand, with every mechanism of staff on, and runs that fail when
 * the books are tampered with. */
#include "test_flows_sim.h"
#include "vf_flow.h"
#include "vf_staff.h"

static uint16_t pool(const struct sim_case *c, const char *name) {
    for (uint16_t k = 0; k < c->model.n_pools; k++)
        if (strcmp(c->model.pool[k].name, name) == 0)
            return k;
    ck_abort_msg("no pool %s", name);
}
static const struct vf_pstate *state(const struct sim_case *c, const char *name) {
    return &c->sim->pool[pool(c, name)];
}
static double hours(int64_t ms) { return (double)ms / (double)VF_MS_HOUR; }

#define CUT "'run': {'start': '2024-01-15', 'warmup': '10 h', 'duration': '20 h'}"

/* Room then doctor, each step 8 h and then 2 h of the doctor's paperwork (a fifth); the window is [10, 30). Steps
 * [0, 8), [10, 18), [20, 28); each patient takes the room as the one before leaves it, and waits there for the doctor,
 * as the fourth does when the window ends. */
START_TEST(by_hand) {
    struct sim_case c;
    sim_run(&c,
            "{" CUT ", 'staff': {'doktor': {'capacity': 1, 'administration': 0.2}}, 'units': {'u': {'kind': "
            "'clinic', 'capacity': 9, 'servers': {'rum': {'capacity': 1}}}}, 'groups': {'g': {$at(0 1 2 3), "
            "'path': {'u': {'steps': {'s': {'needs': {'doktor': 1, 'rum': 1}, 'time': '8 h'}}}}}}}");
    ck_assert_int_eq(c.code, 0);
    ck_assert_double_eq(hours(state(&c, "doktor")->area), 20);
    ck_assert_double_eq(hours(state(&c, "doktor")->paper_area), 2 + 2);
    ck_assert_double_eq(hours(state(&c, "rum")->area), 20);
    /* for the room: the third [2, 18), the fourth [3, 28); for the doctor: [18, 20), [28, 30) */
    ck_assert_double_eq(hours(state(&c, "rum")->line.area), 8 + 18);
    ck_assert_double_eq(hours(state(&c, "doktor")->line.area), 2 + 2);
    sim_fini(&c);
}
END_TEST

/* Simple servers: two of 3 h each from time 8, 9 and 10, the last not before 11. */
START_TEST(simple_by_hand) {
    struct sim_case c;
    sim_run(&c, "{" CUT
                ", 'units': {'u': {'kind': 'clinic', 'capacity': 9, 'servers': {'ssk': {'capacity': 2}}}}, "
                "'groups': {'g': {$at(8 9 10 28), 'path': {'u': {'steps': {'s': {'server': 'ssk', 'time': '3 "
                "h'}}}}}}}");
    ck_assert_int_eq(c.code, 0);
    ck_assert_double_eq(hours(state(&c, "ssk")->area), 1 + 2 + 3 + 2);
    ck_assert_double_eq(hours(state(&c, "ssk")->line.area), 1);
    ck_assert_int_eq(state(&c, "ssk")->held, 1);
    sim_fini(&c);
}
END_TEST

/* Shifts, absence, paperwork, help by others, several at once, a pool that a ward and a clinic share and that decides
 * the ward's beds, simple servers beside. */
static void run_all(struct sim_case *c) {
    sim_run(c, "{'run': {'start': '2024-01-15', 'warmup': '5 d', 'duration': '60 d', 'seed': 3},"
               "'staff': {'doktor': {'capacity': 3, 'absence': 0.15, 'administration': 0.25},"
               "'ssk': {'capacity': {'base': 6, 'clock': {'from': '07:00', 'to': '16:00'}}, 'absence': 0.1, "
               "'may_be_done_by': ['doktor']},"
               "'usk': {'capacity': 2, 'may_be_done_by': ['ssk']}},"
               "'units': {'u': {'kind': 'clinic', 'capacity': 12, 'servers': {'rum': {'capacity': 4}, "
               "'prov': {'capacity': "
               "2}}}, 'a': {'kind': 'ward', 'beds': {'faststallda': 8, 'staffed_by': {'pool': 'usk', "
               "'per_bed': 0.25}}}},"
               "'groups': {'g': {$rate(1 /h), 'start': 'u', 'path': {'u': {'steps': {"
               "'triage': {'needs': {'ssk': 1}, 'time': {'exponential': {'mean': '20 min'}}},"
               "'prov': {'server': 'prov', 'time': {'exponential': {'mean': '40 min'}}},"
               "'lakare': {'needs': {'doktor': 1, 'usk': 1, 'rum': 1}, 'time': {'exponential': {'mean': '50 "
               "min'}}}},"
               "'next': {'a': 0.2, 'exit': 0.8}}, 'a': {'stay': '1 d'}}},"
               "'h': {$rate(0.2 /h), 'priority': 2, 'path': {'u': {'steps': {"
               "'par': {'needs': {'ssk': 2}, 'time': {'exponential': {'mean': '1 h'}}}}}}}}}");
    ck_assert_int_eq(c->code, 0);
}

START_TEST(all_mechanisms) {
    struct sim_case c;
    run_all(&c);
    ck_assert_int_gt(state(&c, "doktor")->paper_area, 0);
    ck_assert_uint_gt(state(&c, "ssk")->by_others, 0);
    ck_assert_uint_gt(state(&c, "usk")->by_others, 0);
    ck_assert_double_lt(hours(state(&c, "doktor")->cap_area), 60 * 24 * 2.8); /* some were absent */
    int64_t at_start = 0, at_end = 0;
    unsigned queues = 0;
    for (uint16_t k = 0; k < c.model.n_pools; k++) {
        const struct vf_pstate *p = &c.sim->pool[k];
        ck_assert_int_eq(p->area, p->stays);
        ck_assert_int_gt(p->area, 0);
        ck_assert_int_gt(p->taken, 100);
        queues += p->line.area > 0; /* of a stage with several needs those of the first */
        at_start += p->n0;
        at_end += p->held;
    }
    ck_assert_uint_ge(queues, 4);
    ck_assert_int_gt(at_start, 0);
    ck_assert_int_gt(at_end, 0);
    sim_fini(&c);
}
END_TEST

/* The check that every run ends with says what is wrong. */
static void fails(struct sim_case *c, const char *what) {
    struct vf_error err = VF_ERROR_INIT;
    ck_assert_int_eq(vf_check_books(c->sim, &err), VF_E_STATE);
    ck_assert_ptr_nonnull(strstr(err.items[0].message, what));
    ck_assert_ptr_nonnull(strstr(err.items[0].message, "doktor"));
    vf_error_fini(&err);
}

START_TEST(tampered_books_fail_the_run) {
    struct sim_case c;
    run_all(&c);
    struct vf_pstate *p = &c.sim->pool[pool(&c, "doktor")], good = *p;
    struct vf_error err = VF_ERROR_INIT;
    ck_assert_int_eq(vf_check_books(c.sim, &err), VF_OK);
    p->stays++;
    fails(&c, "Little's law of the servers,");
    *p = good;
    p->paper_area--;
    fails(&c, "Little's law of paperwork,");
    *p = good;
    p->line.stays++;
    fails(&c, "Little's law of the servers' queue,");
    *p = good;
    p->given++;
    fails(&c, "servers taken and given back,");
    *p = good;
    p->n++;
    fails(&c, "servers taken and given back,");
    *p = good;
    ck_assert_int_eq(vf_check_books(c.sim, &err), VF_OK);
    sim_fini(&c);
}
END_TEST

/* The last patient in the pool who has something. */
static struct vf_hold *some_hold(struct vf_sim *s) {
    struct vf_hold *h = NULL;
    for (uint32_t i = 0; i < s->n_patients; i++) {
        const struct vf_patient *p = vf_at(s, i);
        if (p->state == VF_P_STEP && vf_step_needs(s, p))
            h = vf_staff_hold(s, p);
    }
    ck_assert_ptr_nonnull(h);
    return h;
}

/* Another hour, in which nothing happens but what is done to the hold in the middle of it. */
static int one_more_hour(struct vf_sim *s, struct vf_hold *h, struct vf_hold becomes) {
    struct vf_error err = VF_ERROR_INIT;
    s->window0 = s->now;
    vf_staff_window(s);
    s->now += VF_MS_HOUR;
    *h = becomes;
    vf_staff_close(s);
    for (uint32_t i = 0; i < s->n_patients; i++)
        if (vf_at(s, i)->state == VF_P_STEP || vf_at(s, i)->state == VF_P_STEP_WAIT)
            vf_staff_inside(s, vf_at(s, i));
    int code = vf_staff_check(s, &err);
    vf_error_fini(&err);
    return code;
}

/* A patient who forgets a server, has one more than were taken, one of another pool, or has it from too late. */
START_TEST(a_wrong_hold_is_found) {
    struct sim_case c;
    run_all(&c);
    struct vf_hold *h = some_hold(c.sim), good = *h, wrong[4] = {good, good, good, good};
    wrong[0].n--;
    wrong[1].of[0].n++;
    wrong[2].of[0].pool = good.of[0].pool == 0 ? 1 : 0;
    wrong[3].since = c.sim->now + VF_MS_HOUR / 2;
    for (int k = 0; k < 4; k++) {
        ck_assert_int_eq(one_more_hour(c.sim, h, wrong[k]), VF_E_STATE);
        wrong[3].since += VF_MS_HOUR;
        ck_assert_int_eq(one_more_hour(c.sim, h, good), VF_OK);
        wrong[3].since += VF_MS_HOUR;
    }
    sim_fini(&c);
}
END_TEST

int main(void) {
    Suite *s = suite_create("staff");
    TCase *c = tcase_create("books");
    tcase_add_test(c, by_hand);
    tcase_add_test(c, simple_by_hand);
    tcase_add_test(c, all_mechanisms);
    tcase_add_test(c, tampered_books_fail_the_run);
    tcase_add_test(c, a_wrong_hold_is_found);
    suite_add_tcase(s, c);
    return case_run(s);
}

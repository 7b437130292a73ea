/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Units that start filled, against exact values: what is left of a stay X in equilibrium lies beyond t with probability
 * int_t^inf S(x) dx / E X, S the survival of the stay as it is with its factor. Numbers and factors that follow the
 * calendar, of the node and of the group; continuous time, and whole nights. |z| at most 3.5, each half-width small. */
#include "test_flows_sim.h"
#include "vf_confidence.h"

enum { PATIENTS = 2000, RUNS = 60 };

struct filled {
    const char *law, *node, *group; /* stay, the node's factor, more of the group */
    double factor;                  /* beyond what the compiled law holds */
};

enum { GRID = 120000, PER_DAY = 240 };
static double beyond[GRID + 1]; /* P(what is left > k / PER_DAY days) */

/* Of the law stretched by f, by the trapezoid rule from far out inwards. */
static void tabulate(const struct vf_dist *d, double unit, double f) {
    double h = unit / PER_DAY / f, sum = 0;
    beyond[GRID] = 0;
    for (int k = GRID - 1; k >= 0; k--) {
        sum += (vf_dist_survival(d, k * h) + vf_dist_survival(d, (k + 1) * h)) * h / 2;
        beyond[k] = sum / vf_dist_mean(d);
    }
}

static void close_to(double *value, double exact, double half_width, const char *what) {
    struct vf_summary s;
    vf_summarise(value, RUNS, &s);
    ck_assert_msg(s.ci95 <= half_width && fabs(s.mean - exact) <= 3.5 * s.sd / sqrt(RUNS) + 1e-9,
                  "%s: %.5f +- %.5f, exactly %.5f", what, s.mean, s.ci95, exact);
}

static void load(struct sim_case *c, const char *unit, const char *run, const struct filled *x) {
    static char text[SIM_TEXT];
    (void)snprintf(
        text, sizeof text,
        "{'run': {'start': '2024-01-15', 'transient': true, %s}, 'units': {'u': {%s, 'start': %d}}, "
        "'groups': {'g': {$none, %s 'path': {'u': {'stay': %s %s}}}}}",
        run, unit, PATIENTS, x->group, x->law, x->node);
    sim_run(c, text);
    ck_assert_int_eq(c->code, 0);
}

static const struct filled cases[] = {
    {"{'exponential': {'mean': '5 d'}}", "", "", 1},
    {"{'exponential': {'mean': '5 d'}}", ", 'stay_factor': 1.6", "", 1},
    {"{'exponential': {'mean': '5 d'}}", ", 'stay_factor': {'base': 1.6}", "", 1.6},
    {"{'gamma': {'shape': 2.5, 'mean': '4 d'}}", ", 'stay_factor': {'base': 0.5}", "", 0.5},
    {"{'lognormal': {'mean': '5 d', 'sd': '6 d'}}",
     ", 'stay_factor': {'base': 1.5, 'periods': {'p': {'from': '2024-01-01', 'factor': 2}}}",
     "'stay_factor': 0.7,", 3},
    {"'6 d'", ", 'stay_factor': {'base': 1.5}", "", 1.5},
};

/* Time in the unit per patient within T is int_0^T P(left > t) dt. */
START_TEST(in_continuous_time) {
    static const int days[] = {2, 7, 400};
    const struct filled *x = &cases[_i];
    for (int k = 0; k < 3; k++) {
        char run[64];
        double exact = 0, value[RUNS];
        struct sim_case c;
        (void)snprintf(run, sizeof run, "'duration': '%d d'", days[k]);
        load(&c, "'kind': 'delay'", run, x);
        tabulate(&c.model.dist[c.model.node[0].stay], (double)VF_MS_DAY, x->factor);
        for (int i = 0; i < days[k] * PER_DAY; i++)
            exact += (beyond[i] + beyond[i + 1]) / 2 / PER_DAY;
        for (uint32_t r = 0; r < RUNS; r++) {
            ck_assert_int_eq(vf_sim_run(c.sim, r, NULL), 0);
            value[r] = sim_hours(&c, "u", "g") / 24 / PATIENTS;
        }
        close_to(value, exact, 0.02 * exact, x->law);
        sim_fini(&c);
    }
}
END_TEST

/* Rounded to nights: there at the midnight that ends day j - 1 if at least j - 1/2 are left. */
START_TEST(in_whole_nights) {
    static double there[6][RUNS];
    const struct filled *x = &cases[_i];
    struct sim_case c;
    load(&c, "'kind': 'ward', 'beds': {'disponibla': 2000}, 'stay': 'nights'",
         "'duration': '8 d', 'census_time': '00:00'", x);
    tabulate(&c.model.dist[c.model.node[0].stay], 1, x->factor);
    for (uint32_t r = 0; r < RUNS; r++) {
        c.sim->keep_rows = true;
        ck_assert_int_eq(vf_sim_run(c.sim, r, NULL), 0);
        for (size_t j = 1; j <= 6; j++)
            there[j - 1][r] = (double)c.sim->rows[j].inskrivna / PATIENTS;
    }
    for (int j = 1; j <= 6; j++)
        close_to(there[j - 1], beyond[j * PER_DAY - PER_DAY / 2], 0.01, x->law);
    sim_fini(&c);
}
END_TEST

int main(void) {
    Suite *s = suite_create("units that start filled");
    TCase *t = tcase_create("all");
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, in_continuous_time, 0, 6);
    tcase_add_loop_test(t, in_whole_nights, 0, 6);
    suite_add_tcase(s, t);
    return case_run(s);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vf-test: labels=slow
 * Start from a given state against exact values. What is left of a stay of every kind, with and without a factor that
 * follows the calendar: its mean given the time passed is the integral of the survival beyond it, divided by the
 * survival there. Whole nights: the day of discharge, by enumeration. M/M/inf begun with n0: n(t) = rho + (n0 - rho)
 * exp(-mu t). M/M/c begun with n0: a Markov chain, solved in time. At least 40 replications, half-width at most 1 % of
 * the exact value, |z| at most 3. */
#include "test_flows_initial.h"
#include "vf_confidence.h"
#include "vf_transient.h"

static void close_to(struct vf_summary *s, double exact, const char *what) {
    double se = s->sd / sqrt((double)s->n), z = (s->mean - exact) / se;
    ck_assert_msg(s->n >= 40 && s->ci95 <= 0.01 * exact && fabs(z) <= 3,
                  "%s: %.5f +- %.5f, exactly %.5f (z %.2f)", what, s->mean, s->ci95, exact, z);
}

static double beyond(const struct vf_dist *d, double from) {
    double step = from / 200, sum = 0, s0 = vf_dist_survival(d, from);
    for (double x = from; vf_dist_survival(d, x) > 1e-9; x += step)
        sum +=
            step / 6 *
            (vf_dist_survival(d, x) + 4 * vf_dist_survival(d, x + step / 2) + vf_dist_survival(d, x + step));
    return sum / s0;
}

/* 500 patients a replication, all there for 3 days. */
static void rest_of(const char *law, double factor) {
    enum { PATIENTS = 500, RUNS = 400 };
    static char text[SIM_TEXT];
    static double mean[RUNS];
    size_t used = (size_t)snprintf(text, sizeof text,
                                   "{'run': {'start': '2024-01-15', 'duration': '2000 d', 'transient': true, "
                                   "$state(unit,group,elapsed");
    for (int k = 0; k < PATIENTS; k++)
        used += (size_t)snprintf(text + used, sizeof text - used, "|u,g,3");
    (void)snprintf(
        text + used, sizeof text - used,
        ")}, 'units': {'u': {'kind': 'delay'}}, 'groups': {'g': {$none, 'path': {'u': {'stay': %s, "
        "'stay_factor': {'base': %g}}}}}}",
        law, factor);
    struct sim_case c;
    initial_run(&c, text);
    for (uint32_t r = 0; r < RUNS; r++) {
        ck_assert_int_eq(vf_sim_run(c.sim, r, NULL), 0);
        mean[r] = (double)sim_cell(&c, "u", "g")->area / PATIENTS;
    }
    struct vf_summary s;
    vf_summarise(mean, RUNS, &s);
    close_to(&s, factor * beyond(&c.model.dist[c.model.node[0].stay], 3.0 / factor * (double)VF_MS_DAY), law);
    sim_fini(&c);
}

START_TEST(rest_of_every_kind) {
    static const char *const laws[] = {
        "{'exponential': {'mean': '5 d'}}",
        "{'gamma': {'shape': 2.5, 'mean': '4 d'}}",
        "{'gamma': {'shape': 0.4, 'mean': '4 d'}}",
        "{'lognormal': {'mean': '5 d', 'sd': '6 d'}}",
        "{'weibull': {'shape': 0.7, 'scale': '5 d'}}",
        "{'weibull': {'shape': 3, 'scale': '5 d'}}",
        "{'triangular': {'min': '1 d', 'mode': '2 d', 'max': '9 d'}}",
        "{'uniform': {'min': '0 d', 'max': '10 d'}}",
        "{'pareto': {'shape': 4, 'min': '1 d'}, 'max': '300 d'}",
        "{'lognormal': {'median': '4 d', 'cv': 1}, 'max': '20 d'}",
        "{'empirical': {'values': ['1 d', '2 d', '4 d', '6 d', '11 d']}}",
        "{'mixture': {'a': {'weight': 0.7, 'of': {'exponential': {'mean': '2 d'}}}, 'b': {'weight': 0.3, "
        "'of': {"
        "'exponential': {'mean': '20 d'}}}}}",
    };
    static const double factors[] = {1, 1.7, 0.8};
    rest_of(laws[_i % 12], factors[_i / 12]);
}
END_TEST

/* Day of discharge after k nights, with the weekend's shift; exact by enumeration over the nights' law. */
START_TEST(nights_and_the_weekend) {
    enum { PATIENTS = 400, RUNS = 60, DAYS = 40 };
    /* the 15th is a Monday, so that the day before is a Sunday; the 18th a Thursday */
    static const char *const start[] = {"2024-01-15", "2024-01-18"};
    static const double shift = 0.6, share[5] = {0.1, 0.3, 0.2, 0.25, 0.15}; /* of 1 .. 5 nights */
    static char text[SIM_TEXT];
    static double gone[DAYS][RUNS];
    size_t used = (size_t)snprintf(text, sizeof text,
                                   "{'run': {'start': '%s', 'duration': '%d d', 'series': 'day', "
                                   "'census_time': '00:00', $state(unit,group,elapsed",
                                   start[_i], DAYS);
    for (int k = 0; k < PATIENTS; k++)
        used += (size_t)snprintf(text + used, sizeof text - used, "|a,g,2.5"); /* 3 nights */
    (void)snprintf(
        text + used, sizeof text - used,
        ")}, 'units': {'a': {'kind': 'ward', 'beds': {'disponibla': 400}, 'stay': 'nights', 'discharge': {"
        "'weekend_shift': %g}}}, 'groups': {'g': {$none, 'path': {'a': {'stay': {'discrete': {"
        "'1 d': 0.1, '2 d': 0.3, '3 d': 0.2, '4 d': 0.25, '5 d': 0.15}}}}}}}",
        shift);
    struct sim_case c;
    initial_run(&c, text);
    for (uint32_t r = 0; r < RUNS; r++) {
        c.sim->keep_rows = true;
        ck_assert_int_eq(vf_sim_run(c.sim, r, NULL), 0);
        for (size_t d = 0; d < 6; d++)
            gone[d][r] = (double)c.sim->rows[d + 1].inskrivna / PATIENTS;
    }
    /* P(in on day -3, there at 0, out on day d) */
    double out[12] = {0}, all = 0, left = 1;
    for (int n = 1; n <= 5; n++) {
        int day = n - 3, weekday = ((_i == 0 ? 0 : 3) + day + 7) % 7;
        double moved = weekday >= 5 ? shift : 0;
        out[day + 4] += share[n - 1] * (1 - moved);
        out[day + 5] += share[n - 1] * moved;
    }
    for (int d = 0; d < 8; d++)
        all += out[d + 4];
    for (int d = 0; d < 3; d++) {
        struct vf_summary s;
        left -= out[d + 4] / all;
        vf_summarise(gone[d], RUNS, &s);
        if (left < 1e-9)
            ck_assert_double_eq_tol(s.mean, 0, 1e-12);
        else
            ck_assert_msg(fabs(s.mean - left) <= 3 * s.sd / sqrt(RUNS), "day %d: %.4f +- %.4f, exactly %.4f",
                          d, s.mean, s.ci95, left);
    }
    sim_fini(&c);
}
END_TEST

static void run_days(struct sim_case *c, const char *text, double *value, uint32_t days, uint32_t runs) {
    initial_run(c, text);
    for (uint32_t r = 0; r < runs; r++) {
        ck_assert_int_eq(vf_sim_run(c->sim, r, NULL), 0);
        const struct vf_series *by_day = &c->sim->series[VF_SERIES_DAYS];
        ck_assert_uint_eq(by_day->n, days);
        for (uint32_t d = 0; d < days; d++)
            value[(size_t)d * runs + r] = by_day->number[d] + by_day->queue[d];
    }
}

START_TEST(infinite_servers_begun_full) {
    enum { N0 = 250, DAYS = 6, RUNS = 500 };
    static char text[SIM_TEXT];
    static double value[DAYS * RUNS];
    size_t used = (size_t)snprintf(text, sizeof text,
                                   "{'run': {'duration': '6 d', 'series': 'day', $state(unit,group,elapsed");
    for (int k = 0; k < N0; k++)
        used += (size_t)snprintf(text + used, sizeof text - used, "|u,g,%d", k % 40);
    (void)snprintf(
        text + used, sizeof text - used,
        ")}, 'units': {'u': {'kind': 'delay'}}, 'groups': {'g': {$rate(50 /d), 'path': {'u': {'stay': {"
        "'exponential': {'mean': '2 d'}}}}}}}");
    struct sim_case c;
    run_days(&c, text, value, DAYS, RUNS);
    for (int d = 0; d < DAYS; d++) {
        const double rho = 100, mu = 0.5;
        struct vf_summary s;
        vf_summarise(value + (size_t)d * RUNS, RUNS, &s);
        close_to(&s, rho + (N0 - rho) * (exp(-mu * d) - exp(-mu * (d + 1))) / mu, "M/M/inf");
    }
    sim_fini(&c);
}
END_TEST

/* Mean number over each day of an M/M/c begun with n0 patients: Kolmogorov's forward equations, Runge-Kutta. */
static void chain_days(double lambda, double mu, int c, int n0, double *mean, int days) {
    enum { STATES = 160, STEPS = 4000 };
    double p[STATES] = {0}, k[4][STATES], at[STATES];
    p[n0] = 1;
    for (int d = 0; d < days; d++) {
        double h = 1.0 / STEPS;
        mean[d] = 0;
        for (int t = 0; t < STEPS; t++) {
            double before = 0, after = 0;
            for (int n = 0; n < STATES; n++)
                before += n * p[n];
            for (int j = 0; j < 4; j++) {
                double f = j == 0 ? 0 : j == 3 ? h : h / 2;
                for (int n = 0; n < STATES; n++)
                    at[n] = p[n] + (j == 0 ? 0 : f * k[j - 1][n]);
                for (int n = 0; n < STATES; n++) {
                    double out = (n + 1 < STATES ? lambda : 0) + mu * (n < c ? n : c);
                    k[j][n] = -out * at[n] + (n > 0 ? lambda * at[n - 1] : 0) +
                              (n + 1 < STATES ? mu * (n + 1 < c ? n + 1 : c) * at[n + 1] : 0);
                }
            }
            for (int n = 0; n < STATES; n++) {
                p[n] += h / 6 * (k[0][n] + 2 * k[1][n] + 2 * k[2][n] + k[3][n]);
                after += n * p[n];
            }
            mean[d] += h * (before + after) / 2;
        }
    }
}

START_TEST(a_queue_begun_with_a_waiting_list) {
    enum { DAYS = 5, RUNS = 20000, SERVERS = 3, N0 = 30 };
    static double value[DAYS * RUNS];
    static char text[SIM_TEXT];
    double exact[DAYS];
    size_t used = (size_t)snprintf(
        text, sizeof text, "{'run': {'duration': '5 d', 'series': 'day', $state(unit,group,state,elapsed");
    for (int k = 0; k < N0; k++)
        used += (size_t)snprintf(text + used, sizeof text - used, "|u,g,%s,%d h",
                                 k < SERVERS ? "in_care" : "waiting", k);
    (void)snprintf(
        text + used, sizeof text - used,
        ")}, 'units': {'u': {'kind': 'clinic', 'capacity': 3}}, 'groups': {'g': {$rate(8 /d), 'path': {'u': {"
        "'stay': {'exponential': {'mean': '0.25 d'}}}}}}}");
    struct sim_case c;
    run_days(&c, text, value, DAYS, RUNS);
    chain_days(8, 4, SERVERS, N0, exact, DAYS);
    for (int d = 0; d < DAYS; d++) {
        struct vf_summary s;
        vf_summarise(value + (size_t)d * RUNS, RUNS, &s);
        close_to(&s, exact[d], "M/M/3");
    }
    sim_fini(&c);
}
END_TEST

int main(void) {
    Suite *s = suite_create("start from a given state, exactly");
    TCase *t = tcase_create("all");
    tcase_set_timeout(t, 120);
    tcase_add_loop_test(t, rest_of_every_kind, 0, 36);
    tcase_add_loop_test(t, nights_and_the_weekend, 0, 2);
    tcase_add_test(t, infinite_servers_begun_full);
    tcase_add_test(t, a_queue_begun_with_a_waiting_list);
    suite_add_tcase(s, t);
    return case_run(s);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vf-test: labels=slow timeout=900
 * Four obstetric units with blocking and credit for blocked time (misken/obflowsim, experiment 1), against an
 * independent implementation of high precision: z = (ours - reference) / sqrt(se^2 + se_ref^2), our interval no
 * wider than the reference's. The occupancy of pp is exact: the arrival rate times 31.2 h. */
#include "oracle.h"

enum { VALUES = 8, BEYOND_TWO = 9 };

struct scenario {
    const char *name;
    double rate;
    double mean[VALUES], half[VALUES];
};
static const struct oracle_row value[VALUES] = {
    OF_UNIT("occupancy", "obs", 0, 0),      OF_UNIT("occupancy", "ldr", 0, 0),
    OF_UNIT("occupancy", "csect", 0, 0),    OF_UNIT("occupancy", "pp", 0, 0),
    OF_UNIT("p_blocked_into", "ldr", 0, 0), OF_UNIT("blocked_into_mean", "ldr", 0, 0),
    OF_UNIT("p_blocked_into", "pp", 0, 0),  OF_UNIT("blocked_into_mean", "pp", 0, 0),
};
static const struct scenario reference[] = {
    {"sc1",
     0.3,
     {0.40539, 4.57394, 0.25437, 9.37136, 0.17228, 2.02883, 0.17277, 4.70800},
     {0.00200, 0.01158, 0.00247, 0.01983, 0.00195, 0.00865, 0.00271, 0.04829}},
    {"sc3",
     0.3,
     {0.35251, 4.65099, 0.26594, 9.37142, 0.09418, 1.84529, 0.18217, 5.13965},
     {0.00153, 0.01264, 0.00284, 0.01983, 0.00154, 0.01046, 0.00287, 0.05934}},
    {"sc5",
     0.3,
     {0.53154, 4.51360, 0.27822, 9.37143, 0.20558, 3.70827, 0.18865, 5.57210},
     {0.00492, 0.01091, 0.00325, 0.01984, 0.00239, 0.03367, 0.00296, 0.07281}},
    {"sc7",
     0.3,
     {0.41685, 4.62597, 0.28090, 9.37145, 0.11529, 3.30263, 0.18858, 5.75613},
     {0.00364, 0.01227, 0.00341, 0.01984, 0.00197, 0.04332, 0.00296, 0.08228}},
    {"sc9",
     0.5,
     {0.74727, 7.41283, 0.36396, 15.61394, 0.24923, 1.97393, 0.12203, 3.38099},
     {0.00358, 0.01279, 0.00245, 0.02517, 0.00233, 0.00660, 0.00224, 0.03907}},
    {"sc11",
     0.5,
     {0.57878, 7.60584, 0.37710, 15.61385, 0.09323, 1.66864, 0.13082, 3.79368},
     {0.00223, 0.01482, 0.00293, 0.02519, 0.00158, 0.01005, 0.00240, 0.05140}},
    {"sc13",
     0.5,
     {0.87292, 7.33622, 0.38072, 15.61381, 0.25022, 2.95885, 0.13313, 3.86306},
     {0.00603, 0.01216, 0.00305, 0.02519, 0.00226, 0.02005, 0.00243, 0.05353}},
    {"sc15",
     0.5,
     {0.61942, 7.58516, 0.38457, 15.61377, 0.09711, 2.41036, 0.13345, 4.05662},
     {0.00366, 0.01457, 0.00328, 0.02520, 0.00163, 0.02886, 0.00245, 0.06331}},
};

static void load(struct vf_experiment *x) {
    struct vf_error err = VF_ERROR_INIT;
    struct vf_experiment_options o = {.replications = 0};
    struct vf_study_options how = {.threads = 0};
    int code = vf_experiment_load(x, VF_SOURCE_DIR "/configs/validation/v3.json", &o, &err);
    code = code == VF_OK ? vf_experiment_run(x, &how, &err) : code;
    if (code != VF_OK) {
        vf_error_print(&err, stderr);
    }
    ck_assert_int_eq(code, VF_OK);
}

static struct vf_summary found(const struct vf_experiment *x, const char *scenario, int k) {
    size_t point = 0;
    while (point < x->n_points && strcmp(x->point[point].name, scenario) != 0) {
        point++;
    }
    ck_assert_msg(point < x->n_points, "no scenario %s", scenario);
    size_t column = vf_experiment_find(x, value[k].metric, VF_SCOPE_UNIT, value[k].unit, "", 0);
    ck_assert_msg(column != SIZE_MAX, "no %s of %s", value[k].metric, value[k].unit);
    struct vf_summary s;
    vf_experiment_summary(x, point, column, &s);
    return s;
}

START_TEST(four_units) {
    struct vf_experiment x;
    load(&x);
    int beyond = 0;
    for (size_t j = 0; j < sizeof reference / sizeof *reference; j++) {
        const struct scenario *r = &reference[j];
        for (int k = 0; k < VALUES; k++) {
            struct vf_summary s = found(&x, r->name, k);
            double se = s.sd / sqrt((double)s.n), se_ref = r->half[k] / 1.96;
            double z = (s.mean - r->mean[k]) / sqrt(se * se + se_ref * se_ref);
            if (getenv("VF_ORACLE_SHOW") != NULL) {
                printf("%-5s %-18s %-6s %9.5f +- %.5f  %9.5f +- %.5f  z %5.2f\n", r->name, value[k].metric,
                       value[k].unit, r->mean[k], r->half[k], s.mean, s.ci95, z);
            }
            ck_assert_msg(s.ci95 <= r->half[k], "%s %s %s: half-width %.5f, the reference has %.5f", r->name,
                          value[k].metric, value[k].unit, s.ci95, r->half[k]);
            ck_assert_msg(fabs(z) <= 3, "%s %s %s: %.5f +- %.5f, reference %.5f +- %.5f, z = %.2f", r->name,
                          value[k].metric, value[k].unit, s.mean, s.ci95, r->mean[k], r->half[k], z);
            beyond += fabs(z) > 2;
        }
        struct vf_summary pp = found(&x, r->name, 3);
        double z = (pp.mean - r->rate * 31.2) / (pp.sd / sqrt((double)pp.n));
        ck_assert_msg(fabs(z) <= 3, "%s occupancy of pp: %.5f, exact %.5f, z = %.2f", r->name, pp.mean,
                      r->rate * 31.2, z);
    }
    /* of 64 values, 3 beyond 2 are expected; scenarios share patients, so a cluster is no surprise */
    ck_assert_int_le(beyond, BEYOND_TWO);
    vf_experiment_fini(&x);
}
END_TEST

static void add(TCase *tests) { tcase_add_test(tests, four_units); }

int main(void) { return oracle_main("obstetrics", add); }

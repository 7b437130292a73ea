/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The base region against the levels published for Sweden, and its scenarios against each other. A level fails
 * when the whole interval of its mean (3 standard errors) lies outside the band; a scenario moves an indicator when
 * the interval of the differences, replication by replication on the same patients, lies on the right side of 0. */
/* vf-test: labels=oracle,slow timeout=1200 */
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "vf_experiment.h"

enum { REPLICATIONS = 8, NULAGE = 0, FLER_VARDPLATSER = 1, FLER_KORTTIDSPLATSER = 2 };

static struct vf_experiment region;

static void run_region(void) {
    struct vf_error err = VF_ERROR_INIT;
    static const char *const names[] = {"nulage", "fler_vardplatser", "fler_korttidsplatser"};
    struct vf_experiment_options options = {
        .scenarios = names, .n_scenarios = 3, .replications = REPLICATIONS};
    long cpus = sysconf(_SC_NPROCESSORS_ONLN);
    struct vf_study_options how = {.threads = cpus > 1 ? (unsigned)cpus : 1};
    if (vf_experiment_load(&region, VF_SOURCE_DIR "/configs/regioner/bas.json", &options, &err) != VF_OK ||
        vf_experiment_run(&region, &how, &err) != VF_OK) {
        vf_error_print(&err, stderr);
        exit(1);
    }
    vf_error_fini(&err);
}

static size_t column(const char *metric) {
    size_t k = vf_experiment_find(&region, metric, VF_SCOPE_REGION, "", "", 0);
    ck_assert_msg(k != SIZE_MAX, "the region has no %s", metric);
    return k;
}

struct band {
    const char *metric;
    double low, high;
};
static const struct band bands[] = {
    {"overbelaggningar_per_100", 5, 7},
    {"utlokaliserade_per_100", 1.5, 2.8},
    {"utskrivningsklara_andel", 0.04, 0.06},
    {"aterinskrivning_30d_65plus", 0.16, 0.18},
    {"akut_andel_inlagda", 0.27, 0.33},
    {"akut_vistelsetid_median", 4.1, 4.4},
    {"akut_vistelsetid_p90", 7.5, 8.4},
    {"akut_tid_till_lakare_median", 0.9, 1.05},
    {"vardtillfallen_per_100k", 13011 * 0.97, 13011 * 1.03},
    {"overbelaggningar_per_100_psyk", 1.5, 3.2},
    {"akut_besok_per_dygn", 136, 147},
};

START_TEST(level) {
    const struct band *b = &bands[_i];
    struct vf_summary s;
    vf_experiment_summary(&region, NULAGE, column(b->metric), &s);
    double se = s.sd / sqrt((double)s.n);
    ck_assert_uint_eq(s.n, REPLICATIONS);
    ck_assert_msg(s.mean + 3 * se >= b->low && s.mean - 3 * se <= b->high,
                  "%s is %g (standard error %g), not in %g-%g", b->metric, s.mean, se, b->low, b->high);
}
END_TEST

/* The upper end of the 95 % interval of the mean difference from the region as it is. */
static double change_at_most(uint32_t scenario, const char *metric) {
    double before[REPLICATIONS], after[REPLICATIONS], difference[REPLICATIONS];
    vf_study_column(&region.study, NULAGE, column(metric), before);
    vf_study_column(&region.study, scenario, column(metric), after);
    for (int k = 0; k < REPLICATIONS; k++) {
        difference[k] = after[k] - before[k];
    }
    struct vf_summary s;
    vf_summarise(difference, REPLICATIONS, &s);
    return s.mean + s.ci95;
}

START_TEST(more_beds_less_crowding) {
    ck_assert_double_lt(change_at_most(FLER_VARDPLATSER, "overbelaggningar_per_100"), 0);
    ck_assert_double_lt(change_at_most(FLER_VARDPLATSER, "utlokaliserade_per_100"), 0);
    ck_assert_double_lt(change_at_most(FLER_VARDPLATSER, "belaggningsgrad"), 0);
}
END_TEST

START_TEST(more_short_term_places_fewer_medically_ready) {
    ck_assert_double_lt(change_at_most(FLER_KORTTIDSPLATSER, "utskrivningsklara_andel"), 0);
    ck_assert_double_lt(change_at_most(FLER_KORTTIDSPLATSER, "utskrivningsklara_vantan"), 0);
    ck_assert_double_lt(change_at_most(FLER_KORTTIDSPLATSER, "overbelaggningar_per_100"), 0);
}
END_TEST

/* Beds and places change what happens to patients, not who falls ill. */
START_TEST(the_same_patients) {
    size_t k = vf_experiment_find(&region, "arrivals", VF_SCOPE_GROUP, "", "stroke_80", 0);
    ck_assert_msg(k != SIZE_MAX, "no arrivals of stroke_80");
    double before[REPLICATIONS], after[REPLICATIONS];
    vf_study_column(&region.study, NULAGE, k, before);
    for (uint32_t scenario = FLER_VARDPLATSER; scenario <= FLER_KORTTIDSPLATSER; scenario++) {
        vf_study_column(&region.study, scenario, k, after);
        for (int r = 0; r < REPLICATIONS; r++) {
            ck_assert_double_eq(before[r], after[r]);
        }
    }
}
END_TEST

START_TEST(steady) {
    struct vf_verdict v;
    vf_experiment_verdict(&region, NULAGE, &v);
    ck_assert(v.evaluated);
    ck_assert_msg(v.stationary, "no steady state: %s",
                  v.unit == VF_NONE16 ? "" : region.point[0].model.unit[v.unit].name);
}
END_TEST

/* All five levels have units, and every one of them sees patients. */
START_TEST(five_levels) {
    const struct vf_model *m = &region.point[NULAGE].model;
    bool seen[VF_LEVELS] = {false};
    for (uint16_t u = 0; u < m->n_units; u++) {
        size_t k = vf_experiment_find(&region, "arrivals", VF_SCOPE_UNIT, m->unit[u].name, "", 0);
        ck_assert_msg(k != SIZE_MAX, "no arrivals at %s", m->unit[u].name);
        struct vf_summary s;
        vf_experiment_summary(&region, NULAGE, k, &s);
        ck_assert_msg(s.mean > 0, "nobody comes to %s", m->unit[u].name);
        seen[m->unit[u].level] = true;
    }
    ck_assert(seen[VF_L_PRIMARVARD] && seen[VF_L_SPECIALISTVARD] && seen[VF_L_AKUTMOTTAGNING] &&
              seen[VF_L_SLUTENVARD] && seen[VF_L_KOMMUN] && seen[VF_L_HEM]);
}
END_TEST

int main(void) {
    run_region();
    Suite *suite = suite_create("region");
    TCase *t = tcase_create("bas");
    tcase_set_timeout(t, 0);
    tcase_add_loop_test(t, level, 0, (int)(sizeof bands / sizeof *bands));
    tcase_add_test(t, more_beds_less_crowding);
    tcase_add_test(t, more_short_term_places_fewer_medically_ready);
    tcase_add_test(t, the_same_patients);
    tcase_add_test(t, steady);
    tcase_add_test(t, five_levels);
    suite_add_tcase(suite, t);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    vf_experiment_fini(&region);
    return failed == 0 ? 0 : 1;
}

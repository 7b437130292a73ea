/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Simulated against exact, for models too small to deserve a config of their own. A model is a config text with '
 * for ". A row is accepted when its 95 % half-width is at most `tolerance` of the exact value and |z| <= 3; one
 * beyond 3 is run once more with the next seed and four times the length and must then lie within. */
#ifndef ORACLE_H
#define ORACLE_H

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vf_experiment.h"

struct oracle_row {
    const char *metric;
    enum vf_scope scope;
    const char *unit, *group;
    double exact, tolerance;
};

static inline void oracle_write(const char *text, char path[64]) {
    snprintf(path, 64, "/tmp/vf-oracle-XXXXXX");
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    FILE *f = fdopen(fd, "w");
    for (const char *c = text; *c != '\0'; c++) {
        putc(*c == '\'' ? '"' : *c, f);
    }
    ck_assert_int_eq(fclose(f), 0);
}

/* Loads and runs; `longer` 1 or 4, `seed` 0 = the config's. */
static inline void oracle_run(struct vf_experiment *x, const char *text, int longer, uint64_t seed) {
    char path[64], set[64];
    oracle_write(text, path);
    struct vf_error err = VF_ERROR_INIT;
    struct vf_experiment_options o = {.seed = seed != 0 ? &seed : NULL};
    int code = vf_experiment_load(x, path, &o, &err);
    if (code == VF_OK && longer > 1) {
        const char *sets[] = {set};
        snprintf(set, sizeof set, "/run/duration=%lld s",
                 (long long)(x->point[0].model.run.duration / 1000 * longer));
        o.config.sets = sets;
        o.config.n_sets = 1;
        vf_experiment_fini(x);
        code = vf_experiment_load(x, path, &o, &err);
    }
    struct vf_study_options how = {.threads = 0};
    code = code == VF_OK ? vf_experiment_run(x, &how, &err) : code;
    if (code != VF_OK) {
        vf_error_print(&err, stderr);
    }
    unlink(path);
    ck_assert_int_eq(code, VF_OK);
}

static inline struct vf_summary oracle_summary(const struct vf_experiment *x, const struct oracle_row *row) {
    size_t column = vf_experiment_find(x, row->metric, row->scope, row->unit, row->group, 0);
    ck_assert_msg(column != SIZE_MAX, "no %s of %s %s", row->metric, row->unit, row->group);
    struct vf_summary s;
    vf_experiment_summary(x, 0, column, &s);
    return s;
}

/* True when the row agrees; beyond 3 is told to the caller the first time and is a failure the second. */
static inline bool oracle_agrees(const struct vf_experiment *x, const struct oracle_row *row, bool last) {
    struct vf_summary s = oracle_summary(x, row);
    double z = (s.mean - row->exact) / (s.sd / sqrt((double)s.n));
    ck_assert_msg(s.n >= 40, "%s %s: %d replications", row->metric, row->unit, (int)s.n);
    ck_assert_msg(s.ci95 <= row->tolerance * row->exact,
                  "%s %s%s: half-width %.4g of %.6g is too wide (%.6g, z %.2f)", row->metric, row->unit,
                  row->group, s.ci95, row->exact, s.mean, z);
    bool ok = fabs(z) <= 3;
    ck_assert_msg(ok || !last, "%s %s%s: %.6f +- %.6f, exact %.6f, z = %.2f", row->metric, row->unit,
                  row->group, s.mean, s.ci95, row->exact, z);
    if (getenv("VF_ORACLE_SHOW") != NULL) {
        printf("%-24s %-8s %-8s %12.6f %12.6f %6.2f%% z %5.2f\n", row->metric, row->unit, row->group,
               row->exact, s.mean, 100 * s.ci95 / row->exact, z);
    }
    return ok;
}

static inline void oracle_check(const char *text, const struct oracle_row *rows, size_t n) {
    struct vf_experiment x;
    bool all = true;
    oracle_run(&x, text, 1, 0);
    uint64_t next = x.seed + 1;
    for (size_t k = 0; k < n; k++) {
        all = oracle_agrees(&x, &rows[k], false) && all;
    }
    if (!all) {
        struct vf_experiment longer;
        oracle_run(&longer, text, 4, next);
        for (size_t k = 0; k < n; k++) {
            if (!oracle_agrees(&x, &rows[k], false)) {
                (void)oracle_agrees(&longer, &rows[k], true);
            }
        }
        vf_experiment_fini(&longer);
    }
    vf_experiment_fini(&x);
}

static inline int oracle_main(const char *name, void (*add)(TCase *tests)) {
    Suite *suite = suite_create(name);
    TCase *tests = tcase_create(name);
    tcase_set_timeout(tests, 600);
    add(tests);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}

#define ORACLE_ROWS(rows) (rows), sizeof(rows) / sizeof *(rows)
#define OF_UNIT(metric, unit, exact, tolerance) \
    { metric, VF_SCOPE_UNIT, unit, "", exact, tolerance }
#define OF_UNIT_GROUP(metric, unit, group, exact, tolerance) \
    { metric, VF_SCOPE_UNIT_GROUP, unit, group, exact, tolerance }
#define OF_GROUP(metric, group, exact, tolerance) \
    { metric, VF_SCOPE_GROUP, "", group, exact, tolerance }
#define OF_REGION(metric, exact, tolerance) \
    { metric, VF_SCOPE_REGION, "", "", exact, tolerance }

#endif

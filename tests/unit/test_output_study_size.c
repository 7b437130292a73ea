/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A study of 100 000 points x 30 replications in its store: bytes per trial, time to write, and queries that answer
 * within a second. VF_STUDY_POINTS=N makes it smaller.
 * vf-test: labels=minutes timeout=900 */
#include <check.h>
#include <inttypes.h>
#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "vf_study_store.h"

enum { POINTS = 100000, REPLICATIONS = 30, AXES = 3, COLUMNS = 4 };
static const double SECOND = 1.0;
static char path[] = "vf-test-study-size-XXXXXX";

/* On a clock of one's own, so that other work on the machine does not count: nothing here waits for the disk. */
static double now(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double value(uint32_t point, uint32_t replication, uint32_t column) {
    uint32_t x = (point * 31 + replication) * 2654435761U + column * 40503U;
    return (double)(x % 100003U) / 7.0 + column + 1e-3 * (point % 500);
}

static struct vf_study_spec make_spec(uint32_t points, struct vf_study_cell *cells) {
    static const char *const axes[AXES] = {"vardplatser", "inflode", "korttids"};
    static const struct vf_out_metric metrics[COLUMNS] = {{"a", "d", "a", "a", NULL, NULL},
                                                          {"b", "d", "b", "b", NULL, NULL},
                                                          {"c", "d", "c", "c", NULL, NULL},
                                                          {"e", "d", "e", "e", NULL, NULL}};
    static const struct vf_out_column columns[COLUMNS] = {{"region", "", "", "all", 0},
                                                          {"region", "", "", "all", 1},
                                                          {"unit", "medA", "", "all", 2},
                                                          {"unit", "medB", "", "all", 3}};
    static const char *const names[COLUMNS] = {"a", "b", "unit/medA/c", "unit/medB/e"};
    static const struct vf_study_fact facts[] = {{"study", "{\"axes\": {}}"}};
    for (uint32_t p = 0; p < points; p++) {
        cells[p * AXES].number = p % 50;
        cells[p * AXES + 1].number = 0.8 + 0.01 * (p / 50 % 40);
        cells[p * AXES + 2].number = (double)(p - p % 2000) / 2000;
    }
    return (struct vf_study_spec){.identity = "size",
                                  .facts = facts,
                                  .n_facts = 1,
                                  .axes = axes,
                                  .n_axes = AXES,
                                  .metrics = metrics,
                                  .n_metrics = COLUMNS,
                                  .columns = columns,
                                  .column_names = names,
                                  .n_columns = COLUMNS,
                                  .points = points,
                                  .replications = REPLICATIONS,
                                  .shards = 1,
                                  .cells = cells};
}

static void put_point(struct vf_study_store *st, uint32_t p) {
    double row[COLUMNS], values[COLUMNS][REPLICATIONS];
    for (uint32_t r = 0; r < REPLICATIONS; r++) {
        struct vf_out_trial t = {
            .scenario = p, .replication = r, .status = "done", .events = 100000 + p % 777};
        for (uint32_t c = 0; c < COLUMNS; c++) {
            row[c] = values[c][r] = value(p, r, c);
        }
        ck_assert_int_eq(vf_study_store_trial(st, &t, row, NULL), 0);
    }
    for (uint32_t c = 0; c < COLUMNS; c++) {
        struct vf_summary x;
        vf_summarise(values[c], REPLICATIONS, &x);
        ck_assert_int_eq(vf_study_store_summary(st, p, c, &x, NULL), 0);
    }
    ck_assert_int_eq(vf_study_store_commit(st, 1.0, NULL), 0);
}

static void fill(uint32_t points) {
    struct vf_study_cell *cells = vf_xcalloc((size_t)points * AXES, sizeof *cells);
    struct vf_study_spec spec = make_spec(points, cells);
    struct vf_study_store st;
    double begun = now(CLOCK_MONOTONIC);
    ck_assert_int_eq(vf_study_store_open(&st, path, &spec, VF_STUDY_NEW, NULL), 0);
    for (uint32_t p = 0; p < points; p++) {
        put_point(&st, p);
    }
    ck_assert_int_eq(vf_study_store_close(&st, NULL), 0);
    free(cells);
    struct stat s;
    ck_assert_int_eq(stat(path, &s), 0);
    double trials = (double)points * REPLICATIONS, seconds = now(CLOCK_MONOTONIC) - begun;
    printf(
        "%.0f trials of %d indicators: %.1f MB, %.0f bytes per trial; written in %.1f s, %.2f us per trial\n",
        trials, COLUMNS, (double)s.st_size / 1e6, (double)s.st_size / trials, seconds,
        1e6 * seconds / trials);
    ck_assert_double_lt((double)s.st_size / trials, 20 + 9 * COLUMNS + 130.0 * COLUMNS / REPLICATIONS + 10);
}

/* Reads all rows of a query; fails when it takes a second or answers nothing. */
static void ask(sqlite3 *db, const char *sql) {
    sqlite3_stmt *s = NULL;
    double begun = now(CLOCK_PROCESS_CPUTIME_ID);
    ck_assert_int_eq(sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK);
    unsigned rows = 0;
    while (sqlite3_step(s) == SQLITE_ROW) {
        rows++;
    }
    sqlite3_finalize(s);
    double seconds = now(CLOCK_PROCESS_CPUTIME_ID) - begun;
    printf("%.3f s, %u rows: %s\n", seconds, rows, sql);
    ck_assert_uint_gt(rows, 0);
    ck_assert_double_lt(seconds, SECOND);
}

START_TEST(a_large_study_stays_usable) {
    const char *wanted = getenv("VF_STUDY_POINTS");
    uint32_t points = wanted != NULL ? (uint32_t)strtoul(wanted, NULL, 10) : POINTS;
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    close(fd);
    unlink(path);
    fill(points);
    sqlite3 *db = NULL;
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ask(db, "SELECT * FROM tidy WHERE point = 1234");
    ask(db, "SELECT * FROM trial_point WHERE point = 999");
    ask(db, "SELECT point, mean FROM tidy WHERE metric = 'a' ORDER BY mean LIMIT 10");
    ask(db,
        "SELECT vardplatser, avg(mean) FROM tidy WHERE metric = 'c' AND unit = 'medA' GROUP BY vardplatser");
    ask(db, "SELECT min(vardplatser) FROM tidy WHERE metric = 'a' AND ci_high < 9000 AND inflode > 1");
    ask(db, "SELECT count(*) FROM summary WHERE column_id = 2");
    ask(db, "SELECT (SELECT count(*) FROM trial WHERE reason IS NOT NULL), count(*) FROM point");
    sqlite3_close(db);
    unlink(path);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("study size");
    TCase *c = tcase_create("size");
    tcase_set_timeout(c, 800);
    tcase_add_test(c, a_large_study_stays_usable);
    suite_add_tcase(suite, c);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}

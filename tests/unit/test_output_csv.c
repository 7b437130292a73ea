/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The CSV writer byte by byte, the event log byte by byte, and joining of logs. */
#include <check.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vf_csv.h"
#include "vf_event_log.h"
#include "vf_text.h"

static char folder[] = "vf-test-output-csv-XXXXXX";
static char path[PATH_MAX];

static const char *in(const char *name) {
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void expect(const char *name, const char *text) {
    char *data = NULL;
    size_t size = 0;
    struct vf_error err = VF_ERROR_INIT;
    ck_assert_int_eq(vf_read_file(in(name), &data, &size, 1 << 26, &err), 0);
    ck_assert_str_eq(data, text);
    ck_assert_uint_eq(size, strlen(text));
    free(data);
    unlink(in(name));
}

START_TEST(fields) {
    struct vf_csv w;
    struct vf_error err = VF_ERROR_INIT;
    const char *const names[] = {"a", "b c", "d,e"};
    ck_assert_int_eq(vf_csv_open(&w, in("f.csv"), &err), 0);
    vf_csv_header(&w, names, 3);
    vf_csv_text(&w, "plain åäö");
    vf_csv_text(&w, "say \"hi\"");
    vf_csv_text(&w, "two\nlines");
    vf_csv_end(&w);
    vf_csv_text(&w, NULL);
    vf_csv_int(&w, INT64_MIN);
    vf_csv_int(&w, INT64_MAX);
    vf_csv_end(&w);
    vf_csv_int(&w, 0);
    vf_csv_real(&w, 0.1 + 0.2);
    vf_csv_real(&w, (double)NAN);
    vf_csv_real(&w, -(double)INFINITY);
    vf_csv_real(&w, 100000.0);
    vf_csv_end(&w);
    ck_assert_int_eq(vf_csv_close(&w, &err), 0);
    ck_assert_int_eq(vf_csv_close(&w, &err), 0);
    expect("f.csv", "a,b c,\"d,e\"\n"
                    "plain åäö,\"say \"\"hi\"\"\",\"two\nlines\"\n"
                    ",-9223372036854775808,9223372036854775807\n"
                    "0,0.30000000000000004,,-inf,100000\n");
}
END_TEST

START_TEST(more_than_a_buffer) {
    struct vf_csv w;
    struct vf_error err = VF_ERROR_INIT;
    ck_assert_int_eq(vf_csv_open(&w, in("g.csv"), &err), 0);
    for (int i = 0; i < 100000; i++) {
        vf_csv_int(&w, i);
        vf_csv_text(&w, "x,y");
        vf_csv_end(&w);
    }
    ck_assert_int_eq(vf_csv_close(&w, &err), 0);
    FILE *f = fopen(in("g.csv"), "r");
    ck_assert_ptr_nonnull(f);
    char line[64], want[64];
    for (int i = 0; i < 100000; i++) {
        ck_assert_ptr_nonnull(fgets(line, sizeof line, f));
        snprintf(want, sizeof want, "%d,\"x,y\"\n", i);
        ck_assert_str_eq(line, want);
    }
    ck_assert_ptr_null(fgets(line, sizeof line, f));
    fclose(f);
    unlink(in("g.csv"));
}
END_TEST

static const char *const activities[] = {"ankomst", "vård, akut", "hem"};
static const char *const cycles[] = {"start", "complete"};
static const char *const units[] = {"medicin", "kirurgi"};
static const char *const groups[] = {"hjärtsvikt"};

static void terms_init(struct vf_log_terms *t) {
    vf_log_names_init(&t->activity, activities, 3);
    vf_log_names_init(&t->lifecycle, cycles, 2);
    vf_log_names_init(&t->resource, units, 2);
    vf_log_names_init(&t->group, groups, 1);
}

static void terms_fini(struct vf_log_terms *t) {
    vf_log_names_fini(&t->activity);
    vf_log_names_fini(&t->lifecycle);
    vf_log_names_fini(&t->resource);
    vf_log_names_fini(&t->group);
}

START_TEST(event_log_lines) {
    struct vf_log_terms terms;
    struct vf_event_log log;
    struct vf_error err = VF_ERROR_INIT;
    const struct vf_date start = {2026, 6, 15};
    terms_init(&terms);
    ck_assert_int_eq(
        vf_event_log_open(&log, in("a.csv"), &(struct vf_log_spec){&terms, start, "nulage", 3, true}, &err),
        0);
    vf_event_log_write(&log, &(struct vf_event_record){6 * VF_MS_HOUR, 17, 0, 1, 0, 0});
    vf_event_log_write(&log, &(struct vf_event_record){VF_MS_DAY - 1, UINT64_MAX, 1, 0, 1, -1});
    vf_event_log_write(&log, &(struct vf_event_record){VF_MS_DAY, 0, 2, 1, -1, -1});
    vf_event_log_write(&log, &(struct vf_event_record){VF_MS_DAY * 199 + 45296007, 0, 2, 1, -1, -1});
    ck_assert_uint_eq(log.records, 4);
    ck_assert_int_eq(vf_event_log_close(&log, &err), 0);
    expect("a.csv",
           "case:concept:name,concept:name,time:timestamp,lifecycle:transition,org:resource,group,scenario,"
           "replication\n"
           "nulage-3-17,ankomst,2026-06-15T06:00:00.000,complete,medicin,hjärtsvikt,nulage,3\n"
           "nulage-3-18446744073709551615,\"vård, akut\",2026-06-15T23:59:59.999,start,kirurgi,,nulage,3\n"
           "nulage-3-0,hem,2026-06-16T00:00:00.000,complete,,,nulage,3\n"
           "nulage-3-0,hem,2026-12-31T12:34:56.007,complete,,,nulage,3\n");
    terms_fini(&terms);
}
END_TEST

START_TEST(event_logs_joined) {
    struct vf_log_terms terms;
    struct vf_event_log log;
    struct vf_error err = VF_ERROR_INIT;
    const struct vf_date start = {2026, 1, 1};
    char part[2][PATH_MAX];
    terms_init(&terms);
    for (uint32_t r = 0; r < 2; r++) {
        snprintf(part[r], sizeof part[r], "%s/part%u", folder, r);
        ck_assert_int_eq(
            vf_event_log_open(&log, part[r], &(struct vf_log_spec){&terms, start, "a,b", r, r == 0}, &err),
            0);
        vf_event_log_write(&log, &(struct vf_event_record){0, 1, 0, 0, 0, -1});
        ck_assert_int_eq(vf_event_log_close(&log, &err), 0);
    }
    const char *const parts[] = {part[0], part[1]};
    ck_assert_int_eq(vf_event_log_join(in("all.csv"), parts, 2, &err), 0);
    ck_assert_int_ne(access(part[0], F_OK), 0);
    expect("all.csv",
           "case:concept:name,concept:name,time:timestamp,lifecycle:transition,org:resource,group,scenario,"
           "replication\n"
           "\"a,b-0-1\",ankomst,2026-01-01T00:00:00.000,start,medicin,,\"a,b\",0\n"
           "\"a,b-1-1\",ankomst,2026-01-01T00:00:00.000,start,medicin,,\"a,b\",1\n");
    ck_assert_int_eq(vf_event_log_join(in("all.csv"), parts, 2, &err), VF_E_IO); /* the parts are gone */
    unlink(in("all.csv"));
    vf_error_fini(&err);
    terms_fini(&terms);
}
END_TEST

START_TEST(event_log_of_many_days) {
    struct vf_log_terms terms;
    struct vf_event_log log;
    struct vf_error err = VF_ERROR_INIT;
    terms_init(&terms);
    const struct vf_log_spec spec = {&terms, {2024, 2, 28}, "s", 0, false};
    ck_assert_int_eq(vf_event_log_open(&log, in("m.csv"), &spec, &err), 0);
    for (int64_t i = 0; i < 50000; i++) {
        vf_event_log_write(&log, &(struct vf_event_record){i * 1000003, (uint64_t)i, 0, 0, 0, 0});
    }
    ck_assert_int_eq(vf_event_log_close(&log, &err), 0);
    FILE *f = fopen(in("m.csv"), "r");
    char line[200], want[200];
    for (int64_t i = 0; i < 50000; i++) {
        int64_t t = i * 1000003, ms = t % VF_MS_DAY;
        struct vf_date d = vf_date_from_days(vf_date_days((struct vf_date){2024, 2, 28}) + t / VF_MS_DAY);
        ck_assert_ptr_nonnull(fgets(line, sizeof line, f));
        snprintf(want, sizeof want,
                 "s-0-%d,ankomst,%04d-%02d-%02dT%02d:%02d:%02d.%03d,start,medicin,hjärtsvikt,s,0\n", (int)i,
                 d.year, d.month, d.day, (int)(ms / 3600000), (int)(ms / 60000 % 60), (int)(ms / 1000 % 60),
                 (int)(ms % 1000));
        ck_assert_str_eq(line, want);
    }
    fclose(f);
    unlink(in("m.csv"));
    terms_fini(&terms);
}
END_TEST

int main(void) {
    if (!mkdtemp(folder)) {
        return EXIT_FAILURE;
    }
    Suite *s = suite_create("output/csv");
    TCase *c = tcase_create("all");
    tcase_add_test(c, fields);
    tcase_add_test(c, more_than_a_buffer);
    tcase_add_test(c, event_log_lines);
    tcase_add_test(c, event_logs_joined);
    tcase_add_test(c, event_log_of_many_days);
    suite_add_tcase(s, c);
    SRunner *r = srunner_create(s);
    srunner_set_fork_status(r, CK_NOFORK);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    rmdir(folder);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The result store read back with SQL, summary.csv, sheets, manifest, and the whole folder. */
#include <check.h>
#include <limits.h>
#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vf_folder.h"
#include "vf_json.h"
#include "vf_manifest.h"
#include "vf_results.h"
#include "vf_sha256.h"
#include "vf_sheet.h"

static char base[] = "vf-test-output-store-XXXXXX";
static char path[PATH_MAX];

static const char *in(const char *name) {
    snprintf(path, sizeof path, "%s/%s", base, name);
    return path;
}

static const struct vf_out_scenario scenarios[] = {{NULL, "nulage", 0}, {"studie", "fler \"platser\"", 1}};
static const struct vf_out_metric metrics[] = {
    {"wait_mean", "d", "väntetid", "waiting time", NULL, NULL},
    {"overbelaggningar_per_100", "per 100", "överbeläggningar", "over-beds", "at 06:00", "N79179"}};
static const struct vf_out_column columns[] = {{"unit", "medicin", "", "all", 0},
                                               {"unit", "medicin", "alla, 65+", "2026-07", 0},
                                               {"region", "", "", "all", 1}};

/* Two scenarios, three replications; replication 2 of scenario 1 failed; column 1 has no value in
 * replication 0. */
static double rows[2][3][3] = {{{1, (double)NAN, 5}, {2, 20, 6}, {3, 30, 7}},
                               {{11, (double)NAN, 15}, {12, (double)NAN, 16.25}, {0, 0, 0}}};

static const double *row(void *context, uint32_t s, uint32_t r, struct vf_out_trial *trial) {
    (void)context;
    bool failed = s == 1 && r == 2;
    trial->status = failed ? "failed" : "done";
    trial->reason = failed ? "deadlock" : NULL;
    trial->events = 100 * s + r;
    return failed ? NULL : rows[s][r];
}

static void summary(void *context, uint32_t s, uint32_t c, struct vf_summary *out) {
    double values[3];
    (void)context;
    for (uint32_t r = 0; r < 3; r++) {
        values[r] = s == 1 && r == 2 ? (double)NAN : rows[s][r][c];
    }
    vf_summarise(values, 3, out);
}

static const struct vf_results results = {.scenarios = scenarios,
                                          .n_scenarios = 2,
                                          .metrics = metrics,
                                          .n_metrics = 2,
                                          .columns = columns,
                                          .n_columns = 3,
                                          .replications = 3,
                                          .row = row,
                                          .summary = summary};

static const char *const wards[] = {"medicin", "kirurgi"};
static const struct vf_sheet_field census_fields[] = {{"scenario", VF_FIELD_NAME, NULL, 0, "scenario"},
                                                      {"day", VF_FIELD_TEXT, NULL, 0, NULL},
                                                      {"ward", VF_FIELD_NAME, wards, 2, NULL},
                                                      {"inskrivna", VF_FIELD_INT, NULL, 0, NULL},
                                                      {"disponibla", VF_FIELD_REAL, NULL, 0, NULL}};
static const struct vf_sheet_spec census = {"census", "scenario, day, ward", census_fields, 5};

/* One value of a query, as text. */
static const char *ask(sqlite3 *db, const char *sql) {
    static char text[200];
    sqlite3_stmt *s = NULL;
    ck_assert_msg(sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK, "%s", sqlite3_errmsg(db));
    ck_assert_int_eq(sqlite3_step(s), SQLITE_ROW);
    const unsigned char *found = sqlite3_column_text(s, 0);
    snprintf(text, sizeof text, "%s", found ? (const char *)found : "NULL");
    sqlite3_finalize(s);
    return text;
}

static void write_store(const char *to) {
    struct vf_store st;
    struct vf_sheet sheet;
    struct vf_error err = VF_ERROR_INIT;
    static const char *const names[] = {"nulage", "fler"};
    struct vf_sheet_field fields[5];
    memcpy(fields, census_fields, sizeof fields);
    fields[0].labels = names;
    fields[0].n_labels = 2;
    struct vf_sheet_spec spec = census;
    spec.fields = fields;
    ck_assert_int_eq(vf_store_open(&st, to, &err), 0);
    ck_assert_int_eq(vf_store_meta(&st, "seed", "1", &err), 0);
    ck_assert_int_eq(vf_results_store(&results, &st, &err), 0);
    char csv[PATH_MAX];
    snprintf(csv, sizeof csv, "%s/census.csv", base);
    ck_assert_int_eq(vf_sheet_open(&sheet, &spec, &st, csv, &err), 0);
    const union vf_cell a[] = {{.i = 0}, {.s = "2026-06-15"}, {.i = 1}, {.i = 23}, {.r = 22.5}};
    const union vf_cell b[] = {{.i = 1}, {.s = "2026-06-15"}, {.i = 0}, {.i = 20}, {.r = (double)NAN}};
    ck_assert_int_eq(vf_sheet_row(&sheet, a, &err), 0);
    ck_assert_int_eq(vf_sheet_row(&sheet, b, &err), 0);
    ck_assert_int_eq(vf_sheet_close(&sheet, &err), 0);
    ck_assert_int_eq(vf_store_close(&st, &err), 0);
}

START_TEST(store_reads_back) {
    sqlite3 *db = NULL;
    write_store(in("results.sqlite"));
    ck_assert_int_eq(sqlite3_open(in("results.sqlite"), &db), SQLITE_OK);
    ck_assert_str_eq(ask(db, "PRAGMA integrity_check"), "ok");
    ck_assert_str_eq(ask(db, "SELECT count(*) FROM pragma_foreign_key_check"), "0");
    ck_assert_str_eq(ask(db, "SELECT count(*) FROM value"), "12");
    ck_assert_str_eq(ask(db, "SELECT count(*) FROM trial"), "6");
    ck_assert_str_eq(ask(db, "SELECT reason FROM trial WHERE status = 'failed'"), "deadlock");
    ck_assert_str_eq(ask(db, "SELECT mean FROM tidy WHERE scenario = 'nulage' AND metric = 'wait_mean'"
                             " AND patient_group = ''"),
                     "2.0");
    ck_assert_str_eq(ask(db, "SELECT n FROM tidy WHERE point = 1 AND patient_group = 'alla, 65+'"), "0");
    ck_assert_str_eq(ask(db, "SELECT mean FROM tidy WHERE point = 1 AND patient_group = 'alla, 65+'"),
                     "NULL");
    ck_assert_str_eq(ask(db, "SELECT kpi_id FROM tidy WHERE scope = 'region' LIMIT 1"), "N79179");
    ck_assert_str_eq(ask(db, "SELECT value FROM tidy_value WHERE study = 'studie' AND replication = 1"
                             " AND scope = 'region'"),
                     "16.25");
    ck_assert_str_eq(ask(db, "SELECT ward FROM census WHERE scenario = 0"), "kirurgi");
    ck_assert_str_eq(ask(db, "SELECT disponibla FROM census WHERE scenario = 1"), "NULL");
    ck_assert_str_eq(ask(db, "SELECT count(*) FROM pragma_table_list WHERE strict = 1"), "8");
    ck_assert_str_eq(ask(db, "SELECT value FROM meta WHERE key = 'seed'"), "1");
    sqlite3_close(db);
    char *data = NULL;
    size_t size;
    struct vf_error err = VF_ERROR_INIT;
    ck_assert_int_eq(vf_read_file(in("census.csv"), &data, &size, 10000, &err), 0);
    ck_assert_str_eq(data, "scenario,day,ward,inskrivna,disponibla\n"
                           "nulage,2026-06-15,kirurgi,23,22.5\n"
                           "fler,2026-06-15,medicin,20,\n");
    free(data);
    unlink(in("census.csv"));
}
END_TEST

START_TEST(store_is_the_same_every_time) {
    char *a = NULL, *b = NULL;
    size_t na, nb;
    struct vf_error err = VF_ERROR_INIT;
    write_store(in("results.sqlite")); /* over the old one */
    ck_assert_int_eq(vf_read_file(in("results.sqlite"), &a, &na, 1 << 26, &err), 0);
    write_store(in("other.sqlite"));
    ck_assert_int_eq(vf_read_file(in("other.sqlite"), &b, &nb, 1 << 26, &err), 0);
    ck_assert_uint_eq(na, nb);
    ck_assert_mem_eq(a, b, na);
    free(a);
    free(b);
    unlink(in("census.csv"));
    unlink(in("results.sqlite"));
    unlink(in("other.sqlite"));
}
END_TEST

START_TEST(store_refuses_what_does_not_fit) {
    struct vf_store st;
    struct vf_error err = VF_ERROR_INIT;
    const struct vf_out_column orphan = {"unit", "x", "", "all", 77};
    const struct vf_out_trial strange = {.status = "odd"};
    ck_assert_int_eq(vf_store_open(&st, in("bad.sqlite"), &err), 0);
    ck_assert_int_eq(vf_store_columns(&st, &orphan, 1, &err), VF_E_IO);
    ck_assert_ptr_nonnull(strstr(err.items[0].message, "FOREIGN KEY"));
    ck_assert_int_eq(vf_store_trial(&st, &strange, &err), VF_E_IO);
    ck_assert_int_eq(vf_store_meta(&st, "schema", "2", &err), VF_E_IO); /* there already */
    vf_store_abandon(&st);
    vf_store_abandon(&st);
    unlink(in("bad.sqlite"));
    vf_error_fini(&err);
}
END_TEST

START_TEST(summary_csv) {
    char *data = NULL;
    size_t size;
    struct vf_error err = VF_ERROR_INIT;
    ck_assert_int_eq(vf_results_csv(&results, in("summary.csv"), &err), 0);
    ck_assert_int_eq(vf_read_file(in("summary.csv"), &data, &size, 10000, &err), 0);
    const char *header =
        "study,scenario,point,scope,unit,group,period,metric,measure,n,mean,sd,ci_low,ci_high,"
        "sd_year,pi_low,pi_high,p05,p50,p95,kpi_id\n";
    ck_assert_int_eq(strncmp(data, header, strlen(header)), 0);
    ck_assert_ptr_nonnull(strstr(data, "\n,nulage,0,unit,medicin,,all,wait_mean,d,3,2,1,-0.484"));
    ck_assert_ptr_nonnull(strstr(data, "\nstudie,\"fler \"\"platser\"\"\",1,region,,,all,"
                                       "overbelaggningar_per_100,per 100,2,15.625,"));
    ck_assert_ptr_nonnull(strstr(data, ",N79179\n"));
    size_t lines = 0;
    for (const char *p = data; *p; p++) {
        lines += *p == '\n';
    }
    ck_assert_uint_eq(lines, 6); /* header and 5: the column without values is left out */
    free(data);
    unlink(in("summary.csv"));
}
END_TEST

static struct vf_manifest manifest_of(void) {
    static const char *const argv[] = {"vardflode", "run", "bas.json", "--set", "/a=\"b\""};
    static const char *const names[] = {"nulage", "fler"};
    static const struct vf_fact facts[] = {{"warmup", "{\"weeks\": 12}"}};
    return (struct vf_manifest){.program = "vardflode",
                                .version = "0.1.0",
                                .command = "run",
                                .argc = 5,
                                .argv = argv,
                                .config_path = "bas.json",
                                .config = "{\"a\": 0.1, \"b\": [1, 2]}\n",
                                .seed = 42,
                                .replications = 3,
                                .n_scenarios = 2,
                                .scenarios = names,
                                .threads = 2,
                                .started = {1781503200, 123000000},
                                .finished = {1781503201, 0},
                                .wall_s = 0.877,
                                .events = 1000,
                                .trials = 6,
                                .trials_done = 5,
                                .trials_failed = 1,
                                .n_facts = 1,
                                .facts = facts};
}

START_TEST(folder_with_manifest) {
    struct vf_folder f;
    struct vf_error err = VF_ERROR_INIT;
    struct vf_manifest m = manifest_of();
    ck_assert_int_eq(vf_folder_create(&f, in("deep/down/run1/"), false, &err), 0);
    ck_assert_int_ne(access(in("deep/down/run1"), F_OK), 0);
    ck_assert_int_eq(vf_manifest_write(&f, &m, &err), 0);
    ck_assert_int_eq(vf_folder_finish(&f, &err), 0);
    ck_assert_int_ne(access(in("deep/down/run1.partial"), F_OK), 0);
    ck_assert_int_ne(access(in("deep/down/run1/.lock"), F_OK), 0);
    struct vf_json_doc *doc = NULL;
    ck_assert_int_eq(vf_json_parse_file(in("deep/down/run1/manifest.json"), &doc, &err), 0);
    const struct {
        const char *pointer, *want;
    } text[] = {{"/program/name", "vardflode"},
                {"/program/version", "0.1.0"},
                {"/argv/4", "/a=\"b\""},
                {"/scenarios/1", "fler"},
                {"/started", "2026-06-15T06:00:00.123Z"},
                {"/config_path", "bas.json"}};
    for (size_t i = 0; i < sizeof text / sizeof text[0]; i++) {
        ck_assert_str_eq(vf_json_pointer_get(doc->root, text[i].pointer)->valuestring, text[i].want);
    }
    ck_assert_double_eq(vf_json_pointer_get(doc->root, "/config/a")->valuedouble, 0.1);
    ck_assert_double_eq(vf_json_pointer_get(doc->root, "/warmup/weeks")->valuedouble, 12);
    ck_assert_double_eq(vf_json_pointer_get(doc->root, "/seed")->valuedouble, 42);
    ck_assert(cJSON_IsFalse(vf_json_pointer_get(doc->root, "/partial")));
    ck_assert_ptr_nonnull(vf_json_pointer_get(doc->root, "/host/name"));
    char hex[VF_SHA256_HEX], *config = NULL;
    size_t size;
    ck_assert_int_eq(vf_read_file(in("deep/down/run1/config.json"), &config, &size, 1000, &err), 0);
    ck_assert_str_eq(config, m.config);
    vf_sha256_hex(config, size, hex);
    ck_assert_str_eq(vf_json_pointer_get(doc->root, "/config_sha256")->valuestring, hex);
    free(config);
    vf_json_doc_free(doc);
}
END_TEST

START_TEST(finished_folders_are_kept) {
    struct vf_folder f;
    struct vf_error err = VF_ERROR_INIT;
    struct vf_manifest m = manifest_of();
    ck_assert_int_eq(vf_folder_create(&f, in("deep/down/run1"), false, &err), VF_E_USAGE);
    ck_assert_ptr_nonnull(strstr(err.items[0].message, "finished result"));
    vf_folder_abandon(&f); /* harmless */
    vf_error_fini(&err);
    err = (struct vf_error)VF_ERROR_INIT;
    /* replaced only at the end */
    ck_assert_int_eq(vf_folder_create(&f, in("deep/down/run1"), true, &err), 0);
    ck_assert_int_eq(access(in("deep/down/run1/manifest.json"), F_OK), 0);
    vf_folder_abandon(&f);
    ck_assert_int_eq(access(in("deep/down/run1/manifest.json"), F_OK), 0);
    ck_assert_int_eq(vf_folder_create(&f, in("deep/down/run1"), true, &err), 0);
    m.partial = true;
    ck_assert_int_eq(vf_manifest_write(&f, &m, &err), 0);
    ck_assert_int_eq(vf_folder_finish(&f, &err), 0);
    struct vf_json_doc *doc = NULL;
    ck_assert_int_eq(vf_json_parse_file(in("deep/down/run1/manifest.json"), &doc, &err), 0);
    ck_assert(cJSON_IsTrue(vf_json_pointer_get(doc->root, "/partial")));
    vf_json_doc_free(doc);
    unlink(in("deep/down/run1/manifest.json"));
    unlink(in("deep/down/run1/config.json"));
    ck_assert_int_eq(rmdir(in("deep/down/run1")), 0); /* nothing else lay there */
    ck_assert_int_eq(rmdir(in("deep/down")), 0);      /* nor there */
    rmdir(in("deep"));
}
END_TEST

int main(void) {
    if (!mkdtemp(base)) {
        return EXIT_FAILURE;
    }
    Suite *s = suite_create("output/store");
    TCase *c = tcase_create("all");
    tcase_set_timeout(c, 30);
    tcase_add_test(c, store_reads_back);
    tcase_add_test(c, store_is_the_same_every_time);
    tcase_add_test(c, store_refuses_what_does_not_fit);
    tcase_add_test(c, summary_csv);
    tcase_add_test(c, folder_with_manifest);
    tcase_add_test(c, finished_folders_are_kept);
    suite_add_tcase(s, c);
    SRunner *r = srunner_create(s);
    srunner_set_fork_status(r, CK_NOFORK);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    rmdir(base);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From text to numbers: quantities, fields and their defaults, distributions, profiles, CSV files. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_config.h"
#include "vf_json.h"

#define GOOD "tests/config/good/"

static struct vf_config cfg;
static struct vf_error err;

static void load(const char *name) {
    char path[256];
    snprintf(path, sizeof path, GOOD "%s.json", name);
    err = (struct vf_error)VF_ERROR_INIT;
    ck_assert_msg(vf_config_load(path, NULL, &cfg, &err) == VF_OK, "%s", path);
}

static void done(void) {
    vf_config_fini(&cfg);
    vf_error_fini(&err);
}

START_TEST(quantities) {
    double x = 0;
    int64_t t = 0;
    int m, d;
    ck_assert_int_eq(vf_quantity_duration("7.4 d", &x), 0);
    ck_assert_double_eq(x, 7.4 * 86400000);
    ck_assert_int_eq(vf_quantity_duration("1 y", &x), 0);
    ck_assert_double_eq(x, 365 * 86400000.0);
    ck_assert_int_eq(vf_quantity_duration("1e-2 h", &x), 0);
    ck_assert_double_eq(x, 36000);
    ck_assert_int_eq(vf_quantity_rate("2 /min", &x), 0);
    ck_assert_double_eq(x, 2 / 60000.0);
    ck_assert_int_eq(vf_quantity_percent("20 %", &x), 0);
    ck_assert_double_eq(x, 0.2);
    ck_assert_int_eq(vf_quantity_clock("24:00", &t), 0);
    ck_assert_int_eq(t, 86400000);
    ck_assert_int_eq(vf_quantity_monthday("02-29", &m, &d), 0);
    static const char *const bad[] = {"7.4d", "7.4  d", " 7 d",   "7 d ",    "7,4 d", "7 D", "",
                                      "d",    "-1 d",   "0x10 d", "1e999 d", "7 /d",  "7"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(vf_quantity_duration(bad[i], &x) == -1, "\"%s\" is read", bad[i]);
    ck_assert_int_eq(vf_quantity_rate("7 d", &x), -1);
    ck_assert_int_eq(vf_quantity_clock("24:01", &t), -1);
    ck_assert_int_eq(vf_quantity_clock("6:00", &t), -1);
    ck_assert_int_eq(vf_quantity_monthday("04-31", &m, &d), -1);
}
END_TEST

START_TEST(fields_and_defaults) {
    load("run_all");
    const cJSON *run = vf_json_get(cfg.resolved, "run"), *nothing = NULL;
    ck_assert_int_eq(vf_field_int(&vf_object_run, run, "seed"), 7);
    ck_assert_int_eq(vf_field_word(&vf_object_run, run, "on_deadlock"), 1);
    ck_assert_int_eq(vf_field_clock_ms(&vf_object_run, run, "census_time"), 7 * 3600000);
    ck_assert_int_eq(vf_field_duration_ms(&vf_object_run, run, "duration"), INT64_C(365) * 86400000);
    ck_assert(vf_field_bool(&vf_object_run, run, "count_boarded"));
    ck_assert(!vf_field_bool(&vf_object_run, nothing, "count_boarded"));
    ck_assert(vf_field_bool(&vf_object_run, nothing, "count_both"));
    ck_assert_int_eq(vf_field_word(&vf_object_run, nothing, "on_deadlock"), 0);
    ck_assert_int_eq(vf_field_duration_ms(&vf_object_phase, nothing, "cycle"), 86400000);
    ck_assert_str_eq(vf_field_string(&vf_object_replay, nothing, "column"), "time");
    ck_assert_double_eq(vf_field_double(&vf_object_unit, nothing, "outlier_factor"), 1);
    done();
}
END_TEST

/* The mean stay of each file's group, in days. */
START_TEST(distributions) {
    static const struct {
        const char *file;
        double mean;
    } cases[] = {
        {"dist_exponential_rate", 2},
        {"dist_gamma", 2.7},
        {"dist_gamma_rate", 2},
        {"dist_erlang", 40 / 1440.0},
        {"dist_lognormal_mu", 3.7621849 / 24},
        {"dist_triangular", 4 / 3.0},
        {"dist_uniform", (1 / 24.0 + 7) / 2},
        {"dist_normal", 60 / 1440.0},
        {"dist_beta", 20 / 7.0},
        {"dist_hyperexponential", 6.2},
        {"dist_mixture", 10.1},
        {"dist_empirical", 2.1},
        {"dist_empirical_unit", 1},
        {"dist_empirical_file", 1.375},
        {"dist_histogram", 1.375},
        {"dist_discrete", 0.7},
        {"dist_named", 1},
        {"duration_zero", 0},
    };
    static const char pointer[] = "/groups/a/path/ward/stay";
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct vf_dist d;
        load(cases[i].file);
        const cJSON *value = vf_json_pointer_get(cfg.resolved, pointer);
        ck_assert_msg(vf_config_dist(&cfg, value, pointer, 86400000, &d, &err) == VF_OK, "%s", cases[i].file);
        ck_assert_msg(fabs(vf_dist_mean(&d) - cases[i].mean) < 1e-6, "%s: %.9g", cases[i].file,
                      vf_dist_mean(&d));
        vf_dist_fini(&d);
        done();
    }
}
END_TEST

static void refuse_dist(const char *json, const char *pointer, const char *message) {
    char text[1024];
    struct vf_dist d;
    snprintf(text, sizeof text,
             "{\"run\": {\"duration\": \"1 d\"}, \"units\": {\"d\": {\"kind\": \"delay\"}}, "
             "\"distributions\": {\"a\": \"b\", \"b\": "
             "\"a\"}, \"groups\": {\"g\": {\"arrivals\": {\"poisson\": {\"rate\": \"1 /d\"}}, \"path\": "
             "{\"d\": {\"stay\": %s}}}}}",
             json);
    err = (struct vf_error)VF_ERROR_INIT;
    ck_assert_msg(vf_config_load_text("t.json", text, strlen(text), NULL, &cfg, &err) == VF_OK, "%s", json);
    const cJSON *value = vf_json_pointer_get(cfg.resolved, "/groups/g/path/d/stay");
    ck_assert_int_eq(vf_config_dist(&cfg, value, "/groups/g/path/d/stay", 1, &d, &err), VF_E_CONFIG);
    ck_assert_uint_eq(err.n, 1);
    ck_assert_str_eq(err.items[0].pointer, pointer);
    ck_assert_msg(strstr(err.items[0].message, message) != NULL, "%s", err.items[0].message);
    ck_assert_str_eq(err.items[0].file, "t.json");
    ck_assert_int_eq(err.items[0].line, 1);
    done();
}

START_TEST(distributions_refused) {
    refuse_dist("{\"empirical\": {\"values\": [1, 2]}}", "/groups/g/path/d/stay/empirical",
                "bare numbers need a \"unit\"");
    refuse_dist("{\"empirical\": {\"values\": [\"1 d\"], \"unit\": \"d\"}}",
                "/groups/g/path/d/stay/empirical", "not both");
    refuse_dist("{\"empirical\": {\"values\": [\"1 d\"], \"weights\": [1, 2]}}",
                "/groups/g/path/d/stay/empirical", "2 weights for 1 values");
    refuse_dist("{\"histogram\": {\"edges\": [0, 1], \"weights\": [1, 2], \"unit\": \"d\"}}",
                "/groups/g/path/d/stay/histogram", "2 weights for 1 bins");
    refuse_dist("{\"uniform\": {\"min\": \"2 d\", \"max\": \"1 d\"}}", "/groups/g/path/d/stay/uniform",
                "uniform");
    refuse_dist("{\"uniform\": {\"min\": \"2 d\", \"max\": \"3 d\"}, \"max\": \"1 d\"}",
                "/groups/g/path/d/stay", "keeps only");
    refuse_dist("\"a\"", "/distributions/b", "in a circle");
}
END_TEST

static double value_at(const char *pointer, enum vf_profile_unit unit, int64_t t) {
    struct vf_profile p;
    struct vf_calendar c;
    const cJSON *value = vf_json_pointer_get(cfg.resolved, pointer);
    ck_assert_int_eq(vf_calendar_init(&c, (struct vf_date){2024, 1, 1}, 366, &err), VF_OK);
    ck_assert_int_eq(vf_config_profile(&cfg, value, pointer, unit, &p, &err), VF_OK);
    ck_assert_int_eq(vf_profile_compile(&p, &c, &err), VF_OK);
    double x = vf_profile_value(&p, &c, t);
    vf_profile_fini(&p);
    vf_calendar_fini(&c);
    return x;
}

START_TEST(profiles) {
    const int64_t day = 86400000, hour = 3600000;
    load("profile_named");
    ck_assert_double_eq(value_at("/units/ward/beds/disponibla", VF_PROFILE_NUMBER, 0), 10);
    ck_assert_double_eq(value_at("/units/ward/beds/disponibla", VF_PROFILE_NUMBER, 190 * day), 8.5);
    ck_assert_double_eq_tol(value_at("/groups/a/arrivals/poisson/rate", VF_PROFILE_RATE, day), 1 / 8.64e7,
                            1e-20);
    /* 2024-01-01, a Monday, is a holiday and counts as Sunday */
    ck_assert_double_eq_tol(value_at("/groups/a/arrivals/poisson/rate", VF_PROFILE_RATE, 0), 0.5 / 8.64e7,
                            1e-20);
    done();
    load("profile_cycle");
    ck_assert_double_eq(value_at("/units/ward/beds/disponibla", VF_PROFILE_NUMBER, 12 * hour), 6);
    ck_assert_double_eq(value_at("/units/ward/beds/disponibla", VF_PROFILE_NUMBER, 21 * hour), 3);
    done();
    load("clinic");
    ck_assert_double_eq(value_at("/units/vc/capacity", VF_PROFILE_NUMBER, 8 * hour), 3);
    ck_assert_double_eq(value_at("/units/vc/capacity", VF_PROFILE_NUMBER, 17 * hour), 0);
    ck_assert_double_eq(value_at("/units/vc/capacity", VF_PROFILE_NUMBER, 5 * day + 9 * hour), 0);
    ck_assert_double_eq(vf_config_profile_base(&cfg, vf_json_pointer_get(cfg.resolved, "/units/vc/capacity"),
                                               VF_PROFILE_NUMBER),
                        3);
    done();
}
END_TEST

START_TEST(profiles_refused) {
    struct vf_profile p;
    load("profile_named");
    const cJSON *no_base = vf_json_pointer_get(cfg.resolved, "/profiles/dygn");
    ck_assert_int_eq(vf_config_profile(&cfg, no_base, "/profiles/dygn", VF_PROFILE_NUMBER, &p, &err),
                     VF_E_CONFIG);
    ck_assert_str_eq(err.items[0].message, "the profile has no \"base\", nor has the one it is like");
    ck_assert_int_eq(vf_config_profile(&cfg, no_base, "/profiles/dygn", VF_PROFILE_FACTOR, &p, &err), VF_OK);
    vf_profile_fini(&p);
    const cJSON *number = vf_json_pointer_get(cfg.resolved, "/profiles/sommar");
    ck_assert_int_eq(vf_config_profile(&cfg, number, "/profiles/sommar", VF_PROFILE_RATE, &p, &err),
                     VF_E_CONFIG);
    ck_assert_ptr_nonnull(strstr(err.items[1].message, "where a rate is needed"));
    done();
}
END_TEST

static void csv(const char *text, size_t n, const char *message, int line) {
    const char *path = "vf_test.csv";
    struct vf_csv_column values, weights;
    err = (struct vf_error)VF_ERROR_INIT;
    ck_assert_int_eq(vf_write_file_atomic(path, text, strlen(text), NULL), VF_OK);
    int code = vf_csv_read_values(path, &values, &weights, &err);
    ck_assert_int_eq(code, message ? VF_E_CONFIG : VF_OK);
    ck_assert_uint_eq(values.n, n);
    if (message) {
        ck_assert_str_eq(err.items[0].message, message);
        ck_assert_int_eq(err.items[0].line, line);
        ck_assert_str_eq(err.items[0].file, path);
    }
    vf_csv_fini(&values);
    vf_csv_fini(&weights);
    vf_error_fini(&err);
    remove(path);
}

START_TEST(csv_files) {
    csv("value\n1\n2.5\n", 2, NULL, 0);
    csv("name,value,weight\r\n\"a, \"\"b\"\"\",1,2\r\nc,3,4", 2, NULL, 0);
    csv("\xEF\xBB\xBFvalue\n1\n", 1, NULL, 0);
    csv("", 0, "the file is empty", 0);
    csv("value\n", 0, "the file has a header and nothing else", 1);
    csv("varde\n1\n", 0, "the header has no such column", 1);
    csv("value\n1\n1,5\n", 0, "wrong number of cells in the line", 3);
    csv("value\n1\nx\n", 0, "not a number", 3);
    csv("value\n1\n\n2\n", 0, "not a number", 3);
    csv("value;weight\n1;2\n", 0, "the header has no such column", 1);
    csv("value\n\"1\"2\n", 0, "a quoted cell does not end where the cell ends", 2);
    csv("value\n\"1\n", 0, "a quoted cell does not end where the cell ends", 2);
    csv("value\n\xFF\n", 0, "the file is not UTF-8 text", 0);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("flows config read");
    TCase *tc = tcase_create("all");
    tcase_add_test(tc, quantities);
    tcase_add_test(tc, fields_and_defaults);
    tcase_add_test(tc, distributions);
    tcase_add_test(tc, distributions_refused);
    tcase_add_test(tc, profiles);
    tcase_add_test(tc, profiles_refused);
    tcase_add_test(tc, csv_files);
    suite_add_tcase(suite, tc);
    SRunner *sr = srunner_create(suite);
    srunner_set_fork_status(sr, CK_NOFORK);
    srunner_run_all(sr, CK_NORMAL);
    int failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}

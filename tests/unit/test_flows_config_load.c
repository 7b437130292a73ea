/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Merging: what lies over what, where a value came from, and what problems in overlays look like. */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vf_config.h"
#include "vf_json.h"
#include "vf_vary.h"

#define GOOD "tests/config/good/"

static struct vf_config cfg;
static struct vf_error err;

static int load(const char *path, const struct vf_config_opts *opts) {
    err = (struct vf_error)VF_ERROR_INIT;
    return vf_config_load(path, opts, &cfg, &err);
}

static void done(void) {
    vf_config_fini(&cfg);
    vf_error_fini(&err);
}

static double number(const cJSON *root, const char *pointer) {
    const cJSON *value = vf_json_pointer_get(root, pointer);
    ck_assert_msg(cJSON_IsNumber(value), "%s is no number", pointer);
    return value->valuedouble;
}

START_TEST(extends_lies_under) {
    ck_assert_int_eq(load(GOOD "extends.json", NULL), VF_OK);
    ck_assert_double_eq(number(cfg.resolved, "/units/ward/beds/disponibla"), 5);
    ck_assert_double_eq(number(cfg.resolved, "/run/replications"), 3);
    ck_assert_ptr_null(vf_json_get(cfg.resolved, "extends"));
    struct vf_config_origin where;
    ck_assert_int_eq(vf_config_where(&cfg, "/run/replications", &where), 0);
    ck_assert_str_eq(where.file, GOOD "extends.json");
    done();
}
END_TEST

START_TEST(template_lies_under_and_null_removes) {
    ck_assert_int_eq(load(GOOD "template_null.json", NULL), VF_OK);
    ck_assert_double_eq(number(cfg.resolved, "/units/ward/beds/disponibla"), 4);
    ck_assert_ptr_null(vf_json_pointer_get(cfg.resolved, "/units/ward/beds/fysiska"));
    ck_assert_ptr_null(vf_json_pointer_get(cfg.resolved, "/units/ward/template"));
    ck_assert_ptr_null(vf_json_get(cfg.resolved, "templates"));
    ck_assert_double_eq(number(cfg.resolved, "/groups/a/priority"), 2);
    struct vf_config_origin own, borrowed;
    ck_assert_int_eq(vf_config_where(&cfg, "/units/ward/beds/disponibla", &borrowed), 0);
    ck_assert_int_eq(vf_config_where(&cfg, "/units/ward", &own), 0);
    ck_assert_int_gt(borrowed.line, own.line);
    done();
}
END_TEST

START_TEST(overlays_in_order) {
    const char *const sets[] = {"/units/ward/beds/disponibla=7", "/run/duration=10 d",
                                "/groups/a/stay_factor=2"};
    struct vf_config_opts opts = {.sets = sets, .n_sets = 3, .scenario = "fler"};
    ck_assert_int_eq(load(GOOD "scenarios.json", &opts), VF_OK);
    ck_assert_double_eq(number(cfg.resolved, "/units/ward/capacity_factor"), 1.1);
    ck_assert_double_eq(number(cfg.resolved, "/units/ward/beds/disponibla"), 7);
    ck_assert_str_eq(vf_json_pointer_get(cfg.resolved, "/run/duration")->valuestring, "10 d");
    ck_assert_double_eq(number(cfg.base_resolved, "/units/ward/beds/disponibla"), 4);
    ck_assert_ptr_null(vf_json_pointer_get(cfg.base_resolved, "/units/ward/capacity_factor"));
    struct vf_config_origin where;
    ck_assert_int_eq(vf_config_where(&cfg, "/run/duration", &where), 0);
    ck_assert_str_eq(where.label, "--set /run/duration=10 d");
    ck_assert_int_eq(vf_config_where(&cfg, "/units/ward/capacity_factor", &where), 0);
    ck_assert_str_eq(where.label, "scenario fler");
    ck_assert_str_eq(where.file, GOOD "scenarios.json");
    ck_assert_int_gt(where.line, 30);
    done();
}
END_TEST

START_TEST(scenarios_are_listed) {
    ck_assert_int_eq(load(GOOD "scenarios.json", NULL), VF_OK);
    ck_assert_uint_eq(cfg.n_scenarios, 2);
    ck_assert_str_eq(cfg.scenarios[0].name, "nulage");
    ck_assert_str_eq(cfg.scenarios[0].title_en, "Nuläge");
    ck_assert_str_eq(cfg.scenarios[1].title_sv, "fler");
    done();
}
END_TEST

START_TEST(patch_file_and_its_problems) {
    const char *path = "vf_test_patch.json";
    static const char text[] =
        "{\"units\": {\"ward\": {\n  \"beds\": {\"disponibla\": -2},\n  \"bedz\": 1}}}\n";
    const char *const patches[] = {path};
    struct vf_config_opts opts = {.patches = patches, .n_patches = 1};
    ck_assert_int_eq(vf_write_file_atomic(path, text, strlen(text), NULL), VF_OK);
    ck_assert_int_eq(load(GOOD "minimal.json", &opts), VF_E_CONFIG);
    ck_assert_uint_eq(err.n, 2);
    ck_assert_str_eq(err.items[0].file, path);
    ck_assert_int_eq(err.items[0].line, 2);
    ck_assert_int_eq(err.items[0].column, 26);
    ck_assert_str_eq(err.items[0].pointer, "/units/ward/beds/disponibla");
    ck_assert_int_eq(err.items[1].line, 3);
    ck_assert_str_eq(err.items[1].advice, "did you mean \"beds\"?");
    remove(path);
    done();
}
END_TEST

static void check_set(const char *set, int code, const char *message, const char *advice) {
    const char *const sets[] = {set};
    struct vf_config_opts opts = {.sets = sets, .n_sets = 1};
    ck_assert_int_eq(load(GOOD "family.json", &opts), code);
    if (code != VF_OK) {
        ck_assert_uint_ge(err.n, 1);
        ck_assert_str_eq(err.items[0].message, message);
        ck_assert_str_eq(err.items[0].advice, advice);
    }
    done();
}

START_TEST(settings) {
    check_set("/families/kommun/members/stor/units/korttids/capacity=3", VF_OK, NULL, NULL);
    check_set("/units/wrad/capacity_factor=2", VF_E_CONFIG, "the pointer leads nowhere",
              "did you mean \"ward\"?");
    check_set("/run/replicatoins=2", VF_E_CONFIG, "unknown key \"replicatoins\"",
              "did you mean \"replications\"?");
    check_set("/run/seed", VF_E_USAGE, "a setting has no =", "write /pointer=value");
    check_set("run=1", VF_E_USAGE, "not a JSON pointer", "write /name/name=value");
    check_set("/scenarios/x=1", VF_E_CONFIG, "this is read before settings and cannot be set", "");
    check_set("/run/duration=5", VF_E_CONFIG, "wrong type",
              "a bare number could be misread; write the unit: \"5 d\", \"5 h\" or \"5 min\"");
}
END_TEST

START_TEST(no_such_scenario) {
    struct vf_config_opts opts = {.scenario = "fleer"};
    ck_assert_int_eq(load(GOOD "scenarios.json", &opts), VF_E_USAGE);
    ck_assert_str_eq(err.items[0].advice, "did you mean \"fler\"?");
    done();
}
END_TEST

START_TEST(files_that_are_not_there) {
    ck_assert_int_eq(load("tests/config/good/saknas.json", NULL), VF_E_CONFIG);
    ck_assert_ptr_null(cfg.resolved);
    done();
    const char *const patches[] = {"saknas.json"};
    struct vf_config_opts opts = {.patches = patches, .n_patches = 1};
    ck_assert_int_eq(load(GOOD "minimal.json", &opts), VF_E_CONFIG);
    ck_assert_ptr_nonnull(strstr(err.items[0].message, "open"));
    done();
}
END_TEST

static void fingerprint(const char *text, char hex[VF_SHA256_HEX]) {
    err = (struct vf_error)VF_ERROR_INIT;
    ck_assert_int_eq(vf_config_load_text("t.json", text, strlen(text), NULL, &cfg, &err), VF_OK);
    vf_config_fingerprint(&cfg, hex);
    done();
}

START_TEST(fingerprint_ignores_order_and_blanks) {
    char a[VF_SHA256_HEX], b[VF_SHA256_HEX], c[VF_SHA256_HEX];
    fingerprint(
        "{\"run\": {\"seed\": 1, \"duration\": \"1 d\"}, \"units\": {\"d\": {\"kind\": \"delay\"}}, "
        "\"groups\": {\"g\": "
        "{\"arrivals\": {\"poisson\": {\"rate\": \"1 /d\"}}, \"path\": {\"d\": {\"stay\": \"1 d\"}}}}}",
        a);
    fingerprint("{\"groups\": {\"g\": {\"path\": {\"d\": {\"stay\": \"1 d\"}}, \"arrivals\": {\"poisson\": "
                "{\"rate\": \"1 /d\"}}}},"
                "\"units\":{\"d\":{\"kind\":\"delay\"}},\"run\":{\"duration\":\"1 d\",\"seed\":1.0}}",
                b);
    fingerprint(
        "{\"run\": {\"seed\": 2, \"duration\": \"1 d\"}, \"units\": {\"d\": {\"kind\": \"delay\"}}, "
        "\"groups\": {\"g\": "
        "{\"arrivals\": {\"poisson\": {\"rate\": \"1 /d\"}}, \"path\": {\"d\": {\"stay\": \"1 d\"}}}}}",
        c);
    ck_assert_str_eq(a, b);
    ck_assert_str_ne(a, c);
}
END_TEST

static void write_text(const char *path, const char *text) {
    FILE *to = fopen(path, "w");
    ck_assert_ptr_nonnull(to);
    (void)fputs(text, to);
    ck_assert_int_eq(fclose(to), 0);
}

START_TEST(fingerprint_takes_in_the_files_named) {
    char folder[] = "/tmp/vf-named-XXXXXX", path[64], file[64], same[VF_SHA256_HEX], hex[VF_SHA256_HEX];
    ck_assert_ptr_nonnull(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/c.json", folder);
    (void)snprintf(file, sizeof file, "%s/a.csv", folder);
    write_text(path,
               "{\"run\": {\"duration\": \"1 d\"}, \"units\": {\"d\": {\"kind\": \"delay\"}}, \"groups\": "
               "{\"g\": {\"arrivals\": {\"replay\": {\"file\": \"a.csv\"}}, \"path\": {\"d\": {\"stay\": "
               "\"1 d\"}}}}}");
    static const char *const said[] = {"time\n0.5\n", "time\n0.5\n", "time\n0.25\n"};
    for (int k = 0; k < 3; k++) {
        write_text(file, said[k]);
        ck_assert_int_eq(load(path, NULL), VF_OK);
        vf_config_fingerprint(&cfg, k == 0 ? same : hex);
        ck_assert(k == 0 || (strcmp(same, hex) == 0) == (k == 1));
        done();
    }
    (void)unlink(file);
    (void)unlink(path);
    (void)rmdir(folder);
}
END_TEST

START_TEST(printed_with_provenance) {
    struct vf_text text;
    vf_text_init(&text, 1 << 20);
    ck_assert_int_eq(load(GOOD "extends.json", NULL), VF_OK);
    vf_config_print(&cfg, true, &text);
    ck_assert_ptr_nonnull(strstr(text.data, "\"replications\": 3  // " GOOD "extends.json:4\n"));
    vf_text_clear(&text);
    vf_config_print(&cfg, false, &text);
    ck_assert_ptr_null(strstr(text.data, "//"));
    struct vf_json_doc *doc = NULL;
    ck_assert_int_eq(vf_json_parse_text("printed", text.data, text.size, &doc, NULL), VF_OK);
    ck_assert_int_eq(vf_json_equal(doc->root, cfg.resolved), 1);
    vf_json_doc_free(doc);
    vf_text_fini(&text);
    done();
}
END_TEST

START_TEST(member_units_are_merged) {
    ck_assert_int_eq(load(GOOD "family.json", NULL), VF_OK);
    const cJSON *family = vf_json_pointer_get(cfg.resolved, "/families/kommun");
    cJSON *own = vf_config_member_unit(family, "liten", "korttids");
    cJSON *plain = vf_config_member_unit(family, "stor", "korttids");
    ck_assert_double_eq(number(own, "/capacity"), 2);
    ck_assert_double_eq(number(plain, "/capacity"), 5);
    ck_assert_str_eq(vf_json_get(own, "kind")->valuestring, "kommunal");
    struct vf_config_origin a, b;
    vf_config_where(&cfg, "/families/kommun/members/liten/units/korttids/capacity", &a);
    vf_config_where(&cfg, "/families/kommun/members/liten/units/korttids/kind", &b);
    ck_assert_int_gt(a.line, b.line);
    ck_assert_int_gt(b.line, 0);
    cJSON_Delete(own);
    cJSON_Delete(plain);
    done();
}
END_TEST

static char *printed(const struct vf_config *config, bool with_provenance) {
    struct vf_text text;
    vf_text_init(&text, VF_JSON_BYTES_MAX);
    vf_config_print(config, with_provenance, &text);
    char *copy = vf_xstrdup(text.data);
    vf_text_fini(&text);
    return copy;
}

/* Whatever lies over the file, it does not matter whether the file was read for it or before. */
START_TEST(over_a_loaded_file_is_as_loaded) {
    static const char *const sets[] = {"/run/replications=7"};
    static const struct vf_config_opts over[] = {
        {.n_sets = 0}, {.scenario = "fler"}, {.sets = sets, .n_sets = 1}, {sets, 0, sets, 1, "fler"}};
    struct vf_config file, laid;
    err = (struct vf_error)VF_ERROR_INIT;
    ck_assert_int_eq(vf_config_load(GOOD "scenarios.json", NULL, &file, &err), VF_OK);
    for (size_t k = 0; k < sizeof over / sizeof *over; k++) {
        ck_assert_int_eq(load(GOOD "scenarios.json", &over[k]), VF_OK);
        ck_assert_int_eq(vf_config_over(&file, &over[k], &laid, &err), VF_OK);
        char *a = printed(&cfg, true), *b = printed(&laid, true);
        ck_assert_str_eq(a, b);
        ck_assert_uint_eq(laid.n_scenarios, cfg.n_scenarios);
        free(a);
        free(b);
        vf_config_fini(&laid);
        done();
    }
    struct vf_config_opts none = {.scenario = "saknas"};
    ck_assert_int_ne(vf_config_over(&file, &none, &laid, &err), VF_OK);
    ck_assert_ptr_null(laid.resolved);
    vf_error_fini(&err);
    vf_config_fini(&file);
}
END_TEST

/* A point of a study pulls the levers of its config like a run. */
START_TEST(varied_configs_pull_their_levers) {
    ck_assert_int_eq(load(GOOD "levers.json", NULL), VF_OK);
    ck_assert_ptr_null(vf_json_get(cfg.resolved, "levers"));
    struct vf_config varied;
    ck_assert_int_eq(vf_vary(&cfg, NULL, NULL, 0, &varied, &err), VF_OK);
    char *a = printed(&cfg, false), *b = printed(&varied, false);
    ck_assert_str_eq(a, b);
    free(a);
    free(b);
    vf_vary_fini(&varied);
    done();
}
END_TEST

int main(void) {
    Suite *suite = suite_create("flows config load");
    TCase *tc = tcase_create("all");
    tcase_add_test(tc, extends_lies_under);
    tcase_add_test(tc, template_lies_under_and_null_removes);
    tcase_add_test(tc, overlays_in_order);
    tcase_add_test(tc, scenarios_are_listed);
    tcase_add_test(tc, patch_file_and_its_problems);
    tcase_add_test(tc, settings);
    tcase_add_test(tc, no_such_scenario);
    tcase_add_test(tc, files_that_are_not_there);
    tcase_add_test(tc, fingerprint_ignores_order_and_blanks);
    tcase_add_test(tc, fingerprint_takes_in_the_files_named);
    tcase_add_test(tc, printed_with_provenance);
    tcase_add_test(tc, member_units_are_merged);
    tcase_add_test(tc, over_a_loaded_file_is_as_loaded);
    tcase_add_test(tc, varied_configs_pull_their_levers);
    suite_add_tcase(suite, tc);
    SRunner *sr = srunner_create(suite);
    srunner_set_fork_status(sr, CK_NOFORK);
    srunner_run_all(sr, CK_NORMAL);
    int failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}

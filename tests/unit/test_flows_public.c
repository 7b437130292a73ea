/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The public API as a researcher's program would use it: a run, its numbers, and what it says of mistakes. */
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vardflode/vardflode.h"

static const char config[] =
    "{\"run\":{\"seed\":3,\"start\":\"2024-01-01\",\"warmup\":0,\"duration\":\"50 d\",\"replications\":4,"
    "\"report_time_unit\":\"h\"},"
    "\"units\":{\"desk\":{\"kind\":\"clinic\",\"capacity\":1}},"
    "\"groups\":{\"g\":{\"arrivals\":{\"scheduled\":{\"per_day\":2,\"at\":\"08:00\"}},\"start\":\"desk\","
    "\"path\":{\"desk\":{\"stay\":\"3 h\"}}}},"
    "\"scenarios\":{\"one\":{\"patch\":{}},\"two\":{\"patch\":{\"units\":{\"desk\":{\"capacity\":2}}}}}}";

static const char *config_file(void) {
    static char path[] = "/tmp/vardflode_public_XXXXXX";
    static int made;
    if (!made) {
        int fd = mkstemp(path);
        FILE *f = fdopen(fd, "w");
        fputs(config, f);
        fclose(f);
        made = 1;
    }
    return path;
}

START_TEST(numbers_of_a_run) {
    struct vardflode *v = vardflode_new();
    ck_assert_int_eq(vardflode_load(v, config_file()), VARDFLODE_OK);
    ck_assert_str_eq(vardflode_scenario(v, 1), "two");
    ck_assert_ptr_null(vardflode_scenario(v, 2));
    struct vardflode_number n;
    ck_assert_int_eq(vardflode_unit(v, "one", "desk", "wait_mean", &n), VARDFLODE_USAGE); /* not run yet */
    ck_assert_int_eq(vardflode_run(v, 2, 1), VARDFLODE_OK);
    ck_assert_int_eq(vardflode_unit(v, "one", "desk", "wait_mean", &n), VARDFLODE_OK);
    ck_assert_uint_eq(n.n, 2);
    ck_assert_double_eq_tol(n.mean, 1.5, 1e-12); /* of two at eight, one waits three hours */
    ck_assert_int_eq(vardflode_unit(v, "two", "desk", "wait_mean", &n), VARDFLODE_OK);
    ck_assert_double_eq_tol(n.mean, 0, 1e-12);
    ck_assert_int_eq(vardflode_unit_group(v, "one", "desk", "g", "p_wait", &n), VARDFLODE_OK);
    ck_assert_double_eq_tol(n.mean, 0.5, 1e-12);
    ck_assert_int_eq(vardflode_group(v, "one", "g", "arrivals", &n), VARDFLODE_OK);
    ck_assert_double_eq_tol(n.mean, 100, 1e-12);
    ck_assert_int_eq(vardflode_group(v, "three", "g", "arrivals", &n), VARDFLODE_USAGE);
    ck_assert_int_eq(vardflode_unit(v, "one", "desk", "nonsense", &n), VARDFLODE_USAGE);
    vardflode_free(v);
}
END_TEST

START_TEST(problems_are_told) {
    struct vardflode *v = vardflode_new();
    ck_assert_int_eq(vardflode_load(v, "/nonexistent/x.json"), VARDFLODE_CONFIG);
    ck_assert_ptr_nonnull(strstr(vardflode_problems(v), "/nonexistent/x.json"));
    ck_assert_int_eq(vardflode_run(v, 1, 1), VARDFLODE_USAGE);
    vardflode_set(v, "/units/desk/capacity=-1");
    ck_assert_int_eq(vardflode_load(v, config_file()), VARDFLODE_CONFIG);
    ck_assert_ptr_nonnull(strstr(vardflode_problems(v), "/units/desk/capacity"));
    vardflode_free(v);
    vardflode_free(NULL);
}
END_TEST

START_TEST(another_seed_is_another_run) {
    double mean[2];
    for (uint64_t k = 0; k < 2; k++) {
        struct vardflode *v = vardflode_new();
        vardflode_seed(v, k + 1);
        vardflode_set(v, "/groups/g/arrivals={\"poisson\":{\"rate\":\"5 /d\"}}");
        ck_assert_msg(vardflode_load(v, config_file()) == VARDFLODE_OK, "%s", vardflode_problems(v));
        ck_assert_int_eq(vardflode_run(v, 0, 1), VARDFLODE_OK);
        struct vardflode_number n;
        ck_assert_int_eq(vardflode_unit(v, "one", "desk", "wait_mean", &n), VARDFLODE_OK);
        ck_assert_uint_eq(n.n, 4);
        mean[k] = n.mean;
        vardflode_free(v);
    }
    ck_assert(mean[0] != mean[1]);
}
END_TEST

int main(void) {
    Suite *s = suite_create("public");
    TCase *t = tcase_create("public");
    tcase_add_test(t, numbers_of_a_run);
    tcase_add_test(t, problems_are_told);
    tcase_add_test(t, another_seed_is_another_run);
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_set_fork_status(r, CK_NOFORK);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    remove(config_file());
    return failed != 0;
}

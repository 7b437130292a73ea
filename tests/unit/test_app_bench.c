/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The models of `bench` are the files of configs/validation, byte for byte; and a timed run counts what it should. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vf_bench.h"
#include "vf_text.h"

START_TEST(texts_are_the_files) {
    int compared = 0;
    for (const struct vf_bench_model *m = vf_bench_models; m->name; m++) {
        char path[512], *data;
        size_t size;
        if (m->populated)
            continue;
        (void)snprintf(path, sizeof path, VF_SOURCE_DIR "/configs/validation/bench_%s.json", m->name);
        ck_assert_int_eq(vf_read_file(path, &data, &size, 1 << 20, NULL), 0);
        ck_assert_str_eq(m->text, data);
        free(data);
        compared++;
    }
    ck_assert_int_eq(compared, 3);
}
END_TEST

static struct vf_bench_result run(const char *name, uint64_t customers, uint64_t patients) {
    const struct vf_bench_model *m = vf_bench_model_find(name);
    struct vf_bench_job job = {.name = name,
                               .text = m->text,
                               .customers = customers,
                               .patients = patients,
                               .seed = 1,
                               .populated = m->populated};
    struct vf_bench_result r;
    struct vf_error err = VF_ERROR_INIT;
    ck_assert_int_eq(vf_bench_run(&job, &r, &err), 0);
    return r;
}

/* An arrival and a departure per customer; the tandem has 4 / 0.9 services each. */
START_TEST(events_are_counted) {
    ck_assert_uint_eq(run("mm1", 5000, 0).events, 10000);
    ck_assert_uint_eq(run("mm50", 5000, 0).events, 10000);
    double tandem = (double)run("tandem", 20000, 0).events;
    ck_assert_double_eq_tol(tandem, 20000 * (1 + 4 / 0.9), 2000);
    /* random: Poisson, standard deviation about sqrt(2 * 20000) in 5 sigma */
    ck_assert_double_eq_tol((double)run("mminf", 20000, 2000).events, 40000, 1000);
}
END_TEST

/* The same results to the last bit whatever the threads, and other ones with another seed. */
START_TEST(sweeps_do_not_depend_on_threads) {
    uint64_t digest[3];
    for (unsigned k = 0; k < 3; k++) {
        struct vf_bench_job job = {.name = "tandem",
                                   .text = vf_bench_model_find("tandem")->text,
                                   .customers = 100,
                                   .replications = 2000,
                                   .threads = k == 1 ? 2 : 1,
                                   .seed = k == 2 ? 7 : 1};
        struct vf_bench_result r;
        struct vf_error err = VF_ERROR_INIT;
        ck_assert_int_eq(vf_bench_run(&job, &r, &err), 0);
        ck_assert_uint_eq(r.replications, 2000);
        ck_assert_double_eq_tol((double)r.events, 2000 * 100 * (1 + 4 / 0.9), 5000);
        digest[k] = r.digest;
    }
    ck_assert_uint_eq(digest[0], digest[1]);
    ck_assert_uint_ne(digest[0], digest[2]);
}
END_TEST

START_TEST(unknown_names) {
    struct vf_bench_job job = {.name = "nowhere.json"};
    struct vf_bench_result r;
    struct vf_error err = VF_ERROR_INIT;
    ck_assert_ptr_null(vf_bench_model_find("mm2"));
    ck_assert_int_eq(vf_bench_run(&job, &r, &err), VF_E_CONFIG);
    vf_error_fini(&err);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("bench");
    TCase *tc = tcase_create("bench");
    tcase_add_test(tc, texts_are_the_files);
    tcase_add_test(tc, events_are_counted);
    tcase_add_test(tc, sweeps_do_not_depend_on_threads);
    tcase_add_test(tc, unknown_names);
    suite_add_tcase(suite, tc);
    SRunner *sr = srunner_create(suite);
    srunner_set_fork_status(sr, CK_NOFORK);
    srunner_run_all(sr, CK_NORMAL);
    int failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed ? 1 : 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Output in trouble: full disk (/dev/full and a small file-size limit), unwritable folders, foreign folders,
 * killed and concurrent runs. Each must be told clearly and leave nothing that looks whole. */
#include <check.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "vf_csv.h"
#include "vf_event_log.h"
#include "vf_folder.h"
#include "vf_store.h"
#include "vf_text.h"
#include "vf_tree.h"

static char base[] = "vf-test-output-trouble-XXXXXX";
static char path[PATH_MAX];

static const char *in(const char *name) {
    snprintf(path, sizeof path, "%s/%s", base, name);
    return path;
}

static void touch(const char *name) {
    int fd = open(in(name), O_WRONLY | O_CREAT, 0666);
    ck_assert_int_ge(fd, 0);
    close(fd);
}

START_TEST(full_disk_csv) {
    struct vf_csv w;
    struct vf_error err = VF_ERROR_INIT;
    ck_assert_int_eq(vf_csv_open(&w, "/dev/full", &err), 0);
    for (int i = 0; i < 200000; i++) {
        vf_csv_int(&w, i);
        vf_csv_end(&w);
    }
    ck_assert_int_eq(vf_csv_close(&w, &err), VF_E_IO);
    ck_assert_str_eq(err.items[0].message, "cannot write /dev/full: the disk is full");
    vf_error_fini(&err);
}
END_TEST

/* What has its name is whole: a file cut by a full disk has none, and the one before stays. */
START_TEST(full_disk_csv_keeps_the_old) {
    struct vf_csv w;
    struct vf_error err = VF_ERROR_INIT;
    struct sigaction ignore = {.sa_handler = SIG_IGN}, old;
    struct rlimit before, small;
    char *text = NULL;
    size_t size = 0;
    ck_assert_int_eq(vf_write_file_atomic(in("summary.csv"), "old\n", 4, &err), 0);
    sigaction(SIGXFSZ, &ignore, &old);
    getrlimit(RLIMIT_FSIZE, &before);
    small = before;
    small.rlim_cur = 64 * 1024;
    setrlimit(RLIMIT_FSIZE, &small);
    for (int pass = 0; pass < 2; pass++) {
        ck_assert_int_eq(vf_csv_open(&w, in("summary.csv"), &err), 0);
        for (int i = 0; i < 200000; i++) {
            vf_csv_int(&w, i);
            vf_csv_end(&w);
        }
        if (pass == 0) {
            ck_assert_int_eq(vf_csv_close(&w, &err), VF_E_IO);
        } else {
            vf_csv_abandon(&w);
        }
    }
    setrlimit(RLIMIT_FSIZE, &before);
    sigaction(SIGXFSZ, &old, NULL);
    ck_assert_int_eq(vf_read_file(in("summary.csv"), &text, &size, 100, &err), 0);
    ck_assert_str_eq(text, "old\n");
    free(text);
    unlink(in("summary.csv"));
    ck_assert_int_eq(vf_tree_entries(base), 0); /* nothing half is left */
    vf_error_fini(&err);
}
END_TEST

START_TEST(full_disk_event_log) {
    struct vf_event_log log;
    struct vf_log_terms terms;
    struct vf_error err = VF_ERROR_INIT;
    const char *const names[] = {"a"};
    vf_log_names_init(&terms.activity, names, 1);
    vf_log_names_init(&terms.lifecycle, names, 1);
    vf_log_names_init(&terms.resource, names, 1);
    vf_log_names_init(&terms.group, names, 1);
    const struct vf_log_spec spec = {&terms, {2026, 1, 1}, "s", 0, true};
    ck_assert_int_eq(vf_event_log_open(&log, "/dev/full", &spec, &err), 0);
    vf_event_log_write(&log, &(struct vf_event_record){0, 1, 0, 0, 0, 0});
    ck_assert_int_eq(vf_event_log_close(&log, &err), VF_E_IO);
    ck_assert_str_eq(err.items[0].message, "cannot write /dev/full: the disk is full");
    vf_log_names_fini(&terms.activity);
    vf_log_names_fini(&terms.lifecycle);
    vf_log_names_fini(&terms.resource);
    vf_log_names_fini(&terms.group);
    vf_error_fini(&err);
}
END_TEST

/* A store of about a megabyte under a limit of 256 kB per file. */
static int store_under_limit(struct vf_error *err) {
    struct rlimit old, small;
    struct vf_store st;
    static double row[1000];
    getrlimit(RLIMIT_FSIZE, &old);
    small = old;
    small.rlim_cur = 256 * 1024;
    setrlimit(RLIMIT_FSIZE, &small);
    struct vf_out_scenario scenario = {NULL, "s", 0};
    struct vf_out_metric metric = {"m", "1", "m", "m", NULL, NULL};
    int code = vf_store_open(&st, in("full.sqlite"), err);
    code = code ? code : vf_store_scenarios(&st, &scenario, 1, err);
    code = code ? code : vf_store_metrics(&st, &metric, 1, err);
    for (uint32_t i = 0; i < 1000 && code == 0; i++) {
        char name[16];
        snprintf(name, sizeof name, "%u", i);
        row[i] = (double)i + 0.5;
        code = vf_store_sql(&st,
                            "INSERT INTO output_column(scope, unit, patient_group, period, metric)"
                            " VALUES('unit', hex(randomblob(8)), '', 'all', 0)",
                            err);
    }
    code = code ? code : vf_store_sql(&st, "INSERT INTO output_column VALUES(0,'unit','x','','all',0)", err);
    for (uint32_t r = 0; r < 60 && code == 0; r++) {
        code = vf_store_row(&st, 0, r, row, 1000, err);
    }
    if (code == 0) {
        code = vf_store_close(&st, err);
    } else {
        vf_store_abandon(&st);
    }
    setrlimit(RLIMIT_FSIZE, &old);
    return code;
}

START_TEST(full_disk_store) {
    struct vf_error err = VF_ERROR_INIT;
    struct sigaction ignore = {.sa_handler = SIG_IGN}, old;
    sigaction(SIGXFSZ, &ignore, &old);
    ck_assert_int_eq(store_under_limit(&err), VF_E_IO);
    sigaction(SIGXFSZ, &old, NULL);
    ck_assert_ptr_nonnull(strstr(err.items[0].message, "full.sqlite"));
    ck_assert_msg(strstr(err.items[0].message, "larger than the system allows") ||
                      strstr(err.items[0].message, "the disk is full"),
                  "%s", err.items[0].message);
    unlink(in("full.sqlite"));
    vf_error_fini(&err);
}
END_TEST

START_TEST(unwritable_folders) {
    struct vf_folder f;
    struct vf_store st;
    struct vf_csv w;
    struct vf_error err = VF_ERROR_INIT;
    /* holds for root too, unlike permissions */
    ck_assert_int_eq(vf_folder_create(&f, "/proc/nowhere/run", false, &err), VF_E_IO);
    ck_assert_ptr_nonnull(strstr(err.items[0].message, "/proc/nowhere/run"));
    touch("file");
    ck_assert_int_eq(vf_folder_create(&f, in("file/run"), false, &err), VF_E_IO);
    ck_assert_int_eq(vf_folder_create(&f, in("file"), false, &err), VF_E_USAGE);
    ck_assert_int_eq(vf_folder_create(&f, "/", false, &err), VF_E_USAGE);
    ck_assert_int_eq(vf_folder_create(&f, in(".."), false, &err), VF_E_USAGE);
    ck_assert_int_eq(vf_store_open(&st, in("file/x.sqlite"), &err), VF_E_IO);
    ck_assert_int_eq(vf_csv_open(&w, in("file/x.csv"), &err), VF_E_IO);
    ck_assert_int_eq(vf_csv_open(&w, in("missing/x.csv"), &err), VF_E_IO);
    unlink(in("file"));
    if (geteuid() != 0) {
        ck_assert_int_eq(mkdir(in("locked"), 0555), 0);
        ck_assert_int_eq(vf_folder_create(&f, in("locked/run"), false, &err), VF_E_IO);
        ck_assert_ptr_nonnull(strstr(err.items[err.n - 1].message, "no permission"));
        rmdir(in("locked"));
    }
    vf_error_fini(&err);
}
END_TEST

START_TEST(foreign_folders_are_left_alone) {
    struct vf_folder f;
    struct vf_error err = VF_ERROR_INIT;
    ck_assert_int_eq(mkdir(in("mine"), 0777), 0);
    touch("mine/thesis.txt");
    ck_assert_int_eq(vf_folder_create(&f, in("mine"), false, &err), VF_E_USAGE);
    ck_assert_int_eq(vf_folder_create(&f, in("mine"), true, &err), VF_E_USAGE);
    ck_assert_int_eq(mkdir(in("run.partial"), 0777), 0);
    touch("run.partial/thesis.txt");
    ck_assert_int_eq(vf_folder_create(&f, in("run"), true, &err), VF_E_USAGE);
    ck_assert_int_eq(unlink(in("mine/thesis.txt")), 0);
    ck_assert_int_eq(unlink(in("run.partial/thesis.txt")), 0);
    rmdir(in("run.partial"));
    /* an empty one may be used */
    ck_assert_int_eq(vf_folder_create(&f, in("mine"), false, &err), 0);
    char *manifest = vf_folder_file(&f, "manifest.json");
    ck_assert_int_eq(vf_write_file_atomic(manifest, "{}", 2, &err), 0);
    free(manifest);
    ck_assert_int_eq(vf_folder_finish(&f, &err), 0);
    ck_assert_int_eq(unlink(in("mine/manifest.json")), 0);
    rmdir(in("mine"));
    vf_error_fini(&err);
}
END_TEST

/* A child builds a folder and waits to be killed. */
static pid_t start_builder(int *ready) {
    int fds[2];
    ck_assert_int_eq(pipe(fds), 0);
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        struct vf_folder f;
        struct vf_error err = VF_ERROR_INIT;
        char ok = vf_folder_create(&f, in("killed"), false, &err) == 0 ? 'y' : 'n';
        char *name = vf_folder_file(&f, "summary.csv");
        vf_write_file_atomic(name, "half", 4, &err);
        ssize_t sent = write(fds[1], &ok, 1);
        (void)sent;
        pause();
        _exit(0);
    }
    close(fds[1]);
    *ready = fds[0];
    return child;
}

START_TEST(killed_and_concurrent_runs) {
    struct vf_folder f;
    struct vf_error err = VF_ERROR_INIT;
    int ready, status;
    char ok = 0;
    pid_t child = start_builder(&ready);
    ck_assert_int_eq((int)read(ready, &ok, 1), 1);
    close(ready);
    ck_assert_int_eq(ok, 'y');
    ck_assert_int_eq(vf_folder_create(&f, in("killed"), false, &err), VF_E_IO);
    ck_assert_ptr_nonnull(strstr(err.items[0].message, "another run"));
    ck_assert_int_eq(access(in("killed.partial/summary.csv"), F_OK), 0); /* the other's work is not touched */
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    ck_assert_int_ne(access(in("killed"), F_OK), 0); /* nothing that looks whole */
    ck_assert_int_eq(vf_folder_create(&f, in("killed"), false, &err), 0);
    ck_assert_int_ne(access(in("killed.partial/summary.csv"), F_OK), 0); /* cleared */
    vf_folder_abandon(&f);
    ck_assert_int_ne(access(in("killed.partial"), F_OK), 0);
    vf_error_fini(&err);
}
END_TEST

START_TEST(results_survive_a_taken_name) {
    struct vf_folder f;
    struct vf_error err = VF_ERROR_INIT;
    ck_assert_int_eq(vf_folder_create(&f, in("taken"), false, &err), 0);
    char *manifest = vf_folder_file(&f, "manifest.json");
    ck_assert_int_eq(vf_write_file_atomic(manifest, "{}", 2, &err), 0);
    free(manifest);
    ck_assert_int_eq(mkdir(in("taken"), 0777), 0); /* somebody was quicker */
    touch("taken/other.txt");
    ck_assert_int_eq(vf_folder_finish(&f, &err), VF_E_IO);
    ck_assert_ptr_nonnull(strstr(err.items[0].message, "left in"));
    vf_folder_abandon(&f);
    ck_assert_int_eq(unlink(in("taken.partial/manifest.json")), 0);
    rmdir(in("taken.partial"));
    unlink(in("taken/other.txt"));
    rmdir(in("taken"));
    vf_error_fini(&err);
}
END_TEST

int main(void) {
    if (!mkdtemp(base)) {
        return EXIT_FAILURE;
    }
    Suite *s = suite_create("fault/output");
    TCase *c = tcase_create("all");
    tcase_set_timeout(c, 30);
    tcase_add_test(c, full_disk_csv);
    tcase_add_test(c, full_disk_csv_keeps_the_old);
    tcase_add_test(c, full_disk_event_log);
    tcase_add_test(c, full_disk_store);
    tcase_add_test(c, unwritable_folders);
    tcase_add_test(c, foreign_folders_are_left_alone);
    tcase_add_test(c, killed_and_concurrent_runs);
    tcase_add_test(c, results_survive_a_taken_name);
    suite_add_tcase(s, c);
    SRunner *r = srunner_create(s);
    srunner_set_fork_status(r, CK_NOFORK);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    rmdir(base);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

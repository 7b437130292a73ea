/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole files: what is written is read back, what fails leaves nothing behind. */
#define _XOPEN_SOURCE 700 /* P_tmpdir */
#include <check.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vf_text.h"

static char folder[64];

static char *path_of(const char *name) {
    static char path[512];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void make_folder(void) {
    const char *base = getenv("TMPDIR");
    (void)snprintf(folder, sizeof folder, "%.40s/vf-file-XXXXXX", base ? base : P_tmpdir);
    ck_assert_ptr_nonnull(mkdtemp(folder));
}

/* Number of entries, which are removed with the folder. */
static int remove_folder(void) {
    DIR *dir = opendir(folder);
    int n = 0;
    ck_assert_ptr_nonnull(dir);
    for (struct dirent *e; (e = readdir(dir)) != NULL;) {
        if (e->d_name[0] == '.')
            continue;
        n++;
        (void)remove(path_of(e->d_name));
    }
    closedir(dir);
    (void)rmdir(folder);
    return n;
}

START_TEST(there_and_back) {
    make_folder();
    char *big = vf_xmalloc(300000), *data;
    for (size_t i = 0; i < 300000; i++)
        big[i] = (char)(i * 31 % 251);
    size_t sizes[] = {0, 1, 65536, 131072, 300000}, size;
    for (size_t i = 0; i < 5; i++) {
        struct vf_error err = VF_ERROR_INIT;
        ck_assert_int_eq(vf_write_file_atomic(path_of("f"), big, sizes[i], &err), VF_OK);
        ck_assert_int_eq(vf_read_file(path_of("f"), &data, &size, 300000, &err), VF_OK);
        ck_assert_uint_eq(size, sizes[i]);
        ck_assert_int_eq(memcmp(data, big, size), 0);
        ck_assert_int_eq(data[size], '\0');
        free(data);
        ck_assert_uint_eq(err.n, 0);
    }
    free(big);
    ck_assert_int_eq(remove_folder(), 1); /* no temporary file is left */
}
END_TEST

START_TEST(mode_follows_umask) {
    make_folder();
    mode_t old = umask(027);
    ck_assert_int_eq(vf_write_file_atomic(path_of("f"), "x", 1, NULL), VF_OK);
    umask(old);
    struct stat st;
    ck_assert_int_eq(stat(path_of("f"), &st), 0);
    ck_assert_int_eq(st.st_mode & 0777, 0640);
    remove_folder();
}
END_TEST

START_TEST(too_large_missing_or_folder) {
    make_folder();
    char *data = folder;
    size_t size = 7;
    struct vf_error err = VF_ERROR_INIT;
    ck_assert_int_eq(vf_write_file_atomic(path_of("f"), "12345", 5, &err), VF_OK);
    ck_assert_int_eq(vf_read_file(path_of("f"), &data, &size, 4, &err), VF_E_IO);
    ck_assert_ptr_null(data);
    ck_assert_str_eq(err.items[0].message, "the file is too large");
    ck_assert_int_eq(vf_read_file(path_of("none"), &data, &size, 4, &err), VF_E_IO);
    ck_assert_str_eq(err.items[1].message, "cannot open the file: No such file or directory");
    ck_assert_str_eq(err.items[1].file, path_of("none"));
    ck_assert_int_eq(vf_read_file(folder, &data, &size, 4, &err), VF_E_IO);
    ck_assert_int_eq(vf_read_file("/dev/zero", &data, &size, 100000, &err), VF_E_IO);
    ck_assert_uint_eq(err.n, 4);
    vf_error_fini(&err);
    remove_folder();
}
END_TEST

START_TEST(writing_where_one_cannot) {
    make_folder();
    struct vf_error err = VF_ERROR_INIT;
    ck_assert_int_eq(vf_write_file_atomic(path_of("no/such"), "x", 1, &err), VF_E_IO);
    ck_assert_int_eq(vf_write_file_atomic(folder, "x", 1, &err), VF_E_IO);
    ck_assert_uint_eq(err.n, 2);
    ck_assert_int_eq(err.code, VF_E_IO);
    vf_error_fini(&err);
    ck_assert_int_eq(remove_folder(), 0);
    char beside[160];
    (void)snprintf(beside, sizeof beside, "%s.%ld-0.tmp", folder, (long)getpid());
    ck_assert_int_ne(access(beside, F_OK), 0);
}
END_TEST

START_TEST(full_disk_and_devices) {
    struct vf_error err = VF_ERROR_INIT;
    ck_assert_int_eq(vf_write_file_atomic("/dev/null", "x", 1, &err), VF_OK);
    if (access("/dev/full", W_OK) == 0) {
        ck_assert_int_eq(vf_write_file_atomic("/dev/full", "x", 1, &err), VF_E_IO);
        ck_assert_str_eq(err.items[0].message, "cannot write the file: No space left on device");
    }
    vf_error_fini(&err);
    struct stat st;
    ck_assert_int_eq(stat("/dev/null", &st), 0);
    ck_assert(S_ISCHR(st.st_mode));
}
END_TEST

int main(void) {
    Suite *suite = suite_create("base file");
    TCase *tc = tcase_create("all");
    tcase_add_test(tc, there_and_back);
    tcase_add_test(tc, mode_follows_umask);
    tcase_add_test(tc, too_large_missing_or_folder);
    tcase_add_test(tc, writing_where_one_cannot);
    tcase_add_test(tc, full_disk_and_devices);
    suite_add_tcase(suite, tc);
    SRunner *sr = srunner_create(suite);
    srunner_set_fork_status(sr, CK_NOFORK);
    srunner_run_all(sr, CK_NORMAL);
    int failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}

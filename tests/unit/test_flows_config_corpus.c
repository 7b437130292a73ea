/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every file of tests/config: good ones load, bad and semantic ones are refused with exactly the text beside them.
 * VF_UPDATE=1 in the environment writes the texts again, to be read before they are committed. That the JSON
 * Schema draws the same line between good and bad is tests/config/test_corpus.py. */
#include <check.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "vf_config.h"

#define ROOT "tests/config/"
enum { FILES_LEAST = 60 };

static char *problems_of(const struct vf_error *err) {
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);
    ck_assert_ptr_nonnull(to);
    vf_error_print(err, to);
    fclose(to);
    return text;
}

static void compare(const char *path, const char *text) {
    char expected_path[512];
    struct vf_error err = VF_ERROR_INIT;
    snprintf(expected_path, sizeof expected_path, "%.*s.expected", (int)(strlen(path) - 5), path);
    if (getenv("VF_UPDATE"))
        ck_assert_int_eq(vf_write_file_atomic(expected_path, text, strlen(text), &err), VF_OK);
    char *expected = NULL;
    size_t size = 0;
    ck_assert_msg(vf_read_file(expected_path, &expected, &size, 1 << 20, &err) == VF_OK, "%s is missing",
                  expected_path);
    ck_assert_msg(strcmp(expected, text) == 0, "%s\n--- expected\n%s--- found\n%s", path, expected, text);
    free(expected);
    vf_error_fini(&err);
}

static void check_file(const char *path, int good) {
    struct vf_config cfg;
    struct vf_error err = VF_ERROR_INIT;
    int code = vf_config_load(path, NULL, &cfg, &err);
    char *text = problems_of(&err);
    if (good)
        ck_assert_msg(code == VF_OK, "%s is refused:\n%s", path, text);
    else
        ck_assert_msg(code == VF_E_CONFIG, "%s is accepted", path);
    if (!good)
        compare(path, text);
    free(text);
    vf_config_fini(&cfg);
    vf_error_fini(&err);
}

static int check_folder(const char *folder, int good) {
    DIR *dir = opendir(folder);
    int n = 0;
    ck_assert_msg(dir != NULL, "%s is missing", folder);
    for (struct dirent *e; (e = readdir(dir)) != NULL;) {
        size_t size = strlen(e->d_name);
        char path[512];
        if (size < 5 || strcmp(e->d_name + size - 5, ".json") != 0)
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        check_file(path, good);
        n++;
    }
    closedir(dir);
    return n;
}

START_TEST(every_file) {
    int n = check_folder(ROOT "good", 1) + check_folder(ROOT "bad", 0) + check_folder(ROOT "semantic", 0);
    ck_assert_int_ge(n, FILES_LEAST);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("flows config corpus");
    TCase *tc = tcase_create("all");
    tcase_add_test(tc, every_file);
    suite_add_tcase(suite, tc);
    SRunner *sr = srunner_create(suite);
    srunner_set_fork_status(sr, CK_NOFORK);
    srunner_run_all(sr, CK_NORMAL);
    int failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The seed corpus of the JSON fuzzer as an ordinary test: good_* must parse and survive printing, every
 * other file must be refused with at least one placed problem. */
#include <check.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "vf_json.h"

#define CORPUS VF_SOURCE_DIR "/tests/fuzz/corpus/base_json"

static void check_round_trip(const cJSON *root, int pretty) {
    struct vf_json_doc *again = NULL;
    char *text = vf_json_print(root, pretty);
    ck_assert_int_eq(vf_json_parse_text("again", text, strlen(text), &again, NULL), VF_OK);
    ck_assert(vf_json_equal(root, again->root));
    vf_json_doc_free(again);
    free(text);
}

static void check_file(const char *name) {
    char path[512];
    struct vf_json_doc *doc = NULL;
    struct vf_error err = VF_ERROR_INIT;
    (void)snprintf(path, sizeof path, "%s/%.200s", CORPUS, name);
    int code = vf_json_parse_file(path, &doc, &err);
    if (strncmp(name, "good_", 5) == 0) {
        ck_assert_msg(code == VF_OK, "%s is refused", name);
        check_round_trip(doc->root, 0);
        check_round_trip(doc->root, 1);
    } else {
        ck_assert_msg(code == VF_E_CONFIG && err.n > 0, "%s is accepted", name);
        ck_assert_str_eq(err.items[0].file, path);
        ck_assert_int_gt(err.items[0].line, 0);
        ck_assert_int_gt(err.items[0].column, 0);
    }
    vf_json_doc_free(doc);
    vf_error_fini(&err);
}

START_TEST(every_file) {
    DIR *dir = opendir(CORPUS);
    int n = 0;
    ck_assert_ptr_nonnull(dir);
    for (struct dirent *e; (e = readdir(dir)) != NULL;) {
        if (e->d_name[0] == '.')
            continue;
        check_file(e->d_name);
        n++;
    }
    closedir(dir);
    ck_assert_int_ge(n, 25);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("base json corpus");
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

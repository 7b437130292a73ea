/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files made of the field table are the committed ones; VF_UPDATE=1 in the environment writes them again. And
 * the table is whole: every field is described in two languages, every default fits its own field. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "vf_config.h"
#include "vf_json.h"

static void compare(const char *path, void (*write)(struct vf_text *to)) {
    struct vf_text made;
    struct vf_error err = VF_ERROR_INIT;
    char *committed = NULL;
    size_t size = 0;
    vf_text_init(&made, 1 << 24);
    write(&made);
    ck_assert_int_eq(made.full, 0);
    if (getenv("VF_UPDATE"))
        ck_assert_int_eq(vf_write_file_atomic(path, made.data, made.size, &err), VF_OK);
    ck_assert_int_eq(vf_read_file(path, &committed, &size, 1 << 24, &err), VF_OK);
    ck_assert_msg(size == made.size && memcmp(committed, made.data, size) == 0,
                  "%s is not what the field table makes: run this test with VF_UPDATE=1", path);
    free(committed);
    vf_text_fini(&made);
    vf_error_fini(&err);
}

START_TEST(schema_is_committed) { compare("configs/vardflode.schema.json", vf_config_write_schema); }
END_TEST

START_TEST(study_schema_is_committed) { compare("configs/study.schema.json", vf_study_write_schema); }
END_TEST

START_TEST(page_is_committed) { compare("docs/CONFIG.md", vf_config_write_doc); }
END_TEST

START_TEST(page_describes_every_field) {
    struct vf_text page;
    vf_text_init(&page, 1 << 24);
    vf_config_write_doc(&page);
    ck_assert_ptr_null(strstr(page.data, "|  |  |\n"));
    ck_assert_ptr_null(strstr(page.data, "(null)"));
    ck_assert_ptr_nonnull(
        strstr(page.data, "| `per_bed` | a number above 0 | personer per plats | **required** |"));
    vf_text_fini(&page);
}
END_TEST

/* What the table says of each object has an example, and the loader takes the example where it is a document. */
START_TEST(example_is_accepted) {
    static const struct vf_object *const types[] = {
        &vf_object_document,  &vf_object_run,      &vf_object_unit,     &vf_object_group,
        &vf_object_node,      &vf_object_beds,     &vf_object_arrivals, &vf_object_family,
        &vf_object_placement, &vf_object_outliers,
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        struct vf_json_doc *doc = NULL;
        const char *example = types[i]->example;
        ck_assert_int_eq(vf_json_parse_text("example", example, strlen(example), &doc, NULL), VF_OK);
        for (const cJSON *m = doc->root->child; m; m = m->next)
            ck_assert_msg(vf_field_find(types[i], m->string) != NULL, "%s: %s", types[i]->name, m->string);
        vf_json_doc_free(doc);
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("flows config generated");
    TCase *tc = tcase_create("all");
    tcase_add_test(tc, schema_is_committed);
    tcase_add_test(tc, study_schema_is_committed);
    tcase_add_test(tc, page_is_committed);
    tcase_add_test(tc, page_describes_every_field);
    tcase_add_test(tc, example_is_accepted);
    suite_add_tcase(suite, tc);
    SRunner *sr = srunner_create(suite);
    srunner_set_fork_status(sr, CK_NOFORK);
    srunner_run_all(sr, CK_NORMAL);
    int failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}

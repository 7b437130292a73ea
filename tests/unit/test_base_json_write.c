/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The streaming writer and the printer, byte by byte. */
#include <check.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_json.h"

static void write_sample(struct vf_json_writer *w) {
    vf_json_begin_object(w);
    vf_json_key_string(w, "name", "Medicin \"A\"");
    vf_json_key_number(w, "mean", 0.1);
    vf_json_key_integer(w, "events", LLONG_MAX);
    vf_json_key_bool(w, "ok", 7);
    vf_json_key(w, "list");
    vf_json_begin_array(w);
    vf_json_number(w, 1);
    vf_json_begin_array(w);
    vf_json_end_array(w);
    vf_json_begin_object(w);
    vf_json_end_object(w);
    vf_json_null(w);
    vf_json_string(w, NULL);
    vf_json_number(w, NAN);
    vf_json_bool(w, 0);
    vf_json_end_array(w);
    vf_json_key_number(w, "last", -1e300);
    vf_json_end_object(w);
}

static void expect_sample(int pretty, const char *expected) {
    struct vf_text text;
    struct vf_json_writer w;
    vf_text_init(&text, 10000);
    vf_json_writer_init(&w, &text, pretty);
    write_sample(&w);
    ck_assert_str_eq(text.data, expected);
    ck_assert_int_eq(w.depth, 0);
    vf_text_fini(&text);
}

START_TEST(compact) {
    expect_sample(0, "{\"name\":\"Medicin \\\"A\\\"\",\"mean\":0.1,"
                     "\"events\":9223372036854775807,\"ok\":true,"
                     "\"list\":[1,[],{},null,null,null,false],\"last\":-1e300}");
}
END_TEST

START_TEST(pretty) {
    expect_sample(1, "{\n  \"name\": \"Medicin \\\"A\\\"\",\n  \"mean\": 0.1,\n"
                     "  \"events\": 9223372036854775807,\n"
                     "  \"ok\": true,\n  \"list\": [\n"
                     "    1,\n    [],\n    {},\n    null,\n    null,\n    null,\n"
                     "    false\n  ],\n  \"last\": -1e300\n}");
}
END_TEST

START_TEST(tree_inside_a_stream) {
    static const char source[] = "{\"b\":[1,2.5,{\"å\":\"ö\"}],\"a\":true,\"z\":null,\"f\":false}";
    struct vf_json_doc *doc;
    ck_assert_int_eq(vf_json_parse_text("t", source, strlen(source), &doc, NULL), VF_OK);
    char *compact_text = vf_json_print(doc->root, 0), *pretty_text = vf_json_print(doc->root, 1);
    ck_assert_str_eq(compact_text, source);
    ck_assert_str_eq(pretty_text, "{\n  \"b\": [\n    1,\n    2.5,\n    {\n      \"å\": \"ö\"\n    }\n  ],\n"
                                  "  \"a\": true,\n  \"z\": null,\n  \"f\": false\n}\n");
    struct vf_text text;
    struct vf_json_writer w;
    vf_text_init(&text, 1000);
    vf_json_writer_init(&w, &text, 0);
    vf_json_begin_array(&w);
    vf_json_tree(&w, vf_json_get(doc->root, "b"));
    vf_json_tree(&w, NULL);
    vf_json_end_array(&w);
    ck_assert_str_eq(text.data, "[[1,2.5,{\"å\":\"ö\"}],null]");
    vf_text_fini(&text);
    free(compact_text);
    free(pretty_text);
    vf_json_doc_free(doc);
}
END_TEST

START_TEST(ceiling_is_told) {
    struct vf_text text;
    struct vf_json_writer w;
    vf_text_init(&text, 20);
    vf_json_writer_init(&w, &text, 0);
    write_sample(&w);
    ck_assert_int_eq(text.full, 1);
    ck_assert_uint_le(text.size, 20);
    vf_text_fini(&text);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("base json write");
    TCase *tc = tcase_create("all");
    tcase_add_test(tc, compact);
    tcase_add_test(tc, pretty);
    tcase_add_test(tc, tree_inside_a_stream);
    tcase_add_test(tc, ceiling_is_told);
    suite_add_tcase(suite, tc);
    SRunner *sr = srunner_create(suite);
    srunner_set_fork_status(sr, CK_NOFORK);
    srunner_run_all(sr, CK_NORMAL);
    int failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}

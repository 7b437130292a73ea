/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pointers by the examples of RFC 6901, merge patches by those of RFC 7396, and provenance. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "vf_json.h"

static struct vf_json_doc *parse(const char *name, const char *text) {
    struct vf_json_doc *doc = NULL;
    struct vf_error err = VF_ERROR_INIT;
    if (vf_json_parse_text(name, text, strlen(text), &doc, &err) != VF_OK)
        vf_error_print(&err, stderr);
    ck_assert_ptr_nonnull(doc);
    return doc;
}

/* A tree that outlives its document. */
static cJSON *tree(const char *text) {
    struct vf_json_doc *doc = parse("t", text);
    cJSON *root = cJSON_Duplicate(doc->root, 1);
    vf_json_doc_free(doc);
    return root;
}

static void expect_tree(const cJSON *value, const char *text) {
    char *print = vf_json_print(value, 0);
    ck_assert_str_eq(print, text);
    free(print);
}

START_TEST(rfc6901_examples) {
    cJSON *root = tree("{\"foo\":[\"bar\",\"baz\"],\"\":0,\"a/b\":1,\"c%d\":2,\"e^f\":3,"
                       "\"g|h\":4,\"i\\\\j\":5,"
                       "\"k\\\"l\":6,\" \":7,\"m~n\":8}");
    static const struct {
        const char *pointer;
        double value;
    } numbers[] = {{"/", 0},     {"/a~1b", 1}, {"/c%d", 2}, {"/e^f", 3}, {"/g|h", 4},
                   {"/i\\j", 5}, {"/k\"l", 6}, {"/ ", 7},   {"/m~0n", 8}};
    ck_assert_ptr_eq(vf_json_pointer_get(root, ""), root);
    expect_tree(vf_json_pointer_get(root, "/foo"), "[\"bar\",\"baz\"]");
    expect_tree(vf_json_pointer_get(root, "/foo/0"), "\"bar\"");
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        ck_assert_double_eq(vf_json_pointer_get(root, numbers[i].pointer)->valuedouble, numbers[i].value);
    static const char *const missing[] = {
        "foo",  "/foo/2", "/foo/-", "/foo/00", "/foo/01",         "/foo/0/x",
        "/m~n", "/m~",    "/FOO",   "/foo/-1", "/foo/99999999999"};
    for (size_t i = 0; i < sizeof missing / sizeof missing[0]; i++)
        ck_assert_ptr_null(vf_json_pointer_get(root, missing[i]));
    cJSON_Delete(root);
}
END_TEST

START_TEST(pushing) {
    struct vf_text pointer;
    vf_text_init(&pointer, 1000);
    vf_json_pointer_push(&pointer, "a/b~c/");
    vf_json_pointer_push(&pointer, "");
    vf_json_pointer_push_index(&pointer, 12);
    ck_assert_str_eq(pointer.data, "/a~1b~0c~1//12");
    const char *cursor = pointer.data;
    struct vf_text token;
    vf_text_init(&token, 100);
    ck_assert_int_eq(vf_json_pointer_next(&cursor, &token), 1);
    ck_assert_str_eq(token.data, "a/b~c/");
    ck_assert_int_eq(vf_json_pointer_next(&cursor, &token), 1);
    ck_assert_str_eq(token.data, "");
    ck_assert_int_eq(vf_json_pointer_next(&cursor, &token), 1);
    ck_assert_int_eq(vf_json_pointer_next(&cursor, &token), 0);
    vf_text_fini(&token);
    vf_text_fini(&pointer);
}
END_TEST

static void set_ok(cJSON **root, const char *pointer, const char *value, const char *result) {
    struct vf_error err = VF_ERROR_INIT;
    ck_assert_int_eq(vf_json_pointer_set(root, pointer, tree(value), &err), VF_OK);
    expect_tree(*root, result);
    ck_assert_uint_eq(err.n, 0);
}

START_TEST(setting) {
    cJSON *root = NULL;
    set_ok(&root, "/a/b", "1", "{\"a\":{\"b\":1}}");
    set_ok(&root, "/a/b", "[1,{\"x\":2}]", "{\"a\":{\"b\":[1,{\"x\":2}]}}");
    set_ok(&root, "/a/b/1/x", "3", "{\"a\":{\"b\":[1,{\"x\":3}]}}");
    set_ok(&root, "/a/b/0", "\"s\"", "{\"a\":{\"b\":[\"s\",{\"x\":3}]}}");
    set_ok(&root, "/a/A", "null", "{\"a\":{\"b\":[\"s\",{\"x\":3}],\"A\":null}}");
    set_ok(&root, "/a~1/~0", "true", "{\"a\":{\"b\":[\"s\",{\"x\":3}],\"A\":null},\"a/\":{\"~\":true}}");
    set_ok(&root, "/a", "0", "{\"a\":0,\"a/\":{\"~\":true}}");
    set_ok(&root, "", "[1,2,3]", "[1,2,3]");
    cJSON_Delete(root);
}
END_TEST

START_TEST(setting_what_cannot_be) {
    static const struct {
        const char *pointer, *message;
    } cases[] = {
        {"a", "malformed JSON pointer"},
        {"/a~2", "malformed JSON pointer"},
        {"/a/b", "the pointer goes through a value that has no members"},
        {"/l/2", "no such array element: elements can be replaced, not added"},
        {"/l/-", "no such array element: elements can be replaced, not added"},
        {"/l/x/y", "no such array element: elements can be replaced, not added"},
        {"/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18/19/20/21/22/23/24/25/26/27/28/29/30/31/32/33/34/35"
         "/36/37/38/39/40/41/42/43/44/45/46/47/48/49/50/51/52/53/54/55/56/57/58/59/60/61/62/63/64/65",
         "the JSON pointer is too deep"},
    };
    cJSON *root = tree("{\"a\":\"s\",\"l\":[1,2]}");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct vf_error err = VF_ERROR_INIT;
        ck_assert_int_eq(vf_json_pointer_set(&root, cases[i].pointer, tree("1"), &err), VF_E_CONFIG);
        ck_assert_uint_eq(err.n, 1);
        ck_assert_str_eq(err.items[0].message, cases[i].message);
        ck_assert_str_eq(err.items[0].pointer, cases[i].pointer);
        vf_error_fini(&err);
        expect_tree(root, "{\"a\":\"s\",\"l\":[1,2]}");
    }
    cJSON_Delete(root);
}
END_TEST

/* Appendix A of RFC 7396: original, patch, result. */
START_TEST(rfc7396_examples) {
    static const char *const cases[][3] = {
        {"{\"a\":\"b\"}", "{\"a\":\"c\"}", "{\"a\":\"c\"}"},
        {"{\"a\":\"b\"}", "{\"b\":\"c\"}", "{\"a\":\"b\",\"b\":\"c\"}"},
        {"{\"a\":\"b\"}", "{\"a\":null}", "{}"},
        {"{\"a\":\"b\",\"b\":\"c\"}", "{\"a\":null}", "{\"b\":\"c\"}"},
        {"{\"a\":[\"b\"]}", "{\"a\":\"c\"}", "{\"a\":\"c\"}"},
        {"{\"a\":\"c\"}", "{\"a\":[\"b\"]}", "{\"a\":[\"b\"]}"},
        {"{\"a\":{\"b\":\"c\"}}", "{\"a\":{\"b\":\"d\",\"c\":null}}", "{\"a\":{\"b\":\"d\"}}"},
        {"{\"a\":[{\"b\":\"c\"}]}", "{\"a\":[1]}", "{\"a\":[1]}"},
        {"[\"a\",\"b\"]", "[\"c\",\"d\"]", "[\"c\",\"d\"]"},
        {"{\"a\":\"b\"}", "[\"c\"]", "[\"c\"]"},
        {"{\"a\":\"foo\"}", "null", "null"},
        {"{\"a\":\"foo\"}", "\"bar\"", "\"bar\""},
        {"{\"e\":null}", "{\"a\":1}", "{\"e\":null,\"a\":1}"},
        {"[1,2]", "{\"a\":\"b\",\"c\":null}", "{\"a\":\"b\"}"},
        {"{}", "{\"a\":{\"bb\":{\"ccc\":null}}}", "{\"a\":{\"bb\":{}}}"},
        /* the example of section 3, and the order of keys */
        {"{\"title\":\"Goodbye!\",\"author\":{\"givenName\":\"John\",\"familyName\":\"Doe\"},"
         "\"tags\":[\"example\",\"sample\"],\"content\":\"This will be unchanged\"}",
         "{\"title\":\"Hello!\",\"phoneNumber\":\"+01-123-456-7890\",\"author\":{\"familyName\":null},"
         "\"tags\":[\"example\"]}",
         "{\"title\":\"Hello!\",\"author\":{\"givenName\":\"John\"},\"tags\":[\"example\"],"
         "\"content\":\"This will be unchanged\",\"phoneNumber\":\"+01-123-456-7890\"}"},
        {"{\"a\":1,\"A\":2}", "{\"A\":3}", "{\"a\":1,\"A\":3}"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        cJSON *patch = tree(cases[i][1]);
        cJSON *result = vf_json_merge_patch(tree(cases[i][0]), patch);
        expect_tree(result, cases[i][2]);
        expect_tree(patch, cases[i][1]);
        cJSON_Delete(patch);
        cJSON_Delete(result);
    }
}
END_TEST

static void expect_origin(const struct vf_provenance *p, const char *pointer, const char *expected) {
    struct vf_json_origin origin;
    char text[200] = "nothing";
    int code = vf_provenance_find(p, pointer, &origin);
    if (code == 0)
        (void)snprintf(text, sizeof text, "%s|%s|%d:%d", origin.label, origin.file, origin.line,
                       origin.column);
    else
        ck_assert_str_eq(origin.label, "");
    ck_assert_msg(strcmp(text, expected) == 0, "%s: %s, not %s", pointer, text, expected);
}

START_TEST(provenance) {
    struct vf_json_doc *base = parse("bas.json", "{\"seed\":1,\n"
                                                 " \"units\":{\"a\":{\"beds\":10,\"x\":[1,2]},\n"
                                                 "  \"b\":{\"beds\":5}},\n \"gone\":{\"k\":1}}");
    struct vf_json_doc *over = parse("over.json", "{\"scenarios\":{\"fler\":\n"
                                                  "  {\"units\":{\"a\":{\"beds\":12,\n"
                                                  "   \"x\":[7]},\"c\":{\"beds\":1}},\"gone\":null}}}");
    struct vf_provenance *p = vf_provenance_new();
    struct vf_json_source from_base = {"bas.json", base, NULL};
    struct vf_json_source from_over = {"scenario fler", over, "/scenarios/fler"};
    cJSON *root = vf_json_merge_patch_from(NULL, base->root, &from_base, p);
    expect_origin(p, "", "bas.json|bas.json|1:1");
    expect_origin(p, "/gone/k", "bas.json|bas.json|4:14");
    expect_origin(p, "/units/a/x/1", "bas.json|bas.json|2:33");
    root = vf_json_merge_patch_from(root, vf_json_pointer_get(over->root, "/scenarios/fler"), &from_over, p);
    expect_tree(root, "{\"seed\":1,"
                      "\"units\":{\"a\":{\"beds\":12,\"x\":[7]},\"b\":{\"beds\":5},\"c\":{\"beds\":1}}}");
    expect_origin(p, "/seed", "bas.json|bas.json|1:9");
    expect_origin(p, "/units/a", "bas.json|bas.json|2:15");
    expect_origin(p, "/units/b/beds", "bas.json|bas.json|3:15");
    expect_origin(p, "/units/a/beds", "scenario fler|over.json|2:25");
    expect_origin(p, "/units/a/x/0", "scenario fler|over.json|3:9");
    expect_origin(p, "/units/c", "scenario fler|over.json|3:17");
    expect_origin(p, "/units/a/x/1", "nothing");
    expect_origin(p, "/gone", "nothing");
    expect_origin(p, "/gone/k", "nothing");
    expect_origin(p, "/none", "nothing");
    expect_origin(p, "bad", "nothing");

    struct vf_json_source command = {"--set /gone/k=3", NULL, NULL};
    ck_assert_int_eq(vf_json_pointer_set_from(&root, "/gone/k", tree("3"), &command, p, NULL), VF_OK);
    ck_assert_int_eq(vf_json_pointer_set_from(&root, "/units/a", tree("{\"n\":[1]}"), &command, p, NULL),
                     VF_OK);
    expect_origin(p, "/gone", "--set /gone/k=3||0:0");
    expect_origin(p, "/gone/k", "--set /gone/k=3||0:0");
    expect_origin(p, "/units/a/n/0", "--set /gone/k=3||0:0");
    expect_origin(p, "/units/a/beds", "nothing");
    /* answers outlive the documents */
    vf_json_doc_free(base);
    vf_json_doc_free(over);
    expect_origin(p, "/units/b", "bas.json|bas.json|3:7");

    cJSON_Delete(root);
    vf_provenance_free(p);
    vf_provenance_free(NULL);
}
END_TEST

/* Removing and bringing back many times must neither mix up nor grow. */
START_TEST(provenance_comes_and_goes) {
    struct vf_json_doc *on = parse("on", "{\"a\":{\"b\":{\"c\":1}}}"), *off = parse("off", "{\"a\":null}");
    struct vf_json_doc *flat = parse("flat", "{\"a\":2}");
    struct vf_json_source s_on = {"on", on, ""}, s_off = {"off", off, ""}, s_flat = {"flat", flat, ""};
    struct vf_provenance *p = vf_provenance_new();
    cJSON *root = NULL;
    for (int i = 0; i < 50; i++) {
        root = vf_json_merge_patch_from(root, on->root, &s_on, p);
        expect_origin(p, "/a/b/c", "on|on|1:16");
        root = vf_json_merge_patch_from(root, flat->root, &s_flat, p);
        expect_origin(p, "/a/b/c", "nothing");
        expect_origin(p, "/a", "flat|flat|1:6");
        root = vf_json_merge_patch_from(root, on->root, &s_on, p);
        root = vf_json_merge_patch_from(root, off->root, &s_off, p);
        expect_origin(p, "/a", "nothing");
        expect_origin(p, "/a/b", "nothing");
    }
    cJSON_Delete(root);
    vf_provenance_free(p);
    vf_json_doc_free(on);
    vf_json_doc_free(off);
    vf_json_doc_free(flat);
}
END_TEST

static int same(const char *a, const char *b) {
    cJSON *x = tree(a), *y = tree(b);
    int equal = vf_json_equal(x, y);
    ck_assert_int_eq(vf_json_equal(y, x), equal);
    cJSON_Delete(x);
    cJSON_Delete(y);
    return equal;
}

START_TEST(equality) {
    ck_assert(same("{\"a\":1,\"b\":[1,{\"c\":null}]}", "{\"b\":[1,{\"c\":null}],\"a\":1.0}"));
    ck_assert(same("-0", "0"));
    ck_assert(same("[]", "[]"));
    ck_assert(!same("[]", "{}"));
    ck_assert(!same("[1,2]", "[2,1]"));
    ck_assert(!same("[1,2]", "[1]"));
    ck_assert(!same("{\"a\":1}", "{\"A\":1}"));
    ck_assert(!same("{\"a\":1}", "{\"a\":1,\"b\":1}"));
    ck_assert(!same("0.1", "0.10000000000000002"));
    ck_assert(!same("\"a\"", "\"b\""));
    ck_assert(!same("true", "false"));
    ck_assert(!same("null", "false"));
    ck_assert(vf_json_equal(NULL, NULL));
}
END_TEST

START_TEST(descriptions) {
    static const char *const cases[][2] = {
        {"{}", "an empty object"},
        {"{\"a\":1}", "an object"},
        {"[]", "an empty array"},
        {"[0]", "an array"},
        {"7.5", "the number 7.5"},
        {"true", "true"},
        {"false", "false"},
        {"null", "null"},
        {"\"a\\n\"", "the string \"a\\n\""},
        {"\"0123456789012345678901234567890123456789012345678901234567å9 and more\"",
         "the string \"0123456789012345678901234567890123456789012345678901234567å...\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct vf_text text;
        vf_text_init(&text, 1000);
        cJSON *value = tree(cases[i][0]);
        vf_json_describe(value, &text);
        ck_assert_str_eq(text.data, cases[i][1]);
        vf_text_clear(&text);
        vf_json_describe(NULL, &text);
        ck_assert_str_eq(text.data, "nothing");
        cJSON_Delete(value);
        vf_text_fini(&text);
    }
}
END_TEST

/* A tree that borrows is like its base, changes alone, and leaves the base as it was. */
START_TEST(borrowed_trees_change_alone) {
    static const char base_text[] = "{\"a\":{\"b\":[1,{\"c\":2}],\"d\":\"x\"},\"e\":null}";
    cJSON *base = cJSON_Parse(base_text),
          *patch = cJSON_Parse("{\"a\":{\"d\":null,\"f\":{\"g\":3}},\"h\":[4]}");
    cJSON *tree = vf_json_borrow(base);
    ck_assert(vf_json_equal(tree, base));
    ck_assert(vf_json_has_null(tree));
    ck_assert_int_eq(vf_json_pointer_set(&tree, "/a/b/1/c", cJSON_CreateNumber(7), NULL), 0);
    tree = vf_json_merge_borrowed(tree, patch);
    char *changed = vf_json_print(tree, 0), *kept = vf_json_print(base, 0);
    ck_assert_str_eq(changed, "{\"a\":{\"b\":[1,{\"c\":7}],\"f\":{\"g\":3}},\"e\":null,\"h\":[4]}");
    ck_assert_str_eq(kept, base_text);
    cJSON *copy = cJSON_Duplicate(tree, 1);
    cJSON_Delete(tree);
    cJSON_Delete(patch);
    cJSON_Delete(base);
    char *alone = vf_json_print(copy, 0);
    ck_assert_str_eq(alone, changed);
    cJSON_Delete(copy);
    free(changed);
    free(kept);
    free(alone);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("base json merge");
    TCase *tc = tcase_create("all");
    tcase_add_test(tc, borrowed_trees_change_alone);
    tcase_add_test(tc, rfc6901_examples);
    tcase_add_test(tc, pushing);
    tcase_add_test(tc, setting);
    tcase_add_test(tc, setting_what_cannot_be);
    tcase_add_test(tc, rfc7396_examples);
    tcase_add_test(tc, provenance);
    tcase_add_test(tc, provenance_comes_and_goes);
    tcase_add_test(tc, equality);
    tcase_add_test(tc, descriptions);
    suite_add_tcase(suite, tc);
    SRunner *sr = srunner_create(suite);
    srunner_set_fork_status(sr, CK_NOFORK);
    srunner_run_all(sr, CK_NORMAL);
    int failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}

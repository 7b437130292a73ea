/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strict reading: every kind of problem with its place, all of a file in one go, and where values stand. */
#include <check.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "vf_json.h"

static struct vf_json_doc *good(const char *text) {
    struct vf_json_doc *doc = NULL;
    struct vf_error err = VF_ERROR_INIT;
    int code = vf_json_parse_text("t.json", text, strlen(text), &doc, &err);
    if (code != VF_OK)
        vf_error_print(&err, stderr);
    ck_assert_msg(code == VF_OK, "%s", text);
    ck_assert_ptr_nonnull(doc);
    ck_assert_uint_eq(err.n, 0);
    return doc;
}

/* The problems as "line:column pointer message", one a line (free it). */
static char *problems_of(const char *text, size_t size) {
    struct vf_json_doc *doc = (struct vf_json_doc *)&size;
    struct vf_error err = VF_ERROR_INIT;
    struct vf_text all;
    vf_text_init(&all, 100000);
    int code = vf_json_parse_text("t.json", text, size, &doc, &err);
    ck_assert_int_eq(code, err.n > 0 ? VF_E_CONFIG : VF_OK);
    ck_assert_int_eq(code, err.code);
    ck_assert((doc == NULL) == (code != VF_OK));
    ck_assert_int_eq(vf_json_parse_text("t.json", text, size, &doc, NULL), code);
    vf_json_doc_free(doc);
    for (size_t i = 0; i < err.n; i++) {
        const struct vf_problem *p = &err.items[i];
        ck_assert_str_eq(p->file, "t.json");
        vf_text_appendf(&all, "%d:%d %s %s\n", p->line, p->column, p->pointer, p->message);
    }
    vf_error_fini(&err);
    return vf_text_take(&all);
}

static void bad_bytes(const char *text, size_t size, const char *expected) {
    char *all = problems_of(text, size);
    ck_assert_str_eq(all, expected);
    free(all);
}

static void bad(const char *text, const char *expected) { bad_bytes(text, strlen(text), expected); }

/* The whole first problem as a person sees it. */
static void shown(const char *text, const char *expected) {
    struct vf_json_doc *doc;
    struct vf_error err = VF_ERROR_INIT;
    ck_assert_int_eq(vf_json_parse_text("t.json", text, strlen(text), &doc, &err), VF_E_CONFIG);
    char *print = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&print, &size);
    vf_error_print(&err, to);
    fclose(to);
    ck_assert_str_eq(print, expected);
    free(print);
    vf_error_fini(&err);
}

START_TEST(values) {
    struct vf_json_doc *doc = good(" {\"a\":[1,-2.5e3,true,false,null,\"x\"],\"A\":{},\"\":0.1}\r\n");
    const cJSON *a = vf_json_get(doc->root, "a");
    ck_assert_int_eq(cJSON_GetArraySize(a), 6);
    ck_assert_double_eq(cJSON_GetArrayItem(a, 1)->valuedouble, -2500);
    ck_assert(cJSON_IsObject(vf_json_get(doc->root, "A")));
    ck_assert_double_eq(vf_json_get(doc->root, "")->valuedouble, 0.1);
    ck_assert_ptr_null(vf_json_get(a, "a"));
    ck_assert_ptr_null(vf_json_get(NULL, "a"));
    vf_json_doc_free(doc);
    vf_json_doc_free(NULL);
}
END_TEST

START_TEST(strings) {
    struct vf_json_doc *doc = good("[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e5\\uD83D\\uDE00å\x7f\"]");
    ck_assert_str_eq(doc->root->child->valuestring, "\"\\/\b\f\n\r\tå😀å\x7f");
    vf_json_doc_free(doc);
}
END_TEST

START_TEST(positions) {
    struct vf_json_doc *doc =
        good("{\n  \"units\": {\"åå\": {\"beds\": 12}},\n  \"a/b~c\": [ 1,\n   [2, {\"x\":3}] ]\n}\n");
    static const struct {
        const char *pointer;
        int line, column, key_line, key_column;
    } cases[] = {
        {"", 1, 1, 1, 1},
        {"/units", 2, 12, 2, 3},
        {"/units/åå", 2, 19, 2, 13},
        {"/units/åå/beds", 2, 28, 2, 20},
        {"/a~1b~0c", 3, 12, 3, 3},
        {"/a~1b~0c/0", 3, 14, 3, 14},
        {"/a~1b~0c/1/1/x", 4, 13, 4, 9},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int line, column;
        ck_assert_msg(vf_json_position(doc, cases[i].pointer, &line, &column) == 0, "%s", cases[i].pointer);
        ck_assert_int_eq(line, cases[i].line);
        ck_assert_int_eq(column, cases[i].column);
        ck_assert_int_eq(vf_json_key_position(doc, cases[i].pointer, &line, &column), 0);
        ck_assert_int_eq(line, cases[i].key_line);
        ck_assert_int_eq(column, cases[i].key_column);
    }
    static const char *const missing[] = {
        "/none", "/units/åå/beds/x", "/a~1b~0c/2", "/a~1b~0c/01", "units", "/a~2", "/", "/units/"};
    for (size_t i = 0; i < sizeof missing / sizeof missing[0]; i++) {
        int line = 9, column = 9;
        ck_assert_int_eq(vf_json_position(doc, missing[i], &line, &column), -1);
        ck_assert_int_eq(line, 0);
        ck_assert_int_eq(vf_json_key_position(doc, missing[i], &line, &column), -1);
        ck_assert_int_eq(column, 0);
    }
    vf_json_doc_free(doc);
}
END_TEST

START_TEST(a_problem_is_placed_at_the_nearest_value) {
    struct vf_json_doc *doc = good("{\"units\":\n {\"a\": 1}}");
    struct vf_problem problem = {.pointer = "/units/a"};
    vf_json_place(doc, &problem);
    ck_assert_str_eq(problem.file, "t.json");
    ck_assert_int_eq(problem.line, 2);
    ck_assert_int_eq(problem.column, 8);
    problem.pointer = "/units/b/c";
    vf_json_place(doc, &problem);
    ck_assert_int_eq(problem.line, 2);
    ck_assert_int_eq(problem.column, 2);
    problem.pointer = NULL;
    vf_json_place(doc, &problem);
    ck_assert_int_eq(problem.line, 1);
    vf_json_doc_free(doc);
}
END_TEST

START_TEST(lost_structure) {
    bad("", "1:1  not JSON\n");
    bad("  \n ", "2:2  not JSON\n");
    bad("{", "1:2  not JSON\n");
    bad("{\"a\"", "1:5 /a not JSON\n");
    bad("{\"a\":", "1:6 /a not JSON\n");
    bad("{\"a\":1", "1:7  not JSON\n");
    bad("{\"a\":1]", "1:7  not JSON\n");
    bad("[1}", "1:3  not JSON\n");
    bad("[1", "1:3  not JSON\n");
    bad("[1 2", "1:4  not JSON\n1:5  not JSON\n");
    bad("]", "1:1  not JSON\n");
    bad("1 2", "1:3  not JSON\n");
    bad("{} {}", "1:4  not JSON\n");
    bad("\"abc", "1:5  not JSON\n");
    bad("[\"abc\n\"]", "1:6 /0 not JSON\n");
    bad("{1:2}", "1:2  not JSON\n");
    bad("[@]", "1:2 /0 not JSON\n");
    bad("{\"a\" ? 1}", "1:6 /a not JSON\n");
    bad("[1 : 2]", "1:4  not JSON\n");
}
END_TEST

START_TEST(slips_that_are_read_over) {
    bad("[1,]\n", "1:4  not JSON\n");
    bad("{\"a\":1,}", "1:8  not JSON\n");
    bad("[1,,2]", "1:4 /1 not JSON\n");
    bad("{,\"a\":1}", "1:2  not JSON\n");
    bad("{\"a\":}", "1:6 /a not JSON\n");
    bad("{\"a\" 1}", "1:6 /a not JSON\n");
    bad("{\"a\"=1}", "1:5 /a not JSON\n");
    bad("{\"a\":1 \"b\":2}", "1:8  not JSON\n");
    bad("{\"a\":1;\"b\":2}", "1:7  not JSON\n");
    bad("{a:1}", "1:2  not JSON\n");
    bad("{'a':'b'}", "1:2  not JSON\n1:6 /a not JSON\n");
    bad("[True,nul,NaN,Infinity,yes]", "1:2 /0 not a JSON value\n1:7 /1 not a JSON value\n"
                                       "1:11 /2 not a JSON value\n1:15 /3 not a JSON value\n"
                                       "1:24 /4 not a JSON value\n");
    bad("// c\n[1] # no", "1:1  JSON has no comments\n2:5  not JSON\n");
    bad("[1 /* c\n */, 2]", "1:4  JSON has no comments\n");
    bad("[1] /* open", "1:5  JSON has no comments\n");
}
END_TEST

START_TEST(duplicate_keys) {
    bad("{\"a\":1,\n \"b\":2, \"a\":3}", "2:9 /a duplicate key\n");
    bad("{\"x\":{\"a\":{\"k\":1},\"\\u0061\":{\"k\":1,\"l\":1,\"l\":2}}}",
        "1:19 /x/a duplicate key\n1:41 /x/a/l duplicate key\n");
    vf_json_doc_free(good("{\"a\":{\"a\":1},\"A\":2,\"b\":{\"a\":1}}"));
    shown("{\"a\":1,\"a\":2}", "t.json:1:8: /a: duplicate key (expected each key once in an object, "
                               "found the same key at 1:2)\n    remove or rename one of them\n");
}
END_TEST

START_TEST(numbers) {
    static const char *const forms[] = {"01",   "-",   "+1",    ".5",        "1.",  "1e",
                                        "0x10", "--1", "1_000", "-Infinity", "7.4d"};
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        char text[64];
        (void)snprintf(text, sizeof text, "[%s, 1]", forms[i]);
        bad(text, "1:2 /0 not a JSON number\n");
    }
    bad("[1e999, -1e400,1e-999]", "1:2 /0 a number that a double cannot hold\n"
                                  "1:9 /1 a number that a double cannot hold\n"
                                  "1:16 /2 a number that a double cannot hold\n");
    bad("[9007199254740993,-9007199254740993,123456789012345678901]",
        "1:2 /0 an integer that a double cannot hold exactly\n"
        "1:19 /1 an integer that a double cannot hold exactly\n"
        "1:37 /2 an integer that a double cannot hold exactly\n");
    bad("0.0000000000000000000000000000000000000000000000000000000000000001",
        "1:1  a number of too many characters\n");
    struct vf_json_doc *doc = good("[9007199254740992,-9007199254740992,1e300,9007199254740993.0,5e-324,"
                                   "0.000000000000000000000000000000000000000000000000000000000001,-0]");
    ck_assert_double_eq(cJSON_GetArrayItem(doc->root, 0)->valuedouble, 9007199254740992.0);
    ck_assert_double_eq(cJSON_GetArrayItem(doc->root, 4)->valuedouble, 5e-324);
    ck_assert_double_eq(cJSON_GetArrayItem(doc->root, 5)->valuedouble, 1e-60);
    vf_json_doc_free(doc);
}
END_TEST

START_TEST(bytes) {
    bad("\xef\xbb\xbf{}", "1:1  the file begins with a byte order mark\n");
    bad("\xff\xfe{", "1:1  not JSON\n");
    bad("[\"a\xff\xfe\", \"\xc0\x80\"]", "1:4 /0 a string is not valid UTF-8\n"
                                         "1:10 /1 a string is not valid UTF-8\n");
    bad("[true\xd1, 1\xff]", "1:2 /0 not a JSON value\n1:9 /1 not a JSON number\n");
    bad("[\"a\tb\"]", "1:4 /0 control character in a string\n");
    bad_bytes("[\"a\0b\"]", 7, "1:4 /0 control character in a string\n");
    bad_bytes("[]\0", 3, "1:3  not JSON\n");
    bad("[\"\\q\",\"\\u12g4\",\"\\u0000\"]", "1:3 /0 bad escape in a string\n1:8 /1 bad escape in a string\n"
                                             "1:17 /2 the character U+0000 is not allowed in a string\n");
    bad("[\"\\ud800\",\"\\udc00\",\"\\ud800\\u0041\"]",
        "1:3 /0 half of a surrogate pair\n1:12 /1 half of a surrogate pair\n"
        "1:21 /2 half of a surrogate pair\n");
    bad("\"\\", "1:2  bad escape in a string\n1:3  not JSON\n");
    bad("\"\\u12", "1:2  bad escape in a string\n1:6  not JSON\n");
}
END_TEST

static char *nested(size_t depth) {
    char *text = vf_xmalloc(2 * depth + 1);
    memset(text, '[', depth);
    memset(text + depth, ']', depth);
    text[2 * depth] = '\0';
    return text;
}

START_TEST(depth) {
    char *text = nested(64);
    vf_json_doc_free(good(text));
    free(text);
    text = nested(65);
    struct vf_json_doc *doc;
    struct vf_error err = VF_ERROR_INIT;
    ck_assert_int_eq(vf_json_parse_text("t", text, strlen(text), &doc, &err), VF_E_CONFIG);
    ck_assert_uint_eq(err.n, 1);
    ck_assert_str_eq(err.items[0].message, "nested too deeply");
    ck_assert_int_eq(err.items[0].column, 65);
    vf_error_fini(&err);
    free(text);
    text = nested(1000000);
    ck_assert_int_eq(vf_json_parse_text("t", text, strlen(text), &doc, NULL), VF_E_CONFIG);
    free(text);
}
END_TEST

START_TEST(sizes) {
    size_t size = (size_t)VF_JSON_BYTES_MAX + 1;
    char *text = vf_xcalloc(1, size);
    struct vf_json_doc *doc;
    struct vf_error err = VF_ERROR_INIT;
    memset(text, ' ', size);
    text[0] = '1';
    ck_assert_int_eq(vf_json_parse_text("t", text, size, &doc, &err), VF_E_CONFIG);
    ck_assert_str_eq(err.items[0].message, "the JSON text is too large");
    ck_assert_int_eq(vf_json_parse_text("t", text, size - 1, &doc, NULL), VF_OK);
    vf_json_doc_free(doc);
    vf_error_fini(&err);
    free(text);
}
END_TEST

/* Many keys in one object on one line: the time must not grow with the square. */
START_TEST(wide_object) {
    struct vf_text text;
    vf_text_init(&text, 10000000);
    vf_text_puts(&text, "{");
    for (int i = 0; i < 100000; i++)
        vf_text_appendf(&text, "%s\"k%d\":%d", i ? "," : "", i, i);
    vf_text_puts(&text, "}");
    struct vf_json_doc *doc = good(text.data);
    int line, column;
    ck_assert_int_eq(vf_json_position(doc, "/k99999", &line, &column), 0);
    ck_assert_int_eq(column, (int)text.size - 5);
    vf_json_doc_free(doc);
    vf_text_fini(&text);
}
END_TEST

START_TEST(messages_say_what_to_do) {
    shown("{\n \"a\": Ture\n}", "t.json:2:7: /a: not a JSON value (expected true, false, null, a number or "
                                "a quoted string, found Ture)\n    did you mean true?\n");
    shown("{\"a\": [1, 2", "t.json:1:12: /a: not JSON (expected ']', found the end of the file)\n"
                           "    the array begins at 1:7\n");
    shown("[7.4 d]", "t.json:1:6: not JSON (expected ',' or ']', found 'd')\n"
                     "    is a comma missing before it?\n"
                     "t.json:1:6: /1: not a JSON value (expected true, false, null, a number "
                     "or a quoted string, found d)\n    put text in double quotes\n");
    shown("[7.4d]", "t.json:1:2: /0: not a JSON number (expected digits such as 12, 0.5 or 1.5e3, "
                    "found 7.4d)\n"
                    "    a quantity with a unit is a string, such as \"7.4 d\"\n");
}
END_TEST

START_TEST(files) {
    struct vf_json_doc *doc;
    struct vf_error err = VF_ERROR_INIT;
    ck_assert_int_eq(vf_json_parse_file("no/such/file.json", &doc, &err), VF_E_CONFIG);
    ck_assert_int_eq(err.code, VF_E_CONFIG);
    ck_assert_str_eq(err.items[0].file, "no/such/file.json");
    ck_assert_ptr_null(doc);
    vf_error_fini(&err);
    const char *path = VF_SOURCE_DIR "/tests/fuzz/corpus/base_json/good_nested.json";
    ck_assert_int_eq(vf_json_parse_file(path, &doc, &err), VF_OK);
    ck_assert_str_eq(doc->file, path);
    vf_json_doc_free(doc);
}
END_TEST

START_TEST(comma_locale) {
    if (!setlocale(LC_NUMERIC, "sv_SE.UTF-8") && !setlocale(LC_NUMERIC, "de_DE.UTF-8"))
        return; /* not installed here */
    struct vf_json_doc *doc = good("[0.5,1.25e-3,-7.000001]");
    ck_assert_double_eq(doc->root->child->valuedouble, 0.5);
    char *text = vf_json_print(doc->root, 0);
    ck_assert_str_eq(text, "[0.5,0.00125,-7.000001]");
    free(text);
    vf_json_doc_free(doc);
    setlocale(LC_NUMERIC, "C");
}
END_TEST

int main(void) {
    Suite *suite = suite_create("base json");
    TCase *tc = tcase_create("all");
    tcase_add_test(tc, values);
    tcase_add_test(tc, strings);
    tcase_add_test(tc, positions);
    tcase_add_test(tc, a_problem_is_placed_at_the_nearest_value);
    tcase_add_test(tc, lost_structure);
    tcase_add_test(tc, slips_that_are_read_over);
    tcase_add_test(tc, duplicate_keys);
    tcase_add_test(tc, numbers);
    tcase_add_test(tc, bytes);
    tcase_add_test(tc, depth);
    tcase_add_test(tc, sizes);
    tcase_add_test(tc, wide_object);
    tcase_add_test(tc, messages_say_what_to_do);
    tcase_add_test(tc, files);
    tcase_add_test(tc, comma_locale);
    suite_add_tcase(suite, tc);
    SRunner *sr = srunner_create(suite);
    srunner_set_fork_status(sr, CK_NOFORK);
    srunner_run_all(sr, CK_NORMAL);
    int failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}

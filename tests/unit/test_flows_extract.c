/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader of own extracts: what is kept of a row, which group it gets, and where a problem is said to stand. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vf_extract.h"

#define MAP_HEAD                                                                                             \
    "{\"stays\": {\"decimal\": \",\", \"columns\": {\"person\": \"id\", \"klinik\": \"klinik\", \"in\": "    \
    "\"in\", "                                                                                               \
    "\"out\": \"ut\", \"planned\": \"pl\", \"age\": \"ålder\", \"sex\": \"kön\", \"diagnosis\": \"dia\", " \
    "\"discharge\": \"sätt\", \"ready\": \"klar\", \"kommun\": \"kommun\"}"
#define HEAD "id;klinik;in;ut;pl;ålder;kön;dia;sätt;klar;kommun\n"

static char *file_of(const char *text, size_t size) {
    char *path = vf_xstrdup("test_extract_XXXXXX");
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, text, size), (ssize_t)size);
    close(fd);
    return path;
}

struct read {
    struct vf_extract_map map;
    struct vf_extract x;
    struct vf_error err;
    int code;
    char *path;
};

static struct read *read_text(const char *map, const char *text, bool skip) {
    struct read *r = vf_xcalloc(1, sizeof *r);
    char *map_path = file_of(map, strlen(map));
    r->path = file_of(text, strlen(text));
    r->code = vf_extract_map_read(map_path, &r->map, &r->err);
    if (r->code == VF_OK)
        r->code = vf_extract_stays(&r->map, r->path, skip, &r->x, &r->err);
    unlink(map_path);
    unlink(r->path);
    free(map_path);
    return r;
}

static void done(struct read *r) {
    vf_extract_fini(&r->x);
    vf_extract_map_fini(&r->map);
    vf_error_fini(&r->err);
    free(r->path);
    free(r);
}

static int32_t at(int year, int month, int day, int minute) {
    return (int32_t)(vf_date_days((struct vf_date){year, month, day}) * 1440 + minute);
}

START_TEST(rows_are_kept) {
    struct read *r = read_text(
        MAP_HEAD "}}",
        HEAD "a;Medicin, avd 3;2024-03-01 10:15;2024-03-05T11:00:30.5;0;77,5;2;I501;hem;2024-03-04;Storby\n"
             "\"b\";\"Kir \"\"A\"\"\";20240302;;ja;3;m;;;;\r\n\n"
             "a;Medicin, avd 3;2024-03-09 00:00;2024-03-09 23:59;akut;77,5;K;J44;avliden;;Storby\n",
        false);
    ck_assert_int_eq(r->code, VF_OK);
    ck_assert_uint_eq(r->x.n_stays, 3);
    const struct vf_extract_stay *s = r->x.stay;
    ck_assert_int_eq(s[0].in, at(2024, 3, 1, 615));
    ck_assert_int_eq(s[0].out, at(2024, 3, 5, 660));
    ck_assert_int_eq(s[0].ready, at(2024, 3, 4, 0));
    ck_assert_str_eq(r->x.klinik.name[s[0].klinik], "Medicin_avd_3");
    ck_assert_str_eq(r->x.klinik.name[s[1].klinik], "Kir_A");
    ck_assert_str_eq(r->x.group.name[s[0].group], "aldre");
    ck_assert_str_eq(r->x.group.name[s[1].group], "barn");
    ck_assert_uint_eq(s[0].person, s[2].person);
    ck_assert_uint_ne(s[0].person, s[1].person);
    ck_assert_int_eq(s[1].out, VF_EXTRACT_NONE);
    ck_assert(s[1].planned && !s[0].planned && !s[2].planned);
    ck_assert_int_eq(s[0].way, VF_WAY_HOME);
    ck_assert_int_eq(s[2].way, VF_WAY_DEATH);
    ck_assert_int_eq(s[1].kommun, VF_EXTRACT_NOBODY);
    ck_assert(!r->x.timed_in && r->x.timed_out);
    done(r);
}
END_TEST

START_TEST(groups_go_in_order) {
    struct read *r = read_text(
        MAP_HEAD ", \"values\": {\"planned\": {\"P\": \"planned\", \"A\": \"acute\"}}, \"klinik\": {\"101\": "
                 "\"med\", \"102\": "
                 "\"med\"}}, \"groups\": {\"svikt\": {\"diagnosis\": [\"I50\", \"I11\"]}, \"kvinnor\": "
                 "{\"sex\": \"kvinna\", "
                 "\"age\": [18, 64]}}, \"period\": {\"from\": \"2024-01-01\", \"to\": \"2024-12-31\"}}",
        HEAD "1;101;2024-01-01;2024-01-02;A;30;2;I509;;;\n2;102;2024-01-01;2024-01-02;P;64,9;2;J1;;;\n"
             "3;102;2024-01-01;2024-01-02;P;65;2;J1;;;\n4;102;2023-01-01;2023-12-31;P;65;2;J1;;;\n"
             "5;102;2025-01-01;2025-01-01;P;65;2;J1;;;\n",
        false);
    ck_assert_int_eq(r->code, VF_OK);
    ck_assert_uint_eq(r->x.n_stays, 3);
    ck_assert_uint_eq(r->x.dropped[VF_DROP_OUTSIDE], 2);
    ck_assert_uint_eq(r->x.klinik.n, 1);
    ck_assert_str_eq(r->x.group.name[r->x.stay[0].group], "svikt");
    ck_assert_str_eq(r->x.group.name[r->x.stay[1].group], "kvinnor");
    ck_assert_str_eq(r->x.group.name[r->x.stay[2].group], "ovriga");
    done(r);
}
END_TEST

START_TEST(problems_stand_where_they_are) {
    struct read *r =
        read_text(MAP_HEAD "}}",
                  HEAD "å1;;2024-02-30;2024-03-05;;;;;;;\nx;y\n1;A;2024-03-01;2024-03-05;;;;2024-02-01;\n"
                       "1;A;2024-03-01;2024-03-05;;;;;hem;;\n1;\"A\"x;2024-03-01;;;;;;;;\n",
                  false);
    ck_assert_int_eq(r->code, VF_E_CONFIG);
    ck_assert_str_eq(r->err.items[0].message, "no klinik");
    ck_assert_int_eq(r->err.items[0].line, 2);
    ck_assert_int_eq(r->err.items[0].column, 4);
    ck_assert_str_eq(r->err.items[1].message, "not a date");
    ck_assert_int_eq(r->err.items[1].column, 5);
    ck_assert_str_eq(r->err.items[1].found, "\"2024-02-30\"");
    ck_assert_str_eq(r->err.items[2].message, "the line has 2 cells");
    ck_assert_int_eq(r->err.items[2].line, 3);
    ck_assert_str_eq(r->err.items[4].message, "a quoted cell does not end where the cell ends");
    ck_assert_int_eq(r->err.items[4].line, 6);
    done(r);
}
END_TEST

START_TEST(bad_rows_may_be_passed) {
    struct vf_text text;
    vf_text_init(&text, 1 << 24);
    vf_text_puts(&text, HEAD);
    for (int i = 0; i < 1000; i++)
        vf_text_appendf(&text, "%d;A;2024-03-01;%s;%s;;;;;;\n", i, i % 2 ? "2024-03-02" : "2024-02-01",
                        i % 4 ? "0" : "7");
    struct read *r = read_text(MAP_HEAD "}}", text.data, false);
    ck_assert_int_eq(r->code, VF_E_CONFIG);
    ck_assert_uint_eq(r->err.n, VF_ERROR_ITEM_MAX);
    ck_assert_uint_eq(r->err.n + r->err.more, 750);
    done(r);
    r = read_text(MAP_HEAD "}}", text.data, true);
    ck_assert_int_eq(r->code, VF_OK);
    ck_assert_uint_eq(r->x.n_stays, 500);
    ck_assert_uint_eq(r->x.dropped[VF_DROP_BAD], 500);
    ck_assert_uint_eq(r->x.rows, 1000);
    done(r);
    vf_text_fini(&text);
}
END_TEST

START_TEST(map_is_checked) {
    struct read *r = read_text(
        "{\"stays\": {\"colums\": {}}, \"period\": {\"from\": \"2024-05-01\", \"to\": \"2024-04-01\"}}",
        "x\n", false);
    ck_assert_int_eq(r->code, VF_E_CONFIG);
    ck_assert_str_eq(r->err.items[0].advice, "did you mean \"columns\"?");
    done(r);
    r = read_text(MAP_HEAD "}}", "id,klinik,in\n", false);
    ck_assert_int_eq(r->code, VF_E_CONFIG);
    ck_assert_uint_eq(r->err.n, 8); /* every column that is not there */
    ck_assert_str_eq(r->err.items[0].pointer, "/stays/columns/out");
    done(r);
}
END_TEST

START_TEST(days_are_read) {
    const char map[] = "{\"stays\": {\"columns\": {\"person\": \"p\", \"klinik\": \"k\", \"in\": \"i\", "
                       "\"out\": \"o\"}}, \"days\": "
                       "{\"decimal\": \",\", \"columns\": {\"date\": \"datum\", \"ward\": \"avd\", "
                       "\"disponibla\": \"disp\", "
                       "\"overbelagda\": \"öb\"}, \"wards\": {\"41\": \"med\", \"42\": \"med\"}}}";
    struct read *r = read_text(map, "p,k,i,o\n1,a,2024-01-01,\n", false);
    const char text[] =
        "datum\tavd\tdisp\töb\n2024-01-01\t41\t22,5\t1\n2024-01-01\t42\t20.5\t\n2024-01-01\tÖron 3\t4\t0\n";
    char *path = file_of(text, sizeof text - 1);
    ck_assert_int_eq(vf_extract_days(&r->map, path, false, &r->x, &r->err), VF_OK);
    ck_assert_uint_eq(r->x.n_days, 3);
    ck_assert_uint_eq(r->x.ward.n, 2);
    ck_assert_str_eq(r->x.ward.name[1], "Oron_3");
    ck_assert_double_eq(r->x.day[0].disponibla, 22.5);
    ck_assert_double_eq(r->x.day[0].overbelagda, 1);
    ck_assert(isnan(r->x.day[1].overbelagda) && isnan(r->x.day[0].utlokaliserade));
    unlink(path);
    free(path);
    done(r);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("flows extract");
    TCase *tc = tcase_create("all");
    tcase_add_test(tc, rows_are_kept);
    tcase_add_test(tc, groups_go_in_order);
    tcase_add_test(tc, problems_stand_where_they_are);
    tcase_add_test(tc, bad_rows_may_be_passed);
    tcase_add_test(tc, map_is_checked);
    tcase_add_test(tc, days_are_read);
    suite_add_tcase(suite, tc);
    SRunner *sr = srunner_create(suite);
    srunner_set_fork_status(sr, CK_NOFORK);
    srunner_run_all(sr, CK_NORMAL);
    int failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}

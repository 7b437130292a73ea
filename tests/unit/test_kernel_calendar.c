/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates against the C library's own calendar, Easter and the Swedish holidays against published almanacs. */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "vf_calendar.h"

static bool same(struct vf_date d, int year, int month, int day) {
    return d.year == year && d.month == month && d.day == day;
}

/* Every day of 1900-2199 against gmtime: date, weekday, ISO week, and back. */
START_TEST(dates_match_gmtime) {
    for (int64_t n = vf_date_days((struct vf_date){1900, 1, 1});
         n < vf_date_days((struct vf_date){2200, 1, 1}); n++) {
        time_t seconds = (time_t)(n * 86400);
        struct tm tm;
        gmtime_r(&seconds, &tm);
        struct vf_date d = vf_date_from_days(n);
        ck_assert(same(d, tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday));
        ck_assert_int_eq(vf_date_days(d), n);
        ck_assert_int_eq(vf_date_weekday(d), (tm.tm_wday + 6) % 7);
        char week[8];
        strftime(week, sizeof week, "%V", &tm);
        ck_assert_int_eq(vf_date_iso_week(d), atoi(week));
    }
    ck_assert_int_eq(vf_date_days((struct vf_date){1970, 1, 1}), 0);
    ck_assert_int_eq(vf_date_days((struct vf_date){2000, 3, 1}), 11017);
    ck_assert_int_eq(vf_date_days((struct vf_date){1600, 2, 29}), -135081);
}
END_TEST

START_TEST(parse_takes_dates_only) {
    struct vf_date d;
    ck_assert_int_eq(vf_date_parse("2024-02-29", &d), 0);
    ck_assert(same(d, 2024, 2, 29));
    static const char *const bad[] = {
        "",           "2023-02-29", "2024-2-29",   "2024-13-01",      "2024-00-10", "2024-01-00",
        "2024-01-32", "24-01-01",   "2024-01-011", "2024/01/01",      "2024-01-0",  " 2024-01-01",
        "2024-04-31", "2100-02-29", "0000-01-01",  "2024-01-01T00:00"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        ck_assert_msg(vf_date_parse(bad[i], &d) == -1, "accepted \"%s\"", bad[i]);
    }
}
END_TEST

START_TEST(easter_table) {
    /* month x 100 + day, 2000-2049 */
    static const int table[50] = {423, 415, 331, 420, 411, 327, 416, 408, 323, 412, 404, 424, 408,
                                  331, 420, 405, 327, 416, 401, 421, 412, 404, 417, 409, 331, 420,
                                  405, 328, 416, 401, 421, 413, 328, 417, 409, 325, 413, 405, 425,
                                  410, 401, 421, 406, 329, 417, 409, 325, 414, 405, 418};
    for (int i = 0; i < 50; i++) {
        struct vf_date d = vf_easter(2000 + i);
        ck_assert_msg(same(d, 2000 + i, table[i] / 100, table[i] % 100), "Easter %d", 2000 + i);
    }
    ck_assert(same(vf_easter(1818), 1818, 3, 22)); /* the earliest possible */
    ck_assert(same(vf_easter(1943), 1943, 4, 25)); /* the latest */
    ck_assert(same(vf_easter(1954), 1954, 4, 18)); /* the exceptions of Gauss's rule */
    ck_assert(same(vf_easter(1981), 1981, 4, 19));
    ck_assert(same(vf_easter(2076), 2076, 4, 19));
    ck_assert(same(vf_easter(2099), 2099, 4, 12));
    for (int year = 1600; year < 2600; year++) {
        ck_assert_int_eq(vf_date_weekday(vf_easter(year)), 6);
    }
}
END_TEST

/* A year's whole list: nothing more, nothing less. */
static void holidays_are(int year, const int *table, int n) {
    int found = 0;
    int64_t end = vf_date_days((struct vf_date){year + 1, 1, 1});
    for (int64_t day = vf_date_days((struct vf_date){year, 1, 1}); day < end; day++) {
        struct vf_date d = vf_date_from_days(day);
        if (vf_holiday(d)) {
            ck_assert_msg(found < n && table[found] == d.month * 100 + d.day, "%d-%02d-%02d", year, d.month,
                          d.day);
            found++;
        }
    }
    ck_assert_int_eq(found, n);
}

START_TEST(holidays_of_known_years) {
    static const int y2019[] = {101, 106, 419, 421,  422,  501,  530,  606,
                                609, 621, 622, 1102, 1224, 1225, 1226, 1231};
    static const int y2024[] = {101, 106, 329, 331,  401,  501,  509,  519,
                                606, 621, 622, 1102, 1224, 1225, 1226, 1231};
    static const int y2025[] = {101, 106, 418, 420,  421,  501,  529,  606,
                                608, 620, 621, 1101, 1224, 1225, 1226, 1231};
    static const int y2026[] = {101, 106, 403, 405,  406,  501,  514,  524,
                                606, 619, 620, 1031, 1224, 1225, 1226, 1231};
    static const int y2027[] = {101, 106, 326, 328,  329,  501,  506,  516,
                                606, 625, 626, 1106, 1224, 1225, 1226, 1231};
    holidays_are(2019, y2019, 16);
    holidays_are(2024, y2024, 16);
    holidays_are(2025, y2025, 16);
    holidays_are(2026, y2026, 16);
    holidays_are(2027, y2027, 16);
    static const int y2008[] = {101, 106, 321,  323,  324,  501,  511, 606,
                                620, 621, 1101, 1224, 1225, 1226, 1231};
    holidays_are(2008, y2008, 15); /* Ascension day and 1 May fell together */
}
END_TEST

START_TEST(calendar_facts) {
    struct vf_calendar c;
    ck_assert_int_eq(vf_calendar_init(&c, (struct vf_date){2026, 1, 1}, 365, NULL), 0);
    int workdays = 0;
    for (int64_t i = 0; i < 365; i++) {
        workdays += c.day[i].workday;
    }
    /* 261 weekdays less those that are holidays: 1/1 6/1 3/4 6/4 1/5 14/5 19/6 24/12 25/12 31/12 */
    ck_assert_int_eq(workdays, 251);
    ck_assert_int_eq(c.day[0].weekday, 3);
    ck_assert_int_eq(c.day[0].iso_week, 1);
    ck_assert_int_eq(c.day[364].iso_week, 53);
    ck_assert_int_eq(c.day[3].holiday, 0); /* an ordinary Sunday */
    ck_assert_int_eq(c.day[3].workday, 0);
    /* from Thursday 2 April, 15:00: Good Friday to Easter Monday are not working days */
    int64_t t = 91 * VF_MS_DAY + 15 * VF_MS_HOUR;
    ck_assert_int_eq(vf_workdays_after(&c, t, 0), 91 * VF_MS_DAY);
    ck_assert_int_eq(vf_workdays_after(&c, t, 1), 96 * VF_MS_DAY);
    ck_assert_int_eq(vf_workdays_after(&c, t, 3), 98 * VF_MS_DAY);
    /* over the end of the calendar: 30 December (Wednesday) -> 4 January 2027 (Monday) */
    ck_assert_int_eq(vf_workdays_after(&c, 363 * VF_MS_DAY, 1), 368 * VF_MS_DAY);
    char text[32];
    vf_calendar_format(&c, 165 * VF_MS_DAY + 6 * VF_MS_HOUR + 59999, text, sizeof text);
    ck_assert_str_eq(text, "2026-06-15T06:00");
    vf_calendar_format(&c, -1, text, sizeof text);
    ck_assert_str_eq(text, "2025-12-31T23:59");
    vf_calendar_format(&c, 400 * VF_MS_DAY, text, sizeof text);
    ck_assert_str_eq(text, "2027-02-05T00:00");
    vf_calendar_fini(&c);
}
END_TEST

START_TEST(bad_calendars_are_refused) {
    struct vf_calendar c;
    struct vf_error err = VF_ERROR_INIT;
    ck_assert_int_eq(vf_calendar_init(&c, (struct vf_date){2026, 2, 30}, 10, &err), VF_E_CONFIG);
    ck_assert_ptr_nonnull(strstr(err.items[0].message, "2026-02-30"));
    ck_assert_int_eq(vf_calendar_init(&c, (struct vf_date){1500, 1, 1}, 10, &err), VF_E_CONFIG);
    ck_assert_int_eq(vf_calendar_init(&c, (struct vf_date){2026, 1, 1}, 0, &err), VF_E_CONFIG);
    ck_assert_int_eq(vf_calendar_init(&c, (struct vf_date){9999, 1, 1}, 366, &err), VF_E_CONFIG);
    vf_error_fini(&err);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("calendar");
    TCase *tcase = tcase_create("calendar");
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, dates_match_gmtime);
    tcase_add_test(tcase, parse_takes_dates_only);
    tcase_add_test(tcase, easter_table);
    tcase_add_test(tcase, holidays_of_known_years);
    tcase_add_test(tcase, calendar_facts);
    tcase_add_test(tcase, bad_calendars_are_refused);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

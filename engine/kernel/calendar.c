/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates and the calendar of a run. The compiler of a config calls vf_calendar_init once; afterwards the
 * calendar is read-only. Day numbers follow the proleptic Gregorian calendar (400-year cycle of 146097
 * days), week numbers ISO 8601: week 1 holds the first Thursday of the year. Nothing here may consult the
 * machine's clock or locale. */
#include "vf_calendar.h"

#include <stdlib.h>

enum { DAYS_PER_400_YEARS = 146097, DAYS_TO_1970 = 719468, FIRST_YEAR = 1600, LAST_YEAR = 9999 };

static bool leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

static int month_length(int year, int month) {
    static const int length[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && leap(year) ? 29 : length[month - 1];
}

bool vf_date_valid(struct vf_date d) {
    return d.year >= 1 && d.year <= LAST_YEAR && d.month >= 1 && d.month <= 12 && d.day >= 1 &&
           d.day <= month_length(d.year, d.month);
}

/* Years are counted from 1 March, so that the leap day is the last day of its year. */
int64_t vf_date_days(struct vf_date d) {
    int64_t year = d.month <= 2 ? (int64_t)d.year - 1 : d.year;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DAYS_PER_400_YEARS + day_of_era - DAYS_TO_1970;
}

struct vf_date vf_date_from_days(int64_t days) {
    int64_t z = days + DAYS_TO_1970;
    int64_t era = (z >= 0 ? z : z - (DAYS_PER_400_YEARS - 1)) / DAYS_PER_400_YEARS;
    int64_t day_of_era = z - era * DAYS_PER_400_YEARS;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * day_of_year + 2) / 153;
    struct vf_date d;
    d.day = (int)(day_of_year - (153 * shifted + 2) / 5 + 1);
    d.month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
    d.year = (int)(year_of_era + era * 400 + (d.month <= 2 ? 1 : 0));
    return d;
}

static int weekday_of(int64_t days) {
    return (int)(((days + 3) % 7 + 7) % 7); /* 1970-01-01 was a Thursday */
}

int vf_date_weekday(struct vf_date d) { return weekday_of(vf_date_days(d)); }

int vf_date_iso_week(struct vf_date d) {
    int64_t days = vf_date_days(d);
    int64_t thursday = days - weekday_of(days) + 3;
    struct vf_date january = {vf_date_from_days(thursday).year, 1, 1};
    return (int)((thursday - vf_date_days(january)) / 7 + 1);
}

static int digits(const char *text, int n) {
    int value = 0;
    for (int i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return -1;
        }
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

int vf_date_parse(const char *text, struct vf_date *out) {
    int year = digits(text, 4);
    if (year < 0 || text[4] != '-') {
        return -1;
    }
    int month = digits(text + 5, 2);
    if (month < 0 || text[7] != '-') {
        return -1;
    }
    struct vf_date d = {year, month, digits(text + 8, 2)};
    if (d.day < 0 || text[10] != '\0' || !vf_date_valid(d)) {
        return -1;
    }
    *out = d;
    return 0;
}

static struct vf_day day_facts(int64_t days) {
    struct vf_date d = vf_date_from_days(days);
    int weekday = weekday_of(days);
    bool holiday = vf_holiday(d);
    return (struct vf_day){.year = (int16_t)d.year,
                           .month = (uint8_t)d.month,
                           .day = (uint8_t)d.day,
                           .weekday = (uint8_t)weekday,
                           .holiday = holiday,
                           .workday = weekday < 5 && !holiday,
                           .iso_week = (uint8_t)vf_date_iso_week(d)};
}

int vf_calendar_init(struct vf_calendar *c, struct vf_date start, int64_t days, struct vf_error *err) {
    *c = (struct vf_calendar){start, 0, NULL};
    if (!vf_date_valid(start) || start.year < FIRST_YEAR) {
        return vf_error_set(err, VF_E_CONFIG,
                            "the start date %04d-%02d-%02d is not a date between 1600 and 9999", start.year,
                            start.month, start.day);
    }
    int64_t first = vf_date_days(start);
    int64_t room = vf_date_days((struct vf_date){LAST_YEAR, 12, 31}) - first + 1;
    if (days < 1 || days > room) {
        return vf_error_set(err, VF_E_CONFIG,
                            "a calendar of %lld days: expected 1 to %lld from the start date",
                            (long long)days, (long long)room);
    }
    c->days = days;
    c->day = vf_xcalloc((size_t)days, sizeof *c->day);
    for (int64_t i = 0; i < days; i++) {
        c->day[i] = day_facts(first + i);
    }
    return 0;
}

void vf_calendar_fini(struct vf_calendar *c) {
    free(c->day);
    c->day = NULL;
    c->days = 0;
}

int64_t vf_workdays_after(const struct vf_calendar *c, int64_t t, int64_t k) {
    int64_t day = vf_day_of(t);
    int64_t first = vf_date_days(c->start);
    while (k > 0) {
        day++;
        bool workday = day < c->days ? c->day[day].workday : day_facts(first + day).workday;
        k -= workday ? 1 : 0;
    }
    return day * VF_MS_DAY;
}

static char *put(char *at, int value, int width) {
    for (int i = width - 1; i >= 0; i--) {
        at[i] = (char)('0' + value % 10);
        value /= 10;
    }
    return at + width;
}

void vf_calendar_format(const struct vf_calendar *c, int64_t t, char *buf, size_t size) {
    VF_ASSERT(size >= 32, "vf_calendar_format needs 32 bytes");
    int64_t day = vf_day_of(t);
    int64_t rest = vf_time_of_day(t);
    if (rest < 0) {
        day--;
        rest += VF_MS_DAY;
    }
    struct vf_date d = vf_date_from_days(vf_date_days(c->start) + day);
    char *at = put(buf, d.year, d.year > LAST_YEAR ? 6 : 4);
    *at++ = '-';
    at = put(at, d.month, 2);
    *at++ = '-';
    at = put(at, d.day, 2);
    *at++ = 'T';
    at = put(at, (int)(rest / VF_MS_HOUR), 2);
    *at++ = ':';
    at = put(at, (int)(rest % VF_MS_HOUR / VF_MS_MINUTE), 2);
    *at = '\0';
}

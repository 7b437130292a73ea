/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The calendar of a run. Simulated time is int64_t ms since the start date 00:00; every day is 24 h (no
 * daylight saving), weeks are ISO 8601 weeks, holidays are the Swedish ones of today's law applied to
 * every year. */
#ifndef VF_CALENDAR_H
#define VF_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vf_error.h"

#define VF_MS_SECOND INT64_C(1000)
#define VF_MS_MINUTE INT64_C(60000)
#define VF_MS_HOUR INT64_C(3600000)
#define VF_MS_DAY INT64_C(86400000)
#define VF_MS_WEEK INT64_C(604800000)

struct vf_date {
    int year, month, day; /* month 1-12, day 1-31 */
};

/* Day facts, precomputed for `days` days from the start. */
struct vf_day {
    int16_t year;
    uint8_t month, day; /* 1-12, 1-31 */
    uint8_t weekday;    /* 0 = Monday .. 6 = Sunday */
    uint8_t holiday;    /* 1 = vf_holiday; an ordinary Sunday is 0 */
    uint8_t workday;    /* 1 = Monday-Friday and not a holiday */
    uint8_t iso_week;   /* 1-53 */
};

/* Read-only after vf_calendar_init; shared by threads. */
struct vf_calendar {
    struct vf_date start;
    int64_t days;
    struct vf_day *day;
};

/* Calendar of `days` (>= 1) days from `start`, within the years 1600-9999. 0, or VF_E_CONFIG (then nothing
 * to release). */
int vf_calendar_init(struct vf_calendar *c, struct vf_date start, int64_t days, struct vf_error *err);
void vf_calendar_fini(struct vf_calendar *c);

int vf_date_parse(const char *text, struct vf_date *out); /* exactly "2026-06-15", a real date; 0 or -1 */
bool vf_date_valid(struct vf_date d);                     /* a day of the Gregorian calendar, years 1-9999 */
int64_t vf_date_days(struct vf_date d);                   /* days since 1970-01-01, proleptic Gregorian */
struct vf_date vf_date_from_days(int64_t days);
int vf_date_weekday(struct vf_date d);  /* 0 = Monday .. 6 = Sunday */
int vf_date_iso_week(struct vf_date d); /* 1-53 */
struct vf_date vf_easter(int year);     /* Easter Sunday, Gregorian */
/* Swedish public holidays (lag 1989:253) that are not merely Sundays, and the three eves that are free in
 * practice: midsommarafton, julafton, nyarsafton. */
bool vf_holiday(struct vf_date d);

/* The day that the time lies in, and how far into it; before the start too (patients of an initial state). */
static inline int64_t vf_day_of(int64_t ms) { return (ms < 0 ? ms - (VF_MS_DAY - 1) : ms) / VF_MS_DAY; }
static inline int64_t vf_time_of_day(int64_t ms) { return ms - vf_day_of(ms) * VF_MS_DAY; }
/* First ms of the k-th working day after the day of t (k = 0: the day of t itself, whether it is one or
 * not). Goes on past the end of the calendar. O(k). */
int64_t vf_workdays_after(const struct vf_calendar *c, int64_t t, int64_t k);
/* "2026-06-15T06:00" for a time (minutes rounded down); buf >= 32 bytes; locale-free; t may lie outside
 * the calendar. */
void vf_calendar_format(const struct vf_calendar *c, int64_t t, char *buf, size_t size);

#include "vf_profile.h"

#endif

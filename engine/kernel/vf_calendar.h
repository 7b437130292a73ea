/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The calendar of a run and the time functions (profiles) that follow it. Simulated time is int64_t ms since
 * the start date 00:00; every day is 24 h (no daylight saving). */
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
    uint8_t month, day;  /* 1-12, 1-31 */
    uint8_t weekday;     /* 0 = Monday .. 6 = Sunday */
    uint8_t holiday;     /* 1 = Swedish public holiday (rod dag) or julafton/midsommarafton/nyarsafton */
    uint8_t workday;     /* 1 = Monday-Friday and not a holiday */
    uint8_t iso_week;    /* 1-53 */
};
struct vf_calendar {
    struct vf_date start;
    int64_t days;
    struct vf_day *day;
};
int vf_calendar_init(struct vf_calendar *c, struct vf_date start, int64_t days, struct vf_error *err);
void vf_calendar_fini(struct vf_calendar *c);
int vf_date_parse(const char *text, struct vf_date *out); /* "2026-06-15"; 0 or -1 */
int64_t vf_date_days(struct vf_date d);                   /* days since 1970-01-01, proleptic Gregorian */
struct vf_date vf_date_from_days(int64_t days);
struct vf_date vf_easter(int year);
bool vf_holiday(struct vf_date d);
static inline int64_t vf_day_of(int64_t ms) { return ms / VF_MS_DAY; }
static inline int64_t vf_time_of_day(int64_t ms) { return ms % VF_MS_DAY; }
/* First ms of the k-th working day after the day of t (k = 0: the day of t itself, whether it is one or not). */
int64_t vf_workdays_after(const struct vf_calendar *c, int64_t t, int64_t k);
/* "2026-06-15T06:00" for a time; buf >= 32 bytes; locale-free. */
void vf_calendar_format(const struct vf_calendar *c, int64_t t, char *buf, size_t size);

/* A profile: value(t) = base(t) x hour x weekday x month x seasons x cycle steps x trend + sinusoids. Built with the calls
 * below in any order, then vf_profile_compile once; read-only afterwards. */
struct vf_profile; /* defined here by the implementation, embeddable */
void vf_profile_init(struct vf_profile *p, double base);
void vf_profile_fini(struct vf_profile *p);
int vf_profile_hours(struct vf_profile *p, const double factor[24], struct vf_error *err);
int vf_profile_weekdays(struct vf_profile *p, const double factor[7], struct vf_error *err); /* Monday first */
int vf_profile_months(struct vf_profile *p, const double factor[12], struct vf_error *err);
/* hour x weekday table instead of two factors: 168 values, Monday 00 first. */
int vf_profile_hour_of_week(struct vf_profile *p, const double factor[168], struct vf_error *err);
/* every year from month-day to month-day inclusive (may wrap over New Year), a factor */
int vf_profile_season(struct vf_profile *p, int from_month, int from_day, int to_month, int to_day, double factor, struct vf_error *err);
/* ISO weeks from..to inclusive (may wrap), a factor */
int vf_profile_weeks(struct vf_profile *p, int from_week, int to_week, double factor, struct vf_error *err);
/* steps over a cycle of any period, phase from the start of the run: value (not factor) replaces base from `at` on */
int vf_profile_cycle(struct vf_profile *p, int64_t period, size_t n, const int64_t *at, const double *value, struct vf_error *err);
int vf_profile_sinusoid(struct vf_profile *p, int64_t period, double amplitude, int64_t phase, struct vf_error *err);
int vf_profile_dated(struct vf_profile *p, struct vf_date from, double base, struct vf_error *err); /* base changes for good */
int vf_profile_yearly(struct vf_profile *p, int year, double factor, struct vf_error *err); /* year-indexed factor, held after the last */
int vf_profile_trend(struct vf_profile *p, double per_year, struct vf_error *err); /* x (1 + per_year)^(years since start), linear within */
int vf_profile_holiday(struct vf_profile *p, int as_weekday, double factor, struct vf_error *err); /* as_weekday -1: none */
int vf_profile_scale(struct vf_profile *p, double factor);
/* Checks values over the calendar (negative -> clamp not allowed: error), finds the bound and constancy. */
int vf_profile_compile(struct vf_profile *p, const struct vf_calendar *c, struct vf_error *err);

double vf_profile_value(const struct vf_profile *p, const struct vf_calendar *c, int64_t t); /* O(1), libm-free */
double vf_profile_max(const struct vf_profile *p);  /* least upper bound over the calendar (tight up to sinusoid amplitude) */
double vf_profile_mean(const struct vf_profile *p, const struct vf_calendar *c, int64_t from, int64_t to); /* exact for piecewise constant */
bool vf_profile_constant(const struct vf_profile *p);
/* The first time > t at which the piecewise-constant part may change (hour grid, cycle steps, day edges as needed); INT64_MAX: never.
 * Sinusoids are sampled on the hour. */
int64_t vf_profile_next_change(const struct vf_profile *p, const struct vf_calendar *c, int64_t t);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Profiles against a second, naive evaluation straight from the definition; next_change, bound and mean
 * against looking at every minute. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_calendar.h"

static struct vf_calendar calendar; /* three years from Thursday 2026-01-01 */
enum { DAYS = 1096 };

static void setup(void) {
    ck_assert_int_eq(vf_calendar_init(&calendar, (struct vf_date){2026, 1, 1}, DAYS, NULL), 0);
}
static void teardown(void) { vf_calendar_fini(&calendar); }

static int64_t at(int year, int month, int day, int hour) {
    return (vf_date_days((struct vf_date){year, month, day}) - vf_date_days(calendar.start)) * VF_MS_DAY +
           hour * VF_MS_HOUR;
}

static double value_at(const struct vf_profile *p, int year, int month, int day, int hour) {
    return vf_profile_value(p, &calendar, at(year, month, day, hour));
}

/* Between t and next_change nothing may change; the bound holds; the mean is the sum over minutes. `step`
 * bounds the resolution of the profile's changes. Waves: only hourly changes are asked for. */
static void brute_force(const struct vf_profile *p, int64_t from, int64_t to, int64_t step, bool waves) {
    int64_t change = from;
    double sum = 0, held = -1;
    for (int64_t t = from; t < to; t += step) {
        double value = vf_profile_value(p, &calendar, t);
        if (t >= change) {
            ck_assert_msg(t == change || t == from, "a change between steps");
            held = value;
            change = vf_profile_next_change(p, &calendar, t);
            ck_assert_int_gt(change, t);
            ck_assert(!waves || change <= (t / VF_MS_HOUR + 1) * VF_MS_HOUR);
        }
        ck_assert_msg(waves || value == held, "missed a change at %lld", (long long)t);
        ck_assert_int_eq(vf_profile_next_change(p, &calendar, t), change);
        ck_assert(value >= 0 && value <= vf_profile_max(p));
        sum += vf_profile_value(p, &calendar, t + step / 2) * (double)step; /* midpoints, for the waves */
    }
    double mean = vf_profile_mean(p, &calendar, from, to);
    ck_assert_double_eq_tol(mean, sum / (double)(to - from), (waves ? 1e-7 : 1e-11) * vf_profile_max(p));
}

static void compile(struct vf_profile *p) {
    struct vf_error err = VF_ERROR_INIT;
    int code = vf_profile_compile(p, &calendar, &err);
    ck_assert_msg(code == 0, "%s", err.n > 0 ? err.items[0].message : "?");
    vf_error_fini(&err);
}

START_TEST(constant) {
    struct vf_profile p;
    vf_profile_init(&p, 22);
    compile(&p);
    ck_assert(vf_profile_constant(&p));
    ck_assert_double_eq(vf_profile_value(&p, &calendar, 12345678), 22);
    ck_assert_double_eq(vf_profile_max(&p), 22);
    ck_assert_double_eq(vf_profile_mean(&p, &calendar, 5, 500000), 22);
    ck_assert_int_eq(vf_profile_next_change(&p, &calendar, 0), INT64_MAX);
    ck_assert_int_eq(vf_profile_scale(&p, 0.5), 0);
    ck_assert_int_eq(vf_profile_scale(&p, -1), VF_E_CONFIG);
    double flat[24];
    for (int i = 0; i < 24; i++) {
        flat[i] = 3;
    }
    ck_assert_int_eq(vf_profile_hours(&p, flat, NULL), 0);
    ck_assert_int_eq(vf_profile_cycle(&p, 1000, 2, (int64_t[]){0, 10}, (double[]){7, 7}, NULL), 0);
    compile(&p);
    ck_assert(vf_profile_constant(&p)); /* all the same value: recognised */
    ck_assert_double_eq(vf_profile_value(&p, &calendar, 0), 10.5);
    vf_profile_fini(&p);
}
END_TEST

static void some_hours(double hours[24]) {
    for (int i = 0; i < 24; i++) {
        hours[i] = i < 7 ? 0.5 : i < 12 ? 1.5 : i < 18 ? 1.25 : 0.75;
    }
}

START_TEST(hours_and_weekdays) {
    struct vf_profile p;
    double hours[24];
    some_hours(hours);
    static const double weekdays[7] = {1.25, 1, 1, 1, 1, 0.5, 0.25};
    vf_profile_init(&p, 4);
    ck_assert_int_eq(vf_profile_hours(&p, hours, NULL), 0);
    ck_assert_int_eq(vf_profile_weekdays(&p, weekdays, NULL), 0);
    compile(&p);
    ck_assert_int_eq(p.mode, VF_PROFILE_WEEKLY);
    for (int64_t h = 0; h < 24 * 50; h++) {
        double expected = 4 * hours[h % 24] * weekdays[(h / 24 + 3) % 7];
        ck_assert_double_eq(vf_profile_value(&p, &calendar, h * VF_MS_HOUR), expected);
        ck_assert_double_eq(vf_profile_value(&p, &calendar, h * VF_MS_HOUR + VF_MS_HOUR - 1), expected);
    }
    ck_assert_double_eq(vf_profile_max(&p), 4 * 1.5 * 1.25);
    brute_force(&p, 0, 30 * VF_MS_DAY, VF_MS_MINUTE, false);
    brute_force(&p, 5 * VF_MS_MINUTE, 9 * VF_MS_DAY + 7 * VF_MS_MINUTE, VF_MS_MINUTE, false);
    /* Thursday 23:00 and Friday 00-06 differ, Friday 00 to 07 does not */
    ck_assert_int_eq(vf_profile_next_change(&p, &calendar, 24 * VF_MS_HOUR), 31 * VF_MS_HOUR);
    vf_profile_fini(&p);
}
END_TEST

START_TEST(hour_of_week) {
    struct vf_profile p;
    double table[168];
    for (int i = 0; i < 168; i++) {
        table[i] = i;
    }
    vf_profile_init(&p, 2);
    ck_assert_int_eq(vf_profile_hour_of_week(&p, table, NULL), 0);
    ck_assert_int_eq(vf_profile_holiday(&p, 6, 1, NULL), 0);
    compile(&p);
    ck_assert_double_eq(value_at(&p, 2026, 1, 2, 5), 2 * (4 * 24 + 5)); /* a Friday */
    ck_assert_double_eq(value_at(&p, 2026, 1, 5, 0), 0);                /* a Monday */
    ck_assert_double_eq(value_at(&p, 2026, 1, 1, 5), 2 * (6 * 24 + 5)); /* New Year's Day counts as Sunday */
    ck_assert_double_eq(value_at(&p, 2026, 6, 19, 23), 2 * 167);        /* midsommarafton */
    ck_assert_double_eq(vf_profile_max(&p), 2 * 167);
    brute_force(&p, 0, 14 * VF_MS_DAY, VF_MS_MINUTE, false);
    ck_assert_int_eq(vf_profile_weekdays(&p, (double[7]){1, 1, 1, 1, 1, 1, 1}, NULL), 0);
    struct vf_error err = VF_ERROR_INIT;
    ck_assert_int_eq(vf_profile_compile(&p, &calendar, &err), VF_E_CONFIG);
    ck_assert_ptr_nonnull(strstr(err.items[0].message, "hour-of-week"));
    vf_error_fini(&err);
    vf_profile_fini(&p);
}
END_TEST

START_TEST(periods_come_once) {
    struct vf_profile p;
    vf_profile_init(&p, 8);
    ck_assert_int_eq(
        vf_profile_period(&p, (struct vf_date){2026, 2, 3}, (struct vf_date){2026, 2, 5}, 1.5, NULL), 0);
    ck_assert_int_eq(
        vf_profile_period(&p, (struct vf_date){2026, 2, 5}, (struct vf_date){9999, 12, 31}, 0.5, NULL), 0);
    compile(&p);
    ck_assert_double_eq(value_at(&p, 2026, 2, 2, 23), 8);
    ck_assert_double_eq(value_at(&p, 2026, 2, 3, 0), 12);
    ck_assert_double_eq(value_at(&p, 2026, 2, 5, 23), 6);
    ck_assert_double_eq(value_at(&p, 2026, 2, 6, 0), 4);
    ck_assert_double_eq(vf_profile_max(&p), 12);
    brute_force(&p, 30 * VF_MS_DAY, 50 * VF_MS_DAY, VF_MS_MINUTE, false);
    vf_profile_fini(&p);
}
END_TEST

START_TEST(months_seasons_weeks) {
    struct vf_profile p;
    double months[12] = {1, 1, 1, 1, 1, 1, 0.5, 1, 1, 1, 1, 2};
    vf_profile_init(&p, 8);
    ck_assert_int_eq(vf_profile_months(&p, months, NULL), 0);
    ck_assert_int_eq(vf_profile_season(&p, (const int[]){12, 20, 1, 6}, 1.5, NULL), 0);
    ck_assert_int_eq(vf_profile_season(&p, (const int[]){2, 29, 2, 29}, 3, NULL), 0);
    ck_assert_int_eq(vf_profile_weeks(&p, 52, 1, 1.25, NULL), 0);
    ck_assert_int_eq(vf_profile_weeks(&p, 28, 31, 0.25, NULL), 0);
    compile(&p);
    ck_assert_double_eq(value_at(&p, 2026, 1, 1, 0), 8 * 1.5 * 1.25);
    ck_assert_double_eq(value_at(&p, 2026, 1, 4, 23), 8 * 1.5 * 1.25);
    ck_assert_double_eq(value_at(&p, 2026, 1, 5, 0), 8 * 1.5);
    ck_assert_double_eq(value_at(&p, 2026, 1, 7, 0), 8);
    ck_assert_double_eq(value_at(&p, 2026, 12, 19, 23), 16);
    ck_assert_double_eq(value_at(&p, 2026, 12, 20, 0), 24);
    ck_assert_double_eq(value_at(&p, 2026, 12, 31, 0), 16 * 1.5 * 1.25); /* week 53 */
    ck_assert_double_eq(value_at(&p, 2026, 7, 5, 0), 4);
    ck_assert_double_eq(value_at(&p, 2026, 7, 6, 0), 1); /* Monday of week 28 */
    ck_assert_double_eq(value_at(&p, 2026, 8, 2, 23), 2);
    ck_assert_double_eq(value_at(&p, 2026, 8, 3, 0), 8);
    ck_assert_double_eq(value_at(&p, 2028, 2, 29, 12), 24);
    ck_assert_double_eq(value_at(&p, 2027, 3, 1, 12), 8);
    ck_assert_double_eq(vf_profile_max(&p), 30);
    ck_assert_int_eq(vf_profile_next_change(&p, &calendar, at(2026, 1, 7, 3)), at(2026, 7, 1, 0));
    ck_assert_int_eq(vf_profile_next_change(&p, &calendar, at(2028, 12, 31, 3)), INT64_MAX);
    brute_force(&p, 0, DAYS * VF_MS_DAY, VF_MS_HOUR, false);
    double hours[24];
    some_hours(hours);
    ck_assert_int_eq(vf_profile_hours(&p, hours, NULL), 0);
    compile(&p);
    brute_force(&p, 0, DAYS * VF_MS_DAY, VF_MS_HOUR, false);
    vf_profile_fini(&p);
}
END_TEST

START_TEST(dated_years_trend) {
    struct vf_profile p;
    vf_profile_init(&p, 24);
    ck_assert_int_eq(vf_profile_dated(&p, (struct vf_date){2027, 6, 15}, 18, NULL), 0);
    ck_assert_int_eq(vf_profile_dated(&p, (struct vf_date){2026, 6, 15}, 22, NULL), 0);
    compile(&p);
    ck_assert(!vf_profile_constant(&p));
    ck_assert_double_eq(value_at(&p, 2026, 6, 14, 23), 24);
    ck_assert_double_eq(value_at(&p, 2026, 6, 15, 0), 22);
    ck_assert_double_eq(value_at(&p, 2028, 6, 15, 0), 18);
    ck_assert_int_eq(vf_profile_next_change(&p, &calendar, 0), at(2026, 6, 15, 0));
    ck_assert_int_eq(vf_profile_next_change(&p, &calendar, at(2026, 6, 15, 0)), at(2027, 6, 15, 0));
    ck_assert_int_eq(vf_profile_next_change(&p, &calendar, at(2027, 6, 15, 0)), INT64_MAX);
    double mean = (24.0 * 165 + 22.0 * 365 + 18.0 * (DAYS - 530)) / DAYS;
    ck_assert_double_eq_tol(vf_profile_mean(&p, &calendar, 0, DAYS * VF_MS_DAY), mean, 1e-12);
    vf_profile_fini(&p);

    vf_profile_init(&p, 10);
    ck_assert_int_eq(vf_profile_yearly(&p, 2028, 1.5, NULL), 0);
    ck_assert_int_eq(vf_profile_yearly(&p, 2026, 1.25, NULL), 0);
    compile(&p);
    ck_assert_double_eq(value_at(&p, 2026, 3, 1, 0), 12.5);
    ck_assert_double_eq(value_at(&p, 2027, 3, 1, 0), 12.5); /* held */
    ck_assert_double_eq(value_at(&p, 2028, 1, 1, 0), 15);
    vf_profile_fini(&p);

    vf_profile_init(&p, 100);
    ck_assert_int_eq(vf_profile_trend(&p, 0.5, NULL), 0);
    compile(&p);
    ck_assert_double_eq(value_at(&p, 2026, 1, 1, 12), 100);
    ck_assert_double_eq_tol(value_at(&p, 2026, 7, 1, 0), 100 * (1 + 0.5 * 181 / 365), 1e-12);
    ck_assert_double_eq(value_at(&p, 2027, 1, 1, 0), 150);
    ck_assert_double_eq(value_at(&p, 2028, 1, 1, 0), 225);
    ck_assert_double_eq_tol(value_at(&p, 2028, 2, 29, 0), 225 * (1 + 0.5 * 59 / 366), 1e-12);
    brute_force(&p, 0, DAYS * VF_MS_DAY, VF_MS_HOUR, false);
    vf_profile_fini(&p);
}
END_TEST

START_TEST(cycle_of_any_period) {
    struct vf_profile p;
    static const int64_t steps[] = {10 * 60000, 40 * 60000, 41 * 60000, 1000 * 60000};
    static const double values[] = {3, 5, 5, 1};
    int64_t period = 4001 * VF_MS_MINUTE;
    vf_profile_init(&p, 99);
    ck_assert_int_eq(vf_profile_cycle(&p, period, 4, steps, values, NULL), 0);
    compile(&p);
    for (int64_t t = 0; t < 20 * VF_MS_DAY; t += VF_MS_MINUTE) {
        int64_t phase = t % period;
        double expected = phase < steps[0] ? 1 : phase < steps[1] ? 3 : phase < steps[3] ? 5 : 1;
        ck_assert_double_eq(vf_profile_value(&p, &calendar, t), expected);
    }
    brute_force(&p, 0, 20 * VF_MS_DAY, VF_MS_MINUTE, false);
    ck_assert_int_eq(vf_profile_next_change(&p, &calendar, steps[1]), steps[3]); /* equal steps are one */
    ck_assert_int_eq(vf_profile_next_change(&p, &calendar, steps[3]), period + steps[0]);
    double hours[24];
    some_hours(hours);
    ck_assert_int_eq(vf_profile_hours(&p, hours, NULL), 0);
    ck_assert_int_eq(vf_profile_dated(&p, (struct vf_date){2026, 1, 12}, 50, NULL), 0);
    ck_assert_int_eq(vf_profile_scale(&p, 2), 0);
    compile(&p);
    brute_force(&p, 0, 30 * VF_MS_DAY, VF_MS_MINUTE, false);
    ck_assert_double_eq(value_at(&p, 2026, 1, 11, 23), 2 * 0.75 * 1);
    ck_assert_double_eq(value_at(&p, 2026, 1, 12, 0), 100 * 0.5);
    vf_profile_fini(&p);

    enum { MANY = 500 }; /* crowded steps: the buckets still find them */
    int64_t begin[MANY];
    double value[MANY];
    for (int i = 0; i < MANY; i++) {
        begin[i] = (int64_t)i * i * 7;
        value[i] = i % 13;
    }
    vf_profile_init(&p, 0);
    ck_assert_int_eq(vf_profile_cycle(&p, VF_MS_DAY, MANY, begin, value, NULL), 0);
    compile(&p);
    for (int i = 0; i < MANY; i++) {
        ck_assert_double_eq(vf_profile_value(&p, &calendar, begin[i] + 3 * VF_MS_DAY), value[i]);
        ck_assert_double_eq(vf_profile_value(&p, &calendar, begin[i] + 3 * VF_MS_DAY - 1),
                            i == 0 ? value[MANY - 1] : value[i - 1]);
    }
    vf_profile_fini(&p);
}
END_TEST

START_TEST(sinusoids) {
    struct vf_profile p;
    vf_profile_init(&p, 10);
    ck_assert_int_eq(vf_profile_sinusoid(&p, VF_MS_DAY, 4, 6 * VF_MS_HOUR, NULL), 0);
    ck_assert_int_eq(vf_profile_sinusoid(&p, 365 * VF_MS_DAY, -3, -VF_MS_DAY, NULL), 0);
    compile(&p);
    for (int64_t t = 0; t < 400 * VF_MS_DAY; t += 7 * VF_MS_MINUTE + 13) {
        double turn = 6.283185307179586476925;
        double expected = 10 + 4 * sin(turn * (double)(t - 6 * VF_MS_HOUR) / (double)VF_MS_DAY) -
                          3 * sin(turn * (double)(t + VF_MS_DAY) / (double)(365 * VF_MS_DAY));
        ck_assert_double_eq_tol(vf_profile_value(&p, &calendar, t), expected, 1e-11);
    }
    ck_assert_double_eq(vf_profile_max(&p), 17);
    brute_force(&p, 0, 30 * VF_MS_DAY, VF_MS_MINUTE, true);
    ck_assert_double_eq_tol(vf_profile_mean(&p, &calendar, 0, 365 * VF_MS_DAY), 10, 1e-12);
    /* between 6 and 18 o'clock the daily wave averages 2/pi of its amplitude */
    vf_profile_fini(&p);
    vf_profile_init(&p, 4);
    ck_assert_int_eq(vf_profile_sinusoid(&p, VF_MS_DAY, 4, 6 * VF_MS_HOUR, NULL), 0);
    compile(&p);
    ck_assert_double_eq(vf_profile_value(&p, &calendar, 0), 0); /* touches zero, not below */
    ck_assert_double_eq(vf_profile_value(&p, &calendar, 12 * VF_MS_HOUR), vf_profile_max(&p));
    ck_assert_double_eq_tol(vf_profile_mean(&p, &calendar, 6 * VF_MS_HOUR, 18 * VF_MS_HOUR),
                            4 + 8 / 3.14159265358979323846, 1e-12);
    vf_profile_fini(&p);
}
END_TEST

START_TEST(holidays) {
    struct vf_profile p;
    static const double weekdays[7] = {5, 4, 4, 4, 4, 2, 1};
    vf_profile_init(&p, 1);
    ck_assert_int_eq(vf_profile_weekdays(&p, weekdays, NULL), 0);
    ck_assert_int_eq(vf_profile_holiday(&p, 6, 0.5, NULL), 0);
    compile(&p);
    ck_assert_double_eq(value_at(&p, 2026, 4, 2, 9), 4);
    ck_assert_double_eq(value_at(&p, 2026, 4, 3, 9), 0.5);
    ck_assert_double_eq(value_at(&p, 2026, 4, 5, 9), 0.5);
    ck_assert_double_eq(value_at(&p, 2026, 4, 6, 9), 0.5);
    ck_assert_double_eq(value_at(&p, 2026, 4, 7, 9), 4);
    brute_force(&p, 0, DAYS * VF_MS_DAY, VF_MS_HOUR, false);
    ck_assert_int_eq(vf_profile_holiday(&p, -1, 1, NULL), 0);
    compile(&p);
    ck_assert_double_eq(value_at(&p, 2026, 4, 6, 9), 5);
    ck_assert_int_eq(p.mode, VF_PROFILE_WEEKLY);
    vf_profile_fini(&p);
}
END_TEST

#define REFUSED(call) ck_assert_msg((call) == VF_E_CONFIG, "accepted: %s", #call)

START_TEST(bad_numbers_are_refused) {
    struct vf_profile p;
    struct vf_error err = VF_ERROR_INIT;
    double bad24[24] = {[3] = -1}, bad7[7] = {[6] = NAN}, bad12[12] = {[0] = INFINITY},
           bad168[168] = {[100] = -1e-300};
    vf_profile_init(&p, 1);
    REFUSED(vf_profile_hours(&p, bad24, &err));
    ck_assert_ptr_nonnull(strstr(err.items[0].message, "hour factor 4 is -1"));
    REFUSED(vf_profile_weekdays(&p, bad7, &err));
    REFUSED(vf_profile_months(&p, bad12, &err));
    REFUSED(vf_profile_hour_of_week(&p, bad168, &err));
    REFUSED(vf_profile_season(&p, (const int[]){2, 30, 3, 1}, 1, &err));
    REFUSED(vf_profile_season(&p, (const int[]){2, 3, 3, 1}, -1, &err));
    REFUSED(vf_profile_period(&p, (struct vf_date){2026, 2, 3}, (struct vf_date){2026, 2, 2}, 1, &err));
    REFUSED(vf_profile_period(&p, (struct vf_date){2026, 2, 3}, (struct vf_date){2026, 2, 3}, -1, &err));
    REFUSED(vf_profile_weeks(&p, 0, 3, 1, &err));
    REFUSED(vf_profile_weeks(&p, 1, 54, 1, &err));
    REFUSED(vf_profile_cycle(&p, 0, 1, (int64_t[]){0}, (double[]){1}, &err));
    REFUSED(vf_profile_cycle(&p, 10, 2, (int64_t[]){0, 10}, (double[]){1, 2}, &err));
    REFUSED(vf_profile_cycle(&p, 10, 2, (int64_t[]){5, 5}, (double[]){1, 2}, &err));
    REFUSED(vf_profile_cycle(&p, 10, 1, (int64_t[]){5}, (double[]){-1}, &err));
    REFUSED(vf_profile_sinusoid(&p, 0, 1, 0, &err));
    REFUSED(vf_profile_sinusoid(&p, 1, NAN, 0, &err));
    REFUSED(vf_profile_dated(&p, (struct vf_date){2026, 2, 29}, 1, &err));
    REFUSED(vf_profile_dated(&p, (struct vf_date){2026, 2, 28}, -1, &err));
    REFUSED(vf_profile_yearly(&p, 2026, -1, &err));
    REFUSED(vf_profile_trend(&p, -1, &err));
    REFUSED(vf_profile_holiday(&p, 7, 1, &err));
    REFUSED(vf_profile_holiday(&p, 0, NAN, &err));
    vf_profile_fini(&p);

    vf_profile_init(&p, -1);
    REFUSED(vf_profile_compile(&p, &calendar, &err));
    vf_profile_fini(&p);

    vf_profile_init(&p, 10); /* below zero for one hour of one summer day only */
    ck_assert_int_eq(vf_profile_season(&p, (const int[]){7, 1, 7, 1}, 0.39, NULL), 0);
    ck_assert_int_eq(vf_profile_sinusoid(&p, VF_MS_DAY, 4, 6 * VF_MS_HOUR, NULL), 0);
    vf_error_fini(&err);
    REFUSED(vf_profile_compile(&p, &calendar, &err));
    ck_assert_ptr_nonnull(strstr(err.items[0].message, "2026-07-01T00:00"));
    vf_profile_fini(&p);

    vf_profile_init(&p, 1e300);
    ck_assert_int_eq(vf_profile_trend(&p, 1e6, NULL), 0);
    REFUSED(vf_profile_compile(&p, &calendar, &err));
    vf_profile_fini(&p);
    vf_error_fini(&err);
}
END_TEST

/* Everything at once, checked only against itself (value constant between changes, bound, mean). */
START_TEST(all_forms_together) {
    struct vf_profile p;
    double hours[24], months[12];
    some_hours(hours);
    for (int i = 0; i < 12; i++) {
        months[i] = 1 + 0.01 * i;
    }
    vf_profile_init(&p, 6);
    ck_assert_int_eq(vf_profile_hours(&p, hours, NULL), 0);
    ck_assert_int_eq(vf_profile_weekdays(&p, (double[7]){1.1, 1, 1, 1, 1, 0.7, 0.7}, NULL), 0);
    ck_assert_int_eq(vf_profile_months(&p, months, NULL), 0);
    ck_assert_int_eq(vf_profile_season(&p, (const int[]){6, 20, 8, 15}, 0.8, NULL), 0);
    ck_assert_int_eq(vf_profile_weeks(&p, 7, 9, 1.3, NULL), 0);
    ck_assert_int_eq(vf_profile_yearly(&p, 2027, 1.02, NULL), 0);
    ck_assert_int_eq(vf_profile_trend(&p, -0.01, NULL), 0);
    ck_assert_int_eq(vf_profile_holiday(&p, 6, 0.9, NULL), 0);
    ck_assert_int_eq(vf_profile_cycle(&p, 28 * VF_MS_DAY, 2, (int64_t[]){90 * VF_MS_MINUTE, 15 * VF_MS_DAY},
                                      (double[]){5, 7}, NULL),
                     0);
    compile(&p);
    brute_force(&p, 0, 200 * VF_MS_DAY, 30 * VF_MS_MINUTE, false);
    ck_assert_int_eq(vf_profile_sinusoid(&p, VF_MS_DAY, 1, 0, NULL), 0);
    compile(&p);
    brute_force(&p, 0, 60 * VF_MS_DAY, VF_MS_MINUTE, true);
    vf_profile_fini(&p);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("profile");
    TCase *tcase = tcase_create("profile");
    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, constant);
    tcase_add_test(tcase, hours_and_weekdays);
    tcase_add_test(tcase, hour_of_week);
    tcase_add_test(tcase, periods_come_once);
    tcase_add_test(tcase, months_seasons_weeks);
    tcase_add_test(tcase, dated_years_trend);
    tcase_add_test(tcase, cycle_of_any_period);
    tcase_add_test(tcase, sinusoids);
    tcase_add_test(tcase, holidays);
    tcase_add_test(tcase, bad_numbers_are_refused);
    tcase_add_test(tcase, all_forms_together);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

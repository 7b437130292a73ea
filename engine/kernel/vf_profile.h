/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Profiles: numbers that follow the calendar (an arrival rate, a number of beds).
 *   value(t) = scale x (base(t) x hour x weekday x month x seasons x weeks x periods x years x trend x holiday
 *                       + sinusoids)
 * Built with the calls below in any order, then vf_profile_compile once; read-only afterwards and shared
 * by threads. Everything but the sinusoids is constant within an hour, or between the steps of the cycle.
 * No libm is called. Included by vf_calendar.h. */
#ifndef VF_PROFILE_H
#define VF_PROFILE_H

#include "vf_calendar.h"

enum vf_profile_mode { VF_PROFILE_CONSTANT, VF_PROFILE_WEEKLY, VF_PROFILE_GENERAL };

struct vf_profile_spec; /* what the building calls said */
struct vf_profile_shared;
struct vf_profile_plan; /* what vf_profile_compile made of it */

struct vf_profile {
    int mode;        /* enum vf_profile_mode, after compiling */
    double constant; /* the value in mode CONSTANT */
    double max;
    struct vf_profile_spec *spec;
    struct vf_profile_plan *plan; /* NULL in mode CONSTANT and before compiling */
};

/* Building. Factors are finite and >= 0; anything else is refused with VF_E_CONFIG. A second call of the
 * same kind replaces the first, except that seasons, weeks, sinusoids, dated values and years add up. */
void vf_profile_init(struct vf_profile *p, double base);
void vf_profile_fini(struct vf_profile *p);
int vf_profile_hours(struct vf_profile *p, const double factor[24], struct vf_error *err);
int vf_profile_weekdays(struct vf_profile *p, const double factor[7],
                        struct vf_error *err); /* Monday first */
int vf_profile_months(struct vf_profile *p, const double factor[12], struct vf_error *err);
/* hour x weekday table instead of the two factors: 168 values, Monday 00 first. */
int vf_profile_hour_of_week(struct vf_profile *p, const double factor[168], struct vf_error *err);
/* Every year from month-day to month-day inclusive (may wrap over New Year), a factor; span = {from month, from day,
 * to month, to day}. */
int vf_profile_season(struct vf_profile *p, const int span[4], double factor, struct vf_error *err);
/* ISO weeks from..to inclusive (may wrap), a factor. */
int vf_profile_weeks(struct vf_profile *p, int from_week, int to_week, double factor, struct vf_error *err);
/* From one date to another, both inclusive, a factor: once, not every year. */
int vf_profile_period(struct vf_profile *p, struct vf_date from, struct vf_date to, double factor,
                      struct vf_error *err);
/* n steps over a cycle of `period` ms counted from the start of the run: value[i] replaces the base from
 * at[i] (rising, 0 <= at < period) to the next step; the last one goes on into the next cycle until at[0].
 * A dated value ends it. */
int vf_profile_cycle(struct vf_profile *p, int64_t period, size_t n, const int64_t *at, const double *value,
                     struct vf_error *err);
/* Adds amplitude x sin(2 pi (t - phase) / period): rises through zero at t = phase. Any sign of amplitude. */
int vf_profile_sinusoid(struct vf_profile *p, int64_t period, double amplitude, int64_t phase,
                        struct vf_error *err);
/* The base changes for good from that day on (a date before the run counts from its start). */
int vf_profile_dated(struct vf_profile *p, struct vf_date from, double base, struct vf_error *err);
/* A factor per calendar year, held until the next given year and after the last; 1 before the first. */
int vf_profile_yearly(struct vf_profile *p, int year, double factor, struct vf_error *err);
/* x (1 + per_year)^(whole years since the start), straight lines between, in daily steps. per_year > -1. */
int vf_profile_trend(struct vf_profile *p, double per_year, struct vf_error *err);
/* On holidays: the weekday factors of another day (0 Monday .. 6 Sunday; -1: its own) and a factor. */
int vf_profile_holiday(struct vf_profile *p, int as_weekday, double factor, struct vf_error *err);
int vf_profile_scale(struct vf_profile *p, double factor); /* of the whole, sinusoids too; calls multiply */

/* Finds the tables, the bound and constancy. Refuses a value below zero anywhere in the calendar. May be
 * called again after more building calls, also with another calendar. */
int vf_profile_compile(struct vf_profile *p, const struct vf_calendar *c, struct vf_error *err);
/* The same for many profiles over one calendar: their days are worked out once where only level and hours
 * differ. Borrows from the profiles, which must outlive it and not be built on meanwhile. */
struct vf_profile_shared *vf_profile_shared_new(void);
void vf_profile_shared_free(struct vf_profile_shared *shared);
int vf_profile_compile_shared(struct vf_profile *p, const struct vf_calendar *c,
                              struct vf_profile_shared *shared, struct vf_error *err);

/* t >= 0; past the calendar's end the last day goes on. */
double vf_profile_varying(const struct vf_profile *p, int64_t t);
/* The value at t: O(1), libm-free, the same bits on every CPU. `c` is the calendar of vf_profile_compile. */
static inline double vf_profile_value(const struct vf_profile *p, const struct vf_calendar *c, int64_t t) {
    (void)c;
    return p->mode == VF_PROFILE_CONSTANT ? p->constant : vf_profile_varying(p, t);
}
static inline bool vf_profile_constant(const struct vf_profile *p) { return p->mode == VF_PROFILE_CONSTANT; }
/* An upper bound over the calendar, reached by some t unless a cycle or sinusoids are combined with other
 * factors. */
static inline double vf_profile_max(const struct vf_profile *p) { return p->max; }
/* Time average over [from, to), the value if from == to. Exact (the sinusoids by their integral; calls
 * libm). */
double vf_profile_mean(const struct vf_profile *p, const struct vf_calendar *c, int64_t from, int64_t to);
/* The first time > t at which the part that is piecewise constant may change; INT64_MAX: never. With
 * sinusoids it is never later than the next full hour, so that a step function may follow them. */
int64_t vf_profile_next_change(const struct vf_profile *p, const struct vf_calendar *c, int64_t t);

#endif

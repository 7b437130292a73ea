/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Building a profile: each call checks its numbers and notes them; vf_profile_compile makes the tables. */
#include "vf_profile_plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void vf_profile_init(struct vf_profile *p, double base) {
    *p = (struct vf_profile){.mode = VF_PROFILE_CONSTANT, .constant = base, .max = base};
    p->spec = vf_xcalloc(1, sizeof *p->spec);
    struct vf_profile_spec *s = p->spec;
    s->base = base;
    s->scale = 1;
    s->holiday_factor = 1;
    s->holiday_as = -1;
    for (int i = 0; i < 24; i++) {
        s->hours[i] = 1;
    }
    for (int i = 0; i < 7; i++) {
        s->weekdays[i] = 1;
    }
    for (int i = 0; i < 12; i++) {
        s->months[i] = 1;
    }
}

void vf_profile_fini(struct vf_profile *p) {
    vf_profile_plan_free(p->plan);
    p->plan = NULL;
    struct vf_profile_spec *s = p->spec;
    if (s != NULL) {
        free(s->table);
        free(s->spans);
        free(s->waves);
        free(s->dated);
        free(s->years);
        free(s->step_at);
        free(s->step_value);
        free(s);
        p->spec = NULL;
    }
}

static bool usable(double factor) { return isfinite(factor) && factor >= 0; }

static int refuse(struct vf_error *err, const char *what, double found) {
    return vf_error_set(err, VF_E_CONFIG, "profile: %s is %g: expected a finite number >= 0", what, found);
}

static int copy_factors(double *to, const double *from, size_t n, const char *what, struct vf_error *err) {
    for (size_t i = 0; i < n; i++) {
        if (!usable(from[i])) {
            return vf_error_set(err, VF_E_CONFIG,
                                "profile: %s factor %zu is %g: expected a finite number >= 0", what, i + 1,
                                from[i]);
        }
    }
    memcpy(to, from, n * sizeof *to);
    return 0;
}

int vf_profile_hours(struct vf_profile *p, const double factor[24], struct vf_error *err) {
    p->spec->has_factors = true;
    return copy_factors(p->spec->hours, factor, 24, "hour", err);
}

int vf_profile_weekdays(struct vf_profile *p, const double factor[7], struct vf_error *err) {
    p->spec->has_factors = true;
    return copy_factors(p->spec->weekdays, factor, 7, "weekday", err);
}

int vf_profile_months(struct vf_profile *p, const double factor[12], struct vf_error *err) {
    return copy_factors(p->spec->months, factor, 12, "month", err);
}

int vf_profile_hour_of_week(struct vf_profile *p, const double factor[168], struct vf_error *err) {
    if (p->spec->table == NULL) {
        p->spec->table = vf_xcalloc(168, sizeof *p->spec->table);
    }
    return copy_factors(p->spec->table, factor, 168, "hour-of-week", err);
}

static void add_span(struct vf_profile_spec *s, struct vf_profile_span span) {
    s->spans = vf_xrealloc(s->spans, (s->nspans + 1) * sizeof *s->spans);
    s->spans[s->nspans++] = span;
}

int vf_profile_season(struct vf_profile *p, const int span[4], double factor, struct vf_error *err) {
    struct vf_date from = {2000, span[0], span[1]}; /* a leap year: 29 February may be named */
    struct vf_date to = {2000, span[2], span[3]};
    if (!vf_date_valid(from) || !vf_date_valid(to)) {
        return vf_error_set(err, VF_E_CONFIG,
                            "profile: a season from %02d-%02d to %02d-%02d is not two days of a year",
                            span[0], span[1], span[2], span[3]);
    }
    if (!usable(factor)) {
        return refuse(err, "the factor of a season", factor);
    }
    add_span(p->spec, (struct vf_profile_span){VF_SPAN_SEASON, span[0] * 100 + span[1],
                                               span[2] * 100 + span[3], factor});
    return 0;
}

int vf_profile_weeks(struct vf_profile *p, int from_week, int to_week, double factor, struct vf_error *err) {
    if (from_week < 1 || from_week > 53 || to_week < 1 || to_week > 53) {
        return vf_error_set(err, VF_E_CONFIG, "profile: weeks %d to %d: expected ISO weeks 1 to 53",
                            from_week, to_week);
    }
    if (!usable(factor)) {
        return refuse(err, "the factor of a span of weeks", factor);
    }
    add_span(p->spec, (struct vf_profile_span){VF_SPAN_WEEKS, from_week, to_week, factor});
    return 0;
}

int vf_profile_period(struct vf_profile *p, struct vf_date from, struct vf_date to, double factor,
                      struct vf_error *err) {
    if (!vf_date_valid(from) || !vf_date_valid(to) || vf_date_days(from) > vf_date_days(to)) {
        return vf_error_set(
            err, VF_E_CONFIG,
            "profile: a period from %04d-%02d-%02d to %04d-%02d-%02d is not two dates in order", from.year,
            from.month, from.day, to.year, to.month, to.day);
    }
    if (!usable(factor)) {
        return refuse(err, "the factor of a period", factor);
    }
    add_span(p->spec, (struct vf_profile_span){VF_SPAN_PERIOD, vf_date_days(from), vf_date_days(to), factor});
    return 0;
}

int vf_profile_cycle(struct vf_profile *p, int64_t period, size_t n, const int64_t *at, const double *value,
                     struct vf_error *err) {
    struct vf_profile_spec *s = p->spec;
    if (period < 1 || n < 1) {
        return vf_error_set(err, VF_E_CONFIG, "profile: a cycle needs a period > 0 and at least one step");
    }
    for (size_t i = 0; i < n; i++) {
        if (at[i] < 0 || at[i] >= period || (i > 0 && at[i] <= at[i - 1])) {
            return vf_error_set(
                err, VF_E_CONFIG,
                "profile: step %zu of a cycle begins at %lld ms: expected rising times within the "
                "period of %lld ms",
                i + 1, (long long)at[i], (long long)period);
        }
        if (!usable(value[i])) {
            return refuse(err, "the value of a cycle's step", value[i]);
        }
    }
    s->period = period;
    s->nsteps = n;
    s->step_at = vf_xrealloc(s->step_at, n * sizeof *at);
    s->step_value = vf_xrealloc(s->step_value, n * sizeof *value);
    memcpy(s->step_at, at, n * sizeof *at);
    memcpy(s->step_value, value, n * sizeof *value);
    return 0;
}

int vf_profile_sinusoid(struct vf_profile *p, int64_t period, double amplitude, int64_t phase,
                        struct vf_error *err) {
    struct vf_profile_spec *s = p->spec;
    if (period < 1) {
        return vf_error_set(err, VF_E_CONFIG, "profile: a sinusoid's period is %lld ms: expected > 0",
                            (long long)period);
    }
    if (!isfinite(amplitude)) {
        return vf_error_set(err, VF_E_CONFIG, "profile: a sinusoid's amplitude is not finite");
    }
    phase %= period;
    s->waves = vf_xrealloc(s->waves, (s->nwaves + 1) * sizeof *s->waves);
    s->waves[s->nwaves++] = (struct vf_profile_wave){period, phase < 0 ? phase + period : phase, amplitude};
    return 0;
}

int vf_profile_dated(struct vf_profile *p, struct vf_date from, double base, struct vf_error *err) {
    struct vf_profile_spec *s = p->spec;
    if (!vf_date_valid(from)) {
        return vf_error_set(err, VF_E_CONFIG, "profile: %04d-%02d-%02d is not a date", from.year, from.month,
                            from.day);
    }
    if (!usable(base)) {
        return refuse(err, "a dated value", base);
    }
    int64_t day = vf_date_days(from);
    s->dated = vf_xrealloc(s->dated, (s->ndated + 1) * sizeof *s->dated);
    size_t i = s->ndated++;
    for (; i > 0 && s->dated[i - 1].day > day; i--) { /* kept by date; of one date the later call counts */
        s->dated[i] = s->dated[i - 1];
    }
    s->dated[i] = (struct vf_profile_dated){day, base};
    return 0;
}

int vf_profile_yearly(struct vf_profile *p, int year, double factor, struct vf_error *err) {
    struct vf_profile_spec *s = p->spec;
    if (!usable(factor)) {
        return refuse(err, "a year's factor", factor);
    }
    s->years = vf_xrealloc(s->years, (s->nyears + 1) * sizeof *s->years);
    size_t i = s->nyears++;
    for (; i > 0 && s->years[i - 1].year > year; i--) {
        s->years[i] = s->years[i - 1];
    }
    s->years[i] = (struct vf_profile_year){year, factor};
    return 0;
}

int vf_profile_trend(struct vf_profile *p, double per_year, struct vf_error *err) {
    if (!isfinite(per_year) || per_year <= -1) {
        return vf_error_set(err, VF_E_CONFIG, "profile: a trend of %g a year: expected a finite number > -1",
                            per_year);
    }
    p->spec->trend = per_year;
    return 0;
}

int vf_profile_holiday(struct vf_profile *p, int as_weekday, double factor, struct vf_error *err) {
    if (as_weekday < -1 || as_weekday > 6) {
        return vf_error_set(err, VF_E_CONFIG,
                            "profile: a holiday as weekday %d: expected -1, or 0 (Monday) to 6", as_weekday);
    }
    if (!usable(factor)) {
        return refuse(err, "the factor of holidays", factor);
    }
    p->spec->holiday_as = as_weekday;
    p->spec->holiday_factor = factor;
    return 0;
}

int vf_profile_scale(struct vf_profile *p, double factor) {
    if (!usable(factor)) {
        return VF_E_CONFIG;
    }
    p->spec->scale *= factor;
    return 0;
}

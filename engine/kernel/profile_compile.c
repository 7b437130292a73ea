/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compiles a profile over a calendar: one level per day (everything that changes by the day), one row of
 * 24 hour factors per kind of weekday, the steps of the cycle, the sinusoids. Then the cheapest mode that
 * gives the same values: a constant, a table of 168 hours, or the general one. */
#include "vf_profile_plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void vf_profile_plan_free(struct vf_profile_plan *plan) {
    if (plan != NULL) {
        free(plan->level);
        free(plan->row);
        free(plan->next_day);
        free(plan->cycle.at);
        free(plan->cycle.value);
        free(plan->cycle.bucket);
        free(plan->waves);
        free(plan);
    }
}

/* `date`: the day since 1970. */
static double spans_factor(const struct vf_profile_spec *s, const struct vf_day *day, int64_t date) {
    const int64_t now[] = {day->month * 100 + day->day, day->iso_week, date};
    double factor = 1;
    for (size_t i = 0; i < s->nspans; i++) {
        const struct vf_profile_span *span = &s->spans[i];
        int64_t t = now[span->kind];
        bool inside =
            span->from <= span->to ? t >= span->from && t <= span->to : t >= span->from || t <= span->to;
        factor *= inside ? span->factor : 1;
    }
    return factor;
}

static double year_factor(const struct vf_profile_spec *s, int year) {
    double factor = 1;
    for (size_t i = 0; i < s->nyears && s->years[i].year <= year; i++) {
        factor = s->years[i].factor;
    }
    return factor;
}

/* Index of the dated value in force on a day since 1970, -1 before the first. */
static int64_t dated_index(const struct vf_profile_spec *s, int64_t day) {
    int64_t index = -1;
    while (index + 1 < (int64_t)s->ndated && s->dated[index + 1].day <= day) {
        index++;
    }
    return index;
}

struct trend {
    double rate, level;
    struct vf_date start;
    int years;
    int64_t from, to; /* the anniversaries around the day, since 1970 */
};

static double trend_factor(struct trend *trend, int64_t day) {
    while (day >= trend->to) {
        struct vf_date next = trend->start;
        next.year += ++trend->years + 1;
        trend->level *= 1 + trend->rate;
        trend->from = trend->to;
        trend->to = vf_date_days(next);
    }
    return trend->level * (1 + trend->rate * (double)(day - trend->from) / (double)(trend->to - trend->from));
}

/* What the days of one calendar come to for profiles that differ in their level and hours only. */
struct days {
    const struct vf_profile_spec *of; /* the first that had them */
    double *season;                   /* months, spans and years of each day, multiplied */
    double *year;                     /* trend and holiday */
    uint8_t *row;
    struct days *next;
};

struct vf_profile_shared {
    struct days *days;
};

struct vf_profile_shared *vf_profile_shared_new(void) {
    return vf_xcalloc(1, sizeof(struct vf_profile_shared));
}

void vf_profile_shared_free(struct vf_profile_shared *shared) {
    for (struct days *d = shared->days, *next; d != NULL; d = next) {
        next = d->next;
        free(d->season);
        free(d->year);
        free(d->row);
        free(d);
    }
    free(shared);
}

static bool same_spans(const struct vf_profile_spec *a, const struct vf_profile_spec *b) {
    bool same = a->nspans == b->nspans;
    for (size_t i = 0; same && i < a->nspans; i++) {
        const struct vf_profile_span *x = &a->spans[i], *y = &b->spans[i];
        same = x->kind == y->kind && x->from == y->from && x->to == y->to && x->factor == y->factor;
    }
    return same;
}

static bool same_years(const struct vf_profile_spec *a, const struct vf_profile_spec *b) {
    bool same = a->nyears == b->nyears;
    for (size_t i = 0; same && i < a->nyears; i++) {
        same = a->years[i].year == b->years[i].year && a->years[i].factor == b->years[i].factor;
    }
    return same;
}

static bool same_days(const struct vf_profile_spec *a, const struct vf_profile_spec *b) {
    return a->trend == b->trend && a->holiday_factor == b->holiday_factor && a->holiday_as == b->holiday_as &&
           memcmp(a->months, b->months, sizeof a->months) == 0 && same_spans(a, b) && same_years(a, b);
}

static const struct days *days_of(struct vf_profile_shared *shared, const struct vf_profile_spec *s,
                                  const struct vf_calendar *c) {
    for (const struct days *d = shared->days; d != NULL; d = d->next) {
        if (same_days(d->of, s)) {
            return d;
        }
    }
    int64_t first = vf_date_days(c->start);
    struct vf_date next = {c->start.year + 1, c->start.month, c->start.day};
    struct trend trend = {s->trend, 1, c->start, 0, first, vf_date_days(next)};
    struct days *made = vf_xcalloc(1, sizeof *made);
    *made = (struct days){s, vf_xcalloc((size_t)c->days, sizeof *made->season),
                          vf_xcalloc((size_t)c->days, sizeof *made->year),
                          vf_xcalloc((size_t)c->days, sizeof *made->row), shared->days};
    shared->days = made;
    for (int64_t d = 0; d < c->days; d++) {
        const struct vf_day *day = &c->day[d];
        made->season[d] =
            s->months[day->month - 1] * spans_factor(s, day, first + d) * year_factor(s, day->year);
        made->year[d] = trend_factor(&trend, first + d) * (day->holiday ? s->holiday_factor : 1);
        made->row[d] = (uint8_t)(day->holiday && s->holiday_as >= 0 ? s->holiday_as : day->weekday);
    }
    return made;
}

static int fill_days(struct vf_profile_plan *plan, const struct vf_profile_spec *s,
                     const struct vf_calendar *c, struct vf_profile_shared *shared, struct vf_error *err) {
    const struct days *days = days_of(shared, s, c);
    int64_t first = s->ndated > 0 ? vf_date_days(c->start) : 0;
    double base = s->nsteps > 0 ? 1 : s->base;
    plan->days = c->days;
    plan->level = vf_xmalloc((size_t)c->days * sizeof *plan->level);
    plan->row = vf_xmalloc((size_t)c->days * sizeof *plan->row);
    memcpy(plan->row, days->row, (size_t)c->days * sizeof *plan->row);
    double scale = s->scale;
    for (int64_t d = 0; d < c->days && s->ndated == 0; d++) {
        plan->level[d] = base * days->season[d] * (days->year[d] * scale);
    }
    for (int64_t d = 0; d < c->days; d++) {
        if (s->ndated > 0) {
            int64_t dated = dated_index(s, first + d);
            plan->level[d] = (dated >= 0 ? s->dated[dated].base : base) * days->season[d];
            plan->level[d] *= days->year[d] * scale;
        }
        if (!isfinite(plan->level[d])) {
            const struct vf_day *day = &c->day[d];
            return vf_error_set(err, VF_E_CONFIG,
                                "profile: the value grows beyond all numbers on %04d-%02d-%02d", day->year,
                                day->month, day->day);
        }
    }
    return 0;
}

static void fill_hours(struct vf_profile_plan *plan, const struct vf_profile_spec *s) {
    for (int w = 0; w < 7; w++) {
        for (int h = 0; h < 24; h++) {
            plan->hour[w][h] = s->has_table ? s->table[w * 24 + h] : s->hours[h] * s->weekdays[w];
        }
        uint8_t next = 24;
        for (int h = 23; h >= 0; h--) {
            if (h < 23 && plan->hour[w][h + 1] != plan->hour[w][h]) {
                next = (uint8_t)(h + 1);
            }
            plan->hour_next[w][h] = next;
        }
    }
}

static void fill_next_days(struct vf_profile_plan *plan) {
    plan->next_day = vf_xmalloc((size_t)plan->days * sizeof *plan->next_day);
    int32_t next = INT32_MAX;
    for (int64_t d = plan->days - 1; d >= 0; d--) {
        plan->next_day[d] = next;
        if (d > 0) {
            const double *row = plan->hour[plan->row[d]];
            bool flat = plan->hour_next[plan->row[d]][0] == 24;
            double before = plan->level[d - 1] * plan->hour[plan->row[d - 1]][23];
            next = !flat || plan->level[d] * row[0] != before ? (int32_t)d : next;
        }
    }
}

/* Rotates the steps so that one begins at 0, and joins neighbours of equal value. */
static void fill_cycle(struct vf_profile_plan *plan, const struct vf_profile_spec *s,
                       const struct vf_calendar *c) {
    struct vf_profile_cycle *cycle = &plan->cycle;
    if (s->nsteps == 0) {
        return;
    }
    cycle->period = s->period;
    cycle->until = INT64_MAX;
    if (s->ndated > 0) {
        int64_t day = s->dated[0].day - vf_date_days(c->start);
        cycle->until = day > 0 ? day * VF_MS_DAY : 0;
    }
    cycle->at = vf_xcalloc(s->nsteps + 1, sizeof *cycle->at);
    cycle->value = vf_xcalloc(s->nsteps + 1, sizeof *cycle->value);
    cycle->value[cycle->n++] = s->step_at[0] == 0 ? s->step_value[0] : s->step_value[s->nsteps - 1];
    for (size_t i = 0; i < s->nsteps; i++) {
        if (s->step_value[i] != cycle->value[cycle->n - 1]) {
            cycle->at[cycle->n] = s->step_at[i];
            cycle->value[cycle->n++] = s->step_value[i];
        }
    }
    int64_t buckets = 2 * (int64_t)cycle->n;
    cycle->width = cycle->period / buckets + 1;
    cycle->bucket = vf_xcalloc((size_t)buckets, sizeof *cycle->bucket);
    uint32_t step = 0;
    for (int64_t b = 0; b < buckets; b++) {
        while (step + 1 < cycle->n && cycle->at[step + 1] <= b * cycle->width) {
            step++;
        }
        cycle->bucket[b] = step;
    }
}

static void fill_waves(struct vf_profile_plan *plan, const struct vf_profile_spec *s) {
    plan->waves = vf_xcalloc(s->nwaves + 1, sizeof *plan->waves);
    for (size_t i = 0; i < s->nwaves; i++) {
        if (s->waves[i].amplitude * s->scale != 0) {
            plan->waves[plan->nwaves] = s->waves[i];
            plan->waves[plan->nwaves++].amplitude *= s->scale;
        }
    }
}

/* True when the levels never change and the rows only follow the week; fills the week's table. */
static bool weekly(struct vf_profile_plan *plan, int weekday) {
    if (plan->nwaves > 0 || (plan->cycle.n > 0 && plan->cycle.until > 0)) {
        return false;
    }
    for (int64_t d = 0; d < plan->days; d++) {
        int row = (int)((weekday + d) % 7);
        if (plan->level[d] != plan->level[0] ||
            (plan->row[d] != row &&
             memcmp(plan->hour[row], plan->hour[plan->row[d]], sizeof plan->hour[0]) != 0)) {
            return false;
        }
    }
    for (int i = 0; i < 168; i++) {
        plan->week[i] = plan->level[0] * plan->hour[(weekday + i / 24) % 7][i % 24];
    }
    for (int i = 2 * 168 - 1, gap = 168; i >= 0; i--) { /* from the week after, whose end is not known */
        bool changes = plan->week[(i + 1) % 168] != plan->week[i % 168];
        gap = changes ? 1 : gap < 168 ? gap + 1 : 168;
        plan->week_gap[i % 168] = (uint8_t)gap;
    }
    return true;
}

static double least(double a, double b) { return b < a ? b : a; }

static double most(double a, double b) { return b > a ? b : a; }

/* Bounds of the piecewise part; with a cycle the product of the two bounds. Rounding keeps the order of numbers, so
 * the least level of a row tells the least value of its days. */
static void bounds(const struct vf_profile_plan *plan, double *low, double *high) {
    double row_low[7], row_high[7], step_low = INFINITY, step_high = 0;
    for (int w = 0; w < 7; w++) {
        row_low[w] = INFINITY;
        row_high[w] = 0;
        for (int h = 0; h < 24; h++) {
            row_low[w] = least(row_low[w], plan->hour[w][h]);
            row_high[w] = most(row_high[w], plan->hour[w][h]);
        }
    }
    for (size_t i = 0; i < plan->cycle.n; i++) {
        step_low = least(step_low, plan->cycle.value[i]);
        step_high = most(step_high, plan->cycle.value[i]);
    }
    double bottom[2][7], top[2][7]; /* levels by row, without and with the cycle */
    for (int w = 0; w < 7; w++) {
        bottom[0][w] = bottom[1][w] = INFINITY;
        top[0][w] = top[1][w] = -1;
    }
    int64_t cycles =
        plan->cycle.n > 0 ? plan->cycle.until / VF_MS_DAY + (plan->cycle.until % VF_MS_DAY > 0) : 0;
    for (int64_t d = 0; d < plan->days; d++) {
        double *down = &bottom[d < cycles][plan->row[d]], *up = &top[d < cycles][plan->row[d]];
        *down = least(*down, plan->level[d]);
        *up = most(*up, plan->level[d]);
    }
    *low = INFINITY;
    *high = 0;
    for (int k = 0; k < 14; k++) {
        int cycle = k / 7, w = k % 7;
        if (top[cycle][w] >= 0) {
            *low = least(*low, bottom[cycle][w] * (cycle ? step_low : 1) * row_low[w]);
            *high = most(*high, top[cycle][w] * (cycle ? step_high : 1) * row_high[w]);
        }
    }
}

/* Sinusoids may take the value below zero: looks at every minute. */
static int check_sign(const struct vf_profile *p, const struct vf_calendar *c, double swing,
                      struct vf_error *err) {
    int64_t end = c->days * VF_MS_DAY;
    for (int64_t t = 0; t < end; t += VF_MS_MINUTE) {
        double piece = vf_profile_piece(p, t);
        if (piece >= swing) {
            int64_t ahead = vf_profile_piece_end(p, t);
            t = ahead > end ? end : t + (ahead - t - 1) / VF_MS_MINUTE * VF_MS_MINUTE;
            continue;
        }
        double value = piece + vf_profile_wave_sum(p, t);
        if (value < -1e-9 * (piece + swing)) {
            char when[32];
            vf_calendar_format(c, t, when, sizeof when);
            return vf_error_set(
                err, VF_E_CONFIG,
                "profile: the value is %g at %s: the sinusoids' amplitudes must not exceed the rest", value,
                when);
        }
    }
    return 0;
}

static int finish(struct vf_profile *p, const struct vf_calendar *c, struct vf_error *err) {
    struct vf_profile_plan *plan = p->plan;
    double low, high, swing = 0;
    bounds(plan, &low, &high);
    for (size_t i = 0; i < plan->nwaves; i++) {
        swing += fabs(plan->waves[i].amplitude);
    }
    p->max = high + swing;
    if (!isfinite(p->max)) {
        return vf_error_set(err, VF_E_CONFIG, "profile: the value grows beyond all numbers");
    }
    bool week = weekly(plan, c->day[0].weekday);
    p->mode = week ? VF_PROFILE_WEEKLY : VF_PROFILE_GENERAL;
    bool one_step = plan->cycle.n == 1 && plan->cycle.until >= c->days * VF_MS_DAY;
    if (low == high && swing == 0 && (week || plan->cycle.n == 0 || one_step)) {
        p->mode = VF_PROFILE_CONSTANT;
        p->constant = high;
        vf_profile_plan_free(plan);
        p->plan = NULL;
        return 0;
    }
    return swing > low ? check_sign(p, c, swing, err) : 0;
}

/* Nothing but a base: the value of a capacity as most configs write it, and not worth a table of days. */
static bool plain(const struct vf_profile_spec *s) {
    bool ones = true;
    for (int m = 0; m < 12; m++) {
        ones = ones && s->months[m] == 1;
    }
    return ones && !s->has_factors && !s->has_table && s->trend == 0 && s->holiday_factor == 1 &&
           s->nspans + s->nwaves + s->ndated + s->nyears + s->nsteps == 0;
}

int vf_profile_compile(struct vf_profile *p, const struct vf_calendar *c, struct vf_error *err) {
    struct vf_profile_shared *shared = vf_profile_shared_new();
    int code = vf_profile_compile_shared(p, c, shared, err);
    vf_profile_shared_free(shared);
    return code;
}

int vf_profile_compile_shared(struct vf_profile *p, const struct vf_calendar *c,
                              struct vf_profile_shared *shared, struct vf_error *err) {
    const struct vf_profile_spec *s = p->spec;
    vf_profile_plan_free(p->plan);
    p->plan = NULL;
    p->mode = VF_PROFILE_CONSTANT;
    if (!isfinite(s->base) || s->base < 0) {
        return vf_error_set(err, VF_E_CONFIG, "profile: the base value is %g: expected a finite number >= 0",
                            s->base);
    }
    if (s->has_factors && s->has_table) {
        return vf_error_set(
            err, VF_E_CONFIG,
            "profile: hour-of-week factors exclude hour and weekday factors: give one or the other");
    }
    if (plain(s) && isfinite(s->base * s->scale)) {
        p->constant = p->max = s->base * s->scale;
        return 0;
    }
    p->plan = vf_xcalloc(1, sizeof *p->plan);
    fill_hours(p->plan, s);
    int code = fill_days(p->plan, s, c, shared, err);
    if (code == 0) {
        fill_next_days(p->plan);
        fill_cycle(p->plan, s, c);
        fill_waves(p->plan, s);
        code = finish(p, c, err);
    }
    if (code != 0) {
        vf_profile_plan_free(p->plan);
        p->plan = NULL;
        p->mode = VF_PROFILE_CONSTANT;
    }
    return code;
}

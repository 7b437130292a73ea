/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compiles a profile over a calendar: a level for each day (everything that changes by the day), one row of
 * 24 hour factors per kind of weekday, the steps of the cycle, the sinusoids. Then the cheapest mode that
 * gives the same values: a constant, a table of 168 hours, or the general one. */
#include "vf_profile_plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void vf_profile_plan_free(struct vf_profile_plan *plan) {
    if (plan != NULL) {
        free(plan->level);
        free(plan->ahead);
        vf_profile_days_drop(plan->days);
        free(plan->cycle.at);
        free(plan->cycle.value);
        free(plan->cycle.bucket);
        free(plan->waves);
        free(plan);
    }
}

/* The week and the hours are left to those who fill them. */
static struct vf_profile_plan *plan_new(void) {
    struct vf_profile_plan *plan = vf_xmalloc(sizeof *plan);
    plan->n_days = 0;
    plan->code = NULL;
    plan->level = NULL;
    plan->days = NULL;
    plan->ahead = NULL;
    plan->cycle = (struct vf_profile_cycle){0};
    plan->nwaves = 0;
    plan->waves = NULL;
    return plan;
}

/* What a level without its date comes to, see struct vf_profile_level. */
static double level_of(const struct vf_profile_spec *s, const struct vf_profile_level *level) {
    double base = level->dated >= 0 ? s->dated[level->dated].base : s->nsteps > 0 ? 1 : s->base;
    return base * level->season * (level->year * s->scale);
}

static int fill_levels(struct vf_profile_plan *plan, const struct vf_profile_spec *s,
                       const struct vf_calendar *c, struct vf_error *err) {
    const struct vf_profile_days *days = plan->days;
    plan->n_days = c->days;
    plan->code = days->code;
    plan->level = vf_xmalloc(days->n_levels * sizeof *plan->level);
    bool finite = true;
    for (uint32_t k = 0; k < days->n_levels; k++) {
        plan->level[k] = level_of(s, &days->level[k]);
        finite = finite && isfinite(plan->level[k]);
    }
    for (int64_t d = 0; !finite; d++) {
        if (!isfinite(vf_profile_level(plan, d))) {
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
            plan->hour[w][h] = s->table != NULL ? s->table[w * 24 + h] : s->hours[h] * s->weekdays[w];
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

/* Where the hours of every row differ, every day may: no table. */
static void fill_ahead(struct vf_profile_plan *plan) {
    bool flat[7], any = false;
    for (int w = 0; w < 7; w++) {
        flat[w] = plan->hour_next[w][0] == 24;
        any = any || flat[w];
    }
    if (!any) {
        return;
    }
    plan->ahead = vf_xmalloc((size_t)plan->n_days);
    uint32_t after = 0; /* days to the next that may differ; 0: none */
    for (int64_t d = plan->n_days - 1; d > 0; d--) {
        plan->ahead[d] = (uint8_t)(after > VF_PROFILE_LEAP ? VF_PROFILE_LEAP + 1 : after);
        unsigned row = vf_profile_row(plan, d), before = vf_profile_row(plan, d - 1);
        bool same = flat[row] && (plan->code[d] == plan->code[d - 1] ||
                                  vf_profile_level(plan, d) * plan->hour[row][0] ==
                                      vf_profile_level(plan, d - 1) * plan->hour[before][23]);
        after = !same ? 1 : after + (after > 0);
    }
    plan->ahead[0] = (uint8_t)(after > VF_PROFILE_LEAP ? VF_PROFILE_LEAP + 1 : after);
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

/* Do the levels never change and the rows only follow the week? */
static bool same_weeks(const struct vf_profile_plan *plan) {
    for (uint32_t k = 1; k < plan->days->n_levels; k++) {
        if (plan->level[k] != plan->level[0]) {
            return false;
        }
    }
    for (int k = 0; k < 49; k++) {
        if ((plan->days->moved >> k & 1) != 0 &&
            memcmp(plan->hour[k / 7], plan->hour[k % 7], sizeof plan->hour[0]) != 0) {
            return false;
        }
    }
    return true;
}

/* Then fills the week's table. */
static bool weekly(struct vf_profile_plan *plan, int weekday) {
    if (plan->nwaves > 0 || (plan->cycle.n > 0 && plan->cycle.until > 0) || !same_weeks(plan)) {
        return false;
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
    bool by_day = plan->cycle.n > 0;
    int64_t n = by_day ? plan->n_days : plan->days->n_pairs;
    for (int64_t d = 0; d < n; d++) {
        uint32_t code = by_day ? plan->code[d] : plan->days->pair[d];
        double *down = &bottom[d < cycles][code & 7], *up = &top[d < cycles][code & 7];
        *down = least(*down, plan->level[code >> 3]);
        *up = most(*up, plan->level[code >> 3]);
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
    if (!week) {
        fill_ahead(plan);
    }
    return swing > low ? check_sign(p, c, swing, err) : 0;
}

/* Nothing but a base: the value of a capacity as most configs write it, and not worth a table of days. */
static bool plain(const struct vf_profile_spec *s) {
    bool ones = true;
    for (int m = 0; m < 12; m++) {
        ones = ones && s->months[m] == 1;
    }
    return ones && !s->has_factors && s->table == NULL && s->trend == 0 && s->holiday_factor == 1 &&
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
    if (s->has_factors && s->table != NULL) {
        return vf_error_set(
            err, VF_E_CONFIG,
            "profile: hour-of-week factors exclude hour and weekday factors: give one or the other");
    }
    if (plain(s) && isfinite(s->base * s->scale)) {
        p->constant = p->max = s->base * s->scale;
        return 0;
    }
    p->plan = plan_new();
    fill_hours(p->plan, s);
    p->plan->days = vf_profile_days_take(shared, s, c);
    int code = fill_levels(p->plan, s, c, err);
    if (code == 0) {
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

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a compiled profile: value, mean, next change. vf_profile_varying is called per event: no
 * allocation, no libm. Only vf_profile_mean may call libm. */
#include "vf_math.h"
#include "vf_profile_plan.h"

#include <math.h>

static const double TWO_PI = 6.283185307179586;

double vf_profile_wave_sum(const struct vf_profile *p, int64_t t) {
    double sum = 0;
    for (size_t i = 0; i < p->plan->nwaves; i++) {
        const struct vf_profile_wave *wave = &p->plan->waves[i];
        int64_t phase = (t - wave->phase) % wave->period;
        phase += phase < 0 ? wave->period : 0;
        double sine = vf_sin_turn((double)phase / (double)wave->period);
        sine = sine > 1 ? 1 : sine < -1 ? -1 : sine; /* the bound of a profile is a bound */
        sum += wave->amplitude * sine;
    }
    return sum;
}

static size_t cycle_step(const struct vf_profile_cycle *cycle, int64_t phase) {
    size_t i = cycle->bucket[phase / cycle->width];
    while (i + 1 < cycle->n && cycle->at[i + 1] <= phase) {
        i++;
    }
    return i;
}

static int64_t day_index(const struct vf_profile_plan *plan, int64_t t) {
    int64_t day = t / VF_MS_DAY;
    return day < plan->n_days ? day : plan->n_days - 1;
}

double vf_profile_piece(const struct vf_profile *p, int64_t t) {
    const struct vf_profile_plan *plan = p->plan;
    int64_t day = day_index(plan, t);
    double level = vf_profile_level(plan, day);
    if (plan->cycle.n > 0 && t < plan->cycle.until) {
        level *= plan->cycle.value[cycle_step(&plan->cycle, t % plan->cycle.period)];
    }
    return level * plan->hour[vf_profile_row(plan, day)][t % VF_MS_DAY / VF_MS_HOUR];
}

double vf_profile_varying(const struct vf_profile *p, int64_t t) {
    if (p->mode == VF_PROFILE_WEEKLY) {
        return p->plan->week[t % VF_MS_WEEK / VF_MS_HOUR];
    }
    double value = vf_profile_piece(p, t);
    if (p->plan->nwaves > 0) {
        value += vf_profile_wave_sum(p, t);
        value = value < 0 ? 0 : value; /* compiling allows rounding errors below zero only */
    }
    return value;
}

static int64_t cycle_end(const struct vf_profile_cycle *cycle, int64_t t) {
    if (cycle->n == 0 || t >= cycle->until) {
        return INT64_MAX;
    }
    if (cycle->n == 1) {
        return cycle->until;
    }
    int64_t origin = t - t % cycle->period;
    size_t next = cycle_step(cycle, t % cycle->period) + 1;
    if (next == cycle->n) {
        origin += cycle->period;
        next = cycle->value[0] == cycle->value[cycle->n - 1] ? 1 : 0;
    }
    int64_t at = origin + cycle->at[next];
    return at < cycle->until ? at : cycle->until;
}

/* The first day after this one that may differ from its last hour; INT64_MAX: none. */
static int64_t next_day(const struct vf_profile_plan *plan, int64_t day) {
    if (plan->ahead == NULL) {
        return day + 1 < plan->n_days ? day + 1 : INT64_MAX;
    }
    while (plan->ahead[day] > VF_PROFILE_LEAP) {
        day += VF_PROFILE_LEAP;
    }
    return plan->ahead[day] != 0 ? day + plan->ahead[day] : INT64_MAX;
}

/* The next change of level x hour, the cycle left out. */
static int64_t day_piece_end(const struct vf_profile_plan *plan, int64_t t) {
    int64_t today = t / VF_MS_DAY;
    int64_t day = day_index(plan, t);
    const uint8_t *next = plan->hour_next[vf_profile_row(plan, day)];
    int hour = next[t % VF_MS_DAY / VF_MS_HOUR];
    if (hour < 24) {
        return today * VF_MS_DAY + hour * VF_MS_HOUR;
    }
    int64_t other = today < plan->n_days ? next_day(plan, day) : INT64_MAX;
    if (other != INT64_MAX) {
        return other * VF_MS_DAY;
    }
    if (next[0] == 24 && plan->hour_next[vf_profile_row(plan, plan->n_days - 1)][0] == 24) {
        return INT64_MAX;
    }
    return (today + 1 > plan->n_days ? today + 1 : plan->n_days) *
           VF_MS_DAY; /* the last day goes on, hour by hour */
}

int64_t vf_profile_piece_end(const struct vf_profile *p, int64_t t) {
    if (p->mode == VF_PROFILE_CONSTANT) {
        return INT64_MAX;
    }
    if (p->mode == VF_PROFILE_WEEKLY) {
        int64_t hour = t / VF_MS_HOUR;
        return (hour + p->plan->week_gap[hour % 168]) * VF_MS_HOUR;
    }
    int64_t day = day_piece_end(p->plan, t);
    int64_t cycle = cycle_end(&p->plan->cycle, t);
    return day < cycle ? day : cycle;
}

int64_t vf_profile_next_change(const struct vf_profile *p, const struct vf_calendar *c, int64_t t) {
    (void)c;
    int64_t end = vf_profile_piece_end(p, t);
    int64_t hour = (t / VF_MS_HOUR + 1) * VF_MS_HOUR;
    return p->mode == VF_PROFILE_GENERAL && p->plan->nwaves > 0 && hour < end ? hour : end;
}

static double wave_integral(const struct vf_profile_wave *wave, int64_t from, int64_t to) {
    double a = (double)((from - wave->phase) % wave->period) / (double)wave->period;
    double b = (double)((to - wave->phase) % wave->period) / (double)wave->period;
    return wave->amplitude * (double)wave->period / TWO_PI * (vf_cos_turn(a) - vf_cos_turn(b));
}

/* The hours of a day of each row, summed: a mean over a year need not walk its hours. */
static void sum_rows(const struct vf_profile_plan *plan, double hours[7]) {
    for (size_t k = 0; k < 7; k++) {
        hours[k] = 0;
        for (size_t h = 0; h < 24; h++) {
            hours[k] += plan->hour[k][h];
        }
    }
}

/* The integral over the whole days from t on, where no cycle runs; *t becomes the end of the last of them. */
static double whole_days(const struct vf_profile_plan *plan, const double hours[7], int64_t *t, int64_t to) {
    double sum = 0;
    if (*t % VF_MS_DAY != 0) {
        return 0;
    }
    int64_t first = *t / VF_MS_DAY, n = (to - *t) / VF_MS_DAY, last = plan->n_days - 1;
    for (int64_t day = first; day < first + n; day++) {
        int64_t known = day < last ? day : last;
        sum += vf_profile_level(plan, known) * hours[vf_profile_row(plan, known)];
    }
    *t += n * VF_MS_DAY;
    return sum * (double)VF_MS_HOUR;
}

/* Mode WEEKLY: piece by piece, as below, but without finding each piece anew. */
static double weekly_mean(const struct vf_profile_plan *plan, int64_t from, int64_t to) {
    double sum = 0;
    for (int64_t t = from, i = t % VF_MS_WEEK / VF_MS_HOUR, end = t - t % VF_MS_HOUR; t < to; t = end) {
        end += plan->week_gap[i] * VF_MS_HOUR;
        end = end < to ? end : to;
        sum += plan->week[i] * (double)(end - t);
        i = (i + plan->week_gap[i]) % 168;
    }
    return sum / (double)(to - from);
}

double vf_profile_mean(const struct vf_profile *p, const struct vf_calendar *c, int64_t from, int64_t to) {
    if (p->mode == VF_PROFILE_CONSTANT || to <= from) {
        return vf_profile_value(p, c, from);
    }
    if (p->mode == VF_PROFILE_WEEKLY) {
        return weekly_mean(p->plan, from, to);
    }
    double sum = 0, hours[7];
    bool by_day = p->plan->cycle.n == 0;
    if (by_day) {
        sum_rows(p->plan, hours);
    }
    for (int64_t t = from; t < to;) {
        if (by_day) {
            sum += whole_days(p->plan, hours, &t, to);
            if (t == to) {
                break;
            }
        }
        int64_t end = vf_profile_piece_end(p, t);
        end = end < to ? end : to;
        sum += vf_profile_piece(p, t) * (double)(end - t);
        t = end;
    }
    for (size_t i = 0; i < p->plan->nwaves; i++) {
        sum += wave_integral(&p->plan->waves[i], from, to);
    }
    return sum / (double)(to - from);
}

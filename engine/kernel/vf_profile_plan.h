/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of a profile, shared by profile.c (building), profile_days.c, profile_compile.c and
 * profile_value.c; nobody else may include it. */
#ifndef VF_PROFILE_PLAN_H
#define VF_PROFILE_PLAN_H

#include "vf_profile.h"

/* A season: from, to as month x 100 + day, or as ISO weeks; a period: as days since 1970. */
enum vf_profile_span_kind { VF_SPAN_SEASON, VF_SPAN_WEEKS, VF_SPAN_PERIOD };
struct vf_profile_span {
    enum vf_profile_span_kind kind;
    int64_t from, to;
    double factor;
};
struct vf_profile_wave {
    int64_t period, phase;
    double amplitude;
};
struct vf_profile_dated {
    int64_t day; /* since 1970 */
    double base;
};
struct vf_profile_year {
    int year;
    double factor;
};

struct vf_profile_spec {
    double base, scale, trend, holiday_factor;
    int holiday_as;
    bool has_factors; /* hours or weekdays */
    double hours[24], weekdays[7], months[12];
    double *table; /* hour of week, 168 values, or NULL */
    size_t nspans, nwaves, ndated, nyears, nsteps;
    struct vf_profile_span *spans;
    struct vf_profile_wave *waves;
    struct vf_profile_dated *dated;
    struct vf_profile_year *years;
    int64_t period; /* of the cycle */
    int64_t *step_at;
    double *step_value;
};

/* Steps over a cycle, found through equal buckets: bucket[phase / width] is the last step at or before the
 * bucket. */
struct vf_profile_cycle {
    int64_t period, until, width; /* until: a dated value ends the cycle; INT64_MAX */
    size_t n;
    int64_t *at; /* at[0] = 0 */
    double *value;
    uint32_t *bucket;
};

/* What makes the level of a day: the profile's own level and scale with these. */
struct vf_profile_level {
    double season; /* months, spans and years, multiplied */
    double year;   /* trend and holiday */
    int64_t dated; /* which dated value is in force, -1 none */
};

/* What the days of one calendar come to for profiles that differ in their level and hours only. */
struct vf_profile_days {
    uint32_t users;
    uint32_t *code; /* of each day: the number of its level << 3 | the row of its hours */
    uint32_t n_levels, n_pairs;
    struct vf_profile_level *level;
    uint32_t *pair; /* the codes that occur */
    uint64_t moved; /* bit 7 x weekday + row: there are such days with a row not their own */
    const struct vf_profile_spec *of; /* the first that had them */
    struct vf_profile_days *next;
};

enum { VF_PROFILE_LEAP = 254 };

struct vf_profile_plan {
    double week[168];      /* mode WEEKLY: from the run's first hour */
    uint8_t week_gap[168]; /* hours to the next different value */
    /* mode GENERAL: value = level(day) x cycle x hour[row(day)][hour] + waves */
    int64_t n_days;
    const uint32_t *code; /* of days */
    double *level;
    struct vf_profile_days *days;
    /* Days to the first that may differ from this one's last hour; 0: none; beyond VF_PROFILE_LEAP: so many days on
     * is none yet. NULL: the next day always may. */
    uint8_t *ahead;
    double hour[7][24];
    uint8_t hour_next[7][24]; /* next hour of the day with another value; 24: none */
    struct vf_profile_cycle cycle;
    size_t nwaves;
    struct vf_profile_wave *waves;
};

static inline unsigned vf_profile_row(const struct vf_profile_plan *plan, int64_t day) {
    return plan->code[day] & 7;
}
static inline double vf_profile_level(const struct vf_profile_plan *plan, int64_t day) {
    return plan->level[plan->code[day] >> 3];
}

/* Those of the calendar that this profile has in common with others, or new ones; dropped by each who took them. */
struct vf_profile_days *vf_profile_days_take(struct vf_profile_shared *shared,
                                             const struct vf_profile_spec *s, const struct vf_calendar *c);
void vf_profile_days_drop(struct vf_profile_days *days);

void vf_profile_plan_free(struct vf_profile_plan *plan);
/* The part without waves: its value, and the first time > t at which it may change. */
double vf_profile_wave_sum(const struct vf_profile *p, int64_t t); /* the waves only; mode GENERAL */
double vf_profile_piece(const struct vf_profile *p, int64_t t);
int64_t vf_profile_piece_end(const struct vf_profile *p, int64_t t);

#endif

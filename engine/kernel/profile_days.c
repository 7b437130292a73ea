/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The days of a calendar as profiles see them. Few days differ: each has the number of its level, and a profile
 * works out its levels and not its days. */
#include "vf_profile_plan.h"

#include <stdlib.h>
#include <string.h>

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

struct vf_profile_shared {
    struct vf_profile_days *days;
};

struct vf_profile_shared *vf_profile_shared_new(void) {
    return vf_xcalloc(1, sizeof(struct vf_profile_shared));
}

void vf_profile_days_drop(struct vf_profile_days *days) {
    if (days != NULL && --days->users == 0) {
        free(days->code);
        free(days->level);
        free(days->pair);
        free(days);
    }
}

void vf_profile_shared_free(struct vf_profile_shared *shared) {
    for (struct vf_profile_days *d = shared->days, *next; d != NULL; d = next) {
        next = d->next;
        vf_profile_days_drop(d);
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
    return a->ndated + b->ndated == 0 && a->trend == b->trend && a->holiday_factor == b->holiday_factor &&
           a->holiday_as == b->holiday_as && memcmp(a->months, b->months, sizeof a->months) == 0 &&
           same_spans(a, b) && same_years(a, b);
}

/* The number of a level, made when none of the latest is the same. */
static uint32_t level_number(struct vf_profile_days *days, uint32_t *room, const struct vf_profile_level *l) {
    enum { LOOK_BACK = 64 };
    for (uint32_t k = days->n_levels; k-- > 0 && k + LOOK_BACK >= days->n_levels;) {
        const struct vf_profile_level *known = &days->level[k];
        if (known->season == l->season && known->year == l->year && known->dated == l->dated) {
            return k;
        }
    }
    if (days->n_levels == *room) {
        *room = *room * 2 + 16;
        days->level = vf_xrealloc(days->level, *room * sizeof *days->level);
    }
    days->level[days->n_levels] = *l;
    return days->n_levels++;
}

static void list_pairs(struct vf_profile_days *days, int64_t n) {
    uint8_t *rows = vf_xcalloc(days->n_levels, sizeof *rows);
    for (int64_t d = 0; d < n; d++) {
        uint8_t *seen = &rows[days->code[d] >> 3], bit = (uint8_t)(1U << (days->code[d] & 7));
        days->n_pairs += (*seen & bit) == 0;
        *seen |= bit;
    }
    days->pair = vf_xmalloc(days->n_pairs * sizeof *days->pair);
    for (uint32_t k = 0, at = 0; k < days->n_levels * 8; k++) {
        if ((rows[k >> 3] >> (k & 7) & 1) != 0) {
            days->pair[at++] = k;
        }
    }
    free(rows);
}

static struct vf_profile_days *make_days(const struct vf_profile_spec *s, const struct vf_calendar *c) {
    int64_t first = vf_date_days(c->start);
    struct vf_date next = {c->start.year + 1, c->start.month, c->start.day};
    struct trend trend = {s->trend, 1, c->start, 0, first, vf_date_days(next)};
    struct vf_profile_days *made = vf_xcalloc(1, sizeof *made);
    *made = (struct vf_profile_days){
        .users = 1, .of = s, .code = vf_xmalloc((size_t)c->days * sizeof *made->code)};
    uint32_t room = 0;
    for (int64_t d = 0; d < c->days; d++) {
        const struct vf_day *day = &c->day[d];
        unsigned row = (unsigned)(day->holiday && s->holiday_as >= 0 ? s->holiday_as : day->weekday);
        struct vf_profile_level level = {
            .season = s->months[day->month - 1] * spans_factor(s, day, first + d) * year_factor(s, day->year),
            .year = trend_factor(&trend, first + d) * (day->holiday ? s->holiday_factor : 1),
            .dated = s->ndated > 0 ? dated_index(s, first + d) : -1};
        made->code[d] = level_number(made, &room, &level) << 3 | row;
        made->moved |= (uint64_t)(row != (unsigned)day->weekday) << ((unsigned)day->weekday * 7 + row);
    }
    list_pairs(made, c->days);
    return made;
}

struct vf_profile_days *vf_profile_days_take(struct vf_profile_shared *shared,
                                             const struct vf_profile_spec *s, const struct vf_calendar *c) {
    struct vf_profile_days *d = shared->days;
    while (d != NULL && !same_days(d->of, s)) {
        d = d->next;
    }
    if (d == NULL) {
        d = make_days(s, c);
        d->next = shared->days;
        shared->days = d;
    }
    d->users++;
    return d;
}

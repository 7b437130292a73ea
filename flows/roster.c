/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is on duty: a profile, or shifts of which each has the staff its profile says when it begins; less those
 * who are absent. Everybody of a shift is away with the pool's probability, drawn once a shift (a profile: once a
 * day and change), keyed by (replication, pool, shift, day, number in the shift): one more on the roster leaves
 * the others' absence alone. A ward staffed by a pool has as many disponibla as those on duty can look after. */
#include "vf_math.h"
#include "vf_staff.h"

static int32_t whole(double v) { return v < 2e9 ? (int32_t)(v + 0.5) : INT32_MAX; }

/* The begin of the shift that runs at t (may be before the run); false when it does not. */
static bool running(const struct vf_shift *sh, int64_t t, int64_t *begin) {
    int64_t into = vf_time_of_day(t) - sh->from;
    *begin = t - into - (into < 0 ? VF_MS_DAY : 0);
    return t - *begin < sh->length;
}

static int32_t of_shift(const struct vf_model *m, const struct vf_shift *sh, int64_t begin) {
    return whole(vf_profile_value(&m->profile[sh->staff], &m->calendar, begin > 0 ? begin : 0));
}

int32_t vf_roster_planned(const struct vf_model *m, uint16_t pool, int64_t t) {
    const struct vf_pool *p = &m->pool[pool];
    if (p->n_shifts == 0) {
        return whole(vf_profile_value(&m->profile[p->capacity], &m->calendar, t));
    }
    int64_t begin, n = 0;
    for (uint32_t k = p->shift0; k < p->shift0 + p->n_shifts; k++) {
        n += running(&m->shift[k], t, &begin) ? of_shift(m, &m->shift[k], begin) : 0;
    }
    return n < INT32_MAX ? (int32_t)n : INT32_MAX;
}

/* How many of n are not away: person k by its own draw. */
static int32_t present(const struct vf_sim *s, const struct vf_pool *p, uint64_t shift, int64_t day,
                       int32_t n) {
    uint64_t key = vf_key(vf_key(s->rep_key, p->key), shift);
    int32_t here = 0;
    for (int32_t k = 0; k < n; k++) {
        struct vf_rand r = vf_draw(s, key, (uint64_t)(day + 1), (uint32_t)k);
        here += vf_rand_u01(&r) >= p->absence;
    }
    return here;
}

int32_t vf_roster_on_duty(const struct vf_sim *s, uint16_t pool, int64_t t) {
    const struct vf_model *m = s->m;
    const struct vf_pool *p = &m->pool[pool];
    if (p->absence <= 0) {
        return vf_roster_planned(m, pool, t);
    }
    if (p->n_shifts == 0) {
        return present(s, p, 0, vf_day_of(t), vf_roster_planned(m, pool, t));
    }
    int32_t n = 0;
    for (uint32_t k = p->shift0; k < p->shift0 + p->n_shifts; k++) {
        int64_t begin;
        if (running(&m->shift[k], t, &begin)) {
            int64_t day = begin < 0 ? -1 : vf_day_of(begin);
            n += present(s, p, m->shift[k].key, day, of_shift(m, &m->shift[k], begin));
        }
    }
    return n;
}

/* The next time of day `at` after t. */
static int64_t next_at(int64_t at, int64_t t) {
    int64_t next = t - vf_time_of_day(t) + at % VF_MS_DAY;
    return next > t ? next : next + VF_MS_DAY;
}

int64_t vf_roster_next(const struct vf_model *m, uint16_t pool, int64_t t) {
    const struct vf_pool *p = &m->pool[pool];
    if (p->n_shifts == 0) {
        int64_t next = vf_profile_next_change(&m->profile[p->capacity], &m->calendar, t);
        int64_t midnight = next_at(0, t);
        return p->absence > 0 && midnight < next ? midnight : next;
    }
    int64_t first = INT64_MAX;
    for (uint32_t k = p->shift0; k < p->shift0 + p->n_shifts; k++) {
        int64_t from = next_at(m->shift[k].from, t), to = next_at(m->shift[k].from + m->shift[k].length, t);
        first = from < first ? from : first;
        first = to < first ? to : first;
    }
    return first;
}

int32_t vf_roster_beds(const struct vf_ward *ward, int32_t staff) {
    double beds =
        (double)staff * ward->beds_per_staff + 1e-9; /* 12 of 0.25 each are 3, whatever the last bit */
    int32_t n = beds < 1e9 ? (int32_t)beds : 1000000000;
    return ward->faststallda != VF_UNLIMITED && n > (int32_t)ward->faststallda ? (int32_t)ward->faststallda
                                                                               : n;
}

/* Mean of what n on the roster give, each there with probability 1 - absence (binomial). */
static double expected(const struct vf_pool *p, const struct vf_ward *ward, int32_t n) {
    if (ward == NULL) {
        return n * (1 - p->absence);
    }
    if (p->absence <= 0 || n > 10000) {
        return vf_roster_beds(ward, (int32_t)(n * (1 - p->absence)));
    }
    double sum = 0, log_choose = 0;
    for (int32_t k = 0; k <= n; k++) {
        double log_p = log_choose + k * vf_log(1 - p->absence) + (n - k) * vf_log(p->absence);
        sum += vf_exp(log_p) * vf_roster_beds(ward, k);
        log_choose += vf_log((double)(n - k) / (k + 1.0));
    }
    return sum;
}

double vf_roster_mean(const struct vf_model *m, uint16_t pool, const struct vf_ward *ward, int64_t from,
                      int64_t to) {
    double sum = 0, value = 0;
    int32_t of = -1;
    for (int64_t t = from; t < to;) {
        int64_t next = vf_roster_next(m, pool, t);
        int32_t n = vf_roster_planned(m, pool, t);
        next = next < to ? next : to;
        if (n != of) {
            of = n;
            value = expected(&m->pool[pool], ward, n);
        }
        sum += value * (double)(next - t);
        t = next;
    }
    return sum / (double)(to - from);
}

double vf_roster_most(const struct vf_model *m, uint16_t pool) {
    const struct vf_pool *p = &m->pool[pool];
    double sum = 0;
    if (p->n_shifts == 0) {
        return whole(vf_profile_max(&m->profile[p->capacity]));
    }
    for (uint32_t k = p->shift0; k < p->shift0 + p->n_shifts; k++) {
        sum += whole(vf_profile_max(&m->profile[m->shift[k].staff]));
    }
    return sum;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When patients arrive and leave: profiles of arrivals by klinik and mode (hour, weekday, month), hours of discharge by
 * klinik, and the time from utskrivningsklar to discharge by kommun. A neighbouring hour, weekday or month with too few
 * is put together with the next, and the share spread evenly. Fourth step of vf_import. */
#include <stdlib.h>

#include "vf_import_work.h"

/* ---- Profiles ---- */

/* Shares per unit of exposure over the mean; classes below `smallest` (but not empty) are put together with those that
 * follow, the last with those before. */
static void factors(const int64_t *n, const double *weight, const double *exposure, int size,
                    int64_t smallest, double *factor) {
    double all = 0, days = 0;
    for (int i = 0; i < size; i++) {
        all += weight[i];
        days += exposure[i];
        factor[i] = 1;
    }
    for (int from = 0, to; from < size && all > 0; from = to) {
        int64_t count = 0;
        double sum = 0, time = 0;
        for (to = from; to < size && (to == from || (count > 0 && count < smallest)); to++) {
            count += n[to];
            sum += weight[to];
            time += exposure[to];
        }
        while (count > 0 && count < smallest && from > 0) {
            from--;
            count += n[from];
            sum += weight[from];
            time += exposure[from];
        }
        for (int i = from; i < to; i++)
            factor[i] = time > 0 ? sum / time * days / all : 1;
    }
}

static void finish(const struct vf_import_work *m, struct vf_import_profile *p) {
    double exposure[HOURS + WEEKDAYS + MONTHS] = {0}, sum = 0;
    for (int h = 0; h < HOURS; h++)
        exposure[h] = m->days / 24.0;
    for (int32_t d = m->from; d <= m->to; d++) {
        struct vf_date date = vf_date_from_days(d);
        exposure[HOURS + vf_date_weekday(date)]++;
        exposure[HOURS + WEEKDAYS + date.month - 1]++;
    }
    p->hours = m->x->timed_in;
    p->months = true;
    for (int k = 0; k < MONTHS; k++)
        p->months = p->months && exposure[HOURS + WEEKDAYS + k] >= 28;
    factors(p->n, p->weight, exposure, HOURS, m->smallest, p->factor);
    factors(p->n + HOURS, p->weight + HOURS, exposure + HOURS, WEEKDAYS, m->smallest, p->factor + HOURS);
    factors(p->n + HOURS + WEEKDAYS, p->weight + HOURS + WEEKDAYS, exposure + HOURS + WEEKDAYS, MONTHS,
            m->smallest, p->factor + HOURS + WEEKDAYS);
    for (int32_t d = m->from; d <= m->to; d++) {
        struct vf_date date = vf_date_from_days(d);
        double month = p->months ? p->factor[HOURS + WEEKDAYS + date.month - 1] : 1;
        sum += p->factor[HOURS + vf_date_weekday(date)] * month;
    }
    p->mean = sum / m->days;
}

static void count_arrival(struct vf_import_profile *p, int32_t in, double weight) {
    struct vf_date date = vf_date_from_days(vf_import_day(in));
    int at[3] = {(in - vf_import_day(in) * DAY) / 60, HOURS + vf_date_weekday(date),
                 HOURS + WEEKDAYS + date.month - 1};
    for (int k = 0; k < 3; k++) {
        p->n[at[k]]++;
        p->weight[at[k]] += weight;
    }
    p->total += weight;
}

static bool is_arrival(const struct vf_import_work *m, size_t i) {
    int32_t day = vf_import_day(m->x->stay[i].in);
    const struct vf_import_step *step = &m->step[i];
    return step->first && !step->readmission && step->origin != NO_CELL && day >= m->from && day <= m->to;
}

static void tally_arrivals(struct vf_import_work *m) {
    size_t pairs = 2 * m->n_kliniker;
    int64_t *n = vf_xcalloc(pairs, sizeof *n), *of_mode = vf_xcalloc(m->n_kliniker, sizeof *of_mode);
    uint32_t *home = vf_xcalloc(m->n_kliniker, sizeof *home);
    m->arrivals = vf_xcalloc(m->n_cells, sizeof *m->arrivals);
    m->arrived = vf_xcalloc(m->n_cells, sizeof *m->arrived);
    m->profile_of = vf_xcalloc(pairs, sizeof *m->profile_of);
    m->profile = vf_xcalloc(pairs + 2, sizeof *m->profile);
    for (size_t i = 0; i < m->x->n_stays; i++)
        if (is_arrival(m, i)) {
            uint32_t c = m->step[i].origin;
            m->arrivals[c] += (double)m->step[i].weight;
            m->arrived[c]++;
            n[2 * vf_import_klinik_of(m, c) + (c & 1)]++;
        }
    for (size_t mode = 0; mode < 2; mode++) {
        for (size_t k = 0; k < m->n_kliniker; k++)
            of_mode[k] = n[2 * k + mode];
        (void)vf_import_pool(m->n_kliniker, of_mode, OWN_PROFILE, m->smallest, home);
        for (size_t k = 0; k < m->n_kliniker; k++) /* the rest of a mode stands behind the pairs */
            m->profile_of[2 * k + mode] = 2 * home[k] + (uint32_t)mode;
    }
    for (size_t i = 0; i < m->x->n_stays; i++)
        if (is_arrival(m, i)) {
            uint32_t c = m->step[i].origin, pair = 2 * vf_import_klinik_of(m, c) + (c & 1);
            count_arrival(&m->profile[m->profile_of[pair]], m->x->stay[i].in, (double)m->step[i].weight);
        }
    for (size_t p = 0; p < pairs + 2; p++)
        if (m->profile[p].total > 0) {
            m->profile[p].used = true;
            finish(m, &m->profile[p]);
        }
    free(n);
    free(of_mode);
    free(home);
}

/* ---- Hours of discharge ---- */

/* When the stay as such ended, if on another day than it began (else the hours left decide), or NONE. */
static int32_t end_of(const struct vf_import_work *m, size_t i) {
    const struct vf_extract_stay *s = &m->x->stay[i];
    int32_t end = m->step[i].next == TO_KOMMUN && m->x->timed_ready ? s->ready : s->out;
    return end == VF_EXTRACT_NONE || vf_import_day(end) == vf_import_day(s->in) ? VF_EXTRACT_NONE : end;
}

static void tally_hours(struct vf_import_work *m) {
    int64_t *n = vf_xcalloc(m->n_kliniker, sizeof *n);
    m->hours_of = vf_xcalloc(m->n_kliniker, sizeof *m->hours_of);
    m->out_hour = vf_xcalloc((m->n_kliniker + 1) * HOURS, sizeof *m->out_hour);
    for (size_t i = 0; i < m->x->n_stays; i++)
        n[m->x->stay[i].klinik] += end_of(m, i) != VF_EXTRACT_NONE;
    (void)vf_import_pool(m->n_kliniker, n, OWN_PROFILE, m->smallest, m->hours_of);
    for (size_t i = 0; i < m->x->n_stays; i++) {
        int32_t end = end_of(m, i);
        if (end != VF_EXTRACT_NONE)
            m->out_hour[m->hours_of[m->x->stay[i].klinik] * HOURS +
                        (uint32_t)(end - vf_import_day(end) * DAY) / 60]++;
    }
    free(n);
}

/* ---- Utskrivningsklara ---- */

static struct vf_import_bins *lead_at(struct vf_import_work *m, uint64_t id) { return &m->lead[id]; }

static void tally_kommuner(struct vf_import_work *m) {
    m->n_kommuner = m->x->kommun.n + 1; /* one for those whose kommun is not given */
    size_t rest = m->n_kommuner, n = 0;
    int64_t *persons = vf_xcalloc(rest, sizeof *persons);
    uint64_t *last = vf_xcalloc(rest, sizeof *last), *key = vf_xcalloc(m->x->n_stays, sizeof *key);
    m->kommun_of = vf_xcalloc(rest, sizeof *m->kommun_of);
    m->lead = vf_xcalloc(rest + 1, sizeof *m->lead);
    for (size_t i = 0; i < m->x->n_stays; i++) {
        const struct vf_extract_stay *s = &m->x->stay[i];
        if (m->step[i].next != TO_KOMMUN)
            continue;
        size_t k = s->kommun == VF_EXTRACT_NOBODY ? rest - 1 : s->kommun;
        persons[k] += persons[k] == 0 || last[k] != s->person;
        last[k] = s->person;
        key[n++] = (uint64_t)k << 32 | (uint64_t)(vf_import_day(s->out) - vf_import_day(s->ready)) << 1;
    }
    bool few = vf_import_pool(rest, persons, m->smallest, m->smallest, m->kommun_of) < m->smallest;
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        uint64_t k = m->kommun_of[key[i] >> 32];
        if (k < rest || !few) /* a rest that could be put with nobody is told of nobody */
            key[kept++] = k << 32 | (uint32_t)key[i];
    }
    n = kept;
    vf_import_bins_by(m, key, n, (struct vf_import_classes){-0.5, true}, lead_at);
    free(persons);
    free(last);
    free(key);
}

void vf_import_tally(struct vf_import_work *m) {
    tally_arrivals(m);
    tally_hours(m);
    tally_kommuner(m);
}

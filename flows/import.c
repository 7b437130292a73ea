/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vf_import: its steps in order, and what is told of them. */
#include "vf_import.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_import_work.h"

enum { KLINIKER_MAX = 512, GROUPS_MAX = 64 };

static int32_t later(int32_t a, int32_t b) { return a > b ? a : b; }

/* As the map says, or from the first admission to the last event. */
static void find_period(struct vf_import_work *m) {
    const struct vf_extract *x = m->x;
    int32_t first = INT32_MAX, last = INT32_MIN;
    for (size_t i = 0; i < x->n_stays; i++) {
        first = x->stay[i].in < first ? x->stay[i].in : first;
        last = later(last, later(x->stay[i].in, x->stay[i].out));
    }
    m->from = m->map->from != VF_EXTRACT_NONE ? m->map->from : vf_import_day(first);
    m->to = m->map->to != VF_EXTRACT_NONE ? m->map->to : vf_import_day(last);
    m->days = m->to - m->from + 1;
}

static int begin(struct vf_import_work *m) {
    const char *path = m->map->file.path;
    m->n_kliniker = m->x->klinik.n;
    m->n_groups = m->x->group.n;
    m->n_cells = 2 * m->n_kliniker * m->n_groups;
    m->smallest = m->map->smallest_cell;
    m->kept = vf_xcalloc(m->n_kliniker, sizeof *m->kept);
    find_period(m);
    if (m->n_kliniker > KLINIKER_MAX || m->n_groups > GROUPS_MAX)
        return vf_error_set(
            m->err, VF_E_CONFIG,
            "%s: %zu kliniker and %zu groups, at most %d and %d: give several the same name in the map", path,
            m->n_kliniker, m->n_groups, KLINIKER_MAX, GROUPS_MAX);
    if (m->days < 28)
        return vf_error_set(m->err, VF_E_CONFIG, "%s: the extract covers %d days, at least 28 are needed",
                            path, (int)m->days);
    if (m->map->readmission_days * 2 > m->days)
        return vf_error_set(m->err, VF_E_CONFIG,
                            "%s: readmission_days is %d, at most half of the %d days that the extract covers",
                            path, (int)m->map->readmission_days, (int)m->days);
    for (size_t k = 0; k < m->n_kliniker; k++)
        for (size_t g = 0; g < m->n_groups; g++)
            if (strlen(m->x->klinik.name[k]) + strlen(m->x->group.name[g]) >
                64 - sizeof "vardtid___planerad_9")
                return vf_error_set(m->err, VF_E_CONFIG,
                                    "%s: the names %s and %s are too long together: shorter ones in the map",
                                    path, m->x->klinik.name[k], m->x->group.name[g]);
    return VF_OK;
}

/* Minutes in care within the period; a stay of dates alone is from midnight to midnight. */
static void sum_care(struct vf_import_work *m) {
    int32_t from = m->from * DAY, end = (m->to + 1) * DAY;
    m->care = vf_xcalloc(m->n_kliniker, sizeof *m->care);
    for (size_t i = 0; i < m->x->n_stays; i++) {
        const struct vf_extract_stay *s = &m->x->stay[i];
        int32_t a = later(s->in, from), b = s->out == VF_EXTRACT_NONE || s->out > end ? end : s->out;
        m->care[s->klinik] += b > a ? b - a : 0;
    }
}

double vf_import_occupancy(const struct vf_import_work *m, uint16_t klinik) {
    return m->care[klinik] / ((double)m->days * DAY);
}

double *vf_import_disponibla(const struct vf_import_work *m, uint16_t klinik, int32_t *first, size_t *n) {
    const struct vf_extract *x = m->x;
    int32_t low = INT32_MAX, high = INT32_MIN;
    uint16_t ward = 0;
    while (ward < x->ward.n && strcmp(x->ward.name[ward], x->klinik.name[klinik]) != 0)
        ward++;
    for (size_t i = 0; i < x->n_days; i++)
        if (x->day[i].ward == ward) {
            low = x->day[i].day < low ? x->day[i].day : low;
            high = later(high, x->day[i].day);
        }
    if (ward == x->ward.n || high < low || high - low > 366 * 100)
        return NULL;
    *first = low;
    *n = (size_t)(high - low) + 1;
    double *beds = vf_xmalloc(*n * sizeof *beds);
    for (size_t i = 0; i < *n; i++)
        beds[i] = NAN;
    for (size_t i = 0; i < x->n_days; i++)
        if (x->day[i].ward == ward) {
            double *b = &beds[x->day[i].day - low];
            *b = isnan(*b) ? x->day[i].disponibla : *b + x->day[i].disponibla;
        }
    return beds;
}

static double mean_of(const double *x, size_t n) {
    double sum = 0, seen = 0;
    for (size_t i = 0; i < n; i++) {
        sum += isnan(x[i]) ? 0 : x[i];
        seen += !isnan(x[i]);
    }
    return seen > 0 ? sum / seen : NAN;
}

/* 100 x what is reported / disponibla over the daily file; NaN when it says nothing, or of too few. */
static double per_100(const struct vf_import_work *m, uint16_t klinik, bool outliers) {
    const struct vf_extract *x = m->x;
    double sum = 0, beds = 0;
    for (size_t i = 0; i < x->n_days; i++) {
        const struct vf_extract_day *d = &x->day[i];
        double n = outliers ? d->utlokaliserade : d->overbelagda;
        if (isnan(n) || strcmp(x->ward.name[d->ward], x->klinik.name[klinik]) != 0)
            continue;
        sum += n;
        beds += d->disponibla;
    }
    return beds > 0 && (sum == 0 || sum >= (double)m->smallest) ? 100 * sum / beds : NAN;
}

static void tell_beds(const struct vf_import_work *m, uint16_t k, struct vf_import_klinik *out) {
    int32_t first;
    size_t n = 0;
    double *beds = vf_import_disponibla(m, k, &first, &n);
    out->disponibla = beds ? mean_of(beds, n) : NAN;
    out->overbelaggningar = beds ? per_100(m, k, false) : NAN;
    out->utlokaliserade = beds ? per_100(m, k, true) : NAN;
    free(beds);
}

static void tell_kliniker(const struct vf_import_work *m, struct vf_import_report *r) {
    struct vf_import_klinik *all = vf_xcalloc(m->n_kliniker, sizeof *all);
    double *ended = vf_xcalloc(m->n_kliniker, sizeof *ended);
    for (size_t i = 0; i < m->x->n_stays; i++) {
        const struct vf_extract_stay *s = &m->x->stay[i];
        struct vf_import_klinik *k = &all[s->klinik];
        k->stays++;
        k->per_day += vf_import_day(s->in) >= m->from && vf_import_day(s->in) <= m->to;
        if (s->out != VF_EXTRACT_NONE) {
            ended[s->klinik]++;
            k->mean_nights += vf_import_day(s->out) - vf_import_day(s->in);
        }
    }
    r->klinik = all;
    for (size_t k = 0; k < m->n_kliniker; k++) {
        struct vf_import_klinik one = all[k];
        if (!m->kept[k])
            continue;
        one.name = m->x->klinik.name[k];
        one.per_day /= m->days;
        one.mean_nights = ended[k] >= (double)m->smallest ? one.mean_nights / ended[k] : NAN;
        one.occupancy = vf_import_occupancy(m, (uint16_t)k);
        tell_beds(m, (uint16_t)k, &one);
        all[r->n_kliniker++] = one;
    }
    free(ended);
}

static void tell(const struct vf_import_work *m, struct vf_import_report *r) {
    double index = 0, event = 0;
    int64_t persons = 0;
    uint64_t last = 0;
    r->from = m->from;
    r->to = m->to;
    tell_kliniker(m, r);
    for (size_t i = 0; i < m->x->n_stays; i++) {
        index += m->step[i].index;
        event += m->step[i].returns;
        r->beyond += m->x->stay[i].out != VF_EXTRACT_NONE && vf_import_day(m->x->stay[i].out) > m->to;
        if (m->step[i].returns && (persons == 0 || last != m->x->stay[i].person)) {
            persons++; /* sorted by person */
            last = m->x->stay[i].person;
        }
    }
    if (r->beyond > 0 && r->beyond < m->smallest)
        r->beyond = VF_IMPORT_FEW;
    r->readmission = index > 0 && persons >= m->smallest ? event / index : NAN;
}

static void fini(struct vf_import_work *m) {
    for (size_t s = 0; m->stratum && s < m->n_strata; s++) {
        vf_import_bins_fini(&m->stratum[s].nights);
        free(m->stratum[s].next.item);
    }
    for (size_t r = 0; m->back && r <= m->n_groups; r++) {
        vf_import_bins_fini(&m->back[r].time);
        free(m->back[r].to.item);
    }
    for (size_t k = 0; m->lead && k <= m->n_kommuner; k++)
        vf_import_bins_fini(&m->lead[k]);
    void *const all[] = {m->kept,       m->step,     m->stratum_of, m->stratum,   m->arrivals,   m->arrived,
                         m->profile_of, m->profile,  m->index,      m->event,     m->own_return, m->return_of,
                         m->back,       m->hours_of, m->out_hour,   m->kommun_of, m->lead,       m->care};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
}

int vf_import(const struct vf_extract_map *map, struct vf_extract *x, const struct vf_import_options *options,
              struct vf_text *to, struct vf_import_report *report, struct vf_error *err) {
    struct vf_import_work m = {.map = map, .x = x, .options = options, .err = err};
    *report = (struct vf_import_report){.rows = 0};
    int code = begin(&m);
    if (code == VF_OK) {
        vf_import_clean(&m, report);
        if (x->n_stays == 0)
            code = vf_error_set(err, VF_E_CONFIG, "%s: no klinik has %d patients or more", map->file.path,
                                (int)m.smallest);
    }
    if (code == VF_OK) {
        vf_import_chain(&m);
        vf_import_strata(&m);
        vf_import_tally(&m);
        vf_import_returns(&m);
        sum_care(&m);
        vf_import_write(&m, to, report);
        tell(&m, report);
        if (report->n_groups == 0)
            code = vf_error_set(err, VF_E_CONFIG, "%s: no klinik has arrivals of %d patients or more",
                                map->file.path, (int)m.smallest);
    }
    fini(&m);
    return code;
}

void vf_import_report_fini(struct vf_import_report *report) {
    free(report->klinik);
    *report = (struct vf_import_report){.rows = 0};
}

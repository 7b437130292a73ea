/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The daily census of the wards (06:00 unless set otherwise) and samples by phase of a stated cycle. The census
 * walks wards, and of their patients only the few last placed who lie on extra places. Definitions: overbelaggning
 * = max(0, inskrivna - disponibla) per ward; hospital and region are sums over wards, never computed from totals
 * (Socialstyrelsen's term bank; docs/METHODS.md). */
#include <string.h>

#include "vf_account.h"
#include "vf_flow.h"

/* Of the `over` last placed on the ward, how many are outliers. */
static uint32_t extra_outliers(struct vf_sim *s, const struct vf_ustate *us, uint32_t over) {
    uint32_t n = 0;
    uint32_t i = us->care_tail;
    for (uint32_t k = 0; k < over && i != VF_NONE32; k++) {
        n += vf_at(s, i)->guest == VF_GUEST_OUTLIER;
        i = vf_care_of(s, vf_at(s, i))->care_prev;
    }
    return n;
}

static void add(struct vf_census *c, const struct vf_census_row *r, uint32_t both, uint32_t with_boarded) {
    c->days++;
    c->days_over += r->over > 0;
    c->days_away += r->away > 0;
    c->inskrivna += r->inskrivna;
    c->disponibla += r->disponibla;
    c->over += r->over;
    c->over_boarded += with_boarded;
    c->guests += r->guests;
    c->away += r->away;
    c->ready += r->ready;
    c->boarded += r->boarded;
    c->unique += r->over + r->guests - both;
}

static void daily_add(struct vf_sim *s, uint32_t scope, const struct vf_census_row *r) {
    if (scope < s->n_scopes && s->n_days < s->max_days) {
        s->daily[((size_t)scope * 2) * s->max_days + s->n_days] += r->over;
        s->daily[((size_t)scope * 2 + 1) * s->max_days + s->n_days] += r->guests;
    }
}

static void keep_row(struct vf_sim *s, const struct vf_census_row *r) {
    if (s->n_rows == s->rows_cap) {
        s->rows_cap = s->rows_cap == 0 ? 4096 : s->rows_cap * 2;
        s->rows = vf_xrealloc(s->rows, s->rows_cap * sizeof *s->rows);
    }
    s->rows[s->n_rows++] = *r;
}

/* Inskrivna, in places: those on their way are not there yet. */
static uint32_t inskrivna(const struct vf_ustate *us) {
    return (uint32_t)us->n - us->cause[VF_CAUSE_RESERVED].n;
}

/* Unless they count as both, outliers on extra places are taken off the outliers of their responsible ward:
 * s->scratch gets how many, by ward. */
static void take_off_outliers(struct vf_sim *s) {
    memset(s->scratch, 0, s->m->n_wards * sizeof *s->scratch);
    for (uint16_t w = 0; w < s->m->n_wards; w++) {
        const struct vf_ustate *us = &s->unit[s->m->ward_unit[w]];
        uint32_t in = inskrivna(us), cap = (uint32_t)us->cap;
        uint32_t i = us->care_tail;
        for (uint32_t k = cap; k < in && i != VF_NONE32; k++) {
            const struct vf_care *c = vf_care_of(s, vf_at(s, i));
            if (vf_at(s, i)->guest == VF_GUEST_OUTLIER) {
                s->scratch[s->unit[c->home].ward]++;
            }
            i = c->care_prev;
        }
    }
}

static void ward_census(struct vf_sim *s, uint16_t w) {
    const struct vf_model *m = s->m;
    uint16_t u = m->ward_unit[w];
    const struct vf_ustate *us = &s->unit[u];
    const struct vf_wstate *ws = &s->ward[w];
    int64_t day = vf_day_of(s->now);
    uint32_t in = inskrivna(us), cap = (uint32_t)us->cap;
    uint32_t counted = in + (m->run.count_boarded ? us->boarding : 0);
    uint32_t over = counted > cap ? counted - cap : 0,
             boarded_over = in + us->boarding > cap ? in + us->boarding - cap : 0;
    uint32_t both = in > cap ? extra_outliers(s, us, in - cap) : 0;
    uint32_t guests = m->run.count_both ? ws->guests : ws->guests - both;
    struct vf_census_row r = {.day = (int32_t)day,
                              .ward = w,
                              .inskrivna = (uint16_t)in,
                              .disponibla = (uint16_t)cap,
                              .over = (uint16_t)over,
                              .guests = (uint16_t)guests,
                              .away = (uint16_t)(ws->away - (m->run.count_both ? 0 : s->scratch[w])),
                              .ready = (uint16_t)ws->ready,
                              .boarded = (uint16_t)us->boarding};
    unsigned month = day < m->calendar.days ? m->calendar.day[day].month : 0U;
    uint32_t twice = m->run.count_both ? both : 0;
    add(&s->census[(size_t)w * 13 + month], &r, twice, boarded_over);
    daily_add(s, w, &r);
    if (m->unit[u].sjukhus != VF_NONE16 && !m->ward[w].is_virtual) {
        daily_add(s, (uint32_t)m->n_wards + m->unit[u].sjukhus, &r);
    }
    if (!m->ward[w].is_virtual) {
        daily_add(s, (uint32_t)m->n_wards + m->n_orgs + (m->ward[w].somatic ? 0U : 1U), &r);
    }
    if (s->keep_rows) {
        keep_row(s, &r);
    }
}

void vf_census_take(struct vf_sim *s) {
    vf_eventlist_push(&s->events, s->now + VF_MS_DAY, VF_C_CENSUS, 0);
    if (s->now < s->m->run.warmup) {
        return;
    }
    if (s->n_days < s->max_days) {
        for (uint32_t k = 0; k < s->n_scopes * 2; k++) {
            s->daily[(size_t)k * s->max_days + s->n_days] = 0;
        }
    }
    if (!s->m->run.count_both) {
        take_off_outliers(s);
    }
    for (uint16_t w = 0; w < s->m->n_wards; w++) {
        ward_census(s, w);
    }
    s->n_days++;
}

/* All months together; days beyond the calendar are there already. */
void vf_census_end(struct vf_sim *s) {
    for (uint16_t w = 0; w < s->m->n_wards; w++) {
        struct vf_census *all = &s->census[(size_t)w * 13];
        for (const struct vf_census *c = all + 1; c <= all + 12; c++) {
            all->days += c->days;
            all->days_over += c->days_over;
            all->days_away += c->days_away;
            all->inskrivna += c->inskrivna;
            all->disponibla += c->disponibla;
            all->over += c->over;
            all->over_boarded += c->over_boarded;
            all->guests += c->guests;
            all->away += c->away;
            all->ready += c->ready;
            all->boarded += c->boarded;
            all->unique += c->unique;
        }
    }
}

void vf_phase_sample(struct vf_sim *s) {
    const struct vf_run *run = &s->m->run;
    /* bin b is sampled at floor(b * cycle / bins), also where the bins do not divide the cycle */
    int64_t cycle = run->phase_cycle, bins = run->phase_bins, into = s->now % cycle;
    int64_t bin = (into * bins + cycle - 1) / cycle;
    vf_eventlist_push(&s->events, s->now - into + (bin + 1) * cycle / bins, VF_C_CONTROL,
                      (uint32_t)VF_CTL_PHASE << 28);
    if (s->now < run->warmup) {
        return;
    }
    for (uint16_t u = 0; u < s->m->n_units; u++) {
        int64_t *ph = &s->phase[((size_t)u * run->phase_bins + (size_t)bin) * 3];
        ph[0]++;
        ph[1] += s->unit[u].n;
        ph[2] += s->unit[u].released.n;
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Series of results by day and month: see vf_transient.h. Region = sums over the hospitals' wards (a virtual ward has no
 * beds of a hospital); its queue = everybody who waits holding no place, at any unit. */
#include "vf_transient.h"

#include <math.h>
#include <stdlib.h>

enum { MEGABYTES_MAX = 2048, PER_MB = 1 << 18 /* values */ };

const struct vf_transient_metric vf_transient_metrics[VF_TR_N] = {
    [VF_TR_OCCUPANCY] = {"occupancy", "patients", "Patienter på plats", "Patients in places", true, false,
                         false},
    [VF_TR_QUEUE] = {"queue", "patients", "Väntande utan plats", "Waiting without a place", true, false,
                     true},
    [VF_TR_ADMISSIONS] = {"admissions", "/d", "Intagna per dygn", "Placed per day", true, false, true},
    [VF_TR_INSKRIVNA] = {"inskrivna", "patients", "Inskrivna", "Inskrivna", false, true, true},
    [VF_TR_DISPONIBLA] = {"disponibla", "beds", "Disponibla vårdplatser", "Disponibla beds", false, true,
                          true},
    [VF_TR_OVER] = {"overbelaggningar", "patients", "Överbeläggningar", "Överbeläggningar", false, true,
                    true},
    [VF_TR_AWAY] = {"utlokaliserade", "patients", "Utlokaliserade", "Utlokaliserade", false, true, true},
    [VF_TR_READY] = {"utskrivningsklara", "patients", "Utskrivningsklara", "Utskrivningsklara", false, true,
                     true},
    [VF_TR_BOARDED] = {"boarded", "patients", "Väntar på akuten", "Boarding", false, true, true},
};

static void add_column(struct vf_transient *t, uint16_t unit, unsigned metric) {
    t->column[t->n++] = (struct vf_transient_column){unit, (uint8_t)metric};
}

int vf_transient_new(struct vf_transient *t, const struct vf_model *m, uint32_t replications,
                     struct vf_error *err) {
    *t = (struct vf_transient){.days = (uint32_t)(m->run.duration / VF_MS_DAY),
                               .first = (uint32_t)vf_day_of(m->run.warmup),
                               .replications = replications};
    if (!m->run.series_day && !m->run.series_month) {
        return VF_OK;
    }
    t->column = vf_xcalloc((m->n_units + 1U) * (size_t)VF_TR_N, sizeof *t->column);
    t->of_unit = vf_xcalloc(m->n_units + 1U, sizeof *t->of_unit);
    for (unsigned k = 0; k < VF_TR_N; k++) {
        bool queue = k == VF_TR_QUEUE;
        if (vf_transient_metrics[k].region_scope && (m->n_wards > 0 || queue)) {
            add_column(t, VF_NONE16, k);
        }
    }
    for (uint16_t u = 0; u < m->n_units; u++) {
        t->of_unit[u] = t->n;
        for (unsigned k = 0; k < VF_TR_N; k++) {
            bool ward = m->unit[u].ward != VF_NONE16;
            if (vf_transient_metrics[k].unit_scope || (ward && vf_transient_metrics[k].ward_scope)) {
                add_column(t, u, k);
            }
        }
    }
    double values = (double)t->n * t->days * replications;
    if (values > (double)MEGABYTES_MAX * PER_MB) {
        return vf_error_set(
            err, VF_E_CONFIG,
            "the series of %zu columns over %lu days and %lu replications would take %.0f MB, at "
            "most %d: run fewer replications or a shorter time, or set run.series to \"none\"",
            t->n, (unsigned long)t->days, (unsigned long)replications, values / PER_MB, MEGABYTES_MAX);
    }
    size_t n = t->n * t->days * (size_t)replications;
    t->value = vf_xcalloc(n + 1, sizeof *t->value);
    for (size_t k = 0; k < n; k++) {
        t->value[k] = NAN;
    }
    return VF_OK;
}

void vf_transient_free(struct vf_transient *t) {
    free(t->column);
    free(t->value);
    free(t->of_unit);
    *t = (struct vf_transient){0};
}

static float of_row(const struct vf_census_row *row, unsigned metric) {
    switch (metric) {
    case VF_TR_INSKRIVNA: return row->inskrivna;
    case VF_TR_DISPONIBLA: return row->disponibla;
    case VF_TR_OVER: return row->over;
    case VF_TR_AWAY: return row->away;
    case VF_TR_READY: return row->ready;
    default: return row->boarded;
    }
}

static void add(float *to, float value) { *to = isnan(*to) ? value : *to + value; }

/* Columns of the region come first, from the queue on, in the order of the table; then those of each unit. */
static size_t region_column(unsigned metric) { return metric - VF_TR_QUEUE; }

static float *values(const struct vf_transient *t, uint32_t r, size_t column) {
    return &t->value[((size_t)r * t->n + column) * t->days];
}

/* What series.c has counted. */
static void take_steps(const struct vf_transient *t, const struct vf_sim *s, uint32_t r) {
    const struct vf_series *from = &s->series[VF_SERIES_DAYS];
    for (uint16_t u = 0; u < s->m->n_units; u++) {
        uint16_t w = s->m->unit[u].ward;
        bool hospital = w != VF_NONE16 && !s->m->ward[w].is_virtual;
        const double *of[] = {from->number, from->queue, from->admitted};
        for (unsigned k = VF_TR_OCCUPANCY; k <= VF_TR_ADMISSIONS; k++) {
            bool sums = k == VF_TR_QUEUE || (k == VF_TR_ADMISSIONS && hospital);
            for (uint32_t day = 0; day < from->n; day++) {
                float x = (float)of[k][(size_t)u * from->points + day];
                values(t, r, t->of_unit[u] + k)[day] = x;
                if (sums) {
                    add(&values(t, r, region_column(k))[day], x);
                }
            }
        }
    }
}

static void take_census(const struct vf_transient *t, const struct vf_sim *s, uint32_t r) {
    for (size_t i = 0; i < s->n_rows; i++) {
        const struct vf_census_row *row = &s->rows[i];
        uint32_t day = (uint32_t)row->day - t->first;
        for (unsigned k = VF_TR_INSKRIVNA; k < VF_TR_N && day < t->days; k++) {
            float x = of_row(row, k);
            values(t, r, t->of_unit[s->m->ward_unit[row->ward]] + k)[day] = x;
            if (!s->m->ward[row->ward].is_virtual) {
                add(&values(t, r, region_column(k))[day], x);
            }
        }
    }
}

void vf_transient_take(struct vf_transient *t, const struct vf_sim *s, uint32_t r) {
    if (t->n > 0) {
        take_steps(t, s, r);
        take_census(t, s, r);
    }
}

void vf_transient_summary(const struct vf_transient *t, size_t column, struct vf_period days,
                          struct vf_summary *out) {
    double *mean = vf_xcalloc(t->replications + 1U, sizeof *mean);
    for (uint32_t r = 0; r < t->replications; r++) {
        const float *of = &t->value[((size_t)r * t->n + column) * t->days];
        double sum = 0;
        uint32_t n = 0;
        for (uint32_t day = days.from; day < days.to; day++) {
            if (!isnan(of[day])) {
                sum += (double)of[day];
                n++;
            }
        }
        mean[r] = n > 0 ? sum / n : (double)NAN;
    }
    vf_summarise(mean, t->replications, out);
    free(mean);
}

bool vf_transient_day(const struct vf_transient *t, uint32_t k, struct vf_period *out) {
    *out = (struct vf_period){k, k + 1};
    return k < t->days;
}

static struct vf_date date_of(const struct vf_transient *t, const struct vf_model *m, uint32_t day) {
    return vf_date_from_days(vf_date_days(m->calendar.start) + t->first + day);
}

bool vf_transient_month(const struct vf_transient *t, const struct vf_model *m, uint32_t k,
                        struct vf_period *out) {
    struct vf_date d = date_of(t, m, 0);
    uint32_t months = (uint32_t)(d.year * 12 + d.month - 1) + k;
    int64_t zero = vf_date_days(d),
            first = vf_date_days((struct vf_date){(int)(months / 12), (int)(months % 12) + 1, 1}),
            next = vf_date_days((struct vf_date){(int)((months + 1) / 12), (int)((months + 1) % 12) + 1, 1});
    int64_t from = first > zero ? first - zero : 0, to = next - zero;
    if (from >= t->days) {
        return false;
    }
    *out = (struct vf_period){(uint32_t)from, (uint32_t)(to < t->days ? to : t->days)};
    return true;
}

void vf_transient_date(const struct vf_transient *t, const struct vf_model *m, uint32_t day, char text[16]) {
    struct vf_date d = date_of(t, m, day);
    (void)snprintf(text, 16, "%04d-%02d-%02d", d.year, d.month, d.day);
}

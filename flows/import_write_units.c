/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Units of the fragment: a ward per klinik, with its hours of discharge and the calendar of its disponibla vardplatser out of
 * the daily file; and the node without time that readmissions pass. */
#include <math.h>
#include <stdlib.h>

#include "vf_import_write.h"

/* Hours with too few are put together with the next and share evenly. */
static void write_hours(const struct vf_import_work *m, struct vf_json_writer *w, uint16_t klinik) {
    const int64_t *n = m->out_hour + m->hours_of[klinik] * HOURS;
    double hours[HOURS] = {0};
    int64_t all = 0;
    for (int h = 0; h < HOURS; h++)
        all += n[h];
    if (!m->x->timed_out || all < m->smallest)
        return;
    for (int from = 0, to; from < HOURS; from = to) {
        int64_t sum = 0;
        for (to = from; to < HOURS && (to == from || (sum > 0 && sum < m->smallest)); to++)
            sum += n[to];
        while (sum > 0 && sum < m->smallest && from > 0)
            sum += n[--from];
        for (int h = from; h < to; h++)
            hours[h] = (double)sum / (double)all / (to - from);
    }
    vf_json_key(w, "discharge");
    vf_json_begin_object(w);
    vf_import_numbers(w, "hours", hours, HOURS);
    vf_json_end_object(w);
}

/* The first day's number, and every day's that differs from the day before. */
static void write_calendar(struct vf_json_writer *w, const double *beds, int32_t first, size_t n) {
    double now = NAN;
    bool more = false;
    vf_json_key(w, "disponibla");
    vf_json_begin_object(w);
    for (size_t i = 0; i < n; i++) {
        if (isnan(beds[i]) || beds[i] == now)
            continue;
        if (isnan(now)) {
            vf_json_key_number(w, "base", vf_import_round(beds[i]));
        } else {
            struct vf_date d = vf_date_from_days(first + (int32_t)i);
            char text[32];
            if (!more) {
                vf_json_key(w, "dated");
                vf_json_begin_object(w);
            }
            more = true;
            (void)snprintf(text, sizeof text, "%04d-%02d-%02d", d.year, d.month, d.day);
            vf_json_key_number(w, text, vf_import_round(beds[i]));
        }
        now = beds[i];
    }
    if (more)
        vf_json_end_object(w);
    vf_json_end_object(w);
}

static void write_beds(const struct vf_import_work *m, struct vf_json_writer *w, uint16_t klinik) {
    int32_t first = 0;
    size_t n = 0;
    double *beds = vf_import_disponibla(m, klinik, &first, &n), care = vf_import_occupancy(m, klinik);
    vf_json_key(w, "beds");
    vf_json_begin_object(w);
    if (beds) {
        write_calendar(w, beds, first, n);
    } else {
        vf_json_key_number(w, "disponibla", ceil(care + 3 * sqrt(care)));
        vf_json_key_string(w, "assumed", "no daily file: mean in care + 3 sqrt(mean)");
    }
    vf_json_end_object(w);
    free(beds);
}

void vf_import_write_units(const struct vf_import_work *m, struct vf_json_writer *w) {
    vf_json_key(w, "units");
    vf_json_begin_object(w);
    for (uint16_t k = 0; k < m->n_kliniker; k++) {
        bool used = false;
        for (size_t s = 0; s < m->n_strata; s++)
            used = used || (m->stratum[s].used && m->stratum[s].klinik == k);
        if (!used)
            continue;
        vf_json_key(w, m->x->klinik.name[k]);
        vf_json_begin_object(w);
        vf_json_key_string(w, "kind", "ward");
        vf_json_key_string(w, "stay", "nights");
        write_beds(m, w, k);
        write_hours(m, w, k);
        vf_json_end_object(w);
    }
    if (m->comes_back) {
        vf_json_key(w, "ater");
        vf_json_begin_object(w);
        vf_json_key_string(w, "kind", "delay");
        vf_json_end_object(w);
    }
    vf_json_end_object(w);
}

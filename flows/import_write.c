/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fragment as JSON, but for the groups (import_write_groups.c). Numbers are rounded to six digits; every one stands for
 * at least the smallest cell. Last step of vf_import. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_import_write.h"

double vf_import_round(double x) {
    if (!(fabs(x) > 0))
        return 0;
    double size = 1;
    while (fabs(x) * size < 1e5)
        size *= 10;
    return round(x * size) / size;
}

void vf_import_numbers(struct vf_json_writer *w, const char *key, const double *x, size_t n) {
    vf_json_key(w, key);
    vf_json_begin_array(w);
    for (size_t i = 0; i < n; i++)
        vf_json_number(w, vf_import_round(x[i]));
    vf_json_end_array(w);
}

void vf_import_quantity(struct vf_json_writer *w, const char *key, double x, const char *unit) {
    char number[VF_DOUBLE_TEXT], text[VF_DOUBLE_TEXT + 8];
    vf_format_double(number, vf_import_round(x));
    (void)snprintf(text, sizeof text, "%s %s", number, unit);
    vf_json_key_string(w, key, text);
}

/* ---- Profiles ---- */

void vf_import_profile_name(const struct vf_import_work *m, uint32_t profile, char out[IMPORT_NAME]) {
    uint32_t pairs = 2 * (uint32_t)m->n_kliniker;
    const char *klinik = profile < pairs ? m->x->klinik.name[profile / 2] : "ovriga";
    (void)snprintf(out, IMPORT_NAME, "ankomst_%s_%s", klinik, profile & 1 ? "planerad" : "akut");
}

static void write_profiles(const struct vf_import_work *m, struct vf_json_writer *w,
                           struct vf_import_report *report) {
    char name[IMPORT_NAME];
    vf_json_key(w, "profiles");
    vf_json_begin_object(w);
    for (uint32_t p = 0; p < 2 * m->n_kliniker + 2; p++) {
        const struct vf_import_profile *f = &m->profile[p];
        if (!f->used)
            continue;
        vf_import_profile_name(m, p, name);
        vf_json_key(w, name);
        vf_json_begin_object(w);
        if (f->hours)
            vf_import_numbers(w, "hours", f->factor, HOURS);
        vf_import_numbers(w, "weekdays", f->factor + HOURS, WEEKDAYS);
        if (f->months)
            vf_import_numbers(w, "months", f->factor + HOURS + WEEKDAYS, MONTHS);
        vf_json_end_object(w);
        report->n_profiles++;
    }
    vf_json_end_object(w);
}

/* ---- Distributions ---- */

void vf_import_stratum_name(const struct vf_import_work *m, uint32_t s, char out[IMPORT_NAME]) {
    const struct vf_import_stratum *t = &m->stratum[s];
    static const char *const modes[] = {"", "_akut", "_planerad"};
    uint32_t same = 0;
    for (uint32_t other = 0; other < s; other++)
        same += m->stratum[other].stays > 0 && m->stratum[other].klinik == t->klinik &&
                m->stratum[other].group == t->group && m->stratum[other].mode == t->mode;
    int n = snprintf(out, IMPORT_NAME, "vardtid_%s_%s%s", m->x->klinik.name[t->klinik],
                     t->group < 0 ? "ovriga" : m->x->group.name[t->group], modes[t->mode + 1]);
    if (same > 0 && n > 0 && n < IMPORT_NAME)
        (void)snprintf(out + n, (size_t)(IMPORT_NAME - n), "_%u", (unsigned)same + 1);
}

static void write_histogram(struct vf_json_writer *w, const struct vf_import_bins *b) {
    vf_json_key(w, "histogram");
    vf_json_begin_object(w);
    vf_import_numbers(w, "edges", b->edge, b->n + 1);
    vf_import_numbers(w, "weights", b->weight, b->n);
    vf_json_key_string(w, "unit", "d");
    vf_json_end_object(w);
}

static void say_fit(struct vf_json_writer *w, const struct vf_import_bins *b) {
    static const char *const laws[] = {"histogram", "lognormal", "gamma"};
    struct vf_text note;
    size_t classes = 0;
    for (size_t i = 0; i < b->n; i++)
        classes += b->weight[i] > 0;
    vf_text_init(&note, 512);
    vf_text_appendf(&note, "n %lld; medel/mean ", (long long)b->count);
    vf_text_double(&note, vf_import_round(b->mean));
    vf_text_appendf(&note, " d; %zu klasser/classes; KS", classes);
    for (int law = 0; law < VF_IMPORT_BEST; law++) {
        vf_text_appendf(&note, "%s %s ", law ? "," : "", laws[law]);
        vf_text_double(&note, round(b->ks[law] * 1e4) / 1e4);
    }
    vf_json_key_string(w, "note", note.data);
    vf_text_fini(&note);
}

static enum vf_import_law law_of(const struct vf_import_work *m, const struct vf_import_bins *b) {
    enum vf_import_law law = m->options->law;
    if (law == VF_IMPORT_BEST)
        law = b->ks[VF_IMPORT_LOGNORMAL] <= b->ks[VF_IMPORT_GAMMA] ? VF_IMPORT_LOGNORMAL : VF_IMPORT_GAMMA;
    return law != VF_IMPORT_HISTOGRAM && b->ks[law] >= 1 ? VF_IMPORT_HISTOGRAM : law;
}

static void write_stay(const struct vf_import_work *m, struct vf_json_writer *w,
                       const struct vf_import_bins *b) {
    enum vf_import_law law = law_of(m, b);
    vf_json_begin_object(w);
    if (law == VF_IMPORT_HISTOGRAM) {
        write_histogram(w, b);
    } else {
        vf_json_key(w, law == VF_IMPORT_GAMMA ? "gamma" : "lognormal");
        vf_json_begin_object(w);
        if (law == VF_IMPORT_GAMMA)
            vf_json_key_number(w, "shape", vf_import_round(1 / (b->law_cv * b->law_cv)));
        vf_import_quantity(w, "mean", b->law_mean, "d");
        if (law == VF_IMPORT_LOGNORMAL)
            vf_json_key_number(w, "cv", vf_import_round(b->law_cv));
        vf_json_end_object(w);
    }
    if (b->zero > 0)
        vf_json_key_number(w, "zero", vf_import_round(b->zero));
    say_fit(w, b);
    vf_json_end_object(w);
}

void vf_import_return_name(const struct vf_import_work *m, uint32_t r, char out[IMPORT_NAME]) {
    (void)snprintf(out, IMPORT_NAME, "aterinskrivning_%s", r < m->n_groups ? m->x->group.name[r] : "ovriga");
}

static void write_distributions(const struct vf_import_work *m, struct vf_json_writer *w,
                                struct vf_import_report *report) {
    char name[IMPORT_NAME];
    vf_json_key(w, "distributions");
    vf_json_begin_object(w);
    for (uint32_t s = 0; s < m->n_strata; s++) {
        const struct vf_import_bins *b = &m->stratum[s].nights;
        if (!m->stratum[s].used)
            continue;
        vf_import_stratum_name(m, s, name);
        vf_json_key(w, name);
        if (b->n > 0)
            write_stay(m, w, b);
        else
            vf_json_string(w, "0 d");
        report->n_distributions++;
    }
    for (uint32_t r = 0; r <= m->n_groups; r++) {
        const struct vf_import_return *back = &m->back[r];
        if (back->events < m->smallest || back->time.n == 0)
            continue;
        vf_import_return_name(m, r, name);
        vf_json_key(w, name);
        vf_json_begin_object(w);
        write_histogram(w, &back->time);
        vf_json_end_object(w);
        report->n_distributions++;
    }
    vf_json_end_object(w);
}

/* ---- Kommuner ---- */

static void write_lead(struct vf_json_writer *w, const struct vf_import_bins *b) {
    vf_json_key(w, "lead_time");
    if (b->n == 0) {
        vf_json_string(w, "0 d");
        return;
    }
    vf_json_begin_object(w);
    vf_json_key(w, "empirical");
    vf_json_begin_object(w);
    for (int pass = 0; pass < 2; pass++) {
        vf_json_key(w, pass ? "weights" : "values");
        vf_json_begin_array(w);
        if (b->zero > 0)
            vf_json_number(w, pass ? vf_import_round(b->zero) : 0);
        for (size_t i = 0; i < b->n; i++)
            if (b->weight[i] > 0)
                vf_json_number(w, vf_import_round(pass ? b->weight[i] : (b->edge[i] + b->edge[i + 1]) / 2));
        vf_json_end_array(w);
    }
    vf_json_key_string(w, "unit", "d");
    vf_json_end_object(w);
    vf_json_end_object(w);
}

static void write_kommuner(const struct vf_import_work *m, struct vf_json_writer *w) {
    if (!vf_import_has_kommun(m))
        return;
    vf_json_key(w, "families");
    vf_json_begin_object(w);
    vf_json_key(w, "kommun");
    vf_json_begin_object(w);
    vf_json_key(w, "units");
    vf_json_begin_object(w);
    vf_json_key(w, "hemgang");
    vf_json_begin_object(w);
    vf_json_key_string(w, "kind", "kommunal");
    vf_json_key_string(w, "capacity", "unlimited");
    vf_json_key_string(w, "assessment", "around_the_clock");
    vf_json_key_string(w, "note",
                       "calendar days from utskrivningsklar to discharge, lead time and waiting together");
    vf_json_end_object(w);
    vf_json_end_object(w);
    vf_json_key(w, "members");
    vf_json_begin_object(w);
    for (size_t k = 0; k <= m->n_kommuner; k++) {
        const struct vf_import_bins *b = &m->lead[k];
        if (b->count < m->smallest)
            continue;
        vf_json_key(w, k < m->x->kommun.n  ? m->x->kommun.name[k]
                       : k < m->n_kommuner ? "utan_kommun"
                                           : "ovriga_kommuner");
        vf_json_begin_object(w);
        vf_json_key_integer(w, "weight", b->count);
        vf_json_key(w, "units");
        vf_json_begin_object(w);
        vf_json_key(w, "hemgang");
        vf_json_begin_object(w);
        write_lead(w, b);
        vf_json_end_object(w);
        vf_json_end_object(w);
        vf_json_end_object(w);
    }
    vf_json_end_object(w);
    vf_json_end_object(w);
    vf_json_end_object(w);
}

bool vf_import_has_kommun(const struct vf_import_work *m) {
    bool some = false;
    for (size_t k = 0; k <= m->n_kommuner; k++)
        some = some || m->lead[k].count >= m->smallest;
    return some;
}

static void write_head(const struct vf_import_work *m, struct vf_json_writer *w) {
    struct vf_date a = vf_date_from_days(m->from), b = vf_date_from_days(m->to);
    char text[160];
    (void)snprintf(text, sizeof text, "eget utdrag/own extract %04d-%02d-%02d .. %04d-%02d-%02d", a.year,
                   a.month, a.day, b.year, b.month, b.day);
    vf_json_key_string(w, "source", text);
    (void)snprintf(text, sizeof text, "vardflode import; minsta cell/smallest cell %lld",
                   (long long)m->smallest);
    vf_json_key_string(w, "note", text);
    if (!m->options->with_run)
        return;
    (void)snprintf(text, sizeof text, "%04d-%02d-%02d", a.year, a.month, a.day);
    vf_json_key(w, "run");
    vf_json_begin_object(w);
    vf_json_key_string(w, "start", text);
    vf_json_key_string(w, "warmup", "8 w");
    vf_import_quantity(w, "duration", m->days, "d");
    vf_json_end_object(w);
}

void vf_import_write(struct vf_import_work *m, struct vf_text *to, struct vf_import_report *report) {
    struct vf_json_writer w;
    struct vf_text draft;
    vf_text_init(&draft, VF_JSON_BYTES_MAX);
    vf_json_writer_init(&w, &draft, 0);
    vf_import_write_groups(m, &w); /* a draft: it finds out which strata are used */
    vf_text_fini(&draft);
    vf_json_writer_init(&w, to, 1);
    vf_json_begin_object(&w);
    write_head(m, &w);
    write_profiles(m, &w, report);
    write_distributions(m, &w, report);
    write_kommuner(m, &w);
    vf_import_write_units(m, &w);
    vf_json_key(&w, "groups");
    report->n_groups = vf_import_write_groups(m, &w);
    vf_json_end_object(&w);
    vf_text_puts(to, "\n");
}

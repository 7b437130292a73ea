/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table, the document and the CSV files of a replay: see vf_replay_report.h. */
#include "vf_replay_report.h"

#include <math.h>
#include <stdlib.h>

#include "vf_csv.h"
#include "vf_json.h"
#include "vf_report.h"
#include "vf_table.h"

static const struct vf_phrase measures[VF_REPLAY_MEASURES] = {VF_PHRASE("överbelagda", "överbelagda"),
                                                              VF_PHRASE("utlokaliserade", "utlokaliserade")};

const char *vf_replay_ward(const struct vf_replay *r, const struct vf_model *m, size_t ward,
                           const char *all) {
    return ward < r->n_wards ? m->unit[r->ward[ward]].name : all;
}

void vf_replay_print(const struct vf_call *call, const struct vf_replay *r, const struct vf_model *m) {
    enum vf_language l = call->language;
    const struct vf_table_column columns[] = {{VF_SAY(l, "Avdelning", "Ward"), VF_LEFT},
                                              {VF_SAY(l, "Kl. 06", "At 06:00"), VF_LEFT},
                                              {VF_SAY(l, "Dygn", "Days"), VF_RIGHT},
                                              {VF_SAY(l, "Simulerat", "Simulated"), VF_RIGHT},
                                              {VF_SAY(l, "Rapporterat", "Reported"), VF_RIGHT},
                                              {VF_SAY(l, "Skillnad", "Difference"), VF_RIGHT},
                                              {VF_SAY(l, "Korr.", "Corr."), VF_RIGHT},
                                              {"±1 %", VF_RIGHT},
                                              {"±2 %", VF_RIGHT}};
    struct vf_table *t = vf_table_new(l, columns, sizeof columns / sizeof *columns);
    for (size_t w = 0; w <= r->n_wards; w++) {
        for (int k = 0; k < VF_REPLAY_MEASURES; k++) {
            const struct vf_replay_fit *f = &r->fit[w][k];
            vf_table_text(t, k > 0 ? "" : vf_replay_ward(r, m, w, VF_SAY(l, "alla", "all")));
            vf_table_text(t, vf_say(l, measures[k]));
            vf_table_count(t, (int64_t)f->n);
            vf_table_real(t, f->simulated, 2);
            vf_table_real(t, f->reported, 2);
            vf_table_real(t, f->difference, 2);
            vf_table_real(t, f->correlation, 3);
            vf_table_real(t, 100 * f->within_1, 0);
            vf_table_real(t, 100 * f->within_2, 0);
        }
        vf_table_rule(t);
    }
    vf_report_heading(call, VF_SAY(l, "Simulerat mot rapporterat, dygn för dygn",
                                   "Simulated against reported, day by day"));
    vf_table_print(t, call->out, call->colour);
    vf_table_free(t);
    (void)fprintf(call->out,
                  VF_SAY(l, "%llu vårdtillfällen (%llu redan inskrivna när det börjar), %d dygn\n",
                         "%llu vårdtillfällen (%llu in care when it begins), %d days\n"),
                  (unsigned long long)r->replayed, (unsigned long long)r->inside, (int)r->days);
}

static void date_text(int32_t day, char text[16]) {
    struct vf_date d = vf_date_from_days(day);
    (void)snprintf(text, 16, "%04d-%02d-%02d", d.year % 10000, d.month, d.day);
}

void vf_replay_json(const struct vf_replay *r, const struct vf_model *m, struct vf_text *to) {
    struct vf_json_writer w;
    char date[16];
    vf_json_writer_init(&w, to, 0);
    vf_json_begin_object(&w);
    date_text(r->from, date);
    vf_json_key_string(&w, "from", date);
    vf_json_key_integer(&w, "days", r->days);
    vf_json_key_integer(&w, "stays", (long long)r->replayed);
    vf_json_key_integer(&w, "in_care_at_start", (long long)r->inside);
    vf_json_key(&w, "wards");
    vf_json_begin_object(&w);
    for (size_t k = 0; k <= r->n_wards; k++) {
        vf_json_key(&w, vf_replay_ward(r, m, k, ""));
        vf_json_begin_object(&w);
        for (int i = 0; i < VF_REPLAY_MEASURES; i++) {
            const struct vf_replay_fit *f = &r->fit[k][i];
            vf_json_key(&w, vf_replay_measures[i]);
            vf_json_begin_object(&w);
            vf_json_key_integer(&w, "days", (long long)f->n);
            vf_json_key_number(&w, "simulated", f->simulated);
            vf_json_key_number(&w, "reported", f->reported);
            vf_json_key_number(&w, "difference", f->difference);
            vf_json_key_number(&w, "correlation", f->correlation);
            vf_json_key_number(&w, "within_1", f->within_1);
            vf_json_key_number(&w, "within_2", f->within_2);
            vf_json_end_object(&w);
        }
        vf_json_end_object(&w);
    }
    vf_json_end_object(&w);
    vf_json_end_object(&w);
    vf_text_puts(to, "\n");
}

static int open_csv(struct vf_csv *w, const struct vf_folder *folder, const char *name,
                    struct vf_error *err) {
    char *path = vf_folder_file(folder, name);
    int code = vf_csv_open(w, path, err);
    free(path);
    return code;
}

int vf_replay_days_csv(const struct vf_replay *r, const struct vf_model *m, const struct vf_folder *folder,
                       struct vf_error *err) {
    static const char *const header[] = {"date",
                                         "ward",
                                         "disponibla",
                                         "inskrivna",
                                         "overbelagda_simulated",
                                         "overbelagda_reported",
                                         "utlokaliserade_simulated",
                                         "utlokaliserade_reported"};
    struct vf_csv w;
    int code = open_csv(&w, folder, "days.csv", err);
    if (code != VF_OK)
        return code;
    vf_csv_header(&w, header, sizeof header / sizeof *header);
    for (size_t k = 0; k < r->n_wards * (size_t)r->days; k++) {
        const struct vf_replay_day *d = &r->day[k];
        char date[16];
        date_text(d->day, date);
        vf_csv_text(&w, date);
        vf_csv_text(&w, vf_replay_ward(r, m, d->ward, ""));
        vf_csv_real(&w, d->disponibla);
        vf_csv_real(&w, d->inskrivna);
        for (int i = 0; i < VF_REPLAY_MEASURES; i++) {
            vf_csv_real(&w, d->simulated[i]);
            vf_csv_real(&w, d->reported[i]);
        }
        vf_csv_end(&w);
    }
    return vf_csv_close(&w, err);
}

int vf_replay_summary_csv(const struct vf_replay *r, const struct vf_model *m, const struct vf_folder *folder,
                          struct vf_error *err) {
    static const char *const header[] = {"ward",       "measure",     "days",     "simulated", "reported",
                                         "difference", "correlation", "within_1", "within_2"};
    struct vf_csv w;
    int code = open_csv(&w, folder, "summary.csv", err);
    if (code != VF_OK)
        return code;
    vf_csv_header(&w, header, sizeof header / sizeof *header);
    for (size_t k = 0; k <= r->n_wards; k++) {
        for (int i = 0; i < VF_REPLAY_MEASURES; i++) {
            const struct vf_replay_fit *f = &r->fit[k][i];
            const double cells[] = {f->simulated,   f->reported, f->difference,
                                    f->correlation, f->within_1, f->within_2};
            vf_csv_text(&w, vf_replay_ward(r, m, k, ""));
            vf_csv_text(&w, vf_replay_measures[i]);
            vf_csv_int(&w, (int64_t)f->n);
            for (size_t c = 0; c < sizeof cells / sizeof *cells; c++)
                vf_csv_real(&w, cells[c]);
            vf_csv_end(&w);
        }
    }
    return vf_csv_close(&w, err);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sensitivity.csv and uncertainty.csv of a study's folder. Their columns are described in the codebook
 * (study_codebook.c), in this order. */
#include <stdlib.h>

#include "vf_csv.h"
#include "vf_indices.h"

static void put_column(struct vf_csv *w, const struct vf_study_column *c) {
    const char *const texts[] = {c->scope, c->unit, c->group, c->metric, c->measure};
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
        vf_csv_text(w, texts[k]);
    }
}

static void put_interval(struct vf_csv *w, const struct vf_interval *x) {
    vf_csv_real(w, x->value);
    vf_csv_real(w, x->low);
    vf_csv_real(w, x->high);
}

#define PLACE "scope", "unit", "patient_group", "metric", "measure"

int vf_analysis_sensitivity_csv(struct vf_analysis *a, const char *path, struct vf_error *err) {
    static const char *const names[] = {PLACE,    "axis",    "sensitivity", "value",
                                        "ci_low", "ci_high", "samples"};
    struct vf_csv w;
    size_t n = a->indices->n;
    int code = vf_csv_open(&w, path, err);
    if (code != VF_OK) {
        return code;
    }
    vf_csv_header(&w, names, sizeof names / sizeof *names);
    for (size_t c = 0; c < a->table.n_columns && code == VF_OK; c++) {
        struct vf_sensitivity s;
        code = vf_analysis_sensitivity(a, c, &s, err);
        for (size_t k = 0; k < a->design.n_axes * n && code == VF_OK; k++) {
            put_column(&w, &a->table.column[c]);
            vf_csv_text(&w, a->axis[k / n].name);
            vf_csv_text(&w, a->indices->index[k % n].id);
            put_interval(&w, &s.index[k]);
            vf_csv_int(&w, (int64_t)s.used);
            vf_csv_end(&w);
        }
        free(s.index);
    }
    code = code ? code : vf_csv_close(&w, err);
    vf_csv_abandon(&w);
    return code;
}

int vf_analysis_uncertainty_csv(struct vf_analysis *a, const char *path, struct vf_error *err) {
    static const char *const names[] = {PLACE,
                                        "points",
                                        "replications",
                                        "mean",
                                        "ci_low",
                                        "ci_high",
                                        "sd_parameter",
                                        "sd_parameter_low",
                                        "sd_parameter_high",
                                        "sd_year",
                                        "sd_year_low",
                                        "sd_year_high",
                                        "share_parameter",
                                        "parameter_low",
                                        "parameter_high",
                                        "year_low",
                                        "year_high",
                                        "pi_low",
                                        "pi_high"};
    struct vf_csv w;
    int code = vf_csv_open(&w, path, err);
    if (code != VF_OK) {
        return code;
    }
    vf_csv_header(&w, names, sizeof names / sizeof *names);
    for (size_t k = 0; k < a->table.n_columns && code == VF_OK; k++) {
        struct vf_components c;
        code = vf_analysis_uncertainty(a, k, &c, err);
        put_column(&w, &a->table.column[k]);
        vf_csv_int(&w, (int64_t)c.points);
        vf_csv_int(&w, (int64_t)c.replications);
        put_interval(&w, &c.mean);
        put_interval(&w, &c.sd_parameter);
        put_interval(&w, &c.sd_year);
        vf_csv_real(&w, c.share);
        const struct vf_interval *const ranges[] = {&c.parameter, &c.year, &c.both};
        for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
            vf_csv_real(&w, ranges[i]->low);
            vf_csv_real(&w, ranges[i]->high);
        }
        vf_csv_end(&w);
    }
    code = code ? code : vf_csv_close(&w, err);
    vf_csv_abandon(&w);
    return code;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the two analyses of a study share in their reports: see vf_analysis_report.h. */
#include "vf_analysis_report.h"

#include <math.h>
#include <string.h>
#include <sys/stat.h>

#include "vf_result.h"

enum { PATH_SIZE = 4096 };

int vf_analysis_of(const struct vf_call *call, struct vf_analysis *a, struct vf_error *err) {
    const char *operand = call->options.operands[0];
    char path[PATH_SIZE];
    struct stat st;
    bool folder = stat(operand, &st) == 0 && S_ISDIR(st.st_mode);
    (void)snprintf(path, sizeof path, "%.4000s%s", operand, folder ? "/results.sqlite" : "");
    return vf_analysis_open(a, path, err);
}

void vf_analysis_label(const struct vf_call *call, const struct vf_study_column *c, struct vf_text *to) {
    vf_text_clear(to);
    vf_text_appendf(to, "%s: %s", c->name, call->language == VF_SWEDISH ? c->sv : c->en);
    if (*c->measure && strcmp(c->measure, "1") != 0)
        vf_text_appendf(to, ", %s", c->measure);
}

int vf_analysis_decimals(double x) {
    const int most = 6;
    int n = 0;
    for (double size = fabs(x); size < 100 && n < most && size > 0; size *= 10)
        n++;
    return n;
}

void vf_analysis_interval(const struct vf_call *call, const struct vf_interval *x, int decimals, char *text,
                          size_t size) {
    char value[VF_PEOPLE_NUMBER], low[VF_PEOPLE_NUMBER], high[VF_PEOPLE_NUMBER];
    (void)vf_people_real(value, call->language, x->value, decimals);
    (void)vf_people_real(low, call->language, x->low, decimals);
    (void)vf_people_real(high, call->language, x->high, decimals);
    if (isnan(x->low) || isnan(x->high))
        (void)snprintf(text, size, "%s", value);
    else
        (void)snprintf(text, size, VF_SAY(call->language, "%s (%s till %s)", "%s (%s to %s)"), value, low,
                       high);
}

void vf_analysis_json_interval(struct vf_json_writer *w, const char *key, const struct vf_interval *x) {
    vf_json_key(w, key);
    vf_json_begin_object(w);
    vf_json_key_number(w, "value", x->value);
    vf_json_key_number(w, "ci_low", x->low);
    vf_json_key_number(w, "ci_high", x->high);
    vf_json_end_object(w);
}

void vf_analysis_json_head(struct vf_json_writer *w, const struct vf_analysis *a) {
    vf_result_json_program(w, VF_VERSION);
    vf_json_key_string(w, "store", a->table.store.path);
    vf_json_key_string(w, "design", a->design.kind->name);
    vf_json_key_integer(w, "points", a->table.points);
    vf_json_key_integer(w, "points_complete", a->table.complete);
    vf_json_key_integer(w, "replications", a->table.replications);
}

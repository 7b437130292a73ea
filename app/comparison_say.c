/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A comparison in words: what was shown, what was not, and what "not shown" leaves open. */
#include <math.h>
#include <string.h>

#include "vf_comparison_report.h"
#include "vf_report.h"

enum { WIDE_LABEL = 200, LISTED_MAX = 8 };

static void put_number(struct vf_text *to, enum vf_language language, double x, int decimals) {
    char text[VF_PEOPLE_NUMBER];
    (void)vf_people_real(text, language, x, decimals);
    vf_text_puts(to, text);
}

static void put_label(struct vf_text *to, const struct vf_comparison *c, size_t k,
                      enum vf_language language) {
    const struct vf_global_column column = vf_experiment_column(c->x, c->column[k]);
    const struct vf_call call = {.language = language};
    char label[VF_REPORT_LABEL];
    vf_report_label(label, &call, c->x, column.metric, WIDE_LABEL);
    vf_text_appendf(to, column.unit[0] ? "%s: " : "%s", column.unit);
    vf_text_appendf(to, column.group[0] ? "%s: " : "%s", column.group);
    vf_text_puts(to, label);
}

/* "Överbeläggningar per 100 (-1,20; -1,31 till -1,09)" */
static void put_finding(struct vf_text *to, const struct vf_comparison *c, size_t point, size_t k,
                        enum vf_language language) {
    const struct vf_summary *d = &vf_comparison_at(c, point, k)->paired.difference;
    enum vf_measure measure = vf_experiment_column(c->x, c->column[k]).metric->measure;
    double scale = vf_report_scale(measure);
    int decimals = vf_report_decimals(measure) + 1;
    put_label(to, c, k, language);
    if (vf_comparison_at(c, point, k)->verdict == VF_COMPARISON_IDENTICAL)
        return;
    vf_text_puts(to, " (");
    put_number(to, language, scale * d->mean, decimals);
    vf_text_puts(to, "; ");
    put_number(to, language, scale * d->ci_low, decimals);
    vf_text_puts(to, VF_SAY(language, " till ", " to "));
    put_number(to, language, scale * d->ci_high, decimals);
    vf_text_puts(to, ")");
}

/* The indicators with one verdict as a list, after `lead`; nothing when there are none. */
static bool put_list(struct vf_text *to, const struct vf_comparison *c, size_t point,
                     enum vf_language language, enum vf_comparison_verdict verdict, const char *lead) {
    size_t n = 0;
    for (size_t k = 0; k < c->n; k++) {
        if (vf_comparison_at(c, point, k)->verdict != verdict || n++ >= LISTED_MAX)
            continue;
        vf_text_puts(to, n > 1 ? "; " : lead);
        put_finding(to, c, point, k, language);
    }
    if (n > LISTED_MAX)
        vf_text_appendf(to, VF_SAY(language, " och %lu till", " and %lu more"),
                        (unsigned long)(n - LISTED_MAX));
    return n > 0;
}

void vf_comparison_say(const struct vf_comparison *c, size_t point, enum vf_language language,
                       struct vf_text *to) {
    const char *here = c->x->point[point].name, *base = c->x->point[0].name;
    size_t start = to->size;
    vf_text_appendf(to,
                    VF_SAY(language, "Med %lu körningar och samma patienter, %s jämfört med %s.",
                           "With %lu replications and the same patients, %s against %s."),
                    (unsigned long)c->x->replications, here, base);
    bool shown =
        put_list(to, c, point, language, VF_COMPARISON_LOWER, VF_SAY(language, " Lägre: ", " Lower: "));
    vf_text_puts(to, shown ? "." : "");
    bool higher =
        put_list(to, c, point, language, VF_COMPARISON_HIGHER, VF_SAY(language, " Högre: ", " Higher: "));
    vf_text_puts(to, higher ? "." : "");
    if (!shown && !higher)
        vf_text_puts(to, VF_SAY(language, " Ingen skillnad kunde visas.", " No difference could be shown."));
    if (put_list(to, c, point, language, VF_COMPARISON_NOT_SHOWN,
                 VF_SAY(language, " Inte visat, med intervall för skillnaden: ",
                        " Not shown, with the interval of the difference: ")))
        vf_text_puts(to,
                     VF_SAY(language,
                            "; det visar inte att skillnad saknas, bara att den rimligen ryms i intervallet.",
                            "; this does not show that there is none, only that it plausibly lies within the "
                            "interval."));
    if (put_list(to, c, point, language, VF_COMPARISON_IDENTICAL,
                 VF_SAY(language, " Exakt lika i varje körning: ", " Exactly equal in every replication: ")))
        vf_text_puts(to, ".");
    if (put_list(to, c, point, language, VF_COMPARISON_NONE,
                 VF_SAY(language, " Kunde inte prövas: ", " Could not be tested: ")))
        vf_text_puts(to, ".");
    VF_ASSERT(to->full || to->size > start, "nothing was said");
}

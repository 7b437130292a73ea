/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Occupancy -> fewer admissions from the akutmottagning: at the end of the visit the odds of admission are multiplied
 * by what is published for the band the occupancy lies in. Who is not admitted goes by the path's other ways, or
 * home; the need is not met, and is counted.
 * Blom, Jonsson, Landin-Olsson, Ivarsson, Int J Emerg Med 2014;7:8 (Helsingborg 2011-2012, 118 668 visits, 31.5 %
 * admitted below 95 %): 0.88 (95 % CI 0.84-0.93), 0.82 (0.78-0.87), 0.74 (0.67-0.81) against below 95 %, occupancy of
 * the hospital when the patient came. Not found in Halland (Tolestam Heyman 2020): a number to be swept. */
#include "vf_effect_fields.h"
#include "vf_effects.h"

static double admission(struct vf_sim *s, const struct vf_effect *e, uint16_t u, double p) {
    double from = e->share > 0 ? e->share : p;
    return vf_in_proportion(p, from, vf_with_odds(from, vf_effect_odds(s, e, u)));
}

const struct vf_effect_kind vf_effect_admission = {
    .name = "admission",
    .object =
        {
            .name = "effect_admission",
            .sv = "Beläggning → färre inläggningar från akuten. Odds mot under 95 %: 0,88 (0,84–0,93), 0,82 "
                  "(0,78–0,87), "
                  "0,74 (0,67–0,81), sjukhusets beläggning när patienten kom (Blom 2014, Helsingborg); inget "
                  "samband i "
                  "Halland (Tolestam Heyman 2020).",
            .en =
                "Occupancy → fewer admissions from the akutmottagning. Odds against below 95 %: 0.88 "
                "(0.84–0.93), 0.82 "
                "(0.78–0.87), 0.74 (0.67–0.81), occupancy of the hospital when the patient came (Blom 2014, "
                "Helsingborg); no association in Halland (Tolestam Heyman 2020).",
            .example = "{\"of\": \"hospital\", \"share\": 0.315}",
            FIELDS(EFFECT_ON, EFFECT_OF,
                   EFFECT_ODDS("{\"95 %\": 0.88, \"100 %\": 0.82, \"105 %\": 0.74}",
                               "Beläggning från vilken oddsen för inläggning är så många gånger.",
                               "Occupancy from which the odds of admission are so many times."),
                   EFFECT_BASE, EFFECT_SHARE),
        },
    .compile = vf_effect_read_bands,
    .admission = admission,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Occupancy at discharge -> readmission: the odds of coming back within 30 days are multiplied by what is published for
 * the band of the occupancy when the vardperiod ends. It concerns the readmission after a way home, and the ways back to
 * the akutmottagning from municipal care.
 * Blom, Erwander, Gustafsson, Landin-Olsson, Jonsson, Ivarsson, BMC Emerg Med 2015;15:37 (32 811 admissions):
 * 1.11 (95 % CI 1.01-1.22), 1.17 (1.06-1.29), 1.15 (0.99-1.34) against below 95 %, hospital, hour of discharge. */
#include "vf_effect_fields.h"
#include "vf_effects.h"

static double discharge(struct vf_sim *s, const struct vf_effect *e, uint32_t i, uint16_t u) {
    (void)i;
    return vf_effect_odds(s, e, u);
}

const struct vf_effect_kind vf_effect_readmission = {
    .name = "readmission",
    .object =
        {
            .name = "effect_readmission",
            .sv =
                "Beläggning vid utskrivning → återinskrivning inom 30 dagar. Odds mot under 95 %: 1,11 "
                "(1,01–1,22), "
                "1,17 (1,06–1,29), 1,15 (0,99–1,34), sjukhusets beläggning i utskrivningstimmen (Blom 2015, "
                "Helsingborg).",
            .en = "Occupancy at discharge → readmission within 30 days. Odds against below 95 %: 1.11 "
                  "(1.01–1.22), 1.17 "
                  "(1.06–1.29), 1.15 (0.99–1.34), occupancy of the hospital in the hour of discharge (Blom "
                  "2015, "
                  "Helsingborg).",
            .example = "{\"of\": \"hospital\"}",
            FIELDS(EFFECT_ON, EFFECT_OF,
                   EFFECT_ODDS("{\"95 %\": 1.11, \"100 %\": 1.17, \"105 %\": 1.15}",
                               "Beläggning från vilken oddsen för återinskrivning är så många gånger.",
                               "Occupancy from which the odds of readmission are so many times."),
                   EFFECT_BASE),
        },
    .compile = vf_effect_read_bands,
    .discharge = discharge,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Field tables: how wards make room. Closing, early discharge, sjukhusvård i hemmet, and rebooking of nodes. */
#include "vf_shapes.h"

const struct vf_object vf_object_closing = {
    .name = "closing",
    .sv = "När disponibla blir 0, som på en femdagarsavdelning till helgen. En stängd avdelning har inga "
          "extraplatser.",
    .en =
        "When the disponibla become 0, as on a five-day ward at weekends. A closed ward has no extra places.",
    .example = "{\"then\": \"move\", \"to\": [\"medA\"]}",
    FIELDS({.key = "then",
            .shape = WORDS(vf_words_closing),
            .required = VF_REQUIRED,
            .sv = "De som vårdas stannar, flyttas (den som ingen tar emot stannar) eller skrivs ut.",
            .en = "Those in care stay, are moved (whom nobody takes stays) or are discharged."},
           {.key = "to",
            .shape = LIST(NAME(VF_NAMES_WARD), 1, 0),
            .sv = "Avdelningar som tar över dem, i ordning.",
            .en = "Wards that take them over, in order."}),
};
const struct vf_object vf_object_early_discharge = {
    .name = "early_discharge",
    .sv = "Tidigare utskrivning under press.",
    .en = "Earlier discharge under pressure.",
    .example = "{\"load_from\": 1.02, \"share\": 0.3, \"stay_factor\": 0.8}",
    FIELDS(
        {.key = "load_from",
         .shape = AT_LEAST_0,
         .required = VF_REQUIRED,
         .sv = "Från denna belastning: inskrivna / disponibla på sjukhuset, när den tidigare utskrivningen "
               "skulle ske.",
         .en =
             "From this load on: in care / disponibla of the hospital, when the earlier discharge would be."},
        {.key = "share",
         .shape = PROBABILITY,
         .required = VF_REQUIRED,
         .sv = "Andel av patienterna som kan skrivas ut tidigare.",
         .en = "Share of the patients who can be discharged earlier."},
        {.key = "stay_factor",
         .shape = PROBABILITY,
         .required = VF_REQUIRED,
         .sv = "Faktor på deras vårdtid.",
         .en = "Factor on their stay."},
        {.key = "readmission_odds",
         .shape = AT_LEAST_0,
         .fallback = "1",
         .sv = "Faktor på oddsen för återinskrivning efter en vårdtid som avslutats i förtid.",
         .en = "Factor on the odds of readmission after a stay that ended early."}),
};
const struct vf_object vf_object_virtual = {
    .name = "virtual",
    .sv = "Sjukhusvård i hemmet: en virtuell avdelning. Räknas inte till sjukhusets disponibla vårdplatser.",
    .en = "Hospital at home: a virtual ward. Not among the hospital's disponibla beds.",
    .example = "{\"for\": [\"medA\"], \"eligible\": 0.15, \"fall_back\": 0.07}",
    FIELDS({.key = "for",
            .shape = LIST(NAME(VF_NAMES_WARD), 1, 0),
            .required = VF_REQUIRED,
            .sv = "Avdelningar vars patienter kan vårdas här i stället.",
            .en = "Wards whose patients may be cared for here instead."},
           {.key = "eligible",
            .shape = ANY({S_NUMBER(0, 1)}, {S_MAP(NAME(VF_NAMES_GROUP), PROBABILITY), .n_min = 1}),
            .required = VF_REQUIRED,
            .sv = "Andel av deras patienter som kan det, eller andel per patientgrupp.",
            .en = "Share of their patients who may, or share by patient group."},
           {.key = "fall_back",
            .shape = PROBABILITY,
            .fallback = "0",
            .sv = "Andel av vistelserna som måste fortsätta på avdelningen.",
            .en = "Share of the stays that must go on in the ward."}),
};
const struct vf_object vf_object_rebook = {
    .name = "rebook",
    .sv = "Ombokning av en inställd planerad inläggning (placeringssteget cancel).",
    .en = "Rebooking of a cancelled planned admission (placement step cancel).",
    .example = "{\"time\": \"14 d\", \"max\": 2}",
    FIELDS({.key = "time",
            .shape = &vf_shape_dist,
            .required = VF_REQUIRED,
            .sv = "Tid till nästa försök.",
            .en = "Time to the next try."},
           {.key = "max",
            .shape = INTEGER(1, 200),
            .fallback = "3",
            .sv = "Högst så många gånger; sedan gäller nästa placeringssteg.",
            .en = "At most so many times; then the next step of the placement holds."}),
};

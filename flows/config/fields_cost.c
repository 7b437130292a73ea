/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Field tables: what care costs, and who pays. */
#include "vf_shapes.h"

const struct vf_object vf_object_cost = {
    .name = "cost",
    .sv = "Kostnad i kronor, och vem som betalar.",
    .en = "Cost in kronor, and who pays.",
    .example =
        "{\"per_day\": 3500, \"per_place_day\": 1200, \"paid_by\": {\"region\": 0.5, \"kommun\": 0.5}}",
    FIELDS({.key = "per_day",
            .shape = AT_LEAST_0,
            .fallback = "0",
            .unit = "kr",
            .sv = "Per dygn som en plats är upptagen.",
            .en = "Per day that a place is occupied."},
           {.key = "per_visit",
            .shape = AT_LEAST_0,
            .fallback = "0",
            .unit = "kr",
            .sv = "Per påbörjat besök eller påbörjad vistelse.",
            .en = "Per visit or stay started."},
           {.key = "per_place_day",
            .shape = AT_LEAST_0,
            .fallback = "0",
            .unit = "kr",
            .sv = "Per plats och dygn, upptagen eller inte (för avdelningar: disponibel vårdplats).",
            .en = "Per place and day, occupied or not (for wards: staffed bed)."},
           {.key = "paid_by",
            .shape = SHAPE(S_MAP(WORDS(vf_words_owner), PROBABILITY), .n_min = 1),
            .sv = "Huvudmännens andelar, summa 1 (annars betalar enhetens huvudman allt).",
            .en = "The owners' shares, sum 1 (else the unit's owner pays all)."}),
};

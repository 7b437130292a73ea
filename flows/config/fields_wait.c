/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Field tables: what happens to those who wait. Triage and deterioration belong to nodes. */
#include "vf_shapes.h"

const struct vf_object vf_object_triage_class = {
    .name = "triage_class",
    .sv = "En klass i triagen.",
    .en = "A class of triage.",
    .example = "{\"share\": 0.15, \"priority\": 1}",
    FIELDS({.key = "share",
            .shape = PROBABILITY,
            .required = VF_REQUIRED,
            .sv = "Andel av besöken; summan över klasserna är 1.",
            .en = "Share of the visits; the sum over the classes is 1."},
           {.key = "priority",
            .shape = INTEGER(0, 7),
            .required = VF_REQUIRED,
            .sv = "Prioritet här, 0 först.",
            .en = "Priority here, 0 first."}),
};
const struct vf_object vf_object_deterioration = {
    .name = "deterioration",
    .sv = "Försämring under väntan: planerat blir akut. Gäller den som köar utan plats.",
    .en = "Deterioration while waiting: planned becomes acute. For those who queue without a place.",
    .example = "{\"time\": {\"exponential\": {\"mean\": \"400 d\"}}, \"to\": \"akut\"}",
    FIELDS({.key = "time",
            .shape = &vf_shape_dist,
            .required = VF_REQUIRED,
            .sv = "Tid i kön till försämring.",
            .en = "Time in the queue until deterioration."},
           {.key = "to",
            .shape = NAME(VF_NAMES_TARGET),
            .required = VF_REQUIRED,
            .sv = "Dit patienten går.",
            .en = "Where the patient goes."}),
};

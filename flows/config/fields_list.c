/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Field tables: primary care: lists (listning) and the own doctor. */
#include "vf_shapes.h"

const struct vf_object vf_object_listning = {
    .name = "listning",
    .sv = "Listning: invånarna fördelas på medlemmarna efter vikt, högst `per_doctor` per läkare; de som "
          "inte får "
          "plats listas hos de andra efter vikt.",
    .en = "Lists: the inhabitants are spread over the members by weight, at most `per_doctor` a doctor; "
          "those for "
          "whom there is no room are listed with the others by weight.",
    .example = "{\"people\": 42000, \"per_doctor\": 1100, \"unlisted\": \"jour\"}",
    FIELDS({.key = "people",
            .shape = ABOVE_0,
            .required = VF_REQUIRED,
            .unit = "invånare",
            .sv = "Invånare att lista.",
            .en = "Inhabitants to list."},
           {.key = "per_doctor",
            .shape = ABOVE_0,
            .unit = "invånare per läkare",
            .sv = "Listningstak per läkare (annars inget tak).",
            .en = "Most on the list per doctor (else no cap)."},
           {.key = "unlisted",
            .shape = NEW_NAME,
            .sv = "Medlem dit de hör som inte får plats på någon lista; har själv inget tak.",
            .en = "Member to whom those belong for whom no list has room; has no cap itself."}),
};
const struct vf_object vf_object_own_doctor = {
    .name = "own_doctor",
    .sv =
        "Egen läkare: platserna är läkare; patienten väntar på sin egen en tid, därefter går vem som helst.",
    .en = "Own doctor: the places are doctors; a patient waits for the own one for a time, then takes any.",
    .example = "{\"doctors\": 5, \"wait\": \"7 d\", \"share\": 0.6}",
    FIELDS({.key = "doctors",
            .shape = INTEGER(1, 64),
            .required = VF_REQUIRED,
            .sv = "Läkare med egen lista.",
            .en = "Doctors with a list of their own."},
           {.key = "wait",
            .shape = &vf_shape_dist,
            .required = VF_REQUIRED,
            .sv = "Så länge väntar patienten på sin egen.",
            .en = "How long the patient waits for the own one."},
           {.key = "share",
            .shape = PROBABILITY,
            .fallback = "1",
            .sv = "Andel av patienterna som är listade på en läkare.",
            .en = "Share of the patients who are listed on a doctor."}),
};
const struct vf_object vf_object_digital = {
    .name = "digital",
    .sv = "Digitala kontakter i stället för fysiska besök, med substitution och induktion.",
    .en = "Digital contacts instead of physical visits, with substitution and induction.",
    .example = "{\"node\": \"chatt\", \"instead_of\": \"vc\", \"share\": 0.3, \"substitution\": 0.5, "
               "\"induction\": 0.2}",
    FIELDS({.key = "node",
            .shape = NAME(VF_NAMES_NODE),
            .required = VF_REQUIRED,
            .sv = "Nod för den digitala kontakten.",
            .en = "Node of the digital contact."},
           {.key = "instead_of",
            .shape = NAME(VF_NAMES_NODE),
            .required = VF_REQUIRED,
            .sv = "Nod för besöket, där patienten annars hade börjat.",
            .en = "Node of the visit, where the patient would have entered."},
           {.key = "share",
            .shape = PROBABILITY,
            .required = VF_REQUIRED,
            .sv = "Andel av dem som tar den digitala vägen.",
            .en = "Share of them who go the digital way."},
           {.key = "substitution",
            .shape = PROBABILITY,
            .required = VF_REQUIRED,
            .sv = "Andel av de digitala kontakterna som ersätter ett besök.",
            .en = "Share of the digital contacts that replace a visit."},
           {.key = "induction",
            .shape = PROBABILITY,
            .fallback = "0",
            .sv = "Andel av de digitala kontakterna som annars inte hade tagits.",
            .en = "Share of the digital contacts that would not have been made."}),
};

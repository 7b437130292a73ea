/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Field tables: levers and shocks, the two ways to change many units and groups at once, chosen by what they are and
 * not by what they are called, so that one file can be laid over any region (levers.c). */
#include "vf_shapes.h"

#define ONE_OR_MORE(item) ANY({item}, {.kind = VF_SHAPE_LIST, .of = SHAPE(item), .n_min = 1})
#define FACTORS MAP(TEXT, AT_LEAST_0)

const struct vf_object vf_object_where = {
    .name = "where",
    .sv = "Urval: allt som anges ska stämma. Av en lista räcker ett. Tomt: alla.",
    .en = "A choice: everything given must hold. Of a list one is enough. Empty: all.",
    .example = "{\"level\": [\"kommun\", \"mellanvard\"], \"age_class\": \"80+\"}",
    FIELDS(
        {.key = "unit",
         .shape = ONE_OR_MORE(S_NAME(VF_NAMES_UNIT)),
         .sv = "Enheter, eller \"familj.enhet\".",
         .en = "Units, or \"family.unit\"."},
        {.key = "kind", .shape = ONE_OR_MORE(S_WORDS(vf_words_unit_kind)), .sv = "Sort.", .en = "Kind."},
        {.key = "level", .shape = ONE_OR_MORE(S_WORDS(vf_words_level)), .sv = "Vårdnivå.", .en = "Level."},
        {.key = "owner", .shape = ONE_OR_MORE(S_WORDS(vf_words_owner)), .sv = "Huvudman.", .en = "Owner."},
        {.key = "somatic", .shape = BOOL, .sv = "Somatiska avdelningar.", .en = "Somatic wards."},
        {.key = "group", .shape = ONE_OR_MORE(S_NAME(VF_NAMES_GROUP)), .sv = "Grupper.", .en = "Groups."},
        {.key = "age_class",
         .shape = ONE_OR_MORE(S_WORDS(vf_words_age_class)),
         .sv = "Åldersklass.",
         .en = "Age class."},
        {.key = "disease",
         .shape = ONE_OR_MORE(S_WORDS(vf_words_disease)),
         .sv = "Sjukdomsgrupp.",
         .en = "Disease group."},
        {.key = "patient_type",
         .shape = ONE_OR_MORE(S_INTEGER(1, 4)),
         .sv = "Patienttyp.",
         .en = "Patient type."},
        {.key = "paverkbar", .shape = BOOL, .sv = "Påverkbar slutenvård.", .en = "Avoidable inpatient care."},
        {.key = "psykiatri", .shape = BOOL, .sv = "Psykiatri.", .en = "Psychiatry."}),
};
static const struct vf_object moves = {
    .name = "moves",
    .sv = "Ändrar sannolikheten att gå vidare till vissa enheter; de andra vägarna delar på resten.",
    .en = "Changes the probability of going on to some units; the other ways on share the rest.",
    .example = "{\"to\": {\"kind\": \"akutmottagning\"}, \"factor\": 0.8}",
    FIELDS({.key = "to",
            .shape = SHAPE(S_OBJECT(&vf_object_where), .def = "where"),
            .required = VF_REQUIRED,
            .sv = "Enheterna dit.",
            .en = "The units."},
           {.key = "factor",
            .shape = AT_LEAST_0,
            .required = VF_REQUIRED,
            .sv = "Faktor på sannolikheten, som stannar vid 1.",
            .en = "Factor on the probability, which stays within 1."}),
};
static const struct vf_object divert = {
    .name = "divert",
    .sv = "För en andel av patienterna till en annan enhet i stället; därifrån går de vidare som förut.",
    .en = "Takes a share of the patients to another unit instead; from there they go on as before.",
    .example = "{\"share\": 0.1, \"to\": \"narvard\", \"stay\": \"6 d\"}",
    FIELDS({.key = "share", .shape = PROBABILITY, .required = VF_REQUIRED, .sv = "Andel.", .en = "Share."},
           {.key = "to",
            .shape = NAME(VF_NAMES_UNIT),
            .required = VF_REQUIRED,
            .sv = "Enheten i stället.",
            .en = "The unit instead."},
           {.key = "stay",
            .shape = &vf_shape_dist,
            .sv = "Vistelsen där (annars som förut).",
            .en = "The stay there (otherwise as before)."}),
};
#define FACTOR(name, sv_text, en_text) \
    { .key = name, .shape = AT_LEAST_0, .sv = sv_text, .en = en_text }

const struct vf_object vf_object_lever = {
    .name = "lever",
    .sv = "En ändring av allt som stämmer med ett urval. Den ska träffa något.",
    .en = "A change of everything that fits a choice. It must hit something.",
    .example = "{\"where\": {\"kind\": \"ward\", \"somatic\": true}, \"capacity\": 1.1}",
    FIELDS(
        {.key = "where",
         .shape = SHAPE(S_OBJECT(&vf_object_where), .def = "where"),
         .sv = "Urvalet (annars allt). Gruppers inflöde väljs också efter enheten där vägen börjar.",
         .en = "The choice (otherwise everything). Arrivals of groups are also chosen by the unit where "
               "the path "
               "starts."},
        FACTOR(
            "capacity",
            "Faktor på enheternas platser och bemanning. Med datum inte på avdelningar som en personalpool "
            "bemannar.",
            "Factor on places and staff of the units. With dates not on wards staffed by a pool."),
        FACTOR(
            "rate",
            "Faktor på gruppernas inflöde; på en kohorts benägenhet att komma. Ankomster ur en fil har "
            "ingen takt.",
            "Factor on the arrivals of the groups; on the hazard of a cohort. Arrivals from a file have no "
            "rate."),
        FACTOR("stay", "Faktor på vistelser och besök (gruppernas, vid enheterna).",
               "Factor on stays and visits (of the groups, at the units)."),
        FACTOR("lead_time",
               "Faktor på planeringstiden in till enheterna, också den som står i planning (då ska alla "
               "enheter på nivån kommun väljas).",
               "Factor on the planning lead time into the units, also the one in planning (then all units "
               "of level kommun must be chosen)."),
        {.key = "assessment",
         .shape = WORDS(vf_words_assessment),
         .sv = "När planeringen in till de kommunala enheterna arbetar.",
         .en = "When planning into the municipal units goes on."},
        FACTOR("readmission", "Faktor på gruppernas sannolikhet att återinskrivas.",
               "Factor on the groups' probability of readmission."),
        {.key = "moves", .shape = OBJECT(&moves), .sv = "Andra vägval.", .en = "Other ways on."},
        {.key = "divert", .shape = OBJECT(&divert), .sv = "Annan enhet.", .en = "Another unit."},
        {.key = "from",
         .shape = DATE,
         .sv = "Första dag för capacity, rate och stay (annars från början).",
         .en = "First day for capacity, rate and stay (otherwise from the start)."},
        {.key = "to",
         .shape = DATE,
         .sv = "Sista dag (annars för gott).",
         .en = "Last day (otherwise for good)."}),
};

const struct vf_object vf_object_shock = {
    .name = "shock",
    .sv = "En påfrestning mellan två dagar: faktorer för \"all\", en grupp, en åldersklass, en enhet, en "
          "sort eller en "
          "nivå.",
    .en = "A strain between two days: factors for \"all\", a group, an age class, a unit, a kind or a level.",
    .example = "{\"from\": \"2026-01-05\", \"to\": \"2026-03-01\", \"arrivals\": {\"akutmottagning\": 1.2},"
               " \"stay\": {\"ward\": 1.05}, \"capacity\": {\"ward\": 0.95}}",
    FIELDS({.key = "from", .shape = DATE, .required = VF_REQUIRED, .sv = "Första dag.", .en = "First day."},
           {.key = "to", .shape = DATE, .required = VF_REQUIRED, .sv = "Sista dag.", .en = "Last day."},
           {.key = "arrivals",
            .shape = FACTORS,
            .sv = "På inflödet, en kohorts benägenhet att komma; enhet, sort och nivå är där vägen börjar. "
                  "Ankomster ur en fil har ingen takt.",
            .en = "On arrivals, the hazard of a cohort; unit, kind and level are where the path starts. "
                  "Arrivals from a file have no rate."},
           {.key = "stay",
            .shape = FACTORS,
            .sv = "På vistelser som börjar då.",
            .en = "On stays that begin then."},
           {.key = "capacity",
            .shape = FACTORS,
            .sv = "På platser och bemanning; även en personalpool kan nämnas. En avdelning som en pool "
                  "bemannar följer poolen, som då ska nämnas.",
            .en = "On places and staff; a staff pool may be named too. A ward staffed by a pool follows the "
                  "pool, which must then be named."}),
};

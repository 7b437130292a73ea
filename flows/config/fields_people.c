/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Field tables: people who live on, and doors between groups. */
#include "vf_shapes.h"

const struct vf_object vf_object_cohort = {
    .name = "cohort",
    .sv = "Namngivet antal personer som lever kvar och kommer tillbaka tills de dör.",
    .en = "A number of persons who live on and come back until they die.",
    .example = "{\"size\": 12000, \"home\": {\"exponential\": {\"mean\": \"90 d\"}}, \"frailty_cv\": 1,"
               " \"mortality\": \"0.08 /y\"}",
    FIELDS(
        {.key = "size",
         .shape = INTEGER(0, 1e8),
         .required = VF_REQUIRED,
         .unit = "personer",
         .sv = "Antal vid start, alla hemma.",
         .en = "Number at the start, all at home."},
        {.key = "home",
         .shape = &vf_shape_dist,
         .required = VF_REQUIRED,
         .sv = "Tid hemma mellan vårdförloppen.",
         .en = "Time at home between the journeys."},
        {.key = "profile",
         .shape = &vf_shape_profile_number,
         .sv = "Faktorer över tiden på benägenheten att komma (bas 1).",
         .en = "Factors over time on the hazard of coming (base 1)."},
        {.key = "frailty_cv",
         .shape = NUMBER(0, 10),
         .fallback = "0",
         .sv = "Variationskoefficient för personernas egen faktor på benägenheten att komma (gammafördelad, "
               "medel 1).",
         .en =
             "Coefficient of variation of each person's own factor on the hazard of coming (gamma, mean 1)."},
        {.key = "mortality",
         .shape = SHAPE(.kind = VF_SHAPE_RATE),
         .fallback = "0 /y",
         .sv = "Dödlighet medan personen är hemma.",
         .en = "Mortality while the person is at home."},
        {.key = "replace",
         .shape = BOOL,
         .fallback = "true",
         .sv = "En ny person kommer för den som dör.",
         .en = "A new person comes for one who dies."}),
};

const struct vf_object vf_object_become = {
    .name = "become",
    .sv = "En väg till en annan grupp: platsen lämnas och ett nytt vårdförlopp börjar där.",
    .en = "A way to another group: the place is left and a new journey begins there.",
    .example = "{\"group\": \"hjartsvikt\", \"node\": \"mottagning\"}",
    FIELDS({.key = "group",
            .shape = NAME(VF_NAMES_GROUP),
            .required = VF_REQUIRED,
            .sv = "Gruppen som patienten blir en av.",
            .en = "The group that the patient becomes one of."},
           {.key = "node",
            .shape = NAME(VF_NAMES_ANY_NODE),
            .sv = "Nod där (annars hem, som medlem av gruppens kohort).",
            .en = "Node there (else home, as a member of the group's cohort)."}),
};

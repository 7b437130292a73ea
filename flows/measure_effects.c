/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metrics of effects: how many patients each one changed. A model has the columns of the effects that are on. */
#include <string.h>

#include "vf_effects.h"
#include "vf_measures.h"

enum { PREFIX = sizeof "effect_" - 1 };

#define OF_EFFECT(name)                                                     \
    static double name(const struct vf_sim *s, const struct vf_column *c) { \
        (void)c;                                                            \
        return (double)s->fx->count[VF_EFFECT_##name];                      \
    }
OF_EFFECT(admission)
OF_EFFECT(readmission)
OF_EFFECT(early_discharge)
OF_EFFECT(follow_up)
OF_EFFECT(diversion)
OF_EFFECT(backfill)
OF_EFFECT(deterioration)
OF_EFFECT(digital)

#define EFFECT(name, sv, en, definition) \
    { "effect_" #name, VF_MEASURE_NUMBER, sv, en, definition, NULL, VF_SCOPE_REGION, 0, 0, false, name }

const struct vf_metric vf_metrics_effects[] = {
    EFFECT(admission, "Ändrade beslut om inläggning", "Decisions of admission changed",
           "Patients of the akutmottagningar sent elsewhere than drawn, because of the occupancy."),
    EFFECT(readmission, "Ändrade återkomster från kommunal vård", "Returns from municipal care changed",
           "Patients after a vardperiod whose way on from another unit is not the one drawn."),
    EFFECT(early_discharge, "Tidigt utskrivna", "Discharged early",
           "Stays that began under pressure and are shorter than drawn."),
    EFFECT(follow_up, "Utskrivna med uppföljning", "Discharged with a follow-up",
           "Discharged patients who have a coordinated follow-up."),
    EFFECT(diversion, "Till akuten i stället för primärvården",
           "To the akutmottagning instead of primary care",
           "Patients who left the queue of a clinic for an akutmottagning at once."),
    EFFECT(backfill, "Patienter ur dold efterfrågan", "Patients out of latent demand",
           "Arrivals from the pools of the effect backfill."),
    EFFECT(deterioration, "Blev akuta medan de väntade", "Became acute while waiting",
           "Patients who deteriorated in a queue and left it."),
    EFFECT(digital, "Digitala kontakter", "Digital contacts",
           "Journeys that began with a digital contact, instead of a visit or induced."),
    {.id = NULL},
};

bool vf_metric_effect_on(const struct vf_model *m, const struct vf_metric *x) {
    for (uint16_t k = 0; m->effects != NULL && k < m->effects->n; k++) {
        const struct vf_effect_kind *kind = m->effects->effect[k].kind;
        bool returns = kind->comes_back != NULL || kind->discharge != NULL || kind->stay != NULL;
        bool admits = kind->admission != NULL;
        if (strcmp(x->id + PREFIX, kind->name) == 0 || (returns && x->value == readmission) ||
            (admits && x->value == admission)) {
            return true;
        }
    }
    return false;
}

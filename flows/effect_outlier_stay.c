/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Utlokaliserad -> longer vardtid: multiplies the outlier_factor of every ward, by which the remaining time of a guest is
 * multiplied as it comes and divided as it goes home. The literature is mixed (0.9-1.3): a number to be swept. */
#include "vf_compile_work.h"
#include "vf_effect_fields.h"
#include "vf_effects.h"

static void compile(struct vf_compile *c, struct vf_effect *e, const cJSON *tree) {
    (void)e;
    double factor = vf_field_double(&vf_effect_outlier_stay.object, tree, "factor");
    for (uint16_t w = 0; w < c->m->n_wards; w++)
        c->m->ward[w].outlier_factor *= factor;
}

const struct vf_effect_kind vf_effect_outlier_stay = {
    .name = "outlier_stay",
    .object =
        {
            .name = "effect_outlier_stay",
            .sv = "Utlokaliserad → längre vårdtid, på alla avdelningar. Litteraturen är oense (0,9–1,3): "
                  "svep den.",
            .en = "Outlying → longer stay, on all wards. The literature is mixed (0.9–1.3): sweep it.",
            .example = "{\"factor\": 1.15}",
            FIELDS(EFFECT_ON, {.key = "factor",
                               .shape = ABOVE_0,
                               .required = VF_REQUIRED,
                               .sv = "Faktor på återstående vårdtid.",
                               .en = "Factor on the remaining stay."}),
        },
    .compile = compile,
};

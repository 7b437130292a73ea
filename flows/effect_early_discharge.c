/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Early discharge under pressure: a stay that begins while the occupancy is at or over the threshold is shorter, and the
 * odds of readmission after it are higher; with the effect follow_up on, of those who are not followed up. Nothing is
 * published that gives both numbers: they are to be swept. A break-even: bed-days are arrivals x stay / (1 - p), so a cut
 * of 11.5 % is undone when p rises from 15 to 25 %. */
#include "vf_compile_work.h"
#include "vf_effect_fields.h"
#include "vf_effects.h"

enum { THRESHOLD, FACTOR, ODDS };

static void compile(struct vf_compile *c, struct vf_effect *e, const cJSON *tree) {
    const struct vf_object *type = &vf_effect_early_discharge.object;
    vf_effect_read_bands(c, e, tree);
    vf_effect_read_groups(c, e, tree);
    e->x[THRESHOLD] = vf_field_double(type, tree, "threshold");
    e->x[FACTOR] = vf_field_double(type, tree, "stay_factor");
    e->x[ODDS] = vf_field_double(type, tree, "readmission_odds");
}

static double stay(struct vf_sim *s, const struct vf_effect *e, uint32_t i, uint16_t u) {
    const struct vf_patient *p = vf_effect_patient(s, i);
    if (!e->group[p->group] || vf_effect_occupancy(s, (enum vf_effect_of)e->of, u) < e->x[THRESHOLD])
        return 1;
    *vf_effect_early_odds(s, i) *= e->x[ODDS];
    vf_effect_note(s, VF_EFFECT_early_discharge);
    return e->x[FACTOR];
}

const struct vf_effect_kind vf_effect_early_discharge = {
    .name = "early_discharge",
    .object =
        {
            .name = "effect_early_discharge",
            .sv = "Tidig utskrivning under tryck → kortare vårdtid och fler återinskrivningar. Storleken är "
                  "inte "
                  "publicerad: svep den.",
            .en = "Early discharge under pressure → shorter stays and more readmissions. The size is not "
                  "published: sweep "
                  "it.",
            .example =
                "{\"of\": \"ward\", \"threshold\": 1, \"stay_factor\": 0.9, \"readmission_odds\": 1.2}",
            FIELDS(EFFECT_ON, EFFECT_OF,
                   {.key = "threshold",
                    .shape = AT_LEAST_0,
                    .required = VF_REQUIRED,
                    .sv = "Beläggning från vilken vårdtider som börjar blir kortare.",
                    .en = "Occupancy from which stays that begin are shorter."},
                   {.key = "stay_factor",
                    .shape = ABOVE_0,
                    .required = VF_REQUIRED,
                    .sv = "Faktor på vårdtiden.",
                    .en = "Factor on the stay."},
                   {.key = "readmission_odds",
                    .shape = AT_LEAST_0,
                    .required = VF_REQUIRED,
                    .sv = "Faktor på oddsen för återinskrivning; med `follow_up` på bara för den som inte "
                          "följs upp.",
                    .en = "Factor on the odds of readmission; with `follow_up` on only of those who are not "
                          "followed up."},
                   EFFECT_WHERE),
        },
    .compile = compile,
    .stay = stay,
};

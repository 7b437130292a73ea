/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Missing follow-up -> readmission: after a vardperiod the patient has a follow-up (SIP, coordinated plan) with
 * probability `coverage`; without it the odds of coming back are `odds` times those with it. Centred exactly: the odds
 * with a follow-up are such that the mean probability at `reference` is the one of the config. What an early discharge
 * does to the odds (a ward's or the effect's readmission_odds) it does to those without a follow-up only.
 * Coverage: 37-75 % of those who need a SIP have one in Swedish follow-ups; the odds are not published: sweep them. */
#include "vf_compile_work.h"
#include "vf_effect_fields.h"
#include "vf_effects.h"
#include "vf_json.h"
#include "vf_levers.h"

#include <math.h>

enum { COVERAGE, ODDS };

static void compile(struct vf_compile *c, struct vf_effect *e, const cJSON *tree) {
    const struct vf_object *type = &vf_effect_follow_up.object;
    vf_effect_read_groups(c, e, tree);
    e->x[COVERAGE] = vf_field_double(type, tree, "coverage");
    e->x[ODDS] = vf_field_double(type, tree, "odds");
    e->reference = vf_field_double(type, tree, "reference");
}

/* A follow-up of a discharge planned with the kommun is its SIP: the chosen groups' planning has the same coverage. */
static int rewrite(struct vf_lever_work *w, const cJSON *tree) {
    const cJSON *groups = vf_json_get(w->root, "groups"), *common = vf_json_get(w->root, "planning");
    for (const cJSON *g = vf_map_first(groups); g; g = vf_map_next(g)) {
        cJSON *own = vf_json_get(g, "planning");
        if (!vf_json_get(own ? own : common, "sip") || !vf_where_group(w, g) || !vf_where_entry(w, g))
            continue;
        if (!own) {
            own = cJSON_Duplicate(common, 1);
            cJSON_AddItemToObject((cJSON *)g, "planning", own);
        }
        cJSON_ReplaceItemInObjectCaseSensitive(vf_json_get(own, "sip"), "coverage",
                                               cJSON_Duplicate(vf_json_get(tree, "coverage"), 1));
    }
    return VF_OK;
}

/* Odds a with a follow-up, so that r a/(1+a) + (1-r) wa/(1+wa) = p: the positive root of
 * w(1-p) a^2 + (r + (1-r)w - p(1+w)) a - p = 0. */
static double odds_with(double p, double w, double r) {
    double a = w * (1 - p), b = r + (1 - r) * w - p * (1 + w);
    return a > 0 ? (-b + sqrt(b * b + 4 * a * p)) / (2 * a) : p / (r - p > 0 ? r - p : 1e-9);
}

static double comes_back(struct vf_sim *s, const struct vf_effect *e, uint32_t i, struct vf_effect_chance at,
                         double p) {
    if (!e->group[vf_effect_patient(s, i)->group] || p <= 0 || p >= 1)
        return p;
    double odds = odds_with(p, e->x[ODDS], e->reference);
    if (vf_effect_uniform(s, i, at) >= e->x[COVERAGE])
        odds *= e->x[ODDS] * *vf_effect_early_odds(s, i);
    else
        vf_effect_note(s, VF_EFFECT_follow_up);
    return odds / (1 + odds);
}

const struct vf_effect_kind vf_effect_follow_up = {
    .name = "follow_up",
    .object =
        {
            .name = "effect_follow_up",
            .sv = "Utebliven uppföljning → återinskrivning. Täckning av SIP 37–75 %; oddsen är inte "
                  "publicerade: svep dem.",
            .en = "Missing follow-up → readmission. Coverage of SIP 37–75 %; the odds are not published: "
                  "sweep them.",
            .example = "{\"coverage\": 0.75, \"reference\": 0.37, \"odds\": 1.5}",
            FIELDS(EFFECT_ON,
                   {.key = "coverage",
                    .shape = PROBABILITY,
                    .required = VF_REQUIRED,
                    .sv = "Andel av de utskrivna som får uppföljning; även gruppernas sip.coverage, där det "
                          "finns en.",
                    .en =
                        "Share of the discharged who have a follow-up; also the groups' sip.coverage, where "
                        "there is one."},
                   {.key = "reference",
                    .shape = PROBABILITY,
                    .fallback = "0.37",
                    .sv = "Centrering: täckningen som konfigurationens återinskrivning gäller.",
                    .en = "Centring: the coverage that the config's readmissions are for."},
                   {.key = "odds",
                    .shape = ABOVE_0,
                    .required = VF_REQUIRED,
                    .sv = "Odds för återinskrivning utan uppföljning, mot med.",
                    .en = "Odds of readmission without a follow-up, against with."},
                   EFFECT_WHERE),
        },
    .compile = compile,
    .rewrite = rewrite,
    .comes_back = comes_back,
    .early = true,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Occupancy -> time in the akutmottagning, and admissions, per ten points from the reference. The time is added to the
 * last step that is pure waiting (tests, observation), at most down to nothing.
 * af Ugglas, Djarv, Ljungman, Holzmann, Ann Emerg Med 2020 (six EDs in Stockholm 2012-2016, 2 084 554 visits, mean
 * occupancy 93.3 %): +16 min (95 % CI 16-17) and -1.9 percentage points admitted (1.7-2.0) per 10 points, hospital. */
#include "vf_compile_work.h"
#include "vf_effect_fields.h"
#include "vf_effects.h"
#include "vf_json.h"

enum { MS, POINTS };

static void compile(struct vf_compile *c, struct vf_effect *e, const cJSON *tree) {
    const struct vf_object *type = &vf_effect_ed_stay.object;
    vf_effect_read_bands(c, e, tree);
    e->reference = vf_field_double(type, tree, "reference");
    e->x[MS] = vf_field_double(type, tree, "minutes") * (double)VF_MS_MINUTE;
    e->x[POINTS] = vf_field_double(type, tree, "admission_points") / 100;
    if (e->x[POINTS] == 0)
        e->share = 1; /* admissions do not change, whatever theirs is */
    const cJSON *effects = vf_json_get(c->cfg->resolved, "effects"),
                *other = vf_json_get(effects, "admission");
    if (e->x[POINTS] != 0 && other && vf_field_bool(&vf_effect_admission.object, other, "on"))
        VF_REFUSE(
            c, "/effects/ed_stay/admission_points",
            "the effect \"admission\" is on too and lowers the same admissions: set admission_points to 0");
}

static double tens(struct vf_sim *s, const struct vf_effect *e, uint16_t u) {
    return (vf_effect_occupancy(s, (enum vf_effect_of)e->of, u) - e->reference) / 0.1;
}

static double ed_time(struct vf_sim *s, const struct vf_effect *e, uint16_t u) {
    return tens(s, e, u) * e->x[MS];
}

static double admission(struct vf_sim *s, const struct vf_effect *e, uint16_t u, double p) {
    double from = e->share > 0 ? e->share : p, to = from + tens(s, e, u) * e->x[POINTS];
    return vf_in_proportion(p, from, to < 0 ? 0 : to > 1 ? 1 : to);
}

const struct vf_effect_kind vf_effect_ed_stay = {
    .name = "ed_stay",
    .object =
        {
            .name = "effect_ed_stay",
            .sv = "Beläggning → tid på akuten: +16 min (16–17) och −1,9 procentenheter inlagda (1,7–2,0) per "
                  "10 "
                  "procentenheters beläggning på sjukhuset (af Ugglas 2020, Stockholm).",
            .en = "Occupancy → time in the akutmottagning: +16 min (16–17) and −1.9 percentage points "
                  "admitted (1.7–2.0) "
                  "per 10 points of the hospital's occupancy (af Ugglas 2020, Stockholm).",
            .example = "{\"reference\": 0.933, \"share\": 0.25}",
            FIELDS(EFFECT_ON, EFFECT_OF,
                   {.key = "minutes",
                    .shape = NUMBER(-1000, 1000),
                    .fallback = "16",
                    .unit = "min",
                    .sv = "Minuter per 10 procentenheter.",
                    .en = "Minutes per 10 points."},
                   {.key = "admission_points",
                    .shape = NUMBER(-100, 100),
                    .fallback = "-1.9",
                    .unit = "procentenheter",
                    .sv = "Ändrad andel inlagda per 10 procentenheter.",
                    .en = "Change of the share admitted per 10 points, in points."},
                   {.key = "reference",
                    .shape = NUMBER(0, 3),
                    .required = VF_REQUIRED,
                    .sv = "Centrering: beläggning vid vilken inget ändras (0,933 i källan).",
                    .en = "Centring: occupancy at which nothing changes (0.933 in the source)."},
                   EFFECT_SHARE),
        },
    .compile = compile,
    .admission = admission,
    .ed_time = ed_time,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sustained overload -> fewer staffed beds, later: each ward's occupancy at midnight is smoothed over `over`; what it was
 * `delay` ago, beyond the reference, takes beds out of use. Beds come back the same way. That a bad working environment
 * makes staff leave is described in the Swedish reports without a size: the numbers are to be swept. */
#include "vf_account.h"
#include "vf_compile_work.h"
#include "vf_effect_fields.h"
#include "vf_effects.h"
#include "vf_sim_state.h"

enum { LOSS, MOST, WEIGHT };

static void compile(struct vf_compile *c, struct vf_effect *e, const cJSON *tree) {
    const struct vf_object *type = &vf_effect_overload.object;
    (void)c;
    double over = (double)vf_field_duration_ms(type, tree, "over") / (double)VF_MS_DAY;
    e->reference = vf_field_double(type, tree, "reference");
    e->x[LOSS] = vf_field_double(type, tree, "loss");
    e->x[MOST] = vf_field_double(type, tree, "max");
    e->x[WEIGHT] = over > 1 ? 1 / over : 1;
    e->t[0] = vf_field_duration_ms(type, tree, "delay") / VF_MS_DAY;
    e->t[0] = e->t[0] < 0 ? 0 : e->t[0];
}

static double factor(const struct vf_effect *e, double load) {
    double loss = (load - e->reference) / 0.1 * e->x[LOSS];
    return 1 - (loss < 0 ? 0 : loss < e->x[MOST] ? loss : e->x[MOST]);
}

static void daily(struct vf_sim *s, const struct vf_effect *e) {
    struct vf_effects_state *fx = s->fx;
    int64_t day = vf_day_of(s->now);
    for (uint16_t w = 0; w < s->m->n_wards; w++) {
        uint16_t u = s->m->ward_unit[w];
        const struct vf_ustate *us = &s->unit[u];
        double load = us->cap > 0 ? (double)us->n / (double)us->cap : e->reference;
        fx->load[w] += (load - fx->load[w]) * (day <= 1 ? 1 : e->x[WEIGHT]);
        fx->ring[(size_t)(day % fx->days) * s->m->n_wards + w] = (float)fx->load[w];
        if (day < e->t[0])
            continue;
        double before = fx->beds[u];
        fx->beds[u] = factor(e, (double)fx->ring[(size_t)((day - e->t[0]) % fx->days) * s->m->n_wards + w]);
        if (fx->beds[u] != before)
            vf_unit_capacity_now(s, u);
    }
}

const struct vf_effect_kind vf_effect_overload = {
    .name = "overload",
    .object =
        {
            .name = "effect_overload",
            .sv = "Långvarig överbelastning → färre bemannade vårdplatser, senare. Storleken är inte "
                  "publicerad: svep den.",
            .en = "Sustained overload → fewer staffed beds, later. The size is not published: sweep it.",
            .example = "{\"reference\": 0.95, \"loss\": 0.03, \"over\": \"28 d\", \"delay\": \"60 d\", "
                       "\"max\": 0.15}",
            FIELDS(
                EFFECT_ON,
                {.key = "reference",
                 .shape = AT_LEAST_0,
                 .required = VF_REQUIRED,
                 .sv = "Centrering: avdelningens beläggning upp till vilken inget händer.",
                 .en = "Centring: the ward's occupancy up to which nothing happens."},
                {.key = "loss",
                 .shape = PROBABILITY,
                 .required = VF_REQUIRED,
                 .sv = "Andel av platserna som tas ur bruk per 10 procentenheter därutöver.",
                 .en = "Share of the beds taken out of use per 10 points beyond it."},
                {.key = "over",
                 .shape = DURATION,
                 .fallback = "28 d",
                 .sv = "Beläggningen jämnas ut över så lång tid (exponentiellt).",
                 .en = "The occupancy is smoothed over this time (exponentially)."},
                {.key = "delay", .shape = DURATION, .fallback = "60 d", .sv = "Fördröjning.", .en = "Delay."},
                {.key = "max",
                 .shape = PROBABILITY,
                 .fallback = "0.2",
                 .sv = "Högsta andel som tas ur bruk.",
                 .en = "Highest share taken out of use."}),
        },
    .compile = compile,
    .daily = daily,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waiting in primary care -> visits to the akutmottagning instead: who would have to queue at a clinic of primary care
 * goes there at once with a probability that rises with the present waiting time, which is that of the patient who is
 * next in turn. It concerns nodes whose patience leads to an akutmottagning. A function to be swept; that good access
 * keeps patients from the akutmottagning is said in the Swedish evaluations without a size. */
#include "vf_account.h"
#include "vf_compile_work.h"
#include "vf_effect_fields.h"
#include "vf_effects.h"

enum { PER_DAY, MOST };

static void compile(struct vf_compile *c, struct vf_effect *e, const cJSON *tree) {
    const struct vf_object *type = &vf_effect_diversion.object;
    bool any = false;
    e->t[0] = vf_field_duration_ms(type, tree, "reference");
    e->x[PER_DAY] = vf_field_double(type, tree, "per_day");
    e->x[MOST] = vf_field_double(type, tree, "max");
    for (uint32_t n = 0; n < c->m->n_nodes; n++)
        any = any || c->m->effects->node[n].divert;
    if (!any)
        VF_REFUSE(c, "/effects/diversion",
                  "no node at a clinic of primary care has a patience that leads to an akutmottagning");
}

static double divert(struct vf_sim *s, const struct vf_effect *e, uint16_t u) {
    uint32_t first = vf_queue_first(&s->unit[u].queue);
    int64_t wait = first != VF_NONE32 ? s->now - vf_at(s, first)->t_need : 0;
    double p = (double)(wait - e->t[0]) / (double)VF_MS_DAY * e->x[PER_DAY];
    return p < 0 ? 0 : p < e->x[MOST] ? p : e->x[MOST];
}

const struct vf_effect_kind vf_effect_diversion = {
    .name = "diversion",
    .object =
        {
            .name = "effect_diversion",
            .sv = "Väntan i primärvården → besök på akuten i stället, efter väntetiden nu. Storleken är inte "
                  "publicerad: "
                  "svep den.",
            .en = "Waiting in primary care → visits to the akutmottagning instead, by the present wait. The "
                  "size is not "
                  "published: sweep it.",
            .example = "{\"reference\": \"3 d\", \"per_day\": 0.01, \"max\": 0.2}",
            FIELDS(EFFECT_ON,
                   {.key = "reference",
                    .shape = DURATION,
                    .required = VF_REQUIRED,
                    .sv = "Centrering: väntetid upp till vilken ingen går till akuten för den skull.",
                    .en = "Centring: waiting time up to which nobody goes to the akutmottagning for it."},
                   {.key = "per_day",
                    .shape = AT_LEAST_0,
                    .required = VF_REQUIRED,
                    .sv = "Sannolikhet per dag därutöver.",
                    .en = "Probability per day beyond it."},
                   {.key = "max",
                    .shape = PROBABILITY,
                    .fallback = "1",
                    .sv = "Högsta sannolikhet.",
                    .en = "Highest probability."}),
        },
    .compile = compile,
    .divert = divert,
};

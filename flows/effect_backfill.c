/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Backfill: capacity that is freed is filled again from a latent demand. Each chosen group has a pool of people who
 * would come if there were room; they are candidates at `rate` times the group's own arrivals, by the same calendar, and
 * come when the load of the unit the group is for lies under `below`, the surer the more it does. Come they cannot more
 * often than there are people in the pool. Keys are the pool's own: nobody else's draws move.
 * That freed places are filled so fast that no movement is seen is said in the Swedish evaluations; size and rate are
 * assumptions to be swept. */
#include "vf_account.h"
#include "vf_compile_work.h"
#include "vf_effect_fields.h"
#include "vf_effects.h"
#include "vf_math.h"

#include <stdlib.h>

#define LATENT_KEY UINT64_C(0x9d39247e33776d41)
enum { BELOW, WIDTH, RATE };

/* The first ward on the group's path by its order there, else the unit where the path starts. */
static uint16_t unit_for(const struct vf_model *m, const struct vf_compile_group *g, uint32_t entry) {
    uint32_t at = entry;
    for (uint32_t n = g->node0; n < g->node0 + g->n_nodes; n++) {
        const struct vf_node *node = &m->node[n];
        if (node->unit != VF_NONE16 &&
            m->unit[vf_compile_unit_of(m, node->family, node->unit, 0)].traits & VF_T_WARD) {
            at = n;
            break;
        }
    }
    const struct vf_node *node = &m->node[at < m->n_nodes ? at : g->node0];
    return vf_compile_unit_of(m, node->family, node->unit, 0);
}

static void compile(struct vf_compile *c, struct vf_effect *e, const cJSON *tree) {
    const struct vf_object *type = &vf_effect_backfill.object;
    struct vf_model *m = c->m;
    vf_effect_read_bands(c, e, tree);
    vf_effect_read_groups(c, e, tree);
    e->x[BELOW] = vf_field_double(type, tree, "below");
    e->x[WIDTH] = vf_field_double(type, tree, "width");
    e->x[RATE] = vf_field_double(type, tree, "rate");
    double size = vf_field_double(type, tree, "size");
    e->latent = vf_xcalloc(m->n_sources + 1U, sizeof *e->latent);
    for (uint16_t i = 0; i < m->n_sources; i++) {
        const struct vf_source *src = &m->source[i];
        if (src->rate < 0 || !e->group[src->group])
            continue;
        double per_ms = e->x[RATE] * (src->kind == VF_SRC_POISSON ? 1 : 1 / (double)VF_MS_DAY);
        e->latent[e->n_latent++] = (struct vf_latent){
            .group = src->group,
            .unit = unit_for(m, &c->group[src->group], m->edge[m->group[src->group].entry0].target),
            .rate = src->rate,
            .per_ms = per_ms,
            .size = size};
    }
    if (e->n_latent == 0)
        VF_REFUSE(c, "/effects/backfill", "no group with arrivals fits \"where\"");
}

static const struct vf_effect *backfill(const struct vf_model *m) {
    for (uint16_t k = 0; k < m->effects->n; k++)
        if (m->effects->effect[k].id == VF_EFFECT_backfill)
            return &m->effects->effect[k];
    return NULL;
}

static void next_candidate(struct vf_sim *s, const struct vf_latent *l, uint32_t index) {
    struct vf_latent_state *st = &s->fx->latent[index];
    double most = vf_profile_max(&s->m->profile[l->rate]) * l->per_ms;
    if (!(most > 0))
        return;
    uint64_t key = vf_key(vf_key(s->rep_key, s->m->group[l->group].key), LATENT_KEY);
    struct vf_rand r = vf_draw(s, key, st->candidate, 1);
    st->at += -vf_log_fast(vf_rand_u01(&r)) / most;
    if (st->at < VF_FAR_AWAY)
        vf_eventlist_push(&s->events, (int64_t)(st->at + 0.5), VF_C_CONTROL,
                          (uint32_t)VF_CTL_LATENT << 28 | index);
}

void vf_latent_start(struct vf_sim *s) {
    const struct vf_effect *e = backfill(s->m);
    for (uint32_t k = 0; e != NULL && k < e->n_latent; k++) {
        s->fx->latent[k] = (struct vf_latent_state){.left = e->latent[k].size};
        next_candidate(s, &e->latent[k], k);
    }
}

/* Of a ward the occupancy the effect asks for; of another unit, those in it and waiting for it. */
static double load(struct vf_sim *s, const struct vf_effect *e, uint16_t u) {
    const struct vf_ustate *us = &s->unit[u];
    if (us->ward != VF_NONE16)
        return vf_effect_occupancy(s, (enum vf_effect_of)e->of, u);
    return us->cap > 0 ? ((double)us->n + (double)us->queued) / (double)us->cap : 2;
}

void vf_latent_event(struct vf_sim *s, uint32_t index) {
    const struct vf_effect *e = backfill(s->m);
    const struct vf_latent *l = &e->latent[index];
    struct vf_latent_state *st = &s->fx->latent[index];
    uint64_t base = vf_key(vf_key(s->rep_key, s->m->group[l->group].key), LATENT_KEY),
             candidate = st->candidate++;
    next_candidate(s, l, index);
    struct vf_rand r = vf_draw(s, base, candidate, 2);
    double thin = vf_rand_u01(&r), u = vf_rand_u01(&r);
    const struct vf_profile *rate = &s->m->profile[l->rate];
    if (thin * vf_profile_max(rate) >= vf_profile_value(rate, &s->m->calendar, s->now) || st->left < 1)
        return;
    double room = e->x[BELOW] - load(s, e, l->unit);
    if (room <= 0 || u * e->x[WIDTH] >= room)
        return;
    st->left -= 1;
    vf_effect_note(s, VF_EFFECT_backfill);
    vf_arrive(s, l->group, vf_key(base ^ VF_SOURCE_PATIENT, candidate));
}

const struct vf_effect_kind vf_effect_backfill = {
    .name = "backfill",
    .object =
        {
            .name = "effect_backfill",
            .sv = "Återfyllnad: frigjord kapacitet fylls ur en dold efterfrågan. Storlek och takt är "
                  "antaganden: svep dem.",
            .en = "Backfill: freed capacity is filled from a latent demand. Size and rate are assumptions: "
                  "sweep them.",
            .example = "{\"where\": {\"kind\": \"ward\"}, \"rate\": 0.3, \"size\": 500, \"below\": 0.9}",
            FIELDS(EFFECT_ON, EFFECT_OF, EFFECT_WHERE,
                   {.key = "rate",
                    .shape = AT_LEAST_0,
                    .required = VF_REQUIRED,
                    .sv = "Takt när det finns rum: andel av gruppens eget inflöde.",
                    .en = "Rate when there is room: share of the group's own arrivals."},
                   {.key = "size",
                    .shape = AT_LEAST_0,
                    .fallback = "1e9",
                    .unit = "personer",
                    .sv = "Personer i poolen, per grupp.",
                    .en = "People in the pool, by group."},
                   {.key = "below",
                    .shape = AT_LEAST_0,
                    .required = VF_REQUIRED,
                    .sv = "Centrering: belastning från vilken ingen kommer (av vårdplatserna, eller av "
                          "mottagningens "
                          "platser med kön inräknad).",
                    .en = "Centring: load from which nobody comes (of the beds, or of the clinic's places "
                          "with its queue)."},
                   {.key = "width",
                    .shape = ABOVE_0,
                    .fallback = "0.05",
                    .sv = "Så långt under kommer alla.",
                    .en = "So far below it everybody comes."}),
        },
    .compile = compile,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of effects, and what they share: occupancy, odds, the state that lives in a simulator. */
#include "vf_effects.h"

#include <stdlib.h>
#include <string.h>

#include "vf_account.h"

#define VF_EFFECT_ENTRY(name) &vf_effect_##name,
const struct vf_effect_kind *const vf_effect_kinds[VF_EFFECT_COUNT] = {VF_EFFECTS(VF_EFFECT_ENTRY)};
#undef VF_EFFECT_ENTRY

/* ---- Occupancy and odds ---- */

/* The hospital of a unit, VF_NONE16 for one without: then all wards without count. */
static bool counts(const struct vf_model *m, enum vf_effect_of of, uint16_t w, uint16_t u) {
    uint16_t own = m->unit[u].ward;
    bool somatic = own == VF_NONE16 || m->ward[own].somatic;
    return m->ward[w].somatic == somatic &&
           (of == VF_OF_REGION || m->unit[m->ward_unit[w]].sjukhus == m->unit[u].sjukhus);
}

double vf_effect_occupancy(struct vf_sim *s, enum vf_effect_of of, uint16_t u) {
    const struct vf_model *m = s->m;
    int64_t n = 0, cap = 0;
    if (of == VF_OF_WARD && m->unit[u].ward != VF_NONE16) {
        n = s->unit[u].n;
        cap = s->unit[u].cap;
    } else {
        for (uint16_t w = 0; w < m->n_wards; w++) {
            const struct vf_ustate *us = &s->unit[m->ward_unit[w]];
            if (counts(m, of == VF_OF_WARD ? VF_OF_HOSPITAL : of, w, u) && us->cap != INT32_MAX) {
                n += us->n - (int64_t)us->cause[VF_CAUSE_RESERVED].n;
                cap += us->cap;
            }
        }
    }
    return cap > 0 ? (double)n / (double)cap : n > 0 ? 2.0 : 0.0;
}

double vf_effect_odds(struct vf_sim *s, const struct vf_effect *e, uint16_t u) {
    double occupancy = vf_effect_occupancy(s, (enum vf_effect_of)e->of, u), odds = 1;
    for (uint8_t k = 0; k < e->n_bands && occupancy >= e->band[k]; k++) {
        odds = e->odds[k];
    }
    return odds / e->centre;
}

double vf_with_odds(double p, double odds) { return p * odds / (1 - p + p * odds); }

double vf_in_proportion(double p, double from, double to) {
    double made = from > 0 ? p * to / from : p;
    return made < 1 ? made : 1;
}

/* ---- Patients ---- */

const struct vf_patient *vf_effect_patient(const struct vf_sim *s, uint32_t i) { return &s->patient[i]; }

double *vf_effect_early_odds(struct vf_sim *s, uint32_t i) { return &vf_care_of(s, vf_at(s, i))->early_odds; }

double vf_effect_uniform(struct vf_sim *s, uint32_t i, struct vf_effect_chance at) {
    struct vf_rand r = vf_draw(s, vf_at(s, i)->key, at.purpose, at.occasion);
    return vf_rand_u01(&r);
}

void vf_effect_note(struct vf_sim *s, enum vf_effect_id id) {
    s->fx->count[id] += s->now >= s->m->run.warmup;
}

/* ---- The state in a simulator ---- */

static const struct vf_effect *find(const struct vf_effects *fx, enum vf_effect_id id) {
    for (uint16_t k = 0; k < fx->n; k++) {
        if (fx->effect[k].id == id) {
            return &fx->effect[k];
        }
    }
    return NULL;
}

void vf_effects_new(struct vf_sim *s) {
    const struct vf_model *m = s->m;
    if (m->effects == NULL) {
        return;
    }
    const struct vf_effect *overload = find(m->effects, VF_EFFECT_overload);
    const struct vf_effect *backfill = find(m->effects, VF_EFFECT_backfill);
    s->fx = vf_xcalloc(1, sizeof *s->fx);
    s->fx->beds = vf_xcalloc(m->n_units + 1U, sizeof *s->fx->beds);
    if (overload != NULL) {
        s->fx->days = (uint32_t)overload->t[0] + 1;
        s->fx->load = vf_xcalloc(m->n_wards + 1U, sizeof *s->fx->load);
        s->fx->ring = vf_xcalloc((size_t)s->fx->days * m->n_wards + 1, sizeof *s->fx->ring);
    }
    if (backfill != NULL) {
        s->fx->latent = vf_xcalloc(backfill->n_latent + 1U, sizeof *s->fx->latent);
    }
}

void vf_effects_reset(struct vf_sim *s) {
    if (s->fx == NULL) {
        return;
    }
    memset(s->fx->count, 0, sizeof s->fx->count);
    for (uint16_t u = 0; u < s->m->n_units; u++) {
        s->fx->beds[u] = 1;
    }
    if (s->fx->load != NULL) {
        memset(s->fx->load, 0, s->m->n_wards * sizeof *s->fx->load);
    }
}

void vf_effects_free(struct vf_sim *s) {
    if (s->fx == NULL) {
        return;
    }
    free(s->fx->beds);
    free(s->fx->load);
    free(s->fx->ring);
    free(s->fx->latent);
    free(s->fx);
    s->fx = NULL;
}

void vf_effects_start(struct vf_sim *s) {
    bool daily = false;
    for (uint16_t k = 0; k < s->m->effects->n; k++) {
        daily = daily || s->m->effects->effect[k].kind->daily != NULL;
    }
    if (daily) {
        vf_eventlist_push(&s->events, VF_MS_DAY, VF_C_CONTROL, (uint32_t)VF_CTL_EFFECT << 28);
    }
    vf_latent_start(s);
}

void vf_effects_daily(struct vf_sim *s, uint32_t index) {
    vf_eventlist_push(&s->events, s->now + VF_MS_DAY, VF_C_CONTROL, index);
    for (uint16_t k = 0; k < s->m->effects->n; k++) {
        const struct vf_effect *e = &s->m->effects->effect[k];
        if (e->kind->daily != NULL) {
            e->kind->daily(s, e);
        }
    }
}

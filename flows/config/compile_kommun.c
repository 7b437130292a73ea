/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Planning by the number of parties, for all groups or a group's own, and the kommun's liability to pay. */
#include <stdlib.h>

#include "vf_compile_work.h"
#include "vf_json.h"

static uint16_t add_planning(struct vf_compile *c, const cJSON *tree, const char *at) {
    struct vf_model *m = c->m;
    const cJSON *parties = vf_json_get(tree, "parties"), *lead = vf_json_get(tree, "lead_time"),
                *sip = vf_json_get(tree, "sip");
    struct vf_planning p = {.sip_factor = 1};
    double total = 0, sum = 0;
    for (const cJSON *k = vf_map_first(parties); k; k = vf_map_next(k))
        total += k->valuedouble;
    for (const cJSON *k = vf_map_first(parties); k; k = vf_map_next(k)) {
        const cJSON *law = vf_json_get(lead, k->string);
        sum += k->valuedouble;
        p.parties[p.n] = (uint8_t)(vf_word_index(vf_words_parties, k->string) + 1);
        p.cum[p.n] = sum >= total ? 1 : sum;
        p.lead[p.n++] =
            law ? vf_compile_dist(c, law, vf_compile_at(c, at, "lead_time", k->string), (double)VF_MS_DAY, 1)
                : -1;
    }
    for (const cJSON *k = vf_map_first(lead); k; k = vf_map_next(k))
        if (!vf_json_get(parties, k->string))
            VF_REFUSE(c, vf_compile_at(c, at, "lead_time", k->string), "no patient has %s parties",
                      k->string);
    if (sip) {
        p.sip = vf_field_double(&vf_object_sip, sip, "coverage");
        p.sip_factor = vf_field_double(&vf_object_sip, sip, "lead_factor");
    }
    m->planning = vf_compile_grow(m->planning, m->n_plannings, sizeof *m->planning);
    m->planning[m->n_plannings] = p;
    return m->n_plannings++;
}

static void read_liability(struct vf_compile *c) {
    const struct vf_object *type = &vf_object_liability;
    const cJSON *tree = vf_json_get(c->cfg->resolved, "betalningsansvar");
    struct vf_liability *l = &c->m->liability;
    if (!tree)
        return;
    l->on = true;
    l->mean = vf_field_word(type, tree, "rule") == 1;
    l->price = vf_field_double(type, tree, "price_per_day");
    l->cutoff = vf_field_clock_ms(type, tree, "cutoff");
    l->free_days[0] = vf_field_int(type, tree, "free_days");
    l->limit[0] = vf_field_double(type, tree, "limit");
    l->free_days[1] =
        vf_json_get(tree, "free_days_psyk") ? vf_field_int(type, tree, "free_days_psyk") : l->free_days[0];
    l->limit[1] = vf_json_get(tree, "limit_psyk") ? vf_field_double(type, tree, "limit_psyk") : l->limit[0];
}

void vf_compile_kommun(struct vf_compile *c) {
    struct vf_model *m = c->m;
    const cJSON *all = vf_json_get(c->cfg->resolved, "planning");
    uint16_t common = all ? add_planning(c, all, "/planning") : VF_NONE16;
    for (uint16_t g = 0; g < m->n_groups; g++) {
        const cJSON *own = vf_json_get(c->group[g].tree, "planning");
        m->group[g].planning =
            own ? add_planning(c, own, vf_compile_at(c, c->group[g].pointer, "planning", NULL)) : common;
    }
    read_liability(c);
    for (uint16_t u = 0; u < m->n_units; u++) {
        m->unit[u].traits |= m->n_plannings > 0 ? VF_T_PLANNING : 0U;
        m->unit[u].traits |= m->liability.on ? VF_T_LIABILITY : 0U;
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Continuity -> fewer visits and admissions: the arrivals of groups flagged paverkbar, and of the others that start in an
 * akutmottagning, change in proportion to the share of contacts that are with the own doctor. That share is not the
 * share who have a doctor on paper (listning): raising the one need not raise the other.
 * Barker, Steventon, Deeny, BMJ 2017;356:j84 (England, 230 472 patients aged 62-82, mean index 0.61): 6.22 % (95 % CI
 * 4.87-7.55) fewer admissions for conditions sensitive to primary care per +0.2 of the usual provider of care index. */
#include "vf_compile_work.h"
#include "vf_effect_fields.h"
#include "vf_effects.h"
#include "vf_json.h"
#include "vf_math.h"

static bool starts_in_akut(const struct vf_model *m, const struct vf_group *g) {
    uint32_t t = m->edge[g->entry0].target;
    const struct vf_node *n = t < m->n_nodes ? &m->node[t] : NULL;
    return n && n->unit != VF_NONE16 &&
           m->unit[vf_compile_unit_of(m, n->family, n->unit, 0)].traits & VF_T_AKUT;
}

static void compile(struct vf_compile *c, struct vf_effect *e, const cJSON *tree) {
    const struct vf_object *type = &vf_effect_continuity.object;
    double fifths = (vf_field_double(type, tree, "share") - vf_field_double(type, tree, "reference")) / 0.2;
    double admissions = vf_pow(1 - vf_field_double(type, tree, "admissions"), fifths);
    double visits = vf_pow(1 - vf_field_double(type, tree, "visits"), fifths);
    bool any = false;
    vf_effect_read_groups(c, e, tree);
    for (uint16_t i = 0; i < c->m->n_sources; i++) {
        const struct vf_source *src = &c->m->source[i];
        const struct vf_group *g = &c->m->group[src->group];
        if (src->rate < 0 || !e->group[src->group])
            continue;
        bool avoidable = g->flags & VF_G_PAVERKBAR,
             akut = vf_json_get(tree, "visits") && starts_in_akut(c->m, g);
        double factor = avoidable ? admissions : akut ? visits : 1;
        any = any || avoidable || akut;
        vf_profile_scale(&c->m->profile[src->rate], factor);
    }
    if (!any)
        VF_REFUSE(
            c, "/effects/continuity",
            "nothing to change: no chosen group with a rate of arrivals is \"paverkbar\", and \"visits\" "
            "(for those that start in an akutmottagning) is not given or fits none");
}

const struct vf_effect_kind vf_effect_continuity = {
    .name = "continuity",
    .object =
        {
            .name = "effect_continuity",
            .sv = "Kontinuitet → färre inläggningar: 6,22 % (4,87–7,55) färre påverkbara per +0,2 av andelen "
                  "kontakter med "
                  "den egna läkaren (Barker 2017, England, medel 0,61). Listad på en läkare är inte att "
                  "träffa den.",
            .en = "Continuity → fewer admissions: 6.22 % (4.87–7.55) fewer avoidable ones per +0.2 of the "
                  "share of contacts "
                  "with the own doctor (Barker 2017, England, mean 0.61). Listed on a doctor is not seeing "
                  "that doctor.",
            .example = "{\"share\": 0.7, \"reference\": 0.61}",
            FIELDS(
                EFFECT_ON,
                {.key = "share",
                 .shape = PROBABILITY,
                 .required = VF_REQUIRED,
                 .sv = "Andel kontakter med den egna läkaren.",
                 .en = "Share of contacts with the own doctor."},
                {.key = "reference",
                 .shape = PROBABILITY,
                 .required = VF_REQUIRED,
                 .sv = "Centrering: andelen som konfigurationens inflöde gäller.",
                 .en = "Centring: the share that the config's arrivals are for."},
                {.key = "admissions",
                 .shape = NUMBER(0, 0.99),
                 .fallback = "0.0622",
                 .sv = "Minskning per +0,2, för grupper med påverkbar slutenvård.",
                 .en = "Decrease per +0.2, for groups with avoidable inpatient care."},
                {.key = "visits",
                 .shape = NUMBER(0, 0.99),
                 .fallback = "0",
                 .sv = "Minskning per +0,2, för övriga grupper som börjar på en akutmottagning: svep den.",
                 .en = "Decrease per +0.2, for the other groups that start in an akutmottagning: sweep it."},
                EFFECT_WHERE),
        },
    .compile = compile,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From /effects to m->effects: which nodes the effects look at, what is common to several of them, and each one's own
 * fields. Called after the graph is made and before the profiles are compiled. */
#include <stdlib.h>
#include <string.h>

#include "vf_compile_work.h"
#include "vf_effect_fields.h"
#include "vf_effects.h"
#include "vf_json.h"
#include "vf_levers.h"

const char *const vf_words_effect_of[] = {"hospital", "ward", "region", NULL};

#define FIELD(name) \
    {.key = #name, .shape = SHAPE(S_OBJECT(&vf_effect_##name.object), .def = "effect_" #name)},
const struct vf_object vf_object_effects = {
    .name = "effects",
    .sv = "Återkopplingar. Alla är av om de inte står här.",
    .en = "Feedbacks. All are off unless they stand here.",
    .example = "{\"admission\": {\"share\": 0.315}, \"readmission\": {}}",
    .fields = (const struct vf_field[]){VF_EFFECTS(FIELD){.key = NULL}},
};
#undef FIELD

static bool is_on(const struct vf_effect_kind *kind, const cJSON *tree) {
    return tree && vf_field_bool(&kind->object, tree, "on");
}

bool vf_effects_deflect(const cJSON *root) {
    const cJSON *effects = vf_json_get(root, "effects");
    for (size_t k = 0; k < VF_EFFECT_COUNT; k++) {
        const struct vf_effect_kind *kind = vf_effect_kinds[k];
        if (kind->admission && is_on(kind, vf_json_get(effects, kind->name)))
            return true;
    }
    return false;
}

bool vf_effects_rewrite_any(const cJSON *root) {
    const cJSON *effects = vf_json_get(root, "effects");
    for (size_t k = 0; k < VF_EFFECT_COUNT; k++)
        if (vf_effect_kinds[k]->rewrite &&
            is_on(vf_effect_kinds[k], vf_json_get(effects, vf_effect_kinds[k]->name)))
            return true;
    return false;
}

int vf_effects_rewrite(struct vf_config *cfg, struct vf_error *err) {
    const cJSON *effects = vf_json_get(cfg->resolved, "effects");
    int code = VF_OK;
    for (size_t k = 0; k < VF_EFFECT_COUNT; k++) {
        const struct vf_effect_kind *kind = vf_effect_kinds[k];
        const cJSON *tree = vf_json_get(effects, kind->name);
        struct vf_lever_work w = {
            .cfg = cfg, .root = cfg->resolved, .err = err, .where = vf_json_get(tree, "where")};
        int one = kind->rewrite && is_on(kind, tree) ? kind->rewrite(&w, tree) : VF_OK;
        code = code ? code : one;
    }
    return code;
}

/* ---- What several effects have ---- */

static int by_band(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void read_odds(struct vf_effect *e, const cJSON *map) {
    double pair[VF_BANDS][2];
    uint8_t n = 0;
    for (const cJSON *o = vf_map_first(map); o && n < VF_BANDS; o = vf_map_next(o), n++) {
        (void)vf_quantity_percent(o->string, &pair[n][0]);
        pair[n][1] = o->valuedouble;
    }
    qsort(pair, n, sizeof *pair, by_band);
    e->n_bands = n;
    for (uint8_t k = 0; k < n; k++) {
        e->band[k] = pair[k][0];
        e->odds[k] = pair[k][1];
    }
}

/* Shares of time in the bands -> their mean odds; the rest of the time below the first. */
static void read_centre(struct vf_compile *c, struct vf_effect *e, const cJSON *shares) {
    double sum = 0, mean = 0;
    for (const cJSON *b = vf_map_first(shares); b; b = vf_map_next(b)) {
        double at = 0;
        uint8_t k = 0;
        (void)vf_quantity_percent(b->string, &at);
        while (k < e->n_bands && e->band[k] != at)
            k++;
        if (k == e->n_bands) {
            VF_REFUSE(c, vf_compile_format(c, "/effects/%s/base_shares", e->kind->name),
                      "no odds are given from \"%s\"", b->string);
            return;
        }
        sum += b->valuedouble;
        mean += b->valuedouble * e->odds[k];
    }
    if (sum > 1 + 1e-9)
        VF_REFUSE(c, vf_compile_format(c, "/effects/%s/base_shares", e->kind->name),
                  "the shares sum to over 1");
    e->centre = mean + (1 - sum);
    if (!(e->centre > 0))
        e->centre = 1;
}

static const struct vf_field *field(const struct vf_effect *e, const char *key) {
    return vf_field_find(&e->kind->object, key);
}

void vf_effect_read_bands(struct vf_compile *c, struct vf_effect *e, const cJSON *tree) {
    e->of = (uint8_t)vf_field_word(&e->kind->object, tree, "of");
    const cJSON *share = vf_json_get(tree, "share"), *odds = vf_json_get(tree, "odds");
    e->share = share ? share->valuedouble : 0;
    if (!field(e, "odds"))
        return;
    struct vf_json_doc *doc = NULL;
    if (!odds) {
        const char *text = field(e, "odds")->fallback;
        int bad = vf_json_parse_text("default", text, strlen(text), &doc, NULL);
        VF_ASSERT(bad == VF_OK, text);
        odds = doc->root;
    }
    read_odds(e, odds);
    vf_json_doc_free(doc);
    read_centre(c, e, vf_json_get(tree, "base_shares"));
}

void vf_effect_read_groups(struct vf_compile *c, struct vf_effect *e, const cJSON *tree) {
    struct vf_lever_work w = {.root = c->cfg->resolved, .where = vf_json_get(tree, "where")};
    bool any = false;
    e->group = vf_xcalloc(c->m->n_groups + 1U, sizeof *e->group);
    for (uint16_t g = 0; g < c->m->n_groups; g++) {
        e->group[g] = vf_where_group(&w, c->group[g].tree) && vf_where_entry(&w, c->group[g].tree);
        any = any || e->group[g];
    }
    if (!any)
        VF_REFUSE(c, vf_compile_format(c, "/effects/%s/where", e->kind->name), "no group fits the choice");
}

/* ---- Nodes and edges ---- */

static const struct vf_unit *unit_at(const struct vf_model *m, uint32_t target) {
    const struct vf_node *n = target < m->n_nodes ? &m->node[target] : NULL;
    return n && n->unit != VF_NONE16 ? &m->unit[vf_compile_unit_of(m, n->family, n->unit, 0)] : NULL;
}

static void mark_edges(struct vf_model *m, uint32_t at, struct vf_node_effect *ne, uint32_t traits) {
    const struct vf_node *n = &m->node[at];
    double before = 0, share = 0;
    for (uint32_t k = n->edge0; k < n->edge0 + n->n_edges; k++) {
        const struct vf_unit *u = unit_at(m, m->edge[k].target);
        m->effects->chosen[k] = u && u->traits & traits;
        share += m->effects->chosen[k] ? m->edge[k].cum - before : 0;
        before = m->edge[k].cum;
    }
    ne->share = share < 1 - 1e-12 ? share : 1;
}

/* The last step that is a pure delay, else the last step; 0 for a node without steps. */
static uint16_t ed_step(const struct vf_model *m, const struct vf_node *n) {
    uint16_t step = n->n_steps ? (uint16_t)(n->n_steps - 1) : 0;
    for (uint16_t k = 0; k < n->n_steps; k++)
        if (m->step[n->step0 + k].pool == VF_NONE16)
            step = k;
    return step;
}

static void look_at(struct vf_compile *c, uint32_t at) {
    struct vf_model *m = c->m;
    const struct vf_unit *u = unit_at(m, at);
    struct vf_node_effect *ne = &m->effects->node[at];
    *ne = (struct vf_node_effect){.ed_step = VF_NONE16};
    if (!u)
        return;
    const struct vf_node *n = &m->node[at];
    if (u->traits & VF_T_AKUT) {
        mark_edges(m, at, ne, VF_T_WARD);
        ne->role = ne->share > 0 ? VF_ROLE_ADMISSION : VF_ROLE_NONE;
        ne->ed_step = ed_step(m, n);
    } else if (!(u->traits & VF_T_WARD)) {
        mark_edges(m, at, ne, VF_T_WARD | VF_T_AKUT);
        ne->role = ne->share > 0 && ne->share < 1 ? VF_ROLE_RETURN : VF_ROLE_NONE;
    }
    const struct vf_unit *aside = n->patience >= 0 ? unit_at(m, n->patience_to) : NULL;
    ne->divert = u->level == VF_L_PRIMARVARD && aside && aside->traits & VF_T_AKUT;
    if (ne->role != VF_ROLE_NONE || ne->divert)
        m->node[at].flags &= (uint8_t)~VF_N_LEAN;
}

/* Where everybody is admitted, odds change nobody: then the share of all visits must be known. */
static void check_share(struct vf_compile *c, const struct vf_effect *e) {
    for (uint32_t at = 0; at < c->m->n_nodes && e->kind->admission && e->share <= 0; at++)
        if (c->m->effects->node[at].role == VF_ROLE_ADMISSION && c->m->effects->node[at].share >= 1) {
            VF_REFUSE(
                c, vf_compile_format(c, "/effects/%s", e->kind->name),
                "everybody at node \"%s\" of group %s is admitted, so the effect needs \"share\": the share "
                "admitted of all visits",
                c->m->node[at].name, c->m->group[c->m->node[at].group].name);
            return;
        }
}

static void add_effect(struct vf_compile *c, size_t id, const cJSON *tree) {
    struct vf_effects *fx = c->m->effects;
    struct vf_effect *e = &fx->effect[fx->n++];
    *e = (struct vf_effect){.kind = vf_effect_kinds[id], .id = (uint8_t)id, .centre = 1};
    if (e->kind->compile)
        e->kind->compile(c, e, tree);
    check_share(c, e);
}

void vf_compile_effects(struct vf_compile *c) {
    struct vf_model *m = c->m;
    const cJSON *effects = vf_json_get(c->cfg->resolved, "effects");
    bool any = false;
    for (size_t k = 0; k < VF_EFFECT_COUNT; k++)
        any = any || is_on(vf_effect_kinds[k], vf_json_get(effects, vf_effect_kinds[k]->name));
    for (uint16_t w = 0; w < m->n_wards; w++)
        any = any || m->ward[w].early_odds != 1;
    if (!any || c->code)
        return;
    m->effects = vf_xcalloc(1, sizeof *m->effects);
    m->effects->effect = vf_xcalloc(VF_EFFECT_COUNT, sizeof *m->effects->effect);
    m->effects->node = vf_xcalloc(m->n_nodes + 1U, sizeof *m->effects->node);
    m->effects->chosen = vf_xcalloc(m->n_edges + 1U, sizeof *m->effects->chosen);
    for (uint32_t at = 0; at < m->n_nodes; at++)
        look_at(c, at);
    for (size_t k = 0; k < VF_EFFECT_COUNT; k++) {
        const cJSON *tree = vf_json_get(effects, vf_effect_kinds[k]->name);
        if (is_on(vf_effect_kinds[k], tree))
            add_effect(c, k, tree);
    }
}

void vf_effects_model_free(struct vf_model *m) {
    if (!m->effects)
        return;
    for (uint16_t k = 0; k < m->effects->n; k++) {
        free(m->effects->effect[k].group);
        free(m->effects->effect[k].latent);
    }
    free(m->effects->effect);
    free(m->effects->node);
    free(m->effects->chosen);
    free(m->effects);
}

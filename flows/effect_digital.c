/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Digital contacts: of those who would begin with a visit a share begins with a digital contact instead. Of all contacts
 * a share s replaces a visit and a share i would not have been made (substitution, induction; s + i <= 1). They are
 * made at a unit with staff of its own, or at the clinic of the visit and then out of its time. It is written into the
 * groups as their key `digital` with a node for the contact (compile_digital.c); a group with a key of its own keeps it. It
 * concerns groups whose arrivals have a rate, by which others can be induced: not cohorts, booked slots or replays.
 * Vard- och omsorgsanalys, Omtag for omstallning (2025), says that digital visits partly replace others and partly are
 * new consumption, and that slots without staff of their own are taken from others, without sizes: s (never all) and i
 * are to be swept. */
#include <stdio.h>
#include <string.h>

#include "vf_check.h"
#include "vf_compile_work.h"
#include "vf_effect_fields.h"
#include "vf_effects.h"
#include "vf_json.h"
#include "vf_levers.h"

static const char *text_of(const cJSON *object, const char *key) {
    const cJSON *value = vf_json_get(object, key);
    return cJSON_IsString(value) ? value->valuestring : NULL;
}

/* Visits of primary care unless the choice says of which units; never at the unit of the contacts itself. */
static bool fits(const struct vf_lever_work *w, const cJSON *group, const cJSON *node) {
    const char *name = node ? vf_where_node_unit(node) : "";
    const cJSON *unit = node ? vf_check_unit(w->root, name) : NULL;
    const char *contacts = text_of(w->value, "unit");
    if (!unit || strcmp(text_of(unit, "kind"), "clinic") != 0 || !vf_where_node(w, group, node) ||
        (contacts && strcmp(contacts, name) == 0))
        return false;
    const char *level = text_of(unit, "level");
    return vf_where_has_unit(w->where) || !level || strcmp(level, "primarvard") == 0;
}

/* The node where those who fit begin; *n how many there are. */
static const cJSON *entry(const struct vf_lever_work *w, const cJSON *group, int *n) {
    const cJSON *path = vf_json_get(group, "path"), *start = vf_json_get(group, "start"), *found = NULL;
    *n = 0;
    if (cJSON_IsObject(start)) {
        for (const cJSON *e = vf_map_first(start); e; e = vf_map_next(e))
            if (fits(w, group, vf_json_get(path, e->string))) {
                found = vf_json_get(path, e->string);
                ++*n;
            }
        return found;
    }
    found = start ? vf_json_get(path, start->valuestring) : vf_map_first(path);
    *n = fits(w, group, found);
    return found;
}

static void copy(cJSON *to, const cJSON *from, const char *key) {
    const cJSON *value = vf_json_get(from, key);
    if (value)
        cJSON_AddItemToObject(to, key, cJSON_Duplicate(value, 1));
}

/* A contact is a visit of another length; at a unit of its own its staff are the places there. */
static cJSON *contact(struct vf_lever_work *w, const cJSON *visit, const char *unit) {
    static const char *const same[] = {"stay",     "steps",   "stay_factor", "priority",
                                       "patience", "balking", "away_to",     "triage"};
    static const char *const staff[] = {"server", "needs", "travel", "per_trip"};
    cJSON *made = cJSON_CreateObject();
    cJSON_AddStringToObject(made, "unit", unit ? unit : vf_where_node_unit(visit));
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        copy(made, visit, same[i]);
    for (const cJSON *s = unit ? vf_map_first(vf_json_get(made, "steps")) : NULL; s; s = vf_map_next(s))
        for (size_t i = 0; i < sizeof staff / sizeof *staff; i++)
            cJSON_DeleteItemFromObjectCaseSensitive((cJSON *)s, staff[i]);
    (void)vf_lever_stay(w, made, NULL);
    return made;
}

static int make(struct vf_lever_work *w, cJSON *group, const cJSON *visit, const cJSON *tree) {
    char name[200];
    if (vf_json_get(vf_json_get(visit, "stay"), "by_next"))
        return vf_config_refuse(w->cfg, "/effects/digital", w->err,
                                "the stay at node \"%s\" of group %s is by the way on, which a contact does "
                                "not have: give the group a \"digital\" of its own, or choose with \"where\"",
                                visit->string, group->string);
    snprintf(name, sizeof name, "%s_digital", visit->string);
    if (vf_json_get(vf_json_get(group, "path"), name))
        return vf_config_refuse(w->cfg, "/effects/digital", w->err,
                                "group %s has a node \"%s\" already, the name of the contact's",
                                group->string, name);
    if (!vf_json_get(group, "start"))
        cJSON_AddStringToObject(group, "start", visit->string);
    cJSON *rule = cJSON_AddObjectToObject(group, "digital");
    cJSON_AddStringToObject(rule, "node", name);
    cJSON_AddStringToObject(rule, "instead_of", visit->string);
    copy(rule, tree, "share");
    copy(rule, tree, "substitution");
    copy(rule, tree, "induction");
    cJSON_AddItemToObject(vf_json_get(group, "path"), name, contact(w, visit, text_of(tree, "unit")));
    return 0;
}

static int check(struct vf_lever_work *w, const cJSON *tree) {
    const struct vf_object *type = &vf_effect_digital.object;
    const char *name = text_of(tree, "unit");
    const cJSON *unit = name ? vf_check_unit(w->root, name) : NULL;
    double s = vf_field_double(type, tree, "substitution"), i = vf_field_double(type, tree, "induction");
    w->value = tree;
    w->factor = vf_field_double(type, tree, "time_factor");
    if (s + i > 1 + 1e-9 || s >= 1 || i >= 1)
        return vf_config_refuse(
            w->cfg, "/effects/digital/substitution", w->err,
            "substitution and induction are shares of the same contacts: together at most "
            "1 (found %g), and neither is all of them",
            s + i);
    const char *kind = unit ? text_of(unit, "kind") : "clinic";
    if (strcmp(kind, "clinic") != 0 && strcmp(kind, "delay") != 0 && strcmp(kind, "external") != 0)
        return vf_config_refuse(w->cfg, "/effects/digital/unit", w->err,
                                "contacts are made at a clinic, a delay or an external unit, not at a %s",
                                kind);
    return 0;
}

static int rewrite(struct vf_lever_work *w, const cJSON *tree) {
    const cJSON *groups = vf_json_get(w->root, "groups");
    int code = check(w, tree);
    for (const cJSON *g = vf_map_first(groups); g && !code; g = vf_map_next(g)) {
        const cJSON *arrivals = vf_json_get(g, "arrivals");
        bool rate = vf_json_get(arrivals, "poisson") || vf_json_get(arrivals, "population");
        int n = 0;
        const cJSON *visit = rate ? entry(w, g, &n) : NULL;
        w->hits += n > 0;
        if (n == 0 || vf_json_get(g, "digital"))
            continue;
        code = n == 1 ? make(w, (cJSON *)g, visit, tree)
                      : vf_config_refuse(w->cfg, "/effects/digital/where", w->err,
                                         "group %s begins at several nodes that fit: choose one", g->string);
    }
    if (!code && w->hits == 0)
        code = vf_config_refuse(w->cfg, "/effects/digital", w->err,
                                "no group that fits comes at a rate and begins at a clinic; see \"where\"");
    return code;
}

/* Those who begin at a contact are counted, whoever wrote the rule. */
static void compile(struct vf_compile *c, struct vf_effect *e, const cJSON *tree) {
    (void)e;
    (void)tree;
    for (uint16_t g = 0; g < c->m->n_groups; g++) {
        const cJSON *rule = vf_json_get(c->group[g].tree, "digital");
        uint32_t at =
            rule ? vf_compile_target(c, g, vf_field_string(&vf_object_digital, rule, "node")) : VF_NONE32;
        if (at < c->m->n_nodes) {
            c->m->effects->node[at].digital = true;
            c->m->node[at].flags &= (uint8_t)~VF_N_LEAN;
        }
    }
}

const struct vf_effect_kind vf_effect_digital = {
    .name = "digital",
    .object =
        {
            .name = "effect_digital",
            .sv = "Digitala kontakter: en del ersätter besök, en del hade annars inte tagits (Vård- och "
                  "omsorgsanalys, Omtag för omställning 2025). Storlekarna är inte publicerade: svep dem. En "
                  "grupps egen `digital` går före.",
            .en = "Digital contacts: some replace visits, some would not have been made (Vård- och "
                  "omsorgsanalys, Omtag för omställning 2025). The sizes are not published: sweep them. A "
                  "group's own `digital` goes before.",
            .example = "{\"share\": 0.2, \"substitution\": 0.5, \"induction\": 0.2, \"time_factor\": 0.5}",
            FIELDS(EFFECT_ON,
                   {.key = "share",
                    .shape = PROBABILITY,
                    .required = VF_REQUIRED,
                    .sv = "Andel av besöken som börjar digitalt i stället. Centrering: utöver dem som "
                          "konfigurationens besök redan räknar bort.",
                    .en = "Share of the visits that begin digitally instead. Centring: beyond what the "
                          "config's visits are already without."},
                   {.key = "substitution",
                    .shape = PROBABILITY,
                    .required = VF_REQUIRED,
                    .sv = "Andel av kontakterna som ersätter ett besök, aldrig alla.",
                    .en = "Share of the contacts that replace a visit, never all."},
                   {.key = "induction",
                    .shape = PROBABILITY,
                    .required = VF_REQUIRED,
                    .sv = "Andel av kontakterna som annars inte hade tagits.",
                    .en = "Share of the contacts that would not have been made."},
                   {.key = "time_factor",
                    .shape = ABOVE_0,
                    .required = VF_REQUIRED,
                    .sv = "Kontaktens längd mot besökets.",
                    .en = "Length of the contact against the visit's."},
                   {.key = "unit",
                    .shape = NAME(VF_NAMES_UNIT),
                    .sv = "Enhet med egen personal (annars besökets mottagning och dess tid).",
                    .en = "Unit with staff of its own (otherwise the visit's clinic and its time)."},
                   {.key = "where",
                    .shape = SHAPE(S_OBJECT(&vf_object_where), .def = "where"),
                    .sv = "Grupper vars inflöde har en takt (annars alla), och mottagningar där deras väg "
                          "börjar (annars primärvårdens).",
                    .en = "Groups whose arrivals have a rate (otherwise all), and clinics where their path "
                          "starts (otherwise of primary care)."}),
        },
    .rewrite = rewrite,
    .compile = compile,
};

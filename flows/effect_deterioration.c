/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waiting -> deterioration: who waits for a clinic or a planned admission, without a place, becomes acute with a constant
 * hazard from the wait that is the reference on, and goes to the akutmottagning: where the patience of the node leads
 * when that is one, else the first one on the group's path, else the node of another group that is named. It is written
 * into the paths as the key `deterioration` of those nodes; a node with a key of its own keeps it.
 * That health may get worse while people wait is said in Vard- och omsorgsanalys, Analysplan 2025, without a size: the
 * hazard is to be swept. */
#include <stdio.h>
#include <string.h>

#include "vf_check.h"
#include "vf_effect_fields.h"
#include "vf_effects.h"
#include "vf_json.h"
#include "vf_levers.h"

static const char door[] = "deterioration"; /* to another group */
static const double HAZARDS_MOST =
    20; /* reference x hazard: beyond it too little of the law is left to draw from */

static bool is_kind(const struct vf_lever_work *w, const cJSON *node, const char *kind) {
    const cJSON *unit = node ? vf_check_unit(w->root, vf_where_node_unit(node)) : NULL;
    return unit && strcmp(vf_json_get(unit, "kind")->valuestring, kind) == 0;
}

static bool waits(const struct vf_lever_work *w, const cJSON *node) {
    return is_kind(w, node, "clinic") ||
           (is_kind(w, node, "ward") && vf_field_bool(&vf_object_node, node, "planned"));
}

/* Where the acute go from this node of the group; NULL: nowhere. */
static const char *way(const struct vf_lever_work *w, const cJSON *group, const cJSON *node,
                       const cJSON *to) {
    const cJSON *path = vf_json_get(group, "path"), *aside = vf_json_get(vf_json_get(node, "patience"), "to");
    if (aside && is_kind(w, vf_json_get(path, aside->valuestring), "akutmottagning"))
        return aside->valuestring;
    for (const cJSON *n = vf_map_first(path); n; n = vf_map_next(n))
        if (is_kind(w, n, "akutmottagning"))
            return n->string;
    return to ? door : NULL;
}

static void add_door(cJSON *group, const cJSON *to) {
    cJSON *doors = vf_json_get(group, "become");
    if (!doors)
        doors = cJSON_AddObjectToObject(group, "become");
    if (!vf_json_get(doors, door))
        cJSON_AddItemToObject(doors, door, cJSON_Duplicate(to, 1));
}

static void add_law(cJSON *node, const char *to, double hazard, double reference) {
    char text[48];
    cJSON *rule = cJSON_AddObjectToObject(node, "deterioration"),
          *time = cJSON_AddObjectToObject(rule, "time");
    snprintf(text, sizeof text, "%.17g d", 1 / (hazard * (double)VF_MS_DAY));
    cJSON_AddStringToObject(cJSON_AddObjectToObject(time, "exponential"), "mean", text);
    snprintf(text, sizeof text, "%.17g d", reference / (double)VF_MS_DAY);
    if (reference > 0)
        cJSON_AddStringToObject(time, "min", text); /* without memory: the reference and then the hazard */
    cJSON_AddStringToObject(rule, "to", to);
}

/* The group that `to` names, if its node is an akutmottagning; else NULL. */
static const cJSON *group_of(const struct vf_lever_work *w, const cJSON *to) {
    const cJSON *at = vf_json_get(to, "node");
    const cJSON *group = vf_json_get(vf_json_get(w->root, "groups"), vf_json_get(to, "group")->valuestring);
    const cJSON *node = at ? vf_json_get(vf_json_get(group, "path"), at->valuestring) : NULL;
    return is_kind(w, node, "akutmottagning") ? group : NULL;
}

static int rewrite(struct vf_lever_work *w, const cJSON *tree) {
    const struct vf_object *type = &vf_effect_deterioration.object;
    const cJSON *groups = vf_json_get(w->root, "groups"), *to = vf_json_get(tree, "to"),
                *other = to ? group_of(w, to) : NULL;
    double hazard = vf_field_rate_per_ms(type, tree, "hazard"),
           reference = (double)vf_field_duration_ms(type, tree, "reference");
    if (hazard * reference > HAZARDS_MOST)
        return vf_config_refuse(w->cfg, "/effects/deterioration/hazard", w->err,
                                "at most %g per reference wait: who waits is worse long before",
                                HAZARDS_MOST);
    if (to && !other)
        return vf_config_refuse(w->cfg, "/effects/deterioration/to", w->err,
                                "the acute go to an akutmottagning: name a node of group %s that is one",
                                vf_json_get(to, "group")->valuestring);
    for (const cJSON *g = vf_map_first(groups); g; g = vf_map_next(g))
        for (const cJSON *n = vf_map_first(vf_json_get(g, "path")); n; n = vf_map_next(n)) {
            if (!vf_where_node(w, g, n) || !waits(w, n))
                continue;
            const char *target = way(w, g, n, to);
            bool own = vf_json_get(n, "deterioration") != NULL;
            w->hits += own || target;
            if (own || !target || hazard <= 0)
                continue;
            if (target == door)
                add_door((cJSON *)g, to);
            add_law((cJSON *)n, target, hazard, reference);
        }
    return w->hits ? 0
                   : vf_config_refuse(w->cfg, "/effects/deterioration", w->err,
                                      "nobody who fits waits for a clinic or a planned admission and has an "
                                      "akutmottagning on the path; see \"where\" and \"to\"");
}

const struct vf_effect_kind vf_effect_deterioration = {
    .name = "deterioration",
    .object =
        {
            .name = "effect_deterioration",
            .sv = "Väntan → försämring: den som köar till en mottagning eller en planerad inläggning kan bli "
                  "akut och går då till akuten (Vård- och omsorgsanalys, Analysplan 2025: hälsan kan "
                  "försämras i väntan). Storleken är inte publicerad: svep risken. En nods egen "
                  "`deterioration` går före.",
            .en = "Waiting → deterioration: who queues for a clinic or a planned admission may become acute "
                  "and then goes to the akutmottagning (Vård- och omsorgsanalys, Analysplan 2025: health may "
                  "get worse while waiting). The size is not published: sweep the hazard. A node's own "
                  "`deterioration` goes before.",
            .example = "{\"hazard\": \"0.005 /w\", \"reference\": \"90 d\"}",
            FIELDS(EFFECT_ON,
                   {.key = "hazard",
                    .shape = SHAPE(.kind = VF_SHAPE_RATE),
                    .required = VF_REQUIRED,
                    .sv = "Risk att bli akut per väntad tid, efter `reference`.",
                    .en = "Hazard of becoming acute per time waited, after `reference`."},
                   {.key = "reference",
                    .shape = DURATION,
                    .required = VF_REQUIRED,
                    .sv = "Centrering: väntetid upp till vilken ingen försämras för den skull (vårdgarantin: "
                          "90 d).",
                    .en = "Centring: waiting time up to which nobody gets worse for it (vårdgaranti: 90 d)."},
                   {.key = "where",
                    .shape = SHAPE(S_OBJECT(&vf_object_where), .def = "where"),
                    .sv = "Grupper, och enheter som de väntar till (annars alla).",
                    .en = "Groups, and units they wait for (otherwise all)."},
                   {.key = "to",
                    .shape = SHAPE(S_OBJECT(&vf_object_become), .def = "become"),
                    .sv = "Grupp och nod på akuten för de grupper som inte har någon på sin väg (utan detta "
                          "berörs de inte).",
                    .en = "Group and node at the akutmottagning for groups with none on their path (without "
                          "it they are not concerned)."}),
        },
    .rewrite = rewrite,
};

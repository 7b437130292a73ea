/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Levers that change where patients go: other probabilities of the ways on, and a share taken to another unit. A new
 * way on stands right after the one it takes its share from, so that one uniform draw sends everybody else where it
 * sent them before. */
#include <stdlib.h>
#include <string.h>

#include "vf_check.h"
#include "vf_json.h"
#include "vf_levers.h"

static void put(cJSON *object, const char *key, cJSON *value) {
    if (vf_json_get(object, key))
        cJSON_ReplaceItemInObjectCaseSensitive(object, key, value);
    else
        cJSON_AddItemToObject(object, key, value);
}

static bool leads_to(const struct vf_lever_work *w, const cJSON *path, const char *next) {
    const cJSON *node = vf_json_get(path, next);
    const char *name = node ? vf_where_node_unit(node) : "";
    const cJSON *unit = node ? vf_check_unit(w->root, name) : NULL;
    return unit && vf_where_unit_is(vf_json_get(w->value, "to"), name, unit);
}

bool vf_lever_moves(struct vf_lever_work *w, cJSON *node, cJSON *path) {
    cJSON *next = vf_json_get(node, "next");
    double chosen = 0, factor = vf_json_get(w->value, "factor")->valuedouble;
    for (const cJSON *e = vf_map_first(next); e; e = vf_map_next(e))
        chosen += leads_to(w, path, e->string) ? e->valuedouble : 0;
    if (chosen <= 0)
        return false;
    double wanted = chosen * factor < 1 ? chosen * factor : 1;
    bool all = chosen >= 1 - 1e-12;
    for (cJSON *e = next->child; e; e = e->next) {
        if (vf_is_remark(e->string))
            continue;
        double change = leads_to(w, path, e->string) ? wanted / chosen
                        : all                        ? 0
                                                     : (1 - wanted) / (1 - chosen);
        cJSON_SetNumberValue(e, e->valuedouble * change);
    }
    if (all && wanted < 1 && vf_json_get(vf_json_get(node, "stay"), "by_next"))
        return false;
    if (all && wanted < 1) { /* there was no other way: home */
        const cJSON *exit = vf_json_get(next, "exit");
        put(next, "exit", cJSON_CreateNumber((exit ? exit->valuedouble : 0) + 1 - wanted));
    }
    return true;
}

/* ---- A share to another unit ---- */

/* The map with `key` split in two: what stays, and right after it what goes to `other`. */
static void split(cJSON *holder, const char *map_key, const char *key, const char *other, double share) {
    const cJSON *map = vf_json_get(holder, map_key);
    if (!vf_json_get(map, key))
        return;
    cJSON *made = cJSON_CreateObject();
    for (const cJSON *e = map->child; e; e = e->next) {
        bool here = strcmp(e->string, key) == 0;
        cJSON *copy = cJSON_Duplicate(e, 1);
        if (here && cJSON_IsNumber(e) && share >= 0)
            cJSON_SetNumberValue(copy, e->valuedouble * (1 - share));
        cJSON_AddItemToObject(made, e->string, copy);
        if (!here)
            continue;
        copy = cJSON_Duplicate(e, 1);
        if (cJSON_IsNumber(e) && share >= 0)
            cJSON_SetNumberValue(copy, e->valuedouble * share);
        cJSON_AddItemToObject(made, other, copy);
    }
    put(holder, map_key, made);
}

static void split_start(cJSON *group, const cJSON *path, const char *key, const char *other, double share) {
    const cJSON *start = vf_json_get(group, "start");
    const char *only = start ? start->valuestring : vf_map_first(path)->string; /* NULL of a map */
    if (only && strcmp(only, key) == 0) {
        cJSON *map = cJSON_CreateObject();
        cJSON_AddNumberToObject(map, key, 1);
        put(group, "start", map);
    }
    split(group, "start", key, other, share);
}

bool vf_lever_divert(struct vf_lever_work *w, cJSON *node, cJSON *path) {
    static const char *const same[] = {"next", "priority", "planned", "stay_factor", "route_drawn", "lead"};
    double share = vf_json_get(w->value, "share")->valuedouble;
    const cJSON *stay = vf_json_get(w->value, "stay");
    char other[200];
    snprintf(other, sizeof other, "%s_%s", node->string, w->name);
    const char *to = vf_json_get(w->value, "to")->valuestring;
    if (vf_json_get(path, other) || strcmp(vf_where_node_unit(node), to) == 0)
        return false;
    cJSON *made = cJSON_CreateObject();
    cJSON_AddStringToObject(made, "unit", to);
    const cJSON *law = stay ? stay : vf_json_get(node, "stay");
    if (law)
        cJSON_AddItemToObject(made, "stay", cJSON_Duplicate(law, 1));
    else if (vf_json_get(node, "steps"))
        cJSON_AddItemToObject(made, "steps", cJSON_Duplicate(vf_json_get(node, "steps"), 1));
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        const cJSON *value = vf_json_get(node, same[i]);
        if (value)
            cJSON_AddItemToObject(made, same[i], cJSON_Duplicate(value, 1));
    }
    split_start(w->group, path, node->string, other, share);
    for (cJSON *from = path->child; from; from = from->next) {
        if (!cJSON_IsObject(from) || vf_is_remark(from->string))
            continue;
        split(from, "next", node->string, other, share);
        cJSON *by_next = vf_json_get(from, "stay");
        if (cJSON_IsObject(by_next))
            split(by_next, "by_next", node->string, other, -1);
        split(from, "transition", node->string, other, -1);
    }
    cJSON_AddItemToObject(path, other, made);
    return true;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Levers and shocks: rewrites the resolved tree, so that what they do can be read with `show --resolved`, is checked
 * like anything written by hand, and costs the simulator nothing of its own. Called by load.c once the tree has
 * passed the check; the tree is checked again afterwards. What is chosen is found by what it is (levers_where.c);
 * how each thing is changed is in levers_change.c. Levers first, then shocks, each in the order written. */
#include "vf_levers.h"

#include <stdlib.h>
#include <string.h>

#include "vf_check.h"
#include "vf_json.h"

static void each_unit(struct vf_lever_work *w, bool (*change)(struct vf_lever_work *, cJSON *, cJSON *)) {
    const cJSON *units = vf_json_get(w->root, "units"), *families = vf_json_get(w->root, "families");
    for (const cJSON *u = vf_map_first(units); u; u = vf_map_next(u))
        if (vf_where_unit(w, u->string, u))
            w->hits += change(w, (cJSON *)u, NULL);
    for (const cJSON *f = vf_map_first(families); f; f = vf_map_next(f)) {
        const cJSON *slots = vf_json_get(f, "units");
        for (const cJSON *u = vf_map_first(slots); u; u = vf_map_next(u)) {
            char name[160];
            snprintf(name, sizeof name, "%s.%s", f->string, u->string);
            if (vf_where_unit(w, name, u))
                w->hits += change(w, (cJSON *)u, vf_json_get(f, "members"));
        }
    }
}

/* Staff pools are of no unit: a shock names them, or all. */
static void each_pool(struct vf_lever_work *w) {
    const cJSON *staff = vf_json_get(w->root, "staff");
    for (const cJSON *s = vf_map_first(staff); w->who && s; s = vf_map_next(s))
        if (strcmp(w->who, "all") == 0 || strcmp(w->who, s->string) == 0)
            w->hits += vf_lever_pool(w, (cJSON *)s);
}

static void each_group(struct vf_lever_work *w, bool by_entry,
                       bool (*change)(struct vf_lever_work *, cJSON *)) {
    const cJSON *groups = vf_json_get(w->root, "groups");
    for (const cJSON *g = vf_map_first(groups); g; g = vf_map_next(g))
        if (vf_where_group(w, g) && (!by_entry || vf_where_entry(w, g)))
            w->hits += change(w, (cJSON *)g);
}

static void each_node(struct vf_lever_work *w, bool (*change)(struct vf_lever_work *, cJSON *, cJSON *)) {
    const cJSON *groups = vf_json_get(w->root, "groups");
    for (const cJSON *g = vf_map_first(groups); g; g = vf_map_next(g)) {
        const cJSON *path = vf_json_get(g, "path");
        w->group = (cJSON *)g;
        for (const cJSON *n = vf_map_first(path), *next; n; n = next) {
            next = vf_map_next(n); /* a change may add nodes after it */
            if (vf_where_node(w, g, n))
                w->hits += change(w, (cJSON *)n, (cJSON *)path);
        }
    }
}

static bool in_kommun(struct vf_lever_work *w, cJSON *unit, cJSON *members) {
    (void)w, (void)members;
    return strcmp(vf_where_level(unit), "kommun") == 0;
}

/* Planning by parties takes the place of the lead times into all units of the kommun: all are chosen, or none. */
static void each_planning(struct vf_lever_work *w) {
    const cJSON *groups = vf_json_get(w->root, "groups"), *where = w->where;
    bool any = vf_json_get(vf_json_get(w->root, "planning"), "lead_time") != NULL;
    for (const cJSON *g = vf_map_first(groups); g; g = vf_map_next(g))
        any = any || vf_json_get(vf_json_get(g, "planning"), "lead_time");
    int before = w->hits;
    each_unit(w, in_kommun);
    int chosen = w->hits - before;
    w->where = NULL;
    w->hits = 0;
    each_unit(w, in_kommun);
    int all = w->hits;
    w->where = where;
    w->hits = before;
    w->partly = any && chosen > 0 && chosen < all;
    if (!any || chosen == 0 || w->partly)
        return;
    w->hits += vf_lever_planning(w, w->root);
    for (const cJSON *g = vf_map_first(groups); g; g = vf_map_next(g))
        w->hits += vf_lever_planning(w, (cJSON *)g);
}

/* One key of a lever or entry of a shock: what, and by how much. */
static void pull(struct vf_lever_work *w, const char *what, const cJSON *value) {
    w->factor = cJSON_IsNumber(value) ? value->valuedouble : 1;
    w->value = value;
    w->hits = 0;
    w->staffed = NULL;
    if (strcmp(what, "capacity") == 0)
        each_unit(w, vf_lever_capacity);
    else if (strcmp(what, "lead_time") == 0)
        each_unit(w, vf_lever_lead_time);
    else if (strcmp(what, "assessment") == 0)
        each_unit(w, vf_lever_assessment);
    else if (strcmp(what, "rate") == 0 || strcmp(what, "arrivals") == 0)
        each_group(w, true, vf_lever_rate);
    else if (strcmp(what, "readmission") == 0)
        each_group(w, true, vf_lever_readmission);
    else if (strcmp(what, "stay") == 0)
        each_node(w, vf_lever_stay);
    else if (strcmp(what, "moves") == 0)
        each_node(w, vf_lever_moves);
    else
        each_node(w, vf_lever_divert);
    w->partly = false;
    if (strcmp(what, "lead_time") == 0) {
        each_node(w, vf_lever_node_lead);
        each_planning(w);
    }
    if (strcmp(what, "capacity") == 0)
        each_pool(w);
}

/* A date that cannot be read was refused before. */
static void take_dates(struct vf_lever_work *w, const cJSON *object) {
    w->from = vf_json_get(object, "from");
    w->to = vf_json_get(object, "to");
}

static int refuse(struct vf_lever_work *w, const char *kind, const char *key, const char *message,
                  const char *advice) {
    struct vf_text at;
    vf_text_init(&at, VF_JSON_BYTES_MAX);
    vf_text_appendf(&at, "/%s", kind);
    vf_json_pointer_push(&at, w->name);
    if (key)
        vf_json_pointer_push(&at, key);
    struct vf_problem p = {.message = (char *)message, .advice = (char *)advice};
    int code = vf_config_problem(w->cfg, at.data, w->err, &p);
    vf_text_fini(&at);
    return code;
}

static int refuse_staffed(struct vf_lever_work *w, const char *kind, const char *key) {
    char message[256];
    snprintf(message, sizeof message,
             "a staff pool gives the beds of ward \"%s\": a factor with dates belongs to the pool",
             w->staffed);
    return refuse(w, kind, key, message,
                  "let a shock name the pool, or choose other wards; a lever without dates acts on the beds");
}

/* What came of a key of a lever that could not be set as it says; else the code so far. */
static int missed(struct vf_lever_work *w, const char *key, int code) {
    if (w->partly)
        return refuse(
            w, "levers", key,
            "\"planning\" has one lead time into all units of level kommun, and only some are chosen",
            "choose them all: \"where\": {\"level\": \"kommun\"}");
    if (w->staffed)
        return refuse_staffed(w, "levers", key);
    return w->hits > 0 ? code
                       : refuse(w, "levers", key, "nothing in this config fits the choice",
                                "see \"where\"; `show --resolved` prints what there is");
}

static int apply_lever(struct vf_lever_work *w, const cJSON *lever) {
    static const char *const keys[] = {"divert", "moves",     "capacity",    "rate",
                                       "stay",   "lead_time", "readmission", "assessment"};
    const cJSON *where = vf_json_get(lever, "where");
    int code = VF_OK, pulled = 0;
    w->name = lever->string;
    w->where = where;
    w->who = NULL;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const cJSON *value = vf_json_get(lever, keys[i]);
        bool dated =
            strcmp(keys[i], "capacity") == 0 || strcmp(keys[i], "rate") == 0 || strcmp(keys[i], "stay") == 0;
        bool of_unit = strcmp(keys[i], "capacity") == 0 || strcmp(keys[i], "lead_time") == 0 ||
                       strcmp(keys[i], "assessment") == 0;
        if (!value)
            continue;
        pulled++;
        take_dates(w, lever);
        if (!dated && (w->from || w->to))
            code = refuse(w, "levers", keys[i], "this cannot have dates",
                          "put it in a lever of its own without \"from\" and \"to\"");
        if (of_unit && vf_where_has_group(where))
            code = refuse(w, "levers", "where", "a unit has no group",
                          "choose units only, or use \"stay\" or \"rate\"");
        pull(w, keys[i], value);
        code = missed(w, keys[i], code);
    }
    return pulled ? code
                  : refuse(w, "levers", NULL, "the lever changes nothing",
                           "give it a factor such as \"capacity\"");
}

static int apply_shock(struct vf_lever_work *w, const cJSON *shock) {
    static const char *const keys[] = {"arrivals", "stay", "capacity"};
    int code = VF_OK;
    w->name = shock->string;
    w->where = NULL;
    take_dates(w, shock);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const cJSON *map = w->map = vf_json_get(shock, keys[i]);
        for (const cJSON *f = vf_map_first(map); f; f = vf_map_next(f)) {
            char message[256];
            w->who = f->string;
            pull(w, keys[i], f);
            snprintf(message, sizeof message, "nothing here that \"%s\" stands for can be changed by this",
                     w->who);
            if (w->staffed)
                code = refuse_staffed(w, "shocks", keys[i]);
            else if (w->hits == 0)
                code = refuse(
                    w, "shocks", keys[i], message,
                    i == 0 ? "name a group, an age class, a unit where a path starts, its kind or level, "
                             "or \"all\"; arrivals from a file have no rate"
                           : "name a group, an age class, a unit, a kind, a level, a staff pool or "
                             "\"all\"");
        }
    }
    return code;
}

static int apply_all(struct vf_lever_work *w, const char *key,
                     int (*apply)(struct vf_lever_work *, const cJSON *)) {
    cJSON *map = cJSON_DetachItemFromObjectCaseSensitive(w->root, key);
    int code = VF_OK;
    for (const cJSON *m = vf_map_first(map); m; m = vf_map_next(m)) {
        int one = cJSON_IsObject(m) ? apply(w, m) : VF_OK;
        code = code ? code : one;
    }
    cJSON_Delete(map);
    return code;
}

bool vf_levers_any(const cJSON *root) {
    return vf_map_size(vf_json_get(root, "levers")) + vf_map_size(vf_json_get(root, "shocks")) > 0;
}

int vf_levers_apply(struct vf_config *cfg, struct vf_error *err) {
    struct vf_lever_work w = {.cfg = cfg, .root = cfg->resolved, .err = err};
    int levers = apply_all(&w, "levers", apply_lever);
    int shocks = apply_all(&w, "shocks", apply_shock);
    return levers ? levers : shocks;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The changes a lever or shock makes: factors on profiles (for good, or between two dates), on distributions and on
 * probabilities. A value that a family's member overrides is changed there too, from what the two say together. */
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

static void multiply(cJSON *object, const char *key, double factor) {
    const cJSON *old = vf_json_get(object, key);
    put(object, key, cJSON_CreateNumber((cJSON_IsNumber(old) ? old->valuedouble : 1) * factor));
}

/* ---- Profiles ---- */

static void add_period(const struct vf_lever_work *w, cJSON *profile) {
    cJSON *periods = vf_json_get(profile, "periods"), *one = cJSON_CreateObject();
    char name[160];
    snprintf(name, sizeof name, "%s", w->name);
    if (!periods)
        periods = cJSON_AddObjectToObject(profile, "periods");
    for (int k = 2; vf_json_get(periods, name); k++)
        snprintf(name, sizeof name, "%s_%d", w->name, k);
    cJSON_AddStringToObject(one, "from", w->from ? w->from->valuestring : "1600-01-01");
    if (w->to)
        cJSON_AddStringToObject(one, "to", w->to->valuestring);
    cJSON_AddNumberToObject(one, "factor", w->factor);
    cJSON_AddItemToObject(periods, name, one);
}

/* The profile with the factor on it: a new tree. */
static cJSON *with_factor(const struct vf_lever_work *w, const cJSON *profile) {
    bool dated = w->from || w->to;
    double per_ms;
    if (cJSON_IsNumber(profile) && !dated)
        return cJSON_CreateNumber(profile->valuedouble * w->factor);
    cJSON *made;
    if (cJSON_IsObject(profile)) {
        made = cJSON_Duplicate(profile, 1);
    } else {
        bool name = cJSON_IsString(profile) && vf_quantity_rate(profile->valuestring, &per_ms) != 0;
        made = cJSON_CreateObject();
        if (profile)
            cJSON_AddItemToObject(made, name ? "like" : "base", cJSON_Duplicate(profile, 1));
    }
    if (dated)
        add_period(w, made);
    else
        multiply(made, "factor", w->factor);
    return made;
}

static bool is_profile(const cJSON *value) {
    return value && !cJSON_IsNull(value) &&
           !(cJSON_IsString(value) && strcmp(value->valuestring, "unlimited") == 0);
}

/* ---- Capacity: what a unit has, and what its family's members have in its place ---- */

/* The member's value, so that merged over the unit's new one it is what it was, with the factor. */
static void change_member(const struct vf_lever_work *w, cJSON *own, const char *key, const cJSON *before,
                          const cJSON *after) {
    const cJSON *mine = vf_json_get(own, key);
    if (!is_profile(mine))
        return;
    cJSON *merged = vf_json_merge_patch(before ? cJSON_Duplicate(before, 1) : NULL, mine);
    cJSON *changed = with_factor(w, merged);
    cJSON_Delete(merged);
    for (const cJSON *k = after && cJSON_IsObject(changed) ? after->child : NULL; k; k = k->next)
        if (!vf_json_get(changed, k->string))
            cJSON_AddNullToObject(changed, k->string);
    put(own, key, changed);
}

/* The same path of keys in the unit and in the members' overrides. */
static bool change_at(struct vf_lever_work *w, cJSON *unit, cJSON *members, const char *const path[]) {
    const cJSON *inside = unit;
    int depth = 0;
    while (path[depth + 1])
        depth++;
    for (int i = 0; i < depth; i++)
        inside = vf_json_get(inside, path[i]);
    const char *key = path[depth];
    cJSON *before = cJSON_Duplicate(vf_json_get(inside, key), 1);
    cJSON *after = is_profile(before) ? with_factor(w, before) : NULL;
    bool found = after != NULL;
    for (const cJSON *m = vf_map_first(members); m; m = vf_map_next(m)) {
        const cJSON *own = vf_json_get(vf_json_get(m, "units"), unit->string);
        for (int i = 0; own && i < depth; i++)
            own = vf_json_get(own, path[i]);
        if (own && is_profile(vf_json_get(own, key))) {
            change_member(w, (cJSON *)own, key, before, after);
            found = true;
        }
    }
    if (after)
        put((cJSON *)inside, key, after);
    cJSON_Delete(before);
    return found;
}

static bool for_good(struct vf_lever_work *w, cJSON *unit, cJSON *members) {
    bool finite = vf_json_get(unit, "beds") || is_profile(vf_json_get(unit, "capacity"));
    for (const cJSON *m = vf_map_first(members); m; m = vf_map_next(m)) {
        const cJSON *own = vf_json_get(vf_json_get(m, "units"), unit->string);
        finite = finite || vf_json_get(own, "capacity");
        if (vf_json_get(own, "capacity_factor"))
            multiply((cJSON *)own, "capacity_factor", w->factor);
    }
    if (finite)
        multiply(unit, "capacity_factor", w->factor);
    return finite;
}

/* How many are on duty of a server of the unit or, when `name` is NULL, of a staff pool. */
static bool change_roster(struct vf_lever_work *w, cJSON *unit, cJSON *members, const char *name,
                          const cJSON *server) {
    const char *path[6] = {"servers", name}, **of = name ? path + 2 : path;
    const cJSON *shifts = vf_json_get(server, "shifts");
    of[0] = "capacity";
    of[1] = NULL;
    bool found = change_at(w, unit, members, path);
    for (const cJSON *s = vf_map_first(shifts); s; s = vf_map_next(s)) {
        of[0] = "shifts";
        of[1] = s->string;
        of[2] = "staff";
        of[3] = NULL;
        found = change_at(w, unit, members, path) || found;
    }
    return found;
}

bool vf_lever_pool(struct vf_lever_work *w, cJSON *pool) { return change_roster(w, pool, NULL, NULL, pool); }

/* Staffed by a pool that the same shock does not hit: what the pool gives cannot follow dates of the ward's. */
static bool staffed(const struct vf_lever_work *w, const cJSON *unit) {
    const cJSON *pool = vf_json_get(vf_json_get(vf_json_get(unit, "beds"), "staffed_by"), "pool");
    return cJSON_IsString(pool) && !vf_json_get(w->map, pool->valuestring) && !vf_json_get(w->map, "all");
}

bool vf_lever_capacity(struct vf_lever_work *w, cJSON *unit, cJSON *members) {
    const char *const places[] = {"capacity", NULL}, *const beds[] = {"beds", "disponibla", NULL};
    if (!w->from && !w->to)
        return for_good(w, unit, members);
    for (const cJSON *m = vf_map_first(members); m; m = vf_map_next(m))
        if (staffed(w, vf_json_get(vf_json_get(m, "units"), unit->string)))
            w->staffed = unit->string;
    if (staffed(w, unit))
        w->staffed = unit->string;
    bool found = change_at(w, unit, members, places);
    found = (vf_json_get(unit, "beds") && change_at(w, unit, members, beds)) || found;
    const cJSON *servers = vf_json_get(unit, "servers");
    for (const cJSON *s = vf_map_first(servers); s; s = vf_map_next(s))
        found = change_roster(w, unit, members, s->string, s) || found;
    return found;
}

/* ---- Distributions ---- */

/* The law with the factor on it: a new tree. A named one is written out, since its name stands for others too. */
static cJSON *scaled(const struct vf_lever_work *w, const cJSON *dist) {
    const cJSON *named = vf_json_get(w->root, "distributions");
    for (int depth = 0; cJSON_IsString(dist) && vf_json_get(named, dist->valuestring) && depth < 16; depth++)
        dist = vf_json_get(named, dist->valuestring);
    cJSON *made;
    if (cJSON_IsObject(dist)) {
        made = cJSON_Duplicate(dist, 1);
    } else {
        made = cJSON_CreateObject();
        cJSON *only = cJSON_AddObjectToObject(made, "discrete");
        cJSON_AddNumberToObject(only, cJSON_IsString(dist) ? dist->valuestring : "0 d", 1);
    }
    multiply(made, "scale", w->factor);
    return made;
}

static bool scale_at(const struct vf_lever_work *w, cJSON *object, const char *key) {
    const cJSON *dist = vf_json_get(object, key);
    bool never = w->factor <= 0; /* a law cannot be scaled to nothing, but nothing is a law */
    if (!dist || cJSON_IsNull(dist))
        return false;
    put(object, key, never ? cJSON_CreateNumber(0) : scaled(w, dist));
    return true;
}

bool vf_lever_lead_time(struct vf_lever_work *w, cJSON *unit, cJSON *members) {
    bool found = scale_at(w, unit, "lead_time");
    for (const cJSON *m = vf_map_first(members); m; m = vf_map_next(m))
        found = scale_at(w, vf_json_get(vf_json_get(m, "units"), unit->string), "lead_time") || found;
    return found;
}

/* Planning times of edges: from any node (visited because its own unit fits or not) to nodes at a chosen unit. */
bool vf_lever_node_lead(struct vf_lever_work *w, cJSON *node, cJSON *path) {
    bool found = false;
    for (cJSON *from = path->child; from; from = from->next) {
        cJSON *lead = cJSON_IsObject(from) ? vf_json_get(from, "lead") : NULL;
        found = (lead && scale_at(w, lead, node->string)) || found;
    }
    return found;
}

bool vf_lever_planning(struct vf_lever_work *w, cJSON *holder) {
    cJSON *lead = vf_json_get(vf_json_get(holder, "planning"), "lead_time");
    bool found = false;
    for (cJSON *law = lead ? lead->child : NULL, *next; law; law = next) {
        next = law->next;
        found = (!vf_is_remark(law->string) && scale_at(w, lead, law->string)) || found;
    }
    return found;
}

bool vf_lever_assessment(struct vf_lever_work *w, cJSON *unit, cJSON *members) {
    const cJSON *kind = vf_json_get(unit, "kind");
    if (!cJSON_IsString(kind) || strcmp(kind->valuestring, "kommunal") != 0)
        return false;
    if (!members && vf_field_word(&vf_object_unit, unit, "assessment") ==
                        vf_word_index(vf_words_assessment, w->value->valuestring))
        return false; /* it is so already */
    for (const cJSON *m = vf_map_first(members); m; m = vf_map_next(m))
        cJSON_DeleteItemFromObjectCaseSensitive(vf_json_get(vf_json_get(m, "units"), unit->string),
                                                "assessment");
    put(unit, "assessment", cJSON_Duplicate(w->value, 1));
    return true;
}

/* ---- Groups and nodes ---- */

bool vf_lever_rate(struct vf_lever_work *w, cJSON *group) {
    cJSON *arrivals = vf_json_get(group, "arrivals");
    cJSON *poisson = vf_json_get(arrivals, "poisson"), *people = vf_json_get(arrivals, "population"),
          *booked = vf_json_get(arrivals, "scheduled");
    bool for_good = !w->from && !w->to;
    if (!people)
        people = vf_json_get(arrivals, "cohort"); /* the same key */
    if (!poisson && !people && !booked)
        return false;
    if (for_good)
        multiply(arrivals, "rate_factor", w->factor);
    else if (poisson)
        put(poisson, "rate", with_factor(w, vf_json_get(poisson, "rate")));
    else if (people)
        put(people, "profile", with_factor(w, vf_json_get(people, "profile")));
    else
        put(booked, "per_day", with_factor(w, vf_json_get(booked, "per_day")));
    return true;
}

bool vf_lever_readmission(struct vf_lever_work *w, cJSON *group) {
    cJSON *readmission = vf_json_get(group, "readmission");
    const cJSON *p = vf_json_get(readmission, "probability");
    if (!cJSON_IsNumber(p))
        return false;
    double changed = p->valuedouble * w->factor;
    put(readmission, "probability", cJSON_CreateNumber(changed < 1 ? changed : 1));
    return true;
}

bool vf_lever_stay(struct vf_lever_work *w, cJSON *node, cJSON *path) {
    const cJSON *old = vf_json_get(node, "stay_factor");
    cJSON *one = old ? NULL : cJSON_CreateNumber(1);
    (void)path;
    put(node, "stay_factor", with_factor(w, old ? old : one));
    cJSON_Delete(one);
    return true;
}

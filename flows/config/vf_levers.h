/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Levers and shocks over the resolved tree, internal to flows/config: load.c calls vf_levers_apply after the first
 * check and checks again; levers.c walks, levers_where.c chooses, levers_change.c changes. Trees are borrowed;
 * everything added belongs to the resolved tree. */
#ifndef VF_LEVERS_H
#define VF_LEVERS_H

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "vf_config.h"

struct vf_lever_work {
    struct vf_config *cfg;
    cJSON *root; /* the resolved tree */
    struct vf_error *err;
    const char *name;       /* of the lever or shock */
    const cJSON *where;     /* the choice of a lever; NULL: everything */
    const char *who;        /* the choice of a shock, as one word; NULL for a lever */
    const cJSON *map;       /* of the shock: all such words */
    const cJSON *from, *to; /* dates, or NULL */
    double factor;
    const cJSON *value; /* of the key that is looked at */
    cJSON *group;       /* the group whose nodes are walked */
    int hits;
    bool partly;         /* what would be changed is common to the chosen units and to others */
    const char *staffed; /* a ward whose beds a pool gives, so that dates cannot be set on them; NULL none */
};

bool vf_levers_any(const cJSON *root);
/* 0, or VF_E_CONFIG with placed problems. Removes levers and shocks from the tree. */
int vf_levers_apply(struct vf_config *cfg, struct vf_error *err);

/* levers_where.c */
bool vf_where_unit(const struct vf_lever_work *w, const char *name, const cJSON *unit);
bool vf_where_unit_is(const cJSON *where, const char *name, const cJSON *unit);
bool vf_where_group(const struct vf_lever_work *w, const cJSON *group); /* by what the group is */
bool vf_where_entry(const struct vf_lever_work *w, const cJSON *group); /* by a unit where its path starts */
bool vf_where_node(const struct vf_lever_work *w, const cJSON *group, const cJSON *node);
bool vf_where_has_group(const cJSON *where);
bool vf_where_has_unit(const cJSON *where);
/* The name of the node's unit, as in the config. */
const char *vf_where_node_unit(const cJSON *node);
const char *vf_where_level(const cJSON *unit);

/* levers_change.c: each returns whether it found something to change. `members`: of the unit's family, or NULL. */
bool vf_lever_capacity(struct vf_lever_work *w, cJSON *unit, cJSON *members);
bool vf_lever_pool(struct vf_lever_work *w, cJSON *pool); /* a staff pool's capacity */
bool vf_lever_lead_time(struct vf_lever_work *w, cJSON *unit, cJSON *members);
bool vf_lever_node_lead(struct vf_lever_work *w, cJSON *node, cJSON *path);
bool vf_lever_planning(struct vf_lever_work *w,
                       cJSON *holder); /* the lead times by parties of a group, or of all */
bool vf_lever_assessment(struct vf_lever_work *w, cJSON *unit, cJSON *members);
bool vf_lever_rate(struct vf_lever_work *w, cJSON *group);
bool vf_lever_readmission(struct vf_lever_work *w, cJSON *group);
bool vf_lever_stay(struct vf_lever_work *w, cJSON *node, cJSON *path);
/* levers_route.c */
bool vf_lever_moves(struct vf_lever_work *w, cJSON *node, cJSON *path);
bool vf_lever_divert(struct vf_lever_work *w, cJSON *node, cJSON *path);

#endif

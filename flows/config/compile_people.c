/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cohorts, doors between groups, and whether histories of individuals are kept. A door is known by its name within
 * its group from the start (vf_compile_doors); where it leads is found when all groups are there
 * (vf_compile_people). Doors must not lead back to a group, not even by way of others. */
#include <stdlib.h>
#include <string.h>

#include "vf_compile_work.h"
#include "vf_json.h"

void vf_compile_cohort(struct vf_compile *c, struct vf_source *s) {
    const struct vf_object *type = &vf_object_cohort;
    struct vf_model *m = c->m;
    const struct vf_compile_group *group = &c->group[s->group];
    const cJSON *arrivals = vf_json_get(group->tree, "arrivals"), *cohort = vf_json_get(arrivals, "cohort");
    const char *at = vf_compile_at(c, group->pointer, "arrivals", "cohort");
    double cv = vf_field_double(type, cohort, "frailty_cv");
    m->cohort = vf_compile_grow(m->cohort, m->n_cohorts, sizeof *m->cohort);
    m->group[s->group].cohort = m->n_cohorts;
    struct vf_cohort *to = &m->cohort[m->n_cohorts++];
    s->kind = VF_SRC_COHORT;
    s->rate = -1;
    *to = (struct vf_cohort){.size = (uint32_t)vf_field_int(type, cohort, "size"),
                             .frailty = -1,
                             .factor = vf_field_double(&vf_object_arrivals, arrivals, "rate_factor"),
                             .mortality = vf_field_rate_per_ms(type, cohort, "mortality"),
                             .replace = vf_field_bool(type, cohort, "replace"),
                             .source = (uint16_t)(s - m->source)};
    const cJSON *pace = vf_json_get(cohort, "profile");
    to->pace =
        pace ? vf_compile_profile(c, pace, vf_compile_at(c, at, "profile", NULL), VF_PROFILE_FACTOR, 1) : -1;
    to->home = vf_compile_dist(c, vf_json_get(cohort, "home"), vf_compile_at(c, at, "home", NULL), 1, 1);
    if (cv > 0)
        to->frailty = vf_compile_dist_gamma(c, cv);
    if (vf_json_get(arrivals, "limit"))
        VF_REFUSE(c, vf_compile_at(c, group->pointer, "arrivals", "limit"),
                  "members of a cohort come back as long as they live: there is no limit to set");
}

void vf_compile_doors(struct vf_compile *c, uint16_t g) {
    struct vf_model *m = c->m;
    const cJSON *become = vf_json_get(c->group[g].tree, "become"),
                *path = vf_json_get(c->group[g].tree, "path");
    for (const cJSON *d = vf_map_first(become); d; d = vf_map_next(d)) {
        const char *at = vf_compile_at(c, c->group[g].pointer, "become", d->string);
        if (vf_json_get(path, d->string) || strcmp(d->string, "exit") == 0 || strcmp(d->string, "death") == 0)
            VF_REFUSE(c, at, "\"%s\" is the name of a node or end of the path too", d->string);
        if (m->n_doors >= VF_DOORS_MAX) {
            VF_REFUSE(c, at, "more than %d ways to other groups", VF_DOORS_MAX);
            return;
        }
        vf_index_put(&c->group[g].nodes, d->string, VF_TERM_DOOR + m->n_doors);
        m->door = vf_compile_grow(m->door, m->n_doors, sizeof *m->door);
        m->door[m->n_doors++] = (struct vf_door){.group = VF_NONE16, .target = VF_TERM_EXIT};
    }
}

static void resolve_door(struct vf_compile *c, uint16_t g, const cJSON *become) {
    struct vf_door *door = &c->m->door[vf_index_find(&c->group[g].nodes, become->string) - VF_TERM_DOOR];
    const char *at = vf_compile_at(c, c->group[g].pointer, "become", become->string);
    const char *name = vf_field_string(&vf_object_become, become, "group");
    const cJSON *node = vf_json_get(become, "node");
    uint32_t to = vf_index_find(&c->groups, name);
    if (to == VF_NONE32 || to == g) {
        VF_REFUSE(c, vf_compile_at(c, at, "group", NULL), "\"%s\" is not another group", name);
        return;
    }
    door->group = (uint16_t)to;
    if (node) {
        uint32_t target = vf_index_find(&c->group[to].nodes, node->valuestring);
        if (target < VF_TERM_DEATH)
            door->target = target;
        else
            VF_REFUSE(c, vf_compile_at(c, at, "node", NULL), "group %s has no node \"%s\"", name,
                      node->valuestring);
    } else if (!vf_json_get(vf_json_get(c->group[to].tree, "arrivals"), "cohort")) {
        VF_REFUSE(c, at, "group %s has no cohort to belong to at home: say at which node the patient enters",
                  name);
    }
}

/* Whether some door leads from one of the groups marked to a group not yet marked; marks it. */
static bool spread(const struct vf_compile *c, bool *mark) {
    bool more = false;
    for (uint16_t g = 0; g < c->m->n_groups; g++) {
        const cJSON *become = vf_json_get(c->group[g].tree, "become");
        for (const cJSON *d = vf_map_first(become); mark[g] && d; d = vf_map_next(d)) {
            uint16_t to = c->m->door[vf_index_find(&c->group[g].nodes, d->string) - VF_TERM_DOOR].group;
            if (to != VF_NONE16 && !mark[to])
                mark[to] = more = true;
        }
    }
    return more;
}

static void check_circle(struct vf_compile *c, uint16_t g) {
    bool *mark = vf_xcalloc(c->m->n_groups, sizeof *mark);
    const cJSON *become = vf_json_get(c->group[g].tree, "become");
    for (const cJSON *d = vf_map_first(become); d; d = vf_map_next(d)) {
        uint16_t to = c->m->door[vf_index_find(&c->group[g].nodes, d->string) - VF_TERM_DOOR].group;
        if (to != VF_NONE16)
            mark[to] = true;
    }
    while (spread(c, mark)) {}
    if (mark[g])
        VF_REFUSE(c, vf_compile_at(c, c->group[g].pointer, "become", NULL),
                  "patients who have become others may become patients of group %s again",
                  c->m->group[g].name);
    free(mark);
}

void vf_compile_people(struct vf_compile *c) {
    struct vf_model *m = c->m;
    const cJSON *run = vf_json_get(c->cfg->resolved, "run");
    for (uint16_t g = 0; g < m->n_groups && m->n_doors > 0; g++) {
        const cJSON *become = vf_json_get(c->group[g].tree, "become");
        for (const cJSON *d = vf_map_first(become); d; d = vf_map_next(d))
            resolve_door(c, g, d);
    }
    for (uint16_t g = 0; g < m->n_groups && m->n_doors > 0; g++)
        check_circle(c, g);
    m->people = m->n_cohorts > 0 || m->n_doors > 0 || vf_field_bool(&vf_object_run, run, "individuals");
    for (uint16_t u = 0; u < m->n_units && m->people; u++)
        m->unit[u].traits |= VF_T_PEOPLE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The compiler's bench: what its files hand to each other while a model is made. Only for compile*.c.
 * Order (compile.c): run and organisation, units and families, groups with nodes, sources, wards with
 * placement, graph, then - only if nothing was refused - calendar and profiles, checks of values, start. */
#ifndef VF_COMPILE_WORK_H
#define VF_COMPILE_WORK_H

#include "vf_arena.h"
#include "vf_compile.h"

/* Name -> index. Names are borrowed. */
struct vf_index {
    const char **name;
    uint32_t *value, n, size; /* size: a power of two, or 0 */
};
void vf_index_fini(struct vf_index *names);
bool vf_index_put(struct vf_index *names, const char *name, uint32_t value); /* false: it was there already */
uint32_t vf_index_find(const struct vf_index *names, const char *name);      /* VF_NONE32: no such name */

enum { VF_START_EQUILIBRIUM = -1 };

struct vf_compile_unit {
    const cJSON *tree;   /* with the member's overrides */
    cJSON *owned;        /* the same when it was made for us, else NULL */
    const char *pointer; /* of the unit in the config */
    int64_t start;       /* patients, or VF_START_EQUILIBRIUM */
    double factor;       /* capacity_factor */
    uint32_t n_initial;  /* rows about it in the initial state */
    bool used;           /* some path or ward names it */
};
struct vf_compile_pool {
    const cJSON *tree;
    const char *pointer;
    double factor;
};
struct vf_compile_group {
    const cJSON *tree;
    const char *pointer;
    struct vf_index nodes; /* name -> node of the model */
    uint32_t node0, n_nodes;
};

struct vf_compile {
    const struct vf_config *cfg;
    struct vf_model *m;
    struct vf_error *err;
    int code;
    struct vf_arena arena; /* pointers and names that live as long as the compilation */
    struct vf_index orgs, units, families, slots, groups; /* slots: "family.slot" -> family << 16 | slot */
    struct vf_index dists, profiles;                      /* what was written -> index + 1; 0: refused */
    struct vf_text key;                                   /* of the law or profile that is looked up */
    const char **profile_pointer;                         /* [n_profiles] */
    struct vf_compile_unit *unit;
    struct vf_compile_group *group;
    struct vf_compile_pool *pool;
    bool estimate_horizon; /* no duration given, only a number of arrivals */
    bool *visits;          /* [unit * n_groups + group]: the group has a node there */
};

/* Adds a placed problem and remembers that there was one. */
#define VF_REFUSE(c, pointer, ...) \
    ((void)((c)->code = vf_config_refuse((c)->cfg, (pointer), (c)->err, __VA_ARGS__)))

/* compile_tables.c */
/* Room for element n (counted from 0) of an array that grows one by one; new memory is not zeroed. */
void *vf_compile_grow(void *array, size_t n, size_t size);
/* The pointer `base` with one or two keys added (key2 may be NULL). Lives in the arena. */
const char *vf_compile_at(struct vf_compile *c, const char *base, const char *key1, const char *key2);
const char *vf_compile_format(struct vf_compile *c, const char *format, ...);
/* Index of a law; durations are divided by unit_ms, every draw multiplied by factor. -1 when refused. */
int32_t vf_compile_dist(struct vf_compile *c, const cJSON *value, const char *pointer, double unit_ms,
                        double factor);
/* n laws side by side, in order; NULL among the values is fixed 0. Index of the first. */
int32_t vf_compile_dist_block(struct vf_compile *c, const cJSON *const *values, size_t n, const char *pointer,
                              double unit_ms, double factor);
int32_t vf_compile_dist_fixed(struct vf_compile *c, double value);
int32_t vf_compile_dist_gamma(struct vf_compile *c, double cv); /* of mean 1 */
int32_t vf_compile_profile(struct vf_compile *c, const cJSON *value, const char *pointer,
                           enum vf_profile_unit unit, double factor);
/* Takes a profile over as it is. */
int32_t vf_compile_profile_add(struct vf_compile *c, const struct vf_profile *profile, const char *pointer);
/* A title in Swedish if there is one, else any, else the name: a copy. */
char *vf_compile_title(const cJSON *object, const char *name);

/* compile_run.c */
void vf_compile_run(struct vf_compile *c);
void vf_compile_population(struct vf_compile *c);
void vf_compile_organisation(struct vf_compile *c);
/* The organisation of that name, or VF_NONE16 after a refusal. */
uint16_t vf_compile_org_find(struct vf_compile *c, const char *name, const char *pointer);
/* A number, or that of the latest year not after `year` (else of the earliest) in a map of years. */
double vf_compile_by_year(const cJSON *value, int year);
int vf_compile_year(const char *text); /* "2026" */
/* Calendar and profiles; finds the horizon when only a number of arrivals is given. False: profiles cannot be
 * used. */
bool vf_compile_time(struct vf_compile *c);

/* compile_units.c */
void vf_compile_units(struct vf_compile *c);
/* The unit of a family's member and slot, or the plain unit when family is VF_NONE16. */
uint16_t vf_compile_unit_of(const struct vf_model *m, uint16_t family, uint16_t unit, uint16_t member);
uint16_t vf_compile_members(const struct vf_model *m, uint16_t family); /* 1 for VF_NONE16 */

/* compile_cost.c */
void vf_compile_cost(struct vf_compile *c, uint16_t u);

/* compile_ward.c: what a ward has beside; called when its unit is made */
void vf_compile_ward(struct vf_compile *c, uint16_t u);
/* ... and what needs compiled profiles: max_extra. */
void vf_compile_ward_values(struct vf_compile *c, uint16_t u);

/* compile_groups.c, compile_nodes.c */
void vf_compile_groups(struct vf_compile *c);
void vf_compile_nodes(struct vf_compile *c, uint16_t g);
/* Node of group g or terminal of that name; VF_NONE32 when there is none. */
uint32_t vf_compile_target(const struct vf_compile *c, uint16_t g, const char *name);
/* The same, with a refusal at `pointer`. */
uint32_t vf_compile_target_of(struct vf_compile *c, uint16_t g, const char *name, const char *pointer);

/* compile_staff.c */
void vf_compile_servers(struct vf_compile *c, uint16_t u);
void vf_compile_staff(struct vf_compile *c);
/* Adds the needs of a step of the node. */
void vf_compile_needs(struct vf_compile *c, const struct vf_node *n, struct vf_step *st, const cJSON *tree,
                      const char *pointer);
void vf_compile_needs_done(struct vf_compile *c);
void vf_compile_staffed_wards(struct vf_compile *c);
void vf_compile_check_staff(struct vf_compile *c);
/* compile_wait.c: what happens to those who wait; called when the node, or the unit, is made */
void vf_compile_node_wait(struct vf_compile *c, uint16_t g, struct vf_node *n, const cJSON *tree,
                          const char *pointer);
void vf_compile_unit_wait(struct vf_compile *c, struct vf_unit *unit, const cJSON *tree);

/* compile_list.c */
/* With listning, the weights of the last family's members become the lists. */
void vf_compile_listning(struct vf_compile *c, const cJSON *family, double *weight);
void vf_compile_own_doctor(struct vf_compile *c, uint16_t u);
void vf_compile_check_own_doctor(struct vf_compile *c, uint16_t u);

/* compile_sources.c */
void vf_compile_sources(struct vf_compile *c);
/* A second source of the group, for what its digital contacts induce. */
void vf_compile_induced(struct vf_compile *c, uint16_t g);
/* Stack of layers of each source: the bound of its rate before scenarios. After vf_compile_time. */
void vf_compile_base_rates(struct vf_compile *c);

/* compile_people.c */
void vf_compile_cohort(struct vf_compile *c, struct vf_source *s);
void vf_compile_doors(struct vf_compile *c, uint16_t g); /* before the group's nodes */
void vf_compile_people(struct vf_compile *c);            /* after groups and sources */

/* compile_kommun.c */
void vf_compile_kommun(struct vf_compile *c); /* after groups */
/* compile_digital.c: after the sources, before the graph */
void vf_compile_digital(struct vf_compile *c);

/* compile_placement.c */
void vf_compile_placement(struct vf_compile *c);

/* compile_relief.c */
void vf_compile_relief(struct vf_compile *c);

/* compile_graph.c */
void vf_compile_graph(struct vf_compile *c);
void vf_compile_ahead(struct vf_model *m); /* when it is known which nodes go the short way */

/* effects_compile.c: after the graph, before the profiles are compiled */
void vf_compile_effects(struct vf_compile *c);

/* compile_checks.c */
void vf_compile_check_units(struct vf_compile *c);  /* units without use */
void vf_compile_check_values(struct vf_compile *c); /* beds, min_free: after vf_compile_time */

/* compile_initial.c: the state at the start, from a file; after vf_compile_time */
void vf_compile_initial(struct vf_compile *c);

/* compile_start.c */
void vf_compile_start(struct vf_compile *c);
/* Share of the node's patients who are at unit u. */
double vf_compile_weight_here(const struct vf_model *m, const struct vf_node *n, uint16_t u);
double vf_compile_capacity_at_start(const struct vf_model *m, const struct vf_unit *unit);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vf_compile: the order of the work, and what becomes of it. Everything that can be checked without the rest
 * is checked even when something was refused before, so that all problems come in one go; the start of units
 * is computed only for a model without problems. */
#include <stdlib.h>
#include <string.h>

#include "vf_compile_work.h"
#include "vf_effects.h"
#include "vf_json.h"
#include "vf_traffic.h"

static void release(struct vf_compile *c) {
    struct vf_index *names[] = {&c->orgs,   &c->units, &c->families, &c->slots,
                                &c->groups, &c->dists, &c->profiles};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        vf_index_fini(names[i]);
    for (uint16_t u = 0; u < c->m->n_units; u++)
        cJSON_Delete(c->unit[u].owned);
    for (uint16_t g = 0; g < c->m->n_groups; g++)
        vf_index_fini(&c->group[g].nodes);
    free(c->unit);
    free(c->group);
    free(c->pool);
    free(c->profile_pointer);
    free(c->visits);
    vf_arena_fini(&c->arena);
    vf_text_fini(&c->key);
}

static void compile(struct vf_compile *c) {
    vf_compile_run(c);
    vf_compile_population(c);
    vf_compile_organisation(c);
    vf_compile_units(c);
    vf_compile_staff(c);
    vf_compile_groups(c);
    vf_compile_needs_done(c);
    vf_compile_sources(c);
    vf_compile_people(c);
    vf_compile_kommun(c);
    vf_compile_digital(c);
    vf_compile_placement(c);
    vf_compile_relief(c);
    vf_compile_graph(c);
    vf_compile_check_units(c);
    vf_compile_effects(c);
    vf_compile_ahead(c->m); /* an effect may have taken a node off the short way */
    if (!vf_compile_time(c))
        return;
    if (!c->code)
        vf_compile_staffed_wards(c);
    for (uint16_t w = 0; w < c->m->n_wards; w++)
        vf_compile_ward_values(c, c->m->ward_unit[w]);
    vf_compile_check_values(c);
    if (c->code)
        return;
    vf_compile_check_staff(c);
    if (c->code)
        return;
    vf_compile_base_rates(c);
    vf_compile_initial(c);
    if (c->code)
        return;
    vf_compile_start(c);
}

int vf_compile(const struct vf_config *cfg, struct vf_model *out, struct vf_error *err) {
    struct vf_compile c = {.cfg = cfg, .m = out, .err = err};
    memset(out, 0, sizeof *out);
    vf_arena_init(&c.arena, 0);
    vf_text_init(&c.key, VF_JSON_BYTES_MAX);
    compile(&c);
    release(&c);
    if (c.code)
        vf_model_free(out);
    return c.code;
}

static void free_units(struct vf_model *m) {
    for (uint16_t i = 0; i < m->n_units; i++) {
        free(m->unit[i].name);
        free(m->unit[i].title);
        free(m->unit[i].min_free);
    }
    for (uint16_t i = 0; i < m->n_pools; i++)
        free(m->pool[i].name);
    for (uint16_t i = 0; i < m->n_families; i++) {
        free(m->family[i].name);
        free(m->family[i].cum);
        free(m->family[i].listed);
        free(m->family[i].doctors);
        free(m->family[i].unit);
    }
    for (uint16_t i = 0; i < m->n_orgs; i++)
        free(m->org[i].name);
    free(m->unit);
    free(m->pool);
    free(m->shift);
    free(m->pool_lists);
    free(m->need);
    free(m->own_doctor);
    free(m->family);
    free(m->org);
    free(m->ward);
    free(m->ward_unit);
}

static void free_groups(struct vf_model *m) {
    for (uint16_t i = 0; i < m->n_groups; i++) {
        free(m->group[i].name);
        free(m->group[i].title);
    }
    for (uint32_t i = 0; i < m->n_nodes; i++)
        free(m->node[i].name);
    for (uint16_t i = 0; i < m->n_sources; i++) {
        free(m->source[i].times);
        free(m->source[i].stays);
    }
    free(m->group);
    free(m->node);
    free(m->edge);
    free(m->step);
    free(m->source);
    free(m->cohort);
    free(m->planning);
    free(m->door);
    free(m->policy);
    free(m->placement);
    free(m->ward_lists);
    free(m->fill);
    free(m->edge_present);
    free(m->initial);
    free(m->rise);
    free(m->triage);
    free(m->stay_profile);
    vf_effects_model_free(m);
    vf_traffic_forget(m);
}

void vf_model_free(struct vf_model *m) {
    free_units(m);
    free_groups(m);
    for (uint32_t i = 0; i < m->n_profiles; i++)
        vf_profile_fini(&m->profile[i]);
    for (uint32_t i = 0; i < m->n_dists; i++)
        vf_dist_fini(&m->dist[i]);
    free(m->profile);
    free(m->dist);
    vf_calendar_fini(&m->calendar);
    memset(m, 0, sizeof *m);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Groups of the fragment: one per klinik where patients arrive, group and mode. Its path holds the kliniker that the moves of
 * the strata lead to from there; a planned period's nodes are called plan_*, so that a readmission, which is acute, meets
 * the acute patients' vardtid and is counted as unplanned. A readmission that may lead to several kliniker passes a node
 * without time that draws one. */
#include <stdlib.h>
#include <string.h>

#include "vf_import_write.h"

static const char OUT[] = "hemgang", BACK[] = "ater";

struct path {
    struct vf_import_work *m;
    struct vf_json_writer *w;
    uint32_t group;
    bool *reached[2];                    /* by mode: klinik */
    bool *leads_out[2];                  /* by mode: klinik: some way from here ends */
    const struct vf_import_return *back; /* NULL: none come back */
};

static void node_name(const struct path *p, uint16_t klinik, uint32_t mode, char out[IMPORT_NAME]) {
    const char *name = p->m->x->klinik.name[klinik];
    bool clash = strncmp(name, "plan_", 5) == 0 || strcmp(name, OUT) == 0;
    (void)snprintf(out, IMPORT_NAME, "%s%s", mode ? "plan_" : clash ? "enhet_" : "", name);
}

static struct vf_import_stratum *stratum_at(const struct path *p, uint16_t klinik, uint32_t mode) {
    return &p->m->stratum[p->m->stratum_of[vf_import_cell(p->m, klinik, p->group, mode)]];
}

static bool leads_out(const struct path *p, const struct vf_import_shares *s, uint32_t mode) {
    if (s->total == 0)
        return true;
    for (size_t i = 0; i < s->n; i++)
        if (s->item[i].n > 0 && (s->item[i].to >= TO_EXIT || p->leads_out[mode][s->item[i].to]))
            return true;
    return false;
}

/* Kliniker between which patients would go round for ever, as too few leave them to be told: from there all go home. */
static void find_ways_out(struct path *p) {
    for (uint32_t mode = 0; mode < 2; mode++) {
        memset(p->leads_out[mode], 0, p->m->n_kliniker * sizeof *p->leads_out[mode]);
        for (bool more = true; more;) {
            more = false;
            for (size_t k = 0; k < p->m->n_kliniker; k++)
                if (p->m->kept[k] && !p->leads_out[mode][k] &&
                    leads_out(p, &stratum_at(p, (uint16_t)k, mode)->next, mode))
                    p->leads_out[mode][k] = more = true;
        }
    }
}

/* Marks what can be reached from this node. */
static void reach(struct path *p, uint16_t klinik, uint32_t mode) {
    uint16_t *pending = vf_xcalloc(p->m->n_kliniker, sizeof *pending);
    size_t n = 0;
    if (!p->reached[mode][klinik])
        pending[n++] = klinik;
    p->reached[mode][klinik] = true;
    while (n > 0) {
        uint16_t at = pending[--n];
        struct vf_import_stratum *s = stratum_at(p, at, mode);
        s->used = true;
        for (size_t i = 0; i < s->next.n && p->leads_out[mode][at]; i++) {
            uint16_t to = s->next.item[i].to;
            if (s->next.item[i].n > 0 && to < TO_EXIT && !p->reached[mode][to]) {
                p->reached[mode][to] = true;
                pending[n++] = to;
            }
        }
    }
    free(pending);
}

static void write_next(const struct path *p, const struct vf_import_shares *s, uint32_t mode) {
    static const char *const ends[] = {"exit", OUT, "death", "exit"};
    char name[IMPORT_NAME];
    bool kommun = vf_import_has_kommun(p->m);
    double home = 0;
    vf_json_key(p->w, "next");
    vf_json_begin_object(p->w);
    for (size_t i = 0; i < s->n; i++) {
        uint16_t to = s->item[i].to;
        double share = (double)s->item[i].n / (double)s->total;
        if (s->item[i].n == 0)
            continue;
        if (to == TO_EXIT || to == TO_UNKNOWN || (to == TO_KOMMUN && !kommun)) {
            home += share;
            continue;
        }
        if (to < TO_EXIT)
            node_name(p, to, mode, name);
        vf_json_key_number(p->w, to < TO_EXIT ? name : ends[to - TO_EXIT], share);
    }
    if (home > 0 || s->total == 0)
        vf_json_key_number(p->w, "exit", s->total ? home : 1);
    vf_json_end_object(p->w);
}

static bool leads_to_kommun(const struct path *p) {
    for (uint32_t mode = 0; mode < 2 && vf_import_has_kommun(p->m); mode++)
        for (size_t k = 0; k < p->m->n_kliniker; k++) {
            const struct vf_import_shares *s = &stratum_at(p, (uint16_t)k, mode)->next;
            for (size_t i = 0; p->reached[mode][k] && i < s->n; i++)
                if (s->item[i].to == TO_KOMMUN && s->item[i].n > 0)
                    return true;
        }
    return false;
}

static void write_nodes(const struct path *p, uint32_t mode) {
    static const struct vf_import_shares home = {NULL, 0, 0};
    char name[IMPORT_NAME];
    for (size_t k = 0; k < p->m->n_kliniker; k++) {
        if (!p->reached[mode][k])
            continue;
        const struct vf_import_stratum *s = stratum_at(p, (uint16_t)k, mode);
        node_name(p, (uint16_t)k, mode, name);
        vf_json_key(p->w, name);
        vf_json_begin_object(p->w);
        vf_json_key_string(p->w, "unit", p->m->x->klinik.name[k]);
        vf_import_stratum_name(p->m, (uint32_t)(s - p->m->stratum), name);
        vf_json_key_string(p->w, "stay", name);
        if (mode)
            vf_json_key_bool(p->w, "planned", 1);
        write_next(p, p->leads_out[mode][k] ? &s->next : &home, mode);
        vf_json_end_object(p->w);
    }
}

static void write_path(const struct path *p) {
    vf_json_key(p->w, "path");
    vf_json_begin_object(p->w);
    write_nodes(p, 0);
    write_nodes(p, 1);
    if (leads_to_kommun(p)) {
        vf_json_key(p->w, OUT);
        vf_json_begin_object(p->w);
        vf_json_key_string(p->w, "unit", "kommun.hemgang");
        vf_json_key_string(p->w, "stay", "0 d");
        vf_json_end_object(p->w);
    }
    if (p->back) {
        vf_json_key(p->w, BACK);
        vf_json_begin_object(p->w);
        vf_json_key_string(p->w, "unit", BACK);
        vf_json_key_string(p->w, "stay", "0 d");
        write_next(p, &p->back->to, 0);
        vf_json_end_object(p->w);
    }
    vf_json_end_object(p->w);
}

static double probability(const struct vf_import_work *m, uint32_t cell) {
    if (m->own_return[cell])
        return (double)m->event[cell] / (double)m->index[cell];
    return m->rest_event > 0 ? (double)m->rest_event / (double)m->rest_index : 0;
}

static void write_readmission(const struct path *p, uint32_t cell) {
    char name[IMPORT_NAME];
    if (!p->back)
        return;
    vf_json_key(p->w, "readmission");
    vf_json_begin_object(p->w);
    vf_json_key_number(p->w, "probability", vf_import_round(probability(p->m, cell)));
    vf_import_return_name(p->m, (uint32_t)(p->back - p->m->back), name);
    vf_json_key_string(p->w, "time", name);
    vf_json_key_string(p->w, "to", BACK);
    vf_json_end_object(p->w);
}

static const struct age {
    const char *group, *age_class;
    double from, to;
} ages[] = {{"barn", "0-17", 0, 17},
            {"vuxna", "18-64", 18, 64},
            {"aldre", "65-79", 65, 79},
            {"aldst", "80+", 80, 1000}};

/* The age class that the group's ages lie in, or NULL. */
static const char *age_class(const struct vf_import_work *m, const char *group) {
    const cJSON *groups = vf_json_get(m->map->file.resolved, "groups"),
                *age = vf_json_get(vf_json_get(groups, group), "age");
    for (size_t i = 0; i < sizeof ages / sizeof *ages; i++)
        if (groups ? age && age->child->valuedouble >= ages[i].from &&
                         age->child->next->valuedouble <= ages[i].to
                   : strcmp(group, ages[i].group) == 0)
            return ages[i].age_class;
    return NULL;
}

static void write_arrivals(const struct vf_import_work *m, struct vf_json_writer *w, uint32_t cell) {
    char name[IMPORT_NAME];
    uint32_t profile = m->profile_of[2 * vf_import_klinik_of(m, cell) + (cell & 1)];
    double mean = m->profile[profile].mean;
    vf_import_profile_name(m, profile, name);
    vf_json_key(w, "arrivals");
    vf_json_begin_object(w);
    vf_json_key(w, "poisson");
    vf_json_begin_object(w);
    vf_json_key(w, "rate");
    vf_json_begin_object(w);
    vf_import_quantity(w, "base", m->arrivals[cell] / m->days / (mean > 0 ? mean : 1), "/d");
    vf_json_key_string(w, "like", name);
    vf_json_end_object(w);
    vf_json_end_object(w);
    vf_json_end_object(w);
}

static void write_group(struct path *p, uint32_t cell) {
    struct vf_import_work *m = p->m;
    char name[IMPORT_NAME];
    uint16_t klinik = (uint16_t)vf_import_klinik_of(m, cell);
    const struct vf_import_return *back = &m->back[m->return_of[p->group]];
    const char *age = age_class(m, m->x->group.name[p->group]);
    for (int mode = 0; mode < 2; mode++)
        memset(p->reached[mode], 0, m->n_kliniker * sizeof *p->reached[mode]);
    p->back = back->events >= m->smallest && back->time.n > 0 && probability(m, cell) > 0 ? back : NULL;
    m->comes_back = m->comes_back || p->back;
    find_ways_out(p);
    reach(p, klinik, cell & 1);
    for (size_t i = 0; p->back && i < back->to.n; i++)
        if (back->to.item[i].to < TO_EXIT && back->to.item[i].n > 0)
            reach(p, back->to.item[i].to, 0);
    (void)snprintf(name, sizeof name, "%s_%s_%s", m->x->klinik.name[klinik], m->x->group.name[p->group],
                   cell & 1 ? "planerad" : "akut");
    vf_json_key(p->w, name);
    vf_json_begin_object(p->w);
    if (age)
        vf_json_key_string(p->w, "age_class", age);
    write_arrivals(m, p->w, cell);
    node_name(p, klinik, cell & 1, name);
    vf_json_key_string(p->w, "start", name);
    write_path(p);
    write_readmission(p, cell);
    vf_json_end_object(p->w);
}

size_t vf_import_write_groups(struct vf_import_work *m, struct vf_json_writer *w) {
    struct path p = {.m = m, .w = w};
    size_t n = 0;
    for (int mode = 0; mode < 2; mode++)
        p.reached[mode] = vf_xcalloc(m->n_kliniker, sizeof *p.reached[mode]);
    for (int mode = 0; mode < 2; mode++)
        p.leads_out[mode] = vf_xcalloc(m->n_kliniker, sizeof *p.leads_out[mode]);
    vf_json_begin_object(w);
    for (uint32_t cell = 0; cell < m->n_cells; cell++)
        if (m->arrived[cell] > 0) {
            p.group = vf_import_group_of(m, cell);
            write_group(&p, cell);
            n++;
        }
    vf_json_end_object(w);
    for (int mode = 0; mode < 2; mode++) {
        free(p.reached[mode]);
        free(p.leads_out[mode]);
    }
    return n;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the table of metrics to columns, and from a finished replication to numbers. */
#include "vf_measures.h"

#include <stdlib.h>
#include <string.h>

#include "vf_series.h"

static const struct vf_metric *const subjects[] = {
    vf_metrics_ward,   vf_metrics_discharge, vf_metrics_readmission, vf_metrics_akut,
    vf_metrics_unit,   vf_metrics_wait,      vf_metrics_blocking,    vf_metrics_group,
    vf_metrics_pool,   vf_metrics_list,      vf_metrics_bedtime,     vf_metrics_cost,
    vf_metrics_people, vf_metrics_relief,    vf_metrics_kommun,      vf_metrics_effects,
};
enum { N_SUBJECTS = sizeof subjects / sizeof *subjects, DIST_MAX = 512 };

const struct vf_metric *vf_metric_at(size_t k) {
    for (size_t j = 0; j < N_SUBJECTS; j++) {
        for (const struct vf_metric *x = subjects[j]; x->id != NULL; x++) {
            if (k-- == 0) {
                return x;
            }
        }
    }
    return NULL;
}

const char *vf_measure_unit(const struct vf_model *m, enum vf_measure measure) {
    static const char *const names[] = {
        [VF_MEASURE_SHARE] = "1",
        [VF_MEASURE_NUMBER] = "patients",
        [VF_MEASURE_PER_100] = "per 100",
        [VF_MEASURE_DAYS] = "d",
        [VF_MEASURE_HOURS] = "h",
        [VF_MEASURE_PER_DAY] = "per d",
        [VF_MEASURE_PER_100K] = "per 100000",
        [VF_MEASURE_KR] = "kr",
        [VF_MEASURE_STAFF] = "servers",
    };
    return measure == VF_MEASURE_TIME ? m->run.report_unit_name : names[measure];
}

const char *vf_scope_name(enum vf_scope scope) {
    switch (scope) {
    case VF_SCOPE_REGION: return "region";
    case VF_SCOPE_HOSPITAL: return "hospital";
    case VF_SCOPE_KOMMUN: return "kommun";
    case VF_SCOPE_UNIT: return "unit";
    case VF_SCOPE_UNIT_GROUP: return "unit_group";
    case VF_SCOPE_GROUP: return "group";
    case VF_SCOPE_STAFF: return "staff";
    default: return "pool";
    }
}

/* Room for n more columns. */
static struct vf_column *room(struct vf_measures *ms, size_t *cap, size_t n) {
    if (ms->n + n > *cap) {
        *cap = 2 * *cap + 1024 + n;
        ms->column = vf_xrealloc(ms->column, *cap * sizeof *ms->column);
    }
    return ms->column + ms->n;
}

static void add(struct vf_measures *ms, size_t *cap, struct vf_column c, enum vf_scope scope) {
    unsigned n = c.metric->monthly && ms->m->n_wards > 0 ? 13 : 1;
    struct vf_column *to = room(ms, cap, n);
    c.scope = (uint8_t)scope;
    for (unsigned month = 0; month < n; month++) {
        c.month = (uint8_t)month;
        to[month] = c;
    }
    ms->n += n;
}

static void add_groups(struct vf_measures *ms, size_t *cap, struct vf_column c, const uint16_t *group,
                       size_t n) {
    struct vf_column *to = room(ms, cap, n);
    c.scope = VF_SCOPE_UNIT_GROUP;
    for (size_t k = 0; k < n; k++) {
        to[k] = c;
        to[k].group = group[k];
    }
    ms->n += n;
}

static bool unit_fits(const struct vf_metric *x, const struct vf_unit *u) {
    return (x->needs == 0 || (u->traits & x->needs) != 0) && (u->traits & x->refuses) == 0;
}

/* Who may be on a ward may be moved on from there; and perhaps once more. */
static void see_moved(const struct vf_model *m, uint8_t *seen) {
    for (unsigned twice = 0; twice < 2; twice++) {
        for (uint16_t w = 0; w < m->n_wards; w++) {
            const struct vf_ward *ward = &m->ward[w];
            for (uint32_t k = 0; k < ward->n_step_to + ward->n_close_to; k++) {
                uint32_t at =
                    k < ward->n_step_to ? ward->step_to0 + k : ward->close_to0 + (k - ward->n_step_to);
                for (uint16_t g = 0; g < m->n_groups; g++) {
                    seen[(size_t)m->ward_lists[at] * m->n_groups + g] |=
                        seen[(size_t)m->ward_unit[w] * m->n_groups + g];
                }
            }
        }
    }
}

/* Which groups can ever be at a unit: those with a path, placement or competence that leads there. */
static uint8_t *find_visitors(const struct vf_model *m) {
    uint8_t *seen = vf_xcalloc((size_t)m->n_units * m->n_groups + 1, 1);
    for (uint32_t i = 0; i < m->n_nodes; i++) {
        const struct vf_node *n = &m->node[i];
        uint16_t members = n->family == VF_NONE16 ? 1 : m->family[n->family].n_members;
        for (uint16_t k = 0; k < members; k++) {
            uint16_t u = n->family == VF_NONE16
                             ? n->unit
                             : m->family[n->family].unit[(size_t)k * m->family[n->family].n_slots + n->unit];
            seen[(size_t)u * m->n_groups + n->group] = 1;
            if (m->unit[u].ward == VF_NONE16) {
                continue;
            }
            const struct vf_placement *pl = &m->placement[(size_t)m->unit[u].ward * m->n_groups + n->group];
            for (uint32_t j = 0; j < pl->n_competent + pl->n_outlier; j++) {
                uint32_t at = j < pl->n_competent ? pl->competent0 + j : pl->outlier0 + (j - pl->n_competent);
                seen[(size_t)m->ward_lists[at] * m->n_groups + n->group] = 1;
            }
            if (pl->virtual_unit != VF_NONE16) {
                seen[(size_t)pl->virtual_unit * m->n_groups + n->group] = 1;
            }
        }
    }
    see_moved(m, seen);
    return seen;
}

/* The same as lists: those of unit u are group[first[u]] to group[first[u + 1] - 1]. */
struct visitors {
    uint32_t *first;
    uint16_t *group;
};

static struct visitors list_visitors(const struct vf_model *m) {
    uint8_t *seen = find_visitors(m);
    struct visitors v = {vf_xcalloc(m->n_units + 1U, sizeof *v.first),
                         vf_xcalloc((size_t)m->n_units * m->n_groups + 1, sizeof *v.group)};
    for (uint16_t u = 0; u < m->n_units; u++) {
        v.first[u + 1U] = v.first[u];
        for (uint16_t g = 0; g < m->n_groups; g++) {
            if (seen[(size_t)u * m->n_groups + g]) {
                v.group[v.first[u + 1U]++] = g;
            }
        }
    }
    free(seen);
    return v;
}

static void add_units(struct vf_measures *ms, size_t *cap, const struct vf_metric *x,
                      const struct visitors *seen) {
    const struct vf_model *m = ms->m;
    struct vf_column c = {.metric = x, .group = VF_NONE16, .org = VF_NONE16};
    for (uint16_t u = 0; u < m->n_units; u++) {
        if (!unit_fits(x, &m->unit[u])) {
            continue;
        }
        c.unit = u;
        if ((x->scopes & VF_SCOPE_UNIT) != 0) {
            add(ms, cap, c, VF_SCOPE_UNIT);
        }
        if ((x->scopes & VF_SCOPE_UNIT_GROUP) != 0) {
            add_groups(ms, cap, c, seen->group + seen->first[u], seen->first[u + 1U] - seen->first[u]);
        }
    }
}

/* Is there a unit that the metric is about? */
static bool applies(const struct vf_model *m, const struct vf_metric *x) {
    bool any = x->needs == 0;
    for (uint16_t u = 0; u < m->n_units && !any; u++) {
        any = (m->unit[u].traits & x->needs) != 0;
    }
    return any;
}

/* One column for every place of the organisation of that type. */
static void add_orgs(struct vf_measures *ms, size_t *cap, struct vf_column c, enum vf_scope scope,
                     enum vf_org_type type) {
    const struct vf_model *m = ms->m;
    bool there = (c.metric->scopes & scope) != 0 && applies(m, c.metric);
    for (uint16_t o = 0; there && o < m->n_orgs && (type != VF_ORG_SJUKHUS || m->n_wards > 0); o++) {
        if (m->org[o].type == type) {
            c.org = o;
            add(ms, cap, c, scope);
        }
    }
}

static void add_metric(struct vf_measures *ms, size_t *cap, const struct vf_metric *x,
                       const struct visitors *seen) {
    const struct vf_model *m = ms->m;
    struct vf_column c = {.metric = x, .unit = VF_NONE16, .group = VF_NONE16, .org = VF_NONE16};
    if ((x->scopes & VF_SCOPE_REGION) != 0 && applies(m, x)) {
        add(ms, cap, c, VF_SCOPE_REGION);
    }
    add_orgs(ms, cap, c, VF_SCOPE_HOSPITAL, VF_ORG_SJUKHUS);
    add_orgs(ms, cap, c, VF_SCOPE_KOMMUN, VF_ORG_KOMMUN);
    add_units(ms, cap, x, seen);
    for (uint16_t g = 0; (x->scopes & VF_SCOPE_GROUP) != 0 && applies(m, x) && g < m->n_groups; g++) {
        c.group = g;
        add(ms, cap, c, VF_SCOPE_GROUP);
    }
    for (uint16_t k = 0; (x->scopes & VF_SCOPE_POOL) != 0 && k < m->n_pools; k++) {
        c = (struct vf_column){.metric = x, .unit = m->pool[k].unit, .group = VF_NONE16, .pool = k};
        add(ms, cap, c, k < m->n_unit_pools ? VF_SCOPE_POOL : VF_SCOPE_STAFF);
    }
}

void vf_measures_new(struct vf_measures *ms, const struct vf_model *m) {
    *ms = (struct vf_measures){.m = m};
    size_t cap = 0;
    struct visitors seen = list_visitors(m);
    size_t metrics = 0;
    while (vf_metric_at(metrics) != NULL) {
        metrics++;
    }
    size_t *first = ms->first = vf_xcalloc(metrics + 1, sizeof *ms->first);
    for (size_t j = 0; j < N_SUBJECTS; j++) {
        for (const struct vf_metric *x = subjects[j]; x->id != NULL; x++) {
            *first++ = ms->n;
            if (subjects[j] != vf_metrics_effects || vf_metric_effect_on(m, x)) {
                add_metric(ms, &cap, x, &seen);
            }
        }
    }
    *first = ms->n;
    free(seen.first);
    free(seen.group);
    ms->dist_first = vf_xcalloc(m->n_units + 1U, sizeof *ms->dist_first);
    ms->dist_n = vf_xcalloc(m->n_units + 1U, sizeof *ms->dist_n);
    ms->width = ms->n;
    for (uint16_t u = 0; u < m->n_units; u++) {
        ms->dist_first[u] = ms->width;
        ms->dist_n[u] = m->unit[u].hist_bins < DIST_MAX ? m->unit[u].hist_bins : DIST_MAX;
        ms->width += ms->dist_n[u];
    }
    ms->slope_first = ms->width;
    ms->width += m->n_units;
    ms->phase_first = ms->width;
    ms->width += (size_t)m->n_units * m->run.phase_bins;
}

void vf_measures_free(struct vf_measures *ms) {
    free(ms->column);
    free(ms->first);
    free(ms->dist_first);
    free(ms->dist_n);
    *ms = (struct vf_measures){0};
}

void vf_measures_of(const struct vf_measures *ms, const char *metric, enum vf_scope scope, size_t *from,
                    size_t *to) {
    unsigned asked = scope == VF_SCOPE_STAFF ? VF_SCOPE_POOL : scope; /* as add_metric has it */
    *from = *to = 0;
    for (size_t j = 0, k = 0; j < N_SUBJECTS; j++) {
        for (const struct vf_metric *x = subjects[j]; x->id != NULL; x++, k++) {
            if ((x->scopes & asked) != 0 && strcmp(x->id, metric) == 0) {
                *from = ms->first[k];
                *to = ms->first[k + 1];
                return;
            }
        }
    }
}

/* Most numbers never occurred: spares their divisions. */
static void read_distribution(const int64_t *spent, uint32_t n, double window, double *out) {
    double never = vf_ratio(0, window);
    for (uint32_t k = 0; k < n; k++) {
        out[k] = spent[k] != 0 ? vf_ratio((double)spent[k], window) : never;
    }
}

void vf_measures_read(const struct vf_measures *ms, const struct vf_sim *s, double *out) {
    for (size_t k = 0; k < ms->n; k++) {
        out[k] = ms->column[k].metric->value(s, &ms->column[k]);
    }
    double window = vf_window(s);
    for (uint16_t u = 0; u < ms->m->n_units; u++) {
        read_distribution(s->unit[u].hist, ms->dist_n[u], window, out + ms->dist_first[u]);
        out[ms->slope_first + u] = vf_queue_slope(s, u);
    }
    size_t phases = (size_t)ms->m->n_units * ms->m->run.phase_bins;
    for (size_t k = 0; k < phases; k++) {
        out[ms->phase_first + k] = vf_ratio((double)s->phase[3 * k + 1], (double)s->phase[3 * k]);
    }
}

double vf_window(const struct vf_sim *s) { return (double)(s->now - s->window0); }

double vf_in_report_unit(const struct vf_sim *s, double ms) { return ms / (double)s->m->run.report_unit; }

uint64_t vf_unit_disposition(const struct vf_sim *s, const struct vf_column *c, enum vf_disposition d) {
    const uint32_t *row = &s->disposition[(size_t)c->unit * s->m->n_groups * VF_DISPOSITIONS];
    if (c->group != VF_NONE16) {
        return row[(size_t)c->group * VF_DISPOSITIONS + d];
    }
    uint64_t n = 0;
    for (uint16_t g = 0; g < s->m->n_groups; g++) {
        n += row[(size_t)g * VF_DISPOSITIONS + d];
    }
    return n;
}

bool vf_care_in_scope(const struct vf_sim *s, const struct vf_column *c, uint16_t ward) {
    const struct vf_model *m = s->m;
    switch (c->scope) {
    case VF_SCOPE_REGION: return m->ward[ward].somatic;
    case VF_SCOPE_HOSPITAL: return m->unit[m->ward_unit[ward]].sjukhus == c->org;
    default: return m->ward_unit[ward] == c->unit;
    }
}

bool vf_ward_in_scope(const struct vf_sim *s, const struct vf_column *c, uint16_t ward) {
    bool sum = c->scope == VF_SCOPE_REGION || c->scope == VF_SCOPE_HOSPITAL;
    return vf_care_in_scope(s, c, ward) && !(sum && s->m->ward[ward].is_virtual);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Visits per entering patient: the linear system of vf_traffic.h for one group, solved by LU (GSL). State 2i
 * + c is node i of the group with c = 1 once a ward was visited since the patient entered or was readmitted;
 * groups without readmission use the same states with c always 0. Called by vf_traffic_rates.
 */
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_traffic.h"

/* The nodes of a group are contiguous. */
struct span {
    uint32_t first, n;
};

struct equations {
    const struct vf_model *m;
    const struct vf_group *group;
    struct span span;
    uint32_t at;   /* the node where they enter, VF_NONE32: where the group's patients do */
    bool care;     /* two states per node */
    gsl_matrix *a; /* I - R' */
    gsl_vector *b; /* entries */
};

static struct span span_of(const struct vf_model *m, uint16_t g) {
    struct span s = {0, 0};
    for (uint32_t i = 0; i < m->n_nodes; i++) {
        if (m->node[i].group != g)
            continue;
        if (s.n == 0)
            s.first = i;
        s.n++;
    }
    return s;
}

static bool on_ward(const struct vf_model *m, const struct vf_node *node) {
    uint16_t unit = node->unit;
    if (node->family != VF_NONE16)
        unit = m->family[node->family].unit[node->unit];
    return (m->unit[unit].traits & VF_T_WARD) != 0;
}

static size_t state(const struct equations *s, uint32_t node, bool care) {
    if (!s->care)
        return node - s->span.first;
    return 2 * (size_t)(node - s->span.first) + ((care || on_ward(s->m, &s->m->node[node])) ? 1 : 0);
}

static void flow(struct equations *s, size_t from, size_t to, double p) {
    gsl_matrix_set(s->a, to, from, gsl_matrix_get(s->a, to, from) - p);
}

static void leave(struct equations *s, uint32_t node, bool care, size_t from) {
    const struct vf_node *n = &s->m->node[node];
    double before = 0;
    for (uint32_t e = n->edge0; e < n->edge0 + n->n_edges; e++) {
        const struct vf_edge *edge = &s->m->edge[e];
        double p = edge->cum - before;
        before = edge->cum;
        if (edge->target < s->m->n_nodes) {
            flow(s, from, state(s, edge->target, care), p);
        } else if (edge->target == VF_TERM_EXIT && care && s->group->readmission_to < s->m->n_nodes) {
            flow(s, from, state(s, s->group->readmission_to, false), p * s->group->readmission_p);
        }
    }
}

static void enter(struct equations *s) {
    double before = 0;
    for (uint32_t e = s->group->entry0; e < s->group->entry0 + s->group->n_entry; e++) {
        const struct vf_edge *edge = &s->m->edge[e];
        if (edge->target < s->m->n_nodes) {
            size_t i = state(s, edge->target, false);
            double p = (edge->cum - before) / (1 + s->group->induced);
            gsl_vector_set(s->b, i, gsl_vector_get(s->b, i) + p);
        }
        before = edge->cum;
    }
    if (s->group->induced > 0) {
        size_t i = state(s, s->group->induced_at, false);
        double p = s->group->induced / (1 + s->group->induced);
        gsl_vector_set(s->b, i, gsl_vector_get(s->b, i) + p);
    }
}

static void fill(struct equations *s) {
    gsl_matrix_set_identity(s->a);
    gsl_vector_set_zero(s->b);
    if (s->at != VF_NONE32)
        gsl_vector_set(s->b, state(s, s->at, false), 1);
    else
        enter(s);
    for (uint32_t i = s->span.first; i < s->span.first + s->span.n; i++) {
        if (!s->care) {
            leave(s, i, false, state(s, i, false));
            continue;
        }
        if (!on_ward(s->m, &s->m->node[i]))
            leave(s, i, false, state(s, i, false));
        leave(s, i, true, state(s, i, true));
    }
}

static int solve(struct equations *s, gsl_vector *x) {
    int sign;
    gsl_permutation *p = gsl_permutation_alloc(s->a->size1);
    int bad = gsl_linalg_LU_decomp(s->a, p, &sign);
    for (size_t i = 0; !bad && i < s->a->size1; i++)
        if (fabs(gsl_matrix_get(s->a, i, i)) < 1e-12)
            bad = 1;
    if (!bad)
        bad = gsl_linalg_LU_solve(s->a, p, s->b, x);
    gsl_permutation_free(p);
    return bad;
}

/* The group's own visits, solved before? */
static bool recall(const struct vf_model *m, uint16_t g, struct span span, double *visits) {
    bool known = m->memo != NULL && m->memo->solved[g];
    if (known)
        memcpy(visits + span.first, m->memo->visits + span.first, span.n * sizeof *visits);
    return known;
}

static void remember(const struct vf_model *m, uint16_t g, struct span span, const double *visits) {
    if (m->memo == NULL)
        return;
    memcpy(m->memo->visits + span.first, visits + span.first, span.n * sizeof *visits);
    m->memo->solved[g] = true;
}

static int find_visits(const struct vf_model *m, uint16_t g, struct span span, uint32_t at, double *visits) {
    struct equations s = {m, &m->group[g], span, at, false, NULL, NULL};
    s.care = s.group->readmission_p > 0;
    size_t size = s.care ? 2 * (size_t)s.span.n : s.span.n;
    gsl_error_handler_t *handler = gsl_set_error_handler_off();
    s.a = gsl_matrix_alloc(size, size);
    s.b = gsl_vector_alloc(size);
    gsl_vector *x = gsl_vector_alloc(size);
    fill(&s);
    int bad = solve(&s, x);
    for (size_t i = 0; i < size && !bad; i++)
        if (!(gsl_vector_get(x, i) > -1e-9 && gsl_vector_get(x, i) < 1e12))
            bad = 1;
    for (uint32_t i = 0; i < s.span.n && !bad; i++) {
        double v = s.care ? gsl_vector_get(x, 2 * (size_t)i) + gsl_vector_get(x, 2 * (size_t)i + 1)
                          : gsl_vector_get(x, i);
        visits[s.span.first + i] = v > 0 ? v : 0;
    }
    gsl_vector_free(x);
    gsl_vector_free(s.b);
    gsl_matrix_free(s.a);
    gsl_set_error_handler(handler);
    return bad;
}

int vf_traffic_visits(const struct vf_model *m, uint16_t g, uint32_t at, double *visits,
                      struct vf_error *err) {
    struct span span = span_of(m, g);
    if (span.n == 0 || (at == VF_NONE32 && recall(m, g, span, visits)))
        return 0;
    if (find_visits(m, g, span, at, visits) == 0) {
        if (at == VF_NONE32)
            remember(m, g, span, visits);
        return 0;
    }
    return vf_error_set(err, VF_E_CONFIG,
                        "group %s never leaves: its path and readmissions have no finite number of visits",
                        m->group[g].name);
}

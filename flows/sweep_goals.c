/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When a point has been run enough: its indicators' half-widths, looked at after every replication in their order, so
 * that the number of replications is the same whatever the threads, shards and interruptions (sequential stopping in the
 * sense of Chow & Robbins, Ann. Math. Stat. 36, 1965; a least number of replications guards against stopping by luck).
 * Loaded by vf_sweep_load; the run feeds one struct vf_sweep_looks per point. */
#include <math.h>
#include <stdlib.h>

#include "vf_json.h"
#include "vf_sweep.h"

static void add_goal(struct vf_sweep *s, size_t column, const cJSON *precision) {
    size_t at = 0;
    while (s->picked.column[at] != column) {
        at++;
    }
    const cJSON *relative = vf_json_get(precision, "relative"),
                *absolute = vf_json_get(precision, "absolute");
    s->goal = vf_xrealloc(s->goal, (s->n_goals + 1) * sizeof *s->goal);
    s->goal[s->n_goals++] = (struct vf_goal){.indicator = at,
                                             .relative = relative != NULL,
                                             .most = (relative != NULL ? relative : absolute)->valuedouble};
}

int vf_sweep_goals(struct vf_sweep *s, struct vf_error *err) {
    const cJSON *root = s->file.resolved, *precision = vf_json_get(root, "precision");
    int code = VF_OK;
    s->most = s->replications;
    for (const cJSON *p = vf_map_first(precision); p != NULL; p = vf_map_next(p)) {
        struct vf_picked own = {.n = 0};
        struct vf_error trouble = VF_ERROR_INIT;
        if (vf_pick_add(&own, &s->measures, p->string, &trouble) == VF_OK) {
            (void)vf_pick_add(&s->picked, &s->measures, p->string, &trouble);
        } else {
            struct vf_text pointer;
            vf_text_init(&pointer, VF_JSON_BYTES_MAX);
            vf_text_puts(&pointer, "/precision");
            vf_json_pointer_push(&pointer, p->string);
            code = vf_sweep_problem(s, pointer.data, trouble.items[0].message, trouble.items[0].advice, err);
            vf_text_fini(&pointer);
        }
        for (size_t k = 0; k < own.n; k++) {
            add_goal(s, own.column[k], p);
        }
        vf_pick_fini(&own);
        vf_error_fini(&trouble);
    }
    if (precision != NULL) {
        const cJSON *most = vf_json_get(root, "replications_max");
        if (most != NULL && most->valuedouble < s->replications) {
            char message[96];
            (void)snprintf(message, sizeof message, "less than the %lu replications that every point has",
                           (unsigned long)s->replications);
            code = vf_sweep_problem(s, "/replications_max", message, NULL, err);
        }
        s->most = (uint32_t)vf_field_int(vf_study_object(VF_STUDY_OBJECT), root, "replications_max");
        s->most = s->most > s->replications ? s->most : s->replications;
    } else if (vf_json_get(root, "replications_max") != NULL) {
        code = vf_sweep_problem(s, "/replications_max", "only a study with precision has it", NULL, err);
    }
    return code;
}

void vf_sweep_looks_reset(const struct vf_sweep *s, struct vf_sweep_looks *l) {
    free(l->seen);
    *l = (struct vf_sweep_looks){.seen = vf_xcalloc(s->n_goals + 1, sizeof *l->seen)};
}

static bool met(const struct vf_goal *g, const struct vf_tally *t) {
    if (t->n < 2) {
        return false;
    }
    double half = vf_student_975(t->n - 1) * vf_tally_sd(t) / sqrt((double)t->n);
    return half <= g->most * (g->relative ? fabs(t->mean) : 1.0);
}

bool vf_sweep_look(const struct vf_sweep *s, struct vf_sweep_looks *l, const double *row) {
    bool all = true;
    l->n++;
    l->done += row != NULL;
    for (size_t k = 0; k < s->n_goals; k++) {
        if (row != NULL && !isnan(row[s->goal[k].indicator])) {
            vf_tally_add(&l->seen[k], row[s->goal[k].indicator]);
        }
        all = all && met(&s->goal[k], &l->seen[k]);
    }
    return l->n >= s->most || (l->n >= s->replications && (all || l->done == 0));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Selection of a scenario: see vf_choose.h. */
#include "vf_choose.h"

#include <math.h>
#include <stdlib.h>

#include "vf_asked.h"
#include "vf_pick.h"

enum { BATCH_MAX = 256 };

struct race {
    struct vf_choice *c;
    const struct vf_experiment *x;
    const struct vf_choose_options *o;
    struct vf_asking q;
    struct vf_asked *asked, **in;
    struct vf_column *column;
};

static int find_column(struct race *race, struct vf_error *err) {
    const struct vf_experiment *x = race->x;
    struct vf_picked picked = {0};
    int code = vf_pick_add(&picked, &x->point[0].measures, race->o->indicator, err);
    if (code == VF_OK && picked.n != 1) {
        code = vf_error_set(err, VF_E_USAGE, "\"%s\" is %zu indicators: the best is chosen by one",
                            race->o->indicator, picked.n);
    }
    for (size_t k = 0; k < x->n_points && code == VF_OK; k++) {
        race->column[k] = vf_asked_column(
            &x->point[0].measures, &x->point[0].measures.column[picked.column[0]], &x->point[k].measures);
        race->asked[k] = (struct vf_asked){.model = &x->point[k].model, .column = &race->column[k]};
        race->c->column = picked.column[0];
    }
    vf_pick_fini(&picked);
    return code;
}

/* Hands over what has been simulated, replication by replication. */
static int judge(struct race *race, uint32_t upto, struct vf_error *err) {
    struct vf_select *s = &race->c->select;
    double *x = vf_xcalloc(race->x->n_points, sizeof *x);
    int code = VF_OK;
    while (s->r < upto && !s->decided && code == VF_OK) {
        for (size_t k = 0; k < race->x->n_points && code == VF_OK; k++) {
            x[k] = s->out[k] == 0 ? vf_asked_value(&race->q, &race->asked[k], s->r, 0) : 0;
            if (isnan(x[k])) {
                code = vf_error_set(err, VF_E_STATE, "%s has no value in replication %lu of %s",
                                    race->o->indicator, (unsigned long)s->r, race->x->point[k].name);
            }
        }
        race->c->decided = code == VF_OK && vf_select_add(s, x);
    }
    free(x);
    return code;
}

/* The next batch doubles what there is, within what can be needed: the wasted end of a batch is at most as long as the
 * race was. */
static uint32_t next_stop(const struct race *race) {
    const struct vf_select *s = &race->c->select;
    double need = vf_select_most(s), to = s->r + (s->r < BATCH_MAX ? s->r : BATCH_MAX);
    if (s->r == 0) {
        return race->o->first;
    }
    to = to < need ? to : need;
    return to < race->o->most ? (uint32_t)to : race->o->most;
}

static int run(struct race *race, struct vf_error *err) {
    struct vf_select *s = &race->c->select;
    int code = VF_OK;
    while (code == VF_OK && !s->decided && s->r < race->o->most) {
        size_t n = 0;
        uint32_t upto = next_stop(race);
        for (size_t k = 0; k < race->x->n_points; k++) {
            if (s->out[k] == 0) {
                race->in[n++] = &race->asked[k];
            }
        }
        code = vf_ask(&race->q, race->in, n, upto, err);
        code = code ? code : judge(race, upto, err);
        if (race->o->progress != NULL && code == VF_OK) {
            race->o->progress(race->o->context, s->r, fmin(vf_select_most(s), race->o->most), s->left,
                              race->q.events);
        }
    }
    race->c->trials = race->q.trials;
    race->c->events = race->q.events;
    return code;
}

int vf_choose(struct vf_choice *c, struct vf_experiment *x, const struct vf_choose_options *o,
              struct vf_error *err) {
    *c = (struct vf_choice){.decided = false};
    if (x->n_points < 2) {
        return vf_error_set(err, VF_E_USAGE, "the best of one scenario is itself: name at least two");
    }
    int code = vf_experiment_settle(x, &o->how, err);
    if (code != VF_OK) {
        return code;
    }
    struct race race = {.c = c, .x = x, .o = o, .q = {.outputs = 1, .how = o->how}};
    race.asked = vf_xcalloc(x->n_points, sizeof *race.asked);
    race.in = vf_xcalloc(x->n_points, sizeof *race.in);
    race.column = vf_xcalloc(x->n_points, sizeof *race.column);
    code = find_column(&race, err);
    if (code == VF_OK) {
        vf_select_init(&c->select, &(struct vf_select_spec){.k = x->n_points,
                                                            .first = o->first,
                                                            .largest = o->largest,
                                                            .indifference = o->indifference,
                                                            .probability = o->probability});
        code = run(&race, err);
    }
    for (size_t k = 0; k < x->n_points; k++) {
        vf_asked_fini(&race.asked[k]);
    }
    free(race.asked);
    free(race.in);
    free(race.column);
    return code;
}

void vf_choose_fini(struct vf_choice *c) { vf_select_fini(&c->select); }

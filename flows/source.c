/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where patients come from. A Poisson source is a stack of independent layers of candidates: layer 0 covers the
 * rate of the config before scenarios, layer k >= 1 the interval from 2^(k-1) to 2^k times that rate. A candidate
 * is a point (time, level) of a plane Poisson process and becomes a patient when its level lies under the rate at
 * its own time (Lewis & Shedler 1979, thinned at the candidate's time); so a higher rate adds patients and a lower
 * one removes some, and the rest are the same. Identity = (source, layer, candidate number), accepted or not. */
#include "vf_lean.h"
#include "vf_people.h"

enum {
    STEP_MOST = 64
}; /* candidates to an event: the loop must see its stop flag though no rate ever rises */

VF_INLINE void arrive_in(struct vf_sim *s, uint16_t group, uint64_t key, uint32_t entry) {
    uint32_t i = vf_patient_take(s, group, key);
    const struct vf_group *g = &s->m->group[group];
    struct vf_gstate *gs = &s->group[group];
    s->arrivals++;
    s->in_system++;
    s->n_events++;
    gs->arrivals++;
    const struct vf_edge *e = &s->m->edge[g->entry0];
    if (g->n_entry > 1) {
        struct vf_rand r = vf_draw(s, key, VF_Q_ENTRY, 1);
        double u = vf_rand_u01(&r);
        while (e < &s->m->edge[g->entry0 + g->n_entry - 1] && u >= e->cum) {
            e++;
        }
    }
    if (s->arrivals >= s->m->run.stop_after_arrivals) {
        s->stopped_sources = true;
    }
    struct vf_patient *p = vf_at(s, i);
    uint32_t target = entry != VF_NONE32 ? entry : e->target;
    const struct vf_node *n = target < VF_TERM_DEATH ? &s->m->node[target] : NULL;
    if (n != NULL && vf_lean_next(s, p, n)) {
        vf_begin_journey(s, p, gs);
        (void)vf_lean_enter(s, i, p, n, NULL);
        return;
    }
    vf_start_journey(s, i, target);
}

static void arrive(struct vf_sim *s, uint16_t group, uint64_t key) { arrive_in(s, group, key, VF_NONE32); }

void vf_arrive(struct vf_sim *s, uint16_t group, uint64_t key) {
    if (!s->stopped_sources) {
        arrive(s, group, key);
    }
}

static bool may_arrive(const struct vf_sim *s, const struct vf_source_state *ss) {
    return !s->stopped_sources && ss->first->accepted < ss->first->limit;
}

/* Poisson: the gap before candidate n and its level are two words of one stream. */
VF_INLINE double gap(const struct vf_sim *s, const struct vf_source_state *ss, uint64_t candidate) {
    struct vf_rand r = vf_draw(s, ss->key, candidate, 1);
    return -vf_log_fast(vf_rand_u01(&r)) * ss->mean_gap;
}

/* Whether the pending candidate lies under the rate at its own time. */
static bool under_rate(const struct vf_sim *s, const struct vf_source_state *ss) {
    if (ss->at >= VF_FAR_AWAY) {
        return false;
    }
    struct vf_rand r = vf_draw(s, ss->key, ss->candidate, 1);
    (void)vf_rand_u64(&r);
    double level = ss->level0 + vf_rand_u01(&r) * ss->level_width;
    const struct vf_profile *rate = &s->m->profile[s->m->source[ss->source].rate];
    return level < vf_profile_value(rate, &s->m->calendar, (int64_t)(ss->at + 0.5));
}

/* On to the next candidate, past those that come to nothing: they need no event. */
static void step_past(const struct vf_sim *s, struct vf_source_state *ss) {
    for (uint32_t k = 1;; k++) {
        ss->candidate++;
        ss->at += ss->gap;
        ss->comes = under_rate(s, ss);
        if (ss->comes || k == STEP_MOST || ss->at >= (double)s->end) {
            return;
        }
        ss->gap = gap(s, ss, ss->candidate + 1);
    }
}

static void poisson_event(struct vf_sim *s, uint32_t index) {
    struct vf_source_state *ss = &s->source[index];
    uint64_t candidate = ss->candidate;
    bool comes = ss->comes;
    if (ss->always) {
        ss->candidate++;
        ss->at += ss->gap;
    } else {
        step_past(s, ss);
    }
    if (ss->at < VF_FAR_AWAY) {
        vf_eventlist_push(&s->events, (int64_t)(ss->at + 0.5), VF_C_ARRIVE, index);
    }
    /* drawn ahead: the place of an event just pushed must not wait for it */
    ss->gap = gap(s, ss, ss->candidate + 1);
    if (comes) {
        ss->first->accepted++;
        arrive_in(s, ss->group, vf_key(ss->key ^ VF_SOURCE_PATIENT, candidate), ss->entry);
    }
}

/* Booked slots: at midnight the day's patients are known; each comes at its hour or not at all. */
static void book_day(struct vf_sim *s, struct vf_source_state *ss, const struct vf_source *src) {
    uint64_t day_key = vf_key(ss->key, (uint64_t)vf_day_of(s->now));
    double slots = vf_profile_value(&s->m->profile[src->rate], &s->m->calendar, s->now);
    struct vf_rand r = vf_draw(s, day_key, VF_Q_AT, 0);
    uint64_t n = (uint64_t)slots;
    n += vf_rand_u01(&r) < slots - (double)n;
    for (uint64_t k = 0; k < n && may_arrive(s, ss); k++) {
        uint64_t key = vf_key(day_key, k);
        r = vf_draw(s, key, VF_Q_NO_SHOW, 1);
        if (src->no_show > 0 && vf_rand_u01(&r) < src->no_show) {
            continue;
        }
        r = vf_draw(s, key, VF_Q_AT, 1);
        int64_t tod = (int64_t)(vf_dist_draw(&s->m->dist[src->at], &r) + 0.5);
        ss->accepted++;
        uint32_t i = vf_patient_new(s, src->group, key);
        struct vf_patient *p = vf_at(s, i);
        p->state = VF_P_BOOKED;
        p->seq = vf_eventlist_push(&s->events, s->now + tod, VF_C_ARRIVE, i | VF_ARRIVE_BOOKED);
    }
}

static void scheduled_event(struct vf_sim *s, uint32_t index) {
    struct vf_source_state *ss = &s->source[index];
    vf_eventlist_push(&s->events, s->now + VF_MS_DAY, VF_C_ARRIVE, index);
    book_day(s, ss, &s->m->source[ss->source]);
}

static void replay_event(struct vf_sim *s, uint32_t index) {
    struct vf_source_state *ss = &s->source[index];
    const struct vf_source *src = &s->m->source[ss->source];
    uint64_t k = ss->candidate++;
    if (ss->candidate < src->n_times) {
        vf_eventlist_push(&s->events, src->times[ss->candidate], VF_C_ARRIVE, index);
    }
    ss->accepted++;
    if (src->stays != NULL) {
        vf_arrive_replayed(s, &src->stays[k], vf_key(ss->key, k));
        return;
    }
    arrive(s, src->group, vf_key(ss->key, k));
}

static void booked_event(struct vf_sim *s, uint32_t i) {
    struct vf_patient *p = vf_at(s, i);
    uint16_t group = p->group;
    uint64_t key = p->key;
    vf_patient_free(s, i);
    vf_arrive(s, group, key);
}

void vf_source_event(struct vf_sim *s, uint32_t index) {
    if ((index & VF_ARRIVE_BOOKED) != 0) {
        booked_event(s, index & ~VF_ARRIVE_BOOKED);
        return;
    }
    const struct vf_source_state *ss = &s->source[index];
    if (!may_arrive(s, ss)) {
        return;
    }
    switch (ss->kind) {
    case VF_SRC_POISSON: poisson_event(s, index); break;
    case VF_SRC_SCHEDULED: scheduled_event(s, index); break;
    default: replay_event(s, index); break;
    }
}

uint32_t vf_source_layers(const struct vf_model *m, const struct vf_source *src) {
    if (src->kind != VF_SRC_POISSON) {
        return 1;
    }
    double max = vf_profile_max(&m->profile[src->rate]), base = src->base_max > 0 ? src->base_max : max;
    uint32_t layers = 1;
    for (double top = base; top < max && layers < 40; top *= 2) {
        layers++;
    }
    return layers;
}

static void start_layer(struct vf_sim *s, uint32_t index, uint16_t source, uint32_t layer) {
    const struct vf_source *src = &s->m->source[source];
    const struct vf_profile *rate = &s->m->profile[src->rate];
    struct vf_source_state *ss = &s->source[index];
    double max = vf_profile_max(rate), base = src->base_max > 0 ? src->base_max : max;
    *ss = (struct vf_source_state){.key = vf_key(vf_key(s->rep_key, src->key), layer),
                                   .source = source,
                                   .group = src->group,
                                   .kind = src->kind,
                                   .entry = src->entry,
                                   .first = ss - layer,
                                   .limit = src->limit};
    for (uint32_t k = 1; k < layer; k++) {
        base *= 2;
    }
    ss->level0 = layer == 0 ? 0 : base;
    ss->level_width = base;
    if (!(base > 0)) {
        return;
    }
    ss->mean_gap = 1.0 / base;
    ss->always = vf_profile_constant(rate) && ss->level0 + ss->level_width <= max;
    ss->at = gap(s, ss, 0);
    ss->gap = gap(s, ss, 1);
    ss->comes = ss->always || under_rate(s, ss);
    if (ss->at < VF_FAR_AWAY) {
        vf_eventlist_push(&s->events, (int64_t)(ss->at + 0.5), VF_C_ARRIVE, index);
    }
}

void vf_sources_start(struct vf_sim *s) {
    uint32_t index = 0;
    for (uint16_t k = 0; k < s->m->n_sources; k++) {
        const struct vf_source *src = &s->m->source[k];
        if (src->kind == VF_SRC_POISSON) {
            uint32_t layers = vf_source_layers(s->m, src);
            for (uint32_t layer = 0; layer < layers; layer++) {
                start_layer(s, index++, k, layer);
            }
            continue;
        }
        s->source[index] = (struct vf_source_state){.key = vf_key(s->rep_key, src->key),
                                                    .source = k,
                                                    .group = src->group,
                                                    .kind = src->kind,
                                                    .first = &s->source[index],
                                                    .limit = src->limit};
        if (src->kind == VF_SRC_COHORT) {
            vf_cohorts_start(s, k);
        } else if (src->kind == VF_SRC_SCHEDULED || src->n_times > 0) {
            vf_eventlist_push(&s->events, src->kind == VF_SRC_SCHEDULED ? 0 : src->times[0], VF_C_ARRIVE,
                              index);
        }
        index++;
    }
}

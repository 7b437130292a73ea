/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Readmissions: how often, by where the chain began; after how long and to which klinik, by group. Fifth step of
 * vf_import. */
#include <stdlib.h>

#include "vf_import_work.h"

static void each_target(void *ctx, uint64_t key, int64_t stays, int64_t persons) {
    struct vf_import_work *m = ctx;
    vf_import_shares_add(&m->back[key >> 16].to, (uint16_t)key, stays, persons, m->smallest);
}

/* Different persons who come back, by cell (where the chain began) or by group (of the stay). Sorted by person. */
static int64_t *persons_back(const struct vf_import_work *m, size_t n, bool by_cell) {
    int64_t *persons = vf_xcalloc(n, sizeof *persons);
    uint64_t *last = vf_xcalloc(n, sizeof *last);
    for (size_t i = 0; i < m->x->n_stays; i++) {
        const struct vf_import_step *step = &m->step[i];
        if (!step->returns || (by_cell && (!step->index || step->origin == NO_CELL)))
            continue;
        size_t at = by_cell ? step->origin : vf_import_group_of(m, step->cell);
        persons[at] += persons[at] == 0 || last[at] != m->x->stay[i].person;
        last[at] = m->x->stay[i].person;
    }
    free(last);
    return persons;
}

/* Different persons behind the probability of the cells that have none of their own. */
static int64_t persons_of_rest(const struct vf_import_work *m) {
    int64_t n = 0;
    uint64_t last = 0;
    for (size_t i = 0; i < m->x->n_stays; i++) {
        const struct vf_import_step *step = &m->step[i];
        if (!step->returns || !step->index || step->origin == NO_CELL || m->own_return[step->origin])
            continue;
        n += n == 0 || last != m->x->stay[i].person;
        last = m->x->stay[i].person;
    }
    return n;
}

/* A probability of its own needs enough indices, and enough of them with and without a readmission, of enough persons. */
static bool stands_alone(const struct vf_import_work *m, size_t c, int64_t persons) {
    return m->index[c] >= OWN_RETURNS && m->event[c] >= m->smallest && persons >= m->smallest &&
           m->index[c] - m->event[c] >= m->smallest;
}

static void pool_probabilities(struct vf_import_work *m) {
    int64_t *persons = persons_back(m, m->n_cells, true);
    m->own_return = vf_xcalloc(m->n_cells, sizeof *m->own_return);
    for (size_t c = 0; c < m->n_cells; c++) {
        m->own_return[c] = stands_alone(m, c, persons[c]);
        m->rest_index += m->own_return[c] ? 0 : m->index[c];
        m->rest_event += m->own_return[c] ? 0 : m->event[c];
    }
    free(persons);
    while (m->rest_event > 0 && persons_of_rest(m) < m->smallest) {
        size_t least = m->n_cells;
        for (size_t c = 0; c < m->n_cells; c++)
            if (m->own_return[c] && (least == m->n_cells || m->index[c] < m->index[least]))
                least = c;
        if (least == m->n_cells)
            break;
        m->own_return[least] = false;
        m->rest_index += m->index[least];
        m->rest_event += m->event[least];
    }
    if (persons_of_rest(m) < m->smallest || m->rest_index - m->rest_event < m->smallest)
        m->rest_event = 0;
}

static uint32_t gap_of(const struct vf_import_work *m, size_t i) {
    const struct vf_extract_stay *s = &m->x->stay[i];
    bool timed = m->x->timed_in && m->x->timed_out;
    return (uint32_t)(timed ? (s[1].in - s->out) / DAY : vf_import_day(s[1].in) - vf_import_day(s->out));
}

static struct vf_import_bins *time_at(struct vf_import_work *m, uint64_t id) { return &m->back[id].time; }

void vf_import_returns(struct vf_import_work *m) {
    size_t rest = m->n_groups, n = 0;
    int64_t *events = vf_xcalloc(rest, sizeof *events);
    struct vf_import_obs *obs = vf_xcalloc(m->x->n_stays, sizeof *obs);
    uint64_t *key = vf_xcalloc(m->x->n_stays, sizeof *key);
    m->index = vf_xcalloc(m->n_cells, sizeof *m->index);
    m->event = vf_xcalloc(m->n_cells, sizeof *m->event);
    m->return_of = vf_xcalloc(rest, sizeof *m->return_of);
    m->back = vf_xcalloc(rest + 1, sizeof *m->back);
    for (size_t i = 0; i < m->x->n_stays; i++) {
        const struct vf_import_step *step = &m->step[i];
        if (step->index && step->origin != NO_CELL) {
            m->index[step->origin]++;
            m->event[step->origin] += step->returns;
        }
        events[vf_import_group_of(m, step->cell)] += step->returns;
    }
    pool_probabilities(m);
    int64_t *persons = persons_back(m, rest, false);
    for (size_t g = 0; g < rest; g++) /* the rest counts persons */
        events[g] = events[g] >= OWN_RETURNS && persons[g] >= m->smallest ? OWN_RETURNS + persons[g]
                    : persons[g] < OWN_RETURNS                            ? persons[g]
                                                                          : OWN_RETURNS - 1;
    free(persons);
    bool few = vf_import_pool(rest, events, OWN_RETURNS, m->smallest, m->return_of) < m->smallest;
    for (size_t i = 0; i < m->x->n_stays; i++)
        if (m->step[i].returns) {
            uint64_t r = m->return_of[vf_import_group_of(m, m->step[i].cell)];
            if (r == rest && few)
                continue;
            key[n] = r << 32 | (uint64_t)gap_of(m, i) << 1;
            obs[n++] = (struct vf_import_obs){r << 16 | m->x->stay[i + 1].klinik, m->x->stay[i].person};
            m->back[r].events++;
        }
    vf_import_count(obs, n, each_target, m);
    for (size_t r = 0; r <= rest; r++)
        vf_import_shares_settle(&m->back[r].to);
    vf_import_bins_by(
        m, key, n, (struct vf_import_classes){m->x->timed_in && m->x->timed_out ? 0 : -0.5, false}, time_at);
    free(events);
    free(obs);
    free(key);
}

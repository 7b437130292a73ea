/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Readmissions: how often, by where the chain began; after how long and to which klinik, by group. Fifth step of
 * vf_import. */
#include <stdlib.h>

#include "vf_import_work.h"

static void each_target(void *ctx, uint64_t key, int64_t stays, int64_t persons) {
    struct vf_import_work *m = ctx;
    vf_import_shares_add(&m->back[key >> 16].to, (uint16_t)key, stays, persons, m->smallest);
}

/* A probability of its own needs enough indices, and enough of them with and without a readmission. */
static void pool_probabilities(struct vf_import_work *m) {
    m->own_return = vf_xcalloc(m->n_cells, sizeof *m->own_return);
    for (size_t c = 0; c < m->n_cells; c++) {
        m->own_return[c] = m->index[c] >= OWN_RETURNS && m->event[c] >= m->smallest &&
                           m->index[c] - m->event[c] >= m->smallest;
        m->rest_index += m->own_return[c] ? 0 : m->index[c];
        m->rest_event += m->own_return[c] ? 0 : m->event[c];
    }
    while (m->rest_event > 0 && m->rest_event < m->smallest) {
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
    if (m->rest_event < m->smallest || m->rest_index - m->rest_event < m->smallest)
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
    (void)vf_import_pool(rest, events, OWN_RETURNS, m->smallest, m->return_of);
    for (size_t i = 0; i < m->x->n_stays; i++)
        if (m->step[i].returns) {
            uint64_t r = m->return_of[vf_import_group_of(m, m->step[i].cell)];
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

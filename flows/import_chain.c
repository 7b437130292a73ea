/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stays into vardperioder, and periods into chains: an unplanned period that begins within readmission_days of the end of
 * the person's last one is a readmission and belongs to the chain of that one; any other begins a chain, and is a new
 * arrival. Where the extract begins, earlier periods are not seen: an acute arrival t days after it is new only with the
 * probability n / (n + r (1 - F(t))), where n and r are the numbers of new and readmitted arrivals of its group later on
 * and F is the share of readmissions that come within t days. Second step of vf_import. */
#include <stdlib.h>

#include "vf_import_work.h"

/* Days from the end of one period to the start of another, with their hours when the file has them. */
static double gap_days(const struct vf_import_work *m, const struct vf_extract_stay *end,
                       const struct vf_extract_stay *start) {
    if (m->x->timed_in && m->x->timed_out)
        return (double)(start->in - end->out) / DAY;
    return vf_import_day(start->in) - vf_import_day(end->out);
}

/* Does the period that begins with stay i come back within so many days of the person's last one? */
static bool comes_back(const struct vf_import_work *m, size_t i) {
    const struct vf_extract_stay *s = &m->x->stay[i];
    if (i == 0 || s->planned || s[-1].person != s->person || m->step[i - 1].next == TO_DEATH ||
        s[-1].out == VF_EXTRACT_NONE)
        return false;
    return gap_days(m, s - 1, s) <= (double)m->map->readmission_days;
}

static void link_periods(struct vf_import_work *m) {
    const struct vf_extract *x = m->x;
    uint32_t group = 0, mode = 0;
    for (size_t i = 0; i < x->n_stays; i++) {
        const struct vf_extract_stay *s = &x->stay[i];
        struct vf_import_step *step = &m->step[i];
        if (step->first) {
            step->readmission = comes_back(m, i);
            mode = s->planned;
            group = step->readmission ? group : s->group;
            step->origin =
                step->readmission ? m->step[i - 1].origin : vf_import_cell(m, s->klinik, group, mode);
            step->weight = 1;
        } else {
            step->origin = m->step[i - 1].origin;
        }
        step->cell = vf_import_cell(m, s->klinik, group, mode);
    }
}

static bool arrives(const struct vf_import_work *m, size_t i) {
    const struct vf_import_step *step = &m->step[i];
    int32_t day = vf_import_day(m->x->stay[i].in);
    return step->first && !step->readmission && day >= m->from && day <= m->to;
}

/* Shares that a period without a seen predecessor is new, by group and day from the start. */
static void weigh_first_days(struct vf_import_work *m) {
    size_t h = (size_t)m->map->readmission_days + 1;
    double *later = vf_xcalloc(m->n_groups * h, sizeof *later),
           *fresh = vf_xcalloc(m->n_groups, sizeof *fresh);
    for (size_t i = 0; i < m->x->n_stays; i++) {
        const struct vf_extract_stay *s = &m->x->stay[i];
        int32_t since = vf_import_day(s->in) - m->from;
        uint32_t g = vf_import_group_of(m, m->step[i].cell);
        if (!m->step[i].first || s->planned || since < (int32_t)h)
            continue;
        fresh[g] += !m->step[i].readmission;
        for (size_t t = 0; m->step[i].readmission && t < h; t++)
            later[g * h + t] += gap_days(m, s - 1, s) > (double)t + 0.5;
    }
    for (size_t i = 0; i < m->x->n_stays; i++) {
        const struct vf_extract_stay *s = &m->x->stay[i];
        int32_t since = vf_import_day(s->in) - m->from;
        uint32_t g = vf_import_group_of(m, m->step[i].cell);
        if (arrives(m, i) && !s->planned && since < (int32_t)h && fresh[g] > 0)
            m->step[i].weight = (float)(fresh[g] / (fresh[g] + later[g * h + (size_t)since]));
    }
    free(later);
    free(fresh);
}

/* ---- Origins too rare ---- */

/* The cell of the klinik that a rare origin is put to: its mode's commonest, else the other mode's. */
static uint32_t common_cell(const struct vf_import_work *m, const int64_t *n, uint32_t cell) {
    uint32_t k = vf_import_klinik_of(m, cell), best = NO_CELL;
    for (uint32_t other = 0; other < 2 && best == NO_CELL; other++)
        for (uint32_t g = 0; g < m->n_groups; g++) {
            uint32_t c = vf_import_cell(m, k, g, (cell & 1) ^ other);
            if (n[c] >= m->smallest && (best == NO_CELL || n[c] > n[best]))
                best = c;
        }
    return best;
}

/* Small cells of a klinik that have no common one to go to go together, if that is enough. */
static void gather(const struct vf_import_work *m, int64_t *n, uint32_t klinik, uint32_t *to) {
    uint32_t most = NO_CELL, first = vf_import_cell(m, klinik, 0, 0), end = first + 2 * (uint32_t)m->n_groups;
    int64_t sum = 0;
    for (uint32_t c = first; c < end; c++) {
        if (n[c] >= m->smallest)
            return;
        sum += n[c];
        most = n[c] > 0 && (most == NO_CELL || n[c] > n[most]) ? c : most;
    }
    for (uint32_t c = first; c < end; c++)
        to[c] = sum >= m->smallest ? most : NO_CELL;
}

static int64_t *persons_by_origin(const struct vf_import_work *m) {
    int64_t *n = vf_xcalloc(m->n_cells, sizeof *n);
    uint64_t *last = vf_xcalloc(m->n_cells, sizeof *last);
    for (size_t i = 0; i < m->x->n_stays; i++) {
        uint32_t c = m->step[i].origin;
        uint64_t person = m->x->stay[i].person;
        if (!arrives(m, i))
            continue;
        n[c] += n[c] == 0 || last[c] != person;
        last[c] = person;
    }
    free(last);
    return n;
}

static void put_together(struct vf_import_work *m) {
    int64_t *n = persons_by_origin(m);
    uint32_t *to = vf_xcalloc(m->n_cells, sizeof *to);
    for (uint32_t c = 0; c < m->n_cells; c++)
        to[c] = n[c] >= m->smallest ? c : common_cell(m, n, c);
    for (uint32_t k = 0; k < m->n_kliniker; k++)
        gather(m, n, k, to);
    uint32_t mode = 0;
    for (size_t i = 0; i < m->x->n_stays; i++) {
        struct vf_import_step *step = &m->step[i];
        uint32_t was = step->origin;
        step->origin = to[was];
        if (step->first)
            mode = step->readmission ? 0 : step->origin != NO_CELL ? step->origin & 1 : was & 1;
        uint32_t group = vf_import_group_of(m, step->origin != NO_CELL ? step->origin : was);
        step->cell = vf_import_cell(m, m->x->stay[i].klinik, group, mode);
    }
    free(n);
    free(to);
}

/* A period that ended alive with the whole horizon before the end of the extract is an index. */
static void find_indices(struct vf_import_work *m) {
    for (size_t i = 0; i < m->x->n_stays; i++) {
        const struct vf_extract_stay *s = &m->x->stay[i];
        struct vf_import_step *step = &m->step[i];
        bool ends = step->next == TO_EXIT || step->next == TO_KOMMUN;
        int32_t day = vf_import_day(s->out);
        step->index = ends && day >= m->from && day <= m->to - (int32_t)m->map->readmission_days;
        step->returns =
            step->index && i + 1 < m->x->n_stays && m->step[i + 1].first && m->step[i + 1].readmission;
    }
}

void vf_import_chain(struct vf_import_work *m) {
    link_periods(m);
    weigh_first_days(m);
    put_together(m);
    find_indices(m);
}

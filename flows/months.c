/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The flow matrix month by month: see vf_months.h. */
#include "vf_months.h"

#include <stdlib.h>
#include <string.h>

#include "vf_account.h"

static int by_key(const void *va, const void *vb) {
    const struct vf_moves *a = va, *b = vb;
    return (a->key > b->key) - (a->key < b->key);
}

void vf_moves_merge(struct vf_moves_list *list) {
    size_t n = 0;
    if (list->n == 0) {
        return;
    }
    qsort(list->item, list->n, sizeof *list->item, by_key);
    for (size_t k = 1; k < list->n; k++) {
        if (list->item[k].key == list->item[n].key) {
            list->item[n].n += list->item[k].n;
        } else {
            list->item[++n] = list->item[k];
        }
    }
    list->n = list->merged = n + 1;
}

void vf_moves_add(struct vf_moves_list *list, uint64_t key, uint64_t n) {
    if (list->n == list->room) {
        if (list->n > 2 * list->merged + 65536) {
            vf_moves_merge(list);
        }
        if (2 * list->n >= list->room) {
            list->room = list->room > 0 ? 2 * list->room : 1024;
            list->item = vf_xrealloc(list->item, list->room * sizeof *list->item);
        }
    }
    list->item[list->n++] = (struct vf_moves){key, n};
}

struct vf_months *vf_months_new(const struct vf_model *m) {
    struct vf_months *x = vf_xcalloc(1, sizeof *x);
    x->flow = vf_xcalloc((size_t)(m->n_units + 1U) * (m->n_units + 2U), sizeof *x->flow);
    x->lost = vf_xcalloc(m->n_units + 1U, sizeof *x->lost);
    x->left = vf_xcalloc(m->n_units + 1U, sizeof *x->left);
    return x;
}

void vf_months_free(struct vf_months *x) {
    if (x != NULL) {
        free(x->moves.item);
        free(x->unit);
        free(x->flow);
        free(x->lost);
        free(x->left);
        free(x);
    }
}

static struct vf_date date_of(const struct vf_sim *s, int64_t time) {
    return vf_date_from_days(vf_date_days(s->m->calendar.start) + vf_day_of(time));
}

void vf_months_timers(struct vf_sim *s) {
    if (s->months == NULL) {
        return;
    }
    struct vf_date d = date_of(s, s->m->run.warmup);
    int64_t start = vf_date_days(s->m->calendar.start);
    for (int k = 0; k < VF_MONTHS; k++) {
        d = (struct vf_date){d.month == 12 ? d.year + 1 : d.year, d.month % 12 + 1, 1};
        int64_t at = (vf_date_days(d) - start) * VF_MS_DAY;
        if (at >= s->end) {
            break;
        }
        vf_eventlist_push(&s->events, at, VF_C_CONTROL, (uint32_t)VF_CTL_MONTH << 28);
    }
}

static int64_t departures(struct vf_sim *s, uint16_t u) {
    int64_t n = 0;
    for (uint16_t g = 0; g < s->m->n_groups; g++) {
        n += vf_cell_at(s, u, g)->left;
    }
    return n;
}

/* In their places now; those on their way to a reserved one are not there yet. */
static int64_t inside(const struct vf_ustate *us) { return us->n - (int64_t)us->cause[VF_CAUSE_RESERVED].n; }

static struct vf_month_unit *row_of(struct vf_sim *s, uint32_t month) {
    struct vf_months *x = s->months;
    x->unit = vf_xrealloc(x->unit, (size_t)(month + 1) * s->m->n_units * sizeof *x->unit);
    struct vf_month_unit *row = &x->unit[(size_t)month * s->m->n_units];
    memset(row, 0, s->m->n_units * sizeof *row);
    for (uint16_t u = 0; u < s->m->n_units; u++) {
        row[u].start = inside(&s->unit[u]);
    }
    return row;
}

/* Those who left a unit, hold no place now, and are not out of the model. */
static bool is_away(const struct vf_patient *p) {
    return p->at == VF_NONE16 && p->last_unit != VF_NONE16 &&
           (p->state == VF_P_QUEUED || p->state == VF_P_TRANSIT || p->state == VF_P_REBOOKED);
}

void vf_months_start(struct vf_sim *s) {
    struct vf_months *x = s->months;
    if (x == NULL) {
        return;
    }
    struct vf_date d = date_of(s, s->now);
    x->first = d.year * 12 + d.month - 1;
    x->n = 0;
    x->moves.n = x->moves.merged = 0;
    x->since = s->now;
    x->broken = NULL;
    memset(x->flow, 0, (size_t)(s->m->n_units + 1U) * (s->m->n_units + 2U) * sizeof *x->flow);
    memset(x->lost, 0, (s->m->n_units + 1U) * sizeof *x->lost);
    struct vf_month_unit *row = row_of(s, 0);
    for (uint16_t u = 0; u < s->m->n_units; u++) {
        x->left[u] = departures(s, u);
    }
    for (uint32_t i = 0; i < s->n_patients; i++) {
        if (is_away(&s->patient[i])) {
            row[s->patient[i].last_unit].away_start++;
        }
    }
}

void vf_months_lost(struct vf_sim *s, const struct vf_patient *p) {
    uint16_t from = p->at != VF_NONE16 ? p->at : p->last_unit;
    s->months->lost[from != VF_NONE16 ? from : s->m->n_units]++;
}

/* What flowed since the month began, into the list and the units' sums; `sent` gets the sums of rows. */
static void take_flows(struct vf_sim *s, struct vf_month_unit *row, int64_t *sent) {
    struct vf_months *x = s->months;
    uint32_t n = s->m->n_units, targets = n + 2;
    uint64_t month = (uint64_t)x->n << 40;
    for (uint32_t from = 0; from <= n; from++) {
        for (uint32_t to = 0; to < targets; to++) {
            size_t k = (size_t)from * targets + to;
            uint32_t moved = s->flow[k] - x->flow[k];
            if (moved == 0) {
                continue;
            }
            x->flow[k] = s->flow[k];
            vf_moves_add(&x->moves, month | ((uint64_t)from * (n + 3) + to), moved);
            sent[from] += moved;
            if (to < n) {
                row[to].arrivals += moved;
            }
        }
        if (x->lost[from] > 0) {
            vf_moves_add(&x->moves, month | ((uint64_t)from * (n + 3) + n + 2), x->lost[from]);
            sent[from] += x->lost[from];
            x->lost[from] = 0;
        }
    }
}

void vf_months_close(struct vf_sim *s) {
    struct vf_months *x = s->months;
    if (x == NULL || s->now <= x->since || s->now < s->m->run.warmup || x->n == VF_MONTHS) {
        return;
    }
    uint16_t n = s->m->n_units;
    struct vf_month_unit *row = &x->unit[(size_t)x->n * n];
    int64_t *sent = vf_xcalloc(n + 1U, sizeof *sent);
    take_flows(s, row, sent);
    for (uint32_t i = 0; i < s->n_patients; i++) {
        if (is_away(&s->patient[i])) {
            row[s->patient[i].last_unit].away_end++;
        }
    }
    for (uint16_t u = 0; u < n; u++) {
        struct vf_month_unit *r = &row[u];
        int64_t left = departures(s, u);
        r->departures = left - x->left[u];
        x->left[u] = left;
        r->end = inside(&s->unit[u]);
        if (r->start + r->arrivals - r->departures != r->end ||
            r->departures != sent[u] + r->away_end - r->away_start) {
            x->broken = s->m->unit[u].name;
        }
    }
    free(sent);
    x->days[x->n++] = s->now - x->since;
    x->since = s->now;
    if (x->n < VF_MONTHS) {
        struct vf_month_unit *next = row_of(s, x->n);
        row = next - n;
        for (uint16_t u = 0; u < n; u++) {
            next[u].away_start = row[u].away_end;
        }
    }
}

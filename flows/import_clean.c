/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stays of an extract put in order: sorted by person and time; duplicates, stays inside others and kliniker with too
 * few persons taken out; contiguous stays at one klinik joined. First step of vf_import. */
#include <stdlib.h>

#include "vf_import_work.h"

static int by_time(const void *a, const void *b) {
    const struct vf_extract_stay *s = a, *t = b;
    if (s->person != t->person)
        return s->person < t->person ? -1 : 1;
    if (s->in != t->in)
        return s->in < t->in ? -1 : 1;
    int64_t out = s->out == VF_EXTRACT_NONE ? INT64_MAX : s->out,
            other = t->out == VF_EXTRACT_NONE ? INT64_MAX : t->out;
    if (out !=
        other) /* the shorter first: what lies inside is met after what holds it only if it begins later */
        return out < other ? -1 : 1;
    if (s->klinik != t->klinik)
        return s->klinik < t->klinik ? -1 : 1;
    return (int)s->way - (int)t->way;
}

static bool same(const struct vf_extract_stay *s, const struct vf_extract_stay *t) {
    return s->person == t->person && s->klinik == t->klinik && s->in == t->in && s->out == t->out;
}

/* Ends s not later than t, and t lies wholly within it? */
static bool inside(const struct vf_extract_stay *s, const struct vf_extract_stay *t) {
    if (s->person != t->person || t->in == t->out)
        return false;
    return s->out == VF_EXTRACT_NONE || (t->out != VF_EXTRACT_NONE && t->out <= s->out && t->in < s->out);
}

static void drop_doubles(struct vf_extract *x) {
    size_t n = 0;
    for (size_t i = 0; i < x->n_stays; i++) {
        const struct vf_extract_stay *t = &x->stay[i];
        if (n > 0 && same(&x->stay[n - 1], t)) {
            x->dropped[VF_DROP_DUPLICATE]++;
        } else if (n > 0 && inside(&x->stay[n - 1], t)) {
            x->dropped[VF_DROP_INSIDE]++;
        } else {
            if (n > 0 && x->stay[n - 1].person == t->person && x->stay[n - 1].out > t->in)
                x->stay[n - 1].out = t->in; /* overlap: the later stay counts */
            if (n > 0 && x->stay[n - 1].ready > x->stay[n - 1].out && x->stay[n - 1].out != VF_EXTRACT_NONE)
                x->stay[n - 1].ready = x->stay[n - 1].out;
            x->stay[n++] = *t;
        }
    }
    x->n_stays = n;
}

static void drop_small(struct vf_import_work *m) {
    struct vf_extract *x = m->x;
    int64_t *persons = vf_xcalloc(x->klinik.n, sizeof *persons);
    uint64_t *last = vf_xcalloc(x->klinik.n, sizeof *last);
    for (size_t i = 0; i < x->n_stays; i++) {
        uint16_t k = x->stay[i].klinik;
        persons[k] += persons[k] == 0 || last[k] != x->stay[i].person;
        last[k] = x->stay[i].person;
    }
    for (size_t k = 0; k < x->klinik.n; k++)
        m->kept[k] = persons[k] >= m->smallest;
    size_t n = 0;
    for (size_t i = 0; i < x->n_stays; i++) {
        if (m->kept[x->stay[i].klinik])
            x->stay[n++] = x->stay[i];
        else
            x->dropped[VF_DROP_SMALL]++;
    }
    x->n_stays = n;
    free(persons);
    free(last);
}

/* A form of discharge that is given decides; otherwise days do: at most one between. */
static bool goes_on(const struct vf_extract_stay *s, const struct vf_extract_stay *t) {
    if (s->person != t->person || s->out == VF_EXTRACT_NONE ||
        vf_import_day(t->in) - vf_import_day(s->out) > 1)
        return false;
    return s->way == VF_WAY_UNKNOWN || s->way == VF_WAY_TRANSFER || s->out > t->in;
}

static void join(struct vf_extract *x) {
    size_t n = 0;
    for (size_t i = 0; i < x->n_stays; i++) {
        struct vf_extract_stay *s = n > 0 ? &x->stay[n - 1] : NULL;
        const struct vf_extract_stay *t = &x->stay[i];
        if (s && s->klinik == t->klinik && goes_on(s, t)) {
            s->out = t->out;
            s->ready = t->ready;
            s->way = t->way;
        } else {
            x->stay[n++] = *t;
        }
    }
    x->n_stays = n;
}

/* Where each stay leads; a stay that goes on leads to the next one's klinik. */
static void find_next(struct vf_import_work *m) {
    static const uint16_t ends[] = {[VF_WAY_UNKNOWN] = TO_EXIT,
                                    [VF_WAY_HOME] = TO_EXIT,
                                    [VF_WAY_KOMMUN] = TO_EXIT,
                                    [VF_WAY_TRANSFER] = TO_EXIT,
                                    [VF_WAY_DEATH] = TO_DEATH};
    struct vf_extract *x = m->x;
    for (size_t i = 0; i < x->n_stays; i++) {
        const struct vf_extract_stay *s = &x->stay[i];
        struct vf_import_step *step = &m->step[i];
        bool moves = i + 1 < x->n_stays && goes_on(s, s + 1);
        step->next = moves ? s[1].klinik : ends[s->way];
        if (!moves && step->next == TO_EXIT && s->ready != VF_EXTRACT_NONE)
            step->next = TO_KOMMUN;
        if (s->out == VF_EXTRACT_NONE)
            step->next = TO_UNKNOWN;
        step->first = i == 0 || x->stay[i - 1].person != s->person || m->step[i - 1].next >= TO_EXIT;
    }
}

/* Reasons too rare to be told apart are told together, with the rarest of the others when even that is few. */
static void report_rows(struct vf_import_work *m, struct vf_import_report *r) {
    const struct vf_extract *x = m->x;
    r->rows = (int64_t)x->rows;
    r->day_rows = (int64_t)x->day_rows;
    r->day_dropped = (int64_t)x->day_dropped;
    int64_t all = 0;
    for (int k = 0; k < VF_DROP_N; k++) {
        r->dropped[k] = (int64_t)x->dropped[k];
        all += r->dropped[k];
        if (r->dropped[k] < m->smallest) {
            r->other += r->dropped[k];
            r->dropped[k] = 0;
        }
    }
    while (r->other > 0 && r->other < m->smallest) {
        int least = -1;
        for (int k = 0; k < VF_DROP_N; k++)
            if (r->dropped[k] > 0 && (least < 0 || r->dropped[k] < r->dropped[least]))
                least = k;
        if (least < 0) { /* nothing to put them with: no other number may give them away */
            r->other = r->used = VF_IMPORT_FEW;
            r->rows = r->rows / 10 * 10;
            return;
        }
        r->other += r->dropped[least];
        r->dropped[least] = 0;
    }
    r->used = r->rows - all;
}

void vf_import_clean(struct vf_import_work *m, struct vf_import_report *report) {
    struct vf_extract *x = m->x;
    if (x->n_stays > 0)
        qsort(x->stay, x->n_stays, sizeof *x->stay, by_time);
    drop_doubles(x);
    drop_small(m);
    report_rows(m, report);
    join(x);
    m->step = vf_xcalloc(x->n_stays, sizeof *m->step);
    find_next(m);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells into strata: within a klinik and mode the cells with enough stays stand alone and the others are put together; what
 * is still too few goes together over both modes, and takes in the smallest others until it is enough. Then vardtid and
 * ways on of each stratum. Every stay is in one stratum only: see vf_import_work.h. Third step of vf_import. */
#include <stdlib.h>

#include "vf_import_work.h"

int64_t vf_import_pool(size_t n_items, const int64_t *n, int64_t enough, int64_t least, uint32_t *home) {
    int64_t rest = 0;
    size_t host = n_items;
    for (size_t i = 0; i < n_items; i++) {
        bool alone = n[i] >= enough;
        rest += alone ? 0 : n[i];
        host = alone && (host == n_items || n[i] < n[host]) ? i : host;
    }
    host = rest > 0 && rest < least ? host : n_items;
    for (size_t i = 0; i < n_items; i++)
        home[i] = (uint32_t)(n[i] >= enough ? i : host);
    return host < n_items ? 0 : rest;
}

static int by_key(const void *a, const void *b) {
    const struct vf_import_obs *s = a, *t = b;
    if (s->key != t->key)
        return s->key < t->key ? -1 : 1;
    return s->person < t->person ? -1 : s->person > t->person;
}

void vf_import_count(struct vf_import_obs *obs, size_t n,
                     void (*each)(void *ctx, uint64_t key, int64_t stays, int64_t persons), void *ctx) {
    if (n > 0)
        qsort(obs, n, sizeof *obs, by_key);
    for (size_t i = 0, next; i < n; i = next) {
        int64_t persons = 1;
        for (next = i + 1; next < n && obs[next].key == obs[i].key; next++)
            persons += obs[next].person != obs[next - 1].person;
        each(ctx, obs[i].key, (int64_t)(next - i), persons);
    }
}

void vf_import_shares_add(struct vf_import_shares *s, uint16_t to, int64_t stays, int64_t persons,
                          int64_t smallest) {
    /* item 0 gathers what is too rare */
    if (!s->item) {
        s->item = vf_xcalloc(1, sizeof *s->item);
        s->item[0].to = TO_UNKNOWN;
        s->n = 1;
    }
    s->total += stays;
    if (persons < smallest) {
        s->item[0].n += stays;
        return;
    }
    s->item = vf_xrealloc(s->item, (s->n + 1) * sizeof *s->item);
    s->item[s->n++] = (struct vf_import_share){.to = to, .n = stays};
}

void vf_import_shares_settle(struct vf_import_shares *s) {
    size_t best = 0;
    for (size_t i = 1; i < s->n; i++)
        if (best == 0 || s->item[i].to == TO_EXIT ||
            (s->item[best].to != TO_EXIT && s->item[i].n > s->item[best].n))
            best = i;
    if (best > 0) {
        s->item[best].n += s->item[0].n;
        s->item[0].n = 0;
    } else if (s->n > 0) {
        s->item[0].to = TO_EXIT; /* all are rare, each in its own way */
    }
}

/* ---- Which cells make a stratum ---- */

static uint32_t add(struct vf_import_work *m, uint16_t klinik, int32_t group, int32_t mode) {
    m->stratum[m->n_strata] = (struct vf_import_stratum){.klinik = klinik, .group = group, .mode = mode};
    return (uint32_t)m->n_strata++;
}

struct plan {    /* of one klinik */
    bool *alone; /* which of its cells stand alone */
    int64_t rest[2], sum;
    bool together[2]; /* the mode's rest is part of the klinik's */
    uint32_t host;    /* cell that takes in a klinik's rest too small to stand alone, or NO_CELL */
};

/* A klinik's rest that is too small takes in the modes' rests, and if that is not enough goes with the smallest cell. */
static void widen(const struct vf_import_work *m, const int64_t *n, uint32_t first, struct plan *p) {
    p->host = NO_CELL;
    for (uint32_t mode = 0; mode < 2 && p->sum > 0 && p->sum < m->smallest; mode++)
        if (!p->together[mode] && p->rest[mode] > 0) {
            p->together[mode] = true;
            p->sum += p->rest[mode];
        }
    if (p->sum == 0 || p->sum >= m->smallest)
        return;
    for (uint32_t c = 0; c < 2 * m->n_groups; c++)
        if (p->alone[c] && (p->host == NO_CELL || n[first + c] < n[p->host]))
            p->host = first + c;
}

static void plan_klinik(const struct vf_import_work *m, const int64_t *n, uint32_t first, struct plan *p) {
    int64_t *of_mode = vf_xcalloc(m->n_groups, sizeof *of_mode);
    uint32_t *home = vf_xcalloc(m->n_groups, sizeof *home);
    p->sum = 0;
    for (uint32_t mode = 0; mode < 2; mode++) {
        for (size_t g = 0; g < m->n_groups; g++)
            of_mode[g] = n[first + 2 * g + mode];
        p->rest[mode] = vf_import_pool(m->n_groups, of_mode, OWN_STAYS, 0, home);
        for (size_t g = 0; g < m->n_groups; g++)
            p->alone[2 * g + mode] = home[g] == g;
        p->together[mode] = p->rest[mode] > 0 && p->rest[mode] < OWN_STAYS;
        p->sum += p->together[mode] ? p->rest[mode] : 0;
    }
    widen(m, n, first, p);
    free(of_mode);
    free(home);
}

/* Cells without a stay may still be met on a path: they take a stratum of the klinik, of the same mode if there is one. */
static uint32_t any_stratum(const struct vf_import_work *m, size_t from, uint32_t mode) {
    uint32_t best = (uint32_t)from;
    for (size_t s = from; s < m->n_strata; s++)
        if (m->stratum[s].mode == (int32_t)mode &&
            (m->stratum[best].mode != (int32_t)mode || m->stratum[s].group < 0))
            best = (uint32_t)s;
    return best;
}

static void make_strata(struct vf_import_work *m, const int64_t *n, uint16_t klinik) {
    uint32_t first = vf_import_cell(m, klinik, 0, 0), all = NO_CELL, end = first + 2 * (uint32_t)m->n_groups;
    size_t from = m->n_strata;
    struct plan p = {.alone = vf_xcalloc(2 * m->n_groups, sizeof *p.alone)};
    plan_klinik(m, n, first, &p);
    for (uint32_t c = first; c < end; c++)
        if (p.alone[c - first])
            m->stratum_of[c] = add(m, klinik, (int32_t)((c - first) / 2), (int32_t)(c & 1));
    if (p.sum > 0)
        all = p.host != NO_CELL ? m->stratum_of[p.host] : add(m, klinik, -1, -1);
    for (uint32_t mode = 0; mode < 2; mode++) {
        uint32_t rest = p.rest[mode] > 0 && !p.together[mode] ? add(m, klinik, -1, (int32_t)mode) : all;
        for (uint32_t c = first + mode; c < end; c += 2)
            if (n[c] > 0 && !p.alone[c - first])
                m->stratum_of[c] = rest;
    }
    for (uint32_t c = first; c < end; c++)
        if (n[c] == 0)
            m->stratum_of[c] = any_stratum(m, from, c & 1);
    free(p.alone);
}

/* ---- Vardtid and ways on ---- */

/* Whole nights until utskrivningsklar, or until the end; censored when the extract ends first. */
static uint64_t nights_of(const struct vf_import_work *m, size_t i) {
    const struct vf_extract_stay *s = &m->x->stay[i];
    bool ready = m->step[i].next == TO_KOMMUN || (s->out == VF_EXTRACT_NONE && s->ready != VF_EXTRACT_NONE);
    int32_t end = ready ? s->ready : s->out;
    bool censored = end == VF_EXTRACT_NONE || vf_import_day(end) > m->to;
    int32_t last = censored ? m->to : vf_import_day(end), nights = last - vf_import_day(s->in);
    return (uint64_t)(nights < 0 ? 0 : nights) << 1 | censored;
}

static struct vf_import_bins *nights_at(struct vf_import_work *m, uint64_t id) {
    return &m->stratum[id].nights;
}

static void fill_nights(struct vf_import_work *m) {
    uint64_t *key = vf_xcalloc(m->x->n_stays, sizeof *key);
    size_t n = 0;
    for (size_t i = 0; i < m->x->n_stays; i++)
        if (vf_import_day(m->x->stay[i].in) >= m->from && vf_import_day(m->x->stay[i].in) <= m->to)
            key[n++] = (uint64_t)m->stratum_of[m->step[i].cell] << 32 | nights_of(m, i);
    vf_import_bins_by(m, key, n, (struct vf_import_classes){-0.5, true}, nights_at);
    free(key);
}

static void each_next(void *ctx, uint64_t key, int64_t stays, int64_t persons) {
    struct vf_import_work *m = ctx;
    vf_import_shares_add(&m->stratum[key >> 16].next, (uint16_t)key, stays, persons, m->smallest);
}

static void fill_next(struct vf_import_work *m) {
    struct vf_import_obs *obs = vf_xcalloc(m->x->n_stays, sizeof *obs);
    size_t n = 0;
    for (size_t i = 0; i < m->x->n_stays; i++)
        if (m->step[i].next != TO_UNKNOWN && vf_import_day(m->x->stay[i].out) <= m->to)
            obs[n++] = (struct vf_import_obs){
                (uint64_t)m->stratum_of[m->step[i].cell] << 16 | m->step[i].next, m->x->stay[i].person};
    vf_import_count(obs, n, each_next, m);
    for (size_t s = 0; s < m->n_strata; s++)
        vf_import_shares_settle(&m->stratum[s].next);
    free(obs);
}

static void each_stratum(void *ctx, uint64_t key, int64_t stays, int64_t persons) {
    struct vf_import_work *m = ctx;
    m->stratum[key].stays = stays;
    m->stratum[key].persons = persons;
}

static void count_strata(struct vf_import_work *m) {
    struct vf_import_obs *obs = vf_xcalloc(m->x->n_stays, sizeof *obs);
    for (size_t i = 0; i < m->x->n_stays; i++)
        obs[i] = (struct vf_import_obs){m->stratum_of[m->step[i].cell], m->x->stay[i].person};
    vf_import_count(obs, m->x->n_stays, each_stratum, m);
    free(obs);
}

/* A stratum of many stays but few persons goes to the klinik's largest other one. */
static bool merge_few_persons(struct vf_import_work *m) {
    bool merged = false;
    for (uint32_t s = 0; s < m->n_strata; s++) {
        uint32_t to = NO_CELL;
        if (m->stratum[s].persons == 0 || m->stratum[s].persons >= m->smallest)
            continue;
        for (uint32_t t = 0; t < m->n_strata; t++)
            if (t != s && m->stratum[t].klinik == m->stratum[s].klinik && m->stratum[t].stays > 0 &&
                (to == NO_CELL || m->stratum[t].stays > m->stratum[to].stays))
                to = t;
        for (uint32_t c = 0; to != NO_CELL && c < m->n_cells; c++)
            if (m->stratum_of[c] == s)
                m->stratum_of[c] = to;
        if (to != NO_CELL) {
            m->stratum[s].stays = m->stratum[s].persons = 0;
            m->stratum[to].group = -1;
            m->stratum[to].mode = m->stratum[to].mode == m->stratum[s].mode ? m->stratum[to].mode : -1;
            merged = true;
        }
    }
    return merged;
}

void vf_import_strata(struct vf_import_work *m) {
    int64_t *n = vf_xcalloc(m->n_cells, sizeof *n);
    for (size_t i = 0; i < m->x->n_stays; i++)
        n[m->step[i].cell]++;
    m->stratum = vf_xcalloc(m->n_cells + 3 * m->n_kliniker, sizeof *m->stratum);
    m->stratum_of = vf_xcalloc(m->n_cells, sizeof *m->stratum_of);
    for (size_t k = 0; k < m->n_kliniker; k++)
        if (m->kept[k])
            make_strata(m, n, (uint16_t)k);
    count_strata(m);
    while (merge_few_persons(m))
        count_strata(m);
    fill_nights(m);
    fill_next(m);
    free(n);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A compiled model made into a replay: see vf_replay.h. The wards keep their placement policy, their lists of other wards and
 * their bounds; beds follow the daily file; one source gives the patients. What would change a stay is taken away, since
 * the stays are those that were: effects, early discharge, the outlier's factor, hospital at home, readmission. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_effects.h"
#include "vf_json.h"
#include "vf_replay.h"

enum { DAYS_MAX = 40 * 366, MINUTES = 1440, NOON = 12 * 60 };
static const int64_t MS_MINUTE = 60000;

int vf_replay_period(struct vf_replay *r, const struct vf_extract *x, struct vf_error *err) {
    int32_t last = INT32_MIN;
    r->from = INT32_MAX;
    for (size_t k = 0; k < x->n_days; k++) {
        r->from = x->day[k].day < r->from ? x->day[k].day : r->from;
        last = x->day[k].day > last ? x->day[k].day : last;
    }
    if (x->n_days == 0) {
        return vf_error_set(err, VF_E_CONFIG, "the daily file has no day of the period");
    }
    if (last - r->from >= DAYS_MAX) {
        return vf_error_set(err, VF_E_CONFIG, "the daily file spans %d days: at most %d", last - r->from + 1,
                            DAYS_MAX);
    }
    r->days = last - r->from + 1;
    return VF_OK;
}

/* ---- Wards and their beds ---- */

/* Is it the name of the config, or what the reader of extracts makes of it ("medA.vard": medA_vard)? */
static bool is_named(const char *config, const char *extract) {
    char plain[64];
    if (strcmp(config, extract) == 0) {
        return true;
    }
    vf_extract_plain_name(config, strlen(config), plain);
    return strcmp(plain, extract) == 0;
}

static uint16_t ward_named(const struct vf_model *m, const char *name) {
    for (uint16_t w = 0; w < m->n_wards; w++) {
        if (is_named(m->unit[m->ward_unit[w]].name, name)) {
            return m->ward_unit[w];
        }
    }
    return VF_NONE16;
}

static int unknown(const struct vf_model *m, const char *name, const char *file, struct vf_error *err) {
    const char **names = vf_xcalloc(m->n_wards + m->n_orgs + 1U, sizeof *names);
    for (uint16_t w = 0; w < m->n_wards; w++) {
        names[w] = m->unit[m->ward_unit[w]].name;
    }
    for (uint16_t k = 0; k < m->n_orgs; k++) {
        names[m->n_wards + k] = m->org[k].name;
    }
    const char *near = vf_suggest(name, names, m->n_wards + m->n_orgs);
    free(names);
    char message[160], advice[160];
    (void)snprintf(message, sizeof message, "%s: the config has no ward called \"%.60s\"", file, name);
    (void)snprintf(advice, sizeof advice,
                   near ? "did you mean \"%.60s\"? Or name the ward in the map" : "name the ward in the map",
                   near);
    return vf_error_add(err, VF_E_CONFIG, &(struct vf_problem){.message = message, .advice = advice});
}

static int find_wards(struct vf_replay *r, const struct vf_extract *x, const struct vf_model *m,
                      struct vf_error *err) {
    int code = VF_OK;
    r->ward = vf_xcalloc(x->ward.n + 1, sizeof *r->ward);
    r->of_name = vf_xcalloc(x->ward.n + 1, sizeof *r->of_name);
    for (size_t k = 0; k < x->ward.n; k++) {
        uint16_t u = ward_named(m, x->ward.name[k]);
        r->of_name[k] = (uint16_t)r->n_wards;
        if (u == VF_NONE16) {
            code = unknown(m, x->ward.name[k], "the daily file", err);
            continue;
        }
        r->ward[r->n_wards++] = u;
    }
    return code;
}

/* How many names of the file the map gives this ward: each has a row a day, and they are added up. */
static int rows_a_day(const struct vf_extract_map *map, const char *ward) {
    const cJSON *wards = vf_json_pointer_get(map->file.resolved, "/days/wards");
    int n = 0;
    for (const cJSON *w = wards != NULL ? wards->child : NULL; w != NULL; w = w->next) {
        n += strcmp(w->valuestring, ward) == 0;
    }
    return n > 0 ? n : 1;
}

static int too_many(const char *ward, int32_t day, int n, struct vf_error *err) {
    struct vf_date d = vf_date_from_days(day);
    return vf_error_set(err, VF_E_CONFIG, "the daily file has %s rows for %s on %04d-%02d-%02d",
                        n > 1 ? "too many" : "two", ward, d.year, d.month, d.day);
}

static struct vf_replay_day *day_of(const struct vf_replay *r, const struct vf_extract_day *d) {
    return &r->day[(size_t)r->of_name[d->ward] * (size_t)r->days + (size_t)(d->day - r->from)];
}

/* The reported days, each at its place. One that lacks a row of its ward counts as not reported. */
static int place_days(struct vf_replay *r, const struct vf_extract *x, const struct vf_extract_map *map,
                      struct vf_error *err) {
    size_t n = r->n_wards * (size_t)r->days;
    r->day = vf_xcalloc(n + 1, sizeof *r->day);
    int *rows = vf_xcalloc(n + 1, sizeof *rows), *most = vf_xcalloc(x->ward.n + 1, sizeof *most),
        code = VF_OK;
    for (size_t k = 0; k < n; k++) {
        r->day[k] = (struct vf_replay_day){.day = r->from + (int32_t)(k % (size_t)r->days),
                                           .ward = (uint16_t)(k / (size_t)r->days)};
    }
    for (size_t k = 0; k < x->ward.n; k++) {
        most[r->of_name[k]] = rows_a_day(map, x->ward.name[k]);
    }
    for (size_t k = 0; k < x->n_days && code == VF_OK; k++) {
        const struct vf_extract_day *d = &x->day[k];
        struct vf_replay_day *to = day_of(r, d);
        if (++rows[to - r->day] > most[to->ward]) {
            code = too_many(x->ward.name[d->ward], d->day, most[to->ward], err);
        }
        to->disponibla += d->disponibla;
        to->reported[VF_REPLAY_OVER] += d->overbelagda;
        to->reported[VF_REPLAY_AWAY] += d->utlokaliserade;
    }
    for (size_t k = 0; k < n; k++) {
        if (rows[k] < most[r->day[k].ward]) {
            r->day[k].disponibla = r->day[k].reported[0] = r->day[k].reported[1] = (double)NAN;
        }
    }
    free(rows);
    free(most);
    return code;
}

/* The ward's beds by the calendar: before the first whole day as on it, where one is missing the last one known goes on. */
static int make_beds(const struct vf_replay *r, size_t ward, struct vf_model *m, struct vf_error *err) {
    const struct vf_replay_day *day = &r->day[ward * (size_t)r->days];
    struct vf_unit *unit = &m->unit[r->ward[ward]];
    int32_t first = 0;
    while (first < r->days && isnan(day[first].disponibla)) {
        first++;
    }
    if (first == r->days) {
        return vf_error_set(err, VF_E_CONFIG,
                            "the daily file has no day with a row for each name that the map gives %s",
                            unit->name);
    }
    m->profile = vf_xrealloc(m->profile, (m->n_profiles + 1U) * sizeof *m->profile);
    struct vf_profile *p = &m->profile[m->n_profiles];
    unit->capacity = (int32_t)m->n_profiles++;
    m->ward[unit->ward].staff = VF_NONE16;
    vf_profile_init(p, day[first].disponibla);
    double now = day[first].disponibla;
    int code = VF_OK;
    for (int32_t k = first; k < r->days && code == VF_OK; k++) {
        if (!isnan(day[k].disponibla) && day[k].disponibla != now) {
            now = day[k].disponibla;
            code = vf_profile_dated(p, vf_date_from_days(day[k].day), now, err);
        }
    }
    return code == VF_OK ? vf_profile_compile(p, &m->calendar, err) : code;
}

/* ---- What is taken away ---- */

static void take_away(struct vf_model *m) {
    vf_effects_model_free(m);
    m->effects = NULL;
    free(m->stay_profile);
    m->stay_profile = NULL;
    m->people = false;
    m->liability.on = false;
    m->run.stop_after_arrivals = UINT64_MAX;
    for (uint16_t u = 0; u < m->n_units; u++) {
        m->unit[u].start_n = 0;
        m->unit[u].traits &= ~(uint32_t)(VF_T_EARLY | VF_T_VIRTUALLY);
    }
    for (uint16_t w = 0; w < m->n_wards; w++) {
        m->ward[w].outlier_factor = 1;
        m->ward[w].early_share = m->ward[w].fall_back = 0;
        m->ward[w].nights = false;
    }
    for (uint16_t g = 0; g < m->n_groups; g++) {
        m->group[g].readmission_p = 0;
        m->group[g].cohort = m->group[g].planning = VF_NONE16;
    }
    for (size_t k = 0; k < (size_t)m->n_wards * m->n_groups; k++) {
        m->placement[k].virtual_unit = VF_NONE16;
        m->placement[k].eligible = 0;
    }
    for (uint16_t k = 0; k < m->n_sources; k++) {
        free(m->source[k].times);
    }
    m->n_sources = 0;
}

/* ---- Where patients enter: for a ward of the config, or for each ward of a klinik, a node of its own ---- */

/* The nodes for those of a klinik, a group and a way of admission. */
struct door {
    uint32_t klinik, group, planned, node;
    uint16_t n;
};
struct doors {
    const struct vf_extract *x;
    const struct vf_traffic *traffic;
    uint32_t n_old;        /* nodes of the config */
    uint32_t added, spare; /* beyond these; places for them */
    struct door *item;
    size_t n, room;
    bool full; /* of nodes: not every door has all of its own */
};

static bool belongs(const struct vf_model *m, uint16_t u, const char *klinik, bool by_name) {
    const struct vf_unit *unit = &m->unit[u];
    return by_name ? is_named(unit->name, klinik)
                   : unit->klinik != VF_NONE16 && is_named(m->org[unit->klinik].name, klinik);
}

static bool leads_to(const struct vf_model *m, const struct vf_node *n, uint16_t u) {
    if (n->family == VF_NONE16) {
        return n->unit == u;
    }
    const struct vf_family *f = &m->family[n->family];
    for (uint16_t k = 0; k < f->n_members; k++) {
        if (f->unit[(size_t)k * f->n_slots + n->unit] == u) {
            return true;
        }
    }
    return false;
}

/* The node of the config that those like this one take to the ward: of the group of that name if there is one, planned or
 * not as they are, and of these the one with most patients. VF_NONE32: nobody goes there. */
static uint32_t model_node(const struct vf_model *m, const struct doors *d, uint16_t u,
                           const struct door *of) {
    uint32_t best = VF_NONE32;
    double most = -1;
    for (uint32_t k = 0; k < d->n_old; k++) {
        const struct vf_node *n = &m->node[k];
        if (!leads_to(m, n, u)) {
            continue;
        }
        double score = d->traffic->node_rate[k];
        score += strcmp(m->group[n->group].name, d->x->group.name[of->group]) == 0 ? 2e9 : 0;
        score += ((n->flags & VF_N_PLANNED) != 0) == (of->planned != 0) ? 1e9 : 0;
        if (score > most) {
            most = score;
            best = k;
        }
    }
    return best;
}

static void add_node(struct vf_model *m, struct doors *d, uint32_t like, uint16_t u, bool planned) {
    if (d->added++ == d->spare) { /* each has one edge */
        d->spare = d->spare > 0 ? 2 * d->spare : 64;
        m->node = vf_xrealloc(m->node, (d->n_old + (size_t)d->spare) * sizeof *m->node);
        m->edge = vf_xrealloc(m->edge, (m->n_edges + (size_t)d->spare) * sizeof *m->edge);
    }
    struct vf_node *n = &m->node[m->n_nodes++];
    *n = m->node[like];
    n->name = vf_xstrdup(n->name);
    n->unit = u;
    n->family = VF_NONE16;
    n->flags = planned ? VF_N_PLANNED : 0;
    n->edge0 = m->n_edges;
    n->n_edges = 1;
    n->n_steps = n->n_triage = 0;
    n->patience = n->worsen = n->rebook = -1;
    n->balk_at = VF_UNLIMITED;
    m->edge[m->n_edges++] = (struct vf_edge){
        .cum = 1, .target = VF_TERM_EXIT, .lead = -1, .delay = -1, .transit = VF_TRANSIT_NONE};
}

static const struct door *door_of(struct doors *d, struct vf_model *m, const struct vf_extract_stay *stay) {
    struct door of = {.klinik = stay->klinik, .group = stay->group, .planned = stay->planned};
    for (size_t k = d->n; k-- > 0;) {
        const struct door *known = &d->item[k];
        if (known->klinik == of.klinik && known->group == of.group && known->planned == of.planned) {
            return known;
        }
    }
    const char *klinik = d->x->klinik.name[stay->klinik];
    bool by_name = ward_named(m, klinik) != VF_NONE16;
    of.node = m->n_nodes;
    for (uint16_t w = 0; w < m->n_wards; w++) {
        uint16_t u = m->ward_unit[w];
        uint32_t like = belongs(m, u, klinik, by_name) ? model_node(m, d, u, &of) : VF_NONE32;
        d->full = d->full || (like != VF_NONE32 && m->n_nodes >= VF_NONE16);
        if (like != VF_NONE32 && !d->full) {
            add_node(m, d, like, u, stay->planned);
            of.n++;
        }
    }
    if (d->n == d->room) {
        d->room = d->room > 0 ? 2 * d->room : 64;
        d->item = vf_xrealloc(d->item, d->room * sizeof *d->item);
    }
    d->item[d->n] = of;
    return &d->item[d->n++];
}

/* ---- The list of patients ---- */

/* When a stay begins and ends, ms from the start of the replay. Days without a time of day: in at noon, out an hour before,
 * so that a bed is free when the next comes; on the same day, out an hour after. */
static void times_of(const struct vf_replay *r, const struct vf_extract *x,
                     const struct vf_extract_stay *stay, int64_t *in, int64_t *out) {
    int64_t zero = (int64_t)r->from * MINUTES, end = zero + ((int64_t)r->days + 1) * MINUTES;
    int64_t from = stay->in + (x->timed_in ? 0 : NOON), to = stay->out;
    if (stay->out == VF_EXTRACT_NONE) {
        to = end;
    } else if (!x->timed_out) {
        to += NOON - 60;
    }
    to = to < from ? from + 60 : to;
    *in = (from - zero) * MS_MINUTE;
    *out = (to - zero) * MS_MINUTE;
}

struct entry {
    int64_t at;
    size_t order;
    struct vf_source_stay stay;
};

static int by_time(const void *va, const void *vb) {
    const struct entry *a = va, *b = vb;
    if (a->at != b->at) {
        return a->at < b->at ? -1 : 1;
    }
    return (a->order > b->order) - (a->order < b->order);
}

static void make_source(struct vf_model *m, const struct entry *entry, size_t n) {
    m->source = vf_xrealloc(m->source, sizeof *m->source);
    m->source[0] = (struct vf_source){.kind = VF_SRC_REPLAY,
                                      .rate = -1,
                                      .n_times = (uint32_t)n,
                                      .times = vf_xcalloc(n + 1, sizeof(int64_t)),
                                      .stays = vf_xcalloc(n + 1, sizeof(struct vf_source_stay)),
                                      .entry = VF_NONE32,
                                      .limit = UINT64_MAX};
    m->n_sources = 1;
    for (size_t k = 0; k < n; k++) {
        m->source[0].times[k] = entry[k].at < 0 ? 0 : entry[k].at;
        m->source[0].stays[k] = entry[k].stay;
    }
}

static int make_list(struct vf_replay *r, const struct vf_extract *x, struct vf_model *m,
                     const struct vf_traffic *traffic, struct vf_error *err) {
    struct doors d = {.x = x, .traffic = traffic, .n_old = m->n_nodes};
    struct entry *entry = vf_xcalloc(x->n_stays + 1, sizeof *entry);
    bool *told = vf_xcalloc(x->klinik.n + 1, sizeof *told);
    size_t n = 0;
    int code = VF_OK;
    for (size_t k = 0; k < x->n_stays; k++) {
        int64_t in, out;
        times_of(r, x, &x->stay[k], &in, &out);
        if (out <= 0 || in >= (int64_t)r->days * VF_MS_DAY) {
            r->outside++;
            continue;
        }
        const struct door *door = door_of(&d, m, &x->stay[k]);
        if (d.full) {
            code = vf_error_set(
                err, VF_E_CONFIG,
                "too many groups at kliniker of many wards: more than %lu pairs of them; let the map "
                "have fewer groups",
                (unsigned long)VF_NONE16);
            break;
        }
        if (door->n == 0) {
            if (!told[x->stay[k].klinik]) {
                code = unknown(m, x->klinik.name[x->stay[k].klinik], "the vardtillfallen", err);
            }
            told[x->stay[k].klinik] = true;
            continue;
        }
        r->inside += in < 0;
        entry[n] = (struct entry){in, n, {out - (in < 0 ? 0 : in), door->node, door->n}};
        n++;
    }
    qsort(entry, n, sizeof *entry, by_time);
    make_source(m, entry, n);
    r->replayed = n;
    free(entry);
    free(told);
    free(d.item);
    return code;
}

int vf_replay_model(struct vf_replay *r, const struct vf_extract *x, const struct vf_extract_map *map,
                    struct vf_model *m, const struct vf_traffic *traffic, struct vf_error *err) {
    int code = find_wards(r, x, m, err);
    take_away(m);
    if (code == VF_OK) {
        code = place_days(r, x, map, err);
    }
    for (size_t k = 0; k < r->n_wards && code == VF_OK; k++) {
        code = make_beds(r, k, m, err);
    }
    int listed = make_list(r, x, m, traffic, err);
    return code == VF_OK ? listed : code;
}

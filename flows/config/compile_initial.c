/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The state at the start: a CSV file with one row per patient who lies in a unit or waits for one (docs/START.md says
 * what the columns mean). Every problem of the file is told with line and column, then those of units as a whole: more
 * patients than places, a longer queue than there may be. A change laid over the config (scenario, --set, --patch) may
 * take places away from patients who are there: they stay, as when a capacity falls. What comes out is
 * model->initial, the longest there first; flows/initial.c puts them in. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_compile_work.h"
#include "vf_json.h"
#include "vf_lines.h"
#include "vf_random.h"
#include "vf_text.h"

enum { ROWS_MAX = 1 << 24, YEARS_MAX = 150 };
static const double SHARE_LEAST = 1e-4; /* of a family's weight: initial.c finds such a patient for certain */
enum column {
    UNIT,
    GROUP,
    STATE,
    ELAPSED,
    SINCE,
    HOME,
    NODE,
    NEXT,
    READY,
    READY_SINCE,
    PRIORITY,
    STEP,
    ID,
    COLUMNS
};
static const char *const names[COLUMNS] = {"unit",     "group", "state", "elapsed", "since",
                                           "home",     "node",  "next",  "ready",   "ready_since",
                                           "priority", "step",  "id"};

struct reading {
    struct vf_compile *c;
    struct vf_lines rows;
    int at[COLUMNS];        /* the column's place in the file, -1 absent */
    struct vf_index ids;    /* ids -> line */
    uint32_t *in, *waiting; /* [unit] */
};

static const char *text(const struct reading *r, enum column col) {
    return r->at[col] < 0 ? "" : r->rows.cell[r->at[col]];
}

static bool refuse(struct reading *r, enum column col, const char *message, const char *expected,
                   const char *advice) {
    const char *found = text(r, col);
    r->c->code = vf_lines_refuse(&r->rows, r->at[col],
                                 &(struct vf_problem){.message = (char *)message,
                                                      .expected = (char *)expected,
                                                      .found = *found ? (char *)found : NULL,
                                                      .advice = (char *)advice});
    return false;
}

/* ---- Header ---- */
static bool read_header(struct reading *r) {
    for (int k = 0; k < COLUMNS; k++)
        r->at[k] = vf_lines_column(&r->rows, names[k]);
    for (int k = 0; k < r->rows.n_header; k++) {
        bool known = false;
        for (int j = 0; j < COLUMNS; j++)
            known = known || r->at[j] == k;
        if (known)
            continue;
        (void)vf_lines_refuse(
            &r->rows, k,
            &(struct vf_problem){.message = "no such column, or the same column twice",
                                 .expected = "unit, group, state, elapsed or since, home, node, next, ready "
                                             "or ready_since, priority, step, id",
                                 .found = r->rows.cell[k],
                                 .advice = (char *)vf_suggest(r->rows.cell[k], names, COLUMNS)});
    }
    static const enum column needed[] = {UNIT, GROUP};
    for (size_t k = 0; k < sizeof needed / sizeof *needed; k++)
        if (r->at[needed[k]] < 0)
            (void)vf_lines_missing(&r->rows, names[needed[k]]);
    if (r->at[ELAPSED] < 0 && r->at[SINCE] < 0)
        (void)vf_lines_missing(&r->rows, "elapsed");
    return r->rows.problems == 0;
}

/* ---- Cells ---- */
static bool to_ms(struct reading *r, enum column col, double ms, int64_t *out) {
    if (ms < 0)
        return refuse(r, col, "the time lies after the start of the run",
                      "a time from before it, so that what has passed is 0 or more", NULL);
    if (!(ms < (double)YEARS_MAX * 365 * (double)VF_MS_DAY))
        return refuse(r, col, "the time lies too far back", "at most 150 years", NULL);
    *out = (int64_t)floor(ms + 0.5);
    return true;
}

/* "3.5" (days) or "80 h". */
static bool read_length(struct reading *r, enum column col, int64_t *out) {
    const char *cell = text(r, col);
    double ms;
    if (vf_parse_double(cell, strlen(cell), &ms) == VF_NUMBER_OK)
        ms *= (double)VF_MS_DAY;
    else if (vf_quantity_duration(cell, &ms))
        return refuse(r, col, "not a length of time", "days, as 3.5, or a number and a unit, as 80 h", NULL);
    if (ms < 0)
        return refuse(r, col, "the time must not be negative", "0 or more", NULL);
    return to_ms(r, col, ms, out);
}

/* "2026-02-27", "2026-02-27 14:30" or with a T, with seconds or without. */
static bool read_moment(struct reading *r, enum column col, int64_t *out) {
    const char *cell = text(r, col);
    char part[11] = "", clock[6] = "00:00";
    struct vf_date d;
    int64_t tod = 0;
    size_t n = strlen(cell);
    bool good =
        n == 10 || ((n == 16 || (n == 19 && cell[16] == ':')) && (cell[10] == ' ' || cell[10] == 'T'));
    if (good) {
        memcpy(part, cell, 10);
        if (n > 10)
            memcpy(clock, cell + 11, 5);
        good = vf_date_parse(part, &d) == 0 && vf_quantity_clock(clock, &tod) == 0;
    }
    if (!good)
        return refuse(r, col, "not a moment", "2026-02-27 or 2026-02-27 14:30", NULL);
    int64_t days = vf_date_days(r->c->m->calendar.start) - vf_date_days(d);
    return to_ms(r, col, (double)(days * VF_MS_DAY - tod), out);
}

/* The time in one of two columns; false after a problem. *given: there was one. */
static bool read_time(struct reading *r, enum column length, enum column moment, bool *given, int64_t *out) {
    bool a = *text(r, length) != '\0', b = *text(r, moment) != '\0';
    *given = a || b;
    if (a && b)
        return refuse(r, length, "told twice: as a length of time and as a moment", "one of the two", NULL);
    return a ? read_length(r, length, out) : !b || read_moment(r, moment, out);
}

static bool find(struct reading *r, enum column col, const struct vf_index *index, const char *what,
                 uint32_t *out) {
    *out = vf_index_find(index, text(r, col));
    if (*out != VF_NONE32)
        return true;
    const char **all = vf_xcalloc(index->n + 1U, sizeof *all);
    size_t n = 0;
    for (uint32_t i = 0; i < index->size; i++)
        if (index->name[i])
            all[n++] = index->name[i];
    char message[64];
    (void)snprintf(message, sizeof message, "no %s has that name", what);
    const char *near = vf_suggest(text(r, col), all, n);
    free(all);
    return refuse(r, col, message, near, NULL);
}

/* A whole number from 0 to `most`, if there is one. */
static bool read_small(struct reading *r, enum column col, unsigned most, uint8_t *out) {
    const char *cell = text(r, col);
    double x;
    if (!*cell)
        return true;
    if (vf_parse_double(cell, strlen(cell), &x) != VF_NUMBER_OK || !(x >= 0 && x <= most) || floor(x) != x) {
        char expected[48];
        (void)snprintf(expected, sizeof expected, "a whole number from 0 to %u", most);
        return refuse(r, col, "not a number that is possible here", expected, NULL);
    }
    *out = (uint8_t)x;
    return true;
}

/* ---- Where on the path ---- */
static bool at_unit(const struct vf_model *m, uint32_t node, uint16_t u) {
    return vf_compile_weight_here(m, &m->node[node], u) > 0;
}

/* The node of the group at its unit. */
static bool find_node(struct reading *r, uint16_t g, struct vf_initial *p) {
    const struct vf_compile_group *group = &r->c->group[g];
    const struct vf_model *m = r->c->m;
    enum column place = *text(r, HOME) ? HOME : UNIT;
    if (*text(r, NODE)) {
        if (!find(r, NODE, &group->nodes, "node of the group", &p->node))
            return false;
        return at_unit(m, p->node, p->home) ||
               refuse(r, NODE, "the node is not at that unit", m->unit[p->home].name, NULL);
    }
    uint32_t n = 0;
    for (uint32_t k = 0; k < group->n_nodes; k++)
        if (at_unit(m, group->node0 + k, p->home)) {
            p->node = group->node0 + k;
            n++;
        }
    if (n == 0)
        return refuse(r, place, "the group's path has no node at that unit", NULL,
                      place == UNIT ? "name the patient's own ward in the column home when it lies elsewhere"
                                    : NULL);
    return n == 1 || refuse(r, place, "the group's path has several nodes at that unit", NULL,
                            "name the node in the column node");
}

/* In a family a patient's place follows from its key, and such a key is looked for (initial.c): not for ever. */
static bool check_share(struct reading *r, const struct vf_initial *p) {
    return vf_compile_weight_here(r->c->m, &r->c->m->node[p->node], p->home) >= SHARE_LEAST ||
           refuse(r, *text(r, HOME) ? HOME : UNIT, "hardly anybody of the family belongs to that unit",
                  "a member with at least 0.01 % of the family's weight", NULL);
}

/* The edge by the name of its target: a node, a terminal, or a unit. */
static bool find_next(struct reading *r, uint16_t g, struct vf_initial *p) {
    const struct vf_model *m = r->c->m;
    const char *cell = text(r, NEXT);
    const struct vf_node *n = &m->node[p->node];
    if (!*cell)
        return true;
    uint32_t target = vf_compile_target(r->c, g, cell), unit = vf_index_find(&r->c->units, cell);
    for (uint16_t k = 0; k < n->n_edges && k < VF_INITIAL_DRAWN; k++) {
        uint32_t to = m->edge[n->edge0 + k].target;
        bool same = target != VF_NONE32
                        ? to == target
                        : unit != VF_NONE32 && to < VF_TERM_DEATH && at_unit(m, to, (uint16_t)unit);
        if (same) {
            p->edge = (uint8_t)k;
            break;
        }
    }
    if (p->edge == VF_INITIAL_DRAWN)
        return refuse(r, NEXT, "the path leads to no such node or unit from there", NULL, NULL);
    if (p->state == VF_INITIAL_IN_CARE && (n->flags & VF_N_ROUTE_AT_ENTRY) == 0)
        return refuse(r, NEXT, "the way on is drawn when the stay is over (route_drawn at_end)",
                      "an empty cell", NULL);
    return true;
}

/* Somebody who has nothing to wait for cannot wait. */
static bool leads_on(struct reading *r, const struct vf_initial *p) {
    const struct vf_model *m = r->c->m;
    const struct vf_node *n = &m->node[p->node];
    bool any = false;
    for (uint16_t k = 0; k < n->n_edges; k++)
        if (p->edge == VF_INITIAL_DRAWN || p->edge == k)
            any = any || m->edge[n->edge0 + k].target < VF_TERM_DEATH;
    return any ||
           refuse(r, p->edge == VF_INITIAL_DRAWN ? STATE : NEXT,
                  "the path leads out of the model from there: there is nothing to wait for", NULL, NULL);
}

/* The column in which the end of the stay is told, or would be. */
static enum column ready_column(const struct reading *r) {
    return r->at[READY] >= 0 && (r->at[READY_SINCE] < 0 || *text(r, READY)) ? READY
           : r->at[READY_SINCE] >= 0                                        ? READY_SINCE
                                                                            : STATE;
}

static bool check_over(struct reading *r, const struct vf_initial *p) {
    const struct vf_model *m = r->c->m;
    if (p->ready > p->elapsed)
        return refuse(r, ready_column(r), "the stay was over before it began", NULL, NULL);
    if (m->node[p->node].n_steps > 0)
        return refuse(r, STATE, "the visits there are made of steps", "in_care or waiting", NULL);
    if (p->state == VF_INITIAL_PLANNING && m->unit[p->unit].ward == VF_NONE16)
        return refuse(r, STATE, "only on a ward is there planning of a discharge",
                      "in_care, ready or waiting", NULL);
    return leads_on(r, p);
}

static bool check_away(struct reading *r, const struct vf_initial *p) {
    if (p->state == VF_INITIAL_WAITING)
        return refuse(r, HOME, "who waits lies nowhere", "an empty cell", NULL);
    return r->c->m->unit[p->unit].ward != VF_NONE16 ||
           refuse(r, HOME, "only on another ward does a patient lie away from home", "an empty cell", NULL);
}

static bool check_state(struct reading *r, const struct vf_initial *p, bool ready_given) {
    bool over = p->state == VF_INITIAL_PLANNING || p->state == VF_INITIAL_READY;
    if (over && !ready_given)
        return refuse(r, ready_column(r), "the time since the stay was over is missing",
                      "ready or ready_since", NULL);
    if (ready_given && !over)
        return refuse(r, ready_column(r), "only in the states planning and ready is the stay over",
                      "an empty cell", NULL);
    if (p->state == VF_INITIAL_WAITING && (r->c->m->unit[p->unit].traits & VF_T_INFINITE) != 0)
        return refuse(r, STATE, "nobody waits for a unit that is never full", "in_care", NULL);
    if (p->unit != p->home && !check_away(r, p))
        return false;
    return !over || check_over(r, p);
}

static bool read_home(struct reading *r, struct vf_initial *p) {
    uint32_t home;
    p->home = p->unit;
    if (!*text(r, HOME))
        return true;
    if (!find(r, HOME, &r->c->units, "unit", &home))
        return false;
    p->home = (uint16_t)home;
    return r->c->m->unit[home].ward != VF_NONE16 || p->home == p->unit ||
           refuse(r, HOME, "not a ward", NULL, NULL);
}

static bool read_id(struct reading *r, struct vf_initial *p) {
    const char *cell = text(r, ID);
    if (!*cell) {
        p->id = vf_key(0, p->row);
        return true;
    }
    p->id = vf_name_key(cell);
    return vf_index_put(&r->ids, cell, (uint32_t)r->rows.line) ||
           refuse(r, ID, "two rows have the same id", NULL, NULL);
}

/* What can be read without knowing the rest; every cell is looked at. */
static bool read_cells(struct reading *r, struct vf_initial *p, uint32_t *unit, uint32_t *g,
                       bool *ready_given) {
    bool given, good = find(r, UNIT, &r->c->units, "unit", unit);
    good = find(r, GROUP, &r->c->groups, "group", g) && good;
    int state = *text(r, STATE) ? vf_word_index(vf_words_initial, text(r, STATE)) : 0;
    if (state < 0)
        good = refuse(r, STATE, "no such state", "in_care, planning, ready or waiting", NULL);
    good = read_time(r, ELAPSED, SINCE, &given, &p->elapsed) && good;
    if (good && !given)
        good = refuse(r, r->at[ELAPSED] >= 0 ? ELAPSED : SINCE, "the time passed is missing",
                      "elapsed or since", NULL);
    good = read_time(r, READY, READY_SINCE, ready_given, &p->ready) && good;
    good = read_small(r, PRIORITY, VF_PRIORITIES - 1, &p->priority) && good;
    p->state = (uint8_t)state;
    return read_id(r, p) && good;
}

static bool read_row(struct reading *r, struct vf_initial *p) {
    uint32_t unit, g;
    bool ready_given;
    *p = (struct vf_initial){
        .row = (uint32_t)r->rows.line, .ready = -1, .edge = VF_INITIAL_DRAWN, .priority = VF_INITIAL_DRAWN};
    if (!read_cells(r, p, &unit, &g, &ready_given))
        return false;
    p->unit = (uint16_t)unit;
    if (!read_home(r, p) || !find_node(r, (uint16_t)g, p) || !check_share(r, p) ||
        !find_next(r, (uint16_t)g, p))
        return false;
    uint16_t steps = r->c->m->node[p->node].n_steps;
    return read_small(r, STEP, steps > 0 ? steps - 1U : 0, &p->step) && check_state(r, p, ready_given);
}

/* ---- The whole ---- */
static bool as_written(const struct vf_compile *c) {
    static const char *const parts[] = {"units", "families", "levers", "staff"};
    const struct vf_config *cfg = c->cfg;
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) {
        const cJSON *a = vf_json_get(cfg->resolved, parts[k]), *b = vf_json_get(cfg->base_resolved, parts[k]);
        if ((a == NULL) != (b == NULL) || (a != NULL && !vf_json_equal(a, b)))
            return false;
    }
    return true;
}

static void check_room(struct reading *r, uint16_t u) {
    const struct vf_model *m = r->c->m;
    const struct vf_unit *unit = &m->unit[u];
    bool ward = unit->ward != VF_NONE16;
    double room = ward ? (double)m->ward[unit->ward].fysiska : vf_compile_capacity_at_start(m, unit);
    if (ward && m->ward[unit->ward].fysiska == VF_UNLIMITED)
        room = INFINITY;
    if ((unit->traits & VF_T_INFINITE) == 0 && r->in[u] > room)
        VF_REFUSE(r->c, "/run/initial_state",
                  "%s: unit %s begins with %lu patients and has %.0f %s: those without a place wait (state "
                  "waiting)",
                  r->rows.path, unit->name, (unsigned long)r->in[u], room,
                  ward ? "fysiska beds" : "places at the start");
    if (unit->ext_cap != VF_UNLIMITED && r->waiting[u] > unit->ext_cap)
        VF_REFUSE(r->c, "/run/initial_state", "%s: %lu patients wait for unit %s, whose queue holds %lu",
                  r->rows.path, (unsigned long)r->waiting[u], unit->name, (unsigned long)unit->ext_cap);
}

static void check_cohorts(struct reading *r) {
    const struct vf_model *m = r->c->m;
    uint32_t *n = vf_xcalloc(m->n_groups + 1U, sizeof *n);
    for (uint32_t i = 0; i < m->n_initial; i++)
        n[m->node[m->initial[i].node].group]++;
    for (uint16_t g = 0; g < m->n_groups; g++)
        if (m->group[g].cohort != VF_NONE16 && n[g] > m->cohort[m->group[g].cohort].size)
            VF_REFUSE(r->c, "/run/initial_state",
                      "%s: %lu patients of group %s, whose cohort has %lu members", r->rows.path,
                      (unsigned long)n[g], m->group[g].name,
                      (unsigned long)m->cohort[m->group[g].cohort].size);
    free(n);
}

/* Total: no two are of one row. */
static int longest_first(const void *va, const void *vb) {
    const struct vf_initial *a = va, *b = vb;
    if (a->elapsed != b->elapsed)
        return a->elapsed < b->elapsed ? 1 : -1;
    return (a->row > b->row) - (a->row < b->row);
}

static void read_rows(struct reading *r) {
    struct vf_model *m = r->c->m;
    int got;
    while ((got = vf_lines_next(&r->rows)) != 0) {
        struct vf_initial p;
        if (m->n_initial == ROWS_MAX) {
            (void)refuse(r, UNIT, "too many patients", NULL, NULL);
            return;
        }
        if (got < 0 || !read_row(r, &p))
            continue;
        m->initial = vf_compile_grow(m->initial, m->n_initial, sizeof *m->initial);
        m->initial[m->n_initial++] = p;
        r->c->unit[p.unit].n_initial++;
        r->in[p.unit] += p.state != VF_INITIAL_WAITING;
        r->waiting[p.unit] += p.state == VF_INITIAL_WAITING;
    }
}

void vf_compile_initial(struct vf_compile *c) {
    const cJSON *file = vf_json_get(vf_json_get(c->cfg->resolved, "run"), "initial_state");
    struct vf_model *m = c->m;
    if (!file)
        return;
    struct reading r = {.c = c};
    char *path = vf_config_file(c->cfg, "/run/initial_state", file->valuestring);
    r.in = vf_xcalloc(m->n_units + 1U, sizeof *r.in);
    r.waiting = vf_xcalloc(m->n_units + 1U, sizeof *r.waiting);
    if (vf_lines_open(&r.rows, path, c->err) == VF_OK && read_header(&r))
        read_rows(&r);
    if (r.rows.problems > 0 || r.rows.text == NULL)
        c->code = VF_E_CONFIG;
    else if (m->n_initial > 0) {
        qsort(m->initial, m->n_initial, sizeof *m->initial, longest_first);
        bool strict = as_written(c);
        for (uint16_t u = 0; u < m->n_units && strict; u++)
            check_room(&r, u);
        check_cohorts(&r);
    }
    vf_lines_close(&r.rows);
    vf_index_fini(&r.ids);
    free(r.in);
    free(r.waiting);
    free(path);
}

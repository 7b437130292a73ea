/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Offered load against capacity: see vf_load.h. The first scenario is shown whole, the others by what differs. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_fields.h"
#include "vf_load.h"
#include "vf_table.h"

static const double TIGHT = 0.95, OVER = 1;

/* How full a unit will be: tight from 95 %, over from 100 % (no steady state unless patients leave or are placed
 * elsewhere). */
enum verdict { LOAD_FINE, LOAD_TIGHT, LOAD_OVER };
static enum verdict verdict_of(const struct vf_point *p, uint16_t unit) {
    double share = vf_point_traffic(p)->load_share[unit];
    if (share >= OVER)
        return LOAD_OVER;
    return share > TIGHT ? LOAD_TIGHT : LOAD_FINE;
}

/* Whether some who wait here leave the queue, or do not join it when it is long. */
static bool some_give_up(const struct vf_model *m, uint16_t unit) {
    for (uint32_t i = 0; i < m->n_nodes; i++) {
        const struct vf_node *n = &m->node[i];
        uint16_t family = m->unit[unit].family;
        bool here = n->family == VF_NONE16 ? n->unit == unit : n->family == family;
        if (here && (n->patience >= 0 || n->balk_at != VF_UNLIMITED))
            return true;
    }
    return false;
}

/* The word for how full, as a last cell; left out of tables in which no unit needs one. */
static void put_verdict(struct vf_table *t, const struct vf_call *call, const struct vf_point *p,
                        uint16_t u) {
    enum verdict verdict = verdict_of(p, u);
    bool ward = p->model.unit[u].ward != VF_NONE16;
    const char *text = "";
    if (verdict == LOAD_TIGHT)
        text = VF_SAY(call->language, "trångt", "tight");
    else if (verdict == LOAD_OVER && ward)
        text = VF_SAY(call->language, "fler än platserna", "more than the beds");
    else if (verdict == LOAD_OVER && some_give_up(&p->model, u))
        text = VF_SAY(call->language, "en del ger upp", "some give up");
    else if (verdict == LOAD_OVER)
        text = VF_SAY(call->language, "kön växer", "the queue grows");
    vf_table_text(t, text);
    vf_table_colour(t, verdict == LOAD_OVER ? VF_BAD : VF_WARN);
}

static void put_unit(struct vf_table *t, const struct vf_call *call, const struct vf_point *p, uint16_t u) {
    const struct vf_traffic *traffic = vf_point_traffic(p);
    const struct vf_unit *unit = &p->model.unit[u];
    vf_table_text(t, unit->name);
    vf_table_text(t, unit->kind->name);
    vf_table_real(t, traffic->arrivals_per_ms[u] * (double)VF_MS_DAY, 2);
    vf_table_real(t, traffic->load[u], 2);
    if (isinf(traffic->capacity_mean[u])) {
        vf_table_text(t, VF_SAY(call->language, "obegränsad", "unlimited"));
        vf_table_text(t, "");
        return;
    }
    vf_table_real(t, traffic->capacity_mean[u],
                  traffic->capacity_mean[u] == floor(traffic->capacity_mean[u]) ? 0 : 2);
    vf_table_real(t, 100 * traffic->load_share[u], 1);
}

static bool differs(const struct vf_point *a, const struct vf_point *b, uint16_t u) {
    return a->model.n_units != b->model.n_units ||
           strcmp(a->model.unit[u].name, b->model.unit[u].name) != 0 ||
           fabs(vf_point_traffic(a)->arrivals_per_ms[u] - vf_point_traffic(b)->arrivals_per_ms[u]) >
               1e-9 * vf_point_traffic(a)->arrivals_per_ms[u] ||
           fabs(vf_point_traffic(a)->load[u] - vf_point_traffic(b)->load[u]) >
               1e-9 * vf_point_traffic(a)->load[u] ||
           vf_point_traffic(a)->capacity_mean[u] != vf_point_traffic(b)->capacity_mean[u];
}

static bool any_verdict(const struct vf_experiment *x, size_t k) {
    for (uint16_t u = 0; u < x->point[k].model.n_units; u++)
        if (verdict_of(&x->point[k], u) != LOAD_FINE)
            return true;
    return false;
}

/* Units by level; of a later scenario only those that differ from the first. Returns the number of rows. */
static size_t fill(struct vf_table *t, const struct vf_call *call, const struct vf_experiment *x, size_t k) {
    const struct vf_point *p = &x->point[k];
    bool verdicts = any_verdict(x, k);
    size_t rows = 0, before = 0;
    for (int level = 0; level < VF_LEVELS; level++) {
        for (uint16_t u = 0; u < p->model.n_units; u++)
            if (p->model.unit[u].level == level && (k == 0 || differs(&x->point[0], p, u))) {
                if (rows > 0 && rows == before)
                    vf_table_rule(t);
                put_unit(t, call, p, u);
                if (verdicts)
                    put_verdict(t, call, p, u);
                rows++;
            }
        before = rows;
    }
    return rows;
}

/* The unit of a server; of a staff pool nothing. */
static const char *owner(const struct vf_point *p, uint16_t pool) {
    uint16_t unit = p->model.pool[pool].unit;
    return unit != VF_NONE16 ? p->model.unit[unit].name : "";
}

static void print_pools(const struct vf_call *call, const struct vf_point *p) {
    const struct vf_table_column columns[] = {{VF_SAY(call->language, "Personal", "Servers"), VF_LEFT},
                                              {VF_SAY(call->language, "Enhet", "Unit"), VF_LEFT},
                                              {VF_SAY(call->language, "Upptagna", "Load"), VF_RIGHT},
                                              {VF_SAY(call->language, "Antal", "Capacity"), VF_RIGHT},
                                              {"%", VF_RIGHT}};
    if (p->model.n_pools == 0)
        return;
    struct vf_table *t = vf_table_new(call->language, columns, 5);
    for (uint16_t k = 0; k < p->model.n_pools; k++) {
        vf_table_text(t, p->model.pool[k].name);
        vf_table_text(t, owner(p, k));
        vf_table_real(t, vf_point_traffic(p)->pool_load[k], 2);
        vf_table_real(t, vf_point_traffic(p)->pool_capacity[k], 2);
        double share = vf_point_traffic(p)->pool_load[k] / vf_point_traffic(p)->pool_capacity[k];
        vf_table_real(t, 100 * share, 1);
        vf_table_colour(t, share >= OVER ? VF_BAD : share > TIGHT ? VF_WARN : VF_PLAIN);
    }
    (void)fputc('\n', call->out);
    vf_table_print(t, call->out, call->colour);
    vf_table_free(t);
}

static void print_point(const struct vf_call *call, const struct vf_experiment *x, size_t k) {
    const struct vf_table_column columns[] = {{VF_SAY(call->language, "Enhet", "Unit"), VF_LEFT},
                                              {VF_SAY(call->language, "Slag", "Kind"), VF_LEFT},
                                              {VF_SAY(call->language, "Ankomster/d", "Arrivals/d"), VF_RIGHT},
                                              {VF_SAY(call->language, "Belastning", "Load"), VF_RIGHT},
                                              {VF_SAY(call->language, "Kapacitet", "Capacity"), VF_RIGHT},
                                              {"%", VF_RIGHT},
                                              {VF_SAY(call->language, "Omdöme", "Verdict"), VF_LEFT}};
    struct vf_table *t = vf_table_new(call->language, columns, any_verdict(x, k) ? 7 : 6);
    size_t rows = fill(t, call, x, k);
    if (x->n_points > 1)
        (void)fprintf(call->out, "\n%s%s%s%s\n", vf_terminal_escape(call->colour, VF_BOLD), x->point[k].name,
                      vf_terminal_escape(call->colour, VF_PLAIN),
                      k == 0     ? ""
                      : rows > 0 ? VF_SAY(call->language, " (det som skiljer)", " (what differs)")
                                 : VF_SAY(call->language, " (samma belastning)", " (the same load)"));
    if (rows > 0)
        vf_table_print(t, call->out, call->colour);
    vf_table_free(t);
    if (k == 0)
        print_pools(call, &x->point[k]);
}

void vf_load_print(const struct vf_call *call, const struct vf_experiment *x) {
    (void)fprintf(call->out, "%s: %s\n", x->path, VF_SAY(call->language, "felfri", "no problems"));
    for (size_t k = 0; k < x->n_points; k++)
        print_point(call, x, k);
}

static void json_problems(struct vf_json_writer *w, const struct vf_error *err) {
    vf_json_key(w, "problems");
    vf_json_begin_array(w);
    for (size_t i = 0; i < err->n; i++) {
        const struct vf_problem *p = &err->items[i];
        vf_json_begin_object(w);
        vf_json_key_string(w, "file", p->file);
        vf_json_key_integer(w, "line", p->line);
        vf_json_key_integer(w, "column", p->column);
        vf_json_key_string(w, "pointer", p->pointer);
        vf_json_key_string(w, "message", p->message);
        vf_json_key_string(w, "expected", p->expected);
        vf_json_key_string(w, "found", p->found);
        vf_json_key_string(w, "advice", p->advice);
        vf_json_end_object(w);
    }
    vf_json_end_array(w);
}

static void json_unit(struct vf_json_writer *w, const struct vf_point *p, uint16_t u) {
    static const char *const words[] = {"fine", "tight", "over"};
    const struct vf_unit *unit = &p->model.unit[u];
    bool limited = !isinf(vf_point_traffic(p)->capacity_mean[u]);
    vf_json_key(w, unit->name);
    vf_json_begin_object(w);
    vf_json_key_string(w, "kind", unit->kind->name);
    vf_json_key_string(w, "level", vf_words_level[unit->level]);
    vf_json_key_number(w, "arrivals_per_day", vf_point_traffic(p)->arrivals_per_ms[u] * (double)VF_MS_DAY);
    vf_json_key_number(w, "offered_load", vf_point_traffic(p)->load[u]);
    vf_json_key_number(w, "capacity", vf_point_traffic(p)->capacity_mean[u]);
    vf_json_key_number(w, "load_share", limited ? vf_point_traffic(p)->load_share[u] : (double)NAN);
    vf_json_key_string(w, "verdict", words[verdict_of(p, u)]);
    vf_json_end_object(w);
}

static void json_point(struct vf_json_writer *w, const struct vf_point *p) {
    vf_json_begin_object(w);
    vf_json_key_string(w, "name", p->name);
    vf_json_key(w, "units");
    vf_json_begin_object(w);
    for (uint16_t u = 0; u < p->model.n_units; u++)
        json_unit(w, p, u);
    vf_json_end_object(w);
    vf_json_key(w, "servers");
    vf_json_begin_array(w);
    for (uint16_t k = 0; k < p->model.n_pools; k++) {
        vf_json_begin_object(w);
        vf_json_key_string(w, "name", p->model.pool[k].name);
        vf_json_key_string(w, "unit", owner(p, k));
        vf_json_key_number(w, "offered_load", vf_point_traffic(p)->pool_load[k]);
        vf_json_key_number(w, "capacity", vf_point_traffic(p)->pool_capacity[k]);
        vf_json_end_object(w);
    }
    vf_json_end_array(w);
    vf_json_key(w, "groups");
    vf_json_begin_object(w);
    for (uint16_t g = 0; g < p->model.n_groups; g++) {
        vf_json_key(w, p->model.group[g].name);
        vf_json_begin_object(w);
        vf_json_key_number(w, "arrivals_per_day", vf_point_traffic(p)->group_rate[g] * (double)VF_MS_DAY);
        vf_json_end_object(w);
    }
    vf_json_end_object(w);
    vf_json_end_object(w);
}

void vf_load_json(struct vf_json_writer *w, const char *path, const struct vf_experiment *x,
                  const struct vf_error *err) {
    vf_json_begin_object(w);
    vf_json_key_string(w, "config", path);
    vf_json_key_bool(w, "ok", x != NULL);
    json_problems(w, err);
    vf_json_key(w, "scenarios");
    vf_json_begin_array(w);
    for (size_t k = 0; x && k < x->n_points; k++)
        json_point(w, &x->point[k]);
    vf_json_end_array(w);
    vf_json_end_object(w);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The JSON document of `run`: scenarios, and in each the indicators of the region, the hospitals, the units (with
 * groups, servers, months, distribution and phases beside their metrics), the groups, the flows and the checks. */
#include <math.h>
#include <stdlib.h>

#include "vf_account.h"
#include "vf_fields.h"
#include "vf_json.h"
#include "vf_result_series.h"

struct doc {
    struct vf_json_writer w;
    const struct vf_experiment *x;
    const struct vf_point *p;
    size_t point;
    const struct vf_result_entry *entry;
    size_t n;
};

/* Left open, for what the caller knows beside it. */
static void put_summary(struct vf_json_writer *w, const struct vf_summary *s, const char *unit) {
    vf_json_begin_object(w);
    vf_json_key_number(w, "mean", s->mean);
    vf_json_key_number(w, "ci95", s->ci95);
    vf_json_key_integer(w, "n", (long long)s->n);
    vf_json_key_number(w, "sd", s->sd);
    vf_json_key_number(w, "ci_low", s->ci_low);
    vf_json_key_number(w, "ci_high", s->ci_high);
    vf_json_key_number(w, "sd_year", s->sd_year);
    vf_json_key_number(w, "pi_low", s->pi_low);
    vf_json_key_number(w, "pi_high", s->pi_high);
    vf_json_key_string(w, "unit", unit);
}

static bool same_place(const struct vf_result_entry *a, const struct vf_result_entry *b, bool which) {
    return a->block == b->block && a->of == b->of && a->part == b->part && (!which || a->which == b->which);
}

/* The end of the entries that share a place with entry i: the part of a block, or one element of the part. */
static size_t end_of(const struct doc *d, size_t i, bool which) {
    size_t j = i;
    while (j < d->n && same_place(&d->entry[i], &d->entry[j], which)) {
        j++;
    }
    return j;
}

static void put_metrics(struct doc *d, size_t from, size_t to) {
    for (size_t i = from; i < to; i++) {
        const struct vf_metric *metric = d->p->measures.column[d->entry[i].local].metric;
        struct vf_summary s;
        vf_experiment_summary(d->x, d->point, d->entry[i].column, &s);
        vf_json_key(&d->w, metric->id);
        put_summary(&d->w, &s, vf_measure_unit(&d->p->model, metric->measure));
        if (d->x->study.pairs) {
            uint32_t point = (uint32_t)d->point;
            double gain = vf_study_gain(&d->x->study, point, point, d->entry[i].column);
            vf_json_key_number(&d->w, "antithetic_gain", isinf(gain) ? (double)NAN : gain);
        }
        vf_json_end_object(&d->w);
    }
}

/* Groups that never came to a unit are left out there. */
static bool worth_telling(const struct doc *d, size_t from, size_t to) {
    for (size_t i = from; i < to; i++) {
        struct vf_summary s;
        vf_study_summary(&d->x->study, (uint32_t)d->point, d->entry[i].column, &s);
        if (s.n > 0 && (s.min != 0 || s.max != 0)) {
            return true;
        }
    }
    return false;
}

static void put_element_key(struct doc *d, const struct vf_result_entry *e) {
    char month[8];
    switch (e->part) {
    case VF_PART_GROUP: vf_json_key(&d->w, d->p->model.group[e->which].name); break;
    case VF_PART_POOL: vf_json_key(&d->w, d->p->model.pool[e->which].name); break;
    default:
        (void)snprintf(month, sizeof month, "%u", (unsigned)e->which % 100U);
        vf_json_key(&d->w, month);
        break;
    }
}

/* One part of a block as "by_group": {"stroke": {...}, ...}. */
static void put_part(struct doc *d, size_t from, size_t to) {
    static const char *const names[] = {
        [VF_PART_GROUP] = "by_group", [VF_PART_POOL] = "pools", [VF_PART_MONTH] = "months"};
    vf_json_key(&d->w, names[d->entry[from].part]);
    vf_json_begin_object(&d->w);
    for (size_t i = from; i < to;) {
        size_t j = end_of(d, i, true);
        if (d->entry[i].part != VF_PART_GROUP || worth_telling(d, i, j)) {
            put_element_key(d, &d->entry[i]);
            vf_json_begin_object(&d->w);
            put_metrics(d, i, j);
            vf_json_end_object(&d->w);
        }
        i = j;
    }
    vf_json_end_object(&d->w);
}

/* All entries of one hospital, group or unit, from i on; returns where the next begins. */
static size_t put_block(struct doc *d, size_t i) {
    size_t first = i;
    while (i < d->n && d->entry[i].block == d->entry[first].block && d->entry[i].of == d->entry[first].of) {
        size_t j = end_of(d, i, false);
        if (d->entry[i].part == VF_PART_WHOLE) {
            put_metrics(d, i, j);
        } else {
            put_part(d, i, j);
        }
        i = j;
    }
    return i;
}

static size_t find(const struct doc *d, enum vf_scope block, uint16_t of) {
    for (size_t i = 0; i < d->n; i++) {
        if (d->entry[i].block == block && d->entry[i].of == of) {
            return i;
        }
    }
    return d->n;
}

static void put_distribution(struct doc *d, uint16_t u) {
    uint32_t n = d->p->measures.dist_n[u];
    double *p = vf_xcalloc(n + 1U, sizeof *p);
    uint32_t last = 0;
    for (uint32_t k = 0; k < n; k++) {
        p[k] = vf_experiment_occupancy(d->x, d->point, u, k);
        last = p[k] > 0 ? k + 1 : last;
    }
    vf_json_key(&d->w, "occupancy_distribution");
    vf_json_begin_array(&d->w);
    for (uint32_t k = 0; k < last; k++) {
        vf_json_number(&d->w, p[k]);
    }
    vf_json_end_array(&d->w);
    free(p);
}

static void put_phase(struct doc *d, uint16_t u) {
    const struct vf_run *run = &d->p->model.run;
    static const char *const names[] = {"occupancy", "queue"};
    if (run->phase_cycle == 0) {
        return;
    }
    vf_json_key(&d->w, "phase");
    vf_json_begin_object(&d->w);
    vf_json_key_number(&d->w, "cycle_h", (double)run->phase_cycle / (double)VF_MS_HOUR);
    for (int k = 0; k < 2; k++) {
        vf_json_key(&d->w, names[k]);
        vf_json_begin_array(&d->w);
        for (uint32_t b = 0; b < run->phase_bins; b++) {
            const int64_t *ph = &d->p->phase[((size_t)u * run->phase_bins + b) * 3];
            vf_json_number(&d->w, vf_ratio((double)ph[1 + k], (double)ph[0]));
        }
        vf_json_end_array(&d->w);
    }
    vf_json_end_object(&d->w);
}

static void put_unit(struct doc *d, uint16_t u) {
    const struct vf_unit *unit = &d->p->model.unit[u];
    vf_json_key(&d->w, unit->name);
    vf_json_begin_object(&d->w);
    vf_json_key_string(&d->w, "kind", unit->kind->name);
    vf_json_key_string(&d->w, "level", vf_words_level[unit->level]);
    vf_json_key_string(&d->w, "owner", vf_words_owner[unit->owner]);
    (void)put_block(d, find(d, VF_SCOPE_UNIT, u));
    put_distribution(d, u);
    put_phase(d, u);
    vf_json_end_object(&d->w);
}

static void put_region(struct doc *d) {
    size_t end = 0, whole = 0;
    while (end < d->n && d->entry[end].block == VF_SCOPE_REGION) {
        end++;
        whole += d->entry[end - 1].part == VF_PART_WHOLE;
    }
    vf_json_key(&d->w, "indicators");
    vf_json_begin_object(&d->w);
    put_metrics(d, 0, whole);
    vf_json_end_object(&d->w);
    if (whole < end) {
        put_part(d, whole, end);
    }
}

/* What the config says of the group's patients. */
static void put_attributes(struct doc *d, const struct vf_group *g) {
    vf_json_key_string(&d->w, "age_class", vf_words_age_class[g->age_class]);
    vf_json_key_integer(&d->w, "patient_type", g->patient_type);
    if (g->omradestyp != 0) {
        vf_json_key_integer(&d->w, "omradestyp", g->omradestyp);
    }
    vf_json_key_string(&d->w, "disease", vf_words_disease[g->disease]);
    vf_json_key_bool(&d->w, "psykiatri", (g->flags & VF_G_PSYK) != 0);
    vf_json_key_bool(&d->w, "paverkbar", (g->flags & VF_G_PAVERKBAR) != 0);
}

static void put_named(struct doc *d, const char *key, enum vf_scope block) {
    const struct vf_model *m = &d->p->model;
    vf_json_key(&d->w, key);
    vf_json_begin_object(&d->w);
    for (size_t i = 0; i < d->n;) {
        if (d->entry[i].block != block) {
            i++;
            continue;
        }
        uint16_t of = d->entry[i].of;
        vf_json_key(&d->w, block == VF_SCOPE_GROUP   ? m->group[of].name
                           : block == VF_SCOPE_STAFF ? m->pool[of].name
                                                     : m->org[of].name);
        vf_json_begin_object(&d->w);
        if (block == VF_SCOPE_GROUP) {
            put_attributes(d, &m->group[of]);
        }
        i = put_block(d, i);
        vf_json_end_object(&d->w);
    }
    vf_json_end_object(&d->w);
}

static bool any_of(const struct doc *d, enum vf_scope block) {
    bool any = false;
    for (size_t i = 0; i < d->n; i++) {
        any = any || d->entry[i].block == block;
    }
    return any;
}

static void put_flows(struct doc *d) {
    const struct vf_model *m = &d->p->model;
    vf_json_key(&d->w, "flows");
    vf_json_begin_array(&d->w);
    for (uint32_t from = 0; from <= m->n_units; from++) {
        for (uint32_t to = 0; to < m->n_units + 2U; to++) {
            if (d->p->flow[(size_t)from * (m->n_units + 2U) + to] == 0) {
                continue;
            }
            vf_json_begin_object(&d->w);
            vf_json_key_string(&d->w, "from", vf_result_flow_name(m, from, false));
            vf_json_key_string(&d->w, "to", vf_result_flow_name(m, to, true));
            vf_json_key_number(&d->w, "per_day", vf_result_flow(d->x, d->point, from, to));
            vf_json_end_object(&d->w);
        }
    }
    vf_json_end_array(&d->w);
}

/* Mean bed-days of all wards by cause and origin; they sum to the occupied bed-days. */
static void put_bed_days(struct doc *d) {
    static const char *const origins[] = {"first", "readmission"};
    if (d->p->model.n_wards == 0) {
        return;
    }
    vf_json_key(&d->w, "bed_days_by_cause");
    vf_json_begin_object(&d->w);
    for (unsigned k = 0; k < VF_BED_STATES; k++) {
        vf_json_key(&d->w, vf_result_bed_states[k]);
        vf_json_begin_object(&d->w);
        for (unsigned origin = 0; origin < 2; origin++) {
            vf_json_key_number(&d->w, origins[origin],
                               vf_result_bed_days(d->x, d->point, SIZE_MAX, k, origin));
        }
        vf_json_end_object(&d->w);
    }
    vf_json_end_object(&d->w);
}

/* A broken balance ends the run, so a document that exists has "ok" for little and flow. */
static void put_checks(struct doc *d) {
    struct vf_verdict v;
    uint32_t deadlocks = vf_result_deadlocks(d->x, d->point);
    vf_experiment_verdict(d->x, d->point, &v);
    vf_json_key(&d->w, "checks");
    vf_json_begin_object(&d->w);
    vf_json_key_string(&d->w, "little", "ok");
    vf_json_key_string(&d->w, "flow", "ok");
    vf_json_key_string(&d->w, "bed_days", "ok");
    vf_json_key(&d->w, "stationary");
    if (v.evaluated) {
        vf_json_bool(&d->w, v.stationary);
    } else {
        vf_json_null(&d->w);
    }
    vf_json_key_bool(&d->w, "deadlock", deadlocks > 0);
    if (v.evaluated && !v.stationary) {
        vf_json_key(&d->w, "not_stationary");
        vf_json_begin_object(&d->w);
        vf_json_key_string(&d->w, "unit", d->p->model.unit[v.unit].name);
        vf_json_key_number(&d->w, "load_share", v.load_share);
        vf_json_key_number(&d->w, "queue_growth_per_day", v.slope);
        vf_json_end_object(&d->w);
    }
    vf_json_end_object(&d->w);
    if (deadlocks > 0) {
        struct vf_summary s;
        vf_result_deadlock_time(d->x, d->point, &s);
        double unit = (double)d->p->model.run.report_unit, *const part[] = {&s.mean,   &s.ci95,    &s.sd,
                                                                            &s.ci_low, &s.ci_high, &s.sd_year,
                                                                            &s.pi_low, &s.pi_high};
        for (size_t k = 0; k < sizeof part / sizeof *part; k++) {
            *part[k] /= unit;
        }
        vf_json_key_integer(&d->w, "deadlocked_replications", deadlocks);
        vf_json_key(&d->w, "deadlock_time");
        put_summary(&d->w, &s, d->p->model.run.report_unit_name);
        vf_json_end_object(&d->w);
    }
}

static void put_scenario(struct doc *d) {
    const struct vf_model *m = &d->p->model;
    vf_json_begin_object(&d->w);
    vf_json_key_string(&d->w, "name", d->p->name);
    vf_json_key(&d->w, "title");
    vf_json_begin_object(&d->w);
    vf_json_key_string(&d->w, "sv", d->p->title_sv);
    vf_json_key_string(&d->w, "en", d->p->title_en);
    vf_json_end_object(&d->w);
    vf_json_key_integer(&d->w, "replications", vf_result_done(d->x, d->point));
    vf_json_key_number(&d->w, "window_days", vf_result_window_days(d->x, d->point));
    put_region(d);
    put_named(d, "hospitals", VF_SCOPE_HOSPITAL);
    if (any_of(d, VF_SCOPE_KOMMUN)) {
        put_named(d, "kommuner", VF_SCOPE_KOMMUN);
    }
    vf_json_key(&d->w, "units");
    vf_json_begin_object(&d->w);
    for (uint16_t u = 0; u < m->n_units; u++) {
        put_unit(d, u);
    }
    vf_json_end_object(&d->w);
    put_named(d, "groups", VF_SCOPE_GROUP);
    if (m->n_pools > m->n_unit_pools) {
        put_named(d, "staff", VF_SCOPE_STAFF);
    }
    put_flows(d);
    put_bed_days(d);
    vf_result_series_json(&d->w, d->p);
    put_checks(d);
    vf_json_key_integer(&d->w, "events", (long long)vf_study_point_events(&d->x->study, (uint32_t)d->point));
    vf_json_key_number(&d->w, "wall_s", vf_result_wall(d->x, d->point));
    vf_json_end_object(&d->w);
}

void vf_result_json_program(struct vf_json_writer *w, const char *version) {
    vf_json_key(w, "program");
    vf_json_begin_object(w);
    vf_json_key_string(w, "name", "vardflode");
    vf_json_key_string(w, "version", version);
    vf_json_end_object(w);
}

static void put_head(struct vf_json_writer *w, const struct vf_experiment *x, const char *version) {
    vf_result_json_program(w, version);
    vf_json_key_string(w, "config", x->path);
    vf_json_key(w, "seed");
    vf_json_integer(w, (long long)x->seed);
    vf_json_key_integer(w, "replications", x->replications);
    if (x->antithetic) {
        vf_json_key_bool(w, "antithetic", true);
    }
    vf_json_key_number(w, "warmup_days", (double)x->warmup / (double)VF_MS_DAY);
    vf_json_key_bool(w, "warmup_auto", x->warmup_auto);
    vf_json_key_string(w, "report_time_unit", x->point[0].model.run.report_unit_name);
    vf_json_key_bool(w, "partial", x->study.partial);
}

void vf_result_json(const struct vf_experiment *x, const char *version, struct vf_text *to) {
    struct doc d = {.x = x};
    vf_json_writer_init(&d.w, to, 0);
    vf_json_begin_object(&d.w);
    put_head(&d.w, x, version);
    vf_json_key(&d.w, "scenarios");
    vf_json_begin_array(&d.w);
    for (size_t k = 0; k < x->n_points; k++) {
        struct vf_result_entry *entries = vf_result_entries(x, k);
        d.p = &x->point[k];
        d.point = k;
        d.entry = entries;
        d.n = d.p->measures.n;
        put_scenario(&d);
        free(entries);
    }
    vf_json_end_array(&d.w);
    vf_json_key_integer(&d.w, "events", (long long)x->study.events);
    vf_json_key_number(&d.w, "wall_s", x->study.wall_s);
    vf_json_end_object(&d.w);
    vf_text_puts(to, "\n");
}

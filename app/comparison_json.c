/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The document of `compare --json`. Its names are promises to other programs: add, never rename. */
#include <math.h>

#include "vf_comparison_report.h"
#include "vf_json.h"
#include "vf_result.h"

enum { SAID_MAX = 1 << 16 };

/* "overbelaggningar_per_100", "unit/medA/occupancy" */
static void key_of(struct vf_json_writer *w, const struct vf_comparison *c, size_t k) {
    const struct vf_global_column g = vf_experiment_column(c->x, c->column[k]);
    struct vf_text name;
    vf_text_init(&name, SAID_MAX);
    if (g.scope != VF_SCOPE_REGION) {
        bool inner = g.scope == VF_SCOPE_UNIT_GROUP || g.scope == VF_SCOPE_POOL;
        bool group = g.scope == VF_SCOPE_GROUP;
        vf_text_appendf(&name, "%s/%s/", inner ? "unit" : vf_scope_name(g.scope), group ? g.group : g.unit);
        vf_text_appendf(&name, inner ? "%s/" : "", g.group);
    }
    vf_text_puts(&name, g.metric->id);
    vf_json_key(w, name.data);
    vf_text_fini(&name);
}

/* A single year, of the base or of the scenario. */
static void put_year(struct vf_json_writer *w, const char *key, const struct vf_summary *s) {
    vf_json_key(w, key);
    vf_json_begin_object(w);
    vf_json_key_number(w, "sd_year", s->sd_year);
    vf_json_key_number(w, "pi_low", s->pi_low);
    vf_json_key_number(w, "pi_high", s->pi_high);
    vf_json_end_object(w);
}

static void put_cell(struct vf_json_writer *w, const struct vf_comparison *c, size_t point, size_t k) {
    const struct vf_comparison_cell *cell = vf_comparison_at(c, point, k);
    const struct vf_paired *p = &cell->paired;
    const struct vf_summary *d = &p->difference;
    vf_json_begin_object(w);
    vf_json_key_number(w, "base_mean", vf_comparison_at(c, 0, k)->here.mean);
    vf_json_key_number(w, "mean", cell->here.mean);
    put_year(w, "base_year", &vf_comparison_at(c, 0, k)->here);
    put_year(w, "year", &cell->here);
    vf_json_key_number(w, "difference", d->mean);
    vf_json_key_number(w, "ci95", d->ci95);
    vf_json_key_number(w, "ci_low", d->ci_low);
    vf_json_key_number(w, "ci_high", d->ci_high);
    vf_json_key_number(w, "sd", d->sd);
    vf_json_key_integer(w, "n", (long long)d->n);
    vf_json_key_number(w, "correlation", p->correlation);
    vf_json_key_number(w, "variance_reduction", p->variance_reduction);
    vf_json_key_number(w, "p", p->p);
    vf_json_key_number(w, "p_holm", cell->p_holm);
    vf_json_key_string(w, "verdict", vf_comparison_word(cell->verdict));
    if (c->x->study.pairs) {
        double gain = vf_study_gain(&c->x->study, (uint32_t)point, 0, c->column[k]);
        vf_json_key_number(w, "antithetic_gain", isinf(gain) ? (double)NAN : gain);
    }
    if (c->controlled) {
        vf_json_key(w, "control");
        vf_json_begin_object(w);
        vf_json_key_number(w, "difference", cell->controlled.mean);
        vf_json_key_number(w, "ci95", cell->controlled.ci95);
        vf_json_key_number(w, "correlation", cell->controlled.correlation);
        vf_json_key_number(w, "gain", cell->controlled.gain);
        vf_json_key_number(w, "load", cell->controlled.control_mean);
        vf_json_key_number(w, "load_expected", c->load_expected);
        vf_json_key_number(w, "load_z", cell->controlled.control_z);
        vf_json_end_object(w);
    }
    const struct vf_global_column g = vf_experiment_column(c->x, c->column[k]);
    vf_json_key_string(w, "unit", vf_measure_unit(&c->x->point[0].model, g.metric->measure));
    vf_json_end_object(w);
}

static void put_said(struct vf_json_writer *w, const struct vf_comparison *c, size_t point) {
    struct vf_text text;
    vf_text_init(&text, SAID_MAX);
    vf_json_key(w, "says");
    vf_json_begin_object(w);
    for (int i = 0; i < 2; i++) {
        vf_text_clear(&text);
        vf_comparison_say(c, point, i == 0 ? VF_SWEDISH : VF_ENGLISH, &text);
        vf_json_key_string(w, i == 0 ? "sv" : "en", text.data);
    }
    vf_json_end_object(w);
    vf_text_fini(&text);
}

static void put_comparisons(struct vf_json_writer *w, const struct vf_comparison *c) {
    vf_json_key(w, "comparisons");
    vf_json_begin_array(w);
    for (size_t point = 1; point < c->n_points; point++) {
        vf_json_begin_object(w);
        vf_json_key_string(w, "scenario", c->x->point[point].name);
        vf_json_key(w, "indicators");
        vf_json_begin_object(w);
        for (size_t k = 0; k < c->n; k++) {
            key_of(w, c, k);
            put_cell(w, c, point, k);
        }
        vf_json_end_object(w);
        put_said(w, c, point);
        vf_json_end_object(w);
    }
    vf_json_end_array(w);
}

static void put_ranking(struct vf_json_writer *w, const struct vf_comparison *c) {
    vf_json_key(w, "ranking");
    vf_json_begin_object(w);
    for (size_t k = 0; k < c->n; k++) {
        key_of(w, c, k);
        vf_json_begin_array(w);
        for (size_t r = 0; r < c->n_points; r++) {
            size_t point = c->order[k * c->n_points + r];
            vf_json_begin_object(w);
            vf_json_key_string(w, "scenario", c->x->point[point].name);
            vf_json_key_number(w, "mean", vf_comparison_at(c, point, k)->here.mean);
            vf_json_key_bool(w, "differs_from_next", c->apart[k * c->n_points + r]);
            vf_json_end_object(w);
        }
        vf_json_end_array(w);
    }
    vf_json_end_object(w);
}

void vf_comparison_json(const struct vf_comparison *c, const char *version, struct vf_text *to) {
    struct vf_json_writer w;
    vf_json_writer_init(&w, to, 0);
    vf_json_begin_object(&w);
    vf_result_json_program(&w, version);
    vf_json_key_string(&w, "config", c->x->path);
    vf_json_key_integer(&w, "seed", (long long)c->x->seed);
    vf_json_key_integer(&w, "replications", c->x->replications);
    if (c->x->antithetic)
        vf_json_key_bool(&w, "antithetic", true);
    vf_json_key_bool(&w, "partial", c->x->study.partial);
    vf_json_key_string(&w, "base", c->x->point[0].name);
    vf_json_key(&w, "correction");
    vf_json_begin_object(&w);
    vf_json_key_string(&w, "method", "holm");
    vf_json_key_number(&w, "level", vf_comparison_level);
    vf_json_key_integer(&w, "tests", (long long)c->tests);
    vf_json_key_integer(&w, "ranking_tests", (long long)c->rank_tests);
    vf_json_end_object(&w);
    put_comparisons(&w, c);
    put_ranking(&w, c);
    vf_json_end_object(&w);
    vf_text_puts(to, "\n");
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run, the population, the organisation, and - last - the calendar with everything that follows it. See
 * vf_compile_work.h for the order. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_compile_work.h"
#include "vf_json.h"
#include "vf_traffic.h"

enum {
    CALENDAR_MARGIN = 400, /* days after the horizon: planning and stays that reach beyond it */
    AUTO_MARGIN = 3660,    /* days more when the warm-up is still to be found */
    YEARS_MAX = 8000       /* event times have 48 bits of ms */
};

static void read_times(struct vf_compile *c, const cJSON *run) {
    struct vf_run *r = &c->m->run;
    const cJSON *warmup = vf_json_get(run, "warmup");
    r->warmup_auto = cJSON_IsString(warmup) && strcmp(warmup->valuestring, "auto") == 0;
    r->warmup = r->warmup_auto || !warmup ? 0 : vf_field_duration_ms(&vf_object_run, run, "warmup");
    const cJSON *stop = vf_json_get(run, "stop_after_arrivals");
    r->stop_after_arrivals =
        stop ? (uint64_t)vf_field_int(&vf_object_run, run, "stop_after_arrivals") : UINT64_MAX;
    c->estimate_horizon = stop && !vf_json_get(run, "duration");
    r->duration = vf_json_get(run, "duration") ? vf_field_duration_ms(&vf_object_run, run, "duration")
                                               : 365 * VF_MS_DAY;
    if (r->warmup < 0 || r->duration <= 0)
        VF_REFUSE(c, "/run/duration", "the run has no length: the duration must be above 0");
    else if (r->warmup + r->duration > YEARS_MAX * 365 * VF_MS_DAY)
        VF_REFUSE(c, "/run/duration", "warm-up and duration are together over %d years", YEARS_MAX);
    r->horizon = r->warmup + r->duration;
}

static void read_start(struct vf_compile *c, const cJSON *run) {
    struct vf_run *r = &c->m->run;
    bool initial = vf_json_get(run, "initial_state") != NULL;
    if (initial && (r->warmup > 0 || r->warmup_auto))
        VF_REFUSE(c, "/run/warmup",
                  "a run that starts from a given state has no warm-up: it would forget the state");
    r->transient = r->transient || initial;
    int series = vf_json_get(run, "series") ? vf_field_word(&vf_object_run, run, "series") : initial ? 3 : 0;
    r->series_day = (series & 1) != 0;
    r->series_month = (series & 2) != 0;
    if (series && r->warmup % VF_MS_DAY != 0)
        VF_REFUSE(c, "/run/series", "a series by day or month needs a warm-up of whole days");
}

void vf_compile_run(struct vf_compile *c) {
    static const int64_t unit_ms[] = {VF_MS_DAY, VF_MS_HOUR, VF_MS_MINUTE};
    struct vf_run *r = &c->m->run;
    const cJSON *run = vf_json_get(c->cfg->resolved, "run"), *phase = vf_json_get(run, "phase");
    const struct vf_object *type = &vf_object_run;
    read_times(c, run);
    r->seed = (uint64_t)vf_field_int(type, run, "seed");
    r->replications = (uint32_t)vf_field_int(type, run, "replications");
    r->transient = vf_field_bool(type, run, "transient");
    read_start(c, run);
    r->count_boarded = vf_field_bool(type, run, "count_boarded");
    r->count_both = vf_field_bool(type, run, "count_both");
    r->admitted_at_decision = strcmp(vf_field_string(type, run, "admission_time"), "decision") == 0;
    r->on_deadlock = (uint8_t)vf_field_word(type, run, "on_deadlock");
    r->census_time = vf_field_clock_ms(type, run, "census_time");
    int unit = vf_field_word(type, run, "report_time_unit");
    r->report_unit = unit_ms[unit];
    snprintf(r->report_unit_name, sizeof r->report_unit_name, "%s", vf_words_time_unit[unit]);
    if (phase) {
        r->phase_cycle = vf_field_duration_ms(&vf_object_phase, phase, "cycle");
        r->phase_bins = (uint32_t)vf_field_int(&vf_object_phase, phase, "bins");
        if (r->phase_cycle < (int64_t)r->phase_bins)
            VF_REFUSE(c, "/run/phase", "the phases are shorter than a millisecond");
    }
    struct vf_date start;
    if (vf_date_parse(vf_field_string(type, run, "start"), &start))
        VF_REFUSE(c, "/run/start", "not a date of the calendar");
    else
        c->m->calendar.start = start;
}

int vf_compile_year(const char *text) {
    double year = 0;
    vf_parse_double(text, strlen(text), &year);
    return (int)year;
}

double vf_compile_by_year(const cJSON *value, int year) {
    if (cJSON_IsNumber(value))
        return value->valuedouble;
    double best = 0;
    int best_year = 0;
    for (const cJSON *v = vf_map_first(value); v; v = vf_map_next(v)) {
        int y = vf_compile_year(v->string);
        /* The latest year not after `year`, else the earliest. */
        bool better = best_year == 0 ||
                      (y <= year ? y > best_year || best_year > year : best_year > year && y < best_year);
        if (!better)
            continue;
        best = v->valuedouble;
        best_year = y;
    }
    return best;
}

void vf_compile_population(struct vf_compile *c) {
    const cJSON *population = vf_json_get(c->cfg->resolved, "population");
    const cJSON *classes = vf_json_get(population, "age_classes"), *total = vf_json_get(population, "total");
    const cJSON *old = vf_json_get(population, "65plus");
    int year = c->m->calendar.start.year;
    double all = 0, over = 0;
    for (const cJSON *a = vf_map_first(classes); a; a = vf_map_next(a)) {
        double n = vf_compile_by_year(a, year);
        all += n;
        if (vf_word_index(vf_words_age_class, a->string) >= 2)
            over += n;
    }
    c->m->population = total ? vf_compile_by_year(total, year) : all;
    c->m->population_65plus = old ? vf_compile_by_year(old, year) : over;
}

uint16_t vf_compile_org_find(struct vf_compile *c, const char *name, const char *pointer) {
    uint32_t i = vf_index_find(&c->orgs, name);
    if (i != VF_NONE32)
        return (uint16_t)i;
    VF_REFUSE(c, pointer, "no organisation is called \"%s\"", name);
    return VF_NONE16;
}

static bool own_ancestor(const struct vf_model *m, uint16_t o) {
    uint16_t up = m->org[o].parent;
    for (uint16_t steps = 0; up != VF_NONE16 && steps <= m->n_orgs; steps++) {
        if (up == o)
            return true;
        up = m->org[up].parent;
    }
    return false;
}

/* A länskod has two digits, a kommunkod four; nothing else has a code. */
static void read_code(struct vf_compile *c, const cJSON *o, struct vf_org *org) {
    const cJSON *code = vf_json_get(o, "code");
    size_t wanted = org->type == VF_ORG_REGION ? 2 : org->type == VF_ORG_KOMMUN ? 4 : 0;
    if (!code)
        return;
    if (wanted > 0 && strlen(code->valuestring) == wanted &&
        strspn(code->valuestring, "0123456789") == wanted)
        memcpy(org->code, code->valuestring, wanted + 1);
    else
        VF_REFUSE(c, vf_compile_at(c, "/organisation", o->string, "code"), "%s",
                  "not a code: a region has a länskod of two digits, a kommun a kommunkod of four");
}

void vf_compile_organisation(struct vf_compile *c) {
    struct vf_model *m = c->m;
    const cJSON *map = vf_json_get(c->cfg->resolved, "organisation");
    for (const cJSON *o = vf_map_first(map); o; o = vf_map_next(o)) {
        m->org = vf_compile_grow(m->org, m->n_orgs, sizeof *m->org);
        vf_index_put(&c->orgs, o->string, m->n_orgs);
        struct vf_org *org = &m->org[m->n_orgs++];
        *org = (struct vf_org){.name = vf_xstrdup(o->string),
                               .type = (uint8_t)vf_field_word(&vf_object_organisation, o, "type"),
                               .parent = VF_NONE16};
        read_code(c, o, org);
    }
    uint16_t i = 0;
    for (const cJSON *o = vf_map_first(map); o; o = vf_map_next(o), i++) {
        const cJSON *parent = vf_json_get(o, "parent");
        if (!parent)
            continue;
        const char *at = vf_compile_at(c, "/organisation", o->string, "parent");
        m->org[i].parent = vf_compile_org_find(c, parent->valuestring, at);
        if (!own_ancestor(m, i))
            continue;
        VF_REFUSE(c, at, "\"%s\" lies within itself", o->string);
        m->org[i].parent = VF_NONE16;
    }
}

/* ---- Calendar and profiles ---- */
static bool make_calendar(struct vf_compile *c, int64_t days) {
    struct vf_date start = c->m->calendar.start;
    vf_calendar_fini(&c->m->calendar);
    if (vf_calendar_init(&c->m->calendar, start, days, c->err)) {
        c->code = VF_E_CONFIG;
        return false;
    }
    bool good = true;
    struct vf_profile_shared *shared = vf_profile_shared_new();
    for (uint32_t i = 0; i < c->m->n_profiles; i++) {
        struct vf_error why = VF_ERROR_INIT;
        if (vf_profile_compile_shared(&c->m->profile[i], &c->m->calendar, shared, &why)) {
            VF_REFUSE(c, c->profile_pointer[i], "%s",
                      why.n ? why.items[0].message : "not a possible profile");
            good = false;
        }
        vf_error_fini(&why);
    }
    vf_profile_shared_free(shared);
    return good;
}

/* Mean arrivals per ms over the first year, readmissions not counted. */
static double arrivals_rate(const struct vf_model *m) {
    double rate = 0;
    for (uint16_t i = 0; i < m->n_sources; i++) {
        const struct vf_source *s = &m->source[i];
        if (s->kind == VF_SRC_COHORT)
            rate += vf_traffic_cohort_rate(m, &m->cohort[m->group[s->group].cohort], 0);
        if (s->rate < 0)
            continue; /* from a file, or a cohort */
        double mean = vf_profile_mean(&m->profile[s->rate], &m->calendar, 0, 365 * VF_MS_DAY);
        rate += s->kind == VF_SRC_POISSON ? mean : mean * (1 - s->no_show) / (double)VF_MS_DAY;
    }
    return rate;
}

static bool estimate(struct vf_compile *c) {
    struct vf_run *r = &c->m->run;
    double rate = arrivals_rate(c->m);
    int64_t last = 0;
    for (uint16_t i = 0; i < c->m->n_sources; i++) {
        const struct vf_source *s = &c->m->source[i];
        if (s->n_times && s->times[s->n_times - 1] > last)
            last = s->times[s->n_times - 1];
    }
    if (rate <= 0 && last == 0) {
        VF_REFUSE(c, "/run/stop_after_arrivals",
                  "no group has arrivals in the first year, so the run would never end");
        return false;
    }
    double length = rate > 0 ? 2 * (double)r->stop_after_arrivals / rate : (double)last;
    if (length > (double)YEARS_MAX * 365 * (double)VF_MS_DAY) {
        VF_REFUSE(c, "/run/stop_after_arrivals", "at the rates given this takes over %d years", YEARS_MAX);
        return false;
    }
    r->duration = (int64_t)ceil(length) + 10 * VF_MS_DAY;
    r->horizon = r->warmup + r->duration;
    return true;
}

bool vf_compile_time(struct vf_compile *c) {
    if (c->estimate_horizon && (!make_calendar(c, 365 + CALENDAR_MARGIN) || !estimate(c)))
        return false;
    int64_t days = vf_day_of(c->m->run.horizon) + 1 + CALENDAR_MARGIN;
    return make_calendar(c, days + (c->m->run.warmup_auto ? AUTO_MARGIN : 0));
}

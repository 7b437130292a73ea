/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where patients come from. Arrivals out of the population become a Poisson source whose rate is the sum over
 * age classes of cases per inhabitant, year by year. The bound of the rate before scenarios (base_max) is
 * found from the same group in the config as it was before them, so that a scenario leaves the layers of
 * candidates alone. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_compile_work.h"
#include "vf_json.h"

#define MS_YEAR (365.0 * (double)VF_MS_DAY)

enum { YEARS_MAX = 200, TIMES_MAX = 100000000 };

/* ---- Out of the population ---- */
struct population {
    const cJSON *tree;     /* /population */
    const cJSON *per_1000; /* number or by age class */
    const char *age_class; /* of the group, NULL = not said */
};

/* Inhabitants of an age class that year, or all of them when `age` is NULL; -1 when the config does not say.
 */
static double inhabitants(const struct population *p, const char *age, int year) {
    const cJSON *classes = vf_json_get(p->tree, "age_classes"), *total = vf_json_get(p->tree, "total");
    if (age) {
        const cJSON *n = vf_json_get(classes, age);
        return n ? vf_compile_by_year(n, year) : -1;
    }
    if (total)
        return vf_compile_by_year(total, year);
    if (!vf_map_size(classes))
        return -1;
    double sum = 0;
    for (const cJSON *n = vf_map_first(classes); n; n = vf_map_next(n))
        sum += vf_compile_by_year(n, year);
    return sum;
}

/* Cases per ms that year; negative when a number of inhabitants is missing (*missing: of which class). */
static double cases(const struct population *p, int year, const char **missing) {
    double sum = 0;
    *missing = NULL;
    if (cJSON_IsNumber(p->per_1000)) {
        double n = inhabitants(p, p->age_class, year);
        if (n < 0)
            *missing = p->age_class ? p->age_class : "total";
        return n < 0 ? -1 : p->per_1000->valuedouble * n / 1000 / MS_YEAR;
    }
    for (const cJSON *a = vf_map_first(p->per_1000); a; a = vf_map_next(a)) {
        double n = inhabitants(p, a->string, year);
        if (n < 0)
            *missing = a->string;
        if (n < 0)
            return -1;
        sum += a->valuedouble * n / 1000 / MS_YEAR;
    }
    return sum;
}

static void note_years(const cJSON *value, int *first, int *last) {
    if (!cJSON_IsObject(value))
        return;
    for (const cJSON *y = vf_map_first(value); y; y = vf_map_next(y)) {
        int year = vf_compile_year(y->string);
        if (*first == 0 || year < *first)
            *first = year;
        if (year > *last)
            *last = year;
    }
}

/* First and last year in which a number of inhabitants changes; both 0: never. */
static void years_of(const cJSON *population, int *first, int *last) {
    *first = *last = 0;
    note_years(vf_json_get(population, "total"), first, last);
    const cJSON *classes = vf_json_get(population, "age_classes");
    for (const cJSON *a = vf_map_first(classes); a; a = vf_map_next(a))
        note_years(a, first, last);
}

/* Whether the profile, or one it is like, has factors by year of its own. */
static bool has_years(const struct vf_config *cfg, const cJSON *profile) {
    const cJSON *named = vf_json_get(cfg->resolved, "profiles");
    for (int depth = 0; profile && depth < 16; depth++) {
        if (vf_json_get(profile, "yearly"))
            return true;
        const cJSON *like = cJSON_IsString(profile) ? profile : vf_json_get(profile, "like");
        profile = like ? vf_json_get(named, like->valuestring) : NULL;
    }
    return false;
}

static int grow_with_years(struct vf_profile *rate, const struct population *p, double first_rate, int first,
                           int last, struct vf_error *err) {
    const char *missing;
    double before = first_rate;
    for (int y = first + 1; y <= last && y <= first + YEARS_MAX; y++) {
        double now = cases(p, y, &missing);
        if (now == before)
            continue;
        before = now;
        int bad = vf_profile_yearly(rate, y, now / first_rate, err);
        if (bad)
            return bad;
    }
    return 0;
}

/* The rate of a source out of the population, in the config given (resolved or base). */
static int population_rate(const struct vf_config *cfg, const cJSON *group, const char *pointer,
                           struct vf_profile *out, struct vf_error *err) {
    const cJSON *from = vf_json_get(vf_json_get(group, "arrivals"), "population"),
                *age = vf_json_get(group, "age_class");
    const cJSON *profile = vf_json_get(from, "profile");
    struct population p = {vf_json_get(cfg->resolved, "population"), vf_json_get(from, "per_1000_year"),
                           age ? age->valuestring : NULL};
    const char *missing;
    int first, last;
    years_of(p.tree, &first, &last);
    double rate = cases(&p, first, &missing);
    if (missing)
        return vf_config_refuse(cfg, pointer, err, "the population does not say how many \"%s\" there are",
                                missing);
    if (last > first && has_years(cfg, profile))
        return vf_config_refuse(
            cfg, pointer, err,
            "the population changes by year, so the profile cannot have factors by year too");
    if (!profile) {
        vf_profile_init(out, 1);
    } else {
        struct vf_text at;
        vf_text_init(&at, 1U << 16);
        vf_text_appendf(&at, "%s/arrivals/population/profile", pointer);
        int bad = vf_config_profile(cfg, profile, at.data, VF_PROFILE_FACTOR, out, err);
        vf_text_fini(&at);
        if (bad)
            return bad;
    }
    if (rate > 0 && grow_with_years(out, &p, rate, first, last, err)) {
        vf_profile_fini(out);
        return VF_E_CONFIG;
    }
    return vf_profile_scale(out, rate);
}

/* ---- Poisson: the rate of a group in the config given; 1 when it has no Poisson arrivals ---- */
static int poisson_rate(const struct vf_config *cfg, const cJSON *group, const char *pointer,
                        struct vf_profile *out, struct vf_error *err) {
    const cJSON *arrivals = vf_json_get(group, "arrivals");
    const cJSON *poisson = vf_json_get(arrivals, "poisson");
    if (!poisson && !vf_json_get(arrivals, "population"))
        return 1;
    int bad;
    if (poisson) {
        struct vf_text at;
        vf_text_init(&at, 1U << 16);
        vf_text_appendf(&at, "%s/arrivals/poisson/rate", pointer);
        bad = vf_config_profile(cfg, vf_json_get(poisson, "rate"), at.data, VF_PROFILE_RATE, out, err);
        vf_text_fini(&at);
    } else {
        bad = population_rate(cfg, group, pointer, out, err);
    }
    if (bad)
        return bad;
    return vf_profile_scale(out, vf_field_double(&vf_object_arrivals, arrivals, "rate_factor"));
}

static void make_poisson(struct vf_compile *c, struct vf_source *s) {
    struct vf_profile rate;
    const struct vf_compile_group *group = &c->group[s->group];
    s->kind = VF_SRC_POISSON;
    if (poisson_rate(c->cfg, group->tree, group->pointer, &rate, c->err)) {
        c->code = VF_E_CONFIG;
        s->rate = -1;
        return;
    }
    s->rate = vf_compile_profile_add(c, &rate, vf_compile_at(c, group->pointer, "arrivals", NULL));
}

void vf_compile_base_rates(struct vf_compile *c) {
    struct vf_config base = *c->cfg;
    base.resolved = c->cfg->base_resolved ? c->cfg->base_resolved : c->cfg->resolved;
    const cJSON *groups = vf_json_get(base.resolved, "groups");
    for (uint16_t i = 0; i < c->m->n_sources; i++) {
        struct vf_source *s = &c->m->source[i];
        if (s->kind != VF_SRC_POISSON)
            continue;
        s->base_max = vf_profile_max(&c->m->profile[s->rate]);
        if (c->cfg->unchanged)
            continue;
        /* What cannot be read of the config before scenarios is not an error of this one. */
        struct vf_error ignored = VF_ERROR_INIT;
        struct vf_profile rate;
        const struct vf_compile_group *group = &c->group[s->group];
        const cJSON *before = vf_json_get(groups, c->m->group[s->group].name);
        if (before && poisson_rate(&base, before, group->pointer, &rate, &ignored) == 0) {
            if (vf_profile_compile(&rate, &c->m->calendar, &ignored) == 0 && vf_profile_max(&rate) > 0)
                s->base_max = vf_profile_max(&rate);
            vf_profile_fini(&rate);
        }
        vf_error_fini(&ignored);
    }
}

/* ---- Booked ---- */
static void make_scheduled(struct vf_compile *c, struct vf_source *s, const cJSON *scheduled) {
    const struct vf_compile_group *group = &c->group[s->group];
    const cJSON *arrivals = vf_json_get(group->tree, "arrivals"), *at = vf_json_get(scheduled, "at");
    const char *place = vf_compile_at(c, group->pointer, "arrivals", "scheduled");
    double factor = vf_field_double(&vf_object_arrivals, arrivals, "rate_factor");
    int64_t clock;
    s->kind = VF_SRC_SCHEDULED;
    s->rate = vf_compile_profile(c, vf_json_get(scheduled, "per_day"),
                                 vf_compile_at(c, place, "per_day", NULL), VF_PROFILE_NUMBER, factor);
    s->no_show = vf_field_double(&vf_object_scheduled, scheduled, "no_show");
    if (cJSON_IsString(at) && vf_quantity_clock(at->valuestring, &clock) == 0)
        s->at = vf_compile_dist_fixed(c, (double)clock);
    else
        s->at = vf_compile_dist(c, at, vf_compile_at(c, place, "at", NULL), 1, 1);
}

/* ---- From a file ---- */
static int by_time(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void refuse_line(struct vf_compile *c, const char *file, size_t line, const char *why) {
    char *name = vf_xstrdup(file), *message = vf_xstrdup(why);
    struct vf_problem what = {.file = name, .line = (int)line, .column = 1, .message = message};
    c->code = vf_error_add(c->err, VF_E_CONFIG, &what);
    free(name);
    free(message);
}

static void take_times(struct vf_compile *c, struct vf_source *s, const struct vf_csv_column *column,
                       double unit_ms, const char *file) {
    if (column->n > TIMES_MAX) {
        refuse_line(c, file, TIMES_MAX, "too many arrivals");
        return;
    }
    s->times = vf_xcalloc(column->n + 1, sizeof *s->times);
    for (size_t i = 0; i < column->n; i++) {
        double t = column->values[i] * unit_ms;
        /* the header is line 1 */
        if (!(t >= 0 && t < 0x1p47))
            refuse_line(c, file, i + 2, "an arrival must lie within the run: from 0 on");
        else
            s->times[s->n_times++] = (int64_t)floor(t + 0.5);
    }
    qsort(s->times, s->n_times, sizeof *s->times, by_time);
}

static void make_replay(struct vf_compile *c, struct vf_source *s, const cJSON *replay) {
    const struct vf_object *type = &vf_object_replay;
    const struct vf_compile_group *group = &c->group[s->group];
    const char *place = vf_compile_at(c, group->pointer, "arrivals", "replay");
    struct vf_csv_column column = {0, NULL};
    double unit_ms = (double)VF_MS_DAY;
    s->kind = VF_SRC_REPLAY;
    s->rate = -1;
    vf_quantity_unit_ms(vf_field_string(type, replay, "unit"), &unit_ms);
    if (vf_field_double(&vf_object_arrivals, vf_json_get(group->tree, "arrivals"), "rate_factor") != 1)
        VF_REFUSE(c, vf_compile_at(c, group->pointer, "arrivals", "rate_factor"),
                  "arrivals from a file have no rate to multiply");
    char *file =
        vf_config_file(c->cfg, vf_compile_at(c, place, "file", NULL), vf_field_string(type, replay, "file"));
    if (vf_csv_read(file, vf_field_string(type, replay, "column"), &column, c->err))
        c->code = VF_E_CONFIG;
    else
        take_times(c, s, &column, unit_ms, file);
    vf_csv_fini(&column);
    free(file);
}

void vf_compile_sources(struct vf_compile *c) {
    struct vf_model *m = c->m;
    for (uint16_t g = 0; g < m->n_groups; g++) {
        const cJSON *arrivals = vf_json_get(c->group[g].tree, "arrivals");
        if (!arrivals)
            continue;
        m->source = vf_compile_grow(m->source, m->n_sources, sizeof *m->source);
        struct vf_source *s = &m->source[m->n_sources++];
        memset(s, 0, sizeof *s);
        s->key = vf_key(m->group[g].key, 0);
        s->group = g;
        s->at = -1;
        s->entry = VF_NONE32;
        s->limit = vf_json_get(arrivals, "limit")
                       ? (uint64_t)vf_field_int(&vf_object_arrivals, arrivals, "limit")
                       : UINT64_MAX;
        const cJSON *scheduled = vf_json_get(arrivals, "scheduled"),
                    *replay = vf_json_get(arrivals, "replay");
        if (vf_json_get(arrivals, "cohort"))
            vf_compile_cohort(c, s);
        else if (scheduled)
            make_scheduled(c, s, scheduled);
        else if (replay)
            make_replay(c, s, replay);
        else
            make_poisson(c, s);
    }
}

void vf_compile_induced(struct vf_compile *c, uint16_t g) {
    struct vf_model *m = c->m;
    struct vf_source s = {.key = vf_key(m->group[g].key, 1),
                          .group = g,
                          .at = -1,
                          .entry = m->group[g].induced_at,
                          .limit = UINT64_MAX};
    const cJSON *arrivals = vf_json_get(c->group[g].tree, "arrivals");
    if (!vf_json_get(arrivals, "poisson") && !vf_json_get(arrivals, "population")) {
        VF_REFUSE(c, vf_compile_at(c, c->group[g].pointer, "digital", "induction"),
                  "only arrivals with a rate (poisson, population) can induce others");
        return;
    }
    make_poisson(c, &s);
    if (s.rate < 0 || vf_profile_scale(&m->profile[s.rate], m->group[g].induced))
        return; /* refused before */
    m->source = vf_compile_grow(m->source, m->n_sources, sizeof *m->source);
    m->source[m->n_sources++] = s;
}

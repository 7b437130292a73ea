/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PROFILE of a config to a profile that follows the calendar. `like` and names are resolved here: the
 * factors of the profile named are applied first, the own ones after them, so that an own table replaces a
 * borrowed one of the same sort; seasons, weeks, sinusoids, dated values and years add up. Numbers that the
 * calendar refuses are placed. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_config.h"
#include "vf_json.h"

enum { LIKES_MAX = 16 };

struct reader {
    const struct vf_config *cfg;
    struct vf_text pointer;
    enum vf_profile_unit unit;
    double base; /* NaN = none yet */
    int depth, code;
    struct vf_profile *out;
    struct vf_error *err;
};

static void refuse(struct reader *r, const char *message) {
    r->code = vf_config_refuse(r->cfg, r->pointer.data, r->err, "%s", message);
}

/* Keeps what a building call said, with the place of `key`. */
static void note(struct reader *r, const char *key, int code, struct vf_error *trouble) {
    size_t mark = r->pointer.size;
    vf_json_pointer_push(&r->pointer, key);
    for (size_t i = 0; i < trouble->n; i++)
        refuse(r, trouble->items[i].message);
    if (code != VF_OK)
        r->code = VF_E_CONFIG;
    vf_text_cut(&r->pointer, mark);
    vf_error_fini(trouble);
    *trouble = (struct vf_error)VF_ERROR_INIT;
}

static double number(const cJSON *object, const char *key, double fallback) {
    const cJSON *value = vf_json_get(object, key);
    return value ? value->valuedouble : fallback;
}

static int64_t ms_of(const cJSON *value) {
    double ms = 0;
    (void)vf_value_duration(value, &ms);
    return (int64_t)(ms + 0.5);
}

/* A base, step or dated value in the profile's unit. The named profiles may hold either sort. */
static double base_of(struct reader *r, const cJSON *value) {
    double per_ms;
    bool rate = cJSON_IsString(value) && vf_quantity_rate(value->valuestring, &per_ms) == 0;
    if (rate != (r->unit == VF_PROFILE_RATE)) {
        refuse(r, rate ? "a rate cannot stand where a number is needed (a profile of rates is named here)"
                       : "a number without unit cannot stand where a rate is needed, such as \"1.4 /d\"");
        return 0;
    }
    return rate ? per_ms : value->valuedouble;
}

static void numbers_of(const cJSON *list, double *x, size_t n) {
    size_t i = 0;
    for (const cJSON *v = list->child; v && i < n; v = v->next)
        x[i++] = v->valuedouble;
}

/* ---- Tables ---- */

struct table {
    const char *key;
    size_t n;
    int (*put)(struct vf_profile *p, const double *factor, struct vf_error *err);
};

static const struct table tables[] = {
    {"hours", 24, vf_profile_hours},
    {"weekdays", 7, vf_profile_weekdays},
    {"hour_of_week", 168, vf_profile_hour_of_week},
    {"months", 12, vf_profile_months},
};

static void read_tables(struct reader *r, const cJSON *v) {
    struct vf_error trouble = VF_ERROR_INIT;
    double x[168];
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        const cJSON *list = vf_json_get(v, tables[i].key);
        if (!list)
            continue;
        numbers_of(list, x, tables[i].n);
        note(r, tables[i].key, tables[i].put(r->out, x, &trouble), &trouble);
    }
}

static void read_clock(struct reader *r, const cJSON *clock) {
    struct vf_error trouble = VF_ERROR_INIT;
    if (!clock)
        return;
    int64_t from = vf_field_clock_ms(&vf_object_clock, clock, "from");
    int64_t to = vf_field_clock_ms(&vf_object_clock, clock, "to");
    if (from % VF_MS_HOUR || to % VF_MS_HOUR) {
        vf_error_set(&trouble, VF_E_CONFIG, "opening hours begin and end on whole hours");
        note(r, "clock", VF_E_CONFIG, &trouble);
        return;
    }
    double hours[24], weekdays[7];
    for (int h = 0; h < 24; h++) {
        int64_t t = h * VF_MS_HOUR;
        hours[h] = from < to ? t >= from && t < to : t >= from || t < to;
    }
    note(r, "clock", vf_profile_hours(r->out, hours, &trouble), &trouble);
    const cJSON *list = vf_json_get(clock, "weekdays");
    if (!list)
        return;
    numbers_of(list, weekdays, 7);
    note(r, "clock", vf_profile_weekdays(r->out, weekdays, &trouble), &trouble);
}

/* ---- Things by name ---- */

static void read_seasons(struct reader *r, const cJSON *map) {
    struct vf_error trouble = VF_ERROR_INIT;
    for (const cJSON *s = vf_map_first(map); s; s = vf_map_next(s)) {
        int m1 = 1, d1 = 1, m2 = 1, d2 = 1;
        (void)vf_quantity_monthday(vf_json_get(s, "from")->valuestring, &m1, &d1);
        (void)vf_quantity_monthday(vf_json_get(s, "to")->valuestring, &m2, &d2);
        note(r, "seasons",
             vf_profile_season(r->out, (const int[]){m1, d1, m2, d2}, number(s, "factor", 1), &trouble),
             &trouble);
    }
}

static void read_weeks(struct reader *r, const cJSON *map) {
    struct vf_error trouble = VF_ERROR_INIT;
    for (const cJSON *s = vf_map_first(map); s; s = vf_map_next(s)) {
        int from = (int)number(s, "from", 1), to = (int)number(s, "to", 1);
        note(r, "weeks", vf_profile_weeks(r->out, from, to, number(s, "factor", 1), &trouble), &trouble);
    }
}

static void read_periods(struct reader *r, const cJSON *map) {
    struct vf_error trouble = VF_ERROR_INIT;
    for (const cJSON *s = vf_map_first(map); s; s = vf_map_next(s)) {
        struct vf_date from = {2000, 1, 1}, to = {9999, 12, 31};
        const cJSON *last = vf_json_get(s, "to");
        (void)vf_date_parse(vf_json_get(s, "from")->valuestring, &from);
        if (last)
            (void)vf_date_parse(last->valuestring, &to);
        note(r, "periods", vf_profile_period(r->out, from, to, number(s, "factor", 1), &trouble), &trouble);
    }
}

static void read_sinusoids(struct reader *r, const cJSON *map) {
    struct vf_error trouble = VF_ERROR_INIT;
    for (const cJSON *s = vf_map_first(map); s; s = vf_map_next(s)) {
        double amplitude = number(s, "amplitude", 0) * (isnan(r->base) ? 0 : r->base);
        int64_t period = ms_of(vf_json_get(s, "period")), phase = ms_of(vf_json_get(s, "phase"));
        note(r, "sinusoids", vf_profile_sinusoid(r->out, period, amplitude, phase, &trouble), &trouble);
    }
}

/* Four digits, as checked. */
static int year_of(const char *text) {
    double year = 0;
    (void)vf_parse_double(text, strlen(text), &year);
    return (int)year;
}

static void read_dates(struct reader *r, const cJSON *v) {
    struct vf_error trouble = VF_ERROR_INIT;
    const cJSON *dated = vf_json_get(v, "dated"), *yearly = vf_json_get(v, "yearly");
    for (const cJSON *d = vf_map_first(dated); d; d = vf_map_next(d)) {
        struct vf_date from = {2000, 1, 1};
        (void)vf_date_parse(d->string, &from);
        note(r, "dated", vf_profile_dated(r->out, from, base_of(r, d), &trouble), &trouble);
    }
    for (const cJSON *y = vf_map_first(yearly); y; y = vf_map_next(y))
        note(r, "yearly", vf_profile_yearly(r->out, year_of(y->string), y->valuedouble, &trouble), &trouble);
}

static void read_holiday(struct reader *r, const cJSON *holiday) {
    struct vf_error trouble = VF_ERROR_INIT;
    if (!holiday)
        return;
    int as = vf_json_get(holiday, "as") ? vf_field_word(&vf_object_holiday, holiday, "as") : -1;
    note(r, "holiday", vf_profile_holiday(r->out, as, number(holiday, "factor", 1), &trouble), &trouble);
}

struct step {
    int64_t at;
    double value;
};

static int by_time(const void *a, const void *b) {
    const struct step *x = a, *y = b;
    return (x->at > y->at) - (x->at < y->at);
}

static void read_cycle(struct reader *r, const cJSON *cycle) {
    const cJSON *map = vf_json_get(cycle, "steps");
    size_t n = vf_map_size(map), i = 0;
    struct vf_error trouble = VF_ERROR_INIT;
    if (!cycle)
        return;
    struct step *steps = vf_xcalloc(n + 1, sizeof *steps);
    int64_t *at = vf_xcalloc(n + 1, sizeof *at);
    double *value = vf_xcalloc(n + 1, sizeof *value);
    for (const cJSON *s = vf_map_first(map); s; s = vf_map_next(s), i++) {
        double ms = 0;
        (void)vf_quantity_duration(s->string, &ms);
        steps[i] = (struct step){(int64_t)(ms + 0.5), base_of(r, s)};
    }
    qsort(steps, n, sizeof *steps, by_time);
    for (i = 0; i < n; i++) {
        at[i] = steps[i].at;
        value[i] = steps[i].value;
    }
    note(r, "cycle", vf_profile_cycle(r->out, ms_of(vf_json_get(cycle, "period")), n, at, value, &trouble),
         &trouble);
    free(steps);
    free(at);
    free(value);
}

/* ---- The whole ---- */

static const cJSON *named(const struct vf_config *cfg, const char *name) {
    return vf_json_get(vf_json_get(cfg->resolved, "profiles"), name);
}

/* The base: the value's own, else that of the profile it names or is like. */
static const cJSON *find_base(const struct vf_config *cfg, const cJSON *value, int depth) {
    double per_ms;
    if (!value || depth == LIKES_MAX)
        return NULL;
    if (cJSON_IsNumber(value))
        return value;
    if (cJSON_IsString(value))
        return vf_quantity_rate(value->valuestring, &per_ms) == 0
                   ? value
                   : find_base(cfg, named(cfg, value->valuestring), depth + 1);
    const cJSON *base = vf_json_get(value, "base"), *like = vf_json_get(value, "like");
    return base ? base : like ? find_base(cfg, named(cfg, like->valuestring), depth + 1) : NULL;
}

static void read_value(struct reader *r, const cJSON *value);

static void read_named(struct reader *r, const char *name) {
    const cJSON *value = named(r->cfg, name);
    VF_ASSERT(value, name);
    if (r->depth == LIKES_MAX) {
        refuse(r, "profiles name each other in a circle");
        return;
    }
    struct reader inner = *r;
    inner.depth++;
    vf_text_init(&inner.pointer, VF_JSON_BYTES_MAX);
    vf_text_puts(&inner.pointer, "/profiles");
    vf_json_pointer_push(&inner.pointer, name);
    read_value(&inner, value);
    r->code = inner.code;
    vf_text_fini(&inner.pointer);
}

static void read_value(struct reader *r, const cJSON *value) {
    double per_ms;
    if (cJSON_IsNumber(value) ||
        (cJSON_IsString(value) && vf_quantity_rate(value->valuestring, &per_ms) == 0))
        return;
    if (cJSON_IsString(value)) {
        read_named(r, value->valuestring);
        return;
    }
    struct vf_error trouble = VF_ERROR_INIT;
    if (vf_json_get(value, "like"))
        read_named(r, vf_json_get(value, "like")->valuestring);
    if (r->code != VF_OK)
        return;
    read_tables(r, value);
    read_clock(r, vf_json_get(value, "clock"));
    read_seasons(r, vf_json_get(value, "seasons"));
    read_weeks(r, vf_json_get(value, "weeks"));
    read_periods(r, vf_json_get(value, "periods"));
    read_cycle(r, vf_json_get(value, "cycle"));
    read_sinusoids(r, vf_json_get(value, "sinusoids"));
    read_dates(r, value);
    read_holiday(r, vf_json_get(value, "holiday"));
    if (vf_json_get(value, "trend_per_year"))
        note(r, "trend_per_year", vf_profile_trend(r->out, number(value, "trend_per_year", 0), &trouble),
             &trouble);
    if (vf_json_get(value, "factor") && vf_profile_scale(r->out, number(value, "factor", 1)) != VF_OK)
        refuse(r, "the factor is refused");
}

/* Some value of the chain replaces the base from the start on. */
static bool replaced(const struct vf_config *cfg, const cJSON *value, int depth) {
    if (!value || depth == LIKES_MAX || cJSON_IsNumber(value))
        return false;
    if (cJSON_IsString(value))
        return replaced(cfg, named(cfg, value->valuestring), depth + 1);
    const cJSON *like = vf_json_get(value, "like");
    return vf_json_get(value, "cycle") || vf_json_get(value, "dated") || replaced(cfg, like, depth + 1);
}

double vf_config_profile_base(const struct vf_config *cfg, const cJSON *value, enum vf_profile_unit unit) {
    const cJSON *base = find_base(cfg, value, 0);
    double per_ms;
    if (!base)
        return unit == VF_PROFILE_FACTOR ? 1 : NAN;
    if (cJSON_IsString(base))
        return unit == VF_PROFILE_RATE && vf_quantity_rate(base->valuestring, &per_ms) == 0 ? per_ms : NAN;
    return unit == VF_PROFILE_RATE ? NAN : base->valuedouble;
}

int vf_config_profile(const struct vf_config *cfg, const cJSON *value, const char *pointer,
                      enum vf_profile_unit unit, struct vf_profile *out, struct vf_error *err) {
    struct reader r = {.cfg = cfg, .unit = unit, .out = out, .err = err};
    vf_text_init(&r.pointer, VF_JSON_BYTES_MAX);
    vf_text_puts(&r.pointer, pointer);
    const cJSON *base = find_base(cfg, value, 0);
    r.base = base ? base_of(&r, base) : unit == VF_PROFILE_FACTOR ? 1 : NAN;
    vf_profile_init(out, isnan(r.base) ? 0 : r.base);
    if (isnan(r.base) && !replaced(cfg, value, 0))
        refuse(&r, "the profile has no \"base\", nor has the one it is like");
    if (r.code == VF_OK)
        read_value(&r, value);
    if (r.code != VF_OK)
        vf_profile_fini(out);
    vf_text_fini(&r.pointer);
    return r.code;
}

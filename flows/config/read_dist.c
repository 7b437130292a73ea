/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DIST of a config to a compiled distribution. The loader has checked types and key sets; here the numbers
 * are turned to the caller's unit and given to the constructors, whose refusals are placed. A kind is one
 * reader and one line of the table at the end. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_calendar.h"
#include "vf_config.h"
#include "vf_json.h"
#include "vf_math.h"

enum { NESTING_MAX = 16 };

struct reader {
    const struct vf_config *cfg;
    struct vf_text pointer;
    double unit_ms; /* of the result */
    int depth;
    struct vf_error *err;
};

static int read_dist(struct reader *r, const cJSON *value, struct vf_dist *out);

static int refuse(struct reader *r, const char *message) {
    return vf_config_refuse(r->cfg, r->pointer.data, r->err, "%s", message);
}

/* What a constructor refused, with its place. */
static int placed(struct reader *r, int code, struct vf_error *trouble) {
    for (size_t i = 0; i < trouble->n; i++)
        refuse(r, trouble->items[i].message);
    vf_error_fini(trouble);
    return code == VF_OK ? VF_OK : VF_E_CONFIG;
}

static double number(const cJSON *object, const char *key) { return vf_json_get(object, key)->valuedouble; }

/* A duration in the caller's unit. */
static double time_of(const struct reader *r, const cJSON *value) {
    double ms = 0;
    int code = vf_value_duration(value, &ms);
    VF_ASSERT(code == 0, "an unchecked duration");
    return ms / r->unit_ms;
}

static double time_at(const struct reader *r, const cJSON *object, const char *key) {
    return time_of(r, vf_json_get(object, key));
}

/* Mean, or 1 / rate. */
static double mean_at(const struct reader *r, const cJSON *object) {
    if (vf_json_get(object, "mean"))
        return time_at(r, object, "mean");
    double per_ms = 0;
    (void)vf_quantity_rate(vf_json_get(object, "rate")->valuestring, &per_ms);
    return 1 / (per_ms * r->unit_ms);
}

/* ms of the word at "unit", or 0 when there is none. */
static double unit_at(const cJSON *object) {
    const cJSON *unit = vf_json_get(object, "unit");
    double ms = 0;
    if (unit)
        (void)vf_quantity_unit_ms(unit->valuestring, &ms);
    return ms;
}

/* ---- Parametric kinds ---- */

static int read_exponential(struct reader *r, const cJSON *v, struct vf_dist *d, struct vf_error *err) {
    return vf_dist_exponential(d, mean_at(r, v), err);
}

static int read_gamma(struct reader *r, const cJSON *v, struct vf_dist *d, struct vf_error *err) {
    double shape = number(v, "shape");
    double scale = vf_json_get(v, "scale")  ? time_at(r, v, "scale")
                   : vf_json_get(v, "mean") ? time_at(r, v, "mean") / shape
                                            : mean_at(r, v);
    return vf_dist_gamma(d, shape, scale, err);
}

static int read_erlang(struct reader *r, const cJSON *v, struct vf_dist *d, struct vf_error *err) {
    return vf_dist_erlang(d, (int)number(v, "k"), time_at(r, v, "mean"), err);
}

static int read_lognormal(struct reader *r, const cJSON *v, struct vf_dist *d, struct vf_error *err) {
    if (vf_json_get(v, "mu"))
        return vf_dist_lognormal(d, number(v, "mu") + vf_log(unit_at(v) / r->unit_ms), number(v, "sigma"),
                                 err);
    if (vf_json_get(v, "median"))
        return vf_dist_lognormal_median_cv(d, time_at(r, v, "median"), number(v, "cv"), err);
    double mean = time_at(r, v, "mean");
    double sd = vf_json_get(v, "sd") ? time_at(r, v, "sd") : mean * number(v, "cv");
    return vf_dist_lognormal_mean_sd(d, mean, sd, err);
}

static int read_weibull(struct reader *r, const cJSON *v, struct vf_dist *d, struct vf_error *err) {
    return vf_dist_weibull(d, number(v, "shape"), time_at(r, v, "scale"), err);
}

static int read_triangular(struct reader *r, const cJSON *v, struct vf_dist *d, struct vf_error *err) {
    return vf_dist_triangular(d, time_at(r, v, "min"), time_at(r, v, "mode"), time_at(r, v, "max"), err);
}

static int read_uniform(struct reader *r, const cJSON *v, struct vf_dist *d, struct vf_error *err) {
    return vf_dist_uniform(d, time_at(r, v, "min"), time_at(r, v, "max"), err);
}

static int read_normal(struct reader *r, const cJSON *v, struct vf_dist *d, struct vf_error *err) {
    return vf_dist_normal(d, time_at(r, v, "mean"), time_at(r, v, "sd"), err);
}

static int read_beta(struct reader *r, const cJSON *v, struct vf_dist *d, struct vf_error *err) {
    return vf_dist_beta(d, number(v, "a"), number(v, "b"), time_at(r, v, "min"), time_at(r, v, "max"), err);
}

static int read_pareto(struct reader *r, const cJSON *v, struct vf_dist *d, struct vf_error *err) {
    return vf_dist_pareto(d, number(v, "shape"), time_at(r, v, "min"), err);
}

/* ---- Kinds with tables ---- */

/* Bare numbers and quantities as doubles in the caller's unit; NULL and a problem when a unit is missing. */
static double *times_of(struct reader *r, const cJSON *list, double unit, size_t *n) {
    *n = (size_t)cJSON_GetArraySize(list);
    double *x = vf_xcalloc(*n + 1, sizeof *x);
    size_t i = 0;
    for (const cJSON *v = list->child; v; v = v->next) {
        bool bare = cJSON_IsNumber(v) && v->valuedouble != 0;
        if ((bare && unit == 0) || (!bare && cJSON_IsString(v) && unit != 0)) {
            refuse(
                r,
                bare
                    ? "bare numbers need a \"unit\" beside them: \"s\", \"min\", \"h\", \"d\", \"w\" or \"y\""
                    : "either every value has its unit, or \"unit\" stands beside them: not both");
            free(x);
            return NULL;
        }
        x[i++] = bare ? v->valuedouble * unit / r->unit_ms : time_of(r, v);
    }
    return x;
}

static double *numbers_of(const cJSON *list, size_t *n) {
    *n = (size_t)cJSON_GetArraySize(list);
    double *x = vf_xcalloc(*n + 1, sizeof *x);
    size_t i = 0;
    for (const cJSON *v = list ? list->child : NULL; v; v = v->next)
        x[i++] = v->valuedouble;
    return x;
}

static int wrong_count(struct vf_error *err, const char *what, size_t expected, size_t found) {
    return vf_error_set(err, VF_E_CONFIG, "there are %zu weights for %zu %s", found, expected, what);
}

static int read_empirical_file(struct reader *r, const cJSON *v, struct vf_dist *d, struct vf_error *err) {
    struct vf_csv_column values, weights;
    size_t mark = r->pointer.size;
    vf_json_pointer_push(&r->pointer, "file");
    char *path = vf_config_file(r->cfg, r->pointer.data, vf_json_get(v, "file")->valuestring);
    vf_text_cut(&r->pointer, mark);
    int code = vf_csv_read_values(path, &values, &weights, r->err);
    free(path);
    if (code != VF_OK)
        return code;
    double factor = unit_at(v) / r->unit_ms;
    for (size_t i = 0; i < values.n; i++)
        values.values[i] *= factor;
    code = vf_dist_empirical(d, values.n, values.values, weights.n ? weights.values : NULL, err);
    vf_csv_fini(&values);
    vf_csv_fini(&weights);
    return code;
}

static int read_empirical(struct reader *r, const cJSON *v, struct vf_dist *d, struct vf_error *err) {
    const cJSON *list = vf_json_get(v, "values"), *w = vf_json_get(v, "weights");
    if (!list)
        return read_empirical_file(r, v, d, err);
    size_t n, n_weights = 0;
    double *x = times_of(r, list, unit_at(v), &n);
    if (!x)
        return VF_E_CONFIG;
    double *weights = w ? numbers_of(w, &n_weights) : NULL;
    int code = w && n_weights != n ? wrong_count(err, "values", n, n_weights)
                                   : vf_dist_empirical(d, n, x, weights, err);
    free(x);
    free(weights);
    return code;
}

static int read_histogram(struct reader *r, const cJSON *v, struct vf_dist *d, struct vf_error *err) {
    size_t n, n_weights;
    double *edges = times_of(r, vf_json_get(v, "edges"), unit_at(v), &n);
    if (!edges)
        return VF_E_CONFIG;
    double *weights = numbers_of(vf_json_get(v, "weights"), &n_weights);
    int code = n_weights + 1 != n ? wrong_count(err, "bins (one bin fewer than edges)", n - 1, n_weights)
                                  : vf_dist_histogram(d, n_weights, edges, weights, err);
    free(edges);
    free(weights);
    return code;
}

static int read_discrete(struct reader *r, const cJSON *v, struct vf_dist *d, struct vf_error *err) {
    size_t n = vf_map_size(v), i = 0;
    double *x = vf_xcalloc(n + 1, sizeof *x), *p = vf_xcalloc(n + 1, sizeof *p);
    for (const cJSON *m = vf_map_first(v); m; m = vf_map_next(m)) {
        (void)vf_quantity_duration(m->string, &x[i]);
        x[i] /= r->unit_ms;
        p[i++] = m->valuedouble;
    }
    int code = vf_dist_discrete(d, n, x, p, err);
    free(x);
    free(p);
    return code;
}

/* The mixture copies its components. */
static int mix(struct vf_dist *d, size_t n, const double *weights, struct vf_dist *parts, int code,
               struct vf_error *err) {
    if (code == VF_OK)
        code = vf_dist_mixture(d, n, weights, parts, err);
    for (size_t i = 0; i < n; i++)
        vf_dist_fini(&parts[i]);
    return code;
}

static int read_hyperexponential(struct reader *r, const cJSON *v, struct vf_dist *d, struct vf_error *err) {
    size_t n, n_weights;
    double *means = times_of(r, vf_json_get(v, "means"), 0, &n);
    if (!means)
        return VF_E_CONFIG;
    double *weights = numbers_of(vf_json_get(v, "weights"), &n_weights);
    struct vf_dist *parts = vf_xcalloc(n + 1, sizeof *parts);
    int code = n == n_weights ? VF_OK : wrong_count(err, "means", n, n_weights);
    for (size_t i = 0; i < n && code == VF_OK; i++)
        code = vf_dist_exponential(&parts[i], means[i], err);
    code = mix(d, n, weights, parts, code, err);
    free(parts);
    free(means);
    free(weights);
    return code;
}

static int read_mixture(struct reader *r, const cJSON *v, struct vf_dist *d, struct vf_error *err) {
    size_t n = vf_map_size(v), i = 0;
    double *weights = vf_xcalloc(n + 1, sizeof *weights);
    struct vf_dist *parts = vf_xcalloc(n + 1, sizeof *parts);
    int code = VF_OK;
    for (const cJSON *m = vf_map_first(v); m && code == VF_OK; m = vf_map_next(m), i++) {
        size_t mark = r->pointer.size;
        vf_json_pointer_push(&r->pointer, m->string);
        vf_json_pointer_push(&r->pointer, "of");
        weights[i] = number(m, "weight");
        code = read_dist(r, vf_json_get(m, "of"), &parts[i]);
        vf_text_cut(&r->pointer, mark);
    }
    code = mix(d, n, weights, parts, code, err);
    free(parts);
    free(weights);
    return code;
}

/* ---- Any kind ---- */

static const struct {
    const char *key;
    int (*read)(struct reader *r, const cJSON *v, struct vf_dist *d, struct vf_error *err);
} kinds[] = {
    {"exponential", read_exponential},
    {"gamma", read_gamma},
    {"erlang", read_erlang},
    {"lognormal", read_lognormal},
    {"weibull", read_weibull},
    {"triangular", read_triangular},
    {"uniform", read_uniform},
    {"normal", read_normal},
    {"beta", read_beta},
    {"pareto", read_pareto},
    {"hyperexponential", read_hyperexponential},
    {"mixture", read_mixture},
    {"empirical", read_empirical},
    {"histogram", read_histogram},
    {"discrete", read_discrete},
};

static int modify(struct reader *r, const cJSON *v, struct vf_dist *d, struct vf_error *err) {
    const cJSON *min = vf_json_get(v, "min"), *max = vf_json_get(v, "max");
    const cJSON *scale = vf_json_get(v, "scale"), *zero = vf_json_get(v, "zero");
    bool normal = vf_json_get(v, "normal") != NULL; /* no time is below 0 */
    int code = VF_OK;
    if (min || max || normal)
        code = vf_dist_truncate(d,
                                min      ? time_of(r, min)
                                : normal ? 0
                                         : -INFINITY,
                                max ? time_of(r, max) : INFINITY, err);
    if (scale && code == VF_OK)
        code = vf_dist_scale(d, scale->valuedouble, err);
    if (zero && code == VF_OK)
        code = vf_dist_zero_share(d, zero->valuedouble, err);
    return code;
}

static int read_kind(struct reader *r, const cJSON *value, size_t kind, struct vf_dist *out) {
    struct vf_error trouble = VF_ERROR_INIT;
    size_t mark = r->pointer.size;
    vf_json_pointer_push(&r->pointer, kinds[kind].key);
    int code = kinds[kind].read(r, vf_json_get(value, kinds[kind].key), out, &trouble);
    code = placed(r, code, &trouble);
    vf_text_cut(&r->pointer, mark);
    if (code != VF_OK)
        return code;
    code = modify(r, value, out, &trouble);
    code = placed(r, code, &trouble);
    if (code != VF_OK)
        vf_dist_fini(out);
    return code;
}

static int read_named(struct reader *r, const char *name, struct vf_dist *out) {
    const cJSON *value = vf_json_get(vf_json_get(r->cfg->resolved, "distributions"), name);
    VF_ASSERT(value, name);
    if (r->depth == NESTING_MAX)
        return refuse(r, "distributions name each other in a circle");
    struct reader inner = *r;
    inner.depth++;
    vf_text_init(&inner.pointer, VF_JSON_BYTES_MAX);
    vf_text_puts(&inner.pointer, "/distributions");
    vf_json_pointer_push(&inner.pointer, name);
    int code = read_dist(&inner, value, out);
    vf_text_fini(&inner.pointer);
    return code;
}

static int read_dist(struct reader *r, const cJSON *value, struct vf_dist *out) {
    double ms;
    struct vf_error trouble = VF_ERROR_INIT;
    *out = (struct vf_dist){0};
    if (vf_value_duration(value, &ms) == 0)
        return placed(r, vf_dist_fixed(out, ms / r->unit_ms, &trouble), &trouble);
    if (cJSON_IsString(value))
        return read_named(r, value->valuestring, out);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (vf_json_get(value, kinds[i].key))
            return read_kind(r, value, i, out);
    return refuse(r, "a distribution has exactly one kind");
}

int vf_config_dist(const struct vf_config *cfg, const cJSON *value, const char *pointer, double unit_ms,
                   struct vf_dist *out, struct vf_error *err) {
    struct reader r = {.cfg = cfg, .unit_ms = unit_ms, .err = err};
    vf_text_init(&r.pointer, VF_JSON_BYTES_MAX);
    vf_text_puts(&r.pointer, pointer);
    int code = read_dist(&r, value, out);
    vf_text_fini(&r.pointer);
    return code;
}

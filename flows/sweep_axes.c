/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The axes of a study: their names, pointers and values, each checked against the config. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "vf_json.h"
#include "vf_study_file.h"
#include "vf_sweep.h"

enum { TEXT_MAX = 1 << 16, STEPS_MAX = 1000000 };

/* Names of columns beside the axes in the tables and views of the store, and words of conditions. */
static const char *const reserved[] = {
    "id",     "point",   "replication", "status", "events", "reason", "scope",   "unit",      "patient_group",
    "period", "metric",  "measure",     "n",      "mean",   "sd",     "ci_low",  "ci_high",   "sd_year",
    "pi_low", "pi_high", "p05",         "p50",    "p95",    "kpi_id", "lanskod", "kommunkod", "and",
    "or",     "not"};

/* What is being read: places, and where problems go. */
struct reader {
    struct vf_sweep *s;
    struct vf_text pointer;
    struct vf_error *err;
    int code;
};

static void wrong(struct reader *r, const char *message, const char *advice) {
    r->code = vf_sweep_problem(r->s, r->pointer.data, message, advice, r->err);
}

static size_t enter(struct reader *r, const char *key) {
    size_t mark = r->pointer.size;
    vf_json_pointer_push(&r->pointer, key);
    return mark;
}

static size_t enter_index(struct reader *r, size_t k) {
    size_t mark = r->pointer.size;
    vf_json_pointer_push_index(&r->pointer, k);
    return mark;
}

static void leave(struct reader *r, size_t mark) { vf_text_cut(&r->pointer, mark); }

static void check_axis_name(struct reader *r, const char *name) {
    size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");
    if (n == 0 || name[n] != '\0' || (*name >= '0' && *name <= '9')) {
        wrong(r, "the name of an axis holds letters a-z, digits and _ only",
              "it becomes a column of the result tables");
    }
    for (size_t k = 0; k < sizeof reserved / sizeof *reserved; k++) {
        if (strcasecmp(name, reserved[k]) == 0) { /* as SQLite compares columns */
            wrong(r, "an axis cannot have this name", "the result tables have another column of this name");
        }
    }
    for (size_t a = 0; a < r->s->n_axes; a++) {
        if (strcasecmp(name, r->s->axis[a].name) == 0) {
            wrong(r, "two axes whose names differ only in large and small letters",
                  "they become columns of the result tables, where these are the same");
        }
    }
}

/* What the study itself decides: no point could have it otherwise. */
static const struct {
    const char *pointer, *message, *advice;
} decided[] = {{"/run/replications",
                "the study decides how many replications a point has, not the config of a point",
                "give \"replications\" or \"precision\" in the study"},
               {"/run/seed", "the study decides the random numbers: every point has the same",
                "give \"seed\" in the study; other random numbers are other replications"},
               {"/run/report_time_unit", "all points of a study are told in one unit of time",
                "set it in \"patch\", for all points"}};

/* Whether one pointer is the other, or leads to something inside it. */
static bool overlap(const char *a, const char *b) {
    size_t n = strlen(a), m = strlen(b), least = n < m ? n : m;
    return strncmp(a, b, least) == 0 && (n == m || (n < m ? b : a)[least] == '/');
}

/* The pointer must change what no pointer before it does: the rows of a point tell the values of all axes. */
static void check_alone(struct reader *r, const struct vf_axis *a, const char *pointer) {
    const cJSON *axes = vf_json_get(r->s->file.resolved, "axes");
    for (const struct vf_axis *b = r->s->axis; b <= a; b++) {
        bool one = vf_json_get(vf_json_get(axes, b->name), "pointer") != NULL;
        for (size_t k = 0; k < b->n_pointers && b->pointer[k] != NULL; k++) {
            if (overlap(b->pointer[k], pointer)) {
                struct vf_text place, message;
                vf_text_init(&place, TEXT_MAX);
                vf_text_init(&message, TEXT_MAX);
                vf_text_puts(&place, "/axes");
                vf_json_pointer_push(&place, b->name);
                vf_json_pointer_push(&place, one ? "pointer" : "pointers");
                if (!one) {
                    vf_json_pointer_push_index(&place, k);
                }
                vf_text_appendf(&message, "%.1000s is changed twice: %.1000s points at %.1000s", pointer,
                                place.data, b->pointer[k]);
                wrong(r, message.data, "what changes one value belongs in one axis, and there once");
                vf_text_fini(&message);
                vf_text_fini(&place);
            }
        }
    }
}

static void check_pointer(struct reader *r, const struct vf_axis *a, const char *pointer) {
    struct vf_text message, advice;
    vf_text_init(&message, TEXT_MAX);
    vf_text_init(&advice, TEXT_MAX);
    struct vf_change change = {.pointer = pointer, .kind = a->change};
    vf_vary_check(&r->s->base, &change, &message, &advice);
    if (message.size > 0 || message.full) {
        wrong(r, message.full ? "the pointer leads nowhere" : message.data,
              advice.size > 0 ? advice.data : NULL);
    }
    for (size_t k = 0; k < sizeof decided / sizeof *decided; k++) {
        if (strcmp(pointer, decided[k].pointer) == 0) {
            wrong(r, decided[k].message, decided[k].advice);
        }
    }
    check_alone(r, a, pointer);
    vf_text_fini(&message);
    vf_text_fini(&advice);
}

static void read_pointers(struct reader *r, struct vf_axis *a, const cJSON *axis) {
    const cJSON *one = vf_json_get(axis, "pointer"), *many = vf_json_get(axis, "pointers");
    a->n_pointers = one != NULL ? 1 : (size_t)cJSON_GetArraySize(many);
    a->pointer = vf_xcalloc(a->n_pointers + 1, sizeof *a->pointer);
    size_t k = 0, mark = enter(r, one != NULL ? "pointer" : "pointers");
    for (const cJSON *p = one != NULL ? one : (many != NULL ? many->child : NULL);
         p != NULL && k < a->n_pointers; p = p->next) {
        size_t inner = one != NULL ? r->pointer.size : enter_index(r, k);
        check_pointer(r, a, p->valuestring);
        a->pointer[k++] = p->valuestring;
        leave(r, inner);
    }
    leave(r, mark);
    a->as_is = a->change == VF_CHANGE_FACTOR ? 1 : 0;
    if (a->change == VF_CHANGE_SET) {
        a->as_is = a->n_pointers > 0 ? vf_vary_number(&r->s->base, a->pointer[0]) : (double)NAN;
    }
}

static void add_value(struct vf_axis *a, cJSON *value) {
    a->value = vf_xrealloc(a->value, (a->n_values + 1) * sizeof *a->value);
    a->text = vf_xrealloc(a->text, (a->n_values + 1) * sizeof *a->text);
    a->value[a->n_values] = value;
    a->text[a->n_values++] = value == NULL || cJSON_IsNumber(value) ? NULL
                             : cJSON_IsString(value)                ? vf_xstrdup(value->valuestring)
                                                                    : vf_json_print(value, 0);
}

/* The values of a whole axis are as they are written, so they must be whole; a factor's or a term's results are rounded. */
static void check_whole(struct reader *r, const struct vf_axis *a, double x) {
    if (a->whole && a->change == VF_CHANGE_SET && (x < floor(x) || x > floor(x))) {
        wrong(r, "an axis of whole numbers has a number here that is not whole", NULL);
    }
}

/* Of a list of values, or of a point of a list; NULL leaves the axis as it is. */
static void read_value(struct reader *r, struct vf_axis *a, const cJSON *value) {
    if (value != NULL && a->scenarios &&
        (!cJSON_IsString(value) || !vf_vary_has_scenario(&r->s->base, value->valuestring))) {
        wrong(r, "the config has no such scenario", NULL);
    }
    if (value != NULL && a->change != VF_CHANGE_SET && !cJSON_IsNumber(value)) {
        wrong(r, "a factor or an addition is a number", NULL);
    }
    if (value != NULL && cJSON_IsNumber(value)) {
        check_whole(r, a, value->valuedouble);
    }
    add_value(a, value != NULL ? cJSON_Duplicate(value, 1) : NULL);
}

static void read_values(struct reader *r, struct vf_axis *a, const cJSON *list, const char *key) {
    size_t mark = enter(r, key), k = 0;
    if (list->child == NULL) {
        wrong(r, "an axis without values: the design is empty", "give at least one value");
    }
    for (const cJSON *v = list->child; v != NULL; v = v->next) {
        size_t inner = enter_index(r, k++);
        read_value(r, a, v);
        leave(r, inner);
    }
    leave(r, mark);
}

/* Twelve digits: 0.1 + 2 * 0.1 is meant to be 0.3. */
static double tidy(double x) {
    char text[40];
    int n = snprintf(text, sizeof text, "%.12g", x);
    (void)vf_parse_double(text, (size_t)n, &x); /* what %g wrote is a number; else x stays */
    return x;
}

double vf_sweep_steps(double from, double to, double step) { return floor((to - from) / step + 1e-9) + 1; }

static void read_range(struct reader *r, struct vf_axis *a, const cJSON *axis) {
    static const char *const ends[] = {"from", "to", "step"};
    const cJSON *step = vf_json_get(axis, "step");
    for (size_t k = 0; k < sizeof ends / sizeof *ends && vf_json_get(axis, ends[k]) != NULL; k++) {
        size_t mark = enter(r, ends[k]);
        if (step == NULL || k != 1) {
            check_whole(r, a, vf_json_get(axis, ends[k])->valuedouble);
        }
        leave(r, mark);
    }
    if (!(a->to > a->from)) {
        wrong(r, "\"to\" is not more than \"from\": the axis is empty", NULL);
    } else if (step != NULL) {
        double n = vf_sweep_steps(a->from, a->to, step->valuedouble);
        if (n > STEPS_MAX) {
            wrong(r, "more than a million steps", NULL);
        }
        for (double k = 0; k < n && n <= STEPS_MAX; k++) {
            add_value(a, cJSON_CreateNumber(tidy(a->from + k * step->valuedouble)));
        }
    }
}

struct vf_axis vf_sweep_range(const cJSON *axis) {
    const struct vf_object *type = vf_study_object(VF_STUDY_AXIS);
    const cJSON *from = vf_json_get(axis, "from"), *to = vf_json_get(axis, "to"),
                *object = vf_map_first(vf_json_get(axis, "distribution"));
    struct vf_axis a = {.change = (enum vf_change_kind)vf_field_word(type, axis, "change"),
                        .whole = vf_field_bool(type, axis, "whole"),
                        .from = from != NULL ? from->valuedouble : 0,
                        .to = to != NULL ? to->valuedouble : object != NULL};
    if (object != NULL) {
        a.drawn.kind = vf_parameter_find(object->string);
        VF_ASSERT(a.drawn.kind, "a distribution in the field table is not in the table of parameters");
        for (size_t k = 0; a.drawn.kind->key[k] != NULL; k++) {
            const cJSON *number = vf_json_get(object, a.drawn.kind->key[k]);
            a.drawn.p[k] = number != NULL ? number->valuedouble : a.drawn.kind->fallback[k];
        }
    }
    return a;
}

static void check_drawn(struct reader *r, const struct vf_axis *a) {
    size_t mark = enter(r, "distribution");
    const char *sentence = vf_parameter_wrong(&a->drawn);
    if (sentence != NULL) {
        wrong(r, sentence, NULL);
    }
    leave(r, mark);
}

static void read_axis(struct reader *r, struct vf_axis *a, const cJSON *axis, bool listed) {
    const cJSON *scenarios = vf_json_get(axis, "scenarios"), *values = vf_json_get(axis, "values"),
                *distribution = vf_json_get(axis, "distribution");
    size_t mark = enter(r, axis->string), told = r->err->n;
    *a = vf_sweep_range(axis);
    a->name = axis->string;
    a->scenarios = scenarios != NULL;
    a->as_is = (double)NAN;
    check_axis_name(r, a->name);
    if (!a->scenarios) {
        read_pointers(r, a, axis);
    }
    if (listed && (values != NULL || distribution != NULL || vf_json_get(axis, "from") != NULL)) {
        wrong(r, "in a list of points the values stand in the points", NULL);
    } else if (scenarios != NULL && !listed) {
        read_values(r, a, scenarios, "scenarios");
    } else if (values != NULL) {
        read_values(r, a, values, "values");
    } else if (vf_json_get(axis, "from") != NULL) {
        read_range(r, a, axis);
    } else if (distribution != NULL) {
        check_drawn(r, a);
    } else if (!listed) {
        wrong(r, "an axis without values", "give values, from and to, or a distribution");
    }
    a->bad = r->err->n > told;
    leave(r, mark);
}

/* A list of points: every axis gets one value per point. */
static void read_list(struct reader *r, const cJSON *points) {
    struct vf_sweep *s = r->s;
    size_t outer = enter(r, "design"), mark = enter(r, "points"), k = 0;
    const char **names = vf_xcalloc(s->n_axes + 1, sizeof *names);
    for (size_t a = 0; a < s->n_axes; a++) {
        names[a] = s->axis[a].name;
    }
    if (points == NULL || points->child == NULL) {
        wrong(r, "the list of points is empty", "a design of kind list needs points");
    }
    for (const cJSON *p = points != NULL ? points->child : NULL; p != NULL; p = p->next) {
        size_t inner = enter_index(r, k++);
        for (size_t a = 0; a < s->n_axes; a++) {
            size_t at = enter(r, s->axis[a].name);
            read_value(r, &s->axis[a], vf_json_get(p, s->axis[a].name));
            leave(r, at);
        }
        for (const cJSON *m = vf_map_first(p); m != NULL; m = vf_map_next(m)) {
            size_t known = 0, at = enter(r, m->string);
            for (size_t a = 0; a < s->n_axes; a++) {
                known += strcmp(names[a], m->string) == 0;
            }
            if (known == 0) {
                const char *near = vf_suggest(m->string, names, s->n_axes);
                char advice[128];
                (void)snprintf(advice, sizeof advice, "did you mean \"%.80s\"?", near != NULL ? near : "");
                wrong(r, "the study has no such axis", near != NULL ? advice : NULL);
            }
            leave(r, at);
        }
        leave(r, inner);
    }
    free(names);
    leave(r, mark);
    leave(r, outer);
}

int vf_sweep_axes(struct vf_sweep *s, struct vf_error *err) {
    struct reader r = {.s = s, .err = err};
    const cJSON *axes = vf_json_get(s->file.resolved, "axes"),
                *design = vf_json_get(s->file.resolved, "design");
    bool listed = strcmp(vf_json_get(design, "kind")->valuestring, "list") == 0,
         scenarios = s->scenario != NULL;
    vf_text_init(&r.pointer, TEXT_MAX);
    vf_text_puts(&r.pointer, "");
    s->axis = vf_xcalloc(vf_map_size(axes) + 1, sizeof *s->axis);
    size_t mark = enter(&r, "axes");
    for (const cJSON *axis = vf_map_first(axes); axis != NULL; axis = vf_map_next(axis)) {
        read_axis(&r, &s->axis[s->n_axes], axis, listed);
        if (s->axis[s->n_axes].scenarios && scenarios) {
            wrong(&r, "only one axis of scenarios, and none beside \"scenario\"", NULL);
        }
        scenarios = scenarios || s->axis[s->n_axes].scenarios;
        s->n_axes++;
    }
    leave(&r, mark);
    if (listed) {
        read_list(&r, vf_json_get(design, "points"));
    } else if (vf_json_get(design, "points") != NULL) {
        r.code = vf_sweep_problem(s, "/design/points", "only a design of kind list has points", NULL, err);
    }
    vf_text_fini(&r.pointer);
    return r.code;
}

void vf_sweep_axes_fini(struct vf_sweep *s) {
    for (size_t a = 0; a < s->n_axes; a++) {
        for (size_t k = 0; k < s->axis[a].n_values; k++) {
            cJSON_Delete(s->axis[a].value[k]);
            free(s->axis[a].text[k]);
        }
        free(s->axis[a].value);
        free(s->axis[a].text);
        free(s->axis[a].pointer);
    }
    free(s->axis);
    s->axis = NULL;
    s->n_axes = 0;
}

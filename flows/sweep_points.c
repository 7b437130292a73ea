/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of points: the design filled, and the points that violate a condition taken out. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_expr.h"
#include "vf_json.h"
#include "vf_study_file.h"
#include "vf_sweep.h"

/* Points before conditions: what a table of them may hold. */
enum { DESIGNED_MAX = 5000000, TEXT_MAX = 4096 };

struct telling {
    struct vf_sweep *s;
    struct vf_error *err;
};

static void tell_design(void *context, const char *sentence) {
    struct telling *t = context;
    (void)vf_sweep_problem(t->s, "/design", sentence, NULL, t->err);
}

struct vf_design vf_sweep_design(const cJSON *design, const struct vf_design_axis *axes, size_t n_axes) {
    const struct vf_object *type = vf_study_object(VF_STUDY_DESIGN);
    const cJSON *samples = vf_json_get(design, "samples");
    return (struct vf_design){.kind = vf_design_find(vf_json_get(design, "kind")->valuestring),
                              .n_axes = n_axes,
                              .axis = axes,
                              .samples = samples != NULL ? (uint64_t)samples->valuedouble : 0,
                              .seed = (uint64_t)vf_field_int(type, design, "seed"),
                              .grid = (uint32_t)vf_field_int(type, design, "levels")};
}

/* What one kind of design takes and another does not. */
static int check_design(const struct vf_sweep *s, const cJSON *design, struct vf_error *err) {
    int code = VF_OK;
    if (vf_json_get(design, "levels") != NULL && !s->design->levels) {
        struct vf_text message;
        vf_text_init(&message, TEXT_MAX);
        for (const struct vf_design_kind *const *k = vf_design_kinds; *k != NULL; k++) {
            if ((*k)->levels) {
                vf_text_appendf(&message, "%s %s", message.size > 0 ? " or" : "only a design of kind",
                                (*k)->name);
            }
        }
        vf_text_puts(&message, " has levels");
        code = vf_sweep_problem(s, "/design/levels", message.data, NULL, err);
        vf_text_fini(&message);
    }
    if (vf_json_get(design, "seed") != NULL && !s->design->drawn) {
        code = vf_sweep_problem(s, "/design/seed", "the points of this kind of design are not drawn",
                                "the random numbers of the runs follow from \"seed\" of the study", err);
    }
    if (s->design->block > 0 && cJSON_GetArraySize(vf_json_get(s->file.resolved, "where")) > 0) {
        code = vf_sweep_problem(s, "/where", "this kind of design tells something only with all its points",
                                "change the ranges of the axes instead", err);
    }
    return code;
}

static int fill(struct vf_sweep *s, struct vf_error *err) {
    const cJSON *root = s->file.resolved, *design = vf_json_get(root, "design");
    struct vf_design_axis *axes = vf_xcalloc(s->n_axes + 1, sizeof *axes);
    struct telling telling = {s, err};
    for (size_t a = 0; a < s->n_axes; a++) {
        axes[a] = (struct vf_design_axis){s->axis[a].name, (uint32_t)s->axis[a].n_values};
    }
    struct vf_design d = vf_sweep_design(design, axes, s->n_axes);
    int code = VF_OK;
    if (vf_design_check(&d, tell_design, &telling) > 0) {
        code = VF_E_CONFIG;
    } else if (code == VF_OK) {
        s->n_designed = vf_design_count(&d);
        char message[TEXT_MAX];
        if (s->n_designed > DESIGNED_MAX) {
            (void)snprintf(message, sizeof message, "%" PRIu64 " points before conditions, at most %d",
                           s->n_designed, DESIGNED_MAX);
            code = vf_sweep_problem(s, "/design", message, NULL, err);
        }
    }
    if (code == VF_OK) {
        s->place = vf_xcalloc((size_t)s->n_designed * s->n_axes + 1, sizeof *s->place);
        vf_design_fill(&d, s->n_designed, s->place);
    }
    free(axes);
    return code;
}

/* The conditions, and how many points each alone would leave. */
struct conditions {
    size_t n;
    struct vf_expr **expr;
    uint64_t *leaves;
};

static int parse_conditions(struct vf_sweep *s, struct conditions *c, struct vf_error *err) {
    const cJSON *where = vf_json_get(s->file.resolved, "where");
    const char **names = vf_xcalloc(s->n_axes + 1, sizeof *names);
    char pointer[64];
    int code = VF_OK;
    size_t n = (size_t)cJSON_GetArraySize(where);
    c->expr = vf_xcalloc(n + 1, sizeof *c->expr);
    c->leaves = vf_xcalloc(n + 1, sizeof *c->leaves);
    for (size_t a = 0; a < s->n_axes; a++) {
        names[a] = s->axis[a].name;
    }
    for (const cJSON *text = n > 0 ? where->child : NULL; text != NULL; text = text->next) {
        struct vf_error own = VF_ERROR_INIT;
        (void)snprintf(pointer, sizeof pointer, "/where/%zu", c->n);
        if (vf_expr_parse(text->valuestring, names, s->n_axes, &c->expr[c->n++], &own) != VF_OK) {
            code = vf_sweep_problem(s, pointer, own.items[0].message, NULL, err);
        }
        vf_error_fini(&own);
    }
    free(names);
    return code;
}

static void values_of(const struct vf_sweep *s, uint64_t point, struct vf_expr_value *values) {
    for (size_t a = 0; a < s->n_axes; a++) {
        struct vf_study_cell cell = vf_sweep_cell(s, (uint32_t)point, a);
        bool as_is = cell.text == NULL && isnan(cell.number);
        values[a] =
            (struct vf_expr_value){.number = as_is ? s->axis[a].as_is : cell.number, .text = cell.text};
    }
}

/* Keeps the points that satisfy all; returns how many. */
static uint64_t sift(struct vf_sweep *s, struct conditions *c) {
    struct vf_expr_value *values = vf_xcalloc(s->n_axes + 1, sizeof *values);
    uint64_t kept = 0;
    for (uint64_t k = 0; k < s->n_designed; k++) {
        bool all = true;
        values_of(s, k, values);
        for (size_t i = 0; i < c->n; i++) {
            double x = vf_expr_value(c->expr[i], values);
            bool holds = x != 0 && !isnan(x);
            c->leaves[i] += holds;
            all = all && holds;
        }
        if (all) {
            memmove(&s->place[kept++ * s->n_axes], &s->place[k * s->n_axes], s->n_axes * sizeof *s->place);
        }
    }
    free(values);
    return kept;
}

static int tell_none(const struct vf_sweep *s, const struct conditions *c, struct vf_error *err) {
    struct vf_text advice;
    vf_text_init(&advice, TEXT_MAX);
    vf_text_puts(&advice, "each alone leaves:");
    for (size_t i = 0; i < c->n; i++) {
        vf_text_appendf(&advice, " %s%" PRIu64, i > 0 ? "; " : "", c->leaves[i]);
    }
    vf_text_appendf(&advice, " of %" PRIu64 " points", s->n_designed);
    int code = vf_sweep_problem(s, "/where", "no point satisfies all conditions", advice.data, err);
    vf_text_fini(&advice);
    return code;
}

static int check_size(const struct vf_sweep *s, uint64_t n, struct vf_error *err) {
    const cJSON *root = s->file.resolved;
    uint64_t most = (uint64_t)vf_field_int(vf_study_object(VF_STUDY_OBJECT), root, "points_max");
    char message[TEXT_MAX];
    if (n > most) {
        (void)snprintf(message, sizeof message, "%" PRIu64 " points, at most %" PRIu64, n, most);
        return vf_sweep_problem(s, "/design", message, "take fewer values, or set points_max", err);
    }
    if (n * s->most > UINT32_MAX) {
        (void)snprintf(message, sizeof message, "%" PRIu64 " points x %lu replications are too many trials",
                       n, (unsigned long)s->most);
        return vf_sweep_problem(s, "/design", message, NULL, err);
    }
    return VF_OK;
}

/* An axis without values has been told of already. */
static bool usable(const struct vf_sweep *s) {
    for (size_t a = 0; a < s->n_axes; a++) {
        if (s->axis[a].n_values == 0 && !(s->axis[a].to > s->axis[a].from)) {
            return false;
        }
    }
    return true;
}

int vf_sweep_points(struct vf_sweep *s, struct vf_error *err) {
    struct conditions c = {.n = 0};
    const cJSON *design = vf_json_get(s->file.resolved, "design");
    s->design = vf_design_find(vf_json_get(design, "kind")->valuestring);
    VF_ASSERT(s->design, "a design in the field table is not in the table of designs");
    int code = check_design(s, design, err), filled = usable(s) ? fill(s, err) : VF_E_CONFIG,
        parsed = parse_conditions(s, &c, err);
    code = code != VF_OK ? code : filled;
    if (code == VF_OK && parsed == VF_OK) {
        uint64_t kept = sift(s, &c);
        code = kept == 0 ? tell_none(s, &c, err) : check_size(s, kept, err);
        s->n_points = (uint32_t)kept;
    }
    for (size_t i = 0; i < c.n; i++) {
        vf_expr_free(c.expr[i]);
    }
    free(c.expr);
    free(c.leaves);
    return code != VF_OK ? code : parsed;
}

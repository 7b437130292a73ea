/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The budget of a study: unit costs of its axes and a weighted sum of indicators, read and checked. Called by
 * vf_sweep_load after the axes and points; used by vf_budget.h. A plain sweep does not look at it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_json.h"
#include "vf_sweep.h"

static int refuse(const struct vf_sweep *s, const char *list, const char *name, const char *message,
                  const char *advice, struct vf_error *err) {
    struct vf_text pointer;
    vf_text_init(&pointer, VF_JSON_BYTES_MAX);
    vf_text_puts(&pointer, list);
    vf_json_pointer_push(&pointer, name);
    int code = vf_sweep_problem(s, pointer.data, message, advice, err);
    vf_text_fini(&pointer);
    return code;
}

/* Every value must be a number; one that points leave as it is must be known. */
static bool priced(const struct vf_sweep *s, size_t a) {
    const struct vf_axis *axis = &s->axis[a];
    bool good = !axis->scenarios;
    for (size_t k = 0; k < axis->n_values && good; k++) {
        good = axis->value[k] == NULL || cJSON_IsNumber(axis->value[k]);
    }
    for (uint32_t p = 0; p < s->n_points && good && isnan(axis->as_is); p++) {
        good = !isnan(vf_sweep_cell(s, p, a).number);
    }
    return good;
}

static int read_costs(struct vf_sweep *s, const cJSON *costs, struct vf_error *err) {
    int code = VF_OK;
    for (const cJSON *c = vf_map_first(costs); c != NULL; c = vf_map_next(c)) {
        size_t a = 0;
        while (a < s->n_axes && strcmp(s->axis[a].name, c->string) != 0) {
            a++;
        }
        if (a == s->n_axes) {
            code = refuse(s, "/budget/costs", c->string, "the study has no such axis", NULL, err);
        } else if (!s->axis[a].bad && !priced(s, a)) {
            code =
                refuse(s, "/budget/costs", c->string, "an axis with a cost has numbers as values", NULL, err);
        } else {
            s->spending.each[a] = vf_json_get(c, "each")->valuedouble;
        }
    }
    return code;
}

static int read_minimise(struct vf_sweep *s, const cJSON *minimise, struct vf_error *err) {
    struct vf_spending *x = &s->spending;
    int code = VF_OK;
    for (const cJSON *m = vf_map_first(minimise); m != NULL; m = vf_map_next(m)) {
        struct vf_error own = VF_ERROR_INIT;
        size_t before = x->picked.n;
        if (vf_pick_add(&x->picked, &s->measures, m->string, &own) != VF_OK) {
            code = refuse(s, "/budget/minimise", m->string, own.items[0].message, own.items[0].advice, err);
        }
        vf_error_fini(&own);
        x->weight = vf_xrealloc(x->weight, (x->picked.n + 1) * sizeof *x->weight);
        for (size_t k = before; k < x->picked.n; k++) {
            x->weight[k] = m->valuedouble;
        }
    }
    return code;
}

int vf_sweep_spending(struct vf_sweep *s, struct vf_error *err) {
    const cJSON *budget = vf_json_get(s->file.resolved, "budget");
    if (budget == NULL) {
        return VF_OK;
    }
    s->spending = (struct vf_spending){.given = true,
                                       .most = vf_json_get(budget, "most")->valuedouble,
                                       .indifference = vf_json_get(budget, "indifference")->valuedouble,
                                       .each = vf_xcalloc(s->n_axes + 1, sizeof(double))};
    int code = read_costs(s, vf_json_get(budget, "costs"), err);
    int one = read_minimise(s, vf_json_get(budget, "minimise"), err);
    return code ? code : one;
}

void vf_sweep_spending_fini(struct vf_sweep *s) {
    free(s->spending.each);
    free(s->spending.weight);
    vf_pick_fini(&s->spending.picked);
}

double vf_sweep_cost(const struct vf_sweep *s, uint32_t point) {
    double cost = 0;
    for (size_t a = 0; a < s->n_axes; a++) {
        double number = vf_sweep_cell(s, point, a).number;
        if (fabs(s->spending.each[a]) > 0) {
            cost += s->spending.each[a] * (isnan(number) ? s->axis[a].as_is : number);
        }
    }
    return cost;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A study file made into points that can be run: loads it with its config, gives each point its config, and tries the
 * ends of the axes before anything runs. Called as vf_sweep.h says; what is told here is told before the first run. */
#include "vf_sweep.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_asked.h"
#include "vf_json.h"
#include "vf_study_file.h"

enum { POINTER_MAX = 1 << 16 };

int vf_sweep_problem(const struct vf_sweep *s, const char *pointer, const char *message, const char *advice,
                     struct vf_error *err) {
    struct vf_problem p = {.message = (char *)message, .advice = (char *)advice};
    return vf_config_problem(&s->file, pointer, err, &p);
}

static int load_model(struct vf_sweep *s, struct vf_error *err) {
    int code = vf_asked_base(&s->base, s->scenario, &s->model, &s->measures, err);
    s->compiled = code == VF_OK;
    return code;
}

static int load_indicators(struct vf_sweep *s, struct vf_error *err) {
    const cJSON *list = vf_json_get(s->file.resolved, "indicators");
    char pointer[64];
    int code = VF_OK, k = 0;
    for (const cJSON *item = list->child; item != NULL; item = item->next) {
        struct vf_error own = VF_ERROR_INIT;
        (void)snprintf(pointer, sizeof pointer, "/indicators/%d", k++);
        if (vf_pick_add(&s->picked, &s->measures, item->valuestring, &own) != VF_OK) {
            code = vf_sweep_problem(s, pointer, own.items[0].message, own.items[0].advice, err);
        }
        vf_error_fini(&own);
    }
    if (s->picked.n > VF_STUDY_COLUMNS_MAX) {
        char message[96];
        (void)snprintf(message, sizeof message, "%zu indicators, at most %d", s->picked.n,
                       VF_STUDY_COLUMNS_MAX);
        code = vf_sweep_problem(s, "/indicators", message, NULL, err);
    }
    return code;
}

/* The scenario of all points; not beside an axis of scenarios. */
static int load_scenario(struct vf_sweep *s, struct vf_error *err) {
    const cJSON *scenario = vf_json_get(s->file.resolved, "scenario");
    if (scenario == NULL) {
        return VF_OK;
    }
    if (!vf_vary_has_scenario(&s->base, scenario->valuestring)) {
        return vf_sweep_problem(s, "/scenario", "the config has no such scenario", NULL, err);
    }
    s->scenario = scenario->valuestring;
    return VF_OK;
}

static int first_of(int a, int b) { return a != VF_OK ? a : b; }

int vf_sweep_load(struct vf_sweep *s, const char *path, struct vf_error *err) {
    *s = (struct vf_sweep){.n_axes = 0};
    int code = vf_study_file_read(path, &s->file, err);
    if (code != VF_OK || (code = vf_study_file_config(&s->file, &s->base, err)) != VF_OK) {
        return code;
    }
    const struct vf_object *study = vf_study_object(VF_STUDY_OBJECT);
    const cJSON *root = s->file.resolved;
    struct vf_error unasked =
        VF_ERROR_INIT; /* of the config without the scenario, which is there for the rest */
    int scenario = load_scenario(s, err), one = load_model(s, scenario == VF_OK ? err : &unasked);
    code = first_of(scenario, one);
    vf_error_fini(&unasked);
    one = s->compiled ? load_indicators(s, err) : VF_OK;
    code = first_of(code, one);
    if (s->compiled) {
        s->replications = vf_json_get(root, "replications")
                              ? (uint32_t)vf_field_int(study, root, "replications")
                              : s->model.run.replications;
        one = vf_sweep_goals(s, err);
        code = first_of(code, one);
        s->seed = vf_json_get(root, "seed") ? (uint64_t)vf_field_int(study, root, "seed") : s->model.run.seed;
    }
    one = vf_sweep_axes(s, err);
    code = first_of(code, one);
    one = vf_sweep_points(s, err);
    code = first_of(code, one);
    one = s->compiled ? vf_sweep_spending(s, err) : VF_OK;
    code = first_of(code, one);
    return s->compiled && scenario == VF_OK ? vf_sweep_probe(s, code, err) : code;
}

void vf_sweep_fini(struct vf_sweep *s) {
    vf_sweep_spending_fini(s);
    vf_sweep_axes_fini(s);
    vf_pick_fini(&s->picked);
    if (s->compiled) {
        vf_measures_free(&s->measures);
        vf_model_free(&s->model);
    }
    free(s->goal);
    free(s->place);
    vf_config_fini(&s->base);
    vf_config_fini(&s->file);
    *s = (struct vf_sweep){.n_axes = 0};
}

/* ---- Points ---- */

static double place_of(const struct vf_sweep *s, uint32_t point, size_t axis) {
    return s->place[(size_t)point * s->n_axes + axis];
}

/* A position on a range; whole numbers are equally likely. The ends of a distribution are those of its middle 95 %. */
double vf_sweep_on_range(const struct vf_axis *a, const struct vf_design_kind *design, double u) {
    if (a->drawn.kind != NULL) {
        double x = vf_parameter_value(&a->drawn, design->ends ? 0.025 + 0.95 * u : u);
        return a->whole && a->change == VF_CHANGE_SET ? round(x) : x;
    }
    if (a->whole && a->change == VF_CHANGE_SET) {
        double k = a->from + floor(u * (a->to - a->from + 1));
        return k > a->to ? a->to : k;
    }
    return a->from + u * (a->to - a->from);
}

struct vf_study_cell vf_sweep_cell(const struct vf_sweep *s, uint32_t point, size_t axis) {
    const struct vf_axis *a = &s->axis[axis];
    double place = place_of(s, point, axis);
    struct vf_study_cell cell = {.number = (double)NAN};
    if (place < 0) {
        return cell;
    }
    if (a->n_values == 0) {
        cell.number = vf_sweep_on_range(a, s->design, place);
        return cell;
    }
    const cJSON *value = a->value[(size_t)place];
    if (cJSON_IsNumber(value)) {
        cell.number = value->valuedouble;
    } else if (value != NULL) {
        cell.text = a->text[(size_t)place];
    }
    return cell;
}

/* The changes of one axis at one place; the number of them. `made` keeps a value that had to be made. */
static size_t changes_of(const struct vf_sweep *s, const struct vf_axis *a, double place,
                         struct vf_change *out, cJSON **made) {
    const cJSON *value = place < 0 || a->n_values == 0 ? NULL : a->value[(size_t)place];
    if (place < 0 || a->scenarios || (a->n_values > 0 && value == NULL)) {
        return 0;
    }
    double number = a->n_values == 0 ? vf_sweep_on_range(a, s->design, place) : value->valuedouble;
    if (a->n_values == 0 && a->change == VF_CHANGE_SET) {
        value = *made = cJSON_CreateNumber(number);
    }
    for (size_t k = 0; k < a->n_pointers; k++) {
        out[k] = (struct vf_change){
            .pointer = a->pointer[k], .kind = a->change, .value = value, .number = number, .whole = a->whole};
    }
    return a->n_pointers;
}

/* The config with each axis at its place. */
static int config_at(const struct vf_sweep *s, const double *place, struct vf_config *out,
                     struct vf_error *err) {
    size_t most = 0, n = 0;
    const char *scenario = s->scenario;
    for (size_t a = 0; a < s->n_axes; a++) {
        most += s->axis[a].n_pointers;
    }
    struct vf_change *changes = vf_xcalloc(most + 1, sizeof *changes);
    cJSON **made = vf_xcalloc(s->n_axes + 1, sizeof *made);
    for (size_t a = 0; a < s->n_axes; a++) {
        const struct vf_axis *axis = &s->axis[a];
        n += changes_of(s, axis, place[a], changes + n, &made[a]);
        if (axis->scenarios && place[a] >= 0 && axis->value[(size_t)place[a]] != NULL) {
            scenario = axis->value[(size_t)place[a]]->valuestring;
        }
    }
    int code = vf_vary(&s->base, scenario, changes, n, out, err);
    for (size_t a = 0; a < s->n_axes; a++) {
        cJSON_Delete(made[a]);
    }
    free(made);
    free(changes);
    return code;
}

int vf_sweep_config(const struct vf_sweep *s, uint32_t point, struct vf_config *out, struct vf_error *err) {
    return config_at(s, &s->place[(size_t)point * s->n_axes], out, err);
}

/* ---- Trying the ends ---- */

static int try_place(const struct vf_sweep *s, const double *place, const char *pointer, const char *which,
                     struct vf_error *err) {
    struct vf_config config;
    struct vf_model model;
    struct vf_error own = VF_ERROR_INIT;
    int code = config_at(s, place, &config, &own);
    if (code == VF_OK) {
        code = vf_compile(&config, &model, &own);
        vf_vary_fini(&config);
        if (code == VF_OK) {
            vf_model_free(&model);
        }
    }
    if (code != VF_OK) {
        char message[POINTER_MAX], *why = own.n > 0 ? vf_problem_sentence(&own.items[0]) : NULL;
        (void)snprintf(message, sizeof message, "the config cannot be run with %s: %s", which,
                       why != NULL ? why : "it is refused");
        (void)vf_sweep_problem(s, pointer, message, own.n > 0 ? own.items[0].advice : NULL, err);
        free(why);
    }
    vf_error_fini(&own);
    return code;
}

/* The places at the ends of an axis; of a distribution, which may have none, the outermost that were drawn. */
static void find_ends(const struct vf_sweep *s, size_t a, double ends[2]) {
    const struct vf_axis *axis = &s->axis[a];
    ends[0] = axis->drawn.kind != NULL ? 0.5 : 0;
    ends[1] = axis->drawn.kind != NULL ? 0.5 : (axis->n_values > 0 ? (double)(axis->n_values - 1) : 1);
    for (uint32_t p = 0; p < s->n_points && axis->drawn.kind != NULL; p++) {
        ends[0] = fmin(ends[0], place_of(s, p, a));
        ends[1] = fmax(ends[1], place_of(s, p, a));
    }
}

/* Both ends of an axis, the others as they are. */
static int try_ends(const struct vf_sweep *s, size_t a, double *place, struct vf_error *err) {
    const struct vf_axis *axis = &s->axis[a];
    bool drawn = axis->drawn.kind != NULL;
    double ends[2];
    struct vf_text pointer;
    vf_text_init(&pointer, POINTER_MAX);
    vf_text_puts(&pointer, "/axes");
    vf_json_pointer_push(&pointer, axis->name);
    for (size_t b = 0; b < s->n_axes; b++) {
        place[b] = VF_DESIGN_AS_IS;
    }
    find_ends(s, a, ends);
    place[a] = ends[0];
    int code = try_place(s, place, pointer.data, drawn ? "the smallest draw" : "the first value", err),
        one = VF_OK;
    if (ends[1] > ends[0]) {
        place[a] = ends[1];
        one = try_place(s, place, pointer.data, drawn ? "the largest draw" : "the last value", err);
    }
    vf_text_fini(&pointer);
    return first_of(code, one);
}

/* Each end of each axis that reads well, then, if nothing is wrong, the first and the last point. Values between the
 * ends that are refused all the same are recorded as failed when their turn comes. */
int vf_sweep_probe(const struct vf_sweep *s, int code, struct vf_error *err) {
    double *place = vf_xcalloc(s->n_axes + 1, sizeof *place);
    for (size_t a = 0; a < s->n_axes && !s->design->together; a++) {
        int one = s->axis[a].bad ? VF_OK : try_ends(s, a, place, err);
        code = first_of(code, one);
    }
    uint32_t last = s->n_points - 1;
    for (uint32_t p = 0; code == VF_OK && p <= last; p += last > 0 ? last : 1) {
        code = try_place(s, &s->place[(size_t)p * s->n_axes], "/design",
                         p == 0 ? "the first point" : "the last point", err);
    }
    free(place);
    return code;
}

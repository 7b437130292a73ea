/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A config changed in memory: see vf_vary.h. Documents and provenance are the base's own. */
#include "vf_vary.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_check.h"
#include "vf_json.h"

/* A number, or the number of a quantity, whose unit then begins at *unit. */
static bool number_of(const cJSON *value, double *number, const char **unit) {
    *unit = "";
    if (cJSON_IsNumber(value)) {
        *number = value->valuedouble;
        return true;
    }
    const char *blank = cJSON_IsString(value) ? strchr(value->valuestring, ' ') : NULL;
    if (!blank)
        return false;
    *unit = blank;
    return vf_parse_double(value->valuestring, (size_t)(blank - value->valuestring), number) == VF_NUMBER_OK;
}

double vf_vary_number(const struct vf_config *base, const char *pointer) {
    double number;
    const char *unit;
    return number_of(vf_config_look_up(base->parts->raw, pointer), &number, &unit) ? number : (double)NAN;
}

static const cJSON *scenario_of(const cJSON *raw, const char *name) {
    return vf_is_remark(name) ? NULL : vf_json_get(vf_json_get(vf_json_get(raw, "scenarios"), name), "patch");
}

bool vf_vary_has_scenario(const struct vf_config *base, const char *scenario) {
    return cJSON_IsObject(scenario_of(base->parts->raw, scenario));
}

/* The names in an object, to suggest one. */
static const char *near_name(const cJSON *object, const char *token) {
    const char *names[512];
    size_t n = 0;
    for (const cJSON *m = vf_map_first(object); m && n < 512; m = vf_map_next(m))
        names[n++] = m->string;
    return vf_suggest(token, names, n);
}

/* Follows the pointer as far as it leads; false and the sentence when the parent of the value is not there. */
static bool leads(const cJSON *raw, const char *pointer, struct vf_text *to, struct vf_text *advice) {
    char *part = vf_xstrdup(pointer);
    char *slash = strrchr(part, '/');
    bool good = pointer[0] == '/' && pointer[1];
    if (!good) {
        vf_text_appendf(to, "\"%s\" is not a JSON pointer", pointer);
        vf_text_puts(advice, "write /name/name");
    } else if (strncmp(pointer, "/scenarios", 10) == 0 || strncmp(pointer, "/extends", 8) == 0) {
        vf_text_appendf(to, "%s cannot vary: it is read before the axes", pointer);
        good = false;
    }
    while (good && slash) {
        *slash = '\0';
        const cJSON *parent = vf_config_look_up(raw, part);
        if (!cJSON_IsObject(parent) && !cJSON_IsArray(parent)) {
            good = false;
            for (char *up = strrchr(part, '/'); up; up = strrchr(part, '/')) {
                *up = '\0';
                const char *near = near_name(vf_config_look_up(raw, part), up + 1);
                if (near)
                    vf_text_appendf(advice, "did you mean \"%s\"?", near);
                if (vf_config_look_up(raw, part))
                    break;
            }
            vf_text_appendf(to, "the pointer %s leads nowhere", pointer);
        }
        slash = NULL;
    }
    free(part);
    return good;
}

void vf_vary_check(const struct vf_config *base, const struct vf_change *change, struct vf_text *to,
                   struct vf_text *advice) {
    const cJSON *raw = base->parts->raw;
    double number;
    const char *unit;
    if (!leads(raw, change->pointer, to, advice) || change->kind == VF_CHANGE_SET)
        return;
    const cJSON *value = vf_config_look_up(raw, change->pointer);
    if (!value) {
        vf_text_appendf(to, "there is nothing at %s to multiply or add to", change->pointer);
        vf_text_puts(advice, "give absolute values, or write the default out in the config");
    } else if (!number_of(value, &number, &unit)) {
        vf_text_appendf(to, "the value at %s is no number: ", change->pointer);
        vf_json_describe(value, to);
        vf_text_puts(advice, "point at the number within it, such as its base");
    }
}

/* Decimal rounding keeps 1.1 * 30 from being written as 33.000000000000004 beds. */
static cJSON *changed(const cJSON *value, const struct vf_change *change) {
    double number;
    const char *unit;
    if (!number_of(value, &number, &unit))
        return NULL;
    double x = change->kind == VF_CHANGE_FACTOR ? number * change->number : number + change->number;
    x = change->whole ? round(x) : x;
    if (!*unit)
        return cJSON_CreateNumber(x);
    struct vf_text text;
    vf_text_init(&text, 4096);
    vf_text_double(&text, x);
    vf_text_puts(&text, unit);
    cJSON *quantity = cJSON_CreateString(text.data);
    vf_text_fini(&text);
    return quantity;
}

static int apply(cJSON **raw, const struct vf_change *change, struct vf_error *err) {
    cJSON *value = NULL;
    if (change->kind == VF_CHANGE_SET)
        value = cJSON_Duplicate(change->value, 1);
    else
        value = changed(vf_config_look_up(*raw, change->pointer), change);
    if (!value)
        return vf_error_set(err, VF_E_CONFIG, "the value at %s is no number", change->pointer);
    return vf_json_pointer_set(raw, change->pointer, value, err);
}

int vf_vary(const struct vf_config *base, const char *scenario, const struct vf_change *changes, size_t n,
            struct vf_config *out, struct vf_error *err) {
    int code = VF_OK;
    *out = (struct vf_config){.path = base->path, .base_resolved = base->base_resolved};
    out->parts = vf_xcalloc(1, sizeof *out->parts);
    *out->parts = *base->parts; /* documents and provenance are borrowed */
    out->parts->raw = vf_json_borrow(base->parts->raw);
    const cJSON *patch = scenario ? scenario_of(base->parts->raw, scenario) : NULL;
    if (scenario && !patch)
        code = vf_config_no_scenario(base->parts, scenario, err);
    if (patch)
        out->parts->raw = vf_json_merge_patch(out->parts->raw, patch);
    for (size_t i = 0; i < n; i++) {
        int one = apply(&out->parts->raw, &changes[i], err);
        code = code ? code : one;
    }
    int settled = vf_config_resolve(out, err);
    code = code ? code : settled;
    if (code != VF_OK)
        vf_vary_fini(out);
    return code;
}

void vf_vary_fini(struct vf_config *varied) {
    cJSON_Delete(varied->resolved);
    if (varied->parts) {
        cJSON_Delete(varied->parts->raw);
        free(varied->parts);
    }
    *varied = (struct vf_config){0};
}

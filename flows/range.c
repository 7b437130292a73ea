/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ranges and limits as typed: see vf_range.h. */
#include "vf_range.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_json.h"

enum { TEXT_MAX = 4096, SIZE_MAX_RANGE = 1000000, POINTERS_MAX = 32, CHANGES_MAX = 256 };
static const double HUNDREDTH = 0.01, NEARLY = 1e-9;

static bool read_number(const char *from, const char *to, double *x) {
    return to > from && vf_parse_double(from, (size_t)(to - from), x) == VF_NUMBER_OK;
}

/* "LO..HI:STEP" */
static bool read_span(struct vf_range *r, const char *text) {
    const char *dots = strstr(text, ".."), *colon = strchr(text, ':'), *end = text + strlen(text);
    if (dots == NULL || !read_number(text, dots, &r->low) ||
        !read_number(dots + 2, colon != NULL ? colon : end, &r->high)) {
        return false;
    }
    bool whole = r->low == floor(r->low) && r->high == floor(r->high) && r->kind != VF_CHANGE_FACTOR;
    r->step = whole ? 1 : (r->high - r->low) * HUNDREDTH;
    return colon == NULL || (read_number(colon + 1, end, &r->step) && r->step > 0);
}

static int refuse(const char *text, const char *message, const char *advice, struct vf_error *err) {
    struct vf_text full;
    vf_text_init(&full, TEXT_MAX);
    vf_text_appendf(&full, "--vary %s: %s", text, message);
    struct vf_problem p = {.message = full.data, .advice = (char *)advice};
    int code = vf_error_add(err, VF_E_USAGE, &p);
    vf_text_fini(&full);
    return code;
}

static int check_pointers(const struct vf_range *r, const char *text, const struct vf_config *base,
                          struct vf_error *err) {
    const char *pointer = r->pointers;
    int code = VF_OK;
    for (size_t k = 0; k < r->n_pointers; k++, pointer += strlen(pointer) + 1) {
        struct vf_text message, advice;
        vf_text_init(&message, TEXT_MAX);
        vf_text_init(&advice, TEXT_MAX);
        vf_text_puts(&message, "");
        vf_text_puts(&advice, "");
        vf_vary_check(base, &(struct vf_change){.pointer = pointer, .kind = r->kind}, &message, &advice);
        if (message.size > 0) {
            code = refuse(text, message.data, advice.size > 0 ? advice.data : NULL, err);
        }
        vf_text_fini(&message);
        vf_text_fini(&advice);
    }
    return code;
}

int vf_range_parse(struct vf_range *r, const char *text, const struct vf_config *base, struct vf_error *err) {
    *r = (struct vf_range){.kind = VF_CHANGE_SET, .n_pointers = 1};
    const char *equals = strchr(text, '=');
    size_t size = equals != NULL ? (size_t)(equals - text) : 0;
    if (size > 0 && (text[size - 1] == '*' || text[size - 1] == '+')) {
        r->kind = text[--size] == '*' ? VF_CHANGE_FACTOR : VF_CHANGE_ADD;
    }
    if (size == 0 || !read_span(r, equals + 1)) {
        return refuse(text, "not a range",
                      "write /json/pointer=10..40, /json/pointer*=0.8..1.2 or "
                      "/json/pointer=10..40:5",
                      err);
    }
    double n = floor((r->high - r->low) / r->step + NEARLY) + 1;
    if (!(r->high > r->low) || n > SIZE_MAX_RANGE) {
        return refuse(text, r->high > r->low ? "more than a million values" : "the range is empty", NULL,
                      err);
    }
    r->size = (uint32_t)n;
    r->text = vf_xstrdup(text);
    r->text[equals - text] = '\0';
    r->pointers = vf_xstrdup(text);
    r->pointers[size] = '\0';
    for (char *comma = strchr(r->pointers, ','); comma != NULL; comma = strchr(comma + 1, ',')) {
        *comma = '\0';
        r->n_pointers++;
    }
    if (r->n_pointers > POINTERS_MAX) {
        return refuse(text, "more than 32 pointers", NULL, err);
    }
    return check_pointers(r, text, base, err);
}

void vf_range_fini(struct vf_range *r) {
    free(r->text);
    free(r->pointers);
    *r = (struct vf_range){0};
}

/* Fifteen digits: 0.1 * 3 is to be written as 0.3. */
double vf_range_value(const struct vf_range *r, uint32_t index) {
    char text[VF_DOUBLE_TEXT];
    double x = r->low + index * r->step;
    (void)snprintf(text, sizeof text, "%.15g", x);
    (void)vf_parse_double(text, strlen(text), &x);
    return x;
}

int vf_range_config(const struct vf_ranges *ranges, const double *value, struct vf_config *out,
                    struct vf_error *err) {
    const struct vf_range *r = ranges->range;
    struct vf_change change[CHANGES_MAX] = {{0}};
    cJSON *number[CHANGES_MAX];
    size_t changes = 0;
    for (size_t k = 0; k < ranges->n; k++) {
        const char *pointer = r[k].pointers;
        for (size_t i = 0; i < r[k].n_pointers && changes < CHANGES_MAX; i++) {
            number[changes] = cJSON_CreateNumber(value[k]);
            change[changes] = (struct vf_change){
                .pointer = pointer, .kind = r[k].kind, .value = number[changes], .number = value[k]};
            changes++;
            pointer += strlen(pointer) + 1;
        }
    }
    int code = vf_vary(ranges->base, ranges->scenario, change, changes, out, err);
    for (size_t k = 0; k < changes; k++) {
        cJSON_Delete(number[k]);
    }
    return code;
}

int vf_limit_parse(struct vf_limit **limits, size_t *n, const char *text, const struct vf_measures *ms,
                   struct vf_error *err) {
    const char *sign = strpbrk(text, "<>");
    double value;
    if (sign == NULL || sign[1] != '=' || !read_number(sign + 2, text + strlen(text), &value)) {
        struct vf_text message;
        vf_text_init(&message, TEXT_MAX);
        vf_text_appendf(&message, "--limit %s is not a limit", text);
        struct vf_problem p = {.message = message.data,
                               .advice = (char *)"write INDICATOR<=VALUE or INDICATOR>=VALUE, such as "
                                                 "unit/medA/occupancy<=0.9 (shares from 0 to 1)"};
        int code = vf_error_add(err, VF_E_USAGE, &p);
        vf_text_fini(&message);
        return code;
    }
    char *name = vf_xstrdup(text);
    struct vf_picked picked = {0};
    name[sign - text] = '\0';
    int code = vf_pick_add(&picked, ms, name, err);
    *limits = vf_xrealloc(*limits, (*n + picked.n + 1) * sizeof **limits);
    for (size_t k = 0; k < picked.n; k++) {
        (*limits)[(*n)++] =
            (struct vf_limit){.column = picked.column[k], .at_most = sign[0] == '<', .value = value};
    }
    vf_pick_fini(&picked);
    free(name);
    return code;
}

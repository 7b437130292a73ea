/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scalars against shapes: does it fit, what was expected, and what is the nearest right spelling. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "vf_calendar.h"
#include "vf_check.h"
#include "vf_json.h"

enum { NAME_MAX_BYTES = 64, ADVICE_MAX = 2048 };

static bool name_fits(const char *text, bool dotted) {
    size_t n = strlen(text), run = 0;
    if (n > NAME_MAX_BYTES)
        return false;
    for (size_t i = 0; i < n; i++) {
        char ch = text[i];
        bool letter = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || ch == '_';
        bool inside = (ch >= '0' && ch <= '9') || ch == '-';
        if (ch == '.' && dotted && run > 0) {
            dotted = false;
            run = 0;
        } else if (letter || (inside && run > 0)) {
            run++;
        } else {
            return false;
        }
    }
    return run > 0;
}

static bool year_fits(const char *text) {
    return strlen(text) == 4 && text[0] >= '1' && text[0] <= '9' && strspn(text, "0123456789") == 4;
}

static bool number_fits(const struct vf_shape *shape, double x) {
    bool bounded = shape->min != 0 || shape->max != 0;
    if (!bounded)
        return true;
    return x <= shape->max && (shape->above_min ? x > shape->min : x >= shape->min);
}

static bool duration_fits(const struct vf_shape *shape, double ms) {
    return number_fits(shape, ms / (double)VF_MS_DAY);
}

bool vf_leaf_fits_text(const struct vf_shape *shape, const char *text) {
    double x;
    int64_t ms;
    int month, day;
    struct vf_date date;
    switch (shape->kind) {
    case VF_SHAPE_TEXT: return true;
    case VF_SHAPE_WORD: return vf_word_index(shape->words, text) >= 0;
    case VF_SHAPE_NAME:
        return name_fits(text, shape->names == VF_NAMES_UNIT || shape->names == VF_NAMES_WARD ||
                                   shape->names == VF_NAMES_GROUP_OR_WARD || shape->names == VF_NAMES_NEED);
    case VF_SHAPE_DURATION: return vf_quantity_duration(text, &x) == 0 && duration_fits(shape, x);
    case VF_SHAPE_RATE: return vf_quantity_rate(text, &x) == 0 && (shape->above_min ? x > 0 : x >= 0);
    case VF_SHAPE_PERCENT: return vf_quantity_percent(text, &x) == 0 && x >= 0;
    case VF_SHAPE_DATE: return vf_date_parse(text, &date) == 0;
    case VF_SHAPE_MONTHDAY: return vf_quantity_monthday(text, &month, &day) == 0;
    case VF_SHAPE_CLOCK: return vf_quantity_clock(text, &ms) == 0;
    case VF_SHAPE_YEAR: return year_fits(text);
    default: return false;
    }
}

bool vf_leaf_fits(const struct vf_shape *shape, const cJSON *value) {
    if (cJSON_IsString(value))
        return vf_leaf_fits_text(shape, value->valuestring);
    if (cJSON_IsBool(value))
        return shape->kind == VF_SHAPE_BOOL;
    if (!cJSON_IsNumber(value))
        return false;
    double x = value->valuedouble;
    if (shape->kind == VF_SHAPE_NUMBER)
        return number_fits(shape, x);
    if (shape->kind == VF_SHAPE_INTEGER)
        return x == floor(x) && number_fits(shape, x);
    return shape->kind == VF_SHAPE_DURATION && x == 0 && !shape->above_min;
}

static void describe_range(const struct vf_shape *shape, const char *what, struct vf_text *to) {
    vf_text_puts(to, what);
    if (shape->min == 0 && shape->max == 0)
        return;
    bool open = isinf(shape->max) || shape->max >= 1e15;
    vf_text_puts(to, shape->above_min ? " above " : open ? " of at least " : " from ");
    vf_text_double(to, shape->min);
    if (!open) {
        vf_text_puts(to, shape->above_min ? ", at most " : " to ");
        vf_text_double(to, shape->max);
    }
}

static void describe_words(const char *const *words, struct vf_text *to) {
    for (size_t i = 0; words[i]; i++) {
        vf_text_puts(to, i == 0 ? "" : words[i + 1] ? ", " : " or ");
        vf_text_json(to, words[i]);
    }
}

static void describe_leaf(const struct vf_shape *shape, struct vf_text *to) {
    switch (shape->kind) {
    case VF_SHAPE_NUMBER: describe_range(shape, "a number", to); break;
    case VF_SHAPE_INTEGER: describe_range(shape, "a whole number", to); break;
    case VF_SHAPE_BOOL: vf_text_puts(to, "true or false"); break;
    case VF_SHAPE_TEXT: vf_text_puts(to, "a string"); break;
    case VF_SHAPE_WORD: describe_words(shape->words, to); break;
    case VF_SHAPE_NAME:
        vf_text_appendf(to, shape->names == VF_NAMES_NEW ? "a name" : "the name of %s",
                        vf_names_what(shape->names));
        break;
    case VF_SHAPE_DURATION:
        vf_text_puts(to, shape->above_min ? "a duration above 0 such as \"7.4 d\""
                                          : "a duration such as \"7.4 d\"");
        break;
    case VF_SHAPE_RATE: vf_text_puts(to, "a rate such as \"1.4 /d\""); break;
    case VF_SHAPE_PERCENT: vf_text_puts(to, "a share such as \"20 %\""); break;
    case VF_SHAPE_DATE: vf_text_puts(to, "a date such as \"2026-06-15\""); break;
    case VF_SHAPE_MONTHDAY: vf_text_puts(to, "a day of the year such as \"06-24\""); break;
    case VF_SHAPE_CLOCK: vf_text_puts(to, "a time of day such as \"06:00\""); break;
    case VF_SHAPE_YEAR: vf_text_puts(to, "a year such as \"2026\""); break;
    case VF_SHAPE_LIST: vf_text_puts(to, "a list"); break;
    default: vf_text_puts(to, "an object"); break;
    }
}

size_t vf_shape_leaves(const struct vf_shape *shape, const struct vf_shape **leaves, size_t max) {
    while (shape->kind == VF_SHAPE_SAME)
        shape = shape->of;
    if (shape->kind != VF_SHAPE_ANY) {
        VF_ASSERT(max > 0, "too many alternatives");
        leaves[0] = shape;
        return 1;
    }
    size_t n = 0;
    for (const struct vf_shape *s = shape->of; s->kind != VF_SHAPE_END; s++)
        n += vf_shape_leaves(s, leaves + n, max - n);
    return n;
}

/* Two kinds of object, or of list, read the same and are named once. */
static size_t distinct(const struct vf_shape *const *leaves, size_t n, struct vf_text *names) {
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        bool seen = false;
        vf_text_init(&names[kept], ADVICE_MAX);
        describe_leaf(leaves[i], &names[kept]);
        for (size_t j = 0; j < kept; j++)
            seen = seen || strcmp(names[j].data, names[kept].data) == 0;
        if (seen)
            vf_text_fini(&names[kept]);
        else
            kept++;
    }
    return kept;
}

void vf_shape_describe(const struct vf_shape *shape, struct vf_text *to) {
    const struct vf_shape *leaves[VF_LEAVES_MAX];
    struct vf_text names[VF_LEAVES_MAX];
    size_t n = distinct(leaves, vf_shape_leaves(shape, leaves, VF_LEAVES_MAX), names);
    for (size_t i = 0; i < n; i++) {
        vf_text_appendf(to, "%s%s", i == 0 ? "" : i + 1 < n ? ", " : " or ", names[i].data);
        vf_text_fini(&names[i]);
    }
}

/* "7d", "7 days", 7 -> how to write it. */
static void advise_quantity(const struct vf_shape *shape, const cJSON *value, struct vf_text *to) {
    bool rate = shape->kind == VF_SHAPE_RATE;
    const char *slash = rate ? "/" : "";
    if (cJSON_IsNumber(value)) {
        vf_text_puts(to, "a bare number could be misread; write the unit: \"");
        vf_text_double(to, value->valuedouble);
        vf_text_appendf(to, " %sd\", \"", slash);
        vf_text_double(to, value->valuedouble);
        vf_text_appendf(to, " %sh\" or \"", slash);
        vf_text_double(to, value->valuedouble);
        vf_text_appendf(to, " %smin\"", slash);
    } else if (cJSON_IsString(value)) {
        vf_text_appendf(to,
                        "a number with a point, one blank, and one of the units %ss %smin %sh %sd %sw %sy",
                        slash, slash, slash, slash, slash, slash);
    }
}

static void advise_word(const char *const *words, const char *text, struct vf_text *to) {
    size_t n = 0;
    while (words[n])
        n++;
    const char *near = vf_suggest(text, words, n);
    if (near)
        vf_text_appendf(to, "did you mean \"%s\"?", near);
}

void vf_leaf_advise(const struct vf_shape *shape, const char *text, struct vf_text *to) {
    if (shape->kind == VF_SHAPE_WORD)
        advise_word(shape->words, text, to);
    else if (shape->kind == VF_SHAPE_NAME)
        vf_text_puts(to, "a name begins with a letter and has letters a-z, digits, _ and - only, at most 64");
}

/* A quantity all right, but out of range. */
static bool readable(const struct vf_shape *shape, const cJSON *value) {
    double x;
    if (shape->kind == VF_SHAPE_DURATION)
        return vf_value_duration(value, &x) == 0;
    return shape->kind == VF_SHAPE_RATE && cJSON_IsString(value) &&
           vf_quantity_rate(value->valuestring, &x) == 0;
}

/* A text that begins like a number was meant as a quantity, any other as a word or a name. */
static void advise_text(const struct vf_shape *shape, const cJSON *value, struct vf_text *to) {
    const char *text = value->valuestring;
    bool numeric = text[0] && strchr("0123456789.-+", text[0]);
    bool quantity = shape->kind == VF_SHAPE_DURATION || shape->kind == VF_SHAPE_RATE;
    if (!numeric && !quantity)
        vf_leaf_advise(shape, text, to);
    else if (numeric && quantity)
        advise_quantity(shape, value, to);
    else if (numeric && shape->kind == VF_SHAPE_PERCENT)
        vf_text_puts(to, "a number with a point, one blank, and %");
}

static void advise(const struct vf_shape *shape, const cJSON *value, struct vf_text *to) {
    if (readable(shape, value))
        return;
    if (cJSON_IsNull(value))
        vf_text_puts(to, "null removes a key in patches and under a template; elsewhere leave the key out");
    else if (cJSON_IsString(value))
        advise_text(shape, value, to);
    else if (shape->kind == VF_SHAPE_DURATION || shape->kind == VF_SHAPE_RATE)
        advise_quantity(shape, value, to);
}

/* What stands first in the sentence: what is wrong in two words. */
static const char *headline(const struct vf_shape *leaf, const cJSON *value) {
    bool number = leaf->kind == VF_SHAPE_NUMBER || leaf->kind == VF_SHAPE_INTEGER;
    if (readable(leaf, value))
        return "out of range";
    if (number && cJSON_IsNumber(value))
        return leaf->kind == VF_SHAPE_INTEGER && value->valuedouble != floor(value->valuedouble)
                   ? "not a whole number"
                   : "out of range";
    if (cJSON_IsString(value) && leaf->kind == VF_SHAPE_WORD)
        return "unknown word";
    if (cJSON_IsString(value) && !number && leaf->kind != VF_SHAPE_BOOL && leaf->kind < VF_SHAPE_OBJECT)
        return "cannot read the text";
    return "wrong type";
}

/* The alternative that takes this type of value; a word only when there is no other text. */
static const struct vf_shape *spoken_of(const struct vf_shape *const *leaves, size_t n, const cJSON *value) {
    const struct vf_shape *about = NULL;
    VF_ASSERT(n > 0, "a shape has alternatives");
    for (size_t i = 0; i < n; i++) {
        bool text = leaves[i]->kind >= VF_SHAPE_TEXT && leaves[i]->kind < VF_SHAPE_OBJECT;
        bool number = leaves[i]->kind == VF_SHAPE_NUMBER || leaves[i]->kind == VF_SHAPE_INTEGER;
        bool takes = (text && cJSON_IsString(value)) || (number && cJSON_IsNumber(value)) ||
                     readable(leaves[i], value);
        if (takes && (!about || about->kind == VF_SHAPE_WORD))
            about = leaves[i];
    }
    return about ? about : leaves[0];
}

void vf_check_leaf_wrong(struct vf_check *c, const struct vf_shape *shape, const cJSON *value) {
    const struct vf_shape *leaves[VF_LEAVES_MAX];
    size_t n = vf_shape_leaves(shape, leaves, VF_LEAVES_MAX);
    struct vf_text expected, advice;
    vf_text_init(&expected, ADVICE_MAX);
    vf_text_init(&advice, ADVICE_MAX);
    vf_shape_describe(shape, &expected);
    for (size_t i = 0; i < n && advice.size == 0; i++)
        advise(leaves[i], value, &advice);
    const struct vf_shape *about = spoken_of(leaves, n, value);
    vf_check_report(c, expected.data, "", advice.size ? advice.data : NULL, "%s", headline(about, value));
    vf_text_fini(&expected);
    vf_text_fini(&advice);
}

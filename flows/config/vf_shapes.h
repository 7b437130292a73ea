/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Short spellings for the field tables. A shape is a constant; the compound literals have static storage
 * because they stand at file scope. */
#ifndef VF_SHAPES_H
#define VF_SHAPES_H

#include <math.h>

#include "vf_fields.h"

#define SHAPE(...) (&(const struct vf_shape){__VA_ARGS__})
#define ALT(...) ((const struct vf_shape[]){__VA_ARGS__, {.kind = VF_SHAPE_END}})

#define S_NUMBER(lo, hi) .kind = VF_SHAPE_NUMBER, .min = (lo), .max = (hi)
#define S_ABOVE(lo) .kind = VF_SHAPE_NUMBER, .min = (lo), .max = INFINITY, .above_min = true
#define S_INTEGER(lo, hi) .kind = VF_SHAPE_INTEGER, .min = (lo), .max = (hi)
#define S_WORDS(list) .kind = VF_SHAPE_WORD, .words = (list)
#define S_ONE_WORD(word) \
    .kind = VF_SHAPE_WORD, .words = (const char *const[]) { word, NULL }
#define S_NAME(of_what) .kind = VF_SHAPE_NAME, .names = (of_what)
#define S_DURATION .kind = VF_SHAPE_DURATION, .min = 0, .max = INFINITY
#define S_DURATION_ABOVE_0 .kind = VF_SHAPE_DURATION, .min = 0, .max = INFINITY, .above_min = true
#define S_OBJECT(type) .kind = VF_SHAPE_OBJECT, .object = (type)
#define S_SAME(other) .kind = VF_SHAPE_SAME, .of = (other)
#define S_MAP(key_shape, value_shape) .kind = VF_SHAPE_MAP, .key = (key_shape), .of = (value_shape)
#define S_LIST(item_shape, lo, hi) .kind = VF_SHAPE_LIST, .of = (item_shape), .n_min = (lo), .n_max = (hi)
#define S_ANY(...) .kind = VF_SHAPE_ANY, .of = ALT(__VA_ARGS__)

#define NUMBER(lo, hi) SHAPE(S_NUMBER(lo, hi))
#define AT_LEAST_0 NUMBER(0, INFINITY)
#define ABOVE_0 SHAPE(S_ABOVE(0))
#define PROBABILITY NUMBER(0, 1)
#define INTEGER(lo, hi) SHAPE(S_INTEGER(lo, hi))
#define BOOL SHAPE(.kind = VF_SHAPE_BOOL)
#define TEXT SHAPE(.kind = VF_SHAPE_TEXT)
#define WORDS(list) SHAPE(S_WORDS(list))
#define NAME(of_what) SHAPE(S_NAME(of_what))
#define DURATION SHAPE(S_DURATION)
#define DURATION_ABOVE_0 SHAPE(S_DURATION_ABOVE_0)
#define DATE SHAPE(.kind = VF_SHAPE_DATE)
#define CLOCK SHAPE(.kind = VF_SHAPE_CLOCK)
#define OBJECT(type) SHAPE(S_OBJECT(type))
#define MAP(key_shape, value_shape) SHAPE(S_MAP(key_shape, value_shape))
#define LIST(item_shape, lo, hi) SHAPE(S_LIST(item_shape, lo, hi))
#define ANY(...) SHAPE(S_ANY(__VA_ARGS__))
#define NEW_NAME NAME(VF_NAMES_NEW)

#define FIELDS(...)                       \
    .fields = (const struct vf_field[]) { \
        __VA_ARGS__, { .key = NULL }      \
    }

/* PROFILE of bare numbers, or "unlimited". */
extern const struct vf_shape vf_shape_capacity;

/* A whole number that a double and an int64_t both hold. */
#define INTEGER_MAX 9007199254740992.0

#endif

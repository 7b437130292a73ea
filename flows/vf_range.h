/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a question varies and what it asks of the outputs, as typed:
 *   PTR=LO..HI[:STEP]    the value at a JSON pointer; PTR*=LO..HI a factor on it; PTR+=LO..HI an addition to it.
 *                        PTR,PTR,... move together. Without a step: 1 when both ends are whole numbers and the value
 *                        is set or added, else a hundredth of the range.
 *   INDICATOR<=VALUE, INDICATOR>=VALUE   (vf_pick.h writes indicators; several with * are as many limits)
 * Everything that is wrong is told at once. */
#ifndef VF_RANGE_H
#define VF_RANGE_H

#include "vf_pick.h"
#include "vf_vary.h"

struct vf_range {
    char *text;     /* what varies, as typed: "/units/ward/beds/disponibla" or "/a/b *" */
    char *pointers; /* owned; the pointers, each ended by NUL */
    size_t n_pointers;
    enum vf_change_kind kind;
    double low, high, step;
    uint32_t size; /* values: low, low + step, ... */
};

/* Adds a range; 0, or VF_E_USAGE with what is wrong. */
int vf_range_parse(struct vf_range *r, const char *text, const struct vf_config *base, struct vf_error *err);
void vf_range_fini(struct vf_range *r);
double vf_range_value(const struct vf_range *r, uint32_t index);

/* What is asked of which config. */
struct vf_ranges {
    const struct vf_config *base;
    const char *scenario; /* or NULL */
    const struct vf_range *range;
    size_t n;
};
/* The config with each range at its value. *out as of vf_vary. */
int vf_range_config(const struct vf_ranges *ranges, const double *value, struct vf_config *out,
                    struct vf_error *err);

struct vf_limit {
    size_t column; /* of the measures */
    bool at_most;  /* else at least */
    double value;
};
/* Appends the limits that one text gives. */
int vf_limit_parse(struct vf_limit **limits, size_t *n, const char *text, const struct vf_measures *ms,
                   struct vf_error *err);

#endif

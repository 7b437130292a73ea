/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of designs and the rules that hold for all of them: see vf_design.h. */
#include "vf_design.h"

#include <string.h>

#include "vf_random.h"

enum { SENTENCE_MAX = 4096 };

const struct vf_design_kind *const vf_design_kinds[] = {
    &vf_design_grid, &vf_design_zip,   &vf_design_list,   &vf_design_one_at_a_time, &vf_design_random,
    &vf_design_lhs,  &vf_design_sobol, &vf_design_morris, &vf_design_saltelli,      NULL,
};

const struct vf_design_kind *vf_design_find(const char *name) {
    for (const struct vf_design_kind *const *k = vf_design_kinds; *k; k++) {
        if (strcmp((*k)->name, name) == 0) {
            return *k;
        }
    }
    return NULL;
}

static size_t told(struct vf_text *text, void (*tell)(void *context, const char *sentence), void *context) {
    size_t any = text->size > 0;
    if (any) {
        tell(context, text->data);
    }
    vf_text_clear(text);
    return any;
}

size_t vf_design_check(const struct vf_design *d, void (*tell)(void *context, const char *sentence),
                       void *context) {
    struct vf_text text;
    size_t n = 0;
    vf_text_init(&text, SENTENCE_MAX);
    if (d->n_axes > VF_DESIGN_AXES_MAX) {
        vf_text_appendf(&text, "%zu axes, at most %d", d->n_axes, VF_DESIGN_AXES_MAX);
        n += told(&text, tell, context);
    }
    if (d->kind->sampled && d->samples == 0) {
        vf_text_appendf(&text, "a design of kind %s needs the number of samples", d->kind->name);
        n += told(&text, tell, context);
    }
    if (!d->kind->sampled && d->samples > 0) {
        vf_text_appendf(&text, "a design of kind %s takes no samples: its points follow from the values",
                        d->kind->name);
        n += told(&text, tell, context);
    }
    for (size_t a = 0; a < d->n_axes && !d->kind->sampled; a++) {
        if (d->axis[a].levels == 0) {
            vf_text_appendf(&text, "axis %.200s is a range: a design of kind %s needs values (or a step)",
                            d->axis[a].name, d->kind->name);
            n += told(&text, tell, context);
        }
    }
    if (d->kind->refuse) {
        d->kind->refuse(d, &text);
        n += told(&text, tell, context);
    }
    vf_text_fini(&text);
    return n;
}

/* Words in the last, incomplete round are drawn again. */
uint64_t vf_design_below(struct vf_rand *r, uint64_t n) {
    uint64_t limit = UINT64_MAX - UINT64_MAX % n, x = vf_rand_u64(r);
    while (x >= limit) {
        x = vf_rand_u64(r);
    }
    return x % n;
}

uint64_t vf_design_count(const struct vf_design *d) { return d->kind->count(d); }

void vf_design_fill(const struct vf_design *d, uint64_t n, double *place) { d->kind->fill(d, n, place); }

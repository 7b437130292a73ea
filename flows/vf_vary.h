/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A config changed in memory: for the points of a study, which share everything that was read from files. A change
 * acts as --set does: on the config as written, before templates are put in, so that a change of a template reaches
 * every unit that names it. The changed config is checked like any other; a problem in it is placed where the
 * unchanged value stood.
 *
 * The base must outlive what is made of it, and is only read: threads may vary the same base at once. */
#ifndef VF_VARY_H
#define VF_VARY_H

#include "vf_config.h"

enum vf_change_kind { VF_CHANGE_SET, VF_CHANGE_FACTOR, VF_CHANGE_ADD };

struct vf_change {
    const char *pointer;
    enum vf_change_kind kind;
    const cJSON *value; /* VF_CHANGE_SET */
    double number; /* otherwise: a number, or the number of a quantity ("7.4 d"), is multiplied or added to */
    bool whole;    /* round the result to a whole number */
};

/* Lays a scenario (NULL = none) and then the changes over the base. 0 or VF_E_CONFIG with every problem. *out is to
 * be released by vf_vary_fini; vf_compile takes it as any config. */
int vf_vary(const struct vf_config *base, const char *scenario, const struct vf_change *changes, size_t n,
            struct vf_config *out, struct vf_error *err);
void vf_vary_fini(struct vf_config *varied);

/* Whether the pointer of a change leads somewhere in the base, and, for a factor or an addition, to a number. What is
 * wrong as a sentence in *to (nothing appended: it can be changed), with advice in *advice. */
void vf_vary_check(const struct vf_config *base, const struct vf_change *change, struct vf_text *to,
                   struct vf_text *advice);
/* The number at a pointer of the base, NaN when there is none. */
double vf_vary_number(const struct vf_config *base, const char *pointer);
bool vf_vary_has_scenario(const struct vf_config *base, const char *scenario);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the store of a study is made for, from the study; private to flows. Everything in `spec` points into this
 * struct and the study. */
#ifndef VF_SWEEP_SPEC_H
#define VF_SWEEP_SPEC_H

#include "vf_sweep.h"

enum { VF_SWEEP_FACTS = 8 };

struct vf_sweep_spec {
    struct vf_study_spec spec;
    char identity[VF_SHA256_HEX], seed[32], warmup[VF_DOUBLE_TEXT];
    char *study, *config;
    struct vf_study_fact facts[VF_SWEEP_FACTS];
    const char **axes;
    struct vf_out_metric *metrics;
    struct vf_out_column *columns;
    struct vf_study_place *places;
    char **names;
    struct vf_study_cell *cells;
};

void vf_sweep_spec_init(struct vf_sweep_spec *x, const struct vf_sweep *s, const char *version,
                        double warmup_days);
void vf_sweep_spec_fini(struct vf_sweep_spec *x);

#endif

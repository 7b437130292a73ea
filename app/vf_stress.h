/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The STRESS-DES checklist of a result folder (Monks, Currie, Onggo, Robinson, Kunc & Taylor, "Strengthening the
 * reporting of empirical simulation studies", Journal of Simulation 13(1), 2019), filled as far as config and manifest
 * tell. An item that they do not tell is marked with what is missing and what to write where. The writers of the items
 * are in two files: stress_model.c (1-3: what the model is) and stress_run.c (4-6: what was done). */
#ifndef VF_STRESS_H
#define VF_STRESS_H

#include "vf_command.h"
#include "vf_experiment.h"
#include "vf_text.h"

struct vf_stress {
    enum vf_language language;
    const cJSON *manifest, *config; /* as they lie in the folder */
    const struct vf_experiment *x;  /* the config, loaded */
    const char *access;             /* where program and config are to be had; NULL = not said */
    struct vf_text *to;             /* the document */
    struct vf_phrase missing;       /* set by a writer that has too little to say; else both NULL */
};

/* One item: appends what is known, and sets `missing` when that is not enough. */
struct vf_stress_item {
    const char *number;
    struct vf_phrase title;
    void (*write)(struct vf_stress *s);
};
extern const struct vf_stress_item vf_stress_model[], vf_stress_run[]; /* each ends with number NULL */

/* The number of items, and of those that lack something, for the caller's message. */
struct vf_stress_count {
    size_t items, missing;
};
struct vf_stress_count vf_stress_write(struct vf_stress *s);

/* A text of a config: a plain one, or {"sv", "en"}; NULL when there is none. */
const char *vf_stress_text(const struct vf_stress *s, const cJSON *value);

#endif

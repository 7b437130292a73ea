/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files that write the fragment share; nobody else includes it. */
#ifndef VF_IMPORT_WRITE_H
#define VF_IMPORT_WRITE_H

#include "vf_import_work.h"

enum { IMPORT_NAME = 256 };

double vf_import_round(double x); /* to six digits */
void vf_import_numbers(struct vf_json_writer *w, const char *key, const double *x, size_t n);
void vf_import_quantity(struct vf_json_writer *w, const char *key, double x, const char *unit); /* "5.2 d" */
void vf_import_profile_name(const struct vf_import_work *m, uint32_t profile, char out[IMPORT_NAME]);
void vf_import_stratum_name(const struct vf_import_work *m, uint32_t s, char out[IMPORT_NAME]);
void vf_import_return_name(const struct vf_import_work *m, uint32_t r, char out[IMPORT_NAME]);
bool vf_import_has_kommun(const struct vf_import_work *m);

void vf_import_write_units(const struct vf_import_work *m, struct vf_json_writer *w);
/* Writes the object of groups and marks the strata that they use; returns how many groups. */
size_t vf_import_write_groups(struct vf_import_work *m, struct vf_json_writer *w);

#endif

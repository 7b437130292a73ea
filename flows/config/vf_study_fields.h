/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The field tables of study files and of maps of own extracts, and their strict check; internal to flows/config. */
#ifndef VF_STUDY_FIELDS_H
#define VF_STUDY_FIELDS_H

#include "vf_fields.h"

struct vf_config;
struct vf_error;

extern const struct vf_object vf_object_study, vf_object_axis, vf_object_design;
extern const char *const vf_words_axis_change[];
extern const struct vf_object vf_object_extract, vf_object_extract_group;
extern const char *const vf_words_planned[],
    *const vf_words_sex[], *const vf_words_way[]; /* in the order of vf_extract.h's enums; sex: man, kvinna */

/* study_read.c: reads a document that is no config and checks it against its table. *file as for
 * vf_study_file_read; `what` is for the message when it is no object: "a study is an object". */
int vf_plain_file_read(const char *path, const struct vf_object *type, const char *what,
                       struct vf_config *file, struct vf_error *err);

#endif

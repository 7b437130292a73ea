/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The field tables of study files, and their strict check; internal to flows/config. */
#ifndef VF_STUDY_FIELDS_H
#define VF_STUDY_FIELDS_H

#include "vf_fields.h"

extern const struct vf_object vf_object_study, vf_object_axis, vf_object_design;
extern const char *const vf_words_axis_change[];

#endif

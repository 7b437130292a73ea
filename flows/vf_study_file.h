/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a study file: its document, checked against its field table, and its config. For vf_sweep_load. */
#ifndef VF_STUDY_FILE_H
#define VF_STUDY_FILE_H

#include "vf_config.h"
#include "vf_fields.h"

/* The document as a struct vf_config of which only path, resolved and places are filled, so that problems can be
 * placed (vf_config_problem). *file is to be released by vf_config_fini also after a failure. */
int vf_study_file_read(const char *path, struct vf_config *file, struct vf_error *err);
/* Whether a file reads as JSON and has the axes and design of a study; problems of the file are not told. */
bool vf_study_file_is(const char *path);
/* The config that the study extends, with its patch over it. */
int vf_study_file_config(const struct vf_config *file, struct vf_config *base, struct vf_error *err);

/* The field tables, for vf_field_*. */
enum vf_study_object { VF_STUDY_OBJECT, VF_STUDY_AXIS, VF_STUDY_DESIGN };
const struct vf_object *vf_study_object(enum vf_study_object which);

#endif

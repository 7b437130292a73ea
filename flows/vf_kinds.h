/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The unit kinds, one file each; only kinds.c includes this. */
#ifndef VF_KINDS_H
#define VF_KINDS_H

#include "vf_model.h"

extern const struct vf_unit_kind vf_kind_clinic, vf_kind_akutmottagning, vf_kind_ward, vf_kind_kommunal,
    vf_kind_intermediate, vf_kind_delay, vf_kind_external;

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Intermediate care (mellanvard, narvardsplatser): beds at primary-care level, step-up and step-down. */
#include "vf_flow.h"
#include "vf_kinds.h"

const struct vf_unit_kind vf_kind_intermediate = {
    .name = "intermediate",
    .level = VF_L_MELLANVARD,
    .owner = VF_OWNER_REGION,
    .traits = VF_T_BEDS,
    .default_int_cap = 0,
    .request = vf_station_request,
    .freed = vf_station_freed,
};

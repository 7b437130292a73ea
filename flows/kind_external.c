/* SPDX-License-Identifier: GPL-3.0-or-later */
/* External: another region's care; unlimited unless a capacity is given. */
#include "vf_flow.h"
#include "vf_kinds.h"

const struct vf_unit_kind vf_kind_external = {
    .name = "external",
    .level = VF_L_EXTERN,
    .owner = VF_OWNER_EXTERN,
    .traits = 0,
    .default_int_cap = VF_UNLIMITED,
    .request = vf_station_request,
    .freed = vf_station_freed,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Delay: time at home or elsewhere between contacts; never full. */
#include "vf_flow.h"
#include "vf_kinds.h"

const struct vf_unit_kind vf_kind_delay = {
    .name = "delay",
    .level = VF_L_HEM,
    .owner = VF_OWNER_REGION,
    .traits = VF_T_INFINITE,
    .default_int_cap = VF_UNLIMITED,
    .request = vf_station_request,
    .freed = vf_station_freed,
};

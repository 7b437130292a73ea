/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Akutmottagning: places around the clock. An admitted patient without a bed keeps the place (boarding). */
#include "vf_flow.h"
#include "vf_kinds.h"

const struct vf_unit_kind vf_kind_akutmottagning = {
    .name = "akutmottagning",
    .level = VF_L_AKUTMOTTAGNING,
    .owner = VF_OWNER_REGION,
    .traits = VF_T_AKUT,
    .default_int_cap = VF_UNLIMITED,
    .request = vf_station_request,
    .freed = vf_station_freed,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kommunal halso- och sjukvard: korttidsplats, SABO, hemsjukvard. Who waits for one from a ward keeps the bed. */
#include "vf_flow.h"
#include "vf_kinds.h"

const struct vf_unit_kind vf_kind_kommunal = {
    .name = "kommunal",
    .level = VF_L_KOMMUN,
    .owner = VF_OWNER_KOMMUN,
    .traits = VF_T_BEDS,
    .default_int_cap = 0,
    .request = vf_station_request,
    .freed = vf_station_freed,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clinic: servers (clinicians) with opening hours and a waiting list. Patients from elsewhere go there and wait. */
#include "vf_flow.h"
#include "vf_kinds.h"

const struct vf_unit_kind vf_kind_clinic = {
    .name = "clinic",
    .level = VF_L_PRIMARVARD,
    .owner = VF_OWNER_REGION,
    .traits = 0,
    .default_int_cap = VF_UNLIMITED,
    .request = vf_station_request,
    .freed = vf_station_freed,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Vardavdelning: disponibla vardplatser by calendar, a placement policy, a census. See ward.c. */
#include "vf_flow.h"
#include "vf_kinds.h"

const struct vf_unit_kind vf_kind_ward = {
    .name = "ward",
    .level = VF_L_SLUTENVARD,
    .owner = VF_OWNER_REGION,
    .traits = VF_T_WARD | VF_T_BEDS | VF_T_IN_CARE,
    .default_int_cap = VF_UNLIMITED, /* of those whom the policy lets wait */
    .request = vf_ward_request,
    .freed = vf_ward_freed,
};

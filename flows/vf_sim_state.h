/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What sim.c, which runs a replication, and sim_new.c, which makes and unmakes the simulator, share. */
#ifndef VF_SIM_STATE_H
#define VF_SIM_STATE_H

#include "vf_sim.h"

#define VF_SEED_KEY UINT64_C(0x56617264666c6f64) /* the root of all keys; never changes */

void vf_sim_reset(struct vf_sim *s, uint32_t replication);
int32_t vf_unit_capacity_at(const struct vf_sim *s, uint16_t u, int64_t t);
void vf_unit_capacity_now(struct vf_sim *s, uint16_t u); /* makes the capacity what it is at this moment */

#endif

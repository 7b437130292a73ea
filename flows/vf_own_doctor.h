/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The own doctor as a preference that costs waiting (own_doctor.c). Only for the simulator's own files. */
#ifndef VF_OWN_DOCTOR_H
#define VF_OWN_DOCTOR_H

#include "vf_account.h"

void vf_own_request(struct vf_sim *s, uint32_t i, uint16_t u);
void vf_own_freed(struct vf_sim *s, uint16_t u);
void vf_own_left(struct vf_sim *s, uint32_t i, uint16_t u); /* the patient gives the place at u up */
/* Patients of an initial state: one with a place (before it is counted), one who has joined the queue. */
void vf_own_present(struct vf_sim *s, uint32_t i, uint16_t u);
void vf_own_waiting(struct vf_sim *s, uint32_t i, uint16_t u);
/* The pending event of one in a queue: true when it was only the end of the wait for the own doctor. */
bool vf_own_waited(struct vf_sim *s, uint32_t i);

#endif

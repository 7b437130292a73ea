/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Series of means over equal steps of a replication; owned by the simulator (s->series[]). points = 0: none kept. */
#ifndef VF_SERIES_H
#define VF_SERIES_H

#include "vf_sim.h"

void vf_series_new(struct vf_series *r, const struct vf_model *m, int64_t step, uint32_t points);
void vf_series_free(struct vf_series *r);
/* At the start of a replication: the first step begins when the warm-up ends. */
void vf_series_start(struct vf_sim *s);
void vf_series_tick(struct vf_sim *s, unsigned which);
/* At the end of the run, which comes before the events of that time: the last day. */
void vf_series_end(struct vf_sim *s);
/* Least-squares slope of the queue of a unit, patients per day; NaN where the queue is bounded or the series too
 * short. */
double vf_queue_slope(const struct vf_sim *s, uint16_t u);

#endif

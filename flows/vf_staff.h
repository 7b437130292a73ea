/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Staff: who is on duty (roster.c), and steps that take several servers, servers shared between units, or servers
 * whose work others may do (staff.c). Only for the simulator's own files. */
#ifndef VF_STAFF_H
#define VF_STAFF_H

#include "vf_account.h"

static inline void vf_pool_change(const struct vf_sim *s, struct vf_pstate *ps, int delta) {
    ps->area += (int64_t)ps->n * (s->now - ps->last);
    ps->paper_area += (int64_t)ps->paper * (s->now - ps->last);
    ps->last = s->now;
    ps->n += delta;
}

static inline void vf_pool_take(const struct vf_sim *s, struct vf_pstate *ps, int n) {
    vf_pool_change(s, ps, n);
    ps->taken += n;
}
/* `since`: from when on they are not booked yet. */
static inline void vf_pool_give(const struct vf_sim *s, struct vf_pstate *ps, int n, int64_t since) {
    vf_pool_change(s, ps, -n);
    ps->given += n;
    ps->stays += n * vf_since(s, since);
}

/* steps.c */
uint16_t vf_step_pool(struct vf_sim *s,
                      const struct vf_patient *p); /* of a step without needs; VF_NONE16 none */
bool vf_step_needs(const struct vf_sim *s, const struct vf_patient *p);
void vf_step_run(struct vf_sim *s, uint32_t i);    /* everything needed is held: the step's time runs */
void vf_doctor_seen(struct vf_sim *s, uint32_t i); /* a doctor was seized: time to doctor */

/* staff.c. Needs are taken stage by stage in the order of pools; each stage wholly or not at all. */
void vf_staff_begin(struct vf_sim *s, uint32_t i);   /* the present step's needs arise */
void vf_staff_release(struct vf_sim *s, uint32_t i); /* the present step is over */
/* The pool whose queue the patient stands in, or would. */
uint16_t vf_staff_line(struct vf_sim *s, const struct vf_patient *p);
void vf_staff_freed(struct vf_sim *s, uint16_t pool);          /* servers of a managed pool may be free */
void vf_staff_paperwork_over(struct vf_sim *s, uint32_t slot); /* of a control event */
struct vf_hold *vf_staff_hold(struct vf_sim *s, const struct vf_patient *p); /* of a step with needs */

/* staff_books.c: of window.c */
void vf_staff_window(struct vf_sim *s);                             /* begins */
void vf_staff_close(struct vf_sim *s);                              /* ends; before the next */
void vf_staff_inside(struct vf_sim *s, const struct vf_patient *p); /* what a patient has or waits for then */
int vf_staff_check(const struct vf_sim *s, struct vf_error *err);

/* roster.c */
/* Servers on duty at t, the absent left out; t is now or 0. */
int32_t vf_roster_on_duty(const struct vf_sim *s, uint16_t pool, int64_t t);
/* The first time > t at which that may change; INT64_MAX: never. */
int64_t vf_roster_next(const struct vf_model *m, uint16_t pool, int64_t t);
/* Disponibla of a ward with so many of its staff on duty. */
int32_t vf_roster_beds(const struct vf_ward *ward, int32_t staff);
/* Servers on the roster at t, before absence. */
int32_t vf_roster_planned(const struct vf_model *m, uint16_t pool, int64_t t);
/* Expected servers on duty over [from, to); of a ward's beds when `ward` is not NULL. Off the hot path. */
double vf_roster_mean(const struct vf_model *m, uint16_t pool, const struct vf_ward *ward, int64_t from,
                      int64_t to);
/* The most that are ever on the roster. */
double vf_roster_most(const struct vf_model *m, uint16_t pool);

#endif

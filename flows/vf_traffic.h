/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The traffic equations of a compiled model: how many patients per time, and how many at once (Erlangs),
 * every unit would see if nobody ever waited. Used before the first event: by `check`, by units that start in
 * equilibrium, and by the verdict on stationarity. Nothing here is for the event loop.
 *
 * Per group, visits v to its nodes solve v = a + R'v, where a are the arrivals and R the routing
 * probabilities (Jackson, "Networks of waiting lines", 1957). A group with readmission is solved on pairs
 * (node, has been on a ward since it entered), because only those who leave alive after a vardperiod may come
 * back. The load of a unit is v times the mean time a place is held there (Little, 1961).
 *
 * A factor on stays that follows the calendar counts by its mean, on nights and travel too.
 *
 * Left out on purpose: placement (everybody lies at home), queues, blocking, patience, balking, credit for
 * blocked time, the limit of a source,
 * the rounding of lead times shortened by a plan. Cohorts and those who become others: traffic_people.c. */
#ifndef VF_TRAFFIC_H
#define VF_TRAFFIC_H

#include <stdint.h>

#include "vf_error.h"
#include "vf_model.h"

/* What does not depend on the window, for the next solution of the same model. Not for several threads at once. */
struct vf_traffic_memo {
    double *visits;         /* [n_nodes] */
    bool *solved;           /* [n_groups] its visits are there */
    double *nights, *leads; /* [n_dists] whole means, NAN: not yet */
};
/* Call when the model is whole: from then on its solutions keep these. vf_model_free frees them. */
void vf_traffic_remember(struct vf_model *m);
void vf_traffic_forget(struct vf_model *m);

/* Arrays are owned. Rates are per ms, loads are mean numbers of patients (1 Erlang = one place always held).
 */
struct vf_traffic {
    double *group_rate; /* [n_groups] journeys begun where the group's patients enter, from outside or home */
    double *node_rate;  /* [n_nodes] visits, readmitted patients included */
    double *node_load;  /* [n_nodes] patients there, over all members of a family */
    double *arrivals_per_ms; /* [n_units] visits */
    double *load; /* [n_units] places held: stays, planning lead times, transitions that hold or reserve */
    double *capacity_mean; /* [n_units] mean of the rounded capacity; INFINITY = unlimited */
    double
        *load_share; /* [n_units] load / capacity_mean; 0 when unlimited, INFINITY when load meets no place */
    double *pool_load;     /* [n_pools] servers in use */
    double *pool_capacity; /* [n_pools] */
};

/* Solves for the mean rates and capacities over [from, to) ms, 0 <= from < to within the calendar. 0, or
 * VF_E_CONFIG when a group's visits have no finite solution (it never leaves). On failure `out` is empty. */
int vf_traffic_solve(const struct vf_model *m, int64_t from, int64_t to, struct vf_traffic *out,
                     struct vf_error *err);
/* The same with all rates, but load and node_load only of the wanted units [n_units], and of all others that share a
 * node with one; capacities and servers are left out. */
int vf_traffic_solve_at(const struct vf_model *m, int64_t from, int64_t to, const bool *wanted,
                        struct vf_traffic *out, struct vf_error *err);
void vf_traffic_fini(struct vf_traffic *t);

/* Expected visits to each node of group g per patient who enters, readmissions included, at node `at` or, when it
 * is VF_NONE32, where the group's patients do; visits[] is indexed by node and only this group's entries are
 * written. 0 or VF_E_CONFIG. (traffic_routes.c) */
int vf_traffic_visits(const struct vf_model *m, uint16_t g, uint32_t at, double *visits,
                      struct vf_error *err);

/* From the sources' rates in t->group_rate to the rates of all groups and nodes over [from, to); hold[i]: mean time
 * that a visit to node i takes, read of cohorts. 0 or VF_E_CONFIG. (traffic_people.c) */
int vf_traffic_rates(const struct vf_model *m, int64_t from, int64_t to, const double *hold,
                     struct vf_traffic *t, struct vf_error *err);

/* Journeys per ms begun by the members of a cohort of its first size whose journeys take journey_ms. */
double vf_traffic_cohort_rate(const struct vf_model *m, const struct vf_cohort *c, double journey_ms);

/* Mean of a law as the simulator uses it, in whole units: each draw is rounded, and is at least `least`
 * unless it is exactly 0 (nights: least 1; working days of lead time: least 0). INFINITY when the law has no
 * mean. */
double vf_traffic_whole_mean(const struct vf_dist *d, int least);

#endif

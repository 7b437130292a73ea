/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The best scenario of an experiment in one indicator, with a stated probability of being it (vf_select.h): as many
 * replications as that takes, of those still in the race.
 *
 * Order of calls: vf_experiment_load, vf_choose (which finds the warm-up first when it is "auto"), read,
 * vf_choose_fini. vf_experiment_run is not called. */
#ifndef VF_CHOOSE_H
#define VF_CHOOSE_H

#include "vf_experiment.h"
#include "vf_select.h"

struct vf_choose_options {
    const char *indicator; /* one, as vf_pick.h writes them */
    bool largest;
    double indifference, probability;
    uint32_t first; /* replications before anything is eliminated */
    uint32_t most;  /* replications of a scenario at most */
    struct vf_study_options how;
    /* after each batch: replications so far, the most that can be needed (at least these), scenarios left */
    void (*progress)(void *context, uint32_t done, double most, size_t left, uint64_t events);
    void *context;
};

struct vf_choice {
    struct vf_select select; /* k = the experiment's points, in order */
    size_t column;           /* of the experiment */
    uint64_t trials, events;
    bool decided; /* false: the cap on replications came first, so nothing is promised */
};

/* 0, VF_E_USAGE (the indicator, or fewer than two scenarios), VF_E_STATE (a scenario does not have the indicator in
 * some replication), VF_E_STOPPED, trouble. Release in any case. */
int vf_choose(struct vf_choice *c, struct vf_experiment *x, const struct vf_choose_options *o,
              struct vf_error *err);
void vf_choose_fini(struct vf_choice *c);

#endif

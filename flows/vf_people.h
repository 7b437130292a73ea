/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People who live on: members of cohorts, who go home after a journey and come back through their own hazard until
 * they die; the doors by which a patient becomes one of another group; and the history of each individual (visits,
 * admissions, bed-days, cost, levels, last clinic), from which concentration is worked out.
 *
 * Histories lie beside the pool of patients, [index of the patient], and exist only in models with people
 * (vf_model.people): sim->person is NULL in all others, which is what the hooks ask. Only for the simulator's own
 * files and measure_people.c. */
#ifndef VF_PEOPLE_H
#define VF_PEOPLE_H

#include "vf_account.h"

/* What ends a stay at home (struct vf_patient.step while VF_P_HOME). */
enum vf_home { VF_HOME_READMISSION, VF_HOME_RETURN, VF_HOME_DEATH };

/* One individual. Counts are of the window; frailty, homecomings, last clinic and birth are for life. */
struct vf_person {
    double frailty; /* multiplies the hazard of coming back */
    double cost;    /* kr */
    int64_t bed;    /* ms on wards */
    int64_t born;   /* joined the cohort */
    uint32_t homecomings, visits, admissions;
    uint16_t last_clinic; /* unit + 1; 0 none */
    uint8_t levels;       /* bit l: has been at level l, home left out */
    uint8_t kinds;        /* enum vf_person_kind */
};
enum vf_person_kind { VF_PERSON_MEMBER = 1 /* of the cohort of its group */ };

enum { VF_PEOPLE_TOPS = 2 /* 1 %, 10 % */, VF_PEOPLE_LEVELS = 8 };
/* What the histories of the window come to, and the cohorts' counters. */
struct vf_people {
    double *bed, *cost; /* of individuals who have any */
    size_t n_bed, n_cost, room_bed, room_cost;
    int64_t bed_sum; /* ms */
    uint64_t n;      /* individuals with care in the window */
    uint64_t visits, admissions, again,
        followed;                         /* again: clinic visits to the same unit as the one before */
    uint64_t by_levels[VF_PEOPLE_LEVELS]; /* by the number of levels visited */
    double bed_total, cost_total, top_bed[VF_PEOPLE_TOPS], top_cost[VF_PEOPLE_TOPS]; /* shares */
    struct vf_cohort_state {
        struct vf_area alive;
        uint32_t died_at_home, replaced, joined;
        uint32_t present; /* members of the initial state: so many fewer begin at home */
        uint64_t next;    /* number of the next new member */
    } * cohort;           /* [group] */
};

/* people.c */
void vf_people_new(struct vf_sim *s);
void vf_people_free(struct vf_sim *s);
void vf_people_reset(struct vf_sim *s);
/* A patient of the initial state whose group is a cohort is one of its members. */
void vf_person_present(struct vf_sim *s, uint32_t i);
void vf_cohorts_start(struct vf_sim *s, uint16_t source);
void vf_person_at_home(struct vf_sim *s, uint32_t i); /* what was waited for at home happens */
/* A journey has ended: the member goes home, the patient goes through a door, or the individual leaves the model
 * (false): dead, or no member. */
bool vf_person_goes_on(struct vf_sim *s, uint32_t i, uint32_t terminal);

/* history.c */
void vf_person_room(struct vf_sim *s, uint32_t from, uint32_t to); /* the pool has grown */
void vf_person_starts(struct vf_sim *s, uint32_t i, uint16_t u,
                      bool again); /* again: went on after an interruption */
void vf_person_leaves(struct vf_sim *s, uint32_t i, uint16_t u, int64_t from);
void vf_person_gone(struct vf_sim *s, uint32_t i); /* the patient's line is given back */
void vf_people_window(struct vf_sim *s);
void vf_people_close(struct vf_sim *s); /* at the end of the window, after the stays still under way */

static inline bool vf_is_door(uint32_t target) { return target > VF_TERM_DEATH && target < VF_TERM_EXIT; }

#endif

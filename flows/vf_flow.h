/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The patient's way through the units: the functions the simulator's files call in each other. Only for
 * flows' own simulator files. Each takes the simulator and a patient's index; none may be called with pointers
 * into the pools still in use by the caller. */
#ifndef VF_FLOW_H
#define VF_FLOW_H

#include "vf_sim.h"

/* Quantities drawn within a node: added to the node's purpose. Never renumber: it would change every log. */
enum vf_quantity {
    VF_Q_STAY = 1,
    VF_Q_ROUTE,
    VF_Q_LEAD,
    VF_Q_TRANSIT,
    VF_Q_PATIENCE,
    VF_Q_BALK,
    VF_Q_DISCHARGE,
    VF_Q_LEAD_HOUR,
    VF_Q_TRIAGE,
    VF_Q_WORSEN,
    VF_Q_LOOK,
    VF_Q_ELIGIBLE,
    VF_Q_REBOOK,
    VF_Q_OWN_DOCTOR = 14,
    VF_Q_PARTIES = 15,
    VF_Q_STEP = 16,
    VF_Q_TRAVEL = 512 /* + the step's number, as VF_Q_STEP */
};
/* Purposes that belong to the patient as a whole. */
enum vf_life_quantity {
    VF_Q_ENTRY = 1,
    VF_Q_READMIT,
    VF_Q_READMIT_TIME,
    VF_Q_THIN,
    VF_Q_NO_SHOW,
    VF_Q_AT,
    VF_Q_FILL,
    VF_Q_FRAILTY,
    VF_Q_HOME,
    VF_Q_HOME_DEATH
};

/* patient.c: the pools */
uint32_t vf_patient_new(struct vf_sim *s, uint16_t group, uint64_t key);
void vf_patients_reserve(struct vf_sim *s);  /* room for those who are there when a run begins */
uint32_t vf_patient_fresh(struct vf_sim *s); /* a line never used before */
void vf_patient_free(struct vf_sim *s, uint32_t i);
/* Gives the patient a care record (keeps the occasion counters). */
void vf_care_attach(struct vf_sim *s, uint32_t i);
/* Enters the node: the number of times the patient has done so (1 = the first; vf_visit.h reads it again). */
uint32_t vf_occasion_enter(struct vf_sim *s, uint32_t i, const struct vf_node *n);

/* route.c: from node to node */
void vf_enter_node(struct vf_sim *s, uint32_t i, uint32_t node); /* the need for the node's unit arises now */
void vf_start_journey(struct vf_sim *s, uint32_t i,
                      uint32_t target);          /* new or returning patient enters at a node or terminal */
void vf_stay_over(struct vf_sim *s, uint32_t i); /* stay or last step ended */
void vf_go(struct vf_sim *s, uint32_t i, uint32_t target); /* to a node or terminal, place still held */
void vf_lose(struct vf_sim *s, uint32_t i); /* no place and no room to wait: out of the model */
/* Is the ward patient utskrivningsklar when the way on is this? */
bool vf_becomes_ready(struct vf_sim *s, const struct vf_patient *p, const struct vf_edge *e);
/* The planning lead time of a way on from a place: its law (-1 none), a factor on it, where to (VF_NONE16: out). */
struct vf_lead {
    int32_t law;
    uint16_t to;
    uint8_t parties; /* 0: no planning by parties */
    bool sip;
    double factor;
};
struct vf_lead vf_lead_of(struct vf_sim *s, const struct vf_patient *p, const struct vf_edge *e);
void vf_patient_event(struct vf_sim *s, uint32_t i, uint32_t seq); /* the pending event of a patient */
uint16_t vf_node_unit(struct vf_sim *s, const struct vf_patient *p, const struct vf_node *n);
/* The part of a family's patients that are a unit's: those whose draw lies in from .. to. Who needs such a patient tries
 * keys, so many at most. */
struct vf_share {
    uint64_t purpose;
    double from, to;
    bool all; /* the unit is of no family */
};
enum { VF_FAMILY_TRIES = 1 << 20 };
struct vf_share vf_share_of(const struct vf_sim *s, uint16_t u);
static inline bool vf_belongs(const struct vf_sim *s, const struct vf_share *share, uint64_t key) {
    if (share->all) {
        return true;
    }
    struct vf_rand r = vf_draw(s, key, share->purpose, 1);
    double x = vf_rand_u01(&r);
    return (x >= share->from) & (x < share->to);
}

/* place.c: holding places */
/* The patient (not in a queue any more) obtains a place at u; statistics of the need go to `need` (its home). */
void vf_obtain(struct vf_sim *s, uint32_t i, uint16_t u, uint16_t need);
void vf_leave_place(struct vf_sim *s, uint32_t i);
void vf_reserve_over(struct vf_sim *s, uint32_t i); /* the transition is over: moves to the reserved place */
void vf_wait_for(struct vf_sim *s, uint32_t i,
                 uint16_t u); /* joins the queue of u, keeping a place held (blocked) or holding none */
void vf_unqueue(struct vf_sim *s, uint32_t i, uint16_t u); /* leaves the queue of u */
void vf_cause_begin(struct vf_sim *s, uint32_t i, enum vf_cause cause);
void vf_cause_end(struct vf_sim *s, uint32_t i, enum vf_cause cause);

/* station.c: the request/freed of finite and infinite units without beds policy */
void vf_station_request(struct vf_sim *s, uint32_t i, uint16_t u);
void vf_station_freed(struct vf_sim *s, uint16_t u);
bool vf_balk(struct vf_sim *s, uint32_t i,
             uint16_t u); /* turns away from a long queue: true when it went elsewhere */
void vf_start_patience(struct vf_sim *s, uint32_t i); /* of one who has joined a queue holding no place */
/* Of the two timers of who waits, did deterioration come before patience ran out? */
bool vf_worsens_first(struct vf_sim *s, const struct vf_patient *p, const struct vf_node *n);
bool vf_queue_up(struct vf_sim *s, uint32_t i,
                 uint16_t u); /* balk, caps, patience, block: false when the patient went elsewhere */

/* stay.c, steps.c */
/* The factor on a stay that begins now at the node, by its profile. */
double vf_stay_factor(const struct vf_sim *s, const struct vf_node *n);
void vf_begin_stay(struct vf_sim *s, uint32_t i, int64_t blocked_in);
int64_t vf_discharge_time(struct vf_sim *s, const struct vf_ward *w, int64_t day, struct vf_rand *r,
                          bool shift);
int64_t vf_nights_end(struct vf_sim *s, const struct vf_ward *w, int64_t nights, struct vf_rand *r);
void vf_begin_steps(struct vf_sim *s, uint32_t i);
void vf_step_done(struct vf_sim *s, uint32_t i);
void vf_resume_steps(struct vf_sim *s, uint32_t i, uint8_t step);
void vf_pool_freed(struct vf_sim *s, uint16_t pool);
/* The queue in which one who waits for a server stands. */
struct vf_queue *vf_step_queue(struct vf_sim *s, const struct vf_patient *p);

/* ward.c: placement */
void vf_ward_request(struct vf_sim *s, uint32_t i, uint16_t home);
void vf_ward_freed(struct vf_sim *s, uint16_t u);
/* Is unit u in this slice of the model's ward lists? */
bool vf_ward_listed(const struct vf_model *m, uint32_t first, uint32_t n, uint16_t u);
const struct vf_placement *vf_placement_of(const struct vf_sim *s, uint16_t home, uint16_t group);

/* Inskrivna per disponibel bed of the ward's hospital (of the ward alone where it has none). */
double vf_hospital_load(const struct vf_sim *s, uint16_t home);

/* incare.c: those in care at a unit, in the order they were placed; guests; utskrivningsklara */
void vf_in_care_enter(struct vf_sim *s, uint32_t i, uint16_t u, uint16_t need);
void vf_in_care_leave(struct vf_sim *s, uint32_t i, uint16_t u);
void vf_in_care_return(struct vf_sim *s, uint32_t i,
                       uint16_t u); /* brought home: listed last, no new placement */
void vf_in_care_moved(struct vf_sim *s, uint32_t i,
                      uint16_t u); /* in the middle of a stay, to a ward that takes it over */
void vf_away_remove(struct vf_sim *s, uint32_t i);

/* repatriate.c: moves the patient of `home` who has lain elsewhere longest to a free bed at home; false when nobody */
bool vf_repatriate_one(struct vf_sim *s, uint16_t home, enum vf_guest guest);

/* episode.c: vardtillfallen, vardperioder, aterinskrivning */
void vf_episode_enter(struct vf_sim *s, uint32_t i,
                      uint16_t home); /* on a ward: begins, goes on, or moves to another clinic */
void vf_episode_end(struct vf_sim *s, uint32_t i, bool alive); /* out of slutenvard */
void vf_episode_ready_over(struct vf_sim *s, uint32_t i,
                           uint16_t home); /* the utskrivningsklara patient leaves the bed */

/* slot.c: timers beside the patient's own */
uint32_t vf_slot_take(struct vf_sim *s, uint32_t i, uint16_t u);
void vf_slot_free(struct vf_sim *s, uint32_t slot);

/* triage.c: the class drawn at a node, and priority that rises with the wait */
void vf_triage(struct vf_sim *s, struct vf_patient *p, const struct vf_node *n);
/* The patient is about to queue at u, for a place or for a server there: the priority its wait has earned, and a
 * timer for the next. */
void vf_rise_start(struct vf_sim *s, uint32_t i, uint16_t u);
void vf_rise_event(struct vf_sim *s, uint32_t slot);

/* guarantee.c: the vardgaranti clock */
void vf_guarantee_started(struct vf_sim *s, const struct vf_patient *p, struct vf_ustate *us, int64_t wait);
void vf_guarantee_start(struct vf_sim *s); /* the first end of a month */
void vf_guarantee_look(struct vf_sim *s);  /* an end of a month */
void vf_guarantee_end(struct vf_sim *s);   /* the end of the run, when no month ended in the window */

/* turnaround.c */
void vf_turnaround_begin(struct vf_sim *s, uint32_t i, uint16_t u); /* the patient has just left a bed at u */
void vf_turnaround_over(struct vf_sim *s, uint32_t slot);
void vf_turnaround_end(struct vf_sim *s); /* of the window: the time of those still under way */

/* relief.c: patients in care who make room */
bool vf_relief_make_room(struct vf_sim *s, uint16_t u, uint8_t priority); /* true: one was moved away */
void vf_relief_freed(struct vf_sim *s,
                     uint16_t u); /* u has room: for the least sick of the wards it relieves */
void vf_relief_close(struct vf_sim *s, uint16_t u); /* the ward has just closed */

/* early.c: looks at a stay before its end, and who is eligible for sjukhusvard i hemmet */
int64_t vf_first_look(struct vf_sim *s, uint32_t i, int64_t from,
                      int64_t end);             /* the first event of a stay on a ward that began at `from` */
bool vf_look_now(struct vf_sim *s, uint32_t i); /* false: the stay is over */
void vf_early_discharge(struct vf_sim *s, uint32_t i); /* counts it; the stay ends now */
bool vf_eligible(struct vf_sim *s, uint32_t i, const struct vf_placement *pl);

/* rebook.c: cancelled planned admissions; false when the patient is none, or has been too often */
bool vf_cancel(struct vf_sim *s, uint32_t i, uint16_t home);
void vf_rebooked(struct vf_sim *s, uint32_t i);

/* revisit.c: aterbesok pa akuten within 72 hours */
void vf_revisit_left(struct vf_sim *s, uint32_t i,
                     uint32_t target); /* a visit ends; the place is still held */
void vf_revisit_came(struct vf_sim *s, uint32_t i);

/* deadlock.c */
void vf_deadlock_check(struct vf_sim *s, uint32_t i);

/* source.c */
uint32_t vf_source_layers(const struct vf_model *m, const struct vf_source *src);
void vf_sources_start(struct vf_sim *s);
void vf_source_event(struct vf_sim *s, uint32_t index);
void vf_arrive(struct vf_sim *s, uint16_t group, uint64_t key); /* unless the sources have stopped */
void vf_arrive_replayed(struct vf_sim *s, const struct vf_source_stay *stay,
                        uint64_t key); /* replay_arrive.c */

/* fill.c: units that start filled */
void vf_fill_units(struct vf_sim *s);

/* initial.c: the patients of the initial state; opens the accounts */
void vf_initial_place(struct vf_sim *s);

/* census.c */
void vf_census_take(struct vf_sim *s);
void vf_census_end(struct vf_sim *s);
void vf_phase_sample(struct vf_sim *s);

/* window.c: the window's start, its end, and the checks of the books */
void vf_window_start(struct vf_sim *s);
void vf_window_end(struct vf_sim *s);
int vf_check_books(struct vf_sim *s, struct vf_error *err);
int vf_books_broken(const struct vf_sim *s, struct vf_error *err, const char *what, const char *where,
                    int64_t a, int64_t b); /* VF_E_STATE: what of whom, and the two that should be the same */

/* sim_log.c: hooks of the event log; nothing when the log is off */
enum vf_log_life {
    VF_LOG_ARRIVE,
    VF_LOG_WAIT,
    VF_LOG_BLOCKED,
    VF_LOG_START,
    VF_LOG_READY,
    VF_LOG_LEAD_OVER,
    VF_LOG_COMPLETE,
    VF_LOG_OUTLIER,
    VF_LOG_EXTRA,
    VF_LOG_REPATRIATE,
    VF_LOG_LOST,
    VF_LOG_RENEGE,
    VF_LOG_PREEMPTED,
    VF_LOG_EXIT,
    VF_LOG_DEATH,
    VF_LOG_READMISSION,
    VF_LOG_WORSENED,
    VF_LOG_CANCELLED,
    VF_LOG_LIVES_N
};
void vf_log_hook(struct vf_sim *s, uint32_t i, enum vf_log_life life, uint16_t unit);
#define VF_LOG(s, i, life, unit) ((s)->log != NULL ? vf_log_hook((s), (i), (life), (unit)) : (void)0)

#endif

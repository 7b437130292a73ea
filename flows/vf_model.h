/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The compiled model: what a config becomes before the first event. Plain arrays and indices, no strings in
 * the hot parts, read-only and shared by all threads. Built by vf_compile (compile*.c) from a resolved config,
 * walked by the simulator (sim*.c), named again by the indicators. Times are int64 ms, rates are per ms. */
#ifndef VF_MODEL_H
#define VF_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vf_calendar.h"
#include "vf_dist.h"

enum {
    VF_NONE16 = 0xFFFF,
    VF_PRIORITIES = 8, /* 0 = most urgent */
    VF_POLICY_STEPS = 8,
    VF_AGE_CLASSES = 4 /* 0-17, 18-64, 65-79, 80+ */
};
#define VF_NONE32 UINT32_MAX
#define VF_UNLIMITED UINT32_MAX

enum vf_level {
    VF_L_PRIMARVARD,
    VF_L_SPECIALISTVARD,
    VF_L_AKUTMOTTAGNING,
    VF_L_SLUTENVARD,
    VF_L_KOMMUN,
    VF_L_MELLANVARD,
    VF_L_HEM,
    VF_L_EXTERN,
    VF_LEVELS
};
enum vf_owner { VF_OWNER_REGION, VF_OWNER_KOMMUN, VF_OWNER_EXTERN, VF_OWNERS };
/* What a municipal unit gives. */
enum vf_form { VF_FORM_OTHER, VF_FORM_KORTTIDS, VF_FORM_SABO, VF_FORM_HEMSJUKVARD, VF_FORM_HEMTJANST };
enum vf_org_type { VF_ORG_REGION, VF_ORG_SJUKHUS, VF_ORG_KLINIK, VF_ORG_KOMMUN, VF_ORG_VARDCENTRAL };

/* A place in the organisation: region, sjukhus, klinik, kommun, vardcentral. */
struct vf_org {
    char *name;
    uint8_t type;
    uint16_t parent; /* VF_NONE16 = top */
    char code[5];    /* länskod of a region, kommunkod of a kommun; "" = not given */
};

enum vf_on_close { VF_CLOSE_CARRY_OVER, VF_CLOSE_SERVE_QUEUE, VF_CLOSE_SEND_AWAY };
enum vf_preempt { VF_PREEMPT_NO, VF_PREEMPT_RESUME, VF_PREEMPT_STEP_DOWN, VF_PREEMPT_TRANSFER };
enum vf_closing { VF_CLOSING_STAY, VF_CLOSING_MOVE, VF_CLOSING_DISCHARGE };
enum vf_free_step { VF_FREE_QUEUE, VF_FREE_PACK, VF_FREE_REPATRIATE, VF_FREE_OTHERS };
enum vf_policy_step {
    VF_PLACE_HOME,
    VF_PLACE_OUTLIER,
    VF_PLACE_EXTRA,
    VF_PLACE_BOARD,
    VF_PLACE_WAIT,
    VF_PLACE_TRANSFER,
    VF_PLACE_REFUSE,
    VF_PLACE_CANCEL
};
enum vf_trait {
    VF_T_INFINITE = 1, /* never full: no queue, no capacity */
    VF_T_WARD = 2,     /* beds, placement policy, census */
    VF_T_BEDS = 4,     /* a stay in a bed or slot (ward, kommunal, intermediate): the patient lies there */
    VF_T_AKUT = 8,     /* its blocked patients are boarders, its stays are ED stays */
    VF_T_IN_CARE =
        16, /* keeps the list of those in care, in the order they were placed (wards, preemption) */
    VF_T_MIN_FREE = 32, /* some group has min_free > 0: the queue is searched */
    VF_T_PLAIN = 64,  /* finite places, no min_free, no preemption, no caps, no closing rule: the fast path */
    VF_T_RISES = 128, /* priority rises with the wait */
    VF_T_GUARANTEE = 256,      /* a vardgaranti clock runs for those who wait */
    VF_T_WORSENS = 512,        /* some who wait here may deteriorate */
    VF_T_TURNAROUND = 1 << 10, /* its beds are made ready between patients */
    VF_T_STEP_DOWN = 1 << 11,  /* its least sick may be moved for the more urgent */
    VF_T_EARLY = 1 << 12,      /* stays may end early */
    VF_T_CANCELS = 1 << 13,    /* planned admissions may be cancelled and rebooked */
    VF_T_VIRTUAL = 1 << 14,    /* sjukhusvard i hemmet: no beds of the hospital */
    VF_T_VIRTUALLY = 1 << 15,  /* some of its patients may have it */
    VF_T_CLOSES = 1 << 22,     /* patients in care leave when it closes */
    VF_T_COST = 1 << 16,       /* its use costs money */
    VF_T_PEOPLE = 1 << 17,     /* histories of individuals are kept in this model */
    VF_T_PLANNING = 1 << 18,   /* planning by the number of parties */
    VF_T_LIABILITY = 1 << 19,  /* the kommun's liability to pay */
    VF_T_OWN_DOCTOR = 1 << 20, /* its places are doctors whom patients prefer */
    VF_T_LISTED = 1 << 21      /* of a family with lists */
};

/* What is special for wards. Shares are of 1. */
struct vf_ward {
    uint32_t fysiska, faststallda, max_extra; /* VF_UNLIMITED = no bound */
    uint16_t reserve;                         /* free beds kept when taking outliers */
    bool gemensam, pack, somatic, chains;
    uint8_t on_free[6], n_on_free;
    int32_t repat_from, repat_to; /* ms of the day, repatriation only in [from, to); 0, 86400000 = always */
    double outlier_factor;        /* of this ward as HOST: multiplies the remaining time */
    uint16_t staff; /* pool whose staff on duty decide the disponibla; VF_NONE16: the unit's capacity */
    double beds_per_staff;
    bool nights;              /* stays are whole nights (discharge by hour profile), else continuous time */
    double discharge_cum[25]; /* cumulative share of discharges by hour of the day; [0] = 0, [24] = 1 */
    double weekend_shift;     /* probability that a discharge on a non-working day moves one day on */
    uint32_t guests0,
        n_guests;         /* slice of model->ward_lists: wards whose patients may lie here as outliers */
    uint32_t kin0, n_kin; /* slice: other wards whose waiting patients count this ward as competent home */
    int32_t turnaround;   /* dist index, ms; -1 none */
    uint32_t step_to0, n_step_to;   /* slice of ward_lists: units to which the least sick may be moved */
    uint32_t relieves0, n_relieves; /* slice: wards whose least sick may be moved here */
    uint8_t closing;                /* enum vf_closing: those in care when the disponibla become 0 */
    uint32_t close_to0, n_close_to; /* slice: wards to which they are moved */
    double early_load, early_share, early_factor; /* early.c; share 0: none */
    double early_odds;                            /* factor on the odds of coming back after it */
    bool is_virtual;
    double fall_back; /* of a virtual ward: share of the stays */
};

/* What a unit costs, kr, and who pays: shares by owner. Counted after the run, from the accounts. */
struct vf_cost {
    double day;   /* per day that a place is occupied */
    double visit; /* per visit started */
    double place; /* per place and day, occupied or not */
    double paid_by[VF_OWNERS];
};

struct vf_unit {
    const struct vf_unit_kind *kind;
    char *name, *title;
    uint8_t level, owner, form; /* form: enum vf_form */
    struct vf_cost cost;
    uint16_t org;                     /* where it lies; VF_NONE16 */
    uint16_t klinik, sjukhus, kommun; /* nearest ancestors of that type; VF_NONE16 */
    uint16_t family, instance;        /* VF_NONE16 when not an instance of a family */
    uint32_t traits;                  /* enum vf_trait */
    int32_t capacity;                 /* profile index, -1 = unlimited */
    uint32_t ext_cap, int_cap;        /* VF_UNLIMITED = no cap */
    uint8_t on_close, preempt;
    uint16_t own_doctor;     /* index into model->own_doctor or VF_NONE16 */
    uint16_t ward;           /* index into model->ward or VF_NONE16 */
    uint16_t pool0, n_pools; /* named servers */
    bool around_the_clock;   /* lead time into this unit runs at all hours, not in working days */
    int32_t lead; /* dist index of planning lead time (working days) into this unit; -1 = the edge's own */
    uint16_t *min_free;     /* by group, or NULL */
    uint32_t start_n;       /* patients there at time 0 (already computed from n or equilibrium) */
    uint32_t fill0, n_fill; /* slice of model->fill: which nodes they are at, by weight */
    uint32_t hist_bins;     /* occupancy distribution kept for n < hist_bins */
    uint32_t rise0;         /* slice of model->rise, by rising wait */
    uint16_t n_rises;
    int64_t guarantee; /* ms; with VF_T_GUARANTEE */
};
/* From a wait of `after` on: that priority, unless it is higher already. */
struct vf_rise {
    int64_t after;
    uint8_t priority;
};
/* A class of triage: a share of the visits, and their priority. */
struct vf_triage {
    double cum; /* cumulative share within its node, last = 1 */
    uint8_t priority;
};
struct vf_fill {
    uint32_t node;
    double cum; /* cumulative share */
};

/* Named servers of a unit (lakare, sjukskoterska ...), then the staff pools that units share: seized and released
 * by steps. Their index is the total order in which a step that needs several of them takes them (staff.c). */
struct vf_pool {
    char *name;
    uint64_t key;         /* of the name: who is absent depends on nothing else */
    uint16_t unit;        /* VF_NONE16: a staff pool */
    int32_t capacity;     /* profile index; -1 when given as shifts */
    bool doctor;          /* counts for time to doctor */
    bool managed;         /* seized by needs, substituted or with paperwork: staff.c, else steps.c */
    double absence;       /* probability that one of a shift is away */
    double paperwork;     /* after a step, as a share of its time: a / (1 - a) */
    uint32_t shift0, by0; /* slices of model->shift; of model->pool_lists: who may do its work, in order */
    uint16_t n_shifts, n_by;
    uint32_t mate0; /* slice of model->pool_lists: itself and all it is linked to by substitution, rising */
    uint16_t n_mates;
    uint32_t ward0; /* slice of model->pool_lists: units whose beds it staffs */
    uint16_t n_wards;
};
struct vf_shift {
    uint64_t key;
    int64_t from, length; /* ms of the day, ms */
    int32_t staff;        /* profile index: read when the shift begins */
};

/* Terminals, as edge targets beside node indices: home alive, death, and between them the doors to other groups
 * (model->door). What is below VF_TERM_DEATH is a node. */
#define VF_TERM_EXIT UINT32_C(0xFFFFFFFE)
#define VF_TERM_DEATH UINT32_C(0xFFFF0000)
#define VF_TERM_DOOR UINT32_C(0xFFFF0001)
enum { VF_DOORS_MAX = 0xFFF0 };
enum vf_transit { VF_TRANSIT_NONE, VF_TRANSIT_HOLD, VF_TRANSIT_RELEASE, VF_TRANSIT_RESERVE };

struct vf_edge {
    double cum;      /* cumulative probability within its node, last = 1 */
    uint32_t target; /* node index or terminal */
    int32_t lead;    /* dist index, working days; -1 none */
    int32_t delay;   /* dist index, ms; -1 none */
    uint8_t transit; /* enum vf_transit when delay >= 0 */
};

struct vf_step {
    uint16_t pool;   /* number within its unit's servers; VF_NONE16 = a pure delay, or needs */
    uint8_t n_needs; /* > 0: several servers, or managed ones */
    uint32_t need0;  /* slice of model->need, in the order they are taken */
    int32_t time;    /* dist index, ms */
    int32_t travel;  /* dist index, ms; -1 none */
    double per_trip; /* patients seen on one trip: each carries its share of the travel */
};
enum vf_need_of { VF_NEED_OWN, VF_NEED_SLOT, VF_NEED_POOL };
enum { VF_NEEDS_MAX = 8, VF_HOLDS_MAX = 14 };
/* A clinic whose places are doctors, each with a list. */
struct vf_own_doctor {
    uint64_t purpose; /* which doctor is whose */
    double share;     /* of the patients, listed on a doctor */
    int32_t wait;     /* dist index, ms: so long for the own one, then any */
    uint8_t doctors;
};
struct vf_need {
    uint8_t of; /* enum vf_need_of: `pool` is a number within the own unit's servers, within those of another
                       slot of the own family, or an index of a pool */
    uint8_t stage; /* needs of one stage are taken at once or not at all; stages in rising order of pools */
    uint16_t slot, pool, n;
};

enum vf_node_flag {
    VF_N_ROUTE_AT_ENTRY = 1, /* the edge is drawn when the node is entered */
    VF_N_STAY_BY_NEXT = 2,   /* stay dist index = stay + edge number */
    VF_N_CREDIT = 4,         /* stay = max(0, planned - time blocked on the way in) */
    VF_N_PLANNED = 8,        /* a vardperiod that starts here is planned */
    VF_N_SIMPLE = 16,        /* no steps, no patience, no balking, no lead, no transit */
    VF_N_LEAN = 32,          /* simple, at one unit that only counts its places: the short way (vf_lean.h) */
    VF_N_FOLLOW_UP = 64      /* no first visit: outside the vardgaranti */
};

/* A step of a group's path. */
struct vf_node {
    uint64_t purpose; /* key of the node's name: draws depend on nothing else */
    uint16_t unit;    /* or, with a family, the slot in it */
    uint16_t family;  /* VF_NONE16 = unit is a plain unit */
    uint16_t group;
    uint16_t occ; /* occasion counter of the patient used here; VF_NONE16 = executed at most once a life */
    int32_t stay; /* dist index: ms in continuous time, nights on wards with nights */
    uint32_t edge0;
    uint16_t n_edges;
    uint16_t step0, n_steps;
    uint8_t flags;
    uint8_t priority;     /* already resolved: node's, else the group's */
    int32_t patience;     /* dist index, -1 none */
    uint32_t patience_to; /* node or term */
    uint32_t balk_at;     /* queue length at and above which balk_p applies; VF_UNLIMITED none */
    double balk_p;
    uint32_t balk_to;
    uint32_t away_to; /* send_away and refuse: node or term (default exit) */
    uint32_t triage0; /* slice of model->triage */
    uint16_t n_triage;
    int32_t worsen; /* dist index: time in the queue until the patient deteriorates; -1 never */
    uint32_t worsen_to;
    uint32_t ahead; /* node that follows for certain, whose stay is worth drawing ahead; VF_NONE32 none */
    int32_t rebook; /* dist index: time to the next try after a cancellation; -1: never cancelled */
    uint8_t rebook_max;
    char *name;
};

/* A family: units written once, instantiated for every member (kommuner, vardcentraler, sjukhus). */
struct vf_family {
    char *name;
    uint64_t purpose;
    uint16_t n_members, n_slots;
    double *cum;              /* cumulative weights of members */
    double *listed, *doctors; /* with listning, by member; else NULL */
    uint16_t *unit;           /* [member * n_slots + slot] -> unit */
};

/* How a group's patients are placed when their home is ward `unit` (model->placement[unit_ward * n_groups + group]). */
struct vf_policy {
    double
        min_load; /* applies when load (inskrivna / disponibla of the ward's hospital) >= this; first is 0 */
    uint8_t steps[VF_POLICY_STEPS], n_steps;
};
struct vf_placement {
    uint32_t policy0, n_policies;     /* slice of model->policy, by rising min_load */
    uint32_t competent0, n_competent; /* slice of model->ward_lists, the home ward first */
    uint32_t outlier0, n_outlier;     /* slice of model->ward_lists, in preference order */
    uint32_t transfer_to;             /* node or term for VF_PLACE_TRANSFER */
    uint16_t virtual_unit;            /* virtual ward tried first for the eligible; VF_NONE16 none */
    double eligible;                  /* their share */
};

/* A replayed stay: how long (ms), and the nodes it may enter, one per ward of its klinik. */
struct vf_source_stay {
    int64_t stay;
    uint32_t node;
    uint16_t n;
};
enum vf_source_kind_id { VF_SRC_POISSON, VF_SRC_SCHEDULED, VF_SRC_REPLAY, VF_SRC_COHORT };
struct vf_source {
    uint64_t key; /* of the group's name (and source number) */
    uint16_t group;
    uint8_t kind;     /* population-driven sources compile to POISSON */
    int32_t rate;     /* profile index: per ms (POISSON) or per day (SCHEDULED) */
    double base_max;  /* POISSON: R0, least upper bound of the rate of the config before scenarios, per ms */
    double no_show;   /* SCHEDULED */
    int32_t at;       /* SCHEDULED: dist index of the ms of day */
    uint32_t n_times; /* REPLAY */
    int64_t *times;
    struct vf_source_stay *stays; /* [n_times] of a trace replay (vf_replay.h), else NULL */
    uint32_t entry;               /* node where its patients enter; VF_NONE32: by the group's entry */
    uint64_t limit;               /* stop after so many accepted arrivals; UINT64_MAX none */
};

/* A patient who is there when the run begins (flows/initial.c). Times are ms before the start. */
enum vf_initial_state {
    VF_INITIAL_IN_CARE,
    VF_INITIAL_PLANNING, /* the stay is over; the planning lead time runs */
    VF_INITIAL_READY,    /* the stay is over; keeps the place until there is one at the next unit */
    VF_INITIAL_WAITING,  /* holds no place */
    VF_INITIAL_STATES
};
enum { VF_INITIAL_DRAWN = 255 /* vf_initial.edge, vf_initial.priority: not told */ };
struct vf_initial {
    uint64_t id;     /* tells one from the others; the draws depend on it */
    int64_t elapsed; /* since the place, or the place in the queue, was taken */
    int64_t ready;   /* PLANNING, READY: since the stay was over */
    uint32_t node;
    uint32_t row;        /* of the file */
    uint16_t unit, home; /* where the patient lies or waits; the unit of the node */
    uint8_t state, edge, priority, step;
};

/* Persistent members of a group, who come back through their own hazard until they die. */
struct vf_cohort {
    uint32_t size;    /* at the start */
    int32_t home;     /* dist index: time at home, ms */
    int32_t frailty;  /* dist index of mean 1: multiplies a member's hazard of coming back; -1 none */
    double factor;    /* on that hazard, for all */
    int32_t pace;     /* profile: a factor on it over time; -1 none */
    double mortality; /* at home, per ms */
    bool replace;     /* a new member comes for one who dies */
    uint16_t source;
};
/* Planning of discharges from wards to the kommun. */
struct vf_planning {
    uint8_t n, parties[9];
    double cum[9];   /* of the number of parties, last = 1 */
    int32_t lead[9]; /* dist index, working days; -1 = the receiver's or the edge's own */
    double sip, sip_factor;
};
/* The kommun's liability to pay; [1] in psychiatry. */
struct vf_liability {
    bool on, mean; /* mean: by the mean per kommun and month, else per patient */
    double price;
    int64_t cutoff, free_days[2];
    double limit[2];
};
/* Where a patient goes who becomes one of another group. */
struct vf_door {
    uint16_t group;
    uint32_t target; /* node, or VF_TERM_EXIT: home, as a member of the cohort */
};

enum vf_group_flag {
    VF_G_65PLUS = 1,
    VF_G_PSYK = 2,
    VF_G_PAVERKBAR = 4,
    VF_G_CARE = 8 /* needs a care record */
};
struct vf_group {
    char *name, *title;
    uint64_t key;
    uint8_t age_class, patient_type, omradestyp, disease, priority, flags;
    uint32_t entry0; /* entry edges (cum over entry nodes) */
    uint16_t n_entry;
    double induced;       /* arrivals beside, as a share of the group's: digital contacts that are induced */
    uint32_t induced_at;  /* the node where they enter */
    uint16_t n_occ;       /* occasion counters used by its looping nodes */
    uint16_t cohort;      /* VF_NONE16 none */
    uint16_t planning;    /* VF_NONE16 none */
    double readmission_p; /* after a vardperiod ended alive and the path reached exit; 0 none */
    int32_t readmission_time;
    uint32_t readmission_to;
};

struct vf_run {
    uint64_t seed;
    int64_t warmup, duration, horizon; /* horizon = warmup + duration */
    bool warmup_auto, transient, count_boarded, count_both, admitted_at_decision;
    bool antithetic; /* replications 2k and 2k + 1 are a pair: the second draws 1-u where the first draws u */
    uint8_t on_deadlock; /* 0 stop, 1 swap, 2 record */
    uint32_t replications;
    bool series_day, series_month; /* kept and told by day, by month (transient.c) */
    uint64_t
        stop_after_arrivals; /* UINT64_MAX none; then the run goes on until nothing it needs is pending: ends at the
                                          service end of the last arrival */
    int64_t census_time; /* ms of the day */
    int64_t report_unit; /* ms per d, h or min */
    char report_unit_name[8];
    int64_t phase_cycle; /* 0 none */
    uint32_t phase_bins;
};

struct vf_model {
    struct vf_run run;
    struct vf_calendar calendar;
    struct vf_org *org;
    uint16_t n_orgs;
    struct vf_unit *unit;
    uint16_t n_units;
    struct vf_ward *ward;
    uint16_t n_wards;
    uint16_t *ward_unit; /* ward -> unit */
    struct vf_pool *pool;
    uint16_t n_pools, n_unit_pools; /* those of units first */
    struct vf_shift *shift;
    uint32_t n_shifts;
    uint16_t *pool_lists;
    uint32_t n_pool_lists;
    struct vf_own_doctor *own_doctor;
    uint16_t n_own_doctors;
    struct vf_need *need;
    uint32_t n_needs;
    struct vf_family *family;
    uint16_t n_families;
    struct vf_group *group;
    uint16_t n_groups;
    struct vf_node *node;
    uint32_t n_nodes;
    struct vf_edge *edge;
    uint32_t n_edges;
    struct vf_step *step;
    uint32_t n_steps;
    struct vf_source *source;
    uint16_t n_sources;
    struct vf_profile *profile;
    uint32_t n_profiles;
    struct vf_dist *dist;
    uint32_t n_dists;
    struct vf_planning *planning;
    uint16_t n_plannings;
    struct vf_liability liability;
    struct vf_cohort *cohort;
    uint16_t n_cohorts;
    struct vf_door *door;
    uint32_t n_doors;
    bool people;      /* histories of individuals are kept */
    bool draws_ahead; /* some node has another ahead */
    struct vf_policy *policy;
    uint32_t n_policies;
    struct vf_placement *placement; /* [ward * n_groups + group] */
    uint16_t *ward_lists;
    uint32_t n_ward_lists; /* unit indices */
    struct vf_fill *fill;
    uint32_t n_fill;
    double *
        edge_present; /* [edge]: how often its patients are found at a node of fill, to scale; NULL: nobody is */
    struct vf_initial *initial; /* longest elapsed first; NULL: the run begins empty, or as units say */
    uint32_t n_initial;
    struct vf_rise *rise;
    uint32_t n_rises;
    struct vf_triage *triage;
    uint32_t n_triage;
    double population, population_65plus; /* at the start; 0 = not given */
    int32_t *stay_profile;        /* [node]: profile of the factor on stays, -1 none; NULL: no node has one */
    struct vf_effects *effects;   /* NULL: none is on (vf_effects.h) */
    struct vf_traffic_memo *memo; /* NULL: nothing is kept (vf_traffic.h) */
    uint32_t max_care_occ;        /* largest n_occ over groups with care records */
};

/* A unit kind: one file kind_<name>.c, one const struct, one line in the table of kinds.c. */
struct vf_sim;
struct vf_patient;
struct vf_unit_kind {
    const char *name;     /* as written in configs */
    uint8_t level, owner; /* defaults */
    uint32_t traits;
    uint32_t
        default_int_cap; /* 0: patients from other units are blocked where they are; VF_UNLIMITED: they go and wait */
    /* The patient (its node set, `target` = unit) needs a place: obtains it, queues, is blocked, or goes elsewhere. */
    void (*request)(struct vf_sim *s, uint32_t patient, uint16_t unit);
    /* A place may have become free: hand it on. Called from the ready list only. */
    void (*freed)(struct vf_sim *s, uint16_t unit);
};
extern const struct vf_unit_kind *const vf_unit_kinds[]; /* NULL-terminated */
const struct vf_unit_kind *vf_unit_kind_find(const char *name);

void vf_model_free(struct vf_model *m);

#endif

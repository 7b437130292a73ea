/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The simulator's state: one per worker, reset between replications. The model is shared and read-only.
 *
 * Order of calls: vf_sim_new(model) once; vf_sim_run(sim, replication) as often as wanted; the accounts of the
 * last run are then read by the indicators (indicators.c); vf_sim_free. A patient is one 64-byte line of a
 * pool, found by a 32-bit index; what only inpatients and blocked patients need lies in a care record beside.
 * Pointers into the pools die when a patient is created: fetch them again after anything that may create one. */
#ifndef VF_SIM_H
#define VF_SIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vf_eventlist.h"
#include "vf_model.h"
#include "vf_random.h"

/* Classes of events: the order at equal times (capacity changes, departures, placements, arrivals, census). */
enum vf_class { VF_C_CONTROL, VF_C_DEPART, VF_C_PLACE, VF_C_ARRIVE, VF_C_CENSUS, VF_C_TIMER };

/* What a control event is about: upper 4 bits of its index. */
enum vf_control {
    VF_CTL_WARMUP = 0,
    VF_CTL_UNIT = 1,
    VF_CTL_POOL = 2,
    VF_CTL_REPATRIATION = 3,
    VF_CTL_PHASE = 4,
    VF_CTL_SERIES = 5,
    VF_CTL_PAPERWORK = 6,  /* index: of a slot (slot.c) */
    VF_CTL_RISE = 7,       /* index: of a slot */
    VF_CTL_GUARANTEE = 8,  /* the end of a month: who has waited how long */
    VF_CTL_TURNAROUND = 9, /* index: of a slot */
    VF_CTL_MONTH = 10,     /* the end of a month: flows */
    VF_CTL_EFFECT = 12,    /* midnight, for effects */
    VF_CTL_LATENT = 13     /* a candidate of a latent pool */
};

enum vf_state {
    VF_P_FREE,
    VF_P_STAY,      /* in a place, stay or service running */
    VF_P_STEP,      /* in a place, a step running */
    VF_P_STEP_WAIT, /* in a place, waiting for a named server */
    VF_P_QUEUED,    /* holds no place, waits for `target` */
    VF_P_BLOCKED,   /* holds a place at `at`, waits for `target` */
    VF_P_LEAD,      /* holds a place, planning lead time running */
    VF_P_TRANSIT,   /* transition delay running; holds `at` (hold), nothing (release) or both (reserve) */
    VF_P_HOME,      /* at home until the readmission */
    VF_P_BOOKED,    /* has an appointment, not come yet */
    VF_P_REBOOKED   /* cancelled, at home until the next try */
};

enum vf_patient_flag {
    VF_F_CARE = 1, /* ext is the index of a care record; else ext holds four 8-bit occasion counters */
    VF_F_INTERNAL =
        2,          /* came from another unit without holding a place there (released during a transition) */
    VF_F_READY = 4, /* utskrivningsklar, counted at `at` */
    VF_F_RESERVED = 8,   /* a place at `target` is held in reserve */
    VF_F_INT_QUEUE = 16, /* queued under the internal cap */
    VF_F_STARTED = 32,   /* this visit has been counted as started (preempted patients wait again) */
    VF_F_TO_DOCTOR = 64  /* this visit has reached a doctor */
};

/* One cache line. */
struct vf_patient {
    uint64_t key;   /* identity: key of (seed, replication, source, layer, candidate) */
    int64_t t_need; /* when the present need arose: order in queues, start of the wait */
    int64_t
        t_place; /* when the place at `at` was obtained; for the released in a queue: when they joined it */
    int64_t t_entry;     /* when the present journey began */
    uint32_t next, prev; /* queue links */
    uint32_t seq;        /* sequence of the one pending event; another one's event is stale */
    uint32_t ext;        /* care record or four occasion counters (VF_F_CARE) */
    uint16_t group, node, at, target;
    uint8_t state, priority, edge, flags;
    uint16_t last_unit;  /* unit left last in this journey, VF_NONE16 at first: the flow matrix */
    uint8_t step, guest; /* guest: enum vf_guest */
};

#define VF_ARRIVE_BOOKED UINT32_C(0x80000000) /* an arrival's index is a booked patient, not a source */
#define VF_SOURCE_PATIENT \
    UINT64_C(0x5bd1e995a37f1c2d) /* sets patients' keys apart from their source's draws */
#define VF_FAR_AWAY 2e14         /* ms: arrivals later than the event list can hold never come */

enum vf_guest { VF_GUEST_NO, VF_GUEST_OUTLIER, VF_GUEST_GEMENSAM };
enum { VF_READMIT_K = 4 }; /* 3, 7, 30, 90 days */

/* What inpatients, blocked and preempted patients need beside; n_occ counters follow in memory. */
struct vf_care {
    int64_t t_tillfalle; /* in-time of the present vardtillfalle, -1 none */
    int64_t t_period;    /* in-time of the present vardperiod, -1 none */
    int64_t t_out;       /* out-time of the last vardperiod, -1 none */
    int64_t t_end;       /* planned end of the stay under way */
    int64_t t_state;     /* when the present exceptional state (cause) began; when a reserve was taken */
    int64_t t_ready;     /* utskrivningsklar since */
    int64_t t_wait;      /* lead time over since: capacity wait */
    int64_t remaining;   /* of a preempted stay, -1 none */
    int64_t credit;      /* time blocked on the way in */
    int64_t t_look;      /* when it is asked whether the stay ends early or falls back, -1 never */
    int64_t t_bed;       /* on a ward: when the present state of the bed began */
    uint32_t care_next, care_prev; /* those in care at a unit, in the order they were placed */
    uint32_t away_next, away_prev; /* a ward's patients lying elsewhere */
    uint16_t home;                 /* responsible ward (unit), VF_NONE16 when none */
    uint8_t open_index;       /* bit k: an index vardperiod within its k-th horizon may still be followed */
    uint16_t out_home;        /* responsible ward at t_out */
    bool listed;              /* on an away list */
    bool planned, discharged; /* this journey: vardperiod planned; one has ended alive */
    bool readmission;         /* the present vardperiod is an unplanned one within 30 days */
    uint8_t bed_state;        /* enum vf_bed_state */
    uint32_t journeys;
    double return_odds; /* effects: factor on the odds of coming back after the present vardperiod */
    double early_odds;  /* and that of an early discharge, which vf_effect_kind.early may spare some */
    uint32_t beds_left; /* on wards with turnaround */
};

/* Why a place is held by somebody whose stay is not running there. */
enum vf_cause {
    VF_CAUSE_LEAD,
    VF_CAUSE_CAPACITY,
    VF_CAUSE_BLOCKED,
    VF_CAUSE_TRANSIT,
    VF_CAUSE_RESERVED,
    VF_CAUSES_HELD, /* so far by patients; the last is no patient's, and beside the number of places held: */
    VF_CAUSE_TURNAROUND = VF_CAUSES_HELD,
    VF_CAUSES
};

/* Why a bed of a ward is occupied: every occupied bed has exactly one state. Their order is that of the table in
 * results; never renumber. */
enum vf_bed_state {
    VF_BED_NEEDED,
    VF_BED_OUTLIER, /* what the outlier's factor adds to the stay */
    VF_BED_LEAD,    /* utskrivningsklar, planning */
    VF_BED_WAIT_KORTTIDS,
    VF_BED_WAIT_SABO,
    VF_BED_WAIT_HEMSJUKVARD,
    VF_BED_WAIT_HEMTJANST,
    VF_BED_WAIT_KOMMUN,     /* another municipal form */
    VF_BED_WAIT_MELLANVARD, /* intermediate care */
    VF_BED_WAIT_OTHER,
    VF_BED_TURNAROUND, /* no patient: made ready for the next */
    VF_BED_BLOCKED,    /* done here, waits for or plans another ward */
    VF_BED_TRANSIT,
    VF_BED_RESERVED, /* kept for a patient on the way */
    VF_BED_STATES,
    VF_BED_WAIT_FIRST = VF_BED_WAIT_KORTTIDS,
    VF_BED_WAIT_LAST = VF_BED_WAIT_OTHER
};

/* A counter and its integral, twice: from the counter, and from the patients' own time stamps. */
struct vf_area {
    int64_t area, last, stays;
    uint32_t n, entered; /* entered in the window */
};

/* Per unit and group: one cache line. Sums in ms. */
struct vf_ledger {
    int64_t area, last; /* integral of n, last change */
    int64_t stays;      /* the same integral from the patients' time stamps */
    int64_t waits;      /* total wait of those who started */
    uint32_t n;
    uint32_t arrivals;        /* needs that arose */
    uint32_t first;           /* of these, the first time this patient executes this node */
    uint32_t started, waited; /* obtained a place; of these after a wait > 0 */
    uint32_t left, lost;
    uint32_t admitted; /* placed physically here */
};

enum vf_disposition {
    VF_D_HOME,
    VF_D_OUTLIER,
    VF_D_EXTRA,
    VF_D_BOARDED,
    VF_D_WAITED,
    VF_D_TRANSFERRED,
    VF_D_REFUSED,
    VF_D_BALKED,
    VF_D_RENEGED,
    VF_D_SENT_AWAY,
    VF_D_PREEMPTED,
    VF_D_WORSENED,
    VF_D_MOVED,     /* in care when the ward closed, moved */
    VF_D_EARLY,     /* discharged before the end of the stay, under pressure or at closing time */
    VF_D_CANCELLED, /* planned, no bed: rebooked; a need is counted once, at its first */
    VF_D_VIRTUAL,   /* placed on a virtual ward */
    VF_D_FELL_BACK, /* from the virtual ward, counted there */
    VF_D_RAISED,    /* priorities risen with the wait; of one need perhaps several */
    VF_DISPOSITIONS
};

struct vf_queue {
    uint32_t head[VF_PRIORITIES], tail[VF_PRIORITIES]; /* VF_NONE32 where empty */
    uint32_t mask;                                     /* bit p: queue p is not empty */
};

/* Per unit. The first lines are what the loop touches. */
struct vf_ustate {
    int64_t last;   /* time of the last change of n */
    int64_t *hist;  /* time spent at n = 0 .. hist_bins-1 */
    int64_t beyond; /* integral of n over the time spent at n >= hist_bins */
    int64_t beyond_time;
    struct vf_ledger *row; /* its accounts by group */
    uint32_t hist_bins;
    int32_t n;       /* places occupied: in care, blocked, held, reserved */
    int32_t cap;     /* places now; INT32_MAX when unlimited */
    uint32_t queued; /* in the queue list: released and blocked */
    uint16_t ward;
    bool in_ready, plain;
    uint32_t traits;
    struct vf_queue queue;
    /* those in the queue who hold no place */
    struct vf_area released;
    uint32_t n_ext, n_int; /* of these, by origin cap */
    struct vf_area cause[VF_CAUSES];
    uint32_t boarding;   /* blocked in an akutmottagning, waiting for this ward */
    int32_t closing_cap; /* serve_queue: places kept open for those who waited at closing */
    int64_t closed_at;
    int64_t cap_last, cap_area; /* integral of the capacity */
    uint32_t *wait_hist;        /* waits > 0, log buckets; NULL for infinite units */
    uint32_t *stay_hist;        /* akutmottagning: whole stays */
    uint32_t care_head, care_tail;
    /* into: those who came from another unit's place */
    uint32_t into, into_blocked;
    int64_t into_time;
    /* out of: those who were blocked here */
    uint32_t out_blocked;
    int64_t out_time;
    uint32_t left_to_ward, within_4h, doctor_n;
    int64_t doctor_time;
    uint32_t *doctor_hist;
    int64_t busy_over; /* integral of max(0, n - cap) */
    /* vardgaranti: first visits started, of these within the limit; waiting at the ends of months, the same */
    uint32_t first_started, first_within;
    uint64_t first_waiting, waiting_within;
    uint32_t revisit_index,
        revisits; /* akutmottagning: visits that ended at home early enough; who came back */
};

/* Per ward, beside its unit. Areas in bed-ms. */
struct vf_away {
    uint32_t head, tail;
};
struct vf_wstate {
    struct vf_away away_list[2]; /* its patients who may be brought home: outliers; those on gemensam wards */
    uint32_t guests, away;       /* outliers here; its outliers elsewhere */
    bool no_chain;               /* the bed now free was left by a repatriation that may start no other */
    int64_t last, over_area, over_time, disp_area, guest_area, away_area;
    uint32_t ready; /* utskrivningsklara here */
    uint32_t repatriated;
};

/* Sums over the daily census of one ward and month (0 = all months, 1..12). */
struct vf_census {
    uint32_t days, days_over, days_away;
    int64_t inskrivna, disponibla, over, guests, away, ready, boarded, over_boarded, unique;
};

struct vf_pstate { /* named servers */
    int32_t n, cap;
    struct vf_queue queue;
    struct vf_area line; /* those in the queue */
    int64_t last, area, cap_last, cap_area;
    uint32_t started, waited;
    int64_t waits;
    int32_t paper; /* of n: busy with what follows a step */
    int64_t paper_area;
    /* the same areas by what each patient holds and each paperwork lasts; servers taken, given back, held then */
    int64_t stays, paper_stays, taken, given, held;
    int32_t n0;                 /* n when the window began */
    uint32_t seized, by_others; /* servers seized for steps that need this pool; of these, of another */
    bool stuck, claimed;        /* staff.c, while it hands on */
};

/* What a patient with needs holds: beside the care record, only in models with needs. */
struct vf_hold {
    int64_t since; /* its last stage was taken then: in a step that runs, its start */
    uint8_t stage, n;
    struct {
        uint16_t pool, n;
    } of[VF_HOLDS_MAX];
};

/* Clinics with own doctors. */
struct vf_ostate {
    uint64_t busy; /* bit k: doctor k sees somebody */
    uint32_t visits, listed, with_own;
};
/* Of a patient, beside the care record, in models with own doctors. Doctors count from 1; 0: none. */
struct vf_seen {
    uint8_t own, doctor, open; /* listed on; with whom now; takes any by now */
};

struct vf_gstate {                                        /* per group */
    uint32_t arrivals, exits, deaths, lost, journeys, n0; /* n0: in the system when the window began */
    uint64_t total_n;
    int64_t total_time;
    double total_sq;
    struct vf_area system; /* patients in the system (not at home) */
};

/* Readmission counts: [k][0 all, 1 65+]. */
struct vf_readmission {
    uint32_t index[VF_READMIT_K][2], event[VF_READMIT_K][2];
};

/* Vardtillfallen and vardperioder ended in the window, by responsible ward. */
struct vf_episodes {
    uint32_t tillfallen, perioder; /* ended */
    int64_t tillfalle_days, period_days;
    uint32_t ready_n; /* tillfallen whose patient became utskrivningsklar (0-days included) */
    int64_t ready_days, ready_time, lead_time, wait_time;
    uint32_t in; /* begun */
};

struct vf_source_state {
    uint64_t key;               /* of (seed, replication, source, layer) */
    uint64_t candidate;         /* the next one */
    double at;                  /* its time, ms, not rounded */
    double gap;                 /* ms from it to the one after */
    double mean_gap;            /* ms between candidates of this layer */
    double level0, level_width; /* the layer's interval of the rate */
    bool always;                /* every candidate is accepted */
    bool comes;                 /* the pending one is */
    uint16_t source, group;
    uint8_t kind;                  /* enum vf_source_kind_id */
    uint32_t entry;                /* node, or VF_NONE32: by the group's entry */
    struct vf_source_state *first; /* the source's layer 0, which counts for all of them: */
    uint64_t accepted, limit;
};

struct vf_deadlock {
    bool found;
    int64_t time;
    uint32_t count;
};

struct vf_stop;
struct vf_person; /* vf_people.h */
struct vf_people;
struct vf_kommun; /* vf_kommun.h */
struct vf_effects_state;
struct vf_months;    /* vf_months.h */
struct vf_event_log; /* event log, NULL when off (log.c) */

/* A daily census row kept for the result folder. */
struct vf_census_row {
    int32_t day;
    uint16_t ward;
    uint16_t inskrivna, disponibla, over, guests, away, ready, boarded;
};

/* Means over equal steps of the window, and admissions in each, [unit * points + step] (series.c). */
struct vf_series {
    int64_t step;
    uint32_t points, n; /* room, filled */
    double *number, *queue, *admitted;
    int64_t *before; /* of each unit: what the three had come to when the step began */
};
enum {
    VF_SERIES_SLOPE,
    VF_SERIES_DAYS,
    VF_SERIES_N
}; /* sim->series: for the steady state; by day, when asked for */

/* What a timer beside the patient's own is about: a control event holds the slot's number. */
struct vf_slot {
    uint64_t key; /* of the patient: another one may have its line by then */
    int64_t since;
    uint32_t patient; /* or the next free slot */
    uint16_t unit;    /* of paperwork: the pool */
    uint16_t n;       /* servers that do paperwork; else 0 */
};

/* The last visit to an akutmottagning that ended at home; stale when the key is another patient's. */
struct vf_revisit {
    uint64_t key;
    int64_t t_out;
    uint16_t unit; /* VF_NONE16: no index, or already returned */
};

/* A stay drawn before its event comes (vf_lean.h): what node and occasion it is for, of which patient. */
struct vf_ahead {
    uint64_t key;
    const struct vf_node *node; /* NULL: nothing drawn */
    uint32_t occasion;
    double stay;
};

struct vf_sim {
    const struct vf_model *m;
    int64_t now, window0; /* window0: start of the observation so far (0, then the warm-up) */
    int64_t end;
    struct vf_eventlist events;
    struct vf_patient *patient;
    uint32_t n_patients, patients_cap, free_patient;
    unsigned char *care;       /* records of care_size bytes */
    uint32_t hold_at, seen_at; /* offsets of a vf_hold, a vf_seen in a care record; 0: none */
    uint32_t care_size, n_care, care_cap, free_care;
    struct vf_slot *slot;
    uint32_t n_slots, slots_cap, free_slot;
    struct vf_revisit *revisit; /* [patients_cap] where there is an akutmottagning, else NULL */
    bool revisits;
    struct vf_ustate *unit;
    struct vf_ledger *cell;  /* [unit * n_groups + group] */
    struct vf_ledger *total; /* [unit]: of all groups, from the end of the window on */
    uint32_t *cell_n0;       /* their n at the start of the window */
    uint32_t *disposition;   /* [(unit * n_groups + group) * VF_DISPOSITIONS], wards and queues */
    struct vf_wstate *ward;
    struct vf_census *census;     /* [ward * 13 + month] */
    int64_t *bed;                 /* [(ward * VF_BED_STATES + state) * 2 + readmission], ms */
    struct vf_episodes *episodes; /* [ward * n_groups + group] */
    struct vf_pstate *pool;
    struct vf_ostate *own;
    struct vf_gstate *group;
    struct vf_person *person; /* histories beside the patients, NULL when none are kept */
    struct vf_people *people;
    struct vf_kommun *kommun; /* NULL when neither planning nor liability is used */
    struct vf_readmission readmission;
    uint32_t *flow; /* [(from, n_units = outside) * (n_units + 2) + (to, exit, death)] */
    struct vf_source_state *source;
    uint32_t n_source_states;
    uint64_t *fill_key; /* by unit: key of its name */
    uint16_t *daily;    /* daily counts [(scope * 2 + which) * max_days + day], see census.c */
    uint32_t max_days, n_days, n_scopes;
    int64_t *phase;  /* [(unit * bins + bin) * 3]: samples, sum n, sum queue */
    uint16_t *ready; /* ring of units with a place to hand on */
    uint32_t ready_head, ready_n, ready_mask;
    uint32_t month_ends; /* in the window, when a vardgaranti clock runs */
    uint64_t n_events, arrivals, in_system;
    uint64_t rep_key;
    uint64_t frame; /* VF_RAND_PLAIN, or VF_RAND_MIRRORED in the second replication of an antithetic pair */
    bool stopped_sources, ended;
    struct vf_deadlock deadlock;
    const struct vf_stop *stop; /* polled now and then; NULL none */
    struct vf_event_log *log;
    uint8_t lean; /* flag of the nodes that go the short way in this run: VF_N_LEAN, 0 with a log */
    struct vf_ahead ahead;
    struct vf_census_row *rows; /* when kept (keep_rows) */
    size_t n_rows, rows_cap;
    bool keep_rows;
    struct vf_months *months; /* flows by month, NULL when not kept; the owner is who set it */
    struct vf_series series[VF_SERIES_N];
    void *stats_memory;
    void *stats_block; /* one block: what starts from zero; stats_size of it is zeroed as a whole */
    size_t stats_size;
    struct vf_effects_state *fx; /* NULL: no effects */
    uint32_t *scratch;           /* deadlock.c: a word and a byte per unit */
};

/* The stream of a purpose and an occasion, in the frame of this replication: how everything in flows draws. */
static inline struct vf_rand vf_draw_of(const struct vf_sim *s, uint64_t key_purpose, uint32_t occasion) {
    struct vf_rand r = vf_rand_occasion(key_purpose, occasion);
    r.frame = s->frame;
    return r;
}
static inline struct vf_rand vf_draw(const struct vf_sim *s, uint64_t key, uint64_t purpose,
                                     uint32_t occasion) {
    return vf_draw_of(s, vf_key(key, purpose), occasion);
}

struct vf_sim *vf_sim_new(const struct vf_model *m);
void vf_sim_free(struct vf_sim *s);
/* Runs replication `replication` of the model from time 0 to its end. Returns 0, or VF_E_STATE with the broken
 * balance or the deadlock in err. The accounts stay readable in either case. */
int vf_sim_run(struct vf_sim *s, uint32_t replication, struct vf_error *err);
/* What it does before its first event, for those who measure that. */
void vf_sim_begin(struct vf_sim *s, uint32_t replication);

#endif

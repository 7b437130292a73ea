/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Effects: feedbacks by which the state of the care chain changes what happens to its patients. All off unless the
 * config has them under /effects. An effect is one file effect_<name>.c with one const struct, and one line in
 * VF_EFFECTS below. What it does it does through the hooks of the struct, NULL where it has none.
 *
 * Rules for hooks: a choice that depends on the state compares one keyed uniform of the patient with p(state), so that
 * scenarios keep the common patients; an effect is centred (at its reference nothing changes); no allocation, no libm.
 * Order of use: vf_compile_effects (effects_compile.c) fills m->effects; vf_effects_new/_reset/_free with the
 * simulator; the vf_effects_* calls below from the simulator's files, each only when s->fx is not NULL. */
#ifndef VF_EFFECTS_H
#define VF_EFFECTS_H

#include "vf_fields.h"
#include "vf_flow.h"

/* name: key under /effects, file effect_<name>.c. The order is that of application. */
#define VF_EFFECTS(X)  \
    X(admission)       \
    X(ed_stay)         \
    X(readmission)     \
    X(early_discharge) \
    X(follow_up)       \
    X(outlier_stay)    \
    X(diversion)       \
    X(continuity)      \
    X(overload)        \
    X(backfill)        \
    X(deterioration)   \
    X(digital)

#define VF_EFFECT_ID(name) VF_EFFECT_##name,
enum vf_effect_id { VF_EFFECTS(VF_EFFECT_ID) VF_EFFECT_COUNT };
#undef VF_EFFECT_ID

enum vf_effect_of { VF_OF_HOSPITAL, VF_OF_WARD, VF_OF_REGION };
enum { VF_BANDS = 8 };

struct vf_latent {        /* a pool of people who come when there is room */
    uint16_t group, unit; /* unit: whose load counts */
    int32_t rate;         /* profile of the group's own arrivals */
    double per_ms;        /* its value -> candidates per ms, at most */
    double max;           /* most of them */
    double size;          /* people at the start */
};

/* One effect that is on. */
struct vf_effect {
    const struct vf_effect_kind *kind;
    uint8_t id, of;
    uint8_t n_bands;
    double band[VF_BANDS], odds[VF_BANDS]; /* odds from this occupancy on */
    double centre;                         /* the odds at the reference: divides the others */
    double reference, share;
    double x[4];  /* the effect's own numbers, named in its file */
    int64_t t[2]; /* and times */
    bool *group;  /* [n_groups] whom it concerns */
    struct vf_latent *latent;
    uint16_t n_latent;
};

enum vf_node_role { VF_ROLE_NONE, VF_ROLE_ADMISSION, VF_ROLE_RETURN };
struct vf_node_effect {
    double share; /* probability of the edges to wards (admission), to akut or wards (return) */
    uint8_t role;
    bool divert;      /* patience leads to an akutmottagning */
    bool digital;     /* a digital contact */
    uint16_t ed_step; /* the step that crowding lengthens; VF_NONE16 none */
};

/* In the model. */
struct vf_effects {
    struct vf_effect *effect;
    uint16_t n;
    struct vf_node_effect *node; /* [n_nodes] */
    bool *chosen;                /* [n_edges] an edge of its node's share */
};

struct vf_latent_state {
    uint64_t candidate;
    double at, left;
};
/* In the simulator. */
struct vf_effects_state {
    uint64_t count[VF_EFFECT_COUNT]; /* patients changed, in the window */
    double *beds;                    /* [n_units] factor on the capacity */
    double *load;                    /* [n_wards] smoothed */
    float *ring;                     /* [days * n_wards] its past */
    uint32_t days;
    struct vf_latent_state *latent; /* one per pool */
};

struct vf_effect_chance { /* where a keyed uniform of an effect is drawn */
    uint64_t purpose;
    uint32_t occasion;
};

struct vf_compile;
struct vf_config;
struct vf_lever_work;
struct vf_effect_kind {
    const char *name;
    struct vf_object object;
    /* Rewrites the resolved tree before anything is compiled, as a lever does (vf_levers.h): w->where is the effect's,
     * w->hits counts what fitted. 0, or VF_E_CONFIG with placed problems. */
    int (*rewrite)(struct vf_lever_work *w, const cJSON *tree);
    /* Reads what is the effect's own; NULL: nothing. */
    void (*compile)(struct vf_compile *c, struct vf_effect *e, const cJSON *tree);
    /* The probability of admission, for one who may go to ward `u`. */
    double (*admission)(struct vf_sim *s, const struct vf_effect *e, uint16_t u, double p);
    /* The probability of coming back after a vardperiod. */
    double (*comes_back)(struct vf_sim *s, const struct vf_effect *e, uint32_t i, struct vf_effect_chance at,
                         double p);
    bool early; /* its comes_back says for whom an early discharge counts; else it counts for everybody */
    /* Factor on the odds of coming back, for one who is discharged now from ward `u`. */
    double (*discharge)(struct vf_sim *s, const struct vf_effect *e, uint32_t i, uint16_t u);
    /* Factor on a stay that begins now on ward `u`. */
    double (*stay)(struct vf_sim *s, const struct vf_effect *e, uint32_t i, uint16_t u);
    /* Time added to a visit to akutmottagning `u`, ms. */
    double (*ed_time)(struct vf_sim *s, const struct vf_effect *e, uint16_t u);
    /* The probability of going to the akutmottagning instead of joining the queue of `u`. */
    double (*divert)(struct vf_sim *s, const struct vf_effect *e, uint16_t u);
    /* Every midnight, and at the start. */
    void (*daily)(struct vf_sim *s, const struct vf_effect *e);
};
#define VF_EFFECT_DECLARE(name) extern const struct vf_effect_kind vf_effect_##name;
VF_EFFECTS(VF_EFFECT_DECLARE)
#undef VF_EFFECT_DECLARE
extern const struct vf_effect_kind *const vf_effect_kinds[VF_EFFECT_COUNT];

/* effects.c */
double vf_effect_occupancy(struct vf_sim *s, enum vf_effect_of of, uint16_t u);
double vf_effect_odds(struct vf_sim *s, const struct vf_effect *e, uint16_t u); /* of the band, centred */
double vf_with_odds(double p, double odds);
/* A change of probability `from` -> `to` published for a share of all: the same in proportion for this p. */
double vf_in_proportion(double p, double from, double to);
void vf_effect_note(struct vf_sim *s, enum vf_effect_id id); /* counts one patient, in the window */
/* The patient, and what an early discharge did to its odds of coming back, kept until the next vardperiod. */
const struct vf_patient *vf_effect_patient(const struct vf_sim *s, uint32_t i);
double *vf_effect_early_odds(struct vf_sim *s, uint32_t i);
double vf_effect_uniform(struct vf_sim *s, uint32_t i, struct vf_effect_chance at);

void vf_effects_new(struct vf_sim *s);
void vf_effects_reset(struct vf_sim *s);
void vf_effects_start(struct vf_sim *s); /* schedules its control events */
void vf_effects_free(struct vf_sim *s);
void vf_effects_daily(struct vf_sim *s, uint32_t index);

/* effects_route.c: the simulator's calls */
void vf_effects_route(struct vf_sim *s, uint32_t i);                   /* may change the drawn edge */
double vf_effects_readmission(struct vf_sim *s, uint32_t i, double p); /* after a journey with a vardperiod */
void vf_effects_discharge(struct vf_sim *s, uint32_t i);               /* a vardperiod ends alive */
double vf_effects_stay(struct vf_sim *s, uint32_t i);                  /* factor on a ward stay */
double vf_effects_ed_time(struct vf_sim *s, const struct vf_patient *p, uint16_t step); /* ms */
bool vf_effects_divert(struct vf_sim *s, uint32_t i, uint16_t u); /* true: has gone elsewhere */

/* effect_backfill.c */
void vf_latent_start(struct vf_sim *s);
void vf_latent_event(struct vf_sim *s, uint32_t index);

/* effects_compile.c */
bool vf_effects_rewrite_any(const cJSON *root);
int vf_effects_rewrite(struct vf_config *cfg, struct vf_error *err); /* after levers and shocks */
bool vf_effects_deflect(const cJSON *root); /* some effect may keep a patient out of the wards */
void vf_effects_model_free(struct vf_model *m);
/* What the fields stand for, in an effect's compile. */
void vf_effect_read_bands(struct vf_compile *c, struct vf_effect *e, const cJSON *tree);
void vf_effect_read_groups(struct vf_compile *c, struct vf_effect *e, const cJSON *tree);

#endif

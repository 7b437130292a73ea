/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of vf_import share; nobody else includes it. In order: vf_import_clean, vf_import_chain,
 * vf_import_strata, vf_import_tally, vf_import_returns, vf_import_write.
 *
 * A cell is a klinik x group x mode (acute 0, planned 1). Of a stay, the klinik is its own, group and mode are those of
 * the vardperiod: the group of the person's first period in the chain, the mode of the period's first stay. Small
 * cells are never dropped but put together with others into strata; every stay belongs to exactly one stratum, so no
 * difference of two written numbers shows a small one. */
#ifndef VF_IMPORT_WORK_H
#define VF_IMPORT_WORK_H

#include "vf_import.h"
#include "vf_json.h"

enum {
    OWN_STAYS = 30,    /* a cell with so many stays has a vardtid and moves of its own */
    OWN_PROFILE = 120, /* arrivals for a profile of its own */
    OWN_RETURNS = 50,  /* readmissions for a curve of its own; indices for a probability of its own */
    HOURS = 24,
    WEEKDAYS = 7,
    MONTHS = 12,
    DAY = 1440 /* minutes */
};
/* Where a stay leads, when not to a klinik. */
enum { TO_EXIT = 0xFFF0, TO_KOMMUN, TO_DEATH, TO_UNKNOWN };
#define NO_CELL UINT32_MAX

/* What is known of a stay beside itself; same index. */
struct vf_import_step {
    uint32_t cell,
        origin;    /* origin: the cell where the chain's first period began, NO_CELL: too rare to arrive */
    uint16_t next; /* klinik or TO_* */
    bool first, readmission; /* begins a period; which is a readmission */
    bool returns, index;     /* ends a period that is an index; and was followed by a readmission */
    float weight;            /* of a new arrival: below 1 at the start, where earlier periods are not seen */
};

struct vf_import_obs { /* sorted by key, then person */
    uint64_t key, person;
};

struct vf_import_share { /* a way on, and its share */
    uint16_t to;
    int64_t n;
};
struct vf_import_shares {
    struct vf_import_share *item;
    size_t n;
    int64_t total;
};

/* Classes of whole days: [edge i, edge i+1) with weight i; zero: share of exactly 0. */
struct vf_import_bins {
    size_t n;
    double *edge, *weight, zero;
    double mean;               /* of the data */
    int64_t count;             /* of the ended stays */
    double ks[VF_IMPORT_LAWS]; /* distance to the data of each law */
    double law_mean, law_cv;   /* of the stays that are not 0 */
};

struct vf_import_stratum {
    uint16_t klinik;
    int32_t group, mode; /* -1: several */
    int64_t stays, persons;
    bool used;
    struct vf_import_bins nights;
    struct vf_import_shares next;
};

struct vf_import_profile {
    int64_t n[HOURS + WEEKDAYS + MONTHS];
    double weight[HOURS + WEEKDAYS + MONTHS], factor[HOURS + WEEKDAYS + MONTHS];
    double total, mean; /* mean of weekday x month over the period's days */
    bool hours, months, used;
};

struct vf_import_return { /* of a group, or of the rest (index n_groups) */
    struct vf_import_bins time;
    struct vf_import_shares to;
    int64_t events;
};

struct vf_import_work {
    const struct vf_extract_map *map;
    struct vf_extract *x;
    const struct vf_import_options *options;
    struct vf_error *err;
    int64_t smallest;
    int32_t from, to, days;
    size_t n_kliniker, n_groups, n_cells;
    bool *kept; /* klinik */
    struct vf_import_step *step;
    uint32_t *stratum_of; /* cell -> stratum */
    struct vf_import_stratum *stratum;
    size_t n_strata;
    double *arrivals;                  /* cell: weighted */
    int64_t *arrived;                  /* cell: counted */
    uint32_t *profile_of;              /* klinik x mode -> profile */
    struct vf_import_profile *profile; /* klinik x mode, then one per mode for the rest */
    int64_t *index, *event;            /* cell of origin */
    bool *own_return;                  /* cell: has a probability of its own */
    int64_t rest_index, rest_event;
    uint32_t *return_of; /* group -> return */
    struct vf_import_return *back;
    uint32_t *hours_of;          /* klinik -> itself or n_kliniker */
    int64_t *out_hour;           /* klinik x 24, then the rest */
    uint32_t *kommun_of;         /* kommun -> itself or n_kommuner (the rest) */
    size_t n_kommuner;           /* the last but one stands for those without a kommun */
    struct vf_import_bins *lead; /* kommun, then the rest */
    double *care;                /* klinik: minutes in care in the period */
    bool comes_back;             /* some group has readmissions */
};

static inline uint32_t vf_import_cell(const struct vf_import_work *m, uint32_t klinik, uint32_t group,
                                      uint32_t mode) {
    return (klinik * (uint32_t)m->n_groups + group) * 2 + mode;
}
static inline uint32_t vf_import_klinik_of(const struct vf_import_work *m, uint32_t cell) {
    return cell / 2 / (uint32_t)m->n_groups;
}
static inline uint32_t vf_import_group_of(const struct vf_import_work *m, uint32_t cell) {
    return cell / 2 % (uint32_t)m->n_groups;
}
static inline int32_t vf_import_day(int32_t minutes) { return minutes / DAY - (minutes % DAY < 0); }

void vf_import_clean(struct vf_import_work *m, struct vf_import_report *report);
void vf_import_chain(struct vf_import_work *m);
void vf_import_strata(struct vf_import_work *m);
void vf_import_tally(struct vf_import_work *m);
void vf_import_returns(struct vf_import_work *m);
void vf_import_write(struct vf_import_work *m, struct vf_text *to, struct vf_import_report *report);

/* Which of n items stand alone (home[i] = i): those with n[i] >= enough. The others are the rest (home[i] = n_items); a
 * rest below `least` goes with the smallest that stands alone. Returns the sum of the rest that is left. */
int64_t vf_import_pool(size_t n_items, const int64_t *n, int64_t enough, int64_t least, uint32_t *home);
/* Sorts observations and counts by key: calls each(ctx, key, stays, persons). */
void vf_import_count(struct vf_import_obs *obs, size_t n,
                     void (*each)(void *ctx, uint64_t key, int64_t stays, int64_t persons), void *ctx);
/* Adds a way on, apart if it has fewer persons than the smallest cell; after the last one, puts these with the way home if
 * there is one, else with the commonest. */
void vf_import_shares_add(struct vf_import_shares *s, uint16_t to, int64_t stays, int64_t persons,
                          int64_t smallest);
void vf_import_shares_settle(struct vf_import_shares *s);

/* How days become classes: the class of day k begins at k + offset; hurdle: day 0 is the share of exact zeros. */
struct vf_import_classes {
    double offset;
    bool hurdle;
};
/* Sorts the keys `id << 32 | days << 1 | censored` and puts the days of each id into classes of at least the smallest cell,
 * in the bins that of(m, id) names. Censored days count by the product limit. */
void vf_import_bins_by(struct vf_import_work *m, uint64_t *key, size_t n, struct vf_import_classes how,
                       struct vf_import_bins *(*of)(struct vf_import_work *m, uint64_t id));
void vf_import_bins_fini(struct vf_import_bins *b);

/* import.c: what is told of each klinik is what its unit is made of too. */
double vf_import_occupancy(const struct vf_import_work *m, uint16_t klinik);
/* Disponibla of the klinik's wards by day from `first`; NaN where not given. NULL when no ward has its name. To be freed. */
double *vf_import_disponibla(const struct vf_import_work *m, uint16_t klinik, int32_t *first, size_t *n);

#endif

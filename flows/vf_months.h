/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The flow matrix month by month, and what each unit had at the month's ends. Nothing is counted when a patient moves: the
 * simulator counts flows anyway, and at each end of a month the difference to the last one is taken. Months are those of
 * the calendar within the window of observation; at most VF_MONTHS of them are kept.
 *
 * Order: vf_months_new once; in each run vf_months_timers before any other event is put in the list (so that a month ends
 * before anything else happens at its midnight), vf_months_start when the window begins, vf_months_close at the ends of
 * months and of the run. Then for every month and unit, exactly (`broken` names the last unit for which not):
 *   arrivals = the sum of the unit's column;
 *   departures = the sum of its row, + those who left it and are under way at the end, - at the start;
 *   end = start + arrivals - departures. */
#ifndef VF_MONTHS_H
#define VF_MONTHS_H

#include "vf_sim.h"

enum { VF_MONTHS = 480 };

/* Moves in one month from one unit (n_units: from outside) to another (n_units: exit, + 1: death, + 2: lost). */
struct vf_moves {
    uint64_t key; /* month << 40 | from * (n_units + 3) + to */
    uint64_t n;
};
struct vf_moves_list {
    size_t n, room, merged; /* merged: n when equal keys were last put together */
    struct vf_moves *item;
};
void vf_moves_add(struct vf_moves_list *list, uint64_t key, uint64_t n);
/* Sorts by key, and adds up what has the same one. */
void vf_moves_merge(struct vf_moves_list *list);

/* Of a unit in a month: patients in its places at the ends; those who left it last and are under way, holding no place
 * (waiting, in transition, rebooked). */
struct vf_month_unit {
    int64_t start, arrivals, departures, end, away_start, away_end;
};

struct vf_months {
    uint32_t n;              /* closed */
    int32_t first;           /* year * 12 + month - 1 of the first */
    int64_t since;           /* start of the open one */
    int64_t days[VF_MONTHS]; /* length of each, ms */
    struct vf_moves_list moves;
    struct vf_month_unit *unit; /* [month * n_units + unit] */
    uint32_t *flow, *lost;      /* counters at the start of the month; lost so far, by the unit left */
    int64_t *left;              /* departures at the start of the month */
    const char *broken;         /* the unit whose flows did not add up */
};
struct vf_months *vf_months_new(const struct vf_model *m);
void vf_months_free(struct vf_months *x);
void vf_months_timers(struct vf_sim *s);
void vf_months_start(struct vf_sim *s);
void vf_months_close(struct vf_sim *s);
/* The patient is lost for want of a place. */
void vf_months_lost(struct vf_sim *s, const struct vf_patient *p);

#endif

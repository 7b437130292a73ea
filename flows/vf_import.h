/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From an own extract (vf_extract.h) to a fragment of a config: arrivals with their hour, weekday and month, vardtid,
 * moves, readmission, time from utskrivningsklar to discharge by kommun, and the calendar of disponibla vardplatser.
 * docs/OWN_DATA.md says how each is estimated and what is suppressed.
 *
 * vf_import takes the extract's stays over: they are sorted, cleaned and cut in place. Nothing of a row outlives the
 * call; everything in the fragment and the report stands for at least smallest_cell persons or stays. */
#ifndef VF_IMPORT_H
#define VF_IMPORT_H

#include "vf_extract.h"
#include "vf_text.h"

enum vf_import_law {
    VF_IMPORT_HISTOGRAM,
    VF_IMPORT_LOGNORMAL,
    VF_IMPORT_GAMMA,
    VF_IMPORT_BEST,
    VF_IMPORT_LAWS
};

struct vf_import_options {
    enum vf_import_law law; /* of vardtid; best: of the two fitted the one nearer to the data */
    bool with_run;          /* write a run over the extract's period too */
};

/* A number of persons or rows that may be shown; VF_IMPORT_FEW when it is above 0 and below the smallest cell. */
enum { VF_IMPORT_FEW = -1 };

struct vf_import_klinik {
    const char *name; /* of the extract */
    int64_t stays;
    double per_day, mean_nights,
        occupancy;     /* first arrivals and moves in; vardtid of the ended; mean in care */
    double disponibla; /* mean of the daily file; NaN = not given */
    double overbelaggningar,
        utlokaliserade; /* as reported, per 100 disponibla; NaN = not given, or of too few */
};

struct vf_import_report {
    /* other: reasons too rare to be told apart; when it is FEW, so is `used`, and rows is rounded down to tens */
    int64_t rows, used, dropped[VF_DROP_N], other;
    int64_t day_rows, day_dropped;
    int32_t from, to;   /* days since 1970-01-01 */
    int64_t beyond;     /* stays that end after the period that the map states; FEW when they are few */
    double readmission; /* share of the indices that came back; NaN = too few */
    size_t n_kliniker, n_groups, n_distributions, n_profiles;
    struct vf_import_klinik *klinik;
};

/* Appends the fragment to `to`, as JSON. 0, or VF_E_CONFIG when the extract cannot carry a fragment. *report is to be
 * released in any case and borrows names from x. */
int vf_import(const struct vf_extract_map *map, struct vf_extract *x, const struct vf_import_options *options,
              struct vf_text *to, struct vf_import_report *report, struct vf_error *err);
void vf_import_report_fini(struct vf_import_report *report);

#endif

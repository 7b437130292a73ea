/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trace replay: own vardtillfallen, as they came and for as long as they stayed, against the own daily calendar of
 * disponibla vardplatser, under the wards and the placement policy of a config; and the figures of every morning's census
 * beside the reported ones (docs/DATA.md).
 *
 * Order: vf_replay_period (which days) -> load an experiment of one scenario over those days, without warm-up ->
 * vf_replay_model (its model becomes the replay: beds by the calendar, patients by the list, nothing drawn) ->
 * vf_replay_run -> read -> vf_replay_fini. Of a patient nothing is left but the daily counts. */
#ifndef VF_REPLAY_H
#define VF_REPLAY_H

#include "vf_extract.h"
#include "vf_model.h"
#include "vf_text.h"
#include "vf_traffic.h"

/* One ward and day; what was not reported is NaN. */
struct vf_replay_day {
    int32_t day;   /* since 1970-01-01 */
    uint16_t ward; /* index into struct vf_replay.ward */
    double disponibla, inskrivna;
    double simulated[2], reported[2]; /* enum vf_replay_measure */
};
enum vf_replay_measure { VF_REPLAY_OVER, VF_REPLAY_AWAY, VF_REPLAY_MEASURES };
extern const char *const vf_replay_measures[VF_REPLAY_MEASURES];

/* Of one ward, or of all together: over the days that were reported. */
struct vf_replay_fit {
    size_t n;                               /* days */
    double simulated, reported, difference; /* means; simulated - reported */
    double correlation;                     /* NaN when one of the two never varies */
    double within_1, within_2;              /* shares of the days */
};

struct vf_replay {
    int32_t from, days;        /* first day since 1970-01-01, number of days */
    bool by_host;              /* utlokaliserade by the ward where they lie, not by the responsible one */
    size_t n_wards;            /* those of the daily file, in its order */
    uint16_t *ward;            /* unit */
    uint16_t *of_name;         /* by the extract's ward names: index into ward, or VF_NONE16 */
    struct vf_replay_day *day; /* [ward * days + day] */
    struct vf_replay_fit (*fit)[VF_REPLAY_MEASURES]; /* [n_wards + 1]; the last: the sums over all wards */
    uint64_t replayed, inside, outside; /* stays; of these, in care when it began; not within the days */
};
/* The days of the daily file. VF_E_CONFIG when it has none, or more than 40 years. */
int vf_replay_period(struct vf_replay *r, const struct vf_extract *x, struct vf_error *err);
/* Every name that the config does not know is told. */
int vf_replay_model(struct vf_replay *r, const struct vf_extract *x, const struct vf_extract_map *map,
                    struct vf_model *m, const struct vf_traffic *traffic, struct vf_error *err);
int vf_replay_run(struct vf_replay *r, const struct vf_model *m, struct vf_error *err);
void vf_replay_fini(struct vf_replay *r);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How often the members of a cohort come: each spends a time at home, divided by the own factor, and then a
 * journey; the rate is the mean over the members' factors of 1 / (home + journey), times their number. Queues left
 * out, as in all of vf_traffic.h. */
#include <math.h>

#include "vf_traffic.h"

enum { PARTS = 400 /* equal parts of the law of the factors, each taken at its middle */ };

double vf_traffic_cohort_rate(const struct vf_model *m, const struct vf_cohort *c, double journey_ms) {
    double home = vf_dist_mean(&m->dist[c->home]), rate = 0;
    int parts = c->frailty < 0 ? 1 : PARTS;
    for (int k = 0; k < parts; k++) {
        double z = c->frailty < 0 ? 1 : vf_dist_quantile(&m->dist[c->frailty], (k + 0.5) / parts);
        double speed = z * c->factor;
        rate += speed > 0 ? 1 / (home / speed + journey_ms) / parts : 0;
    }
    return c->size * rate;
}

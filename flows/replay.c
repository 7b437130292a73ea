/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running a replay, and how near it comes: see vf_replay.h. */
#include "vf_replay.h"

#include <math.h>
#include <stdlib.h>

#include "vf_sim.h"

const char *const vf_replay_measures[VF_REPLAY_MEASURES] = {"overbelagda", "utlokaliserade"};

void vf_replay_fini(struct vf_replay *r) {
    free(r->ward);
    free(r->of_name);
    free(r->day);
    free(r->fit);
    *r = (struct vf_replay){.n_wards = 0};
}

/* Sums over the days. */
struct sums {
    double n, a, b, aa, bb, ab, d1, d2;
};

static void add(struct sums *s, double simulated, double reported) {
    double d = fabs(simulated - reported);
    s->n++;
    s->a += simulated;
    s->b += reported;
    s->aa += simulated * simulated;
    s->bb += reported * reported;
    s->ab += simulated * reported;
    s->d1 += d <= 1;
    s->d2 += d <= 2;
}

static struct vf_replay_fit fit_of(const struct sums *s) {
    if (!(s->n > 0)) {
        double none = (double)NAN;
        return (struct vf_replay_fit){0, none, none, none, none, none, none};
    }
    /* counts are whole numbers: these are exact */
    double aa = s->n * s->aa - s->a * s->a, bb = s->n * s->bb - s->b * s->b, ab = s->n * s->ab - s->a * s->b;
    return (struct vf_replay_fit){.n = (size_t)s->n,
                                  .simulated = s->a / s->n,
                                  .reported = s->b / s->n,
                                  .difference = (s->a - s->b) / s->n,
                                  .correlation = aa > 0 && bb > 0 ? ab / sqrt(aa) / sqrt(bb) : (double)NAN,
                                  .within_1 = s->d1 / s->n,
                                  .within_2 = s->d2 / s->n};
}

/* The sums over all wards, of the days on which every ward was reported. */
static void fit_together(struct vf_replay *r, int measure) {
    struct sums s = {0};
    for (size_t d = 0; d < (size_t)r->days; d++) {
        double simulated = 0, reported = 0;
        for (size_t w = 0; w < r->n_wards; w++) {
            simulated += r->day[w * (size_t)r->days + d].simulated[measure];
            reported += r->day[w * (size_t)r->days + d].reported[measure];
        }
        if (!isnan(reported)) {
            add(&s, simulated, reported);
        }
    }
    r->fit[r->n_wards][measure] = fit_of(&s);
}

static void fit_all(struct vf_replay *r) {
    r->fit = vf_xcalloc(r->n_wards + 1, sizeof *r->fit);
    for (int measure = 0; measure < VF_REPLAY_MEASURES; measure++) {
        for (size_t w = 0; w < r->n_wards; w++) {
            struct sums s = {0};
            for (size_t d = 0; d < (size_t)r->days; d++) {
                const struct vf_replay_day *day = &r->day[w * (size_t)r->days + d];
                if (!isnan(day->reported[measure])) {
                    add(&s, day->simulated[measure], day->reported[measure]);
                }
            }
            r->fit[w][measure] = fit_of(&s);
        }
        fit_together(r, measure);
    }
}

/* The census of the run, each row at its ward and day. */
static void take_census(struct vf_replay *r, const struct vf_model *m, const struct vf_sim *s) {
    uint16_t *at = vf_xcalloc(m->n_units + 1U, sizeof *at);
    for (uint16_t u = 0; u < m->n_units; u++) {
        at[u] = VF_NONE16;
    }
    for (size_t w = 0; w < r->n_wards; w++) {
        at[r->ward[w]] = (uint16_t)w;
    }
    for (size_t k = 0; k < s->n_rows; k++) {
        const struct vf_census_row *row = &s->rows[k];
        uint16_t w = at[m->ward_unit[row->ward]];
        if (w != VF_NONE16 && row->day < r->days) {
            struct vf_replay_day *day = &r->day[(size_t)w * (size_t)r->days + (size_t)row->day];
            day->disponibla = row->disponibla;
            day->inskrivna = row->inskrivna;
            day->simulated[VF_REPLAY_OVER] = row->over;
            day->simulated[VF_REPLAY_AWAY] = r->by_host ? row->guests : row->away;
        }
    }
    free(at);
}

int vf_replay_run(struct vf_replay *r, const struct vf_model *m, struct vf_error *err) {
    struct vf_sim *s = vf_sim_new(m);
    s->keep_rows = true;
    int code = vf_sim_run(s, 0, err);
    if (code == VF_OK) {
        take_census(r, m, s);
        fit_all(r);
    }
    vf_sim_free(s);
    return code;
}

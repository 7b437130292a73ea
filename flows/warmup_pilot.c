/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Warm-up "auto": a pilot of the config before scenarios, from empty (or filled) start, weekly means of the number
 * in each unit, and MSER-5 (engine/stats/vf_warmup.h). The largest cut of any unit, in whole weeks, is the warm-up
 * of every scenario, so that they stay comparable. Of many settled series a few per cent are cut late by chance:
 * a unit is refused only when its cut lies beyond half of the pilot and its second half still drifts. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_experiment.h"
#include "vf_series.h"
#include "vf_vary.h"
#include "vf_warmup.h"

enum { PILOT_REPLICATIONS = 10, PILOT_WEEKS = 156, STILL = 3 /* z of a drift */ };
static const double weeks_a_year = 365.25 / 7;

struct pilot {
    struct vf_model *m;
};

static void *pilot_worker(void *context, unsigned index, const struct vf_stop *stop, struct vf_error *err) {
    (void)index;
    (void)err;
    struct pilot *p = context;
    struct vf_sim *s = vf_sim_new(p->m);
    s->stop = stop;
    vf_series_free(&s->series[VF_SERIES_SLOPE]);
    vf_series_new(&s->series[VF_SERIES_SLOPE], p->m, VF_MS_WEEK, PILOT_WEEKS);
    return s;
}
static void pilot_free(void *worker) { vf_sim_free(worker); }

static int pilot_trial(void *worker, uint32_t point, uint32_t replication, double *out, uint64_t *events,
                       struct vf_error *err) {
    (void)point;
    struct vf_sim *s = worker;
    int code = vf_sim_run(s, replication, err);
    *events = s->n_events;
    if (code == VF_OK) {
        memcpy(out, s->series[VF_SERIES_SLOPE].number, (size_t)s->m->n_units * PILOT_WEEKS * sizeof *out);
    }
    return code;
}

/* The largest cut over the units; refuses when one needs more than half of the pilot. */
static int largest_cut(const struct vf_study *study, const struct vf_model *m, size_t *weeks,
                       struct vf_error *err) {
    double *series = vf_xcalloc((size_t)PILOT_REPLICATIONS * PILOT_WEEKS, sizeof *series);
    int code = VF_OK;
    *weeks = 0;
    for (uint16_t u = 0; u < m->n_units && code == VF_OK; u++) {
        for (uint32_t r = 0; r < PILOT_REPLICATIONS; r++) {
            const double *row = vf_study_row(study, 0, r);
            memcpy(series + (size_t)r * PILOT_WEEKS, row + (size_t)u * PILOT_WEEKS,
                   PILOT_WEEKS * sizeof *series);
        }
        struct vf_mser cut;
        vf_warmup_cut(series, PILOT_REPLICATIONS, PILOT_WEEKS, weeks_a_year, &cut);
        bool moving = cut.too_short && !(fabs(cut.drift) <= STILL);
        if (moving) {
            code = vf_error_set(
                err, VF_E_CONFIG,
                "no warm-up can be found: unit \"%s\" has not settled in half of a pilot of %d weeks. "
                "Start it filled (\"start\": \"equilibrium\"), or give run.warmup a duration",
                m->unit[u].name, PILOT_WEEKS);
        }
        size_t of_unit = cut.too_short ? cut.cut_half : cut.cut;
        *weeks = of_unit > *weeks ? of_unit : *weeks;
    }
    free(series);
    return code;
}

/* The config with the pilot's length. */
static int compile_pilot(const struct vf_config *base, struct vf_model *m, struct vf_error *err) {
    cJSON *warmup = cJSON_CreateNumber(0), *duration = cJSON_CreateString("156 w");
    const struct vf_change changes[] = {{.pointer = "/run/warmup", .value = warmup},
                                        {.pointer = "/run/duration", .value = duration}};
    struct vf_config cfg;
    int code = vf_vary(base, NULL, changes, 2, &cfg, err);
    cJSON_Delete(warmup);
    cJSON_Delete(duration);
    if (code == VF_OK) {
        code = vf_compile(&cfg, m, err);
        vf_vary_fini(&cfg);
    }
    return code;
}

int vf_warmup_pilot(const struct vf_config *base, uint64_t seed, const struct vf_study_options *how,
                    int64_t *warmup, struct vf_error *err) {
    struct vf_model m;
    int code = compile_pilot(base, &m, err);
    if (code != VF_OK) {
        return code;
    }
    m.run.seed = seed;
    struct pilot p = {.m = &m};
    struct vf_study_plan plan = {.points = 1,
                                 .replications = PILOT_REPLICATIONS,
                                 .first_replication = 1U << 30,
                                 .columns = (size_t)m.n_units * PILOT_WEEKS,
                                 .context = &p,
                                 .worker_new = pilot_worker,
                                 .worker_free = pilot_free,
                                 .trial = pilot_trial};
    struct vf_study_options quiet = *how;
    quiet.report = NULL;
    quiet.fold = NULL;
    struct vf_study study;
    code = vf_study_run(&study, &plan, &quiet, err);
    if (code == VF_OK) {
        size_t weeks;
        code = largest_cut(&study, &m, &weeks, err);
        *warmup = (int64_t)weeks * VF_MS_WEEK;
    }
    vf_study_fini(&study);
    vf_model_free(&m);
    return code;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One timed run of a model in the calling thread: one replication, CPU time of the thread, without set-up. Filling
 * a populated model is set-up too: the time of a run that ends after a millisecond is taken off. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "vf_bench.h"
#include "vf_compile.h"
#include "vf_config.h"
#include "vf_sim.h"

enum { SETS = 4, SET_MAX = 96 };
static const double SERVICE_MIN = 10; /* mean stay of the standard models, minutes */

struct settings {
    char text[SETS][SET_MAX];
    const char *list[SETS];
    size_t n;
};

static void set(struct settings *s, const char *pointer, uint64_t value, const char *unit) {
    (void)snprintf(s->text[s->n], SET_MAX, "%s=%s%" PRIu64 "%s%s", pointer, *unit ? "\"" : "", value, unit,
                   *unit ? "\"" : "");
    s->list[s->n] = s->text[s->n];
    s->n++;
}

/* The text with the rate for so many patients, a whole number a day: 144 services of 10 minutes fit in one. In the
 * text, not set: what is set comes on top of the config, like a scenario, and then as layers of candidates. */
static char *with_rate(const char *text, uint64_t patients) {
    static const char rate[] = "10 /min";
    const char *at = strstr(text, rate);
    VF_ASSERT(at != NULL, "a populated model states its rate otherwise");
    size_t room = strlen(text) + SET_MAX;
    char *made = vf_xmalloc(room);
    (void)snprintf(made, room, "%.*s%" PRIu64 " /d%s", (int)(at - text), text, patients * 144,
                   at + sizeof rate - 1);
    return made;
}

static void settings_of(const struct vf_bench_job *job, struct settings *s) {
    s->n = 0;
    if (job->seed)
        set(s, "/run/seed", job->seed, "");
    if (job->populated) {
        double minutes = (double)job->customers * SERVICE_MIN / (double)job->patients;
        set(s, "/units/place/start", job->patients, "");
        set(s, "/run/duration", (uint64_t)(minutes * 60) + 1, " s");
    } else if (job->customers)
        set(s, "/run/stop_after_arrivals", job->customers, "");
}

double vf_bench_seconds(clockid_t clock) {
    struct timespec t;
    return clock_gettime(clock, &t) ? 0 : (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double memory(void) {
    struct rusage use;
    return getrusage(RUSAGE_SELF, &use) ? 0 : 1024.0 * (double)use.ru_maxrss;
}

static int timed(struct vf_sim *s, struct vf_bench_result *out, struct vf_error *err) {
    double cpu = vf_bench_seconds(CLOCK_THREAD_CPUTIME_ID), wall = vf_bench_seconds(CLOCK_MONOTONIC);
    int code = vf_sim_run(s, 0, err);
    out->cpu_s = vf_bench_seconds(CLOCK_THREAD_CPUTIME_ID) - cpu;
    out->wall_s = vf_bench_seconds(CLOCK_MONOTONIC) - wall;
    out->events = s->n_events;
    return code;
}

static int simulate(const struct vf_bench_job *job, struct vf_model *m, struct vf_bench_result *out,
                    struct vf_error *err) {
    struct vf_bench_result fill = {.events = 0};
    struct vf_sim *s = vf_sim_new(m);
    int code = VF_OK;
    if (job->populated) {
        int64_t horizon = m->run.horizon, duration = m->run.duration;
        m->run.horizon = m->run.duration = 1;
        code = timed(s, &fill, err);
        m->run.horizon = horizon;
        m->run.duration = duration;
    }
    if (code == VF_OK)
        code = timed(s, out, err);
    out->cpu_s -= fill.cpu_s;
    out->wall_s -= fill.wall_s;
    out->events -= fill.events;
    out->peak_bytes = memory();
    vf_sim_free(s);
    return code;
}

int vf_bench_run(const struct vf_bench_job *job, struct vf_bench_result *out, struct vf_error *err) {
    struct settings sets;
    struct vf_config config;
    struct vf_model m;
    settings_of(job, &sets);
    struct vf_config_opts opts = {.sets = sets.list, .n_sets = sets.n, .scenario = job->scenario};
    *out = (struct vf_bench_result){.events = 0};
    char *made = job->populated ? with_rate(job->text, job->patients) : NULL;
    const char *text = made ? made : job->text;
    int code = text ? vf_config_load_text(job->name, text, strlen(text), &opts, &config, err)
                    : vf_config_load(job->name, &opts, &config, err);
    free(made);
    if (code != VF_OK)
        return code;
    code = vf_compile(&config, &m, err);
    if (code == VF_OK) {
        code = job->replications ? vf_bench_sweep(&m, job, out, err) : simulate(job, &m, out, err);
        vf_model_free(&m);
    }
    vf_config_fini(&config);
    return code;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The standard models of `bench`, and one timed run of a model. */
#ifndef VF_BENCH_H
#define VF_BENCH_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "vf_error.h"

/* A model as a config text; the text of mm1, mm50 and tandem is that of configs/validation/bench_<name>.json,
 * byte for byte (a test compares). */
struct vf_bench_model {
    const char *name, *text;
    bool populated; /* starts with a number of patients; the rate follows from it */
};
extern const struct vf_bench_model vf_bench_models[]; /* ends with a NULL name */
const struct vf_bench_model *vf_bench_model_find(const char *name);

struct vf_bench_job {
    const char *name; /* of the config, for messages */
    const char *text; /* the config, or NULL: the file `name` */
    const char *scenario;
    uint64_t customers; /* arrivals; 0 = as the config says */
    uint64_t patients;  /* of a populated model: at the start, and mean number */
    uint64_t seed;      /* 0 = the config's */
    bool populated;
    uint32_t replications; /* 0: one, timed alone; else so many, in thousands, each read out: a sweep */
    unsigned threads;      /* of a sweep */
};
struct vf_bench_result {
    uint64_t events;
    double cpu_s, wall_s;          /* of the event loop alone */
    double peak_bytes;             /* most memory the process has held */
    uint64_t replications, digest; /* of a sweep: done; hash of all results, whatever the threads */
};
/* Returns VF_OK, or the code of what went wrong with its message in err. */
int vf_bench_run(const struct vf_bench_job *job, struct vf_bench_result *out, struct vf_error *err);

/* Milliseconds of CPU since the program began: until the first replication begins, and until its first event. */
struct vf_bench_start {
    double ready_ms, event_ms;
    uint64_t patients; /* who were there at time 0 */
};
int vf_bench_start(const char *path, const char *scenario, struct vf_bench_start *out, struct vf_error *err);

double vf_bench_seconds(clockid_t clock); /* 0 where the system has no such clock */

/* The sweep part of it, on a compiled model. */
struct vf_model;
int vf_bench_sweep(const struct vf_model *m, const struct vf_bench_job *job, struct vf_bench_result *out,
                   struct vf_error *err);

#endif

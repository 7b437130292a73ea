/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running a study into its store, or one point of it into memory.
 *
 * A shard runs every n-th point. Trials are folded into the store in their one order while they run, so the store
 * always holds a beginning of the shard's trials: a run that goes on reads how many there are and starts there. Models
 * are compiled when a point's turn comes, once for all workers. A point that the config refuses, and a replication that
 * fails, are recorded with their reason; the rest goes on. */
#ifndef VF_SWEEP_RUN_H
#define VF_SWEEP_RUN_H

#include <stdatomic.h>

#include "vf_study.h"
#include "vf_sweep.h"

/* What a process that runs a study tells the one that watches over it, in memory that both see (app/sweep_guard.c): so
 * that a trial which kills the process is known, recorded as failed, and passed over by the next process. */
enum { VF_SWEEP_GUARDED = 256, VF_SWEEP_CONDEMNED = 4096 };
struct vf_sweep_guard {
    atomic_uint running[VF_SWEEP_GUARDED]; /* by worker: 1 + its trial, 0 = none */
    /* written by the watching process, while no other runs: */
    uint32_t n_condemned;
    struct vf_sweep_condemned {
        uint32_t trial;
        int signal;
    } condemned[VF_SWEEP_CONDEMNED];
    uint32_t upto;  /* not 0: one worker, and stop when the trials before this one are done */
    bool stopped;   /* that is what happened */
    uint32_t abort; /* for tests: 1 + the trial of each `abort_every` that aborts; 0 = none */
    uint32_t abort_every;
    unsigned rounds; /* processes before this one */
    int watcher;     /* process id: who runs ends when it is gone */
};

struct vf_sweep_options {
    const char *version; /* of the program: part of what decides the results */
    const char *store;   /* path of the SQLite file */
    enum vf_study_mode mode;
    uint32_t shard, shards;       /* 0 .. shards-1; shards 0 or 1 = everything */
    struct vf_sweep_guard *guard; /* or NULL */
    void (*guard_trial)(const struct vf_sweep_guard *guard, uint32_t trial); /* called at the start of each */
    uint64_t *before;            /* set to the trials already in the store before the first report; or NULL */
    struct vf_study_options how; /* threads, signals, progress; fold and on_error are set here */
};

struct vf_sweep_result {
    uint64_t trials;               /* of the shard */
    uint64_t before;               /* in the store when the run began, */
    uint64_t failed_before;        /* and those of them that had failed */
    uint64_t done, failed, events; /* of this run */
    double wall_s;
    unsigned threads;
    double warmup_days;
    char first_failure[512];      /* "" = none, in the store or in this run */
    char identity[VF_SHA256_HEX]; /* of the store */
};

/* 0, VF_E_STOPPED (what is done is in the store), or a failure. */
int vf_sweep_run(const struct vf_sweep *s, const struct vf_sweep_options *o, struct vf_sweep_result *result,
                 struct vf_error *err);

/* The warm-up in ms when the config leaves it to a pilot, else -1. The pilot is of the config with the
 * study's patch, before scenario and axes, so that every shard finds the same. */
int vf_sweep_warmup(const struct vf_sweep *s, const struct vf_study_options *how, int64_t *warmup,
                    struct vf_error *err);

/* All replications of one point, in memory: study->columns = picked indicators and one more (deadlocks). Nothing is
 * stored. Release with vf_study_fini in any case. */
int vf_sweep_run_point(const struct vf_sweep *s, uint32_t point, const struct vf_study_options *how,
                       struct vf_study *study, struct vf_error *err);

/* Points of a shard. */
static inline uint32_t vf_sweep_shard_points(uint32_t points, uint32_t shard, uint32_t shards) {
    return shards <= 1 ? points : (points > shard ? (points - shard - 1) / shards + 1 : 0);
}

#endif

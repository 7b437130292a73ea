/* SPDX-License-Identifier: GPL-3.0-or-later */
/* manifest.json: everything needed to run the same again. Written last, by vf_manifest_write, into a
 * folder being built. Beside it goes config.json, the resolved config byte for byte, so that its
 * checksum can be tried. */
#ifndef VF_MANIFEST_H
#define VF_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "vf_error.h"
#include "vf_folder.h"

/* A further fact: a key and its value as JSON text ("12", "\"auto\"", "[1, 2]"). */
struct vf_fact {
    const char *key, *json;
};

struct vf_manifest {
    const char *program, *version, *command; /* "vardflode", "0.1.0", "run" */
    int argc;
    const char *const *argv;
    const char *config_path; /* as given by the user, or NULL */
    const char *config;      /* the resolved config, JSON text */
    uint64_t seed;
    uint32_t first_replication, replications;
    size_t n_scenarios;
    const char *const *scenarios;
    unsigned threads;
    struct timespec started, finished; /* CLOCK_REALTIME; written as UTC */
    double wall_s;
    uint64_t events;
    bool partial; /* stopped before all replications were run */
    uint64_t trials, trials_done, trials_failed;
    size_t n_facts;
    const struct vf_fact *facts; /* e.g. warm-up, window, checks */
};

/* Writes config.json and manifest.json. Host name, system and processor count are found here. */
int vf_manifest_write(const struct vf_folder *f, const struct vf_manifest *m, struct vf_error *err);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keyed random streams. Every draw of the model is a pure function of (seed, replication, patient, purpose,
 * occasion): a stream is opened from a 64-bit key and gives a short sequence of 64-bit words. */
#ifndef VF_RANDOM_H
#define VF_RANDOM_H

#include <stdint.h>

struct vf_rand {
    uint64_t state;
};

/* A strong 64-bit finaliser (bijective, full avalanche). */
static inline uint64_t vf_mix64(uint64_t x);
/* Combines a key with one more component; not commutative; neighbouring inputs give independent keys. */
static inline uint64_t vf_key(uint64_t key, uint64_t component);
/* Opens the stream of (key, purpose, occasion). */
static inline struct vf_rand vf_rand_open(uint64_t key, uint64_t purpose, uint32_t occasion);
static inline uint64_t vf_rand_u64(struct vf_rand *r);
/* Uniform in the open interval (0,1): (k + 0.5) / 2^53 for k in 0 .. 2^53-1 (never 0, never 1). Antithetic-ready: 1-u is exact. */
static inline double vf_rand_u01(struct vf_rand *r);
/* The hash of a name (FNV-1a then mix), for purposes and sources: stable for ever. */
uint64_t vf_name_key(const char *name);

#endif

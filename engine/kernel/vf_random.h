/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keyed random streams. Every draw of the model is a pure function of (seed, replication, patient, purpose,
 * occasion), so that a scenario which changes capacity leaves every patient's luck alone.
 *
 * Use: fold the components one by one into a key with vf_key (seed, replication, source, layer, candidate);
 * open the stream of a purpose and an occasion with vf_rand_open; take words from it. A stream is 16 bytes,
 * lives on the caller's stack and is never shared. Do not draw one quantity from another's stream, and do not
 * use a global counter as the occasion: both break the comparison of scenarios.
 *
 * How: a counter through a mixer. vf_key hashes key and component, so neighbouring patients and purposes
 * start at unrelated places of the 2^64 counter values. Within (key, purpose), occasion n starts n golden
 * steps along the counter's orbit: any two of the 2^32 occasions are at least 50 920 843 words apart (the
 * continued fraction of the golden step tells), so they never overlap. The mixer is rrxmrrxmsx_0 of P. Evensen
 * (2019), a bijection built from xor-rotations and two multiplications; the counter is the Weyl sequence of
 * Steele, Lea & Flood, "Fast splittable pseudorandom number generators" (OOPSLA 2014). */
#ifndef VF_RANDOM_H
#define VF_RANDOM_H

#include <stdint.h>
#include <string.h>

#define VF_RAND_STEP UINT64_C(0xD1342543DE82EF95)   /* counter step of a stream (odd) */
#define VF_RAND_GOLDEN UINT64_C(0x9E3779B97F4A7C15) /* 2^64 / golden ratio (odd) */
/* What a word's upper 52 bits are laid into to make a double in 1 .. 2; the mirrored frame turns each of them over. */
#define VF_RAND_PLAIN UINT64_C(0x3FF0000000000000)
#define VF_RAND_MIRRORED UINT64_C(0x3FFFFFFFFFFFFFFF)
#define VF_RAND_OFFSET UINT64_C(0x8EBC6AF09C88C6E3) /* keeps the zero key off the mixer's fixed point */

struct vf_rand {
    uint64_t state, frame;
};

/* A bijection of 64 bits in which every input bit changes every output bit with probability 1/2. */
static inline uint64_t vf_mix64(uint64_t x) {
    x ^= (x >> 25 | x << 39) ^ (x >> 50 | x << 14);
    x *= UINT64_C(0xA24BAED4963EE407);
    x ^= (x >> 24 | x << 40) ^ (x >> 49 | x << 15);
    x *= UINT64_C(0x9FB21C651E98DF25);
    return x ^ x >> 28;
}

/* The key one component deeper. Not commutative; neighbouring keys or components give unrelated results. */
static inline uint64_t vf_key(uint64_t key, uint64_t component) {
    return vf_mix64(key + component * VF_RAND_GOLDEN + VF_RAND_OFFSET);
}

/* Opens the stream of (key, purpose, occasion). A caller that draws one purpose often may keep
 * vf_key(key, purpose) and use vf_rand_occasion. */
static inline struct vf_rand vf_rand_occasion(uint64_t key_purpose, uint32_t occasion) {
    return (struct vf_rand){key_purpose + occasion * (VF_RAND_STEP * VF_RAND_GOLDEN), VF_RAND_PLAIN};
}
static inline struct vf_rand vf_rand_open(uint64_t key, uint64_t purpose, uint32_t occasion) {
    return vf_rand_occasion(vf_key(key, purpose), occasion);
}

/* The next word, uniform on 0 .. 2^64-1. */
static inline uint64_t vf_rand_u64(struct vf_rand *r) {
    r->state += VF_RAND_STEP;
    return vf_mix64(r->state);
}

/* Uniform on the odd multiples of 2^-53: never 0, never 1, and 1-u is exact and of the same set: a stream whose frame
 * is VF_RAND_MIRRORED gives exactly 1-u where the plain one gives u (antithetic replications). Words are not mirrored. */
static inline double vf_rand_u01(struct vf_rand *r) {
    uint64_t bits = vf_rand_u64(r) >> 12 ^ r->frame;
    double x; /* in 1 .. 2 */
    memcpy(&x, &bits, sizeof x);
    return x - (1.0 - 0x1p-53);
}

/* The key of a name (FNV-1a, then mixed), for purposes and sources: never changes between releases. */
uint64_t vf_name_key(const char *name);

#endif

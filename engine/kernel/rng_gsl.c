/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table GSL calls a keyed stream through. See vf_rng_gsl.h. */
#include "vf_rng_gsl.h"

#include "vf_random.h"

_Static_assert(sizeof(unsigned long) == 8, "a word of GSL holds a word of the stream");

/* The seed is the key of a purpose; GSL itself sets 0 when it allocates. */
static void set(void *state, unsigned long seed) {
    struct vf_rand *r = state;
    *r = vf_rand_occasion(seed, 0);
}

static unsigned long get(void *state) { return vf_rand_u64(state); }
static double get_double(void *state) { return vf_rand_u01(state); }

static const gsl_rng_type keyed = {
    .name = "vf_keyed",
    .max = UINT64_MAX,
    .min = 0,
    .size = sizeof(struct vf_rand),
    .set = set,
    .get = get,
    .get_double = get_double,
};
const gsl_rng_type *const vf_rng_gsl_type = &keyed;

void vf_rng_gsl_open(gsl_rng *r, uint64_t key, uint64_t purpose, uint32_t occasion) {
    struct vf_rand *stream = gsl_rng_state(r);
    *stream = vf_rand_open(key, purpose, occasion);
}

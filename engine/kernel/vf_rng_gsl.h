/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keyed streams as a generator of the GNU Scientific Library, for its samplers and for tests off the hot
 * path. Use: r = gsl_rng_alloc(vf_rng_gsl_type); vf_rng_gsl_open(r, key, purpose, occasion) or, with a key of
 * one's own, gsl_rng_set(r, key); draw; gsl_rng_free(r). The words and uniforms are those of vf_rand_u64 and
 * vf_rand_u01 on the stream of the same key. */
#ifndef VF_RNG_GSL_H
#define VF_RNG_GSL_H

#include <gsl/gsl_rng.h>
#include <stdint.h>

extern const gsl_rng_type *const vf_rng_gsl_type;

/* r must be of vf_rng_gsl_type. */
void vf_rng_gsl_open(gsl_rng *r, uint64_t key, uint64_t purpose, uint32_t occasion);

#endif

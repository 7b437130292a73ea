/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SHA-256 (FIPS 180-4), for fingerprints of configs and results. init, update any number of times, final. */
#ifndef VF_SHA256_H
#define VF_SHA256_H

#include <stddef.h>
#include <stdint.h>

enum { VF_SHA256_BYTES = 32, VF_SHA256_HEX = 65 };

struct vf_sha256 {
    uint32_t state[8];
    uint64_t size; /* bytes so far */
    unsigned char block[64];
};

void vf_sha256_init(struct vf_sha256 *sha);
void vf_sha256_update(struct vf_sha256 *sha, const void *data, size_t size);
/* Ends the computation; init again before another use. */
void vf_sha256_final(struct vf_sha256 *sha, unsigned char digest[VF_SHA256_BYTES]);
/* The digest of one block of data as 64 lower-case hex digits and a NUL. */
void vf_sha256_hex(const void *data, size_t size, char hex[VF_SHA256_HEX]);
/* Digest to hex. */
void vf_sha256_to_hex(const unsigned char digest[VF_SHA256_BYTES], char hex[VF_SHA256_HEX]);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of the keyed streams that is not hot. See vf_random.h. */
#include "vf_random.h"

uint64_t vf_name_key(const char *name) {
    uint64_t h = UINT64_C(0xCBF29CE484222325);
    for (const unsigned char *c = (const unsigned char *)name; *c != 0; c++) {
        h = (h ^ *c) * UINT64_C(0x100000001B3);
    }
    return vf_mix64(h + VF_RAND_OFFSET);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes the words of the keyed streams, 8 bytes each in the machine's order, to stdout for ever (or COUNT of
 * them), for batteries of tests such as dieharder:
 *     raw_bits MODE [SEED [COUNT]] | dieharder -g 200 -a
 * MODE a: one long stream; b: the first word of each neighbouring patient (key); c: 64 occasions of one
 * purpose, interleaved word by word; d: the first word of 16 purposes of each patient; e: of each
 * replication. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vf_random.h"

enum { BLOCK = 8192, OCCASIONS = 64, PURPOSES = 16 };

struct source {
    uint64_t seed, n; /* n counts words */
    struct vf_rand stream[OCCASIONS];
};

static uint64_t first_word(uint64_t key, uint64_t purpose) {
    struct vf_rand r = vf_rand_open(key, purpose, 0);
    return vf_rand_u64(&r);
}

static uint64_t one_stream(struct source *s) { return vf_rand_u64(&s->stream[0]); }
static uint64_t patients(struct source *s) { return first_word(vf_key(s->seed, s->n), 1); }
static uint64_t occasions(struct source *s) { return vf_rand_u64(&s->stream[s->n % OCCASIONS]); }
static uint64_t purposes(struct source *s) {
    return first_word(vf_key(s->seed, s->n / PURPOSES), s->n % PURPOSES);
}
static uint64_t replications(struct source *s) { return first_word(vf_key(vf_key(s->seed, s->n), 7), 1); }

int main(int argc, char **argv) {
    static uint64_t (*const modes[])(struct source *) = {one_stream, patients, occasions, purposes,
                                                         replications};
    static const char names[] = "abcde";
    const char *mode = argc >= 2 && strlen(argv[1]) == 1 ? strchr(names, argv[1][0]) : NULL;
    if (mode == NULL) {
        fprintf(stderr, "usage: raw_bits a|b|c|d|e [SEED [COUNT]]\n");
        return 2;
    }
    static struct source s;
    s.seed = argc >= 3 ? strtoull(argv[2], NULL, 0) : 1;
    uint64_t left = argc >= 4 ? strtoull(argv[3], NULL, 0) : UINT64_MAX;
    for (uint32_t i = 0; i < OCCASIONS; i++) {
        s.stream[i] = vf_rand_open(s.seed, 1, i);
    }
    static uint64_t block[BLOCK];
    while (left > 0) {
        size_t n = left < BLOCK ? (size_t)left : BLOCK;
        for (size_t i = 0; i < n; i++, s.n++) {
            block[i] = modes[mode - names](&s);
        }
        if (fwrite(block, sizeof block[0], n, stdout) != n) {
            return 0; /* the reader has had enough */
        }
        left -= n;
    }
    return 0;
}

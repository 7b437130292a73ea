/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keyed streams: known words (they must never change), avalanche, uniformity, independence of near
 * keys, purposes, occasions and replications, and agreement with the GSL generator made of them. Seeds are
 * fixed, so a bound of 5 or 6 standard errors either holds or does not. The long batteries are in tests/bench
 * (test_dieharder.sh).
 * vf-test: labels=slow */
#include <check.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "vf_random.h"
#include "vf_rng_gsl.h"

START_TEST(known_words) {
    ck_assert_uint_eq(vf_mix64(0), 0);
    ck_assert_uint_eq(vf_mix64(1), UINT64_C(0x0DADBFEEB7D64133));
    ck_assert_uint_eq(vf_key(0, 0), UINT64_C(0xF4C2A2D4819D6F3F));
    ck_assert_uint_eq(vf_key(vf_key(42, 7), 1), UINT64_C(0xE22DCA5D8E602B87));
    ck_assert_uint_eq(vf_name_key(""), UINT64_C(0x1ACFF1A9F513604D));
    ck_assert_uint_eq(vf_name_key("akut"), UINT64_C(0xF309D3D0F3E6B4F2));
    struct vf_rand r = vf_rand_open(1, 2, 3);
    ck_assert_uint_eq(vf_rand_u64(&r), UINT64_C(0x020E429CFC86F72E));
    ck_assert_uint_eq(vf_rand_u64(&r), UINT64_C(0xB0CB82771637C421));
    ck_assert(vf_rand_u01(&r) == 0x1.77a902f86ae8bp-1);
}
END_TEST

START_TEST(names_and_order) {
    ck_assert(vf_name_key("ab") != vf_name_key("ba"));
    ck_assert(vf_key(vf_key(1, 2), 3) != vf_key(vf_key(1, 3), 2));
    ck_assert(vf_key(1, 2) != vf_key(2, 1));
    struct vf_rand a = vf_rand_open(5, 6, 7), b = vf_rand_occasion(vf_key(5, 6), 7);
    ck_assert_uint_eq(a.state, b.state);
}
END_TEST

START_TEST(uniform_is_open_and_mirrored) {
    struct vf_rand least = {(uint64_t)0 - VF_RAND_STEP, VF_RAND_PLAIN}; /* its next word is mix(0) = 0 */
    ck_assert(vf_rand_u01(&least) == 0x1p-53);
    struct vf_rand r = vf_rand_open(3, 1, 4);
    for (int i = 0; i < 1000000; i++) {
        double u = vf_rand_u01(&r), odd = u * 0x1p53, v = 1.0 - u;
        ck_assert(u > 0.0 && u < 1.0 && fmod(odd, 2.0) == 1.0 && 1.0 - v == u && u + v == 1.0);
    }
}
END_TEST

/* First words as functions of one 64-bit argument, the others fixed. */
static uint64_t word_mix(uint64_t x) { return vf_mix64(x); }
static uint64_t word_key(uint64_t x) {
    struct vf_rand r = vf_rand_open(x, 3, 0);
    return vf_rand_u64(&r);
}
static uint64_t word_purpose(uint64_t x) {
    struct vf_rand r = vf_rand_open(77, x, 1);
    return vf_rand_u64(&r);
}
static uint64_t word_occasion(uint64_t x) {
    struct vf_rand r = vf_rand_open(77, 5, (uint32_t)x);
    return vf_rand_u64(&r);
}
static uint64_t word_seed(uint64_t x) {
    struct vf_rand r = vf_rand_open(vf_key(vf_key(vf_key(x, 1), 2), 1000), 5, 0);
    return vf_rand_u64(&r);
}
static uint64_t word_replication(uint64_t x) {
    struct vf_rand r = vf_rand_open(vf_key(vf_key(vf_key(1, x), 2), 1000), 5, 0);
    return vf_rand_u64(&r);
}
static uint64_t word_patient(uint64_t x) {
    struct vf_rand r = vf_rand_open(vf_key(vf_key(vf_key(1, 0), 2), x), 5, 0);
    return vf_rand_u64(&r);
}
static uint64_t word_next(uint64_t x) { /* one long stream */
    struct vf_rand r = {x * VF_RAND_STEP, VF_RAND_PLAIN};
    return vf_rand_u64(&r);
}

static const struct subject {
    const char *name;
    uint64_t (*word)(uint64_t x);
    int bits; /* of the argument */
} subjects[] = {
    {"mix", word_mix, 64},           {"key", word_key, 64},   {"purpose", word_purpose, 64},
    {"occasion", word_occasion, 32}, {"seed", word_seed, 64}, {"replication", word_replication, 64},
    {"patient", word_patient, 64},   {"next", word_next, 64},
};
enum { SUBJECTS = sizeof subjects / sizeof subjects[0] };

/* Every argument bit flips every bit of the word half of the time, also around small counters. */
START_TEST(avalanche) {
    enum { N = 4096 };
    const struct subject *s = &subjects[_i];
    for (int b = 0; b < s->bits; b++) {
        int flips[64] = {0};
        for (uint64_t x = 0; x < N; x++) {
            uint64_t d = s->word(x) ^ s->word(x ^ UINT64_C(1) << b);
            for (int k = 0; k < 64; k++) {
                flips[k] += (int)(d >> k & 1);
            }
        }
        for (int k = 0; k < 64; k++) {
            double z = (flips[k] - N / 2.0) / sqrt(N / 4.0);
            /* pairs x, x ^ bit are counted twice when the bit is among the counter's: variance doubles */
            ck_assert_msg(fabs(z) < 6.0 * sqrt(2.0), "%s: bit %d to bit %d, z %.1f", s->name, b, k, z);
        }
    }
}
END_TEST

/* z of Pearson's chi-square over n cells. */
static double chi_square(const uint32_t *count, size_t cells, double total) {
    double expected = total / (double)cells, sum = 0.0;
    for (size_t i = 0; i < cells; i++) {
        sum += (count[i] - expected) * (count[i] - expected) / expected;
    }
    return (sum - (double)(cells - 1)) / sqrt(2.0 * (double)(cells - 1));
}

/* Each byte of the words of successive arguments is uniform, and so is each pair (of one, of the next). */
START_TEST(equidistribution) {
    enum { N = 400000 };
    static uint32_t single[256], pair[65536];
    const struct subject *s = &subjects[_i];
    for (int byte = 0; byte < 8; byte++) {
        for (size_t i = 0; i < 65536; i++) {
            pair[i] = 0;
            single[i & 255] = 0;
        }
        unsigned last = (unsigned)(s->word(0) >> (8 * byte)) & 255U;
        for (uint64_t x = 1; x <= N; x++) {
            unsigned v = (unsigned)(s->word(x) >> (8 * byte)) & 255U;
            single[v]++;
            pair[last << 8 | v]++;
            last = v;
        }
        double z1 = chi_square(single, 256, N), z2 = chi_square(pair, 65536, N);
        bool good = fabs(z1) < 5.0 && fabs(z2) < 5.0;
        ck_assert_msg(good, "%s: byte %d, z %.1f, pairs %.1f", s->name, byte, z1, z2);
    }
}
END_TEST

/* The uniforms of neighbours are uncorrelated, and so are their squares. */
START_TEST(correlation) {
    enum { N = 1000000 };
    const struct subject *s = &subjects[_i];
    for (uint64_t lag = 1; lag <= 3; lag++) {
        double xy = 0.0, x2y2 = 0.0;
        for (uint64_t i = 0; i < N; i++) {
            double x = (double)(s->word(i) >> 11) * 0x1p-53 - 0.5;
            double y = (double)(s->word(i + lag) >> 11) * 0x1p-53 - 0.5;
            xy += x * y;
            x2y2 += (x * x - 1.0 / 12) * (y * y - 1.0 / 12);
        }
        double z1 = xy * 12.0 / sqrt(N), z2 = x2y2 * 180.0 / sqrt(N);
        bool good = fabs(z1) < 5.0 && fabs(z2) < 5.0;
        ck_assert_msg(good, "%s: lag %d, z %.1f, of squares %.1f", s->name, (int)lag, z1, z2);
    }
}
END_TEST

static int by_value(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* 10^6 streams of near seeds, replications, patients, purposes and occasions: no word occurs twice. */
START_TEST(no_shared_words) {
    enum { STREAMS = 1000000, WORDS = 3 };
    uint64_t *v = malloc(sizeof *v * STREAMS * WORDS);
    ck_assert_ptr_nonnull(v);
    size_t n = 0;
    for (uint32_t i = 0; i < STREAMS; i++) {
        uint64_t key = vf_key(vf_key(vf_key(1 + i % 10, i / 10 % 10), 4), i / 100 % 100);
        struct vf_rand r = vf_rand_open(key, i / 10000 % 10, i / 100000);
        for (int k = 0; k < WORDS; k++) {
            v[n++] = vf_rand_u64(&r);
        }
    }
    qsort(v, n, sizeof v[0], by_value);
    size_t shared = 0;
    for (size_t i = 1; i < n; i++) {
        shared += v[i] == v[i - 1];
    }
    free(v);
    ck_assert_uint_eq(shared, 0);
}
END_TEST

START_TEST(gsl_agrees) {
    gsl_rng *g = gsl_rng_alloc(vf_rng_gsl_type);
    ck_assert_ptr_nonnull(g);
    ck_assert_str_eq(gsl_rng_name(g), "vf_keyed");
    vf_rng_gsl_open(g, 11, 12, 13);
    struct vf_rand r = vf_rand_open(11, 12, 13);
    for (int i = 0; i < 1000; i++) {
        ck_assert_uint_eq(gsl_rng_get(g), vf_rand_u64(&r));
        ck_assert(gsl_rng_uniform(g) == vf_rand_u01(&r));
    }
    gsl_rng_set(g, vf_key(5, 6));
    r = vf_rand_open(5, 6, 0);
    ck_assert_uint_eq(gsl_rng_get(g), vf_rand_u64(&r));
    double sum = 0.0;
    for (int i = 0; i < 100000; i++) {
        sum += gsl_ran_gaussian_ziggurat(g, 1.0) + gsl_ran_exponential(g, 1.0) - 1.0;
    }
    ck_assert(fabs(sum) < 5.0 * sqrt(2.0 * 100000));
    gsl_rng_free(g);
}
END_TEST

int main(void) {
    Suite *s = suite_create("random");
    TCase *c = tcase_create("all");
    tcase_set_timeout(c, 300);
    tcase_add_test(c, known_words);
    tcase_add_test(c, names_and_order);
    tcase_add_test(c, uniform_is_open_and_mirrored);
    tcase_add_loop_test(c, avalanche, 0, SUBJECTS);
    tcase_add_loop_test(c, equidistribution, 0, SUBJECTS);
    tcase_add_loop_test(c, correlation, 0, SUBJECTS);
    tcase_add_test(c, no_shared_words);
    tcase_add_test(c, gsl_agrees);
    suite_add_tcase(s, c);
    SRunner *sr = srunner_create(s);
    srunner_set_fork_status(sr, CK_NOFORK);
    srunner_run_all(sr, CK_NORMAL);
    int failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? 0 : 1;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mirrored streams: exactly 1-u where the plain stream gives u, so that laws drawn by inversion give their quantile at
 * 1-u: exactly, and in the opposite order. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "test_kernel_dist_cases.h"

static struct vf_rand mirrored(uint64_t key, uint32_t occasion) {
    struct vf_rand r = vf_rand_open(key, 7, occasion);
    r.frame = VF_RAND_MIRRORED;
    return r;
}

START_TEST(mirror_is_exact) {
    for (uint32_t i = 0; i < 1000; i++) {
        struct vf_rand a = vf_rand_open(11, 7, i), b = mirrored(11, i);
        for (int k = 0; k < 20; k++) {
            double u = vf_rand_u01(&a), v = vf_rand_u01(&b);
            ck_assert(v == 1 - u && u == 1 - v && v > 0 && v < 1);
        }
        ck_assert_uint_eq(vf_rand_u64(&a), vf_rand_u64(&b)); /* words are the same */
    }
}
END_TEST

/* The two ends of the set mirror each other. */
START_TEST(ends) {
    uint64_t low = 0 ^ VF_RAND_PLAIN, high = 0 ^ VF_RAND_MIRRORED;
    double x, y;
    memcpy(&x, &low, sizeof x);
    memcpy(&y, &high, sizeof y);
    ck_assert_double_eq(x - (1.0 - 0x1p-53), 0x1p-53);
    ck_assert_double_eq(y - (1.0 - 0x1p-53), 1 - 0x1p-53);
}
END_TEST

struct draw {
    double plain, mirrored;
};

static int by_plain(const void *a, const void *b) {
    const struct draw *x = a, *y = b;
    return (x->plain > y->plain) - (x->plain < y->plain);
}

enum { DRAWS = 2000 };

static void opposite(const char *name, int (*build)(struct vf_dist *d)) {
    struct vf_dist d;
    struct draw draw[DRAWS];
    ck_assert_int_eq(build(&d), 0);
    if (vf_dist_by_inversion(&d)) {
        for (uint32_t i = 0; i < DRAWS; i++) {
            struct vf_rand a = vf_rand_open(3, 7, i), b = mirrored(3, i), c = mirrored(3, i);
            draw[i] = (struct draw){vf_dist_sample(&d, &a), vf_dist_sample(&d, &b)};
            ck_assert_double_eq(draw[i].mirrored, vf_dist_draw(&d, &c));
        }
        qsort(draw, DRAWS, sizeof *draw, by_plain);
        for (int i = 1; i < DRAWS; i++) {
            ck_assert_msg(draw[i].plain <= draw[i - 1].plain || draw[i].mirrored <= draw[i - 1].mirrored,
                          "%s: %g, %g", name, draw[i - 1].mirrored, draw[i].mirrored);
        }
    }
    vf_dist_fini(&d);
}

START_TEST(laws_are_mirrored) {
    size_t inverted = 0;
    for (size_t k = 0; k < NCASES; k++) {
        struct vf_dist d;
        ck_assert_int_eq(CASES[k].build(&d), 0);
        inverted += vf_dist_by_inversion(&d);
        vf_dist_fini(&d);
        opposite(CASES[k].name, CASES[k].build);
    }
    ck_assert_uint_ge(inverted, 10);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("antithetic");
    TCase *c = tcase_create("mirror");
    tcase_add_test(c, mirror_is_exact);
    tcase_add_test(c, ends);
    tcase_add_test(c, laws_are_mirrored);
    suite_add_tcase(suite, c);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}

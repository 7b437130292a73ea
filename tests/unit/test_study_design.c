/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Designs against their definitions: counts, orders, one visit per slice of a Latin hypercube, the known beginning
 * of Sobol's sequence, and what is refused. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "vf_design.h"

static const struct vf_design_axis three[] = {{"a", 2}, {"b", 3}, {"c", 2}};

static void no_tell(void *context, const char *sentence) {
    (void)context;
    ck_assert_ptr_nonnull(sentence);
}

static double *fill(const struct vf_design *d) {
    uint64_t n = vf_design_count(d);
    double *place = calloc(n * d->n_axes, sizeof *place);
    ck_assert_ptr_nonnull(place);
    ck_assert_uint_eq(vf_design_check(d, no_tell, NULL), 0);
    vf_design_fill(d, n, place);
    return place;
}

START_TEST(grid) {
    struct vf_design d = {.kind = vf_design_find("grid"), .n_axes = 3, .axis = three};
    ck_assert_uint_eq(vf_design_count(&d), 12);
    double *p = fill(&d);
    for (int k = 0; k < 12; k++) {
        ck_assert_double_eq(p[3 * k], k / 6);
        ck_assert_double_eq(p[3 * k + 1], k / 2 % 3);
        ck_assert_double_eq(p[3 * k + 2], k % 2);
    }
    free(p);
    struct vf_design_axis many[VF_DESIGN_AXES_MAX];
    for (int a = 0; a < VF_DESIGN_AXES_MAX; a++) {
        many[a] = (struct vf_design_axis){"x", 100};
    }
    d = (struct vf_design){.kind = vf_design_find("grid"), .n_axes = VF_DESIGN_AXES_MAX, .axis = many};
    ck_assert_uint_eq(vf_design_count(&d), UINT64_MAX);
}
END_TEST

START_TEST(zip_and_list) {
    const struct vf_design_axis even[] = {{"a", 3}, {"b", 3}};
    struct vf_design d = {.kind = vf_design_find("zip"), .n_axes = 2, .axis = even};
    double *p = fill(&d);
    ck_assert_double_eq(p[4], 2);
    ck_assert_double_eq(p[5], 2);
    free(p);
    d.axis = three;
    ck_assert_uint_eq(vf_design_check(&d, no_tell, NULL), 1);
    d = (struct vf_design){.kind = vf_design_find("list"), .n_axes = 2, .axis = even};
    ck_assert_uint_eq(vf_design_count(&d), 3);
}
END_TEST

START_TEST(one_at_a_time) {
    struct vf_design d = {.kind = vf_design_find("one_at_a_time"), .n_axes = 3, .axis = three};
    ck_assert_uint_eq(vf_design_count(&d), 8);
    double *p = fill(&d);
    for (int k = 0; k < 8; k++) {
        int moved = 0;
        for (int a = 0; a < 3; a++) {
            moved += p[3 * k + a] > VF_DESIGN_AS_IS;
        }
        ck_assert_int_eq(moved, k > 0);
    }
    ck_assert_double_eq(p[3 * 5 + 1], 2); /* the last value of b */
    free(p);
}
END_TEST

START_TEST(latin_hypercube) {
    enum { N = 100 };
    const struct vf_design_axis axes[] = {{"u", 0}, {"v", 0}, {"w", 5}};
    struct vf_design d = {.kind = vf_design_find("lhs"), .n_axes = 3, .axis = axes, .samples = N, .seed = 7};
    double *p = fill(&d), cross = 0;
    int slice[2][N] = {{0}}, level[5] = {0};
    for (int k = 0; k < N; k++) {
        for (int a = 0; a < 2; a++) {
            double u = p[3 * k + a];
            ck_assert(u >= 0 && u < 1);
            slice[a][(int)(u * N)]++;
        }
        level[(int)p[3 * k + 2]]++;
        cross += (p[3 * k] - 0.5) * (p[3 * k + 1] - 0.5);
    }
    for (int i = 0; i < N; i++) {
        ck_assert_int_eq(slice[0][i], 1);
        ck_assert_int_eq(slice[1][i], 1);
    }
    for (int i = 0; i < 5; i++) {
        ck_assert_int_eq(level[i], N / 5);
    }
    ck_assert_double_lt(cross < 0 ? -cross : cross, 4 * 10.0 / 12); /* 4 sd of independent orders */
    /* another axis beside leaves the first as it was; another seed does not */
    d.n_axes = 1;
    double *q = fill(&d);
    for (int k = 0; k < N; k++) {
        ck_assert_double_eq(q[k], p[3 * k]);
    }
    d.seed = 8;
    double *r = fill(&d);
    ck_assert(memcmp(q, r, N * sizeof *q) != 0);
    free(p);
    free(q);
    free(r);
}
END_TEST

START_TEST(sobol) {
    const struct vf_design_axis axes[] = {{"u", 0}, {"v", 4}};
    struct vf_design d = {.kind = vf_design_find("sobol"), .n_axes = 2, .axis = axes, .samples = 7};
    static const double first[] = {0.5, 0.75, 0.25, 0.375, 0.875, 0.625, 0.125};
    static const double second[] = {0.5, 0.25, 0.75, 0.375, 0.875, 0.125, 0.625};
    double *p = fill(&d);
    for (int k = 0; k < 7; k++) {
        ck_assert_double_eq(p[2 * k], first[k]);
        ck_assert_double_eq(p[2 * k + 1], (int)(second[k] * 4));
    }
    free(p);
}
END_TEST

START_TEST(refused) {
    const struct vf_design_axis range[] = {{"a", 2}, {"u", 0}};
    struct vf_design d = {.kind = vf_design_find("grid"), .n_axes = 2, .axis = range, .samples = 5};
    ck_assert_uint_eq(vf_design_check(&d, no_tell, NULL), 2); /* samples, and a range */
    d.kind = vf_design_find("lhs");
    d.samples = 0;
    ck_assert_uint_eq(vf_design_check(&d, no_tell, NULL), 1);
    ck_assert_ptr_null(vf_design_find("gridd"));
}
END_TEST

int main(void) {
    Suite *suite = suite_create("design");
    TCase *c = tcase_create("kinds");
    tcase_add_test(c, grid);
    tcase_add_test(c, zip_and_list);
    tcase_add_test(c, one_at_a_time);
    tcase_add_test(c, latin_hypercube);
    tcase_add_test(c, sobol);
    tcase_add_test(c, refused);
    suite_add_tcase(suite, c);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}

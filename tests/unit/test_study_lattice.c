/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cheapest point of a monotone lattice, against looking at every point. */
#include <check.h>
#include <string.h>

#include "vf_lattice.h"
#include "vf_random.h"

enum { AXES = 3, SIDE = 9 };

/* Holds at every point above one of the corners: any monotone set is of this form. */
struct set {
    size_t axes, corners;
    uint32_t corner[6][AXES];
    uint32_t asked;
};

static bool in_set(const struct set *s, const uint32_t *at) {
    for (size_t c = 0; c < s->corners; c++) {
        size_t k = 0;
        while (k < s->axes && at[k] >= s->corner[c][k]) {
            k++;
        }
        if (k == s->axes) {
            return true;
        }
    }
    return false;
}

static int holds(void *context, const uint32_t *at, bool *yes, struct vf_error *err) {
    struct set *s = context;
    (void)err;
    s->asked++;
    *yes = in_set(s, at);
    return 0;
}

static double cost_of(size_t axes, const double *cost, const uint32_t *at) {
    double sum = 0;
    for (size_t k = 0; k < axes; k++) {
        sum += cost[k] * at[k];
    }
    return sum;
}

/* The cheapest cost by looking everywhere; below 0 when nothing holds. */
static double everywhere(const struct set *s, const uint32_t *size, const double *cost) {
    double best = -1;
    uint32_t at[AXES] = {0};
    for (size_t k = 0; k < s->axes;) {
        double c = cost_of(s->axes, cost, at);
        if (in_set(s, at) && (best < 0 || c < best)) {
            best = c;
        }
        for (k = 0; k < s->axes && ++at[k] == size[k]; k++) {
            at[k] = 0;
        }
    }
    return best;
}

START_TEST(cheapest) {
    const double cost[AXES] = {1, 1.5, 0.4};
    struct vf_rand r = vf_rand_open(vf_key(1, 2), 3, 0);
    uint64_t asked = 0;
    for (int round = 0; round < 600; round++) {
        struct set s = {.axes = 1 + (size_t)round % AXES, .corners = (size_t)(vf_rand_u64(&r) % 6)};
        uint32_t size[AXES] = {SIDE, SIDE - 3, SIDE - 1};
        for (size_t c = 0; c < s.corners; c++) {
            for (size_t k = 0; k < s.axes; k++) {
                s.corner[c][k] = (uint32_t)(vf_rand_u64(&r) % size[k]);
            }
        }
        struct vf_lattice l = {
            .n = s.axes, .size = size, .cost = cost, .most = 100000, .holds = holds, .context = &s};
        struct vf_lattice_answer answer;
        ck_assert_int_eq(vf_lattice_search(&l, &answer, NULL), 0);
        double best = everywhere(&s, size, cost);
        ck_assert(answer.proven);
        ck_assert_uint_eq(answer.asked, s.asked);
        ck_assert_int_eq(answer.found, best >= 0);
        if (answer.found) {
            ck_assert(in_set(&s, answer.at));
            ck_assert_double_eq_tol(cost_of(s.axes, cost, answer.at), best, 1e-9);
        }
        if (s.axes == 1) {
            ck_assert_uint_le(answer.asked, vf_lattice_bisection(SIDE));
        }
        asked += s.axes == AXES ? s.asked : 0;
    }
    ck_assert_uint_lt(asked, 200 * SIDE * SIDE * SIDE / 8);
}
END_TEST

/* Two wards that need what they need: the answer is at the two lowest values, found by bisections alone. */
START_TEST(separable) {
    struct set s = {.axes = 2, .corners = 1, .corner = {{37, 11}}};
    const uint32_t size[] = {64, 64};
    const double cost[] = {1, 1};
    struct vf_lattice l = {.n = 2, .size = size, .cost = cost, .most = 1000, .holds = holds, .context = &s};
    struct vf_lattice_answer answer;
    ck_assert_int_eq(vf_lattice_search(&l, &answer, NULL), 0);
    ck_assert_uint_eq(answer.at[0], 37);
    ck_assert_uint_eq(answer.at[1], 11);
    ck_assert_uint_le(answer.asked, 2 * vf_lattice_bisection(64));
}
END_TEST

START_TEST(out_of_points) {
    struct set s = {.axes = 2, .corners = 1, .corner = {{37, 11}}};
    const uint32_t size[] = {64, 64};
    const double cost[] = {1, 1};
    struct vf_lattice l = {.n = 2, .size = size, .cost = cost, .most = 5, .holds = holds, .context = &s};
    struct vf_lattice_answer answer;
    ck_assert_int_eq(vf_lattice_search(&l, &answer, NULL), 0);
    ck_assert(answer.found && !answer.proven);
    ck_assert(in_set(&s, answer.at));
    ck_assert_uint_eq(s.asked, 5);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("lattice");
    TCase *c = tcase_create("lattice");
    tcase_add_test(c, cheapest);
    tcase_add_test(c, separable);
    tcase_add_test(c, out_of_points);
    suite_add_tcase(suite, c);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}

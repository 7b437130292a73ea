/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vf-test: labels=slow
 * The exact values of the oracle suite that no formula gives, solved again as Markov chains. */
#include <string.h>

#include "oracle_chain.h"
#include "vf_verify.h"

static void known(const char *config, const char *scenario, const char *quantity, double value) {
    struct vf_verify_table t;
    vf_verify_table_new(&t);
    bool found = false;
    for (size_t k = 0; k < t.n; k++) {
        const struct vf_verify_row *row = &t.row[k];
        if (strcmp(row->config, config) == 0 && strcmp(row->scenario, scenario) == 0 &&
            strcmp(row->quantity, quantity) == 0) {
            found = true;
            ck_assert_msg(fabs(row->exact - value) < 1e-6, "%s %s %s: %.8f, the chain says %.8f", config,
                          scenario, quantity, row->exact, value);
        }
    }
    ck_assert_msg(found, "%s %s %s is not in the table", config, scenario, quantity);
    vf_verify_table_free(&t);
}

/* ---- O4: aa of a's patients on a, ba of b's on a, bb, ab ---- */
enum { A_BEDS = 9, B_BEDS = 8 };
static const double rate_a = 2, rate_b = 1, leave_a = 1.0 / 4, leave_b = 1.0 / 6;
static struct {
    double factor;
    bool outliers, back;
} o4;

static int o4_state(int aa, int ba, int bb, int ab) {
    return ((aa * (A_BEDS + 1) + ba) * (B_BEDS + 1) + bb) * (B_BEDS + 1) + ab;
}

/* A bed of ward a frees, the state being what it is after that. */
static int o4_bed_a(int aa, int ba, int bb, int ab) {
    return o4.back && ab > 0 ? o4_state(aa + 1, ba, bb, ab - 1) : o4_state(aa, ba, bb, ab);
}
static int o4_bed_b(int aa, int ba, int bb, int ab) {
    return o4.back && ba > 0 ? o4_state(aa, ba - 1, bb + 1, ab) : o4_state(aa, ba, bb, ab);
}

static void o4_from(struct chain *c, int s) {
    int ab = s % (B_BEDS + 1), bb = s / (B_BEDS + 1) % (B_BEDS + 1),
        ba = s / (B_BEDS + 1) / (B_BEDS + 1) % (A_BEDS + 1);
    int aa = s / (B_BEDS + 1) / (B_BEDS + 1) / (A_BEDS + 1);
    if (aa + ba > A_BEDS || bb + ab > B_BEDS) {
        chain_go(c, s, 0, 1); /* no such state: it drains away */
        return;
    }
    bool room_a = aa + ba < A_BEDS, room_b = bb + ab < B_BEDS;
    if (room_a) {
        chain_go(c, s, o4_state(aa + 1, ba, bb, ab), rate_a);
    } else if (room_b && o4.outliers) {
        chain_go(c, s, o4_state(aa, ba, bb, ab + 1), rate_a);
    }
    if (room_b) {
        chain_go(c, s, o4_state(aa, ba, bb + 1, ab), rate_b);
    } else if (room_a && o4.outliers) {
        chain_go(c, s, o4_state(aa, ba + 1, bb, ab), rate_b);
    }
    if (aa > 0) {
        chain_go(c, s, o4_bed_a(aa - 1, ba, bb, ab), aa * leave_a);
    }
    if (ba > 0) {
        chain_go(c, s, o4_bed_a(aa, ba - 1, bb, ab), ba * leave_b / o4.factor);
    }
    if (bb > 0) {
        chain_go(c, s, o4_bed_b(aa, ba, bb - 1, ab), bb * leave_b);
    }
    if (ab > 0) {
        chain_go(c, s, o4_bed_b(aa, ba, bb, ab - 1), ab * leave_a / o4.factor);
    }
}

static void o4_scenario(const char *name, double factor, bool outliers, bool back) {
    o4.factor = factor;
    o4.outliers = outliers;
    o4.back = back;
    struct chain c;
    chain_solve(&c, (A_BEDS + 1) * (A_BEDS + 1) * (B_BEDS + 1) * (B_BEDS + 1), o4_from);
    double out_a = 0, out_b = 0, full = 0, mean_ab = 0, mean_ba = 0, on_a = 0, on_b = 0, full_a = 0,
           full_b = 0;
    for (int s = 0; s < c.n; s++) {
        int ab = s % (B_BEDS + 1), bb = s / (B_BEDS + 1) % (B_BEDS + 1);
        int ba = s / (B_BEDS + 1) / (B_BEDS + 1) % (A_BEDS + 1),
            aa = s / (B_BEDS + 1) / (B_BEDS + 1) / (A_BEDS + 1);
        bool fa = aa + ba == A_BEDS, fb = bb + ab == B_BEDS;
        full_a += fa ? c.p[s] : 0;
        full_b += fb ? c.p[s] : 0;
        full += fa && fb ? c.p[s] : 0;
        out_a += fa && !fb ? c.p[s] : 0;
        out_b += fb && !fa ? c.p[s] : 0;
        mean_ab += ab * c.p[s];
        mean_ba += ba * c.p[s];
        on_a += (aa + ba) * c.p[s];
        on_b += (bb + ab) * c.p[s];
    }
    known("o4", name, "P(lost), group a", outliers ? full : full_a);
    known("o4", name, "P(lost), group b", outliers ? full : full_b);
    if (outliers) {
        known("o4", name, "P(a outlier)", out_a);
        known("o4", name, "P(b outlier)", out_b);
        known("o4", name, "a's patients on b", mean_ab);
        known("o4", name, "b's patients on a", mean_ba);
        known("o4", name, "occupancy of a", on_a);
        known("o4", name, "occupancy of b", on_b);
    }
    chain_free(&c);
}

START_TEST(mutual_outliers) {
    o4_scenario("a", 1, true, false);
    o4_scenario("b", 1.25, true, false);
    o4_scenario("c", 1, true, true);
    o4_scenario("d", 1, false, false);
}
END_TEST

/* ---- O5: x of a's patients on a, y of b's on b, u and v of theirs on the overflow ward ---- */
enum { A5 = 7, B5 = 6, OVER = 3 };
static int o5_state(int x, int y, int u, int v) {
    return ((x * (B5 + 1) + y) * (OVER + 1) + u) * (OVER + 1) + v;
}

static void o5_from(struct chain *c, int s) {
    int v = s % (OVER + 1), u = s / (OVER + 1) % (OVER + 1), y = s / (OVER + 1) / (OVER + 1) % (B5 + 1);
    int x = s / (OVER + 1) / (OVER + 1) / (B5 + 1);
    if (u + v > OVER) {
        chain_go(c, s, 0, 1);
        return;
    }
    if (x < A5) {
        chain_go(c, s, o5_state(x + 1, y, u, v), rate_a);
    } else if (u + v < OVER) {
        chain_go(c, s, o5_state(x, y, u + 1, v), rate_a);
    }
    if (y < B5) {
        chain_go(c, s, o5_state(x, y + 1, u, v), rate_b);
    } else if (u + v < OVER) {
        chain_go(c, s, o5_state(x, y, u, v + 1), rate_b);
    }
    chain_go(c, s, o5_state(x > 0 ? x - 1 : 0, y, u, v), x * leave_a);
    chain_go(c, s, o5_state(x, y > 0 ? y - 1 : 0, u, v), y * leave_b);
    chain_go(c, s, o5_state(x, y, u > 0 ? u - 1 : 0, v), u * leave_a);
    chain_go(c, s, o5_state(x, y, u, v > 0 ? v - 1 : 0), v * leave_b);
}

START_TEST(overflow_ward) {
    struct chain c;
    chain_solve(&c, (A5 + 1) * (B5 + 1) * (OVER + 1) * (OVER + 1), o5_from);
    double to_a = 0, lost_a = 0, to_b = 0, lost_b = 0, mean = 0;
    for (int s = 0; s < c.n; s++) {
        int v = s % (OVER + 1), u = s / (OVER + 1) % (OVER + 1), y = s / (OVER + 1) / (OVER + 1) % (B5 + 1);
        int x = s / (OVER + 1) / (OVER + 1) / (B5 + 1);
        *(u + v < OVER ? &to_a : &lost_a) += x == A5 ? c.p[s] : 0;
        *(u + v < OVER ? &to_b : &lost_b) += y == B5 ? c.p[s] : 0;
        mean += (u + v) * c.p[s];
    }
    known("o5", "", "P(a to overflow)", to_a);
    known("o5", "", "P(a lost)", lost_a);
    known("o5", "", "P(b to overflow)", to_b);
    known("o5", "", "P(b lost)", lost_b);
    known("o5", "", "occupancy of overflow", mean);
    chain_free(&c);
}
END_TEST

/* ---- O6: x in care or waiting on ward 1, and one number for both wards beyond: n <= c2 on ward 2, then c2 there
 * and n - c2 blocked on ward 1 ---- */
enum { C1 = 12, MOST = 320 };
static struct {
    int c2;
    double rate;
} o6;

static int o6_state(int x, int n) { return x * (o6.c2 + C1 + 1) + n; }

static void o6_from(struct chain *c, int s) {
    int n = s % (o6.c2 + C1 + 1), x = s / (o6.c2 + C1 + 1);
    int blocked = n > o6.c2 ? n - o6.c2 : 0, in_2 = n - blocked;
    int in_care = x < C1 - blocked ? x : C1 - blocked;
    if (x < MOST) {
        chain_go(c, s, o6_state(x + 1, n), o6.rate);
    }
    if (in_care > 0) {
        chain_go(c, s, o6_state(x - 1, n), in_care * 0.65 / 7);
        chain_go(c, s, o6_state(x - 1, n + 1), in_care * 0.35 / 7);
    }
    if (in_2 > 0) {
        chain_go(c, s, o6_state(x, n - 1), in_2 / 28.0);
    }
}

static void o6_scenario(const char *name, double rate, int c2) {
    o6.c2 = c2;
    o6.rate = rate;
    struct chain c;
    chain_solve(&c, (MOST + 1) * (c2 + C1 + 1), o6_from);
    double queue = 0, waits = 0, mean_blocked = 0, on_1 = 0, on_2 = 0, full = 0;
    for (int s = 0; s < c.n; s++) {
        int n = s % (c2 + C1 + 1), x = s / (c2 + C1 + 1);
        int blocked = n > c2 ? n - c2 : 0, in_care = x < C1 - blocked ? x : C1 - blocked;
        queue += (x - in_care) * c.p[s];
        waits += in_care + blocked == C1 ? c.p[s] : 0;
        mean_blocked += blocked * c.p[s];
        on_1 += (in_care + blocked) * c.p[s];
        on_2 += (n - blocked) * c.p[s];
        full += n >= c2 ? c.p[s] : 0;
    }
    known("o6", name, "mean wait Wq", queue / rate);
    known("o6", name, "P(wait)", waits);
    known("o6", name, "blocked beds", mean_blocked);
    known("o6", name, "occupancy of ward 1", on_1);
    known("o6", name, "occupancy of ward 2", on_2);
    known("o6", name, "P(ward 2 full)", full);
    chain_free(&c);
}

START_TEST(blocking) {
    o6_scenario("l10_c14", 1.0, 14);
    o6_scenario("l10_c12", 1.0, 12);
    o6_scenario("l12_c14", 1.2, 14);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("chains");
    TCase *chains = tcase_create("chains");
    tcase_set_timeout(chains, 120);
    tcase_add_test(chains, mutual_outliers);
    tcase_add_test(chains, overflow_ward);
    tcase_add_test(chains, blocking);
    suite_add_tcase(suite, chains);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}

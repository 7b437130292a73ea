/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of two units that block each other (deadlock) and of two wards with a third in common (pooling). Exact by
 * Markov chain: the mean time to the state where nobody can move, or the stationary distribution. */
#include <math.h>
#include <stdlib.h>

#include "vf_chain.h"
#include "vf_error.h"
#include "vf_verify.h"

#define PUT(name, quantity, metric, unit, group, exact) \
    vf_verify_put(t, name, quantity, &(struct vf_verify_of){metric, unit, group}, exact)

/* ---- deadlock: stays of 10 h on a and 20 h on b; from a 80 % go on to b, from b 60 % back to a; who comes from
 * outside and finds a full is lost. State: in care and blocked on a, in care and blocked on b. ---- */
struct knot {
    uint32_t beds_a, beds_b;
    double rate;
    bool swap; /* at a deadlock one of each changes places */
};
struct both {
    uint32_t x, i, y, j;
};
static const double to_b = 0.8, to_a = 0.6, leave_a = 0.1, leave_b = 0.05; /* per h */

static uint32_t number_of(const struct knot *k, struct both s) {
    return ((s.x * (k->beds_a + 1) + s.i) * (k->beds_b + 1) + s.y) * (k->beds_b + 1) + s.j;
}

/* Moves the blocked on while there is room, and unties the knot where that is the rule. */
static uint32_t settled(const struct knot *k, struct both s) {
    for (bool moved = true; moved;) {
        moved = false;
        if (s.i > 0 && s.y + s.j < k->beds_b) {
            s.i--;
            s.y++;
            moved = true;
        } else if (s.j > 0 && s.x + s.i < k->beds_a) {
            s.j--;
            s.x++;
            moved = true;
        } else if (k->swap && s.i == k->beds_a && s.j == k->beds_b) {
            s = (struct both){s.x + 1, s.i - 1, s.y + 1, s.j - 1};
        }
    }
    return number_of(k, s);
}

static void moves_from(struct vf_chain *c, const struct knot *k, struct both s) {
    uint32_t from = number_of(k, s);
    if (s.x + s.i < k->beds_a) {
        vf_chain_go(c, from, settled(k, (struct both){s.x + 1, s.i, s.y, s.j}), k->rate);
    }
    if (s.x > 0) {
        double rate = s.x * leave_a;
        vf_chain_go(c, from, settled(k, (struct both){s.x - 1, s.i + 1, s.y, s.j}), rate * to_b);
        vf_chain_go(c, from, settled(k, (struct both){s.x - 1, s.i, s.y, s.j}), rate * (1 - to_b));
    }
    if (s.y > 0) {
        double rate = s.y * leave_b;
        vf_chain_go(c, from, settled(k, (struct both){s.x, s.i, s.y - 1, s.j + 1}), rate * to_a);
        vf_chain_go(c, from, settled(k, (struct both){s.x, s.i, s.y - 1, s.j}), rate * (1 - to_a));
    }
}

static struct both state_of(const struct knot *k, uint32_t s) {
    uint32_t a = k->beds_a + 1, b = k->beds_b + 1;
    return (struct both){s / b / b / a, s / b / b % a, s / b % b, s % b};
}

static uint32_t chain_of(struct vf_chain *c, const struct knot *k) {
    uint32_t a = k->beds_a + 1, b = k->beds_b + 1, n = a * a * b * b;
    vf_chain_init(c, n);
    for (uint32_t s = 0; s < n; s++) {
        struct both at = state_of(k, s);
        if (at.x + at.i <= k->beds_a && at.y + at.j <= k->beds_b && settled(k, at) == s) {
            moves_from(c, k, at);
        }
    }
    return n;
}

static void mean_time(struct vf_verify_table *t, const char *scenario, const struct knot *k) {
    struct vf_chain c;
    uint32_t n = chain_of(&c, k);
    double *time = vf_xcalloc(n, sizeof *time);
    bool solved = vf_chain_absorption(&c, time);
    struct vf_verify_row *row = vf_verify_add(t, "deadlock", scenario);
    vf_verify_value(row, "mean time to deadlock, h", NULL, NULL, solved ? time[0] : (double)NAN);
    row->kind = VF_VERIFY_DEADLOCK;
    vf_chain_fini(&c);
    free(time);
}

static void with_swap(struct vf_verify_table *t, const struct knot *k) {
    struct vf_chain c;
    uint32_t n = chain_of(&c, k);
    double *p = vf_xcalloc(n, sizeof *p), in_a = 0, in_b = 0, blocked = 0;
    bool solved = vf_chain_stationary(&c, p);
    for (uint32_t s = 0; s < n; s++) {
        struct both at = state_of(k, s);
        in_a += (at.x + at.i) * p[s];
        in_b += (at.y + at.j) * p[s];
        blocked += at.i * p[s];
    }
    PUT("deadlock swap", "occupancy of a", "occupancy", "a", NULL, solved ? in_a : (double)NAN);
    PUT("deadlock swap", "occupancy of b", "occupancy", "b", NULL, in_b);
    PUT("deadlock swap", "blocked on a", "blocked_beds", "a", NULL, blocked);
    vf_chain_fini(&c);
    free(p);
}

/* ---- pooling: 7 and 6 beds of their own, 3 in common; arrivals 2 and 1 a day, stays of 4 and 6 d ---- */
enum { A = 7, B = 6, SHARED = 3 };

static double above(uint32_t n, uint32_t beds) { return n > beds ? n - beds : 0; }

/* Packed, only who has no room at home lies on the shared ward: n and m, with (n - 7)+ + (m - 6)+ <= 3. */
static uint32_t packed(uint32_t n, uint32_t m) { return n * (B + SHARED + 1) + m; }
static bool fits(uint32_t n, uint32_t m) { return above(n, A) + above(m, B) <= SHARED; }

static void with_packing(struct vf_verify_table *t) {
    enum { N = A + SHARED, M = B + SHARED, STATES = (N + 1) * (M + 1) };
    struct vf_chain c;
    double p[STATES], lost_a = 0, lost_b = 0, shared = 0;
    vf_chain_init(&c, STATES);
    for (uint32_t s = 0; s < STATES; s++) {
        uint32_t n = s / (M + 1), m = s % (M + 1);
        if (fits(n, m)) {
            vf_chain_go(&c, s, n < N && fits(n + 1, m) ? packed(n + 1, m) : s, 2);
            vf_chain_go(&c, s, m < M && fits(n, m + 1) ? packed(n, m + 1) : s, 1);
            vf_chain_go(&c, s, n > 0 ? packed(n - 1, m) : s, n / 4.0);
            vf_chain_go(&c, s, m > 0 ? packed(n, m - 1) : s, m / 6.0);
        }
    }
    bool solved = vf_chain_stationary(&c, p);
    for (uint32_t s = 0; s < STATES; s++) {
        uint32_t n = s / (M + 1), m = s % (M + 1);
        shared += (above(n, A) + above(m, B)) * p[s];
        lost_a += fits(n + 1, m) ? 0 : p[s];
        lost_b += fits(n, m + 1) ? 0 : p[s];
    }
    PUT("pooling", "P(a lost)", "lost_fraction", "a", NULL, solved ? lost_a : (double)NAN);
    PUT("pooling", "P(b lost)", "lost_fraction", "b", NULL, lost_b);
    PUT("pooling", "occupancy of the shared ward", "occupancy", "shared", NULL, shared);
    vf_chain_fini(&c);
}

void vf_verify_rows_knot(struct vf_verify_table *t) {
    mean_time(t, "one_place", &(struct knot){1, 1, 0.25, false});
    mean_time(t, "places", &(struct knot){3, 4, 0.4, false});
    with_swap(t, &(struct knot){2, 2, 0.25, true});
    with_packing(t);
}

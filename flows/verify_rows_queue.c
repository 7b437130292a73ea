/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of one station where the order of the queue (priority), its patience (erlang-a) or a reservation matters.
 * Exact: Cobham (1954), product form and Kleinrock, Queueing Systems II (1976), ch. 3; Erlang-A by births and
 * deaths and, with fixed patience, Baccelli & Hebuterne (1981); reservation by Markov chain. Minutes. */
#include <math.h>
#include <stdlib.h>

#include "vf_chain.h"
#include "vf_error.h"
#include "vf_math.h"
#include "vf_queueing.h"
#include "vf_verify.h"

#define PUT(name, quantity, metric, unit, group, exact) \
    vf_verify_put(t, name, quantity, &(struct vf_verify_of){metric, unit, group}, exact)

/* Mean number in M/M/c. */
static double number(double load, uint32_t c) { return load + load * vf_mmc_wait(load, c); }

/* Who waits for one of three servers of mean 10: Cobham's W_k = W0 / ((1 - s_{k-1})(1 - s_k)). */
static void priority_queue(struct vf_verify_table *t) {
    double w0 = vf_erlang_c(1.8, 3) * 10 / 3, s1 = 0.08 * 10 / 3, s2 = 1.8 / 3;
    PUT("priority queue", "P(wait)", "p_wait", "u", NULL, vf_erlang_c(1.8, 3));
    PUT("priority queue", "mean wait, urgent", "wait_mean", "u", "urgent", w0 / (1 - s1));
    PUT("priority queue", "mean wait, planned", "wait_mean", "u", "planned", w0 / (1 - s1) / (1 - s2));
}

/* The urgent interrupt: with one law for all on two servers they are an M/M/2 that sees nobody else, and both
 * groups together another. */
static void priority_preempt(struct vf_verify_table *t) {
    double first = number(0.5, 2), all = number(1.2, 2);
    PUT("priority preempt", "urgent in the system", "in_system", NULL, "urgent", first);
    PUT("priority preempt", "planned in the system", "in_system", NULL, "planned", all - first);
    PUT("priority preempt", "mean time in system, planned", "total_time", NULL, "planned",
        (all - first) / 0.07);
}

/* One server, interruption with any laws: T_k = E[S_k] / (1 - s_{k-1}) + sum_{i <= k} l_i E[S_i^2] /
 * (2 (1 - s_{k-1})(1 - s_k)). Urgent: uniform 4-8; planned: gamma of shape 2 and mean 10. */
static void priority_resume(struct vf_verify_table *t) {
    double l1 = 0.05, l2 = 0.03, square1 = 36 + 16.0 / 12, square2 = 150, s1 = l1 * 6, s2 = s1 + l2 * 10;
    PUT("priority resume", "mean time in system, urgent", "total_time", NULL, "urgent",
        6 + l1 * square1 / (2 * (1 - s1)));
    PUT("priority resume", "mean time in system, planned", "total_time", NULL, "planned",
        10 / (1 - s1) + (l1 * square1 + l2 * square2) / (2 * (1 - s1) * (1 - s2)));
}

/* Four servers of mean 10, an arrival at rate 0.45, patience exponential of mean 15. */
static void patience_exponential(struct vf_verify_table *t) {
    enum { C = 4, MOST = 400 };
    double p = 1, sum = 1, queue = 0, full = 0, l = 0.45;
    for (int n = 1; n < MOST; n++) {
        p *= l / ((n < C ? n : C) / 10.0 + (n > C ? n - C : 0) / 15.0);
        sum += p;
        queue += n > C ? (n - C) * p : 0;
        full += n >= C ? p : 0;
    }
    double gone = queue / sum / 15 / l;
    PUT("erlang-a exp", "P(renege)", "reneged_fraction", "u", NULL, gone);
    PUT("erlang-a exp", "mean queue", "queue", "u", NULL, queue / sum);
    PUT("erlang-a exp", "P(all busy)", "p_full", "u", NULL, full / sum);
    PUT("erlang-a exp", "occupancy", "occupancy", "u", NULL, l * (1 - gone) * 10);
}

/* Patience d for everybody: P(renege) = (1 + (l - c mu) J) / (e + l J), J = int_0^inf exp(l min(x, d) - c mu x) dx
 * and e the sum of the weights of 0 .. c - 1 over that of c - 1. */
static void patience_fixed(struct vf_verify_table *t) {
    enum { C = 4 };
    double l = 0.45, mu = 0.1, d = 8, net = l - C * mu, weight = 1, e = 0;
    for (int n = C - 1; n >= 0; n--) {
        e += weight;
        weight *= n * mu / l;
    }
    double j = (vf_exp(net * d) - 1) / net + vf_exp(net * d) / (C * mu), gone = (1 + net * j) / (e + l * j);
    PUT("erlang-a fixed", "P(renege)", "reneged_fraction", "u", NULL, gone);
    PUT("erlang-a fixed", "occupancy", "occupancy", "u", NULL, l * (1 - gone) / mu);
}

/* ---- Reservation: 6 places of mean 10; b is admitted only if more than 2 are free ---- */
enum { PLACES = 6, KEEP = 2, LINE_A = 30, LINE_B = 120 };

static void reservation_loss(struct vf_verify_table *t) {
    struct vf_chain c;
    double p[PLACES + 1], mean = 0;
    vf_chain_init(&c, PLACES + 1);
    for (uint32_t n = 0; n <= PLACES; n++) {
        vf_chain_go(&c, n, n < PLACES ? n + 1 : n, 0.2);
        vf_chain_go(&c, n, n + KEEP < PLACES ? n + 1 : n, 0.3);
        vf_chain_go(&c, n, n > 0 ? n - 1 : n, n / 10.0);
    }
    bool solved = vf_chain_stationary(&c, p);
    for (uint32_t n = 0; n <= PLACES; n++) {
        mean += n * p[n];
    }
    PUT("reservation loss", "P(lost), a", "lost_fraction", "u", "a", solved ? p[6] : (double)NAN);
    PUT("reservation loss", "P(lost), b", "lost_fraction", "u", "b", p[4] + p[5] + p[6]);
    PUT("reservation loss", "occupancy", "occupancy", "u", NULL, mean);
    vf_chain_fini(&c);
}

/* With queues a waits only while all places are taken, b while at most 2 are free; a place that frees goes to an a
 * if one waits, and to a b only when it leaves 2 free. States: 0 .. 3 places taken; or level 0 1 2 (4, 5, 6 taken)
 * and b waiting; or level 2 + a, 6 taken and a and b waiting. */
static uint32_t waiting(uint32_t level, uint32_t b) { return 4 + level * (LINE_B + 1) + b; }

static void waiting_from(struct vf_chain *c, uint32_t level, uint32_t b) {
    uint32_t s = waiting(level, b), n = level < 2 ? 4 + level : PLACES;
    uint32_t down = level > 0 ? waiting(level - 1, b) : b > 0 ? waiting(0, b - 1) : 3;
    vf_chain_go(c, s, level < 2 + LINE_A ? waiting(level + 1, b) : s, 0.15);
    vf_chain_go(c, s, b < LINE_B ? waiting(level, b + 1) : s, 0.15);
    vf_chain_go(c, s, down, n / 10.0);
}

static void reservation_queue(struct vf_verify_table *t) {
    enum { LEVELS = 3 + LINE_A, STATES = 4 + LEVELS * (LINE_B + 1) };
    struct vf_chain c;
    double *p = vf_xcalloc(STATES, sizeof *p), wait_a = 0, wait_b = 0;
    vf_chain_init(&c, STATES);
    for (uint32_t n = 0; n < 4; n++) {
        vf_chain_go(&c, n, n < 3 ? n + 1 : waiting(0, 0), 0.3);
        vf_chain_go(&c, n, n > 0 ? n - 1 : n, n / 10.0);
    }
    for (uint32_t level = 0; level < LEVELS; level++) {
        for (uint32_t b = 0; b <= LINE_B; b++) {
            waiting_from(&c, level, b);
        }
    }
    bool solved = vf_chain_stationary(&c, p);
    for (uint32_t level = 0; level < LEVELS; level++) {
        for (uint32_t b = 0; b <= LINE_B; b++) {
            double here = p[waiting(level, b)];
            wait_b += here;
            wait_a += level >= 2 ? here : 0;
        }
    }
    PUT("reservation queue", "P(wait), a", "p_wait", "u", "a", solved ? wait_a : (double)NAN);
    PUT("reservation queue", "P(wait), b", "p_wait", "u", "b", wait_b);
    PUT("reservation queue", "P(all taken)", "p_full", "u", NULL, wait_a);
    vf_chain_fini(&c);
    free(p);
}

void vf_verify_rows_queue(struct vf_verify_table *t) {
    priority_queue(t);
    priority_preempt(t);
    priority_resume(t);
    patience_exponential(t);
    patience_fixed(t);
    reservation_loss(t);
    reservation_queue(t);
}

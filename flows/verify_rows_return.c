/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of a ward whose patients come back after a time at home (Erlang-R: Yom-Tov & Mandelbaum 2014). With a queue
 * ward and home are a network with product form (Jackson 1957; Baskett et al. 1975): an M/M/c at the rate of new
 * and returning patients, and a home of Poisson number whatever the law of the time there. With loss it is none,
 * and a Markov chain of the two numbers is solved. Days. */
#include <math.h>
#include <stdlib.h>

#include "vf_chain.h"
#include "vf_error.h"
#include "vf_queueing.h"
#include "vf_verify.h"

#define PUT(name, quantity, metric, unit, group, exact) \
    vf_verify_put(t, name, quantity, &(struct vf_verify_of){metric, unit, group}, exact)

/* One new patient a day, stays of 2 d, 4 beds; 30 % come back after 5 d on average. By `readmission`, and by a
 * path through a delay. */
static void with_queue(struct vf_verify_table *t) {
    double rate = 1 / (1 - 0.3), load = rate * 2;
    PUT("erlang-r readmission", "P(wait)", "p_wait", "ward", NULL, vf_erlang_c(load, 4));
    PUT("erlang-r readmission", "occupancy", "occupancy", "ward", NULL, load);
    PUT("erlang-r readmission", "needs per day", "arrivals_per_day", "ward", NULL, rate);
    PUT("erlang-r path", "P(wait)", "p_wait", "ward", NULL, vf_erlang_c(load, 4));
    PUT("erlang-r path", "occupancy", "occupancy", "ward", NULL, load);
    PUT("erlang-r path", "number at home", "occupancy", "home", NULL, rate * 0.3 * 5);
}

/* The same stays and returns with 5 beds, 8 d at home, and who finds no bed is refused for good: n on the ward,
 * h at home. */
enum { BEDS = 5, HOME = 60 };
static uint32_t state(uint32_t n, uint32_t h) { return n * (HOME + 1) + h; }

static void with_loss(struct vf_verify_table *t) {
    const uint32_t states = (BEDS + 1) * (HOME + 1);
    struct vf_chain c;
    double *p = vf_xcalloc(states, sizeof *p), on_ward = 0, at_home = 0, lost = 0;
    vf_chain_init(&c, states);
    for (uint32_t n = 0; n <= BEDS; n++) {
        for (uint32_t h = 0; h <= HOME; h++) {
            uint32_t s = state(n, h), in = n < BEDS ? n + 1 : n;
            vf_chain_go(&c, s, state(in, h), 1);
            vf_chain_go(&c, s, h > 0 ? state(in, h - 1) : s, h / 8.0);
            vf_chain_go(&c, s, n > 0 ? state(n - 1, h) : s, 0.7 * n / 3.0);
            vf_chain_go(&c, s, n > 0 ? state(n - 1, h < HOME ? h + 1 : h) : s, 0.3 * n / 3.0);
        }
    }
    bool solved = vf_chain_stationary(&c, p);
    for (uint32_t n = 0; n <= BEDS; n++) {
        for (uint32_t h = 0; h <= HOME; h++) {
            on_ward += n * p[state(n, h)];
            at_home += h * p[state(n, h)];
            lost += n == BEDS ? (1 + h / 8.0) * p[state(n, h)] : 0;
        }
    }
    double needs = 1 + at_home / 8;
    PUT("erlang-r-loss", "P(refused)", "lost_fraction", "ward", NULL, solved ? lost / needs : (double)NAN);
    PUT("erlang-r-loss", "occupancy", "occupancy", "ward", NULL, on_ward);
    PUT("erlang-r-loss", "needs per day", "arrivals_per_day", "ward", NULL, needs);
    vf_chain_fini(&c);
    free(p);
}

void vf_verify_rows_return(struct vf_verify_table *t) {
    with_queue(t);
    with_loss(t);
}

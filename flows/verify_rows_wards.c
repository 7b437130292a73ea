/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of two wards with mutual outliers (O4), two wards with an overflow ward (O5) and blocking after service
 * (O6). The values are the stationary distributions of the Markov chains described at each table, solved apart
 * from this program (tests/oracle/test_flows_chains.c solves them again). */
#include "vf_verify.h"

struct known {
    const char *scenario, *quantity, *unit, *metric;
    double exact;
    double tolerance; /* 0: the usual for a probability; 0.01 and more: as written */
};

static void add(struct vf_verify_table *t, const char *config, const struct known *k, size_t n) {
    for (size_t j = 0; j < n; j++) {
        struct vf_verify_row *row = vf_verify_add(t, config, k[j].scenario);
        if (k[j].tolerance > 0) {
            vf_verify_value(row, k[j].quantity, k[j].unit, k[j].metric, k[j].exact);
            row->tolerance = k[j].tolerance;
        } else {
            vf_verify_probability(row, k[j].quantity, k[j].unit, k[j].metric, k[j].exact);
        }
    }
}

/* States (A on a, B on a, B on b, A on b); arrivals 2 and 1 a day, stays exponential of 4 and 6 days by group,
 * 9 and 8 beds. P(lost) of scenario a is Erlang-B of load 14 on 17 beds. */
static const struct known o4[] = {
    {"a", "P(a outlier)", "a", "p_outlier", 0.140015, 0},
    {"a", "P(b outlier)", "b", "p_outlier", 0.124669, 0},
    {"a", "P(lost), group a", "a", "lost_fraction", 0.086174, 0},
    {"a", "P(lost), group b", "b", "lost_fraction", 0.086174, 0},
    {"a", "a's patients on b", "b", "outliers_here", 1.120118, 0.01},
    {"a", "b's patients on a", "a", "outliers_here", 0.748012, 0.01},
    {"a", "occupancy of a", "a", "occupancy", 6.938504, 0.01},
    {"a", "occupancy of b", "b", "occupancy", 5.855065, 0.01},
    {"b", "P(a outlier)", "a", "p_outlier", 0.143665, 0},
    {"b", "P(b outlier)", "b", "p_outlier", 0.135782, 0},
    {"b", "P(lost), group a", "a", "lost_fraction", 0.102272, 0},
    {"b", "P(lost), group b", "b", "lost_fraction", 0.102272, 0},
    {"b", "a's patients on b", "b", "outliers_here", 1.436648, 0.01},
    {"b", "b's patients on a", "a", "outliers_here", 1.018364, 0.01},
    {"b", "occupancy of a", "a", "occupancy", 7.050866, 0.01},
    {"b", "occupancy of b", "b", "occupancy", 6.008323, 0.01},
    {"c", "P(a outlier)", "a", "p_outlier", 0.246712, 0},
    {"c", "P(b outlier)", "b", "p_outlier", 0.134180, 0},
    {"c", "P(lost), group a", "a", "lost_fraction", 0.086174, 0},
    {"c", "P(lost), group b", "b", "lost_fraction", 0.086174, 0},
    {"c", "a's patients on b", "b", "outliers_here", 0.333951, 0.01},
    {"c", "b's patients on a", "a", "outliers_here", 0.134496, 0.01},
    {"c", "occupancy of a", "a", "occupancy", 7.111155, 0.01},
    {"c", "occupancy of b", "b", "occupancy", 5.682414, 0.01},
    {"d", "P(lost), group a", "a", "lost_fraction", 0.173141, 0},
    {"d", "P(lost), group b", "b", "lost_fraction", 0.121876, 0},
};

/* The same arrivals and stays on 7 and 6 beds with 3 more that both groups use when their own are full. */
static const struct known o5[] = {
    {"", "P(a to overflow)", "a", "p_outlier", 0.144660, 0},
    {"", "P(a lost)", "a", "lost_fraction", 0.163505, 0},
    {"", "P(b to overflow)", "b", "p_outlier", 0.131657, 0},
    {"", "P(b lost)", "b", "lost_fraction", 0.133265, 0},
    {"", "occupancy of overflow", "overflow", "occupancy", 1.947226, 0.01},
};

/* Ward 1 with 12 beds and a queue, exponential stays of 7 days; 35 % on to ward 2, exponential stays of 28 days. */
#define O6(scenario, wait, p_wait, blocked, occ1, occ2, full)                  \
    {scenario, "mean wait Wq", "ward1", "wait_mean", wait, 0.03},              \
        {scenario, "P(wait)", "ward1", "p_wait", p_wait, 0},                   \
        {scenario, "blocked beds", "ward1", "blocked_beds", blocked, 0.02},    \
        {scenario, "occupancy of ward 1", "ward1", "occupancy", occ1, 0.01},   \
        {scenario, "occupancy of ward 2", "ward2", "occupancy", occ2, 0.01}, { \
        scenario, "P(ward 2 full)", "ward2", "p_full", full, 0                 \
    }
static const struct known o6[] = {
    O6("l10_c14", 0.296378, 0.098310, 0.293707, 7.293707, 9.8, 0.152847),
    O6("l10_c12", 2.122844, 0.232335, 1.158739, 8.158739, 9.8, 0.404569),
    O6("l12_c14", 3.907315, 0.411162, 1.130098, 9.530098, 11.76, 0.421778),
};

void vf_verify_rows_wards(struct vf_verify_table *t) {
    add(t, "o4", o4, sizeof o4 / sizeof *o4);
    add(t, "o5", o5, sizeof o5 / sizeof *o5);
    add(t, "o6", o6, sizeof o6 / sizeof *o6);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Between ward and kommun: planning lead time by the number of parties, and the kommun's liability to pay for those
 * who stay on as utskrivningsklara (docs/METHODS.md). State exists only in models that use them. For the simulator's
 * own files and measure_kommun.c. */
#ifndef VF_KOMMUN_H
#define VF_KOMMUN_H

#include "vf_account.h"

enum { VF_PARTIES_TOLD = 4 /* 1, 2, 3, and 4 or more */ };
struct vf_planned {
    uint32_t n;
    int64_t time; /* lead time, ms */
};
/* Discharges of one kommun, month of the run and kind of ward. */
struct vf_liable {
    uint32_t n;
    int64_t days, paid; /* as utskrivningsklara; of these beyond the free days */
};
struct vf_kommun {
    struct vf_planned by_parties[VF_PARTIES_TOLD], with_sip, without_sip;
    uint64_t parties;         /* sum over the planned */
    struct vf_liable *liable; /* [(kommun, n_orgs = none) * months + month) * 2 + psykiatri] */
    uint32_t months;
};

void vf_kommun_new(struct vf_sim *s);
void vf_kommun_free(struct vf_sim *s);
void vf_kommun_window(struct vf_sim *s); /* starts afresh */
/* How the lead time of a ward patient on its way to `to` is planned: replaces *lead when the number of parties has a
 * law of its own; *factor multiplies the days. The result goes to vf_kommun_planned. */
struct vf_plan {
    uint8_t parties;
    bool sip;
};
struct vf_plan vf_kommun_plan(struct vf_sim *s, const struct vf_patient *p, uint16_t to, int32_t *lead,
                              double *factor);
void vf_kommun_planned(struct vf_sim *s, struct vf_plan plan, int64_t time);
/* The utskrivningsklara patient leaves the bed of a ward of `home`. */
void vf_kommun_leaves(struct vf_sim *s, const struct vf_patient *p, uint16_t home, int64_t t_ready);
/* What a kommun (VF_NONE16: all of them, and those of no kommun) pays over the window, and the days. */
struct vf_liability_sum {
    double kr, paid_days, days, n;
};
struct vf_liability_sum vf_kommun_sum(const struct vf_sim *s, uint16_t org);

#endif

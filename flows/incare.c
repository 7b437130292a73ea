/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Those in care at a unit, listed in the order they were placed (the last placed are the ones on extra places),
 * and what a ward knows of its guests, of its own patients lying elsewhere and of its utskrivningsklara. */
#include "vf_account.h"
#include "vf_bedtime.h"
#include "vf_flow.h"

static void care_append(struct vf_sim *s, uint32_t i, struct vf_ustate *us) {
    struct vf_care *c = vf_care_of(s, vf_at(s, i));
    c->care_next = VF_NONE32;
    c->care_prev = us->care_tail;
    if (us->care_tail != VF_NONE32) {
        vf_care_of(s, vf_at(s, us->care_tail))->care_next = i;
    } else {
        us->care_head = i;
    }
    us->care_tail = i;
}

static void care_remove(struct vf_sim *s, uint32_t i, struct vf_ustate *us) {
    struct vf_care *c = vf_care_of(s, vf_at(s, i));
    if (c->care_prev != VF_NONE32) {
        vf_care_of(s, vf_at(s, c->care_prev))->care_next = c->care_next;
    } else {
        us->care_head = c->care_next;
    }
    if (c->care_next != VF_NONE32) {
        vf_care_of(s, vf_at(s, c->care_next))->care_prev = c->care_prev;
    } else {
        us->care_tail = c->care_prev;
    }
}

static void away_append(struct vf_sim *s, uint32_t i, struct vf_away *list) {
    struct vf_care *c = vf_care_of(s, vf_at(s, i));
    c->away_next = VF_NONE32;
    c->away_prev = list->tail;
    c->listed = true;
    if (list->tail != VF_NONE32) {
        vf_care_of(s, vf_at(s, list->tail))->away_next = i;
    } else {
        list->head = i;
    }
    list->tail = i;
}

/* Off the list of those who may be brought home (its stay is over, or it leaves); the counts stay. */
void vf_away_remove(struct vf_sim *s, uint32_t i) {
    struct vf_patient *p = vf_at(s, i);
    struct vf_care *c = vf_care_of(s, p);
    if (!c->listed) {
        return;
    }
    c->listed = false;
    struct vf_away *list = &s->ward[s->unit[c->home].ward].away_list[p->guest == VF_GUEST_GEMENSAM];
    if (c->away_prev != VF_NONE32) {
        vf_care_of(s, vf_at(s, c->away_prev))->away_next = c->away_next;
    } else {
        list->head = c->away_next;
    }
    if (c->away_next != VF_NONE32) {
        vf_care_of(s, vf_at(s, c->away_next))->away_prev = c->away_prev;
    } else {
        list->tail = c->away_prev;
    }
}

/* +1 or -1 outlier lying on u whose home is `home`. */
static void count_outlier(struct vf_sim *s, uint16_t u, uint16_t home, int delta) {
    vf_ward_touch(s, &s->unit[u]);
    vf_ward_touch(s, &s->unit[home]);
    s->ward[s->unit[u].ward].guests += (uint32_t)delta;
    s->ward[s->unit[home].ward].away += (uint32_t)delta;
}

/* Home, second home (gemensam) or outlier; the responsible ward. */
static void classify(struct vf_sim *s, uint32_t i, uint16_t u, uint16_t need) {
    struct vf_patient *p = vf_at(s, i);
    struct vf_care *c = vf_care_of(s, p);
    const struct vf_placement *pl = vf_placement_of(s, need, p->group);
    p->guest = VF_GUEST_NO;
    c->home = need;
    if (u == need) {
        return;
    }
    if (s->m->ward[s->unit[u].ward].is_virtual) {
        c->home = u;
        return;
    }
    if (!vf_ward_listed(s->m, pl->competent0, pl->n_competent, u)) {
        p->guest = VF_GUEST_OUTLIER;
    } else if (s->m->ward[s->unit[u].ward].gemensam) {
        p->guest = VF_GUEST_GEMENSAM;
    } else {
        c->home = u;
    }
}

static void count_disposition(struct vf_sim *s, uint32_t i, uint16_t u, uint16_t need) {
    const struct vf_patient *p = vf_at(s, i);
    uint32_t *d = vf_dispositions(s, need, p->group);
    if (p->guest == VF_GUEST_OUTLIER) {
        d[VF_D_OUTLIER]++;
        VF_LOG(s, i, VF_LOG_OUTLIER, u);
    } else if (s->m->ward[s->unit[u].ward].is_virtual) {
        d[VF_D_VIRTUAL]++;
    } else if (vf_beds_free(&s->unit[u]) < 0) {
        d[VF_D_EXTRA]++;
        VF_LOG(s, i, VF_LOG_EXTRA, u);
    } else {
        d[VF_D_HOME]++;
    }
}

void vf_in_care_enter(struct vf_sim *s, uint32_t i, uint16_t u, uint16_t need) {
    struct vf_ustate *us = &s->unit[u];
    care_append(s, i, us);
    if (us->ward == VF_NONE16) {
        return;
    }
    uint16_t previous = vf_care_of(s, vf_at(s, i))->home;
    classify(s, i, u, need);
    count_disposition(s, i, u, need);
    vf_episode_enter(s, i, previous);
    vf_bed_enter(s, i);
    struct vf_patient *p = vf_at(s, i);
    if (p->guest != VF_GUEST_NO) {
        uint16_t home = vf_care_of(s, p)->home;
        if (p->guest == VF_GUEST_OUTLIER) {
            count_outlier(s, u, home, 1);
        }
        bool packs = s->m->ward[us->ward].pack;
        if (p->guest == VF_GUEST_OUTLIER || packs) {
            away_append(s, i, &s->ward[s->unit[home].ward].away_list[p->guest == VF_GUEST_GEMENSAM]);
        }
    }
}

void vf_in_care_return(struct vf_sim *s, uint32_t i, uint16_t u) {
    care_append(s, i, &s->unit[u]);
    vf_bed_enter(s, i);
}

void vf_in_care_moved(struct vf_sim *s, uint32_t i, uint16_t u) {
    care_append(s, i, &s->unit[u]);
    if (s->unit[u].ward != VF_NONE16) {
        struct vf_care *c = vf_care_of(s, vf_at(s, i));
        uint16_t previous = c->home;
        c->home = u;
        vf_episode_enter(s, i, previous);
        vf_bed_enter(s, i);
    }
}

void vf_in_care_leave(struct vf_sim *s, uint32_t i, uint16_t u) {
    struct vf_ustate *us = &s->unit[u];
    care_remove(s, i, us);
    if (us->ward == VF_NONE16) {
        return;
    }
    vf_bed_leave(s, i);
    struct vf_patient *p = vf_at(s, i);
    uint16_t home = vf_care_of(s, p)->home;
    if (p->guest != VF_GUEST_NO) {
        vf_away_remove(s, i);
        if (p->guest == VF_GUEST_OUTLIER) {
            count_outlier(s, u, home, -1);
        }
        p->guest = VF_GUEST_NO;
    }
    if ((p->flags & VF_F_READY) != 0) {
        p->flags &= (uint8_t)~VF_F_READY;
        s->ward[us->ward].ready--;
        vf_episode_ready_over(s, i, home);
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looks at a stay before its end. Two kinds of ward look:
 * - one with early_discharge: of a share of the stays it is asked, when so much of the stay has passed, whether the
 *   hospital is under pressure (inskrivna over disponibla at least load_from). If so the patient leaves then; if not
 *   the stay goes on to its end. Who may be asked is drawn; the load decides at that time.
 *   The odds of coming back after such a stay are multiplied by the ward's readmission_odds, unless it is followed up.
 * - a virtual one (sjukhusvard i hemmet): a share of the stays fall back, at a time uniform over the stay: the patient
 *   needs a bed on the ward of its path, keeps the virtual place until it has one, and stays the time that was left.
 * A stay with a look has that as its pending event; care->t_look is when, -1 when there is none. */
#include "vf_account.h"
#include "vf_flow.h"
#include "vf_visit.h"

/* When the shortened stay would end; nights are whole and keep the hour. */
static int64_t shortened(const struct vf_ward *w, int64_t from, int64_t end) {
    if (!w->nights) {
        return from + (int64_t)((double)(end - from) * w->early_factor + 0.5);
    }
    int64_t nights = vf_day_of(end) - vf_day_of(from);
    return end - (nights - (int64_t)((double)nights * w->early_factor)) * VF_MS_DAY;
}

int64_t vf_first_look(struct vf_sim *s, uint32_t i, int64_t from, int64_t end) {
    struct vf_patient *p = vf_at(s, i);
    const struct vf_ward *w = &s->m->ward[s->unit[p->at].ward];
    double share = w->is_virtual ? w->fall_back : w->early_share;
    if (!(share > 0)) {
        return end;
    }
    const struct vf_node *n = &s->m->node[p->node];
    struct vf_rand r = vf_draw(s, p->key, n->purpose + VF_Q_LOOK, vf_occasion(s, p, n));
    if (vf_rand_u01(&r) >= share) {
        return end;
    }
    double when = vf_rand_u01(&r);
    int64_t look = w->is_virtual ? from + (int64_t)(when * (double)(end - from)) : shortened(w, from, end);
    if (look <= s->now || look >= end) {
        return end;
    }
    vf_care_of(s, p)->t_look = look;
    return look;
}

void vf_early_discharge(struct vf_sim *s, uint32_t i) {
    struct vf_patient *p = vf_at(s, i);
    struct vf_care *care = vf_care_of(s, p);
    care->early_odds *= s->m->ward[s->unit[p->at].ward].early_odds;
    care->t_look = -1;
    care->t_end = s->now;
    vf_dispositions(s, care->home, p->group)[VF_D_EARLY]++;
}

/* The need for a bed on the ward of the path arises again. */
static void fall_back(struct vf_sim *s, uint32_t i) {
    struct vf_patient *p = vf_at(s, i);
    struct vf_care *care = vf_care_of(s, p);
    uint16_t home = vf_node_unit(s, p, &s->m->node[p->node]);
    vf_dispositions(s, p->at, p->group)[VF_D_FELL_BACK]++;
    care->remaining = care->t_end - s->now;
    p->t_need = s->now;
    p->flags &= (uint8_t)~VF_F_STARTED;
    vf_cell_at(s, home, p->group)->arrivals++;
    VF_LOG(s, i, VF_LOG_ARRIVE, home);
    s->m->unit[home].kind->request(s, i, home);
}

bool vf_look_now(struct vf_sim *s, uint32_t i) {
    struct vf_patient *p = vf_at(s, i);
    struct vf_care *care = vf_care_of(s, p);
    const struct vf_ward *w = &s->m->ward[s->unit[p->at].ward];
    care->t_look = -1;
    if (w->is_virtual) {
        fall_back(s, i);
        return true;
    }
    if (w->early_share > 0 && vf_hospital_load(s, p->at) >= w->early_load) {
        vf_early_discharge(s, i);
        return false;
    }
    p->seq = vf_eventlist_push(&s->events, care->t_end, VF_C_DEPART, i);
    return true;
}

bool vf_eligible(struct vf_sim *s, uint32_t i, const struct vf_placement *pl) {
    const struct vf_patient *p = vf_at(s, i);
    bool falls_back =
        p->at != VF_NONE16 && s->unit[p->at].ward != VF_NONE16 && s->m->ward[s->unit[p->at].ward].is_virtual;
    if (falls_back || (p->flags & VF_F_RESERVED) != 0) {
        return false;
    }
    const struct vf_node *n = &s->m->node[p->node];
    struct vf_rand r = vf_draw(s, p->key, n->purpose + VF_Q_ELIGIBLE, vf_occasion(s, p, n));
    return vf_rand_u01(&r) < pl->eligible;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pools of patients and care records. Both grow by doubling (pointers into them die), both keep a free
 * list through `next` (patients) and the first word (care records). A patient's occasion counters live in four
 * bytes of its own line until one of them is full or a care record is needed; then they move there, so that no
 * draw is ever made twice. */
#include <stddef.h>
#include <string.h>

#include "vf_people.h"
#include "vf_visit.h"

enum { RESERVE = 1024 }; /* a pool that begins with fewer grows to them soon enough */

static void patients_room(struct vf_sim *s, uint32_t cap) {
    size_t line = sizeof *s->patient;
    s->patient = vf_lines_realloc(s->patient, s->patients_cap * line, cap * line);
    if (s->revisits && s->revisit == NULL) {
        s->revisit = vf_xcalloc(cap, sizeof *s->revisit);
    } else if (s->revisits) {
        s->revisit = vf_xrealloc(s->revisit, (size_t)cap * sizeof *s->revisit);
        memset(s->revisit + s->patients_cap, 0, (size_t)(cap - s->patients_cap) * sizeof *s->revisit);
    }
    if (s->person != NULL) {
        vf_person_room(s, s->patients_cap, cap);
    }
    s->patients_cap = cap;
    vf_eventlist_watch(&s->events, s->patient, sizeof *s->patient);
}

static void patients_grow(struct vf_sim *s) {
    uint32_t cap = s->patients_cap == 0 ? 256 : s->patients_cap * 2;
    VF_ASSERT(cap > s->patients_cap, "more than 2^31 patients at a time");
    patients_room(s, cap);
}

static void care_room(struct vf_sim *s, uint32_t cap) {
    s->care = vf_lines_realloc(s->care, (size_t)s->n_care * s->care_size, (size_t)cap * s->care_size);
    s->care_cap = cap;
}

/* A quarter more than are there when the run begins: what is not used is never touched. */
static uint32_t with_spare(double n) { return n < UINT32_MAX / 2 ? (uint32_t)(n + n / 4) : UINT32_MAX / 2; }

void vf_patients_reserve(struct vf_sim *s) {
    const struct vf_model *m = s->m;
    double all = m->n_initial, care = m->n_initial;
    for (uint16_t u = 0; u < m->n_units; u++) {
        const struct vf_fill *f = &m->fill[m->unit[u].fill0];
        for (uint32_t k = 0; k < m->unit[u].n_fill; k++) {
            double n = m->unit[u].start_n * (f[k].cum - (k > 0 ? f[k - 1].cum : 0));
            all += n;
            care += (m->group[m->node[f[k].node].group].flags & VF_G_CARE) != 0 ? n : 0;
        }
    }
    for (uint16_t g = 0; g < m->n_groups; g++) {
        double n = m->group[g].cohort != VF_NONE16 ? m->cohort[m->group[g].cohort].size : 0;
        all += n;
        care += (m->group[g].flags & VF_G_CARE) != 0 ? n : 0;
    }
    if (all >= RESERVE) {
        patients_room(s, with_spare(all));
        vf_eventlist_reserve(&s->events, s->patients_cap);
    }
    if (care >= RESERVE) {
        care_room(s, with_spare(care));
    }
}

uint32_t vf_patient_fresh(struct vf_sim *s) {
    if (s->n_patients == s->patients_cap) {
        patients_grow(s);
    }
    return s->n_patients++;
}

uint32_t vf_patient_new(struct vf_sim *s, uint16_t group, uint64_t key) {
    return vf_patient_take(s, group, key);
}

void vf_patient_free(struct vf_sim *s, uint32_t i) {
    struct vf_patient *p = &s->patient[i];
    if ((p->flags & VF_F_CARE) != 0) {
        memcpy(s->care + (size_t)p->ext * s->care_size, &s->free_care, sizeof s->free_care);
        s->free_care = p->ext;
    }
    if (s->person != NULL) {
        vf_person_gone(s, i);
    }
    vf_patient_drop(s, i, p);
}

static uint32_t care_take(struct vf_sim *s) {
    uint32_t c = s->free_care;
    if (c != VF_NONE32) {
        memcpy(&s->free_care, s->care + (size_t)c * s->care_size, sizeof s->free_care);
        return c;
    }
    if (s->n_care == s->care_cap) {
        care_room(s, s->care_cap == 0 ? 64 : s->care_cap * 2);
    }
    return s->n_care++;
}

void vf_care_attach(struct vf_sim *s, uint32_t i) {
    uint32_t inlined = s->patient[i].ext;
    uint32_t c = care_take(s);
    struct vf_care *care = vf_care_record(s, c);
    memset(care, 0, s->care_size);
    care->t_tillfalle = care->t_period = care->t_out = care->t_ready = care->remaining = care->t_look = -1;
    care->return_odds = care->early_odds = 1;
    care->home = VF_NONE16;
    care->care_next = care->care_prev = care->away_next = care->away_prev = VF_NONE32;
    struct vf_patient *p = &s->patient[i];
    p->ext = c;
    p->flags |= VF_F_CARE;
    uint32_t n = s->m->group[p->group].n_occ;
    for (uint32_t k = 0; k < n && k < 4; k++) {
        vf_occasions(s, p)[k] = inlined >> 8 * k & 255U;
    }
}

uint32_t vf_occasion_enter(struct vf_sim *s, uint32_t i, const struct vf_node *n) {
    if (n->occ == VF_NONE16) {
        return 1;
    }
    struct vf_patient *p = &s->patient[i];
    if ((p->flags & VF_F_CARE) == 0) {
        uint32_t count = p->ext >> 8 * n->occ & 255U;
        if (count < VF_OCCASION_MAX) {
            p->ext += 1U << 8 * n->occ;
            return count + 1;
        }
        vf_care_attach(s, i);
    }
    return ++vf_occasions(s, &s->patient[i])[n->occ];
}

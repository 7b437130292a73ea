/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making and resetting a simulator. All statistics lie in one block, laid out once per model and zeroed at the
 * start of each replication, but for the histograms of durations at its end: they are long, and zeroed only where
 * something was counted. The pools of patients, care records and events keep their memory between
 * replications, so that a short replication allocates nothing. */
#include <stdlib.h>
#include <string.h>

#include "vf_account.h"
#include "vf_effects.h"
#include "vf_flow.h"
#include "vf_kommun.h"
#include "vf_people.h"
#include "vf_series.h"
#include "vf_sim_state.h"
#include "vf_staff.h"

enum { SLOPE_STEPS = 40 }; /* batch means of the queue over the window */

/* Hands out cache-aligned pieces of the block; with base NULL it only measures. */
struct layout {
    unsigned char *base;
    size_t used;
};

static void *piece(struct layout *l, size_t n, size_t size) {
    size_t at = l->used;
    l->used += (n * size + 63U) / 64U * 64U;
    return l->base != NULL ? l->base + at : NULL;
}

static uint32_t count_layers(const struct vf_model *m) {
    uint32_t n = 0;
    for (uint16_t k = 0; k < m->n_sources; k++) {
        n += vf_source_layers(m, &m->source[k]);
    }
    return n;
}

static void lay_out_histograms(struct vf_sim *s, struct layout *l, uint16_t u) {
    const struct vf_unit *unit = &s->m->unit[u];
    bool waits = (unit->traits & VF_T_INFINITE) == 0;
    bool akut = (unit->traits & VF_T_AKUT) != 0;
    uint32_t *wait = waits ? piece(l, VF_WAIT_BUCKETS, sizeof *wait) : NULL;
    uint32_t *stay = akut ? piece(l, VF_WAIT_BUCKETS, sizeof *stay) : NULL;
    uint32_t *doctor = akut ? piece(l, VF_WAIT_BUCKETS, sizeof *doctor) : NULL;
    if (l->base != NULL) {
        struct vf_ustate *us = &s->unit[u];
        us->wait_hist = wait;
        us->stay_hist = stay;
        us->doctor_hist = doctor;
    }
}

/* Everything that is zero at the start of a replication; what reset clears in one go comes first. */
static void lay_out(struct vf_sim *s, struct layout *l) {
    const struct vf_model *m = s->m;
    size_t cells = (size_t)m->n_units * m->n_groups, wards = m->n_wards;
    s->cell = piece(l, cells, sizeof *s->cell);
    s->total = piece(l, m->n_units, sizeof *s->total);
    s->cell_n0 = piece(l, cells, sizeof *s->cell_n0);
    s->disposition = piece(l, cells * VF_DISPOSITIONS, sizeof *s->disposition);
    s->ward = piece(l, wards, sizeof *s->ward);
    s->census = piece(l, wards * 13, sizeof *s->census);
    s->bed = piece(l, wards * VF_BED_STATES * 2, sizeof *s->bed);
    s->episodes = piece(l, wards * m->n_groups, sizeof *s->episodes);
    s->pool = piece(l, m->n_pools, sizeof *s->pool);
    s->own = piece(l, m->n_own_doctors, sizeof *s->own);
    s->group = piece(l, m->n_groups, sizeof *s->group);
    s->flow = piece(l, (size_t)(m->n_units + 1U) * (m->n_units + 2U), sizeof *s->flow);
    s->phase = piece(l, (size_t)m->n_units * m->run.phase_bins * 3, sizeof *s->phase);
    for (uint16_t u = 0; u < m->n_units; u++) {
        int64_t *hist = piece(l, m->unit[u].hist_bins, sizeof *hist);
        if (l->base != NULL) {
            s->unit[u].hist = hist;
        }
    }
    s->stats_size = l->used;
    for (uint16_t u = 0; u < m->n_units; u++) {
        lay_out_histograms(s, l, u);
    }
}

static void size_days(struct vf_sim *s) {
    const struct vf_model *m = s->m;
    int64_t days = m->run.duration / VF_MS_DAY + 2;
    if (m->n_wards == 0 || days > 100000) {
        return;
    }
    s->max_days = (uint32_t)days;
    s->n_scopes = (uint32_t)m->n_wards + m->n_orgs + 2U;
    s->daily = vf_xcalloc((size_t)s->n_scopes * 2 * s->max_days, sizeof *s->daily);
}

struct vf_sim *vf_sim_new(const struct vf_model *m) {
    struct vf_sim *s = vf_xcalloc(1, sizeof *s);
    s->m = m;
    s->unit = vf_lines_realloc(NULL, 0, m->n_units * sizeof *s->unit);
    memset(s->unit, 0, m->n_units * sizeof *s->unit);
    struct layout measure = {NULL, 0};
    lay_out(s, &measure);
    s->stats_memory = vf_xcalloc(measure.used + 64, 1);
    s->stats_block = (unsigned char *)s->stats_memory + (64 - (uintptr_t)s->stats_memory % 64);
    struct layout real = {s->stats_block, 0};
    lay_out(s, &real);
    s->n_source_states = count_layers(m);
    s->source = vf_xcalloc(s->n_source_states + 1U, sizeof *s->source);
    uint32_t ring = 1;
    while (ring <= m->n_units) {
        ring *= 2;
    }
    s->ready = vf_xcalloc(ring, sizeof *s->ready);
    s->ready_mask = ring - 1;
    s->scratch = vf_xcalloc((size_t)m->n_units * 2 + 1, sizeof *s->scratch);
    s->fill_key = vf_xcalloc((size_t)m->n_units + 1, sizeof *s->fill_key);
    for (uint16_t u = 0; u < m->n_units; u++) {
        s->fill_key[u] = vf_name_key(m->unit[u].name);
    }
    s->care_size =
        (uint32_t)((sizeof(struct vf_care) + m->max_care_occ * sizeof(uint32_t) + 15U) / 16U * 16U);
    if (m->n_needs > 0) {
        s->hold_at = s->care_size;
        s->care_size += (uint32_t)((sizeof(struct vf_hold) + 15U) / 16U * 16U);
    }
    if (m->n_own_doctors > 0) {
        s->seen_at = s->care_size;
        s->care_size += 16;
    }
    s->care_size = (s->care_size + VF_LINE_BYTES - 1) / VF_LINE_BYTES * VF_LINE_BYTES;
    size_days(s);
    for (uint16_t u = 0; u < m->n_units; u++) {
        s->revisits = s->revisits || (m->unit[u].traits & VF_T_AKUT) != 0;
    }
    vf_people_new(s);
    vf_kommun_new(s);
    vf_effects_new(s);
    if (!m->run.transient && m->run.stop_after_arrivals == UINT64_MAX) {
        vf_series_new(&s->series[VF_SERIES_SLOPE], m, m->run.duration / SLOPE_STEPS, SLOPE_STEPS);
    }
    if (m->run.series_day || m->run.series_month) {
        vf_series_new(&s->series[VF_SERIES_DAYS], m, VF_MS_DAY, (uint32_t)(m->run.duration / VF_MS_DAY));
    }
    vf_eventlist_init(&s->events);
    vf_patients_reserve(s);
    return s;
}

void vf_sim_free(struct vf_sim *s) {
    if (s == NULL) {
        return;
    }
    vf_eventlist_fini(&s->events);
    vf_effects_free(s);
    vf_lines_free(s->patient);
    vf_lines_free(s->care);
    free(s->slot);
    free(s->revisit);
    vf_lines_free(s->unit);
    free(s->stats_memory);
    free(s->source);
    free(s->ready);
    free(s->scratch);
    free(s->fill_key);
    free(s->daily);
    vf_series_free(&s->series[VF_SERIES_SLOPE]);
    vf_series_free(&s->series[VF_SERIES_DAYS]);
    vf_people_free(s);
    vf_kommun_free(s);
    free(s->rows);
    free(s);
}

static int32_t capacity_at(const struct vf_sim *s, int32_t profile, int64_t t, double factor) {
    if (profile < 0) {
        return INT32_MAX;
    }
    double v = vf_profile_value(&s->m->profile[profile], &s->m->calendar, t) * factor;
    return v < 2e9 ? (int32_t)(v + 0.5) : INT32_MAX;
}

int32_t vf_unit_capacity_at(const struct vf_sim *s, uint16_t u, int64_t t) {
    const struct vf_unit *unit = &s->m->unit[u];
    double factor = s->fx != NULL ? s->fx->beds[u] : 1;
    const struct vf_ward *ward = unit->ward != VF_NONE16 ? &s->m->ward[unit->ward] : NULL;
    if (ward != NULL && ward->staff != VF_NONE16) {
        return (int32_t)((double)vf_roster_beds(ward, s->pool[ward->staff].cap) * factor + 0.5);
    }
    return capacity_at(s, unit->capacity, t, factor);
}

/* Only what was counted in, as the unit's own sums tell; before these are cleared. */
static void clear_histograms(struct vf_sim *s, uint16_t u) {
    struct vf_ustate *us = &s->unit[u];
    bool waited = false, left = false;
    for (uint16_t g = 0; g < s->m->n_groups && us->row != NULL; g++) {
        waited = waited || us->row[g].waits != 0;
        left = left || us->row[g].left != 0;
    }
    if (waited && us->wait_hist != NULL) {
        memset(us->wait_hist, 0, VF_WAIT_BUCKETS * sizeof *us->wait_hist);
    }
    if (left && us->stay_hist != NULL) {
        memset(us->stay_hist, 0, VF_WAIT_BUCKETS * sizeof *us->stay_hist);
    }
    if (us->doctor_n != 0 && us->doctor_hist != NULL) {
        memset(us->doctor_hist, 0, VF_WAIT_BUCKETS * sizeof *us->doctor_hist);
    }
}

static void reset_unit(struct vf_sim *s, uint16_t u) {
    const struct vf_unit *unit = &s->m->unit[u];
    struct vf_ustate *us = &s->unit[u];
    struct vf_ustate kept = {.hist = us->hist,
                             .row = &s->cell[(size_t)u * s->m->n_groups],
                             .wait_hist = us->wait_hist,
                             .stay_hist = us->stay_hist,
                             .doctor_hist = us->doctor_hist,
                             .hist_bins = unit->hist_bins,
                             .ward = unit->ward,
                             .traits = unit->traits,
                             .care_head = VF_NONE32,
                             .care_tail = VF_NONE32};
    kept.plain = (unit->traits & (VF_T_PLAIN | VF_T_INFINITE)) != 0;
    kept.cap = vf_unit_capacity_at(s, u, 0);
    vf_queue_init(&kept.queue);
    *us = kept;
}

void vf_sim_reset(struct vf_sim *s, uint32_t replication) {
    const struct vf_model *m = s->m;
    for (uint16_t u = 0; u < m->n_units; u++) {
        clear_histograms(s, u);
    }
    memset(s->stats_block, 0, s->stats_size);
    vf_effects_reset(s);
    s->rep_key = vf_key(vf_key(VF_SEED_KEY, m->run.seed), m->run.antithetic ? replication / 2 : replication);
    s->frame = m->run.antithetic && replication % 2 == 1 ? VF_RAND_MIRRORED : VF_RAND_PLAIN;
    for (uint16_t k = 0; k < m->n_pools; k++) {
        s->pool[k].cap = vf_roster_on_duty(s, k, 0);
        vf_queue_init(&s->pool[k].queue);
    }
    for (uint16_t u = 0; u < m->n_units; u++) {
        reset_unit(s, u);
    }
    for (uint16_t w = 0; w < m->n_wards; w++) {
        s->ward[w].away_list[0] = s->ward[w].away_list[1] = (struct vf_away){VF_NONE32, VF_NONE32};
    }
    vf_eventlist_reset(&s->events);
    s->now = s->window0 = 0;
    s->end = m->run.horizon;
    s->n_patients = s->n_care = 0;
    s->free_patient = s->free_care = s->free_slot = VF_NONE32;
    s->n_slots = 0;
    s->ready_head = s->ready_n = 0;
    s->lean = s->log == NULL ? VF_N_LEAN : 0;
    s->ahead = (struct vf_ahead){.node = NULL};
    s->n_events = s->arrivals = s->in_system = 0;
    s->stopped_sources = s->ended = false;
    s->deadlock = (struct vf_deadlock){.found = false};
    memset(&s->readmission, 0, sizeof s->readmission);
    s->n_rows = 0;
    s->n_days = 0;
    vf_people_reset(s);
    vf_kommun_window(s);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small configs run by the simulator, for tests that know by hand what must come of them. Configs are written as
 * in test_flows_compile.h; $at(0 1 5) there stands for arrivals at those hours, read from a file that sim_fini
 * removes. Groups of one patient each tell patients apart: sim_ms gives the time that a group held places. */
#ifndef TEST_FLOWS_SIM_H
#define TEST_FLOWS_SIM_H

#include "test_flows_compile.h"
#include "vf_sim.h"

enum { SIM_FILES = 24, SIM_TEXT = 1 << 14 };

struct sim_case {
    struct vf_model model;
    struct vf_sim *sim;
    char file[SIM_FILES][256];
    int n_files;
    int code; /* of vf_sim_run */
};

/* The hours "0 1 5" as a file, and in `to` the arrivals that read it. */
static inline int sim_arrivals(struct sim_case *c, const char *hours, size_t n, char *to, size_t size) {
    char text[1024] = "time\n";
    size_t used = strlen(text);
    ck_assert_uint_lt(n + used + 2, sizeof text);
    for (size_t i = 0; i < n; i++)
        text[used++] = hours[i] == ' ' ? '\n' : hours[i];
    text[used++] = '\n';
    text[used] = '\0';
    ck_assert_int_lt(c->n_files, SIM_FILES);
    char *name = c->file[c->n_files++];
    case_file(text, name);
    return snprintf(to, size, "'arrivals': {'replay': {'file': '%s', 'unit': 'h'}}", name);
}

/* Compiles and runs replication 0. */
static inline void sim_run(struct sim_case *c, const char *text) {
    static char whole[SIM_TEXT];
    size_t used = 0;
    *c = (struct sim_case){.n_files = 0};
    while (*text) {
        if (strncmp(text, "$at(", 4) == 0) {
            size_t n = strcspn(text + 4, ")");
            used += (size_t)sim_arrivals(c, text + 4, n, whole + used, SIM_TEXT - used);
            text += n + 5;
        } else {
            whole[used++] = *text++;
        }
        ck_assert_uint_lt(used + 300, SIM_TEXT);
    }
    whole[used] = '\0';
    struct vf_error err = VF_ERROR_INIT;
    case_good(whole, &c->model);
    c->sim = vf_sim_new(&c->model);
    c->code = vf_sim_run(c->sim, 0, &err);
    if (c->code != 0 && !c->sim->deadlock.found)
        vf_error_print(&err, stderr);
    vf_error_fini(&err);
}

static inline void sim_fini(struct sim_case *c) {
    vf_sim_free(c->sim);
    vf_model_free(&c->model);
    for (int i = 0; i < c->n_files; i++)
        unlink(c->file[i]);
}

static inline uint16_t sim_group(const struct sim_case *c, const char *name) {
    for (uint16_t g = 0; g < c->model.n_groups; g++) {
        if (strcmp(c->model.group[g].name, name) == 0)
            return g;
    }
    ck_abort_msg("no group %s", name);
}
static inline const struct vf_ledger *sim_cell(const struct sim_case *c, const char *unit,
                                               const char *group) {
    return &c->sim->cell[(size_t)case_unit(&c->model, unit) * c->model.n_groups + sim_group(c, group)];
}
/* Hours that patients of the group held places of the unit, in the window. */
static inline double sim_hours(const struct sim_case *c, const char *unit, const char *group) {
    return (double)sim_cell(c, unit, group)->area / (double)VF_MS_HOUR;
}
static inline const struct vf_ustate *sim_unit(const struct sim_case *c, const char *unit) {
    return &c->sim->unit[case_unit(&c->model, unit)];
}
static inline const struct vf_wstate *sim_ward(const struct sim_case *c, const char *unit) {
    return &c->sim->ward[c->model.unit[case_unit(&c->model, unit)].ward];
}
/* The census of a ward over the whole window. */
static inline const struct vf_census *sim_census(const struct sim_case *c, const char *unit) {
    return &c->sim->census[(size_t)c->model.unit[case_unit(&c->model, unit)].ward * 13];
}
static inline unsigned sim_disposition(const struct sim_case *c, const char *unit, enum vf_disposition d) {
    unsigned n = 0;
    for (uint16_t g = 0; g < c->model.n_groups; g++)
        n +=
            c->sim
                ->disposition[((size_t)case_unit(&c->model, unit) * c->model.n_groups + g) * VF_DISPOSITIONS +
                              d];
    return n;
}
/* Sums of vardtillfallen and vardperioder over wards and groups. */
static inline struct vf_episodes sim_episodes(const struct sim_case *c) {
    struct vf_episodes t = {0};
    for (size_t k = 0; k < (size_t)c->model.n_wards * c->model.n_groups; k++) {
        const struct vf_episodes *e = &c->sim->episodes[k];
        t.tillfallen += e->tillfallen;
        t.perioder += e->perioder;
        t.tillfalle_days += e->tillfalle_days;
        t.period_days += e->period_days;
        t.ready_n += e->ready_n;
        t.ready_days += e->ready_days;
        t.ready_time += e->ready_time;
        t.lead_time += e->lead_time;
        t.wait_time += e->wait_time;
        t.in += e->in;
    }
    return t;
}

/* 2024-01-15 is a Monday without a public holiday near. */
#define SIM_RUN "'run': {'start': '2024-01-15', 'duration': '60 d', 'transient': true}"
#define SIM_RUN_WITH(more) "'run': {'start': '2024-01-15', 'duration': '60 d', 'transient': true, " more "}"

#endif

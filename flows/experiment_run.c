/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running an experiment: the trial function that the study runner calls, one simulator per worker and scenario,
 * and what is gathered beside the rows (flows, phases, the first replication's census). */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vf_confidence.h"
#include "vf_event_log.h"
#include "vf_experiment.h"
#include "vf_flow.h"
#include "vf_warmup.h"

enum { SIMS_KEPT = 4 }; /* simulators a worker keeps; scenarios beyond that take turns */

struct gather {
    struct vf_experiment *x;
    pthread_mutex_t lock; /* guards the points' sums; integers, so the order does not matter */
    struct vf_log_terms *terms;
};

struct worker {
    struct gather *g;
    const struct vf_stop *stop;
    struct vf_sim *sim[SIMS_KEPT];
    uint32_t point[SIMS_KEPT];
    unsigned next;
    double *row; /* a point's own numbers, before they go to their columns */
};

static void *worker_new(void *context, unsigned index, const struct vf_stop *stop, struct vf_error *err) {
    (void)index;
    (void)err;
    struct worker *w = vf_xcalloc(1, sizeof *w);
    w->g = context;
    w->stop = stop;
    size_t width = 0;
    for (size_t k = 0; k < w->g->x->n_points; k++) {
        size_t n = w->g->x->point[k].measures.width;
        width = n > width ? n : width;
    }
    w->row = vf_xcalloc(width + 1, sizeof *w->row);
    return w;
}

static void drop_sim(struct vf_sim *s) {
    if (s != NULL) {
        vf_months_free(s->months);
        vf_sim_free(s);
    }
}

static void worker_free(void *worker) {
    struct worker *w = worker;
    for (int k = 0; k < SIMS_KEPT; k++) {
        drop_sim(w->sim[k]);
    }
    free(w->row);
    free(w);
}

static struct vf_sim *sim_for(struct worker *w, uint32_t point) {
    for (int k = 0; k < SIMS_KEPT; k++) {
        if (w->sim[k] != NULL && w->point[k] == point) {
            return w->sim[k];
        }
    }
    unsigned k = w->next++ % SIMS_KEPT;
    drop_sim(w->sim[k]);
    w->sim[k] = vf_sim_new(&w->g->x->point[point].model);
    w->sim[k]->months = vf_months_new(w->sim[k]->m);
    w->point[k] = point;
    return w->sim[k];
}

static void gather_months(struct vf_point *p, const struct vf_sim *s) {
    const struct vf_months *x = s->months;
    struct vf_point_months *to = &p->months;
    uint16_t n = p->model.n_units;
    to->first = x->first;
    if (x->n > to->n) {
        to->unit = vf_xrealloc(to->unit, (size_t)x->n * n * sizeof *to->unit);
        memset(to->unit + (size_t)to->n * n, 0, (size_t)(x->n - to->n) * n * sizeof *to->unit);
        to->n = x->n;
    }
    for (uint32_t k = 0; k < x->n; k++) {
        to->days[k] += x->days[k];
    }
    for (size_t k = 0; k < (size_t)x->n * n; k++) {
        struct vf_month_unit *sum = &to->unit[k];
        const struct vf_month_unit *one = &x->unit[k];
        sum->start += one->start;
        sum->arrivals += one->arrivals;
        sum->departures += one->departures;
        sum->end += one->end;
        sum->away_start += one->away_start;
        sum->away_end += one->away_end;
    }
    for (size_t k = 0; k < x->moves.n; k++) {
        vf_moves_add(&to->moves, x->moves.item[k].key, x->moves.item[k].n);
    }
}

/* Sums that are no columns. */
static void gather(struct gather *g, struct vf_point *p, struct vf_sim *s, bool first) {
    const struct vf_model *m = &p->model;
    size_t flows = (size_t)(m->n_units + 1U) * (m->n_units + 2U);
    size_t phases = (size_t)m->n_units * m->run.phase_bins * 3;
    pthread_mutex_lock(&g->lock);
    for (size_t k = 0; k < flows; k++) {
        p->flow[k] += s->flow[k];
    }
    for (size_t k = 0; k < (size_t)m->n_wards * VF_BED_STATES * 2; k++) {
        p->bed[k] += s->bed[k];
    }
    for (size_t k = 0; k < phases; k++) {
        p->phase[k] += s->phase[k];
    }
    gather_months(p, s);
    if (first) {
        p->rows = s->rows;
        p->n_rows = s->n_rows;
        s->rows = NULL;
        s->n_rows = s->rows_cap = 0;
    }
    pthread_mutex_unlock(&g->lock);
}

static int open_log(struct worker *w, struct vf_sim *s, struct vf_event_log *log, uint32_t point,
                    uint32_t replication, struct vf_error *err) {
    struct vf_experiment *x = w->g->x;
    if (x->log_folder == NULL) {
        return VF_OK;
    }
    char path[4096];
    snprintf(path, sizeof path, "%s/events.%05u.%06u.part", x->log_folder, point, replication);
    struct vf_log_spec spec = {.terms = &w->g->terms[point],
                               .start = s->m->calendar.start,
                               .scenario = x->point[point].name,
                               .replication = replication,
                               .header = point == 0 && replication == x->first_replication};
    int code = vf_event_log_open(log, path, &spec, err);
    s->log = code == VF_OK ? log : NULL;
    return code;
}

/* One run, with its log closed. A deadlock that ends it is a result, not trouble: *ended. */
static int simulate(struct vf_sim *s, uint32_t replication, bool *ended, struct vf_error *err) {
    struct vf_error own = VF_ERROR_INIT;
    int code = vf_sim_run(s, replication, &own), closed = VF_OK;
    if (s->log != NULL) {
        closed = vf_event_log_close(s->log, err);
        s->log = NULL;
    }
    *ended = code == VF_E_STATE && s->deadlock.found && s->m->run.on_deadlock == 0;
    for (size_t k = 0; k < own.n && !*ended; k++) {
        (void)vf_error_add(err, own.code, &own.items[k]);
    }
    vf_error_fini(&own);
    code = *ended ? VF_OK : code;
    return code != VF_OK ? code : closed;
}

static void read_values(const struct vf_experiment *x, const struct vf_point *p, const struct vf_sim *s,
                        double *row, double *out) {
    const struct vf_measures *ms = &p->measures;
    vf_measures_read(ms, s, row);
    for (size_t c = 0; c < ms->n; c++) {
        out[vf_point_column(p, c)] = row[c];
    }
    memcpy(out + x->dist_first, row + ms->n, (ms->width - ms->n) * sizeof *out);
    out[x->deadlock_first + 2] = vf_window(s);
}

static int trial(void *worker, uint32_t point, uint32_t replication, double *out, uint64_t *events,
                 struct vf_error *err) {
    struct worker *w = worker;
    struct vf_experiment *x = w->g->x;
    struct vf_sim *s = sim_for(w, point);
    struct vf_event_log log;
    bool first = replication == x->first_replication, ended = false;
    s->keep_rows = first || x->point[point].series.n > 0;
    s->stop = w->stop;
    int code = open_log(w, s, &log, point, replication, err);
    if (code == VF_OK) {
        code = simulate(s, replication, &ended, err);
        *events = s->n_events;
    }
    if (code != VF_OK) {
        return code;
    }
    out[x->deadlock_first] = s->deadlock.count;
    out[x->deadlock_first + 1] = s->deadlock.found ? (double)s->deadlock.time : (double)NAN;
    if (!ended) {
        vf_transient_take(&x->point[point].series, s, replication - x->first_replication);
        read_values(x, &x->point[point], s, w->row, out);
        gather(w->g, &x->point[point], s, first);
    }
    return VF_OK;
}

static void make_terms(struct vf_log_terms *t, const struct vf_model *m) {
    static const char *const lives[VF_LOG_LIVES_N] = {
        "arrive",    "wait",    "blocked", "start",       "ready",    "lead_over",
        "complete",  "outlier", "extra",   "repatriate",  "lost",     "renege",
        "preempted", "exit",    "death",   "readmission", "worsened", "cancelled",
    };
    const char **units = vf_xcalloc(m->n_units + 1U, sizeof *units);
    const char **groups = vf_xcalloc(m->n_groups + 1U, sizeof *groups);
    for (uint16_t u = 0; u < m->n_units; u++) {
        units[u] = m->unit[u].name;
    }
    units[m->n_units] = "home";
    for (uint16_t g = 0; g < m->n_groups; g++) {
        groups[g] = m->group[g].name;
    }
    vf_log_names_init(&t->activity, units, m->n_units + 1U);
    vf_log_names_init(&t->resource, units, m->n_units);
    vf_log_names_init(&t->group, groups, m->n_groups);
    vf_log_names_init(&t->lifecycle, lives, VF_LOG_LIVES_N);
    free(units);
    free(groups);
}

static void terms_fini(struct vf_log_terms *t) {
    vf_log_names_fini(&t->activity);
    vf_log_names_fini(&t->resource);
    vf_log_names_fini(&t->group);
    vf_log_names_fini(&t->lifecycle);
}

static void set_warmup(struct vf_experiment *x) {
    for (size_t k = 0; k < x->n_points; k++) {
        struct vf_run *run = &x->point[k].model.run;
        run->warmup = x->warmup;
        run->horizon = run->warmup + run->duration;
    }
}

int vf_experiment_settle(struct vf_experiment *x, const struct vf_study_options *how, struct vf_error *err) {
    if (!x->warmup_auto) {
        return VF_OK;
    }
    int code = vf_warmup_pilot(x->laid.path != NULL ? &x->laid : &x->file, x->seed, how, &x->warmup, err);
    if (code == VF_OK) {
        set_warmup(x);
    }
    return code;
}

int vf_experiment_run(struct vf_experiment *x, const struct vf_study_options *how, struct vf_error *err) {
    int settled = vf_experiment_settle(x, how, err);
    if (settled != VF_OK) {
        return settled;
    }
    for (size_t k = 0; k < x->n_points; k++) {
        int room = vf_transient_new(&x->point[k].series, &x->point[k].model, x->replications, err);
        if (room != VF_OK) {
            return room;
        }
    }
    struct gather g = {.x = x};
    pthread_mutex_init(&g.lock, NULL);
    g.terms = vf_xcalloc(x->n_points, sizeof *g.terms);
    for (size_t k = 0; k < x->n_points; k++) {
        struct vf_point *p = &x->point[k];
        const struct vf_model *m = &p->model;
        p->flow = vf_xcalloc((size_t)(m->n_units + 1U) * (m->n_units + 2U), sizeof *p->flow);
        p->phase = vf_xcalloc((size_t)m->n_units * m->run.phase_bins * 3 + 1, sizeof *p->phase);
        p->bed = vf_xcalloc((size_t)m->n_wards * VF_BED_STATES * 2 + 1, sizeof *p->bed);
        make_terms(&g.terms[k], m);
    }
    struct vf_study_plan plan = {.points = (uint32_t)x->n_points,
                                 .replications = x->replications,
                                 .first_replication = x->first_replication,
                                 .columns = x->width,
                                 .order = VF_ORDER_REPLICATION,
                                 .context = &g,
                                 .worker_new = worker_new,
                                 .worker_free = worker_free,
                                 .trial = trial};
    int code = vf_study_run(&x->study, &plan, how, err);
    x->ran = true;
    x->study.pairs = x->antithetic;
    for (size_t k = 0; k < x->n_points; k++) {
        terms_fini(&g.terms[k]);
    }
    free(g.terms);
    pthread_mutex_destroy(&g.lock);
    return code;
}

/* Patients leave its queue when patience runs out: a load of 1 or more then has a steady state too. */
static bool has_patience(const struct vf_model *m, uint16_t u) {
    for (uint32_t i = 0; i < m->n_nodes; i++) {
        const struct vf_node *n = &m->node[i];
        if (n->patience < 0) {
            continue;
        }
        uint16_t members = n->family == VF_NONE16 ? 1 : m->family[n->family].n_members;
        for (uint16_t k = 0; k < members; k++) {
            uint16_t at = n->family == VF_NONE16
                              ? n->unit
                              : m->family[n->family].unit[(size_t)k * m->family[n->family].n_slots + n->unit];
            if (at == u) {
                return true;
            }
        }
    }
    return false;
}

/* Units whose queue has no cap: where a steady state is in question. */
static bool questioned(const struct vf_unit *unit) {
    return unit->ext_cap == VF_UNLIMITED && (unit->traits & VF_T_INFINITE) == 0;
}

/* Beyond 3 standard errors, and so far out that none of all the units questioned would be by chance (Bonferroni). */
static bool grows(const struct vf_slope *slope, uint32_t replications, unsigned n_questioned) {
    const double chance = 0.0027; /* 3 standard errors of one unit */
    return slope->slope > 0 && slope->z > 3 && replications > 1 &&
           vf_student_p(slope->z, replications - 1) * n_questioned < chance;
}

void vf_experiment_verdict(const struct vf_experiment *x, size_t point, struct vf_verdict *out) {
    const struct vf_point *p = &x->point[point];
    const struct vf_model *m = &p->model;
    *out = (struct vf_verdict){.stationary = true, .unit = VF_NONE16};
    out->evaluated = !m->run.transient && m->run.stop_after_arrivals == UINT64_MAX;
    double *slopes = vf_xcalloc(x->replications + 1U, sizeof *slopes);
    unsigned n_questioned = 0;
    for (uint16_t u = 0; u < m->n_units; u++) {
        n_questioned += questioned(&m->unit[u]);
    }
    for (uint16_t u = 0; out->evaluated && u < m->n_units; u++) {
        const struct vf_unit *unit = &m->unit[u];
        if (!questioned(unit)) {
            continue;
        }
        size_t blocked = vf_experiment_find(x, "blocked_beds", VF_SCOPE_UNIT, unit->name, "", 0);
        struct vf_summary held = {0};
        if (blocked != SIZE_MAX) {
            vf_study_summary(&x->study, (uint32_t)point, blocked, &held);
        }
        double share = (vf_point_traffic(p)->load[u] + (held.n > 0 ? held.mean : 0)) /
                       vf_point_traffic(p)->capacity_mean[u];
        vf_study_column(&x->study, (uint32_t)point,
                        x->dist_first + (p->measures.slope_first - p->measures.n) + u, slopes);
        struct vf_slope slope;
        vf_slope_replications(slopes, x->replications, &slope);
        /* placement elsewhere relieves a ward, impatience a queue: only the slope tells */
        bool relieved = unit->ward != VF_NONE16 || has_patience(m, u);
        if (((!relieved && share >= 1) || grows(&slope, x->replications, n_questioned)) &&
            share > out->load_share) {
            out->stationary = false;
            out->unit = u;
            out->load_share = share;
            out->slope = slope.slope;
            out->slope_z = slope.z;
        }
    }
    free(slopes);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running the oracle suite: each config once with all its scenarios, then the rows beyond |z| = 3 once more, their
 * scenario alone, with the next seed and four times the length. */
#include "vf_verify.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vf_experiment.h"

enum { LONGER = 4 };

static size_t unit_of(const struct vf_point *p, const char *name) {
    uint16_t u = 0;
    while (u < p->model.n_units && strcmp(p->model.unit[u].name, name) != 0) {
        u++;
    }
    return u;
}

/* P(N = c) / P(N <= c) of a replication, whose distribution begins at `n`. */
static double delay(const double *n, uint32_t c) {
    double below = 0;
    for (uint32_t k = 0; k <= c; k++) {
        below += n[k];
    }
    return n[c] / below;
}

/* Where a replication's row has what `row` asks for; SIZE_MAX when nowhere. A delay: the distribution. */
static size_t place_of(const struct vf_experiment *x, const struct vf_point *p,
                       const struct vf_verify_row *row) {
    const struct vf_measures *ms = &p->measures;
    size_t u = row->unit != NULL ? unit_of(p, row->unit) : p->model.n_units;
    bool known = u < p->model.n_units;
    switch (row->kind) {
    case VF_VERIFY_DELAY:
        return known && row->c < ms->dist_n[u] ? x->dist_first + (ms->dist_first[u] - ms->n) : SIZE_MAX;
    case VF_VERIFY_PHASE:
        return known && row->c < p->model.run.phase_bins
                   ? x->dist_first + (ms->phase_first - ms->n) + u * p->model.run.phase_bins + row->c
                   : SIZE_MAX;
    case VF_VERIFY_DEADLOCK: return x->deadlock_first + 1;
    default: break;
    }
    const char *group = row->group != NULL ? row->group : row->unit != NULL ? "" : p->model.group[0].name;
    enum vf_scope scope = row->unit == NULL    ? VF_SCOPE_GROUP
                          : row->group == NULL ? VF_SCOPE_UNIT
                                               : VF_SCOPE_UNIT_GROUP;
    return vf_experiment_find(x, row->metric, scope, row->unit != NULL ? row->unit : "", group, 0);
}

static bool summary_of(const struct vf_experiment *x, const struct vf_verify_row *row,
                       struct vf_summary *out) {
    size_t point = 0, n = 0;
    while (point < x->n_points && row->scenario[0] != '\0' &&
           strcmp(x->point[point].name, row->scenario) != 0) {
        point++;
    }
    size_t place = point < x->n_points ? place_of(x, &x->point[point], row) : SIZE_MAX;
    if (place == SIZE_MAX) {
        return false;
    }
    double *values = vf_xcalloc(x->replications, sizeof *values);
    for (uint32_t r = 0; r < x->replications; r++) {
        const double *data = vf_study_row(&x->study, (uint32_t)point, r);
        if (data == NULL) {
            continue;
        }
        double value = row->kind == VF_VERIFY_DELAY ? delay(data + place, row->c) : data[place];
        value = row->kind == VF_VERIFY_DEADLOCK ? value / (double)VF_MS_HOUR : value;
        if (!isnan(value)) {
            values[n++] = value;
        }
    }
    vf_summarise(values, n, out);
    free(values);
    /* every replication must have ended in its deadlock, or the mean leaves out the longest */
    return n > 0 && (row->kind != VF_VERIFY_DEADLOCK || n == x->replications);
}

static struct vf_verify_line *add_line(struct vf_verify *v, const struct vf_verify_row *row) {
    if (v->n_lines % 64 == 0) {
        v->line = vf_xrealloc(v->line, (v->n_lines + 64) * sizeof *v->line);
    }
    struct vf_verify_line *line = &v->line[v->n_lines++];
    *line = (struct vf_verify_line){.row = row};
    return line;
}

static int judge(struct vf_verify *v, const struct vf_experiment *x, const struct vf_verify_row *row,
                 bool again, struct vf_error *err) {
    struct vf_summary s;
    if (!summary_of(x, row, &s)) {
        return vf_error_set(err, VF_E_STATE, "%s %s: there is no %s of %s", row->config, row->scenario,
                            row->metric != NULL ? row->metric : row->quantity,
                            row->unit != NULL ? row->unit : "the group");
    }
    struct vf_verify_line *line = add_line(v, row);
    line->simulated = s.mean;
    line->ci95 = s.ci95;
    line->n = s.n;
    line->z = (s.mean - row->exact) / (s.sd / sqrt((double)s.n));
    line->narrow = s.n >= VF_VERIFY_REPLICATIONS && s.ci95 <= row->tolerance * row->exact;
    line->again = again;
    line->ok = line->narrow && fabs(line->z) <= 3;
    return VF_OK;
}

static int run(struct vf_verify *v, const struct vf_verify_options *o, struct vf_experiment *x,
               const char *name, struct vf_error *err) {
    if (o->stage != NULL) {
        o->stage(o->stage_context, name, (uint64_t)x->n_points * x->replications);
    }
    int code = vf_experiment_run(x, &o->study, err);
    v->events += x->study.events;
    return code;
}

static void path_of(const struct vf_verify_options *o, const struct vf_verify_row *row, char path[4096]) {
    snprintf(path, 4096, "%s/%s.json", o->folder, row->config);
}

/* The rows [from, to) of one config. */
static int run_config(struct vf_verify *v, const struct vf_verify_options *o, size_t from, size_t to,
                      struct vf_error *err) {
    char path[4096];
    path_of(o, &v->table.row[from], path);
    struct vf_experiment x;
    struct vf_experiment_options how = {.replications = o->replications};
    int code = vf_experiment_load(&x, path, &how, err);
    code = code == VF_OK ? run(v, o, &x, v->table.row[from].config, err) : code;
    for (size_t k = from; code == VF_OK && k < to; k++) {
        code = judge(v, &x, &v->table.row[k], false, err);
    }
    vf_experiment_fini(&x);
    return code;
}

static int run_again(struct vf_verify *v, const struct vf_verify_options *o, const struct vf_verify_row *row,
                     struct vf_error *err) {
    char path[4096], longer[64];
    path_of(o, row, path);
    const char *scenario = row->scenario, *sets[] = {longer};
    struct vf_experiment_options how = {.replications = o->replications};
    if (scenario[0] != '\0') {
        how.scenarios = &scenario;
        how.n_scenarios = 1;
    }
    struct vf_experiment x;
    int code = vf_experiment_load(&x, path, &how, err);
    int64_t duration = code == VF_OK ? x.point[0].model.run.duration : 0;
    uint64_t seed = x.seed + 1;
    uint32_t replications = x.replications;
    vf_experiment_fini(&x);
    if (code != VF_OK) {
        return code;
    }
    if (row->kind == VF_VERIFY_DEADLOCK) {
        how.replications = LONGER * replications;
    } else {
        snprintf(longer, sizeof longer, "/run/duration=%lld s", (long long)(LONGER * duration / 1000));
        how.config.sets = sets;
        how.config.n_sets = 1;
    }
    how.seed = &seed;
    code = vf_experiment_load(&x, path, &how, err);
    code = code == VF_OK ? run(v, o, &x, row->config, err) : code;
    code = code == VF_OK ? judge(v, &x, row, true, err) : code;
    vf_experiment_fini(&x);
    return code;
}

/* Puts the second line of a row after its first. */
static void put_beside(struct vf_verify *v, size_t first) {
    struct vf_verify_line again = v->line[v->n_lines - 1];
    memmove(&v->line[first + 2], &v->line[first + 1], (v->n_lines - 2 - first) * sizeof *v->line);
    v->line[first + 1] = again;
}

static int run_beyond(struct vf_verify *v, const struct vf_verify_options *o, struct vf_error *err) {
    v->ok = true;
    for (size_t k = 0; k < v->n_lines; k++) {
        const struct vf_verify_line line = v->line[k];
        if (line.ok || !line.narrow || ++v->reruns > VF_VERIFY_RERUNS) {
            v->ok = v->ok && line.ok;
            continue;
        }
        int code = run_again(v, o, line.row, err);
        if (code != VF_OK) {
            return code;
        }
        put_beside(v, k++);
        v->ok = v->ok && v->line[k].ok;
    }
    return VF_OK;
}

static bool wanted(const struct vf_verify_options *o, const char *config) {
    for (size_t k = 0; k < o->n_only; k++) {
        if (strcmp(o->only[k], config) == 0) {
            return true;
        }
    }
    return o->n_only == 0;
}

/* The cases there are, for who names another. */
static void list_cases(const struct vf_verify_table *t, char *text, size_t size) {
    size_t used = 0;
    for (size_t k = 0; k < t->n; k++) {
        bool first = k == 0 || strcmp(t->row[k].config, t->row[k - 1].config) != 0;
        if (first && used + sizeof t->row[k].config + 1 < size) {
            used += (size_t)snprintf(text + used, size - used, " %s", t->row[k].config);
        }
    }
}

static int check_wanted(const struct vf_verify *v, const struct vf_verify_options *o, struct vf_error *err) {
    int code = VF_OK;
    char cases[320] = "";
    list_cases(&v->table, cases, sizeof cases);
    for (size_t k = 0; k < o->n_only; k++) {
        size_t j = 0;
        while (j < v->table.n && strcmp(v->table.row[j].config, o->only[k]) != 0) {
            j++;
        }
        if (j == v->table.n) {
            code = vf_error_set(err, VF_E_USAGE, "there is no case \"%.40s\":%s", o->only[k], cases);
        }
    }
    return code;
}

int vf_verify_run(struct vf_verify *v, const struct vf_verify_options *o, struct vf_error *err) {
    *v = (struct vf_verify){0};
    vf_verify_table_new(&v->table);
    int code = check_wanted(v, o, err);
    for (size_t from = 0, to; code == VF_OK && from < v->table.n; from = to) {
        const char *config = v->table.row[from].config;
        for (to = from; to < v->table.n && strcmp(v->table.row[to].config, config) == 0; to++) {}
        code = wanted(o, config) ? run_config(v, o, from, to, err) : VF_OK;
    }
    return code == VF_OK ? run_beyond(v, o, err) : code;
}

void vf_verify_fini(struct vf_verify *v) {
    vf_verify_table_free(&v->table);
    free(v->line);
    *v = (struct vf_verify){0};
}

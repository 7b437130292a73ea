/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs that start from given patients: $state(rows) in a config stands for the file that holds them, its lines divided
 * by |. */
#ifndef TEST_FLOWS_INITIAL_H
#define TEST_FLOWS_INITIAL_H

#include "test_flows_sim.h"

/* The config with the file put in. Adds the file to those that sim_fini removes, after sim_run. */
static inline const char *initial_config(const char *text, char file[256]) {
    static char whole[SIM_TEXT];
    const char *at = strstr(text, "$state("), *end = strchr(at, ')');
    size_t n = (size_t)(end - at) - 7;
    char *rows = vf_xcalloc(n + 2, 1);
    for (size_t i = 0; i < n; i++)
        rows[i] = at[7 + i] == '|' ? '\n' : at[7 + i];
    rows[n] = '\n';
    case_file(rows, file);
    free(rows);
    (void)snprintf(whole, sizeof whole, "%.*s'initial_state': '%s'%s", (int)(at - text), text, file, end + 1);
    return whole;
}

static inline void initial_run(struct sim_case *c, const char *text) {
    char file[256];
    const char *config = initial_config(text, file);
    sim_run(c, config);
    memcpy(c->file[c->n_files++], file, sizeof file);
    ck_assert_int_eq(c->code, 0);
}

/* The problems of a config, as "line:column message". */
static inline void initial_refused(const char *text, const char *const *problems, size_t n) {
    char file[256];
    struct vf_error err = VF_ERROR_INIT;
    struct vf_model m;
    ck_assert_int_eq(case_try(initial_config(text, file), NULL, &m, &err), VF_E_CONFIG);
    for (size_t i = 0; i < err.n || i < n; i++) {
        char got[400] = "nothing";
        if (i < err.n && err.items[i].pointer && *err.items[i].pointer)
            (void)snprintf(got, sizeof got, "%s", err.items[i].message);
        else if (i < err.n)
            (void)snprintf(got, sizeof got, "%d:%d %s", err.items[i].line, err.items[i].column,
                           err.items[i].message);
        if (i >= n || strstr(got, problems[i]) == NULL)
            ck_abort_msg("problem %d is \"%s\", not \"%s\"", (int)i, got, i < n ? problems[i] : "nothing");
    }
    vf_error_fini(&err);
    unlink(file);
}

#endif

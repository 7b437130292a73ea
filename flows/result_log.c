/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The event logs of the replications, one after the other. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vf_event_log.h"
#include "vf_result.h"

static char *with_suffix(const char *path, const char *suffix) {
    size_t n = strlen(path) + strlen(suffix) + 1;
    char *text = vf_xmalloc(n);
    (void)snprintf(text, n, "%s%s", path, suffix);
    return text;
}

/* Parts in order of scenario and replication; those of replications not run to their end are removed. */
static size_t collect(const struct vf_experiment *x, char **parts) {
    size_t n = 0, longest = strlen(x->log_folder) + 64;
    for (uint32_t k = 0; k < x->n_points; k++) {
        for (uint32_t r = 0; r < x->replications; r++) {
            char *path = vf_xmalloc(longest);
            (void)snprintf(path, longest, "%s/events.%05u.%06u.part", x->log_folder, k,
                           x->first_replication + r);
            if (vf_study_row(&x->study, k, r) != NULL) {
                parts[n++] = path;
            } else {
                (void)unlink(path);
                free(path);
            }
        }
    }
    return n;
}

/* The header stands in the part of the very first replication; when that was not run, in one of its own. */
static int header_part(const struct vf_experiment *x, char *path, struct vf_error *err) {
    struct vf_event_log log;
    struct vf_log_terms none;
    vf_log_names_init(&none.activity, NULL, 0);
    vf_log_names_init(&none.lifecycle, NULL, 0);
    vf_log_names_init(&none.resource, NULL, 0);
    vf_log_names_init(&none.group, NULL, 0);
    struct vf_log_spec spec = {
        .terms = &none, .start = x->point[0].model.calendar.start, .scenario = "", .header = true};
    int code = vf_event_log_open(&log, path, &spec, err);
    code = code == VF_OK ? vf_event_log_close(&log, err) : code;
    vf_log_names_fini(&none.activity);
    vf_log_names_fini(&none.lifecycle);
    vf_log_names_fini(&none.resource);
    vf_log_names_fini(&none.group);
    return code;
}

int vf_result_log(const struct vf_experiment *x, const char *path, struct vf_error *err) {
    char **parts = vf_xcalloc(x->n_points * (size_t)x->replications + 2, sizeof *parts), *partial = NULL;
    int code = VF_OK;
    size_t n = 0;
    if (vf_study_row(&x->study, 0, 0) == NULL) {
        parts[n++] = with_suffix(x->log_folder, "/header.part");
        code = header_part(x, parts[0], err);
    }
    n += collect(x, parts + n);
    partial = with_suffix(path, ".partial");
    if (code == VF_OK) {
        code = vf_event_log_join(partial, (const char *const *)parts, n, err);
    }
    if (code == VF_OK && rename(partial, path) != 0) {
        code = vf_error_set(err, VF_E_IO, "cannot create %s: %s", path, strerror(errno));
    }
    if (code != VF_OK) {
        (void)unlink(partial);
    }
    for (size_t k = 0; k < n; k++) {
        (void)unlink(parts[k]);
        free(parts[k]);
    }
    free(parts);
    free(partial);
    return code;
}

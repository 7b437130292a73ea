/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names and folders of studies: see vf_sweep_app.h. A study's folder is not built aside and renamed as that of a run
 * is: it grows, and its store is whole at every moment. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "vf_analysis.h"
#include "vf_sweep_app.h"
#include "vf_text.h"

void vf_sweep_folder(const struct vf_call *call, const char *study, char folder[VF_PATH_MAX]) {
    const char *out = vf_option_text(&call->options, "out", NULL), *slash = strrchr(study, '/');
    const char *name = slash ? slash + 1 : study;
    size_t n = strlen(name);
    n -= n > 5 && strcmp(name + n - 5, ".json") == 0 ? 5 : 0;
    if (out)
        (void)snprintf(folder, VF_PATH_MAX, "%s", out);
    else
        (void)snprintf(folder, VF_PATH_MAX, "results/%.*s", (int)n, name);
}

void vf_sweep_store_path(const char *folder, uint32_t shard, uint32_t shards, char path[VF_PATH_MAX]) {
    if (shards <= 1)
        (void)snprintf(path, VF_PATH_MAX, "%.4000s/results.sqlite", folder);
    else
        (void)snprintf(path, VF_PATH_MAX, "%.4000s/shard-%04" PRIu32 "-of-%04" PRIu32 ".sqlite", folder,
                       shard + 1, shards);
}

int vf_sweep_make_folder(const char *folder, struct vf_error *err) {
    char *path = vf_xstrdup(folder);
    int failed = 0;
    for (char *slash = *path ? strchr(path + 1, '/') : NULL; slash && !failed;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        failed = mkdir(path, 0777) != 0 && errno != EEXIST;
        *slash = '/';
    }
    failed = failed || (mkdir(path, 0777) != 0 && errno != EEXIST);
    free(path);
    return failed ? vf_error_set(err, VF_E_IO, "cannot create %s: %s", folder, strerror(errno)) : VF_OK;
}

int vf_sweep_parse_shard(const struct vf_call *call, const char *text, uint32_t *shard, uint32_t *shards,
                         struct vf_error *err) {
    unsigned long i = 0, n = 0;
    char *end = NULL;
    *shard = 0;
    *shards = 1;
    if (!text)
        return VF_OK;
    if (text[0] >= '0' && text[0] <= '9')
        i = strtoul(text, &end, 10);
    if (end && *end == '/' && end[1] >= '0' && end[1] <= '9')
        n = strtoul(end + 1, &end, 10);
    if (!end || *end || i < 1 || i > n || n > 100000)
        return vf_error_set(err, VF_E_USAGE, "--shard %.40s: %s", text,
                            VF_SAY(call->language, "skriv I/N, till exempel 3/8", "write I/N, such as 3/8"));
    *shard = (uint32_t)(i - 1);
    *shards = (uint32_t)n;
    return VF_OK;
}

/* Writes the table of an analysis, or sees to it that none lies there from an earlier study. */
static int put_analysis(struct vf_analysis *a, bool wanted, const char *folder, const char *name,
                        struct vf_error *err) {
    char path[VF_PATH_MAX];
    (void)snprintf(path, sizeof path, "%.4000s/%s.csv", folder, name);
    if (!wanted) {
        (void)remove(path);
        return VF_OK;
    }
    return strcmp(name, "sensitivity") == 0 ? vf_analysis_sensitivity_csv(a, path, err)
                                            : vf_analysis_uncertainty_csv(a, path, err);
}

/* names: room for two and the end. A study without a complete point has no analysis. */
static int put_analyses(const char *folder, const char *store, const char **names, struct vf_error *err) {
    struct vf_analysis a;
    struct vf_error own = VF_ERROR_INIT;
    size_t n = 0;
    bool opened = vf_analysis_open(&a, store, &own) == VF_OK;
    bool indices = opened && a.indices != NULL,
         draws = opened && vf_analysis_has_draws(&a) && a.table.replications > 1;
    int code = put_analysis(&a, indices, folder, "sensitivity", err);
    code = code ? code : put_analysis(&a, draws, folder, "uncertainty", err);
    if (indices)
        names[n++] = "sensitivity";
    if (draws)
        names[n++] = "uncertainty";
    names[n] = NULL;
    vf_analysis_close(&a);
    vf_error_fini(&own);
    return code;
}

int vf_sweep_finish(const char *folder, const char *store, char hash[VF_SHA256_HEX], struct vf_error *err) {
    static const char tidy[] =
        "SELECT * FROM tidy WHERE n > 0 ORDER BY point, scope, unit, patient_group, period, metric";
    char path[VF_PATH_MAX], sql[256];
    const char *analyses[3];
    int code = put_analyses(folder, store, analyses, err);
    (void)snprintf(path, sizeof path, "%.4000s/summary.csv", folder);
    code = code ? code : vf_study_store_csv(store, tidy, path, err);
    (void)snprintf(path, sizeof path, "%.4000s/codebook.csv", folder);
    (void)snprintf(
        sql, sizeof sql,
        "SELECT * FROM codebook WHERE tab NOT IN ('sensitivity','uncertainty') OR tab IN ('%s','%s')",
        analyses[0] ? analyses[0] : "", analyses[0] && analyses[1] ? analyses[1] : "");
    code = code ? code : vf_study_store_csv(store, sql, path, err);
    (void)snprintf(path, sizeof path, "%.4000s/datapackage.json", folder);
    code = code ? code : vf_study_store_datapackage(store, analyses, path, err);
    return code ? code : vf_study_store_hash(store, hash, err);
}

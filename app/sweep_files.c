/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names and folders of studies: see vf_sweep_app.h. A study's folder is not built aside and renamed as that of a run
 * is: it grows, and its store is whole at every moment. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

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

int vf_sweep_finish(const char *folder, const char *store, char hash[VF_SHA256_HEX], struct vf_error *err) {
    static const char tidy[] =
        "SELECT * FROM tidy WHERE n > 0 ORDER BY point, scope, unit, patient_group, period, metric";
    char path[VF_PATH_MAX];
    (void)snprintf(path, sizeof path, "%.4000s/summary.csv", folder);
    int code = vf_study_store_csv(store, tidy, path, err);
    (void)snprintf(path, sizeof path, "%.4000s/codebook.csv", folder);
    code = code ? code : vf_study_store_csv(store, "SELECT * FROM codebook", path, err);
    (void)snprintf(path, sizeof path, "%.4000s/datapackage.json", folder);
    code = code ? code : vf_study_store_datapackage(store, "vardflode-study", path, err);
    return code ? code : vf_study_store_hash(store, hash, err);
}

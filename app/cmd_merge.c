/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vardflode merge DIR...: joins the shards that `sweep --shard` left in folders into the one store that a single
 * process would have written. */
#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "vf_json.h"
#include "vf_sweep_app.h"
#include "vf_text.h"

enum { DOCUMENT_MAX = 1 << 16 };

struct files {
    size_t n;
    char **path;
};

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

/* The shards' stores in a folder, in the order of their names. */
static int find(struct files *f, const char *folder, struct vf_error *err) {
    DIR *dir = opendir(folder);
    size_t before = f->n;
    if (!dir)
        return vf_error_set(err, VF_E_USAGE, "cannot read %s: %s", folder, strerror(errno));
    for (const struct dirent *e = readdir(dir); e; e = readdir(dir)) {
        if (fnmatch("shard-*-of-*.sqlite", e->d_name, 0) != 0)
            continue;
        size_t size = strlen(folder) + strlen(e->d_name) + 2;
        f->path = vf_xrealloc(f->path, (f->n + 1) * sizeof *f->path);
        f->path[f->n] = vf_xmalloc(size);
        (void)snprintf(f->path[f->n++], size, "%s/%s", folder, e->d_name);
    }
    (void)closedir(dir);
    if (f->n > before)
        qsort(f->path + before, f->n - before, sizeof *f->path, by_name);
    return VF_OK;
}

static void tell(const struct vf_call *call, const char *store, const char *hash, size_t shards,
                 uint64_t trials) {
    struct vf_text text;
    struct vf_json_writer w;
    if (!vf_option_given(&call->options, "json")) {
        (void)fprintf(call->out,
                      VF_SAY(call->language, "%zu delar, %" PRIu64 " körningar\nResultat: %s\nSHA-256: %s\n",
                             "%zu shards, %" PRIu64 " trials\nResults: %s\nSHA-256: %s\n"),
                      shards, trials, store, hash);
        return;
    }
    vf_text_init(&text, DOCUMENT_MAX);
    vf_json_writer_init(&w, &text, 0);
    vf_json_begin_object(&w);
    vf_json_key_string(&w, "store", store);
    vf_json_key_integer(&w, "shards", (long long)shards);
    vf_json_key_integer(&w, "trials", (long long)trials);
    vf_json_key_string(&w, "content_sha256", hash);
    vf_json_end_object(&w);
    (void)fprintf(call->out, "%s\n", text.data);
    vf_text_fini(&text);
}

static int run(struct vf_call *call, struct vf_error *err) {
    const struct vf_options *options = &call->options;
    const char *folder = vf_option_text(options, "out", options->operands[0]);
    struct files f = {.n = 0};
    char store[VF_PATH_MAX], hash[VF_SHA256_HEX];
    uint64_t trials = 0;
    int code = VF_OK;
    for (size_t k = 0; k < options->n_operands; k++) {
        int one = find(&f, options->operands[k], err);
        code = code ? code : one;
    }
    if (code == VF_OK && f.n == 0)
        code = vf_error_set(err, VF_E_USAGE, "%s: %s", options->operands[0],
                            VF_SAY(call->language, "här finns inga delar (shard-*.sqlite) att sätta samman",
                                   "there are no shards (shard-*.sqlite) to join here"));
    vf_sweep_store_path(folder, 0, 1, store);
    code = code ? code : vf_sweep_make_folder(folder, err);
    code = code ? code
                : vf_study_store_merge(store, (const char *const *)f.path, f.n,
                                       vf_option_given(options, "partial"), &trials, err);
    code = code ? code : vf_sweep_finish(folder, store, hash, err);
    if (code == VF_OK)
        tell(call, store, hash, f.n, trials);
    for (size_t k = 0; k < f.n; k++)
        free(f.path[k]);
    free(f.path);
    return code;
}

static const struct vf_option options[] = {
    {.name = "out",
     .letter = 'o',
     .kind = VF_OPTION_FOLDER,
     .value = "DIR",
     .help = VF_PHRASE("resultatmapp (annars den första)", "result folder (default the first one)")},
    {.name = "partial",
     .help = VF_PHRASE("också när delar saknas eller inte är klara",
                       "also when shards are missing or not complete")},
    VF_OPTION_ROW_JSON,
    VF_OPTION_END,
};

const struct vf_command vf_cmd_merge = {
    .name = "merge",
    .summary = VF_PHRASE("sätt samman en studies delar", "join the shards of a study"),
    .about = VF_PHRASE("Sätter samman de delar som `sweep --shard` lagt i mapparna till results.sqlite och "
                       "summary.csv: samma innehåll, "
                       "med samma SHA-256, som om en enda process kört hela studien. Delar av olika studier, "
                       "delar som saknas och delar "
                       "som inte är klara nämns alla på en gång.",
                       "Joins the shards that `sweep --shard` left in the folders into results.sqlite and "
                       "summary.csv: the same content, "
                       "with the same SHA-256, as if one process had run the whole study. Shards of "
                       "different studies, missing ones and "
                       "ones that are not complete are all told at once."),
    .operand = {.name = "DIR", .kind = VF_OPTION_FOLDER, .min = 1, .max = 100000},
    .options = options,
    .examples = {{"vardflode sweep configs/studies/platser.json --shard 1/2 --resume --out results/delad && "
                  "vardflode sweep configs/studies/platser.json --shard 2/2 --resume --out results/delad && "
                  "vardflode merge results/delad",
                  VF_PHRASE("två delar, körda var för sig", "two shards, run one by one")}},
    .run = run,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vardflode merge DIR...: joins the shards that `sweep --shard` left in folders into the one store that a single
 * process would have written. */
#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "vf_json.h"
#include "vf_manifest.h"
#include "vf_sweep_app.h"
#include "vf_text.h"

enum { DOCUMENT_MAX = 1 << 16 };

struct job {
    struct vf_call *call;
    const char *folder;
    char store[VF_PATH_MAX], hash[VF_SHA256_HEX];
    struct timespec started;
    struct vf_study_merged merged;
};

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
                 const struct vf_study_merged *m) {
    struct vf_text text;
    struct vf_json_writer w;
    if (!vf_option_given(&call->options, "json")) {
        (void)fprintf(call->out,
                      VF_SAY(call->language, "%zu delar, %" PRIu64 " körningar\nResultat: %s\nSHA-256: %s\n",
                             "%zu shards, %" PRIu64 " trials\nResults: %s\nSHA-256: %s\n"),
                      shards, m->trials, store, hash);
        if (m->points_done < m->points)
            (void)fprintf(call->out,
                          VF_SAY(call->language, "Delvis: %" PRIu64 " av %" PRIu64 " punkter\n",
                                 "Partial: %" PRIu64 " of %" PRIu64 " points\n"),
                          m->points_done, m->points);
        return;
    }
    vf_text_init(&text, DOCUMENT_MAX);
    vf_json_writer_init(&w, &text, 0);
    vf_json_begin_object(&w);
    vf_json_key_string(&w, "store", store);
    vf_json_key_integer(&w, "shards", (long long)shards);
    vf_json_key_integer(&w, "trials", (long long)m->trials);
    vf_json_key_integer(&w, "points", (long long)m->points);
    vf_json_key_integer(&w, "points_done", (long long)m->points_done);
    vf_json_key_bool(&w, "partial", m->points_done < m->points);
    vf_json_key_string(&w, "content_sha256", hash);
    vf_json_end_object(&w);
    (void)fprintf(call->out, "%s\n", text.data);
    vf_text_fini(&text);
}

/* As a sweep's: manifest.json and config.json, from what the store knows. How long the shards took it does not. */
static int write_manifest(const struct job *j, struct vf_store *store, struct vf_error *err) {
    static const char *const sql[] = {
        "SELECT value FROM meta WHERE key = 'config'", "SELECT value FROM meta WHERE key = 'seed'",
        "SELECT value FROM meta WHERE key = 'replications'", "SELECT sum(events) FROM trial",
        "SELECT count(*) FROM trial WHERE status = 'failed'"};
    enum { CONFIG, SEED, REPLICATIONS, EVENTS, FAILED, FACTS };
    char *fact[FACTS] = {NULL}, points[32], hash[VF_SHA256_HEX + 2], *config = NULL;
    struct vf_json_doc *doc = NULL;
    int code = VF_OK;
    for (int k = 0; k < FACTS && code == VF_OK; k++) {
        code = vf_study_store_ask(store, sql[k], &fact[k], err);
        fact[k] = fact[k] ? fact[k] : vf_xstrdup("0");
    }
    code = code ? code : vf_json_parse_text("config", fact[CONFIG], strlen(fact[CONFIG]), &doc, err);
    if (code == VF_OK) {
        (void)snprintf(points, sizeof points, "%" PRIu64, j->merged.points);
        (void)snprintf(hash, sizeof hash, "\"%s\"", j->hash);
        const struct vf_fact facts[] = {{"points", points}, {"content_sha256", hash}};
        uint64_t failed = strtoull(fact[FAILED], NULL, 10);
        config = vf_json_print(doc->root, 1);
        struct vf_manifest m = {.program = "vardflode",
                                .version = VF_VERSION,
                                .command = "merge",
                                .argc = j->call->argc,
                                .argv = (const char *const *)j->call->argv,
                                .config = config,
                                .seed = strtoull(fact[SEED], NULL, 10),
                                .replications = (uint32_t)strtoul(fact[REPLICATIONS], NULL, 10),
                                .started = j->started,
                                .wall_s = (double)NAN,
                                .events = strtoull(fact[EVENTS], NULL, 10),
                                .partial = j->merged.points_done < j->merged.points,
                                .trials = j->merged.trials,
                                .trials_done = j->merged.trials - failed,
                                .trials_failed = failed,
                                .n_facts = sizeof facts / sizeof *facts,
                                .facts = facts};
        const struct vf_folder folder = {
            .path = (char *)j->folder, .building = (char *)j->folder, .lock = -1};
        (void)clock_gettime(CLOCK_REALTIME, &m.finished);
        code = vf_manifest_write(&folder, &m, err);
    }
    free(config);
    vf_json_doc_free(doc);
    for (int k = 0; k < FACTS; k++)
        free(fact[k]);
    return code;
}

static int join(struct job *j, const struct files *f, struct vf_error *err) {
    const struct vf_options *options = &j->call->options;
    unsigned flags = (vf_option_given(options, "partial") ? VF_MERGE_PARTIAL : 0U) |
                     (vf_option_given(options, "replace") ? VF_MERGE_REPLACE : 0U);
    struct vf_store hold = {.db = NULL};
    vf_sweep_store_path(j->folder, 0, 1, j->store);
    int code = vf_sweep_make_folder(j->folder, err);
    code = code ? code
                : vf_study_store_merge(j->store, (const char *const *)f->path, f->n, flags, &j->merged, err);
    code = code ? code : vf_study_store_hold(&hold, j->store, j->merged.identity, j->merged.trials, err);
    code = code ? code : vf_sweep_finish(j->folder, j->store, j->hash, err);
    code = code ? code : write_manifest(j, &hold, err);
    vf_store_abandon(&hold);
    return code;
}

static int run(struct vf_call *call, struct vf_error *err) {
    const struct vf_options *options = &call->options;
    struct job j = {.call = call, .folder = vf_option_text(options, "out", options->operands[0])};
    struct files f = {.n = 0};
    int code = VF_OK;
    (void)clock_gettime(CLOCK_REALTIME, &j.started);
    for (size_t k = 0; k < options->n_operands; k++) {
        int one = find(&f, options->operands[k], err);
        code = code ? code : one;
    }
    if (code == VF_OK && f.n == 0)
        code = vf_error_set(err, VF_E_USAGE, "%s: %s", options->operands[0],
                            VF_SAY(call->language, "här finns inga delar (shard-*.sqlite) att sätta samman",
                                   "there are no shards (shard-*.sqlite) to join here"));
    code = code ? code : join(&j, &f, err);
    if (code == VF_OK)
        tell(call, j.store, j.hash, f.n, &j.merged);
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
    {.name = "replace",
     .help = VF_PHRASE("också när mappen har resultat av en annan studie, eller mer av denna",
                       "also when the folder holds results of another study, or more of this one")},
    VF_OPTION_ROW_JSON,
    VF_OPTION_END,
};

const struct vf_command vf_cmd_merge = {
    .name = "merge",
    .summary = VF_PHRASE("sätt samman en studies delar", "join the shards of a study"),
    .about = VF_PHRASE(
        "Sätter samman de delar som `sweep --shard` lagt i mapparna till results.sqlite och "
        "summary.csv: samma innehåll, "
        "med samma SHA-256, som om en enda process kört hela studien. Delar av olika studier, "
        "delar som saknas och delar "
        "som inte är klara nämns alla på en gång. Det som satts samman av en del av punkterna säger att det "
        "är ofullständigt, och kan inte fortsättas med --resume: fortsätt delarna.",
        "Joins the shards that `sweep --shard` left in the folders into results.sqlite and "
        "summary.csv: the same content, "
        "with the same SHA-256, as if one process had run the whole study. Shards of "
        "different studies, missing ones and "
        "ones that are not complete are all told at once. What is joined of a part of the points says that "
        "it is partial, and cannot be continued with --resume: continue the shards."),
    .operand = {.name = "DIR", .kind = VF_OPTION_FOLDER, .min = 1, .max = 100000},
    .options = options,
    .examples = {{"vardflode sweep configs/studies/platser.json --shard 1/2 --resume --out results/delad && "
                  "vardflode sweep configs/studies/platser.json --shard 2/2 --resume --out results/delad && "
                  "vardflode merge results/delad",
                  VF_PHRASE("två delar, körda var för sig", "two shards, run one by one")}},
    .run = run,
};

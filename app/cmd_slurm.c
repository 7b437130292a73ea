/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vardflode slurm STUDY: writes what a cluster needs to run a study in shards: an array job, of which every task runs
 * one shard and can be requeued at any time, and a merge job that waits for it. What differs between clusters comes from
 * the site file; nothing of it is built in. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vf_json.h"
#include "vf_sweep_app.h"
#include "vf_text.h"

enum { SCRIPT_MAX = 1 << 20, SITE_MAX = 1 << 20, TASKS_MAX = 10000 };

/* The keys of a site file: options of sbatch, then lines and names of our own. */
static const char *const sbatch_keys[] = {"account", "partition", "qos", "time", "mem", "constraint", NULL};
static const char *const list_keys[] = {"sbatch", "modules", "setup", NULL};
static const char *const text_keys[] = {"program", "scratch", NULL};

static bool among(const char *const *list, const char *key) {
    for (; *list; list++)
        if (strcmp(*list, key) == 0)
            return true;
    return false;
}

/* A text without any of these characters, and not empty. */
static bool text_without(const cJSON *value, const char *refused) {
    return cJSON_IsString(value) && *value->valuestring &&
           strlen(value->valuestring) == strcspn(value->valuestring, refused);
}

static bool texts(const cJSON *list) {
    bool good = cJSON_IsArray(list);
    for (const cJSON *t = good ? list->child : NULL; t; t = t->next)
        good = good && text_without(t, "\r\n");
    return good;
}

/* What a key should hold, NULL when it does. sbatch would end a value at a space; scratch stands in double quotes in
 * the script, so that a variable of the node may be in it. */
static const char *wanted(const cJSON *m) {
    const double cpus = m->valuedouble;
    if (among(sbatch_keys, m->string))
        return text_without(m, " \t\r\n\"'\\") ? NULL : "a string, not empty, without spaces or quotes";
    if (strcmp(m->string, "scratch") == 0)
        return text_without(m, "\r\n\"`\\") && strchr("/$", m->valuestring[0])
                   ? NULL
                   : "a path that begins with / or a variable ($), without quotes";
    if (among(text_keys, m->string))
        return text_without(m, "\r\n") ? NULL : "a string of one line, not empty";
    if (among(list_keys, m->string))
        return texts(m) ? NULL : "a list of lines, none empty";
    return cJSON_IsNumber(m) && cpus >= 1 && cpus <= 1024 && cpus == (double)(int)cpus
               ? NULL
               : "a whole number from 1 to 1024";
}

/* Every key that is unknown or holds something else than it should, at once. */
static int check_site(const struct vf_json_doc *doc, struct vf_error *err) {
    int code = VF_OK;
    for (const cJSON *m = doc->root->child; m; m = m->next) {
        const char *expected = NULL, *message = "wrong value";
        if (among(sbatch_keys, m->string) || among(text_keys, m->string) || among(list_keys, m->string) ||
            strcmp(m->string, "cpus_per_task") == 0)
            expected = wanted(m);
        else {
            message = "unknown key";
            expected = "account, partition, qos, time, mem, constraint, cpus_per_task, sbatch, modules, "
                       "setup, program or "
                       "scratch";
        }
        if (expected) {
            char pointer[256];
            (void)snprintf(pointer, sizeof pointer, "/%.200s", m->string);
            struct vf_problem p = {
                .message = (char *)message, .expected = (char *)expected, .pointer = pointer};
            vf_json_place(doc, &p);
            code = vf_error_add(err, VF_E_CONFIG, &p);
        }
    }
    return code;
}

static int read_site(const char *path, struct vf_json_doc **doc, struct vf_error *err) {
    int code = path ? vf_json_parse_file(path, doc, err) : vf_json_parse_text("site", "{}", 2, doc, err);
    if (code == VF_OK && !cJSON_IsObject((*doc)->root))
        return vf_error_set(err, VF_E_CONFIG, "%s: a site file is an object", path);
    return code ? code : check_site(*doc, err);
}

/* In single quotes for the shell. */
static void put_quoted(struct vf_text *to, const char *text) {
    vf_text_puts(to, "'");
    for (; *text; text++)
        if (*text == '\'')
            vf_text_puts(to, "'\\''");
        else
            vf_text_append(to, text, 1);
    vf_text_puts(to, "'");
}

/* Jobs start elsewhere: a path is written from the root. */
static void put_absolute(struct vf_text *to, const char *path) {
    char here[VF_PATH_MAX];
    if (path[0] != '/' && getcwd(here, sizeof here)) {
        put_quoted(to, here);
        vf_text_puts(to, "/");
    }
    put_quoted(to, path);
}

static const char *site_text(const cJSON *site, const char *key) {
    const cJSON *value = vf_json_get(site, key);
    return value ? value->valuestring : NULL;
}

static void put_lines(struct vf_text *to, const cJSON *list, const char *before) {
    for (const cJSON *t = list ? list->child : NULL; t; t = t->next)
        vf_text_appendf(to, "%s%s\n", before, t->valuestring);
}

struct plan {
    const struct vf_sweep *s;
    const cJSON *site;
    const char *folder;
    uint32_t tasks;
    unsigned threads;
};

static void put_head(struct vf_text *to, const struct plan *p, const char *what, bool array) {
    vf_text_appendf(to, "#!/bin/bash\n#SBATCH --job-name=%s\n#SBATCH --ntasks=1\n", what);
    vf_text_appendf(to, "#SBATCH --cpus-per-task=%u\n#SBATCH --requeue\n", array ? p->threads : 1);
    if (array)
        vf_text_appendf(
            to, "#SBATCH --array=1-%" PRIu32 "\n#SBATCH --signal=B:TERM@60\n#SBATCH --open-mode=append\n",
            p->tasks);
    for (const char *const *key = sbatch_keys; *key; key++)
        if (site_text(p->site, *key))
            vf_text_appendf(to, "#SBATCH --%s=%s\n", *key, site_text(p->site, *key));
    put_lines(to, vf_json_get(p->site, "sbatch"), "#SBATCH ");
    vf_text_puts(to, "set -euo pipefail\n");
    put_lines(to, vf_json_get(p->site, "modules"), "module load ");
    put_lines(to, vf_json_get(p->site, "setup"), "");
    vf_text_puts(to, "vardflode=");
    if (site_text(p->site, "program")) {
        const char *program = site_text(p->site, "program");
        if (strchr(program, '/')) /* else it is one of the PATH, perhaps by a module */
            put_absolute(to, program);
        else
            put_quoted(to, program);
    } else {
        char self[VF_PATH_MAX];
        ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
        self[n > 0 ? n : 0] = '\0';
        put_quoted(to, n > 0 ? self : "vardflode");
    }
    vf_text_puts(to, "\nfolder=");
    put_absolute(to, p->folder);
    vf_text_puts(to, "\n");
}

/* A task whose time is up (exit 4), whose sweep was killed or whose disk failed puts itself back and goes on from its
 * last commit; a study or a call that is wrong does not. With scratch, the shard grows on the node's own disk and is
 * copied back after a run that closed it, with its time. A task that is put back on its node finds its own shard there:
 * the newer one is gone on with, and a journal goes with its store alone, since SQLite plays it back into whatever lies
 * beside it. */
static void put_array(struct vf_text *to, const struct plan *p) {
    put_head(to, p, "vardflode", true);
    vf_text_puts(to, "study=");
    put_absolute(to, p->s->file.path);
    vf_text_appendf(to,
                    "\nshard=$(printf 'shard-%%04d-of-%%04d.sqlite' \"$SLURM_ARRAY_TASK_ID\" %" PRIu32 ")\n",
                    p->tasks);
    const char *scratch = site_text(p->site, "scratch");
    vf_text_puts(to, "work=$folder\n");
    if (scratch) {
        vf_text_appendf(to, "work=\"%s\"/vardflode-$SLURM_ARRAY_JOB_ID-$SLURM_ARRAY_TASK_ID\n", scratch);
        vf_text_puts(to,
                     "mkdir -p \"$work\"\nif [[ $folder/$shard -nt $work/$shard ]]; then\n"
                     "    cp -p \"$folder/$shard\" \"$work/$shard.new\"\n    rm -f \"$work/$shard-journal\"\n"
                     "    [[ ! -f $folder/$shard-journal ]] || cp -p \"$folder/$shard-journal\" \"$work/\"\n"
                     "    mv \"$work/$shard.new\" \"$work/$shard\"\nfi\n");
    }
    vf_text_appendf(to,
                    "code=0\n\"$vardflode\" sweep \"$study\" --shard \"$SLURM_ARRAY_TASK_ID/%" PRIu32
                    "\" --isolate --resume --out \"$work\" --threads %u --progress ndjson --json &\n",
                    p->tasks, p->threads);
    vf_text_puts(to, "child=$!\ntrap 'kill -TERM \"$child\" 2>/dev/null || true' TERM\n"
                     "wait \"$child\" || code=$?\n"
                     "while kill -0 \"$child\" 2>/dev/null; do code=0; wait \"$child\" || code=$?; done\n");
    if (scratch)
        vf_text_puts(
            to, "if [[ $code -eq 0 || $code -eq 4 ]]; then\n"
                "    cp -p \"$work/$shard\" \"$folder/$shard.new\"\n    rm -f \"$folder/$shard-journal\"\n"
                "    mv \"$folder/$shard.new\" \"$folder/$shard\"\nfi\n"
                "[[ $code -ne 0 ]] || rm -rf \"$work\"\n");
    vf_text_puts(to, "case $code in 0 | 2 | 3) exit \"$code\" ;; esac\n"
                     "if [[ $code -eq 4 || ${SLURM_RESTART_COUNT:-0} -lt 5 ]]; then\n"
                     "    scontrol requeue \"${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID\" && sleep 60\nfi\n"
                     "exit \"$code\"\n");
}

static void put_merge(struct vf_text *to, const struct plan *p) {
    put_head(to, p, "vardflode-merge", false);
    vf_text_puts(to, "exec \"$vardflode\" merge \"$folder\" --json\n");
}

static void put_submit(struct vf_text *to, const struct plan *p) {
    (void)p;
    vf_text_puts(
        to, "#!/bin/bash\n# Submits the array, and the merge that waits for all of it.\nset -euo pipefail\n"
            "cd \"$(dirname \"${BASH_SOURCE[0]}\")\"\n"
            "array=$(sbatch --parsable array.sh)\n"
            "merge=$(sbatch --parsable --dependency=\"afterok:${array%%;*}\" merge.sh)\n"
            "echo \"array ${array%%;*} merge ${merge%%;*}\"\n");
}

static int write_script(const struct plan *p, const char *name,
                        void (*put)(struct vf_text *to, const struct plan *p), struct vf_error *err) {
    char path[VF_PATH_MAX];
    struct vf_text text;
    vf_text_init(&text, SCRIPT_MAX);
    put(&text, p);
    (void)snprintf(path, sizeof path, "%.4000s/%s", p->folder, name);
    int code = vf_write_file_atomic(path, text.data, text.size, err);
    if (code == VF_OK && chmod(path, 0755) != 0)
        code = vf_error_set(err, VF_E_IO, "cannot make %s executable: %s", path, strerror(errno));
    vf_text_fini(&text);
    return code;
}

static int write_all(const struct vf_call *call, const struct plan *p, struct vf_error *err) {
    int code = vf_sweep_make_folder(p->folder, err);
    code = code ? code : write_script(p, "array.sh", put_array, err);
    code = code ? code : write_script(p, "merge.sh", put_merge, err);
    code = code ? code : write_script(p, "submit.sh", put_submit, err);
    if (code == VF_OK)
        (void)fprintf(call->out,
                      VF_SAY(call->language,
                             "%" PRIu32 " punkter i %" PRIu32 " uppgifter: %s/submit.sh lämnar in dem\n",
                             "%" PRIu32 " points in %" PRIu32 " tasks: %s/submit.sh submits them\n"),
                      p->s->n_points, p->tasks, p->folder);
    return code;
}

static int run(struct vf_call *call, struct vf_error *err) {
    const struct vf_options *options = &call->options;
    struct vf_sweep study;
    struct vf_json_doc *site = NULL;
    char folder[VF_PATH_MAX];
    int code = read_site(vf_option_text(options, "site", NULL), &site, err);
    int loaded = vf_sweep_load(&study, options->operands[0], err);
    code = code ? code : loaded;
    if (code == VF_OK) {
        const cJSON *cpus = vf_json_get(site->root, "cpus_per_task");
        int64_t tasks = vf_option_integer(options, "tasks", 8);
        vf_sweep_folder(call, study.file.path, folder);
        struct plan p = {.s = &study,
                         .site = site->root,
                         .folder = folder,
                         .tasks = tasks < study.n_points ? (uint32_t)tasks : study.n_points,
                         .threads = cpus ? (unsigned)cpus->valuedouble : 1};
        code = write_all(call, &p, err);
    }
    vf_sweep_fini(&study);
    vf_json_doc_free(site);
    return code;
}

static const struct vf_option options[] = {
    {.name = "tasks",
     .kind = VF_OPTION_INTEGER,
     .value = "N",
     .min = 1,
     .max = TASKS_MAX,
     .help = VF_PHRASE("antal uppgifter i jobbet (8)", "tasks of the array (8)")},
    {.name = "site",
     .kind = VF_OPTION_FILE,
     .value = "FILE",
     .help = VF_PHRASE("klustrets egenheter (docs/STUDIES.md)",
                       "what is particular to the cluster (docs/STUDIES.md)")},
    {.name = "out",
     .letter = 'o',
     .kind = VF_OPTION_FOLDER,
     .value = "DIR",
     .help = VF_PHRASE("resultatmapp (annars results/STUDIE)", "result folder (default results/STUDY)")},
    VF_OPTION_END,
};

const struct vf_command vf_cmd_slurm = {
    .name = "slurm",
    .summary = VF_PHRASE("skriv jobbskript som kör en studie på ett kluster",
                         "write job scripts that run a study on a cluster"),
    .about = VF_PHRASE("Skriver array.sh, merge.sh och submit.sh i resultatmappen: ett Slurm-jobb vars "
                       "uppgifter kör var sin del av "
                       "studien, och ett som sätter samman delarna när alla är klara. En uppgift får "
                       "avbrytas och köas om när som "
                       "helst; den fortsätter där den var. Vad som skiljer kluster åt (konto, partition, "
                       "tid, moduler, scratch) står "
                       "i en liten JSON-fil, --site.",
                       "Writes array.sh, merge.sh and submit.sh to the result folder: a Slurm job whose "
                       "tasks run one shard of the study "
                       "each, and one that joins the shards when all are done. A task may be broken off and "
                       "requeued at any time; it "
                       "goes on where it was. What differs between clusters (account, partition, time, "
                       "modules, scratch) stands in a "
                       "small JSON file, --site."),
    .operand = {.name = "STUDY", .kind = VF_OPTION_FILE, .min = 1, .max = 1},
    .options = options,
    .examples = {{"vardflode slurm configs/studies/platser.json --tasks 4 --out results/kluster",
                  VF_PHRASE("fyra uppgifter", "four tasks")}},
    .run = run,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes manifest.json and config.json: see vf_manifest.h. What the host tells of itself is asked here, all else is
 * given by the caller. */
#include "vf_manifest.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "vf_json.h"
#include "vf_sha256.h"
#include "vf_text.h"

enum { MANIFEST_MAX = 256 * 1024 * 1024 };

static void put_time(struct vf_json_writer *w, const char *key, const struct timespec *t) {
    struct tm utc;
    char text[64];
    if (!gmtime_r(&t->tv_sec, &utc)) {
        memset(&utc, 0, sizeof utc);
    }
    snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", utc.tm_year + 1900, utc.tm_mon + 1,
             utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec, (int)(t->tv_nsec / 1000000));
    vf_json_key_string(w, key, text);
}

/* A JSON text as a value; it is parsed, so that the manifest can never be broken by it. */
static int put_json(struct vf_json_writer *w, const char *key, const char *json, struct vf_error *err) {
    struct vf_json_doc *doc = NULL;
    int code = vf_json_parse_text(key, json, strlen(json), &doc, err);
    if (code == 0) {
        vf_json_key(w, key);
        vf_json_tree(w, doc->root);
        vf_json_doc_free(doc);
    }
    return code;
}

static void put_host(struct vf_json_writer *w) {
    struct utsname u;
    vf_json_key(w, "host");
    vf_json_begin_object(w);
    if (uname(&u) >= 0) {
        vf_json_key_string(w, "name", u.nodename);
        vf_json_key_string(w, "system", u.sysname);
        vf_json_key_string(w, "release", u.release);
        vf_json_key_string(w, "machine", u.machine);
    }
    vf_json_key_integer(w, "processors", sysconf(_SC_NPROCESSORS_ONLN));
    vf_json_end_object(w);
}

/* As text where a reader's double could not hold it. */
static void put_seed(struct vf_json_writer *w, uint64_t seed) {
    char text[32];
    if (seed <= UINT64_C(1) << 53) {
        vf_json_key_integer(w, "seed", (long long)seed);
    } else {
        snprintf(text, sizeof text, "%" PRIu64, seed);
        vf_json_key_string(w, "seed", text);
    }
}

static void put_run(struct vf_json_writer *w, const struct vf_manifest *m) {
    vf_json_key(w, "argv");
    vf_json_begin_array(w);
    for (int i = 0; i < m->argc; i++) {
        vf_json_string(w, m->argv[i]);
    }
    vf_json_end_array(w);
    vf_json_key_bool(w, "partial", m->partial);
    vf_json_key(w, "scenarios");
    vf_json_begin_array(w);
    for (size_t i = 0; i < m->n_scenarios; i++) {
        vf_json_string(w, m->scenarios[i]);
    }
    vf_json_end_array(w);
    put_seed(w, m->seed);
    vf_json_key_integer(w, "first_replication", m->first_replication);
    vf_json_key_integer(w, "replications", m->replications);
    vf_json_key_integer(w, "trials", (long long)m->trials);
    vf_json_key_integer(w, "trials_done", (long long)m->trials_done);
    vf_json_key_integer(w, "trials_failed", (long long)m->trials_failed);
    vf_json_key_integer(w, "events", (long long)m->events);
    vf_json_key_integer(w, "threads", m->threads);
    put_time(w, "started", &m->started);
    put_time(w, "finished", &m->finished);
    vf_json_key_number(w, "wall_s", m->wall_s);
    put_host(w);
}

static int build(struct vf_json_writer *w, const struct vf_manifest *m, struct vf_error *err) {
    char hex[VF_SHA256_HEX];
    int code = 0;
    vf_sha256_hex(m->config, strlen(m->config), hex);
    vf_json_begin_object(w);
    vf_json_key(w, "program");
    vf_json_begin_object(w);
    vf_json_key_string(w, "name", m->program);
    vf_json_key_string(w, "version", m->version);
    vf_json_end_object(w);
    vf_json_key_string(w, "command", m->command);
    put_run(w, m);
    for (size_t i = 0; i < m->n_facts && code == 0; i++) {
        code = put_json(w, m->facts[i].key, m->facts[i].json, err);
    }
    vf_json_key_string(w, "config_path", m->config_path);
    vf_json_key_string(w, "config_file", "config.json");
    vf_json_key_string(w, "config_sha256", hex);
    if (code == 0) {
        code = put_json(w, "config", m->config, err);
    }
    vf_json_end_object(w);
    return code;
}

static int write_into(const struct vf_folder *f, const char *name, const char *data, size_t size,
                      struct vf_error *err) {
    char *path = vf_folder_file(f, name);
    int code = vf_write_file_atomic(path, data, size, err);
    free(path);
    return code;
}

int vf_manifest_write(const struct vf_folder *f, const struct vf_manifest *m, struct vf_error *err) {
    struct vf_text text;
    struct vf_json_writer w;
    vf_text_init(&text, MANIFEST_MAX);
    vf_json_writer_init(&w, &text, 1);
    int code = build(&w, m, err);
    vf_text_puts(&text, "\n");
    if (code == 0 && text.full) {
        code = vf_error_set(err, VF_E_IO, "the manifest would be larger than %d MB", MANIFEST_MAX >> 20);
    }
    if (code == 0) {
        code = write_into(f, "config.json", m->config, strlen(m->config), err);
    }
    if (code == 0) {
        code = write_into(f, "manifest.json", text.data, text.size, err);
    }
    vf_text_fini(&text);
    return code;
}

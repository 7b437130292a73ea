/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vf_config_load: reads, merges, expands and checks, and answers where a value came from. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "vf_check.h"
#include "vf_effects.h"
#include "vf_json.h"
#include "vf_levers.h"

enum { FILE_BYTES_MAX = 1 << 30 };

/* ---- Where ---- */

/* The place of exactly this value: its own, or the template's or family's that gave it. */
static int origin_of(const struct vf_config *cfg, const char *pointer, struct vf_json_origin *origin) {
    if (vf_provenance_find(cfg->parts->provenance, pointer, origin) == 0)
        return 0;
    struct vf_text alias;
    vf_text_init(&alias, VF_JSON_BYTES_MAX);
    int code = vf_config_alias(cfg->parts->raw, pointer, &alias);
    if (code == 0)
        code = origin_of(cfg, alias.data, origin);
    vf_text_fini(&alias);
    return code;
}

int vf_config_where(const struct vf_config *cfg, const char *pointer, struct vf_config_origin *where) {
    char *p = vf_xstrdup(pointer);
    struct vf_json_origin origin;
    int code = origin_of(cfg, p, &origin);
    while (code != 0 && p[0]) {
        *strrchr(p, '/') = '\0';
        code = origin_of(cfg, p, &origin);
    }
    free(p);
    if (code != 0)
        origin = (struct vf_json_origin){cfg->path, cfg->path, 0, 0};
    *where = (struct vf_config_origin){origin.label, origin.file, origin.line, origin.column};
    return code;
}

int vf_config_problem(const struct vf_config *cfg, const char *pointer, struct vf_error *err,
                      const struct vf_problem *what) {
    struct vf_problem p = *what;
    struct vf_config_origin where;
    struct vf_text found;
    vf_text_init(&found, 4096);
    vf_config_where(cfg, pointer, &where);
    p.file = (char *)(where.file[0] ? where.file : where.label);
    p.line = where.line;
    p.column = where.column;
    p.pointer = (char *)pointer;
    if (p.found && !p.found[0]) {
        const cJSON *value = vf_json_pointer_get(cfg->resolved, pointer);
        if (value)
            vf_json_describe(value, &found);
        p.found = found.data;
    }
    vf_error_add(err, VF_E_CONFIG, &p);
    vf_text_fini(&found);
    return VF_E_CONFIG;
}

int vf_config_refuse(const struct vf_config *cfg, const char *pointer, struct vf_error *err,
                     const char *format, ...) {
    char message[2048];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    return vf_config_problem(cfg, pointer, err, &(struct vf_problem){.message = message});
}

char *vf_config_file(const struct vf_config *cfg, const char *pointer, const char *name) {
    struct vf_config_origin where;
    vf_config_where(cfg, pointer, &where);
    return vf_config_beside(where.file[0] ? where.file : cfg->path, name);
}

/* ---- Scenarios and fingerprint ---- */

static char *title_in(const cJSON *title, const char *language, const char *name) {
    const cJSON *text = cJSON_IsObject(title) ? vf_json_get(title, language) : title;
    if (!cJSON_IsString(text) && cJSON_IsObject(title))
        text = title->child;
    return vf_xstrdup(cJSON_IsString(text) ? text->valuestring : name);
}

static void list_scenarios(struct vf_config *cfg) {
    const cJSON *map = vf_json_get(cfg->parts->raw, "scenarios");
    cfg->scenarios = vf_xcalloc(vf_map_size(map) + 1, sizeof *cfg->scenarios);
    for (const cJSON *s = vf_map_first(map); s; s = vf_map_next(s)) {
        const cJSON *title = vf_json_get(s, "title");
        cfg->scenarios[cfg->n_scenarios++] = (struct vf_config_scenario){
            .name = vf_xstrdup(s->string),
            .title_sv = title_in(title, "sv", s->string),
            .title_en = title_in(title, "en", s->string),
        };
    }
}

static int by_key(const void *a, const void *b) {
    return strcmp((*(cJSON *const *)a)->string, (*(cJSON *const *)b)->string);
}

/* The same config gives the same text whatever the order of its keys. */
static void write_sorted(struct vf_json_writer *w, const cJSON *value) {
    if (cJSON_IsArray(value)) {
        vf_json_begin_array(w);
        for (const cJSON *item = value->child; item; item = item->next)
            write_sorted(w, item);
        vf_json_end_array(w);
        return;
    }
    if (!cJSON_IsObject(value)) {
        vf_json_tree(w, value);
        return;
    }
    size_t n = 0;
    const cJSON **members = vf_xcalloc((size_t)cJSON_GetArraySize(value) + 1, sizeof *members);
    for (const cJSON *m = value->child; m; m = m->next)
        members[n++] = m;
    qsort(members, n, sizeof *members, by_key);
    vf_json_begin_object(w);
    for (size_t i = 0; i < n; i++) {
        vf_json_key(w, members[i]->string);
        write_sorted(w, members[i]);
    }
    vf_json_end_object(w);
    free(members);
}

struct named_files {
    const struct vf_config *cfg;
    struct vf_text pointer;
    size_t n;
    char (*digest)[VF_SHA256_HEX];
};

/* A file that cannot be read is refused elsewhere. */
static void take_file(struct named_files *f, const char *name) {
    char *path = vf_config_file(f->cfg, f->pointer.data, name), *data = NULL;
    size_t size;
    struct vf_error none = VF_ERROR_INIT;
    if (vf_read_file(path, &data, &size, FILE_BYTES_MAX, &none) == VF_OK) {
        f->digest = vf_xrealloc(f->digest, (f->n + 1) * sizeof *f->digest);
        vf_sha256_hex(data, size, f->digest[f->n++]);
    }
    free(data);
    free(path);
    vf_error_fini(&none);
}

/* Values of "file" (replays, laws) and "initial_state" name files; their contents are part of what the config says. */
static void find_files(struct named_files *f, const cJSON *value) {
    size_t mark = f->pointer.size, i = 0;
    for (const cJSON *m = value->child; m; m = m->next, i++) {
        if (m->string && vf_is_remark(m->string))
            continue;
        if (m->string)
            vf_json_pointer_push(&f->pointer, m->string);
        else
            vf_json_pointer_push_index(&f->pointer, i);
        if (m->string && cJSON_IsString(m) &&
            (strcmp(m->string, "file") == 0 || strcmp(m->string, "initial_state") == 0))
            take_file(f, m->valuestring);
        find_files(f, m);
        vf_text_cut(&f->pointer, mark);
    }
}

static int by_digest(const void *a, const void *b) { return strcmp(a, b); }

/* In an order that the order of keys does not change. */
static void write_files(const struct vf_config *cfg, struct vf_text *to) {
    struct named_files f = {.cfg = cfg};
    vf_text_init(&f.pointer, VF_JSON_BYTES_MAX);
    find_files(&f, cfg->resolved);
    if (f.n > 0)
        qsort(f.digest, f.n, sizeof *f.digest, by_digest);
    for (size_t k = 0; k < f.n; k++)
        vf_text_appendf(to, "\n%s", f.digest[k]);
    free(f.digest);
    vf_text_fini(&f.pointer);
}

void vf_config_fingerprint(const struct vf_config *cfg, char hex[VF_SHA256_HEX]) {
    struct vf_text text;
    struct vf_json_writer w;
    vf_text_init(&text, (size_t)4 * VF_JSON_BYTES_MAX);
    vf_json_writer_init(&w, &text, 0);
    write_sorted(&w, cfg->resolved);
    write_files(cfg, &text);
    vf_sha256_hex(text.data, text.size, hex);
    vf_text_fini(&text);
}

/* ---- Loading ---- */

int vf_config_resolve(struct vf_config *cfg, struct vf_error *err) {
    cJSON_Delete(cfg->resolved);
    cfg->resolved = vf_config_expand(cfg->parts->raw);
    int code = vf_check_config(cfg, cfg->parts->raw, err);
    if (code != VF_OK || (!vf_levers_any(cfg->resolved) && !vf_effects_rewrite_any(cfg->resolved)))
        return code;
    cJSON *own = cJSON_Duplicate(cfg->resolved, 1); /* levers reach everywhere */
    cJSON_Delete(cfg->resolved);
    cfg->resolved = own;
    code = vf_levers_apply(cfg, err);
    if (code == VF_OK)
        code = vf_effects_rewrite(cfg, err);
    return code != VF_OK ? code : vf_check_config(cfg, cfg->parts->raw, err);
}

/* A base scenario's patch is mostly empty. */
static bool changes_nothing(const struct vf_config *cfg, const struct vf_config_opts *opts) {
    if (!opts)
        return true;
    const cJSON *scenario =
        opts->scenario ? vf_json_get(vf_json_get(cfg->parts->raw, "scenarios"), opts->scenario) : NULL;
    const cJSON *patch = vf_json_get(scenario, "patch");
    return !opts->n_patches && !opts->n_sets && (!opts->scenario || (patch && !patch->child));
}

/* Lays over what has been read and found right; with the file alone resolved is that of base_resolved. Gives *out
 * back when something is wrong. */
static int lay(struct vf_config *out, const struct vf_config_opts *opts, struct vf_error *err) {
    bool same = changes_nothing(out, opts);
    out->unchanged = same;
    int laid = opts ? vf_config_overlay(out->parts, opts, err) : VF_OK;
    int settled = VF_OK;
    if (same)
        out->resolved = vf_json_borrow(out->base_resolved);
    else
        settled = vf_config_resolve(out, err);
    if (laid != VF_OK || settled != VF_OK) {
        vf_config_fini(out);
        return laid ? laid : settled;
    }
    list_scenarios(out);
    return VF_OK;
}

/* The file must be right by itself: the rates of base_resolved are read even when something lies over them. */
static int load(const char *path, const char *text, size_t size, const struct vf_config_opts *opts,
                struct vf_config *out, struct vf_error *err) {
    *out = (struct vf_config){.path = vf_xstrdup(path)};
    out->parts = vf_xcalloc(1, sizeof *out->parts);
    out->parts->provenance = vf_provenance_new();
    int code = vf_config_read(out->parts, path, text, size, err);
    if (code == VF_OK)
        code = vf_config_resolve(out, err);
    if (code != VF_OK) {
        vf_config_fini(out);
        return code;
    }
    out->base_resolved = out->resolved;
    out->resolved = NULL;
    out->parts->base_raw = out->parts->raw; /* base_resolved borrows from it */
    out->parts->raw = vf_json_borrow(out->parts->base_raw);
    return lay(out, opts, err);
}

int vf_config_over(const struct vf_config *file, const struct vf_config_opts *opts, struct vf_config *out,
                   struct vf_error *err) {
    const struct vf_config_parts *from = file->parts;
    *out = (struct vf_config){.path = vf_xstrdup(file->path), .base_resolved = file->base_resolved};
    out->parts = vf_xcalloc(1, sizeof *out->parts);
    out->parts->docs = vf_xcalloc(from->n_docs, sizeof *from->docs);
    memcpy(out->parts->docs, from->docs, from->n_docs * sizeof *from->docs);
    out->parts->n_docs = out->parts->n_borrowed = from->n_docs;
    out->parts->provenance = vf_provenance_over(from->provenance);
    out->parts->raw = vf_json_borrow(from->raw);
    return lay(out, opts, err);
}

int vf_config_load(const char *path, const struct vf_config_opts *opts, struct vf_config *out,
                   struct vf_error *err) {
    return load(path, NULL, 0, opts, out, err);
}

int vf_config_load_text(const char *name, const char *text, size_t size, const struct vf_config_opts *opts,
                        struct vf_config *out, struct vf_error *err) {
    return load(name, text, size, opts, out, err);
}

void vf_config_fini(struct vf_config *cfg) {
    for (size_t i = 0; i < cfg->n_scenarios; i++) {
        free(cfg->scenarios[i].name);
        free(cfg->scenarios[i].title_sv);
        free(cfg->scenarios[i].title_en);
    }
    free(cfg->scenarios);
    free(cfg->path);
    cJSON_Delete(cfg->resolved);
    if (!cfg->parts || cfg->parts->n_borrowed == 0)
        cJSON_Delete(cfg->base_resolved);
    if (cfg->parts) {
        for (size_t i = cfg->parts->n_borrowed; i < cfg->parts->n_docs; i++)
            vf_json_doc_free(cfg->parts->docs[i]);
        free(cfg->parts->docs);
        vf_provenance_free(cfg->parts->provenance);
        cJSON_Delete(cfg->parts->raw);
        cJSON_Delete(cfg->parts->base_raw);
        free(cfg->parts);
    }
    *cfg = (struct vf_config){0};
}

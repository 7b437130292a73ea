/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a config file and the files it extends into one tree with provenance. Files are read depth first,
 * in the order they are named; each is merged over what came before (RFC 7396), the naming file last. A
 * file may be reached twice, but never from itself. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "vf_check.h"
#include "vf_json.h"

enum { EXTENDS_DEPTH_MAX = 32 };

struct reading {
    struct vf_config_parts *parts;
    struct stat
        open[EXTENDS_DEPTH_MAX]; /* files being read, the main one first; device and number tell them */
    size_t n_open;
    struct vf_error *err;
};

struct vf_json_doc *vf_config_add_doc(struct vf_config_parts *parts, struct vf_json_doc *doc) {
    parts->docs = vf_xrealloc(parts->docs, (parts->n_docs + 1) * sizeof *parts->docs);
    return parts->docs[parts->n_docs++] = doc;
}

char *vf_config_beside(const char *file, const char *name) {
    const char *slash = name[0] == '/' ? NULL : strrchr(file, '/');
    size_t folder = slash ? (size_t)(slash - file) + 1 : 0, size = strlen(name) + 1;
    char *path = vf_xmalloc(folder + size);
    if (folder)
        memcpy(path, file, folder);
    memcpy(path + folder, name, size);
    return path;
}

static int refuse_extends(struct reading *r, const struct vf_json_doc *doc, const char *pointer,
                          const char *message, const char *expected, const char *advice) {
    struct vf_problem p = {.pointer = (char *)pointer,
                           .message = (char *)message,
                           .expected = (char *)expected,
                           .advice = (char *)advice};
    vf_json_place(doc, &p);
    return vf_error_add(r->err, VF_E_CONFIG, &p);
}

static int read_doc(struct reading *r, struct vf_json_doc *doc);

static int read_extended(struct reading *r, const struct vf_json_doc *doc, const cJSON *name,
                         const char *pointer) {
    if (!cJSON_IsString(name))
        return VF_OK; /* the check of shapes will say so */
    char *path = vf_config_beside(doc->file, name->valuestring);
    struct stat file;
    bool there = stat(path, &file) == 0;
    int code = VF_OK;
    for (size_t i = 0; there && i < r->n_open && code == VF_OK; i++)
        if (file.st_dev == r->open[i].st_dev && file.st_ino == r->open[i].st_ino)
            code = refuse_extends(r, doc, pointer, "the file extends itself, directly or through others",
                                  NULL, "take one of the files out of the circle");
    if (!there)
        code = refuse_extends(r, doc, pointer, "the extended file cannot be read", "a file beside this one",
                              path);
    else if (code == VF_OK && r->n_open == EXTENDS_DEPTH_MAX)
        code = refuse_extends(r, doc, pointer, "too many files extend each other", "at most 32", NULL);
    struct vf_json_doc *below = NULL;
    if (code == VF_OK)
        code = vf_json_parse_file(path, &below, r->err);
    if (code == VF_OK) {
        r->open[r->n_open++] = file;
        code = read_doc(r, vf_config_add_doc(r->parts, below));
        r->n_open--;
    }
    free(path);
    return code;
}

static int read_extends(struct reading *r, const struct vf_json_doc *doc) {
    const cJSON *extends = vf_json_get(doc->root, "extends");
    if (!cJSON_IsArray(extends))
        return read_extended(r, doc, extends, "/extends");
    int code = VF_OK;
    size_t i = 0;
    for (const cJSON *name = extends->child; name; name = name->next) {
        struct vf_text pointer;
        vf_text_init(&pointer, 64);
        vf_text_puts(&pointer, "/extends");
        vf_json_pointer_push_index(&pointer, i++);
        int one = read_extended(r, doc, name, pointer.data);
        code = code ? code : one;
        vf_text_fini(&pointer);
    }
    return code;
}

/* The file's own values over what it extends. The first document is taken as it is, so that null under a
 * template is kept for the template. */
static int read_doc(struct reading *r, struct vf_json_doc *doc) {
    struct vf_config_parts *parts = r->parts;
    int code = read_extends(r, doc);
    struct vf_json_source source = {.label = doc->file, .doc = doc, .at = ""};
    if (!cJSON_IsObject(doc->root))
        return refuse_extends(r, doc, "", "a config is an object", "an object", NULL);
    if (parts->raw) {
        parts->raw = vf_json_merge_patch_from(parts->raw, doc->root, &source, parts->provenance);
        return code;
    }
    parts->raw = vf_json_borrow(doc->root);
    vf_provenance_free(parts->provenance);
    parts->provenance = vf_provenance_of(&source);
    return code;
}

int vf_config_read(struct vf_config_parts *parts, const char *path, const char *text, size_t size,
                   struct vf_error *err) {
    struct reading r = {.parts = parts, .err = err};
    struct vf_json_doc *doc = NULL;
    int code = text ? vf_json_parse_text(path, text, size, &doc, err) : vf_json_parse_file(path, &doc, err);
    if (code != VF_OK)
        return code;
    vf_config_add_doc(parts, doc);
    if (stat(path, &r.open[0]) == 0)
        r.n_open = 1;
    return read_doc(&r, doc);
}

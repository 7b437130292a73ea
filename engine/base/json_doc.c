/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents: a text that the scanner found clean, as a cJSON tree with the places of its values. */
#include <stdlib.h>

#include "vf_json.h"
#include "vf_json_places.h"
#include "vf_json_scan.h"

void vf_json_doc_free(struct vf_json_doc *doc) {
    if (!doc)
        return;
    vf_json_places_free(doc->places); /* the tree is in its memory */
    free(doc->file);
    free(doc);
}

static int refuse_text(struct vf_error *err, const char *name, const char *message, const char *expected) {
    struct vf_problem problem = {
        .file = (char *)name, .message = (char *)message, .expected = (char *)expected};
    return vf_error_add(err, VF_E_CONFIG, &problem);
}

int vf_json_parse_text(const char *name, const char *text, size_t size, struct vf_json_doc **doc,
                       struct vf_error *err) {
    *doc = NULL;
    if (size > VF_JSON_BYTES_MAX)
        return refuse_text(err, name, "the JSON text is too large", "at most 64 MiB");
    struct vf_json_doc *made = vf_xcalloc(1, sizeof *made);
    made->file = vf_xstrdup(name);
    made->places = vf_json_places_new(size);
    if (vf_json_scan(name, text, size, made->places, &made->root, err) > 0) {
        vf_json_doc_free(made);
        return VF_E_CONFIG;
    }
    *doc = made;
    return VF_OK;
}

int vf_json_parse_file(const char *path, struct vf_json_doc **doc, struct vf_error *err) {
    char *text;
    size_t size;
    *doc = NULL;
    struct vf_error trouble = VF_ERROR_INIT;
    if (vf_read_file(path, &text, &size, VF_JSON_BYTES_MAX, &trouble) != VF_OK) {
        /* A file that a config names is part of the config. */
        for (size_t i = 0; i < trouble.n; i++)
            vf_error_add(err, VF_E_CONFIG, &trouble.items[i]);
        vf_error_fini(&trouble);
        return VF_E_CONFIG;
    }
    int code = vf_json_parse_text(path, text, size, doc, err);
    free(text);
    return code;
}

static const struct vf_json_spot *spot_of(const struct vf_json_doc *doc, const char *pointer, int nearest) {
    uint32_t node = vf_json_places_find(doc->places, pointer, nearest);
    return node == VF_JSON_NOWHERE ? NULL : vf_json_places_look(doc->places, node);
}

int vf_json_position(const struct vf_json_doc *doc, const char *pointer, int *line, int *column) {
    const struct vf_json_spot *spot = spot_of(doc, pointer, 0);
    *line = spot ? spot->line : 0;
    *column = spot ? spot->column : 0;
    return spot ? 0 : -1;
}

int vf_json_key_position(const struct vf_json_doc *doc, const char *pointer, int *line, int *column) {
    const struct vf_json_spot *spot = spot_of(doc, pointer, 0);
    /* the root has no key */
    int keyed = spot && spot->key_line > 0;
    *line = keyed ? spot->key_line : spot ? spot->line : 0;
    *column = keyed ? spot->key_column : spot ? spot->column : 0;
    return spot ? 0 : -1;
}

void vf_json_place(const struct vf_json_doc *doc, struct vf_problem *problem) {
    const struct vf_json_spot *spot = spot_of(doc, problem->pointer ? problem->pointer : "", 1);
    problem->file = doc->file;
    problem->line = spot ? spot->line : 0;
    problem->column = spot ? spot->column : 0;
}

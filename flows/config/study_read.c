/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents that are no config, parsed and checked against their field table: the study file, with the config it extends
 * loaded and patched, and others by vf_plain_file_read. */
#include "vf_study_file.h"

#include <stdlib.h>
#include <string.h>

#include "vf_check.h"
#include "vf_json.h"
#include "vf_study_fields.h"

static int check(struct vf_config *file, const struct vf_object *type, struct vf_error *err) {
    const struct vf_shape shape = {.kind = VF_SHAPE_OBJECT, .object = type};
    struct vf_check c = {.cfg = file, .root = file->resolved, .err = err};
    vf_check_value(&c, &shape, file->resolved);
    c.sense = true;
    vf_check_value(&c, &shape, file->resolved);
    free(c.step);
    return c.code;
}

int vf_plain_file_read(const char *path, const struct vf_object *type, const char *what,
                       struct vf_config *file, struct vf_error *err) {
    struct vf_json_doc *doc = NULL;
    *file = (struct vf_config){.path = vf_xstrdup(path)};
    file->parts = vf_xcalloc(1, sizeof *file->parts);
    file->parts->provenance = vf_provenance_new();
    int code = vf_json_parse_file(path, &doc, err);
    if (code != VF_OK)
        return code;
    vf_config_add_doc(file->parts, doc);
    struct vf_json_source source = {.label = path, .doc = doc, .at = ""};
    code = vf_json_pointer_set_from(&file->parts->raw, "", cJSON_Duplicate(doc->root, 1), &source,
                                    file->parts->provenance, err);
    if (code != VF_OK)
        return code;
    if (!cJSON_IsObject(doc->root)) {
        struct vf_problem p = {.message = (char *)what, .expected = "an object"};
        vf_json_place(doc, &p);
        return vf_error_add(err, VF_E_CONFIG, &p);
    }
    file->resolved = cJSON_Duplicate(doc->root, 1);
    return check(file, type, err);
}

int vf_study_file_read(const char *path, struct vf_config *file, struct vf_error *err) {
    return vf_plain_file_read(path, &vf_object_study, "a study is an object", file, err);
}

bool vf_study_file_is(const char *path) {
    struct vf_json_doc *doc = NULL;
    struct vf_error none = VF_ERROR_INIT;
    bool study = vf_json_parse_file(path, &doc, &none) == VF_OK && vf_json_get(doc->root, "axes") &&
                 vf_json_get(doc->root, "design");
    vf_error_fini(&none);
    vf_json_doc_free(doc);
    return study;
}

/* The patch lies over what is extended, as if it stood in a file of its own beside the study. */
int vf_study_file_config(const struct vf_config *file, struct vf_config *base, struct vf_error *err) {
    const cJSON *extends = vf_json_get(file->resolved, "extends"),
                *patch = vf_json_get(file->resolved, "patch");
    cJSON *over = patch ? cJSON_Duplicate(patch, 1) : cJSON_CreateObject();
    int code = VF_OK;
    if (vf_json_get(over, "extends")) {
        code = vf_config_refuse(file, "/patch/extends", err, "a patch cannot extend files");
    } else {
        cJSON_AddItemToObject(over, "extends", cJSON_CreateString(extends->valuestring));
        char *text = vf_json_print(over, 0);
        struct vf_config_opts none = {0};
        code = vf_config_load_text(file->path, text, strlen(text), &none, base, err);
        free(text);
    }
    cJSON_Delete(over);
    return code;
}

const struct vf_object *vf_study_object(enum vf_study_object which) {
    static const struct vf_object *const objects[] = {[VF_STUDY_OBJECT] = &vf_object_study,
                                                      [VF_STUDY_AXIS] = &vf_object_axis,
                                                      [VF_STUDY_DESIGN] = &vf_object_design};
    return objects[which];
}
